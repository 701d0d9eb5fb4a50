"""The page about the bot that Teams links to."""

from collections.abc import AsyncIterator

import pytest

from bot import about
from dialogs.wording.neutral import forbidden_in
from tests.fakes.rooms import CLINIC, Browser, FakeRooms, served


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A browser of somebody who pressed a link in Teams."""
    async with served(FakeRooms(local=False)) as browser:
        yield browser


async def test_the_page_is_there_for_everybody(browser: Browser) -> None:
    """It names the clinic and its phone, and has the places that the package links to."""
    response = await browser.get(about.PATH)
    html = (await response.text()).replace("\N{NO-BREAK SPACE}", " ")
    assert response.status == 200
    assert CLINIC.public_name in html
    assert CLINIC.phone in html
    for place in (about.PRIVACY, about.TERMS):
        assert f'id="{place}"' in html


async def test_the_page_is_neutral(browser: Browser) -> None:
    """Nothing on it says what the clinic treats (P1, F17)."""
    assert forbidden_in(await (await browser.get(about.PATH)).text()) == ()
