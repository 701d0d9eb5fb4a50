"""The ladders of D3, climbed day by day by the daemon."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.commands import (
    CallBack,
    ChangeMeeting,
    Invite,
    MoveMeeting,
    RecordConsent,
    RecordMilestone,
    RemindNow,
    Snooze,
)
from pathway.outgoing import SendingKind, SendingStatus
from pathway.service.daemon import showing
from pathway.variants import LADDERS, Act, Anchor, Ladder, Step, Toward
from pathway.words import (
    Channel,
    ConsentForm,
    MeetingKind,
    Milestone,
    PromiseKind,
    Role,
    SettledHow,
    Verdict,
)
from tests.pathway.build import (
    COORDINATOR,
    DOCTOR,
    LEADER,
    SECRETARY,
    a_clinic,
    at,
    day,
    invited,
    meeting_at,
    wall,
    with_clinician,
)
from tests.pathway.office import Office
from tests.pathway.test_service_registering import record

REMINDER, STILL = SendingKind.REMINDER, SendingKind.STILL_STANDS
INVITATION, UPDATE = SendingKind.INVITATION, SendingKind.UPDATE
SHM1 = MeetingKind.SHM1


@pytest.fixture
def office() -> Office:
    """A GP who may be mailed is asked on Monday 5 October 2026."""
    office = Office()
    office.register()
    office.invite_gp()
    office.tick()
    return office


def accepted_with_patient() -> Office:
    """GP and patient, both by mail, hold SHM1 on 24 November 2026."""
    office = Office(clinic=a_clinic(mail_to=frozenset({Role.GP, Role.PATIENT})))
    office.register()
    patient = replace(office.person(Role.PATIENT), email="kari@example.no")
    office.edit(lambda case: case.with_changed(patient))
    office.invite_gp()
    office.tick()
    office.answer(Verdict.ACCEPTED)
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT))
    office.tick()
    return office


def without_milestones(office: Office) -> list[tuple[str, str, str]]:
    """The tasks apart from the warnings before a deadline, and the patient who is not called in."""
    others = ("D3:milestone", "D3:call_in")
    return [task for task in office.tasks() if not task[2].startswith(others)]


def test_the_gp_by_mail(office: Office) -> None:
    """D3: a reminder after 5 working days, the secretary phones after 8, 10 is decided."""
    office.until("2026-11-10")
    assert office.sent_to(Role.GP) == [("2026-10-05", INVITATION), ("2026-10-12", REMINDER)]
    assert without_milestones(office) == [
        ("2026-10-15", SECRETARY, "D3:gp:8"),
        ("2026-10-19", COORDINATOR, "D3:gp:10"),
    ]


def test_a_task_says_whom_and_since_when(office: Office) -> None:
    """D3: who phones is told the office, when it was asked and when it was reminded."""
    office.until("2026-10-15")
    said = office.texts.notices[-1].values
    assert said["person"] == "Legesenteret"
    assert (said["asked"], said["reminded"]) == ("2026-10-05", "2026-10-12")
    assert office.texts.notices[-1].on == day("2026-11-24")


def test_the_ladder_starts_when_the_message_has_left() -> None:
    """D3: while mail is down nothing is chased; day 0 is the day on which it left."""
    office = Office(carry=lambda _: ("451", False))
    office.register()
    office.invite_gp()
    office.until("2026-10-09")
    assert not office.owed(PromiseKind.ANSWER)
    office.carry = lambda _: ("", False)
    office.until("2026-10-12")
    (promise,) = office.owed(PromiseKind.ANSWER)
    assert promise.since == at("2026-10-10 08:00")
    office.until("2026-10-19")
    assert office.sent_to(Role.GP) == [("2026-10-10", INVITATION), ("2026-10-16", REMINDER)]


def test_the_gp_by_secure_message() -> None:
    """D3, D6: the text is a promise of its own (1, 2, 3); ticked off, the GP's ladder starts."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    office.until("2026-10-08")
    assert without_milestones(office) == [
        ("2026-10-06", SECRETARY, "D3:secure_message:1"),
        ("2026-10-07", SECRETARY, "D3:secure_message:2"),
        ("2026-10-08", SECRETARY, "D3:secure_message:3"),
        ("2026-10-08", COORDINATOR, "D3:secure_message:3"),
    ]
    assert not office.owed(PromiseKind.ANSWER)
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    assert office.owed(PromiseKind.ANSWER)[0].since == at("2026-10-08 08:00")


