"""What follows of a meeting: who was there, the plan's way, the interview, SHM2 (R22 to R25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from pathway import action_plan, agenda
from pathway.action_plan import PlanState
from pathway.aftermath import InterviewState, PlanWay
from pathway.commands import (
    AddParticipant,
    ArrangeAppointment,
    ArrangeNext,
    CancelAppointment,
    DraftPlan,
    EvaluatePlan,
    ExtraMeeting,
    GivePlan,
    MoveAppointment,
    NameWriters,
    Person,
    RecordAttendance,
    RecordInterview,
    RecordMilestone,
    StopPathway,
    Undo,
    WithdrawConsent,
)
from pathway.errors import (
    AlreadyInvitedError,
    ClashError,
    LeaderNeededError,
    NoMeetingError,
    NoSuchInvitationError,
    OwnWayInError,
    UnknownStaffError,
)
from pathway.model import Meeting
from pathway.outgoing import SendingKind
from pathway.service import execute
from pathway.service.afterwards import next_meeting
from pathway.service.afterwards.next_times import for_extra_meeting, for_shm2
from pathway.service.invitations import invited
from pathway.words import (
    ClosedReason,
    MeetingKind,
    Milestone,
    ParticipantId,
    PromiseKind,
    Role,
    SettledHow,
    StaffId,
    Verdict,
)
from tests.pathway.build import DOCTOR, LEADER, SECRETARY, at, day, wall, window
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody
from tests.pathway.test_service_papers import FINISH, finished
from tests.pathway.test_service_registering import record
from tests.pathway.test_service_timing import busy

SHM1, SHM2 = MeetingKind.SHM1, MeetingKind.SHM2
WANTED, SENT = InterviewState.WANTED, InterviewState.SENT
WITHDRAWN, DECLINED = InterviewState.WITHDRAWN, InterviewState.DECLINED


def ahead() -> Office:
    """SHM1 is to come, with the GP, the patient and Nav; a doctor of the clinic is responsible."""
    office = everybody()
    office.edit(lambda case: replace(case, clinician=DOCTOR))
    return office


def held() -> Office:
    """SHM1 was held on Tuesday 24 November 2026."""
    office = ahead()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.clock = at("2026-11-24 12:00")
    record(office, Milestone.SHM1_HELD, "2026-11-24")
    return office


def shm(office: Office, kind: MeetingKind = SHM1) -> Meeting:
    """The meeting of this kind."""
    meeting = office.case.meeting_of(kind)
    assert meeting is not None
    return meeting


def who(office: Office, *roles: Role) -> tuple[ParticipantId, ...]:
    """The ids of those with these roles."""
    return tuple(office.person(role).id for role in roles)


# --- who was there ------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [Verdict.DECLINED, Verdict.NEW_TIME])
def test_everybody_planned_was_there(said: Verdict) -> None:
    """R22: whoever is called in and stays by that counts as present; only exceptions are said."""
    office = ahead()
    office.answer(said, Role.NAV_ADVISER)
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.clock = at("2026-11-24 12:00")
    record(office, Milestone.SHM1_HELD, "2026-11-24")
    assert set(shm(office).attended) == set(who(office, Role.GP, Role.PATIENT))


def test_the_run_says_who_was_there() -> None:
    """R22: attendance comes with the meeting that is held, where somebody has it."""
    office = ahead()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.clock = at("2026-11-24 12:00")
    there = who(office, Role.PATIENT)
    office.do(
        RecordMilestone(
            ref=office.case.ref,
            milestone=Milestone.SHM1_HELD,
            on=day("2026-11-24"),
            attended=there,
        )
    )
    assert shm(office).attended == there


def test_attendance_is_put_right_afterwards() -> None:
    """R16, R22: exactly those of the case who are named; a stranger, or no meeting, is refused."""
    office = ahead()
    there = who(office, Role.PATIENT)
    with pytest.raises(NoMeetingError):
        office.do(RecordAttendance(ref=office.case.ref, kind=SHM1, attended=there))
    office = held()
    there = who(office, Role.PATIENT)
    office.do(RecordAttendance(ref=office.case.ref, kind=SHM1, attended=there), actor=DOCTOR)
    assert shm(office).attended == there
    strangers = (ParticipantId("nobody"),)
    with pytest.raises(NoSuchInvitationError):
        office.do(RecordAttendance(ref=office.case.ref, kind=SHM1, attended=strangers))
    assert shm(office).attended == there


def test_who_writes_is_named_before_the_start() -> None:
    """R22, R24: the plan is its editor's to finish, and the note the minute taker's."""
    office = everybody()
    named = NameWriters(ref=office.case.ref, kind=SHM1, plan_editor=DOCTOR)
    office.do(named)
    office.do(NameWriters(ref=office.case.ref, kind=SHM1, minute_taker=LEADER))
    assert (shm(office).minute_taker, shm(office).plan_editor) == (LEADER, DOCTOR)
    with pytest.raises(UnknownStaffError):
        office.do(NameWriters(ref=office.case.ref, kind=SHM1, plan_editor=StaffId("nobody")))
    with pytest.raises(NoMeetingError):
        office.do(NameWriters(ref=office.case.ref, kind=SHM2, plan_editor=DOCTOR))
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.clock = at("2026-11-24 12:00")
    record(office, Milestone.SHM1_HELD, "2026-11-24")
    (plan,) = office.owed(FINISH)
    assert plan.owner == DOCTOR


# --- the action plan ----------------------------------------------------------------------------


def state(office: Office) -> PlanState:
    """How far the plan has come."""
    return action_plan.status(office.case).state


def give(office: Office, role: Role, way: PlanWay) -> None:
    """Somebody has the plan."""
    (to,) = who(office, role)
    office.do(GivePlan(ref=office.case.ref, given=((to, way),)), actor=DOCTOR)


def test_the_plan_goes_from_one_to_all() -> None:
    """R20, R24: drafted, finished, the patient's, everybody's; the last settles what is owed."""
    office = held()
    assert state(office) is PlanState.NONE
    office.do(DraftPlan(ref=office.case.ref), actor=DOCTOR)
    assert state(office) is PlanState.DRAFTED
    office.do(finished(office, FINISH))
    assert state(office) is PlanState.FINISHED
    give(office, Role.GP, PlanWay.EHR)
    assert state(office) is PlanState.FINISHED
    give(office, Role.PATIENT, PlanWay.HELSENORGE)
    assert state(office) is PlanState.AVAILABLE
    assert len(office.owed(PromiseKind.ACTION_PLAN_DISTRIBUTE)) == 1
    give(office, Role.NAV_ADVISER, PlanWay.POST)
    assert state(office) is PlanState.DISTRIBUTED
    assert not office.owed(PromiseKind.ACTION_PLAN_DISTRIBUTE)
    ways = {one.to: one.way for one in office.case.aftermath.handed}
    assert ways[office.person(Role.NAV_ADVISER).id] is PlanWay.POST


def test_the_plan_is_given_to_nobody_too_early_twice_or_by_another_way() -> None:
    """R20, P4: before it is finished, to who has it, to a stranger, or by e-mail without leave."""
    office = held()
    gp, patient = who(office, Role.GP, Role.PATIENT)
    early = GivePlan(ref=office.case.ref, given=((gp, PlanWay.EHR),))
    with pytest.raises(NoSuchInvitationError):
        office.do(early)
    office.do(finished(office, FINISH))
    office.do(early)
    for given in (
        ((gp, PlanWay.EHR),),
        ((ParticipantId("nobody"), PlanWay.POST),),
        ((patient, PlanWay.EHR),),
        (),
    ):
        with pytest.raises(NoSuchInvitationError):
            office.do(GivePlan(ref=office.case.ref, given=given))
    assert len(office.case.aftermath.handed) == 1


def test_the_plan_goes_by_mail_only_where_the_clinic_allows_it() -> None:
    """R20: an address is not enough; with leave it is."""
    office = held()
    office.do(finished(office, FINISH))
    office.clinic = replace(office.clinic, mail_to=frozenset({Role.GP}))
    assert office.person(Role.NAV_ADVISER).email
    with pytest.raises(NoSuchInvitationError):
        give(office, Role.NAV_ADVISER, PlanWay.MAIL)
    office.clinic = replace(office.clinic, mail_to=frozenset({Role.GP, Role.NAV_ADVISER}))
    give(office, Role.NAV_ADVISER, PlanWay.MAIL)
    assert [one.way for one in office.case.aftermath.handed] == [PlanWay.MAIL]


def test_whose_consent_is_withdrawn_gets_no_plan() -> None:
    """R19: nothing more is sent to them, the plan neither."""
    office = held()
    office.do(finished(office, FINISH))
    office.do(WithdrawConsent(ref=office.case.ref, role=Role.NAV_ADVISER))
    lacking = {person.role for person in action_plan.status(office.case).lacking}
    assert lacking == {Role.GP, Role.PATIENT}


def test_all_at_once_is_each_by_the_usual_way() -> None:
    """R20: "delt ut" of the whole plan keeps whom it reached, and how."""
    office = held()
    office.do(finished(office, FINISH, passed_on=True))
    assert state(office) is PlanState.DISTRIBUTED
    usual = {PlanWay.EHR, PlanWay.HELSENORGE, PlanWay.POST}
    assert {one.way for one in office.case.aftermath.handed} == usual


def test_a_plan_is_begun_once_and_gone_through_once() -> None:
    """R24: it is evaluated in SHM2, not before, and said once."""
    office = held()
    office.do(DraftPlan(ref=office.case.ref))
    for command in (DraftPlan(ref=office.case.ref), EvaluatePlan(ref=office.case.ref)):
        with pytest.raises(NoSuchInvitationError):
            office.do(command)
    office.clock = at("2027-05-12 14:00")
    record(office, Milestone.SHM2_HELD, "2027-05-12")
    office.do(EvaluatePlan(ref=office.case.ref), actor=DOCTOR)
    assert state(office) is PlanState.EVALUATED
    with pytest.raises(NoSuchInvitationError):
        office.do(EvaluatePlan(ref=office.case.ref))


# --- the interview ------------------------------------------------------------------------------


def interview(office: Office, said: InterviewState, after: MeetingKind = SHM1) -> None:
    """What is said of the letter."""
    office.do(RecordInterview(ref=office.case.ref, after=after, state=said), actor=DOCTOR)


def test_the_letter_is_owed_while_the_consent_stands() -> None:
    """R25: the patient's yes makes it owed, the withdrawal takes it away, sending settles it."""
    office = held()
    interview(office, WANTED)
    (letter,) = office.owed(PromiseKind.INTERVIEW)
    assert (letter.owner, letter.due) == (SECRETARY, day("2026-12-01"))
    interview(office, WITHDRAWN)
    assert not office.owed(PromiseKind.INTERVIEW)
    office.clock = at("2026-11-25 09:00")
    interview(office, WANTED)
    interview(office, SENT)
    assert not office.owed(PromiseKind.INTERVIEW)
    ends = [p.settled and p.settled.how for p in office.case.promises if "interview" in p.key]
    assert ends == [SettledHow.CANCELLED, SettledHow.DONE]
    interview(office, WITHDRAWN)


