"""What is foretold is what then happens, mail by mail and task by task, while nobody acts (D3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import cast

import pytest

from pathway import workdays
from pathway.commands import HandOver, HandOverCases, Invite, RecordAbsence, Snooze
from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.service.daemon import showing
from pathway.service.daemon.forecast import departures
from pathway.words import MeetingKind, Milestone, PromiseKind, Role, StaffId, Verdict
from tests.pathway.build import COORDINATOR, DOCTOR, LEADER, OSLO, SECRETARY, at, day
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody, mailed
from tests.pathway.test_service_absent import SARA, held
from tests.pathway.test_service_papers import finished
from tests.pathway.test_service_registering import record

UNTIL = "2026-12-31 12:00"
"""Past the meeting of 24 November, and past the last day for the assessment to begin."""

PASSES = (time(8), time(9), time(14))
"""The hours at which somebody's digest may be made here."""

Told = tuple[datetime, str, SendingKind, str]
"""When, to whom, what and why."""


def foretold(office: Office, until: str = UNTIL) -> list[Told]:
    """What would leave or be told until then."""
    found = office.run(lambda c: departures(c, office.case, at(until)))
    return sorted((d.at, d.to, d.kind, d.why) for d in found)


def happens(office: Office, until: str = UNTIL) -> list[Told]:
    """What left and was told, with three passes a day, while everybody reads what they get."""
    mails, read = len(office.left), {s.id for s in _shown(office)}
    end = at(until)
    while office.clock <= end:
        office.tick()
        for person in office.clinic.staff:
            office.run(showing.show_waiting, person.id)
        office.clock = _next_pass(office.clock)
    told = [(s.done_at, s.to, s.kind, s.why) for s in _shown(office) if s.id not in read]
    left = [(moment, s.address, s.kind, s.why) for moment, s in office.left[mails:]]
    return sorted(cast("list[Told]", [*told, *left]))


def _shown(office: Office) -> list[Sending]:
    return [s for s in office.case.sendings if s.status is SendingStatus.SHOWN]


def _next_pass(now: datetime) -> datetime:
    today = workdays.local_date(now, OSLO)
    days = (today, today + timedelta(days=1))
    passes = (workdays.moment(on, hour, OSLO) for on in days for hour in PASSES)
    return next(moment for moment in passes if moment > now)


# --- courses: what was done before anybody asks what comes --------------------------------------


def nothing(_office: Office) -> None:
    """The GP was asked, and that is all."""


def away(office: Office, who: StaffId, first: str, last: str | None, deputy: StaffId) -> None:
    """Somebody is away."""
    over = day(last) if last else None
    office.do(RecordAbsence(staff_id=who, first=day(first), last=over, deputy=deputy))


def secretary_away_now(office: Office) -> None:
    """Until after the meeting."""
    away(office, SECRETARY, "2026-10-05", "2026-11-30", COORDINATOR)


def secretary_away_later(office: Office) -> None:
    """From the day of a step to the middle of a ladder, over a weekend."""
    away(office, SECRETARY, "2026-10-15", "2026-11-15", COORDINATOR)


def away_for_good(office: Office) -> None:
    """Until they say that they are back."""
    away(office, SECRETARY, "2026-10-12", None, COORDINATOR)


def leader_away(office: Office) -> None:
    """On the day of the briefing."""
    away(office, LEADER, "2026-11-20", "2026-11-23", SECRETARY)


def leaves(office: Office) -> None:
    """The secretary does not come back."""
    office.do(HandOverCases(of=SECRETARY, to=COORDINATOR, first=day("2026-10-14")))


def put_off(office: Office, until: str, kind: PromiseKind = PromiseKind.ANSWER) -> None:
    """Somebody wants to hear of it on another day."""
    owed = office.owed(kind)[0]
    who = SECRETARY if owed.owner_role is not Role.CLINICIAN else owed.owner
    command = Snooze(ref=office.case.ref, promise_id=owed.id, until=day(until), why="avtalt")
    office.do(command, actor=who)


def put_off_to_a_saturday(office: Office) -> None:
    """Past the telephone step and the coordinator's."""
    put_off(office, "2026-10-24")


def put_off_to_a_step(office: Office) -> None:
    """Until the very day on which the coordinator is to decide."""
    put_off(office, "2026-10-19")


def warning_put_off(office: Office) -> None:
    """A milestone's warnings, past the first of them."""
    put_off(office, "2026-12-07", PromiseKind.MILESTONE)


def read_and_put_off(office: Office) -> None:
    """What was told already comes again."""
    office.until("2026-10-15")
    office.run(showing.show_waiting, SECRETARY)
    put_off(office, "2026-10-21")


def unread_and_put_off(office: Office) -> None:
    """What was told and not read."""
    office.until("2026-10-15")
    put_off(office, "2026-10-21")


def handed_over(office: Office) -> None:
    """The wait for the GP is a colleague's."""
    owed = office.owed(PromiseKind.ANSWER)[0].id
    office.do(HandOver(ref=office.case.ref, promise_id=owed, to=DOCTOR))


def late_in_the_day(office: Office) -> None:
    """After the secretary's digest of the day, and with something told in it."""
    office.until("2026-10-15")
    office.run(showing.show_waiting, SECRETARY)
    office.clock = at("2026-10-15 14:30")


