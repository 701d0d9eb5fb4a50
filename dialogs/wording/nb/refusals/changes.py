"""Refusals of changes to what is agreed, in bokmål: what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dialogs.wording.nb import ask_undo, names
from dialogs.wording.nb.grammar import counted
from dialogs.wording.neutral import clean
from pathway import errors
from pathway.words import Role


def no_such_clock(_: errors.NoSuchClockError) -> str:
    """An hour that is skipped in spring (C2)."""
    return "Klokka stilles fram den natten, så tidspunktet finnes ikke. Velg et annet."


def unknown_agenda(error: errors.UnknownAgendaError) -> str:
    """An agenda that the clinic's file no longer has."""
    name = names.template(clean(error.name))
    return f"Klinikken har ikke lenger møteoppsettet «{name}». Velg et annet."


def part_minutes(_: errors.PartMinutesError) -> str:
    """A part of no minutes (R21)."""
    return "En del må vare minst ett minutt. Gjør den lengre, eller ta den bort."


def meeting_too_long(error: errors.MeetingTooLongError) -> str:
    """All parts together are too long."""
    most = counted(error.limit, "minutt", "minutter", neuter=True)
    return f"Delene kan til sammen vare høyst {most}. Gjør noen av dem kortere."


def nothing_changed(_: errors.NothingChangedError) -> str:
    """It is so already."""
    return "Slik er det allerede. Ingenting er endret, og ingen får melding."


def nothing_to_undo(error: errors.NothingToUndoError) -> str:
    """No change is kept."""
    return ask_undo.nothing(clean(error.ref))


def cannot_undo(error: errors.CannotUndoError) -> str:
    """What was done last is never undone."""
    return ask_undo.never(clean(error.ref), error.what)


def already_left(error: errors.AlreadyLeftError) -> str:
    """A message of the change has left (F6)."""
    return ask_undo.already_left(clean(error.ref), error.what, Role(error.role))


def changed_since(error: errors.ChangedSinceError) -> str:
    """Something else has happened since the change."""
    return ask_undo.changed_since(clean(error.ref), error.what)


REFUSALS: dict[type[errors.RuleError], Callable[[Any], str]] = {
    errors.NoSuchClockError: no_such_clock,
    errors.UnknownAgendaError: unknown_agenda,
    errors.PartMinutesError: part_minutes,
    errors.MeetingTooLongError: meeting_too_long,
    errors.NothingChangedError: nothing_changed,
    errors.NothingToUndoError: nothing_to_undo,
    errors.CannotUndoError: cannot_undo,
    errors.AlreadyLeftError: already_left,
    errors.ChangedSinceError: changed_since,
}
