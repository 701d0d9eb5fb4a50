"""The words that say who somebody is, how they attend, and what is to be changed about them."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.wording.nb.words import whom as whom_words
from pathway.words import Attendance, Role

_OWN_WAY_IN = frozenset({Role.GP, Role.PATIENT})
_WAY_WORDS = {
    Attendance.HOME: ("hjemmefra", "hjemme"),
    Attendance.TELEPHONE: ("telefon", "telefonen", "tlf"),
    Attendance.VIDEO: ("video", "videoen", "teams"),
    Attendance.CLINIC: ("klinikken", "oppmøte"),
    Attendance.GP_OFFICE: ("legekontoret", "fastlegekontoret", "legekontor"),
}
MUST_WORDS = {"må": "must", "skal": "must", "kan": "may"}
SMALL_WORDS = frozenset({"på", "med", "som", "deltar", "og", "nr", "nummer", "mobil", "er", "via"})
WHAT_WORDS = {
    "phone": ("telefonnummer", "telefonnummeret", "nummer", "nummeret", "mobil"),
    "email": ("e-post", "epost", "e-postadresse", "mail", "adresse"),
    "parts": ("del", "deler", "delen", "delene"),
}
MUST_PHRASES = frozenset({"må eller kan"})
WHOLE_MEETING = frozenset({"hele møtet", "hele", "alle", "alle deler", "alt"})
EXCEPT = r"(?:^|[\s,]+)(?:men\s+)?(?:unntatt|uten|utenom|bortsett\s+fra|ikke(?!\s+\d))(?:\s+|$)"
"""What stands before those who are left out, as a pattern."""

LEADER = frozenset({"møteleder", "møtelederen", "leder", "lederen"})
NOBODY = frozenset({"ingen", "nei", "nei takk", "alle", "alle skal være med", "alle kommer"})
"""That nobody is left out."""

REMOVE_WORDS = frozenset({"fjern", "slett", "tom", "ta bort"})
_BESIDE = frozenset(
    {"en", "ei", "et", "det", "er", "sin", "min", "hennes", "hans", "pasientens", "til", "av"}
    | {"deltaker", "deltakeren", "deltakar", "person", "utenfor"}
)
BETWEEN_NAMES = r"[,;\n]|\s+og\s+"
"""What stands between two names, as a pattern."""


def role_named(text: str) -> Role | None:
    """The role that the first such word names; somebody's mother is a relative."""
    roles = (whom_words.role_of(word) for word in whom_words.words_of(text))
    return next((role for role in roles if role and role not in _OWN_WAY_IN), None)


def without_role(words: Sequence[str]) -> list[str]:
    """The words without the one that names the role, unless it is all that somebody is called."""
    for place, word in enumerate(words):
        role, works = whom_words.any_role(word), whom_words.outside(word)
        if works or role not in _OWN_WAY_IN | {None}:
            left = [*words[:place], *words[place + 1 :]]
            return left or ([word] if works else [])
    return list(words)


def is_role_alone(text: str) -> bool:
    """Whether nothing is said but who it is: no name, which has a question of its own."""
    return all(whom_words.role_of(w) or w in _BESIDE for w in whom_words.words_of(text))


def names_own_way(text: str) -> bool:
    """Whether it is the patient or the GP, who come into a case by other words."""
    return any(whom_words.any_role(word) in _OWN_WAY_IN for word in text.split())


def way_named(word: str) -> Attendance | None:
    """The way of attending that a word names."""
    said = word.strip(".,:;()").lower()
    return next((way for way, words in _WAY_WORDS.items() if said in words), None)


def what_named(word: str) -> str:
    """Which thing of a participant a word names; empty for none."""
    said = word.strip(".,:;()").lower()
    return next((what for what, words in WHAT_WORDS.items() if said in words), "")
