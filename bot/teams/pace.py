"""How fast Teams lets a bot speak: calls wait for their turn here, not for a refusal there."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from fractions import Fraction

Limits = tuple[tuple[int, float], ...]
"""So many in so many seconds, from the shortest window to the longest."""

IN_A_CONVERSATION: Limits = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
"""Teams' limits for one bot in one conversation; edits count."""

IN_A_TENANT: Limits = ((50, 1.0),)
"""Teams' limit for one app in one tenant."""

ALONE, ANSWERING, TELLING = Fraction(1), Fraction(2, 3), Fraction(1, 3)
"""How much of Teams' limits a process may use: all of it, as web, and as daemon (0026)."""

LONGEST_SECONDS = 20.0
REMEMBERED = 4096
"""Conversations or tenants remembered at once."""


class TooFastError(Exception):
    """The turn lies further ahead than anybody may wait: come again in `retry_after` seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__("too fast for Teams")
        self.retry_after = retry_after


class Pace:
    """Turns, in the order in which they were asked for in each conversation.

    Only calls that had their turn count: whoever gives up while waiting leaves nothing behind.
    `monotonic` is any clock in seconds that never goes back. Nobody waits for more than about
    `longest` seconds, so that a call ends before the one who asked for it is given up. `share`
    is this process's part of every limit, so that those who share them keep them together.
    """

    def __init__(
        self,
        monotonic: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        *,
        longest: float = LONGEST_SECONDS,
        share: Fraction = ALONE,
    ) -> None:
        self._now = monotonic
        self._sleep = sleep
        self._longest = longest
        self._conversations = _Lines(_part(IN_A_CONVERSATION, share))
        self._tenants = _Lines(_part(IN_A_TENANT, share))

    async def wait(self, conversation_id: str, tenant: str) -> None:
        """Return when the call may be made; `TooFastError` where that is too far ahead.

        The tenant's line is joined last, so that a busy conversation holds up no other.
        """
        asked = self._now()
        async with self._conversations.of((tenant, conversation_id), asked) as conversation:
            await self._turn(conversation, asked)
            async with self._tenants.of((tenant, ""), asked) as everybody:
                await self._turn(everybody, asked)
                now = self._now()
                conversation.note(now)
                everybody.note(now)

    async def _turn(self, line: _Line, asked: float) -> None:
        while (free := line.free_at()) > (now := self._now()):
            if free - asked > self._longest:
                raise TooFastError(free - now)
            await self._sleep(free - now)


def _part(limits: Limits, share: Fraction) -> Limits:
    """This share of each limit, in whole calls, and always one."""
    return tuple((max(1, int(most * share)), seconds) for most, seconds in limits)


class _Line:
    """What was done under some limits, and who is waiting to do more."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._done: deque[float] = deque(maxlen=max(most for most, _ in limits))
        self.one_at_a_time = asyncio.Lock()
        self.waiting = 0

    def free_at(self) -> float:
        """The first moment that keeps every limit; the past where it is free."""
        return max(
            (self._done[-most] + seconds for most, seconds in self._limits if self._full(most)),
            default=float("-inf"),
        )

    def _full(self, most: int) -> bool:
        return len(self._done) >= most

    def note(self, at: float) -> None:
        """Something was done."""
        longest = self._limits[-1][1]
        while self._done and self._done[0] <= at - longest:
            self._done.popleft()
        self._done.append(at)

    def idle(self, at: float) -> bool:
        """Whether nothing here limits anybody any more."""
        return not self._done or self._done[-1] <= at - self._limits[-1][1]


class _Lines:
    """A line for each conversation or tenant, while it is of use."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lines: OrderedDict[tuple[str, str], _Line] = OrderedDict()

    @contextlib.asynccontextmanager
    async def of(self, key: tuple[str, str], at: float) -> AsyncIterator[_Line]:
        """Stand in this line until the front is reached, and hold it."""
        line = self._lines.setdefault(key, _Line(self._limits))
        self._lines.move_to_end(key)
        line.waiting += 1
        self._forget(at)
        try:
            async with line.one_at_a_time:
                yield line
        finally:
            line.waiting -= 1

    def _forget(self, at: float) -> None:
        """Drop what is idle, and beyond the ceiling what was not used for longest."""
        while (oldest := self._oldest()) is not None:
            if len(self._lines) <= REMEMBERED and not self._lines[oldest].idle(at):
                return
            del self._lines[oldest]

    def _oldest(self) -> tuple[str, str] | None:
        """Where nobody has been for longest; a line with somebody in it is not forgotten."""
        return next((key for key, line in self._lines.items() if not line.waiting), None)
