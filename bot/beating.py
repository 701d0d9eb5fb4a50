"""The daemon's jobs say that they live, for `/readyz`; not oftener than they have news."""

from __future__ import annotations

import math
import time
from functools import partial
from typing import TYPE_CHECKING

import structlog

from bot.clockwork import beat, begun
from pathway.service import PROGRAM

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    from bot.house import House

log = structlog.get_logger()

NEWS_SECONDS = 30.0
"""A job that has promised to be heard of again is written down anew when that is so much later."""


class Heart:
    """Beats for the jobs beside the tick, which beats for itself."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._promised: dict[str, float] = {}

    async def begin(self, jobs: Collection[str]) -> None:
        """These are the daemon's jobs from now on; each is heard of at its start."""
        await self._house.run(PROGRAM, "daemon", partial(begun, jobs=jobs))

    def of(self, job: str) -> Callable[[float], Awaitable[None]]:
        """What this job calls: it lives, and calls again within so many seconds."""
        return partial(self._alive, job)

    async def _alive(self, job: str, within: float) -> None:
        """A store that cannot be asked is the tick's to tell; the job goes on."""
        promised = time.monotonic() + within
        if promised - self._promised.get(job, -math.inf) < NEWS_SECONDS:
            return
        try:
            await self._house.run(PROGRAM, "daemon", partial(beat, job=job, within=within))
        except Exception as error:  # noqa: BLE001 - its words stay out
            log.error("not_beaten", job=job, error=type(error).__name__)  # noqa: TRY400 - the same
        else:
            self._promised[job] = promised
