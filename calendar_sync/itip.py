"""The answer in a calendar part (REPLY and COUNTER, RFC 5546 section 3.2), or why there is none.

A REFRESH, with which a calendar asks for the invitation again, is an answer without a verdict.
"""

from __future__ import annotations

import binascii
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from calendar_sync.foreign import address, decoded, parts_of, payload
from calendar_sync.mailbox import clean_text
from calendar_sync.zones import UnknownZoneError, calendars_in
from pathway.words import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from icalendar import Calendar
    from icalendar import Event as Vevent

CALENDAR_LIMIT = 200_000  # octets; an answer is a hundredth of it
UID_LIMIT = 255

_CALENDAR_TYPES = {"text/calendar", "application/ics"}
_ANSWERS = {"REPLY", "COUNTER", "REFRESH"}
_VERDICTS = {
    "ACCEPTED": Verdict.ACCEPTED,
    "DECLINED": Verdict.DECLINED,
    "TENTATIVE": Verdict.TENTATIVE,
}
_UID_LINE = re.compile(r"^UID:(\S+)\s*$", re.MULTILINE | re.IGNORECASE)
_METHOD_LINE = re.compile(r"^METHOD:(\S+)\s*$", re.MULTILINE | re.IGNORECASE)
_WRAPPED = re.compile(rb"vCal-Uid\x01\0{3}(.+?)\0*$", re.DOTALL)
_MOST_UIDS = 20
_MOST_SEQUENCE = 2**31 - 2  # RFC 5545 section 3.3.8, and one is added where it is kept


class Why(StrEnum):
    """Why a mail is no readable answer."""

    TOO_LARGE = "too_large"
    NO_EVENT = "no_event"
    NO_ATTENDEE = "no_attendee"
    ENCRYPTED = "encrypted"
    WINMAIL = "winmail"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a calendar answered; whether it counts is decided by those who know the invitation.

    `attendee` is whom the answer is for, in lower case. Times are aware UTC, and None where they
    name no zone that we know: `starts` and `ends` are the event's, and `proposed` is both of them
    for a COUNTER alone. `partstat` is as
    written, in capitals, and `product` the program that wrote it (PRODID).
    """

    method: str
    uid: str
    attendee: str
    partstat: str
    sequence: int
    stamp: datetime | None
    comment: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    proposed: tuple[datetime, datetime] | None = None
    product: str = ""

    @property
    def verdict(self) -> Verdict | None:
        """The answer, or None for what is none (REFRESH, DELEGATED, NEEDS-ACTION, a new word)."""
        if self.method == "COUNTER":
            return Verdict.NEW_TIME
        return _VERDICTS.get(self.partstat) if self.method == "REPLY" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A calendar that is, or may be, an answer and cannot be read; `uid` where it shows one."""

    why: Why
    uid: str = ""


def read_calendar(mail: Message, sender: str) -> Reply | Unread | None:
    """What the first calendar that answers says; None where there is none, or all ask or tell."""
    for part in _calendars_of(mail):
        found = _read(part, sender)
        if found is not None:
            return found
    return None


def uids_in(mail: Message) -> tuple[str, ...]:
    """The events that a mail's own calendars show, whatever they say of them; each once."""
    texts = (decoded(payload(part)[:CALENDAR_LIMIT], part) for part in _calendars_of(mail))
    found = (_own_uid(uid) for text in texts for uid in _UID_LINE.findall(text)[:_MOST_UIDS])
    return tuple(dict.fromkeys(found))


def _calendars_of(mail: Message) -> Iterator[Message]:
    for part in parts_of(mail):
        name = str(part.get_filename() or "").lower()
        if part.get_content_type() in _CALENDAR_TYPES or name.endswith(".ics"):
            yield part


def _read(part: Message, sender: str) -> Reply | Unread | None:
    content = payload(part)
    text = decoded(content[:CALENDAR_LIMIT], part)
    said = _METHOD_LINE.search(text)
    method = (said[1] if said else str(part.get_param("method") or "")).strip().upper()
    if method and method not in _ANSWERS:
        return None
    named = _UID_LINE.search(text)
    uid = _own_uid(named[1]) if named else ""
    if len(content) > CALENDAR_LIMIT:
        return Unread(why=Why.TOO_LARGE, uid=uid)
    try:
        return _reply(text, method, sender)
    except _UnreadError as error:
        return Unread(why=error.why, uid=uid)
    except Exception:  # noqa: BLE001 - foreign bytes break parsers in ways that nobody lists
        return Unread(why=Why.BROKEN, uid=uid)


class _UnreadError(Exception):
    """The calendar holds no single answer."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def _reply(text: str, method: str, sender: str) -> Reply | None:
    (calendar,) = calendars_in(text)
    if not method:  # a file to put into a calendar by hand
        return None
    vevent = _event(calendar)
    attendee, partstat = _attendee(vevent, sender)
    starts, ends = _times(vevent, method)
    return Reply(
        method=method,
        uid=_own_uid(str(vevent["UID"])),
        attendee=attendee,
        partstat=partstat,
        sequence=min(max(int(vevent.get("SEQUENCE", 0)), 0), _MOST_SEQUENCE),
        stamp=_moment(vevent, "DTSTAMP"),
        comment=_comment(vevent),
        starts=starts,
        ends=ends,
        proposed=_proposed(starts, ends) if method == "COUNTER" else None,
        product=str(calendar.get("PRODID", "")),
    )


def _event(calendar: Calendar) -> Vevent:
    events = calendar.events
    if len(events) != 1 or not str(events[0].get("UID", "")).strip():
        raise _UnreadError(Why.NO_EVENT)
    return events[0]


def _attendee(vevent: Vevent, sender: str) -> tuple[str, str]:
    """Whom the answer is for and what it says; of several only the one who sent it."""
    found = vevent.get("ATTENDEE", [])
    listed = found if isinstance(found, list) else [found]
    answers = {address(str(one)): str(one.params.get("PARTSTAT", "")) for one in listed}
    if len(answers) > 1:
        answers = {whose: said for whose, said in answers.items() if whose and whose == sender}
    for whose, said in answers.items():
        return whose, said.strip().upper()
    raise _UnreadError(Why.NO_ATTENDEE)


def _own_uid(text: str) -> str:
    """The UID as we gave it: Exchange may show it inside its own (MS-OXCICAL, GlobalObjectId)."""
    uid = clean_text(text).strip()[:UID_LIMIT]
    try:
        wrapped = _WRAPPED.search(binascii.unhexlify(uid))
    except ValueError:
        return uid
    return clean_text(wrapped[1].decode("latin-1")).strip() if wrapped else uid


def _comment(vevent: Vevent) -> str:
    found = vevent.get("COMMENT", [])
    texts = found if isinstance(found, list) else [found]
    return clean_text("\n".join(str(text) for text in texts)).strip()


def _times(vevent: Vevent, method: str) -> tuple[datetime | None, datetime | None]:
    """When the event is; only a COUNTER hangs on times that cannot be read."""
    try:
        return _moment(vevent, "DTSTART"), _moment(vevent, "DTEND")
    except Exception:
        if method == "COUNTER":
            raise
        return None, None


def _proposed(start: datetime | None, end: datetime | None) -> tuple[datetime, datetime] | None:
    return (start, end) if start and end and start < end else None


def _moment(vevent: Vevent, name: str) -> datetime | None:
    """A time in UTC; None for what is missing, a whole day, or without a zone that we know."""
    value = getattr(vevent.get(name), "dt", None)
    if not isinstance(value, datetime) or value.tzinfo is None:
        return None
    try:
        return value.astimezone(UTC)
    except UnknownZoneError:
        return None
