"""When APScheduler ticks again: so long after it has looked, whatever its clock shows."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from apscheduler.triggers.base import BaseTrigger
from typing_extensions import override

if TYPE_CHECKING:
    from apscheduler.job import Job


class Pace(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """One interval from now.

    APScheduler's own counts all that a clock set on by a month has left out: the loop is held.
    """

    def __init__(self, seconds: float) -> None:
        """`seconds` lie between two ticks."""
        self._seconds = seconds
        self._asked = 0.0

    @override
    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """What was left out is not made up for."""
        self._asked = asyncio.get_running_loop().time()
        return now + timedelta(seconds=self._seconds)

    async def keep(self, job: Job) -> None:
        """See, by the loop's clock, which nobody sets, that the tick comes; else bring it near.

        Where the machine's clock is set back APScheduler waits until it has caught up.
        """
        while True:
            await asyncio.sleep(self._seconds)
            if asyncio.get_running_loop().time() - self._asked > 2 * self._seconds:
                job.reschedule(self)
