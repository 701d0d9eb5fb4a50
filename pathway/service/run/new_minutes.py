"""Running late: whoever waits is told their new minute, by what reaches them now (F18, P6).

A text message while it may be sent, else a call; mail only beside it, since nobody may be reading
it. Whoever was told a time is told the newest; what has not been told is not told any more.
While a part is over its time, or paused, nobody knows when it ends: a minute is told that is far
enough ahead to reach its reader.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway import awaited, channels, leaving, live_run, running, timetable, workdays
from pathway import plan as engine
from pathway.messages import Draft, to_participant
from pathway.model import Window
from pathway.outgoing import Hours, SendingKind
from pathway.run import Deed
from pathway.views import Consequence
from pathway.words import Channel

if TYPE_CHECKING:
    from datetime import datetime

    from pathway.case import Case
    from pathway.live_run import Live
    from pathway.messages import Pen
    from pathway.model import Invitation, Participant
    from pathway.plan import Step
    from pathway.run import Step as Press
    from pathway.words import ParticipantId

NOTICED = timedelta(minutes=5)
"""A shift of less than this is not worth a call."""

_MINUTE = timedelta(minutes=1)


def told(case: Case, pen: Pen, *, silent: bool = False) -> Step:
    """Everybody who waits and has not been told of the time as it is now.

    `silent` is that nobody has pressed: who has been told since the last press is told no more.
    """
    run = running.going_on(case)
    if run is None:
        return case, ()
    state = live_run.live(run, case.meeting(run.meeting_id))
    slots = timetable.timetable(case, state, pen.now)
    ahead = NOTICED if open_ended(case, state, pen.now) else timedelta()
    consequences: list[Consequence] = []
    for who, expected in timetable.waiting(case, state, slots).items():
        person, invitation = case.participant(who), case.live_invitation(who, state.meeting.id)
        if invitation is None or not running.comes(case, state, person, pen.now):
            continue
        if silent and _heard_since(case, invitation, run.last_at):
            continue
        heard_of, start = running.known(case, state, who), _whole(expected)
        if start - heard_of >= NOTICED or heard_of - start >= ahead + NOTICED:
            window = _window(case, state, person, start + ahead, slots)
            case, heard = _tell(case, pen, invitation, window)
            consequences.extend(heard)
    return case, tuple(consequences)


def open_ended(case: Case, state: Live, now: datetime) -> bool:
    """Whether nobody can say when the present part ends."""
    over = now > timetable.planned_end(case, state, now)
    return over or state.now_on.paused_at is not None


def _heard_since(case: Case, invitation: Invitation, since: datetime) -> bool:
    rows = (s for s in case.sendings_of(invitation.id) if s.kind is SendingKind.NEW_MINUTE)
    return any(row.created_at > since for row in rows)


def _whole(moment: datetime) -> datetime:
    """The next whole minute."""
    return (
        moment
        if not moment.second + moment.microsecond
        else (moment.replace(second=0, microsecond=0) + _MINUTE)
    )


def _window(
    case: Case,
    state: Live,
    person: Participant,
    start: datetime,
    slots: tuple[timetable.Slot, ...],
) -> Window:
    own = running.own_parts(case, state, person)
    ends = (slot.window.end for slot in slots if slot.part in own)
    return Window(start=start, end=max(start + _MINUTE, *ends))


def said(case: Case, step: Press) -> Case:
    """Who is late has said themselves when they come: nobody needs to tell them anything else."""
    return _noted(case, step.who, step.until) if step.who and step.until else case


def begun(case: Case, step: Press) -> Case:
    """Whose part begins comes as they were really asked: what has not left tells nobody now."""
    run = running.going_on(case)
    if run is None or step.deed is not Deed.NEXT:
        return case
    state = live_run.live(run, case.meeting(run.meeting_id))
    waits = {s.to for s in case.sendings if s.kind is SendingKind.NEW_MINUTE and s.waiting}
    for person in running.of_part(case, state, state.now_on.part):
        minute = awaited.asked(case, state, person.id)
        if person.id in waits and minute is not None:
            said = run.late_until(person.id)
            case = _noted(case, person.id, max(minute, said or minute))
    return case


def _noted(case: Case, who: ParticipantId, minute: datetime) -> Case:
    """For when they come from now on; what was to be told them before is not."""
    run = running.going_on(case)
    if run is None:
        return case
    kept = {**dict(run.told), who: minute}
    old = (s for s in case.sendings if s.kind is SendingKind.NEW_MINUTE and s.to == who)
    return engine.dropped(case, old).with_changed(replace(run, told=tuple(kept.items())))


def _tell(case: Case, pen: Pen, invitation: Invitation, window: Window) -> Step:
    """The new minute takes the place of what was to be told before."""
    if invitation.offered is None:
        return case, ()
    case = _noted(case, invitation.participant_id, window.start)
    facts = replace(invitation.offered, window=window)
    draft = Draft(
        kind=SendingKind.NEW_MINUTE,
        facts=facts,
        why="F18",
        before=invitation.offered,
        must_answer=False,
        hours=Hours.ANY,
    )
    person = case.participant(invitation.participant_id)
    rows = [
        to_participant(pen, case, invitation, replace(draft, channel=channel))
        for channel in _ways(pen, invitation, person)
    ]
    heard = (
        Consequence(
            participant=person,
            channel=row.channel,
            kind=row.kind,
            must_answer=False,
            later=leaving.frozen(case, row),
            window=window,
            content=row.content,
        )
        for row in rows
    )
    return case.with_changed(*rows), tuple(heard)


def _ways(pen: Pen, invitation: Invitation, person: Participant) -> tuple[Channel, ...]:
    """By what they hear; where no number is known, somebody goes and says it, beside the mail."""
    clinic = pen.clinic
    opens, closes = clinic.work_from, clinic.work_to
    texts = workdays.may_leave(pen.now, Hours.SMS, clinic.zone, opens, closes)
    mailed = clinic.channel_for(person.role, person.email) in {Channel.MAIL, Channel.GRAPH}
    mail = (Channel.MAIL,) if mailed and invitation.undelivered_at is None else ()
    if channels.may_text(person) and texts:
        return (Channel.SMS, *mail)
    return (Channel.PHONE, *mail)
