"""What is to do passes to somebody else, or is chased by hand (D3, F11)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.clinic import Staff
from pathway.commands import HandOver, MoveMeeting, RemindNow, Snooze
from pathway.errors import (
    AlreadyRemindedError,
    AlreadyTheirsError,
    NoSuchInvitationError,
    NothingToChaseError,
    NotTheirTaskError,
    UnknownStaffError,
)
from pathway.outgoing import Hours, Sending, SendingKind, SendingStatus
from pathway.service.daemon import showing
from pathway.service.invitations.awaiting import waiting
from pathway.views import TaskLine
from pathway.words import (
    Channel,
    MeetingKind,
    PromiseId,
    PromiseKind,
    Role,
    StaffId,
    Verdict,
)
from tests.pathway.build import COORDINATOR, DOCTOR, LEADER, SECRETARY, a_clinic, at, day, wall
from tests.pathway.office import Office
from tests.pathway.test_ladders import by_secure_message, remind
from tests.pathway.test_plan import mailed


@pytest.fixture
def office() -> Office:
    """A GP was asked by secure message on Monday 5 October, and has not answered on the 12th."""
    office = by_secure_message()
    office.until("2026-10-12")
    return office


def lines(office: Office, who: StaffId = SECRETARY) -> list[TaskLine]:
    """What this person is to do, apart from the link."""
    tasks = office.desk(lambda desk: desk.tasks(), actor=who)
    return [line for line in tasks if line.kind is not PromiseKind.LINK]


def hand(office: Office, to: StaffId, kind: PromiseKind = PromiseKind.ANSWER) -> HandOver:
    """The first task of this kind handed to this person."""
    return HandOver(ref=office.case.ref, promise_id=office.owed(kind)[0].id, to=to)


# --- "Nei, purr" ------------------------------------------------------------------------------


def test_not_pressed_twice_on_a_day(office: Office) -> None:
    """D4: one reminder a day; while its text lies ready that is sent first."""
    remind(office)
    with pytest.raises(AlreadyRemindedError) as ready:
        remind(office)
    assert ready.value.waiting
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    with pytest.raises(AlreadyRemindedError) as sent:
        remind(office)
    assert not sent.value.waiting
    office.until("2026-10-13")
    remind(office)
    assert len(office.waiting(Role.GP)) == 1


def test_nothing_is_chased_after_an_answer(office: Office) -> None:
    """F11: who has answered, or holds nothing any more, is not reminded."""
    (owed,) = office.owed(PromiseKind.ANSWER)
    remind_again = RemindNow(ref=office.case.ref, promise_id=owed.id)
    office.answer(Verdict.DECLINED)
    with pytest.raises(NoSuchInvitationError):
        office.do(remind_again)
    question = replace(remind_again, promise_id=office.owed(PromiseKind.TIME_QUESTION)[0].id)
    with pytest.raises(NothingToChaseError):
        office.do(question)
    office.do(office.cancel())
    with pytest.raises(NoSuchInvitationError):
        office.do(remind_again)


def test_the_preview_shows_the_text(office: Office) -> None:
    """What the secretary is to copy is seen before it is made ready."""
    (owed,) = office.owed(PromiseKind.ANSWER)
    plan = office.plan(RemindNow(ref=office.case.ref, promise_id=owed.id))
    (told,) = plan.consequences
    assert (told.kind, told.channel, told.later) == (
        SendingKind.REMINDER,
        Channel.SECURE_MESSAGE,
        False,
    )
    assert told.content is not None
    assert plan.hash


def test_written_again_on_day_eight(office: Office) -> None:
    """D3: in the place of the call, with the day on which we ring, when the call comes back."""
    remind(office)
    office.until("2026-10-15")
    assert [row.status for row in _reminders(office)] == [SendingStatus.DROPPED]
    remind(office)
    assert office.texts.letters[-1].call_on == day("2026-10-16")
    assert office.texts.letters[-1].patient_waits
    assert not [line for line in lines(office) if line.kind is PromiseKind.ANSWER]
    told = len(office.digests)
    office.until("2026-10-16")
    assert [line for line in lines(office) if line.kind is PromiseKind.ANSWER]
    assert (at("2026-10-16 08:00"), SECRETARY) in office.digests[told:]


def _reminders(office: Office) -> list[Sending]:
    return [s for s in office.case.sendings if s.kind is SendingKind.REMINDER]


def test_the_first_reminder_promises_no_call(office: Office) -> None:
    """Only a second one says when we ring."""
    remind(office)
    assert office.texts.letters[-1].call_on is None


def test_the_question_is_gone_once_it_is_answered(office: Office) -> None:
    """F11: after "Nei, purr" the text is what is left to do, until the next step."""
    remind(office)
    assert [line.kind for line in lines(office)] == [PromiseKind.SECURE_MESSAGE]
    tasks = [s for s in office.case.sendings if s.why == "D3:gp:5"]
    assert [s.status for s in tasks] == [SendingStatus.DROPPED]


def test_a_mail_that_a_person_asked_for_leaves_at_once() -> None:
    """F3, D4: at any hour, and then none of the program's own on that day."""
    office = mailed()
    office.clock = at("2026-10-11 20:00")
    remind(office)
    (row,) = office.tick()
    assert (row.kind, row.hours, row.why) == (SendingKind.REMINDER, Hours.ANY, "F11")
    assert office.until("2026-10-12")


