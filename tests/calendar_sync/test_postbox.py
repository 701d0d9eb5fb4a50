"""The contract of a mailbox, on the fake and on a real Dovecot."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from calendar_sync.imap import TRIES, ImapPostbox, read_within
from calendar_sync.imap_line import ImapServer
from calendar_sync.mailbox import Mailbox
from calendar_sync.replies import Reader, Why
from dialogs.understand.surplus import says_more
from pathway.arrivals import Arrival, Sort
from pathway.postbox import Postbox, PostboxError, PostboxFault
from tests.calendar_sync.cutting import Cutter, cutter
from tests.calendar_sync.dovecot import Dovecot, dovecot, needs_dovecot
from tests.fakes.postbox import FakePostbox

FOLDER = Path(__file__).parent / "samples"
ANSWER = (FOLDER / "replies" / "gmail-declined.eml").read_bytes()
NEWS = (FOLDER / "arrivals" / "newsletter.eml").read_bytes()
READER = Reader(Mailbox(address="mote@senteret.example", name="Senteret"), says_more)


class Box(Protocol):
    """A mailbox under test, and its other side."""

    @property
    def box(self) -> Postbox:
        """The mailbox."""

    def answer(self) -> None:
        """An answer comes in."""

    def news(self) -> None:
        """Something comes in that is nobody's business here."""

    def withholds(self, mail: int) -> None:
        """The server will not hand this mail out."""

    async def down(self) -> None:
        """Nobody answers any more."""


class FakeBox:
    """The fake one."""

    def __init__(self) -> None:
        self.box = FakePostbox()

    def answer(self) -> None:
        """An answer comes in."""
        at = datetime(2026, 10, 6, tzinfo=UTC)
        self.box.deliver(Arrival(key=str(len(self.box.lies)), sort=Sort.ANSWER, at=at))

    def news(self) -> None:
        """Nothing of ours."""
        self.box.deliver(None)

    def withholds(self, mail: int) -> None:
        """It cannot be read."""
        self.box.withheld[mail] = TRIES - 1

    async def down(self) -> None:
        """Gone."""
        self.box.fault = PostboxFault.UNREACHABLE


class DovecotBox:
    """The real one."""

    def __init__(self, server: Dovecot, line: Cutter) -> None:
        self.server, self.line = server, line
        self.box = ImapPostbox(ImapServer.of(server.at(line.port)), READER)
        self.count = 0

    def _deliver(self, raw: bytes) -> None:
        self.count += 1
        self.server.deliver(raw, f"179000000{self.count}.x")

    def answer(self) -> None:
        """An answer comes in."""
        self._deliver(ANSWER.replace(b"Kari Nordmann", b"Kari %d" % self.count))

    def news(self) -> None:
        """Nothing of ours."""
        self._deliver(NEWS)

    def withholds(self, mail: int) -> None:
        """Whoever asks for it asks in words that the server refuses."""
        self.line.spoilt = b"UID FETCH %d (RFC822" % mail

    async def down(self) -> None:
        """Stopped."""
        await self.server.stop()


@pytest.fixture(params=["fake", pytest.param("dovecot", marks=needs_dovecot)])
async def box(request: pytest.FixtureRequest) -> AsyncIterator[Box]:
    """An open mailbox of each kind."""
    if request.param == "fake":
        fake = FakeBox()
        await fake.box.open()
        yield fake
        return
    async with dovecot() as server, cutter(server.port) as line:
        real = DovecotBox(server, line)
        await real.box.open()
        yield real
        await real.box.close()


async def test_a_mail_that_is_never_read_to_its_end_stops_nobody() -> None:
    """Whatever keeps a reader busy for ever, the mail is told as one that cannot be read."""
    released = threading.Event()

    def thinks(*_: str) -> bool:
        return released.wait()

    at = datetime(2026, 10, 6, tzinfo=UTC)
    slow = Reader(READER.ours, thinks)
    try:
        async with asyncio.timeout(20):
            arrival = await read_within(0.05, slow, ANSWER, size=len(ANSWER), at=at)
    finally:
        released.set()
    assert arrival is not None
    assert (arrival.sort, arrival.reason, arrival.at) == (Sort.UNREADABLE, Why.TOO_LARGE, at)
    read = await read_within(20, READER, ANSWER, size=len(ANSWER), at=at)
    assert read == READER.read(ANSWER, size=len(ANSWER), at=at)


