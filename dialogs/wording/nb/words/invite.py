"""What may stand beside the time after *kall inn*: the template, who leads, how the GP attends."""

from __future__ import annotations

import re

from pathway.words import Attendance

_TEMPLATES = (
    ("without_nav", r"uten nav"),
    ("nav_last", r"(?:med )?nav (?:til slutt|sist)"),
    ("with_nav", r"med nav(?: eller andre)?"),
)
_WAYS = (
    (Attendance.VIDEO, r"på video"),
    (Attendance.TELEPHONE, r"på telefon"),
    (Attendance.CLINIC, r"på klinikken"),
)
_LEADER = re.compile(
    r"[\s,]*\b(?:med )?(?:møte)?leder(?:en)?\b:? (?:er )?(?P<who>.+)", re.IGNORECASE
)

_LINK = re.compile(
    r"[\s,]*\b(?:(?:med )?(?:lenke|link)(?:en)?\b:? )?(?P<link>https?://\S+)", re.IGNORECASE
)
_LINK_COMES = re.compile(r"[\s,]*\b(?P<link>lenken? kommer)(?: senere)?\b", re.IGNORECASE)

LEADER_WORDS = frozenset({"leder", "lederen", "møteleder", "møtelederen"})
"""What stands before the name of whoever leads."""


def template_in(rest: str) -> tuple[str, str]:
    """The built-in template that the words name, empty for none, and the words without it."""
    return next(
        (found for name, said in _TEMPLATES if (found := _cut(name, said, rest))), ("", rest)
    )


def way_in(rest: str) -> tuple[str, str]:
    """How the GP attends, empty where it is not said, and the words without it."""
    return next((found for way, said in _WAYS if (found := _cut(way, said, rest))), ("", rest))


def leader_in(rest: str) -> tuple[str, str]:
    """What stands before "leder" and what after it; empty where nobody is said to lead."""
    found = _LEADER.search(rest)
    return (rest[: found.start()], found["who"]) if found else (rest, "")


def link_in(rest: str) -> tuple[str, str]:
    """The video link, or that it comes later, empty for neither, and the other words."""
    found = _LINK.search(rest) or _LINK_COMES.search(rest)
    if found is None:
        return "", rest
    left = f"{rest[: found.start()]} {rest[found.end() :].lstrip(' ,')}"
    return found["link"].rstrip(".,;)"), left.strip(" ,")


def _cut(value: str, said: str, rest: str) -> tuple[str, str] | None:
    found = re.search(rf"[\s,]*\b{said}\b", rest, re.IGNORECASE)
    if found is None:
        return None
    left = f"{rest[: found.start()]} {rest[found.end() :].lstrip(' ,')}"
    return value, left.strip(" ,")
