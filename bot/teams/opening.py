"""The Teams door of a house, opened: one HTTP session, the token check, the way out."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.assembly import read_clock
from bot.teams.cards import Seals
from bot.teams.connector import Connector, Conversation, trusted_service
from bot.teams.door import TeamsDoor
from bot.teams.entra import Identity, Tokens, ask_entra, no_token
from bot.teams.faults import broke
from bot.teams.keys import KeyRing
from bot.teams.outgoing import ChatCarrier
from bot.teams.pace import ALONE, ANSWERING, TELLING, Pace
from bot.teams.speaking import Speaker
from bot.teams.token import TokenCheck
from bot.teams.wire import open_session
from pathway.words import Channel

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from aiohttp import ClientSession
    from aiohttp.web import Application

    from bot.house import House
    from bot.settings import Settings

__all__ = ["ANSWERING", "TELLING", "Teams", "Way", "open_door", "open_way"]

OPENID = "https://login.botframework.com/v1/.well-known/openidconfiguration"
"""Where Bot Framework publishes its keys."""

RESUME_SECONDS = 60.0
"""How often it is looked for answers that a busy connector never took."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The way out: what the daemon needs to write to staff in their chats."""

    session: ClientSession
    connector: Connector
    seals: Seals
    trusted: Callable[[str], bool]

    async def close(self) -> None:
        """Hang up."""
        await self.session.close()


@dataclass(slots=True, kw_only=True)
class Teams:
    """The door and the way out, of the process that answers."""

    door: TeamsDoor
    way: Way
    house: House
    keys: KeyRing | None = None
    _resuming: asyncio.Task[None] | None = None

    def begin(self) -> None:
        """From now on look every minute for answers that were never said, and for keys."""
        self._resuming = asyncio.create_task(self._keep_resuming())

    def app(self) -> Application:
        """What answers below `/api`."""
        return self.door.app()

    async def resume(self) -> None:
        """Say what was answered and perhaps never said: before a stop, or to a busy connector."""
        for owed in await self.house.owed():
            place = Conversation(
                service_url=owed.chat.service_url,
                id=owed.chat.conversation_id,
                tenant=owed.chat.tenant,
            )
            self.door.say_again(place, owed.chat.staff_id, owed.activity, owed.replies)

    async def _keep_resuming(self) -> None:
        """The same every minute, for as long as the door is open.

        The keys of those who knock are fetched here too, so that no request waits for them.
        """
        while True:
            try:
                if self.keys is not None:
                    await self.keys.freshen()
                await self.resume()
            except Exception as error:  # noqa: BLE001 - the next minute may be better
                broke("resuming_failed", error)
            await asyncio.sleep(RESUME_SECONDS)

    async def close(self) -> None:
        """Let what is being said be said, then hang up."""
        if self._resuming is not None:
            self._resuming.cancel()
        await self.door.close()
        await self.way.close()


def open_way(
    settings: Settings, house: House, *, pace: Pace | None = None, share: Fraction = ALONE
) -> Way:
    """The way out; from then on the house's daemon writes to staff in their chats.

    `share` is how much of Teams' limits this process may use.
    """
    session = open_session(proxied=settings.auth == "required")
    trusted = partial(trusted_service, loopback=settings.auth == "none")
    pace = pace or Pace(time.monotonic, asyncio.sleep, share=share)
    if settings.auth == "none":
        connector = Connector(session, no_token, trusted=trusted, pace=pace)
    else:
        tokens = Tokens(partial(ask_entra, Identity.of(settings)), time.monotonic)
        connector = Connector(session, tokens, trusted=trusted, pace=pace, drop=tokens.drop)
    seals = Seals(settings.key)
    carrier = ChatCarrier(
        clinic=house.clinic,
        find=house.chat,
        lost=house.chat_lost,
        connector=connector,
        seals=seals,
        mail=house.carriers.get(Channel.MAIL),
    )
    house.carriers = {**house.carriers, Channel.CHAT: carrier}
    return Way(session=session, connector=connector, seals=seals, trusted=trusted)


def open_door(settings: Settings, house: House, way: Way) -> Teams:
    """The door of the process that answers."""
    keys = _keys(settings, way.session)
    door = TeamsDoor(
        house,
        TokenCheck(keys, app_id=settings.app_id, clock=read_clock) if keys else None,
        Speaker(way.connector),
        way.seals,
        tenant=settings.tenant_id,
        trusted=way.trusted,
    )
    teams = Teams(door=door, way=way, house=house, keys=keys)
    teams.begin()
    return teams


def _keys(settings: Settings, session: ClientSession) -> KeyRing | None:
    """The keys of those who may knock; None where everybody on this machine may."""
    if settings.auth == "none":
        return None
    return KeyRing(session, settings.openid_metadata_url or OPENID, read_clock)
