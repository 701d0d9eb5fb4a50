"""What people read when a rule refuses about who is away, and who does their work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dialogs.wording.nb import ask_digest_hour, dates
from dialogs.wording.nb.grammar import listed
from dialogs.wording.neutral import clean, quoted
from pathway import errors


def absence_over(error: errors.AbsenceOverError) -> str:
    """The last day is before the first, or gone by."""
    if error.last < error.first:
        return f"Fraværet kan ikke slutte før det begynner ({dates.short(error.first)})."
    return "Det fraværet er over. Velg en siste dag som er i dag eller senere."


def deputy_unfit(error: errors.DeputyUnfitError) -> str:
    """The deputy may not do what the other does."""
    if not error.instead:
        return f"{clean(error.name)} kan ikke gjøre disse oppgavene, og ingen andre kan det heller."
    fit = listed((clean(name) for name in error.instead), "eller")
    return f"{clean(error.name)} kan ikke gjøre disse oppgavene. Velg {fit} som vikar."


def deputy_ring(error: errors.DeputyRingError) -> str:
    """The deputies lead back to the one who is away: who can, or that nobody is left."""
    first, *others = (clean(name) for name in error.names)
    if error.instead:
        ring = f"{listed(others)} er også borte, og oppgavene ville kommet tilbake til {first}"
        return f"{ring}. Velg {listed(map(clean, error.instead), 'eller')} som vikar."
    office = "Ingen annen helsesekretær eller forløpskoordinator er på jobb alle dagene"
    nobody = office if error.office else "Ingen andre kan være vikar alle dagene"
    way_out = "Velg en tidligere siste dag, eller legg til en kollega i klinikkens fil."
    return f"{nobody}: {listed(others)} er også borte. {way_out}"


def not_away(error: errors.NotAwayError) -> str:
    """There is nothing to end."""
    return f"{clean(error.name)} er ikke meldt borte da. Skriv «hvem er borte» for å se listen."


def digest_hour(error: errors.DigestHourError) -> str:
    """The time is not within the working hours."""
    return ask_digest_hour.outside(error.opens, error.closes)


def nothing_to_hand_over(error: errors.NothingToHandOverError) -> str:
    """Nobody is called this, and nothing is theirs."""
    nobody = f"Jeg finner ingen saker for {quoted(error.staff_id)}."
    return f"{nobody} Sjekk navnet, eller skriv «oversikt»."


def staff_address(error: errors.StaffAddressError) -> str:
    """The address of one of the clinic's own is written in one place alone (R11)."""
    return (
        f"E-postadressen til {clean(error.name)} må rettes i klinikkens fil, clinic.toml. "
        "Spør IT-brukerstøtte. Innkallingene følger med til den nye adressen."
    )


REFUSALS: dict[type[errors.RuleError], Callable[[Any], str]] = {
    errors.AbsenceOverError: absence_over,
    errors.DeputyUnfitError: deputy_unfit,
    errors.DeputyRingError: deputy_ring,
    errors.NotAwayError: not_away,
    errors.DigestHourError: digest_hour,
    errors.NothingToHandOverError: nothing_to_hand_over,
    errors.StaffAddressError: staff_address,
}
