"""Offices and people whom the clinic knows: found again by name, near spellings asked about."""

from __future__ import annotations

from rapidfuzz import fuzz

from dialogs.form import Reading, Scene, Several, Took
from dialogs.parsing import folded
from dialogs.state import Choice
from dialogs.wording.nb import ask_readings
from pathway.clinic import Contact
from pathway.words import Role

_SAME = 100
ALIKE = 85
"""How like a known office a spelling must be (of 100) to be asked about."""


def called(name: str, office: str) -> str:
    """As "Kari Testlege, Solsiden legesenter"."""
    return ", ".join(part for part in (name, office) if part)


def people(scene: Scene, role: Role) -> tuple[Choice, ...]:
    """The people with this role whom the clinic knows."""
    found = (c for c in scene.desk.contacts() if c.role is role and c.name)
    titles = dict.fromkeys(called(contact.name, contact.office) for contact in found)
    return tuple(Choice(value=title, title=title) for title in titles)


def alike(said: str, scene: Scene, role: Role) -> str:
    """The known person whose name is spelt nearly like this one, however the office is; or ""."""
    name = folded(said.partition(",")[0])
    scored = [
        (fuzz.ratio(name, folded(choice.value.partition(",")[0])), choice.value)
        for choice in people(scene, role)
    ]
    best, known = max(scored, default=(0.0, ""))
    return known if ALIKE <= best < _SAME else ""


def person(answer: str, scene: Scene, role: Role) -> Contact:
    """The contact that was named, else the name and office as written."""
    for contact in scene.desk.contacts():
        if contact.role is role and answer == called(contact.name, contact.office):
            return contact
    name, _, office = answer.partition(",")
    return Contact(name=name.strip(), office=office.strip(), role=role)


def known_office(office: str, scene: Scene) -> str:
    """The known office that is spelt like this one, as the clinic spells it; empty for none."""
    said = folded(office)
    offices = dict.fromkeys(c.office for c in scene.desk.contacts() if c.office)
    same = next((known for known in offices if folded(known) == said), "")
    if same or not said:
        return same
    scored = [(fuzz.ratio(said, folded(known)), known) for known in offices]
    best, known = max(scored, default=(0.0, ""))
    return known if best >= ALIKE else ""


def read_office(text: str, scene: Scene) -> Reading:
    """An office: known as the clinic spells it, a near spelling asked about, or as it stands."""
    return _as_known(text.strip(), text.strip(), "", scene)


def with_known_office(text: str, scene: Scene) -> Reading:
    """A name and an office, the office as the clinic spells it; a near spelling is asked about."""
    name, _, office = text.partition(",")
    return _as_known(text, office.strip(), f"{name.strip()}, ", scene)


def _as_known(text: str, office: str, before: str, scene: Scene) -> Reading:
    known = known_office(office, scene)
    if not known:
        return Took(text)
    meant = f"{before}{known}"
    if folded(known) == folded(office):
        return Took(meant)
    as_typed = Choice(value=text, title=ask_readings.as_typed(text))
    return Several((Choice(value=meant, title=meant), as_typed))
