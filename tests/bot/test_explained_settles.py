"""What `shm explain` says would settle a wait does settle it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot import explain
from pathway.aftermath import InterviewState
from pathway.arrivals import Sort
from pathway.commands import (
    CallBack,
    ChangeMeeting,
    ChangeParticipant,
    CheckReferral,
    EndAbsence,
    ExtraMeeting,
    Finish,
    Invite,
    InviteGp,
    MoveMeeting,
    NoAdviser,
    Postpone,
    RecordConsent,
    RecordInterview,
    RecordMilestone,
    RecordWishes,
    SettleQuestion,
    StopPathway,
    StopTimes,
    TickItems,
    TickSent,
)
from pathway.commands.tasks import RecordAnswer
from pathway.model import Promise
from pathway.owed.checklists import CHECKLISTS
from pathway.questions import Resolution
from pathway.words import (
    Attendance,
    Channel,
    ClosedReason,
    ConsentForm,
    InvitationId,
    MeetingKind,
    Milestone,
    PromiseKind,
    QuestionId,
    Role,
    Verdict,
)
from tests.pathway import test_owed_assessments as assessments
from tests.pathway import test_service_new_gp as doctors
from tests.pathway import test_service_people as people
from tests.pathway import test_service_times as times
from tests.pathway.build import DOCTOR, LEADER, a_clinic, at, day, wall
from tests.pathway.mailing import note, reply, take
from tests.pathway.office import Office
from tests.pathway.test_ladders import with_shm2
from tests.pathway.test_plan import everybody, mailed, move
from tests.pathway.test_service_absent import PAL, away, led_by
from tests.pathway.test_service_appointments import asked, clinic

SHM1, SHM2 = MeetingKind.SHM1, MeetingKind.SHM2
Settle = Callable[[Office, Promise], object]


# --- how a wait begins ---------------------------------------------------------------------------


def said(verdict: Verdict) -> Callable[[], Office]:
    """The GP has answered this."""

    def ready() -> Office:
        office = mailed()
        office.answer(verdict)
        return office

    return ready


def by_hand() -> Office:
    """The text to the GP waits to be copied."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    return office


def bounced() -> Office:
    """The mail to the GP was refused."""
    office = Office(carry=lambda _row: ("no such mailbox", True))
    office.register()
    office.invite_gp()
    office.tick()
    return office


def moved() -> Office:
    """The GP has not answered the new time, and the patient holds the old one."""
    office = everybody()
    move(office)
    office.tick()
    return office


def consented() -> Office:
    """Nav may be rung."""
    office = said(Verdict.ACCEPTED)()
    office.do(consent(office))
    return office


def consent(office: Office) -> RecordConsent:
    """The patient's, by word of mouth."""
    given = day("2026-10-05")
    ref, form = office.case.ref, ConsentForm.ORAL
    return RecordConsent(ref=ref, role=Role.NAV_ADVISER, given_on=given, form=form)


def nav_wished() -> Office:
    """The patient wants Nav there."""
    office = said(Verdict.ACCEPTED)()
    office.do(RecordWishes(ref=office.case.ref, nav=True))
    return office


def linked() -> Office:
    """There is a link since, and its mail has not left."""
    office = mailed(link="")
    office.clock = at("2026-10-05 10:00")
    office.do(a_link(office))
    return office


def a_link(office: Office) -> ChangeMeeting:
    """The meeting gets one."""
    return ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/2")


def held() -> Office:
    """SHM1 was held yesterday."""
    office = everybody()
    office.do(reached(office, Milestone.ASSESSMENT_STARTED, "2026-10-05"))
    office.clock = at("2026-11-25 09:00")
    office.do(reached(office, Milestone.SHM1_HELD, "2026-11-24"))
    return office


def reached(office: Office, milestone: Milestone, on: str) -> RecordMilestone:
    """It is written down."""
    return RecordMilestone(ref=office.case.ref, milestone=milestone, on=day(on))


def over() -> Office:
    """The day of SHM1 has passed, and nobody has said whether it was held."""
    office = everybody()
    office.do(reached(office, Milestone.ASSESSMENT_STARTED, "2026-10-05"))
    office.until("2026-11-25")
    return office


