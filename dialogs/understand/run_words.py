"""What is typed or pressed while a meeting runs: about whom, how many minutes, on which card."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARK = re.compile(r"(?<!\S)\S+:\d+(?!\S)")
_MINUTES = re.compile(r"(?i)(?<!\S)\+?(\d{1,3})(?:\s*(?:minutter|minutt|min))?(?=[\s.,!]|$)")
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
