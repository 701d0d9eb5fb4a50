"""How fast calls are let through, with a clock and a sleep that the test holds."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.teams.pace import (
    ALONE,
    ANSWERING,
    IN_A_CONVERSATION,
    IN_A_TENANT,
    REMEMBERED,
    TELLING,
    Limits,
    Pace,
    TooFastError,
)


class Clock:
    """Time that stands still until everybody sleeps, and then leaps to the first who wakes."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Event]] = []
        self._count = self._reads = 0

    def read(self) -> float:
        """The moment."""
        self._reads += 1
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Until somebody moves the clock so far."""
        assert seconds > 0
        woken = asyncio.Event()
        self._count += 1
        heapq.heappush(self._sleepers, (self.now + seconds, self._count, woken))
        await woken.wait()

    async def settle(self) -> None:
        """Let everybody do what they can at this moment: until nobody asks for the time."""
        before = -1
        while before != self._reads:
            before = self._reads
            for _ in range(10):
                await asyncio.sleep(0)

    async def run(self, until: float = 100_000) -> None:
        """Leap from sleeper to sleeper until nobody sleeps, or up to a moment."""
        await self.settle()
        while self._sleepers and self._sleepers[0][0] <= until:
            self.now, _, woken = heapq.heappop(self._sleepers)
            woken.set()
            await self.settle()
        self.now = max(self.now, until) if until < 100_000 else self.now


class Callers:
    """Calls that wait for their turn, and when each had it."""

    def __init__(self, longest: float = 1e9) -> None:
        self.clock = Clock()
        self.pace = Pace(self.clock.read, self.clock.sleep, longest=longest)
        self.had: list[tuple[float, str]] = []

    async def call(self, conversation: str, tenant: str = "t") -> None:
        """Wait, and note when."""
        await self.pace.wait(conversation, tenant)
        self.had.append((self.clock.now, conversation))

    async def all(self, *conversations: str) -> list[float]:
        """Everybody at once: when each had their turn."""
        before = len(self.had)
        tasks = [asyncio.create_task(self.call(name)) for name in conversations]
        await self.clock.run()
        await asyncio.gather(*tasks)
        return [at for at, _ in self.had[before:]]


def broken(moments: Sequence[float], limits: Limits) -> bool:
    """Whether more were let through than a limit allows, wherever its window is laid."""
    return any(
        moments[n + most] - moments[n] < seconds - 1e-9
        for most, seconds in limits
        for n in range(len(moments) - most)
    )


async def test_a_quiet_conversation_waits_for_nothing() -> None:
    """The first seven calls of a second pass at once."""
    assert await Callers().all(*["a"] * 7) == [0] * 7


async def test_each_limit_of_a_conversation_is_kept() -> None:
    """Seven pass at once, the eighth after a second, the ninth after two, sixty in thirty."""
    moments = await Callers().all(*["a"] * 130)
    assert moments[6:9] == [0, 1, 2]
    assert (moments[59] < 30, moments[60], moments[120]) == (True, 30, 60)
    assert not broken(moments, IN_A_CONVERSATION)


async def test_the_limit_of_an_hour_is_kept() -> None:
    """After 1,800 calls at the fastest pace there is the next one waits for the hour to pass."""
    moments = await Callers().all(*["a"] * 1801)
    assert moments[1799] < 900
    assert moments[1800] == 3600


async def test_a_tenant_has_a_limit_of_its_own() -> None:
    """Fifty calls a second pass in one tenant, whatever conversations they are in."""
    callers = Callers()
    moments = await callers.all(*(f"c{n}" for n in range(120)))
    assert [moments.count(float(second)) for second in range(3)] == [50, 50, 20]


@pytest.mark.parametrize("conversations", [1, 2, 40])
@pytest.mark.parametrize("later", [0.0, 0.5, 1.3])
async def test_web_and_daemon_keep_the_limits_together(conversations: int, later: float) -> None:
    """Each has its share and knows nothing of the other: added up no limit is ever passed."""
    clock = Clock()
    had: list[tuple[float, str]] = []

    async def call(pace: Pace, conversation: str) -> None:
        await pace.wait(conversation, "t")
        had.append((clock.now, conversation))

    tasks: list[asyncio.Task[None]] = []
    for share in (ANSWERING, TELLING):
        pace = Pace(clock.read, clock.sleep, longest=1e9, share=share)
        names = [f"c{n % conversations}" for n in range(160)]
        tasks += [asyncio.create_task(call(pace, name)) for name in names]
        await clock.run(later)
    await clock.run()
    await asyncio.gather(*tasks)
    assert len(had) == 320
    for name in {where for _, where in had}:
        assert not broken([at for at, where in had if where == name], IN_A_CONVERSATION)
    assert not broken([at for at, _ in had], IN_A_TENANT)


def test_the_shares_are_the_whole() -> None:
    """What one process may do alone two may do together; nobody's share is nothing."""
    assert ANSWERING + TELLING == ALONE
    for most, _ in (*IN_A_CONVERSATION, *IN_A_TENANT):
        assert 1 <= int(most * TELLING) <= int(most * ANSWERING)


