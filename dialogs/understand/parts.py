"""Which parts of a meeting: "hele møtet", "del 2", "2 og 3", "1-2", or by title."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_WHOLE: Final = frozenset(
    {"hele", "hele møtet", "heile møtet", "alt", "alle", "alle delene", "alle deler", "hele tiden"}
)
_NUMBERS: Final = r"\d{1,2}(?:\.?\s*(?:,|og|\+|&|-|–|til)\s*(?:del\s+)?\d{1,2})*"
_IN_TEXT: Final = re.compile(
    rf"\b(?:kun\s+|bare\s+)?(?:he[i]?le\s+møtet|alle\s+del(?:er|ene)|del(?:ene)?\s+{_NUMBERS})",
    re.IGNORECASE,
)
_ALONE: Final = re.compile(rf"(?:del(?:ene|er)?\s+)?({_NUMBERS})\.?")
_RANGE: Final = re.compile(r"(\d+)\s*(?:-|–|til)\s*(?:del\s+)?(\d+)")
_TITLED: Final = re.compile(r"(del\s+\d{1,2})\s*[:(].*", re.IGNORECASE)
_ONLY: Final = ("kun ", "bare ", "i ", "til ", "for ")


def read_parts(text: str, titles: Sequence[str]) -> tuple[int, ...] | None:
    """The numbers from 1, none for the whole meeting; None where no part is named.

    A number may be higher than there are parts.
    """
    said = " ".join(untitled(text).lower().split()).strip(" .!")
    for word in _ONLY:
        said = said.removeprefix(word)
    if said in _WHOLE:
        return ()
    numbers = _ALONE.fullmatch(said)
    if numbers:
        return _numbers(numbers.group(1))
    named = [number for number, title in enumerate(titles, 1) if _names(said, title)]
    return (named[0],) if len(named) == 1 else None


def untitled(text: str) -> str:
    """A part by its number alone, where its title stands with it: "Del 2 (Plan …)" is "Del 2"."""
    return _TITLED.sub(r"\1", text.strip())


def parts_in(text: str) -> tuple[str, str]:
    """The words that name parts within a sentence, and the sentence without them."""
    found = _IN_TEXT.search(text)
    if found is None:
        return "", text
    rest = f"{text[: found.start()]} {text[found.end() :]}"
    return found.group(0), " ".join(rest.split())


def _numbers(text: str) -> tuple[int, ...]:
    numbers = {int(digits) for digits in re.findall(r"\d+", text)}
    for first, last in _RANGE.findall(text):
        numbers |= set(range(int(first), int(last) + 1))
    return tuple(sorted(numbers))


def _names(said: str, title: str) -> bool:
    return len(said) > 2 and title.lower().startswith(said)  # noqa: PLR2004 - a word, not a letter
