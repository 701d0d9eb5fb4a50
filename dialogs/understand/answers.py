"""Yes and no, and one of several choices, typos forgiven."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic

from rapidfuzz.distance import OSA

from dialogs.understand.reading import (
    Ambiguous,
    NotUnderstood,
    Reading,
    Reason,
    T,
    T_co,
    Understood,
    UnreadableError,
    reading_of,
)
from dialogs.understand.tidy import listed, tidy

_YES: Final = listed("ja jo japp jepp jada joda jaja yes j yess jau javisst jupp")
_AGREES: Final = listed(
    "stemmer stemmar riktig rett korrekt greit greitt ok okei okay fint bra gjerne absolutt "
    "selvsagt sjølvsagt selvfølgelig passer passar"
)
_NO: Final = listed("nei neida nope niks nix næh nehei")
_NOT: Final = listed("ikke ikkje")
_BESIDE: Final = listed(
    "det er takk den dette jeg eg vi da så helt heilt veldig kjempe for meg oss altså sikker"
)
_DRAWN_OUT: Final = ((re.compile("ja{2,20}"), "ja"), (re.compile("ne+i{2,20}"), "nei"))
_SYMBOLS: Final = {"👍": "ja", "👎": "nei", "✅": "ja", "❌": "nei"}
_WORD: Final = re.compile(r"[^\W_]+")

_OR: Final = frozenset({"eller", "og"})
_BEFORE_A_CHOICE: Final = listed(
    "jeg eg vi velger vel tar tek ønsker ynskjer vil ha gjerne takk det blir vert er den "
    "alternativ nummer nr ja"
)
_FORGIVING: Final = 5
_LONGEST_TITLE: Final = 200


def read_yes_no(text: str) -> Reading[bool]:
    """Read yes or no; both, a condition or a perhaps is not understood."""
    try:
        words = _plain_words(text)
    except UnreadableError as error:
        return NotUnderstood(error.reason)
    if not words <= _YES | _AGREES | _NO | _NOT | _BESIDE:
        return NotUnderstood(Reason.UNKNOWN_WORDS)
    yes, agrees, no, negated = (bool(words & each) for each in (_YES, _AGREES, _NO, _NOT))
    if yes and not no and not negated:
        return Understood(value=True)
    if no and not yes and not (agrees and not negated):
        return Understood(value=False)
    if agrees and not yes and not no:
        return Understood(value=not negated)
    return NotUnderstood(Reason.UNCLEAR)


def _plain_words(text: str) -> frozenset[str]:
    """The words, thumbs as words; any other sign that is not punctuation stays a word."""
    plain = tidy(text)
    for symbol, word in _SYMBOLS.items():
        plain = plain.replace(symbol, f" {word} ")
    words = re.sub(r"[.,!;:\"'()-]", " ", plain).split()
    return frozenset(next((to for form, to in _DRAWN_OUT if form.fullmatch(w)), w) for w in words)


@dataclass(frozen=True, slots=True)
class Option(Generic[T_co]):
    """One thing that may be chosen, and what it is called; the value's own name may be one."""

    value: T_co
    titles: tuple[str, ...]


_Title = tuple[str, ...]
_Alike = Callable[[str, str], bool]


def read_choice(text: str, options: Sequence[Option[T]]) -> Reading[T]:
    """Read which option is meant: its whole title, some of its words, or with small typos.

    Each word typed must be a word of the title, so nothing that turns the meaning ("ikke",
    "uten") is overlooked; what fits several titles is asked about. "a eller b" asks too.
    """
    try:
        words = tuple(_WORD.findall(tidy(text)))
    except UnreadableError as error:
        return NotUnderstood(error.reason)
    titled = [(option.value, [_title(each) for each in option.titles]) for option in options]
    exact = [value for value, titles in titled if words in titles]
    if exact and words:
        return reading_of(exact, Reason.NO_SUCH_CHOICE)
    found = [value for part in _alternatives(words) for value in _fitting(part, titled)]
    if not found:
        near = [value for value, titles in titled if any(_has(t, words, _bends) for t in titles)]
        return Ambiguous(tuple(dict.fromkeys(near))) if near else reading_of(near, _NONE)
    read = reading_of(found, Reason.NO_SUCH_CHOICE)
    several = len(_alternatives(words)) > 1
    return Ambiguous((read.value,)) if several and isinstance(read, Understood) else read


def _title(text: str) -> _Title:
    return tuple(_WORD.findall(text[:_LONGEST_TITLE].lower()))


def _alternatives(words: _Title) -> list[_Title]:
    parts: list[list[str]] = [[]]
    for word in words:
        if word in _OR:
            parts.append([])
        else:
            parts[-1].append(word)
    return [tuple(part) for part in parts if part]


def _fitting(words: _Title, titled: Sequence[tuple[T, Sequence[_Title]]]) -> list[T]:
    """The options whose title has all these words: as typed, then without "jeg tar", then typos."""
    named = {word for _, titles in titled for title in titles for word in title}
    shorter = tuple(word for word in words if word in named or word not in _BEFORE_A_CHOICE)
    tries: tuple[tuple[_Title, _Alike], ...] = (
        (words, str.__eq__),
        (shorter, str.__eq__),
        (words, _nearly),
        (shorter, _nearly),
    )
    for typed, alike in tries:
        found = [value for value, titles in titled if any(_has(t, typed, alike) for t in titles)]
        if typed and found:
            return found
    return []


def _has(title: _Title, typed: _Title, alike: _Alike) -> bool:
    return all(any(alike(word, own) for own in title) for word in typed)


_NONE: Final = Reason.NO_SUCH_CHOICE
_STEM, _ENDING = 4, 4


def _bends(typed: str, word: str) -> bool:
    """The same word with another ending, or the start of it: asked about, never taken."""
    short, long = sorted((typed, word), key=len)
    same = long.startswith(short) and len(long) - len(short) <= _ENDING
    return typed == word or (same and len(short) >= _STEM and short.isalpha())


def _nearly(typed: str, word: str) -> bool:
    """One slip in a word of five letters or more; digits are never corrected."""
    if typed == word:
        return True
    forgiving = len(word) >= _FORGIVING and word.isalpha() and typed.isalpha()
    return forgiving and OSA.distance(typed, word, score_cutoff=1) <= 1
