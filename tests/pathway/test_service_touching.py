"""What a change means beside its messages: who hears nothing, which deadline and wait is met."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from pathway import rules
from pathway.commands import (
    AcceptProposal,
    AddParticipant,
    ArrangeAppointment,
    ArrangeNext,
    AskTimes,
    CancelMeeting,
    ChangeMeeting,
    ChangeParticipant,
    ChangeParts,
    ChooseTime,
    Correct,
    CorrectGp,
    DeclineProposal,
    ExtraMeeting,
    Invite,
    InviteGp,
    InviteSeveral,
    MoveMeeting,
    PartFrom,
    Person,
    RecordAdviser,
    RecordMilestone,
    RecordWishes,
    RemindNow,
    RemoveCase,
    RemoveParticipant,
    ReplaceGp,
    StopPathway,
    StopTimes,
    WithdrawConsent,
)
from pathway.outgoing import Method
from pathway.service.decisions import DECISIONS
from pathway.service.meetings.touching import SHOWN
from pathway.views import Touched
from pathway.words import (
    Attendance,
    Channel,
    MeetingKind,
    Milestone,
    PromiseKind,
    Role,
    Verdict,
)
from tests.pathway.build import DOCTOR, a_clinic, at, day, wall
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody, left, mailed

SHM1 = MeetingKind.SHM1


def shown(office: Office, command: object) -> Touched:
    """What is shown of a change beside its messages."""
    touched = office.plan(command).touched  # type: ignore[arg-type] # any command
    assert touched is not None
    return touched


def roles(touched: Touched) -> list[Role]:
    """Who hears nothing."""
    return [person.role for person in touched.silent]


def moved(office: Office, start: str = "2026-11-26 10:00") -> MoveMeeting:
    """SHM1 at another time."""
    return MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall(start))


def asked(touched: Touched) -> list[tuple[Role, date, date | None]]:
    """Whose answer is waited for when this has left: until when, and by when they are asked."""
    return [(one.participant.role, one.wait.due, one.by) for one in touched.asked]


# --- who must answer anew, and whose answer lapses ------------------------------------------------


def test_a_move_names_the_answer_that_lapses_and_the_one_that_begins() -> None:
    """D4b, D3: the GP's yes was to the old time; a new answer is owed from when this leaves."""
    office = everybody()
    touched = shown(office, moved(office))
    assert [(p.role, said) for p, said in touched.lapsed] == [(Role.GP, Verdict.ACCEPTED)]
    assert asked(touched) == [(Role.GP, day("2026-10-19"), day("2026-10-12"))]


def test_whoever_has_not_answered_is_asked_anew() -> None:
    """D3: the wait for the old answer ends, and one for the new begins, with a day of its own."""
    office = mailed()
    office.clock = at("2026-10-07 09:00")
    touched = shown(office, moved(office))
    assert touched.lapsed == ()
    assert [(w.kind, w.about_role) for w in touched.ends] == [(PromiseKind.ANSWER, Role.GP)]
    assert asked(touched) == [(Role.GP, day("2026-10-21"), day("2026-10-14"))]


def test_no_answer_is_waited_for_after_the_meeting() -> None:
    """F3: the last day is the last working day before it, and then nobody is told of a day."""
    office = everybody()
    touched = shown(office, moved(office, "2026-10-12 10:00"))
    assert asked(touched) == [(Role.GP, day("2026-10-09"), None)]
    assert asked(shown(office, moved(office, "2026-10-06 10:00"))) == [
        (Role.GP, day("2026-10-05"), None)
    ]


def test_an_answer_that_is_kept_is_not_asked_for() -> None:
    """D4b: a shorter time inside the old one lapses nothing, and nobody is waited for."""
    office = everybody()
    shorter = tuple(PartFrom(of=(n,), minutes=m) for n, m in ((1, 20), (2, 15), (3, 20)))
    touched = shown(office, ChangeParts(ref=office.case.ref, kind=SHM1, parts=shorter))
    assert touched.lapsed == ()
    assert Role.GP not in [role for role, *_ in asked(touched)]


def test_a_first_link_begins_no_wait() -> None:
    """F7: the link that was to come keeps SEQUENCE, and the answer is awaited as before."""
    office = mailed(link="")
    command = ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/9")
    assert [c.must_answer for c in office.plan(command).consequences] == [True]
    assert shown(office, command).asked == ()


