"""What would leave when, to whom and why, if nobody did anything more (`shm due`).

The daemon's own steps are taken on a copy of the case, from moment to moment: what would have left
has left there, and what would have been told has been read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import leaving, promises, workdays
from pathway.model import Promise
from pathway.outgoing import CARRIED, Hours, Sending, SendingKind, SendingStatus
from pathway.owed.terms import BY_HAND
from pathway.service.daemon import chasing, delivering, digest, showing
from pathway.service.invitations.inviting import with_left
from pathway.service.staff import passing_on
from pathway.words import (
    CaseRef,
    Channel,
    MeetingKind,
    Milestone,
    PromiseKind,
    Role,
    SendingId,
    StaffId,
)

if TYPE_CHECKING:
    from datetime import date

    from pathway.case import Case
    from pathway.service.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """One message that is to leave.

    `to` is an address, or a staff id in chat, and `name` whose that is. `about` says what it
    concerns, and `why` is a rule id. `subject` is that of a text which is already written,
    `promise` the wait that it belongs to, and `then` the case, both as they stand when it leaves.
    What is `gathered` is told by a digest that is made then.
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
    then: Case | None = field(default=None, compare=False, repr=False)
    gathered: bool = field(default=False, compare=False)


def departures(context: Context, case: Case, until: datetime) -> tuple[Departure, ...]:
    """What waits to leave, and all that the daemon would write up to `until`, in order of time."""
    ahead = _Ahead(context=context, case=case, told_of=dict(context.ledger.stand_ins()))
    found = [*_by_hand(context, case)]
    moment: datetime | None = context.now
    while moment is not None and moment <= until:
        found += ahead.passes(moment)
        moment = ahead.next_pass()
    written = {row.id: row.content.subject for row in case.sendings}
    return tuple(
        replace(departure, subject=written.get(row_id, ""))
        for row_id, departure in sorted(found, key=lambda one: (one[1].at, one[1].to))
        if departure.at <= until
    )


_Found = tuple[SendingId, Departure]


def _by_hand(context: Context, case: Case) -> Iterator[_Found]:
    """What a person must send is a task now, and never leaves by itself (D6)."""
    owed = {promise.about: promise for promise in promises.open_promises(case)}
    for row in case.sendings:
        if not row.waiting or row.channel not in BY_HAND or leaving.frozen(case, row):
            continue
        promise = owed.get(row.id)
        if promise is not None and promises.is_hidden(promise, context.today):
            continue
        whose = promise.handed_to if promise is not None and promise.handed_to else case.secretary
        who = context.clinic.does_work_of(whose)
        departure = departure_of(case, row, max(context.now, row.not_before))
        yield (
            row.id,
            replace(
                departure,
                to=who,
                name=who,
                role=Role.SECRETARY,
                channel=Channel.CHAT,
                kind=SendingKind.TASK,
            ),
        )