def test_before_a_reminder_by_secure_message_comes_a_question() -> None:
    """F11: the answer may lie in the EHR, so nothing is written before the secretary says no."""
    office = by_secure_message()
    office.until("2026-10-12")
    assert not office.waiting(Role.GP)
    assert not office.owed(PromiseKind.SECURE_MESSAGE)
    assert office.tasks()[-1] == ("2026-10-12", SECRETARY, "D3:gp:5")
    (answer,) = office.owed(PromiseKind.ANSWER)
    lines = office.desk(lambda desk: desk.tasks())
    (line,) = [line for line in lines if line.promise_id == answer.id]
    assert (line.content, line.toward) == (None, Toward.OWNER)


def by_secure_message() -> Office:
    """A GP to whom the secretary has sent the invitation by hand on Monday 5 October."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    return office


def remind(office: Office) -> None:
    """What "Nei, purr" does."""
    (answer,) = office.owed(PromiseKind.ANSWER)
    office.do(RemindNow(ref=office.case.ref, promise_id=answer.id))


def test_a_reminder_by_secure_message_is_a_task() -> None:
    """F11, D3: on "Nei, purr" the reminder is a text to copy and tick off; the ladder goes on."""
    office = by_secure_message()
    office.until("2026-10-12")
    remind(office)
    (row,) = office.waiting(Role.GP)
    assert (row.kind, row.channel, row.why) == (REMINDER, Channel.SECURE_MESSAGE, "F11")
    (promise,) = office.owed(PromiseKind.SECURE_MESSAGE)
    (line,) = [t for t in office.desk(lambda desk: desk.tasks()) if t.kind is not PromiseKind.LINK]
    assert line.promise_id == promise.id
    assert line.content is not None
    assert (line.content.subject, line.channel) == (row.content.subject, row.channel)
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    assert not office.owed(PromiseKind.SECURE_MESSAGE)
    assert office.owed(PromiseKind.ANSWER)[0].since == at("2026-10-05 09:00")
    office.until("2026-10-19")
    assert [row for row in office.tasks() if "gp" in row[2]] == [
        ("2026-10-12", SECRETARY, "D3:gp:5"),
        ("2026-10-15", SECRETARY, "D3:gp:8"),
        ("2026-10-19", COORDINATOR, "D3:gp:10"),
    ]


def test_an_answer_takes_the_reminder_by_hand_away() -> None:
    """F3: a text that reminds somebody who has answered need not be sent any more."""
    office = by_secure_message()
    office.until("2026-10-12")
    remind(office)
    office.answer(Verdict.ACCEPTED)
    assert not office.owed(PromiseKind.SECURE_MESSAGE)
    assert not office.waiting(Role.GP)


@pytest.mark.parametrize(
    ("verdict", "how"),
    [
        (Verdict.ACCEPTED, SettledHow.ANSWERED),
        (Verdict.DECLINED, SettledHow.ANSWERED),
        (Verdict.NEW_TIME, SettledHow.ANSWERED),
        (Verdict.TENTATIVE, SettledHow.ANSWERED),
    ],
)
def test_an_answer_ends_the_ladder(office: Office, verdict: Verdict, how: SettledHow) -> None:
    """F4: accepted, declined, new time and tentative end the reminders."""
    office.until("2026-10-09")
    office.answer(verdict)
    office.until("2026-10-30")
    settled = [p.settled for p in office.case.promises if p.ladder == "gp"]
    assert [one and one.how for one in settled] == [how]
    assert office.sent_to(Role.GP) == [("2026-10-05", INVITATION)]


def test_tentative_is_asked_once_more(office: Office) -> None:
    """F4: a perhaps is asked once more, 5 working days before the meeting."""
    office.answer(Verdict.TENTATIVE)
    office.until("2026-11-23")
    reminders = [row for row in office.sent_to(Role.GP) if row[1] is REMINDER]
    assert reminders == [("2026-11-17", REMINDER), ("2026-11-20", REMINDER)]
    assert [letter.must_answer for letter in office.texts.letters[-2:]] == [True, False]


def test_a_late_perhaps_is_not_asked_again(office: Office) -> None:
    """F4: who said perhaps in the last week has just been asked."""
    office.until("2026-11-18")
    office.answer(Verdict.TENTATIVE)
    before = len(office.left)
    office.until("2026-11-19")
    assert len(office.left) == before


def test_everybody_is_reminded_before_the_meeting() -> None:
    """D3, R17: the patient 7, 2 and 1 working days before, the others 2; nobody on the day."""
    office = accepted_with_patient()
    office.until("2026-11-24")
    assert office.sent_to(Role.PATIENT)[1:] == [
        ("2026-11-13", REMINDER),
        ("2026-11-20", REMINDER),
        ("2026-11-23", REMINDER),
    ]
    assert office.sent_to(Role.GP)[1:] == [("2026-11-20", REMINDER)]


def test_the_patient_is_not_chased() -> None:
    """D3: the patient's silence is not a no, and nobody owes an answer."""
    office = accepted_with_patient()
    assert not [p for p in office.owed() if p.kind is PromiseKind.ANSWER]