def test_no_letter_without_a_meeting_or_a_yes() -> None:
    """R25: it is asked after a meeting, and never sent to one who has said no."""
    office = ahead()
    with pytest.raises(NoMeetingError):
        interview(office, WANTED)
    office = held()
    with pytest.raises(NoSuchInvitationError):
        interview(office, SENT)
    interview(office, DECLINED)
    with pytest.raises(NoSuchInvitationError):
        interview(office, SENT)
    assert not office.owed(PromiseKind.INTERVIEW)


# --- SHM2 and the extra meeting -----------------------------------------------------------------


def test_shm2_is_proposed_in_weeks_22_to_25() -> None:
    """R3, F19: three times on days 154 to 175 after SHM1, in order; none before SHM1 is held."""
    office = held()
    times = office.run(lambda context: for_shm2(context, office.case))
    assert len(times) == 3
    assert list(times) == sorted(times)
    assert all(154 <= (one.date() - day("2026-11-24")).days <= 175 for one in times)
    early = ahead()
    assert office.run(lambda context: for_shm2(context, early.case)) == ()


def test_shm2_is_not_sought_before_its_weeks() -> None:
    """R3, F19: where nobody is free in weeks 22 to 25 no earlier time is proposed."""
    office = held()
    office.clock = at("2027-03-01 09:00")  # within reach of what calendars are read ahead
    busy(office, DOCTOR, window("2027-04-26 00:00", "2027-05-20 00:00"))
    busy(office, LEADER, window("2027-04-26 00:00", "2027-05-20 00:00"))
    assert office.run(lambda context: for_shm2(context, office.case)) == ()


