"""Mondays the coordinator's list of who holds what up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pathway.commands import RecordAbsence, Snooze, StopPathway
from pathway.outgoing import Sending
from pathway.service.daemon import showing
from pathway.service.staff import holdups
from pathway.words import ClinicId, ClosedReason, Milestone, PromiseKind, Role
from tests.pathway.build import COORDINATOR, DOCTOR, SECRETARY, at, day
from tests.pathway.office import Office
from tests.pathway.test_service_absent import SARA, held
from tests.pathway.test_service_registering import record

PLAN = PromiseKind.ACTION_PLAN_FINISH


def lists(office: Office) -> list[tuple[str, str]]:
    """Every list that was written: the day and whom it is for."""
    rows = office.store.clinics[ClinicId("here")].digests.values()
    return [(row.created_at.date().isoformat(), row.to) for row in rows if row.why == holdups.WHY]


def test_once_a_week_in_the_first_pass_of_its_first_working_day() -> None:
    """On Mondays; after Whit Monday, which 17 May 2027 is too, on Tuesday."""
    office = held()
    office.until("2027-05-31")
    assert lists(office) == [
        (on, COORDINATOR)
        for on in (
            "2027-04-19",
            "2027-04-26",
            "2027-05-03",
            "2027-05-10",
            "2027-05-18",
            "2027-05-24",
            "2027-05-31",
        )
    ]
    office.tick("2027-05-31 12:00")
    assert len(lists(office)) == 7


def test_the_newest_list_is_read_as_it_is_now() -> None:
    """Of weeks in which nobody read it one list is left, and none where nothing is held up."""
    office = held()
    office.until("2027-05-04")

    def read() -> list[Sending]:
        rows = office.run(lambda c: showing.show_copies(c, office.clock, ()), COORDINATOR)
        return [row for row in rows if row.why == holdups.WHY]

    (newest,) = read()
    assert newest.created_at == at("2027-05-03 08:00")
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.TRANSFERRED))
    assert read() == []


def test_a_list_that_was_missed_is_made_up_for_in_its_week() -> None:
    """Where nothing ran on Monday and Tuesday it comes on Wednesday, once, and then on Mondays."""
    office = held()
    office.until("2027-04-23")
    office.tick("2027-04-28 08:00")
    office.until("2027-05-03")
    assert [on for on, _ in lists(office)] == ["2027-04-19", "2027-04-28", "2027-05-03"]


@pytest.mark.parametrize("weeks", [1, 4], ids=["week", "month"])
def test_a_clock_that_jumps_writes_no_weeks_list_twice(weeks: int) -> None:
    """Forth and back again and again each week has one list, and the weeks after it have theirs."""
    office = held()
    office.until("2027-04-26")
    for _ in range(3):
        for moment in (at("2027-04-26 09:00") + timedelta(weeks=weeks), at("2027-04-26 09:00")):
            office.clock = moment
            office.tell_of_holdups()
    ahead = (at("2027-04-26 09:00") + timedelta(weeks=weeks)).date().isoformat()
    before = ["2027-04-19", "2027-04-26", ahead]
    assert [on for on, _ in lists(office)] == before
    office.clock = at("2027-05-03 09:00")
    office.tell_of_holdups()
    assert [on for on, _ in lists(office)] == [*before, *(["2027-05-03"] if weeks > 1 else [])]


def test_nobody_is_told_that_nobody_holds_anything_up() -> None:
    """An empty list is no message, and none follows later in the week."""
    office = Office(clock=at("2026-10-04 09:00"))
    office.tick("2026-10-05 08:00")
    office.register()
    office.tick("2026-10-06 08:00")
    assert lists(office) == []


@pytest.mark.parametrize("moment", ["2027-04-26 07:59", "2027-04-25 09:00", "2027-04-27 09:00"])
def test_not_before_the_hour_nor_on_another_day(moment: str) -> None:
    """Outside working hours, on a Sunday and on a Tuesday the list is not due."""
    office = held()
    office.clock = at(moment)
    assert not office.run(holdups.is_due)


def test_each_person_with_the_oldest_wait_first() -> None:
    """Whoever is reminded stands on it with what would settle it; who is in time does not."""
    office = held()
    assert office.run(holdups.look).people == ()
    office.until("2027-04-20")
    people = office.run(holdups.look).people
    assert [(one.name, one.role, {w.kind for _, w in one.waits}) for one in people] == [
        ("Lise", Role.CLINICIAN, {PLAN, PromiseKind.SHM2_DETAILS})
    ]
    assert people[0].oldest == day("2027-04-13")


def test_a_doctor_outside_is_known_by_the_office() -> None:
    """The GP who was reminded stands on the list, never the patient by name."""
    office = Office()
    office.register()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.invite_gp()
    office.until("2026-10-19")
    people = office.run(holdups.look).people
    assert ("Legesenteret", Role.GP) in {(one.name, one.role) for one in people}
    assert "Kari" not in str(people)


def test_what_is_put_off_holds_nobody_up() -> None:
    """Until its day, or its last step."""
    office = held()
    office.until("2027-04-19")
    for kind in (PLAN, PromiseKind.SHM2_DETAILS):
        office.do(
            Snooze(
                ref=office.case.ref, promise_id=office.owed(kind)[0].id, until=day("2027-04-23")
            ),
            actor=DOCTOR,
        )
    assert office.run(holdups.look).people == ()


def test_where_nobody_coordinates_the_office_reads_the_list() -> None:
    """Every secretary gets it, and nobody else."""
    office = held()
    staff = tuple(one for one in office.clinic.staff if one.id != COORDINATOR)
    office.clinic = replace(office.clinic, staff=staff)
    office.until("2027-04-19")
    assert lists(office) == [("2027-04-19", SECRETARY), ("2027-04-19", SARA)]


def test_the_deputy_stands_for_the_one_who_is_away_and_reads_for_the_coordinator() -> None:
    """The list names who does it today, and goes to who is there."""
    office = held()
    first = day("2027-04-22")
    for who, deputy in ((DOCTOR, COORDINATOR), (COORDINATOR, SARA)):
        away = RecordAbsence(staff_id=who, first=first, last=None, deputy=deputy)
        office.do(away, actor=SECRETARY)
    office.until("2027-04-26")
    assert lists(office) == [("2027-04-19", COORDINATOR), ("2027-04-26", SARA)]
    assert [one.name for one in office.run(holdups.look).people] == ["Sara"]
