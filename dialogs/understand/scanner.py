"""Text as a row of tokens: numbers by their shape, words by their kind, typos forgiven."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from dialogs.understand.vocabulary import FORGIVING, WORDS

UNKNOWN: Final = "Z"
_DROPPED: Final = frozenset(" .?!\"'«»“”’()[]:;…*")
_KEPT: Final = frozenset(",-")
_SHORTEST_TYPO: Final = 5

# A shape's name is its kind. All are bounded and tried in this order at each place.
_SHAPES: Final = (
    ("z", r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"),
    ("z", r"[0-9]{4}[.][0-9]{1,2}[.][0-9]{1,2}"),
    ("z", r"[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}"),
    ("F", r"[0-9]{1,2}[.] ?[0-9]{1,2}[.][0-9]{4}"),
    ("F", r"[0-9]{1,2}/[0-9]{1,2}[/-][0-9]{4}"),
    ("F", r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}"),
    ("b", r"[0-9]{1,2}[.][0-9]{1,2}[.] ?[0-9]{2}(?![.:/]?[0-9])"),
    ("b", r"[0-9]{1,2}[.] [0-9]{1,2}[.] [0-9]{2}(?![.:/]?[0-9])"),
    ("b", r"[0-9]{1,2}/[0-9]{1,2}[/-][0-9]{2}(?![.:/]?[0-9])"),
    ("B", r"[0-9]{1,2}-[0-9]{1,2}-[0-9]{2}(?![.:/-]?[0-9])"),
    ("8", r"[0-9]{8}"),
    ("B", r"[0-9]{6}"),
    ("c", r"[0-9]{1,2}:[0-9]{2}(?::00)?"),
    ("p", r"[0-9]{1,2}[.][0-9]{1,2}"),
    ("s", r"[0-9]{1,2}/[0-9]{1,2}"),
    ("h", r"[0-9]{1,2}-[0-9]{1,2}(?![.:/-]?[0-9])"),
    ("Y", r"[0-9]{4}"),
    ("t", r"[0-9]{3}"),
    ("D", r"[0-9]{1,2}[.](?![0-9])"),
    ("N", r"[0-9]{1,2}"),
    (UNKNOWN, r"[0-9]+"),
)
_SHAPE: Final = re.compile(
    "|".join(f"(?P<_{number}>{shape}(?![0-9]))" for number, (_, shape) in enumerate(_SHAPES)),
    re.ASCII,
)
_LETTERS: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Token:
    """One number or word; `values` are its numbers as they stand."""

    kind: str
    values: tuple[int, ...]
    text: str


def _number(match: re.Match[str]) -> Token:
    text = match.group()
    kind = _SHAPES[int((match.lastgroup or "_0")[1:])][0]
    if kind == "8":
        parts = (text[:2], text[2:4], text[4:])
        if not parts[2].startswith(("19", "20")):
            kind, parts = "z", (text[:4], text[4:6], text[6:])
        else:
            kind = "F"
    elif kind == "B" and text.isdigit():
        parts = (text[:2], text[2:4], text[4:])
    else:
        return Token(kind, tuple(int(part) for part in re.findall("[0-9]+", text)), text)
    return Token(kind, tuple(int(part) for part in parts), text)


def word_token(word: str) -> Token:
    """Return the word's kind and values, through one typo where only one meaning is near."""
    if word in WORDS:
        kind, values = WORDS[word]
        return Token(kind, values, word)
    if len(word) < _SHORTEST_TYPO:
        return Token(UNKNOWN, (), word)
    near = [WORDS[known] for known in FORGIVING if OSA.distance(word, known, score_cutoff=1) <= 1]
    kinds = {kind for kind, _ in near}
    if len(kinds) != 1:
        return Token(UNKNOWN, (), word)
    (kind,) = kinds
    return _one_kind(kind, dict.fromkeys(values for _, values in near), word)


def _one_kind(kind: str, near: dict[tuple[int, ...], None], word: str) -> Token:
    """Several weekdays or ordinals may be meant at once; anything else must be one thing."""
    if len(near) == 1 or kind in "WO":
        return Token(kind, tuple(dict.fromkeys(value for values in near for value in values)), word)
    return Token(UNKNOWN, (), word)


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text made comparable by `tidy`."""
    place = 0
    while place < len(text):
        match = _SHAPE.match(text, place) or _LETTERS.match(text, place)
        if match is None:
            if text[place] not in _DROPPED:
                kind = text[place] if text[place] in _KEPT else UNKNOWN
                yield Token(kind, (), text[place])
            place += 1
            continue
        yield _number(match) if match.group()[0] in "0123456789" else word_token(match.group())
        place = match.end()
