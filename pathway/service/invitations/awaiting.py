"""What a case waits for, as people read it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pathway import promises, workdays
from pathway.owed.held import ASKED_AFTERWARDS
from pathway.service.daemon import chasing
from pathway.views import Waiting
from pathway.words import InvitationId, PromiseKind

if TYPE_CHECKING:
    from datetime import date

    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.model import Promise


def last_day(case: Case, clinic: Clinic, promise: Promise) -> date:
    """The promise's last day; for an answer never later than the last working day before (F3).

    The ladder is what it is; nobody waits for an answer after the meeting has begun.
    """
    if promise.kind is not PromiseKind.ANSWER:
        return promise.due
    meeting = case.meeting(case.invitation(InvitationId(promise.about)).meeting_id)
    on = meeting.start.date()
    if promise.due < on:
        return promise.due
    asked = workdays.local_date(promise.since, clinic.zone)
    return max(asked, workdays.on_or_before(on - timedelta(days=1)))


def waiting(case: Case, clinic: Clinic, today: date) -> tuple[Waiting, ...]:
    """What a case waits for, reminders and deadlines apart."""
    quiet = {PromiseKind.REMINDER, PromiseKind.MILESTONE, PromiseKind.STILL_STANDS}
    quiet.add(PromiseKind.BRIEFING)
    rows: list[Waiting] = []
    for promise in promises.open_promises(case):
        late = promise.kind is PromiseKind.TIMES_CHOICE and promise.ladder == "postponed"
        not_yet = late or promise.kind in ASKED_AFTERWARDS
        if promise.kind in quiet or (not_yet and not promise.taken):
            continue
        person, due = chasing.subject(case, promise), last_day(case, clinic, promise)
        rows.append(
            Waiting(
                kind=promise.kind,
                promise_id=promise.id,
                owner_role=promise.owner_role,
                owner=promise.handed_to or promise.owner,
                about_role=person.role if person else None,
                since=workdays.local_date(promise.since, clinic.zone),
                due=due,
                overdue=due < today,
                channel=chasing.channel_of(case, promise),
            )
        )
    return tuple(rows)
