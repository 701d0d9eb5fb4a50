"""A mail that answers a question of times: matched to its case, judged by the secretary, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pathway import promises
from pathway.arrivals import Arrival, Handled, Sort
from pathway.commands import SettleQuestion
from pathway.outgoing import SendingKind, SendingStatus
from pathway.questions import Doubt, Resolution
from pathway.words import PromiseKind, Role, SendingId
from tests.pathway.mailing import STRANGER_MAIL, take
from tests.pathway.office import Office
from tests.pathway.test_service_times import TIMES, _office, answer, ask, asked


@pytest.fixture
def office() -> Office:
    """The GP has been asked by mail which of three times suit."""
    office = _office()
    ask(office)
    office.tick()
    return office


def written(office: Office, sort: Sort = Sort.LETTER, **said: object) -> Arrival:
    """What the GP writes back, naming the message that asked."""
    own = asked(office, Role.GP)
    assert own is not None
    (row,) = (
        s for s in office.case.sendings if s.asked_id == own.id and s.kind is SendingKind.TIMES
    )
    given: dict[str, object] = {
        "key": f"key{next(office.numbers)}",
        "sort": sort,
        "at": office.clock,
        "sender": row.address,
        "messages": (SendingId("unknown"), row.id),
        "named": True,
        "comment": "1 passer",
    }
    return Arrival(**{**given, **said})  # type: ignore[arg-type] # any field


def owed(office: Office) -> list[Doubt]:
    """What the secretary is to judge."""
    open_ = promises.open_promises(office.case)
    about = {one.about for one in open_ if one.kind is PromiseKind.QUESTION}
    return [one.doubt for one in office.case.questions if one.id in about]


def test_it_is_one_question_of_its_case(office: Office) -> None:
    """D4: the words are kept until it is judged, nothing is registered, nobody is told twice."""
    assert take(office, written(office)) is Handled.ASKED
    assert take(office, written(office)) is Handled.ASKED
    (question,) = office.case.questions
    assert (question.doubt, question.comment, question.times) == (Doubt.NO_ANSWER, "1 passer", 2)
    assert owed(office) == [Doubt.NO_ANSWER]
    assert office.case.times_answers == ()
    told = [s for s in office.case.sendings if s.kind is SendingKind.NOTICE]
    assert len(told) == 1


def test_the_own_answer_settles_it(office: Office) -> None:
    """What the GP says afterwards ends the question about the mail."""
    take(office, written(office))
    office.clock += timedelta(minutes=1)
    answer(office, Role.GP, TIMES[0])
    assert owed(office) == []


def test_a_stranger_answers_for_nobody(office: Office) -> None:
    """F15: it is kept for the secretary, and the GP's later answer does not make it go away."""
    take(office, written(office, sender=STRANGER_MAIL))
    assert office.case.questions[0].comment == ""
    office.clock += timedelta(minutes=1)
    answer(office, Role.GP, TIMES[0])
    assert owed(office) == [Doubt.STRANGER]
    (question,) = office.case.questions
    settle = SettleQuestion(ref=office.case.ref, question_id=question.id, how=Resolution.NOTED)
    office.do(settle)
    assert owed(office) == []
    assert office.case.questions[0].comment == ""


def test_a_mail_that_came_back_is_rung_about(office: Office) -> None:
    """D4: a report about the message that asked is no mail of no case."""
    back = written(office, Sort.UNDELIVERED, sender="mailer@lege.example", reason="5.1.1")
    assert take(office, back) is Handled.APPLIED
    own = asked(office, Role.GP)
    assert own is not None
    assert own.undelivered_at is not None
    rows = [s for s in office.case.sendings if s.kind is SendingKind.TIMES]
    assert rows[0].status is SendingStatus.GIVEN_UP
