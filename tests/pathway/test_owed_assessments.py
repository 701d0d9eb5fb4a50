"""Whether the assessment was started: asked when its appointment has passed, until it is said."""

from __future__ import annotations

import pytest

from pathway.commands import (
    CancelAppointment,
    MoveAppointment,
    RecordMilestone,
)
from pathway.words import MeetingKind, Milestone, PromiseKind, SettledHow
from tests.pathway.build import at, day, wall
from tests.pathway.office import Office
from tests.pathway.test_service_appointments import asked, clinic

START = PromiseKind.ASSESSMENT_START


@pytest.fixture
def office() -> Office:
    """An assessment is arranged for Tuesday 3 November at nine."""
    found = Office(clinic=clinic())
    found.register()
    found.do(asked(found))
    found.tick()
    return found


def tasks(office: Office) -> list[PromiseKind]:
    """What the secretary is to do, of this sort."""
    found = office.desk(lambda desk: desk.tasks())
    return [one.kind for one in found if one.kind is START]


def days_later(office: Office, moment: str) -> None:
    """The daemon passes then."""
    office.clock = at(moment)
    office.tick()


def record(office: Office, on: str, *, held: bool = True) -> None:
    """Somebody says whether it was started."""
    office.do(
        RecordMilestone(
            ref=office.case.ref,
            milestone=Milestone.ASSESSMENT_STARTED,
            on=day(on),
            held=held,
            reason="" if held else "Utredningen ble ikke startet som avtalt",
        )
    )


def test_nothing_is_asked_before_it_has_passed(office: Office) -> None:
    """R2: the question comes on the next working day, and once."""
    assert tasks(office) == []
    days_later(office, "2026-11-03 11:00")
    assert tasks(office) == []
    days_later(office, "2026-11-04 08:00")
    assert tasks(office) == [START]


def test_the_milestone_settles_it(office: Office) -> None:
    """Recorded, also before anybody asked, it is done, and the segment's clock runs."""
    days_later(office, "2026-11-04 08:00")
    record(office, "2026-11-03")
    (promise,) = [p for p in office.case.promises if p.kind is START]
    assert promise.settled is not None
    assert promise.settled.how is SettledHow.DONE
    days_later(office, "2026-11-09 08:00")
    assert tasks(office) == []


def test_a_no_settles_it_until_the_next_appointment(office: Office) -> None:
    """It was not started: nothing is asked until another assessment has passed."""
    days_later(office, "2026-11-04 08:00")
    record(office, "2026-11-03", held=False)
    days_later(office, "2026-11-10 08:00")
    assert tasks(office) == []
    assert office.case.date_of(Milestone.ASSESSMENT_STARTED) is None
    office.do(asked(office, "2026-11-12 09:00"))
    days_later(office, "2026-11-13 08:00")
    assert tasks(office) == [START]


def test_it_waits_for_the_time_that_the_appointment_has(office: Office) -> None:
    """Moved, it is asked later; called off, it is not asked at all; nor after a mere chat."""
    (meeting,) = office.case.appointments
    office.do(
        MoveAppointment(ref=office.case.ref, meeting=meeting.id, start=wall("2026-11-10 09:00"))
    )
    days_later(office, "2026-11-04 08:00")
    assert tasks(office) == []
    office.do(CancelAppointment(ref=office.case.ref, meeting=meeting.id))
    office.do(asked(office, "2026-11-10 12:00", kind=MeetingKind.INTERNAL))
    days_later(office, "2026-11-11 08:00")
    assert tasks(office) == []


def test_of_several_the_first_is_asked_about(office: Office) -> None:
    """An assessment over two days starts with the first of them."""
    office.do(asked(office, "2026-11-05 09:00"))
    days_later(office, "2026-11-06 08:00")
    assert tasks(office) == [START]
    record(office, "2026-11-03")
    assert tasks(office) == []
