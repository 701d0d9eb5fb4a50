"""*Forslag*: the times that somebody has proposed, what speaks for and against each, and a no."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from dialogs.wording.nb import dates, names
from dialogs.wording.nb.grammar import capital, listed, sentences
from pathway.views import Consequence
from pathway.words import Role

TITLE = "Forslag til nytt tidspunkt"
ACCEPT_TITLE, ACCEPT = "Godta forslaget", "Flytt møtet"
ACCEPT_QUESTION = "Skal jeg flytte møtet?"
DECLINE_TITLE, DECLINE = "Avslå forslaget", "Tidspunktet står"
DECLINE_QUESTION = "Skal jeg gi beskjed om at tidspunktet står?"
ANOTHER = "Finn et annet tidspunkt"
WHICH = ("Hvilket forslag?", "Forslag", "Velg fra listen.")
WHOSE = ("Hvem kom forslaget fra?", "Forslag fra", "Velg fra listen.")
LOOK = ("forslag", "Se forslaget")


def none(ref: str) -> str:
    """Nobody has proposed anything that stands."""
    return f"Ingen har foreslått et annet tidspunkt i sak {ref}."


def wishes(role: Role, now: datetime, count: int, by_name: str = "") -> str:
    """As "Fastlegen kan ikke tirsdag 24. november kl. 10.00, og foreslår 2 tidspunkter."."""
    who = by_name or capital(names.role_definite(role))
    when = dates.medium_moment(now)
    if not count:
        return f"{who} ønsker et annet tidspunkt enn {when}, men ikke noe bestemt."
    what = "et annet tidspunkt" if count == 1 else f"{count} tidspunkter"
    return f"{who} ønsker ikke {when}, og foreslår {what}."


def offered(number: int, own: datetime, start: datetime) -> str:
    """As "1. torsdag 26. november kl. 13.20. Møtet starter da kl. 13.00."."""
    begins = f"Møtet starter da {dates.at_clock(start)}." if start != own else ""
    return sentences(f"{number}. {dates.moment(own)}.", begins)


def fits() -> str:
    """Nothing speaks against it."""
    return "Det passer med frister, arbeidstid og andre møter."


def deadline(day: date | None) -> str:
    """Until when the meeting must be held."""
    return f"Fristen er {dates.full(day)}." if day else ""


def too_short(minutes: int) -> str:
    """Less time is proposed than they are to be there."""
    return f"Forslaget er bare på {minutes} minutter. Vi spør derfor om de kan være med hele tiden."


def asked_again(told: Sequence[Consequence]) -> str:
    """Who must answer again, and who hears when the GP has."""
    again = _people([c for c in told if c.must_answer and not c.later])
    later = _people([c for c in told if c.later])
    first = f"Må svare på nytt: {again}." if again else "Ingen må svare på nytt nå."
    after = f"Får beskjed når fastlegen har svart ja: {later}." if later else ""
    return sentences(first, after)


def _people(told: Sequence[Consequence]) -> str:
    return listed(dict.fromkeys(names.role_definite(c.participant.role) for c in told))


def cannot(why: str) -> str:
    """The rule that it breaks."""
    return f"Kan ikke velges. {why}"


def accept_button(start: datetime) -> str:
    """As "Flytt til torsdag 26. november kl. 13.00"."""
    return f"Flytt til {dates.medium_moment(start)}"


def choice(role: Role, own: datetime) -> str:
    """As "fastlegen: torsdag 26. november kl. 13.20"."""
    return f"{names.role_definite(role)}: {dates.medium_moment(own)}"


def whose(role: Role) -> str:
    """As "Fastlegen"."""
    return capital(names.role_definite(role))


def moved(ref: str, start: datetime) -> str:
    """The meeting has the proposed time."""
    return f"Møtet i sak {ref} er flyttet til {dates.moment(start)}, slik det ble foreslått."


def stands(ref: str, role: Role, start: datetime, *, later: bool) -> str:
    """The time that was offered stands, and an answer is awaited; `later` waits for the GP."""
    waits = " når fastlegen har svart ja" if later else ", og må svare på nytt"
    return (
        f"Møtet i sak {ref} holdes fortsatt {dates.moment(start)}. "
        f"{capital(names.role_definite(role))} får beskjed{waits}."
    )


def facts(role: Role, now: datetime) -> list[tuple[str, str]]:
    """What is turned down."""
    return [("Til", capital(names.role_definite(role))), ("Tidspunktet står", dates.moment(now))]
