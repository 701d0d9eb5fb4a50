"""Two processes behind one address and on one database: together they are one bot."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from dialogs.turn import JSON
from pathway.service import PROGRAM, Context
from pathway.words import SendingId
from tests.bot.teams.activities import message, press
from tests.bot.teams.connector_server import refused
from tests.bot.teams.hall import MORNING, Hall, beside, hall
from tests.bot.teams.test_door import REGISTER, board, button, card_of
from tests.bot.teams.test_outgoing import NEWS, teams

DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
Pair = tuple[Hall, Hall]


@pytest.fixture(params=DATABASES)
async def pair(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Pair]:
    """Each with a house, a door and connections to the database of its own."""
    url = f"sqlite:///{tmp_path / 'shm.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres_url")
    async with (
        hall(tmp_path, database=url) as first,
        beside(first, tmp_path, url) as second,
    ):
        yield first, second


async def both(pair: Pair, data: JSON) -> list[tuple[int, JSON]]:
    """The same activity comes to both in the same moment."""
    first, second = pair
    return list(await asyncio.gather(first.knock(data), second.knock(data)))


async def settle(pair: Pair) -> None:
    """Everything that is being said has been said, and written down."""
    for each in pair:
        await each.settled()


async def test_an_activity_is_heard_once(pair: Pair) -> None:
    """Whichever process it comes to, and if to both: one case, and one answer in the chat."""
    for name in ("Ada", "Bo", "Cato", "Dina", "Eli"):
        answers = await both(pair, message(REGISTER.replace("Testesen", name)))
        assert [status for status, _ in answers] == [200, 200]
    await settle(pair)
    assert len(await board(pair[0])) == 5
    assert len(pair[0].connector.got) == 5


async def test_a_press_does_once_what_it_does(pair: Pair) -> None:
    """Both are given the same card at once, one case is registered, and the card changes once."""
    first, _ = pair
    await first.knock(message("ny pasient"))
    (asked,) = await first.said()
    data = button(card_of(asked), "Neste")
    filled = {**data, "name": "Test Testesen", "received": "2026-09-07", "gp": "none"}
    (status, one), (its, other) = await both(pair, press(filled, verb="answer", about="f:1"))
    assert (status, its) == (200, 200)
    assert one == other
    await settle(pair)
    assert len(await board(first)) == 1
    assert [got.method for got in first.connector.got] == ["POST", "PUT"]


async def test_two_different_presses_on_one_card_do_one_thing(pair: Pair) -> None:
    """A double click is two activities, one for each process: the second finds the card old."""
    first, second = pair
    await first.knock(message("ny pasient"))
    (asked,) = await first.said()
    data = button(card_of(asked), "Neste")
    filled = {**data, "name": "Test Testesen", "received": "2026-09-07", "gp": "none"}
    clicks = [press(filled, verb="answer", about="f:1") for _ in range(2)]
    await asyncio.gather(first.knock(clicks[0]), second.knock(clicks[1]))
    assert len(await board(first)) == 1


async def test_what_one_could_not_say_the_other_says_later(pair: Pair) -> None:
    """An answer is left to its own process for half a minute, and then anybody's."""
    first, second = pair
    first.connector.plan.extend([refused(503)] * 8)
    await first.knock(message("hei"))
    await first.settled()
    await teams(second).resume()
    await second.settled()
    assert len(first.connector.got) == 8
    second.clock.now = MORNING + timedelta(seconds=31)
    await teams(second).resume()
    await second.settled()
    assert len(first.connector.got) == 9


async def test_two_daemons_say_each_thing_once(pair: Pair) -> None:
    """What waits for staff in chat is claimed by one of them, however they interleave."""
    first, second = pair
    await first.knock(message("hei"))
    await first.heard()

    def put(context: Context) -> None:
        for no in range(8):
            context.ledger.put_sending(replace(NEWS, id=SendingId(f"news{no}")))

    await first.house.run(PROGRAM, "daemon", put)
    await asyncio.gather(first.house.tick(), second.house.tick())
    said = (await first.said(1))[1:]
    assert len(said) == 8
    waiting = await first.house.run(
        PROGRAM, "daemon", lambda context: context.ledger.waiting_chat("sekretar")
    )
    assert list(waiting) == []
