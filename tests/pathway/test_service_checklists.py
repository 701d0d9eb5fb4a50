"""The checklists of intake and closing, ticked item by item (R9, R10)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.aftermath import InterviewState
from pathway.commands import (
    AddParticipant,
    ArrangeAppointment,
    CancelAppointment,
    Finish,
    Invite,
    Postpone,
    RecordInterview,
    StopPathway,
    TickItems,
)
from pathway.errors import NoSuchInvitationError
from pathway.owed.checklists import remaining
from pathway.words import ClosedReason, MeetingKind, Milestone, PromiseKind, Role, SettledHow
from tests.pathway.build import COORDINATOR, DOCTOR, SECRETARY, a_clinic, at, day, wall
from tests.pathway.office import Office
from tests.pathway.test_service_registering import record

INTAKE, CLOSING, CLOSE = PromiseKind.INTAKE, PromiseKind.CLOSING, PromiseKind.CLOSE


def begun() -> Office:
    """A clinic that uses both lists registers a patient on Monday 5 October 2026."""
    office = Office(clinic=a_clinic(checklists=frozenset({INTAKE, CLOSING})))
    office.register()
    return office


def ticks(office: Office, kind: PromiseKind, *items: str) -> TickItems:
    """These items of the list are done."""
    (promise,) = office.owed(kind)
    return TickItems(ref=office.case.ref, promise_id=promise.id, items=items)


def told(office: Office, kind: PromiseKind) -> list[tuple[str, str]]:
    """Who was reminded of the list, and when."""
    return [(on, who) for on, who, why in office.tasks() if f":{kind}:" in why]


def test_the_intake_is_reminded_of_until_it_is_done() -> None:
    """R9: the secretary after 3, 6 and 10 working days, the last time the coordinator too."""
    office = begun()
    office.until("2026-10-30")
    assert told(office, INTAKE) == [
        ("2026-10-08", SECRETARY),
        ("2026-10-13", SECRETARY),
        ("2026-10-19", SECRETARY),
        ("2026-10-19", COORDINATOR),
    ]


def test_a_clinic_that_does_not_use_it_has_none() -> None:
    """R9: the intake is for clinics that ask for it in their file; the closing is everybody's."""
    office = Office()
    office.register()
    assert not office.owed(INTAKE)


def test_the_last_item_settles_the_list() -> None:
    """R9: an item is ticked once, by whoever does it; nothing is opened again."""
    office = begun()
    office.do(ticks(office, INTAKE, "waiting_list"), actor=COORDINATOR)
    office.do(ticks(office, INTAKE, "waiting_list", "register"))
    (promise,) = office.owed(INTAKE)
    assert promise.ticked == ("waiting_list", "register")
    rest = ("referral_period", "assessment", "patient_called", "register_sms", "shm1_invited")
    office.do(ticks(office, INTAKE, *rest))
    (promise,) = [p for p in office.case.promises if p.kind is INTAKE]
    assert promise.settled is not None
    assert promise.settled.how is SettledHow.DONE
    office.until("2026-10-30")
    assert told(office, INTAKE) == []


def left(office: Office, kind: PromiseKind) -> set[str]:
    """The items that remain of the list."""
    (promise,) = office.owed(kind)
    return set(remaining(office.case, promise))


def test_what_is_arranged_here_ticks_itself() -> None:
    """R9: an assessment that is set up, and a SHM1 to which GP and clinicians are called in."""
    office = begun()
    assert {"assessment", "shm1_invited"} <= left(office, INTAKE)
    office.do(
        ArrangeAppointment(
            ref=office.case.ref,
            kind=MeetingKind.ASSESSMENT,
            start=wall("2026-10-12 09:00"),
            minutes=60,
            people=(DOCTOR,),
        )
    )
    assert "assessment" not in left(office, INTAKE)
    (slot,) = office.case.appointments
    office.do(CancelAppointment(ref=office.case.ref, meeting=slot.id))
    assert "assessment" in left(office, INTAKE)
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    assert "assessment" not in left(office, INTAKE)


def test_who_is_called_in_to_shm1_ticks_it() -> None:
    """R9, R11: not while the clinician is unasked, nor before the GP's invitation has left."""
    office = Office(clinic=a_clinic(checklists=frozenset({INTAKE})))
    staff = (replace(one, email=f"{one.id}@klinikk.example") for one in office.clinic.staff)
    office.clinic = replace(office.clinic, staff=tuple(staff))
    office.register()
    office.do(AddParticipant(ref=office.case.ref, role=Role.CLINICIAN, staff_id=DOCTOR))
    office.invite_gp()
    assert "shm1_invited" in left(office, INTAKE)
    office.tick()
    assert "shm1_invited" in left(office, INTAKE)
    office.do(Invite(ref=office.case.ref, kind=MeetingKind.SHM1, role=Role.CLINICIAN))
    office.tick()
    assert "shm1_invited" not in left(office, INTAKE)


