"""An answer that was not to this invitation is taken back: kept, and counting no more (D2, F5)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pathway import leaving, rules
from pathway.commands import (
    ChangeMeeting,
    Invite,
    MoveMeeting,
    Person,
    RemoveCase,
    StopPathway,
    TakeBackAnswer,
)
from pathway.errors import AnswerNotHeldError, PathwayClosedError, StalePlanError
from pathway.model import Answer
from pathway.outgoing import SendingKind, SendingStatus
from pathway.service.answers.taking_back import holding
from pathway.words import (
    AnswerId,
    Channel,
    ClosedReason,
    InvitationState,
    MeetingKind,
    PromiseKind,
    Role,
    SendingId,
    Substitute,
    Verdict,
)
from tests.pathway.build import SECRETARY, at, wall
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody, mailed
from tests.pathway.test_service_gp_office import VERA, settle

SHM1 = MeetingKind.SHM1


@pytest.fixture
def office() -> Office:
    """The GP has been asked by mail."""
    return mailed()


def take_back(office: Office, answer: Answer | None = None, plan: str = "") -> None:
    """The secretary takes back the latest answer, or this one."""
    office.do(command(office, answer, plan))


def command(office: Office, answer: Answer | None = None, plan: str = "") -> TakeBackAnswer:
    """What the secretary presses."""
    wanted = (answer or office.case.answers[-1]).id
    return TakeBackAnswer(ref=office.case.ref, answer_id=wanted, plan=plan)


def state(office: Office) -> InvitationState:
    """Where the GP's invitation stands."""
    return rules.state_of(office.case, office.invitation(Role.GP))


def test_the_gp_is_waited_for_again(office: Office) -> None:
    """A yes meant for another patient closes gate P, and the ladder goes on where it was."""
    asked = office.owed(PromiseKind.ANSWER)[0]
    office.answer(Verdict.ACCEPTED)
    assert office.owed(PromiseKind.ANSWER) == []
    take_back(office)
    (owed,) = office.owed(PromiseKind.ANSWER)
    assert (owed.key, owed.since, owed.taken) == (asked.key, asked.since, asked.taken)
    assert state(office) is InvitationState.SENT
    assert not rules.gp_yes(office.case, office.case.meetings[-1])
    assert office.owed(PromiseKind.PREVIEW) == []


def test_the_answer_is_kept(office: Office) -> None:
    """What was answered stays as it came; the case says who took it back, the log that it was."""
    office.answer(Verdict.ACCEPTED)
    given = office.case.answers
    take_back(office)
    assert office.case.answers == given
    (shown,) = office.case.answers_to(office.invitation(Role.GP).id)
    assert (shown.counts, shown.why_not) == (False, "taken_back")
    kept = office.case.corrections[-1]
    assert (kept.field, kept.before, kept.after, kept.by) == ("answer", given[0].id, "", SECRETARY)
    assert kept.at == office.clock
    assert (office.log[-1].what, office.log[-1].detail) == ("TakeBackAnswer", "answer")


def test_the_answer_before_holds_again(office: Office) -> None:
    """A no that a mistaken yes had replaced is a question to the secretary once more."""
    office.answer(Verdict.DECLINED)
    asked = office.owed(PromiseKind.TIME_QUESTION)[0]
    office.answer(Verdict.ACCEPTED)
    take_back(office)
    assert state(office) is InvitationState.DECLINED
    assert [p.key for p in office.owed(PromiseKind.TIME_QUESTION)] == [asked.key]
    assert [a.verdict for _, a in holding(office.case, office.clock)] == [Verdict.DECLINED]


def test_what_was_not_seen_is_not_said(office: Office) -> None:
    """Staff do not hear of an answer that was taken back before they saw the notice."""
    office.answer(Verdict.ACCEPTED)
    notice = office.case.sendings[-1]
    assert (notice.kind, notice.status) == (SendingKind.NOTICE, SendingStatus.PENDING)
    take_back(office)
    assert office.case.sending(notice.id).status is SendingStatus.DROPPED


