"""One event as iCalendar (RFC 5545), one method and one attendee in each (RFC 5546).

The lines are written here: icalendar makes an object of each property and each parameter first,
which took half the time that a mail took to make. A property test says that they are its own.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import chain
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from calendar_sync.mailbox import Mailbox, checked_address, clean_text, one_line
from pathway.outgoing import Method

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pathway.outgoing import Event

PRODID = "-//Meetings//Invitations 1.0//EN"
OSLO = "Europe/Oslo"

# Written by hand: icalendar 7.3's own has its spring change at 03:00, and lists onsets as one
# RDATE of which ical.js reads only the first (RFC 5545 section 3.6.5). No X- properties: there
# are readers that stop at them (dateutil).
VTIMEZONE_OSLO = """\
BEGIN:VTIMEZONE
TZID:Europe/Oslo
BEGIN:DAYLIGHT
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
BEGIN:STANDARD
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")

_HEAD = f"BEGIN:VCALENDAR\r\nPRODID:{PRODID}\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\n"
_PIECE = 74
"""Octets of a folded line, so that with the space before them they are 75."""
_WEB = re.compile(r"https?://\S+")
_QUOTED = re.compile("[ ',;:’]")
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def calendar_bytes(event: Event, stamp: datetime, organiser: Mailbox, attendee: str) -> bytes:
    """One VCALENDAR with one VEVENT for a mail: CRLF, folded at 75 octets, UTF-8.

    `stamp` is aware and becomes DTSTAMP; the same arguments give the same bytes. `attendee`
    is an address; `DeliveryRefusedError` where it is none.
    """
    asked = _attendee(event, checked_address(attendee))
    return _calendar(event, event.method.value, chain(_vevent(event, stamp, organiser), [asked]))


def calendar_file(event: Event, stamp: datetime, organiser: Mailbox) -> bytes:
    """The same event to put into a calendar by hand: PUBLISH (RFC 5546 section 3.2.1).

    Nobody is asked. The UID is the invitation's, so a calendar that holds it shows it once.
    """
    return _calendar(event, "PUBLISH", _vevent(event, stamp, organiser))


def _calendar(event: Event, method: str, lines: Iterable[str]) -> bytes:
    """METHOD before the components, VTIMEZONE before the VEVENT: some readers want it so."""
    zone = VTIMEZONE_OSLO if event.zone == OSLO else ""
    head = f"{_HEAD}METHOD:{method}\r\n{zone}BEGIN:VEVENT\r\n"
    return head.encode() + b"".join(map(folded, lines)) + b"END:VEVENT\r\nEND:VCALENDAR\r\n"


def folded(line: str) -> bytes:
    """A line as it is written: no more than 75 octets in a row (RFC 5545 section 3.1).

    As icalendar folds, which looks at each sign by itself: never inside one, nor after a
    backslash or a caret, where some readers lose what was escaped.
    """
    raw, pieces, start = line.encode(), [], 0
    while len(raw) - start > _PIECE:
        end = start + _PIECE
        while raw[end] & 0xC0 == 0x80:  # noqa: PLR2004 - not the first octet of a sign (UTF-8)
            end -= 1
        end -= raw[end - 1] in b"\\^" and end - start > 1
        pieces.append(raw[start:end])
        start = end
    return b"\r\n ".join([*pieces, raw[start:]]) + b"\r\n"


def _vevent(event: Event, stamp: datetime, organiser: Mailbox) -> Iterator[str]:
    """What stands between BEGIN and END, but the attendee."""
    address = checked_address(organiser.address)
    yield f"UID:{_text(one_line(event.uid))}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{_utc(stamp)}"
    yield f"DTSTART{_wall(event.window.start, event.zone)}"
    yield f"DTEND{_wall(event.window.end, event.zone)}"
    yield f"SUMMARY:{_text(one_line(event.summary))}"
    yield from _where(event)
    yield "CLASS:PRIVATE"
    yield f"STATUS:{'CANCELLED' if event.method is Method.CANCEL else 'CONFIRMED'}"
    yield "TRANSP:OPAQUE"
    # A mailbox that we own (RFC 5545 section 3.8.4.3).
    yield f"ORGANIZER;CN={_common_name(organiser.name, address)}:mailto:{address}"


def _text(value: str) -> str:
    """TEXT, with what has a meaning in it escaped (RFC 5545 section 3.3.11)."""
    return value.translate(_ESCAPED)


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _wall(moment: datetime, zone: str) -> str:
    """Wall time in the zone that VTIMEZONE defines; any other zone travels as UTC."""
    if zone != OSLO:
        return f":{_utc(moment)}"
    return f";TZID={OSLO}:{moment.astimezone(ZoneInfo(OSLO)):%Y%m%dT%H%M%S}"


def _where(event: Event) -> Iterator[str]:
    """Text, place and link. A cancelled event holds no link: nobody is let in by it."""
    link = "" if event.method is Method.CANCEL else one_line(event.link)
    text = clean_text(event.description).strip()
    if link and link not in text:  # Outlook shows no URL property
        text = f"{text}\n\n{link}".strip()
    if text:
        yield f"DESCRIPTION:{_text(text)}"
    if event.location:
        yield f"LOCATION:{_text(one_line(event.location))}"
    if _WEB.fullmatch(link):
        yield f"URL:{link}"


def _attendee(event: Event, address: str) -> str:
    """The one ATTENDEE (RFC 5545 section 3.8.4.1); a cancellation asks for no reply.

    RSVP stays TRUE where a yes is kept: with FALSE a mail program would not tell us of a
    later no, and what an owner of an invitation changes must reach the secretary.
    """
    answer = ""
    if event.method is Method.REQUEST:
        answer = f";PARTSTAT={'ACCEPTED' if event.accepted else 'NEEDS-ACTION'};RSVP=TRUE"
    who = f"CN={_common_name(event.attendee_name, address)};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT"
    return f"ATTENDEE;{who}{answer}:mailto:{address}"


def _common_name(name: str, address: str) -> str:
    """CN without the signs that a parameter cannot hold or that RFC 6868 would have to encode."""
    plain = one_line(name).replace('"', "'").replace("^", "") or address
    return f'"{plain}"' if _QUOTED.search(plain) else plain
