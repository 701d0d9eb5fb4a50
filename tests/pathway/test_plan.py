"""What a change does to everybody who holds an invitation (R21, D4b, F5 to F7, F14, F16)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway import leaving
from pathway import plan as engine
from pathway.arrivals import Sort
from pathway.case import Case
from pathway.commands import (
    CancelMeeting,
    ChangeMeeting,
    HoldWithoutGp,
    Invite,
    MoveMeeting,
    Person,
    RecordConsent,
    ReplaceGp,
    WithdrawConsent,
)
from pathway.outgoing import Hours, Method, Sending, SendingKind, SendingStatus
from pathway.rules import state_of
from pathway.words import (
    Attendance,
    Channel,
    ConsentForm,
    InvitationState,
    MeetingKind,
    PromiseKind,
    Role,
    Verdict,
)
from tests.pathway.build import a_clinic, a_part, a_person, at, changed, day, wall, window
from tests.pathway.mailing import note, take
from tests.pathway.office import CrashError, Office, arrives

SHM1 = MeetingKind.SHM1
EVERYBODY = frozenset({Role.GP, Role.PATIENT, Role.NAV_ADVISER})
NEW = "2026-11-26 10:00"


def mailed(*, template: str = "with_nav", link: str = "https://video.example/1") -> Office:
    """A GP who was asked to SHM1 on 24 November at ten, everybody by mail."""
    office = Office(clinic=a_clinic(mail_to=EVERYBODY))
    office.register()
    patient = office.person(Role.PATIENT).id
    office.edit(lambda case: changed(case, patient, email="kari@example.no"))
    office.invite_gp(template=template, link=link)
    office.tick()
    return office


def everybody(**said: str) -> Office:
    """GP, patient and NAV hold their invitations, and the GP has said yes."""
    office = mailed(**said)
    office.answer(Verdict.ACCEPTED)
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
    office.tick_off(PromiseKind.PHONE_CALL)
    for role in (Role.PATIENT, Role.NAV_ADVISER):
        office.do(Invite(ref=office.case.ref, kind=SHM1, role=role))
    office.tick("2026-10-05 10:00")
    return office


def move(office: Office, start: str = NEW) -> None:
    """The meeting is moved, and the daemon passes."""
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall(start)))


def left(office: Office, role: Role) -> list[Sending]:
    """What left to somebody with this role."""
    return [s for _, s in office.left if s.role is role]


def numbers(office: Office, role: Role) -> list[int]:
    """The SEQUENCE of each event that left to somebody with this role."""
    return [s.content.event.sequence for s in left(office, role) if s.content.event]


# --- the first message -------------------------------------------------------------------------


def test_the_first_message() -> None:
    """R11: an invitation with the id as UID, SEQUENCE 0, a question, and its own window."""
    office = mailed(template="nav_last")
    (sending,) = left(office, Role.GP)
    event = sending.content.event
    assert event is not None
    assert (event.uid, event.sequence, event.method) == (sending.invitation_id, 0, Method.REQUEST)
    assert (sending.kind, sending.why, sending.hours) == (
        SendingKind.INVITATION,
        "R11",
        Hours.ANY,
    )
    assert event.window.start == at("2026-11-24 10:00")
    assert not event.accepted
    assert office.texts.letters[0].must_answer
    assert office.texts.letters[0].before is None


def test_each_first_message_names_its_rule() -> None:
    """R11, R12, R14: why somebody is asked."""
    office = everybody()
    whys = {s.role: s.why for _, s in office.left}
    assert whys == {Role.GP: "R11", Role.PATIENT: "R12", Role.NAV_ADVISER: "R14"}


def test_the_windows_are_each_ones_own() -> None:
    """R21: NAV is asked for its part only."""
    office = everybody()
    window = office.invitation(Role.NAV_ADVISER).offered
    assert window is not None
    assert window.window.start == at("2026-11-24 10:20")
    assert window.window.end == at("2026-11-24 10:35")


# --- moves -------------------------------------------------------------------------------------


def test_after_a_move_the_gp_hears_first() -> None:
    """D4b, F5: the GP at once; patient and NAV only after the new yes, in working hours."""
    office = everybody()
    shown = office.plan(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall(NEW)))
    later = {c.participant.role: (c.later, c.content is None) for c in shown.consequences}
    assert later == {
        Role.GP: (False, False),
        Role.PATIENT: (True, True),
        Role.NAV_ADVISER: (True, True),
    }
    assert {c.kind for c in shown.consequences} == {SendingKind.UPDATE}
    assert {c.channel for c in shown.consequences} == {Channel.MAIL}
    assert {c.participant.role: c.window.start for c in shown.consequences} == {
        Role.GP: at(NEW),
        Role.PATIENT: at(NEW),
        Role.NAV_ADVISER: at("2026-11-26 10:20"),
    }
    assert all(c.must_answer for c in shown.consequences)
    move(office)
    office.tick()
    assert numbers(office, Role.GP) == [0, 1]
    assert numbers(office, Role.PATIENT) == numbers(office, Role.NAV_ADVISER) == [0]
    office.clock = at("2026-10-05 20:00")
    office.answer(Verdict.ACCEPTED)
    office.tick()
    assert numbers(office, Role.PATIENT) == [0]
    office.tick("2026-10-06 08:00")
    assert numbers(office, Role.PATIENT) == numbers(office, Role.NAV_ADVISER) == [0, 1]
    (told,) = [n for n in office.texts.letters if n.role is Role.PATIENT and n.before]
    assert told.before is not None
    assert told.before.window.start == at("2026-11-24 10:00")
    assert left(office, Role.PATIENT)[-1].why == "F7"


def test_a_move_asks_again() -> None:
    """F3, F7: the old yes does not cover the new time."""
    office = everybody()
    move(office)
    assert office.invitation(Role.GP).asked_at is None
    assert state_of(office.case, office.invitation(Role.GP)) is InvitationState.SENT
    office.tick()
    assert office.invitation(Role.GP).asked_at == office.clock


def test_a_window_inside_the_accepted_keeps_the_yes() -> None:
    """D4b, F7, F16: the GP held the longest window, and the template makes it shorter."""
    office = mailed(template="")
    office.answer(Verdict.ACCEPTED)
    asked = office.invitation(Role.GP).asked_at
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, template="without_nav"))
    office.tick()
    assert state_of(office.case, office.invitation(Role.GP)) is InvitationState.ACCEPTED
    update = left(office, Role.GP)[-1].content.event
    assert update is not None
    assert (update.accepted, update.sequence) == (True, 1)
    assert update.window.start == at("2026-11-24 10:10")
    assert not office.texts.letters[-1].must_answer
    assert office.invitation(Role.GP).asked_at == asked


def test_a_template_with_the_same_window_sends_nothing() -> None:
    """F7: same window and place, nothing is sent, whatever happened to the parts."""
    office = everybody()
    shown = office.plan(ChangeMeeting(ref=office.case.ref, kind=SHM1, template="nav_last"))
    assert [c.participant.role for c in shown.consequences] == [Role.NAV_ADVISER]
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, template="nav_last"))
    office.tick()
    assert len(left(office, Role.GP)) == len(left(office, Role.PATIENT)) == 1


def test_moved_away_and_back_before_it_left() -> None:
    """F7: what its owner holds holds again: no message, the old number, the old ladder."""
    office = mailed()
    asked = office.invitation(Role.GP)
    move(office)
    move(office, "2026-11-24 10:00")
    assert office.waiting(Role.GP) == []
    assert office.invitation(Role.GP) == asked
    move(office)
    office.tick()
    assert numbers(office, Role.GP) == [0, 2]


def test_moved_back_after_it_was_tried() -> None:
    """F6: what may have reached somebody is put right by a message of its own."""
    office = mailed()
    office.carry = lambda _: ("451", False)
    move(office)
    office.tick()
    office.carry = lambda _: ("", False)
    move(office, "2026-11-24 10:00")
    office.tick("2026-10-05 11:00")
    assert numbers(office, Role.GP) == [0, 2]
    statuses = [s.status for s in office.case.sendings if s.channel is Channel.MAIL]
    assert statuses == [SendingStatus.SENT, SendingStatus.DROPPED, SendingStatus.SENT]


def test_moved_away_and_back_behind_a_new_doctor() -> None:
    """F5: a doctor asked after the patient keeps the yes, and so the patient hears at once."""
    office = everybody()
    doctor = Person(name="Lo Kum", email="lo@lege.example")
    office.do(ReplaceGp(ref=office.case.ref, doctor=doctor, for_good=True))
    office.tick()
    move(office)
    office.tick()
    office.clock = at("2026-10-05 20:00")
    office.answer(Verdict.ACCEPTED)
    move(office, "2026-11-27 10:00")
    move(office)
    office.tick()
    facts = left(office, Role.PATIENT)[-1].facts
    assert facts is not None
    assert facts.window.start == at(NEW)


def test_a_second_move_before_the_first_left() -> None:
    """The message tells of the time that its owner holds, not of one they never heard of."""
    office = mailed()
    move(office, "2026-11-25 10:00")
    move(office)
    office.tick()
    assert numbers(office, Role.GP) == [0, 2]
    before = office.texts.letters[-1].before
    assert before is not None
    assert before.window.start == at("2026-11-24 10:00")


def test_what_is_given_up_before_it_left_is_taken_back() -> None:
    """F5: the GP said yes to Thursday, and before the patient heard it became Friday."""
    office = everybody()
    move(office)
    office.tick()
    office.clock = at("2026-10-05 20:00")
    office.answer(Verdict.ACCEPTED)
    assert office.waiting(Role.PATIENT)
    move(office, "2026-11-27 10:00")
    assert office.waiting(Role.PATIENT) == []
    office.tick("2026-10-06 08:00")
    assert numbers(office, Role.PATIENT) == [0]
    offered = office.invitation(Role.PATIENT).offered
    assert offered is not None
    assert offered.window.start == at("2026-11-24 10:00")


def test_a_new_link_waits_for_nobody() -> None:
    """F5: the link of the time that is held is told, though a new time is asked for."""
    office = everybody()
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/2"))
    waiting = office.waiting(Role.PATIENT)
    move(office)
    assert office.waiting(Role.PATIENT) == waiting


def test_a_first_message_is_written_anew_after_a_move() -> None:
    """D2: the patient's first message has not left; it waits with the new time for the GP."""
    office = mailed()
    office.answer(Verdict.ACCEPTED)
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT))
    shown = office.plan(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall(NEW)))
    assert [(c.participant.role, c.kind, c.later) for c in shown.consequences] == [
        (Role.GP, SendingKind.UPDATE, False),
        (Role.PATIENT, SendingKind.INVITATION, True),  # by mail
        (Role.PATIENT, SendingKind.INVITATION, True),  # and the letter that says what it is (R12)
    ]
    move(office)
    office.tick()
    assert left(office, Role.PATIENT) == []
    office.answer(Verdict.ACCEPTED)
    office.tick("2026-10-05 09:30")
    (first,) = left(office, Role.PATIENT)
    assert (first.kind, first.revision) == (SendingKind.INVITATION, 2)
    assert first.facts is not None
    assert first.facts.window.start == at(NEW)


