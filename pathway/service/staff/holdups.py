"""Who holds what up: for each person the oldest wait, the cases, and what would settle it.

The coordinator is told on the week's first working day, once; a list that was missed then is made
up for on the next working day of that week.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pathway import promises, workdays
from pathway.digests import HeldUp, HeldUpList
from pathway.outgoing import Hours, Sending, SendingKind, SendingStatus
from pathway.service.invitations.awaiting import waiting
from pathway.views import Waiting
from pathway.words import DOCTORS, CaseRef, Channel, Role, SendingId

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.model import Promise
    from pathway.service.context import Context

WHY = "weekly"
_MARK = "weekly"
_KEPT = 10
"""Of so many weeks it is kept that they had their list: a clock that jumps writes none twice."""


def held_up(cases: Iterable[Case], clinic: Clinic, today: date) -> tuple[HeldUp, ...]:
    """Everybody for whom somebody waits longer than the first reminder, the oldest wait first.

    What is put off before coordinator or leader heard of it is no such wait, nor are the deadlines
    that warn of themselves.
    """
    found: dict[tuple[str, Role], list[tuple[CaseRef, Waiting]]] = {}
    for case in cases:
        for promise, wait in _late(case, clinic, today):
            who = _whose(case, clinic, promise)
            found.setdefault(who, []).append((case.ref, wait))
    people = (
        HeldUp(name=name, role=role, waits=tuple(sorted(waits, key=_age)))
        for (name, role), waits in found.items()
    )
    return tuple(sorted(people, key=lambda one: (one.oldest, one.name)))


def _age(wait: tuple[CaseRef, Waiting]) -> tuple[date, CaseRef]:
    return wait[1].since, wait[0]


def _late(case: Case, clinic: Clinic, today: date) -> Iterator[tuple[Promise, Waiting]]:
    for wait in waiting(case, clinic, today):
        promise = case.promise(wait.promise_id)
        waits = promises.is_hidden(promise, today) and not promises.told_besides(promise, clinic)
        if (promise.taken or wait.overdue) and not waits:
            yield promise, wait


def _whose(case: Case, clinic: Clinic, promise: Promise) -> tuple[str, Role]:
    """By which name, and as what, the one who holds it up is known."""
    owner = promise.handed_to or promise.owner
    person = next((p for p in case.participants if p.id == owner), None)
    if person is None:
        return clinic.name_of(clinic.roster.stand_in(owner)), promise.owner_role
    if person.role in DOCTORS:
        return person.office or person.name, person.role
    return (person.name if person.role is Role.CLINICIAN else ""), person.role


# --- told -----------------------------------------------------------------------------------------


def is_due(context: Context) -> bool:
    """Whether this is the first pass of the week in working hours; red days do not count.

    Where no list was ever due, as in a clinic that is new, the first waits for a week to begin.
    """
    clinic, today = context.clinic, context.today
    opens, closes = clinic.work_from, clinic.work_to
    if not workdays.may_leave(context.now, Hours.WORKING, clinic.zone, opens, closes):
        return False
    monday = today - timedelta(days=today.weekday())
    told = _weeks_told(context)
    if monday.isoformat() in told or not (told or workdays.on_or_after(monday) == today):
        return False
    return not context.ledger.digest_sent(WHY, today)  # of two daemons the second waits here


def _weeks_told(context: Context) -> list[str]:
    """The Mondays of the weeks that had their list, the earliest first."""
    return [day for day in context.ledger.mark(_MARK).split(",") if day]


def look_if_due(context: Context) -> HeldUpList | None:
    """The list that is to be told now, or None; nothing is written."""
    return look(context) if is_due(context) else None


def tell(context: Context, found: HeldUpList) -> tuple[Sending, ...]:
    """The list to each coordinator, once a week; nothing where there is nothing to say."""
    if not is_due(context):
        return ()
    monday = context.today - timedelta(days=context.today.weekday())
    told = sorted({*_weeks_told(context), monday.isoformat()})
    context.ledger.put_mark(_MARK, ",".join(told[-_KEPT:]))
    if not (found.people or found.left_out):
        return ()
    rows = tuple(_list_to(context, who, found) for who in readers(context))
    for row in rows:
        _drop_unread(context, row.to)
        context.ledger.put_sending(row)
    return rows


def renewed(context: Context, unread: Sending) -> Sending | None:
    """A list that was not read on its day as it is now; None where nobody holds anything up."""
    if workdays.local_date(unread.created_at, context.clinic.zone) == context.today:
        return unread
    found = look(context)
    told = found.people or found.left_out
    return replace(unread, content=context.texts.held_up(found)) if told else None


def _drop_unread(context: Context, who: str) -> None:
    """The lists of earlier weeks, in whose place the new one comes."""
    for row in context.ledger.waiting_chat(who):
        if row.why == WHY:
            over = replace(row, status=SendingStatus.DROPPED, done_at=context.now)
            context.ledger.put_sending(over)


def readers(context: Context) -> tuple[str, ...]:
    """The coordinators, or their deputies; the office where the clinic has none."""
    clinic = context.clinic
    told = clinic.with_role(clinic.acting_role(Role.COORDINATOR))
    return tuple(dict.fromkeys(clinic.roster.stand_in(person.id) for person in told))


def _list_to(context: Context, who: str, found: HeldUpList) -> Sending:
    return Sending(
        id=SendingId(context.new_id()),
        clinic_id=context.clinic.id,
        case_id=None,
        to=who,
        role=Role.COORDINATOR,
        channel=Channel.CHAT,
        kind=SendingKind.NOTICE,
        content=context.texts.held_up(found),
        why=WHY,
        created_at=context.now,
        not_before=context.now,
        hours=Hours.WORKING,
    )


def look(context: Context) -> HeldUpList:
    """The list as it is now, without the cases that cannot be read."""
    cases, left_out = context.ledger.readable_cases(context.access)
    return HeldUpList(people=held_up(cases, context.clinic, context.today), left_out=left_out)
