"""The command `shm` as a script uses it, with a clinic, a database and a post office of its own."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot import commands
from tests.story.driver import Said, converse

ROOT = Path(__file__).parents[2]
SHM = Path(sys.executable).with_name("shm")
ORGANISER = "mote@fjordly.example"


@dataclass
class Post:
    """A mail server on loopback: `answer` is what it says to each message."""

    mails: list[EmailMessage] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    answer: str = "250 OK"
    url: str = ""

    async def handle_DATA(  # noqa: N802 - aiosmtpd finds hooks by these names
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the message, or not."""
        if self.answer.startswith("2"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.raw.append(content)
            self.mails.append(message_from_bytes(content, policy=policy.default))
        return self.answer


@contextmanager
def post_office() -> Iterator[Post]:
    """A mail server while it is needed, in a thread of its own."""
    post = Post()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    post.url = f"smtp://127.0.0.1:{port}?starttls=never"
    try:
        yield post
    finally:
        controller.stop(no_assert=True)


@dataclass
class Office:
    """A clinic's office: `env` is all that the command is given."""

    env: dict[str, str]
    post: Post
    folder: Path

    @property
    def database(self) -> Path:
        """The database's file."""
        return self.folder / "shm.db"

    def say(self, text: str, at: str = "", *, who: str = "sekretar") -> Said:
        """One turn in this process."""
        return cast("Said", commands.say(who, text, at=at).data)

    def tell(
        self, opening: str, answers: Mapping[str, str] | None = None, *, at: str = "",
        who: str = "sekretar",
    ) -> str:  # fmt: skip
        """A whole conversation in this process: all that was said."""
        return converse(lambda text: self.say(text, at, who=who), opening, answers)

    def tick(self, at: str = "") -> Any:  # noqa: ANN401 - JSON
        """One pass in this process."""
        return commands.tick(at=at).data

    def case(self, ref: str, at: str = "") -> Any:  # noqa: ANN401 - JSON
        """The case."""
        return commands.case(ref, at=at).data

    def ref(self, at: str = "") -> str:
        """The reference of the first case."""
        rows = cast("list[dict[str, str]]", commands.board(at=at).data)
        return rows[0]["ref"]

    def shm(self, *words: str, code: int = 0) -> str:
        """The real command in a process of its own: what it printed."""
        done = subprocess.run(
            [SHM, *words],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == code, done.stderr
        return done.stdout

    def shm_json(self, *words: str, code: int = 0) -> Any:  # noqa: ANN401 - JSON
        """What the real command printed with --json."""
        return json.loads(self.shm(*words, "--json", code=code))


@contextmanager
def an_office(folder: Path) -> Iterator[Office]:
    """An office in this folder; the environment of this process is its too."""
    with post_office() as post, pytest.MonkeyPatch.context() as patch:
        env = {
            "SHM_DATABASE_URL": f"sqlite:///{folder / 'shm.db'}",
            "SHM_CLINIC_FILE": str(ROOT / "clinic.example.toml"),
            "SHM_SECRET_KEY": "a key that is long enough for a test",
            "SHM_PUBLIC_URL": "http://127.0.0.1:3978",
            "SHM_ORGANISER_EMAIL": ORGANISER,
            "SHM_SMTP_URL": post.url,
        }
        for name, value in env.items():
            patch.setenv(name, value)
        yield Office(env=env, post=post, folder=folder)


def with_invited_gp(office: Office, *, at: str, start: str, received: str) -> str:
    """Register a patient, record that the assessment began, ask the GP to SHM1: the reference."""
    facts = {"name": "Test Testesen", "received": received, "gp": "Kari Testlege"}
    office.tell("ny pasient", facts, at=at)
    ref = office.ref(at)
    office.tell(f"milepæl {ref} utredning startet", {"date": at[:10], "confirm": "ja"}, at=at)
    office.tell(f"kall inn {ref}", {"datetime": start, "leader": "lege"}, at=at)
    return ref


def calendar_of(mail: EmailMessage) -> str:
    """The calendar part of a mail as text."""
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            return str(part.get_content())
    raise AssertionError("no calendar in the mail")


def text_of(mail: EmailMessage) -> str:
    """What a mail program shows of it as plain text."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())
