"""A meeting that was not held: what stops, and what begins again (R5, D4, F6)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.commands import Invite
from pathway.errors import GateClosedError
from pathway.outgoing import SendingKind
from pathway.words import MeetingKind, Milestone, PromiseKind, Role, Verdict
from tests.pathway.build import DOCTOR, SECRETARY, at
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody
from tests.pathway.test_service_registering import record

CHASED = {PromiseKind.ANSWER, PromiseKind.REMINDER, PromiseKind.LINK, PromiseKind.TIME_QUESTION}
"""What is owed for a meeting that is still to come."""


def not_held() -> Office:
    """Everybody was to come to SHM1, and it was not held."""
    office = everybody()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.clock = at("2026-11-24 12:00")
    record(office, Milestone.SHM1_HELD, "2026-11-24", held=False, reason="pasienten kom ikke")
    return office


def test_reminders_stop_and_warnings_begin_again() -> None:
    """F3: nobody is reminded of the old time, and the deadline is warned of anew."""
    office = not_held()
    assert not CHASED & {promise.kind for promise in office.owed()}
    (warning,) = office.owed(PromiseKind.MILESTONE)
    assert warning.taken == 0
    assert office.until("2026-12-01") == []


def test_the_gp_is_asked_first_again_and_the_patient_waits() -> None:
    """R12: the yes to the meeting that came to nothing opens no gate for the next one."""
    office = not_held()
    office.invite_gp("2026-12-08 10:00", link="https://video.example/2")
    ask = Invite(ref=office.case.ref, kind=MeetingKind.SHM1, role=Role.PATIENT)
    with pytest.raises(GateClosedError):
        office.do(ask)
    office.tick()
    office.answer(Verdict.ACCEPTED)
    office.do(ask)
    assert office.waiting(Role.PATIENT)


def test_an_shm2_that_was_not_held_is_arranged_again() -> None:
    """R5, R14b: SHM2 comes anew, the GP is asked, and the patient needs no gate P."""
    office = everybody()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.clock = at("2026-11-24 12:00")
    record(office, Milestone.SHM1_HELD, "2026-11-24")
    office.invite_gp("2027-05-04 10:00", kind=MeetingKind.SHM2, link="https://video.example/2")
    office.tick()
    office.clock = at("2027-05-04 12:00")
    record(office, Milestone.SHM2_HELD, "2027-05-04", held=False, reason="fastlegen kom ikke")
    assert not CHASED & {promise.kind for promise in office.owed()}
    assert office.owed(PromiseKind.MILESTONE)
    office.invite_gp("2027-05-11 10:00", kind=MeetingKind.SHM2, link="https://video.example/3")
    office.do(Invite(ref=office.case.ref, kind=MeetingKind.SHM2, role=Role.PATIENT))
    assert office.case.meeting_of(MeetingKind.SHM2) == office.case.meetings[-1]


def test_not_held_is_told_to_the_secretary() -> None:
    """D4: a clinician who says that a meeting was not held need not call the secretary."""
    office = Office()
    office.register()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.invite_gp()
    office.edit(lambda case: replace(case, clinician=DOCTOR))
    office.clock = at("2026-11-24 12:00")
    said = {"held": False, "reason": "pasienten kom ikke"}
    record(office, Milestone.SHM1_HELD, "2026-11-24", by=DOCTOR, **said)
    told = [s for s in office.case.sendings if s.kind is SendingKind.NOTICE]
    assert [(s.to, s.content.subject) for s in told] == [(SECRETARY, "meeting_not_held")]