def test_without_gp_everybody_hears_at_once() -> None:
    """D2: the decision replaces the GP's yes, for those held back too."""
    office = everybody()
    move(office)
    shown = office.plan(HoldWithoutGp(ref=office.case.ref, kind=SHM1, reason="haster"))
    assert {c.participant.role for c in shown.consequences} == {Role.PATIENT, Role.NAV_ADVISER}
    office.do(HoldWithoutGp(ref=office.case.ref, kind=SHM1, reason="haster"))
    office.tick()
    assert numbers(office, Role.PATIENT) == [0, 1]


def test_a_doctor_who_is_done_without_hears_of_no_link() -> None:
    """D2: no link for one who never answered; a late yes brings it, and a new time is told all."""
    office = mailed(link="")
    office.do(HoldWithoutGp(ref=office.case.ref, kind=SHM1, reason="haster"))
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/1"))
    assert office.waiting(Role.GP) == []
    office.answer(Verdict.ACCEPTED)
    assert [s.kind for s in office.waiting(Role.GP)] == [SendingKind.LINK]
    other = mailed(link="")
    other.do(HoldWithoutGp(ref=other.case.ref, kind=SHM1, reason="haster"))
    move(other)
    assert [s.kind for s in other.waiting(Role.GP)] == [SendingKind.UPDATE]