def test_the_program_is_silent_on_a_day_on_which_a_person_reminded() -> None:
    """D4: two reminders of one invitation on one day become one."""
    office = mailed()
    office.clock = at("2026-10-12 07:00")
    remind(office)
    assert [row.why for row in office.tick()] == ["F11"]
    assert office.tick("2026-10-12 08:00") == []


def test_what_left_in_the_morning_is_the_mornings() -> None:
    """D4: pressed in the evening while mail was down, it left today: not once more today."""
    office = mailed()
    office.carry = lambda _: ("451", False)
    office.clock = at("2026-10-08 20:00")
    remind(office)
    office.tick()
    office.carry = lambda _: ("", False)
    office.tick("2026-10-09 09:00")
    with pytest.raises(AlreadyRemindedError) as refused:
        remind(office)
    assert not refused.value.waiting


def test_a_reminder_before_the_meeting_comes_in_place_of_the_question() -> None:
    """F11: of two on one day the one that says more is sent."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp("2026-10-14 10:00")
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    office.until("2026-10-12")
    assert [s.why for s in office.waiting(Role.GP)] == ["D3:meeting_reminder:2"]
    assert not [s for s in office.case.sendings if s.why == "D3:gp:5"]


# --- handed over ------------------------------------------------------------------------------


def test_a_task_that_is_handed_over_is_anothers(office: Office) -> None:
    """It stands in their list and no longer in the owner's; they hear at once."""
    office.do(hand(office, COORDINATOR))
    assert not lines(office)
    assert [line.kind for line in lines(office, COORDINATOR)] == [PromiseKind.ANSWER]
    waits = waiting(office.case, office.clinic, day("2026-10-12"))
    assert COORDINATOR in {w.owner for w in waits if w.kind is PromiseKind.ANSWER}
    told = [s for s in office.case.sendings if s.kind is SendingKind.NOTICE][-1]
    assert (told.to, told.role, told.hours) == (COORDINATOR, Role.COORDINATOR, Hours.WORKING)
    said = office.texts.notices[-1]
    assert (said.name, said.values["by"], said.values["kind"]) == ("handed_over", "Siri", "answer")
    unseen = [s for s in office.case.sendings if s.why == "D3:gp:5"]
    assert [s.status for s in unseen] == [SendingStatus.DROPPED]


def read(office: Office, who: StaffId) -> list[str]:
    """What this person is shown now."""
    return [row.content.subject for row in office.run(showing.show_waiting, who)]


def test_a_task_that_was_settled_meanwhile_is_not_told_as_given(office: Office) -> None:
    """D4: the doctor has answered before they who were given the task have read of it."""
    office.clock = at("2026-10-12 18:00")
    office.do(hand(office, DOCTOR))
    office.answer(Verdict.ACCEPTED)
    office.clock = at("2026-10-13 08:00")
    assert read(office, DOCTOR) == []


def test_a_task_that_was_given_on_is_told_to_the_last_alone(office: Office) -> None:
    """D4: whoever has not read that it was theirs need not hear it any more."""
    office.clock = at("2026-10-12 18:00")
    for who in (DOCTOR, COORDINATOR):
        office.do(hand(office, who))
    office.clock = at("2026-10-13 08:00")
    assert read(office, DOCTOR) == []
    assert "handed_over" in read(office, COORDINATOR)


def test_the_ladder_follows_whom_it_was_handed_to(office: Office) -> None:
    """Steps toward the owner and the secretary go there; the next who decides takes it back."""
    office.do(hand(office, DOCTOR))
    office.until("2026-10-15")
    assert office.tasks()[-1] == ("2026-10-15", DOCTOR, "D3:gp:8")
    row = [s for s in office.case.sendings if s.kind is SendingKind.TASK][-1]
    assert row.role is Role.CLINICIAN
    assert [line.kind for line in lines(office, DOCTOR)] == [PromiseKind.ANSWER]
    office.until("2026-10-19")
    assert not lines(office, DOCTOR)
    assert [line.kind for line in lines(office, COORDINATOR)] == [PromiseKind.ANSWER]
    assert office.owed(PromiseKind.ANSWER)[0].handed_to is None


