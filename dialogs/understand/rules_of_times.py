"""What the grammar's patterns about times of day mean."""

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from dialogs.understand import clocks
from dialogs.understand.pieces import Clock
from dialogs.understand.scanner import Token

Times: TypeAlias = tuple[tuple[Clock, ...], ...]


def _without_word(found: Sequence[Token]) -> Sequence[Token]:
    """Leave out "klokka"."""
    return [token for token in found if token.kind != "K"]


def beside(found: Sequence[Token], _today: date) -> Times:
    """Read "kvart over ni", "kl. ti på halv ti"."""
    return ((clocks.certain(clocks.clock_of_beside(_without_word(found))),),)


def half(found: Sequence[Token], _today: date) -> Times:
    """Read "halv ti"."""
    return ((clocks.certain(clocks.clock_of_half(found)),),)


def two(found: Sequence[Token], _today: date) -> Times | None:
    """Read "kl. 10 30", "ni tretti"; declines what is no minute."""
    clock = clocks.clock_of_two(*_without_word(found))
    return ((clock,),) if clock else None


def pair(found: Sequence[Token], _today: date) -> Times:
    """Read "kl. 10.30", "10:30"."""
    return ((clocks.certain(clocks.clock_of_pair(found[-1])),),)


def digits(found: Sequence[Token], _today: date) -> Times:
    """Read "kl. 1030"."""
    return ((clocks.certain(clocks.clock_of_digits(found[-1])),),)


def hour(found: Sequence[Token], _today: date) -> Times:
    """Read "kl. 9", "klokka ni", "ni"."""
    return ((clocks.certain(clocks.clock_of_hour(found[-1])),),)
