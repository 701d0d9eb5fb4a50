"""Answers as real programs write them: REPLY and COUNTER as raw mail (RFC 5546, RFC 6047).

Each has its own habits: whether ORGANIZER comes along, how zones are called, where the calendar
stands in the mail, how lines end, what the subject says in which language.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime
from zoneinfo import ZoneInfo

from tests.calendar_sync.itip_client.diary import Entry

_OSLO = ZoneInfo("Europe/Oslo")
_WORDS = {"ACCEPTED": "Godtatt", "DECLINED": "Avslått", "TENTATIVE": "Foreløpig"}
_ZONE = """\
BEGIN:VTIMEZONE
TZID:{tzid}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody answers: about which entry, as whom, when, and what.

    `start` and `end` are set for a proposal of another time, which is a COUNTER.
    """

    entry: Entry
    owner: str
    at: datetime
    partstat: str
    comment: str = ""
    start: datetime | None = None
    end: datetime | None = None

    @property
    def method(self) -> str:
        """The iTIP method."""
        return "REPLY" if self.start is None else "COUNTER"

    @property
    def times(self) -> tuple[datetime, datetime]:
        """The times of the answer: those proposed, or those of the entry."""
        return self.start or self.entry.start, self.end or self.entry.end


def outlook(said: Said) -> bytes:
    """Exchange: no ORGANIZER, a zone by its Windows name, comment, Norwegian subject."""
    tzid = "W. Europe Standard Time"
    event = [
        f'ATTENDEE;PARTSTAT={said.partstat};CN="{said.owner}":mailto:{said.owner}',
        f"COMMENT;LANGUAGE=nb-NO:{_escaped(said.comment)}\\n",
        f"UID:{said.entry.uid}",
        f"SUMMARY;LANGUAGE=nb-NO:{_subject(said)}",
        *_local(said, tzid),
        "CLASS:PRIVATE",
        "PRIORITY:5",
        f"DTSTAMP:{_stamp(said.at)}",
        "TRANSP:OPAQUE",
        "STATUS:CONFIRMED",
        f"SEQUENCE:{said.entry.sequence}",
        "X-MICROSOFT-CDO-APPT-SEQUENCE:0",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
    ]
    lines = _calendar(said, "Microsoft Exchange Server 2010", event, _ZONE.format(tzid=tzid))
    text = _part('text/plain; charset="iso-8859-1"', b"", "quoted-printable")
    calendar = _part(
        f'text/calendar; charset="utf-8"; method={said.method}', lines.encode(), "base64"
    )
    return _mail(said, "alternative", [text, calendar])


def google(said: Said) -> bytes:
    """Google: everything in UTC, ORGANIZER there, the calendar twice, an English subject."""
    event = [
        *_utc(said),
        f"DTSTAMP:{_stamp(said.at)}",
        f"ORGANIZER;CN={said.entry.organizer}:mailto:{said.entry.organizer}",
        f"UID:{said.entry.uid}",
        (
            "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;"
            f"PARTSTAT={said.partstat};CN={said.owner};X-NUM-GUESTS=0:mailto:{said.owner}"
        ),
        *([f"COMMENT:{_escaped(said.comment)}"] if said.comment else []),
        f"SEQUENCE:{said.entry.sequence}",
        "STATUS:CONFIRMED",
        f"SUMMARY:{_escaped(said.entry.summary)}",
        "TRANSP:OPAQUE",
    ]
    lines = _calendar(said, "-//Google Inc//Google Calendar 70.9054//EN", event, "")
    words = said.comment or "has answered this invitation."
    inner = _multipart(
        "alternative",
        [
            _part('text/plain; charset="UTF-8"', words.encode(), "base64"),
            _part(f'text/calendar; charset="UTF-8"; method={said.method}', lines.encode(), "7bit"),
        ],
    )
    file = _part('application/ics; name="invite.ics"', lines.encode(), "base64", "invite.ics")
    return _mail(said, "mixed", [inner, file])


def apple(said: Said) -> bytes:
    """Apple: MAILTO in capitals, Europe/Oslo with its zone, only a file beside a text."""
    event = [
        f"UID:{said.entry.uid}",
        *_local(said, "Europe/Oslo"),
        (
            f"ATTENDEE;CN={said.owner};CUTYPE=INDIVIDUAL;PARTSTAT={said.partstat};"
            f"EMAIL={said.owner}:MAILTO:{said.owner.title()}"
        ),
        f"ORGANIZER:MAILTO:{said.entry.organizer}",
        *([f"COMMENT:{_escaped(said.comment)}"] if said.comment else []),
        f"SUMMARY:{_escaped(said.entry.summary)}",
        f"DTSTAMP:{_stamp(said.at)}",
        f"SEQUENCE:{said.entry.sequence}",
    ]
    zone = _ZONE.format(tzid="Europe/Oslo")
    lines = _calendar(said, "-//Apple Inc.//macOS 14.5//EN", event, zone)
    text = _part("text/plain; charset=us-ascii", b"", "7bit")
    calendar = _part(
        f"text/calendar; charset=utf-8; method={said.method}", lines.encode(), "base64", "svar.ics"
    )
    return _mail(said, "mixed", [text, calendar])


def thunderbird(said: Said) -> bytes:
    """Thunderbird: LF line ends, X-MOZ- properties, quoted-printable, RECEIVED-SEQUENCE."""
    event = [
        f"UID:{said.entry.uid}",
        f"SUMMARY:{_escaped(said.entry.summary)}",
        f"ORGANIZER;RSVP=TRUE;PARTSTAT=ACCEPTED;ROLE=CHAIR:mailto:{said.entry.organizer}",
        (
            f"ATTENDEE;RSVP=TRUE;CN={said.owner};PARTSTAT={said.partstat};ROLE=REQ-PARTICIPANT;"
            f"X-RECEIVED-SEQUENCE={said.entry.sequence}:mailto:{said.owner}"
        ),
        *([f"COMMENT:{_escaped(said.comment)}"] if said.comment else []),
        *_local(said, "Europe/Oslo"),
        f"SEQUENCE:{said.entry.sequence}",
        f"X-MOZ-RECEIVED-SEQUENCE:{said.entry.sequence}",
        f"DTSTAMP:{_stamp(said.at)}",
    ]
    zone = _ZONE.format(tzid="Europe/Oslo")
    lines = _calendar(said, "-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN", event, zone)
    lines = lines.replace("\r\n", "\n")
    text = _part("text/plain; charset=UTF-8", said.comment.encode(), "base64")
    kind = f"text/calendar; method={said.method}; charset=UTF-8"
    return _mail(said, "alternative", [text, _part(kind, lines.encode(), "base64")])


def bounced(raw: bytes, recipient: str, ours: str, at: datetime) -> bytes:
    """What Postfix writes when there is no such mailbox (RFC 3464), with the mail's headers."""
    head = raw.partition(b"\r\n\r\n")[0]
    failed = f"""\
Reporting-MTA: dns; post.example

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown
"""
    headers = [
        "Return-Path: <>",
        "From: MAILER-DAEMON@post.example (Mail Delivery System)",
        f"To: {ours}",
        "Subject: Undelivered Mail Returned to Sender",
        f"Date: {format_datetime(at)}",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
    ]
    parts = [
        _part("text/plain; charset=us-ascii", b"It could not be delivered.\r\n", "7bit"),
        _part("message/delivery-status", failed.replace("\n", "\r\n").encode(), "7bit"),
        _part("text/rfc822-headers", head + b"\r\n", "7bit"),
    ]
    report = _multipart("report", parts).replace(
        b"multipart/report;", b"multipart/report; report-type=delivery-status;", 1
    )
    return "\r\n".join(headers).encode() + b"\r\n" + report


