"""What came by mail is settled by a press: whose answer it is, or that it is seen to (D4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pathway.arrivals import Sort
from pathway.commands import AddParticipant, HandOver, SettleQuestion, SettleStray, Snooze
from pathway.errors import (
    AlreadyRemindedError,
    NotAllowedError,
    NothingToChaseError,
    NoVerdictError,
    QuestionSettledError,
)
from pathway.model import Window
from pathway.outgoing import SendingKind
from pathway.questions import Doubt, Resolution
from pathway.rules import state_of
from pathway.words import (
    InvitationState,
    PromiseKind,
    QuestionId,
    Role,
    SettledHow,
    StaffId,
    Substitute,
    Verdict,
)
from tests.pathway.build import COORDINATOR, DOCTOR, SECRETARY, at, day, wall
from tests.pathway.mailing import STRANGER_MAIL, note, reply, take
from tests.pathway.office import Office
from tests.pathway.test_plan import mailed


@pytest.fixture
def office() -> Office:
    """A GP who was asked by mail."""
    return mailed()


def settle(office: Office, how: Resolution, actor: str = SECRETARY) -> None:
    """The latest question is judged."""
    question = office.case.questions[-1]
    office.do(SettleQuestion(ref=office.case.ref, question_id=question.id, how=how), actor)


def state(office: Office) -> InvitationState:
    """Where the GP's invitation stands."""
    return state_of(office.case, office.invitation(Role.GP))


def test_a_strangers_answer_is_the_substitutes(office: Office) -> None:
    """D2: one press makes it the answer of one who comes in the GP's place this time."""
    stranger = reply(office, attendee="", sender=STRANGER_MAIL, sender_name="Vilje Vikar")
    take(office, replace(stranger, comment="Jeg er vikar"))
    settle(office, Resolution.SUBSTITUTE)
    (answer,) = office.case.answers
    assert (answer.substitute, answer.by_name) == (Substitute.FOR_NOW, "Vilje Vikar")
    assert (answer.text, answer.recorded_by) == ("Jeg er vikar", SECRETARY)
    assert state(office) is InvitationState.ACCEPTED
    assert office.owed(PromiseKind.PREVIEW)
    assert not office.owed(PromiseKind.QUESTION)


def test_a_nameless_substitute_has_an_address(office: Office) -> None:
    """Where a mail names nobody the address stands for the name."""
    take(office, reply(office, attendee="", sender=STRANGER_MAIL))
    settle(office, Resolution.SUBSTITUTE)
    assert office.case.answers[0].by_name == STRANGER_MAIL


def test_a_yes_with_words_is_theirs(office: Office) -> None:
    """The secretary has read it, and it is the answer of the one who was asked."""
    take(office, reply(office, says_more=True, comment="Jeg kommer fem minutter for sent"))
    settle(office, Resolution.THEIRS)
    (answer,) = office.case.answers
    assert (answer.verdict, answer.substitute) == (Verdict.ACCEPTED, Substitute.NONE)
    assert answer.by_name == ""
    assert state(office) is InvitationState.ACCEPTED


def test_what_is_noted_is_settled_without_words(office: Office) -> None:
    """P4: nothing is recorded, the promise is done, and the words are taken away."""
    take(office, reply(office, says_more=True, comment="Hva gjelder det?"))
    settle(office, Resolution.NOTED)
    (question,) = office.case.questions
    assert question.comment == ""
    assert question.settled is not None
    (promise,) = [p for p in office.case.promises if p.kind is PromiseKind.QUESTION]
    assert promise.settled is not None
    assert promise.settled.how is SettledHow.DONE
    assert office.case.answers == ()
    assert office.owed(PromiseKind.ANSWER)


def test_pressed_twice_is_refused(office: Office) -> None:
    """The second press does nothing and says so; so does one of what never was."""
    take(office, reply(office, says_more=True))
    settle(office, Resolution.THEIRS)
    before = office.case
    with pytest.raises(QuestionSettledError):
        settle(office, Resolution.THEIRS)
    unknown = QuestionId("unknown")
    with pytest.raises(QuestionSettledError):
        office.do(SettleQuestion(ref=office.case.ref, question_id=unknown, how=Resolution.NOTED))
    assert office.case == before


def test_a_mail_is_no_calendar_that_was_changed_by_hand(office: Office) -> None:
    """Only what somebody changed in the calendar is put back; nobody is written to again."""
    take(office, reply(office, attendee="", sender=STRANGER_MAIL))
    before = office.case
    with pytest.raises(NoVerdictError):
        settle(office, Resolution.RESTORED)
    assert office.case == before


def test_who_was_asked_is_asked_again(office: Office) -> None:
    """F11: the question is settled and the reminder written in one go, once a day."""
    take(office, note(office, Sort.UNREADABLE))
    settle(office, Resolution.ASKED_AGAIN)
    assert not office.owed(PromiseKind.QUESTION)
    (promise,) = office.owed(PromiseKind.ANSWER)
    (row,) = [s for s in office.case.sendings if s.kind is SendingKind.REMINDER]
    assert (row.to, row.promise_id) == (office.person(Role.GP).id, promise.id)
    take(office, note(office, Sort.UNREADABLE))
    with pytest.raises(AlreadyRemindedError):
        settle(office, Resolution.ASKED_AGAIN)
    assert office.owed(PromiseKind.QUESTION)


