"""Pure decisions about a question of times: what is open to whom, and what each says of it.

The gates are those of invitations, for each alternative by itself (P, N, F5): others are asked
about a time only when the GP has said that it suits.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import rules
from pathway.alternatives import ProposedTime, facts_for, meeting_at, proposed_in, proposes
from pathway.model import Facts, Meeting, Participant
from pathway.outgoing import Sending, SendingKind
from pathway.rules import Unmet
from pathway.times import ROLES, Asked, Offer, TimeOption, TimeQuestion, TimesAnswer
from pathway.variants import MEETING_MILESTONE
from pathway.words import MeetingKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.words import OptionId, PromiseId, StaffId, TimesId


def open_questions(case: Case) -> tuple[TimeQuestion, ...]:
    """The questions that are not decided or stopped; at most one for each kind of meeting."""
    over = case.closing is not None
    return () if over else tuple(q for q in case.times if q.ended_at is None)


def question_about(case: Case, kind: MeetingKind) -> TimeQuestion | None:
    """The open question about this kind of meeting, or None."""
    return next((q for q in open_questions(case) if q.kind is kind), None)


def overtaken(case: Case, question: TimeQuestion) -> bool:
    """Whether the meeting has got a time, lost it, or been held, by another way than this."""
    meeting = case.meeting_of(question.kind)
    held = meeting is not None and meeting.held is not None
    unarranged = question.moves is None and case.date_of(MEETING_MILESTONE[question.kind])
    return held or bool(unarranged) or (meeting.start if meeting else None) != question.moves


def options_of(case: Case, question: TimesId) -> tuple[TimeOption, ...]:
    """Every alternative of a question, withdrawn ones too, the earliest first."""
    found = (one for one in case.options if one.question_id == question)
    return tuple(sorted(found, key=lambda one: (one.start, one.id)))


def living_options(case: Case, question: TimeQuestion, now: datetime) -> tuple[TimeOption, ...]:
    """The alternatives that can still be chosen."""
    if question.ended_at is not None:
        return ()
    found = options_of(case, question.id)
    return tuple(one for one in found if one.released_at is None and one.window.start > now)


def lacking(
    case: Case, clinic: Clinic, question: TimeQuestion, option: TimeOption, person: Participant
) -> tuple[Unmet, ...]:
    """What must be true before this person may be asked about this time (R12 to R14b, F5)."""
    meeting = meeting_at(case, question, option.start, clinic.zone)
    trial = case.with_changed(meeting)
    missing = set(rules.unmet(trial, meeting, person))
    if person.role is not Role.GP and _moves_a_doctor(case, question):
        missing.add(Unmet.GP_ACCEPTED)
    if _gp_agrees(case, clinic, question, option) or meeting.without_gp:
        missing.discard(Unmet.GP_ACCEPTED)
    return tuple(sorted(missing))


def _moves_a_doctor(case: Case, question: TimeQuestion) -> bool:
    """After a move the others hear only after the GP's new yes, at SHM2 too (F5, F12)."""
    meeting = case.meeting_of(question.kind)
    doctors = case.present(Role.GP) if meeting else ()
    return any(case.live_invitation(doctor.id, meeting.id) for doctor in doctors if meeting)


def _gp_agrees(case: Case, clinic: Clinic, question: TimeQuestion, option: TimeOption) -> bool:
    """A GP's yes to an alternative is an acceptance of that time (F5)."""
    doctors = case.present(Role.GP)
    return any(agrees(case, clinic, question, option, doctor) for doctor in doctors)


def to_ask(case: Case, question: TimeQuestion) -> tuple[Participant, ...]:
    """Whom a question concerns, the GP first; of Nav only whom the patient wants there (R13)."""
    found = [p for role in ROLES for p in case.present(role)]
    kept = [p for p in found if p.role is not Role.NAV_ADVISER or _wanted(case, p)]
    meeting = case.meeting_of(question.kind)
    if meeting is not None and meeting.without_gp:
        return tuple(p for p in kept if p.role is not Role.GP)
    return tuple(kept)


def _wanted(case: Case, person: Participant) -> bool:
    return person.wanted_at is not None or rules.consent_for(case, person) is not None


def offered_to(
    case: Case, clinic: Clinic, question: TimeQuestion, person: Participant, now: datetime
) -> tuple[Offer, ...]:
    """The alternatives that this person may be asked about now, each as their own window.

    Nobody is asked of a time that they propose themselves (F5).
    """
    offers: list[Offer] = []
    for option in living_options(case, question, now):
        facts = facts_for(case, clinic, question, option, person)
        if facts is not None and _proposed(case, clinic, question, option, person, facts):
            continue
        if facts is not None and not lacking(case, clinic, question, option, person):
            offers.append(Offer(option_id=option.id, facts=facts))
    return tuple(offers)


def _proposed(
    case: Case,
    clinic: Clinic,
    question: TimeQuestion,
    option: TimeOption,
    person: Participant,
    facts: Facts,
) -> bool:
    """Whether this alternative is a time that they proposed, and were not told of."""
    asked = asked_of(case, question.id, person)
    answer = present_answer(case, asked) if asked else None
    told = asked is not None and any(offer.option_id == option.id for offer in asked.offers)
    return answer is not None and not told and proposes(answer, facts, clinic.zone)


def proposals(
    case: Case, clinic: Clinic, question: TimeQuestion, now: datetime
) -> tuple[ProposedTime, ...]:
    """The times that somebody proposes, each once, and that are no alternatives yet."""
    living = {option.start for option in living_options(case, question, now)}
    found: dict[datetime, ProposedTime] = {}
    for person in to_ask(case, question):
        asked = asked_of(case, question.id, person)
        answer = present_answer(case, asked) if asked else None
        if answer is not None:
            for one in proposed_in(case, clinic, question, person, answer):
                found.setdefault(one.start, one)
    return tuple(one for one in found.values() if one.start not in living)


