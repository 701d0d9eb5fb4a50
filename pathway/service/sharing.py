"""What the events that our own people share are to be, and what has become of them (P2).

Each person's own invitation stays what is decided, told and answered. The events of a meeting
follow from what those with an invitation in the calendar have been told, or may be told now, so
that one delivery brings all of them to where they are to be, and the next finds nothing to do.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway.calendars import EventText, Guest, Pairing, SharedEvent, Step, Wanted
from pathway.commands import SettleQuestion
from pathway.outgoing import Event, Method
from pathway.questions import Resolution
from pathway.service.delivering import Judgement, judge
from pathway.words import Channel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pathway.case import Case
    from pathway.commands import Command
    from pathway.model import Invitation, Window
    from pathway.outgoing import Sending
    from pathway.service.context import Context
    from pathway.words import CaseId, MeetingId


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


def _stands(context: Context, case: Case, invitation: Invitation) -> Sending | None:
    """The newest message in the calendar that its owner has, may have, or may have now.

    Who has none yet comes with their own, since a removal before it leaves nothing to call off.
    """
    rows = [row for row in case.sendings_of(invitation.id) if row.channel is Channel.GRAPH]
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