def in_the_evening(office: Office) -> None:
    """The daemon has stood still for two steps."""
    office.clock = at("2026-10-19 20:00")


def accepted(office: Office) -> None:
    """The GP says yes, and nobody calls the patient in."""
    office.answer(Verdict.ACCEPTED)


def tentative(office: Office) -> None:
    """The GP may come, and is asked once more."""
    office.answer(Verdict.TENTATIVE)


COURSES: tuple[Callable[[Office], None], ...] = (
    nothing,
    secretary_away_now,
    secretary_away_later,
    away_for_good,
    leader_away,
    leaves,
    put_off_to_a_saturday,
    put_off_to_a_step,
    warning_put_off,
    read_and_put_off,
    unread_and_put_off,
    handed_over,
    late_in_the_day,
    in_the_evening,
    accepted,
    tentative,
)


@dataclass(frozen=True)
class Digests:
    """At which hours the secretary and the coordinator want their digests."""

    secretary: time
    coordinator: time

    def of(self, office: Office) -> Office:
        """The office with these hours."""
        hours = {SECRETARY: self.secretary, COORDINATOR: self.coordinator}
        staff = [replace(p, digest_at=hours.get(p.id, p.digest_at)) for p in office.clinic.staff]
        office.clinic = replace(office.clinic, staff=tuple(staff))
        return office


HOURS = (Digests(time(3), time(8)), Digests(time(14), time(9)))


@pytest.mark.parametrize("hours", HOURS, ids=str)
@pytest.mark.parametrize("course", COURSES)
def test_what_is_foretold_is_what_happens(course: Callable[[Office], None], hours: Digests) -> None:
    """D3, D4, F3: each mail, task and notice at its hour and to its reader, and nothing else."""
    office = hours.of(mailed(link=""))
    course(office)
    ahead = foretold(office)
    assert {SendingKind.TASK, SendingKind.REMINDER} <= {kind for _, _, kind, _ in ahead}
    assert ahead == happens(office)


# --- after SHM1 -----------------------------------------------------------------------------------

SUMMER = "2027-09-01 12:00"
"""Past the meeting of 24 August, which was agreed sixty working days before and more."""


def doctor_away(office: Office) -> None:
    """Who owes plan and note is away in the middle of their ladders."""
    away(office, DOCTOR, "2027-04-19", "2027-05-14", SARA)


def plan_made(office: Office) -> None:
    """It is written, and passed on to nobody."""
    office.do(finished(office, PromiseKind.ACTION_PLAN_FINISH))


def plan_put_off(office: Office) -> None:
    """Until the last of its days."""
    put_off(office, "2027-05-04", PromiseKind.ACTION_PLAN_FINISH)


def shm2_agreed(office: Office) -> None:
    """For a day so far ahead that it is asked whether it stands."""
    office.invite_gp("2027-08-24 10:00", MeetingKind.SHM2, link="https://video.example/2")
    office.tick()
    office.answer(Verdict.ACCEPTED)


def shm2_held(office: Office) -> None:
    """The note is to be written, and the pathway to be closed."""
    office.clock = at("2027-05-12 14:00")
    record(office, Milestone.SHM2_HELD, "2027-05-12")


AFTER = (nothing, doctor_away, plan_made, plan_put_off, shm2_agreed, shm2_held)


@pytest.mark.parametrize("course", AFTER)
def test_after_shm1_too(course: Callable[[Office], None]) -> None:
    """R10, R17, R18, R24: plan, note, SHM2's day, "står avtalen?" and closing, as they come."""
    office = held()
    course(office)
    ahead = foretold(office, SUMMER)
    assert SendingKind.TASK in {kind for _, _, kind, _ in ahead}
    assert ahead == happens(office, SUMMER)


def test_a_mail_behind_a_closed_gate_is_not_foretold() -> None:
    """D2: the patient's invitation stays when the GP's yes is taken back before it has left."""
    office = mailed()
    office.answer(Verdict.ACCEPTED)
    office.clock = at("2026-10-05 20:00")
    office.do(Invite(ref=office.case.ref, kind=MeetingKind.SHM1, role=Role.PATIENT))
    office.answer(Verdict.DECLINED)
    assert office.waiting(Role.PATIENT)
    ahead = foretold(office)
    assert "kari@example.no" not in {to for _, to, _, _ in ahead}
    assert ahead == happens(office)


def test_of_those_who_hold_their_invitations_too() -> None:
    """R17: reminders to all, and the briefing to whoever leads the meeting."""
    office = everybody()
    while office.owed(PromiseKind.SECURE_MESSAGE):
        office.tick_off(PromiseKind.SECURE_MESSAGE)
    ahead = foretold(office)
    assert LEADER in {to for _, to, kind, _ in ahead if kind is SendingKind.NOTICE}
    assert ahead == happens(office)


def test_what_has_not_left_yet_is_foretold_with_what_follows_it() -> None:
    """D3: the ladder begins when the invitation leaves, so its steps are known before."""
    office = Office()
    office.register()
    office.invite_gp()
    ahead = foretold(office)
    assert {"R11", "D3:gp:5", "D3:gp:10"} <= {why for _, _, _, why in ahead}
    assert ahead == happens(office)