def test_a_new_time_on_its_way_is_no_longer_undelivered() -> None:
    """D4: what bounced is replaced by a message that may arrive, and nobody phones meanwhile."""
    office = mailed()
    office.carry = lambda _: ("550", True)
    move(office)
    office.tick()
    assert office.owed(PromiseKind.PHONE_CALL)
    move(office, "2026-11-27 10:00")
    assert office.invitation(Role.GP).undelivered_at is None
    assert not office.owed(PromiseKind.PHONE_CALL)


def test_an_update_that_bounced_and_is_taken_back() -> None:
    """F7: with the old time back, what they hold is what holds, and nobody phones."""
    office = mailed()
    before = office.invitation(Role.GP)
    office.carry = lambda _: ("550", True)
    move(office)
    office.tick()
    move(office, "2026-11-24 10:00")
    assert replace(office.invitation(Role.GP), stamp=before.stamp) == before
    assert not office.owed(PromiseKind.PHONE_CALL)


# --- links and places --------------------------------------------------------------------------


def test_the_first_link_keeps_the_number() -> None:
    """F7: the link after "lenken kommer" is the same revision, and restarts no ladder."""
    office = mailed(link="")
    asked = office.invitation(Role.GP)
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/1"))
    assert office.invitation(Role.GP).asked_at == asked.asked_at
    office.tick("2026-10-06 09:00")
    first, link = left(office, Role.GP)
    assert (link.kind, numbers(office, Role.GP)) == (SendingKind.LINK, [0, 0])
    assert first.stamp is not None
    assert link.stamp is not None
    assert link.stamp > first.stamp
    assert office.texts.letters[-1].must_answer