def test_a_newcomer_is_waited_for() -> None:
    """D2: the doctor who takes the GP's place owes an answer of their own."""
    office = everybody()
    doctor = Person(name="Vera Vikar", office="Legesenteret", email="vera@lege.example")
    touched = shown(office, ReplaceGp(ref=office.case.ref, doctor=doctor, for_good=False))
    assert [(one.participant.name, one.by) for one in touched.asked] == [
        ("Vera Vikar", day("2026-10-12"))
    ]


# --- who has said no to just this time -----------------------------------------------------------


@pytest.mark.parametrize("verdict", [Verdict.DECLINED, Verdict.NEW_TIME])
def test_who_said_no_to_the_time_that_comes_back_is_named_and_asked(verdict: Verdict) -> None:
    """D2: another time was held between, so the old no is not the answer: they are asked again."""
    office = everybody()
    office.answer(verdict, Role.GP)
    office.do(moved(office))
    office.tick()
    touched = shown(office, moved(office, "2026-11-24 10:00"))
    assert [(p.role, said) for p, said in touched.refused] == [(Role.GP, verdict)]
    assert [role for role, *_ in asked(touched)] == [Role.GP]
    office.do(moved(office, "2026-11-24 10:00"))
    office.tick()
    assert rules.present_answer(office.case, office.invitation(Role.GP)) is None
    assert Role.GP in {p.owner_role for p in office.owed(PromiseKind.ANSWER)}


def test_a_proposers_wish_is_remembered_when_the_meeting_goes_back() -> None:
    """Their proposal was taken, and then the meeting comes back to what they wished away from."""
    office = everybody()
    office.answer(Verdict.NEW_TIME, proposed=wall("2026-11-26 10:00"))
    office.do(AcceptProposal(ref=office.case.ref, answer_id=office.case.answers[-1].id, number=1))
    office.tick()
    touched = shown(office, moved(office, "2026-11-24 10:00"))
    assert [(p.role, said) for p, said in touched.refused] == [(Role.GP, Verdict.NEW_TIME)]
    assert [role for role, *_ in asked(touched)] == [Role.GP]


def test_a_no_that_nothing_came_between_stands() -> None:
    """F4: moved and moved back before anything left, the no is still the answer."""
    office = everybody()
    office.answer(Verdict.DECLINED, Role.GP)
    office.do(moved(office))
    office.do(moved(office, "2026-11-24 10:00"))
    answer = rules.present_answer(office.case, office.invitation(Role.GP))
    assert answer is not None
    assert answer.verdict is Verdict.DECLINED


def test_a_change_of_no_time_names_nobodys_no() -> None:
    """Whose no is known and whose time stays is not told of again."""
    office = everybody()
    office.answer(Verdict.DECLINED, Role.GP)
    command = ChangeMeeting(ref=office.case.ref, kind=SHM1, leader=DOCTOR)
    assert shown(office, command).refused == ()


def test_a_yes_after_the_no_is_what_counts() -> None:
    """Who said no and then yes to a time has said yes to it; another time is another."""
    office = everybody()
    office.answer(Verdict.DECLINED, Role.GP)
    office.answer(Verdict.ACCEPTED, Role.GP)
    office.do(moved(office))
    office.tick()
    assert shown(office, moved(office, "2026-11-24 10:00")).refused == ()
    assert shown(office, moved(office, "2026-11-27 10:00")).refused == ()


# --- who hears nothing -------------------------------------------------------------------------


def test_whoever_holds_an_invitation_and_hears_nothing_is_named() -> None:
    """F7: Nav's part changes place with another; the rest are there all the time."""
    office = everybody()
    order = tuple(PartFrom(of=(n,), minutes=m) for n, m in ((2, 15), (1, 20), (3, 25)))
    touched = shown(office, ChangeParts(ref=office.case.ref, kind=SHM1, parts=order))
    assert roles(touched) == [Role.GP, Role.PATIENT]


def test_a_new_leader_is_silence_to_all() -> None:
    """F7: the leader stands in nobody's invitation."""
    office = everybody()
    command = ChangeMeeting(ref=office.case.ref, kind=SHM1, leader=DOCTOR)
    assert office.plan(command).consequences == ()
    assert roles(shown(office, command)) == [Role.GP, Role.PATIENT, Role.NAV_ADVISER]
    assert shown(office, command).deadline is None


def test_whoever_hears_later_hears() -> None:
    """F5: a message that waits for the GP's new yes is no silence."""
    office = everybody()
    assert shown(office, moved(office)).silent == ()


