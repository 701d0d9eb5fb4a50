"""What a case waits for, as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway import promises, workdays
from pathway.service import chasing
from pathway.views import Waiting
from pathway.words import PromiseKind

if TYPE_CHECKING:
    from datetime import date

    from pathway.case import Case
    from pathway.clinic import Clinic


def waiting(case: Case, clinic: Clinic, today: date) -> tuple[Waiting, ...]:
    """What a case waits for, reminders and deadlines apart."""
    quiet = {PromiseKind.REMINDER, PromiseKind.MILESTONE, PromiseKind.STILL_STANDS}
    rows: list[Waiting] = []
    for promise in promises.open_promises(case):
        if promise.kind in quiet:
            continue
        person = chasing.subject(case, promise)
        rows.append(
            Waiting(
                kind=promise.kind,
                promise_id=promise.id,
                owner_role=promise.owner_role,
                owner=promise.handed_to or promise.owner,
                about_role=person.role if person else None,
                since=workdays.local_date(promise.since, clinic.zone),
                due=promise.due,
                overdue=promise.due < today,
                channel=chasing.channel_of(case, promise),
            )
        )
    return tuple(rows)
