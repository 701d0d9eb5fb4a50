"""Online meetings in Teams: made, made safe and checked, moved and called off with their meeting.

A link is given to nobody before lobby, presenters and recording are as they are to be.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from calendar_sync.graph.calls import EventChange, NewEvent
from calendar_sync.graph.carrier import called_off, made
from calendar_sync.graph.holding import each
from pathway.calendars import EventText

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from calendar_sync.graph.calls import Calls, SeenEvent
    from pathway.calendars import SharedEvent
    from pathway.service.meetings.online import RoomStep


class RoomBook(Protocol):
    """What online meetings are kept by; each call is a transaction of its own."""

    async def rooms(self) -> Sequence[RoomStep]:
        """What is to be done."""

    async def change(self, event_id: str, how: Callable[[SharedEvent], SharedEvent]) -> None:
        """Remember what was made of an event."""

    async def ended(self, event_id: str) -> None:
        """The online meeting is no more."""

    async def link_found(self, event: SharedEvent, link: str) -> None:
        """This is the meeting's link from now on."""


class TeamsRooms:
    """The provider `teams` of meetings' links."""

    def __init__(self, calls: Calls, book: RoomBook) -> None:
        self._calls = calls
        self._book = book

    async def see_to(self) -> None:
        """Everything that is to be done now; what is not there yet waits for the next time.

        The first error is raised when all have been tried.
        """
        await each(await self._book.rooms(), self._see_to)

    async def _see_to(self, step: RoomStep) -> None:
        if step.window is None:
            await self._call_off(step.event)
        else:
            await self._keep(step)

    async def _keep(self, step: RoomStep) -> None:
        seen = await self._stands(step)
        if step.window is not None and seen.window != step.window:
            seen = await self._calls.change(seen.id, EventChange(window=step.window))
        await self._book.change(step.event.id, _as_seen(seen))
        if step.linked or not seen.link:
            return
        room = await self._calls.room_of(seen.link)
        if room is None:
            return
        if not room.safe:
            room = await self._calls.make_safe(room.id, seen.link)
        if room.safe:
            await self._book.link_found(step.event, seen.link)
            await self._book.change(step.event.id, _as_linked(seen.link))

    async def _stands(self, step: RoomStep) -> SeenEvent:
        """The event, made where it is not there; its name is the same however often it is tried."""
        event = step.event
        if event.remote_id:
            seen = await self._calls.read(event.remote_id)
            if seen is not None:
                return seen
        text = step.text or EventText(summary="", description="")
        name = event.id if not event.remote_id else f"{event.id} {event.remote_id[-8:]}"
        new = NewEvent(transaction=name, window=step.window or event.window, text=text, online=True)
        return await made(self._calls, new)

    async def _call_off(self, event: SharedEvent) -> None:
        await called_off(self._calls, event)
        await self._book.ended(event.id)


def _as_linked(link: str) -> Callable[[SharedEvent], SharedEvent]:
    """The link is kept as the place, so that it is known for ours if the room is deleted."""
    text = EventText(summary="", description="", location=link)
    return lambda event: replace(event, gone=False, text=text)


def _as_seen(seen: SeenEvent) -> Callable[[SharedEvent], SharedEvent]:
    return lambda event: replace(event, remote_id=seen.id, window=seen.window)
