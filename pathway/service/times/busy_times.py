"""Staff's calendars: whose are to be read now, and what was read of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway.freebusy import KeptCalendar, Schedule, settled
from pathway.model import Window

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pathway.clinic import Staff
    from pathway.service.context import Context
    from pathway.words import StaffId

AHEAD = timedelta(weeks=30)
"""How far calendars are read: a follow-up is held half a year after the meeting before it."""

SOON = timedelta(minutes=1)
"""Who is wished for is read again when so long has passed since the last try."""


def due(context: Context, every: timedelta) -> tuple[Staff, ...]:
    """Whose calendars are to be read now: of those in open cases, what is older than this.

    What was kept of anybody else is forgotten (P5).
    """
    ledger = context.ledger
    kept, needed = ledger.calendars(), ledger.staff_in_cases()
    for staff_id in kept.keys() - needed:
        ledger.forget_calendar(staff_id)
    people = (person for person in context.clinic.staff if person.id in needed)
    return tuple(p for p in people if _is_due(context, kept.get(p.id), every))


def _is_due(context: Context, kept: KeptCalendar | None, every: timedelta) -> bool:
    if kept is None or kept.tried_at is None:
        return True
    wished = kept.wanted_at is not None and kept.wanted_at > kept.tried_at
    ahead = kept.tried_at > context.now + every  # by a clock that has gone back since
    return ahead or context.now >= kept.tried_at + (SOON if wished else every)


def span_of(context: Context) -> Window:
    """The time that calendars are read for from now on."""
    return Window(start=context.now, end=context.now + AHEAD)


def learnt(context: Context, schedules: Mapping[StaffId, Schedule], span: Window) -> None:
    """Remember what was read; where somebody's cannot be read, what is known stays known."""
    before = context.ledger.calendars()
    for staff_id, schedule in schedules.items():
        kept = before.get(staff_id, KeptCalendar(staff_id=staff_id))
        kept = replace(kept, tried_at=context.now, fault=schedule.fault)
        if schedule.fault is None:
            busy = settled(schedule.busy, span)
            kept = replace(kept, busy=busy, span=span, read_at=context.now)
        context.ledger.put_calendar(kept)


def wish(context: Context, people: Iterable[StaffId]) -> None:
    """Somebody looks for a time for these: their calendars are read again soon."""
    kept = context.ledger.calendars()
    for staff_id in people:
        one = kept.get(staff_id, KeptCalendar(staff_id=staff_id))
        context.ledger.put_calendar(replace(one, wanted_at=context.now))
