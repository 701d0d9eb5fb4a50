"""*E-post uten sak*: what came by mail and named no case, and which case it may belong to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dialogs.wording.nb import dates, grammar, names
from dialogs.wording.nb.ask_mail import sender, times, words
from dialogs.wording.nb.grammar import capital, sentences
from pathway.model import Participant
from pathway.questions import Doubt, Question
from pathway.words import CaseRef, Role

TITLE = "E-post uten sak"
NONE = "Det er ingen e-post som mangler sak."
LOOK = "Se e-posten"
SEEN = "Ferdig"
SEEN_QUESTION = "Er denne e-posten sett på?"
BELONGS = "Hører til en sak …"
TIE_TITLE = "Knytt e-post"
TIE_QUESTION, TIE = "Hører e-posten til denne saken?", "Knytt til saken"
TIED = "E-posten er knyttet til saken"
RIGHT_ADDRESS = "Rett opp adressen"
WHOSE = ("Hvilken innkalling gjelder den?", "Innkalling", "Velg fra listen.")


def belongs_to(ref: CaseRef) -> str:
    """On the button."""
    return f"Hører til sak {ref}"


def same_address(refs: Sequence[CaseRef]) -> str:
    """Why a case is suggested."""
    if not refs:
        return ""
    several = len(refs) > 1
    return f"Adressen er kjent fra {'sakene' if several else 'sak'} {grammar.listed(refs)}."


def about(question: Question, zone: str) -> str:
    """Who wrote, when and what."""
    if question.doubt is Doubt.MANY:
        several = "Det har kommet flere e-poster uten sak enn det er plass til å vise her."
        return sentences(several, times(question, zone), "Se dem i postkassen.")
    return sentences(_what(question), times(question, zone), words(question))


def _what(question: Question) -> str:
    who = sender(question)
    if question.doubt in {Doubt.UNDELIVERED, Doubt.DELAYED}:
        late = "er forsinket" if question.doubt is Doubt.DELAYED else "kom ikke fram"
        return f"En e-post herfra {late} ({who}), og vi vet ikke hvilken sak det gjelder."
    if question.doubt is Doubt.UNREADABLE:
        return f"{who} har sendt en e-post som kan være et svar, men den kan ikke leses."
    if question.doubt is Doubt.LETTER:
        return (
            f"{who} har skrevet en e-post uten å si hvilken sak det gjelder. Se den i postkassen."
        )
    if question.doubt is Doubt.AWAY:
        return f"{who} har sendt et fraværssvar, og vi vet ikke hvilken sak det gjelder."
    answer = f"Svaret er {names.verdict(question.verdict)}." if question.verdict else ""
    seems = "som ser ut til å svare på en innkalling, men den sier ikke hvilken sak det gjelder."
    return sentences(f"{who} har sendt en e-post {seems}", answer)


def listed(question: Question, zone: str) -> str:
    """As "Ola Prøve (ola@prove.example), onsdag 4. november kl. 08.31"."""
    return f"{sender(question)}, {dates.medium_moment(dates.wall(question.at, zone))}"


def whose(person: Participant, start: datetime) -> str:
    """As "Fastlegen Kari Testlege, møtet 24. november"."""
    who = f"{capital(names.role_definite(person.role))} {person.name}".strip()
    return f"{who}, møtet {dates.short(start.date())}"


def facts(question: Question, invitation: str, zone: str) -> list[tuple[str, str]]:
    """What is to be tied to what."""
    return [("E-post", listed(question, zone)), ("Gjelder", invitation)]


def to_judge(ref: CaseRef) -> str:
    """It is a question of the case, whose card comes below."""
    return f"E-posten hører nå til sak {ref}. Se på den her:"


def tied(ref: CaseRef, lost: Role | None) -> str:
    """What has become of it; `lost` is who did not get what we sent."""
    done = "Det har allerede kommet et svar, så det er ikke mer å gjøre."
    if lost is not None:
        who = names.role_definite(lost)
        done = (
            f"Det vi sendte om møtet, kom ikke fram til {who}. "
            "Ring i stedet, eller rett opp adressen."
        )
    return f"E-posten hører nå til sak {ref}. {done}"


def noted() -> str:
    """It is seen to."""
    return "E-posten er krysset av."


def waiting(number: int) -> str:
    """Among what there is to do."""
    if number == 1:
        return "Én e-post mangler sak. Se hvem som har skrevet, og knytt den til saken."
    return f"{number} e-poster mangler sak. Se hvem som har skrevet, og knytt dem til sakene."
