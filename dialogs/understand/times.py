"""From what was said about the time of day to the times that it can mean.

Of two times twelve hours apart the one from 07.00 to 17.59 is meant, since no meeting is
held at night: "kl. 2" is 14.00, "halv ti" 09.30. At six o'clock neither or both would do,
so it is asked about. "om kvelden" and its like settle it; "02.00" and "14" are literal.
"""

from collections.abc import Sequence
from datetime import time
from typing import Final

from dialogs.understand.pieces import Clock, DayPart
from dialogs.understand.reading import Reason, UnreadableError

_MEETING_HOURS: Final = range(7, 18)


def in_meeting_hours(clock: Clock) -> bool:
    """Whether any of the times lies where a meeting may be held."""
    return any(each.hour in _MEETING_HOURS for each in clock.times)


def times_of(clocks: Sequence[Clock], parts: Sequence[DayPart]) -> tuple[time, ...]:
    """Return the times that the pieces can mean, the likeliest first; none for no clocks.

    Raises UnreadableError (CONTRADICTION, when no time lies in the part of the day).
    """
    found = dict.fromkeys(each for clock in clocks for each in _of_clock(clock, parts))
    if clocks and not found:
        raise UnreadableError(Reason.CONTRADICTION)
    return tuple(found)


def _of_clock(clock: Clock, parts: Sequence[DayPart]) -> tuple[time, ...]:
    fitting = tuple(each for each in clock.times if all(each.hour in part.hours for part in parts))
    in_hours = tuple(each for each in fitting if each.hour in _MEETING_HOURS)
    return in_hours if len(in_hours) == 1 and not parts else fitting
