"""What the events that our own people share are to be, and what has become of them (P2).

Each person's own invitation stays what is decided, told and answered. The events of a meeting
follow from what those with an invitation in the calendar have been told, or may be told now, so
that one delivery brings all of them to where they are to be, and the next finds nothing to do.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway.calendars import EventText, Guest, Pairing, SharedEvent, Step, Wanted
from pathway.commands import SettleQuestion
from pathway.outgoing import Event, Method, SendingStatus
from pathway.questions import Resolution
from pathway.service.daemon.delivering import Judgement, judge
from pathway.words import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pathway.case import Case
    from pathway.commands import Command
    from pathway.model import Invitation, Meeting, Window
    from pathway.outgoing import Sending
    from pathway.service.context import Context
    from pathway.words import CaseId, InvitationId, MeetingId


AHEAD = timedelta(days=400)

UNFINISHED = "calendar.unfinished"
"""When it was last looked for what was left undone."""


def steps_for(context: Context, about: Sending) -> tuple[Step, ...]:
    """What makes the events of this message's meeting right; what is begun is remembered first."""
    case = context.ledger.load_for(about.id, context.access)
    if about.invitation_id is None:
        return ()
    return steps_of(context, case, case.invitation(about.invitation_id).meeting_id)


def steps_of(context: Context, case: Case, meeting: MeetingId) -> tuple[Step, ...]:
    """The same for a meeting."""
    kept = [one for one in context.ledger.events_of(meeting) if not one.room]

    def new(wanted: Wanted) -> SharedEvent:
        return _intended(context, case.id, meeting, wanted)

    steps = Pairing(kept=kept, new=new).of(wanted_of(context, case, meeting))
    for step in steps:
        if step.wanted is not None:
            tried = {*step.event.tried, *(guest.address for guest in step.wanted.guests)}
            context.ledger.put_event(replace(step.event, tried=tuple(sorted(tried))))
    return steps


def unfinished(context: Context) -> tuple[Step, ...]:
    """What makes those events right that no message is on its way to make right; once an hour.

    A change was begun, or asked for, whose message nobody wants any more; or the meeting is over,
    and a time to come is shown since its move could not be told before it began.
    """
    hour = f"{context.now:%Y-%m-%dT%H}"
    if context.ledger.mark(UNFINISHED) == hour:
        return ()
    context.ledger.put_mark(UNFINISHED, hour)
    events = [one for one in context.ledger.living_events() if not one.room and not one.hold]
    coming = {one.id for one in context.ledger.bookings(context.now, context.now + AHEAD)}
    ghosts = (e for e in events if e.window.start > context.now and e.meeting_id not in coming)
    doubted = {e.meeting_id: e.case_id for e in (*ghosts, *(e for e in events if e.tried))}
    steps: list[Step] = []
    for meeting, case_id in doubted.items():
        case = context.ledger.load_for(case_id, context.access)
        if not _on_its_way(case, meeting):
            refused = _refused(case, meeting)
            steps += [s for s in steps_of(context, case, meeting) if not s.people & refused]
    return tuple(steps)


def _on_its_way(case: Case, meeting: MeetingId) -> bool:
    """Whether a message will see to it."""
    return any(row.waiting for one in case.invitations_to(meeting) for row in _rows(case, one))


def _refused(case: Case, meeting: MeetingId) -> frozenset[InvitationId]:
    """Those whose last message was given up: their event is a person's to mend."""
    last = {one.id: _rows(case, one)[-1:] for one in case.invitations_to(meeting)}
    given_up = (
        who for who, rows in last.items() if any(r.status is SendingStatus.GIVEN_UP for r in rows)
    )
    return frozenset(given_up)


def _rows(case: Case, invitation: Invitation) -> list[Sending]:
    """What was written to one of our own for the calendar, oldest first."""
    return [row for row in case.sendings_of(invitation.id) if row.channel is Channel.GRAPH]


