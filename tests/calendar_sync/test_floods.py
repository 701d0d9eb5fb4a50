"""Mails made to keep us busy: each is read in a time that grows with its length, not faster."""

from __future__ import annotations

import subprocess
import sys

import pytest

PATIENCE = 20.0
"""Seconds; a reader that looks at all that follows from each place needs minutes to hours."""

READS = """
import sys
from datetime import UTC, datetime
from calendar_sync.mailbox import Mailbox
from calendar_sync.replies import READ_LIMIT, Reader
from dialogs.understand.surplus import says_more
raw = sys.stdin.buffer.read()[:READ_LIMIT]
reader = Reader(Mailbox(address="mote@senteret.example", name="Senteret"), says_more)
reader.read(raw, size=len(raw), at=datetime(2026, 10, 6, tzinfo=UTC))
"""

SEARCHES = """
import sys
from calendar_sync import bounces, foreign, itip, replies
text = sys.stdin.read()
for pattern in (
    foreign._WHOSE, foreign._LINK, bounces._STATUS, bounces._MESSAGE_ID,
    itip._UID_LINE, itip._METHOD_LINE, replies._SAYS_ANSWER, replies._UID,
):
    pattern.sub("", text)
"""

SIZE = 512 * 1024
LONG = 4 * 2**20
YES = (
    b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:u\r\n"
    b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def _run(program: str, given: bytes) -> None:
    """The program over this; one that hangs is an error."""
    subprocess.run([sys.executable, "-c", program], input=given, check=True, timeout=PATIENCE)


def _answered(text: bytes, kind: bytes = b"plain") -> bytes:
    """A yes with these words beside it."""
    return (
        b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: text/" + kind + b"\r\n\r\n" + text + b"\r\n--b\r\n"
        b"Content-Type: text/calendar; method=REPLY\r\n\r\n" + YES + b"\r\n--b--\r\n"
    )


def _returned(fields: bytes, headers: bytes) -> bytes:
    """A bounce with these fields and these headers of what came back."""
    return (
        b"From: <a@b.example>\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: message/delivery-status\r\n\r\n"
        b"X: y\r\n\r\nFinal-Recipient: rfc822; c@d.example\r\nAction: failed\r\n\r\n"
        + fields
        + b"\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\n"
        + headers
        + b"\r\n--b--\r\n"
    )


@pytest.mark.parametrize(
    "again",
    [
        b"\n",
        b" ",
        b"\n ",
        b"\r",
        b"From ",
        b"from:",
        b"--",
        b"_",
        b"http://",
        b"Message-ID:<",
        b"\nMessage-ID:<",
        b"\nMessage-ID:\n",
        b"\nMessage-ID:<x",
        b"\nUID:u ",
        b"\nUID:",
        b"method=",
        b"\nMETHOD:x\t",
        b"4.1.",
    ],
)
def test_no_pattern_looks_at_all_from_everywhere(again: bytes) -> None:
    """Four mebibytes of one thing over and over is searched by every pattern in seconds."""
    _run(SEARCHES, (again * LONG)[:LONG] + b"x")


@pytest.mark.parametrize(
    "raw",
    [
        _answered(b"\n" * SIZE),
        _answered(b"\n" * 199_000),
        _answered(b"fra:\n" * 39_000),
        _answered(b" " * 199_000),
        _answered(b"_" * 199_000),
        _answered(b"--- original " * 15_000),
        _answered(b"2026 skrev:\n>\n" * 13_000),
        _answered(b"<blockquote>" * 16_000, b"html"),
        _answered(b" \n" * SIZE),
        _returned(b"", b"X: y\r\n" + b" Message-ID:<" * 40_000),
        _returned(b"", b"Message-ID:<\r\n" * 40_000),
        _returned(b"a: b\n\n" * 80_000, b"Message-ID: <x@y.example>\r\n"),
        b"From: =?a?q?x " + b"=?a?q?x" * 60_000 + b" <a@b.example>\r\n\r\nx",
        b"From: =?a?q?x <a@b.example>\r\n" * 16_000 + b"\r\nx",
    ],
    ids=[
        "many lines",
        "as many as are read",
        "heads of mails",
        "a blank line",
        "a line across",
        "what stands above a quotation",
        "many are quoted",
        "quoted in quoted",
        "blank lines",
        "a folded header",
        "many ids",
        "many recipients",
        "a long name",
        "many senders",
    ],
)
def test_a_flood_is_read_in_its_time(raw: bytes) -> None:
    """A mail as long as is ever read, made to be slow, is read to its end."""
    _run(READS, raw)
