"""The words that say who somebody is, how they attend, and what is to be changed about them."""

from __future__ import annotations

from collections.abc import Sequence

from pathway.words import Attendance, Role

_ROLE_WORDS = {
    Role.RELATIVE: ("pårørende", "nærstående", "pårørande", "nærståande", "familie"),
    Role.INTERPRETER: ("tolk", "tolken"),
    Role.CLINICIAN: ("kliniker", "klinikeren", "behandler", "behandleren"),
    Role.REFERRER: ("henviser", "henviseren"),
    Role.NAV_ADVISER: ("nav", "veileder", "veilederen", "nav-veileder", "nav-veilederen"),
    Role.OTHER: (
        "andre",
        "annen",
        "arbeidsgiver",
        "arbeidsgiveren",
        "kommunen",
        "skolen",
        "ekstern",
    ),
}
_RELATIONS = frozenset(
    {"mor", "far", "moren", "faren", "søster", "bror", "datter", "sønn", "mann", "kone"}
    | {"ektefelle", "samboer", "kjæreste", "venn", "venninne", "nabo", "bestemor", "bestefar"}
)
_KEPT_AS_NAME = frozenset({"arbeidsgiver", "arbeidsgiveren", "kommunen", "skolen"})
_OWN_WAY = frozenset({"fastlege", "fastlegen", "lege", "legen", "pasient", "pasienten"})
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
EXCEPT_WORDS = ("unntatt", "uten", "utenom", "bortsett fra")
REMOVE_WORDS = frozenset({"fjern", "slett", "tom", "ta bort"})
BETWEEN_NAMES = r"[,;\n]|\s+og\s+"
"""What stands between two names, as a pattern."""


def role_named(text: str) -> Role | None:
    """The role that one of the words names; somebody's mother is a relative."""
    said = [word.strip(".,:;()").lower() for word in text.split()]
    for word in said:
        for role, words in _ROLE_WORDS.items():
            if word in words:
                return role
        if word in _RELATIONS:
            return Role.RELATIVE
    return None


def without_role(words: Sequence[str]) -> list[str]:
    """The words without the one that names the role, unless it is all that somebody is called."""
    roles = {word for group in _ROLE_WORDS.values() for word in group}
    for place, word in enumerate(words):
        if word.strip(".,:;()").lower() in roles:
            left = [*words[:place], *words[place + 1 :]]
            return left or ([word] if word.lower() in _KEPT_AS_NAME else [])
    return list(words)


def names_own_way(text: str) -> bool:
    """Whether it is the patient or the GP, who come into a case by other words."""
    return bool(_OWN_WAY & {word.strip(".,:;()").lower() for word in text.split()})


def way_named(word: str) -> Attendance | None:
    """The way of attending that a word names."""
    said = word.strip(".,:;()").lower()
    return next((way for way, words in _WAY_WORDS.items() if said in words), None)


def what_named(word: str) -> str:
    """Which thing of a participant a word names; empty for none."""
    said = word.strip(".,:;()").lower()
    return next((what for what, words in WHAT_WORDS.items() if said in words), "")