def test_a_first_link_with_the_time_that_came_back() -> None:
    """F7: moved away and back, and then the link: it is the first, under the number they hold."""
    office = mailed(link="")
    asked = office.invitation(Role.GP).asked_at
    move(office)
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/1"))
    move(office, "2026-11-24 10:00")
    office.tick("2026-10-06 09:00")
    assert [s.kind for s in left(office, Role.GP)] == [SendingKind.INVITATION, SendingKind.LINK]
    assert numbers(office, Role.GP) == [0, 0]
    assert office.invitation(Role.GP).asked_at == asked


def test_another_link_does_not_keep_the_number() -> None:
    """F7: a changed link is a new revision; the yes is kept and sent along."""
    office = mailed()
    office.answer(Verdict.ACCEPTED)
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/2"))
    office.tick()
    assert numbers(office, Role.GP) == [0, 1]
    event = left(office, Role.GP)[-1].content.event
    assert event is not None
    assert event.accepted
    assert left(office, Role.GP)[-1].kind is SendingKind.UPDATE


def test_another_first_link_does_not_keep_the_number_of_one_that_was_tried() -> None:
    """F7: what was given up may have come all the same: another link takes a number of its own."""
    office = mailed(link="")
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/1"))
    office.carry = lambda _: ("refused", True)
    office.tick()
    office.carry = arrives
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/2"))
    office.tick()
    tried = [s for s in office.case.sendings_of(office.invitation(Role.GP).id) if s.attempts]
    told = [(s.facts.link[-1:], s.revision) for s in tried if s.facts]
    assert told == [("", 1), ("1", 1), ("2", 2)]


def test_a_link_after_an_unsent_move_is_one_message() -> None:
    """A link given while a move waits makes one update that tells both."""
    office = mailed(link="")
    move(office)
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/1"))
    office.tick()
    assert [s.kind for s in left(office, Role.GP)] == [SendingKind.INVITATION, SendingKind.UPDATE]


def test_a_link_given_before_anything_left() -> None:
    """F7: the invitation itself carries it, under its first number."""
    office = Office()
    office.register()
    office.invite_gp(link="")
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/1"))
    office.tick()
    assert [s.kind for s in left(office, Role.GP)] == [SendingKind.INVITATION]
    assert numbers(office, Role.GP) == [0]


@pytest.mark.parametrize("verdict", [Verdict.DECLINED, Verdict.NEW_TIME])
def test_who_said_no_hears_of_no_link(verdict: Verdict) -> None:
    """F4: a new link asks nobody again who has answered; a new time does."""
    office = mailed()
    office.answer(verdict)
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/2"))
    office.tick()
    assert len(left(office, Role.GP)) == 1
    move(office)
    office.tick()
    assert len(left(office, Role.GP)) == 2


def test_who_said_no_keeps_the_time_that_came_back() -> None:
    """F7: moved away and back before it left, the no is to what they hold, and nothing leaves."""
    office = mailed()
    office.answer(Verdict.DECLINED)
    declined = office.invitation(Role.GP)
    move(office)
    assert office.waiting(Role.GP)
    move(office, "2026-11-24 10:00")
    assert office.waiting(Role.GP) == []
    assert office.invitation(Role.GP) == declined
    assert state_of(office.case, declined) is InvitationState.DECLINED


def test_a_no_to_what_has_not_left_is_not_a_no_to_what_they_hold() -> None:
    """F5: the GP's calendar shows Tuesday, so Thursday, refused on the page, is still told."""
    office = mailed()
    move(office)
    office.answer(Verdict.DECLINED)
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/2"))
    (row,) = office.waiting(Role.GP)
    assert row.facts is not None
    assert row.facts.window.start == at(NEW)
    assert not office.texts.letters[-1].must_answer
    assert state_of(office.case, office.invitation(Role.GP)) is InvitationState.DECLINED


