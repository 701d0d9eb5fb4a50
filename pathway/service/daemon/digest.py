"""The day's digest: the tasks that wait for one member of staff, at most once a working day (D4).

A task stays waiting until the digest that holds it has been shown, so nothing unread is lost.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import promises, workdays
from pathway.outgoing import Content, Hours, Sending, SendingKind, SendingStatus
from pathway.owed.papers import PAPERS
from pathway.ports import DigestLine
from pathway.questions import STRAYS
from pathway.service.answers import stray_mail
from pathway.service.staff import leaving_staff, put_off
from pathway.words import CaseRef, Channel, PromiseKind, Role, SendingId, StaffId

if TYPE_CHECKING:
    from datetime import date, datetime

    from pathway.case import Case
    from pathway.clinic import Clinic, Staff
    from pathway.service.context import Context

MOST_WAYS, MOST_OF_A_CLINICIANS = 2, 5
"""Of what can be done about a task, beside its line; the rest is behind *oppgaver*.

Clinicians have few, and settle theirs from the reminder itself.
"""

Line = tuple[CaseRef, Sending, PromiseKind]


def hour_has_come(context: Context, staff_id: str) -> bool:
    """Whether it is a working day, and this person's hour (D4); never for one who is away."""
    clinic = context.clinic
    if clinic.roster.stand_in(staff_id) != staff_id:
        return False  # what lies there waits until they are back
    opens = clinic.digest_hour(clinic.member(staff_id))
    return workdays.may_leave(context.now, Hours.WORKING, clinic.zone, opens, clinic.work_to)


def next_hour(clinic: Clinic, staff_id: StaffId, now: datetime) -> datetime:
    """The first moment after `now`, UTC, at which this person's digest may be made."""
    opens = clinic.digest_hour(clinic.member(staff_id))
    day = workdays.on_or_after(workdays.local_date(now, clinic.zone))
    todays = workdays.moment(day, opens, clinic.zone)
    return todays if todays > now else workdays.moment(workdays.add(day, 1), opens, clinic.zone)


def digest_is_due(context: Context, staff_id: StaffId) -> bool:
    """Whether the person's hour has come and no digest was made today (D4)."""
    in_hours = hour_has_come(context, staff_id)
    return in_hours and not context.ledger.digest_sent(staff_id, context.today)


def readers(context: Context) -> tuple[Staff, ...]:
    """Staff whose digest is due and may have something to hold: what waits, whose cases nobody has.

    While mails of no case lie there, everybody.
    """
    staff = context.clinic.staff
    asked: set[str] = {one.id for one in staff}
    if not context.ledger.strays():
        asked = {*context.ledger.in_touch(asked), *leaving_staff.told_of_gone(context)}
    return tuple(one for one in staff if one.id in asked and digest_is_due(context, one.id))


def gather_digest(context: Context, staff_id: StaffId) -> tuple[Sending, ...]:
    """Put this person's waiting tasks into one digest, when there is a new one among them.

    Returns the task rows that are new. A digest that was not read is replaced, never doubled.
    """
    if not digest_is_due(context, staff_id):
        return ()
    waiting = context.ledger.waiting_chat(staff_id)
    unread = [s for s in waiting if s.kind is SendingKind.DIGEST]
    lines = [line for s in waiting if s.kind is SendingKind.TASK for line in _judged(context, s)]
    seen = max((s.created_at for s in unread), default=None)
    fresh = tuple(task for _, task, _ in lines if seen is None or task.created_at > seen)
    if fresh or _only_strays(context, staff_id, unread) or _only_gone(context, staff_id, unread):
        for digest in unread:
            context.ledger.put_sending(replace(digest, status=SendingStatus.DROPPED))
        context.ledger.put_sending(_digest(context, staff_id, lines))
    return fresh


def of_today(context: Context, unread: Sending) -> Sending | None:
    """One that could not be handed over on its day is today's; None where there is one (D4)."""
    if workdays.local_date(unread.created_at, context.clinic.zone) == context.today:
        return unread
    given = context.ledger.digest_sent(unread.to, context.today)
    return None if given else replace(unread, created_at=context.now)


