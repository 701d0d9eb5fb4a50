"""The organiser's calendar as a postbox: what has changed there, one arrival for each thing.

A notification is only a hint, and a look now and then the net. What has changed is read whole, so
that hints may come twice, out of order or never. How far it was read is remembered only when all
that was found has been handled.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from calendar_sync.graph.calls import GraphError
from calendar_sync.graph.news import NO, Found, as_read, news, said_by
from pathway.arrivals import Arrival
from pathway.calendars import HINT, LIFECYCLE, SharedEvent
from pathway.model import Window
from pathway.postbox import PostboxError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from calendar_sync.graph.calls import Calls, Changes, SeenEvent
    from pathway.calendars import Diary

log = logging.getLogger(__name__)

MARK = "calendar.read"
BEFORE, AHEAD = timedelta(days=1), timedelta(days=400)
FORGOTTEN = timedelta(days=400)
"""So long after its end an event is let go of: a clock that is wrong for a while loses nothing."""
HINT_SECONDS = 1.0
_START_OVER = 410


async def nothing() -> None:
    """Nothing else is seen to."""


class CalendarPostbox:
    """Implements `pathway.postbox.Postbox` over the organiser's calendar in Graph.

    `now` is the clock, `also` what is seen to at each look, which tells of its own faults.
    """

    def __init__(
        self,
        calls: Calls,
        diary: Diary,
        now: Callable[[], datetime],
        also: Callable[[], Awaitable[None]] = nothing,
    ) -> None:
        self._calls = calls
        self._diary = diary
        self._now = now
        self._also = also
        self._found: dict[int, Found] = {}
        self._mark = ""
        self._last = 0
        self._heard = ("", "")

    async def open(self) -> None:
        """Nothing is kept open."""
        self._heard = await self._hints()

    async def waiting(self) -> Sequence[int]:
        """What has changed since last time, oldest event first."""
        try:
            changes = await self._changes()
            self._found = {}
            async for one in self._looked(changes):
                self._last += 1
                self._found[self._last] = one
            self._mark = json.dumps({"link": changes.mark, "day": self._today()})
            if not self._found:
                await self._diary.put_mark(MARK, self._mark)
        except GraphError as error:
            raise PostboxError(error.fault) from None
        await self._see_to_also()
        return list(self._found)

    async def _see_to_also(self) -> None:
        """What fails here keeps back no answer, and the calendar is no less read for it."""
        try:
            await self._also()
        except Exception as error:  # noqa: BLE001 - as above
            log.error("not seen to: %s", type(error).__name__)  # noqa: TRY400 - its words stay out

    async def read(self, mail: int) -> Arrival | None:
        """What it means."""
        return self._found[mail].arrival if mail in self._found else None

    async def file(self, mail: int) -> bool:
        """It is handled: it is not asked about again, and after the last one all is read."""
        found = self._found.pop(mail)
        await self._diary.change(found.event_id, found.note)
        if not self._found:
            await self._diary.put_mark(MARK, self._mark)
        return True

    def leave(self, mail: int) -> None:
        """Nothing that is read here is nobody's business: each names an event of ours."""

    async def listen(self, seconds: float) -> None:
        """Wait until we are told that something has changed, or so long."""
        left = seconds
        while left > 0:
            await asyncio.sleep(min(HINT_SECONDS, left))
            left -= HINT_SECONDS
            before, self._heard = self._heard, await self._hints()
            if self._heard != before:
                return

    async def _hints(self) -> tuple[str, str]:
        return await self._diary.mark(HINT), await self._diary.mark(LIFECYCLE)

    async def close(self) -> None:
        """There is nothing to let go of."""

    # --- what has changed ------------------------------------------------------------------------

    async def _changes(self) -> Changes:
        """From where we were; each day, and where Graph has forgotten us, from the beginning."""
        known = json.loads(await self._diary.mark(MARK) or "{}")
        link = known.get("link", "") if known.get("day") == self._today() else ""
        now = self._now()
        span = Window(start=now - BEFORE, end=now + AHEAD)
        try:
            return await self._calls.changes(link, span)
        except GraphError as error:
            if error.status != _START_OVER or not link:
                raise
            return await self._calls.changes("", span)

    def _today(self) -> str:
        return self._now().date().isoformat()

    async def _looked(self, changes: Changes) -> AsyncIterator[Found]:
        """Each event of ours that was changed, as it stands now; after a new beginning all."""
        named = {*changes.changed, *changes.gone}
        for event in await self._diary.living():
            over = self._now() - event.window.end
            dragged = event.hold and event.remote_id in changes.changed
            due = changes.whole or event.unread or event.remote_id in named
            told = event.remote_id and due
            if over > FORGOTTEN:
                await self._diary.ended(event.id)
            elif told and (over <= BEFORE or dragged):
                for one in await self._news_of(event):
                    yield one

    async def _news_of(self, event: SharedEvent) -> Sequence[Found]:
        """What is new of an event; one that cannot be read stops no other, and waits for a day."""
        try:
            seen = await self._calls.read(event.remote_id)
        except GraphError as error:
            if not error.of_one:
                raise
            log.warning("an event could not be read: %s", error)
            await self._remember(event, replace(event, unread=False))
            return ()
        if seen is None and (event.room or event.hold):
            await self._diary.change(event.id, lambda e: replace(e, gone=True))
        if event.hold:
            await self._note_held(event, seen)
            return ()
        found = list(news(event, seen, self._now()))
        if any(one.by_hand for one in found) and not await self._is_still(event):
            return [one for one in found if not one.by_hand]  # we have changed it ourselves
        unread = event.unread and bool(found)  # what is found is known only when it is filed
        await self._remember(event, replace(as_read(event, seen), unread=unread))
        return found

    async def _remember(self, event: SharedEvent, read: SharedEvent) -> None:
        """As it was read, where we have not changed it ourselves since."""
        if read != event:
            await self._diary.change(event.id, lambda e: read if e == event else e)

    async def _is_still(self, event: SharedEvent) -> bool:
        return event in await self._diary.living()

    async def _note_held(self, event: SharedEvent, seen: SeenEvent | None) -> None:
        """What was done by hand is put right again by itself; who says no to it is told of."""
        if seen is None:
            return
        to = seen.window if seen.window != event.window else None
        await self._remember(event, replace(event, moved_to=to, unread=False))
        for one in seen.guests:
            if one.response == NO and to is None:
                await self._diary.hold_refused(event.id, one.address, said_by(one))