def test_a_no_before_the_letter_was_sent() -> None:
    """A letter that has not left is written anew, and asks nothing of who has answered."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    office.answer(Verdict.DECLINED)
    move(office)
    move(office, "2026-11-24 10:00")
    (row,) = office.waiting(Role.GP)
    assert row.facts is not None
    assert row.facts.window.start == at("2026-11-24 10:00")
    assert not office.texts.letters[-1].must_answer


def test_who_changes_the_mind_gets_the_link() -> None:
    """A yes after a no brings what was missed."""
    office = mailed()
    office.answer(Verdict.DECLINED)
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/2"))
    office.answer(Verdict.ACCEPTED)
    office.tick()
    event = left(office, Role.GP)[-1].content.event
    assert event is not None
    assert (event.link, event.accepted) == ("https://video.example/2", True)


def test_a_perhaps_gets_the_link_and_is_not_asked_again() -> None:
    """F4: a tentative answer stands while the time does."""
    office = mailed()
    office.answer(Verdict.TENTATIVE)
    asked = office.invitation(Role.GP).asked_at
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/2"))
    office.tick()
    assert not office.texts.letters[-1].must_answer
    assert office.invitation(Role.GP).asked_at == asked
    event = left(office, Role.GP)[-1].content.event
    assert event is not None
    assert not event.accepted


def test_a_place_matters_to_who_comes() -> None:
    """F7: another room is an update for who comes in person, and nothing for video."""
    office = everybody()
    patient = office.person(Role.PATIENT).id
    office.edit(lambda case: changed(case, patient, attends=Attendance.CLINIC))
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, place="Rom 2"))
    office.tick()
    assert len(left(office, Role.GP)) == 1
    event = left(office, Role.PATIENT)[-1].content.event
    assert event is not None
    assert (event.location, event.link) == ("Rom 2", "")


# --- cancellations -----------------------------------------------------------------------------


def test_a_cancellation() -> None:
    """F6: at any hour, under the same UID, with a higher SEQUENCE, and asks nothing."""
    office = everybody()
    office.clock = at("2026-10-10 22:00")
    office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"))
    office.tick()
    for role in EVERYBODY:
        last = left(office, role)[-1]
        event = last.content.event
        assert event is not None
        assert (last.kind, event.method, last.hours) == (
            SendingKind.CANCELLATION,
            Method.CANCEL,
            Hours.ANY,
        )
        assert event.uid == left(office, role)[0].invitation_id
        assert numbers(office, role) == [0, 1]
    assert not office.texts.letters[-1].must_answer
    assert [p.kind for p in office.owed()] == [PromiseKind.MILESTONE]


def test_a_cancellation_knows_no_hours() -> None:
    """F3: what the program calls off by itself leaves at any hour too, and asks nothing."""
    office = mailed()
    pen = replace(office.run(lambda context: context.pen()), pressed=False)
    case, _ = engine.call_off(office.case, pen, office.invitation(Role.GP), why="F14")
    assert case.sendings[-1].hours is Hours.ANY
    letter = office.texts.letters[-1]
    assert letter.must_answer is False
    assert letter.before == letter.facts


def test_what_has_not_left_is_not_called_off() -> None:
    """F6: if the invitation has not left, neither leaves."""
    office = Office()
    office.register()
    office.invite_gp()
    office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"))
    assert office.tick() == []
    assert office.invitation(Role.GP).revision == 1
    mails = [s for s in office.case.sendings if s.channel is Channel.MAIL]
    assert [s.status for s in mails] == [SendingStatus.DROPPED]


def test_who_has_answered_is_called_off_though_the_mail_was_lost() -> None:
    """F6: a yes by phone after a bounce; what is off is told by what reaches them, not by mail."""
    office = mailed()
    take(office, note(office, Sort.UNDELIVERED, reason="5.1.1"))
    office.answer(Verdict.ACCEPTED, channel=Channel.PHONE)
    plan = office.plan(office.cancel())
    told = [(one.kind, one.channel) for one in plan.consequences]
    assert told == [(SendingKind.CANCELLATION, Channel.SECURE_MESSAGE)]
    office.do(office.cancel())
    last = office.case.sendings_of(office.invitation(Role.GP).id)[-1]
    assert (last.kind, last.revision) == (SendingKind.CANCELLATION, 2)
    assert last.facts == office.case.answers[-1].facts
    assert office.owed(PromiseKind.SECURE_MESSAGE)


def test_who_has_answered_by_mail_is_called_off_in_the_calendar() -> None:
    """R19, F6: Nav has the event, whatever a report says of the mail, and it is taken out of it."""
    office = everybody()
    office.answer(Verdict.ACCEPTED, Role.NAV_ADVISER)
    take(office, note(office, Sort.UNDELIVERED, Role.NAV_ADVISER, reason="5.1.1"))
    office.do(WithdrawConsent(ref=office.case.ref, role=Role.NAV_ADVISER))
    (sent,) = office.tick()
    assert (sent.role, sent.channel) == (Role.NAV_ADVISER, Channel.MAIL)
    assert sent.content.event is not None
    assert (sent.content.event.method, sent.content.event.sequence) == (Method.CANCEL, 1)


def test_who_has_answered_before_it_left_is_called_off() -> None:
    """F6: the GP said yes by phone while the mail waited; the mail is dropped, and the end told."""
    office = Office()
    office.register()
    office.invite_gp()
    office.answer(Verdict.ACCEPTED, channel=Channel.PHONE)
    office.do(office.cancel())
    (sent,) = office.tick()
    assert (sent.kind, sent.channel) == (SendingKind.CANCELLATION, Channel.MAIL)


def test_who_never_got_it_and_has_not_answered_hears_nothing() -> None:
    """F6: the mail was lost, and an answer that does not count is none."""
    office = mailed()
    take(office, note(office, Sort.UNDELIVERED, reason="5.1.1"))
    office.answer(Verdict.ACCEPTED, channel=Channel.PHONE)
    kept = replace(office.case.answers[-1], counts=False, why_not="taken_back")
    office.edit(lambda case: case.with_changed(kept))
    assert office.plan(office.cancel()).consequences == ()


def test_what_may_have_left_is_called_off() -> None:
    """F6: the machine died with the mail on its way, so the cancellation leaves, alone."""
    office = Office()
    office.register()
    office.invite_gp()

    def dies(_sending: Sending) -> tuple[str, bool]:
        raise CrashError

    office.carry = dies
    office.tick()
    office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"))
    office.carry = lambda _: ("", False)
    (sent,) = office.tick("2026-10-05 09:10")
    assert (sent.kind, sent.revision) == (SendingKind.CANCELLATION, 2)


def test_a_cancellation_tells_the_time_that_was_held() -> None:
    """F5: who never heard of the new time hears that the old one is off."""
    office = everybody()
    move(office)
    office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"))
    office.tick()
    for role in EVERYBODY:
        facts = left(office, role)[-1].facts
        assert facts is not None
        expected = {Role.NAV_ADVISER: "2026-11-24 10:20"}.get(role, "2026-11-24 10:00")
        assert facts.window.start == at(expected)


def test_nobody_is_called_off_twice() -> None:
    """R19, F6: whoever withdrew hears no more when the meeting itself is called off."""
    office = everybody()
    office.do(WithdrawConsent(ref=office.case.ref, role=Role.NAV_ADVISER))
    office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"))
    office.tick()
    assert numbers(office, Role.NAV_ADVISER) == [0, 1]
    assert numbers(office, Role.GP) == [0, 1]


def test_asked_again_after_a_cancellation_is_a_new_uid() -> None:
    """F7: somebody asked again after a cancellation gets a new UID from the first number."""
    office = mailed()
    office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"))
    office.invite_gp("2026-12-01 10:00", link="https://video.example/2")
    office.tick()
    events = [s.content.event for s in left(office, Role.GP) if s.content.event]
    assert [e.sequence for e in events] == [0, 1, 0]
    assert events[0].uid == events[1].uid != events[2].uid


def test_who_has_no_part_any_more_is_called_off() -> None:
    """R21, F14: NAV has no part in the new agenda, and hears a CANCEL."""
    office = everybody()
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, template="without_nav"))
    office.tick()
    assert left(office, Role.NAV_ADVISER)[-1].kind is SendingKind.CANCELLATION
    assert left(office, Role.NAV_ADVISER)[-1].why == "F14"


def test_a_meeting_that_is_over_is_left_alone() -> None:
    """F3: nothing is told about a meeting that is over, whatever changes afterwards."""
    office = everybody()
    office.clock = at("2026-11-24 11:00")
    office.edit(lambda case: changed(case, case.participants[0].id, attends=Attendance.CLINIC))
    office.do(HoldWithoutGp(ref=office.case.ref, kind=SHM1, reason="haster"))
    outside = {p.id for p in office.case.participants}
    assert not [s for s in office.case.sendings if s.waiting and s.to in outside]


# --- leaving: what may still leave -------------------------------------------------------------


def first_row(office: Office, role: Role = Role.GP) -> Sending:
    """The oldest message to somebody with this role."""
    return next(s for s in office.case.sendings if s.role is role)


def test_last_told_is_what_may_have_reached_them() -> None:
    """F6: what left or was tried, not what waits, was given up, or only reminds."""
    office = mailed()
    row = first_row(office)
    for changes, reached in (
        ({"status": SendingStatus.SENT}, True),
        ({"status": SendingStatus.PENDING, "attempts": 0}, False),
        ({"status": SendingStatus.FAILED, "attempts": 1}, True),
        ({"status": SendingStatus.DROPPED, "attempts": 1}, True),
        ({"status": SendingStatus.DROPPED, "attempts": 0}, False),
        ({"status": SendingStatus.GIVEN_UP, "attempts": 12}, False),
        ({"kind": SendingKind.REMINDER}, False),
        ({"kind": SendingKind.CANCELLATION}, False),
        ({"facts": None}, False),
    ):
        case = office.case.with_changed(replace(row, **changes))
        found = leaving.last_told(case, office.invitation(Role.GP))
        assert (found is not None) is reached


def test_what_a_message_says_must_still_hold() -> None:
    """F5: its revision, its facts, its meeting and its invitation."""
    office = mailed()
    row, case, now = first_row(office), office.case, office.clock
    invitation, meeting = office.invitation(Role.GP), office.case.meetings[0]
    assert leaving.still_true(case, row, now, ())
    dead: list[Case] = [
        case.with_changed(replace(invitation, cancelled_at=now)),
        case.with_changed(replace(invitation, revision=2)),
        case.with_changed(replace(invitation, offered=None)),
        case.with_changed(replace(meeting, held=True)),
        case.with_changed(replace(meeting, cancelled_at=now)),
    ]
    assert not any(leaving.still_true(one, row, now, ()) for one in dead)
    assert not leaving.still_true(case, row, at("2026-11-24 10:00"), ())
    off = replace(row, kind=SendingKind.CANCELLATION)
    assert all(leaving.still_true(one, off, now, ()) for one in dead)
    assert leaving.still_true(case, replace(row, invitation_id=None), now, ())


def test_a_reminder_holds_while_its_promise_does() -> None:
    """F3: open, and not followed by a later one; a no settles the promise, and so the reminder."""
    office = mailed()
    office.until("2026-10-12")
    reminder = office.case.sendings[-1]
    assert reminder.promise_id is not None
    owed = {reminder.promise_id}
    case = office.case.with_changed(replace(reminder, status=SendingStatus.PENDING))
    reminder = case.sendings[-1]
    assert leaving.still_true(case, reminder, office.clock, owed)
    assert not leaving.still_true(case, reminder, office.clock, ())
    later = replace(reminder, id=type(reminder.id)("later"))
    assert not leaving.still_true(case.with_changed(later), reminder, office.clock, owed)
    given_up = replace(later, status=SendingStatus.GIVEN_UP)
    assert leaving.still_true(case.with_changed(given_up), reminder, office.clock, owed)
    link = replace(later, kind=SendingKind.LINK)
    assert leaving.still_true(case.with_changed(link), reminder, office.clock, owed)
    sent = replace(later, status=SendingStatus.SENT)
    assert not leaving.still_true(case.with_changed(sent), reminder, office.clock, owed)
    office.answer(Verdict.DECLINED)
    assert not owed & {p.id for p in office.owed()}


def test_a_first_message_waits_behind_its_gate() -> None:
    """R12, D2: while the GP's yes does not hold; and what reminds of it does not leave first."""
    office = mailed()
    office.answer(Verdict.ACCEPTED)
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT))
    row = first_row(office, Role.PATIENT)
    assert not leaving.frozen(office.case, row)
    office.answer(Verdict.DECLINED)
    case = office.case
    assert leaving.frozen(case, row)
    assert leaving.frozen(case, replace(row, kind=SendingKind.REMINDER))
    assert not leaving.frozen(case, replace(row, kind=SendingKind.TASK))
    assert not leaving.frozen(case, replace(row, invitation_id=None))
    gone = case.with_changed(replace(office.invitation(Role.PATIENT), left_at=office.clock))
    assert leaving.frozen(gone, row)  # what goes beside the first on another channel
    assert not leaving.frozen(gone, replace(row, kind=SendingKind.UPDATE))
    assert not leaving.frozen(gone, replace(row, kind=SendingKind.UPDATE, facts=None))
    assert not leaving.frozen(gone, replace(row, kind=SendingKind.REMINDER))


