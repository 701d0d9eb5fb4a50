"""What every use case is given, and how one is carried out: load, decide, save."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from pathway import workdays
from pathway.clinic import Clinic
from pathway.errors import NotAllowedError, WhyNeededError
from pathway.messages import Pen
from pathway.model import Answer
from pathway.ports import Access, AuditEntry, Ledger, LinkMaker, Texts
from pathway.roster import Roster
from pathway.words import CaseRef, Role, StaffId

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Contact, Staff
    from pathway.views import Consequence, Plan

REFUSED = "refused"
"""What the log says of one who wanted to see a case, and was asked why instead."""

PROGRAM = "program"
"""The actor of what the program does of itself."""


def clinic_at(clinic: Clinic, ledger: Ledger, now: datetime) -> Clinic:
    """The clinic of the file with what its people have said since.

    That is who is away at this moment, as far as a deputy is there, and when each wants the digest.
    """
    clinic = replace(clinic, staff=_with_hours(clinic.staff, ledger.digest_hours()))
    known = {person.id for person in clinic.staff}
    absences = tuple(absence for absence in ledger.absences() if absence.deputy in known)
    if not absences and not clinic.roster.absences:
        return clinic
    return replace(clinic, roster=Roster(absences, workdays.local_date(now, clinic.zone)))


def _with_hours(staff: tuple[Staff, ...], hours: Mapping[StaffId, time]) -> tuple[Staff, ...]:
    """The staff with the times that they have chosen; the very same where nothing is new."""
    if all(hours.get(person.id) == person.digest_chosen for person in staff):
        return staff
    return tuple(replace(person, digest_chosen=hours.get(person.id)) for person in staff)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """One turn, tick or answer: when, who, through which door and why, and the seams.

    `now` is read once, in the assembly. `actor` is a staff id, a participant id or `PROGRAM`.
    `why` is the reason given by one who is not on the case's team (P3).
    """

    now: datetime
    actor: str
    door: str
    clinic: Clinic
    ledger: Ledger
    texts: Texts
    new_id: Callable[[], str]
    new_ref: Callable[[], str]
    links: LinkMaker
    why: str = ""

    @property
    def today(self) -> date:
        """The date in the clinic."""
        return workdays.local_date(self.now, self.clinic.zone)

    @property
    def access(self) -> Access:
        """The audit's who, when, which door and why."""
        return Access(actor=self.actor, at=self.now, why=self.why, door=self.door)

    @property
    def staff(self) -> Staff | None:
        """The acting member of staff, or None for the program and for people outside."""
        return next((person for person in self.clinic.staff if person.id == self.actor), None)

    def pen(self, *, pressed: bool = True) -> Pen:
        """What decisions are written with."""
        return Pen(
            clinic=self.clinic,
            texts=self.texts,
            new_id=self.new_id,
            now=self.now,
            actor=self.actor,
            bookings=self.ledger.bookings,
            link_users=self.ledger.link_users,
            earlier=self.ledger.earlier,
            pressed=pressed,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a use case did: the case before and after, the plan applied, the answer recorded.

    What is done with a contact has no case; the contact is then as it now stands. `undone` names
    the command that an undoing took back, `moved` is how many cases went from one to another.
    """

    after: Case | None = None
    before: Case | None = None
    plan: Plan | None = None
    answer: Answer | None = None
    contact: Contact | None = None
    undone: str = ""
    moved: int = 0

    @property
    def case(self) -> Case:
        """The case after; `LookupError` where none was concerned."""
        if self.after is None:
            raise LookupError
        return self.after

    @property
    def told(self) -> tuple[Consequence, ...]:
        """Who hears what of the plan that was applied; nobody where there was none."""
        return self.plan.consequences if self.plan else ()

    def about(self, before: str) -> str:
        """The case to go on with: none where it was removed, `before` where none was concerned."""
        if self.after is None:
            return before
        return "" if self.after.removed else self.after.ref


def opened(context: Context, ref: CaseRef) -> Case:
    """The case, for one who may see it; refusals as `check_team`, and the log says which (P3).

    One who is refused saw nothing: the look is taken back, and a row `refused` stands instead.
    """
    try:
        with context.ledger.savepoint():
            case = context.ledger.load(ref, context.access)
            check_team(context, case)
    except WhyNeededError as error:
        context.ledger.note_audit(
            AuditEntry(
                at=context.now,
                actor=context.actor,
                ref=error.ref,
                what=REFUSED,
                why="",
                door=context.door,
            )
        )
        raise
    return case


def check_team(context: Context, case: Case) -> None:
    """`WhyNeededError` for staff who are not on the case's team and gave no reason (P3)."""
    person = context.staff
    if person is not None and not context.why and not is_on_team(person, case, context.clinic):
        raise WhyNeededError(case.ref)


def is_on_team(person: Staff, case: Case, clinic: Clinic) -> bool:
    """Whether this member of staff needs no reason to see whom the case is about (P3).

    A deputy needs none while somebody of the team is away.
    """
    whose = {person.id, *clinic.roster.stands_in_for(person.id)}
    return person.runs_office or bool(whose & team_of(case))


def team_of(case: Case) -> frozenset[StaffId]:
    """Everybody on this case apart from the office, who are on every case."""
    leaders = {meeting.leader for meeting in case.meetings}
    clinicians = {p.staff_id for p in case.participants if p.staff_id}
    responsible = {case.clinician} if case.clinician else set()
    return case.team | leaders | clinicians | responsible | {case.secretary}


def check_may(
    context: Context, *, clinicians: bool, leaders: bool = False, anybody: bool = False
) -> None:
    """`NotAllowedError` where this person's roles do not allow a change."""
    person = context.staff
    if anybody or person is None or person.runs_office:
        return
    allowed = {Role.CLINICIAN: clinicians, Role.LEADER: leaders}
    if not any(allowed.get(role) for role in person.roles):
        raise NotAllowedError
