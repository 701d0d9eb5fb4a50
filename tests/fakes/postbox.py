"""A mailbox in memory: what lies in it, what was filed, and when it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pathway.arrivals import Arrival, Sort
from pathway.postbox import PostboxError, PostboxFault


@dataclass
class FakePostbox:
    """`lies` maps a mail's number to what it means; `cut` is asked before and after each call.

    A mail that is `withheld` cannot be read so many times, and then is one that cannot be read.
    It may raise, as a line that is lost before the server has heard, or before we have.
    """

    lies: dict[int, Arrival | None] = field(default_factory=dict)
    filed: list[int] = field(default_factory=list)
    refuses: set[int] = field(default_factory=set)
    withheld: dict[int, int] = field(default_factory=dict)
    cut: Callable[[], None] = lambda: None
    fault: PostboxFault | None = None
    is_open: bool = False
    came: asyncio.Event = field(default_factory=asyncio.Event)
    _left: set[int] = field(default_factory=set)

    def deliver(self, arrival: Arrival | None) -> int:
        """A mail comes in; its number."""
        number = max([*self.lies, *self.filed, 0]) + 1
        self.lies[number] = arrival
        self.came.set()
        return number

    def _heard(self) -> None:
        if self.fault is not None:
            raise PostboxError(self.fault)
        if not self.is_open:
            raise PostboxError(PostboxFault.UNREACHABLE)
        self.cut()

    async def open(self) -> None:
        """Connect, unless there is a fault."""
        self.is_open = True
        self._heard()
        await asyncio.sleep(0)

    async def waiting(self) -> Sequence[int]:
        """What was neither filed nor left."""
        self._heard()
        self.came.clear()
        found = sorted(set(self.lies) - self._left)
        self.cut()
        return found

    async def read(self, mail: int) -> Arrival | None:
        """What it means."""
        self._heard()
        await asyncio.sleep(0)
        if self.withheld.get(mail, 0):
            self.withheld[mail] -= 1
            raise ValueError(mail)
        arrival = self.lies.get(mail)
        if arrival is not None and mail in self.withheld:
            arrival = Arrival(key=f"withheld {mail}", sort=Sort.UNREADABLE, at=arrival.at)
        if arrival is None:
            self._left.add(mail)
        self.cut()
        return arrival

    async def file(self, mail: int) -> bool:
        """Take it out of the box."""
        self._heard()
        if mail in self.refuses:
            self._left.add(mail)
            return False
        if self.lies.pop(mail, None) is not None:
            self.filed.append(mail)
        self.cut()
        return True

    def leave(self, mail: int) -> None:
        """Leave it in the box."""
        self._left.add(mail)

    async def listen(self, seconds: float) -> None:
        """Until something comes, or so long."""
        self._heard()
        try:
            async with asyncio.timeout(seconds):
                await self.came.wait()
        except TimeoutError:
            pass

    async def close(self) -> None:
        """Let go."""
        self.is_open = False
