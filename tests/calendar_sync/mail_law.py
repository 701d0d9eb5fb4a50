"""What every mail of ours to somebody outside keeps, judged from its bytes alone.

The interop page's structure, F17's words, and P2: nobody reads another's address. It reads with
the tests' own calendar program, which shares nothing with what made the mail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from tests.calendar_sync.itip_client import zones
from tests.calendar_sync.itip_client.content import Component, read_calendar, unfolded
from tests.calendar_sync.itip_client.diary import address_of
from tests.calendar_sync.itip_client.mime import Part, meeting_part, read_mail

FORBIDDEN = re.compile(
    r"smerte|utmattelse|(?-i:\bME\b)|CFS|SHM|samhandlingsmøte|pain|fatigue|diagnos|fibromyalgi",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
TEXTS = ["text/plain", "text/html"]
METHODS = {"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED", "DECLINECOUNTER": "CONFIRMED"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the calendar of a mail says of its place in the thread."""

    method: str
    uid: str
    sequence: int
    stamp: datetime
    partstat: str


def judged(raw: bytes, recipient: str, organiser: str, secret: str = "") -> Told | None:
    """Every law of one mail; what its calendar says, or None where it has none.

    `secret` is a name that nobody outside may read (P1).
    """
    mail = read_mail(raw)
    assert raw.isascii()
    assert raw.count(b"\r\n") == raw.count(b"\n") == raw.count(b"\r")
    _headers(mail, recipient, organiser)
    calendar = _structure(mail)
    _silence(mail, {recipient, organiser}, secret)
    return _event(mail, calendar, recipient, organiser) if calendar is not None else None


def _headers(mail: Part, recipient: str, organiser: str) -> None:
    """One recipient, and nobody beside."""
    names = [name for name, _ in mail.headers]
    assert len(names) == len(set(names)), "a header twice"
    assert not {"cc", "bcc", "reply-to", "sender"} & set(names)
    assert ADDRESS.findall(mail.header("to")) == [recipient]
    assert ADDRESS.findall(mail.header("from")) == [organiser]


def _structure(mail: Part) -> Component | None:
    """Text, HTML and calendar as alternatives, the same calendar as a file; or only the texts."""
    if mail.kind == "multipart/alternative":
        assert [part.kind for part in mail.parts] == TEXTS
        return None
    assert mail.kind == "multipart/mixed"
    alternatives, file = mail.parts
    assert alternatives.kind == "multipart/alternative"
    assert [part.kind for part in alternatives.parts] == [*TEXTS, "text/calendar"]
    inline = alternatives.parts[-1]
    assert meeting_part(mail) is inline, "Outlook would see a file"
    assert inline.parameter("charset").lower() == "utf-8"
    assert inline.content == file.content
    assert file.kind == "text/calendar"
    assert file.parameter("filename", "content-disposition").endswith(".ics")
    return read_calendar(inline.content)


def _silence(mail: Part, known: set[str], secret: str) -> None:
    """No forbidden word, no secret name, no address of anybody else, wherever it could stand."""
    for part in mail.walk():
        for name, _ in part.headers:
            value = part.words(name)
            if name == "message-id":
                assert not FORBIDDEN.search(value)
                continue
            _said(value if name != "content-type" else part.kind, known, secret)
        if not part.parts:
            text = part.content.decode("utf-8")
            whole = "\n".join(unfolded(part.content)) if part.kind == "text/calendar" else text
            _said(whole, known, secret)


def _said(text: str, known: set[str], secret: str) -> None:
    found = FORBIDDEN.search(text)
    assert not found, f"F17: {found}"
    assert not secret or secret not in text, f"P1: {secret}"
    strangers = {one.lower() for one in ADDRESS.findall(text)} - {one.lower() for one in known}
    assert not strangers, f"P2: {strangers}"


def _event(mail: Part, calendar: Component, recipient: str, organiser: str) -> Told:
    """One VEVENT that says the same as the mail around it (RFC 5546, RFC 6047)."""
    method = calendar.one("METHOD").value
    inline = meeting_part(mail)
    assert inline is not None
    assert method == inline.parameter("method")
    assert calendar.order.index("METHOD") < min(
        place for place, name in enumerate(calendar.order) if name in {"VTIMEZONE", "VEVENT"}
    )
    assert calendar.order[-1] == "VEVENT"
    (event,) = calendar.inner("VEVENT")
    attendee = event.one("ATTENDEE")
    assert address_of(attendee) == recipient
    assert address_of(event.one("ORGANIZER")) == organiser
    assert event.one("CLASS").value == "PRIVATE"
    assert event.one("STATUS").value == METHODS[method]
    assert zones.moment(event.one("DTSTART"), calendar) < zones.moment(event.one("DTEND"), calendar)
    names = {one.name for one in event.properties}
    assert "X-MICROSOFT-CDO-APPT-SEQUENCE" not in names
    asks = {name: attendee.params.get(name) for name in ("CUTYPE", "ROLE", "RSVP")}
    wanted = "TRUE" if method == "REQUEST" else None
    assert asks == {"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "RSVP": wanted}
    return Told(
        method=method,
        uid=event.one("UID").value,
        sequence=int(event.one("SEQUENCE").value),
        stamp=zones.stamp(event.one("DTSTAMP").value),
        partstat=attendee.params.get("PARTSTAT", ""),
    )
