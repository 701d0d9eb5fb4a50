"""The organiser's mailbox on a real Dovecot: nothing marked, nothing lost, nothing twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from calendar_sync.imap import ImapPostbox
from calendar_sync.imap_line import ImapServer
from calendar_sync.replies import READ_LIMIT
from pathway.arrivals import Arrival, Handled, Sort
from pathway.postbox import PostboxError, PostboxFault
from scheduler.mailroom import Mailroom, Patience
from tests.calendar_sync.cutting import Cut, cutter
from tests.calendar_sync.dovecot import PASSWORD, Dovecot, dovecot, dovecot_with_tls, needs_dovecot
from tests.calendar_sync.smtp_server import odd_server
from tests.calendar_sync.test_postbox import ANSWER, NEWS, READER

pytestmark = needs_dovecot

LETTER = (Path(__file__).parent / "samples" / "arrivals" / "letter-in-words.eml").read_bytes()
BARE = "imap_capability = IMAP4rev1 SASL-IR LITERAL+"
MANY = 300
QUICK = Patience(look=60, first=0.01, most=0.05, tell=0.3)


@pytest.fixture
async def server() -> AsyncIterator[Dovecot]:
    """A mail server with an empty mailbox."""
    async with dovecot() as opened:
        yield opened


def box_at(url: str, seconds: float = 10) -> ImapPostbox:
    """That mailbox."""
    return ImapPostbox(replace(ImapServer.of(url), seconds=seconds), READER)


@dataclass
class Room:
    """Takes arrivals as a store would: it knows no address, and a key that it has seen again."""

    taken: list[Arrival] = field(default_factory=list)
    repeats: int = 0
    news: list[str] = field(default_factory=list)

    async def take(self, arrival: Arrival) -> Handled:
        """One transaction."""
        if arrival.sort in {Sort.LETTER, Sort.OUT_OF_OFFICE} and not arrival.named:
            return Handled.LEFT
        if any(arrival.key == seen.key for seen in self.taken):
            self.repeats += 1
            return Handled.REPEATED
        self.taken.append(arrival)
        return Handled.APPLIED

    async def down(self, fault: PostboxFault) -> None:
        """Said."""
        self.news.append(f"down {fault}")

    async def still_down(self, fault: PostboxFault) -> None:
        """Said."""
        self.news.append(f"still {fault}")

    async def up(self) -> None:
        """Said."""
        self.news.append("up")

    async def alive(self, within: float) -> None:
        """Nobody asks."""

    async def unfiled(self) -> None:
        """Said."""
        self.news.append("unfiled")

    def failed(self, error: Exception) -> None:
        """Never."""
        raise error

    async def run(self, box: ImapPostbox, patience: Patience = QUICK) -> Mailroom:
        """A mailroom at work."""
        mailroom = Mailroom(box, self.take, self, patience)
        await mailroom.start()
        return mailroom


async def until(true: Callable[[], object], seconds: float = 20) -> None:
    """Wait for it."""
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - it lies in files, which set no event
            await asyncio.sleep(0.01)


# ---------------------------------------------------------------- what is touched, and what not


async def test_what_is_not_ours_keeps_every_flag(server: Dovecot) -> None:
    """A newsletter lies where it lay, unread, after we have looked at it; an answer is moved."""
    server.deliver_all([NEWS, ANSWER])
    room = Room()
    mailroom = await room.run(box_at(server.url))
    await until(server.filed)
    await mailroom.stop()
    assert (server.inbox(), server.filed()) == ([NEWS], [ANSWER])
    assert server.flags() == [""]
    assert (room.repeats, room.news) == (0, [])


async def test_an_answer_is_read_as_it_comes(server: Dovecot) -> None:
    """A mail that comes while we listen is handled within seconds, not at the next look."""
    room = Room()
    mailroom = await room.run(box_at(server.url))
    await asyncio.sleep(0.5)
    server.deliver(ANSWER, "1790000001.x")
    await until(lambda: len(room.taken) == 1, 10)
    await mailroom.stop()


async def test_a_server_that_tells_nothing_is_looked_at_now_and_then(server: Dovecot) -> None:
    """The poll is the net below IDLE: news that never come over the line are found all the same."""
    room = Room()
    async with cutter(server.port) as line:
        line.untold = True
        mailroom = await room.run(box_at(server.at(line.port)), replace(QUICK, look=0.5))
        await until(lambda: "IDLE" in line.commands)
        server.deliver(ANSWER, "1790000001.x")
        await until(lambda: len(room.taken) == 1, 10)
        await mailroom.stop()
    assert room.news == []


@pytest.mark.parametrize("can", ["", "UIDPLUS", "MOVE", "IDLE UIDPLUS"])
async def test_a_server_that_can_do_less(can: str) -> None:
    """Without MOVE a mail is copied and marked as deleted, without IDLE seen at the next look."""
    async with dovecot(f"{BARE} {can}") as server:
        server.deliver_all([NEWS, ANSWER])
        room = Room()
        mailroom = await room.run(box_at(server.url), replace(QUICK, look=0.2))
        await until(server.filed)
        server.deliver(LETTER, "1790000009.x")
        await until(lambda: len(server.filed()) == 2)
        await mailroom.stop()
        assert (server.inbox(), server.filed()) == ([NEWS], [ANSWER, LETTER])
        assert [arrival.sort for arrival in room.taken] == [Sort.ANSWER, Sort.LETTER]


@pytest.mark.parametrize(("read", "into"), [("", ""), ("/Mote", "?done=Lest")])
async def test_folders_that_lie_below_the_inbox(read: str, into: str) -> None:
    """Where a server keeps all folders as INBOX.x (RFC 2342) they are named so, and used."""
    async with dovecot("namespace inbox {\n  prefix = INBOX.\n}") as server:
        room = Room()
        if read:
            server.make("Mote")
        mailroom = await room.run(box_at(f"{server.url}{read}{into}"))
        server.deliver(ANSWER, "1790000001.x", read.strip("/"))
        await until(lambda: server.filed(into.rpartition("=")[2] or "Behandlet"))
        await mailroom.stop()
        assert room.news == []


async def test_a_folder_that_cannot_be_filed_in_is_told(server: Dovecot) -> None:
    """What was handled stays where it lies, once; and that it does is said once."""
    server.deliver_all([ANSWER, LETTER])
    room = Room()
    mailroom = await room.run(box_at(f"{server.url}?done={'x' * 300}"))
    await until(lambda: len(room.taken) == 2 and room.news)
    await mailroom.stop()
    assert (room.news, server.inbox()) == (["unfiled"], [ANSWER, LETTER])


async def test_another_folder_may_be_read_and_another_filed_in(server: Dovecot) -> None:
    """The folders stand in the address, with spaces and signs as they are."""
    server.deliver(ANSWER, "1790000001.x")
    box = box_at(f"{server.url}/INBOX?done=Svar%20%28lest%29")
    room = Room()
    mailroom = await room.run(box)
    await until(lambda: server.filed("Svar (lest)"))
    await mailroom.stop()
    gone = box_at(f"{server.url}/Finnes%20ikke")
    with pytest.raises(PostboxError) as caught:
        await gone.open()
    assert caught.value.fault is PostboxFault.GONE
    await gone.close()


# ---------------------------------------------------------------- TLS


async def test_a_server_behind_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server whose certificate the machine trusts is let in; another never hears the password."""
    async with dovecot_with_tls() as server:
        box = box_at(server.url.replace("imap://", "imaps://"))
        with pytest.raises(PostboxError) as caught:
            await box.open()
        assert caught.value.fault is PostboxFault.UNREACHABLE
        await box.close()
        monkeypatch.setenv("SSL_CERT_FILE", str(server.folder / "server.pem"))
        await box.open()
        assert await box.waiting() == []
        await box.listen(0.1)
        await box.close()
        elsewhere = box_at(f"imaps://mote:x@localhost:{server.port}")
        with pytest.raises(PostboxError):
            await elsewhere.open()
        await elsewhere.close()