def test_shm2_is_sought_from_tomorrow_to_the_last_day_of_its_weeks() -> None:
    """R3, F19: within the weeks no time today, and on their last day the search goes on past it."""
    office = held()
    office.clock = at("2027-05-03 07:00")
    times = office.run(lambda context: for_shm2(context, office.case))
    assert all(day("2027-05-03") < one.date() <= day("2027-05-18") for one in times)
    office.clock = at("2027-05-18 07:00")  # day 175
    times = office.run(lambda context: for_shm2(context, office.case))
    assert times
    assert all(one.date() > day("2027-05-18") for one in times)


def test_after_the_weeks_the_best_there_is() -> None:
    """R3: whoever is late is shown what is left."""
    office = held()
    office.clock = at("2027-05-19 09:00")
    times = office.run(lambda context: for_shm2(context, office.case))
    assert times
    assert all(one.date() > day("2027-05-19") for one in times)


def test_the_extra_meeting_is_proposed_at_once() -> None:
    """R24: the first time from tomorrow at which its clinician is free; kept with its clock."""
    office = held()
    start = office.run(lambda context: for_extra_meeting(context, office.case))
    assert start == wall("2026-11-25 08:00")
    office.do(ExtraMeeting(ref=office.case.ref, on=start.date(), at=time(8)), actor=DOCTOR)
    assert office.case.aftermath.extra_at == time(8)