def test_a_new_time_waits_behind_the_gps_no() -> None:
    """D2, F5: the patient's update is frozen when the GP's yes is taken back in time."""
    office = everybody()
    move(office)
    office.tick()
    office.clock = at("2026-10-05 20:00")
    office.answer(Verdict.ACCEPTED)
    office.answer(Verdict.DECLINED)
    office.tick("2026-10-06 08:00")
    assert numbers(office, Role.PATIENT) == [0]
    office.answer(Verdict.ACCEPTED)
    office.tick("2026-10-06 08:05")
    assert numbers(office, Role.PATIENT) == [0, 1]


def test_a_new_time_that_was_tried_waits_behind_the_gps_no() -> None:
    """D2, F5: what was tried in vain tells nobody the time, so the GP's no holds the retry back."""
    office = everybody()
    move(office)
    office.tick()
    office.answer(Verdict.ACCEPTED)
    office.carry = lambda _: ("451", False)
    office.tick("2026-10-05 11:00")
    office.carry = lambda _: ("", False)
    office.answer(Verdict.DECLINED)
    office.tick("2026-10-05 12:00")
    assert numbers(office, Role.PATIENT) == [0]


def test_a_time_that_mail_could_not_carry_is_given_up_too() -> None:
    """F5: the patient's update failed, and before the retry the meeting was moved once more."""
    office = everybody()
    move(office)
    office.tick()
    office.answer(Verdict.ACCEPTED)
    office.carry = lambda _: ("451", False)
    office.tick("2026-10-05 11:00")
    office.carry = lambda _: ("", False)
    move(office, "2026-11-27 10:00")
    office.tick("2026-10-05 12:00")
    assert numbers(office, Role.PATIENT) == [0]
    office.answer(Verdict.ACCEPTED)
    office.tick("2026-10-05 13:00")
    assert numbers(office, Role.PATIENT) == [0, 2]
    facts = left(office, Role.PATIENT)[-1].facts
    assert facts is not None
    assert facts.window.start == at("2026-11-27 10:00")