async def test_one_tenant_does_not_hold_up_another() -> None:
    """What one tenant does is not counted in another, even with conversations of one name."""
    callers = Callers()
    await callers.all(*["a"] * 7)
    await callers.call("a", "another")
    assert callers.clock.now == 0


async def test_a_busy_conversation_holds_up_no_other() -> None:
    """While one conversation waits for its window the others pass at once."""
    callers = Callers()
    busy = [asyncio.create_task(callers.call("busy")) for _ in range(80)]
    await callers.clock.run(until=16)
    assert callers.had[-1][0] < 16
    await callers.call("quiet")
    assert callers.had[-1] == (16, "quiet")
    await callers.clock.run()
    await asyncio.gather(*busy)


async def test_turns_come_in_the_order_they_were_asked_for() -> None:
    """Messages of one conversation leave in the order in which they came."""
    callers = Callers()
    order: list[int] = []

    async def call(number: int) -> None:
        await callers.pace.wait("a", "t")
        order.append(number)

    tasks = [asyncio.create_task(call(n)) for n in range(30)]
    await callers.clock.run()
    await asyncio.gather(*tasks)
    assert order == list(range(30))


@given(st.lists(st.tuples(st.floats(0, 5), st.sampled_from("abc")), max_size=90))
async def test_no_pattern_of_calls_breaks_a_limit(calls: list[tuple[float, str]]) -> None:
    """Whenever calls come, no window of any length holds more than its limit."""
    callers = Callers()
    tasks = []
    for pause, conversation in calls:
        tasks.append(asyncio.create_task(callers.call(conversation)))
        await callers.clock.run(until=callers.clock.now + pause)
    await callers.clock.run()
    await asyncio.gather(*tasks)
    assert len(callers.had) == len(calls)
    assert not broken([at for at, _ in callers.had], IN_A_TENANT)
    for name in "abc":
        assert not broken([at for at, said in callers.had if said == name], IN_A_CONVERSATION)


async def test_a_sleep_that_ends_too_early_changes_nothing() -> None:
    """Whoever is woken before the time sleeps on."""
    now, sleeps = 0.0, []

    async def doze(seconds: float) -> None:
        nonlocal now
        sleeps.append(seconds)
        now += seconds / 2 if len(sleeps) < 4 else seconds

    pace = Pace(lambda: now, doze)
    for _ in range(8):
        await pace.wait("a", "t")
    assert (now, sleeps) == (1, [1, 0.5, 0.25, 0.125])


async def test_who_gives_up_leaves_nothing_behind() -> None:
    """A call that is given up while it waits does not count, and the next takes its place."""
    callers = Callers()
    await callers.all(*["a"] * 7)
    gone = [asyncio.create_task(callers.call("a")) for _ in range(5)]
    stays = asyncio.create_task(callers.call("a"))
    await callers.clock.settle()
    for task in gone:
        task.cancel()
    await callers.clock.run()
    await stays
    assert callers.had[-1] == (1, "a")
    assert all(task.cancelled() for task in gone)


async def test_nobody_waits_too_long() -> None:
    """A turn that lies too far ahead is refused at once, and says when to come again."""
    callers = Callers(longest=20)
    tasks = [asyncio.create_task(callers.call("a")) for _ in range(61)]
    await callers.clock.run()
    *passed, refused = await asyncio.gather(*tasks, return_exceptions=True)
    assert passed == [None] * 60
    assert isinstance(refused, TooFastError)
    assert callers.clock.now + refused.retry_after == 30
    assert callers.clock.now <= 20


async def test_what_is_idle_is_forgotten() -> None:
    """After an hour without a word a conversation is no longer remembered."""
    callers = Callers()
    await callers.all("a", "b")
    callers.clock.now = 3601.0
    await callers.call("c")
    assert list(callers.pace._conversations._lines) == [("t", "c")]  # noqa: SLF001  not shown outside


async def test_memory_is_bounded() -> None:
    """Any number of conversations leaves only so many remembered, the waiting ones among them."""
    callers = Callers()
    await callers.all(*["busy"] * 7)
    waiting = asyncio.create_task(callers.call("busy"))
    await callers.clock.settle()
    for number in range(REMEMBERED + 300):
        await callers.pace.wait(f"c{number}", f"t{number // 40}")
    lines = callers.pace._conversations._lines  # noqa: SLF001  what is bounded is not shown outside
    assert len(lines) <= REMEMBERED
    assert ("t", "busy") in lines
    await callers.clock.run()
    await waiting
