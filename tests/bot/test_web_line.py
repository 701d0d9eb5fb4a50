"""The doors as a hostile or a broken program meets them: bytes on a socket, and what is logged."""

import asyncio
import gzip
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import structlog
from aiohttp import web

from bot.web import make_app, make_runner
from bot.web_quiet import TALKATIVE
from dialogs.wording.nb import pages as words
from tests.fakes.rooms import TOKEN, FakeRooms

SECRET = "hemmelig-kake"
HOST = f"Host: svar.example\r\nCookie: {SECRET}\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"
CHUNKED = "Transfer-Encoding: chunked\r\n"
UNREADABLE = {
    "no method": b"\x16\x03\x01 " + SECRET.encode() + b"\r\n\r\n",
    "a long address": f"GET /svar/{SECRET}{'a' * 20_000} HTTP/1.1\r\n{HOST}\r\n".encode(),
    "a long header": f"GET /svar HTTP/1.1\r\n{HOST}X: {'a' * 20_000}\r\n\r\n".encode(),
    "a zero in a header": f"GET /svar/{TOKEN} HTTP/1.1\r\n{HOST}X: a\0b\r\n\r\n".encode(),
    "two lengths": f"POST /svar HTTP/1.1\r\n{HOST}Content-Length: 1\r\n"
    f"Content-Length: 2\r\n\r\n{SECRET}".encode(),
}
BROKEN_BODIES = {
    "a chunk without a length": f"{CHUNKED}\r\nzz{SECRET}\r\n".encode(),
    "a chunk too short": f"{CHUNKED}\r\n3\r\n{SECRET}\r\n".encode(),
    "broken gzip": b"Content-Encoding: gzip\r\nContent-Length: 12\r\n\r\nnot zipped!!",
    "gzip": b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s"
    % (len(gzip.compress(b"code=a")), gzip.compress(b"code=a")),
}


@pytest.fixture(autouse=True)
def everything_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Let the libraries say all that they ever say."""
    for name in TALKATIVE:
        caplog.set_level(logging.DEBUG, logger=name)


@asynccontextmanager
async def served(rooms: FakeRooms, *, patience: float = 15, lines: int = 50) -> AsyncIterator[int]:
    """The doors as in production, on a port of their own."""
    runner = make_runner(make_app(rooms, b"k" * 32, patience=patience), lines=lines)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def send(port: int, sent: bytes, *, then: bytes = b"", wait: float = 0) -> bytes:
    """Everything that comes back for these bytes until the line is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(sent)
        await asyncio.sleep(wait)
        writer.write(then)
        async with asyncio.timeout(5):
            return await reader.read()
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


def check_calm(answer: bytes, status: int) -> None:
    """Our headers, our page, and nothing of what was sent."""
    head, _, body = answer.decode().partition("\r\n\r\n")
    first, *headers = head.split("\r\n")
    assert first.split()[1] == str(status)
    named = dict(header.split(": ", 1) for header in headers)
    assert named["Server"] == "shm"
    assert named["Cache-Control"] == "no-store"
    assert "default-src 'none'" in named["Content-Security-Policy"]
    assert words.fault(status)[0] in body
    assert SECRET not in answer.decode()


def check_silent(caplog: pytest.LogCaptureFixture, told: list[object]) -> None:
    """Nothing that was sent has reached a log."""
    said = caplog.text + str(told)
    assert SECRET not in said
    assert TOKEN not in said
    assert "page_failed" not in said


@pytest.mark.parametrize("sent", UNREADABLE.values(), ids=UNREADABLE)
async def test_what_cannot_be_read(sent: bytes, caplog: pytest.LogCaptureFixture) -> None:
    """It gets the same calm 400 with every header, and neither page nor log repeats it."""
    with structlog.testing.capture_logs() as told:
        async with served(FakeRooms(local=False)) as port:
            check_calm(await send(port, sent), 400)
    check_silent(caplog, [*told])


