"""One who leaves, or is gone from the clinic's file: everything moves to another, once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.commands import HandOver, HandOverCases
from pathway.errors import (
    DeputyUnfitError,
    NotAllowedError,
    NothingToHandOverError,
    StalePlanError,
    UnknownStaffError,
)
from pathway.outgoing import SendingKind
from pathway.service.staff import leaving_staff
from pathway.words import ClinicId, PromiseKind, StaffId
from tests.pathway.build import COORDINATOR, DOCTOR, LEADER, SECRETARY, at, day
from tests.pathway.office import judge_tasks
from tests.pathway.test_service_absent import DETAILS, PAL, SARA, held, led_by, tasks_of, told


def leaves(
    of: StaffId = SECRETARY, to: StaffId = SARA, first: str = "2027-04-13", plan: str = ""
) -> HandOverCases:
    """Everything of one is another's from this day."""
    return HandOverCases(of=of, to=to, first=day(first), plan=plan)


def test_every_case_and_promise_is_shown_and_moves_once() -> None:
    """What was shown is what moves; the second press finds a state that is not the same."""
    office = held()
    plan = office.run(lambda c: leaving_staff.planned(c, leaves()), COORDINATOR)
    (case,) = plan.cases
    assert (case.ref, case.secretary, case.clinician) == (office.case.ref, True, False)
    assert {p.kind for p in case.owed} == {p.kind for p in office.owed() if p.owner == SECRETARY}
    command = leaves(plan=plan.hash)
    assert office.do(command, actor=COORDINATOR).moved == 1
    assert office.case.secretary == SARA
    assert not [p for p in office.owed() if SECRETARY in {p.owner, p.handed_to}]
    with pytest.raises(StalePlanError):
        office.do(command, actor=COORDINATOR)
    assert len(office.store.clinics[ClinicId("here")].absences) == 1


def test_a_clinicians_cases_go_to_a_clinician_who_is_told() -> None:
    """The responsible clinician is another from now on, and hears of each thing in a digest."""
    office = held()
    office.do(leaves(DOCTOR, PAL), actor=LEADER)
    assert office.case.clinician == PAL
    assert {p.owner for p in office.owed(DETAILS)} == {PAL}
    assert told(office)[-1] == ("2027-04-13", PAL)
    rows = [r for r in office.case.sendings if r.kind is SendingKind.TASK and r.to == PAL]
    assert all("instead_of" not in row.content.text for row in rows)


def test_one_who_leaves_later_moves_on_that_day() -> None:
    """Until then nothing changes, and then it does without a word from anybody."""
    office = held()
    office.do(leaves(DOCTOR, PAL, "2027-05-01"), actor=COORDINATOR)
    office.until("2027-04-30")
    assert office.case.clinician == DOCTOR
    office.until("2027-05-03")  # the first working day
    assert office.case.clinician == PAL
    assert tasks_of(office, DOCTOR) == []


def test_what_was_handed_to_them_goes_too() -> None:
    """Also in the case of another."""
    office = held()
    promise = office.owed(DETAILS)[0]
    office.do(HandOver(ref=office.case.ref, promise_id=promise.id, to=PAL), actor=DOCTOR)
    office.do(leaves(PAL, SARA), actor=COORDINATOR)
    assert office.owed(DETAILS)[0].handed_to == SARA


def test_nobody_is_taken_off_a_meeting() -> None:
    """Whoever leaves and leads a meeting after it is asked about."""
    office = led_by(DOCTOR)
    office.do(leaves(DOCTOR, PAL, "2026-11-01"), actor=COORDINATOR)
    office.until("2026-11-02")
    assert office.case.meetings[0].leader == DOCTOR
    assert len(office.owed(PromiseKind.AWAY)) == 1


def test_one_who_is_gone_from_the_file_is_told_to_the_coordinator() -> None:
    """Each day until somebody has their cases; nothing of theirs lies with nobody meanwhile."""
    office = held()
    staff = tuple(one for one in office.clinic.staff if one.id != SECRETARY)
    office.clinic = replace(office.clinic, staff=staff)
    office.until("2027-04-14")
    memory = office.store.clinics[ClinicId("here")]
    digests = [row for row in memory.digests.values() if row.kind is SendingKind.DIGEST]
    says_so = [row.to for row in digests if leaving_staff.GONE in row.content.held]
    assert says_so == [COORDINATOR]
    assert office.run(leaving_staff.gone, COORDINATOR) == (SECRETARY,)
    assert tasks_of(office, COORDINATOR) == sorted(
        p.kind
        for p in office.owed()
        if p.owner == SECRETARY and p.kind is not PromiseKind.MILESTONE
    )
    office.run(judge_tasks)
    office.clock = at("2027-04-14 09:00")
    office.do(leaves(first="2027-04-14"), actor=COORDINATOR)
    assert office.run(leaving_staff.gone, COORDINATOR) == ()
    assert office.case.secretary == SARA


def test_who_may_and_to_whom() -> None:
    """The office and leaders; to somebody who may do it, and of somebody who is known."""
    office = held()
    with pytest.raises(NotAllowedError):
        office.do(leaves(), actor=DOCTOR)
    with pytest.raises(DeputyUnfitError) as refused:
        office.do(leaves(SECRETARY, PAL), actor=COORDINATOR)
    assert refused.value.instead == ("Kåre", "Sara")
    with pytest.raises(DeputyUnfitError):
        office.do(leaves(DOCTOR, SARA), actor=COORDINATOR)
    with pytest.raises(UnknownStaffError):
        office.do(leaves(SECRETARY, StaffId("nissen")), actor=COORDINATOR)
    with pytest.raises(NothingToHandOverError):
        office.do(leaves(StaffId("nissen"), SARA), actor=COORDINATOR)
    assert office.case.secretary == SECRETARY
