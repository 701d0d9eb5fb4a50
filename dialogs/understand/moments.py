"""Read a date, a time, or both, from Norwegian as people write it.

The same sentence is read in every way that the grammar allows; what is left decides whether
it is understood or asked about. "10.11" is a date for `read_date`, a time for `read_time`,
and asked about by `read_moment`, unless "kl.", "den", a colon, a slash, a month or a year
settles it. A date said to `read_time` is never dropped in silence (DATE_TOO).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import product
from typing import Final, TypeAlias

from dialogs.understand.dates import Prefer, dates_of
from dialogs.understand.grammar import readings
from dialogs.understand.pieces import Clock, Dash, Day, DayPart, DayPiece, Or, Piece, Turn, Weekday
from dialogs.understand.reading import (
    Moment,
    NotUnderstood,
    Reading,
    Reason,
    T,
    UnreadableError,
    reading_of,
)
from dialogs.understand.tidy import tidy
from dialogs.understand.times import times_of

_MOST_OPTIONS: Final = 12
_NOW: Final = {"nå", "nå nettopp", "nettopp nå", "nettopp", "akkurat nå"}
_NO_YEAR: Final = date(1000, 1, 1)
"""Today for `read_time`: no four digits are near it, so "2030" is half past eight."""


@dataclass(frozen=True, slots=True)
class _Proposal:
    """What stands between two "eller"."""

    days: tuple[DayPiece, ...]
    clocks: tuple[Clock, ...]
    parts: tuple[DayPart, ...]
    dashed: bool


_Sentence: TypeAlias = tuple[_Proposal, ...]


def _proposal(pieces: Sequence[Piece]) -> _Proposal:
    clocks = tuple(dict.fromkeys(piece for piece in pieces if isinstance(piece, Clock)))
    parts = tuple(piece for piece in pieces if isinstance(piece, DayPart))
    days = tuple(piece for piece in pieces if not isinstance(piece, Clock | DayPart | Or | Dash))
    return _Proposal(days, clocks, parts, dashed=any(isinstance(p, Dash) for p in pieces))


def _is_interval(proposal: _Proposal) -> bool:
    kinds = [type(piece) for piece in dict.fromkeys(proposal.days)]
    return proposal.dashed and (len(proposal.clocks) > 1 or len(set(kinds)) < len(kinds))


def _split(pieces: Sequence[Piece]) -> _Sentence:
    """The proposals of a sentence; what one leaves out is taken from its neighbours."""
    groups: list[list[Piece]] = [[]]
    for piece in pieces:
        if isinstance(piece, Or):
            groups.append([])
        else:
            groups[-1].append(piece)
    proposals = [_proposal(group) for group in groups]
    if len(groups) > 1 and not all(each.days or each.clocks for each in proposals):
        raise UnreadableError(Reason.UNCLEAR)
    if any(map(_is_interval, proposals)):
        raise UnreadableError(Reason.INTERVAL)
    return tuple(_shared(proposals))


def _shared(proposals: Sequence[_Proposal]) -> Iterable[_Proposal]:
    """Let the month and the time of "24. eller 25. november kl. 10" hold for both."""
    days = [piece for each in proposals for piece in each.days]
    for place, each in enumerate(proposals):
        later = [other.clocks for other in proposals[place:] if other.clocks]
        earlier = [other.days for other in proposals[: place + 1] if other.days]
        following = [other.days for other in proposals[place:] if other.days]
        own = each.days or (earlier[-1:] or following[:1] or [()])[0]
        yield replace(each, days=_completed(own, days), clocks=later[0] if later else ())


def _completed(own: tuple[DayPiece, ...], everywhere: Sequence[DayPiece]) -> tuple[DayPiece, ...]:
    """Give a lone day its month and a lone weekday its week."""
    months = [piece for piece in everywhere if isinstance(piece, Day) and piece.month]
    if months:
        own = tuple(
            replace(piece, month=months[-1].month, year=months[-1].year)
            if isinstance(piece, Day) and piece.month is None
            else piece
            for piece in own
        )
    plain = all(isinstance(piece, Weekday) and piece.turn is Turn.PLAIN for piece in own)
    fixed = tuple(piece for piece in everywhere if not isinstance(piece, Day | Weekday))
    return own + fixed if own and plain else own


def _sentences(text: str, today: date) -> list[_Sentence]:
    """Every way to read the text; two times in one proposal only if it cannot be helped."""
    found = [_split(pieces) for pieces in readings(tidy(text), today)]
    plain = [each for each in found if all(len(proposal.clocks) <= 1 for proposal in each)]
    return plain or found


def _likely(sentences: Sequence[_Sentence]) -> Sequence[_Sentence]:
    """Leave out "20.11" as ten minutes past eight in the evening, when it can be a day."""
    likely = [
        sentence
        for sentence in sentences
        if not any(clock.unlikely for proposal in sentence for clock in proposal.clocks)
    ]
    return likely or sentences


def _moments(sentence: _Sentence, today: date, prefer: Prefer) -> Iterable[Moment]:
    for proposal in sentence:
        days: Sequence[date | None] = dates_of(proposal.days, today, prefer) or [None]
        times: Sequence[time | None] = times_of(proposal.clocks, proposal.parts) or [None]
        yield from (Moment(day, clock) for day, clock in product(days, times))


def _collect(sentences: Iterable[_Sentence], read: Callable[[_Sentence], Iterable[T]]) -> list[T]:
    """What each sentence means; one that cannot be is left out unless none can."""
    found: list[T] = []
    failed: UnreadableError | None = None
    for sentence in sentences:
        try:
            found += read(sentence)
        except UnreadableError as error:
            failed = failed or error
    if failed and not found:
        raise failed
    if len(set(found)) > _MOST_OPTIONS:
        raise UnreadableError(Reason.UNCLEAR)
    return found


def _has_day(sentence: _Sentence) -> bool:
    return all(proposal.days for proposal in sentence)


def _reading(read: Callable[[], Iterable[T]], otherwise: Reason) -> Reading[T]:
    try:
        return reading_of(read(), otherwise)
    except UnreadableError as error:
        return NotUnderstood(error.reason)


def read_date(text: str, today: date, *, prefer: Prefer = "future") -> Reading[date]:
    """Read a date; a time said beside it is left out.

    `prefer` is the side of today on which an answer without a year lies: "past" for what
    has happened, such as a referral received (see `dates` for what is asked about). "nå" alone
    is today.
    """

    def read() -> Iterable[date]:
        if tidy(text) in _NOW:
            return [today]
        sentences = filter(_has_day, _likely(_sentences(text, today)))
        moments = _collect(sentences, lambda each: list(_moments(each, today, prefer)))
        return [moment.date for moment in moments if moment.date]

    return _reading(read, Reason.NO_DATE)


def read_time(text: str) -> Reading[time]:
    """Read a time of day (see `times` for what is asked about)."""

    def read() -> Iterable[time]:
        sentences = [each for each in _sentences(text, _NO_YEAR) if each[0].clocks]
        alone = [each for each in sentences if not any(proposal.days for proposal in each)]
        if sentences and not alone:
            raise UnreadableError(Reason.DATE_TOO)
        moments = _collect(alone, lambda each: list(_moments(each, _NO_YEAR, "future")))
        return [moment.time for moment in moments if moment.time]

    return _reading(read, Reason.NO_TIME)


def read_moment(text: str, today: date, *, prefer: Prefer = "future") -> Reading[Moment]:
    """Read a date and a time together; what was not said is None in the moment.

    "tirsdag uke 48" has no time, "kl. 10" no date; one of them is always there.
    """

    def read() -> Iterable[Moment]:
        moments = _collect(
            _likely(_sentences(text, today)), lambda each: list(_moments(each, today, prefer))
        )
        return [moment for moment in moments if moment != Moment(None, None)]

    return _reading(read, Reason.NO_DATE)