def planned() -> Office:
    """The action plan is finished."""
    office = held()
    finish(office, office.owed(PromiseKind.ACTION_PLAN_FINISH)[0])
    return office


def twice() -> Office:
    """SHM2 was held too."""
    office = held()
    office.invite_gp("2027-04-20 10:00", SHM2, link="https://video.example/3")
    office.clock = at("2027-04-21 09:00")
    office.do(reached(office, Milestone.SHM2_HELD, "2027-04-20"))
    return office


def noted() -> Office:
    """The journal note is written."""
    office = twice()
    finish(office, office.owed(PromiseKind.NOTE_WRITE)[0])
    return office


def all_done() -> Office:
    """The note is sent and the closing list ticked: only the end is left."""
    office = noted()
    finish(office, office.owed(PromiseKind.NOTE_SEND)[0])
    all_items(office, office.owed(PromiseKind.CLOSING)[0])
    return office


def extra_wanted() -> Office:
    """The plan needs a meeting more, whose day is open."""
    office = held()
    office.do(ExtraMeeting(ref=office.case.ref))
    return office


def interviewed() -> Office:
    """The patient would like the letter."""
    office = held()
    office.do(letter(office, InterviewState.WANTED))
    return office


def letter(office: Office, state: InterviewState) -> RecordInterview:
    """How far the letter about an interview has come."""
    return RecordInterview(ref=office.case.ref, after=SHM1, state=state)


def registered() -> Office:
    """A patient, in a clinic with every checklist."""
    office = Office(clinic=a_clinic(checklists=frozenset(CHECKLISTS)))
    office.register()
    return office


def lacking() -> Office:
    """The referral lacks something."""
    office = registered()
    missing = CHECKLISTS[PromiseKind.REFERRAL_CONTENT][:1]
    office.do(CheckReferral(ref=office.case.ref, missing=missing))
    return office


def put_off() -> Office:
    """The GP cannot, and it is decided later."""
    office = said(Verdict.DECLINED)()
    office.do(Postpone(ref=office.case.ref, kind=SHM1, until=day("2026-10-20")))
    return office


def rings() -> Office:
    """The patient has rung."""
    office = registered()
    office.do(CallBack(ref=office.case.ref, who=office.person(Role.PATIENT).id))
    return office


def from_the_gps() -> Office:
    """The patient attends from the GP's office."""
    office = people.agreed()
    people.change(office, Role.PATIENT, attends=Attendance.GP_OFFICE)
    return office


def agreed_long_ago() -> Office:
    """The GP said yes on 5 October to an SHM2 on 2 March."""
    return with_shm2("2027-03-02 10:00")


def assessed() -> Office:
    """The day of the assessment has passed."""
    office = Office(clinic=clinic())
    office.register()
    office.do(asked(office))
    office.until("2026-11-04")
    return office


def taken_over() -> Office:
    """Somebody writes in the GP's place that the patient is theirs now."""
    office = mailed()
    doctors.claim(office)
    return office


def replied(sort: Sort) -> Callable[[], Office]:
    """A mail came that is no plain answer."""

    def ready() -> Office:
        office = mailed()
        take(office, note(office, sort))
        return office

    return ready


def which_suits() -> Office:
    """The GP is asked which times suit."""
    office = times._office()  # noqa: SLF001 - as those tests begin
    times.ask(office)
    office.tick()
    return office


def none_suits() -> Office:
    """No time suits the GP, so the secretary is to decide."""
    office = which_suits()
    times.answer(office, Role.GP)
    return office


def leader_away() -> Office:
    """Lise leads SHM1, and says that she is away that week."""
    office = led_by(DOCTOR)
    away(office, days=("2026-11-23", "2026-11-27"))
    return office


# --- what settles it -----------------------------------------------------------------------------


def gp_says(verdict: Verdict) -> Settle:
    """The GP answers."""
    return lambda office, _owed: office.answer(verdict)


