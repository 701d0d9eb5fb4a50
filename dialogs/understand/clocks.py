"""Times of day from tokens: "10.30", "kl. 9", "halv ti", "ti over halv ni"."""

from collections.abc import Sequence
from datetime import time
from typing import Final

from dialogs.understand.pieces import Clock
from dialogs.understand.reading import Reason, UnreadableError
from dialogs.understand.scanner import Token

_HOUR: Final = 60
_HALF_DAY: Final = 12 * _HOUR
_DAY: Final = 24 * _HOUR
_QUARTER: Final = 15
_MOST_MINUTES_BESIDE: Final = 29
_LONGEST_CLOCK_FACE: Final = 12


def _of_day(minutes: int) -> time:
    return time(*divmod(minutes % _DAY, _HOUR))


def clock(hour: int, minute: int, *, literal: bool = False, shift: int = 0) -> Clock | None:
    """Return what an hour and a minute may mean, moved by `shift` minutes; None if no time.

    Hours from 13, hour 0 and a leading zero (`literal`) mean themselves only; the rest of
    the clock face may be twelve hours later too.
    """
    if not (0 <= hour < _DAY // _HOUR and 0 <= minute < _HOUR):
        return None
    start = hour * _HOUR + minute + shift
    if literal or not 1 <= hour <= _LONGEST_CLOCK_FACE:
        return Clock((_of_day(start),))
    return Clock((_of_day(start), _of_day(start + _HALF_DAY)))


def clock_of_pair(token: Token) -> Clock | None:
    """Read "10.30" or "10:30"; a minute has two digits."""
    hour, minute = token.values[:2]
    if not token.text.rstrip(".")[-2:].isdigit():
        return None
    return clock(hour, minute, literal=token.text.startswith("0"))


def clock_of_digits(token: Token) -> Clock | None:
    """Read "1030", "0930" or "930"."""
    hour, minute = divmod(token.values[0], 100)
    return clock(hour, minute, literal=token.text.startswith("0"))


def clock_of_hour(token: Token) -> Clock | None:
    """Read "9", "09", "9." or "ni"."""
    return clock(token.values[0], 0, literal=token.text.startswith("0"))


def clock_of_two(hour: Token, minute: Token) -> Clock | None:
    """Read "10 30" or "ti tretti"; fewer than ten minutes are said otherwise."""
    digits = minute.text.rstrip(".")
    written = digits.isdigit() and len(digits) == len("30")
    if not written and minute.values[0] < len(range(10)):
        return None
    return clock(hour.values[0], minute.values[0], literal=hour.text.startswith("0"))


def clock_of_half(found: Sequence[Token]) -> Clock | None:
    """Read "halv ti": half an hour before."""
    return clock(found[-1].values[0], 0, shift=-_HOUR // 2)


def clock_of_beside(found: Sequence[Token]) -> Clock | None:
    """Read "kvart over ni", "ti på ti", "fem over halv ni"."""
    by_kind = {token.kind: token for token in found[:-1]}
    before = next(token for token in found if token.kind in "QNn")
    minutes = before.values[0] if before.values else _QUARTER
    if not 1 <= minutes <= _MOST_MINUTES_BESIDE:
        return None
    shift = minutes if "V" in by_kind else -minutes
    half = -_HOUR // 2 if "H" in by_kind else 0
    return clock(found[-1].values[0], 0, shift=shift + half)


def certain(found: Clock | None) -> Clock:
    """Return the clock, or raise UnreadableError (NO_SUCH_TIME)."""
    if found is None:
        raise UnreadableError(Reason.NO_SUCH_TIME)
    return found