@pytest.mark.parametrize(
    ("role", "waits"),
    [
        (Role.GP, False),
        (Role.PATIENT, True),
        (Role.CLINICIAN, False),
        (Role.REFERRER, False),
    ],
)
def test_who_must_wait(role: Role, *, waits: bool) -> None:
    """F5: after a move GP, referrer and clinicians hear at once, the rest after the GP's yes."""
    office = mailed()
    person = a_person("somebody", role)
    invitation = replace(
        office.invitation(Role.GP),
        id=type(office.invitation(Role.GP).id)("x"),
        participant_id=person.id,
    )
    case = office.case.with_changed(person, invitation)
    assert leaving.must_wait(case, invitation) is waits


def test_for_shm2_nobody_waits_for_a_gp_who_is_not_asked() -> None:
    """R14b: SHM2 has no gate P; only a GP who is asked is waited for."""
    office = mailed()
    case = office.case
    gp = office.invitation(Role.GP)
    patient = replace(gp, id=type(gp.id)("x"), participant_id=office.person(Role.PATIENT).id)
    shm2 = replace(case.meetings[0], kind=MeetingKind.SHM2)
    case = case.with_changed(shm2, patient)
    assert leaving.must_wait(case, patient)
    alone = case.with_changed(replace(gp, cancelled_at=office.clock))
    assert not leaving.must_wait(alone, patient)
    shm1 = alone.with_changed(replace(shm2, kind=SHM1))
    assert leaving.must_wait(shm1, patient)


