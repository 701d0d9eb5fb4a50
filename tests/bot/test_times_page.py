"""The page "Hvilke tider passer?" on a real database: shown, answered, changed, and decided."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Awaitable, Callable, Iterator
from html import unescape
from pathlib import Path
from typing import TypeVar

import pytest

from bot.opening import open_house, settings_for
from dialogs.wording.nb import pages as words
from dialogs.wording.nb import times_page as say
from pathway.words import Substitute
from tests.fakes.rooms import Browser, fields, served
from tests.story.office import Office, an_office, text_of

NINE, TEN, NOON = "2026-11-02T09:00", "2026-11-02T10:00", "2026-11-02T12:00"
ASK = "spør om tider {ref} tirsdag 24.11.2026 kl. 10, onsdag 25.11.2026 kl. 9, med nav, leder Lea"
T = TypeVar("T")


class Asked:
    """A GP who is asked about two times: the office, the case and the GP's own page."""

    def __init__(self, office: Office, ref: str, token: str) -> None:
        """The case of this reference, and the GP's token."""
        self.office, self.ref, self.token = office, ref, token

    def at_the_page(self, use: Callable[[Browser], Awaitable[T]], at: str = TEN) -> T:
        """What a browser does there at this moment."""
        house = open_house(settings_for(), at=at)

        async def visit() -> T:
            async with served(house) as browser:
                return await use(browser)

        try:
            return asyncio.run(visit())
        finally:
            house.store.close()

    def look(self, at: str = TEN) -> str:
        """The page's text."""

        async def get(browser: Browser) -> str:
            return unescape(await (await browser.get(f"/svar/{self.token}")).text())

        return self.at_the_page(get, at)

    def answer(self, *picks: str, at: str = TEN, **typed: str) -> tuple[int, str]:
        """Fill in each time in order, and send it."""

        async def post(browser: Browser) -> tuple[int, str]:
            html = await (await browser.get(f"/svar/{self.token}")).text()
            form = fields(html) | dict(zip(_times(html), picks, strict=False)) | typed
            response = await browser.post(f"/svar/{self.token}", data=form)
            return response.status, unescape(await response.text())

        return self.at_the_page(post, at)

    def answers(self, at: str = NOON) -> list[str]:
        """What the secretary sees of each time."""
        text: str = self.office.say(f"tider {self.ref}", at)["replies"][-1]["text"]
        return text.splitlines()


def _times(html: str) -> list[str]:
    """The names of the page's pairs of boxes, in order."""
    found = re.findall(r'<input type="radio" name="([^"]+)" value="yes"', html)
    return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A database in which the question has left by mail, the reference, and the GP's token."""
    facts = {"name": "Test Testesen", "received": "07.09.2026", "gp": "Kari Testlege"}
    with an_office(tmp_path_factory.mktemp("made")) as office:
        office.tell("ny pasient", facts, at=NINE)
        ref = office.ref(NINE)
        office.tell(ASK.format(ref=ref), {"confirm": "ja"}, at=NINE)
        office.tick("2026-11-02T09:10")
        (token,) = re.findall(r"/svar/([\w-]{32})", text_of(office.post.mails[0]))
        return office.database, ref, token


@pytest.fixture
def asked(tmp_path: Path, made: tuple[Path, str, str]) -> Iterator[Asked]:
    """That GP, in a database of this test's own."""
    database, ref, token = made
    with an_office(tmp_path) as office:
        shutil.copy(database, office.database)
        yield Asked(office, ref, token)


def test_it_asks_about_the_own_times_alone(asked: Asked) -> None:
    """Each time has a box for yes and one for no; the page names nobody (P1)."""
    html = asked.look()
    assert say.QUESTION in html
    assert "Tirsdag 24. november 2026 kl. 10.00–11.00" in html
    assert html.count(say.SUITS_NOT) == 2
    assert "Testesen" not in html
    assert asked.ref in html


def test_looking_answers_nothing(asked: Asked) -> None:
    """However often the page is opened, nobody has said anything."""
    asked.look()
    assert "Fastlegen: ikke svart" in asked.answers()


