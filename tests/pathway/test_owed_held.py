"""Whether a meeting was held: asked once its day has passed, until somebody says it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway import promises
from pathway.clinic import Clinic
from pathway.commands import MoveMeeting, RecordMilestone, StartMeeting
from pathway.outgoing import SendingKind
from pathway.service.daemon import chasing
from pathway.words import MeetingKind, Milestone, PromiseKind, SettledHow, Verdict
from tests.pathway.build import COORDINATOR, LEADER, SECRETARY, a_clinic, at, day, wall
from tests.pathway.office import Office

HELD = PromiseKind.MEETING_HELD
ASSESSED, SHM1, SHM2 = Milestone.ASSESSMENT_STARTED, Milestone.SHM1_HELD, Milestone.SHM2_HELD


@pytest.fixture
def office() -> Office:
    """SHM1 is arranged for Tuesday 24 November at ten, and the GP comes."""
    found = Office()
    found.register()
    record(found, "2026-10-05", ASSESSED)
    found.invite_gp()
    found.tick()
    found.answer(Verdict.ACCEPTED)
    return found


def record(office: Office, on: str, milestone: Milestone = SHM1, *, held: bool = True) -> None:
    """Somebody says whether it was held."""
    why = "" if held else "Pasienten kom ikke"
    command = RecordMilestone(
        ref=office.case.ref, milestone=milestone, on=day(on), held=held, reason=why
    )
    office.do(command)


def asked(office: Office, actor: str = SECRETARY) -> list[PromiseKind]:
    """What this member of staff is to do, of this sort."""
    found = office.desk(lambda desk: desk.tasks(), actor)
    return [one.kind for one in found if one.kind is HELD]


def told(office: Office) -> list[str]:
    """Who was asked, in order."""
    ids = {p.id for p in office.case.promises if p.kind is HELD}
    rows = (s for s in office.case.sendings if s.kind is SendingKind.TASK)
    return [row.to for row in rows if row.promise_id in ids]


def test_it_is_asked_on_the_next_working_day(office: Office) -> None:
    """D3: nothing before the meeting has passed, then after 1, 3 and 5 working days."""
    office.until("2026-11-24")
    assert (told(office), asked(office)) == ([], [])
    office.until("2026-11-25")
    assert (told(office), asked(office)) == ([SECRETARY], [HELD])
    office.until("2026-12-02")
    assert told(office) == [SECRETARY, SECRETARY, SECRETARY, COORDINATOR]


@pytest.mark.parametrize("held", [True, False])
def test_what_is_said_of_it_settles_it(office: Office, held: bool) -> None:  # noqa: FBT001 - a case of the test
    """Held or not held, it is answered, and nothing more is asked."""
    office.until("2026-11-25")
    record(office, "2026-11-24", held=held)
    (promise,) = [p for p in office.case.promises if p.kind is HELD]
    assert promise.settled is not None
    assert promise.settled.how is SettledHow.DONE
    office.until("2026-12-04")
    assert (told(office), asked(office)) == ([SECRETARY], [])


def test_a_meeting_that_is_moved_or_called_off_is_not_asked_about(office: Office) -> None:
    """What did not take place then is asked about on its new day, or not at all."""
    moved = MoveMeeting(ref=office.case.ref, kind=MeetingKind.SHM1, start=wall("2026-11-30 10:00"))
    office.do(moved)
    office.until("2026-11-30")
    assert told(office) == []
    office.until("2026-12-01")
    assert told(office) == [SECRETARY]
    office.do(office.cancel())
    office.until("2026-12-10")
    assert (told(office), office.owed(HELD)) == ([SECRETARY], [])


def test_shm2_is_asked_about_too(office: Office) -> None:
    """R10: the journal note begins with what is recorded, so SHM2 does not pass in silence."""
    office.until("2026-11-25")
    record(office, "2026-11-24")
    office.invite_gp("2027-01-12 10:00", MeetingKind.SHM2, link="")
    office.until("2027-01-13")
    assert asked(office) == [HELD]
    record(office, "2027-01-12", SHM2)
    assert asked(office) == []
    assert office.owed(PromiseKind.NOTE_WRITE)


def test_a_run_that_nobody_ends_is_asked_about_the_day_after(office: Office) -> None:
    """While the meeting goes on nothing is asked; one that was forgotten is no end."""
    office.until("2026-11-24")
    office.clock = at("2026-11-24 10:00")
    office.do(StartMeeting(ref=office.case.ref, kind=MeetingKind.SHM1), actor=LEADER)
    office.clock = at("2026-11-24 15:00")
    office.tick()
    assert told(office) == []
    office.until("2026-11-25")
    assert told(office) == [SECRETARY]


def test_the_responsible_clinician_is_asked(office: Office) -> None:
    """R5: who was there says it, as of the assessment."""
    office.edit(lambda case: replace(case, clinician=LEADER))
    office.until("2026-11-25")
    assert (told(office), asked(office, LEADER), asked(office)) == ([LEADER], [HELD], [])


def test_a_meeting_that_has_passed_is_not_arranged_in_time(office: Office) -> None:
    """D3: the deadline is warned of again while nobody has said that the meeting was held."""
    (warned,) = office.owed(PromiseKind.MILESTONE)
    assert chasing.arranged_in_time(office.case, warned, day("2026-11-24"))
    assert not chasing.arranged_in_time(office.case, warned, day("2026-11-25"))


def test_what_is_foretold_is_what_is_asked(office: Office) -> None:
    """`shm due` names the question though its meeting is over by then."""
    clinic: Clinic = a_clinic()
    (promise,) = office.owed(HELD)
    assert promises.lapses_at(office.case, promise) is None
    assert promises.next_step_at(office.case, promise, clinic) == at("2026-11-25 08:00")