def extra(office: Office, on: str | None, at_clock: time | None = None) -> None:
    """The extra meeting is then."""
    said = ExtraMeeting(ref=office.case.ref, on=day(on) if on else None, at=at_clock)
    office.do(said, actor=DOCTOR)


def with_addresses(office: Office) -> Office:
    """Everybody of the staff can be written to."""
    staff = (replace(one, email=f"{one.id}@klinikk.example") for one in office.clinic.staff)
    office.clinic = replace(office.clinic, staff=tuple(staff))
    return office


def in_calendar(office: Office) -> list[str]:
    """What is written to the clinician, oldest first."""
    staff = {p.id for p in office.case.participants if p.staff_id}
    asked = {i.id for i in office.case.invitations if i.participant_id in staff}
    return [s.kind.value for s in office.case.sendings if s.invitation_id in asked]


def test_the_extra_meeting_stands_in_its_clinicians_calendar() -> None:
    """R24, P2: whoever finishes the plan is asked, nobody else, chased by nobody; it moves too."""
    office = with_addresses(held())
    before = len(office.case.sendings)
    extra(office, "2026-12-03", time(9))
    (slot,) = office.case.appointments
    assert (slot.kind, slot.start, slot.minutes) == (
        MeetingKind.EXTRA,
        wall("2026-12-03 09:00"),
        30,
    )
    (asked,) = office.case.invitations_to(slot.id)
    assert office.case.participant(asked.participant_id).staff_id == DOCTOR
    assert len(office.case.sendings) == before + 1
    assert not [p for p in office.owed(PromiseKind.ANSWER) if p.about == asked.id]
    office.tick()
    extra(office, "2026-12-03", time(9))
    extra(office, "2026-12-04", time(10))
    office.tick()
    (slot,) = office.case.appointments
    assert slot.start == wall("2026-12-04 10:00")
    office.do(ExtraMeeting(ref=office.case.ref, needed=False))
    assert in_calendar(office) == ["invitation", "update", "cancellation"]
    assert not slot_ahead(office)