def to_phone(case: Case, clinic: Clinic, now: datetime) -> Iterator[tuple[Participant, datetime]]:
    """Those who are asked about a time as soon as they are told whom it concerns (R14, F5).

    The moment is that of the latest answer that may have opened the gate.
    """
    unspoken = {Unmet.PHONE_CALL, Unmet.CONTACT}
    for question in open_questions(case):
        opened = max((question.asked_at, *(answer.at for answer in case.times_answers)))
        options = living_options(case, question, now)
        for person in to_ask(case, question):
            missing = (set(lacking(case, clinic, question, o, person)) for o in options)
            if any(Unmet.PHONE_CALL in one and one <= unspoken for one in missing):
                yield person, opened


def asked_of(case: Case, question: TimesId, person: Participant) -> Asked | None:
    """This person's part in the question, or None while they are not asked."""
    for asked in case.asked:
        of_theirs = asked.question_id == question and asked.participant_id == person.id
        if of_theirs and asked.ended_at is None:
            return asked
    return None


def present_answer(case: Case, asked: Asked) -> TimesAnswer | None:
    """The latest answer that counts."""
    counted = [a for a in case.times_answers if a.asked_id == asked.id and a.counts]
    return counted[-1] if counted else None


def says(
    case: Case, clinic: Clinic, question: TimeQuestion, option: TimeOption, person: Participant
) -> bool | None:
    """Whether this time suits this person; None while they have not said it of what it now is."""
    asked = asked_of(case, question.id, person)
    answer = present_answer(case, asked) if asked else None
    seen = next((o for o in answer.offers if o.option_id == option.id), None) if answer else None
    facts = facts_for(case, clinic, question, option, person)
    if facts is not None and _proposed(case, clinic, question, option, person, facts):
        return True
    if answer is None or seen is None or facts is None or not rules.covers(seen.facts, facts):
        return None
    return option.id in answer.suits


def agrees(
    case: Case, clinic: Clinic, question: TimeQuestion, option: TimeOption, person: Participant
) -> bool:
    """Whether this person has said that this time suits (D4b)."""
    return bool(says(case, clinic, question, option, person))


def first_open(case: Case, asked: Asked) -> Facts:
    """What they would hold at the first of their times that is still to be had, or ever was."""
    gone = {option.id for option in case.options if option.released_at is not None}
    return next((o.facts for o in asked.offers if o.option_id not in gone), asked.offers[0].facts)


def unanswered(case: Case, asked: Asked) -> tuple[OptionId, ...]:
    """The alternatives that this person was told of and has said nothing about."""
    answer = present_answer(case, asked)
    seen = {offer.option_id for offer in answer.offers} if answer else set()
    living = {one.id for one in case.options if one.released_at is None}
    told = (offer.option_id for offer in asked.offers)
    return tuple(one for one in told if one in living and one not in seen)


def best_first(
    case: Case, clinic: Clinic, question: TimeQuestion, now: datetime
) -> tuple[TimeOption, ...]:
    """The living alternatives: those that suit most and that fewest have refused, then by time."""
    people = to_ask(case, question)

    def rank(option: TimeOption) -> tuple[int, int, datetime]:
        said = [says(case, clinic, question, option, person) for person in people]
        return (said.count(False), -said.count(True), option.start)

    return tuple(sorted(living_options(case, question, now), key=rank))


def some_fit(case: Case, clinic: Clinic, question: TimeQuestion, now: datetime) -> bool:
    """Whether a time can still be had that somebody has agreed to and nobody has refused."""
    for option in living_options(case, question, now):
        said = {says(case, clinic, question, option, p) for p in to_ask(case, question)}
        if True in said and False not in said:
            return True
    return False


def holds(case: Case) -> Iterator[TimeOption]:
    """What staff are held for, tentatively: the alternatives of open questions, by themselves.

    A calendar that is to show them is given these: whom, when, and until `released_at`.
    """
    living = {question.id for question in open_questions(case)}
    return (o for o in case.options if o.released_at is None and o.question_id in living)


def held_anew(case: Case, clinic: Clinic, question: TimeQuestion, now: datetime) -> Case:
    """The case with those held who are to be there by now: people come and go meanwhile."""
    changed: list[TimeOption] = []
    for option in living_options(case, question, now):
        meeting = meeting_at(case, question, option.start, clinic.zone)
        staff = staff_of(case, meeting)
        if option.staff != staff:
            changed.append(replace(option, staff=staff))
    return case.with_changed(*changed)


def staff_of(case: Case, meeting: Meeting) -> frozenset[StaffId]:
    """Who of the clinic would be taken up by this meeting."""
    clinicians = {p.staff_id for p in case.present(Role.CLINICIAN) if p.staff_id}
    return frozenset({meeting.leader, *clinicians})


def still_asked(case: Case, sending: Sending, now: datetime, owed: Container[PromiseId]) -> bool:
    """Whether a message about times is still wanted; that the question is over always is."""
    if sending.kind in {SendingKind.TIMES_OVER, SendingKind.NOTICE}:
        return True
    asked = next(one for one in case.asked if one.id == sending.asked_id)
    question = next(one for one in case.times if one.id == asked.question_id)
    if asked.ended_at is not None or question not in open_questions(case):
        return False
    if sending.kind is SendingKind.ABOUT_WHOM:
        return True
    living = {option.id for option in living_options(case, question, now)}
    if sending.revision != asked.revision or not living & {o.option_id for o in asked.offers}:
        return False
    return sending.promise_id is None or sending.promise_id in owed
