"""What looks like somebody's name, and what is a sentence that was typed in a name's place."""

from __future__ import annotations

import re
from typing import Final

from dialogs.understand.tidy import listed

_IN_SENTENCES: Final = listed(
    "er var blir ble blei vart har hadde kan kunne vil ville skal skulle må måtte bør burde får "
    "ikke ikkje aldri ringte ringer ringt sa sier seier kommer kjem kom komme svarte svarer svart "
    "deltar deltek delta ønsker ønskjer trenger treng vet veit tror trur gjelder gjeld finnes "
    "passer passar jobber jobbar slutter sluttet slutta overtar overtatt erstatter vikarierer "
    "syk sjuk sykmeldt sjukmeld ferie permisjon fri borte opptatt ledig ukjent usikker "
    "hvem kven hva kva hvor kvar når hvordan korleis hvorfor kvifor at det dette denne den de "
    "han hun ho hen jeg eg vi du dere noen nokon noe noko ingen men eller fordi hvis dersom om "
    "så nå no også bare berre likevel kanskje heller i på med uten utan til fra frå for ved hos "
    "å slippe unngå helst snakke etter før av som en ein ei et eit annen annan annet nytt ny "
    "samme same begge"
)
"""Words of sentences; with a capital letter such a word may be a name, as in "Kan Yilmaz"."""

_PARTICLES: Final = listed("von van der den de da di du af av la le el al bin ibn zu ter")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*\.?")


_BETWEEN: Final = re.compile(r"\s+(?:og|samt|&)\s+")


def several_people(text: str) -> tuple[str, ...]:
    """The names in "Anne og Per"; what comes after an "og" begins as a name does."""
    first, *others = _BETWEEN.split(text.strip())
    return (first, *(name for name in others if name[:1].isupper()))


_MOST_DIGITS: Final = 3


def holds_a_number(text: str) -> bool:
    """Whether a year, a telephone number or the like stands in it; "Test 3" is a name."""
    return sum(char.isdigit() for char in text) > _MOST_DIGITS


def is_sentence(text: str) -> bool:
    """Whether a word in it, without a capital letter, belongs to a sentence and to no name."""
    words = text.replace(",", " ").split()
    inner = [w for w in words if w[:1].islower() and w.strip(".,:;!?") in _IN_SENTENCES]
    return any(w not in _PARTICLES or w == words[0] for w in inner)


def looks_like_name(text: str) -> bool:
    """Whether each word begins with a capital letter, as in "Kari van der Berg", "K. Nordmann"."""
    words = text.replace(",", " ").split()
    return bool(words) and all(_is_name(word) for word in words) and words[0][:1].isupper()


_AT_OFFICE: Final = re.compile(
    r"(?P<name>[^,]+?)(?:\s+(?:på|ved|fra|hos|[-–])\s+|\s+\()(?P<office>[^,()]+)\)?"
)


def with_office(text: str) -> str:
    """As in "Kari Nordmann på Solsiden", "Kari Nordmann (Solsiden)": with a comma between them.

    Anything else stays: the name looks like one, and the office begins as a name does.
    """
    found = _AT_OFFICE.fullmatch(text.strip())
    if found is None or not looks_like_name(found["name"]):
        return text
    office = found["office"].strip()
    named = office[:1].isupper() and not is_sentence(office)
    return f"{found['name']}, {office}" if named else text


def _is_name(word: str) -> bool:
    return word in _PARTICLES or (word[:1].isupper() and _WORD.fullmatch(word) is not None)
