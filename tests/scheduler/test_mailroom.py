"""The mailroom: every mail handled once, filed, and nothing else touched, whatever breaks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from pathway.arrivals import Arrival, Handled, Sort
from pathway.postbox import PostboxError, PostboxFault
from scheduler.mailroom import Mailroom, Patience
from tests.fakes.postbox import FakePostbox

QUICK = Patience(look=60, first=0.001, most=0.01, tell=0.05)
AT = datetime(2026, 10, 6, tzinfo=UTC)


def an_arrival(key: str) -> Arrival:
    """An answer."""
    return Arrival(key=key, sort=Sort.ANSWER, at=AT)


@dataclass
class Office:
    """A mailroom over the fake mailbox; `handled` are the keys taken, as a store would keep them.

    `news` is what was said of the mailbox itself; so many tellings of a long outage are `mute`.
    """

    box: FakePostbox = field(default_factory=FakePostbox)
    handled: list[str] = field(default_factory=list)
    news: list[str] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    slow: asyncio.Event | None = None
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    patience: Patience = QUICK
    mute: int = 0
    shut: bool = False
    sorts: list[Sort] = field(default_factory=list)
    lives: list[float] = field(default_factory=list)

    async def take(self, arrival: Arrival) -> Handled:
        """One transaction."""
        self.begun.set()
        if self.slow is not None:
            await self.slow.wait()
        if self.shut or arrival.key in self.broken:
            raise ValueError(arrival.key)
        if arrival.key in self.handled:
            return Handled.REPEATED
        if arrival.sort is Sort.LETTER:
            self.handled.append(arrival.key)
            return Handled.LEFT
        self.handled.append(arrival.key)
        self.sorts.append(arrival.sort)
        return Handled.APPLIED

    async def down(self, fault: PostboxFault) -> None:
        """Said."""
        self.news.append(f"down {fault}")

    async def still_down(self, fault: PostboxFault) -> None:
        """Said, unless the store is gone too."""
        if self.mute:
            self.mute -= 1
            raise OSError("store")
        self.news.append(f"still down {fault}")

    async def up(self) -> None:
        """Said."""
        self.news.append("up")

    async def unfiled(self) -> None:
        """Said."""
        self.news.append("unfiled")

    async def alive(self, within: float) -> None:
        """Counted."""
        self.lives.append(within)

    def failed(self, error: Exception) -> None:
        """Said."""
        self.news.append(f"failed {error}")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Mailroom]:
        """The mailroom at work."""
        room = Mailroom(self.box, self.take, self, self.patience)
        await room.start()
        try:
            yield room
        finally:
            await asyncio.wait_for(room.stop(), 5)


@pytest.fixture
def office() -> Office:
    """An empty one."""
    return Office()


async def until(true: Callable[[], bool]) -> None:
    """Wait for it, for some seconds at most."""
    async with asyncio.timeout(5):
        while not true():  # noqa: ASYNC110 - any state of the office, which sets no event
            await asyncio.sleep(0.001)


async def test_what_waits_and_what_comes_is_handled_and_filed(office: Office) -> None:
    """What lay there before, and what comes while it listens, is taken in order and filed."""
    office.box.deliver(an_arrival("a"))
    async with office.running():
        await until(lambda: office.box.filed == [1])
        office.box.deliver(an_arrival("b"))
        await until(lambda: len(office.box.filed) == 2)
    assert (office.handled, office.box.lies, office.news) == (["a", "b"], {}, [])


async def test_what_is_not_ours_is_left(office: Office) -> None:
    """A mail that means nothing here is neither taken nor filed."""
    office.box.deliver(None)
    office.box.deliver(an_arrival("a"))
    async with office.running():
        await until(lambda: office.box.filed == [2])
    assert office.box.lies == {1: None}


async def test_one_that_fails_stops_nobody_and_is_tried_again(office: Office) -> None:
    """What the store refused waits in the box for the next look; the others are handled."""
    office.broken.add("a")
    for key in ("a", "b"):
        office.box.deliver(an_arrival(key))
    async with office.running():
        await until(lambda: office.box.filed == [2])
        assert office.news == ["failed a"]
        office.broken.clear()
        office.box.came.set()
        await until(lambda: office.box.filed == [2, 1])
    assert office.handled == ["b", "a"]


async def test_one_that_cannot_be_read_stops_nobody(office: Office) -> None:
    """A mail that the mailbox withholds is said, tried again, and told as unreadable; once."""
    office.box.withheld[office.box.deliver(an_arrival("a"))] = 2
    office.box.deliver(an_arrival("b"))
    async with office.running():
        await until(lambda: office.box.filed == [2])
        office.box.came.set()
        await until(lambda: len(office.news) == 2)
        office.box.came.set()
        await until(lambda: office.box.filed == [2, 1])
    assert (office.handled, office.news) == (["b", "withheld 1"], ["failed 1"] * 2)


async def test_one_that_always_fails_is_given_up(office: Office) -> None:
    """After three tries it stays in the mailbox, is told as unreadable, once, and not tried on."""
    office.broken.add("a")
    office.box.deliver(an_arrival("a"))
    async with office.running():
        for tries in (1, 2, 3):
            await until(lambda tries=tries: len(office.news) == tries)  # type: ignore[misc]
            office.box.came.set()
        await until(lambda: len(office.handled) == 1)
        for key in ("b", "c"):
            office.box.deliver(an_arrival(key))
            await until(lambda key=key: office.handled[-1] == key)  # type: ignore[misc]
        office.box.fault = PostboxFault.UNREACHABLE
        office.box.deliver(an_arrival("d"))
        await until(lambda: "down unreachable" in office.news)
        office.box.fault = None
        await until(lambda: office.handled[-1] == "d")
    assert [sort for sort in office.sorts if sort is Sort.UNREADABLE] == [Sort.UNREADABLE]
    assert office.news.count("failed a") == 4  # once more after the line was lost
    assert (len(office.handled), list(office.box.lies)) == (4, [1])
    assert "a" not in office.handled
    assert len(office.handled[0]) == 64


async def test_a_store_that_is_gone_gives_up_no_mail(office: Office) -> None:
    """Where nothing can be told either every mail waits, however long, and counts as it was."""
    office.shut = True
    office.box.deliver(an_arrival("a"))
    async with office.running():
        for look in range(1, 6):
            await until(lambda look=look: office.news.count("failed a") >= look)  # type: ignore[misc]
            office.box.came.set()
        office.shut = False
        office.box.came.set()
        await until(lambda: office.box.filed == [1])
    assert office.handled == ["a"]


async def test_one_that_cannot_be_filed_is_handled_once(office: Office) -> None:
    """A folder that takes nothing more does not make us take the same mail again, and is told."""
    office.box.refuses.add(office.box.deliver(an_arrival("a")))
    office.box.deliver(an_arrival("b"))
    async with office.running():
        await until(lambda: office.box.filed == [2])
        office.box.deliver(an_arrival("c"))
        await until(lambda: office.box.filed == [2, 3])
    assert (office.handled, office.news) == (["a", "b", "c"], ["unfiled"])


async def test_that_nothing_can_be_filed_is_told_once(office: Office) -> None:
    """However many mails lie there, until one can be put away again."""
    for key in "abc":
        office.box.refuses.add(office.box.deliver(an_arrival(key)))
    async with office.running():
        await until(lambda: len(office.handled) == 3)
        assert office.news == ["unfiled"]
        office.box.deliver(an_arrival("d"))
        await until(lambda: office.box.filed == [4])
        office.box.refuses.add(office.box.deliver(an_arrival("e")))
        await until(lambda: len(office.news) == 2)
    assert office.news == ["unfiled", "unfiled"]


async def test_a_stop_finishes_the_mail_in_hand(office: Office) -> None:
    """The mail that is being handled is filed, and the next one waits for the next start."""
    office.slow = asyncio.Event()
    for key in ("a", "b"):
        office.box.deliver(an_arrival(key))
    async with office.running() as room:
        await office.begun.wait()
        stopping = asyncio.create_task(room.stop())
        await asyncio.sleep(0.01)
        assert not stopping.done()
        office.slow.set()
        await stopping
    assert (office.handled, office.box.filed, sorted(office.box.lies)) == (["a"], [1], [2])
    assert not office.box.is_open


async def test_a_stop_waits_for_no_server(office: Office) -> None:
    """A mailroom that listens, waits for its next try, or was never started stops at once."""
    office.patience = Patience(look=600, first=600, most=600, tell=600)
    async with office.running():
        await until(lambda: office.box.is_open)
    office.box.fault = PostboxFault.REFUSED
    async with office.running():
        await until(lambda: bool(office.news))
    await Mailroom(office.box, office.take, office).stop()


@pytest.mark.parametrize("fault", PostboxFault)
async def test_an_outage_is_told_once(office: Office, fault: PostboxFault) -> None:
    """It is said when it begins, once more when it has lasted, and when it is over."""
    office.box.fault = fault
    office.box.deliver(an_arrival("a"))
    async with office.running():
        await until(lambda: len(office.news) == 2)
        await asyncio.sleep(0.1)
        assert office.news == [f"down {fault}", f"still down {fault}"]
        office.box.fault = None
        await until(lambda: office.box.filed == [1])
        await until(lambda: office.news[2:] == ["up"])
        office.box.fault = fault
        office.box.deliver(an_arrival("b"))
        await until(lambda: len(office.news) == 5)
    assert office.news[3:] == [f"down {fault}", f"still down {fault}"]


async def test_an_outage_that_cannot_be_told_is_outlived(office: Office) -> None:
    """Where the store is gone too it is told as soon as that can be, once, and mail is read on."""
    office.mute = 2
    office.box.fault = PostboxFault.UNREACHABLE
    office.box.deliver(an_arrival("a"))
    async with office.running():
        await until(lambda: "still down unreachable" in office.news)
        await asyncio.sleep(0.05)
        office.box.fault = None
        await until(lambda: office.news[-1] == "up")
    assert office.news == [
        "down unreachable",
        "failed store",
        "failed store",
        "still down unreachable",
        "up",
    ]
    assert office.box.filed == [1]


async def test_a_stop_after_a_break_hinders_nobody(office: Office) -> None:
    """A mailroom that broke for good is reported when it is stopped, and raises nothing."""
    said, raised = office.failed, 0

    def failed(error: Exception) -> None:
        nonlocal raised
        raised += 1
        if raised <= 2:
            raise error
        said(error)

    office.failed = failed  # type: ignore[method-assign]
    office.broken.add("a")
    office.box.deliver(an_arrival("a"))
    async with office.running():
        await until(lambda: raised == 2)
    assert (office.news, office.box.is_open) == (["failed a"], False)


async def test_what_is_nobodys_business_is_left_in_the_box(office: Office) -> None:
    """What the store leaves alone stays where it lies, and is asked about once."""
    letter = replace(an_arrival("letter"), sort=Sort.LETTER)
    office.box.deliver(letter)
    async with office.running():
        await until(lambda: office.handled == ["letter"])
        office.box.deliver(an_arrival("a"))
        await until(lambda: office.box.filed == [2])
    assert (office.handled, office.box.lies) == (["letter", "a"], {1: letter})


async def test_tries_come_further_and_further_apart(office: Office) -> None:
    """A server that is down is asked again after one second, two, four, up to five minutes."""
    pauses = [Patience().first]
    while pauses[-1] < Patience().most:
        pauses.append(min(2 * pauses[-1], Patience().most))
    assert (pauses[:3], pauses[-1], len(pauses)) == ([1, 2, 4], 300, 10)
    office.patience = Patience(look=60, first=0.01, most=0.04, tell=60)
    office.box.fault = PostboxFault.UNREACHABLE
    tries = 0

    async def counted() -> None:
        nonlocal tries
        tries += 1
        raise PostboxError(PostboxFault.UNREACHABLE)

    office.box.open = counted  # type: ignore[method-assign]
    async with office.running():
        await asyncio.sleep(0.2)
    assert 3 <= tries <= 7


async def test_what_nobody_foresaw_is_outlived(office: Office) -> None:
    """A mailbox that raises what it should not is reported, and opened again."""
    faults = [RuntimeError("odd")]

    def odd() -> None:
        if faults:
            raise faults.pop()

    office.box.cut = odd
    office.box.deliver(an_arrival("a"))
    async with office.running():
        await until(lambda: office.box.filed == [1])
    assert office.news == ["failed odd"]


@pytest.mark.parametrize("place", range(1, 20))
async def test_a_line_cut_anywhere_loses_and_doubles_nothing(office: Office, place: int) -> None:
    """Wherever the line is lost, before or after the server has heard, each mail counts once."""
    calls = 0

    def cut() -> None:
        nonlocal calls
        calls += 1
        if calls == place:
            raise PostboxError(PostboxFault.UNREACHABLE)

    office.box.cut = cut
    for mail in ("a", None, "b"):
        office.box.deliver(an_arrival(mail) if mail else None)
    async with office.running():
        await until(lambda: office.box.filed == [1, 3])
    assert (office.handled, office.box.lies) == (["a", "b"], {2: None})


async def test_a_look_that_breaks_unforeseen_is_told_as_an_outage(office: Office) -> None:
    """Whatever comes out of the mailbox, the office hears that nothing is read."""

    async def broken() -> list[int]:
        raise IndexError

    office.box.waiting = broken  # type: ignore[method-assign]
    async with office.running():
        await until(lambda: "still down unreachable" in office.news)
    assert "down unreachable" in office.news


async def test_a_stop_does_not_wait_for_a_look(office: Office) -> None:
    """A mailbox that takes its time is let go of: what it would have said is read again."""
    begun = asyncio.Event()

    async def never() -> list[int]:
        begun.set()
        await asyncio.Event().wait()
        return []

    office.box.waiting = never  # type: ignore[method-assign]
    room = Mailroom(office.box, office.take, office, QUICK)
    await room.start()
    await begun.wait()
    async with asyncio.timeout(20):
        await room.stop()
    assert not office.box.is_open