@dataclass(slots=True, kw_only=True)
class _Ahead:
    """A case on its way through the daemon's passes, while nobody acts.

    `told_of` is who does whose work, as it was last told; `read_on` the day of the last digest.
    """

    context: Context
    case: Case
    told_of: dict[StaffId, StaffId]
    read_on: dict[str, date] = field(default_factory=dict)

    def passes(self, now: datetime) -> Iterator[_Found]:
        """One pass of the daemon at this moment: what leaves, and what is told."""
        clinic = self.context.clinic
        today = workdays.local_date(now, clinic.zone)
        clinic = replace(clinic, roster=replace(clinic.roster, today=today))
        self.context = replace(self.context, now=now, clinic=clinic)
        if any(step_at <= now for step_at in self._steps()):
            self.case = chasing.take_steps(self.case, self.context.pen(pressed=False))
        for change in passing_on.turned(self.context, self.told_of):
            self.case = passing_on.passed(self.context, self.case, change)
            self.told_of[change.staff_id] = change.now
        yield from self._told()
        yield from self._left()

    def _steps(self) -> Iterator[datetime]:
        for promise in promises.open_promises(self.case):
            step_at = promises.next_step_at(self.case, promise, self.context.clinic)
            if step_at is not None:
                yield step_at

    def _told(self) -> Iterator[_Found]:
        """The tasks of those whose digest is made now, as it holds them (D4)."""
        due = {row.to for row in self._tasks() if self._has_digest(row.to)}
        for row in self._tasks():
            if row.to in due or digest.is_held(self.context, row):
                for row_id, told in self._ends(row, SendingStatus.SHOWN):
                    yield row_id, replace(told, gathered=row.to in due)
        self.read_on |= dict.fromkeys(due, self.context.today)

    def _tasks(self) -> tuple[Sending, ...]:
        """Lines that wait for a digest; what is put off, or settled, is told in none."""
        return tuple(
            row
            for row in self.case.sendings
            if row.kind is SendingKind.TASK
            and row.waiting
            and digest.is_told(self.case, self.context.clinic, row, self.context.today)
        )

    def _has_digest(self, who: str) -> bool:
        known = any(person.id == who for person in self.context.clinic.staff)
        read = self.read_on.get(who) == self.context.today
        return known and not read and digest.digest_is_due(self.context, StaffId(who))

    def _left(self) -> Iterator[_Found]:
        """What the program carries, and what staff are told at once."""
        for row in self._on_their_way():
            if row.not_before > self.context.now:
                continue
            judged = self._judged(row)
            if judged is delivering.Judgement.SEND:
                yield from self._ends(row, SendingStatus.SENT)
            elif judged is delivering.Judgement.DROP:
                self.case = self.case.with_changed(replace(row, status=SendingStatus.DROPPED))

    def _judged(self, row: Sending) -> delivering.Judgement:
        if row.channel in CARRIED:
            return delivering.judge(self.case, self.context, row)
        if not showing.holds(self.case, row, self.context.now):
            return delivering.Judgement.DROP
        ready = self._may_leave(row) <= self.context.now
        return delivering.Judgement.SEND if ready else delivering.Judgement.WAIT

    def _on_their_way(self) -> tuple[Sending, ...]:
        return tuple(
            row
            for row in self.case.sendings
            if row.waiting
            and (row.channel in CARRIED or row.kind is SendingKind.NOTICE)
            and not leaving.frozen(self.case, row)
        )

    def _may_leave(self, row: Sending) -> datetime:
        return self._in_hours(max(row.not_before, self.context.now), row.hours)

    def _in_hours(self, moment: datetime, hours: Hours = Hours.WORKING) -> datetime:
        clinic = self.context.clinic
        return workdays.next_leave(moment, hours, clinic.zone, clinic.work_from, clinic.work_to)

    def _ends(self, row: Sending, status: SendingStatus) -> Iterator[_Found]:
        """It has reached its reader; a ladder that begins with it begins."""
        now = self.context.now
        yield row.id, departure_of(self.case, row, now)
        self.case = self.case.with_changed(replace(row, status=status, done_at=now))
        if row.channel in CARRIED:
            case = with_left(self.case, row.id, now)
            clinic, new_id = self.context.clinic, self.context.new_id
            self.case = promises.reconcile(case, clinic, now, new_id)

    def next_pass(self) -> datetime | None:
        """The next moment at which there is something to do, or None."""
        now, clinic = self.context.now, self.context.clinic
        moments = [self._in_hours(max(step_at, now)) for step_at in self._steps()]
        moments += [self._may_leave(row) for row in self._on_their_way()]
        moments += [digest.next_hour(clinic, StaffId(row.to), now) for row in self._tasks()]
        turns = (day for day in clinic.roster.turns() if day > self.context.today)
        moments += [
            self._in_hours(workdays.moment(day, clinic.work_from, clinic.zone)) for day in turns
        ]
        return min((moment for moment in moments if moment > now), default=None)


def departure_of(case: Case, sending: Sending, at: datetime) -> Departure:
    """A row as the contract shows it."""
    promise = _promise_of(case, sending)
    return Departure(
        at=at,
        to=sending.address or sending.to,
        name=next((p.name for p in case.participants if p.id == sending.to), sending.to),
        role=sending.role,
        channel=sending.channel,
        kind=sending.kind,
        case=case.ref,
        about=_about_sending(case, sending),
        step=sending.step or (promise.step if promise else 0),
        why=sending.why,
        subject=sending.content.subject,
        promise=promise,
        then=case,
    )


def _promise_of(case: Case, sending: Sending) -> Promise | None:
    """The wait that a row belongs to; a briefing names its ladder alone."""
    if sending.promise_id:
        return case.promise(sending.promise_id)
    told = (p for p in promises.open_promises(case) if p.kind is PromiseKind.BRIEFING)
    return next((p for p in told if sending.why == f"D3:{p.ladder}:{p.step}"), None)


def _about_sending(case: Case, sending: Sending) -> str:
    promise = _promise_of(case, sending)
    if promise is not None:
        return about(case, promise)
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
