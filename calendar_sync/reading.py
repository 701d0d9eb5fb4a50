"""A calendar part read back, as somebody's calendar would."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from pathway.model import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadEvent:
    """The one VEVENT of a calendar part: what it asks for, and when."""

    method: str
    summary: str
    location: str
    window: Window


def read_event(raw: bytes) -> ReadEvent:
    """The event in these bytes; `ValueError` where there is none."""
    from icalendar import Calendar  # slow to read, and only the local page wants it

    calendar = Calendar.from_ical(raw)
    events = calendar.walk("VEVENT")
    if not events:
        message = "no VEVENT"
        raise ValueError(message)
    event = events[0]
    return ReadEvent(
        method=str(calendar.get("METHOD", "")),
        summary=str(event.get("SUMMARY", "")),
        location=str(event.get("LOCATION", "")),
        window=Window(start=_utc(event.decoded("DTSTART")), end=_utc(event.decoded("DTEND"))),
    )


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
