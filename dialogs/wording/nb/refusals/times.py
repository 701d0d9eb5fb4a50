"""Why not, about a question of times."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pathway import errors


def too_many_times(error: errors.TooManyTimesError) -> str:
    """None, or more than there is room for."""
    return f"Du kan spørre om 1 til {error.most} tider om gangen. Skriv tidene på nytt."


def times_gone(_: errors.TimesGoneError) -> str:
    """Nothing is asked any more."""
    return "Det er ikke spurt om tider nå. Skriv «sak» for å se hvordan det står."


def time_gone(_: errors.TimeGoneError) -> str:
    """Withdrawn, passed, or decided otherwise."""
    return "Denne tiden kan ikke velges lenger. Skriv «tider» for å se dem som gjelder."


def same_times(_: errors.SameTimesError) -> str:
    """Nothing would change."""
    return "Akkurat disse tidene er det spurt om allerede. Skriv «tider» for å se svarene."


def meeting_was_held(_: errors.MeetingWasHeldError) -> str:
    """The meeting is over."""
    return "Møtet er holdt, så det trenger ikke en ny tid. Skriv «sak» for å se saken."


REFUSALS: dict[type[errors.RuleError], Callable[[Any], str]] = {
    errors.TooManyTimesError: too_many_times,
    errors.TimesGoneError: times_gone,
    errors.TimeGoneError: time_gone,
    errors.SameTimesError: same_times,
    errors.MeetingWasHeldError: meeting_was_held,
}
