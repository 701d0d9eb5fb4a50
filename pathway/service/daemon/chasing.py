"""The daemon's part of the ledger: take the steps that are due, judged at that moment (D3, F3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from pathway import channels, promises, rules
from pathway.messages import Pen, leaves_at
from pathway.model import Participant, Promise
from pathway.outgoing import Hours, Sending, SendingKind
from pathway.owed import away
from pathway.owed.by_mail import owner_of
from pathway.owed.checklists import lacking
from pathway.owed.papers import PAPERS, as_held
from pathway.owed.terms import BY_HAND, proposes
from pathway.ports import Notice
from pathway.service.afterwards.papers import TOLD_AGAIN, as_told_to, told_of
from pathway.service.daemon.milestone_notice import milestone_notice
from pathway.service.invitations.reminding import (
    REMINDERS,
    asked_and_reminded,
    asks_first,
    reminded_today,
    reminder,
    told_anew,
    without_earlier,
)
from pathway.service.run.briefing import briefing, step_of
from pathway.service.third_parties.calls import of_third_party
from pathway.telling import to_staff
from pathway.variants import MEETING_MILESTONE, Act, Step, Toward
from pathway.words import (
    DOCTORS,
    THIRD_PARTIES,
    Channel,
    InvitationId,
    InvitationState,
    Milestone,
    PromiseId,
    PromiseKind,
    Role,
    StaffId,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from datetime import date

    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.promises import DueStep

_SAYS_MOST = (
    PromiseKind.REMINDER,
    PromiseKind.STILL_STANDS,
    PromiseKind.ANSWER,
    PromiseKind.TIMES,
)


def take_steps(case: Case, pen: Pen) -> Case:
    """Take every step of this case that has fallen due; outside working hours nothing (F3)."""
    if leaves_at(pen, Hours.WORKING) > pen.now:
        return case
    clinic = pen.clinic
    case = promises.reconcile(case, clinic, pen.now, pen.new_id)
    due = [
        (promise, steps)
        for promise in promises.open_promises(case)
        if (steps := promises.steps_due(case, promise, clinic, pen.today))
    ]
    for promise, steps in sorted(due, key=_first_said):
        case = _climbed(case, pen, promise, steps)
    case = _brought_back(case, pen, {p.id for p, steps in due if not _is_besides(p, steps[0])})
    return promises.reconcile(case, clinic, pen.now, pen.new_id)


def _climbed(case: Case, pen: Pen, promise: Promise, steps: tuple[DueStep, ...]) -> Case:
    """The steps are taken; what a paper's owner has not read stands while a leader is told."""
    if not _is_besides(promise, steps[0]):
        case = without_earlier(case, promise)
    for step in steps:
        case = told_anew(case, promise, _messages(case, pen, promise, step))
    return case.with_changed(promises.taken(promise, steps[-1]))


def _is_besides(promise: Promise, due: DueStep) -> bool:
    """Whether a step tells others alone, and the task stays with whoever has it."""
    return promise.kind in PAPERS and Toward.OWNER not in due.step.toward


def _brought_back(case: Case, pen: Pen, stepped: Container[PromiseId]) -> Case:
    """What was put off until today is told again, once, where no step of its own tells it (F3)."""
    for promise in promises.open_promises(case):
        if promise.snoozed_until is None or promises.is_hidden(promise, pen.today):
            continue
        case = case.with_changed(replace(promise, snoozed_until=None))
        again = Step(days=promise.step, toward=_whose(promise, pen.clinic))
        due = promises.DueStep(number=promise.taken, day=pen.today, step=again)
        if promise.id not in stepped and not moot(case, promise, due, pen.today):
            told = _tasks(case, pen, promise, due, again.toward)
            case = told_anew(case, promise, [replace(task, why=TOLD_AGAIN) for task in told])
    return case


def _whose(promise: Promise, clinic: Clinic) -> tuple[Toward, ...]:
    """Whose a task is: the owner's, or theirs to whom the last step passed it on."""
    step = promises.last_taken(promise, clinic)
    if step is None or promise.handed_to is not None or not promises.passes_on(promise, step):
        return (Toward.OWNER,)
    return step.toward


