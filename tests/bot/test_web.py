"""What holds for every page: headers, limits, health, and calm."""

from collections.abc import AsyncIterator
from unittest.mock import ANY

import pytest
import structlog
from aiohttp import ClientSession, web

from bot.pages import Pages
from bot.web import make_app, make_runner
from tests.fakes.rooms import TOKEN, Browser, FakeRooms, served

HERE = f"/svar/{TOKEN}"


@pytest.fixture
def rooms() -> FakeRooms:
    """Rooms as they are in production."""
    return FakeRooms(local=False)


@pytest.fixture
async def browser(rooms: FakeRooms) -> AsyncIterator[Browser]:
    """A browser of somebody outside."""
    async with served(rooms) as browser:
        yield browser


@pytest.mark.parametrize("path", [HERE, "/svar", "/", "/svar/x", "/healthz", "/static/style.css"])
async def test_security_headers(browser: Browser, path: str) -> None:
    """Every response forbids other sites, frames, sniffing, referrers and indexing."""
    headers = (await browser.get(path)).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "aiohttp" not in headers["Server"]


async def test_pages_are_not_kept(browser: Browser) -> None:
    """No page may be stored by anybody between."""
    assert (await browser.get(HERE)).headers["Cache-Control"] == "no-store"


async def test_static_files_are_kept_under_their_version(browser: Browser) -> None:
    """A static file is kept for ever under its version, and asked for again without one."""
    address = Pages().asset("style.css")
    versioned = await browser.get(address)
    assert "immutable" in versioned.headers["Cache-Control"]
    assert versioned.content_type == "text/css"
    assert "no-cache" in (await browser.get("/static/style.css")).headers["Cache-Control"]


@pytest.mark.parametrize("name", ["answer.html", "__init__.py", "..%2fweb.py", "missing.css"])
async def test_only_static_files_are_served(browser: Browser, name: str) -> None:
    """Templates and code are not static files."""
    assert (await browser.get(f"/static/{name}")).status == 404


async def test_the_stylesheet_is_small_and_needs_nobody() -> None:
    """One stylesheet under 250 lines, with no address in it."""
    style = Pages().static["style.css"].body.decode()
    assert style.count("\n") < 250
    assert "url(" not in style
    assert "@import" not in style


@pytest.mark.parametrize("path", [HERE, "/svar"])
async def test_a_body_too_large(rooms: FakeRooms, browser: Browser, path: str) -> None:
    """More than 16 KB is refused, said to be large or not."""
    response = await browser.post(path, data={"text": "x" * 20_000})
    assert response.status == 413
    assert "for stort" in await response.text()
    assert rooms.given == []


async def test_a_large_body_in_pieces(browser: Browser) -> None:
    """A body that does not say its size is measured as it comes."""

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 1024

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await browser.post(HERE, data=pieces(), headers=form)).status == 413


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"verdict=\xff\xfe", "application/x-www-form-urlencoded"),
        (b"verdict=%ff", "application/x-www-form-urlencoded"),
        (b"a=1&" * 500, "application/x-www-form-urlencoded"),
        (b"verdict=accepted", "application/x-www-form-urlencoded; charset=utf-99"),
        (b'{"verdict": "accepted"}', "application/json"),
        (b"--x", "multipart/form-data; boundary=x"),
        (b"verdict=accepted", "text/plain"),
        (b"", "application/x-www-form-urlencoded"),
    ],
)
async def test_a_malformed_body(rooms: FakeRooms, browser: Browser, body: bytes, kind: str) -> None:
    """Whatever is posted, the answer is a calm 400 and nothing is recorded."""
    response = await browser.post(HERE, data=body, headers={"Content-Type": kind})
    assert response.status == 400
    assert "<h1>" in await response.text()
    assert rooms.given == []


@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", HERE), ("DELETE", HERE), ("PATCH", "/svar"), ("POST", "/healthz"), ("OPTIONS", HERE)],
)
async def test_a_wrong_method(browser: Browser, method: str, path: str) -> None:
    """Another method than those that there are is refused, and those are named."""
    response = await browser.request(method, path)
    assert response.status == 405
    assert "GET" in response.headers["Allow"]


async def test_health(rooms: FakeRooms, browser: Browser) -> None:
    """The process is up; it is ready when a turn can be answered and all of the daemon beats."""
    assert (await browser.get("/healthz")).status == 200
    assert await (await browser.get("/readyz")).json() == {"status": "ready"}
    rooms.lacks = ("mailbox", "clock")
    response = await browser.get("/readyz")
    told = {"status": "not ready", "lacking": ["mailbox", "clock"]}
    assert (response.status, await response.json()) == (503, told)


async def test_not_ready_when_asking_fails(rooms: FakeRooms, browser: Browser) -> None:
    """A store that cannot be asked is not ready, and says so in JSON."""
    rooms.broken = True
    response = await browser.get("/readyz")
    told = {"status": "not ready", "lacking": ["store"]}
    assert (response.status, await response.json()) == (503, told)
    assert (await browser.get("/healthz")).status == 200


async def test_calm_when_the_program_fails(rooms: FakeRooms, browser: Browser) -> None:
    """A fault of ours is a calm page, and the log has the place but nobody's name or token."""
    rooms.broken = True
    with structlog.testing.capture_logs() as log:
        response = await browser.get(HERE)
    assert response.status == 503
    assert "Noe gikk galt hos oss" in await response.text()
    assert log == [
        {
            "event": "page_failed",
            "log_level": "error",
            "method": "GET",
            "route": "/svar/{token}",
            "error": "RuntimeError",
            "where": ANY,
        }
    ]
    assert "Kari" not in str(log)
    assert TOKEN not in str(log)


async def test_no_access_log(rooms: FakeRooms, caplog: pytest.LogCaptureFixture) -> None:
    """Serving a page logs no address, since addresses hold tokens."""
    caplog.set_level("DEBUG")
    runner = make_runner(make_app(rooms, b"k" * 32))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        async with ClientSession() as session:
            assert (await session.get(f"http://127.0.0.1:{runner.addresses[0][1]}{HERE}")).ok
    finally:
        await runner.cleanup()
    assert TOKEN not in caplog.text
