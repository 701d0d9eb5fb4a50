"""Somebody is away: who says so, who does their work, and what their meetings need (*fravær*)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pathway import promises, roster, workdays
from pathway.errors import NotAllowedError, NotAwayError
from pathway.outgoing import Hours, Sending, SendingKind, SendingStatus
from pathway.ports import Notice
from pathway.roster import Absence
from pathway.service.context import Context, Outcome, clinic_at
from pathway.service.daemon.chasing import task_notice
from pathway.service.staff.deputies import checked
from pathway.service.staff.task_lines import cases_with_tasks, task_lines
from pathway.telling import to_staff
from pathway.views import TaskLine
from pathway.words import CaseRef, Channel, PromiseKind, Role, SendingId, StaffId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case import Case
    from pathway.clinic import Staff
    from pathway.commands import EndAbsence, RecordAbsence
    from pathway.model import Promise
    from pathway.ports import Booking

WHY = "absence"
KEPT = timedelta(days=90)
"""How long an absence that is over is kept: nobody needs to know longer when somebody was away."""

_FAR = timedelta(days=400)
"""How far ahead meetings are looked for when nobody knows when somebody is back."""


def check_may_say(context: Context, staff_id: str) -> None:
    """Everybody for themselves; the office and leaders for others. `NotAllowedError`."""
    if staff_id not in {person.id for person in may_say_of(context)}:
        raise NotAllowedError


def may_say_of(context: Context) -> tuple[Staff, ...]:
    """Of whom this person may say that they are away; themselves first."""
    person = context.staff
    if person is None:
        return ()
    manages = person.runs_office or Role.LEADER in person.roles
    others = (one for one in context.clinic.staff if manages and one.id != person.id)
    return (person, *others)


def record_absence(context: Context, command: RecordAbsence) -> Outcome:
    """Keep it, and ask about the meetings of those days; the rest follows from the roster.

    What it takes the place of is forgotten, and who was to be the deputy then hears of it.
    `NotAllowedError`, `AbsenceOverError`, `DeputyUnfitError`, `DeputyRingError`,
    `UnknownStaffError`.
    """
    check_may_say(context, command.staff_id)
    absence = checked(context, command)
    for old in context.ledger.absences():
        if old.last is not None and old.last < context.today - KEPT:
            context.ledger.forget_absence(old.id)
    gone = roster.replaced(context.clinic.roster.absences, absence, context.today)
    for old in gone:
        context.ledger.forget_absence(old.id)
    context.ledger.put_absence(absence)
    for old in gone:
        _call_off(context, old, told=old.deputy != absence.deputy)
    _tell_deputy(context, absence)
    _ask_about_meetings(context, absence)
    return Outcome()


def _call_off(context: Context, absence: Absence, *, told: bool = True) -> None:
    """It never begins: a deputy who has heard of it hears that, and its meetings lack nobody."""
    rows = context.ledger.waiting_chat(absence.deputy)
    unheard = [row for row in rows if row.why == _about(absence) and not row.may_have_left]
    for row in unheard:
        dropped = replace(row, status=SendingStatus.DROPPED, done_at=context.now)
        context.ledger.put_sending(dropped)
    if told and not unheard:
        _tell_deputy(context, absence, name="deputy_off")
    _ask_about_meetings(context, absence)


def _tell_deputy(context: Context, absence: Absence, name: str = "deputy") -> None:
    """A colleague hears at once that they are, or are not, to do another's work (D4)."""
    if absence.deputy == context.actor:
        return
    days = {"first": absence.first, "last": absence.last, "today": context.today}
    values = {name: day.isoformat() for name, day in days.items() if day is not None}
    values["name"] = context.clinic.name_of(absence.staff_id)
    notice = Notice(name=name, ref=CaseRef(""), values=values)
    context.ledger.put_sending(
        Sending(
            id=SendingId(context.new_id()),
            clinic_id=context.clinic.id,
            case_id=None,
            to=absence.deputy,
            role=context.clinic.role_of(absence.deputy),
            channel=Channel.CHAT,
            kind=SendingKind.NOTICE,
            content=context.texts.notice(notice),
            why=_about(absence) if name == "deputy" else WHY,
            created_at=context.now,
            not_before=context.now,
            hours=Hours.WORKING,
        )
    )


def _about(absence: Absence) -> str:
    """Why a deputy is told of their turn, which is known by it again."""
    return f"{WHY} {absence.id}"