def test_the_patients_first_message_waits(office: Office) -> None:
    """D2: what has not left is held back, and leaves once a GP says yes."""
    office.answer(Verdict.ACCEPTED)
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT))
    take_back(office)
    assert [s.role for s in office.tick() if s.role is Role.PATIENT] == []
    assert office.waiting(Role.PATIENT)
    office.answer(Verdict.ACCEPTED)
    assert office.invitation(Role.PATIENT).cancelled_at is None
    assert rules.gp_yes(office.case, office.case.meetings[-1])


def test_a_new_time_waits_again(office: Office) -> None:
    """F5: the patient's update after a move waits until the GP has really said yes."""
    office.answer(Verdict.ACCEPTED)
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT))
    office.tick()
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-25 10:00")))
    office.answer(Verdict.ACCEPTED)
    take_back(office)
    assert [s.role for s in office.tick()] == [Role.GP]
    office.answer(Verdict.ACCEPTED)
    left = office.tick(office.clock + timedelta(hours=1))
    assert [(s.role, s.kind) for s in left] == [(Role.PATIENT, SendingKind.UPDATE)]


def test_who_had_not_said_no_hears_what_was_kept_from_them(office: Office) -> None:
    """F4: whoever says no hears of no new link; once the no is taken back, they do."""
    office.answer(Verdict.DECLINED)
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/2"))
    assert office.waiting(Role.GP) == []
    take_back(office)
    (told,) = office.waiting(Role.GP)
    assert told.facts is not None
    assert told.facts.link == "https://video.example/2"


def with_link(office: Office) -> SendingId:
    """The link comes, and waits to leave to the GP; its id."""
    link = "https://video.example/2"
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link=link))
    return office.waiting(Role.GP)[-1].id


def test_what_waits_asks_for_an_answer_again(office: Office) -> None:
    """A message that said "no need to answer" is written anew before it leaves."""
    office.answer(Verdict.ACCEPTED)
    first = with_link(office)
    kept = office.waiting(Role.GP)[-1].content.event
    assert kept is not None
    assert kept.accepted
    told = office.plan(command(office)).consequences
    assert [(one.kind, one.must_answer) for one in told] == [(SendingKind.UPDATE, True)]
    take_back(office)
    (fresh,) = office.waiting(Role.GP)
    assert fresh.id != first
    assert (fresh.kind, fresh.revision) == (SendingKind.UPDATE, office.case.sending(first).revision)
    assert "before 24.11. 09:00" in fresh.content.text
    assert fresh.content.event is not None
    assert not fresh.content.event.accepted


def test_what_waits_stays_while_an_answer_holds(office: Office) -> None:
    """Of two answers that say yes the earlier still holds, so the message is true as it stands."""
    office.answer(Verdict.ACCEPTED)
    office.answer(Verdict.ACCEPTED, text="Jeg ringer inn")
    first = with_link(office)
    take_back(office)
    assert [s.id for s in office.waiting(Role.GP)] == [first]
    assert state(office) is InvitationState.ACCEPTED


def by_hand() -> Office:
    """A GP without e-mail, whose text is not ticked off, has answered on the phone."""
    office = Office()
    office.register(gp=Person(name="Gro Fastlege", office="Legesenteret"))
    office.invite_gp()
    office.answer(Verdict.ACCEPTED)
    return office


def test_the_first_message_stays_as_it_is() -> None:
    """What asks for the first time asks for an answer already."""
    office = by_hand()
    (first,) = office.waiting(Role.GP)
    take_back(office)
    assert office.waiting(Role.GP) == [first]


def test_a_first_message_that_took_a_yes_for_granted_asks_after_all(office: Office) -> None:
    """What was agreed on the phone and taken back before the mail left: the mail asks (D4b)."""
    office.do(settle(office, doctor=VERA, agreed=True))
    (granted,) = (s for s in office.waiting(Role.GP) if s.kind is SendingKind.INVITATION)
    assert granted.content.event is not None
    assert granted.content.event.accepted
    take_back(office)
    assert office.case.sending(granted.id).status is SendingStatus.DROPPED
    (asks,) = (s for s in office.waiting(Role.GP) if s.kind is SendingKind.INVITATION)
    assert asks.content.event is not None
    assert not asks.content.event.accepted
    office.tick()
    assert state(office) is InvitationState.SENT


def test_a_case_made_by_mistake_can_go_then() -> None:
    """P5: an answer that was never theirs is no sign that somebody outside has heard."""
    office = by_hand()
    take_back(office)
    office.do(RemoveCase(ref=office.case.ref, reason="feil pasient"))
    assert office.case.removed


