"""APScheduler says "tick", and nothing else: what is due is claimed from our own tables.

A stop waits for the running pass, so that a message that was handed over has its receipt.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apscheduler.schedulers.asyncio import AsyncIOScheduler

JOB_DEFAULTS = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
"""APScheduler's own defaults skip what is a second late and pile up."""

Pass = Callable[[], Awaitable[object]]


class Daemon:
    """Ticks every few seconds until it is stopped; one pass at a time in this process."""

    def __init__(self, one_pass: Pass, seconds: float, failed: Callable[[Exception], None]) -> None:
        """`one_pass` reads the clock and ticks; `failed` hears of a pass that raised."""
        self._one_pass = one_pass
        self._seconds = seconds
        self._failed = failed
        self._busy = asyncio.Lock()
        self._scheduler: AsyncIOScheduler | None = None
        self._first: asyncio.Task[None] | None = None
        self._kept: asyncio.Task[None] | None = None
        self.stopping = False

    async def start(self) -> None:
        """Begin to tick, the first time at once; a slow first pass is not waited for."""
        from apscheduler.schedulers.asyncio import AsyncIOScheduler

        from scheduler.pace import Pace

        scheduler = AsyncIOScheduler(job_defaults=JOB_DEFAULTS, timezone="UTC")
        pace = Pace(self._seconds)
        job = scheduler.add_job(self.pass_once, pace)
        scheduler.start()
        self._kept = asyncio.create_task(pace.keep(job))
        self._scheduler = scheduler
        self._first = asyncio.create_task(self.pass_once())

    async def pass_once(self) -> None:
        """One pass; what it raises is reported, and the next pass tries again."""
        async with self._busy:
            if self.stopping:
                return
            try:
                await self._one_pass()
            except Exception as error:  # noqa: BLE001 - the daemon outlives a bad pass
                self._failed(error)

    async def stop(self) -> None:
        """Tick no more, and let the running pass finish; `stopping` tells it to be brief.

        APScheduler's own shutdown would cancel the pass between a message and its receipt, so
        it comes only when nothing runs.
        """
        self.stopping = True
        if self._kept is not None:
            self._kept.cancel()
        if self._scheduler is not None:
            self._scheduler.pause()
        async with self._busy:
            pass
        if self._first is not None:
            await self._first
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=False)
            self._scheduler = None
            await asyncio.sleep(0)  # APScheduler leaves it to the loop