# ---------------------------------------------------------------- lines that are lost


@pytest.mark.parametrize("how", Cut)
async def test_a_line_cut_after_each_command(server: Dovecot, how: Cut) -> None:
    """Whichever command the line is lost at, each answer counts once, and all are filed."""
    commands: list[str] = []
    cut = True
    for place in range(1, 30):
        server.deliver_all([ANSWER.replace(b"Kari", b"K%d" % place), LETTER, NEWS])
        room = Room()
        async with cutter(server.port, how, place) as line:
            mailroom = await room.run(box_at(server.at(line.port)))
            await until(lambda: len(server.filed()) >= 2)
            await mailroom.stop()
            cut = len(line.commands) > place
            commands = line.commands[:place]
        assert [arrival.sort for arrival in room.taken] == [Sort.ANSWER, Sort.LETTER], place
        assert set(server.inbox()) == {NEWS}
        server.clear()
        if not cut:
            break
    assert not cut, "the last one ran to its end"
    assert {"LOGIN", "SELECT", "UID SEARCH", "UID FETCH", "UID MOVE"} <= set(commands)


@pytest.mark.parametrize("how", Cut)
async def test_a_copy_cut_after_each_command(how: Cut) -> None:
    """Where a mail is copied and deleted a copy may be filed twice; no answer is taken twice."""
    async with dovecot(f"{BARE} UIDPLUS IDLE") as server:
        for place in range(8, 14):
            server.deliver(ANSWER.replace(b"Kari", b"K%d" % place), f"179000{place:04}.x")
            room = Room()
            async with cutter(server.port, how, place) as line:
                mailroom = await room.run(box_at(server.at(line.port)))
                await until(lambda: server.filed() and not server.inbox())
                await mailroom.stop()
            assert len(room.taken) == 1, place
            server.clear()


