"""*Utsett*: who has a task hides it until a day; its ladder does not shift (F3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway import promises, rules, workdays
from pathway.errors import NotYoursError, ReasonNeededError, TooLateByThenError
from pathway.owed import expected
from pathway.service.invitations.inviting import open_promise
from pathway.service.staff.put_off import hears_besides
from pathway.service.staff.task_lines import own_doers
from pathway.views import Plan
from pathway.words import StaffId

if TYPE_CHECKING:
    from datetime import date, datetime

    from pathway.case import Case
    from pathway.clinic import Clinic, Staff
    from pathway.commands import Snooze
    from pathway.messages import Pen
    from pathway.model import Promise


def snooze(case: Case, pen: Pen, command: Snooze) -> Plan:
    """Hide a promise until a day; its ladder does not shift (F3).

    `NotYoursError` for a colleague's task; `TooLateByThenError` past the meeting that it is for;
    `ReasonNeededError` past the latest safe day, which is kept with the promise (F2).
    """
    promise = open_promise(case, command.promise_id)
    check_theirs(case, pen.clinic, pen.clinic.member(pen.actor), promise, pen.today)
    at = too_late_from(case, pen.clinic, promise, command.until)
    if at is not None:
        tomorrow = pen.today + timedelta(days=1)
        raise TooLateByThenError(
            case.ref,
            workdays.wall_time(at, pen.clinic.zone),
            meets=any(meeting.alive and meeting.starts_at == at for meeting in case.meetings),
            earlier=too_late_from(case, pen.clinic, promise, tomorrow) is None,
        )
    if past_safe_day(case, pen.clinic, command.until) and not command.why.strip():
        raise ReasonNeededError
    put_off = replace(promise, snoozed_until=command.until, snoozed_why=command.why.strip())
    return Plan(case=case.with_changed(put_off))


def check_theirs(case: Case, clinic: Clinic, person: Staff, promise: Promise, today: date) -> None:
    """`NotYoursError` where somebody else has the task, and would not know that it is hidden."""
    if not is_theirs(case, clinic, person, promise, today):
        raise NotYoursError(case.ref, who_has(case, clinic, promise, today))


def who_has(case: Case, clinic: Clinic, promise: Promise, today: date) -> tuple[str, ...]:
    """By name who does it today."""
    doers = {clinic.does_work_of(who) for who in _whose(case, clinic, promise, today)}
    return tuple(sorted(map(clinic.name_of, doers)))


def is_theirs(case: Case, clinic: Clinic, person: Staff, promise: Promise, today: date) -> bool:
    """Whether this person has the task, for themselves or in another's place.

    Secretaries and coordinators do each other's, so that what one of them has is all of theirs.
    """
    whose = _whose(case, clinic, promise, today)
    if person.id in whose | {clinic.does_work_of(who) for who in whose}:
        return True
    return person.runs_office and any(_runs_office(clinic, who) for who in whose)


def _whose(case: Case, clinic: Clinic, promise: Promise, today: date) -> frozenset[str]:
    """Who has it, were nobody away; not who was told besides, and the secretary what is asked."""
    has = own_doers(case, clinic, promise, today) - hears_besides(case, clinic, promise)
    if has:
        return has
    outside = any(person.id == promise.owner for person in case.participants)
    return frozenset({promise.handed_to or (case.secretary if outside else promise.owner)})


def _runs_office(clinic: Clinic, staff_id: str) -> bool:
    """Whether they run the office, or their deputy who is gone from the file."""
    staff = {person.id: person for person in clinic.staff}
    person = staff.get(StaffId(staff_id)) or staff.get(clinic.does_work_of(staff_id))
    return person is not None and person.runs_office


def too_late_from(case: Case, clinic: Clinic, promise: Promise, until: date) -> datetime | None:
    """When the promise lapses, where it would come back no earlier, and be owed to nobody (F3)."""
    lapses = promises.lapses_at(case, promise)
    back = workdays.moment(workdays.on_or_after(until), clinic.work_from, clinic.zone)
    if lapses is None or back < lapses:
        return None
    owed_then = {fresh.key for fresh in expected(case, clinic, back)}
    return None if promise.key in owed_then else lapses


def past_safe_day(case: Case, clinic: Clinic, until: date) -> bool:
    """Whether what is put off until this day comes after the case's latest safe day (F2, F9)."""
    ahead = rules.next_deadline(case, clinic)
    return ahead is not None and ahead.latest_safe_day is not None and until > ahead.latest_safe_day