def test_who_was_said_to_be_the_gp_is_no_question_any_more(office: Office) -> None:
    """F14: the claim to have taken over went with the answer that made it."""
    office.answer(Verdict.ACCEPTED, substitute=Substitute.FOR_GOOD, by_name="Vera Vikar")
    assert office.owed(PromiseKind.NEW_GP)
    take_back(office)
    assert office.owed(PromiseKind.NEW_GP) == []


def test_only_the_last_that_counts_can_go(office: Office) -> None:
    """An answer that was replaced, taken back already or never given is refused: no change."""
    office.answer(Verdict.DECLINED)
    office.answer(Verdict.ACCEPTED)
    first, last = office.case.answers
    with pytest.raises(AnswerNotHeldError):
        take_back(office, first)
    take_back(office, last)
    before = office.case
    with pytest.raises(AnswerNotHeldError):
        take_back(office, last)
    with pytest.raises(AnswerNotHeldError):
        office.do(TakeBackAnswer(ref=before.ref, answer_id=AnswerId("nobody")))
    assert office.case == before


def test_not_after_the_meeting(office: Office) -> None:
    """What was answered to a meeting that has begun or is off is history."""
    office.answer(Verdict.ACCEPTED)
    office.clock = at("2026-11-24 10:00")
    with pytest.raises(AnswerNotHeldError):
        take_back(office)
    office.clock -= timedelta(days=1)
    office.do(office.cancel())
    with pytest.raises(AnswerNotHeldError):
        take_back(office)


def test_the_plan_that_was_shown_is_the_one_done(office: Office) -> None:
    """An answer that came meanwhile makes the plan stale."""
    office.answer(Verdict.ACCEPTED)
    first = office.case.answers[-1]
    shown = office.plan(command(office))
    office.answer(Verdict.ACCEPTED, text="Jeg kommer")
    with pytest.raises((StalePlanError, AnswerNotHeldError)):
        take_back(office, first, shown.hash)
    with pytest.raises(StalePlanError):
        take_back(office, plan=shown.hash)


def test_a_closed_pathway_has_no_answers_to_take_back(office: Office) -> None:
    """Nothing is waited for after the end."""
    office.answer(Verdict.ACCEPTED)
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.TRANSFERRED))
    with pytest.raises(PathwayClosedError):
        take_back(office)


def waits_by(office: Office, role: Role) -> list[tuple[Channel, SendingId]]:
    """What waits for them with time and place, by channel."""
    rows = [s for s in office.waiting(role) if s.kind in leaving.FACTUAL]
    return [(s.channel, s.id) for s in rows]


def test_a_mail_that_has_left_does_not_go_again_beside_a_letter() -> None:
    """F7: the letter asks for an answer as the mail did, so nothing is written."""
    office = everybody()
    number, waiting = office.invitation(Role.PATIENT).revision, waits_by(office, Role.PATIENT)
    assert [channel for channel, _ in waiting] == [Channel.LETTER]
    office.answer(Verdict.DECLINED, Role.PATIENT)
    office.clock += timedelta(hours=1)
    take_back(office)
    assert waits_by(office, Role.PATIENT) == waiting
    assert office.invitation(Role.PATIENT).revision == number


def test_only_the_letter_is_written_anew_where_the_mail_has_left() -> None:
    """The new link left by mail; the letter that said "no need to answer" asks, by its number."""
    office = everybody()
    office.answer(Verdict.ACCEPTED, Role.PATIENT)
    link = "https://video.example/2"
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link=link))
    office.tick(office.clock + timedelta(hours=1))
    ((way, before),) = waits_by(office, Role.PATIENT)
    assert way is Channel.LETTER
    told = office.plan(command(office)).consequences
    assert [(one.channel, one.must_answer) for one in told] == [(Channel.LETTER, True)]
    take_back(office)
    ((_, after),) = waits_by(office, Role.PATIENT)
    assert office.case.sending(before).status is SendingStatus.DROPPED
    texts = [office.case.sending(row).content.text for row in (before, after)]
    assert texts[0] != texts[1]
    numbers = {s.revision for s in office.case.sendings if s.id in {before, after}}
    assert numbers == {office.invitation(Role.PATIENT).revision}
