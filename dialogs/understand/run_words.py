"""What is typed or pressed while a meeting runs: about whom, how long or until when, which card."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

_MARK = re.compile(r"(?<!\S)\S+:\d+(?!\S)")
_MINUTES = re.compile(
    r"(?i)(?<!\S)\+?(\d{1,3})(?:\s*(?:minutter|minutt|min))?(?=[\s,!]|[.](?!\d)|$)"
)
_AT = r"(?:(?:til|først)\s+)*(?:(?:kl|klokka|klokken)\.?\s*)"
_HOUR = rf"(?:(?:{_AT})?(?P<hour>\d{{1,2}})[.:](?P<minute>\d\d)|{_AT}(?P<whole>\d{{1,2}}))"
_CLOCK = re.compile(rf"(?i)(?<!\S){_HOUR}(?=[\s.,!]|$)")
"""As "kl. 10.40", "10:40", "til kl. 11"."""
_MORE = re.compile(r"(?i)\+\s*(\d{1,2})(?:\s*min\w*)?[ .!]*|(\d{1,2})\s*min\w*\s+til[ .!]*")
_FIRST = re.compile(
    r"(?i)(?P<who>\w[\w .-]*?)(?:\s+(?:er|blir))?(?P<before>\s+\d{1,3}\s*min\w*)?\s+"
    rf"(?:(?P<late>forsinket|kommer for sent|kommer(?=\s+(?:{_AT})?\d))"
    r"|(?P<absent>møtte ikke|møter ikke|kom ikke|kommer ikke)"
    r"|(?P<came>(?:er |har )?kommet|kom|er her)|(?P<left>(?:er |har )?gått|gikk))"
    rf"(?P<after>\s+\d{{1,3}}\s*min\w*|(?:,?\s+kommer)?\s+{_HOUR})?[ .!]*"
)
"""Somebody, and what became of them, as in "Nav er 10 min forsinket"."""
_DEEDS = ("late", "absent", "came", "left")
_AROUND = re.compile(
    r"(?i)(?<!\S)(?:om|i|er|blir|kommer|til|først|ca|cirka|minutter|minutt|min)(?=[\s.,!]|$)\.?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The words about whom, the minutes as digits, a clock as "10.40", and where the run stood.

    Each may be empty; never both minutes and a clock.
    """

    who: str = ""
    minutes: str = ""
    clock: str = ""
    mark: str = ""


def said(rest: str) -> Said:
    """As in ": Nav 10 min", "om 5 minutter", "Nav kl. 10.40", or "p7 10 r3:4" from a button."""
    clock = next((one for one in _CLOCK.finditer(rest) if _time(one)), None)
    words = _without(rest, clock)
    marks = _MARK.findall(words)
    words = _MARK.sub(" ", words)
    found = None if clock else _MINUTES.search(words)
    words = _without(words, found)
    who = " ".join(_AROUND.sub(" ", words).split()).strip(" :,.!")
    return Said(
        who=who,
        minutes=found[1] if found else "",
        clock=f"{_time(clock):%H.%M}" if clock else "",
        mark=marks[-1] if marks else "",
    )


def _without(words: str, found: re.Match[str] | None) -> str:
    return f"{words[: found.start()]} {words[found.end() :]}" if found else words


def _time(found: re.Match[str]) -> time | None:
    """The time of day that it is, if there is such a one."""
    hour, minute = int(found["hour"] or found["whole"]), int(found["minute"] or 0)
    return time(hour, minute) if hour < len(range(24)) and minute < len(range(60)) else None


def more_time(text: str) -> str:
    """How many minutes more, as in "+10 min"; empty where it is nothing such."""
    found = _MORE.fullmatch(text.strip())
    return (found[1] or found[2]) if found else ""


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
