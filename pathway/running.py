"""Who is in a meeting while it runs: who is there, who is away, who comes and goes.

Read from what was pressed. Everybody who is called in and has not said no counts as there; only
exceptions are pressed (R22). Nothing here decides what may be pressed, or knows what time it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import agenda, rules
from pathway.remembered import remembered
from pathway.run import Deed
from pathway.words import NOT_COMING, THIRD_PARTIES, Attendance

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.live_run import Live, Span
    from pathway.model import Meeting, Participant
    from pathway.run import Run
    from pathway.words import ParticipantId


def run_of(case: Case, meeting: Meeting) -> Run | None:
    """The run of this meeting, whether it goes on or is over; None where it was never started.

    One that ended is not of a time to which the meeting was moved since.
    """
    own = (run for run in case.runs if run.meeting_id == meeting.id)
    return next((run for run in own if run.as_planned(meeting).start == meeting.start), None)


def going_on(case: Case) -> Run | None:
    """The run that has been started and not ended, or None."""
    return next((run for run in case.runs if run.ended_at is None), None)


@remembered
def planned(case: Case, meeting: Meeting) -> tuple[Participant, ...]:
    """Everybody who was called in to this meeting when it began, and had not said no."""
    run = run_of(case, meeting)
    start = min(meeting.starts_at, run.started_at) if run else meeting.starts_at
    asked = (i for i in case.invitations_to(meeting.id) if not _before(i.cancelled_at, start))
    coming = {
        invitation.participant_id
        for invitation in asked
        if rules.state_of(case, replace(invitation, cancelled_at=None)) not in NOT_COMING
    }
    return tuple(p for p in case.participants if p.id in coming and not _before(p.ended_at, start))


def _uncalled(case: Case, meeting: Meeting) -> Iterator[Participant]:
    """Those of the case who were never called in to this meeting; staff come by their calendar."""
    asked = {invitation.participant_id for invitation in case.invitations_to(meeting.id)}
    for person in case.participants:
        agreed = person.role not in THIRD_PARTIES or rules.consent_for(case, person)
        if agreed and not person.ended_at and not person.staff_id and person.id not in asked:
            yield person


def _before(at: datetime | None, start: datetime) -> bool:
    return at is not None and at <= start


@remembered
def own_parts(case: Case, state: Live, person: Participant) -> tuple[int, ...]:
    """The indices of the parts that this person is to be in, in the order of the run.

    Of Nav and others never one that the patient's consent does not cover (R16b).
    """
    brought = [
        step.parts
        for step in state.run.steps
        if step.who == person.id and step.deed is Deed.BROUGHT
    ]
    own = brought[-1] if brought else agenda.parts_of(state.meeting, person)
    lacking = rules.parts_lacking(case, state.meeting, person)
    return tuple(part for part in state.order if part in own and part + 1 not in lacking)


@remembered
def people(case: Case, state: Live) -> tuple[Participant, ...]:
    """Everybody whom the run is about: who was planned, and who came or is late all the same.

    And who has a part and was not called in, as a relative or an interpreter: they may come.
    """
    named = {step.who for step in state.run.steps if step.who is not None}
    known = {person.id for person in planned(case, state.meeting)} | named
    known |= {person.id for person in _uncalled(case, state.meeting)}
    return tuple(p for p in case.participants if p.id in known and own_parts(case, state, p))


def of_part(case: Case, state: Live, part: int) -> tuple[Participant, ...]:
    """Those who are to be in the part with this index."""
    return tuple(p for p in people(case, state) if part in own_parts(case, state, p))


def known(case: Case, state: Live, who: ParticipantId) -> datetime:
    """When they were last told to come, or said that they do; else as they were invited.

    Not by a time that is not this meeting's any more.
    """
    meeting = state.meeting
    own = (
        i.offered.window
        for i in case.invitations_to(meeting.id)
        if i.participant_id == who and i.offered
    )
    invited = [window.start for window in own if window.overlaps(meeting.window)]
    return dict(state.run.told).get(who, invited[-1] if invited else meeting.starts_at)


@remembered
def away(case: Case, state: Live, person: Participant) -> tuple[Span, ...]:
    """When this person was not there, whichever part was held, in order.

    Whoever comes in by their own minute, as they were asked, was not there before it; nor was
    whoever is called in while it runs.
    """
    start = state.run.started_at
    expected = any(one.id == person.id for one in planned(case, state.meeting))
    minute = known(case, state, person.id)
    called = max(start, _called_at(case, state, person) or start)
    late = max(called, minute) if called > start or _comes_in(case, state, person) else start
    found: list[Span] = [(start, late if expected else None)]
    out = out_since(case, person)
    for step in state.run.steps:
        if step.who != person.id:
            continue
        match step.deed:
            case Deed.LATE:
                found = [(start, minute)]
            case Deed.ABSENT:
                found = [(start, None)]
            case Deed.CAME | Deed.BROUGHT:
                found = [*found[:-1], *_ended(found[-1:], step.at)]
            case Deed.LEFT:
                found.append((step.at, None))
            case _:
                pass
    return (*found, (out, None)) if out else tuple(found)


def _comes_in(case: Case, state: Live, person: Participant) -> bool:
    """Whether they are let in, or rung, while it runs: the others are there when it begins."""
    own = own_parts(case, state, person)
    return own[:1] != state.order[:1] or person.attends is Attendance.TELEPHONE


def _called_at(case: Case, state: Live, person: Participant) -> datetime | None:
    """When they were called in to this meeting; None where they never were."""
    asked = (i for i in case.invitations_to(state.meeting.id) if i.participant_id == person.id)
    return max((i.requested_at for i in asked if i.requested_at), default=None)


def out_since(case: Case, person: Participant) -> datetime | None:
    """Since when they have no business there: they left the case, or the consent is gone (R19)."""
    withdrawn = [c.withdrawn_at for c in case.consents if c.participant_id == person.id]
    gone = person.role in THIRD_PARTIES and rules.consent_for(case, person) is None
    ends = [person.ended_at, *(withdrawn if gone else [])]
    return min((at for at in ends if at is not None), default=None)


def _ended(last: list[Span], at: datetime) -> Iterator[Span]:
    for since, until in last:
        yield since, at if until is None or until > at else until


def is_away(case: Case, state: Live, person: Participant, now: datetime) -> bool:
    """Whether this person is not there now, in a part that is theirs or not."""
    spans = away(case, state, person)
    return any(since <= now and (until is None or now < until) for since, until in spans)


def back_at(case: Case, state: Live, person: Participant, now: datetime) -> datetime | None:
    """When one who is away now is to be there, as was said; None where nobody knows."""
    spans = [s for s in away(case, state, person) if s[0] <= now and (s[1] is None or now < s[1])]
    known = [until for _, until in spans if until is not None]
    return max(known) if len(known) == len(spans) and known else None


def comes(case: Case, state: Live, person: Participant, now: datetime) -> bool:
    """Whether they are there, or are to be: not who has gone, or does not come."""
    late = back_at(case, state, person, now)
    return late is not None or not is_away(case, state, person, now)


def in_room(case: Case, state: Live, now: datetime) -> tuple[Participant, ...]:
    """Those who should be in the room now, and as far as anybody has said are."""
    own = of_part(case, state, state.now_on.part)
    return tuple(person for person in own if not is_away(case, state, person, now))


def missing(case: Case, state: Live, now: datetime) -> tuple[Participant, ...]:
    """Those who should be in the room now and are not; who is out of the case is not missed."""
    there = {person.id for person in in_room(case, state, now)}
    own = of_part(case, state, state.now_on.part)
    return tuple(p for p in own if p.id not in there and not out_since(case, p))


def joining(case: Case, state: Live, place: int) -> tuple[Participant, ...]:
    """Those who come in with this part, by its place in the order; nobody with the first."""
    return _only_in(case, state, place, place - 1)


def leaving(case: Case, state: Live, place: int) -> tuple[Participant, ...]:
    """Those who go out with this part, by its place in the order."""
    return _only_in(case, state, place - 1, place)


def _only_in(case: Case, state: Live, place: int, other: int) -> tuple[Participant, ...]:
    if min(place, other) < 0:
        return ()
    inside, outside = state.order[place], state.order[other]
    own = ((person, own_parts(case, state, person)) for person in people(case, state))
    return tuple(person for person, parts in own if inside in parts and outside not in parts)
