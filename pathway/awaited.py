"""Who is to be in a running meeting, and for which minute they come: as told, said or asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import live_run, running
from pathway.model import Window
from pathway.outgoing import SendingKind
from pathway.run import Deed
from pathway.words import ParticipantId

if TYPE_CHECKING:
    from datetime import datetime

    from pathway.case import Case
    from pathway.live_run import Live
    from pathway.model import Facts, Invitation, Participant
    from pathway.outgoing import Sending


def given(case: Case, state: Live) -> dict[ParticipantId, Window]:
    """What each was last asked to keep free; who came with somebody gave no time.

    Nor is anybody bound by a time that is not this meeting's any more.
    """
    asked = (i for i in case.invitations_to(state.meeting.id) if not i.cancelled_at)
    kept = {i.participant_id: i.offered.window for i in asked if i.offered is not None}
    return {who: free for who, free in kept.items() if free.overlaps(state.meeting.window)}


def expected(case: Case, state: Live, now: datetime) -> list[Participant]:
    """Those who are there, or are to be: whoever has gone or does not come binds nobody."""
    return [
        person for person in running.people(case, state) if running.comes(case, state, person, now)
    ]


def asked(case: Case, state: Live, who: ParticipantId) -> datetime | None:
    """For when they were really asked: by the last minute that left, else by the invitation."""
    began = state.run.started_at
    rows = [s for s in case.sendings if s.kind is SendingKind.NEW_MINUTE and s.to == who]
    left = [s.facts for s in rows if s.may_have_left and s.created_at >= began]
    if left and left[-1] is not None:
        return left[-1].window.start
    by_invitation = given(case, state).get(who)
    return by_invitation.start if by_invitation else None


def on_their_way(case: Case, state: Live, now: datetime) -> Iterator[ParticipantId]:
    """Those whom nobody has let in, and whose minute is still to come.

    Not who was there from the start, nor whose minute is gone: they may have come without a press.
    """
    for person in running.people(case, state):
        if running.back_at(case, state, person, now):
            yield person.id


def came(state: Live, person: Participant) -> datetime | None:
    """When they were let in by a press; None where nobody has pressed, or something else since."""
    last = state.run.last_about(person.id)
    let_in = last is not None and last.deed in {Deed.CAME, Deed.BROUGHT}
    return last.at if last is not None and let_in else None


def still_told(case: Case, sending: Sending) -> bool:
    """Whether the minute that a message tells is the last that its reader was to be told.

    Of no use when they have come in or do not come, or the meeting is over.
    """
    run = running.going_on(case)
    if run is None or sending.facts is None:
        return False
    state, person = live_run.live(run, case.meeting(run.meeting_id)), ParticipantId(sending.to)
    begun = {stage.part for stage in state.stages}
    waits = not begun.intersection(running.own_parts(case, state, case.participant(person)))
    last = run.last_about(person)
    waits = waits and not (last is not None and last.deed is Deed.ABSENT)
    return waits and dict(run.told).get(person) == sending.facts.window.start


def as_awaited(case: Case, invitation: Invitation, facts: Facts) -> Facts:
    """What somebody holds of a meeting that runs, at the minute that they were last told."""
    run, length = running.going_on(case), facts.window.end - facts.window.start
    if run is None or run.meeting_id != invitation.meeting_id:
        return facts
    start = dict(run.told).get(invitation.participant_id, facts.window.start)
    return replace(facts, window=Window(start=start, end=start + length))
