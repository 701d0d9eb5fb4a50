"""What is owed of a question of times: an answer from each who is asked, and then a decision."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import offers, workdays
from pathway.model import Promise
from pathway.owed.terms import promise_of, since_when
from pathway.times import Asked, TimeQuestion
from pathway.words import PromiseKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic

_LADDERS = {Role.GP: "gp", Role.NAV_ADVISER: "third_party"}
"""The patient's silence is not chased (D3)."""


def answers(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """An answer from each who is chased, while a time that they have not judged is to be had."""
    for question, asked in _asked(case):
        person = case.participant(asked.participant_id)
        ladder = _LADDERS.get(person.role)
        living = {option.id for option in offers.living_options(case, question, now)}
        left = living.intersection(offers.unanswered(case, asked))
        if ladder is not None and asked.asked_at is not None and left:
            yield promise_of(
                clinic,
                kind=PromiseKind.TIMES,
                key=f"{asked.id}:{asked.revision}",
                ladder=ladder,
                owner=person.id,
                owner_role=person.role,
                about=asked.id,
                since=asked.asked_at,
            )


def choices(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """A decision: at once when everybody who is asked has answered, else after the days for it."""
    for question in offers.open_questions(case):
        waits = any(offers.unanswered(case, asked) for q, asked in _asked(case) if q == question)
        late = f"late:{question.answer_by.isoformat()}"
        key = f"{question.id}:{late if waits else 'ready'}"
        yield promise_of(
            clinic,
            kind=PromiseKind.TIMES_CHOICE,
            key=key,
            ladder="postponed" if waits else "obtain",
            owner=case.secretary,
            owner_role=Role.SECRETARY,
            about=question.id,
            since=since_when(case, f"{PromiseKind.TIMES_CHOICE}:{key}", now),
            due=workdays.add(question.answer_by, 1) if waits else None,
        )


def undelivered(case: Case, clinic: Clinic, _now: datetime) -> Iterator[Promise]:
    """Whom the question did not reach is rung, until an answer comes or it is put right (D4)."""
    for _, asked in _asked(case):
        answer, since = offers.present_answer(case, asked), asked.undelivered_at
        if since is not None and (answer is None or answer.at < since):
            yield promise_of(
                clinic,
                kind=PromiseKind.PHONE_CALL,
                key=f"{asked.id}:{since.isoformat()}:undelivered",
                ladder="phone_call",
                owner=case.secretary,
                owner_role=Role.SECRETARY,
                about=asked.participant_id,
                since=since,
            )


def _asked(case: Case) -> Iterator[tuple[TimeQuestion, Asked]]:
    for question in offers.open_questions(case):
        for asked in case.asked:
            if asked.question_id == question.id and asked.ended_at is None:
                yield question, asked
