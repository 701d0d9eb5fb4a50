"""Who hears of a question of times: each is told of what is open to them, once, and when it ends.

It follows every change of a case as `plan.follow` does for invitations: what a gate opens is asked
by the program itself, and whoever may not be asked any more is told that no answer is wanted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import channels, offers
from pathway.asking_letters import written
from pathway.messages import Pen
from pathway.model import Participant
from pathway.outgoing import Sending, SendingKind
from pathway.plan import dropped
from pathway.times import Asked, Offer, TimeQuestion
from pathway.views import Consequence
from pathway.words import (
    DOCTORS,
    AskedId,
    Channel,
    InvitationId,
)

if TYPE_CHECKING:
    from datetime import datetime

    from pathway.case import Case

Step = tuple["Case", tuple[Consequence, ...]]

ASKS = frozenset({SendingKind.TIMES, SendingKind.TIMES_REMINDER})
"""Kinds that ask which times suit."""


def follow(case: Case, pen: Pen) -> Step:
    """Ask whoever may be asked of what is open to them now, and nobody else."""
    told: list[Consequence] = []
    for question in offers.open_questions(case):
        if offers.overtaken(case, question):
            case, consequences = decided(case, pen, question)
            case = ended(case, question, pen.now)
            told.extend(consequences)
            continue
        case = offers.held_anew(case, pen.clinic, question, pen.now)
        for asked in _not_to_be_asked(case, question):
            case, consequences = over(case, pen, question, asked)
            told.extend(consequences)
        for person in offers.to_ask(case, question):
            case, consequences = _by_what_is_left(case, pen, question, person)
            told.extend(consequences)
            case, consequences = _ask(case, pen, question, person)
            told.extend(consequences)
    return case, tuple(told)


def ended(case: Case, question: TimeQuestion, now: datetime) -> Case:
    """The question over: nobody is held, and what has not left about it never leaves."""
    case = case.with_changed(replace(question, ended_at=now))
    options = (o for o in offers.options_of(case, question.id) if o.released_at is None)
    case = case.with_changed(*(replace(option, released_at=now) for option in options))
    for asked in case.asked:
        case = without_waiting(case, asked) if asked.question_id == question.id else case
    return case


def stopped(case: Case, pen: Pen, question: TimeQuestion) -> Step:
    """The question taken back: whoever has heard of it hears that no answer is wanted."""
    told: list[Consequence] = []
    for asked in case.asked:
        if asked.question_id == question.id and asked.ended_at is None:
            case, consequences = over(case, pen, question, asked)
            told.extend(consequences)
    return ended(case, question, pen.now), tuple(told)


def decided(case: Case, pen: Pen, question: TimeQuestion) -> Step:
    """Whoever has heard of the question, and gets no invitation, hears that it is over (F5)."""
    meeting, told = case.meeting_of(question.kind), list[Consequence]()
    coming = meeting is not None and meeting.alive
    for asked in case.asked:
        if asked.question_id != question.id or asked.ended_at is not None:
            continue
        person = asked.participant_id
        if meeting is not None and coming and case.live_invitation(person, meeting.id) is not None:
            continue
        case, consequences = over(case, pen, question, asked)
        told.extend(consequences)
    return case, tuple(told)


def _not_to_be_asked(case: Case, question: TimeQuestion) -> tuple[Asked, ...]:
    """Those who have left, or may not be asked at all any more (R19)."""
    wanted = {person.id for person in offers.to_ask(case, question)}
    own = (a for a in case.asked if a.question_id == question.id and a.ended_at is None)
    return tuple(asked for asked in own if asked.participant_id not in wanted)


def over(case: Case, pen: Pen, question: TimeQuestion, asked: Asked) -> Step:
    """They are not to answer any more; whoever has heard of it hears that no answer is wanted."""
    heard = any(s.may_have_left and s.kind is SendingKind.TIMES for s in messages_of(case, asked))
    case = without_waiting(case, asked).with_changed(replace(asked, ended_at=pen.now))
    if not heard:
        return case, ()
    row = written(case, pen, question, asked, SendingKind.TIMES_OVER)
    case = case.with_changed(row)
    return case, (_consequence(case, row, asked),)


def _ask(case: Case, pen: Pen, question: TimeQuestion, person: Participant) -> Step:
    open_now = offers.offered_to(case, pen.clinic, question, person, pen.now)
    case, told = _without_closed(case, pen, question, person)
    asked = offers.asked_of(case, question.id, person)
    if asked is None:
        if not open_now:
            return case, told
        asked = Asked(
            id=AskedId(InvitationId(pen.new_id())),
            question_id=question.id,
            participant_id=person.id,
            channel=channel_to(pen, person),
            offers=open_now,
            requested_at=pen.now,
        )
    elif _all_told(asked, open_now):
        return case, told
    else:
        case = without_waiting(case, asked)
        kept = _in_place(asked.offers, open_now)
        asked = replace(asked, offers=kept, revision=asked.revision + 1, asked_at=None)
    case = case.with_changed(asked)
    rows = _by_each_way(case, pen, question, asked)
    return case.with_changed(*rows), (*told, _consequence(case, rows[0], asked))


def _in_place(told: tuple[Offer, ...], now: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """What was told keeps its number, since an answer may come by an older message."""
    fresh = {offer.option_id: offer for offer in now}
    kept = tuple(fresh.pop(offer.option_id, offer) for offer in told)
    return (*kept, *fresh.values())


def _by_what_is_left(case: Case, pen: Pen, question: TimeQuestion, person: Participant) -> Step:
    """Whoever was asked by mail, and has no address now, hears by another way; what waits too."""
    asked = offers.asked_of(case, question.id, person)
    if asked is None or asked.channel is not Channel.MAIL or person.email:
        return case, ()
    stale = [s for s in messages_of(case, asked) if s.waiting and s.kind in ASKS]
    asked = replace(asked, channel=channel_to(pen, person))
    rows = [_like(s, written(case, pen, question, asked, s.kind)) for s in stale]
    if any(row.kind is SendingKind.TIMES for row in rows):
        stale += [s for s in messages_of(case, asked) if s.kind is SendingKind.ABOUT_WHOM]
    case = dropped(case, stale).with_changed(asked, *rows)
    return case, tuple(_consequence(case, row, asked) for row in rows)


def _like(old: Sending, new: Sending) -> Sending:
    """What is written anew, for the same reason."""
    return replace(new, why=old.why, step=old.step, promise_id=old.promise_id)


def _without_closed(case: Case, pen: Pen, question: TimeQuestion, person: Participant) -> Step:
    """What waits, and asks about a time that is not open to them any more, never leaves (F5).

    They are asked afresh of what is still open; whoever has heard of the question hears that it is
    over for now.
    """
    asked = offers.asked_of(case, question.id, person)
    if asked is None:
        return case, ()
    ids = {o.option_id for o in offers.offered_to(case, pen.clinic, question, person, pen.now)}
    living = {option.id for option in offers.living_options(case, question, pen.now)}
    closed = any(o.option_id in living - ids for o in asked.offers)
    waits = any(s.waiting and s.kind in ASKS for s in messages_of(case, asked))
    return over(case, pen, question, asked) if closed and waits else (case, ())


def _all_told(asked: Asked, open_now: tuple[Offer, ...]) -> bool:
    told = {offer.option_id: offer.facts for offer in asked.offers}
    return all(told.get(offer.option_id) == offer.facts for offer in open_now)


def channel_to(pen: Pen, person: Participant) -> Channel:
    """As their invitations travel; a patient without e-mail is rung, since a letter takes days."""
    way = channels.way_to(pen.clinic, person)
    return Channel.PHONE if way in {Channel.LETTER, Channel.SMS} and person.phone else way


def _by_each_way(case: Case, pen: Pen, question: TimeQuestion, asked: Asked) -> tuple[Sending, ...]:
    """The question, and beside a mail to a doctor the message that says whom it concerns (R11)."""
    first = written(case, pen, question, asked, SendingKind.TIMES)
    doctor = case.participant(asked.participant_id).role in DOCTORS
    if not doctor or asked.channel is not Channel.MAIL or channels.knows_whom(case, asked):
        return (first,)
    beside = replace(asked, channel=Channel.SECURE_MESSAGE)
    return (first, written(case, pen, question, beside, SendingKind.ABOUT_WHOM))


def messages_of(case: Case, asked: Asked) -> tuple[Sending, ...]:
    """Every message of a question to this person, oldest first."""
    own = (sending for sending in case.sendings if sending.asked_id == asked.id)
    return tuple(sending for sending in own if sending.kind is not SendingKind.NOTICE)


def without_waiting(case: Case, asked: Asked) -> Case:
    """Without what waits to be told; that no answer is wanted is told all the same (R19)."""
    waiting = (s for s in messages_of(case, asked) if s.waiting and not s.may_have_left)
    stale = (s for s in waiting if s.kind is not SendingKind.TIMES_OVER)
    return dropped(case, stale)


def answered(case: Case, asked: Asked) -> Case:
    """What has not left, and asks what somebody has just said, never leaves."""
    if offers.unanswered(case, asked):
        return case
    return dropped(case, (s for s in messages_of(case, asked) if s.kind in ASKS))


def _consequence(case: Case, row: Sending, asked: Asked) -> Consequence:
    return Consequence(
        participant=case.participant(asked.participant_id),
        channel=row.channel,
        kind=row.kind,
        must_answer=row.kind is SendingKind.TIMES,
        later=False,
        window=offers.first_open(case, asked).window,
        content=row.content,
    )


def left(case: Case, asked_id: AskedId, now: datetime) -> Case:
    """The case after a message of a question left: the ladder counts from the first (D3)."""
    asked = case.asked_about(asked_id)
    return case.with_changed(replace(asked, asked_at=asked.asked_at or now, undelivered_at=None))
