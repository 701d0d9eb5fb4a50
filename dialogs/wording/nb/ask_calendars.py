"""What is known of staff's calendars where times are sought: whose, and how old."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dialogs.wording.nb import dates
from dialogs.wording.nb.grammar import listed
from pathway.freebusy import CalendarFault, KeptCalendar

NOBODY_YET = "Møteleder og klinikere er ikke valgt ennå, så ingen kalendere er tatt med."


def calendars(
    known: Sequence[tuple[str, KeptCalendar | None]], now: datetime, zone: str
) -> list[str]:
    """Whose calendar is not known, whose could not be read, and how old the others are."""
    unread = [(name, kept) for name, kept in known if kept is None or kept.read_at is None]
    broken = [name for name, kept in unread if _is_broken(kept)]
    unknown = [name for name, kept in unread if not _is_broken(kept)]
    read = [(name, kept) for name, kept in known if kept is not None and kept.read_at]
    old = [(name, kept) for name, kept in read if kept.fault]
    fresh = [(name, kept.read_at) for name, kept in read if not kept.fault and kept.read_at]
    if not known:
        return [NOBODY_YET]
    other = [
        *([_unknown(unknown)] if unknown else []),
        *(f"Kalenderen til {name} kunne ikke leses." for name in broken),
        *(_old(name, kept, now, zone) for name, kept in old),
    ]
    return [*other, _read(fresh, now, zone, alone=not other)] if fresh else other


def _is_broken(kept: KeptCalendar | None) -> bool:
    return kept is not None and kept.fault not in {None, CalendarFault.NONE}


def _unknown(people: Sequence[str]) -> str:
    if len(people) == 1:
        return f"Kalenderen til {people[0]} er ikke kjent."
    return f"Kalenderne til {listed(people)} er ikke kjent."


def _old(name: str, kept: KeptCalendar, now: datetime, zone: str) -> str:
    read = kept.read_at or now
    return f"Kalenderen til {name} kunne ikke leses nå. Den ble sist lest {_when(read, now, zone)}."


def _read(fresh: Sequence[tuple[str, datetime]], now: datetime, zone: str, *, alone: bool) -> str:
    what = "Kalenderne" if alone else "De andre kalenderne"
    if len(fresh) == 1:
        what = f"Kalenderen til {fresh[0][0]}"
    return f"{what} er lest {_when(min(read for _, read in fresh), now, zone)}."


def _when(read: datetime, now: datetime, zone: str) -> str:
    at = dates.wall(read, zone)
    return f"{dates.ago(at.date(), dates.wall(now, zone).date())} {dates.at_clock(at)}"