def test_an_answer_is_kept_and_may_be_changed(asked: Asked) -> None:
    """The receipt says which times suit, and the form stands below it until it is decided."""
    status, html = asked.answer("yes", "no", text="Helst tidlig")
    assert status == 200
    assert say.THANKS in html
    assert words.COMMENT_KEPT in html
    assert "Helst" not in html  # the comment is the secretary's alone
    assert asked.answers().count("Fastlegen: passer") == 1
    _, html = asked.answer("no", "no", at="2026-11-02T12:05")
    assert say.NONE_OF_THEM in html
    assert asked.answers("2026-11-02T12:10").count("Fastlegen: passer ikke") == 2


def test_each_time_needs_an_answer(asked: Asked) -> None:
    """A time that is left open is asked about again, and nothing else that was said is lost."""
    status, html = asked.answer("yes")
    assert status == 400
    assert say.EACH_NEEDED in html
    assert re.search(r'value="yes" required checked', html)
    assert "Fastlegen: ikke svart" in asked.answers()


@pytest.mark.parametrize("forged", ["form_token", "revision"])
def test_a_forged_form_answers_nothing(asked: Asked, forged: str) -> None:
    """What we did not sign is shown again with one clear sentence."""
    status, html = asked.answer("yes", "yes", **{forged: "7"})
    assert status == 400
    assert words.FORM_IS_OLD in html
    assert "Fastlegen: ikke svart" in asked.answers()


def test_no_birth_number_is_kept(asked: Asked) -> None:
    """A comment with a birth number is refused (P4)."""
    status, html = asked.answer("yes", "yes", text="Gjelder 01019012345" + " 13097248022")
    assert status == 400
    assert words.NO_BIRTH_NUMBER in html


def test_the_link_leads_on_to_the_invitation(asked: Asked) -> None:
    """When a time is chosen, the same link is the invitation's page, with the yes that was said."""
    asked.answer("yes", "no")
    asked.office.tell(f"velg tid {asked.ref} 1", {"confirm": "ja"}, at=NOON)
    html = asked.look("2026-11-02T12:10")
    assert "Ja, det passer" in html
    assert "Tirsdag 24. november 2026 kl. 10.00–11.00" in html


def test_a_stopped_question_wants_no_answer(asked: Asked) -> None:
    """The page says that no answer is wanted, and a form from before it changes nothing (F15)."""
    asked.office.tell(f"stopp tider {asked.ref}", {"confirm": "ja"}, at=NOON)
    html = asked.look("2026-11-02T12:10")
    assert say.OVER in html
    assert "<form" not in html


def test_other_times_may_be_proposed_and_somebody_may_answer_for_the_gp(asked: Asked) -> None:
    """D2: what is proposed stands on the receipt and in the card, with who answered."""
    more = {"proposed_date": "2026-11-26", "proposed_time": "13:00"}
    more |= {"substitute": "for_now", "by_name": "Vera Vikar"}
    status, html = asked.answer("no", "no", **more)
    assert status == 200
    assert "Forslaget ditt: torsdag 26. november 2026 kl. 13.00." in html
    assert words.noted(Substitute.FOR_NOW) in html
    assert 'value="2026-11-26"' in html  # kept for the next change
    shown = asked.answers()
    assert "Torsdag 26. november 2026 kl. 13.00: forslag fra fastlegen" in shown


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({"proposed_date": "2026-11-26"}, words.BOTH_DATE_AND_TIME),
        ({"proposed_date": "2026-10-26", "proposed_time": "9:00"}, words.TIME_IS_PAST),
        ({"substitute": "for_now"}, words.NAME_NEEDED),
    ],
)
def test_a_half_proposal_is_said_and_kept(asked: Asked, typed: dict[str, str], fault: str) -> None:
    """Nothing is recorded, and what was filled in stands there."""
    status, html = asked.answer("no", "no", **typed)
    assert status == 400
    assert fault in html
    assert typed.get("proposed_date", "for_now") in html
    assert "Fastlegen: ikke svart" in asked.answers()
