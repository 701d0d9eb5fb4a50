"""A question of times: put, answered, stopped (D2, F5, F15)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import alternatives, asking, offers, workdays
from pathway import plan as engine
from pathway.errors import (
    MeetingInPastError,
    MeetingWasHeldError,
    NobodyToInviteError,
    NoSuchInvitationError,
    SameTimesError,
    TimesGoneError,
    TooLongError,
    TooManyTimesError,
)
from pathway.messages import ANSWER_DAYS
from pathway.model import Participant
from pathway.outgoing import SendingKind
from pathway.ports import Notice
from pathway.service.answers.answering import MOST_TIMES, TEXT_LIMIT
from pathway.service.meetings.arranging import check_order, first_parts, judged
from pathway.service.meetings.beside import kept_beside
from pathway.telling import to_staff
from pathway.times import MOST_OPTIONS, Asked, Offer, TimeOption, TimeQuestion, TimesAnswer
from pathway.views import Plan, Warn
from pathway.words import (
    OptionId,
    Role,
    StaffId,
    TimesAnswerId,
    TimesId,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from pathway.case import Case
    from pathway.commands import AnswerTimes, AskTimes, StopTimes
    from pathway.messages import Pen

NEWS = "times_answered"
"""The notice that somebody has said which times suit."""


_AT_ANY_TIME = {Warn.NO_LINK, Warn.ROOM_TOO_SMALL}


# --- put -----------------------------------------------------------------------------------------


def ask_times(case: Case, pen: Pen, command: AskTimes) -> Plan:
    """Put the question, or change its times; the staff are held, and the GP is asked first (R11).

    `TooManyTimesError`, `SameTimesError`, `MeetingInPastError`, `MeetingWasHeldError`,
    `NobodyToInviteError` for a case without a GP, and the refusals of `check_order`.
    """
    starts = tuple(sorted(set(command.starts)))
    if not 1 <= len(starts) <= MOST_OPTIONS:
        raise TooManyTimesError(MOST_OPTIONS)
    meeting = case.meeting_of(command.kind)
    if meeting is not None and meeting.held:
        raise MeetingWasHeldError
    question = offers.question_about(case, command.kind)
    if question is None:
        if meeting is None and not case.present(Role.GP):
            raise NobodyToInviteError
        question = _put(case, pen, command)
    case = replace(case.with_changed(question), decide_by=None)  # decided (F15)
    case = _with_starts(case, pen, question, starts)
    case, told = asking.follow(case, pen)
    return _weighed(Plan(case=case, consequences=told), pen, question)


def _put(case: Case, pen: Pen, command: AskTimes) -> TimeQuestion:
    meeting = case.meeting_of(command.kind)
    return TimeQuestion(
        id=TimesId(pen.new_id()),
        kind=command.kind,
        template=command.template,
        parts=first_parts(case, pen, command.template),
        leader=command.leader,
        place=command.place,
        asked_at=pen.now,
        answer_by=workdays.add(pen.today, ANSWER_DAYS),
        moves=meeting.start if meeting else None,
    )


def _with_starts(
    case: Case, pen: Pen, question: TimeQuestion, starts: tuple[datetime, ...]
) -> Case:
    """Exactly these times: others are withdrawn, and what is new is held and may be judged."""
    living = offers.living_options(case, question, pen.now)
    known = {option.start for option in living}
    if known == set(starts):
        raise SameTimesError
    if set(starts) - known:  # there are days to judge what is new, too
        question = replace(question, answer_by=workdays.add(pen.today, ANSWER_DAYS))
        case = case.with_changed(question)
    gone = (o for o in living if o.start not in starts)
    case = case.with_changed(*(replace(option, released_at=pen.now) for option in gone))
    for start in starts:
        if start not in known:
            case = case.with_changed(option_at(case, pen, question, start))
    return case


def option_at(case: Case, pen: Pen, question: TimeQuestion, start: datetime) -> TimeOption:
    """One more alternative, its staff held; refusals as of any meeting at that time."""
    meeting = alternatives.meeting_at(case, question, start, pen.clinic.zone)
    if meeting.starts_at <= pen.now:
        raise MeetingInPastError
    check_order(case, meeting)
    return TimeOption(
        id=OptionId(pen.new_id()),
        question_id=question.id,
        start=start,
        window=meeting.window,
        staff=offers.staff_of(case, meeting),
    )


def _weighed(plan: Plan, pen: Pen, question: TimeQuestion) -> Plan:
    """The plan with all that speaks against any of its times."""
    each = list(weighed_each(plan.case, pen, question))
    return replace(
        plan,
        clashes=tuple(dict.fromkeys(clash for _, one in each for clash in one.clashes)),
        warnings=tuple(dict.fromkeys(w for _, one in each for w in one.warnings)),
        deadline=each[0][1].deadline if each else None,
    )


def weighed_each(case: Case, pen: Pen, question: TimeQuestion) -> Iterator[tuple[TimeOption, Plan]]:
    """Each alternative with what speaks against it, as of any meeting at that time.

    What holds at any time, as that there is no link or too small a room, is left out.
    """
    for option in offers.living_options(case, question, pen.now):
        meeting = alternatives.meeting_at(case, question, option.start, pen.clinic.zone)
        there, _ = kept_beside(case, pen, meeting)
        found = judged(Plan(case=there.with_changed(meeting)), pen, meeting)
        about_time = tuple(warn for warn in found.warnings if warn not in _AT_ANY_TIME)
        yield option, replace(found, warnings=about_time)


# --- answered ------------------------------------------------------------------------------------


def answer_times(case: Case, pen: Pen, command: AnswerTimes) -> Plan:
    """Keep what somebody says; the GP's yes to a time opens that time to the others (F5).

    What comes too late, or to an older revision, is kept and changes nothing (F15).
    """
    if len(command.text) > TEXT_LIMIT or len(command.by_name) > TEXT_LIMIT:
        raise TooLongError(TEXT_LIMIT)
    asked = next((one for one in case.asked if one.id == command.asked_id), None)
    if asked is None:
        raise NoSuchInvitationError
    answer = _answer(case, pen, command, asked)
    before = offers.present_answer(case, asked)
    case = case.with_changed(answer)
    if not answer.counts or _same(before, answer):
        return Plan(case=case)
    case = asking.answered(case, asked)
    case, told = asking.follow(case, replace(pen, pressed=False))
    return Plan(case=_announced(case, pen, asked, answer), consequences=told)


def _answer(case: Case, pen: Pen, command: AnswerTimes, asked: Asked) -> TimesAnswer:
    why_not = _why_not(case, asked, command.revision)
    by_staff = any(person.id == pen.actor for person in pen.clinic.staff)
    told = {offer.option_id for offer in asked.offers}
    return TimesAnswer(
        id=TimesAnswerId(pen.new_id()),
        asked_id=asked.id,
        revision=asked.revision if command.revision is None else command.revision,
        offers=_shown(case, pen, asked),
        suits=tuple(dict.fromkeys(one for one in command.suits if one in told)),
        at=pen.now,
        channel=command.channel,
        evidence=command.evidence,
        proposed=tuple(dict.fromkeys(command.proposed))[:MOST_TIMES],
        text=command.text,
        by_name=command.by_name,
        substitute=command.substitute,
        recorded_by=StaffId(pen.actor) if by_staff else None,
        counts=not why_not,
        why_not=why_not,
    )


def _shown(case: Case, pen: Pen, asked: Asked) -> tuple[Offer, ...]:
    """The alternatives that could be answered: those told of that are still to be had."""
    question = case.question_of_times(asked.question_id)
    living = {option.id for option in offers.living_options(case, question, pen.now)}
    return tuple(offer for offer in asked.offers if offer.option_id in living)


def _why_not(case: Case, asked: Asked, revision: int | None) -> str:
    question = case.question_of_times(asked.question_id)
    if case.closing is not None:
        return "closed"
    if question.chosen is not None:
        return "decided"
    if question.ended_at is not None or asked.ended_at is not None:
        return "over"
    return "" if revision in {None, asked.revision} else "old_revision"


def _same(before: TimesAnswer | None, answer: TimesAnswer) -> bool:
    said = ("suits", "offers", "proposed", "text", "by_name", "substitute")
    return before is not None and all(getattr(before, n) == getattr(answer, n) for n in said)


def _announced(case: Case, pen: Pen, asked: Asked, answer: TimesAnswer) -> Case:
    """The secretary hears at once which times suit, unless it was they who wrote it down (D4)."""
    if answer.recorded_by == case.secretary:
        return case
    own = (s for s in case.sendings if s.asked_id == asked.id)
    case = engine.dropped(case, (s for s in own if s.kind is SendingKind.NOTICE))
    question = case.question_of_times(asked.question_id)
    values = {
        "role": case.participant(asked.participant_id).role.value,
        "suits": str(len(answer.suits)),
        "of": str(len(answer.offers)),
        "substitute": answer.substitute.value,
        "name": answer.by_name,
        "comment": "yes" if answer.text else "",
        "others": str(len(answer.proposed)),
        "all": "yes" if not still_owed(case, question) else "",
        "fits": "yes" if offers.some_fit(case, pen.clinic, question, pen.now) else "",
    }
    notice = Notice(name=NEWS, ref=case.ref, values=values, zone=pen.clinic.zone)
    row = to_staff(pen, case, case.secretary, Role.SECRETARY, notice, why="D4")
    return case.with_changed(replace(row, asked_id=asked.id))


def still_owed(case: Case, question: TimeQuestion) -> tuple[Participant, ...]:
    """Those who are asked about a time and have not answered."""
    found = ((p, offers.asked_of(case, question.id, p)) for p in offers.to_ask(case, question))
    return tuple(p for p, asked in found if asked and offers.unanswered(case, asked))


# --- stopped -------------------------------------------------------------------------------------


def stop_times(case: Case, pen: Pen, command: StopTimes) -> Plan:
    """Ask no more; `TimesGoneError` where nothing is asked."""
    question = offers.question_about(case, command.kind)
    if question is None:
        raise TimesGoneError
    case, told = asking.stopped(case, pen, question)
    return Plan(case=case, consequences=told)
