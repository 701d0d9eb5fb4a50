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
from bot.teams.keys import KeyRing
from bot.teams.outgoing import ChatCarrier
from bot.teams.pace import Pace
from bot.teams.speaking import Speaker
from bot.teams.token import TokenCheck
from bot.teams.wire import open_session
from pathway.words import Channel

if TYPE_CHECKING:
    from aiohttp import ClientSession

    from bot.house import House
    from bot.settings import Settings

OPENID = "https://login.botframework.com/v1/.well-known/openidconfiguration"
"""Where Bot Framework publishes its keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Teams:
    """What was opened, to be closed again."""

    door: TeamsDoor
    session: ClientSession

    async def resume(self, house: House) -> None:
        """Say what was answered before a stop, and perhaps never said."""
        for owed in await house.owed():
            place = Conversation(
                service_url=owed.chat.service_url,
                id=owed.chat.conversation_id,
                tenant=owed.chat.tenant,
            )
            self.door.say_again(place, owed.chat.staff_id, owed.activity, owed.replies)

    async def close(self) -> None:
        """Let what is being said be said, then hang up."""
        await self.door.close()
        await self.session.close()


async def open_teams(settings: Settings, house: House, *, pace: Pace | None = None) -> Teams:
    """The door and the way out; from then on the house's daemon writes to staff in their chats."""
    session = open_session(proxied=settings.auth == "required")
    trusted = partial(trusted_service, loopback=settings.auth == "none")
    pace = pace or Pace(time.monotonic, asyncio.sleep)
    if settings.auth == "none":
        connector = Connector(session, no_token, trusted=trusted, pace=pace)
    else:
        tokens = Tokens(partial(ask_entra, Identity.of(settings)), time.monotonic)
        connector = Connector(session, tokens, trusted=trusted, pace=pace, drop=tokens.drop)
    seals = Seals(settings.key)
    house.carriers = {
        **house.carriers,
        Channel.CHAT: ChatCarrier(
            clinic=house.clinic,
            find=house.chat,
            connector=connector,
            seals=seals,
            mail=house.carriers.get(Channel.MAIL),
        ),
    }
    door = TeamsDoor(
        house,
        _check(settings, session),
        Speaker(connector),
        seals,
        tenant=settings.tenant_id,
        trusted=trusted,
    )
    teams = Teams(door=door, session=session)
    await teams.resume(house)
    return teams


def _check(settings: Settings, session: ClientSession) -> TokenCheck | None:
    """Who may knock; None where everybody on this machine may."""
    if settings.auth == "none":
        return None
    keys = KeyRing(session, settings.openid_metadata_url or OPENID, read_clock)
    return TokenCheck(keys, app_id=settings.app_id, clock=read_clock)