async def test_a_wrong_password_is_told_once_and_mends(server: Dovecot) -> None:
    """A changed password is told once as such; when it is right again all that waited is read."""
    room = Room()
    mailroom = await room.run(box_at(server.url))
    await asyncio.sleep(0.2)
    await server.stop()
    await until(lambda: room.news)
    server.deliver(ANSWER, "1790000001.x")
    await server.start(password="another")
    await until(lambda: room.news[1:])
    await asyncio.sleep(0.5)
    server.set_password(PASSWORD)
    await until(lambda: len(room.taken) == 1)
    await mailroom.stop()
    assert room.news == ["down unreachable", "still refused", "up"]


async def test_a_mailbox_that_is_gone(server: Dovecot) -> None:
    """A name that the server does not know is refused, and said so."""
    box = box_at(server.url.replace("//mote", "//borte"))
    with pytest.raises(PostboxError) as caught:
        await box.open()
    assert caught.value.fault is PostboxFault.REFUSED
    await box.close()


@pytest.mark.parametrize("greeting", [b"", b"* BYE busy\r\n", b"garbage\r\n", b"\xff" * 1000])
async def test_a_server_that_says_nothing_sensible(greeting: bytes) -> None:
    """Silence, a goodbye and garbage are an unreachable mailbox, in the time that we allow."""
    async with odd_server(greeting) as port:
        box = box_at(f"imap://a:b@127.0.0.1:{port}", seconds=0.3)
        with pytest.raises(PostboxError) as caught:
            await asyncio.wait_for(box.open(), 5)
        assert caught.value.fault is PostboxFault.UNREACHABLE
        await box.close()


async def test_nobody_there() -> None:
    """A port that nobody listens on is an unreachable mailbox."""
    box = box_at("imap://a:b@127.0.0.1:1", seconds=1)
    with pytest.raises(PostboxError):
        await box.open()
    await box.close()


async def test_a_mailbox_made_anew_is_read_anew(server: Dovecot) -> None:
    """When the server numbers its mails anew (UIDVALIDITY) what was left is looked at once more."""
    server.deliver(NEWS, "1790000001.x")
    box = box_at(server.url)
    await box.open()
    (mail,) = await box.waiting()
    assert await box.read(mail) is not None
    box.leave(mail)
    await box.close()
    await server.stop()
    server.forget_numbers()
    server.deliver(ANSWER, "1790000000.x")
    await server.start()
    await box.open()
    assert await box.waiting() == [1, 2]
    await box.close()


# ---------------------------------------------------------------- too much of it


async def test_a_mail_of_25_mib_is_never_read_whole(server: Dovecot) -> None:
    """Of a huge mail only its beginning is fetched; the answer that stands there counts."""
    head, _, rest = ANSWER.partition(b"\r\n\r\n")
    assert rest
    large = b"--x\r\nContent-Type: image/png\r\n\r\n" + b"A" * (25 * 2**20)
    raw = (
        b"From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
        + head[head.index(b"Content-Type:") :]
        + b"\r\n\r\n"
        + rest
        + b"\r\n"
        + large
        + b"\r\n--x--\r\n"
    )
    server.deliver_all([raw, LETTER.replace(b"\r\n\r\n", b"\r\n\r\n" + b"A" * 2**20, 1)])
    async with cutter(server.port) as line:
        room = Room()
        mailroom = await room.run(box_at(server.at(line.port)))
        await until(lambda: len(server.filed()) == 2)
        await mailroom.stop()
        assert line.received < 2.1 * READ_LIMIT
    assert [arrival.sort for arrival in room.taken] == [Sort.ANSWER, Sort.UNREADABLE]


async def test_many_mails_are_read_one_at_a_time(server: Dovecot) -> None:
    """While hundreds of mails are read other work goes on; they never lie in memory together."""
    server.deliver_all(ANSWER.replace(b"Kari", b"K%d" % number) for number in range(MANY))
    room = Room()
    held = most = turns = 0

    async def take(arrival: Arrival) -> Handled:
        nonlocal held, most
        held += 1
        most = max(most, held)
        await asyncio.sleep(0)
        held -= 1
        return await room.take(arrival)

    mailroom = Mailroom(box_at(server.url), take, room, QUICK)
    await mailroom.start()
    async with asyncio.timeout(120):
        while len(room.taken) < MANY:
            await asyncio.sleep(0)
            turns += 1
    await mailroom.stop()
    assert most == 1
    assert turns > MANY
    assert len({arrival.key for arrival in room.taken}) == MANY