def _intended(context: Context, case: CaseId, meeting: MeetingId, wanted: Wanted) -> SharedEvent:
    return SharedEvent(
        id=context.new_id(),
        case_id=case,
        meeting_id=meeting,
        window=wanted.window,
        guests=wanted.guests,
    )


def wanted_of(context: Context, case: Case, meeting: MeetingId) -> tuple[Wanted, ...]:
    """The events of this meeting as they are to be: one for each window that anybody has."""
    groups: dict[Window, list[tuple[Guest, Event]]] = {}
    for invitation in case.invitations_to(meeting):
        row = _stands(context, case, invitation)
        event = row.content.event if row is not None else None
        if row is None or event is None or event.method is Method.CANCEL:
            continue
        if _was_missed(context, case.meeting(meeting), event.window):
            continue
        guest = Guest(
            invitation_id=invitation.id,
            address=row.address.lower(),
            name=event.attendee_name,
            revision=row.revision,
        )
        groups.setdefault(event.window, []).append((guest, event))
    return tuple(
        Wanted(
            window=window,
            text=_read_by_all([event for _, event in both]),
            guests=tuple(guest for guest, _ in both),
        )
        for window, both in groups.items()
    )


def _was_missed(context: Context, meeting: Meeting, shown: Window) -> bool:
    """Whether the meeting is over, and a time to come is shown that it never had again."""
    return meeting.window.end <= context.now < shown.start


def _stands(context: Context, case: Case, invitation: Invitation) -> Sending | None:
    """The newest message in the calendar that its owner has, may have, or may have now.

    Who has none yet comes with their own, since a removal before it leaves nothing to call off.
    """
    rows = _rows(case, invitation)
    if not any(row.may_have_left for row in rows):
        return None
    return next((row for row in reversed(rows) if _counts(context, case, row)), None)


def _counts(context: Context, case: Case, row: Sending) -> bool:
    due = row.waiting and row.not_before <= context.now
    return row.may_have_left or (due and judge(case, context, row) is Judgement.SEND)


def _read_by_all(events: Sequence[Event]) -> EventText:
    """What each of them is told, every line of it once."""
    lines = dict.fromkeys(line for one in events for line in one.description.splitlines())
    places = dict.fromkeys(one.location for one in events if one.location)
    return EventText(
        summary=events[0].summary, description="\n".join(lines), location=", ".join(places)
    )


# --- receipts ----------------------------------------------------------------------------------


def made(context: Context, event_id: str, wanted: Wanted, remote_id: str) -> None:
    """The event is as wanted."""
    event = _kept(context, event_id)
    if event is not None:
        context.ledger.put_event(event.as_made(wanted, remote_id))


def ended(context: Context, event_id: str) -> None:
    """The event is no more."""
    event = _kept(context, event_id)
    if event is not None:
        context.ledger.put_event(replace(event, ended_at=context.now))


def anew(context: Context, event: SharedEvent, wanted: Wanted) -> SharedEvent:
    """Another event in the place of one that somebody deleted; its transaction is another."""
    ended(context, event.id)
    new = replace(_intended(context, event.case_id, event.meeting_id, wanted), hold=event.hold)
    context.ledger.put_event(new)
    return new


def restored(context: Context, case: Case, command: Command) -> None:
    """Whatever was done by hand to the events of this meeting, they are compared anew."""
    if not isinstance(command, SettleQuestion) or command.how is not Resolution.RESTORED:
        return
    about = case.question(command.question_id).invitation_id
    meeting = case.invitation(about).meeting_id if about else None
    for event in context.ledger.events_of(meeting) if meeting else ():
        everybody = {*event.tried, *(guest.address for guest in event.guests)}
        context.ledger.put_event(replace(event, tried=tuple(sorted(everybody))))


def change(context: Context, event_id: str, how: Callable[[SharedEvent], SharedEvent]) -> None:
    """Remember what was seen of an event, as it is by now."""
    event = _kept(context, event_id)
    if event is not None:
        context.ledger.put_event(how(event))


def _kept(context: Context, event_id: str) -> SharedEvent | None:
    found = (one for one in context.ledger.living_events() if one.id == event_id)
    return next(found, None)