def test_who_declined_is_not_reminded() -> None:
    """F4: the link reminder goes also to those who have not answered, never to who declined."""
    office = accepted_with_patient()
    office.answer(Verdict.DECLINED, Role.PATIENT)
    office.until("2026-11-24")
    assert office.sent_to(Role.PATIENT)[1:] == []
    assert office.sent_to(Role.GP)[1:] == [("2026-11-20", REMINDER)]


def test_two_reminders_on_one_day_are_one() -> None:
    """D4, F11: a reminder of the answer and one of the meeting on the same day become one."""
    office = Office()
    office.register()
    office.invite_gp("2026-10-14 10:00")
    office.tick()
    office.until("2026-10-13")
    assert office.sent_to(Role.GP)[1:] == [("2026-10-12", REMINDER)]
    taken = {
        p.kind: p.taken for p in office.case.promises if p.about == office.invitation(Role.GP).id
    }
    assert taken == {PromiseKind.ANSWER: 1, PromiseKind.REMINDER: 1}


def test_no_reminder_on_the_heels_of_the_invitation() -> None:
    """D3: who is asked two working days before the meeting is not reminded the same day."""
    office = Office()
    office.register()
    office.invite_gp("2026-10-07 10:00")
    office.tick()
    office.tick("2026-10-05 15:00")
    assert office.sent_to(Role.GP) == [("2026-10-05", INVITATION)]


def test_missed_steps_collapse_into_the_last(office: Office) -> None:
    """F3: after standing still for three weeks, only the coordinator hears."""
    office.tick("2026-10-26 08:00")
    assert without_milestones(office) == [("2026-10-26", COORDINATOR, "D3:gp:10")]
    assert office.sent_to(Role.GP) == [("2026-10-05", INVITATION)]


def test_missed_reminders_become_the_latest() -> None:
    """F11: of two reminders that mail could not carry, only the later leaves."""
    office = accepted_with_patient()
    office.until("2026-11-19")
    office.carry = lambda _: ("451", False)
    office.until("2026-11-20")
    office.carry = lambda _: ("", False)
    office.until("2026-11-23")
    reminders = [row for row in office.sent_to(Role.PATIENT) if row[0] > "2026-11-13"]
    assert reminders == [("2026-11-23", REMINDER)]


def test_a_step_on_a_red_day_waits() -> None:
    """D3: five working days from 10 December 2026 is Thursday the 17th; at Christmas it waits."""
    office = Office(clock=at("2026-12-18 09:00"))
    office.register()
    office.invite_gp("2027-03-02 10:00")
    office.tick()
    office.until("2027-01-05")
    assert office.sent_to(Role.GP)[1:] == [("2026-12-28", REMINDER)]


@pytest.mark.parametrize("moment", ["2026-10-12 07:59", "2026-10-12 15:30", "2026-10-17 10:00"])
def test_the_program_keeps_working_hours(office: Office, moment: str) -> None:
    """F3: what the program sends of itself keeps 08.00 to 15.30 on working days."""
    before = office.case
    office.tick(moment)
    assert office.case == before
    assert len(office.left) == 1