def _first_said(due: tuple[Promise, tuple[DueStep, ...]]) -> int:
    """Of two reminders on one day the one that says more is sent (F11)."""
    return _SAYS_MOST.index(due[0].kind) if due[0].kind in REMINDERS else len(REMINDERS)


def _messages(case: Case, pen: Pen, promise: Promise, due: DueStep) -> tuple[Sending, ...]:
    if moot(case, promise, due, pen.today):
        return ()
    if promise.kind is PromiseKind.BRIEFING:
        return briefing(case, pen, promise, due)
    if due.step.act is Act.REMIND and promise.kind in REMINDERS:
        return _reminding(case, pen, promise, due)
    return _tasks(case, pen, promise, due, due.step.toward)


def _reminding(case: Case, pen: Pen, promise: Promise, due: DueStep) -> tuple[Sending, ...]:
    """The reminder, its text to copy, or the question that comes in its place (D3, F11)."""
    if reminded_today(case, pen, promise):
        return ()
    if asks_first(case, promise):
        return _tasks(case, pen, promise, due, _SECRETARY)
    written = reminder(case, pen, promise, due.step.days)
    if written.channel not in BY_HAND:
        return (written,)
    return (written, *_tasks(case.with_changed(written), pen, promise, due, _SECRETARY))


_SECRETARY = (Toward.SECRETARY,)
_NAMED = DOCTORS | {Role.CLINICIAN}  # in tasks: an office or a colleague


def _tasks(
    case: Case, pen: Pen, promise: Promise, due: DueStep, toward: tuple[Toward, ...]
) -> tuple[Sending, ...]:
    promise = promises.taken(promise, due)
    if not promises.is_hidden(promise, pen.today):
        promise = replace(promise, snoozed_until=None)
    return tasks_for(case, pen, promise, toward, step_of(promise, due))


def tasks_for(
    case: Case, pen: Pen, promise: Promise, toward: tuple[Toward, ...], why: str
) -> tuple[Sending, ...]:
    """A line in the digest of each whom the step turns to; by hand, of who must send it (D3)."""
    notice = notice_of(case, pen.clinic, promise)
    return tuple(
        replace(
            to_staff(
                pen,
                case,
                staff_id,
                role,
                as_told_to(
                    staff_id, promise, replace(notice, values={**notice.values, "reader": role})
                ),
                kind=SendingKind.TASK,
                why=why,
                step=promise.step,
            ),
            promise_id=promise.id,
        )
        for staff_id, role in addressees(case, pen.clinic, promise, toward)
    )


def moot(case: Case, promise: Promise, due: DueStep, today: date) -> bool:
    """A warning before a deadline is not given while the meeting is arranged in time.

    Nor is the patient reminded by a letter that comes too late, or rung up more than once.
    """
    if promise.kind is PromiseKind.REMINDER:
        invitation = case.invitation(InvitationId(promise.about))
        return not channels.reminds(case, invitation, due.number, due.step.days)
    warns = promise.kind is PromiseKind.MILESTONE and due.step.days >= 0
    return warns and arranged_in_time(case, promise, today)


def arranged_in_time(case: Case, promise: Promise, today: date) -> bool:
    """Whether the milestone's meeting is to come by the deadline, and has been asked for."""
    milestone = Milestone(promise.about)
    kind = next((k for k, m in MEETING_MILESTONE.items() if m is milestone), None)
    meeting = case.meeting_of(kind) if kind else None
    if meeting is None or not meeting.alive:
        return False
    if not today <= meeting.start.date() <= promise.due:
        return False
    states = {rules.state_of(case, i) for i in case.invitations_to(meeting.id)}
    return bool(states & {InvitationState.SENT, InvitationState.ACCEPTED})


def notice_of(case: Case, clinic: Clinic, promise: Promise) -> Notice:
    """What the step just taken says, where it concerns staff (D3)."""
    if promise.kind is PromiseKind.MILESTONE:
        return milestone_notice(case, clinic, promise)
    return task_notice(case, clinic, promise)