def test_what_was_tried_once_waits_as_what_left() -> None:
    """F5: for SHM2 too, a patient who may hold one time hears of another with the GP's yes."""
    office = mailed()
    case, gp = office.case, office.invitation(Role.GP)
    shm2 = replace(case.meetings[0], kind=MeetingKind.SHM2)
    patient = replace(gp, id=type(gp.id)("x"), participant_id=office.person(Role.PATIENT).id)
    tried = replace(
        first_row(office),
        id=type(first_row(office).id)("tried"),
        invitation_id=patient.id,
        status=SendingStatus.DROPPED,
        attempts=1,
    )
    assert tried.facts is not None
    other = replace(tried.facts, window=window("2026-11-26 10:00", "2026-11-26 11:00"))
    update = replace(tried, id=type(tried.id)("update"), facts=other, attempts=0)
    update = replace(update, status=SendingStatus.PENDING, kind=SendingKind.UPDATE)
    waiting = replace(patient, left_at=None, asked_at=None, offered=other)
    case = case.with_changed(shm2, waiting, tried, update)
    assert leaving.frozen(case, update)
    assert not leaving.frozen(case, replace(update, facts=tried.facts))


def test_what_was_tried_and_dropped_is_no_reason_for_silence() -> None:
    """F5: a time that may never have arrived is told again, once the GP has said yes to it."""
    office = everybody()
    move(office)
    office.tick()
    office.answer(Verdict.ACCEPTED)
    office.carry = lambda _: ("451", False)
    office.tick()
    office.carry = arrives
    office.clock = at("2026-10-05 19:00")
    move(office, "2026-11-27 10:00")
    office.answer(Verdict.ACCEPTED)
    office.answer(Verdict.TENTATIVE)
    office.tick("2026-10-06 08:00")
    held = left(office, Role.PATIENT)[-1]
    assert (held.revision, held.kind) == (1, SendingKind.INVITATION)
    move(office)
    office.answer(Verdict.ACCEPTED)
    office.tick()
    told = left(office, Role.PATIENT)[-1]
    assert (told.kind, told.revision) == (SendingKind.UPDATE, 4)
    assert told.facts is not None
    assert told.facts.window.start == at(NEW)
    office.answer(Verdict.ACCEPTED)
    assert office.tick("2026-10-06 08:05") == []


def test_a_doctor_outside_the_first_template_is_not_frozen() -> None:
    """R21: an undecided meeting holds the GP's time though today's parts have none of theirs."""
    office = Office()
    office.register()
    office.invite_gp(template="")
    case = office.case
    parts = (a_part("preparation", 60, Role.CLINICIAN),)
    case = case.with_changed(replace(case.meetings[0], parts=parts))
    assert not leaving.frozen(case, first_row(office))


def test_no_number_falls_below_one_that_was_reported_lost() -> None:
    """F16: a mail that is reported lost may have come, so a first link after it counts on."""
    office = mailed(link="")
    move(office)
    office.tick()
    (lost,) = [s for s in office.case.sendings if s.kind is SendingKind.UPDATE]
    office.edit(lambda case: case.with_changed(replace(lost, status=SendingStatus.GIVEN_UP)))
    move(office, "2026-11-24 10:00")
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/9"))
    office.tick()
    assert numbers(office, Role.GP) == sorted(numbers(office, Role.GP))
    assert numbers(office, Role.GP)[-1] > 1
