"""One at a time for each conversation, in the order in which they came; and each once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
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


class Lately:
    """What was heard lately of those of whom nothing is written down."""

    def __init__(self, most: int = 1000) -> None:
        self._most = most
        self._heard: OrderedDict[tuple[str, str], None] = OrderedDict()

    def knows(self, conversation: str, activity: str) -> bool:
        """Whether it was heard."""
        return (conversation, activity) in self._heard

    def first(self, conversation: str, activity: str) -> bool:
        """Whether this is heard for the first time; from now on it is known."""
        new = not self.knows(conversation, activity)
        self._heard[conversation, activity] = None
        if len(self._heard) > self._most:
            self._heard.popitem(last=False)
        return new
