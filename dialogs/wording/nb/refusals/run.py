"""Refusals while a meeting is run, in bokmål: what is in the way, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from dialogs.wording.nb import dates
from dialogs.wording.nb.grammar import capital, listed
from dialogs.wording.neutral import clean
from pathway import errors

_OSLO = "Europe/Oslo"


def _clock(moment: datetime) -> str:
    return dates.at_clock(dates.wall(moment, _OSLO))


def _who(name: str) -> str:
    return capital(clean(name)) or "Deltakeren"


def meeting_off(error: errors.MeetingOffError) -> str:
    """It was called off."""
    return (
        f"Møtet {dates.medium(error.on)} er avlyst, så det kan ikke startes. "
        "Skriv «kall inn» for å sette opp et nytt."
    )


def too_early(error: errors.TooEarlyToStartError) -> str:
    """Another day, or hours before."""
    opens = dates.wall(error.opens, _OSLO)
    return (
        f"Møtet er {dates.medium_moment(error.start)} og kan startes fra {dates.at_clock(opens)} "
        "den dagen. Holder dere det nå? Skriv «flytt» først."
    )


def too_late(error: errors.TooLateToStartError) -> str:
    """Long over."""
    return (
        f"Møtet {dates.medium_moment(error.start)} er over. "
        "Skriv «milepæl» for å registrere om det ble holdt."
    )


def already_running(error: errors.AlreadyRunningError) -> str:
    """Another pressed first."""
    return f"{_who(error.by)} startet møtet {_clock(error.at)}. Her ser du hvor dere er."


def meeting_runs(_: errors.MeetingRunsError) -> str:
    """It goes on, so it stays as it is."""
    return (
        "Møtet er i gang, så tidspunktet og delene ligger fast. Skriv «avslutt møtet» når dere er "
        "ferdige. Blir det ikke noe av møtet? Skriv «milepæl» og velg «ikke holdt»."
    )


def not_running(_: errors.NotRunningError) -> str:
    """Nothing was started."""
    return "Det er ikke noe møte i gang i saken. Skriv «start møte» når dere begynner."


def run_over(error: errors.RunOverError) -> str:
    """It is over."""
    by = f" av {clean(error.by)}" if error.by else ""
    return f"Møtet ble avsluttet {_clock(error.at)}{by}. Ingenting er endret."


def run_forgotten(error: errors.RunForgottenError) -> str:
    """Nobody ended it."""
    began = dates.medium_moment(dates.wall(error.at, _OSLO))
    return f"Møtet som startet {began}, er ikke avsluttet. Skriv «avslutt møtet» først."


def run_moved_on(error: errors.RunMovedOnError) -> str:
    """Two pressed at once."""
    return f"{_who(error.by)} trykket {_clock(error.at)}, så dette trykket gjorde ingenting."


def not_leading(error: errors.NotLeadingError) -> str:
    """Whoever follows does not act."""
    return f"{_who(error.leader)} leder møtet. Skriv «ta over møtet» hvis du leder det nå."


def already_leading(_: errors.AlreadyLeadingError) -> str:
    """They lead."""
    return "Du leder møtet allerede."


def last_part(_: errors.LastPartError) -> str:
    """Nothing comes after."""
    return "Dette er den siste delen. Skriv «avslutt møtet» når dere er ferdige."


def nothing_to_reorder(_: errors.NothingToReorderError) -> str:
    """One part is left, or the order is the same."""
    return "Det er ingen annen rekkefølge å velge. Delene som gjenstår, står som de skal."


def torn_by_order(error: errors.TornByOrderError) -> str:
    """Somebody would leave and come back (R21)."""
    who = listed(clean(name) for name in error.who)
    return f"Da må {who or 'noen'} gå ut og komme inn igjen, så rekkefølgen er som før."


def already_paused(_: errors.AlreadyPausedError) -> str:
    """It is paused."""
    return "Møtet har pause allerede. Skriv «fortsett» når dere går videre."


def not_paused(_: errors.NotPausedError) -> str:
    """It is not paused."""
    return "Møtet har ikke pause, så det er ingenting å fortsette fra."


def not_in_meeting(error: errors.NotInMeetingError) -> str:
    """No part is theirs."""
    return f"{_who(error.name)} har ingen del i dette møtet."


def not_their_part(error: errors.NotTheirPartError) -> str:
    """It is not their turn."""
    return f"{_who(error.name)} skal ikke være med i denne delen."


def no_part_left(error: errors.NoPartLeftError) -> str:
    """They are not to be there with Nav, and Nav is there until the end."""
    return (
        f"Nav er med i alle delene som gjenstår, så {clean(error.name) or 'deltakeren'} er ikke "
        "lagt til. Skriv «noen er med pasienten» på nytt hvis de likevel skal være der samtidig."
    )


def already_here(error: errors.AlreadyHereError) -> str:
    """They are there."""
    return f"{_who(error.name)} er registrert som til stede. Skriv «gikk» hvis det er feil."


def not_here(error: errors.NotHereError) -> str:
    """They are not there."""
    return f"{_who(error.name)} er ikke registrert som til stede nå. Skriv «kom» hvis det er feil."


def minutes(error: errors.MinutesError) -> str:
    """So many cannot be."""
    return f"Skriv antall minutter fra 1 til {error.most}."


def nobody_came(_: errors.NobodyCameError) -> str:
    """It was not held."""
    return (
        "Ingen er registrert som til stede, så møtet ble ikke holdt. Skriv «milepæl» og velg "
        "«ikke holdt», eller skriv «kom» og hvem som var der."
    )


def enlist(register: Callable[[Any, Any], Any]) -> None:
    """Each of them as what is said of its error."""
    register(errors.MeetingOffError, meeting_off)
    register(errors.TooEarlyToStartError, too_early)
    register(errors.TooLateToStartError, too_late)
    register(errors.AlreadyRunningError, already_running)
    register(errors.MeetingRunsError, meeting_runs)
    register(errors.NotRunningError, not_running)
    register(errors.RunOverError, run_over)
    register(errors.RunForgottenError, run_forgotten)
    register(errors.RunMovedOnError, run_moved_on)
    register(errors.NotLeadingError, not_leading)
    register(errors.AlreadyLeadingError, already_leading)
    register(errors.LastPartError, last_part)
    register(errors.NothingToReorderError, nothing_to_reorder)
    register(errors.TornByOrderError, torn_by_order)
    register(errors.AlreadyPausedError, already_paused)
    register(errors.NotPausedError, not_paused)
    register(errors.NotInMeetingError, not_in_meeting)
    register(errors.NotTheirPartError, not_their_part)
    register(errors.NoPartLeftError, no_part_left)
    register(errors.AlreadyHereError, already_here)
    register(errors.NotHereError, not_here)
    register(errors.MinutesError, minutes)
    register(errors.NobodyCameError, nobody_came)
