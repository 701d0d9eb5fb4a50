"""Our own server as `shm serve` opens it: one process on one core.

The product's settings, house, database, Teams door and token check. Three things stand in, and no
more: calls to the connector wait for no turn, since the product keeps Teams' limits (50 a second
for a tenant); a connector on loopback may be answered though `SHM_AUTH` is `required`; and the
bot's own token, which is asked for once an hour, is made up.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from unittest.mock import patch

from aiohttp import web
from typing_extensions import override

from bot.opening import open_house, settings_for
from bot.serving import settle
from bot.teams import opening
from bot.teams.connector import trusted_service
from bot.teams.entra import Identity
from bot.teams.pace import Pace
from bot.web import make_app, make_runner


class Unhurried(Pace):
    """Nobody waits for a turn."""

    @override
    async def wait(self, conversation_id: str, tenant: str) -> None:
        """It is free."""


def entra(_identity: Identity) -> dict[str, object]:
    """A token as Entra answers it."""
    return {"access_token": "our own token", "expires_in": 3600}


def loopback_too(url: str, *, loopback: bool) -> bool:
    """Where our token may be shown."""
    del loopback
    return trusted_service(url, loopback=True)


async def serve(port: int) -> None:
    """Until the process is told to stop."""
    settings = settings_for("secret_key", "organiser_email")
    house = open_house(settings)
    with patch.multiple(opening, ask_entra=entra, trusted_service=loopback_too):
        pace = Unhurried(time.monotonic, asyncio.sleep)
        way = opening.open_way(settings, house, pace=pace)
        teams = opening.open_door(settings, house, way)
    settle()
    runner = make_runner(make_app(house, settings.key, teams=teams.door.app()))
    await runner.setup()
    await web.SockSite(runner, socket.create_server(("127.0.0.1", port), backlog=128)).start()
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    await stopping.wait()
    await runner.cleanup()
    await teams.close()
    await house.close()


def main() -> None:
    """`our_door.py CORE PORT`."""
    core, port = (int(word) for word in sys.argv[1:])
    os.sched_setaffinity(0, {core})
    asyncio.run(serve(port))


if __name__ == "__main__":
    main()