async def test_what_is_filed_waits_no_more(box: Box) -> None:
    """Mails wait oldest first until they are filed."""
    box.answer()
    box.answer()
    first, second = await box.box.waiting()
    assert first < second
    arrival = await box.box.read(first)
    assert arrival is not None
    assert arrival.sort is Sort.ANSWER
    assert await box.box.file(first)
    assert await box.box.waiting() == [second]


async def test_what_was_read_and_not_filed_waits_on(box: Box) -> None:
    """Reading leaves no trace: until it is filed a mail can be read again, also after a while."""
    box.answer()
    (mail,) = await box.box.waiting()
    first = await box.box.read(mail)
    await box.box.close()
    await box.box.open()
    assert await box.box.waiting() == [mail]
    assert await box.box.read(mail) == first


async def test_what_is_left_alone_is_not_shown_again(box: Box) -> None:
    """A mail that is nobody's business is read once, and stays."""
    box.news()
    box.answer()
    news, answer = await box.box.waiting()
    await box.box.read(news)
    box.box.leave(news)
    assert await box.box.waiting() == [answer]
    await box.box.close()
    await box.box.open()
    assert await box.box.waiting() == [answer]


async def test_a_mail_that_is_gone_is_nothing(box: Box) -> None:
    """A mail that somebody took away meanwhile is no error."""
    box.answer()
    (mail,) = await box.box.waiting()
    await box.box.file(mail)
    assert await box.box.read(mail) is None
    assert await box.box.file(mail)


async def test_a_mail_that_is_withheld_hides_no_other(box: Box) -> None:
    """One that the server refuses is said so, at last unreadable; the others are read."""
    box.answer()
    box.answer()
    first, second = await box.box.waiting()
    box.withholds(first)
    for _ in range(TRIES - 1):
        with pytest.raises(Exception) as caught:  # noqa: PT011 - any but what ends the line
            await box.box.read(first)
        assert not isinstance(caught.value, PostboxError)
        assert await box.box.waiting() == [first, second]
        other = await box.box.read(second)
        assert other is not None
        assert other.sort is Sort.ANSWER
    arrival = await box.box.read(first)
    assert arrival is not None
    assert (arrival.sort, len(arrival.key) <= 64) == (Sort.UNREADABLE, True)
    assert await box.box.waiting() == [first, second]  # until it is told, whatever fails
    assert await box.box.file(first)
    assert await box.box.waiting() == [second]


async def test_new_mail_ends_the_wait(box: Box) -> None:
    """Whoever listens hears of a mail as it comes, long before the wait is over."""
    await box.box.waiting()
    listening = asyncio.create_task(box.box.listen(60))
    await asyncio.sleep(0.2)
    box.answer()
    await asyncio.wait_for(listening, 10)
    assert len(await box.box.waiting()) == 1


async def test_a_wait_ends_by_itself(box: Box) -> None:
    """Where nothing comes the wait is over in its time, and the box is as good as before."""
    await asyncio.wait_for(box.box.listen(0.1), 5)
    box.answer()
    assert len(await box.box.waiting()) == 1


async def test_a_lost_server_is_said(box: Box) -> None:
    """Every call says that the mailbox is unreachable, also one that waits; closing never fails."""
    await box.down()
    for call in (box.box.waiting(), box.box.read(1), box.box.file(1), box.box.listen(1)):
        with pytest.raises(PostboxError) as caught:
            await call
        assert caught.value.fault is PostboxFault.UNREACHABLE
    await box.box.close()
    await box.box.close()


async def test_what_is_closed_is_unreachable(box: Box) -> None:
    """After closing nothing can be asked before it is opened again."""
    await box.box.close()
    with pytest.raises(PostboxError):
        await box.box.waiting()
    await box.box.open()
    assert await box.box.waiting() == []
