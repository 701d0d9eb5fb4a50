"""The page about the bot, which its package in Teams links to for help, privacy and terms."""

from __future__ import annotations

from aiohttp import web

from bot.pages import Pages
from bot.seams import Rooms
from bot.web_guard import page
from dialogs.wording.nb import about as words

PATH = "/om"
PRIVACY, TERMS = "personvern", "vilkar"
"""Where on the page these begin."""


class AboutDoor:
    """The handler of `/om`: the same for everybody, and nothing about anybody."""

    def __init__(self, rooms: Rooms, pages: Pages) -> None:
        clinic = rooms.clinic
        self._html = pages.render(
            "about.html",
            w=words,
            public_name=clinic.public_name,
            phone=clinic.phone.replace(" ", "\N{NO-BREAK SPACE}"),
            privacy=PRIVACY,
            terms=TERMS,
        )

    def routes(self) -> list[web.AbstractRouteDef]:
        """The path and what answers it."""
        return [web.get(PATH, self.show)]

    async def show(self, _request: web.Request) -> web.Response:
        """Show the page."""
        return page(self._html)
