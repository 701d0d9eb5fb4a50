"""What would leave when, to whom and why, if nobody did anything more (`shm due`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import promises, workdays
from pathway.model import Promise
from pathway.outgoing import Hours, SendingKind
from pathway.owed.terms import BY_HAND
from pathway.service.daemon import chasing
from pathway.service.invitations.reminding import REMINDERS, way_of
from pathway.variants import Act, Toward
from pathway.words import CaseRef, Channel, MeetingKind, Milestone, PromiseKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.outgoing import Sending
    from pathway.promises import DueStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """One message that is to leave.

    `to` is an address, or a staff id in chat, and `name` whose that is. `about` says what it
    concerns, and `why` is a rule id. `subject` is that of a text which is already written,
    `promise` the wait that it belongs to.
    """

    at: datetime
    to: str
    name: str
    role: Role
    channel: Channel
    kind: SendingKind
    case: CaseRef
    about: str
    step: int
    why: str
    subject: str = field(default="", compare=False)
    promise: Promise | None = field(default=None, compare=False)


def departures(case: Case, clinic: Clinic, now: datetime, until: datetime) -> tuple[Departure, ...]:
    """What waits to leave, and every step that falls due up to `until`, in order of time."""
    waiting = (
        _waiting(case, sending, max(now, sending.not_before))
        for sending in case.sendings
        if sending.waiting and sending.not_before <= until
    )
    steps = [
        (promise, departure)
        for promise in promises.open_promises(case)
        for departure in _steps(case, clinic, promise, now, until)
    ]
    once = (d for promise, d in steps if not _doubled(clinic, promise, d, steps))
    return tuple(sorted((*waiting, *once), key=lambda d: (d.at, d.to)))


def _waiting(case: Case, sending: Sending, at: datetime) -> Departure:
    """A row that waits; what a person must send is a task, and never leaves by itself (D6)."""
    departure = departure_of(case, sending, at)
    if sending.channel not in BY_HAND:
        return departure
    return replace(
        departure,
        to=case.secretary,
        name=case.secretary,
        role=Role.SECRETARY,
        channel=Channel.CHAT,
        kind=SendingKind.TASK,
    )


def _doubled(
    clinic: Clinic, promise: Promise, departure: Departure, steps: list[tuple[Promise, Departure]]
) -> bool:
    """Two reminders about one invitation on one day become one (F11)."""
    if promise.kind is not PromiseKind.ANSWER or departure.kind is SendingKind.TASK:
        return False
    day = workdays.local_date(departure.at, clinic.zone)
    return any(
        other.about == promise.about
        and other.kind is not PromiseKind.ANSWER
        and workdays.local_date(rival.at, clinic.zone) == day
        for other, rival in steps
    )


def departure_of(case: Case, sending: Sending, at: datetime) -> Departure:
    """A row as the contract shows it."""
    return Departure(
        at=at,
        to=sending.address or sending.to,
        name=next((p.name for p in case.participants if p.id == sending.to), sending.to),
        role=sending.role,
        channel=sending.channel,
        kind=sending.kind,
        case=case.ref,
        about=_about_sending(case, sending),
        step=sending.step,
        why=sending.why,
        subject=sending.content.subject,
        promise=case.promise(sending.promise_id) if sending.promise_id else None,
    )


def _about_sending(case: Case, sending: Sending) -> str:
    if sending.promise_id:
        return about(case, case.promise(sending.promise_id))
    if sending.invitation_id:
        return case.meeting(case.invitation(sending.invitation_id).meeting_id).kind
    return ""


def about(case: Case, promise: Promise) -> str:
    """What a promise concerns, for people who read: a person, a milestone or a meeting."""
    person = chasing.subject(case, promise)
    if person is not None:
        return person.name or person.role
    if promise.kind in {PromiseKind.MILESTONE, PromiseKind.ASSESSMENT_START}:
        return Milestone(promise.about)
    if promise.kind is PromiseKind.SHM2_DETAILS:
        return MeetingKind(promise.about)
    meetings = [m.kind for m in case.meetings if m.id == promise.about]
    return meetings[0] if meetings else ""


def _steps(
    case: Case, clinic: Clinic, promise: Promise, now: datetime, until: datetime
) -> Iterator[Departure]:
    today = workdays.local_date(now, clinic.zone)
    falls: dict[datetime, DueStep] = {}
    for due in promises.steps_ahead(case, promise, clinic):
        day = workdays.on_or_after(max(due.day, today))
        at = _in_hours(clinic, max(workdays.moment(day, clinic.work_from, clinic.zone), now))
        falls[at] = due  # steps missed collapse into the last (F3)
    lapses = promises.lapses_at(case, promise)
    for at, due in falls.items():
        on = workdays.local_date(at, clinic.zone)
        over = lapses is not None and at >= lapses  # nobody is chased after the start (F3)
        if at <= until and not over and not chasing.moot(case, promise, due, on):
            yield from _step(case, clinic, promise, due, at)


def _in_hours(clinic: Clinic, at: datetime) -> datetime:
    return workdays.next_leave(at, Hours.WORKING, clinic.zone, clinic.work_from, clinic.work_to)


def _by_hand(case: Case, promise: Promise) -> bool:
    return way_of(case, promise) in BY_HAND


_TOLD = {PromiseKind.BRIEFING: SendingKind.NOTICE}
"""What staff are only told, and have nothing to do about."""


def _step(
    case: Case, clinic: Clinic, promise: Promise, due: DueStep, at: datetime
) -> Iterator[Departure]:
    why = f"D3:{promise.ladder}:{due.step.days}"
    person = chasing.subject(case, promise)
    reminds = due.step.act is Act.REMIND and promise.kind in REMINDERS
    if reminds and person is not None and not _by_hand(case, promise):
        yield Departure(
            at=at,
            to=person.email or person.id,
            name=person.name,
            role=person.role,
            channel=way_of(case, promise),
            kind=REMINDERS[promise.kind],
            case=case.ref,
            about=about(case, promise),
            step=due.step.days,
            why=why,
            promise=promise,
        )
        return
    toward = (Toward.SECRETARY,) if reminds else due.step.toward
    for staff_id, role in chasing.addressees(case, clinic, promise, toward):
        yield Departure(
            at=at,
            to=staff_id,
            name=staff_id,
            role=role,
            channel=Channel.CHAT,
            kind=_TOLD.get(promise.kind, SendingKind.TASK),
            case=case.ref,
            about=about(case, promise),
            step=due.step.days,
            why=why,
            promise=promise,
        )
