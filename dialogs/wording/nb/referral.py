"""What a referral is to hold (R7), what is missing, and the text that asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogs.wording.nb import dates
from dialogs.wording.nb.grammar import capital, listed
from dialogs.wording.nb.jobs import Job
from pathway.owed.checklists import ASKED

TITLE = "Henvisningen"
MISSING = (
    "Hva mangler i henvisningen? Skriv tallene eller ordene, eller «ingenting».",
    "Mangler",
    "For eksempel: 4 og 9.",
)
NOTHING = "Alt er til stede"
ALL_THERE = frozenset(
    {
        *("ingenting", "ingenting mangler", "alt er til stede", "alt er der", "alt", "ikke noe"),
        *("komplett", "den er komplett", "nei", "ingen"),
    }
)
QUESTION = "Skal jeg registrere dette?"
YES = "Registrer"
COPY = "Tekst til henviseren. Kopier den, og send den som e-melding i journalsystemet."
SHOW = ("sjekkliste", "Kryss av det som har kommet")
SENT = ("sendt", "Be om det som mangler")
SENT_IT = "Jeg har sendt den"

FIELDS = {
    "needs": ("behov", "behov for helsehjelp"),
    "pain": ("smertetilstand", "smertetilstanden"),
    "comorbidity": ("komorbiditet", "komorbiditet"),
    "medicines": ("legemidler", "legemidler"),
    "examinations": ("undersøkelser", "aktuelle undersøkelser"),
    "earlier_assessments": ("utredninger", "tidligere utredninger"),
    "present_treatment": ("pågående", "pågående behandlinger"),
    "earlier_treatment": ("behandlinger", "tidligere behandlinger"),
    "physical": ("fysisk", "fysisk funksjon"),
    "social": ("sosial", "sosial og psykisk funksjon"),
}
"""Each field as one types it, and as a text says it."""


def numbered() -> str:
    """The ten fields, to choose from."""
    rows = (f"{place}. {capital(said)}" for place, (_, said) in enumerate(FIELDS.values(), 1))
    return "\n".join(["Dette skal henvisningen si noe om:", *rows])


def named(missing: Sequence[str]) -> str:
    """As "legemidler og fysisk funksjon"; that all is there where nothing is missing."""
    return listed(FIELDS[name][1] for name in missing) if missing else NOTHING


def except_for(missing: Sequence[str]) -> str:
    """As "Alt er til stede, unntatt legemidler og fysisk funksjon."."""
    return f"{NOTHING}, unntatt {named(missing)}." if missing else f"{NOTHING}."


def request(missing: Sequence[str], received: date | None, phone: str) -> str:
    """To the referrer, by secure message (P7): plain, without courtesies."""
    whose = f"Gjelder henvisning mottatt {dates.digits(received)}." if received else ""
    asks = f"Vi trenger flere opplysninger for å vurdere henvisningen: {named(missing)}."
    return " ".join(
        part for part in (whose, asks, f"Svar på denne meldingen. Telefon: {phone}.") if part
    )


def lacks(has: str) -> tuple[str, ...]:
    """The fields that are missing, of what a task `has`."""
    return tuple(name for name in has.split(",") if name in FIELDS)


def is_asked(has: str) -> bool:
    """Whether the referrer has been asked."""
    return ASKED in has.split(",")


def job(what: Job) -> str:
    """What the secretary is to do; `has` is what is missing, and whether it was asked for."""
    missing = lacks(what.has)
    said = named(missing) if missing else "opplysninger"
    if is_asked(what.has):
        return f"Henviseren er spurt om {said}. Kryss av det som har kommet."
    return f"Henvisningen mangler {said}. Be henviseren om det, eller kryss av det som har kommet."


def ways(what: Job) -> tuple[tuple[str, str], ...]:
    """The text is sent once, and then what comes is ticked off."""
    return (SHOW,) if is_asked(what.has) else (SENT, SHOW)


def done(ref: str, missing: Sequence[str]) -> str:
    """It is recorded."""
    if not missing:
        return f"Registrert i sak {ref}: Alt er til stede i henvisningen."
    after = "Vi minner om det til alt er krysset av."
    return f"Registrert i sak {ref}: {except_for(missing)} {after}"
