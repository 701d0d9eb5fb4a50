"""One at a time for each conversation, in the order in which they came."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Lines:
    """A queue for each name that anybody stands in; nothing is kept of an empty one."""

    def __init__(self) -> None:
        self._lines: dict[str, tuple[asyncio.Lock, int]] = {}

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Wait for those who came before; then nobody else of this name until it ends."""
        lock, standing = self._lines.get(name, (asyncio.Lock(), 0))
        self._lines[name] = lock, standing + 1
        try:
            async with lock:
                yield
        finally:
            _, standing = self._lines.pop(name)
            if standing > 1:
                self._lines[name] = lock, standing - 1

    def __len__(self) -> int:
        """How many lines anybody stands in."""
        return len(self._lines)