@pytest.mark.parametrize("sent", BROKEN_BODIES.values(), ids=BROKEN_BODIES)
async def test_a_body_that_breaks_off(sent: bytes, caplog: pytest.LogCaptureFixture) -> None:
    """A body that cannot be read is a calm 400 and no fault of ours."""
    head = f"POST /svar/{TOKEN} HTTP/1.1\r\n{HOST}{FORM}Connection: close\r\n".encode()
    with structlog.testing.capture_logs() as told:
        async with served(FakeRooms(local=False)) as port:
            check_calm(await send(port, head + sent), 400)
    check_silent(caplog, [*told])


async def test_a_body_nobody_reads(caplog: pytest.LogCaptureFixture) -> None:
    """A page that takes no body is shown, and what is broken in the body is not repeated."""
    head = f"GET /svar HTTP/1.1\r\n{HOST}{CHUNKED}Connection: close\r\n\r\nzz{SECRET}\r\n"
    async with served(FakeRooms(local=False)) as port:
        answer = await send(port, head.encode())
    assert SECRET not in answer.decode()
    check_silent(caplog, [])


async def test_who_goes_away_while_sending(caplog: pytest.LogCaptureFixture) -> None:
    """A reader who closes the page half way is no fault, and nothing is recorded."""
    rooms = FakeRooms(local=False)
    head = f"POST /svar/{TOKEN} HTTP/1.1\r\n{HOST}{FORM}Content-Length: 99\r\n\r\nverdict="
    with structlog.testing.capture_logs() as told:
        async with served(rooms) as port:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(head.encode())
            await asyncio.sleep(0.1)
            writer.close()
            await asyncio.sleep(0.1)
    assert rooms.given == []
    check_silent(caplog, [*told])


@pytest.mark.parametrize("path", ["/svar", "/nowhere"])
async def test_an_expectation_we_do_not_know(path: str) -> None:
    """`Expect` with anything else than 100-continue is refused with our own page."""
    sent = f"GET {path} HTTP/1.1\r\n{HOST}Expect: {SECRET}\r\n\r\n"
    async with served(FakeRooms(local=False)) as port:
        check_calm(await send(port, sent.encode()), 417)


@pytest.mark.parametrize("sent", [b"", b"GET /svar HTTP/1.1\r\nX: y"])
async def test_a_head_that_never_ends(sent: bytes) -> None:
    """Who says nothing, or no end, is let go."""
    async with served(FakeRooms(local=False), patience=0.3) as port:
        assert await send(port, sent, then=sent[-1:], wait=0.2) == b""


async def test_a_body_that_never_ends() -> None:
    """Who sends a body too slowly is told so and let go."""
    head = f"POST /svar HTTP/1.1\r\n{HOST}{FORM}Content-Length: 50\r\n\r\ncode="
    async with served(FakeRooms(local=False), patience=0.3) as port:
        check_calm(await send(port, head.encode(), then=b"A", wait=0.2), 408)


async def test_one_line_too_many() -> None:
    """Past the ceiling a line is closed at once, and the others go on."""
    async with served(FakeRooms(local=False), lines=2) as port:
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
        await asyncio.sleep(0.05)
        ask = f"GET /healthz HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n".encode()
        assert await send(port, ask) == b""
        held[0][1].write(ask)
        assert b'"up"' in await held[0][0].read()
        held[1][1].close()
        await asyncio.sleep(0.05)
        assert b'"up"' in await send(port, ask)
        held[0][1].close()


async def test_a_librarys_words_are_not_kept(caplog: pytest.LogCaptureFixture) -> None:
    """Of a fault that a library logs there is left where it was and of what kind."""
    async with served(FakeRooms(local=False)):
        for name in TALKATIVE:
            logging.getLogger(name).error("about %s", SECRET, exc_info=ValueError(SECRET))
    assert SECRET not in caplog.text
    assert caplog.text.count("ValueError") == len(TALKATIVE)
