"""What the meeting, and one person's part in it, would be at a time asked about or proposed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pathway import rules, workdays
from pathway.model import Facts, Invitation, Meeting, Participant
from pathway.times import TimeOption, TimeQuestion, TimesAnswer
from pathway.words import Channel, InvitationId, MeetingId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case import Case
    from pathway.clinic import Clinic


def meeting_at(case: Case, question: TimeQuestion, start: datetime, zone: str) -> Meeting:
    """The meeting as it would be at this time; one that is new has the question's id."""
    meeting = case.meeting_of(question.kind)
    if meeting is not None:
        return replace(meeting, start=start)
    return Meeting(
        id=MeetingId(question.id),
        kind=question.kind,
        start=start,
        zone=zone,
        template=question.template,
        parts=question.parts,
        leader=question.leader,
        place=question.place,
    )


def facts_for(
    case: Case, clinic: Clinic, question: TimeQuestion, option: TimeOption, person: Participant
) -> Facts | None:
    """What this person's invitation would say at this time, but for the link; None without part."""
    meeting = meeting_at(case, question, option.start, clinic.zone)
    facts = facts_at(case, clinic, meeting, person)
    return replace(facts, link="") if facts else None


def facts_at(case: Case, clinic: Clinic, meeting: Meeting, person: Participant) -> Facts | None:
    """What this person's invitation to this meeting would say; None when no part is theirs."""
    trial = Invitation(
        id=InvitationId(""),
        meeting_id=meeting.id,
        participant_id=person.id,
        channel=Channel.MAIL,
    )
    return rules.due_facts(case.with_changed(meeting), clinic, trial)


# --- proposed -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedTime:
    """A time that somebody proposes instead: when their own part, and the meeting, would begin.

    Both are wall times: who comes later begins later.
    """

    person: Participant
    answer: TimesAnswer
    own: datetime
    start: datetime


def proposes(answer: TimesAnswer, facts: Facts, zone: str) -> bool:
    """Whether the answer proposes just the time at which these facts begin (F5)."""
    starts = (workdays.moment(own.date(), own.time(), zone) for own in answer.proposed)
    return facts.window.start in set(starts)


def proposed_in(
    case: Case, clinic: Clinic, question: TimeQuestion, person: Participant, answer: TimesAnswer
) -> Iterator[ProposedTime]:
    """Each time that an answer proposes, the best first."""
    for own in answer.proposed:
        meeting = meeting_at(case, question, own, clinic.zone)
        facts = facts_at(case, clinic, meeting, person)
        later = facts.window.start - meeting.starts_at if facts else timedelta()
        yield ProposedTime(person=person, answer=answer, own=own, start=own - later)
