"""Delivers what stands in a calendar: makes the meeting's events what they are to be.

It compares first: what is right already is left alone, so a delivery may be cut anywhere and done
again, and nobody hears twice. A change of attendees holds the whole list, also those whom somebody
in the clinic has put on it by hand.
"""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from calendar_sync.graph import writing
from calendar_sync.graph.calls import EventChange, GraphError, NewEvent
from pathway.model import Window
from pathway.ports import DeliveryFailedError, DeliveryRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from calendar_sync.graph.calls import Calls, SeenEvent
    from pathway.calendars import Book, EventText, SharedEvent, Step, Wanted
    from pathway.outgoing import Sending
    from pathway.ports import Links
    from pathway.words import InvitationId

_CONFLICT = 409
_BAD_REQUEST = 400
FAR = timedelta(days=400)
_BLOCK = "________________"
_TAG = re.compile(r"<[^>]*>")


class GraphCarrier:
    """The carrier of channel `graph`; implements `pathway.ports.Carrier`."""

    def __init__(self, calls: Calls, book: Book) -> None:
        self._calls = calls
        self._book = book

    async def deliver(self, sending: Sending, links: Links) -> None:
        """Make it so.

        `DeliveryRefusedError` where Graph says that what we wrote to this one is wrong; all else
        waits, for as long as Graph wants. What fails of others is left to their own messages.
        """
        del links  # nothing that several read holds anybody's own link
        failed = await self._take_all(await self._book.steps(sending))
        error = failed.get(sending.invitation_id)
        if error is None:
            return
        if error.status == _BAD_REQUEST:
            raise DeliveryRefusedError(str(error)) from None
        later = DeliveryFailedError(str(error))
        later.wait = error.wait
        raise later from None

    async def _take_all(self, steps: Iterable[Step]) -> dict[InvitationId | None, GraphError]:
        """Take these; what failed, and for whom.

        Nobody is taken off one event while they wait for the other that they are to be on.
        """
        failed: dict[InvitationId | None, GraphError] = {}
        for step in steps:
            before = [failed[who] for who in step.people if who in failed]
            waits = next((one for one in before if one.status != _BAD_REQUEST), None)
            try:
                if waits is None:
                    await self.take(step)
            except GraphError as error:
                waits = error
            if waits is not None:
                failed.update(dict.fromkeys(step.people, waits))
        return failed

    async def rest(self) -> None:
        """Nothing is kept open for a pass: the SDK's session lives as long as the process."""

    async def take(self, step: Step) -> None:
        """One event made so, or called off."""
        if step.wanted is None:
            await self._call_off(step.event)
            return
        event, wanted = step.event, step.wanted
        seen = await self._calls.read(event.remote_id) if event.remote_id else None
        if seen is None and event.remote_id:
            event = await self._book.anew(event, wanted)
        if seen is None:
            seen = await made(self._calls, _new(event, wanted))
        change = change_of(event, wanted, seen)
        if change != EventChange():
            await self._calls.change(seen.id, change)
        await self._book.made(event.id, wanted, seen.id)

    async def _call_off(self, event: SharedEvent) -> None:
        await called_off(self._calls, event)
        await self._book.ended(event.id)


def _new(event: SharedEvent, wanted: Wanted) -> NewEvent:
    return NewEvent(
        transaction=event.id,
        window=wanted.window,
        text=wanted.text,
        guests=wanted.guests,
        held=bool(event.hold),
    )


async def made(calls: Calls, new: NewEvent) -> SeenEvent:
    """Make it; where an earlier try made another of this name, that is the one to change."""
    try:
        return await calls.create(new)
    except GraphError as error:
        found = None
        if error.status == _CONFLICT:
            found = await calls.find(new.transaction, _around(new.window))
        if found is None:
            raise
        return found


async def called_off(calls: Calls, event: SharedEvent) -> None:
    """It stands no more, also where it was meant to be made, and perhaps was."""
    remote_id = event.remote_id
    if not remote_id:
        found = await calls.find(event.id, _around(event.window))
        remote_id = found.id if found is not None else ""
    if remote_id:
        await calls.call_off(remote_id)


def change_of(event: SharedEvent, wanted: Wanted, seen: SeenEvent) -> EventChange:
    """What is still to be changed. What somebody has done by hand stays, but for our own changes.

    Where a change was begun and nobody knows how it ended, all is compared.
    """
    unsure = bool(event.tried) or not event.remote_id
    moves = (unsure or event.window != wanted.window) and seen.window != wanted.window
    rewrites = (unsure or event.text != wanted.text) and not _says(seen, wanted.text)
    ours = {guest.address for guest in event.guests} | set(event.tried)
    told = {guest.address: guest.name for guest in wanted.guests}
    others = {guest.address: guest.name for guest in seen.guests if guest.address not in ours}
    whole = {**others, **told}
    return EventChange(
        window=wanted.window if moves else None,
        text=wanted.text if rewrites else None,
        body=writing.words(wanted.text) + _meetings_own(seen) if rewrites else None,
        guests=tuple(whole.items()) if set(whole) != {g.address for g in seen.guests} else None,
    )


def _says(seen: SeenEvent, text: EventText) -> bool:
    """Whether it reads so already; Exchange keeps the words and not the page around them."""
    if (seen.summary, seen.location) != (text.summary, text.location):
        return False
    ours = seen.body.partition(_BLOCK)[0] if seen.online else seen.body
    return plain(ours) == plain(writing.words(text))


def plain(page: str) -> str:
    """The words of a page, since Exchange does not keep what is around them."""
    return " ".join(html.unescape(_TAG.sub(" ", page)).split())


def _meetings_own(seen: SeenEvent) -> str:
    """The online meeting's own block, without which a new body would end the meeting."""
    if not seen.online or _BLOCK not in seen.body:
        return ""
    _, _, block = seen.body.partition(_BLOCK)
    return f"<br>\n{_BLOCK}{block}"


def _around(window: Window) -> Window:
    """As far from it as a meeting is moved before it is heard of, by us or by hand."""
    return Window(start=window.start - FAR, end=window.end + FAR)