def task_notice(case: Case, clinic: Clinic, promise: Promise, name: str = "task") -> Notice:
    """What is to do about a promise; names who was asked and when (D3)."""
    person = subject(case, promise)
    asked, reminded = asked_and_reminded(case, clinic, promise)
    meeting = as_held(case, promises.meeting_of(case, promise))
    values = {
        "kind": promise.kind,
        "channel": channel_of(case, promise) or "",
        "role": person.role if person else "",
        "person": (person.office or person.name) if person and person.role in _NAMED else "",
        "asked": asked,
        "reminded": reminded,
        "due": promise.due.isoformat(),
        "step": str(promise.step),
        "toward": promises.turned_to(promise, clinic),
        "proposes": "yes" if proposes(case, promise) else "",
        "linked": "yes" if meeting and meeting.link else "",
        "meets": meeting.kind if meeting else "",
        "sends": next((s.kind for s in case.sendings if s.id == promise.about), ""),
    }
    if person is not None and person.role in THIRD_PARTIES:
        values |= of_third_party(case, promise, person)
    if promise.kind in PAPERS:
        values |= told_of(case, clinic, promise)
    if promise.kind is PromiseKind.AWAY:
        values["has"] = away.missing(clinic, promise)
    if promise.kind is PromiseKind.REFERRAL_CONTENT:
        values["has"] = lacking(case, promise)
    on = meeting.start.date() if meeting else None
    return Notice(name=name, ref=case.ref, values=values, on=on, zone=clinic.zone)


def subject(case: Case, promise: Promise) -> Participant | None:
    """The participant whom a promise is about, if any."""
    for invitation in case.invitations:
        if invitation.id == promise.about:
            return case.participant(invitation.participant_id)
    people = (a.participant_id for a in case.asked if a.id == promise.about)
    for participant_id in people:
        return case.participant(participant_id)
    for question in case.questions:
        if question.id == promise.about:
            return owner_of(case, question)
    for sending in case.sendings:
        if sending.id == promise.about:
            return next((p for p in case.participants if p.id == sending.to), None)
    return next((p for p in case.participants if p.id == promise.about), None)


def channel_of(case: Case, promise: Promise) -> Channel | None:
    """How the text travels that a person is to send for this promise, or None (D6)."""
    own = [s for s in case.sendings if promise.id == s.promise_id or promise.about == s.id]
    by_hand = [s.channel for s in own if s.waiting and s.channel in BY_HAND]
    return by_hand[-1] if by_hand else None


def addressees(
    case: Case, clinic: Clinic, promise: Promise, toward: tuple[Toward, ...]
) -> Iterator[tuple[StaffId, Role]]:
    """The members of staff whom a step turns to, also those who are away; nobody hears twice."""
    seen: set[str] = set()
    found = [who for target in toward for who in _resolve(case, clinic, promise, target)]
    for staff_id, role in sorted(found, key=lambda one: clinic.does_work_of(one[0]) != one[0]):
        told = clinic.does_work_of(staff_id)
        if told not in seen:
            seen.add(told)
            yield StaffId(staff_id), role


def _resolve(
    case: Case, clinic: Clinic, promise: Promise, target: Toward
) -> tuple[tuple[str, Role], ...]:
    if promise.handed_to is not None and target in promises.HELD_BY_HAND:
        return ((promise.handed_to, clinic.role_of(promise.handed_to)),)
    match target:
        case Toward.OWNER:
            if any(person.id == promise.owner for person in case.participants):
                return ((case.secretary, Role.SECRETARY),)
            return ((promise.owner, promise.owner_role),)
        case Toward.SECRETARY:
            return ((case.secretary, Role.SECRETARY),)
        case Toward.CLINICIAN:
            return ((case.clinician, Role.CLINICIAN),) if case.clinician else ()
        case Toward.COORDINATOR | Toward.LEADER:
            role = clinic.acting_role(Role(target.value))
            return tuple((person.id, role) for person in clinic.with_role(role))
        case _:
            assert_never(target)
