"""Whether somebody's own words beside an answer may hold more than that answer.

Only what is made up of courtesies, a plain yes and a signature is a yes and no more. A word that is
not known here is more, since a person who reads in vain loses a press, and a wrong yes a meeting.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from dialogs.understand.courtesies import GREETED, GREETING, HARMLESS, PHRASES, SIGNS
from dialogs.understand.signatures import (
    CLOSING,
    is_name,
    is_signature,
    is_title,
    without_small_print,
)

_WORD: Final = re.compile(r"[^\W\d_]+")
_WRITTEN_BY_PROGRAMS: Final = re.compile(
    r"^(?:(?:accepted|akseptert|godtatt|godteke):\s*møte \(ref\. \w{4}\)"
    r"|[^\d?.:,;!\n]{1,80} (?:has accepted|har godtatt|har akseptert|har godteke)"
    r" (?:this|the|your|denne|invitasjonen|innkallingen)"
    r"(?: (?:invitation|invitasjonen|innkallingen|innkallinga))?)[.\s]*$",
    re.IGNORECASE,
)
_MOST_NAMES: Final = 3


def says_more(words: str, sender: str = "") -> bool:
    """Whether there is anything but a yes in it, so that a person reads; `sender` wrote it.

    "Fint, jeg kommer." is only a yes, and so it is with a greeting above and a signature below.
    """
    known = {word.lower() for word in _WORD.findall(sender) if is_name(word)}
    lines = without_small_print(unicodedata.normalize("NFC", words)).splitlines()
    body, below = _parted([" ".join(line.split()) for line in lines], known)
    own = (line for line in body if not is_signature(line, labelled=True))
    return not (_is_only_yes(own, known) and _signs_off(below, known))


def _parted(lines: list[str], known: set[str]) -> tuple[list[str], list[str]]:
    """What is said, and the lines from the signature on."""
    for number, line in enumerate(lines):
        closing = CLOSING.search(line)
        if closing:
            said, signed = line[: closing.start()], line[closing.end() :]
            return [*lines[:number], said], [signed, *lines[number + 1 :]]
        if line in {"--", "–", "—"} or (number and _is_named(line, known)):
            return lines[:number], lines[number:]
    return lines, []


def _is_named(line: str, known: set[str]) -> bool:
    """Whether there is nothing but the sender's name in it, or what can only be a whole name."""
    found = _WORD.findall(line)
    if not found or set(line) & set("?!0123456789"):
        return False
    whole = 1 < len(found) <= _MOST_NAMES and all(is_title(word) for word in found)
    return whole or all(word.lower() in known for word in found)


def _signs_off(lines: list[str], known: set[str]) -> bool:
    """Whether all of it is a signature; a word alone below the name must be an office's."""
    written = [line for line in lines if line]
    return all(
        _is_only_yes([line], known)
        or is_signature(line if " " in line or number == 0 else line.lower(), known)
        for number, line in enumerate(written)
    )


def _is_only_yes(lines: Iterable[str], known: set[str]) -> bool:
    """Whether all of it is courtesy, or a yes."""
    said = " ".join(_ungreeted(line) for line in lines)
    if "?" in said or any(_means_something(sign) for sign in said):
        return False
    spoken = " ".join(word.lower() for word in _WORD.findall(said))
    return all(w in HARMLESS or w in known for w in PHRASES.sub(" ", spoken).split())


def _ungreeted(line: str) -> str:
    """The line without its greeting, and without what a calendar has written itself."""
    if _WRITTEN_BY_PROGRAMS.match(line):
        return ""
    greeting = GREETING.match(line)
    if greeting is None:
        return line
    greeted = greeting[1].split()
    named = all(word.lower() in GREETED or is_title(word) for word in greeted)
    return line[greeting.end() :] if named else line


def _means_something(sign: str) -> bool:
    """Whether it is a figure, or a picture of which nobody knows what it means."""
    kind = unicodedata.category(sign)[0]
    return kind == "N" or (kind == "S" and not sign.isascii() and sign not in SIGNS)
