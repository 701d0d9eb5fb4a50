"""Somebody leaves, or is gone from the clinic's file: their cases and promises move to another."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pathway import promises
from pathway.errors import DeputyUnfitError, NothingToHandOverError, StalePlanError
from pathway.ports import DigestLine, Notice
from pathway.roster import Absence
from pathway.service.context import Context, Outcome, check_may, clinic_at
from pathway.service.staff import passing_on
from pathway.words import CaseRef, Role, StaffId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.clinic import Clinic, Staff
    from pathway.commands import HandOverCases
    from pathway.model import Promise
    from pathway.words import CaseId

GONE = "gone"
"""What a digest's line about those who are gone holds, in the place of a promise's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moves:
    """What moves in one case: who answers for it, who treats, and what is owed."""

    ref: CaseRef
    case_id: CaseId
    revision: int
    secretary: bool
    clinician: bool
    owed: tuple[Promise, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handing:
    """Every case that moves, and the hash that the shown plan is known by."""

    cases: tuple[Moves, ...]
    hash: str


def gone(context: Context) -> tuple[StaffId, ...]:
    """Who answers for an open case, or has something to do, and is not in the file any more.

    One whose cases have a successor already is not among them.
    """
    clinic = context.clinic
    known = {person.id for person in clinic.staff}
    left = context.ledger.answering_staff() - known
    return tuple(sorted(who for who in left if clinic.roster.stand_in(who) not in known))


def readers(clinic: Clinic) -> frozenset[str]:
    """Who is told of those who are gone: whoever coordinates, or else the secretaries."""
    reads = clinic.with_role(clinic.acting_role(Role.COORDINATOR))
    return frozenset(clinic.roster.stand_in(person.id) for person in reads)


def told_of_gone(context: Context) -> frozenset[str]:
    """Who is to be told of those who are gone; nobody where nobody is."""
    return readers(context.clinic) if gone(context) else frozenset()


def digest_line(context: Context, staff_id: str) -> DigestLine | None:
    """Whose cases lie with nobody, for whoever coordinates; None where all are looked after."""
    left = gone(context) if staff_id in readers(context.clinic) else ()
    if not left:
        return None
    notice = Notice(name="gone_staff", ref=CaseRef(""), values={"names": ",".join(left)})
    said = context.texts.notice(notice)
    return DigestLine(ref=CaseRef(""), text=said.text, promise_id=GONE, actions=said.actions)


def planned(context: Context, command: HandOverCases) -> Handing:
    """What would move, case by case.

    `NotAllowedError`, `UnknownStaffError`, `DeputyUnfitError`; `NothingToHandOverError` for one who
    is unknown and has nothing.
    """
    check_may(context, clinicians=False, leaders=True)
    clinic = context.clinic
    to = clinic.member(command.to)
    found = tuple(_moves(context, command.of))
    if not found and all(person.id != command.of for person in clinic.staff):
        raise NothingToHandOverError(command.of)
    fit = [
        one for one in clinic.staff if one.id != command.of and _fits(clinic, one, command, found)
    ]
    if to not in fit:
        raise DeputyUnfitError(to.name, tuple(one.name for one in fit))
    facts = repr((command.of, command.to, command.first, found))
    return Handing(cases=found, hash=hashlib.sha256(facts.encode()).hexdigest())


def _moves(context: Context, of: StaffId) -> Iterator[Moves]:
    for case_id in context.ledger.cases_of(of):
        case = context.ledger.load_for(case_id, context.access)
        owed = (p for p in promises.open_promises(case) if of == (p.handed_to or p.owner))
        moves = Moves(
            ref=case.ref,
            case_id=case.id,
            revision=case.revision,
            secretary=case.secretary == of,
            clinician=case.clinician == of,
            owed=tuple(owed),
        )
        if moves.secretary or moves.clinician or moves.owed:
            yield moves


def _fits(clinic: Clinic, one: Staff, command: HandOverCases, found: tuple[Moves, ...]) -> bool:
    """Whether this person may answer for what moves."""
    of = next((person for person in clinic.staff if person.id == command.of), None)
    runs = any(case.secretary for case in found) or (of is not None and of.runs_office)
    treats = any(case.clinician for case in found)
    return (one.runs_office or not runs) and (Role.CLINICIAN in one.roles or not treats)


def hand_over_cases(context: Context, command: HandOverCases) -> Outcome:
    """Everything moves now, or on the first working day of being gone; once.

    `StalePlanError` where what was shown is no longer what moves, and the refusals of `planned`.
    """
    plan = planned(context, command)
    if command.plan and command.plan != plan.hash:
        raise StalePlanError
    for absence in context.ledger.absences():
        if absence.staff_id == command.of and absence.leaves:
            context.ledger.forget_absence(absence.id)
    context.ledger.put_absence(
        Absence(
            id=context.new_id(),
            staff_id=command.of,
            first=command.first,
            last=None,
            deputy=command.to,
            recorded_at=context.now,
            leaves=True,
        )
    )
    if command.first <= context.today:
        _now(context, command)
    return Outcome(moved=len(plan.cases))


def _now(context: Context, command: HandOverCases) -> None:
    fresh = replace(context, clinic=clinic_at(context.clinic, context.ledger, context.now))
    change = passing_on.Change(staff_id=command.of, before=command.of, now=command.to)
    for case_id in passing_on.cases_of(fresh, change):
        passing_on.pass_on(fresh, case_id, change)
    passing_on.passed_on(fresh, change)
