"""A house with its Teams door, a connector and an OpenID server, all on loopback and all real."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from aiohttp import ClientSession
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request

from bot.assembly import assemble
from bot.house import House
from bot.settings import Settings
from bot.teams.cards import Seals
from bot.teams.connector import Connector
from bot.teams.door import PATH, TeamsDoor
from bot.teams.keys import KeyRing
from bot.teams.outgoing import ChatCarrier
from bot.teams.pace import Pace
from bot.teams.speaking import Speaker
from bot.teams.token import TokenCheck
from bot.teams.wire import open_session
from bot.web import make_app
from dialogs.turn import JSON
from pathway.words import Channel
from tests.bot.teams.activities import KARE, LEA, LIV, SIRI, TENANT, body
from tests.bot.teams.connector_server import ConnectorServer, Got, connector_server
from tests.bot.teams.openid import APP_ID, NOW, Clock, OpenId, openid
from tests.dialogs.world import CLINIC
from tests.fakes.carrier import FakeCarrier

MORNING = datetime(2026, 11, 2, 8, 10, tzinfo=UTC)
KEY = b"a key that is long enough for a test"
_ENTRA = {"sekretar": SIRI, "koordinator": KARE, "lege": LEA, "leder": LIV}
STAFF = tuple(replace(p, entra_id=_ENTRA.get(p.id, "")) for p in CLINIC.staff)
HALL_CLINIC = replace(CLINIC, staff=STAFF)


@dataclass
class Hall:
    """`client` is whoever knocks, `connector` where the answers go."""

    house: House
    door: TeamsDoor
    client: TestClient[Request, Application]
    connector: ConnectorServer
    openid: OpenId
    mail: FakeCarrier
    session: ClientSession
    clock: Clock

    async def knock(self, data: JSON, *, token: str | None = None) -> tuple[int, JSON]:
        """Send an activity as Teams does; the status, and what came back at once."""
        sent = {**data, "serviceUrl": data.get("service") or self.connector.service_url}
        return await self.send(body(sent), token=token)

    async def send(self, raw: bytes, *, token: str | None = None) -> tuple[int, JSON]:
        """Send these bytes with a good token, or another Authorization header."""
        own = self.openid.token(serviceurl=self.connector.service_url)
        headers = {"Authorization": own if token is None else token} if token != "" else {}
        headers["Content-Type"] = "application/json"
        async with self.client.post(PATH, data=raw, headers=headers) as response:
            plain = response.content_type == "application/json" and await response.read()
            return response.status, cast("JSON", await response.json()) if plain else {}

    async def heard(self, number: int = 1) -> Sequence[Got]:
        """The first so many posts that reached the connector."""
        end = time.monotonic() + 5
        while len(self.connector.got) < number:
            assert time.monotonic() < end, f"only {len(self.connector.got)} posts came"
            await asyncio.sleep(0.005)
        return self.connector.got

    async def said(self, number: int = 1) -> list[JSON]:
        """The same as the activities they are."""
        return [cast("JSON", got.body) for got in await self.heard(number)]

    async def settled(self) -> None:
        """Everything that is being said is said, and written down, however busy it is here."""
        await self.door.close(60.0)


def settings(folder: Path) -> Settings:
    """As the environment would give them."""
    return Settings(
        database_url=f"sqlite:///{folder / 'shm.db'}",
        organiser_email="mote@fjordly.example",
        app_id=APP_ID,
        tenant_id=TENANT,
    )


@asynccontextmanager
async def hall(
    folder: Path, *, patience: float = 5.0, open_to_all: bool = False, database: str = ""
) -> AsyncIterator[Hall]:
    """The house is opened on a database in this folder, or on the one named, and closed again.

    `open_to_all` is as with `SHM_AUTH=none`.
    """
    async with openid() as keys, connector_server() as server:
        given = settings(folder)
        if database:
            given = given.model_copy(update={"database_url": database})
        async with _opened(given, keys, server, patience, open_to_all=open_to_all) as opened:
            yield opened


@asynccontextmanager
async def beside(first: Hall, folder: Path, database: str) -> AsyncIterator[Hall]:
    """Another process with the same database, behind the same address as the first."""
    given = settings(folder).model_copy(update={"database_url": database})
    async with _opened(given, first.openid, first.connector, 5.0) as opened:
        yield opened


@asynccontextmanager
async def _opened(
    given: Settings,
    keys: OpenId,
    server: ConnectorServer,
    patience: float,
    *,
    open_to_all: bool = False,
) -> AsyncIterator[Hall]:
    async with open_session() as session:
        clock = Clock()
        clock.now = MORNING
        house = assemble(given, HALL_CLINIC, clock=clock)
        mail = FakeCarrier()
        ring = KeyRing(session, keys.url, lambda: NOW)
        check = TokenCheck(ring, app_id=APP_ID, clock=lambda: NOW)
        door = _door(house, session, None if open_to_all else check, server, mail, patience)
        app = make_app(house, KEY, teams=door.app())
        async with TestClient(TestServer(app)) as client:
            yield Hall(house, door, client, server, keys, mail, session, clock)
            await door.close()
        await house.close()


def _door(
    house: House,
    session: ClientSession,
    check: TokenCheck | None,
    server: ConnectorServer,
    mail: FakeCarrier,
    patience: float,
) -> TeamsDoor:
    connector = Connector(
        session,
        _token,
        trusted=lambda address: address == server.service_url,
        pace=Pace(time.monotonic, asyncio.sleep),
        patience=2.0,
    )
    seals = Seals(KEY)
    house.carriers = {
        Channel.MAIL: mail,
        Channel.CHAT: ChatCarrier(
            clinic=house.clinic,
            find=house.chat,
            lost=house.chat_lost,
            connector=connector,
            seals=seals,
            mail=mail,
        ),
    }
    return TeamsDoor(
        house,
        check,
        Speaker(connector, sleep=_soon),
        seals,
        tenant=TENANT,
        trusted=lambda address: address == server.service_url,
        patience=patience,
    )


def sealed(data: JSON, owner: str = "sekretar") -> JSON:
    """An action's data as a card of this person's carries it."""
    card = Seals(KEY).sealed({"type": "Action.Execute", "data": data}, owner)
    return cast("JSON", card["data"])


async def _token() -> str:
    return "our own token"


async def _soon(_seconds: float) -> None:
    """Nobody waits in a test."""
    await asyncio.sleep(0)
