"""Which meetings have an online meeting in Teams, and which link became theirs (P1).

The online meeting stands on an event of its own, with nobody on it: it is moved and called off
without a word to anybody, and no event that people share is ever touched for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway.calendars import EventText, SharedEvent
from pathway.clinic import LinkProvider
from pathway.commands import ChangeMeeting
from pathway.model import Facts, Window
from pathway.outgoing import SendingKind
from pathway.ports import Letter
from pathway.service.cases.undoing import may_come_back
from pathway.service.deciding import execute
from pathway.words import APPOINTMENTS, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.ports import Booking
    from pathway.service.context import Context

AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoomStep:
    """An online meeting to be at this time, with a link where `linked` is false; None: off."""

    event: SharedEvent
    window: Window | None = None
    text: EventText | None = None
    linked: bool = False


def rooms(context: Context) -> tuple[RoomStep, ...]:
    """What is to be done about online meetings; none where links come from elsewhere.

    Of two daemons the second knows of what the first has begun, so a meeting has one room.
    """
    context.ledger.one_at_a_time("rooms", "")
    events = {one.room: one for one in context.ledger.living_events() if one.room}
    coming = context.ledger.bookings(context.now, context.now + AHEAD)
    meetings = (one for one in coming if not one.tentative and one.kind not in APPOINTMENTS)
    met = {_name(one): one for one in meetings}
    gone = (event for name, event in events.items() if name not in met)
    steps = [RoomStep(event=event) for event in gone if _is_off(context, event)]
    for name, booking in met.items():
        event = events.get(name)
        window = Window(start=booking.start, end=booking.end)
        if event is None and (booking.link or context.clinic.video is not LinkProvider.TEAMS):
            continue
        if event is None or event.gone or not booking.link or event.window != window:
            steps.extend(_step(context, event, booking, window))
    return tuple(steps)


def _is_off(context: Context, event: SharedEvent) -> bool:
    """Whether its meeting is called off, and *angre* cannot bring it back with its link.

    One that has begun may run over, so it is let be. It is forgotten long after, with all events:
    by a clock that is ahead for a while it only seems to be over.
    """
    if event.window.start <= context.now:
        return False
    case = context.ledger.load_for(event.case_id, context.access)
    meeting = case.meeting(event.meeting_id)
    return not meeting.alive and not may_come_back(context, case, meeting)


def _name(booking: Booking) -> str:
    return f"{booking.ref} {booking.kind}"


def _step(
    context: Context, event: SharedEvent | None, booking: Booking, window: Window
) -> tuple[RoomStep, ...]:
    """The meeting's own; a meeting arranged anew never gets the link of the one before it."""
    case: Case = context.ledger.load(booking.ref, context.access)
    meeting = case.meeting_of(booking.kind)
    if meeting is None:
        return ()
    if event is not None and event.meeting_id != meeting.id:
        return (RoomStep(event=event),)
    if event is None:
        event = SharedEvent(
            id=context.new_id(),
            case_id=case.id,
            meeting_id=meeting.id,
            window=window,
            room=_name(booking),
        )
        context.ledger.put_event(event)
    text = EventText(summary=_subject(context, booking, window), description="")
    return (
        RoomStep(
            event=event, window=window, text=text, linked=bool(booking.link) and not event.gone
        ),
    )


def _subject(context: Context, booking: Booking, window: Window) -> str:
    """As neutral as any event of ours (P1)."""
    clinic = context.clinic
    letter = Letter(
        kind=SendingKind.INVITATION,
        role=Role.CLINICIAN,
        ref=booking.ref,
        public_name=clinic.public_name,
        phone=clinic.phone,
        zone=clinic.zone,
        facts=Facts(window=window),
        shared=True,
    )
    return context.texts.entry(letter).subject


def link_found(context: Context, event: SharedEvent, link: str) -> None:
    """The online meeting's link becomes the meeting's, unless somebody has typed another."""
    case = context.ledger.load_for(event.case_id, context.access)
    meeting = case.meeting(event.meeting_id)
    lost = event.text.location if event.gone and event.text is not None else ""
    if meeting.alive and meeting.link in {"", lost} and case.meeting_of(meeting.kind) == meeting:
        execute(
            context,
            ChangeMeeting(ref=case.ref, kind=meeting.kind, link=link, accept_clashes=True),
        )
