"""All that would leave, over every case: beside each case's own, what gathers several (`shm due`).

A digest is one message whatever it holds, and Monday's list another. Staff without a chat get
theirs by e-mail (D4).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway import workdays
from pathway.outgoing import Hours, SendingKind
from pathway.service.daemon import chatting
from pathway.service.daemon.forecast import Departure, departures
from pathway.service.staff import holdups
from pathway.words import CaseRef, Channel, Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from pathway.case import Case
    from pathway.service.context import Context


def foretold(
    context: Context, cases: Sequence[Case], until: datetime, *, mail_staff: bool = True
) -> tuple[Departure, ...]:
    """What would leave up to `until`, in order of time, if nobody did anything more.

    `mail_staff` is whether staff without a chat are mailed.
    """
    own = {case.id: departures(context, case, until) for case in cases}
    found = [departure for several in own.values() for departure in several]
    found += [*_digests(found), *_lists(context, cases, found, until)]
    if mail_staff:
        found = [_as_reached(context, departure) for departure in found]
    return tuple(sorted(found, key=lambda one: (one.at, one.case, one.to)))


def _digests(found: Sequence[Departure]) -> Iterator[Departure]:
    """One for each moment at which somebody's tasks are gathered (D4)."""
    held = {(task.at, task.to): task for task in found if task.gathered}
    for (at, to), task in held.items():
        yield _of_no_case(at, to, task.role, SendingKind.DIGEST, "D4")


def _lists(
    context: Context, cases: Sequence[Case], found: Sequence[Departure], until: datetime
) -> Iterator[Departure]:
    """Each week's list of who holds things up, by the cases as they then stand."""
    for at in _weeks(context, until):
        then = _at(context, at)
        seen = {one.case: one.then for one in found if one.at <= at and one.then}
        standing = [seen.get(case.ref, case) for case in cases]
        if holdups.held_up(standing, then.clinic, then.today):
            for who in holdups.readers(then):
                yield _of_no_case(at, who, Role.COORDINATOR, SendingKind.NOTICE, holdups.WHY)


def _weeks(context: Context, until: datetime) -> Iterator[datetime]:
    """This week's moment if its list is still to come, and then each week's first working day."""
    clinic, now = context.clinic, context.now
    opens = workdays.next_leave(now, Hours.WORKING, clinic.zone, clinic.work_from, clinic.work_to)
    first = workdays.local_date(opens, clinic.zone)
    if holdups.is_due(_at(context, opens)) and opens <= until:
        yield opens
    monday = first + timedelta(days=7 - first.weekday())
    while (
        at := workdays.moment(workdays.on_or_after(monday), clinic.work_from, clinic.zone)
    ) <= until:
        if workdays.on_or_after(monday) < monday + timedelta(days=7):
            yield at
        monday += timedelta(days=7)


def _at(context: Context, at: datetime) -> Context:
    """The same clinic on another day."""
    clinic = context.clinic
    today = workdays.local_date(at, clinic.zone)
    return replace(
        context, now=at, clinic=replace(clinic, roster=replace(clinic.roster, today=today))
    )


def _of_no_case(at: datetime, to: str, role: Role, kind: SendingKind, why: str) -> Departure:
    return Departure(
        at=at,
        to=to,
        name=to,
        role=role,
        channel=Channel.CHAT,
        kind=kind,
        case=CaseRef(""),
        about="",
        step=0,
        why=why,
    )


def _as_reached(context: Context, departure: Departure) -> Departure:
    """What staff are told, by the way that it goes to this one of them."""
    if departure.channel is not Channel.CHAT or chatting.in_chat(context, departure.to):
        return departure
    known = (person.email for person in context.clinic.staff if person.id == departure.to)
    email = next(known, "")
    return replace(departure, channel=Channel.MAIL, to=email) if email else departure
