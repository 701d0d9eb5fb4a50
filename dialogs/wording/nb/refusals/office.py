"""What people read when a rule refuses about the GP's office, or about whose a task is."""

from __future__ import annotations

from dialogs.wording.nb import ask_put_off, checklists
from dialogs.wording.nb.grammar import listed
from dialogs.wording.neutral import clean
from pathway import errors


def nothing_to_chase(_: errors.NothingToChaseError) -> str:
    """Nobody owes this answer."""
    return "Her er det ikke noe svar å purre på. Skriv «sak» for å se hva dere venter på."


def already_reminded(error: errors.AlreadyRemindedError) -> str:
    """One reminder a day (D4)."""
    if error.waiting:
        return "En påminnelse ligger klar. Send den først, og skriv «sendt» når det er gjort."
    return "Det er sendt en påminnelse i dag. Du kan purre igjen i morgen, eller ringe."


def not_their_task(error: errors.NotTheirTaskError) -> str:
    """The person's roles do not allow the task."""
    fit = listed((clean(name) for name in error.instead), "eller")
    return f"{clean(error.name)} kan ikke gjøre denne oppgaven. Gi den til {fit}."


def not_yours(error: errors.NotYoursError) -> str:
    """A colleague has the task that somebody puts off."""
    return ask_put_off.not_yours(error.ref, error.names)


def too_late_by_then(error: errors.TooLateByThenError) -> str:
    """The task would come back when it is of no use any more."""
    return ask_put_off.too_late(error.ref, error.at, meets=error.meets, earlier=error.earlier)


def already_theirs(error: errors.AlreadyTheirsError) -> str:
    """The task is this person's already."""
    return f"{clean(error.name)} har allerede denne oppgaven. Velg en annen, eller «avbryt»."


def nothing_settled(_: errors.NothingSettledError) -> str:
    """Neither doctor, time nor way of attending is another."""
    return "Dette er slik det står fra før. Skriv «svar» for å registrere et vanlig svar."


def day_not_ahead(_: errors.DayNotAheadError) -> str:
    """The day to decide must be ahead."""
    return "Dagen må være i morgen eller senere. Skriv en annen dag."


def still_to_do(error: errors.StillToDoError) -> str:
    """The closing is not ticked, or the note not sent (R10)."""
    return checklists.still_to_do(error.ref, error.kinds)
