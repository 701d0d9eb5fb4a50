"""The daemon's heartbeat and local mode's clock as use cases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, assert_never

from bot.seams import ClockStep
from pathway import workdays

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.service import Context

BEAT_IS_OLD = timedelta(minutes=2)

PAUSE = timedelta(hours=1)
"""After a pass in which nothing happened: what a gate holds back is looked at often, in vain."""

MOST_STOPS = 500
"""On one turn of the clock, however far; the rest of the way is one leap."""


def beat(context: Context) -> datetime:
    """The daemon lives; the moment of its pass."""
    context.ledger.beat(context.now)
    return context.now


def beats(context: Context) -> bool:
    """Whether the daemon has said lately that it lives."""
    last = context.ledger.last_beat()
    return last is not None and context.now - last <= BEAT_IS_OLD


def goal_of(context: Context, to: ClockStep) -> datetime:
    """When local mode's clock has been turned this far; now where nothing more is to come."""
    match to:
        case ClockStep.DAY:
            return context.now + timedelta(days=1)
        case ClockStep.WEEK:
            return context.now + timedelta(weeks=1)
        case ClockStep.EVENT:
            return context.ledger.next_event(context.now) or context.now
        case _:
            assert_never(to)


def turn_to(context: Context, goal: datetime, *, quiet: bool) -> datetime:
    """Turn the clock to the next moment on the way at which the daemon has something to do.

    That is the next event, or an hour at which somebody's working day or digest begins; the goal
    where there is none before. `quiet` says that nothing happened in the last pass.
    """
    upcoming = context.ledger.next_event(context.now) or goal
    earliest = context.now + PAUSE if quiet else context.now
    stop = min(max(upcoming, earliest), *_hours(context), goal)
    context.ledger.move_clock(max(stop - context.now, timedelta()))
    return stop


def leap_to(context: Context, goal: datetime) -> None:
    """Turn the clock to the goal at once."""
    context.ledger.move_clock(max(goal - context.now, timedelta()))


def _hours(context: Context) -> Iterator[datetime]:
    """When the clinic's day, and each one's digest, begins next (D4)."""
    clinic = context.clinic
    for hour in {clinic.work_from, *(person.digest_at for person in clinic.staff)}:
        today = workdays.moment(context.today, hour, clinic.zone)
        day = context.today + timedelta(days=1) if today <= context.now else context.today
        yield workdays.moment(workdays.on_or_after(day), hour, clinic.zone)
