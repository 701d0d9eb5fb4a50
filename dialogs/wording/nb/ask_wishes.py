"""*Ønsker*, *kall inn alle* and *endre møtet*: what is asked, shown and said after."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dialogs.understand.tidy import listed as words_of
from dialogs.wording.nb import ask_people, planning
from dialogs.wording.nb.grammar import listed, sentences
from dialogs.wording.neutral import clean
from pathway.model import Participant

MEETING_TITLE = "Endre møtet"
ALL_TITLE = "Kall inn alle"
WISHES_TITLE = "Pasientens ønsker"
RELATIVES = (
    "Hvem av sine nærmeste vil pasienten ha med?",
    "Nærstående",
    "Skriv fornavn eller slektskap, for eksempel «Anne, mor», eller «ingen».",
)
NAV = ("Vil pasienten ha med Nav?", "Nav", "Skriv ja eller nei.")
OTHERS = (
    "Vil pasienten ha med andre, for eksempel arbeidsgiver?",
    "Andre",
    "Skriv navnene, for eksempel «Eva Sjef», eller «ingen».",
)
PLACE = ("Hvor vil pasienten at møtet skal være?", "Sted", "Skriv stedet, eller velg fra listen.")
LEADER = ("Hvem ønsker pasienten som møteleder?", "Møteleder", "Velg fra listen.")
PARTS = (
    "Er det noen pasienten bare vil ha med i en del av møtet?",
    "Hvem er med når",
    "Skriv for eksempel «mor ikke mens Nav er der», eller «nei».",
)
SAME_ADVISER = (
    "Er det fortsatt samme Nav-veileder?",
    "Samme veileder",
    "Skriv ja eller nei.",
)
NEW_ADVISER = (
    "Hva heter den nye veilederen? Det kan vente.",
    "Ny veileder",
    "Skriv navnet.",
)
YES_NO = {"yes": "Ja", "no": "Nei"}
WHO_THEN = "Hvem da?"
WHOSE_CASEWORKER = "Er saksbehandleren fra Nav eller kommunen? Skriv det, for eksempel «Nav»."
WISHES = "Lagre ønskene"
NO_WISHES = "Ingen særskilte ønsker"
NO_WISHES_QUESTION = "Har du spurt, og har pasienten ingen særskilte ønsker?"
WISHES_QUESTION = "Skal jeg lagre ønskene?"
MEETING = "Endre møtet"
MEETING_QUESTION = "Skal jeg endre møtet?"
NOT_CALLED = "Ikke kalt inn ennå"
WISHES_FACT = "Pasienten ønsker"


NO_NAV = frozenset({"uten nav", "ikke nav", "nei til nav", "ikke ha med nav", "nav skal ikke med"})
NOBODY = frozenset(
    {"ingen", "nei", "ingenting", "ingen ønsker", "ingen spesielle", "ingen spesielle ønsker"}
    | {"ingen særskilte", "ingen særskilte ønsker"}
)
_LEADER = re.compile(
    r"(?:møte)?leder(?:en)?:? (?P<who>.+)|(?P<named>.+?) (?:som|til|er|å være) (?:møte)?leder",
    re.IGNORECASE,
)


def leader_named(piece: str) -> str:
    """Who is to lead, as in "Lea Liksom som møteleder"; empty where nobody is said to."""
    found = _LEADER.fullmatch(piece)
    return (found["who"] or found["named"]) if found else ""


def place_named(piece: str) -> str:
    """A place without what stands in front: "på Møterom 2"."""
    return piece.removeprefix("på ").removeprefix("i ")


def wishes_facts(
    relatives: Sequence[str], others: Sequence[str], nav: str, place: str, leader: str
) -> list[tuple[str, str]]:
    """The wishes that were named."""
    return [
        (RELATIVES[1], listed(relatives)),
        (NAV[1], YES_NO.get(nav, "")),
        (OTHERS[1], listed(others)),
        (PLACE[1], place),
        (LEADER[1], leader),
    ]


def parts_fact(parts: str) -> str:
    """Who is there when, as it was told; a line of its own."""
    return f"{PARTS[1]}: {clean(parts)}" if parts else ""


def wished(ref: str, *, consent: bool, stands: bool) -> str:
    """The wishes were recorded; `stands` is that a consent goes on against a no to Nav."""
    ask = (
        "Samtykke til å kontakte Nav eller andre mangler. "
        f"Skriv «samtykke {ref}» når pasienten har sagt ja."
        if consent
        else ""
    )
    withdraw = (
        f"Samtykket for Nav står fortsatt. Skriv «trekk samtykke {ref}» for å trekke det."
        if stands
        else ""
    )
    return sentences(f"Pasientens ønsker er lagret i sak {ref}.", ask, withdraw)


def no_wishes() -> str:
    """Nothing was wished."""
    return "Pasienten har ingen særskilte ønsker."


def adviser_later(names: Sequence[str]) -> str:
    """Somebody at Nav was named, who is recorded with the consent."""
    return f"Du registrerer hvem i Nav ({listed(names)}) sammen med samtykket." if names else ""


def no_name(text: str) -> str:
    """A sentence in the place of names."""
    return f"Jeg forsto ikke «{text}» som et navn. Skriv bare navn eller slektskap."


def own_words(text: str) -> str:
    """Interpreter, clinician or referrer."""
    return f"«{text}» legger du til med «ny deltaker». Skriv bare de andre her."


def always_there(text: str) -> str:
    """The GP and the patient are no wish."""
    return f"«{text}» er med uansett. Skriv bare de andre her."


def attends_elsewhere(text: str) -> str:
    """How somebody attends belongs to the person."""
    return f"«{text}» legger du inn med «endre deltaker». Skriv bare hvem her."


def wish_of(title: str) -> str:
    """A choice that the patient wishes, among others."""
    return f"{title} (pasientens ønske)"


def wish_in_short(place: str, leader: str, parts: str = "") -> str:
    """As "Møterom 2 og Lea Liksom som møteleder"; empty where there is none."""
    when = f"«{clean(parts)}»" if parts else ""
    told = (place, f"{leader} som møteleder" if leader else "", when)
    return listed(one for one in told if one)


def patient_wishes(place: str, leader: str, parts: str = "") -> str:
    """Said before the meeting is moved or changed (D5)."""
    wish = wish_in_short(place, leader, parts)
    return f"Pasienten ønsker {wish}." if wish else ""


def not_now(who: Participant, missing: Sequence[str]) -> str:
    """Who is not called in now, and what is missing."""
    why, way = planning.unmet(missing[0]), planning.way_out(missing[0], who.role)
    return f"{ask_people.person(who)} kalles ikke inn nå: {why}. {way}"


AWAY = (
    "Hvem skal ikke kalles inn nå?",
    "Kalles ikke inn nå",
    "Skriv for eksempel «tolken».",
)


def left_out_now(who: Participant) -> str:
    """Somebody whom the secretary excepted."""
    return f"{ask_people.person(who)} kalles ikke inn nå."


def phone_first(name: str) -> str:
    """Another adviser of Nav (F12)."""
    who = f"Den nye veilederen, {name}," if name else "Den nye veilederen"
    return f"{who} må ringes først. Det blir en oppgave til deg."


def nobody_ready(ref: str, blocked: Sequence[str]) -> str:
    """Nobody can be called in yet."""
    return "\n".join([f"Ingen i sak {ref} kan kalles inn ennå.", *blocked])


def adviser_registered(ref: str, name: str) -> str:
    """Another adviser of Nav, who must be phoned (F12)."""
    who = f"{name} er ny Nav-veileder" if name else "Nav har fått ny veileder"
    return f"{who} i sak {ref}. Veilederen må ringes før innkallingen kan sendes."


def meeting_changed(ref: str) -> str:
    """Leader, place or template of a meeting was changed."""
    return f"Møtet i sak {ref} er endret."


def to_be_called(who: Participant, missing: Sequence[str], *, arranged: bool) -> str:
    """One line of *sak*: who is not called in yet, how they attend, what is waited for."""
    if not arranged:
        waits = "venter på at møtet settes opp"
    elif missing:
        waits = planning.unmet(missing[0])
    else:
        waits = "kan kalles inn nå"
    return f"{ask_people.person(who)}, {ask_people.how(who)}: {waits}."


NO_PLACE = words_of(
    "vet veit ikke ikkje usikker avklares bestemmes bestemt avtales senere seinare jeg eg vi hun "
    "ho han hen de vil ville kan må skal ønsker spør spørre hvor kor hva når kl klokken klokka"
)
"""Words of a sentence that says no place."""


def no_place(text: str) -> str:
    """A sentence in the place of a place."""
    return (
        f"Jeg forsto ikke «{text}» som et sted. Skriv bare stedet, for eksempel «Møterom 2», eller "
        "«hopp over»."
    )
