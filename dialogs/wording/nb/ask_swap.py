"""*Bytt deltaker*: who goes, who comes, who leads now, and what does not follow the place."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.wording.nb import ask_invite, names
from dialogs.wording.nb.ask_people import how
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.grammar import capital, counted, listed, sentences
from pathway.model import Participant
from pathway.words import Role

TITLE = "Bytt deltaker"
WHO = ("Hvem skal byttes ut?", "Byttes ut", "Velg fra listen.")
STAFF = ("Hvem kommer i stedet?", "Kommer i stedet", "Velg fra listen.")
NAME = ("Hvem kommer i stedet?", "Kommer i stedet", "Skriv navnet, for eksempel «Anne».")
LEADER = ("Hvem skal lede møtet nå?", "Møteleder", "Velg fra listen.")
YES = "Bytt deltaker"
QUESTION = "Skal jeg bytte deltakeren?"


def nobody(ref: str) -> str:
    """Only those who are replaced in another way are there."""
    leader = f"Skriv «bytt møteleder {ref}» for å bytte møteleder."
    return f"Ingen i sak {ref} kan byttes slik. {gp(ref)} {adviser(ref)} {leader}"


def gp(ref: str) -> str:
    """Another doctor has words of its own (D2)."""
    return f"Skriv «{typed('replace_gp', ref)}» for å bytte fastlege."


def adviser(ref: str) -> str:
    """So has another adviser (R14)."""
    return f"Skriv «{typed('adviser', ref)}» for å bytte veileder i Nav."


def patient() -> str:
    """The case is the patient's."""
    return "Pasienten kan ikke byttes. Saken gjelder pasienten."


def leads_only(name: str, ref: str) -> str:
    """Somebody who leads the meeting, and is not called in to it."""
    return f"{name} leder møtet, men er ikke deltaker. Skriv «bytt møteleder {ref}»."


def facts(
    gone: Participant, new: Participant, parts: Sequence[int], leader: str
) -> list[tuple[str, str]]:
    """The one and the other, and what is handed on from the one to the other."""
    return [
        (WHO[1], ask_invite.person(gone.role, gone.name, gone.office)),
        (STAFF[1], capital(new.name or names.role(new.role))),
        ("Deltar", capital(how(new))),
        ("Med i", f"del {listed(str(n) for n in parts)}" if parts else ""),
        ("Må eller kan", "Kan være med, trenger ikke å svare" if not new.must else ""),
        (LEADER[1], leader),
    ]


def stays(ref: str, name: str, *, responsible: bool, tasks: int) -> str:
    """What the one who goes still has in the case (D4, D5)."""
    own = f"{name} er fortsatt ansvarlig kliniker. Skriv «{typed('correct', ref)}» for å endre det."
    handed = counted(tasks, "oppgave", "oppgaver")
    give = f"Skriv «{typed('hand_over', ref)}» for å la en annen overta."
    still = f"{name} har fortsatt {handed} i saken. {give}"
    return sentences(own if responsible else "", still if tasks else "")


def consent_first(ref: str, gone: str, new: Participant) -> str:
    """R13: the consent was for another; empty for those who need none."""
    if new.role is not Role.OTHER:
        return ""
    return (
        f"Samtykket gjaldt {gone}. {new.name} kan kalles inn når pasienten har samtykket. "
        f"Skriv «{typed('consent', ref)}» for å registrere det."
    )


def swapped(ref: str, gone: str, new: str) -> str:
    """It was done."""
    return f"{new} har tatt plassen til {gone} i sak {ref}."


def called(person: Participant) -> str:
    """As one speaks of somebody: by name, or by role where no name is known."""
    return person.name or names.role_definite(person.role)