def test_whoever_was_never_told_is_not_silent() -> None:
    """F6: an invitation that has not left is nobody's."""
    office = Office()
    office.register()
    office.invite_gp()
    command = ChangeMeeting(ref=office.case.ref, kind=SHM1, leader=DOCTOR)
    assert shown(office, command).silent == ()
    office.tick()
    assert roles(shown(office, command)) == [Role.GP]


def test_one_who_holds_two_invitations_is_named_once() -> None:
    """One person is one line, whatever they hold."""
    office = everybody()
    gp = office.person(Role.GP)
    nav = office.person(Role.NAV_ADVISER)
    invitation = office.invitation(Role.GP)
    twin = replace(invitation, id="twin")  # type: ignore[arg-type] # an id
    rows = [replace(s, id=f"twin{s.id}", invitation_id="twin") for s in office.case.sendings]  # type: ignore[arg-type] # ids
    office.edit(lambda case: case.with_changed(twin, *rows))
    touched = shown(office, RemoveParticipant(ref=office.case.ref, who=nav.id))
    assert [p.id for p in touched.silent].count(gp.id) == 1


# --- deadlines ---------------------------------------------------------------------------------


def test_a_move_shows_the_deadline_of_its_meeting() -> None:
    """R2, F2: with the last day on which it is safe to ask, which is nearer without a yes."""
    office = everybody()
    touched = shown(office, moved(office))
    rows = {d.milestone: d for d in office.desk(lambda desk: desk.deadlines(office.case))}
    own = rows[Milestone.SHM1_HELD]
    assert (touched.milestone, touched.deadline) == (Milestone.SHM1_HELD, own.day)
    assert touched.safe_day is not None
    assert own.latest_safe_day is not None
    assert touched.safe_day < own.latest_safe_day


