"""*Rett opp* where more than a field is wrong: the GP, a patient twice, a case by mistake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogs.wording.nb import dates, names
from dialogs.wording.nb.ask_words import COMMANDS
from dialogs.wording.nb.grammar import capital, listed, sentences
from pathway.model import Answer
from pathway.outgoing import CARRIED, SendingKind
from pathway.views import Consequence
from pathway.words import Channel, Role

CHOICES = {
    "gp": "Feil fastlege (en annen skulle stått der)",
    "answer": "Et svar som ikke gjelder denne saken",
    "twice": "Pasienten er registrert to ganger",
    "mistake": "Saken er opprettet ved en feil",
}
WORDS = {
    "gp": ("feil fastlege", "feil lege", "annen fastlege", "fastlegen", "fastlege"),
    "answer": (
        *COMMANDS["correct"][5:],
        *("svar på feil pasient", "et svar", "svaret", "svar"),
    ),
    "twice": ("registrert to ganger", "to ganger", "dobbelt", "dobbeltregistrert", "duplikat"),
    "mistake": ("opprettet ved en feil", "ved en feil", "feilregistrert", "feil pasient"),
}
"""What people type for them; a word alone or in front of what is right."""

RIGHT_GP = (
    "Hvem er den riktige fastlegen? Skriv navn og legekontor.",
    "Riktig fastlege",
    "Skriv for eksempel «Kari Nordmann, Solsiden legesenter».",
)
PUT_RIGHT = "Rett opp fastlege"
PUT_RIGHT_QUESTION = "Skal jeg rette opp hvem som er fastlege?"

GIVEN = ("Hvilket svar gjelder ikke denne saken?", "Svar", "Velg fra listen.")
TAKE_BACK = "Ta bort svaret"
TAKE_BACK_QUESTION = "Skal jeg ta bort svaret?"

REMOVE_TITLE = "Fjern sak"
TWIN = (
    "Hvilken sak er den samme pasienten? Skriv referansen.",
    "Den andre saken",
    "Skriv referansen, for eksempel K7M2.",
)
WHICH = ("Hvilken av sakene skal fjernes?", "Fjernes", "Velg fra listen.")
WHY = (
    "Hvorfor skal saken fjernes?",
    "Grunn",
    "Skriv kort, uten pasientens navn, for eksempel «Henvist til en annen klinikk».",
)
REMOVE = "Fjern saken"


def gp_facts(before: str, after: str) -> list[tuple[str, str]]:
    """Who stands there, and who will."""
    return [("Står nå", before), ("Riktig", after)]


def gp_corrected(ref: str, name: str, *, asked: bool) -> str:
    """Another GP than the one written; `asked` is whether they are asked now."""
    ask = "" if asked else f"Skriv «kall inn {ref}» når fastlegen skal kalles inn."
    return sentences(f"{name} er nå fastlege i sak {ref}.", ask)


def answer_given(who: str, answer: Answer, zone: str) -> str:
    """As "Fastlegen (Kari Nordmann) har svart ja, 3. november 2026 kl. 09.00"."""
    said = names.answered(answer.verdict)
    return f"{capital(who)} {said}, {dates.medium_moment(dates.wall(answer.at, zone))}"


def taken_back_facts(answer: str, left: str) -> list[tuple[str, str]]:
    """The answer that goes, and what holds then."""
    return [("Tas bort", answer), ("Da gjelder", left or "ikke svart")]


def patient_stays_called_in() -> str:
    """Nothing that was sent is recalled without a person (D2)."""
    return (
        "Pasienten er allerede kalt inn, og det blir stående. "
        "Må møtet flyttes eller avlyses, gjør du det etterpå."
    )


def taken_back(ref: str) -> str:
    """The answer counts no more."""
    return f"Svaret teller ikke lenger i sak {ref}. Det står i loggen at det ble tatt bort."


def answer_elsewhere() -> str:
    """An answer for another patient is written there."""
    return "Gjaldt det en annen pasient? Åpne den saken, og skriv «svar»."


def sent_to_each(consequences: Sequence[Consequence]) -> str:
    """What leaves to whom by name, since both are the GP."""
    return "\n".join(_sent(told) for told in consequences if told.kind is not None)


def _sent(told: Consequence) -> str:
    called_off = told.kind is SendingKind.CANCELLATION
    who = told.participant.name or names.role_definite(told.participant.role)
    what = f"{'Avlysningen' if called_off else 'Innkallingen'} til {who}"
    by_hand = told.channel in {Channel.SECURE_MESSAGE, Channel.LETTER, Channel.SMS}
    return f"{what} må du sende selv." if by_hand else f"{what} blir sendt nå."


def from_now_on(role: Role, way: Channel) -> str:
    """What was sent stands; later messages go another way, which a person may have to do."""
    said = f"Senere beskjeder til {names.role_definite(role)} går {names.by_channel(way)}."
    return said if way in CARRIED else f"{said} Dem må du sende selv."


def patient_heard(name: str) -> str:
    """The patient's letter names the wrong doctor (R20b)."""
    return f"Pasienten har fått vite at {name} er kalt inn. Ring pasienten og si hvem det blir."


def remove_facts(ref: str, name: str, received: date | None, why: str) -> list[tuple[str, str]]:
    """The case that goes."""
    return [
        ("Fjernes", f"{ref}, {name}" if name else ref),
        ("Henvisning mottatt", dates.full(received) if received else ""),
        ("Grunn", why),
    ]


def remove_question(ref: str) -> str:
    """The last question names the case that goes, since it may be another than the form's."""
    return f"Skal jeg fjerne sak {ref}? Det kan ikke angres."


def removing() -> str:
    """What removing means."""
    return (
        "Navn og kontaktopplysninger slettes, og saken vises ikke lenger i søk og oversikt. "
        "Loggen over hvem som har åpnet saken, blir stående."
    )


def not_ticked(roles: Sequence[Role]) -> str:
    """Texts that lie ready, and may have been sent without a tick."""
    if not roles:
        return ""
    whom = listed(dict.fromkeys(names.role_definite(role) for role in roles))
    return (
        f"Teksten til {whom} er ikke krysset av som sendt. "
        "Har du sendt den, kan ikke saken fjernes. Svar nei."
    )


def removed(ref: str) -> str:
    """The case is gone."""
    return f"Sak {ref} er fjernet. Ingen utenfor klinikken har fått noe om den."


def stays(ref: str) -> str:
    """The other of two."""
    return f"Sak {ref} blir stående."


def twice_reason(other: str) -> str:
    """Why one of two goes; what is kept of it."""
    return f"Registrert to ganger, se sak {other}"


def is_removed(ref: str) -> str:
    """A removed case cannot be put right."""
    return f"Sak {ref} er fjernet, så det er ingenting å rette i den."


def same_case() -> str:
    """The other case must be another."""
    return "Det er den samme saken."


def no_such_case(ref: str) -> str:
    """The other case is not found."""
    return f"Jeg finner ingen åpen sak «{ref}»."