def test_what_is_pressed_leaves_at_any_hour() -> None:
    """F3: an invitation that a person pressed leaves at the next tick, in the evening too."""
    office = Office(clock=at("2026-10-09 20:00"))
    office.register()
    office.invite_gp()
    office.tick()
    assert office.sent_to(Role.GP) == [("2026-10-09", INVITATION)]
    office.until("2026-10-16")
    assert office.sent_to(Role.GP)[1:] == [("2026-10-16", REMINDER)]


def test_a_move_restarts_the_ladder(office: Office) -> None:
    """F3: a new time is a new question, and its ladder starts when it left."""
    office.until("2026-10-13")
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00")))
    office.tick("2026-10-14 08:00")
    office.until("2026-10-22")
    assert office.sent_to(Role.GP)[2:] == [("2026-10-14", UPDATE), ("2026-10-21", REMINDER)]
    assert without_milestones(office) == []


def test_a_new_link_takes_no_step_twice() -> None:
    """F3: a link changed after a reminder does not bring the same reminder again."""
    office = accepted_with_patient()
    office.until("2026-11-13")
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/2"))
    office.until("2026-11-19")
    assert office.sent_to(Role.PATIENT)[1:] == [("2026-11-13", REMINDER), ("2026-11-14", UPDATE)]


def test_a_snooze_hides_and_does_not_shift(office: Office) -> None:
    """F3: a task that is put off is hidden; its steps fall on the same days."""
    office.until("2026-10-15")
    (promise,) = office.owed(PromiseKind.ANSWER)
    office.do(Snooze(ref=office.case.ref, promise_id=promise.id, until=day("2026-10-21")))
    assert office.desk(lambda desk: desk.tasks()) == ()
    office.until("2026-10-19")
    assert without_milestones(office)[-1] == ("2026-10-19", COORDINATOR, "D3:gp:10")
    office.tick("2026-10-21 08:00")
    assert [t.promise_id for t in office.desk(lambda d: d.tasks(), COORDINATOR)] == [promise.id]


def put_off(office: Office, kind: PromiseKind, until: str) -> None:
    """The first promise of this kind comes back on this day."""
    (promise,) = office.owed(kind)
    office.do(Snooze(ref=office.case.ref, promise_id=promise.id, until=day(until)))


def brought_back(office: Office) -> list[tuple[str, str]]:
    """The day and whom, of each that was told again because it had been put off."""
    return [(on, who) for on, who, why in office.tasks() if why == "F3"]


def test_what_was_put_off_is_told_again_once(office: Office) -> None:
    """F3: on its day, to whose it is, and the ladder goes on as it was."""
    office.until("2026-10-15")
    put_off(office, PromiseKind.ANSWER, "2026-10-16")
    office.until("2026-10-18")
    assert brought_back(office) == [("2026-10-16", SECRETARY)]
    (promise,) = office.owed(PromiseKind.ANSWER)
    assert (promise.snoozed_until, promise.taken, promise.step) == (None, 2, 8)


def test_what_was_passed_on_comes_back_to_them(office: Office) -> None:
    """F3, D3: the coordinator decides since the tenth day, and put it off."""
    office.until("2026-10-19")
    put_off(office, PromiseKind.ANSWER, "2026-10-21")
    office.until("2026-10-22")
    assert brought_back(office) == [("2026-10-21", COORDINATOR)]
    assert office.texts.notices[-1].values["toward"] == "coordinator"


