"""Nav and other third parties: who it is, the call, or nobody (R14)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogs.wording.nb import calls, dates, names, phones
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.grammar import capital, sentences
from dialogs.wording.neutral import clean
from pathway.model import Participant
from pathway.words import InvitationState, Role, Verdict

OF_WHOM = ("Hvem gjelder det?", "Gjelder", "Velg fra listen.")

ADVISER_TITLE = "Registrer veileder"
ADVISER_WHO = ("Hvem skal registreres?", "Gjelder", "Velg fra listen.")
ADVISER_NAME = ("Hva heter personen?", "Navn", "Skriv navnet.")
ADVISER_OFFICE = ("Hvilket kontor?", "Kontor", "Skriv for eksempel Nav Fjordly.")
ADVISER_EMAIL = ("Hva er e-postadressen?", "E-post", "Skriv for eksempel nina@nav.example.")
ADVISER_PHONE = (
    "Hva er telefonnummeret?",
    "Telefon",
    "Skriv åtte sifre, for eksempel 55 55 12 34.",
)
TOLD = (
    "Har du sagt hvem møtet gjelder, og oppgitt referansen?",
    "Sagt hvem møtet gjelder",
    "Skriv på telefon, i brev eller ikke ennå.",
)
TOLD_WAYS = {"phone": "Ja, på telefon", "letter": "Ja, i brev", "no": "Nei, ikke ennå"}
TOLD_WORDS = {
    "phone": frozenset({"ja", "telefon", "på telefon", "muntlig", "ringt", "har ringt"}),
    "letter": frozenset({"brev", "i brev", "med brev", "brev i stedet for telefon", "skriftlig"}),
    "no": frozenset({"nei", "ikke ennå", "ikke"}),
}
SAVE = "Registrer"
SAVE_QUESTION = "Skal jeg registrere dette?"

NO_REPLY_TITLE = "Ikke svar"
NO_REPLY_TASK = ("Hvem svarte ikke?", "Samtale", "Velg fra listen.")

NOBODY_TITLE = "Har ingen veileder"
NOBODY_TEMPLATE = (
    "Skal møtet deles opp på nytt, uten Nav?",
    "Møteoppsett",
    "Velg fra listen.",
)
KEEP_TEMPLATE = "Behold møteoppsettet"
NOBODY = "Nav har ingen veileder"
NOBODY_QUESTION = "Har Nav sagt at pasienten ikke har noen veileder?"

CALL_TITLE = "Ring Nav"
_ANSWERED = frozenset(InvitationState(what.value) for what in Verdict)


def actor(role: Role, name: str = "") -> str:
    """What staff call a third party: "Nav", or another's own name."""
    if role is Role.NAV_ADVISER:
        return "Nav"
    return clean(name) or names.role_definite(role)


def nobody_there(who: str) -> str:
    """Nav has no adviser, as the case shows it."""
    return f"{who}: ingen veileder."


def nobody_yet(ref: str) -> str:
    """Nav has no adviser, and what to do if that changes."""
    return (
        f"Pasienten har ingen veileder i Nav. Skriv «{typed('adviser', ref)}» hvis det endrer seg."
    )


def adviser_facts(person: Participant, told: str) -> list[tuple[str, str]]:
    """Who was found, in five facts."""
    return [
        ("Navn", person.name),
        ("Kontor", person.office),
        ("E-post", person.email),
        ("Telefon", phones.number(person.phone)),
        (TOLD[1], TOLD_WAYS[told] if told else ""),
    ]


def found(ref: str, who: str, person: Participant) -> str:
    """A name was recorded."""
    return f"{calls.called(person.name, person.office)} er registrert for {who} i sak {ref}."


def may_be_called_in(who: str) -> str:
    """Every gate is open."""
    return f"{capital(who)} kan nå kalles inn."


def has_begun(who: str) -> str:
    """Nobody is called in to a meeting whose time has come."""
    return f"Møtet har begynt, så {who} får ingen innkalling til det."


def may_be_let_in(who: str) -> str:
    """The meeting runs, and this part of it is theirs too."""
    return f"{capital(who)} kan være med i møtet nå."


def may_come_later(who: str, part: str) -> str:
    """The meeting runs, and a later part of it is theirs; or none is."""
    if not part:
        return f"{capital(who)} har ingen del igjen i møtet som er i gang."
    return f"{capital(who)} kan være med fra delen {part}."


def waits(who: str, unmet: str, way: str) -> str:
    """What keeps somebody from being called in."""
    return f"{capital(who)} kan ikke kalles inn ennå: {unmet}. {way}"


def nobody_to_find(ref: str) -> str:
    """No third party with a consent."""
    return (
        f"Det er ikke registrert samtykke for Nav eller andre i sak {ref}. "
        f"Skriv «{typed('consent', ref)}» når pasienten har sagt ja."
    )


def rung_in_vain(until: date, tried: Sequence[date]) -> str:
    """The call comes back on the next working day."""
    return sentences(f"Jeg minner deg på samtalen {dates.medium(until)}.", calls.tried(tried))


def no_call(ref: str) -> str:
    """Nobody is to be rung."""
    return f"Det er ingen å ringe til i sak {ref}."


def nobody_effect(ref: str) -> str:
    """What it means that there is no adviser (R14)."""
    return (
        "Nav blir ikke med, og ingen blir purret. Samtykket står. Får pasienten en veileder "
        f"senere, skriver du «{typed('adviser', ref)}»."
    )


def nobody_now(ref: str) -> str:
    """It was recorded."""
    return f"Det er registrert i sak {ref} at pasienten ikke har noen veileder i Nav."


def no_nav(ref: str) -> str:
    """Nav is no part of the case, or is out already."""
    return f"Nav er ikke med i sak {ref}."


def call_in(who: str) -> str:
    """The button that calls a third party in."""
    return f"Kall inn {who}"


def ring(who: str) -> str:
    """The title of a call."""
    return f"Ring {who}"


def stands(who: str, state: InvitationState) -> str:
    """Where the invitation of a third party stands, or what they have answered."""
    if state in _ANSWERED:
        return f"{capital(who)} {names.state(state)}."
    return f"Innkallingen til {who}: {names.state(state)}."