def test_a_meeting_that_is_off_shows_its_deadline_too() -> None:
    """R2: the clock goes on."""
    office = everybody()
    touched = shown(office, CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"))
    assert touched.deadline is not None
    assert touched.milestone is Milestone.SHM1_HELD


# --- what is waited for ------------------------------------------------------------------------


def test_what_is_no_longer_waited_for() -> None:
    """D3: the answer of somebody who is called off."""
    office = everybody()
    nav = office.person(Role.NAV_ADVISER)
    touched = shown(office, RemoveParticipant(ref=office.case.ref, who=nav.id))
    assert [(w.kind, w.about_role) for w in touched.ends] == [
        (PromiseKind.ANSWER, Role.NAV_ADVISER)
    ]


def test_what_is_waited_for_from_now_on() -> None:
    """D6, R20: what travels by hand is a task with a last day of its own."""
    office = mailed()
    doctor = Person(name="Vera Vikar", office="Legesenteret")
    touched = shown(office, ReplaceGp(ref=office.case.ref, doctor=doctor, for_good=False))
    begun = [(w.kind, w.channel) for w in touched.begins]
    assert (PromiseKind.SECURE_MESSAGE, Channel.SECURE_MESSAGE) in begun


def test_what_goes_on_is_said_neither_to_begin_nor_to_end() -> None:
    """A wait that is the same as before is no news."""
    office = mailed(link="")
    office.answer(Verdict.ACCEPTED)
    before = {p.kind for p in office.owed()}
    assert PromiseKind.LINK in before
    command = ChangeMeeting(ref=office.case.ref, kind=SHM1, leader=DOCTOR)
    touched = shown(office, command)
    assert (touched.begins, touched.ends) == ((), ())


def test_a_wait_with_another_last_day_begins_and_does_not_end() -> None:
    """D3: a link for a later meeting may wait for longer."""
    office = mailed(link="")
    touched = shown(office, moved(office))
    assert [w.due for w in touched.begins if w.kind is PromiseKind.LINK] == [day("2026-11-26")]
    assert PromiseKind.LINK not in {w.kind for w in touched.ends}


# --- which commands ----------------------------------------------------------------------------

BESIDE = {
    **dict.fromkeys((InviteGp, Invite, InviteSeveral, ArrangeAppointment), "a first call"),
    **dict.fromkeys((ArrangeNext, ChooseTime, ExtraMeeting), "a first call"),
    **dict.fromkeys((AskTimes, StopTimes), "nothing is agreed yet"),
    DeclineProposal: "what is agreed stands, and one alone is told so",
    RecordWishes: "wishes; who comes for them is asked by a change of its own",
    RecordMilestone: "a date that was reached",
    Correct: "a name or an address; the new one hears what the old one had",
    RemindNow: "says again what is agreed",
    StopPathway: "everybody who holds an invitation hears, and no wait is left",
    RemoveCase: "as above",
}
"""What is confirmed and is no change of what is agreed, and why."""


def test_every_command_that_is_confirmed_is_looked_at_so_or_says_why_not() -> None:
    """Whatever may tell somebody something also says who hears nothing, or is no change."""
    confirmed = {kind for kind in DECISIONS if any(f.name == "plan" for f in fields(kind))}
    assert confirmed == {*SHOWN, *BESIDE}
    assert not {*SHOWN} & {*BESIDE}


def test_another_adviser_is_a_change() -> None:
    """F12: the old one is called off, two hear nothing, and a call begins where a wait ends."""
    office = everybody()
    nav = office.person(Role.NAV_ADVISER).id
    adviser = Person(name="Nora Nav", phone="55553336")
    command = RecordAdviser(ref=office.case.ref, participant_id=nav, adviser=adviser, told=False)
    touched = shown(office, command)
    assert roles(touched) == [Role.GP, Role.PATIENT]
    assert [(w.kind, w.about_role) for w in touched.ends] == [
        (PromiseKind.ANSWER, Role.NAV_ADVISER)
    ]
    assert [w.kind for w in touched.begins] == [PromiseKind.PHONE_CALL]


def test_a_withdrawn_consent_is_a_change() -> None:
    """R19: Nav is called off and waited for no more, and the others hear nothing of it."""
    office = everybody()
    touched = shown(office, WithdrawConsent(ref=office.case.ref, role=Role.NAV_ADVISER))
    assert roles(touched) == [Role.GP, Role.PATIENT]
    assert [(w.kind, w.about_role) for w in touched.ends] == [
        (PromiseKind.ANSWER, Role.NAV_ADVISER)
    ]


def test_a_doctor_who_was_wrong_is_a_change() -> None:
    """F14: the other doctor owes an answer, the wrong one's yes is gone, and two hear nothing."""
    office = everybody()
    doctor = Person(name="Vera Vikar", office="Legesenteret", email="vera@lege.example")
    touched = shown(office, CorrectGp(ref=office.case.ref, doctor=doctor))
    assert roles(touched) == [Role.PATIENT, Role.NAV_ADVISER]
    assert [one.participant.name for one in touched.asked] == ["Vera Vikar"]


def test_only_changes_are_looked_at_so() -> None:
    """What changes nothing that is agreed says nothing of who hears nothing."""
    office = everybody()
    assert office.plan(RecordWishes(ref=office.case.ref)).touched is None


def test_what_is_shown_beside_is_not_hashed() -> None:
    """A task that begins in between makes no plan stale."""
    office = everybody()
    command = moved(office)
    first = office.plan(command)
    office.edit(lambda case: replace(case, promises=()))
    second = office.plan(command)
    assert first.touched != second.touched
    assert first.hash == second.hash


def test_a_look_at_a_change_leaves_no_trace() -> None:
    """The waits are reckoned on a copy: no id of the office's own is used for them."""
    office = everybody()
    person = office.person(Role.PATIENT)
    command = ChangeParticipant(ref=office.case.ref, who=person.id, attends=Attendance.CLINIC)
    before = office.case
    office.plan(command)
    assert office.case == before


def test_the_last_who_holds_an_invitation_hears_that_it_is_off() -> None:
    """F14: removed, they alone get a CANCEL with the next SEQUENCE, though nobody else is left."""
    office = Office(clinic=a_clinic(mail_to=frozenset({Role.REFERRER})))
    office.register(gp=None)
    office.do(
        InviteGp(
            ref=office.case.ref,
            kind=SHM1,
            start=wall("2026-11-24 10:00"),
            template="with_nav",
            leader=DOCTOR,
            link="https://video.example/1",
            without_gp="haster",
        )
    )
    office.do(
        AddParticipant(
            ref=office.case.ref, role=Role.REFERRER, name="Hans Henviser", email="h@h.example"
        )
    )
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.REFERRER))
    office.tick()
    referrer = office.person(Role.REFERRER)
    assert len(office.case.invitations) == 1
    office.do(RemoveParticipant(ref=office.case.ref, who=referrer.id))
    office.tick()
    events = [s.content.event for s in left(office, Role.REFERRER) if s.content.event]
    assert [(event.method, event.sequence) for event in events] == [
        (Method.REQUEST, 0),
        (Method.CANCEL, 1),
    ]
