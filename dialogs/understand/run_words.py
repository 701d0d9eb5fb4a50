"""What is typed or pressed while a meeting runs: about whom, how many minutes, on which card."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"(?<!\S)\S+:\d+(?!\S)")
_MINUTES = re.compile(r"(?i)(?<!\S)\+?(\d{1,3})(?:\s*(?:minutter|minutt|min))?(?=[\s.,!]|$)")
_FIRST = re.compile(
    r"(?i)(?P<who>\w[\w .-]*?)(?:\s+(?:er|blir))?(?P<before>\s+\d{1,3}\s*min\w*)?\s+"
    r"(?:(?P<late>forsinket|kommer for sent)|(?P<absent>møtte ikke|møter ikke|kom ikke|kommer ikke)"
    r"|(?P<came>(?:er |har )?kommet|kom|er her)|(?P<left>(?:er |har )?gått|gikk))"
    r"(?P<after>\s+\d{1,3}\s*min\w*)?[ .!]*"
)
"""Somebody, and what became of them, as in "Nav er 10 min forsinket"."""
_DEEDS = ("late", "absent", "came", "left")
_AROUND = re.compile(r"(?i)(?<!\S)(?:om|i|er|blir|ca|cirka|minutter|minutt|min)(?=[\s.,!]|$)\.?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The words about whom, the minutes as digits, and where the run stood; each may be empty."""

    who: str = ""
    minutes: str = ""
    mark: str = ""


def said(rest: str) -> Said:
    """As in ": Nav 10 min", "om 5 minutter", or "p7 10 r3:4" from a button."""
    marks = _MARK.findall(rest)
    words = _MARK.sub(" ", rest)
    found = _MINUTES.search(words)
    if found:
        words = words[: found.start()] + " " + words[found.end() :]
    who = " ".join(_AROUND.sub(" ", words).split()).strip(" :,.!")
    return Said(who=who, minutes=found[1] if found else "", mark=marks[-1] if marks else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of whom: the command that means it, the words about whom, and the minutes."""

    name: str
    who: str
    minutes: str = ""


def person_first(text: str) -> Told | None:
    """As in "fastlegen møtte ikke" or "nav 10 min forsinket"; None where it is nothing such."""
    found = _FIRST.fullmatch(text.strip())
    if found is None:
        return None
    name = next(name for name in _DEEDS if found[name])
    return Told(
        name=name, who=found["who"], minutes=(found["before"] or found["after"] or "").strip()
    )
