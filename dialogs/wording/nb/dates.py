"""Days, times and spans as Norwegians write them (C3).

The names of days and months stand here and not in Babel: they are twenty words of wording
that never change, while Babel costs some 30 ms at its first use and writes "kl. 10:00".
"""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from dialogs.wording.nb.grammar import counted
from pathway.model import Window

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
MONTHS = (
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
)

_WEEK = 7


def wall(moment: datetime, zone: str) -> datetime:
    """An aware moment as naive wall time in `zone`; what is naive already stands as it is."""
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def weekday(day: date) -> str:
    """As "tirsdag"."""
    return WEEKDAYS[day.weekday()]


def short(day: date) -> str:
    """As "24. november"."""
    return f"{day.day}. {MONTHS[day.month - 1]}"


def short_year(day: date) -> str:
    """As "24. november 2026"."""
    return f"{short(day)} {day.year}"


def medium(day: date) -> str:
    """As "tirsdag 24. november"."""
    return f"{weekday(day)} {short(day)}"


def full(day: date) -> str:
    """As "tirsdag 24. november 2026"."""
    return f"{medium(day)} {day.year}"


def digits(day: date) -> str:
    """As "24.11.2026"."""
    return f"{day.day:02}.{day.month:02}.{day.year}"


def near(day: date, today: date) -> str:
    """As "24. november", with the year where it is not this one."""
    return short(day) if day.year == today.year else short_year(day)


def week(day: date) -> str:
    """As "uke 48" (ISO 8601)."""
    return f"uke {day.isocalendar().week}"


def clock(at: time | datetime) -> str:
    """As "10.00"."""
    return f"{at.hour:02}.{at.minute:02}"


def at_clock(at: time | datetime) -> str:
    """As "kl. 10.00"."""
    return f"kl. {clock(at)}"


def moment(at: datetime) -> str:
    """As "tirsdag 24. november 2026 kl. 10.00", of wall time."""
    return f"{full(at)} {at_clock(at)}"


def medium_moment(at: datetime) -> str:
    """As "tirsdag 24. november kl. 10.00", of wall time."""
    return f"{medium(at)} {at_clock(at)}"


def digits_moment(at: datetime) -> str:
    """As "24.11.2026 kl. 10.00", of wall time."""
    return f"{digits(at)} {at_clock(at)}"


def hours(window: Window, zone: str) -> str:
    """As "kl. 10.20–10.35"; a span over midnight names the day on which it ends."""
    start, end = wall(window.start, zone), wall(window.end, zone)
    if start.date() == end.date():
        return f"{at_clock(start)}–{clock(end)}"
    return f"{at_clock(start)} – {medium_moment(end)}"


def span(window: Window, zone: str) -> str:
    """As "tirsdag 24. november 2026 kl. 10.20–10.35"."""
    return f"{full(wall(window.start, zone))} {hours(window, zone)}"


def medium_span(window: Window, zone: str) -> str:
    """As "tirsdag 24. november kl. 10.20–10.35"."""
    return f"{medium(wall(window.start, zone))} {hours(window, zone)}"


def duration(days: int) -> str:
    """As "2 dager", "én uke", "3 uker og 2 dager"."""
    weeks, rest = divmod(days, _WEEK)
    parts = (
        counted(weeks, "uke", "uker") if weeks else "",
        counted(rest, "dag", "dager") if rest or not weeks else "",
    )
    return " og ".join(part for part in parts if part)


def ago(since: date, today: date) -> str:
    """As "i dag", "i går", "for 3 uker siden"; a day still to come is said as `until`."""
    days = (today - since).days
    if days < 0:
        return until(since, today)
    return {0: "i dag", 1: "i går"}.get(days) or f"for {duration(days)} siden"


def until(day: date, today: date) -> str:
    """As "i dag", "i morgen", "om 3 uker og 2 dager"; a day gone by is said as `ago`."""
    days = (day - today).days
    if days < 0:
        return ago(day, today)
    return {0: "i dag", 1: "i morgen"}.get(days) or f"om {duration(days)}"


def minutes(number: int) -> str:
    """As "ett minutt", "25 minutter"."""
    return counted(number, "minutt", "minutter", neuter=True)