DIALECTS: dict[str, Callable[[Said], bytes]] = {
    "outlook": outlook,
    "google": google,
    "apple": apple,
    "thunderbird": thunderbird,
}


def _subject(said: Said) -> str:
    word = _WORDS[said.partstat] if said.method == "REPLY" else "Nytt tidspunkt foreslått"
    return f"{word}: {said.entry.summary}"


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _stamp(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _utc(said: Said) -> list[str]:
    start, end = said.times
    return [f"DTSTART:{_stamp(start)}", f"DTEND:{_stamp(end)}"]


def _local(said: Said, tzid: str) -> list[str]:
    names = zip(("DTSTART", "DTEND"), said.times, strict=True)
    return [f"{n};TZID={tzid}:{when.astimezone(_OSLO):%Y%m%dT%H%M%S}" for n, when in names]


def _calendar(said: Said, prodid: str, event: list[str], zone: str) -> str:
    lines = ["BEGIN:VCALENDAR", f"METHOD:{said.method}", f"PRODID:{prodid}", "VERSION:2.0"]
    lines += zone.splitlines()
    lines += ["BEGIN:VEVENT", *event, "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(piece for line in lines for piece in _folded(line))


def _folded(line: str) -> list[str]:
    """No line over 75 octets, and no letter cut in two (RFC 5545 section 3.1)."""
    pieces, rest = [], line
    limit = 75
    while len(rest.encode()) > limit:
        end = limit
        while len(rest[:end].encode()) > limit:
            end -= 1
        pieces.append(rest[:end])
        rest = " " + rest[end:]
    return [*pieces, rest]


def _part(kind: str, content: bytes, encoding: str, file: str = "") -> bytes:
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n"
    if file:
        head += f'Content-Disposition: attachment; filename="{file}"\r\n'
    body = base64.encodebytes(content).replace(b"\n", b"\r\n") if encoding == "base64" else content
    return head.encode() + b"\r\n" + body


def _multipart(kind: str, parts: list[bytes]) -> bytes:
    mark = f"_000_{kind}_"
    inside = b"".join(f"--{mark}\r\n".encode() + part + b"\r\n" for part in parts)
    head = f'Content-Type: multipart/{kind}; boundary="{mark}"\r\n\r\n'
    return head.encode() + inside + f"--{mark}--\r\n".encode()


def _mail(said: Said, kind: str, parts: list[bytes]) -> bytes:
    headers = [
        f"From: {said.owner}",
        f"To: {said.entry.organizer}",
        f"Subject: {Header(_subject(said), 'utf-8').encode(linesep=chr(13) + chr(10))}",
        f"Date: {format_datetime(said.at)}",
        f"Message-ID: <{abs(hash((said.owner, said.entry.uid, said.at)))}@klient.example>",
        "MIME-Version: 1.0",
    ]
    return "\r\n".join(headers).encode() + b"\r\n" + _multipart(kind, parts)
