"""The gallery of cards at `/kort`: drawn on the server, of nobody's case, seen from here only."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from html import unescape

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bot.assembly import make_gallery
from bot.web import make_app
from dialogs.cards.elements import card, text
from dialogs.gallery.album import Album, Example
from dialogs.turn import Reply
from tests.dialogs.card_law import reply_faults
from tests.fakes.rooms import FakeRooms

MADE: list[Album] = []


def small() -> Album:
    """Two cards; each making is counted."""
    shown = card("Tittel", [text("Hei fra **kortet**")], speak="Tittel")
    reply = Reply(text="Hei", card=shown, summary="Tittel")
    album = Album(
        Example(group=group, part=part, reply=reply)
        for group, part in (("invite", "done"), ("digest", ""))
    )
    MADE.append(album)
    return album


async def get(
    path: str, headers: Mapping[str, str] | None = None, *, local: bool = True
) -> tuple[int, str]:
    """The status and the page."""
    app = make_app(FakeRooms(local=local), b"k" * 32, gallery=small)
    async with TestClient(TestServer(app)) as browser:
        response = await browser.get(path, headers=headers)
        return response.status, unescape(await response.text())


async def test_every_card_is_shown_in_four_forms() -> None:
    """Each card stands under its name and size, light and dark, wide and narrow."""
    status, html = await get("/kort")
    assert status == 200
    assert html.count("Hei fra <strong>kortet</strong>") == 8
    for tone in ("light", "dark"):
        for width in ("wide", "narrow"):
            assert html.count(f'class="frame {tone} {width}"') == 2
    assert re.search(
        r'id="invite.done">.*dialogs/conversations/invitations/inviting.py · \d+ B', html
    )
    assert re.search(r'id="digest">.*dialogs/messages.py · \d+ B', html)
    assert "<script" not in html


async def test_one_conversation_can_be_looked_at_alone() -> None:
    """A group in the address shows its cards only; one that does not exist shows all."""
    _, html = await get("/kort?group=invite")
    assert 'id="invite.done"' in html
    assert 'id="digest"' not in html
    assert (await get("/kort?group=ukjent"))[1].count('class="frame ') == 8


async def test_no_label_names_two_fields() -> None:
    """Ids are not repeated, although each card is drawn four times."""
    _, html = await get("/kort")
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "headers", [{"X-Forwarded-For": "10.0.0.1"}, {"Host": "klinikk.example"}], ids=str
)
async def test_it_is_seen_from_this_machine_only(headers: dict[str, str]) -> None:
    """Whoever comes through a proxy or by another name is refused."""
    assert (await get("/kort", headers))[0] == 403


async def test_a_real_clinic_has_no_gallery() -> None:
    """Outside local mode there is no such page."""
    assert (await get("/kort", local=False))[0] == 404


async def test_the_cards_are_made_once() -> None:
    """However often the page is asked for, and by how many at once, the cards are made once."""
    MADE.clear()
    app = make_app(FakeRooms(), b"k" * 32, gallery=small)
    async with TestClient(TestServer(app)) as browser:
        await asyncio.gather(*(browser.get("/kort") for _ in range(3)))
    assert len(MADE) == 1


def test_the_real_program_makes_the_gallery() -> None:
    """On a real database that is gone afterwards, every card keeps the law too."""
    album = list(make_gallery())
    assert len(album) > 100
    assert not [fault for one in album for fault in reply_faults(one.reply)]
