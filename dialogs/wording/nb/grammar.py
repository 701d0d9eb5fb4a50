"""How bokmål joins, counts and begins sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_SMALL = ("null", "én", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti")


def listed(words: Iterable[str], joint: str = "og") -> str:
    """As "a", "a og b", "a, b og c"; no comma before the last."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} {joint} {last}" if first else last


def capital(text: str) -> str:
    """The text with a capital first letter; the rest stands as it is."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """The text as a sentence: capital first, a full stop unless it already ends."""
    ended = text.rstrip().endswith((".", "!", "?"))
    return capital(text.strip()) + ("" if ended else ".")


def sentences(*parts: str) -> str:
    """The parts that say something, one space between."""
    return " ".join(part for part in parts if part)


def lines(*parts: str) -> str:
    """The parts that say something, each on its own line."""
    return "\n".join(part for part in parts if part)


def paragraphs(*parts: str) -> str:
    """The parts that say something, an empty line between."""
    return "\n\n".join(part for part in parts if part)


def counted(number: int, one: str, many: str, *, neuter: bool = False) -> str:
    """As "én uke", "2 uker"; `one` and `many` are the noun's forms."""
    single = "ett" if neuter else "én"
    return f"{single} {one}" if number == 1 else f"{number} {many}"


def others(number: int) -> str:
    """How many are left out of a list: "én til", "3 til"."""
    return f"{'én' if number == 1 else number} til"


def clauses(parts: Iterable[str]) -> str:
    """Main clauses as "a, og b": with a comma before "og", unlike in a list of words."""
    *first, last = list(parts) or [""]
    return f"{', '.join(first)}, og {last}" if first else last


def in_words(number: int) -> str:
    """Numbers up to ten in words ("én", "to"), then in figures."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else str(number)


def few(lines: Sequence[str], most: int) -> list[str]:
    """The first of these lines, and one that says how many more there are."""
    rest = len(lines) - most
    return [*lines[:most], f"og {others(rest)}"] if rest > 0 else list(lines)