def own_says(verdict: Verdict) -> Settle:
    """Whoever owes it answers."""

    def settle(office: Office, owed: Promise) -> object:
        invitation = InvitationId(owed.about)
        ref, channel = office.case.ref, Channel.PHONE
        return office.do(
            RecordAnswer(
                ref=ref, invitation_id=invitation, verdict=verdict, channel=channel, evidence="said"
            )
        )

    return settle


def ticked(office: Office, owed: Promise) -> object:
    """A tick that it is said or sent."""
    return office.do(TickSent(ref=office.case.ref, promise_id=owed.id))


def finish(office: Office, owed: Promise) -> object:
    """It is made, or passed on."""
    return office.do(Finish(ref=office.case.ref, promise_id=owed.id))


def another_time(office: Office, _owed: Promise) -> object:
    """The meeting is moved."""
    return office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00")))


def all_items(office: Office, owed: Promise) -> object:
    """The whole checklist."""
    items = CHECKLISTS[owed.kind]
    return office.do(TickItems(ref=office.case.ref, promise_id=owed.id, items=items))


def time_comes(until: str) -> Settle:
    """The daemon passes until then, and nobody does anything."""
    return lambda office, _owed: office.until(until)


def invited(office: Office, _owed: Promise) -> object:
    """The patient is called in."""
    return office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT))


def no_adviser(office: Office, owed: Promise) -> object:
    """Nav says that there is none."""
    nav = office.person(Role.NAV_ADVISER).id
    assert owed.about == nav
    return office.do(NoAdviser(ref=office.case.ref, participant_id=nav))


def sent(office: Office, _owed: Promise) -> object:
    """The mails leave."""
    return office.tick()


def given(office: Office, _owed: Promise) -> object:
    """A link, which leaves."""
    office.do(a_link(office))
    return office.tick()


def arranged(office: Office, _owed: Promise) -> object:
    """SHM2 has a day."""
    return office.do(
        InviteGp(
            ref=office.case.ref,
            kind=SHM2,
            start=wall("2027-04-20 10:00"),
            template="with_nav",
            leader=LEADER,
            link="https://video.example/3",
        )
    )


def ended(office: Office, _owed: Promise) -> object:
    """The pathway is completed."""
    return office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.COMPLETED))


def a_day(office: Office, _owed: Promise) -> object:
    """The extra meeting has one."""
    return office.do(ExtraMeeting(ref=office.case.ref, on=day("2026-12-01")))


def not_from_there(office: Office, _owed: Promise) -> object:
    """The patient comes on video after all."""
    who = office.person(Role.PATIENT).id
    ref, video = office.case.ref, Attendance.VIDEO
    return office.do(ChangeParticipant(ref=ref, who=who, attends=video))


def asked_and(verdict: Verdict) -> Settle:
    """The question leaves in its time, and the GP answers it."""

    def settle(office: Office, _owed: Promise) -> object:
        office.until("2027-02-09")
        return office.answer(verdict)

    return settle


def started(*, held: bool) -> Settle:
    """Somebody says whether the assessment was started."""
    return lambda office, _owed: assessments.record(office, "2026-11-03", held=held)


def judged(office: Office, owed: Promise) -> object:
    """The secretary says what the mail is."""
    question = QuestionId(owed.about)
    ref, how = office.case.ref, Resolution.NOTED
    return office.do(SettleQuestion(ref=ref, question_id=question, how=how))


def all_suit(office: Office, _owed: Promise) -> object:
    """The GP can come at each of them."""
    return times.answer(office, Role.GP, *times.TIMES)


def chosen(office: Office, _owed: Promise) -> object:
    """The secretary takes one of them."""
    return times.choose(office, times.TIMES[0])


def stopped(office: Office, _owed: Promise) -> object:
    """It is asked no more."""
    return office.do(StopTimes(ref=office.case.ref, kind=SHM1))


def led_by_another(office: Office, _owed: Promise) -> object:
    """Pål leads it."""
    return office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, leader=PAL))


def another_week(office: Office, _owed: Promise) -> object:
    """The meeting is moved to a day on which she is here."""
    return office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-12-01 10:00")))


