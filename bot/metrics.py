"""`/metrics` for Prometheus, from the daemon, on a listener of its own.

Labels are the clinic's id and words of ours: nobody can be found in them, and there are never more.
What is counted in the store is read beside the program, once a minute at most.
"""

from __future__ import annotations

import asyncio
import hmac
import math
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from bot.opening import UsageError
from bot.web_quiet import hush
from pathway.outgoing import SendingStatus

if TYPE_CHECKING:
    from prometheus_client.core import Metric

    from pathway.figures import Figures
    from pathway.service.daemon.report import Report
    from pathway.words import ClinicId

FRESH_SECONDS = 60.0
"""So long are figures of the store told again: to count a million promises takes a second."""

PASS_BUCKETS = (0.01, 0.05, 0.25, 1, 5, 15, 30, 60, 120)
"""Seconds of a pass; more than the last is more than a pass may ever take."""

_STOP_SECONDS = 1.0

_OUTCOMES = {
    SendingStatus.SENT: "sent",
    SendingStatus.FAILED: "retry",
    SendingStatus.GIVEN_UP: "given_up",
}

Read = Callable[[datetime], "Figures"]


class Metrics:
    """What one daemon tells of its clinic; implements prometheus_client's `Collector`."""

    def __init__(self, clinic: ClinicId, read: Read, now: Callable[[], datetime]) -> None:
        """`read` counts in the store, in whatever thread it is called; `now` is the clock, UTC."""
        self._clinic = clinic
        self._read = read
        self._now = now
        self._figures: tuple[datetime, Figures] | None = None
        self._read_at = -math.inf
        self._reading = asyncio.Lock()
        self.registry = CollectorRegistry()
        self._messages = Counter(
            "shm_messages",
            "Messages handed over by this daemon, by what came of it.",
            ("clinic", "channel", "outcome"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "shm_pass_seconds",
            "How long the daemon's passes took.",
            ("clinic",),
            buckets=PASS_BUCKETS,
            registry=self.registry,
        )
        self._broken = Counter(
            "shm_broken",
            "Cases, people, rows and passes that raised what no rule foresaw.",
            ("clinic",),
            registry=self.registry,
        )
        self.registry.register(self)

    def passed(self, report: Report, seconds: float) -> None:
        """One pass of the daemon is done."""
        self._seconds.labels(self._clinic).observe(seconds)
        for (channel, status), number in report.handed.items():
            labels = (self._clinic, channel.value, _OUTCOMES[status])
            self._messages.labels(*labels).inc(number)

    def broke(self) -> None:
        """Something raised; the log says where."""
        self._broken.labels(self._clinic).inc()

    async def text(self) -> bytes:
        """All of it in Prometheus' text form."""
        async with self._reading:
            loop = asyncio.get_running_loop()
            if loop.time() - self._read_at >= FRESH_SECONDS:
                now = self._now()
                self._figures = now, await asyncio.to_thread(self._read, now)
                self._read_at = loop.time()
        return generate_latest(self.registry)

    def collect(self) -> Iterator[Metric]:
        """What was counted in the store when it was last read; nothing before."""
        if self._figures is None:
            return
        now, figures = self._figures
        messages = GaugeMetricFamily(
            "shm_queue_messages",
            "Messages that may leave now, or have failed and are tried again.",
            labels=("clinic", "channel"),
        )
        age = GaugeMetricFamily(
            "shm_queue_age_seconds",
            "How long the oldest of them has waited; one that failed, since it was written.",
            labels=("clinic", "channel"),
        )
        for channel, queue in figures.queues.items():
            messages.add_metric((self._clinic, channel.value), queue.messages)
            age.add_metric((self._clinic, channel.value), (now - queue.since).total_seconds())
        promises = GaugeMetricFamily(
            "shm_promises", "Promises by kind and state.", labels=("clinic", "kind", "state")
        )
        for (kind, state), number in figures.promises.items():
            promises.add_metric((self._clinic, kind.value, state), number)
        yield from (messages, age, promises)


class MetricsDoor:
    """A listener that answers `/metrics` and nothing else, to whoever shows the token."""

    def __init__(
        self,
        figures: Metrics,
        address: tuple[str, int],
        token: str,
        close: Callable[[], None] = lambda: None,
    ) -> None:
        """`token` may be empty on loopback; `close` lets go of what the figures are read from."""
        self.figures = figures
        self.port = 0
        self._address = address
        self._token = token
        self._close = close
        app = web.Application()
        app.add_routes([web.get("/metrics", self._tell)])
        self._runner = web.AppRunner(
            app, access_log=None, handle_signals=False, shutdown_timeout=_STOP_SECONDS
        )

    async def start(self) -> None:
        """Listen. `UsageError` where the address cannot be used."""
        hush()
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, *self._address).start()
        except OSError as error:
            host, port = self._address
            why = f"SHM_METRICS_BIND={host}:{port} cannot be used ({error.strerror})"
            message = f"{why}: choose another port"
            raise UsageError(message) from None
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Listen no more."""
        await self._runner.cleanup()
        self._close()

    async def _tell(self, request: web.Request) -> web.Response:
        shown = request.headers.get("Authorization", "").encode()
        if self._token and not hmac.compare_digest(shown, f"Bearer {self._token}".encode()):
            raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})
        try:
            body = await self.figures.text()
        except Exception:  # noqa: BLE001 - the store cannot be asked, and its words stay out
            raise web.HTTPServiceUnavailable from None
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4})