def test_whoever_finishes_the_plan_is_not_in_the_next_meeting_by_that() -> None:
    """R18, R24: SHM2 has the same people as SHM1, and a part for the extra clinician if added."""
    office = with_addresses(held())
    extra(office, "2026-12-03", time(9))
    lise = office.person(Role.CLINICIAN)
    assert lise.staff_id == DOCTOR
    office.do(ArrangeNext(ref=office.case.ref, start=wall("2027-04-27 10:00")))
    shm2 = office.case.meeting_of(MeetingKind.SHM2)
    assert shm2 is not None
    assert agenda.parts_of(shm2, lise) == ()
    asked = {one.participant_id for one in office.case.invitations_to(shm2.id)}
    assert lise.id not in asked
    lines = invited.all_lines(office.case, office.clinic)
    assert [x.meeting.kind for x in lines if x.participant.id == lise.id] == [MeetingKind.EXTRA]


def slot_ahead(office: Office) -> list[Meeting]:
    """The extra meetings that stand in a calendar."""
    return [one for one in office.case.appointments if one.alive]


def test_the_plan_follows_its_entry_in_the_calendar() -> None:
    """R24: moved there, the plan waits for that day; called off there, a day is looked for anew."""
    office = held()
    office.do(ExtraMeeting(ref=office.case.ref), actor=DOCTOR)
    extra(office, "2026-12-03", time(9))
    (slot,) = slot_ahead(office)
    there = wall("2026-12-07 12:30")
    office.do(MoveAppointment(ref=office.case.ref, meeting=slot.id, start=there))
    assert (office.case.extra_on, office.case.aftermath.extra_at) == (
        day("2026-12-07"),
        time(12, 30),
    )
    office.clock = at("2026-12-01 09:00")
    office.do(CancelAppointment(ref=office.case.ref, meeting=slot.id))
    assert (office.case.extra_on, office.case.aftermath.extra_at) == (None, None)
    (again,) = office.owed(PromiseKind.EXTRA_MEETING)
    assert again.due == day("2026-12-08")


def test_without_a_clock_or_a_clinician_no_calendar_has_it() -> None:
    """R24: a day alone takes nobody's time, and what stood there for that is off."""
    office = held()
    extra(office, "2026-12-03", time(9))
    extra(office, "2026-12-03")
    assert not slot_ahead(office)
    office = held()
    office.edit(lambda case: replace(case, clinician=None))
    at_nine = ExtraMeeting(ref=office.case.ref, on=day("2026-12-03"), at=time(9))
    office.do(at_nine)
    assert not slot_ahead(office)
    assert office.case.extra_on == day("2026-12-03")


def test_a_busy_clinician_is_not_taken_twice_unasked() -> None:
    """R24: an extra meeting on top of another is a clash to be confirmed, as any is."""
    office = held()
    office.do(
        ArrangeAppointment(
            ref=office.case.ref,
            kind=MeetingKind.ASSESSMENT,
            start=wall("2026-12-03 09:00"),
            minutes=60,
            people=(DOCTOR,),
        )
    )
    with pytest.raises(ClashError):
        extra(office, "2026-12-03", time(9))


def test_an_extra_meeting_ends_with_the_pathway() -> None:
    """R10, F6: closed for another reason, it is called off in the clinician's calendar too."""
    office = with_addresses(held())
    extra(office, "2026-12-03", time(9))
    office.tick()
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.TRANSFERRED))
    assert in_calendar(office) == ["invitation", "cancellation"]