def still_away(context: Context, row: Sending) -> bool:
    """Whether a deputy's turn is still to be told: it is neither over nor taken back."""
    if not row.why.startswith(f"{WHY} "):
        return True
    known = (one for one in context.clinic.roster.absences if _about(one) == row.why)
    return any(one.last is None or one.last >= context.today for one in known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What an absence means: the tasks that pass on, the meetings of those days, the deputy's own.

    A meeting is its case, its day, and whether the person leads it. `replaces` is what it takes
    the place of. Whose work the person does on the first day is done `also_for` them, by `by`.
    """

    tasks: tuple[TaskLine, ...]
    meetings: tuple[tuple[CaseRef, date, bool], ...]
    deputy_away: tuple[tuple[Absence, StaffId], ...]
    replaces: tuple[Absence, ...] = ()
    also_for: tuple[StaffId, ...] = ()
    by: StaffId | None = None


def foreseen(context: Context, command: RecordAbsence) -> Foreseen:
    """What the command would mean, without doing it; refusals as `record_absence`."""
    check_may_say(context, command.staff_id)
    absence, clinic = checked(context, command), context.clinic
    person = clinic.member(command.staff_id)
    cases = [
        context.ledger.load_for(case_id, context.access)
        for case_id in sorted(cases_with_tasks(context.ledger.owed(), clinic, person))
    ]
    tasks = (line for case in cases for line in task_lines(case, clinic, person, context.today))
    meetings = {
        (one.ref, workdays.local_date(one.start, clinic.zone), one.leader == person.id)
        for one in _meetings_of(context, absence)
    }
    also = (
        (other, clinic.roster.stand_in(command.deputy, max(other.first, command.first)))
        for other in clinic.roster.absences
        if other.staff_id == command.deputy and other.meets(absence)
    )
    return Foreseen(
        tasks=tuple(line for line in tasks if (line.away_until or date.max) >= absence.first),
        meetings=tuple(sorted(meetings)),
        deputy_away=tuple(also),
        replaces=roster.replaced(clinic.roster.absences, absence, context.today),
        also_for=_stood_in_for(context, absence),
        by=clinic.roster.stand_in(command.deputy, absence.first),
    )


def _stood_in_for(context: Context, absence: Absence) -> tuple[StaffId, ...]:
    """Whose work the person does when they leave; what somebody had who left is their own."""
    then = replace(context.clinic.roster, today=max(absence.first, context.today))
    whose = sorted(then.stands_in_for(absence.staff_id))
    return tuple(who for who in whose if (away := then.absence(who)) and not away.leaves)


def end_absence(context: Context, command: EndAbsence) -> Outcome:
    """They are back, and what is theirs comes back; or are not away at all, on that first day.

    `NotAllowedError`, `NotAwayError`.
    """
    check_may_say(context, command.staff_id)
    kept = context.ledger.absences()
    over = list(roster.ended(kept, command.staff_id, command.back_on))
    if not over:
        raise NotAwayError(context.clinic.member(command.staff_id).name)
    for absence in over:
        if absence.last is not None and absence.last < absence.first:
            context.ledger.forget_absence(absence.id)
        else:
            context.ledger.put_absence(absence)
    for before in kept:
        if before.id in {absence.id for absence in over}:
            if before.first > context.today and before.first == command.back_on:
                _call_off(context, before)
            else:
                _ask_about_meetings(context, before)
    return Outcome()


def _ask_about_meetings(context: Context, absence: Absence) -> None:
    """Each meeting of those days is a question to its secretary, and stops being one after."""
    context = replace(context, clinic=clinic_at(context.clinic, context.ledger, context.now))
    for ref in sorted({booking.ref for booking in _meetings_of(context, absence)}):
        case = context.ledger.load(ref, context.access)
        after = promises.reconcile(case, context.clinic, context.now, context.new_id)
        if after != case:
            after = _told(context, case, after)
            context.ledger.save(after, context.access, what="absence")


def _meetings_of(context: Context, absence: Absence) -> Iterator[Booking]:
    zone = ZoneInfo(context.clinic.zone)
    first = max(absence.first, context.today)
    last = absence.last or first + _FAR
    start, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    for booking in context.ledger.bookings(start.astimezone(UTC), end.astimezone(UTC)):
        if absence.staff_id in {booking.leader, *booking.clinicians}:
            yield booking


def _told(context: Context, before: Case, after: Case) -> Case:
    """The secretary hears at once of a meeting that lacks somebody, unless they said so (D4)."""
    known = {promise.id for promise in before.promises}
    for promise in promises.open_promises(after):
        new = promise.kind is PromiseKind.AWAY and promise.id not in known
        if new and context.clinic.roster.stand_in(after.secretary) != context.actor:
            after = after.with_changed(_notice(context, after, promise))
    return after


def _notice(context: Context, case: Case, promise: Promise) -> Sending:
    pen = context.pen(pressed=False)
    notice = task_notice(case, context.clinic, promise)
    row = to_staff(pen, case, case.secretary, Role.SECRETARY, notice, why="D4")
    return replace(row, content=replace(row.content, held=(promise.id,)))