def test_what_the_coordinator_only_heard_of_comes_back_to_its_owner() -> None:
    """F3, F10: the last step told the coordinator besides, and the task is the secretary's."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    office.until("2026-10-08")
    put_off(office, PromiseKind.SECURE_MESSAGE, "2026-10-09")
    office.until("2026-10-12")
    assert brought_back(office) == [("2026-10-09", SECRETARY)]


def test_a_step_on_that_day_tells_it(office: Office) -> None:
    """F3: what falls due on the day to which it was put off is told by its own step alone."""
    office.until("2026-10-15")
    put_off(office, PromiseKind.ANSWER, "2026-10-19")
    office.until("2026-10-19")
    assert brought_back(office) == []
    assert without_milestones(office)[-1] == ("2026-10-19", COORDINATOR, "D3:gp:10")


@pytest.mark.parametrize("arranged", [True, False])
def test_a_warning_put_off_is_moot_where_the_meeting_is_arranged(*, arranged: bool) -> None:
    """F3, D3: nobody is told again of a deadline that a meeting keeps."""
    office = Office()
    office.register()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.until("2026-11-13")
    assert office.tasks() == [("2026-11-13", SECRETARY, "D3:milestone:4")]
    put_off(office, PromiseKind.MILESTONE, "2026-11-17")
    if arranged:
        office.invite_gp("2026-12-10 10:00")
    office.until("2026-11-17")
    assert brought_back(office) == ([] if arranged else [("2026-11-17", SECRETARY)])


def test_no_warning_on_the_last_safe_day_of_what_is_arranged() -> None:
    """D3, F1: the meeting is on the deadline itself, which is in time."""
    office = Office()
    office.register()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.invite_gp("2026-12-28 10:00")
    office.tick()
    office.answer(Verdict.ACCEPTED)
    office.until("2026-12-28")
    assert not [task for task in office.tasks() if "milestone" in task[2]]


def test_a_snoozed_task_waits_for_its_digest() -> None:
    """F3: what is put off stays out of the digest until its day, and then is told."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    (promise,) = office.owed(PromiseKind.SECURE_MESSAGE)
    office.do(Snooze(ref=office.case.ref, promise_id=promise.id, until=day("2026-10-08")))
    office.until("2026-10-07")
    assert office.digests == []
    office.until("2026-10-08")
    assert (at("2026-10-08 08:00"), SECRETARY) in office.digests


def test_a_task_put_off_before_its_digest_was_read_is_not_shown() -> None:
    """F3: what is put off meanwhile waits on, and a digest with nothing else in it is not shown."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    office.until("2026-10-06")
    (promise,) = office.owed(PromiseKind.SECURE_MESSAGE)
    office.do(Snooze(ref=office.case.ref, promise_id=promise.id, until=day("2026-10-08")))
    assert office.run(showing.show_waiting) == ()
    (task,) = [s for s in office.case.sendings if s.kind is SendingKind.TASK]
    assert task.status is SendingStatus.PENDING


def test_nobody_is_chased_after_the_meeting_has_begun(office: Office) -> None:
    """F3: when the meeting begins all is over that was owed for it, but whether it was held."""
    office.until("2026-11-23")
    office.tick("2026-11-24 10:00")
    assert {p.kind for p in office.owed()} == {PromiseKind.MILESTONE, PromiseKind.MEETING_HELD}


def with_must() -> Office:
    """Two clinicians were asked on Monday 5 October; one must come, one may."""
    office = Office(clinic=a_clinic(mail_to=frozenset({Role.CLINICIAN})))
    office.register()

    def asked(case: object) -> object:
        case = with_clinician(office.case, "lege", email="lege@here.example")
        case = with_clinician(case, "psykolog", must=False, email="psykolog@here.example")
        case = meeting_at(case)
        return invited(invited(case, "lege", "2026-10-05 09:00"), "psykolog", "2026-10-05 09:00")

    office.edit(asked)  # type: ignore[arg-type] # a case in, a case out
    office.tick("2026-10-06 08:00")
    return office


def test_clinicians_marked_must() -> None:
    """D3, F10: a must clinician is reminded after 3 and 5, then the leader; may is not chased."""
    office = with_must()
    office.until("2026-10-16")
    assert office.sent_to(Role.CLINICIAN) == [("2026-10-08", REMINDER), ("2026-10-12", REMINDER)]
    assert without_milestones(office) == [("2026-10-15", LEADER, "D3:must_clinician:8")]


def test_after_a_stop_a_must_clinician_is_reminded_beside_the_leader() -> None:
    """F3, D3: a leader settles nothing, and only the clinician can answer."""
    office = with_must()
    office.tick("2026-10-26 08:00")
    assert office.sent_to(Role.CLINICIAN) == [("2026-10-26", REMINDER)]
    assert without_milestones(office) == [("2026-10-26", LEADER, "D3:must_clinician:8")]


def test_nav_is_phoned_first_and_then_chased() -> None:
    """D3, R14: phone 2, 4, 6, and NAV's own ladder 5, 8, 12 from its neutral invitation."""
    office = Office(clinic=a_clinic(mail_to=frozenset({Role.GP, Role.NAV_ADVISER})))
    office.register()
    office.invite_gp()
    office.tick()
    office.answer(Verdict.ACCEPTED)
    office.no_wishes()
    office.do(
        RecordConsent(
            ref=office.case.ref,
            role=Role.NAV_ADVISER,
            given_on=day("2026-10-05"),
            form=ConsentForm.ORAL,
            name="Nils Nav",
            email="nils@nav.example",
        )
    )
    office.until("2026-10-13")
    assert without_milestones(office) == [
        ("2026-10-07", SECRETARY, "D3:phone_call:2"),
        ("2026-10-09", SECRETARY, "D3:phone_call:4"),
        ("2026-10-13", SECRETARY, "D3:phone_call:6"),
        ("2026-10-13", COORDINATOR, "D3:phone_call:6"),
    ]
    office.tick_off(PromiseKind.PHONE_CALL)
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.NAV_ADVISER))
    office.tick()
    office.until("2026-10-29")
    assert office.sent_to(Role.NAV_ADVISER) == [
        ("2026-10-13", INVITATION),
        ("2026-10-20", REMINDER),
    ]
    assert without_milestones(office)[4:] == [
        ("2026-10-23", SECRETARY, "D3:third_party:8"),
        ("2026-10-29", COORDINATOR, "D3:third_party:12"),
    ]