def after_shm1() -> Office:
    """SHM1 was held today."""
    office = begun()
    for milestone in (Milestone.ASSESSMENT_STARTED, Milestone.SHM1_HELD):
        record(office, milestone, "2026-10-05")
    return office


def test_the_closing_knows_who_has_the_plan_and_what_was_said_of_the_letter() -> None:
    """R10, R25: the patient's plan and the letter tick themselves; a letter wanted waits again."""
    office = after_shm1()
    (plan,) = office.owed(PromiseKind.ACTION_PLAN_FINISH)
    office.do(Finish(ref=office.case.ref, promise_id=plan.id, passed_on=True))
    office.invite_gp("2026-10-06 10:00", kind=MeetingKind.SHM2)
    office.clock = at("2026-10-06 12:00")
    record(office, Milestone.SHM2_HELD, "2026-10-06")
    rest = {"waiting_list_ended", "referral_period_ended", "code"}
    assert left(office, CLOSING) == rest | {"interview"}

    def said(state: InterviewState) -> None:
        office.do(RecordInterview(ref=office.case.ref, after=MeetingKind.SHM2, state=state))

    said(InterviewState.WANTED)
    assert "interview" in left(office, CLOSING)
    office.do(ticks(office, CLOSING, *rest))
    assert left(office, CLOSING) == {"interview"}
    said(InterviewState.SENT)
    (closing,) = [p for p in office.case.promises if p.kind is CLOSING]
    assert closing.settled is not None
    assert closing.settled.how is SettledHow.DONE


def test_the_closing_begins_with_shm2() -> None:
    """R10: not before, and not in a pathway whose meeting came to nothing."""
    office = begun()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    record(office, Milestone.SHM1_HELD, "2026-10-05")
    assert not office.owed(CLOSING)
    record(office, Milestone.SHM2_HELD, "2026-10-05")
    assert [p.owner for p in office.owed(CLOSING)] == [SECRETARY]


def test_an_item_of_another_list_is_refused() -> None:
    """A list is ticked by its own items, and nothing else is a list."""
    office = begun()
    (milestone,) = office.owed(PromiseKind.MILESTONE)
    wrong = replace(ticks(office, INTAKE), promise_id=milestone.id, items=("code",))
    for command in (ticks(office, INTAKE, "code"), wrong):
        with pytest.raises(NoSuchInvitationError):
            office.do(command)


def test_a_list_is_owed_while_the_meeting_is_put_off() -> None:
    """F15: what is not of the meeting is owed as before."""
    office = begun()
    office.do(ticks(office, INTAKE, "register"))
    office.invite_gp()
    before = office.owed(INTAKE)
    office.do(Postpone(ref=office.case.ref, kind=MeetingKind.SHM1, until=day("2026-10-30")))
    assert office.owed(INTAKE) == before


def after_shm2(checklists: frozenset[PromiseKind] = frozenset({CLOSING})) -> Office:
    """SHM2 was held today, and the note is sent; the closing list is still to be ticked."""
    office = Office(clinic=a_clinic(checklists=checklists))
    office.register()
    for milestone in (Milestone.ASSESSMENT_STARTED, Milestone.SHM1_HELD):
        record(office, milestone, "2026-10-02")
    office.invite_gp("2026-10-05 10:00", kind=MeetingKind.SHM2)
    office.clock = at("2026-10-05 12:00")
    record(office, Milestone.SHM2_HELD, "2026-10-05")
    assert not office.owed(CLOSE)
    (note,) = office.owed(PromiseKind.NOTE_WRITE)
    office.do(Finish(ref=office.case.ref, promise_id=note.id, passed_on=True))
    return office


def test_a_pathway_with_nothing_left_is_to_be_ended() -> None:
    """R10: when the last item is ticked the secretary owes the end itself, and is reminded."""
    office = after_shm2()
    assert not office.owed(CLOSE)
    office.do(ticks(office, CLOSING, *left(office, CLOSING)))
    assert [p.owner for p in office.owed(CLOSE)] == [SECRETARY]
    office.until("2026-10-21")
    assert told(office, CLOSING) == [
        ("2026-10-12", SECRETARY),
        ("2026-10-15", SECRETARY),
        ("2026-10-21", SECRETARY),
        ("2026-10-21", COORDINATOR),
    ]
    (owed,) = office.owed(CLOSE)
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.COMPLETED))
    settled = office.case.promise(owed.id).settled
    assert settled is not None
    assert settled.how is SettledHow.DONE


def test_without_a_closing_list_the_note_is_the_last() -> None:
    """R10: a clinic that uses no list is reminded of the end too."""
    office = after_shm2(frozenset())
    assert office.owed(CLOSE)


def test_what_comes_in_the_way_takes_the_reminder_away() -> None:
    """R25: a letter that the patient wants after all is sent first."""
    office = after_shm2(frozenset())
    for state, owed in ((InterviewState.WANTED, False), (InterviewState.SENT, True)):
        office.do(RecordInterview(ref=office.case.ref, after=MeetingKind.SHM2, state=state))
        assert bool(office.owed(CLOSE)) is owed
