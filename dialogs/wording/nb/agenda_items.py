"""What one usually takes up in a part of a meeting: a help to read, for staff alone (R22, R23)."""

from __future__ import annotations

from pathway import agenda
from pathway.model import Part
from pathway.words import MeetingKind

_ITEMS = {
    "aim": "Hva dere vil oppnå",
    "roles": "Hvem som leder, skriver referat og fører planen",
    "presented": "Navn og rolle, og hvorfor dere møtes",
    "patient_wants": "Hva pasienten ønsker av møtet",
    "writers": "Hvem som skriver referat, og hvem som fører planen",
    "assessment": "Oppsummering av utredningen",
    "since_last": "Hva som har skjedd siden forrige møte",
    "measures": "Planen, ett tiltak om gangen. Pasienten får ordet først",
    "measures_since": "Tiltakene siden sist, ett om gangen. Pasienten får ordet først",
    "nav_presented": "Presenter alle. Nav presenterer seg",
    "nav_why": "Hvorfor Nav er med",
    "nav_wanted": "Hva pasienten ønsker fra Nav",
    "nav_editor": "Hvem som fører Navs del av planen",
    "unfinished": "Hva som gjenstår",
    "next_time": "Tid for neste møte, innen seks måneder",
    "follow_up": "Hvordan oppfølgingen blir videre",
    "how_it_was": "Hvordan pasienten opplevde møtet",
}


def items(part: Part, kind: MeetingKind, *, guests: bool) -> tuple[str, ...]:
    """Each in words, the clinic's own as they stand; of Nav only where somebody is there."""
    found = agenda.items(part, kind, guests=guests)
    return tuple(_ITEMS.get(item, item) for item in found)