def renewed(context: Context, unread: Sending) -> Sending | None:
    """A digest as true as it is now; None where all that it held has been settled."""
    waiting = context.ledger.waiting_chat(unread.to)
    held = (s for s in waiting if s.kind is SendingKind.TASK and s.created_at <= unread.created_at)
    lines = [line for task in held for line in _judged(context, task)]
    content = _content(context, unread.to, lines)
    return replace(unread, content=content) if content.held else None


def _only_strays(context: Context, staff_id: StaffId, unread: list[Sending]) -> bool:
    """Whether mails of no case lie over and nobody has been given a digest that says so."""
    said = any(STRAYS in digest.content.held for digest in unread)
    told = stray_mail.digest_line(context, staff_id)
    return not said and told is not None and stray_mail.lies_over(context)


def _only_gone(context: Context, staff_id: StaffId, unread: list[Sending]) -> bool:
    """Whether somebody's cases lie with nobody, and no digest that waits says so."""
    said = any(leaving_staff.GONE in digest.content.held for digest in unread)
    return not said and leaving_staff.digest_line(context, staff_id) is not None


def is_held(context: Context, task: Sending) -> bool:
    """Whether a digest that waits to be read holds the task."""
    waiting = context.ledger.waiting_chat(task.to)
    made = (s.created_at for s in waiting if s.kind is SendingKind.DIGEST)
    return any(task.created_at <= at for at in made)


def is_told(case: Case, clinic: Clinic, task: Sending, today: date) -> bool:
    """Whether a digest of this day holds the task: what is settled or put off is in none (F3)."""
    about = [p for p in promises.open_promises(case) if p.id == task.promise_id]
    return bool(about) and not any(put_off.waits(case, clinic, p, task, today) for p in about)


def _judged(context: Context, task: Sending) -> tuple[Line, ...]:
    """The task as a line if its promise is open; it waits if that is snoozed, or is dropped."""
    case = context.ledger.load_for(task.id, context.access)
    about = [p for p in promises.open_promises(case) if p.id == task.promise_id]
    if about:
        told = is_told(case, context.clinic, task, context.today)
        return ((case.ref, task, about[0].kind),) if told else ()
    dropped = replace(task, status=SendingStatus.DROPPED, done_at=context.now)
    context.ledger.save(case.with_changed(dropped), context.access, what="digest")
    return ()


def _digest(context: Context, staff_id: StaffId, tasks: list[Line]) -> Sending:
    return Sending(
        id=SendingId(context.new_id()),
        clinic_id=context.clinic.id,
        case_id=None,
        to=staff_id,
        role=tasks[0][1].role if tasks else context.clinic.role_of(staff_id),
        channel=Channel.CHAT,
        kind=SendingKind.DIGEST,
        content=_content(context, staff_id, tasks),
        why="D4",
        created_at=context.now,
        not_before=context.now,
        hours=Hours.WORKING,
    )


def _content(context: Context, staff_id: str, tasks: list[Line]) -> Content:
    """The tasks as lines, the urgent first; mails of no case stand where they are always shown."""
    looks = any(one.id == staff_id and one.only_looks for one in context.clinic.staff)
    lines = [_shown(*line, looks=looks) for line in sorted(tasks, key=_urgency)]
    strays = stray_mail.digest_line(context, staff_id)
    if strays is not None:
        lines.insert(1, strays)
    gone = leaving_staff.digest_line(context, staff_id)
    if gone is not None:
        lines.insert(1, gone)
    content = context.texts.digest(lines, context.clinic)
    return replace(content, held=tuple(line.promise_id for line in lines))


def _shown(ref: CaseRef, task: Sending, kind: PromiseKind, *, looks: bool) -> DigestLine:
    """The task with what is likeliest to be done about it; a leader `looks` at the case."""
    clinicians = kind in PAPERS or task.role is Role.CLINICIAN
    most = MOST_OF_A_CLINICIANS if clinicians else MOST_WAYS
    return DigestLine(
        ref=ref,
        text=task.content.text,
        promise_id=task.promise_id or "",
        actions=task.content.actions[-1:] if looks else task.content.actions[:most],
    )


def _urgency(line: Line) -> tuple[bool, int]:
    """What somebody waits for before what is only near, and the longest waiting first (D4)."""
    _, task, kind = line
    return kind is PromiseKind.MILESTONE, -task.step
