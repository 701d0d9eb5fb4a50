"""What came and is no plain answer: asked of a person once (D4)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import plan as engine
from pathway import promises
from pathway.arrivals import Arrival, Sort
from pathway.identity import holds_birth_number
from pathway.ports import Notice
from pathway.questions import Doubt, Question
from pathway.telling import to_staff
from pathway.times import Asked
from pathway.words import QuestionId, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathway.case import Case
    from pathway.messages import Pen
    from pathway.model import Invitation, Window
    from pathway.words import InvitationId

NAME_LIMIT = 100
MOST_OPEN = 50
"""Open questions about one invitation, or of no case; what comes then is one question together."""

_REPORTS = frozenset({Doubt.UNDELIVERED, Doubt.DELAYED})
_WORDS_NEEDED = frozenset({Doubt.STRANGER, Doubt.SAYS_MORE, Doubt.NO_ANSWER})
"""Doubts that nobody can judge without the answerer's own words (P4)."""


def question_of(pen: Pen, arrival: Arrival, doubt: Doubt, about: InvitationId | None) -> Question:
    """The arrival as a question, with no more of its text than is needed (P4)."""
    beside = doubt is Doubt.LETTER and arrival.sort is Sort.ANSWER
    needed = arrival.comment if beside or doubt in _WORDS_NEEDED else ""
    return Question(
        id=QuestionId(pen.new_id()),
        doubt=doubt,
        invitation_id=about,
        since=pen.now,
        at=min(arrival.at, pen.now),
        sender=_kept(_whose(arrival, doubt)),
        sender_name=_kept(arrival.sender_name)[:NAME_LIMIT],
        verdict=arrival.verdict,
        revision=0 if arrival.sequence is None else max(arrival.sequence, 0) + 1,
        proposed=arrival.proposed,
        comment=_kept(needed),
        to_read=arrival.to_read or needed != _kept(needed),
        until=arrival.until,
        reason=arrival.reason,
    )


def _whose(arrival: Arrival, doubt: Doubt) -> str:
    """Whose address it is about: of a mail service's own report the one that was written to."""
    if doubt in _REPORTS:
        return arrival.attendee or arrival.sender
    return arrival.sender or arrival.attendee


def _kept(text: str) -> str:
    """The text, but for one that holds a birth number (P1, P4)."""
    return "" if holds_birth_number(text) else text


def minutes_of(window: Window) -> int:
    """How long a proposed time is."""
    return int((window.end - window.start).total_seconds()) // 60


def joined(known: Iterable[Question], new: Question) -> Question:
    """The open question that a new one joins, or the new one itself.

    It joins one that says the same: whoever presses has read what is settled. Where as many as can
    be shown are open, it is one of the `MANY` that are to be read in the mailbox.
    """
    open_ = [one for one in known if one.settled is None]
    same = [one for one in open_ if (one.sender, _says(one)) == (new.sender, _says(new))]
    if same:
        return replace(new, id=same[-1].id, since=same[-1].since, times=same[-1].times + 1)
    crowd = [one for one in open_ if one.doubt is Doubt.MANY]
    if len(open_) - len(crowd) < MOST_OPEN:
        return new
    if crowd:
        return replace(crowd[-1], at=new.at, times=crowd[-1].times + 1)
    return Question(
        id=new.id,
        doubt=Doubt.MANY,
        invitation_id=new.invitation_id,
        asked_id=new.asked_id,
        since=new.since,
        at=new.at,
    )


def asked(case: Case, pen: Pen, new: Question, about: Invitation | Asked) -> Case:
    """The case with this question to its secretary, who hears of it at once and once (D4)."""
    own = (q for q in case.questions if about.id in {q.invitation_id, q.asked_id})
    question = joined(own, new)
    before = next((one for one in case.questions if one.id == question.id), None)
    case = promises.reconcile(case.with_changed(question), pen.clinic, pen.now, pen.new_id)
    known = before is not None and _says(before) == _says(question)
    if known or pen.actor == case.secretary:  # who ties it to the case has it before them
        return case
    return _told(case, pen, question, about)


def _says(question: Question) -> tuple[object, ...]:
    return (question.doubt, question.verdict, question.comment, question.proposed, question.until)


def _told(case: Case, pen: Pen, question: Question, about: Invitation | Asked) -> Case:
    """A notice in the place of one that was not read; what nobody owes is only shown (F15)."""
    owed = next((p.id for p in promises.open_promises(case) if p.about == question.id), None)
    if owed is not None:
        unread = (s for s in case.sendings if s.promise_id == owed)
        case = engine.dropped(case, unread)
    why = "F15" if owed is None else "D4"
    notice = _notice(case, pen, question, about)
    row = to_staff(pen, case, case.secretary, Role.SECRETARY, notice, why=why)
    return case.with_changed(replace(row, promise_id=owed))


def _notice(case: Case, pen: Pen, question: Question, about: Invitation | Asked) -> Notice:
    """That there is something, and what kind; a banner may show it, so it names nobody."""
    values: dict[str, str] = {
        "doubt": question.doubt,
        "verdict": question.verdict or "",
        "until": question.until.isoformat() if question.until else "",
        "role": case.participant(about.participant_id).role,
    }
    if question.doubt is Doubt.SAYS_MORE and question.proposed is not None:
        values["another"] = "yes"
    if isinstance(about, Asked):
        values["times"] = "yes"
        return Notice(name="question", ref=case.ref, values=values, zone=pen.clinic.zone)
    meeting = case.meeting(about.meeting_id)
    values["meeting"] = meeting.kind
    on = meeting.start.date()
    return Notice(name="question", ref=case.ref, values=values, on=on, zone=pen.clinic.zone)
