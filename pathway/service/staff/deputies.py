"""Who may do the work of one who is away, and what speaks against a deputy (*fravær*)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import roster
from pathway.errors import AbsenceOverError, DeputyRingError, DeputyUnfitError
from pathway.roster import Absence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pathway.clinic import Clinic, Staff
    from pathway.commands import RecordAbsence
    from pathway.service.context import Context
    from pathway.words import StaffId


def fit_deputies(clinic: Clinic, person: Staff) -> tuple[Staff, ...]:
    """Who may do what this person does: a secretary's work is the office's."""
    others = (other for other in clinic.staff if other.id != person.id)
    return tuple(other for other in others if _fit(other, person))


def _fit(deputy: Staff, person: Staff) -> bool:
    if person.runs_office:
        return deputy.runs_office
    return deputy.runs_office or bool(person.roles & deputy.roles)


def free_deputies(
    context: Context, person: Staff, first: date, last: date | None
) -> tuple[Staff, ...]:
    """Those of them whose own deputies do not lead back to the person on one of these days."""
    return tuple(
        one
        for one in fit_deputies(context.clinic, person)
        if not _ring(context, _absence(context, person, first, last, one))
    )


def usual_deputy(
    clinic: Clinic, person: Staff, among: Sequence[Staff] | None = None, on: date | None = None
) -> Staff | None:
    """Whom nobody has to name: who is at work, a colleague of the same profession before others."""
    among = fit_deputies(clinic, person) if among is None else among
    there = [one for one in among if not clinic.roster.absence(one.id, on)]
    return max(there, key=lambda one: len(one.roles & person.roles), default=None)


def checked(context: Context, command: RecordAbsence) -> Absence:
    """The absence that the command makes, where nothing speaks against it.

    `AbsenceOverError`, `DeputyUnfitError`, `DeputyRingError`, `UnknownStaffError`.
    """
    clinic = context.clinic
    person, deputy = clinic.member(command.staff_id), clinic.member(command.deputy)
    if command.last is not None and command.last < max(command.first, context.today):
        raise AbsenceOverError(command.first, command.last)
    free = free_deputies(context, person, command.first, command.last)
    instead = tuple(one.name for one in free)
    if deputy not in fit_deputies(clinic, person):
        raise DeputyUnfitError(deputy.name, instead)
    absence = _absence(context, person, command.first, command.last, deputy)
    ring = _ring(context, absence)
    if ring:
        names = tuple(clinic.name_of(who) for who in ring)
        raise DeputyRingError(names, instead, office=person.runs_office)
    return absence


def _absence(
    context: Context, person: Staff, first: date, last: date | None, deputy: Staff
) -> Absence:
    return Absence(
        id=context.new_id(),
        staff_id=person.id,
        first=first,
        last=last,
        deputy=deputy.id,
        recorded_at=context.now,
    )


def _ring(context: Context, absence: Absence) -> tuple[StaffId, ...]:
    known = context.clinic.roster
    gone = roster.replaced(known.absences, absence, context.today)
    kept = tuple(one for one in known.absences if one not in gone)
    return replace(known, absences=kept).ring(absence)
