"""The alternatives of open questions of times, held as tentative in staff's calendars.

Each is an event of its own until the question is over. What is to be held follows from the
questions at each look, so whatever was lost or cut off is made right by the next (decision 36).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway.calendars import EventText, Guest, SharedEvent, Step, Wanted
from pathway.model import Facts, Window
from pathway.outgoing import SendingKind
from pathway.ports import Letter, Notice
from pathway.telling import to_staff
from pathway.words import InvitationId, MeetingId, Role

if TYPE_CHECKING:
    from pathway.ports import Booking
    from pathway.service.context import Context

AHEAD = timedelta(days=400)

REFUSED = "hold_refused"
"""The notice that somebody cannot come at a time that is asked about."""


def holds(context: Context) -> tuple[Step, ...]:
    """What makes the calendars hold what is asked about, and nothing else.

    What is begun is remembered first. A time that has come is neither held nor released: it is
    past, and nobody needs to hear of it, unless somebody has dragged it on by hand.
    """
    context.ledger.one_at_a_time("holds", "")
    events = [one for one in context.ledger.living_events() if one.hold]
    kept = {one.hold: one for one in reversed(events)}
    found = context.ledger.bookings(context.now, context.now + AHEAD)
    coming = (one for one in found if one.tentative and one.start > context.now)
    wanted = {one.id: (one, made) for one in coming if (made := _wanted(context, one)).guests}
    steps: list[Step] = []
    for name, (booking, made) in wanted.items():
        event = kept.get(name) or _intended(context, booking, made)
        if not _is_right(event, made):
            tried = {*event.tried, *(guest.address for guest in (*event.guests, *made.guests))}
            event = replace(event, tried=tuple(sorted(tried)))
            context.ledger.put_event(event)
            steps.append(Step(event=event, wanted=made))
    over = (one for one in events if one.hold not in wanted or one is not kept[one.hold])
    stand = (one for one in over if (one.moved_to or one.window).start > context.now)
    return (*steps, *(Step(event=one) for one in stand))


def _wanted(context: Context, booking: Booking) -> Wanted:
    """The event that holds this time for those whose invitations stand in calendars."""
    clinic = context.clinic
    window = Window(start=booking.start, end=booking.end)
    letter = Letter(
        kind=SendingKind.TIMES,
        role=Role.CLINICIAN,
        ref=booking.ref,
        public_name=clinic.public_name,
        phone=clinic.phone,
        zone=clinic.zone,
        facts=Facts(window=window),
        shared=True,
    )
    said = context.texts.entry(letter)
    shown = Role.CLINICIAN in clinic.in_graph
    guests = (
        Guest(invitation_id=InvitationId(""), address=person.email.lower(), name=person.name)
        for person in clinic.staff
        if shown and person.id in booking.clinicians and person.email
        if Role.CLINICIAN in person.roles
    )
    text = EventText(summary=said.subject, description=said.text)
    return Wanted(window=window, text=text, guests=tuple(guests))


def _intended(context: Context, booking: Booking, wanted: Wanted) -> SharedEvent:
    case = context.ledger.load(booking.ref, context.access)
    return SharedEvent(
        id=context.new_id(),
        case_id=case.id,
        meeting_id=MeetingId(""),
        window=wanted.window,
        guests=wanted.guests,
        hold=booking.id,
    )


def _is_right(event: SharedEvent, wanted: Wanted) -> bool:
    """Whether it was made so, and nobody has changed it by hand since."""
    made = (event.window, event.text, _addresses(event.guests))
    touched = event.gone or event.moved_to is not None or event.tried
    so = made == (wanted.window, wanted.text, _addresses(wanted.guests))
    return bool(event.remote_id) and so and not touched


def _addresses(guests: tuple[Guest, ...]) -> frozenset[str]:
    return frozenset(guest.address for guest in guests)


def refused(context: Context, event_id: str, address: str, said: str) -> None:
    """Somebody says no in the calendar to a time that is held: the secretary hears once.

    `said` is their answer as one line. Whoever it was forwarded to is heard too. Nothing else
    changes: what becomes of the time is decided by people.
    """
    held = next((one for one in context.ledger.living_events() if one.id == event_id), None)
    heard = _with_no(held, address, said) if held else None
    if held is None or heard is None or heard == held:
        return
    context.ledger.put_event(heard)
    called = {one.email.lower(): one.name for one in context.clinic.staff}
    case = context.ledger.load_for(held.case_id, context.access)
    pen = context.pen(pressed=False)
    notice = Notice(
        name=REFUSED,
        ref=case.ref,
        values={"name": called.get(address) or address},
        at=held.window.start,
        zone=pen.clinic.zone,
    )
    row = to_staff(pen, case, case.secretary, Role.SECRETARY, notice, why="D4")
    context.ledger.save(case.with_changed(row), context.access, what="hold refused")


def _with_no(held: SharedEvent, address: str, said: str) -> SharedEvent | None:
    """The event with this no remembered; None where it is known, or about to be one of ours."""
    if any(guest.address == address for guest in held.guests):
        guests = (replace(g, heard=said) if g.address == address else g for g in held.guests)
        return replace(held, guests=tuple(guests))
    line = f"{address} {said}"
    if address in held.tried or line in held.strangers:
        return None
    return replace(held, strangers=(*held.strangers, line))
