"""Whoever writes to the bots, and the connector that their answers come to."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from aiohttp import ClientError, ClientSession, TCPConnector, web

from dialogs.turn import JSON
from tests.bench.figures import Run
from tests.bot.teams.activities import body, message

TICKS = 100
"""Of the kernel's clock in a second, in /proc."""
PATIENCE = 30.0
_HERE = "/emea/v3/conversations/{conversation}/activities{tail:.*}"


class Deliveries:
    """A connector on loopback: tells whoever waits in a conversation what came to it."""

    def __init__(self) -> None:
        self.port = 0
        self.waiting: dict[str, asyncio.Future[tuple[float, bytes]]] = {}

    @property
    def service_url(self) -> str:
        """As an activity from here names it."""
        return f"http://127.0.0.1:{self.port}/emea/"

    async def answer(self, request: web.Request) -> web.Response:
        """A reply is delivered once all of it is here."""
        raw = await request.read()
        waiting = self.waiting.pop(request.match_info["conversation"], None)
        if waiting is not None and not waiting.done():
            waiting.set_result((time.perf_counter(), raw))
        return web.Response(status=201, body=b'{"id": "f:1"}', content_type="application/json")


@asynccontextmanager
async def deliveries() -> AsyncIterator[Deliveries]:
    """An open connector."""
    server = Deliveries()
    app = web.Application()
    app.router.add_route("*", _HERE, server.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.port = runner.addresses[0][1]
    try:
        yield server
    finally:
        await runner.cleanup()


@dataclass(kw_only=True)
class Crowd:
    """People, each in a chat of their own, who wait for an answer before they go on.

    `sent` counts what was posted to each port.
    """

    connector: Deliveries
    people: list[str]
    token: str
    sent: Counter[int] = field(default_factory=Counter)
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    async def say(self, target: Target) -> None:
        """One turn of the first of them."""
        async with ClientSession() as session:
            await self.turn(session, self.people[0], target)

    async def said(self, target: Target) -> bytes:
        """What one turn of the first of them is answered."""
        async with ClientSession() as session:
            return (await self._turn(session, self.people[0], target))[1]

    async def turn(self, session: ClientSession, who: str, target: Target) -> float:
        """Seconds from the post until the reply is delivered; the request is over by then too."""
        return (await self._turn(session, who, target))[0]

    async def run(self, target: Target, seconds: float) -> Run:
        """All of them at once against one server, for so long."""
        latencies: list[float] = []
        failed = 0
        cpu, began = cpu_seconds(target.pid), time.perf_counter()

        async def talk(session: ClientSession, who: str) -> None:
            nonlocal failed
            while time.perf_counter() - began < seconds:
                try:
                    latencies.append(await self.turn(session, who, target))
                except (ClientError, TimeoutError, OSError, WrongAnswerError):
                    failed += 1

        async with ClientSession(connector=TCPConnector(limit=0)) as session:
            await asyncio.gather(*(talk(session, who) for who in self.people))
        elapsed = time.perf_counter() - began
        return Run(
            latencies=latencies,
            elapsed=elapsed,
            failed=failed,
            cpu=cpu_seconds(target.pid) - cpu,
        )

    async def _turn(self, session: ClientSession, who: str, target: Target) -> tuple[float, bytes]:
        """The seconds of a turn, and what it was answered."""
        said = message(
            target.says,
            who=who,
            id=f"bench-{next(self.numbers)}",
            serviceUrl=self.connector.service_url,
        )
        conversation = cast("Mapping[str, str]", said["conversation"])["id"]
        answer = asyncio.get_running_loop().create_future()
        self.connector.waiting[conversation] = answer
        raw = body(said)
        headers = {"Content-Type": "application/json"}
        if target.token:
            headers["Authorization"] = self.token
        self.sent[target.port] += 1
        async with asyncio.timeout(PATIENCE):
            began = time.perf_counter()
            async with session.post(target.url, data=raw, headers=headers) as response:
                await response.read()
            if response.status not in {200, 201, 202}:
                raise WrongAnswerError(str(response.status))
            delivered, reply = await answer
        if target.hears not in reply:
            raise WrongAnswerError(reply[:200].decode(errors="replace"))
        return float(delivered - began), reply


class WrongAnswerError(Exception):
    """A turn that was refused, or answered otherwise than it should be."""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A server: where it is, what is said to it, and what its answer must hold.

    `token` is whether it is shown one.
    """

    pid: int
    port: int
    says: str
    hears: bytes
    token: bool = False

    @property
    def url(self) -> str:
        """Where messages are posted."""
        return f"http://127.0.0.1:{self.port}/api/messages"


def cpu_seconds(pid: int) -> float:
    """What a process has used of the processor until now, its own and the kernel's time."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def as_text(report: JSON) -> str:
    """The report as it is printed."""
    return json.dumps(report, indent=2, ensure_ascii=False) + "\n"
