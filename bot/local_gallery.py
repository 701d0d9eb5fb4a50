"""The gallery at `/kort`: every card at its largest, in light and dark, wide and narrow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from aiohttp import web

from bot.cards_html import Node, draw
from bot.pages import Pages
from bot.web_guard import only_here, page
from dialogs.conversations.catalogue import FORMS, READS
from dialogs.gallery.album import Album, Example
from dialogs.wording.nb import gallery as words
from dialogs.wording.nb import local_page
from dialogs.wording.nb.ask_words import typed

FRAMES = (("light", "wide"), ("light", "narrow"), ("dark", "wide"), ("dark", "narrow"))
_GROUP = "group"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One card as the page shows it."""

    name: str
    where: str
    bytes: int
    body: Sequence[Node]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What belongs together, under one heading."""

    name: str
    title: str
    cards: Sequence[Shown]


class GalleryDoor:
    """The page; the cards are made when it is asked for first, and kept."""

    def __init__(self, pages: Pages, make: Callable[[], Album]) -> None:
        self._pages = pages
        self._make = make
        self._making = asyncio.Lock()
        self._groups: tuple[Group, ...] = ()

    def routes(self) -> list[web.AbstractRouteDef]:
        """The path and what answers it; from this machine only."""
        return [web.get("/kort", only_here(self.show), allow_head=False)]

    async def show(self, request: web.Request) -> web.Response:
        """Every card, or those of one group."""
        async with self._making:
            if not self._groups:
                self._groups = groups(await asyncio.to_thread(self._make))
        wanted = request.query.get(_GROUP, "")
        shown = [group for group in self._groups if wanted in {"", group.name}]
        html = await asyncio.to_thread(self._draw, shown or self._groups)
        return page(html)

    def _draw(self, shown: Sequence[Group]) -> str:
        cards = [card for group in self._groups for card in group.cards]
        return self._pages.render(
            "gallery.html",
            w=local_page,
            g=words,
            groups=shown,
            every=self._groups,
            number=len(cards),
            largest=max(cards, key=lambda card: card.bytes),
            frames=tuple(zip(FRAMES, words.FRAMES, strict=True)),
        )


def groups(album: Iterable[Example]) -> tuple[Group, ...]:
    """The cards under their headings: conversations first, what is looked at, then messages."""
    found: dict[str, list[Shown]] = {name: [] for name in (*FORMS, *READS)}
    for example in album:
        if example.reply.card is not None:
            found.setdefault(example.group, []).append(_shown(example, example.reply.card))
    return tuple(
        Group(name=name, title=_title(name), cards=sorted(cards, key=lambda card: card.name))
        for name, cards in found.items()
    )


def _shown(example: Example, card: dict[str, object]) -> Shown:
    return Shown(
        name=example.name,
        where=_where(example.group),
        bytes=example.bytes,
        body=draw(card).body,
    )


def _title(name: str) -> str:
    if name in FORMS:
        return FORMS[name].title
    return f"«{typed(name)}»" if name in READS else name


def _where(name: str) -> str:
    """The file in which the card is made."""
    maker: object = FORMS[name].done if name in FORMS else READS.get(name)
    module = getattr(maker, "__module__", "") or "dialogs.messages"
    return module.replace(".", "/") + ".py"