def test_the_link_is_asked_for_before_the_meeting() -> None:
    """D4b: a missing link stops nothing, and the secretary is told 5 and 3 days before."""
    office = Office()
    office.register()
    office.invite_gp(link="")
    office.tick()
    office.answer(Verdict.ACCEPTED)
    office.no_wishes()
    office.until("2026-11-20")
    assert without_milestones(office) == [
        ("2026-11-17", SECRETARY, "D3:link:5"),
        ("2026-11-19", SECRETARY, "D3:link:3"),
    ]


def test_the_patient_with_the_old_time_is_phoned() -> None:
    """F13: after 3 working days without the GP's new answer the secretary phones the patient."""
    office = accepted_with_patient()
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00")))
    office.tick()
    (call,) = office.owed(PromiseKind.PHONE_CALL)
    assert call.owner == SECRETARY
    assert call.id not in [t.promise_id for t in office.desk(lambda d: d.tasks())]
    office.until("2026-10-08")
    assert without_milestones(office) == [("2026-10-08", SECRETARY, "D3:old_time:3")]
    assert call.id in [t.promise_id for t in office.desk(lambda d: d.tasks())]
    office.answer(Verdict.ACCEPTED)
    assert not office.owed(PromiseKind.PHONE_CALL)


def test_does_the_appointment_stand() -> None:
    """D3, F4: SHM2 agreed 60 working days ago is asked about 15 working days before, once."""
    office = with_shm2("2026-12-29 10:00")
    office.until("2026-12-28")
    assert office.sent_to(Role.GP)[1:] == [("2026-12-07", STILL), ("2026-12-24", REMINDER)]
    assert next(n for n in office.texts.letters if n.kind is STILL).must_answer


def test_a_fresh_appointment_is_not_asked_about() -> None:
    """F4: agreed 59 working days ahead is not long ago."""
    office = with_shm2("2026-12-28 10:00")
    office.until("2026-12-27")
    assert office.sent_to(Role.GP)[1:] == [("2026-12-23", REMINDER)]


def test_silence_is_no_agreement() -> None:
    """F4: who never answered has agreed to nothing that could still stand."""
    office = with_shm2("2027-03-02 10:00", answered=False)
    assert not office.owed(PromiseKind.STILL_STANDS)


def with_shm2(start: str, *, answered: bool = True) -> Office:
    """SHM1 was held on 1 October 2026, and the GP is asked to SHM2 on the 5th."""
    office = Office()
    office.register(received="2026-06-01")
    for milestone, on in (
        (Milestone.ASSESSMENT_STARTED, "2026-08-03"),
        (Milestone.SHM1_HELD, "2026-10-01"),
    ):
        office.do(RecordMilestone(ref=office.case.ref, milestone=milestone, on=day(on)))
    office.invite_gp(start, MeetingKind.SHM2)
    office.tick()
    if answered:
        office.answer(Verdict.ACCEPTED)
    return office


