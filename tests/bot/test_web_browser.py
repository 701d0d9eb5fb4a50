"""The pages in a real browser: headless Chromium, driven over its own protocol."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, ClientWebSocketResponse

from bot.seams import CurrentAnswer, Mailbox, PageState
from pathway.words import Role, Verdict
from tests.fakes.rooms import (
    NOW,
    REF,
    TOKEN,
    FakeRooms,
    answer_page,
    case_view,
    fields,
    mail,
    served,
)

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
    "--remote-debugging-port=0",
)
PHONE, DESK = (390, 844), (1400, 900)

# Every visible text with too little contrast to what is behind it (WCAG 2.2, 1.4.3).
FAINT = """
(() => {
  const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = rgb(getComputedStyle(e).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  return [...document.querySelectorAll("body *")]
    .filter((e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()))
    .filter((e) => e.checkVisibility())
    .filter((e) => {
      const pair = [light(rgb(getComputedStyle(e).color)), light(behind(e))].sort((a, b) => b - a);
      return (pair[0] + 0.05) / (pair[1] + 0.05) < 4.5;
    })
    .map((e) => e.textContent.trim().slice(0, 40));
})()
"""

# Buttons, links that stand alone and fields lower than 44 px.
SMALL = """
[...document.querySelectorAll("button, .button, summary, select, textarea, .choice, .tabs a, "
  + "input:not([type=hidden], [type=radio], [type=checkbox]), .pick")]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44)
  .map((e) => e.outerHTML.slice(0, 60))