def test_who_has_answered_owes_nothing_more(office: Office) -> None:
    """Nothing is asked for again, and the mail still waits."""
    take(office, reply(office))
    take(office, reply(office, attendee="", sender=STRANGER_MAIL))
    with pytest.raises(NothingToChaseError):
        settle(office, Resolution.ASKED_AGAIN)
    assert office.owed(PromiseKind.QUESTION)


def test_who_wrote_is_added_once(office: Office) -> None:
    """The mail is seen to with it; one that somebody has seen to meanwhile stops nobody."""
    for name in ("Rolf Testlege", "Siri Annen"):
        take(office, reply(office, attendee="", sender=STRANGER_MAIL))
        if name == "Siri Annen":
            settle(office, Resolution.NOTED)
        wanted, ref = office.case.questions[-1].id, office.case.ref
        office.do(AddParticipant(ref=ref, role=Role.OTHER, name=name, question_id=wanted))
        assert office.person(Role.OTHER).name in {"Rolf Testlege", "Siri Annen"}
        assert all(question.settled for question in office.case.questions)


@pytest.mark.parametrize("how", [Resolution.THEIRS, Resolution.SUBSTITUTE])
def test_what_says_nothing_is_nobodys_answer(office: Office, how: Resolution) -> None:
    """A note without an answer in it can only be noted; nothing is half done."""
    take(office, note(office, Sort.OUT_OF_OFFICE))
    with pytest.raises(NoVerdictError):
        settle(office, how)
    assert office.owed(PromiseKind.QUESTION)
    settle(office, Resolution.NOTED)
    assert not office.owed(PromiseKind.QUESTION)


def test_the_same_again_after_it_was_settled_is_new(office: Office) -> None:
    """What comes after a question was settled is a question of its own."""
    for _ in range(2):
        take(office, note(office, Sort.OUT_OF_OFFICE))
        settle(office, Resolution.NOTED)
    assert [question.times for question in office.case.questions] == [1, 1]


def test_it_is_put_off_and_handed_over_as_any_task(office: Office) -> None:
    """F3: it stands in what is to do, is hidden while it is put off, and can be given away."""
    take(office, note(office, Sort.UNREADABLE))
    (promise,) = office.owed(PromiseKind.QUESTION)
    (task,) = office.desk(lambda desk: desk.tasks())
    assert (task.kind, task.person) == (PromiseKind.QUESTION, office.person(Role.GP))
    assert task.meeting is not None
    ref = office.case.ref
    office.do(Snooze(ref=ref, promise_id=promise.id, until=day("2026-10-12")))
    assert office.desk(lambda desk: desk.tasks()) == ()
    office.do(HandOver(ref=ref, promise_id=promise.id, to=StaffId(COORDINATOR)))
    (task,) = office.desk(lambda desk: desk.tasks(), COORDINATOR)
    assert task.promise_id == promise.id


def test_a_mail_of_no_case_is_seen_to_once(office: Office) -> None:
    """P5: it is settled for everybody, its sender is forgotten, and the second press is refused."""
    stray = note(office, Sort.LETTER, invitations=(), sender=STRANGER_MAIL)
    take(office, stray)
    (question,) = office.desk(lambda desk: desk.strays())
    office.do(SettleStray(question_id=question.id))
    assert office.desk(lambda desk: desk.strays(), COORDINATOR) == ()
    assert STRANGER_MAIL not in repr(office.store.clinics[office.case.clinic_id].strays)
    with pytest.raises(QuestionSettledError):
        office.do(SettleStray(question_id=question.id))


def test_of_two_mails_of_no_case_the_right_one_is_settled(office: Office) -> None:
    """The other stays, and a clinician may not take either."""
    for number in range(2):
        take(office, note(office, Sort.LETTER, invitations=(), sender=f"s{number}@prove.example"))
    first, second = office.desk(lambda desk: desk.strays())
    office.do(SettleStray(question_id=second.id))
    assert office.desk(lambda desk: desk.strays()) == (first,)
    with pytest.raises(NotAllowedError):
        office.do(SettleStray(question_id=first.id), DOCTOR)


def test_only_what_is_owed_is_shown(office: Office) -> None:
    """What the desk shows to judge are the questions that stand."""
    take(office, note(office, Sort.OUT_OF_OFFICE))
    assert [q.doubt for q in office.desk(lambda desk: desk.questions(office.case))] == [Doubt.AWAY]
    take(office, reply(office))
    assert office.desk(lambda desk: desk.questions(office.case)) == ()


def test_a_strangers_proposal_goes_with_the_answer(office: Office) -> None:
    """A new time that a locum proposes is among the proposals once it is judged theirs."""
    start = at("2026-11-26 13:00")
    wish = Window(start=start, end=start + timedelta(minutes=60))
    take(office, reply(office, Verdict.NEW_TIME, attendee="", sender=STRANGER_MAIL, proposed=wish))
    settle(office, Resolution.SUBSTITUTE)
    answer = office.case.answers[-1]
    assert (answer.proposals, answer.proposed_minutes) == ((wall("2026-11-26 13:00"),), 60)