def test_the_reminder_says_more_than_the_question() -> None:
    """F11: after standing still the reminder of the meeting leaves, not the older question."""
    office = with_shm2("2027-03-02 10:00")
    office.tick("2027-02-26 08:00")
    assert office.sent_to(Role.GP)[1:] == [("2027-02-26", REMINDER)]


# --- milestones ------------------------------------------------------------------------------


def test_milestone_warnings() -> None:
    """D3, F10: 4, 2 and 0 weeks before the latest safe day, and on passing the deadline."""
    office = Office()
    office.register(received="2026-10-01")
    office.do(office.correct("clinician", DOCTOR))
    office.until("2027-01-15")
    deadline = "2026-12-24"  # 12 weeks; the assessment has no invitations ahead
    assert office.case.promises[0].due == day(deadline)
    assert office.tasks() == [
        (on, who, f"D3:milestone:{weeks}")
        for on, weeks in (("2026-11-26", 4), ("2026-12-10", 2), ("2026-12-24", 0))
        for who in (SECRETARY, DOCTOR)
    ] + [("2026-12-28", who, "D3:milestone:-1") for who in (SECRETARY, DOCTOR, COORDINATOR, LEADER)]


def test_warnings_that_fall_together_give_the_most_urgent() -> None:
    """F1: a referral that is registered late gives one warning, the last."""
    office = Office(clock=at("2027-01-11 09:00"))
    office.register(received="2026-10-01")
    office.tick()
    assert office.tasks() == [
        ("2027-01-11", who, "D3:milestone:-1") for who in (SECRETARY, COORDINATOR, LEADER)
    ]


def test_a_meeting_in_time_needs_no_warning() -> None:
    """F10: while the meeting is arranged before its deadline nobody is warned of it."""
    office = Office()
    office.register(received="2026-09-01")
    started = Milestone.ASSESSMENT_STARTED
    office.do(RecordMilestone(ref=office.case.ref, milestone=started, on=day("2026-10-01")))
    office.invite_gp("2026-12-15 10:00")
    office.tick()
    office.answer(Verdict.ACCEPTED)
    office.no_wishes()
    office.until("2026-12-14")
    warnings = [task[2] for task in office.tasks() if "milestone" in task[2]]
    assert warnings == []
    office.do(office.cancel(SHM1))
    office.tick("2026-12-15 08:00")
    assert [task[2] for task in office.tasks()][-1:] == ["D3:milestone:0"]


def test_a_ladder_of_the_clinics_own() -> None:
    """D3: a clinic's ladder may let staff remind by themselves, and nobody outside hears."""
    step = Step(days=1, toward=(Toward.OWNER,), act=Act.REMIND)
    own = Ladder(name="secure_message", anchor=Anchor.SINCE, steps=(step,))
    office = Office(clinic=a_clinic(mail_to=frozenset(), ladders={**LADDERS, own.name: own}))
    office.register()
    office.invite_gp()
    office.until("2026-10-09")
    assert without_milestones(office) == [("2026-10-06", SECRETARY, "D3:secure_message:1")]


def test_who_ticks_off_is_done() -> None:
    """D3: what a person says is done is never asked for again."""
    office = Office()
    office.register()
    office.do(CallBack(ref=office.case.ref, who=office.person(Role.PATIENT).id))
    office.tick_off(PromiseKind.CALL_BACK)
    office.until("2026-11-20")
    assert not office.owed(PromiseKind.CALL_BACK)
    assert not [why for _, _, why in office.tasks() if "obtain" in why]


def test_the_last_step_goes_to_somebody_where_nobody_coordinates_or_leads() -> None:
    """D3: the office decides without the doctor's answer, and finds it among its tasks."""
    office = Office(clinic=a_clinic(staff=a_clinic().staff[:1]))
    office.register()
    office.invite_gp()
    office.tick()
    office.until("2026-10-19")
    assert without_milestones(office)[-1] == ("2026-10-19", SECRETARY, "D3:gp:10")
    lines = office.desk(lambda desk: desk.tasks())
    assert [line.toward for line in lines if line.kind is PromiseKind.ANSWER] == ["coordinator"]
