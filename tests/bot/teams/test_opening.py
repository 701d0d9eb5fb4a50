"""The door as the settings open it: who must show a token, and when the SDK is read."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.assembly import assemble
from bot.teams.late import LateDoor
from bot.teams.opening import Teams, open_door, open_way
from bot.web import make_app
from pathway.words import Channel
from tests.bot.teams.activities import body, message
from tests.bot.teams.hall import HALL_CLINIC, KEY, MORNING, settings
from tests.bot.teams.openid import openid


async def opened(folder: Path, *, auth: str = "required") -> Teams:
    """The door of these settings, on a database in this folder."""
    nowhere = "http://127.0.0.1:1/"
    given = settings(folder).model_copy(update={"auth": auth, "openid_metadata_url": nowhere})
    house = assemble(given, HALL_CLINIC, clock=lambda: MORNING)
    return open_door(given, house, open_way(given, house))


async def knocked(teams: Teams, **headers: str) -> int:
    """The status of a knock without a token."""
    app = make_app(teams.house, KEY, teams=teams.app())
    async with TestClient(TestServer(app)) as client:
        sent = body({**message("hei"), "serviceUrl": "http://localhost:1/"})
        async with client.post("/api/messages", data=sent, headers=headers) as response:
            return response.status


@pytest.mark.parametrize(("auth", "status"), [("required", 401), ("none", 200)])
async def test_a_token_is_asked_for_unless_everybody_here_may_come_in(
    tmp_path: Path, auth: str, status: int
) -> None:
    """SHM_AUTH decides, and from then on the daemon has a way to the chats."""
    teams = await opened(tmp_path, auth=auth)
    try:
        assert await knocked(teams) == status
        assert Channel.CHAT in teams.house.carriers
    finally:
        await teams.close()
        await teams.house.close()


async def test_keys_are_there_before_anybody_knocks(tmp_path: Path) -> None:
    """The door fetches them as soon as it is open, beside all requests."""
    async with openid() as server:
        given = settings(tmp_path).model_copy(update={"openid_metadata_url": server.url})
        house = assemble(given, HALL_CLINIC, clock=lambda: MORNING)
        teams = open_door(given, house, open_way(given, house))
        async with asyncio.timeout(5):
            await server.asked.wait()
        await teams.close()
        await house.close()


async def test_the_local_door_is_opened_at_the_first_knock(tmp_path: Path) -> None:
    """Whoever never uses Teams does not wait for it; it is opened once."""
    made: list[Teams] = []

    async def open_it() -> Teams:
        made.append(await opened(tmp_path, auth="none"))
        return made[-1]

    late = LateDoor(open_it)
    await late.close()
    house = assemble(settings(tmp_path), HALL_CLINIC, clock=lambda: MORNING)
    async with TestClient(TestServer(make_app(house, KEY, teams=late.app()))) as client:
        assert made == []
        for _ in range(2):
            sent = body({**message("hei"), "serviceUrl": "http://localhost:1/"})
            async with client.post("/api/messages", data=sent) as response:
                assert response.status == 200
    assert len(made) == 1
    await late.close()
    await made[0].house.close()
    await house.close()


def test_the_sdk_is_not_read_before() -> None:
    """The bot SDK takes half a second: starting the local clinic does not read it."""
    told = "import sys, bot.serving, bot.teams.late; print('botbuilder' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "False"
