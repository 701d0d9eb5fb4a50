"""From tokens to pieces: each rule is a pattern over the kinds of `vocabulary` and `scanner`.

A rule may find several readings ("10.11" is a day or a time). Nothing is skipped but known
fillers, so a word that is not understood makes the sentence not understood.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import prod
from typing import Final, TypeAlias

from dialogs.understand import rules_of_days as days
from dialogs.understand import rules_of_times as times
from dialogs.understand import rules_of_weeks as weeks
from dialogs.understand.pieces import Dash, Or, Piece
from dialogs.understand.reading import Reason, UnreadableError
from dialogs.understand.scanner import Token, tokens

Found: TypeAlias = tuple[tuple[Piece, ...], ...]
"""The readings of one place, each with its pieces; one empty reading is a filler."""

Build: TypeAlias = Callable[[Sequence[Token], date], Found | None]
"""Makes readings of matched tokens; None leaves them to the next rule."""

_MOST_READINGS: Final = 32

# A bare number is an hour only where a time is expected: first, or after a day or an "about".
_BARE: Final = r"(?:^|(?<=[MWFbBpszYDONUTRmeh,~|-]))"


def _said(piece: Piece) -> Build:
    return lambda _found, _today: ((piece,),)


def _refuse(reason: Reason) -> Build:
    def refuse(_found: Sequence[Token], _today: date) -> Found | None:
        raise UnreadableError(reason)

    return refuse


def _filler(_found: Sequence[Token], _today: date) -> Found:
    return ((),)


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: re.Pattern[str]
    build: Build


_RULES: Final = tuple(
    _Rule(re.compile(pattern), build)
    for pattern, build in (
        ("F", days.full),
        ("z", days.year_first),
        ("b", days.short_year),
        ("B", days.any_order),
        ("[NDOn]M,?Y", days.month_and_year),
        ("[NDOn]M,?N(?![MUT])", days.month_and_short_year),
        ("[NDOn]M", days.month),
        ("[DO]I[DO]", days.month_number),
        ("DD,?Y|E?NNY", days.three_numbers),
        ("K?NN[ND](?!M)", _refuse(Reason.UNCLEAR)),
        ("[ps],?Y", days.pair_and_year),
        ("DD(?!M)", days.two_numbers),
        ("K?h", days.hyphen),
        ("K?[QNn]u?[VP]H?[Nn]", times.beside),
        ("K?H[Nn]", times.half),
        (f"(?:K[Nn]|{_BARE}n)n(?!M)", times.two),
        ("KNN(?!M)", times.two),
        ("KND(?![MDN])", days.hour_and_dotted),
        ("K[pc]|c", times.pair),
        ("K[Yt]", times.digits),
        ("K[NnD]", times.hour),
        ("Dp", days.number_and_pair),
        ("p", days.dotted),
        ("s|Ep(?!,?Y)", days.day_only),
        (f"(?:E[ND]|D|{_BARE}N)[ND](?![MTU])", days.spaced),
        ("E?[DO]WIM,?Y", weeks.weekday_of_month_and_year),
        ("E?[DO]WIM", weeks.weekday_of_month),
        ("E[NDO](?![WM]|I[DO])", days.number),
        ("E[NDO]W|[DO]W", days.number_and_weekday),
        ("[DO]", days.number),
        ("U#?h", _refuse(Reason.INTERVAL)),
        ("U#?[NDn],?I?Y", weeks.week_and_year),
        ("U#?[NDn]", weeks.week),
        ("[XGL]U(?!#?[NDn])", weeks.weeks_away),
        ("[XCLSG]W|WC", weeks.turned_weekday),
        ("Wm", weeks.weekday_morning),
        ("W", weeks.weekday),
        ("A[Nna][TU]", weeks.later),
        ("Aa?HT", weeks.half_year),
        ("f[Nna][TU]q", weeks.ago),
        ("IT", weeks.today),
        ("Im", weeks.tomorrow),
        ("I?R", weeks.relative),
        ("Ig", weeks.yesterday),
        ("Ie", weeks.part_of_today),
        ("[AP]?e", weeks.part),
        (r"(?:(?<=[MFbBpszY])|(?<=K[Nn]\|))N", times.hour),
        (f"{_BARE}N", days.bare_number),
        (f"{_BARE}n", times.hour),
        (f"{_BARE}[Yt]", days.bare_digits),
        (r"\|", _said(Or())),
        ("-", _said(Dash())),
        ("f(?![NDOnFbBpszhWMYUXE8])", _filler),
        ("[_~,IPEvg]", _filler),
        (".", _refuse(Reason.UNKNOWN_WORDS)),
    )
)
_REFUSALS: Final = {
    "!": Reason.NEGATED,
    "<": Reason.LIMIT,
    "=": Reason.INTERVAL,
    "Z": Reason.UNKNOWN_WORDS,
}


def _places(row: Sequence[Token], today: date) -> Iterator[Found]:
    kinds = "".join(token.kind for token in row)
    for kind, reason in _REFUSALS.items():
        if kind in kinds:
            raise UnreadableError(reason)
    place = 0
    while place < len(row):
        found, place = _first(kinds, row, place, today)
        yield found


def _first(kinds: str, row: Sequence[Token], place: int, today: date) -> tuple[Found, int]:
    """The first rule that matches here and does not decline."""
    for rule in _RULES:
        match = rule.pattern.match(kinds, place)
        found = rule.build(row[place : match.end()], today) if match else None
        if match and found:
            return found, match.end()
    raise UnreadableError(Reason.UNKNOWN_WORDS)


def readings(text: str, today: date) -> Iterator[tuple[Piece, ...]]:
    """Yield each way to read a text made comparable by `tidy`, as its pieces in order.

    Raises UnreadableError.
    """
    places = list(_places(list(tokens(text)), today))
    if prod(len(found) for found in places) > _MOST_READINGS:
        raise UnreadableError(Reason.UNCLEAR)
    for choice in product(*places):
        yield tuple(piece for pieces in choice for piece in pieces)
