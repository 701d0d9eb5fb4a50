"""What reading a text can end in: understood, ambiguous, or not understood."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum, unique
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@unique
class Reason(StrEnum):
    """Why a text was not understood, so that the next question can say what is expected."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    STRANGE_CHARACTERS = "strange_characters"
    UNKNOWN_WORDS = "unknown_words"
    UNCLEAR = "unclear"
    NEGATED = "negated"
    LIMIT = "limit"
    INTERVAL = "interval"
    CONTRADICTION = "contradiction"
    NO_DATE = "no_date"
    NO_TIME = "no_time"
    DATE_TOO = "date_too"
    NO_SUCH_DAY = "no_such_day"
    NO_SUCH_WEEK = "no_such_week"
    NO_SUCH_TIME = "no_such_time"
    NO_SUCH_CHOICE = "no_such_choice"
    NO_REFERENCE = "no_reference"
    NO_AT_SIGN = "no_at_sign"
    BAD_DOMAIN = "bad_domain"
    BAD_ADDRESS = "bad_address"
    NO_NUMBER = "no_number"
    TOO_FEW_DIGITS = "too_few_digits"
    TOO_MANY_DIGITS = "too_many_digits"
    FOREIGN_NUMBER = "foreign_number"
    NO_SUCH_NUMBER = "no_such_number"


@dataclass(frozen=True, slots=True)
class Understood(Generic[T_co]):
    """One reading is left: go on with it."""

    value: T_co


@dataclass(frozen=True, slots=True)
class Ambiguous(Generic[T_co]):
    """Ask which of these is meant, the likeliest first; a single one means "is it this?"."""

    options: tuple[T_co, ...]


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Ask again, and say what is expected."""

    reason: Reason


Reading: TypeAlias = Understood[T] | Ambiguous[T] | NotUnderstood


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, a local time of day (Europe/Oslo), or both; what is None was not said."""

    date: date | None
    time: time | None


class UnreadableError(Exception):
    """A text cannot be read, for `reason`; never leaves this package."""

    def __init__(self, reason: Reason) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


def reading_of(options: Iterable[T], otherwise: Reason) -> Reading[T]:
    """Sort readings by how many are left: none (`otherwise`), one, or several."""
    distinct = tuple(dict.fromkeys(options))
    if not distinct:
        return NotUnderstood(otherwise)
    return Understood(distinct[0]) if len(distinct) == 1 else Ambiguous(distinct)
