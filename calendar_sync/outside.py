"""What comes back from a mail program outside, as Outlook and mail servers write it: for practice.

The bytes are a mail's own, so that `replies.Reader` reads them as it reads those that come by IMAP.
"""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from icalendar import Event as Vevent

    from pathway.model import Window

_PRODUCT = "Microsoft Exchange Server 2010"
_CALENDAR = "text/calendar"
_KEPT = ("UID", "ORGANIZER", "SEQUENCE", "LOCATION", "CLASS")

_REPORT = """\
From: <mailer-daemon@{domain}>
To: <{organiser}>
Subject: {title}
Date: {date}
Message-ID: <{key}@{domain}>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="{key}"

--{key}
Content-Type: text/plain; charset=us-ascii

<{lost}>: 550 5.1.1 mailbox unavailable

--{key}
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.{domain}

Final-Recipient: rfc822; {lost}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 mailbox unavailable

--{key}
Content-Type: text/rfc822-headers

From: <{organiser}>
To: <{lost}>
Message-ID: {message_id}

--{key}--
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How an answer is written: its subject's first word, its own words, and its unique key."""

    title: str
    text: str
    at: datetime
    key: str


def answer(mail: bytes, partstat: str, how: Written, proposed: Window | None = None) -> bytes:
    """A REPLY to the invitation in this mail, or with a time a COUNTER (RFC 5546 section 3.2).

    `ValueError` where the mail holds no invitation.
    """
    asked = message_from_bytes(mail, policy=policy.default)
    calendar = _calendar(_event(asked), asked, partstat, how, proposed)
    reply = _letter(asked, how)
    reply.add_alternative(
        calendar,
        maintype="text",
        subtype="calendar",
        params={"method": "COUNTER" if proposed else "REPLY", "charset": "utf-8"},
        cte="base64",
    )
    reply.set_boundary(how.key)
    return reply.as_bytes(policy=policy.SMTP)


def absence(mail: bytes, how: Written) -> bytes:
    """A note that somebody is away, sent by itself (RFC 3834)."""
    note = _letter(message_from_bytes(mail, policy=policy.default), how)
    note["Auto-Submitted"] = "auto-replied"
    note["X-Auto-Response-Suppress"] = "All"
    return note.as_bytes(policy=policy.SMTP)


def failure(mail: bytes, how: Written) -> bytes:
    """A report that this mail could not be delivered (RFC 3464)."""
    sent = message_from_bytes(mail, policy=policy.default)
    lost, organiser = _addresses(sent)
    told = _REPORT.format(
        domain=lost.rpartition("@")[2],
        organiser=organiser,
        lost=lost,
        title=how.title,
        date=format_datetime(how.at),
        key=how.key,
        message_id=sent.get("Message-ID", ""),
    )
    return told.replace("\n", "\r\n").encode("utf-8")


def _addresses(mail: EmailMessage) -> tuple[str, str]:
    """Who got the mail, and whom it is from."""
    return parseaddr(str(mail.get("To", "")))[1], parseaddr(str(mail.get("From", "")))[1]


def _letter(asked: EmailMessage, how: Written) -> EmailMessage:
    """The answer as a mail in words."""
    own, organiser = _addresses(asked)
    name, _, domain = own.rpartition("@")
    letter = EmailMessage(policy=policy.SMTP)
    letter["From"] = Address(username=name, domain=domain)
    letter["To"] = organiser
    letter["Subject"] = f"{how.title}: {asked.get('Subject', '')}"
    letter["Date"] = format_datetime(how.at)
    letter["Message-ID"] = f"<{how.key}@{domain}>"
    letter["In-Reply-To"] = str(asked.get("Message-ID", ""))
    letter.set_content(f"{how.text}\n")
    return letter


def _event(asked: EmailMessage) -> Vevent:
    from icalendar import Calendar  # slow to read, and only practice wants it

    for part in asked.walk():
        content = part.get_payload(decode=True)
        if part.get_content_type() == _CALENDAR and isinstance(content, bytes):
            events = Calendar.from_ical(content).events
            if events:
                return events[0]
    message = "no invitation"
    raise ValueError(message)


def _calendar(
    event: Vevent, asked: EmailMessage, partstat: str, how: Written, proposed: Window | None
) -> bytes:
    from icalendar import Calendar, Event, vCalAddress

    said = Event()
    for name in _KEPT:
        if name in event:
            said[name] = event[name]
    own = vCalAddress(f"mailto:{_addresses(asked)[0]}")
    own.params["PARTSTAT"] = partstat
    said["ATTENDEE"] = own
    said.add("SUMMARY", f"{how.title}: {event.get('SUMMARY', '')}")
    start, end = event.decoded("DTSTART"), event.decoded("DTEND")
    said.add("DTSTART", proposed.start if proposed else start)
    said.add("DTEND", proposed.end if proposed else end)
    said.add("DTSTAMP", how.at)
    calendar = Calendar()
    calendar.add("METHOD", "COUNTER" if proposed else "REPLY")
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add_component(said)
    written: bytes = calendar.to_ical()
    return written