def back(office: Office, _owed: Promise) -> object:
    """She is here that day after all."""
    return office.do(EndAbsence(staff_id=DOCTOR, back_on=day("2026-11-23")), actor=DOCTOR)


@dataclass(frozen=True)
class Wait:
    """One kind of wait: how it begins, words of what settles it, and that done."""

    kind: PromiseKind
    ready: Callable[[], Office]
    words: str
    settle: Settle


K = PromiseKind
WAITS = (
    Wait(K.ANSWER, mailed, "an answer", gp_says(Verdict.ACCEPTED)),
    Wait(K.ANSWER, mailed, "another time", another_time),
    Wait(K.ANSWER, said(Verdict.TENTATIVE), "a yes", gp_says(Verdict.ACCEPTED)),
    Wait(K.ANSWER, said(Verdict.TENTATIVE), "a no", gp_says(Verdict.DECLINED)),
    Wait(K.TIME_QUESTION, said(Verdict.DECLINED), "another time", another_time),
    Wait(K.SECURE_MESSAGE, by_hand, "a tick that it is sent", ticked),
    Wait(K.PHONE_CALL, consented, "that there is none", no_adviser),
    Wait(K.PHONE_CALL, bounced, "an answer", gp_says(Verdict.ACCEPTED)),
    Wait(K.PHONE_CALL, bounced, "a tick that it is said", ticked),
    Wait(K.PHONE_CALL, moved, "an answer from the GP", gp_says(Verdict.ACCEPTED)),
    Wait(K.PHONE_CALL, moved, "a tick that the patient has been told", ticked),
    Wait(K.CONSENT, nav_wished, "a consent", lambda office, _owed: office.do(consent(office))),
    Wait(K.WISHES, said(Verdict.ACCEPTED), "none", lambda office, _owed: office.no_wishes()),
    Wait(K.PREVIEW, said(Verdict.ACCEPTED), "the patient's invitation", invited),
    Wait(K.LINK, lambda: mailed(link=""), "the link", given),
    Wait(K.LINK, linked, "the link sent to each of them", sent),
    Wait(K.REMINDER, everybody, "a no", own_says(Verdict.DECLINED)),
    Wait(K.REMINDER, everybody, "the meeting itself", time_comes("2026-11-25")),
    Wait(K.BRIEFING, everybody, "the meeting itself", time_comes("2026-11-25")),
    Wait(K.ACTION_PLAN_FINISH, held, "the plan is finished", finish),
    Wait(K.ACTION_PLAN_DISTRIBUTE, planned, "it is distributed", finish),
    Wait(K.NOTE_WRITE, twice, "the journal note is written", finish),
    Wait(K.NOTE_SEND, noted, "it is sent", finish),
    Wait(K.SHM2_DETAILS, held, "SHM2 arranged", arranged),
    Wait(K.EXTRA_MEETING, extra_wanted, "the day", a_day),
    Wait(
        K.MEETING_HELD,
        over,
        "it was held on a day",
        lambda office, _owed: office.do(reached(office, Milestone.SHM1_HELD, "2026-11-24")),
    ),
    Wait(K.INTAKE, registered, "every item of the intake ticked", all_items),
    Wait(K.CLOSING, twice, "every item of the closing ticked", all_items),
    Wait(K.CLOSE, all_done, "the end of the pathway", ended),
    Wait(
        K.REFERRAL_CONTENT,
        lacking,
        "it has come",
        lambda office, _owed: office.do(CheckReferral(ref=office.case.ref)),
    ),
    Wait(
        K.INTERVIEW,
        interviewed,
        "it is sent",
        lambda office, _owed: office.do(letter(office, InterviewState.SENT)),
    ),
    Wait(
        K.MILESTONE,
        registered,
        "the milestone recorded",
        lambda office, _owed: office.do(
            reached(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
        ),
    ),
    Wait(K.POSTPONED, put_off, "a decision", lambda office, _owed: office.invite_gp()),
    Wait(K.CALL_BACK, rings, "a tick that they are rung", ticked),
    Wait(K.PLACE, from_the_gps, "a tick that it is agreed", ticked),
    Wait(K.PLACE, from_the_gps, "that nobody attends from there", not_from_there),
    Wait(K.PLACE, from_the_gps, "the meeting itself", time_comes("2026-11-25")),
    Wait(K.STILL_STANDS, agreed_long_ago, "an answer", asked_and(Verdict.ACCEPTED)),
    Wait(K.STILL_STANDS, agreed_long_ago, "to the question", asked_and(Verdict.DECLINED)),
    Wait(K.STILL_STANDS, agreed_long_ago, "the meeting itself", time_comes("2027-03-03")),
    Wait(K.ASSESSMENT_START, assessed, "that it was started on a day", started(held=True)),
    Wait(K.ASSESSMENT_START, assessed, "that it was not", started(held=False)),
    Wait(
        K.NEW_GP,
        taken_over,
        "the new GP recorded",
        lambda office, _owed: office.do(doctors.replaced(office)),
    ),
    Wait(K.NEW_GP, taken_over, "an answer from the present one", gp_says(Verdict.ACCEPTED)),
    Wait(K.NEW_GP, taken_over, "a tick", ticked),
    Wait(K.QUESTION, replied(Sort.UNREADABLE), "what somebody judges it to be", judged),
    Wait(
        K.QUESTION,
        replied(Sort.OUT_OF_OFFICE),
        "an answer that comes after all",
        lambda office, _owed: take(office, reply(office)),
    ),
    Wait(K.TIMES, which_suits, "what they say", all_suit),
    Wait(K.TIMES, which_suits, "a time that is chosen", chosen),
    Wait(K.TIMES, which_suits, "stopped", stopped),
    Wait(K.TIMES_CHOICE, none_suits, "the time that is chosen", chosen),
    Wait(K.TIMES_CHOICE, none_suits, "that the question is stopped", stopped),
    Wait(K.AWAY, leader_away, "another leader", led_by_another),
    Wait(K.AWAY, leader_away, "or day", another_week),
    Wait(K.AWAY, leader_away, "that they are here after all", back),
    Wait(K.AWAY, leader_away, "a tick that it is seen to", ticked),
)


@pytest.mark.parametrize("wait", WAITS, ids=[f"{w.kind}: {w.words}" for w in WAITS])
def test_what_is_said_to_settle_it_does(wait: Wait) -> None:
    """The explanation names it, and when it is done the promise is open no more."""
    office = wait.ready()
    owed = office.owed(wait.kind)[0]
    _, _, settled_by = explain.reason(office.case, owed)
    assert wait.words in settled_by
    wait.settle(office, owed)
    assert office.case.promise(owed.id).settled is not None


def test_each_kind_is_here() -> None:
    """A new kind is shown too, before it works."""
    assert {wait.kind for wait in WAITS} == set(PromiseKind)


def test_a_link_that_waits_to_be_sent_is_not_said_to_be_missing() -> None:
    """D4b: while there is none it is asked for; then it is to reach each of them."""
    (owed,) = (office := mailed(link="")).owed(K.LINK)
    assert "there is no link" in explain.reason(office.case, owed)[1]
    (owed,) = (office := linked()).owed(K.LINK)
    assert "there is a link" in explain.reason(office.case, owed)[1]


@pytest.mark.parametrize(
    ("ready", "rule"),
    [(consented, "R14"), (bounced, "D4"), (moved, "F13")],
    ids=["consented", "bounced", "moved"],
)
def test_three_calls_have_three_reasons(ready: Callable[[], Office], rule: str) -> None:
    """R14, D4, F13: whom it concerns, what did not arrive, and a time that may not hold."""
    office = ready()
    assert [explain.reason(office.case, p)[0] for p in office.owed(K.PHONE_CALL)] == [rule]


def test_a_perhaps_is_not_said_to_be_silence() -> None:
    """F4: whoever may come has answered, and is asked once more."""
    office = said(Verdict.TENTATIVE)()
    (owed,) = office.owed(K.ANSWER)
    assert explain.reason(office.case, owed)[0] == "F4"
