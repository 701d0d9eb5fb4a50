"""*Ny pasient* and *finn*: what is asked, and what is said afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogs.wording.nb import dates, names, phones, planning
from dialogs.wording.nb.grammar import counted, others, sentence, sentences
from pathway.commands import RegisterPatient
from pathway.views import CaseLine
from pathway.words import Milestone

TITLE = "Ny pasient"

NAME = (
    "Hva heter pasienten? Skriv navn eller initialer. Bare ansatte ser det.",
    "Navn eller initialer (bare for ansatte)",
    "Skriv for eksempel «Test Testesen» eller «T.T.».",
)
RECEIVED = (
    "Når ble henvisningen mottatt?",
    "Henvisning mottatt",
    "Skriv en dato, for eksempel 7. september eller 07.09.2026.",
)
GP = (
    "Hvem er fastlegen? Skriv navn og legekontor, eller «ingen fastlege».",
    "Fastlege",
    "Skriv for eksempel «Kari Nordmann, Solsiden legesenter».",
)
PHONE = (
    "Hva er pasientens telefonnummer? Det kan vente.",
    "Pasientens telefon (kan vente)",
    "Skriv åtte sifre, for eksempel 91 23 45 67.",
)
EMAIL = (
    "Hva er pasientens e-postadresse? Det kan vente.",
    "Pasientens e-post (kan vente)",
    "Skriv for eksempel navn@eksempel.no.",
)
REACHED = (
    "Hva er e-postadressen eller telefonnummeret? Det kan vente.",
    "E-post eller telefon (kan vente)",
    "Skriv for eksempel navn@eksempel.no eller 91 23 45 67.",
)
WHOSE = (
    "Hvem hører det til?",
    "Hvem hører det til?",
    "Skriv «fastlegen», «pasienten» eller «ingen av dem».",
)
OWNERS = {"gp": "Fastlegen", "patient": "Pasienten", "nobody": "Ingen av dem"}
_OWNER_WORDS = {
    **dict.fromkeys(("lege", "legen", "fastlege", "fastlegens", "legens", "legekontoret"), "gp"),
    **dict.fromkeys(("pasient", "pasientens"), "patient"),
    **dict.fromkeys(("ingen", "nei", "andre", "noen andre"), "nobody"),
}
CLINICIAN = (
    "Hvem er ansvarlig kliniker? Det kan vente.",
    "Ansvarlig kliniker, som også deltar (kan vente)",
    "Velg fra listen.",
)
NO_GP = "Ingen fastlege"
NOBODY = "ingen"
NAME_WITHOUT_LETTERS = "Et navn må ha bokstaver."

REGISTER = "Registrer pasienten"
REGISTER_ANYWAY = "Skal jeg registrere pasienten likevel?"
REGISTER_THIS = "Skal jeg registrere pasienten?"
ALREADY = "Det finnes allerede saker som ligner:"
ALREADY_THIS = "Pasienten er trolig allerede registrert i sak {ref}:"

FIND_TITLE = "Søk"
NOTHING_FOUND = "Jeg fant ingen saker. Prøv referansen, navnet, en dato eller legekontoret."


def you_wrote(reached: str) -> str:
    """Above the question whose it is."""
    return f"Du skrev {reached}."


def owner_named(text: str) -> str:
    """Whose it is, in other words than the buttons'; empty for none."""
    return _OWNER_WORDS.get(text.casefold().strip(" .!"), "")


def summary(
    command: RegisterPatient, gp_reached: tuple[str, str], clinician: str
) -> list[tuple[str, str]]:
    """What is about to be registered; of the GP's address and number what was said now."""
    email, phone = gp_reached
    gp = command.gp
    return [
        ("Navn", command.name),
        ("Henvisning mottatt", dates.full(command.referral_received)),
        ("Fastlege", ", ".join(filter(None, (gp.name, gp.office))) if gp else NOBODY),
        ("Fastlegen nås på", ", ".join(filter(None, (phones.number(phone), email)))),
        ("Ansvarlig kliniker", clinician),
        (
            "Pasienten nås på",
            ", ".join(filter(None, (phones.number(command.phone), command.email))),
        ),
    ]


def registered(ref: str, name: str, deadline: date | None, today: date) -> str:
    """After it is done: the reference, and what is next."""
    first = f"{name} er registrert. Saken har referansen {ref}."
    if deadline is None:
        return first
    return f"{first} {planning.must_by(Milestone.ASSESSMENT_STARTED, deadline, today)}"


def found(number: int) -> str:
    """Above what was found."""
    return f"Jeg fant {counted(number, 'sak', 'saker')}:"


def more_found(number: int) -> str:
    """Below the first ones."""
    return f"… og {others(number)}. Skriv mer for å finne færre."


def case_line(line: CaseLine) -> str:
    """As "K7M2, Test Testesen. Før SHM1. Møte 24. november 2026. Solsiden legesenter."."""
    meeting = f"møte {dates.short_year(line.next_meeting)}" if line.next_meeting else ""
    received = line.referral_received
    parts = (
        "avsluttet" if line.closed else names.stage(line.stage),
        meeting,
        f"henvisning mottatt {dates.digits(received)}" if received else "",
        ", ".join(part for part in (line.gp, line.office) if part),
    )
    who = f"{line.ref}, {line.name}" if line.name else line.ref
    return sentences(*(sentence(part) for part in (who, *parts) if part))


def case_choice(line: CaseLine) -> str:
    """As "K7M2, Test Testesen, henvisning mottatt …, Kari Testlege": two of one name differ."""
    received = line.referral_received
    parts = (
        line.ref,
        line.name,
        f"henvisning mottatt {dates.digits(received)}" if received else "",
        line.gp,
        "avsluttet" if line.closed else "",
    )
    return ", ".join(part for part in parts if part)


def similar(lines: Sequence[CaseLine], *, twice: str = "") -> str:
    """The cases that look like the one about to be registered; `twice` seems to be the same."""
    first = ALREADY_THIS.format(ref=twice) if twice else ALREADY
    return "\n".join([first, *(f"- {case_line(line)}" for line in lines)])