def test_shm2_goes_to_the_same_people_in_one_plan() -> None:
    """R14b, R18: agenda, place and leader as before; whoever's gate is open is asked at once."""
    office = held()
    office.do(ArrangeNext(ref=office.case.ref, start=wall("2027-04-27 10:00")), actor=DOCTOR)
    meeting = shm(office, SHM2)
    assert (meeting.template, meeting.leader) == (shm(office).template, LEADER)
    asked = {i.participant_id for i in office.case.invitations_to(meeting.id)}
    assert asked == set(who(office, Role.GP, Role.PATIENT, Role.NAV_ADVISER))
    assert not office.owed(PromiseKind.SHM2_DETAILS)
    with pytest.raises(AlreadyInvitedError):
        office.do(ArrangeNext(ref=office.case.ref, start=wall("2027-04-28 10:00")))


def test_who_is_left_out_has_no_part_and_is_not_asked() -> None:
    """R18: the same participants but these; the others are asked as they would be."""
    office = held()
    (nav,) = who(office, Role.NAV_ADVISER)
    office.do(
        ArrangeNext(ref=office.case.ref, start=wall("2027-04-27 10:00"), left_out=(nav,)),
        actor=DOCTOR,
    )
    meeting = shm(office, SHM2)
    assert agenda.parts_of(meeting, office.case.participant(nav)) == ()
    asked = {i.participant_id for i in office.case.invitations_to(meeting.id)}
    assert asked == set(who(office, Role.GP, Role.PATIENT))
    lines = invited.to_call_in(office.case, office.clinic, meeting)
    assert nav not in {person.id for person, _ in lines}


def test_who_may_be_left_out() -> None:
    """R18: whoever came, but patient, doctor and leader; nobody where SHM1 was not held here."""
    office = held()
    assert {p.role for p in next_meeting.optional(office.case)} == {Role.NAV_ADVISER}
    office.do(AddParticipant(ref=office.case.ref, role=Role.CLINICIAN, staff_id=LEADER))
    assert {p.role for p in next_meeting.optional(office.case)} == {Role.NAV_ADVISER}
    (leader,) = who(office, Role.CLINICIAN)
    start = wall("2027-04-27 10:00")
    for always in who(office, Role.GP, Role.PATIENT):
        with pytest.raises(OwnWayInError):
            office.do(ArrangeNext(ref=office.case.ref, start=start, left_out=(always,)))
    with pytest.raises(LeaderNeededError):
        office.do(ArrangeNext(ref=office.case.ref, start=start, left_out=(leader,)))
    assert office.case.meeting_of(SHM2) is None
    assert next_meeting.optional(ahead().case) == ()


def test_shm2_may_be_undone_while_nobody_has_heard() -> None:
    """R18: what was arranged by mistake is taken back whole, and the date is owed again."""
    office = held()
    arranged = ArrangeNext(ref=office.case.ref, start=wall("2027-04-27 10:00"))
    office.run(lambda context: execute(context, arranged))
    office.do(Undo(ref=office.case.ref))
    assert office.case.meeting_of(SHM2) is None
    assert len(office.owed(PromiseKind.SHM2_DETAILS)) == 1


def test_another_adviser_is_rung_first() -> None:
    """R14b, F12: Nav's new adviser is told by phone before anything is written."""
    office = held()
    start = wall("2027-04-27 10:00")
    office.do(ArrangeNext(ref=office.case.ref, start=start, adviser=Person(name="Ny Veileder")))
    asked = {i.participant_id for i in office.case.invitations_to(shm(office, SHM2).id)}
    assert asked == set(who(office, Role.GP, Role.PATIENT))
    assert len(office.owed(PromiseKind.PHONE_CALL)) == 1


def test_shm2_is_not_agreed_before_shm1() -> None:
    """R5: there is nothing to copy, and nobody is written to."""
    office = ahead()
    before = len(office.sent_to(Role.GP))
    with pytest.raises(NoMeetingError):
        office.do(ArrangeNext(ref=office.case.ref, start=wall("2027-04-27 10:00")))
    assert office.sent_to(Role.GP)[before:] == []
    assert SendingKind.INVITATION in {kind for _, kind in office.sent_to(Role.GP)}
