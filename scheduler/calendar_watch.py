"""Staff's calendars are read now and then, outside every turn: whoever asks gets what is kept."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway.service.times import busy_times

if TYPE_CHECKING:
    from pathway.clinic import Staff
    from pathway.freebusy import FreeBusy
    from pathway.model import Window
    from pathway.service import Context
    from scheduler.passing import Run

SECONDS = 15.0
"""Between two looks at whose calendar is due."""


async def unheard(_within: float) -> None:
    """Nobody asks whether it lives."""


class CalendarWatch:
    """Reads what is due until it is stopped; what it has not heard by then is asked again."""

    def __init__(
        self,
        run: Run,
        source: FreeBusy,
        failed: Callable[[Exception], None],
        seconds: float = SECONDS,
        alive: Callable[[float], Awaitable[None]] = unheard,
    ) -> None:
        """`failed` hears of what broke: the next look tries again; `alive` that it looks again."""
        self._run = run
        self._source = source
        self._failed = failed
        self._seconds = seconds
        self._alive = alive
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to watch, the first time at once."""
        self._task = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Watch no more. A calendar that is being read is let go: nothing of it is kept yet."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    async def _watch(self) -> None:
        while True:
            try:
                await refresh(self._run, self._source)
            except Exception as error:  # noqa: BLE001 - it outlives a bad look
                self._failed(error)
            await self._alive(self._seconds)
            await asyncio.sleep(self._seconds)


async def refresh(run: Run, source: FreeBusy) -> int:
    """Read every calendar that is due, and keep what they show; how many there were."""
    people, span = await run(_due)
    if people:
        found = await source.look(people, span)
        await run(lambda context: busy_times.learnt(context, found, span))
    return len(people)


def _due(context: Context) -> tuple[tuple[Staff, ...], Window]:
    every = timedelta(minutes=context.clinic.freebusy_minutes)
    return busy_times.due(context, every), busy_times.span_of(context)
