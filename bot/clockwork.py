"""The daemon's heartbeat and local mode's clock as use cases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, assert_never

from bot.seams import ClockStep
from pathway import workdays
from pathway.service.daemon.lookout import glanced, look
from pathway.service.daemon.report import Report

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from pathway.service import Context
    from pathway.service.daemon.lookout import Look
    from pathway.words import Channel

TICK, MAILBOX, CALENDAR, FREEBUSY = "tick", "mailbox", "calendar", "freebusy"
"""The daemon's jobs; digests and Monday's list are made in a tick, the subscription is renewed in a
look at the calendar.
"""

GRACE = timedelta(minutes=3)
"""What a job may last beyond its interval: a pass is cut after one minute, and ends within two."""

NEWS = timedelta(seconds=30)
"""So much sooner than promised a job that stopped may be missed."""

CLOCK, CLOCKS_APART = "clock", timedelta(minutes=2)
"""How far a clock may be behind what is recorded: two machines' are never quite alike."""

PAUSE = timedelta(hours=1)
"""After a pass in which nothing happened: what a gate holds back is looked at often, in vain."""

MOST_STOPS = 500
"""On one turn of the clock, however far; the rest of the way is one leap."""


def beat(context: Context, job: str = TICK, within: float = 0.0) -> datetime:
    """A job of the daemon lives, and begins again within so many seconds; the moment of it.

    It is written down when that is news: who looks every few seconds need not write as often.
    """
    until = context.now + timedelta(seconds=within) + GRACE
    if _is_news(context.ledger.beats().get(job), until):
        context.ledger.beat(job, until)
    return context.now


def _is_news(promised: datetime | None, until: datetime) -> bool:
    return promised is None or not timedelta() <= until - promised < NEWS


def in_vain(context: Context, channels: Collection[Channel], turned: timedelta) -> Report | None:
    """The pass that is over before it began; None where there may be something to do.

    The moment must be the one that a pass would have: `turned` is by how much it is thought to be
    later than the machine's clock. Once in half a minute a pass is begun in any case, and beats.
    """
    seen, nothing = glanced(context, channels, TICK)
    behind = seen.latest is not None and seen.latest > context.now
    beats = _is_news(seen.beat, context.now + GRACE)
    if not nothing or behind or beats or seen.turned != turned:
        return None
    return Report(at=context.now, next=seen.upcoming)


def look_round(context: Context, channels: Collection[Channel]) -> tuple[datetime, Look]:
    """A pass begins: its moment, and what there is to do at it."""
    found = look(context, channels)  # first: who writes keeps others waiting until it is done
    return beat(context), found


def begun(context: Context, jobs: Collection[str]) -> None:
    """A daemon with these jobs has begun: no other is waited for any more."""
    context.ledger.forget_beats(jobs)


def lacking(context: Context, clock: datetime) -> tuple[str, ...]:
    """The jobs that should have been heard of by now, and the clock where it has gone back.

    `clock` is what the machine's clock shows. While it is behind what is recorded the program's
    time stands still: nothing is sent twice, and nothing new falls due.
    """
    beats = {TICK: datetime.min.replace(tzinfo=UTC), **context.ledger.beats()}
    late = [job for job, until in sorted(beats.items()) if until < context.now]
    return (*late, *([CLOCK] if context.now - clock > CLOCKS_APART else []))


def goal_of(context: Context, to: ClockStep) -> datetime:
    """When local mode's clock has been turned this far; now where nothing more is to come."""
    match to:
        case ClockStep.MINUTES:
            return context.now + timedelta(minutes=5)
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
    for hour in {clinic.work_from, *(clinic.digest_hour(person) for person in clinic.staff)}:
        today = workdays.moment(context.today, hour, clinic.zone)
        day = context.today + timedelta(days=1) if today <= context.now else context.today
        yield workdays.moment(workdays.on_or_after(day), hour, clinic.zone)
