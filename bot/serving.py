"""Long-running processes: the web doors, the daemon, and the local clinic with both in one."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from aiohttp.web import AppRunner

    from bot.assembly import Clock, House
    from bot.settings import Settings

log = structlog.get_logger()
VAR = Path("var")
EXAMPLE = "clinic.example.toml"


async def run_web() -> None:
    """The web doors until the process is told to stop."""
    from bot.opening import open_house, settings_for

    settings = settings_for("secret_key", "organiser_email")
    house = open_house(settings)
    await _until_stopped(house, settings, daemon=False, web=True)


async def run_daemon() -> None:
    """The daemon until the process is told to stop; the running pass is finished."""
    from bot.opening import open_house, settings_for

    settings = settings_for("secret_key", "organiser_email", "smtp_url")
    house = open_house(settings)
    await _until_stopped(house, settings, daemon=True, web=False)


async def run_local(clock: Clock | None = None) -> None:
    """Everything in one process, on loopback, with its own mail server.

    `clock` stands in for the machine's own, so that a story has the same dates every time.
    """
    from bot.opening import local_settings, open_local

    settings = local_settings(VAR, Path(EXAMPLE))
    house = await open_local(settings, clock)
    await _until_stopped(house, settings, daemon=True, web=True)


async def _until_stopped(house: House, settings: Settings, *, daemon: bool, web: bool) -> None:
    stopping = _stop_signal()
    runner = await _listen(house, settings) if web else None
    beating = house.daemon(settings.tick_seconds, _pass_failed) if daemon else None
    if beating is not None:
        await beating.start()
    await stopping.wait()
    if beating is not None:
        await beating.stop()
    if runner is not None:
        await runner.cleanup()
    await house.close()


async def _listen(house: House, settings: Settings) -> AppRunner:
    from aiohttp.web import TCPSite

    from bot.web import make_app, make_runner

    runner = make_runner(make_app(house, settings.key))
    await runner.setup()
    await TCPSite(runner, settings.host, settings.port).start()
    sys.stdout.write(f"{settings.public_url}\n")
    sys.stdout.flush()
    return runner


def _stop_signal() -> asyncio.Event:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, stopping.set)
    return stopping


def _pass_failed(error: Exception) -> None:
    """A pass that raised is logged by its kind alone: its words may hold a person's."""
    log.error("pass_failed", error=type(error).__name__)
