"""How many messages of one channel are in hand at once."""

from __future__ import annotations

import asyncio

LEAST, MOST = 3, 32
"""A claimed row is under a lease, so no more are claimed than the channel soon takes."""

QUICK = 1.0
"""Seconds; a channel that takes a message sooner is given more at once."""


class Window:
    """Wider by one with each message that leaves quickly; as narrow as at first after any other."""

    def __init__(self) -> None:
        self._size = LEAST
        self._held = 0
        self._left = asyncio.Event()

    async def enter(self) -> None:
        """Wait for a place; for one who enters at a time."""
        while self._held >= self._size:
            self._left.clear()
            await self._left.wait()
        self._held += 1

    def leave(self) -> None:
        """Give the place back."""
        self._held -= 1
        self._left.set()

    def learn(self, *, seconds: float, well: bool) -> None:
        """So long did it take to hand one over; `well` unless the channel was in trouble."""
        self._size = min(self._size + 1, MOST) if well and seconds < QUICK else LEAST
