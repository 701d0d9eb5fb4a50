"""Replies to invitations as they come in by mail (iMIP REPLY and COUNTER, RFC 5546 section 3.2).

Nothing is guessed: what cannot be read for certain becomes `Unmatched`, for a person to see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import getaddresses
from enum import StrEnum
from typing import TYPE_CHECKING

from calendar_sync.mailbox import checked_address, clean_text
from pathway.ports import DeliveryRefusedError
from pathway.words import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from icalendar import Calendar
    from icalendar import Event as Vevent

MAIL_LIMIT = 5_000_000  # octets; an answer is a thousandth of it
CALENDAR_LIMIT = 200_000
TEXT_LIMIT = 2_000  # characters of a comment
PART_LIMIT = 100

_CALENDAR_TYPES = {"text/calendar", "application/ics"}
_VERDICTS = {
    "ACCEPTED": Verdict.ACCEPTED,
    "DECLINED": Verdict.DECLINED,
    "TENTATIVE": Verdict.TENTATIVE,
}


class Why(StrEnum):
    """Why a mail is no readable answer."""

    TOO_LARGE = "too_large"
    NO_CALENDAR = "no_calendar"
    OTHER_METHOD = "other_method"
    NO_EVENT = "no_event"
    NO_ATTENDEE = "no_attendee"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a calendar answered; whether it counts is decided by those who know the invitation.

    Addresses are lower case. `attendee` is whom the answer is for and `sender` the mail's From
    (empty when there is not exactly one); they differ when somebody answers in another's place.
    Times are aware UTC; `proposed_start` and `proposed_end` are set for a COUNTER alone, and
    None when its times name no zone that we know. `partstat` is as written, in capitals.
    """

    method: str
    uid: str
    attendee: str
    sender: str
    recipients: tuple[str, ...]
    partstat: str
    sequence: int
    stamp: datetime | None
    comment: str = ""
    proposed_start: datetime | None = None
    proposed_end: datetime | None = None

    @property
    def verdict(self) -> Verdict | None:
        """The answer, or None for what is none (DELEGATED, NEEDS-ACTION, an unknown word)."""
        if self.method == "COUNTER":
            return Verdict.NEW_TIME
        return _VERDICTS.get(self.partstat)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmatched:
    """A mail that is no readable answer: kept and shown by whoever has the raw bytes."""

    why: Why
    sender: str = ""


class _UnreadError(Exception):
    """The mail holds no single answer."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def read_reply(raw: bytes) -> Reply | Unmatched:
    """The answer in a raw mail. Never raises, whatever the bytes are."""
    if len(raw) > MAIL_LIMIT:
        return Unmatched(why=Why.TOO_LARGE)
    sender = ""
    try:
        mail = message_from_bytes(raw)
        sender = _sender(mail)
        return _reply(mail, sender)
    except _UnreadError as error:
        return Unmatched(why=error.why, sender=sender)
    except Exception:  # noqa: BLE001 - foreign bytes break parsers in ways that nobody lists
        return Unmatched(why=Why.UNREADABLE, sender=sender)


def _reply(mail: Message, sender: str) -> Reply:
    method, calendar = _calendar(mail)
    if method not in {"REPLY", "COUNTER"}:
        raise _UnreadError(Why.OTHER_METHOD)
    vevent = _event(calendar)
    attendee, partstat = _attendee(vevent, sender)
    counter = method == "COUNTER"
    return Reply(
        method=method,
        uid=str(vevent["UID"]).strip(),
        attendee=attendee,
        sender=sender,
        recipients=_addresses(mail, "to", "cc", "delivered-to"),
        partstat=partstat,
        sequence=int(vevent.get("SEQUENCE", 0)),
        stamp=_moment(vevent, "DTSTAMP"),
        comment=_comment(vevent),
        proposed_start=_moment(vevent, "DTSTART") if counter else None,
        proposed_end=_moment(vevent, "DTEND") if counter else None,
    )


def _calendar(mail: Message) -> tuple[str, Calendar]:
    """The first calendar and its method: the body's, or else that of the Content-Type."""
    from icalendar import Calendar

    for part in _calendar_parts(mail):
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes) or len(payload) > CALENDAR_LIMIT:
            raise _UnreadError(Why.TOO_LARGE)
        calendar = Calendar.from_ical(_decoded(payload, part))
        method = calendar.get("METHOD") or part.get_param("method") or ""
        return str(method).strip().upper(), calendar
    raise _UnreadError(Why.NO_CALENDAR)


def _calendar_parts(mail: Message) -> Iterator[Message]:
    for count, part in enumerate(mail.walk()):
        if count > PART_LIMIT:
            return
        name = str(part.get_filename() or "").lower()
        if part.get_content_type() in _CALENDAR_TYPES or name.endswith(".ics"):
            yield part


def _decoded(payload: bytes, part: Message) -> str:
    """UTF-8, or the charset that the part claims, or Latin-1, which reads anything."""
    for charset in ("utf-8-sig", part.get_content_charset("latin-1")):
        try:
            return payload.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return payload.decode("latin-1")


def _event(calendar: Calendar) -> Vevent:
    events = calendar.events
    if len(events) != 1 or not str(events[0].get("UID", "")).strip():
        raise _UnreadError(Why.NO_EVENT)
    return events[0]


def _attendee(vevent: Vevent, sender: str) -> tuple[str, str]:
    """Whom the answer is for and what it says; of several only the one who sent it."""
    found = vevent.get("ATTENDEE", [])
    listed = found if isinstance(found, list) else [found]
    answers = {_address(str(one)): str(one.params.get("PARTSTAT", "")) for one in listed}
    if len(answers) > 1:
        answers = {
            address: said for address, said in answers.items() if address and address == sender
        }
    for address, said in answers.items():
        return address, said.strip().upper()
    raise _UnreadError(Why.NO_ATTENDEE)


def _comment(vevent: Vevent) -> str:
    found = vevent.get("COMMENT", [])
    texts = found if isinstance(found, list) else [found]
    return clean_text("\n".join(str(text) for text in texts)).strip()[:TEXT_LIMIT]


def _moment(vevent: Vevent, name: str) -> datetime | None:
    """A time in UTC; None for what is missing, a whole day, or without a zone that we know."""
    value = getattr(vevent.get(name), "dt", None)
    if not isinstance(value, datetime) or value.tzinfo is None:
        return None
    return value.astimezone(UTC)


def _sender(mail: Message) -> str:
    senders = _addresses(mail, "from")
    return senders[0] if len(senders) == 1 else ""


def _addresses(mail: Message, *headers: str) -> tuple[str, ...]:
    values = [str(value) for header in headers for value in mail.get_all(header, [])]
    found = (_address(address) for _, address in getaddresses(values))
    return tuple(dict.fromkeys(address for address in found if address))


def _address(text: str) -> str:
    """A plain address in lower case, empty where it is none; `mailto:` falls away."""
    bare = text.strip().lower().removeprefix("mailto:")
    try:
        return checked_address(bare)
    except DeliveryRefusedError:
        return ""