"""

# Whether the newest bubble lies within what is seen of the log.
SEEN = """
(() => {
  const last = document.querySelector("#lines > li:last-child")?.getBoundingClientRect();
  const log = document.getElementById("log")?.getBoundingClientRect();
  return document.readyState === "complete" && last.top >= log.top && last.bottom <= log.bottom;
})()
"""

WIDER = "document.documentElement.scrollWidth > innerWidth"


class Page:
    """One tab: goes somewhere, evaluates, and remembers what the browser complained about."""

    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self._socket = socket
        self._number = 0
        self.complaints: list[str] = []

    async def tell(self, method: str, **params: object) -> dict[str, Any]:
        """One command of the protocol, and its result."""
        self._number += 1
        wanted = self._number
        await self._socket.send_json({"id": wanted, "method": method, "params": params})
        while True:
            message = await self._socket.receive_json(timeout=20)
            if message.get("id") == wanted:
                return dict(message.get("result", {}))
            if message.get("method") in {"Runtime.exceptionThrown", "Log.entryAdded"}:
                self.complaints.append(str(message["params"]))

    async def look(self, *, size: tuple[int, int], dark: bool) -> None:
        """Be a screen of this size, in light or dark."""
        width, height = size
        screen = {"deviceScaleFactor": 1, "mobile": size == PHONE}
        await self.tell("Emulation.setDeviceMetricsOverride", width=width, height=height, **screen)
        theme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        await self.tell("Emulation.setEmulatedMedia", features=[theme])

    async def go(self, address: str) -> None:
        """Open an address and wait until it stands."""
        await self.tell("Page.navigate", url=address)
        await self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    async def evaluate(self, script: str) -> Any:  # noqa: ANN401  whatever the script returns
        """What a script comes to."""
        result = await self.tell("Runtime.evaluate", expression=script, returnByValue=True)
        return result.get("result", {}).get("value")

    async def until(self, script: str) -> None:
        """Wait until a script is true."""
        async with asyncio.timeout(20):
            while not await self.evaluate(script):  # noqa: ASYNC110  the browser tells of no such event
                await asyncio.sleep(0.05)


@asynccontextmanager
async def chromium(folder: Path) -> AsyncIterator[Page]:
    """A fresh browser with one tab."""
    if not CHROMIUM:
        pytest.skip("no chromium on this machine")
    process = await asyncio.create_subprocess_exec(
        CHROMIUM,
        *FLAGS,
        f"--user-data-dir={folder}",
        "about:blank",
        stderr=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        async with ClientSession() as session:
            port = await _port(process)
            tabs = await (await session.get(f"http://127.0.0.1:{port}/json")).json()
            address = next(t["webSocketDebuggerUrl"] for t in tabs if t["type"] == "page")
            async with session.ws_connect(address, max_msg_size=0) as socket:
                page = Page(socket)
                for domain in ("Page", "Runtime", "Log"):
                    await page.tell(f"{domain}.enable")
                yield page
    finally:
        process.terminate()
        await process.communicate()


async def _port(process: asyncio.subprocess.Process) -> str:
    assert process.stderr
    async with asyncio.timeout(30):
        while line := (await process.stderr.readline()).decode():
            if found := re.search(r"127\.0\.0\.1:(\d+)/", line):
                return found[1]
    raise AssertionError("chromium did not start")


def full_rooms() -> FakeRooms:
    """A local clinic with a case and mail."""
    box = Mailbox(address="kari.berg@lege.example", name="Kari", role=Role.GP, mails=(mail(),))
    return FakeRooms(view=case_view(), boxes=[box])


YES = CurrentAnswer(verdict=Verdict.ACCEPTED, at=NOW, has_text=True)
PAGES = {
    "answer": (f"/svar/{TOKEN}", answer_page()),
    "receipt": (f"/svar/{TOKEN}", answer_page(current=YES)),
    "cancelled": (f"/svar/{TOKEN}", answer_page(state=PageState.CANCELLED)),
    "code": ("/svar", answer_page()),
    "overview": ("/", answer_page()),
    "case": (f"/?case={REF}&tab=case", answer_page()),
    "mail": ("/?box=kari.berg@lege.example&mail=0&tab=mail", answer_page()),
}


async def test_every_page_can_be_read_and_pressed(tmp_path: Path) -> None:
    """On phone and desk, light and dark, text has contrast, targets have size, nothing is cut."""
    rooms, faults = full_rooms(), []
    async with served(rooms) as browser, chromium(tmp_path) as page:
        for name, (path, rooms.page) in PAGES.items():
            for size in (PHONE, DESK):
                for dark in (False, True):
                    await page.look(size=size, dark=dark)
                    await page.go(str(browser.make_url(path)))
                    await page.evaluate(
                        "document.querySelectorAll('details').forEach((d) => { d.open = true; })"
                    )
                    for what in (FAINT, SMALL, WIDER):
                        found = await page.evaluate(what)
                        faults += [(name, size, dark, found)] if found else []
        assert faults == []
        assert page.complaints == []


async def test_the_chat_by_mouse_and_keyboard(tmp_path: Path) -> None:
    """One registers a patient by the button and the card, and the case opens beside the chat."""
    async with served(full_rooms()) as browser, chromium(tmp_path) as page:
        await page.look(size=DESK, dark=False)
        await page.go(str(browser.make_url("/")))
        await page.evaluate("document.querySelector('.welcome button').click()")
        await page.until("document.querySelector('[name=\"i.name\"]') !== null")
        await page.evaluate(
            "document.querySelector('[name=\"i.name\"]').value = 'O. N.';"
            "document.querySelector('[name=\"i.received\"]').value = '2026-09-07';"
            "document.querySelector('.card .primary').click()"
        )
        await page.until("document.querySelector('.milestones') !== null")
        assert page.complaints == []


@pytest.mark.parametrize("scripts", [True, False])
async def test_the_newest_is_in_view(tmp_path: Path, *, scripts: bool) -> None:
    """Once something was said, and after a reload, the newest bubble is seen, script or no."""
    rooms = full_rooms()
    async with served(rooms) as browser, chromium(tmp_path) as page:
        form = fields(await (await browser.get("/")).text())
        for number in range(25):
            await browser.post("/chat", data=form | {"text": f"linje {number}"})
        await page.look(size=DESK, dark=False)
        await page.tell("Emulation.setScriptExecutionDisabled", value=not scripts)
        for path in ("/#latest", "/"):
            await page.go(str(browser.make_url(path)))
            for _ in range(2):
                await page.until(SEEN)
                await page.tell("Page.reload")
                await asyncio.sleep(0.3)
        assert page.complaints == []


async def test_news_arrive_without_losing_what_is_typed(tmp_path: Path) -> None:
    """A new mail appears by itself, and what stands in the field stays."""
    rooms = full_rooms()
    async with served(rooms) as browser, chromium(tmp_path) as page:
        await page.look(size=DESK, dark=False)
        await page.go(str(browser.make_url("/")))
        await page.evaluate("document.getElementById('message').value = 'halvt skrevet'")
        rooms.boxes = [Mailbox(address="ny@lege.example", mails=(mail("Kom nettopp"),))]
        rooms.changes += 1
        await page.until("document.body.textContent.includes('Kom nettopp')")
        assert await page.evaluate("document.getElementById('message').value") == "halvt skrevet"
