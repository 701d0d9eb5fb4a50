"""The daemon's heartbeat and local mode's clock as use cases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, assert_never

from bot.seams import ClockStep

if TYPE_CHECKING:
    from pathway.service import Context

BEAT_IS_OLD = timedelta(minutes=2)


def beat(context: Context) -> datetime:
    """The daemon lives; the moment of its pass."""
    context.ledger.beat(context.now)
    return context.now


def beats(context: Context) -> bool:
    """Whether the daemon has said lately that it lives."""
    last = context.ledger.last_beat()
    return last is not None and context.now - last <= BEAT_IS_OLD


def turn_clock(context: Context, to: ClockStep) -> None:
    """Turn local mode's clock forward."""
    match to:
        case ClockStep.DAY:
            by = timedelta(days=1)
        case ClockStep.WEEK:
            by = timedelta(weeks=1)
        case ClockStep.EVENT:
            upcoming = context.ledger.next_event(context.now)
            by = upcoming - context.now if upcoming else timedelta()
        case _:
            assert_never(to)
    context.ledger.move_clock(by)
