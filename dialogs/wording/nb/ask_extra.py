"""*Ekstra møte*: what is asked, and what is said afterwards (R24)."""

from __future__ import annotations

from datetime import date, datetime, time

from dialogs.wording.nb import dates

TITLE = "Ekstra møte"
ON = (
    "Hvilken dag er det ekstra møtet?",
    "Dag",
    "Skriv en dato, for eksempel «torsdag uke 50». Er dagen ikke avtalt, skriv «hopp over».",
)
QUESTION = "Skal jeg registrere dette?"
YES = "Registrer"
WAYS = (("ekstra møte", "Registrer dagen"), ("ekstra møte trengs ikke", "Trengs ikke"))
NOT_TITLE = "Ekstra møte trengs ikke"
NOT_QUESTION = "Skal jeg registrere at det ekstra møtet ikke trengs?"
NOT_YES = "Registrer"
NOT_YET = "Ikke avtalt ennå"
PAST = "Dagen er allerede forbi. Skriv en dag fra i dag og framover."


def facts(on: date | None, at: time | None) -> list[tuple[str, str]]:
    """The day, or that there is none yet."""
    return [(ON[1], _when(on, at) if on else NOT_YET)]


def _when(on: date, at: time | None) -> str:
    return dates.moment(datetime.combine(on, at)) if at else dates.full(on)


def done(ref: str, on: date | None, at: time | None, secretary: str) -> str:
    """The plan waits for the meeting, or the meeting for a day."""
    if on is None:
        return f"Et ekstra møte skal avtales i sak {ref}. {secretary} har fått oppgaven."
    return (
        f"Det ekstra møtet i sak {ref} er {_when(on, at)}. "
        "Vi minner ikke om tiltaksplanen før møtet har vært."
    )


def no_plan(ref: str) -> str:
    """No plan is waited for."""
    return f"Vi venter ikke på tiltaksplanen i sak {ref} nå, så den trenger ikke et ekstra møte."


def not_needed(ref: str) -> str:
    """It is not to be after all."""
    return f"Det ekstra møtet i sak {ref} trengs ikke. Tiltaksplanen følges opp som før."


def none_wanted(ref: str) -> str:
    """There is none to take back."""
    return f"Det er ikke bedt om noe ekstra møte i sak {ref}."
