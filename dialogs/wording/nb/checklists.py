"""The checklists of intake and closing: their items, and what is said of them (R9, R10)."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.wording.nb import referral
from dialogs.wording.nb.grammar import capital, counted, listed
from pathway.owed.papers import PLAN
from pathway.words import PromiseKind

TITLES = {
    PromiseKind.INTAKE: "Sjekkliste ved mottak",
    PromiseKind.CLOSING: "Sjekkliste ved avslutning",
    PromiseKind.REFERRAL_CONTENT: "Henvisningens innhold",
}

OWN = (PromiseKind.INTAKE, PromiseKind.CLOSING)
"""The lists of the office's own work."""

ITEMS = {
    "referral_period": ("henvisningsperiode", "Henvisningsperioden er åpnet"),
    "waiting_list": ("venteliste", "Pasienten står på ventelisten"),
    "assessment": ("utredning", "Utredningen er satt opp"),
    "patient_called": ("timebrev", "Timebrev, informasjonsskriv og brosjyre om SKR er sendt"),
    "register": ("register", "Pasienten er registrert i SKR"),
    "register_sms": ("sms", "SMS om skjemaet på Helsenorge er sendt"),
    "shm1_invited": ("shm1", "Fastlegen og klinikerne er kalt inn til SHM1"),
    "plan_available": ("tiltaksplan", "Tiltaksplanen er tilgjengelig for pasienten"),
    "waiting_list_ended": ("venteliste", "Ventelisten er avsluttet"),
    "referral_period_ended": ("henvisningsperiode", "Henvisningsperioden er avsluttet"),
    "code": ("kode", "Registreringskoden er satt med datoen for SHM2"),
    "interview": ("intervju", "Intervjubrevet er sendt, der det brukes"),
    **{name: (typed, capital(said)) for name, (typed, said) in referral.FIELDS.items()},
}
"""Each item as one types it, and as the list says it."""

TICK_TITLE = "Kryss av i sjekklisten"
WHICH = ("Hvilken sjekkliste?", "Sjekkliste", "Velg fra listen.")
ITEM = ("Hva er gjort?", "Punkt", "Velg fra listen, eller skriv «alt».")
ALL = ("alt", "Alt er gjort")
QUESTION = "Er alt på sjekklisten gjort?"
YES = "Ja, alt er gjort"
DONE = "Gjort"
NEVER_DONE = "Ikke krysset av"
SHOW = (("sjekkliste", "Vis sjekklisten"),)
EVERYTHING = frozenset({"alt", "alle", "alt er gjort", "alle punktene"})


def none_open(ref: str) -> str:
    """No list is to be ticked."""
    return f"Sak {ref} har ingen åpen sjekkliste nå."


def heading(kind: PromiseKind, ref: str) -> str:
    """As "Sjekkliste ved mottak: sak K7M2"."""
    return f"{TITLES[kind]}: sak {ref}"


def item(name: str, *, done: bool) -> str:
    """As "✓ Pasienten står på ventelisten"."""
    return f"{'✓' if done else '○'} {ITEMS[name][1]}"


def never_done(items: Sequence[str]) -> str:
    """What was left when a pathway ended, in the middle of a list of facts."""
    return ". ".join(ITEMS[name][1] for name in items)


def everything(number: int) -> str:
    """As "Alt som gjenstår (3 punkter)"."""
    return f"Alt som gjenstår ({counted(number, 'punkt', 'punkter', neuter=True)})"


def job(kind: PromiseKind) -> str:
    """What is to do, for the digest."""
    when = "mottak" if kind is PromiseKind.INTAKE else "avslutning"
    return f"Gjør ferdig sjekklisten ved {when}."


def ticked(ref: str, left: int) -> str:
    """What was ticked, and how much is left."""
    if not left:
        return f"Takk! Sjekklisten i sak {ref} er ferdig."
    more = capital(counted(left, "punkt", "punkter", neuter=True))
    return f"Krysset av i sak {ref}. {more} igjen."


def still_to_do(ref: str, kinds: Sequence[PromiseKind]) -> str:
    """What stands in the way of a completed pathway, and the way on (R10)."""
    found = []
    if PromiseKind.CLOSING in kinds:
        found.append(f"sjekklisten («sjekkliste {ref}»)")
    if set(kinds) & {PromiseKind.NOTE_WRITE, PromiseKind.NOTE_SEND}:
        found.append(f"journalnotatet («skrevet og sendt {ref}»)")
    if set(kinds) & PLAN:
        found.append(f"den nye tiltaksplanen («etter møtet {ref}»)")
    if PromiseKind.INTERVIEW in kinds:
        found.append(f"brevet om intervju («intervju {ref} sendt»)")
    return (
        f"Forløpet i sak {ref} er ikke gjennomført ennå. Gjør ferdig {listed(found)} først, "
        "eller velg en annen grunn."
    )
