"""A driver process with a mail server of its own, and what may be said of the mails it sent."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from icalendar import Calendar

from tests.calendar_sync.smtp_server import Script, smtp_server

ROOT = Path(__file__).parents[2]
LONGEST_LINE = 2**20
CLINIC_FILE = ROOT / "clinic.example.toml"

Order = dict[str, Any]


def settings(smtp_url: str) -> dict[str, str]:
    """The environment of a real process that mails through this server."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("SHM_")},
        "SHM_CLINIC_FILE": str(CLINIC_FILE),
        "SHM_SECRET_KEY": "0123456789abcdef0123456789abcdef",
        "SHM_PUBLIC_URL": "https://svar.example",
        "SHM_ORGANISER_EMAIL": "mote@fjordly.example",
        "SHM_SMTP_URL": f"{smtp_url}?starttls=never",
    }


@dataclass(frozen=True)
class Mail:
    """One mail as it came: its bytes, and the fields that must agree between copies."""

    raw: bytes
    message_id: str
    subject: str
    method: str = ""
    uid: str = ""
    sequence: int = 0
    stamp: str = ""

    @classmethod
    def read(cls, raw: bytes) -> Mail:
        """Read the headers and the calendar, where there is one; references are made alike."""
        message = message_from_bytes(raw, policy=default)
        subject = re.sub(r"ref\. \w{4}", "ref. …", str(message["Subject"]))
        mail = cls(raw=raw, message_id=str(message["Message-ID"]), subject=subject)
        for part in message.walk():
            if part.get_content_type() == "text/calendar":
                return mail.with_event(part.get_payload(decode=True))
        return mail

    def with_event(self, calendar: object) -> Mail:
        """The same with what its calendar says."""
        assert isinstance(calendar, bytes)
        read = Calendar.from_ical(calendar)
        event: Any = read.events[0]
        return Mail(
            raw=self.raw,
            message_id=self.message_id,
            subject=self.subject,
            method=str(read["METHOD"]),
            uid=str(event["UID"]),
            sequence=int(event["SEQUENCE"]),
            stamp=event["DTSTAMP"].to_ical().decode(),
        )

    @property
    def says(self) -> tuple[str, str, int]:
        """What it is, alike in every run of the same story."""
        return self.subject, self.method, self.sequence


def mails_of(script: Script) -> list[Mail]:
    """Every mail that the server took, oldest first."""
    return [Mail.read(bytes(one.original_content or b"")) for one in script.taken]


class Lane:
    """One driver process and its mail server; orders are done one after another."""

    def __init__(self, process: asyncio.subprocess.Process, script: Script) -> None:
        self.process, self.script = process, script

    async def do(self, **order: object) -> list[Order]:
        """What a child of the driver says while it carries the order out."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{json.dumps(order)}\n".encode())
        answer = await self.process.stdout.readline()
        assert answer, "the driver has ended"
        said: list[Order] = json.loads(answer)
        return said


@asynccontextmanager
async def open_lane() -> AsyncIterator[Lane]:
    """A lane that ends with its driver's input."""
    async with smtp_server() as script:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.crash.driver",
            cwd=ROOT,
            env=settings(script.url),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LONGEST_LINE,
        )
        assert process.stdin is not None
        try:
            yield Lane(process, script)
        finally:
            process.stdin.close()
            await process.wait()
