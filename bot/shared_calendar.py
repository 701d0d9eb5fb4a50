"""The book that the shared calendar is kept by: each of its calls is one use case of the house."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from pathway.calendars import SharedEvent, Step, Wanted
from pathway.service import Context
from pathway.service.meetings import online, sharing
from pathway.service.times import holding

if TYPE_CHECKING:
    from pathway.outgoing import Sending

T = TypeVar("T")


class Run(Protocol):
    """Runs a use case whole in one transaction, as the program."""

    def __call__(self, use_case: Callable[[Context], T], /) -> Awaitable[T]:
        """The use case's result, once it is on disk."""


class CalendarBook:
    """Implements `pathway.calendars.Book` and `Diary`, and the book of online meetings."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def steps(self, about: Sending) -> Sequence[Step]:
        """What makes the events of this message's meeting say what may be told now, in order."""
        return await self._run(partial(sharing.steps_for, about=about))

    async def made(self, event_id: str, wanted: Wanted, remote_id: str) -> None:
        """The event is as wanted."""
        await self._run(
            partial(sharing.made, event_id=event_id, wanted=wanted, remote_id=remote_id)
        )

    async def ended(self, event_id: str) -> None:
        """The event is no more."""
        await self._run(partial(sharing.ended, event_id=event_id))

    async def anew(self, event: SharedEvent, wanted: Wanted) -> SharedEvent:
        """Another event in the place of one that somebody deleted."""
        return await self._run(partial(sharing.anew, event=event, wanted=wanted))

    async def living(self) -> Sequence[SharedEvent]:
        """Every event that has not ended."""
        return await self._run(lambda context: context.ledger.living_events())

    async def change(self, event_id: str, how: Callable[[SharedEvent], SharedEvent]) -> None:
        """Remember what was seen of an event, as it is by now."""
        await self._run(partial(sharing.change, event_id=event_id, how=how))

    async def mark(self, name: str) -> str:
        """What was last put under this name, empty at first."""
        return await self._run(lambda context: context.ledger.mark(name))

    async def put_mark(self, name: str, value: str) -> None:
        """Remember it."""
        await self._run(lambda context: context.ledger.put_mark(name, value))

    async def rooms(self) -> Sequence[online.RoomStep]:
        """What is to be done about online meetings."""
        return await self._run(online.rooms)

    async def holds(self) -> Sequence[Step]:
        """What makes the calendars hold what is asked about."""
        return await self._run(holding.holds)

    async def unfinished(self) -> Sequence[Step]:
        """What makes those events right that no message is on its way to make right."""
        return await self._run(sharing.unfinished)

    async def hold_refused(self, event_id: str, address: str, said: str) -> None:
        """Somebody says no to a time that they are held for."""
        await self._run(partial(holding.refused, event_id=event_id, address=address, said=said))

    async def link_found(self, event: SharedEvent, link: str) -> None:
        """This is the meeting's link from now on."""
        await self._run(partial(online.link_found, event=event, link=link))