def test_a_decision_can_be_handed_back(office: Office) -> None:
    """The coordinator gives it to the secretary: then it is hers alone."""
    office.until("2026-10-19")
    office.do(hand(office, SECRETARY), actor=COORDINATOR)
    assert not lines(office, COORDINATOR)
    assert [line.kind for line in lines(office)] == [PromiseKind.ANSWER]


def test_the_last_step_tells_the_coordinator_besides() -> None:
    """F10: a text handed over is chased at whom it was handed to, and the coordinator is told."""
    deputy = Staff(id=StaffId("vara"), name="Vera", roles=frozenset({Role.SECRETARY}))
    office = Office(clinic=a_clinic(mail_to=frozenset(), staff=(*a_clinic().staff, deputy)))
    office.register()
    office.invite_gp()
    office.do(hand(office, deputy.id, PromiseKind.SECURE_MESSAGE))
    office.until("2026-10-08")
    last = [row for row in office.tasks() if row[2] == "D3:secure_message:3"]
    assert [who for _, who, _ in last] == [deputy.id, COORDINATOR]
    assert office.owed(PromiseKind.SECURE_MESSAGE)[0].handed_to == deputy.id
    for who, has in ((deputy.id, True), (COORDINATOR, True), (SECRETARY, False)):
        kinds = {line.kind for line in lines(office, who)}
        assert (PromiseKind.SECURE_MESSAGE in kinds) is has


def test_it_stays_handed_over(office: Office) -> None:
    """What is reconciled, and what goes on where it was, keeps whom it was handed to."""
    office.do(hand(office, COORDINATOR))
    (owed,) = office.owed(PromiseKind.ANSWER)
    office.answer(Verdict.TENTATIVE)
    start = MoveMeeting(ref=office.case.ref, kind=MeetingKind.SHM1, start=wall("2026-11-25 10:00"))
    office.do(start)
    office.do(replace(start, start=wall("2026-11-24 10:00")))
    again = [p for p in office.case.promises if p.key == owed.key]
    assert {p.handed_to for p in again} == {COORDINATOR}


def test_whoever_gets_a_task_joins_the_team(office: Office) -> None:
    """P3: they need no reason to read the case that they are to do something in."""
    office.do(hand(office, DOCTOR))
    assert DOCTOR in office.case.team
    assert office.desk(lambda desk: desk.case(office.case.ref), actor=DOCTOR) == office.case


def test_what_one_takes_oneself_needs_no_message(office: Office) -> None:
    """The coordinator takes a task from the secretary, and knows."""
    before = len(office.notices())
    office.do(hand(office, COORDINATOR), actor=COORDINATOR)
    assert len(office.notices()) == before


def test_a_task_put_off_is_no_secret_to_whom_gets_it(office: Office) -> None:
    """F3: the one put it off, not the other."""
    (owed,) = office.owed(PromiseKind.ANSWER)
    office.do(Snooze(ref=office.case.ref, promise_id=owed.id, until=day("2026-10-14")))
    office.do(hand(office, COORDINATOR))
    assert lines(office, COORDINATOR)


def test_to_somebody_who_may_not(office: Office) -> None:
    """Refused with those who may; what only the office settles is no clinician's either."""
    with pytest.raises(NotTheirTaskError) as leader:
        office.do(hand(office, LEADER))
    assert (leader.value.name, leader.value.instead) == ("Leif", ("Siri", "Kåre", "Lise"))
    bare = mailed(link="")
    with pytest.raises(NotTheirTaskError) as doctor:
        bare.do(hand(bare, DOCTOR, PromiseKind.LINK))
    assert doctor.value.instead == ("Siri", "Kåre")


def test_to_whom_has_it(office: Office) -> None:
    """Nothing to hand over."""
    with pytest.raises(AlreadyTheirsError) as theirs:
        office.do(hand(office, SECRETARY))
    assert theirs.value.name == "Siri"
    with pytest.raises(UnknownStaffError):
        office.do(hand(office, StaffId("ukjent")))
    with pytest.raises(NoSuchInvitationError):
        office.do(HandOver(ref=office.case.ref, promise_id=PromiseId("x"), to=COORDINATOR))


def test_a_leader_without_another_role_does_it_as_a_secretary() -> None:
    """As what somebody does a task that was handed to them."""
    clinic = a_clinic()
    assert clinic.role_of(DOCTOR) is Role.CLINICIAN
    assert clinic.role_of(LEADER) is Role.SECRETARY
