"""Long-running processes: the web doors, the daemon, and the local clinic with both in one."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import importlib
import signal
import socket
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.doorstep import doorstep, listen
from bot.web_quiet import hush

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from aiohttp.web import Application, AppRunner

    from bot.house import Clock, House
    from bot.jobs import Job
    from bot.settings import Settings
    from bot.teams.late import LateDoor
    from bot.teams.opening import Teams, Way
    from pathway.service.daemon.report import Report

log = structlog.get_logger()
VAR = Path("var")
EXAMPLE = "clinic.example.toml"


async def run_web() -> None:
    """The web doors until the process is told to stop."""
    hurry()
    from bot.opening import open_house, settings_for

    settings = settings_for("secret_key", "organiser_email")
    async with _at_the_door(settings) as listening:
        house = await asyncio.to_thread(open_house, settings)
        teams = await _door_to_teams(house, settings)
        doors = await asyncio.to_thread(_doors, house, settings, teams)
    await _until_stopped(
        house, settings, listening=listening, doors=doors, teams=teams, daemon=False
    )


async def run_daemon() -> None:
    """The daemon until the process is told to stop; the running pass is finished."""
    hurry()
    from bot.opening import open_house, settings_for

    settings = settings_for("secret_key", "organiser_email", "smtp_url")
    bot = _names_a_bot(settings)
    house = await asyncio.to_thread(open_house, settings)
    later = partial(_way_to_teams, house, settings, daemon=True) if bot else None
    await _until_stopped(house, settings, later=later, daemon=True)


async def one_pass(house: House, settings: Settings) -> Report:
    """What the daemon does once (`shm tick`), staff told too where a bot is named (D4)."""
    bot = _names_a_bot(settings)
    way = await _way_to_teams(house, settings, daemon=True) if bot else None
    try:
        return await house.tick()
    finally:
        if way is not None:
            await way.close()


async def run_local(clock: Clock | None = None) -> None:
    """Everything in one process, on loopback, with its own mail server.

    `clock` stands in for the machine's own, so that a story has the same dates every time.
    """
    hurry()
    from bot.opening import local_settings, open_local

    settings = local_settings(VAR, Path(EXAMPLE))
    async with _at_the_door(settings) as listening:
        await asyncio.to_thread(importlib.import_module, "bot.assembly")
        house = await open_local(settings, VAR, clock)
        late = await asyncio.to_thread(importlib.import_module, "bot.teams.late")
        teams: LateDoor = late.LateDoor(partial(_opened_teams, house, settings))
        doors = await asyncio.to_thread(_doors, house, settings, teams)
    await _until_stopped(
        house, settings, listening=listening, doors=doors, teams=teams, daemon=True
    )


@contextlib.asynccontextmanager
async def _at_the_door(settings: Settings) -> AsyncIterator[socket.socket]:
    """Listen at once; `/healthz` is answered while the rest is read."""
    from bot.opening import UsageError

    hush()
    try:
        listening = listen(settings.host, settings.port)
    except OSError as error:
        message = f"SHM_BIND={settings.bind} cannot be used ({error.strerror}): choose another port"
        raise UsageError(message) from None
    try:
        async with doorstep(listening):
            yield listening
    except BaseException:
        listening.close()
        raise


def _names_a_bot(settings: Settings) -> bool:
    """Whether staff are met in Teams; `UsageError` where what names the bot is half a thing."""
    from bot.entra_faults import teams_faults
    from bot.opening import UsageError

    faults = teams_faults(settings)
    if faults:
        raise UsageError("\n".join(faults))
    return settings.names_a_bot


async def _way_to_teams(house: House, settings: Settings, *, daemon: bool) -> Way:
    """The way to staff in Teams, its libraries read in a thread.

    Teams' limits are shared between the process that answers and the one that tells.
    """
    opening = await asyncio.to_thread(importlib.import_module, "bot.teams.opening")
    share = opening.TELLING if daemon else opening.ANSWERING
    way: Way = opening.open_way(settings, house, share=share)
    return way


async def _door_to_teams(house: House, settings: Settings) -> Teams | None:
    """The door for Teams with its way out; None where no bot is named."""
    if not _names_a_bot(settings):
        return None
    return _with_door(house, settings, await _way_to_teams(house, settings, daemon=False))


async def _opened_teams(house: House, settings: Settings) -> Teams:
    """Local mode's door for Teams, which is there for whoever knocks."""
    opening = await asyncio.to_thread(importlib.import_module, "bot.teams.opening")
    way: Way = opening.open_way(settings, house)
    return _with_door(house, settings, way)


def _with_door(house: House, settings: Settings, way: Way) -> Teams:
    from bot.teams.opening import open_door

    return open_door(settings, house, way)


def _doors(house: House, settings: Settings, teams: Teams | LateDoor | None) -> AppRunner:
    from bot.assembly import make_gallery
    from bot.web import make_app, make_runner

    door = teams.app() if teams is not None else None
    graph = _graph_door(house, settings) if house.graph is not None else None
    return make_runner(make_app(house, settings.key, teams=door, graph=graph, gallery=make_gallery))


def _graph_door(house: House, settings: Settings) -> Application:
    from bot.assembly_graph import client_state
    from bot.graph_door import GraphDoor

    return GraphDoor(house.hint, client_state(settings.key, house.clinic)).app()


async def _until_stopped(
    house: House,
    settings: Settings,
    *,
    daemon: bool,
    doors: AppRunner | None = None,
    teams: Teams | Way | LateDoor | None = None,
    listening: socket.socket | None = None,
    later: Callable[[], Awaitable[Way]] | None = None,
) -> None:
    """`later` is what the daemon's jobs need and its heart does not: it beats meanwhile."""
    hush()
    stopping = _stop_signal()
    settle()
    if doors is not None and listening is not None:
        await _open(doors, listening, settings)
    running = await _jobs(house, settings) if daemon else []
    try:
        if later is not None:
            teams = await later()
            settle()
        for each in running:
            await each.start()
        await stopping.wait()
    finally:
        await ended(*(each.stop for each in running))
        if doors is not None:
            await ended(doors.cleanup)
        if teams is not None:
            await ended(teams.close)
        await ended(house.close)


async def _jobs(house: House, settings: Settings) -> list[Job]:
    jobs = await asyncio.to_thread(importlib.import_module, "bot.jobs")
    found: list[Job] = await jobs.jobs_of(house, settings)
    return found


async def ended(*ends: Callable[[], Awaitable[object]]) -> None:
    """End these, all at once; what breaks is logged by its kind, and leaves no other unended."""
    for broke in await asyncio.gather(*(end() for end in ends), return_exceptions=True):
        if isinstance(broke, Exception):
            log.error("stop_failed", error=type(broke).__name__)


def hurry() -> None:
    """The collector looks at nothing until the start is over: what is read then is here to stay."""
    gc.disable()


def settle() -> None:
    """What was read for the start is here to stay: the collector need not look at it again.

    A look at all of it takes a tenth of a second, in which nobody is answered.
    """
    gc.freeze()
    gc.enable()


async def _open(doors: AppRunner, listening: socket.socket, settings: Settings) -> None:
    from aiohttp.web import SockSite

    await doors.setup()
    await SockSite(doors, listening).start()
    sys.stdout.write(f"{settings.public_url}\n")
    sys.stdout.flush()


def _stop_signal() -> asyncio.Event:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, stopping.set)
    return stopping
