"""The local clinic, read as a browser without JavaScript reads it."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from html import unescape

import pytest
from aiohttp import ClientSession

from bot.local_chat import LINES
from bot.local_mail import letter, pieces
from bot.reactions import Sent
from bot.seams import ClockStep, InviteKind, Mail, Mailbox
from dialogs.reading import LONGEST
from dialogs.state import Conversation
from dialogs.turn import Reply, Turn
from dialogs.wording.nb import local_page as words
from dialogs.wording.nb import reactions
from dialogs.wording.nb.conversations import too_long
from pathway.views import Colour
from pathway.words import Role
from tests.fakes.rooms import (
    CLINICIAN,
    NOW,
    REF,
    SECRETARY,
    TOKEN,
    ZONE,
    Browser,
    FakeRooms,
    case_view,
    fields,
    mail,
    served,
)


@pytest.fixture
def rooms() -> FakeRooms:
    """A local clinic with one case and two mailboxes."""
    gp = Mailbox(address="kari.berg@lege.example", name="Kari Berg", role=Role.GP, mails=(mail(),))
    nav = Mailbox(address="vik@nav.example", name="Nina Vik", role=Role.NAV_ADVISER)
    return FakeRooms(view=case_view(), boxes=[gp, nav])


@pytest.fixture
async def browser(rooms: FakeRooms) -> AsyncIterator[Browser]:
    """A browser on the same machine."""
    async with served(rooms) as browser:
        yield browser


async def look(browser: Browser, path: str = "/") -> str:
    """The text of a page that is there."""
    response = await browser.get(path)
    assert response.status == 200
    return unescape(await response.text())


async def post(browser: Browser, path: str, **given: str) -> str:
    """Send a form of the page, and the page that it leads to."""
    response = await browser.post(path, data=fields(await look(browser)) | given)
    assert response.status == 200
    return unescape(await response.text())


async def test_the_first_visit(rooms: FakeRooms) -> None:
    """The first visit shows three sentences and one button."""
    rooms.view, rooms.boxes = None, []
    async with served(rooms) as browser:
        html = await look(browser)
    assert all(sentence in html for sentence in words.WELCOME)
    assert len(words.WELCOME) == 3
    assert "Registrer en pasient" in html
    assert words.NO_CASES in html
    assert words.NO_MAILBOXES in html


async def test_the_clock_in_words(rooms: FakeRooms, browser: Browser) -> None:
    """The bar says date and time in words, in the clinic's own zone, and four buttons turn it."""
    assert "Mandag 12. oktober 2026 kl. 10.30" in await look(browser)
    assert "Tirsdag 13. oktober" in await post(browser, "/clock", to="day")
    await post(browser, "/clock", to="week")
    await post(browser, "/clock", to="event")
    assert words.CLOCK_MINUTES in await post(browser, "/clock", to="minutes")
    assert rooms.moved == [ClockStep.DAY, ClockStep.WEEK, ClockStep.EVENT, ClockStep.MINUTES]


async def test_the_clock_takes_only_its_three_steps(rooms: FakeRooms, browser: Browser) -> None:
    """Another step is refused, and the clock stands still."""
    response = await browser.post("/clock", data=fields(await look(browser)) | {"to": "back"})
    assert response.status == 400
    assert rooms.moved == []


async def test_typing(rooms: FakeRooms, browser: Browser) -> None:
    """What is typed reaches the conversation of the chosen person, and both bubbles are shown."""
    html = await post(browser, "/chat", text="  hei <b>du</b>  ")
    assert rooms.heard[0][0] == SECRETARY
    assert rooms.heard[0][1].text == "hei <b>du</b>"
    assert rooms.heard[0][2] == "page"
    assert "Du skrev: hei <b>du</b>" in html  # unescaped by `look`
    raw = await (await browser.get("/")).text()
    assert "<b>du</b>" not in raw


async def test_suggestions_are_buttons(browser: Browser) -> None:
    """What may be answered stands as buttons with its title, and once: a card has its own."""
    said = '<button name="text" value="hjelp">hjelp</button>'
    assert said in await post(browser, "/chat", text="hei")
    assert said not in await post(browser, "/chat", text="ny pasient")


async def test_nothing_typed_is_nothing_said(rooms: FakeRooms, browser: Browser) -> None:
    """An empty message is not sent."""
    await post(browser, "/chat", text="  ")
    assert rooms.heard == []


async def test_a_message_too_long(rooms: FakeRooms, browser: Browser) -> None:
    """A message too long is refused with a sentence, never cut."""
    html = await post(browser, "/chat", text="x" * (LONGEST + 1))
    assert too_long(LONGEST) in html
    assert f'maxlength="{LONGEST}"' in html
    assert rooms.heard == []


async def test_a_card_is_a_form(rooms: FakeRooms, browser: Browser) -> None:
    """A card's button sends its data with what was filled in, and the case opens beside it."""
    html = await post(browser, "/chat", text="ny pasient")
    pressed = re.search(r'name="press" value="([\d.]+:0)"', html)
    assert pressed
    filled = {"press": pressed[1], "i.name": "O. N.", "i.received": "2026-09-07"}
    html = await post(browser, "/chat", **filled)
    data = rooms.heard[-1][1].data
    assert data is not None
    assert (data["name"], data["received"], data["do"]) == ("O. N.", "2026-09-07", "answer")
    assert "Sak 7K4M · O. N." in html
    assert '<details class="bubble card used"><summary>Ny pasient</summary>' in html


@pytest.mark.parametrize("press", ["99:0", "2:99", "x", "", "2:-1", ":"])
async def test_a_card_that_is_gone(rooms: FakeRooms, browser: Browser, press: str) -> None:
    """A button that is not there any more says so, and does nothing."""
    await post(browser, "/chat", text="ny pasient")
    said = len(rooms.heard)
    assert words.CARD_GONE in await post(browser, "/chat", press=press)
    assert len(rooms.heard) == said


async def test_waiting_messages_are_shown_once(rooms: FakeRooms, browser: Browser) -> None:
    """Messages that waited for a person appear in that person's chat, and stay there."""
    rooms.waiting = [Reply(text="Fastlegen har svart ja i sak 7K4M.")]
    assert "har svart ja i sak" not in await look(browser, f"/?staff={CLINICIAN}")
    for _ in range(2):
        assert (await look(browser)).count("Fastlegen har svart ja i sak 7K4M.") == 1


async def test_an_interrupted_question_is_asked_again(rooms: FakeRooms) -> None:
    """A new page shows what waits for the person's answer, in place of the welcome, and once."""
    question = Reply(text="Du holder på med «Rett opp». Hva vil du rette?")
    rooms.question = Turn(state=Conversation(case=REF), replies=(question,))
    async with served(rooms) as browser:
        assert words.WELCOME[0] in await look(browser, f"/?staff={CLINICIAN}")
        for _ in range(2):
            html = await look(browser)
            assert html.count(question.text) == 1
            assert words.WELCOME[0] not in html
    assert rooms.asked_again == [CLINICIAN, SECRETARY]


async def test_a_question_that_was_answered_is_not_asked_again(
    rooms: FakeRooms, browser: Browser
) -> None:
    """Whoever has said something on this page has seen what it answered."""
    await browser.post(
        "/chat",
        data=fields(await look(browser, f"/?staff={CLINICIAN}"))
        | {"text": "hei", "staff": SECRETARY},
    )
    await look(browser)
    assert rooms.asked_again == [CLINICIAN]


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_another_sites_link_reads_nobodys_messages(
    rooms: FakeRooms, browser: Browser, site: str
) -> None:
    """A link on another site opens the page, but chooses nobody and marks nothing as shown."""
    rooms.waiting = [Reply(text="Fastlegen har svart ja.")]
    headers = {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "navigate"}
    path = f"/?staff={SECRETARY}&case={REF}"
    response = await browser.get(path, headers=headers, allow_redirects=False)
    assert (response.status, response.headers["Location"]) == (303, "/")
    assert "har svart ja" not in await (await browser.get("/", headers=headers)).text()
    assert len(rooms.waiting) == 1
    assert "har svart ja" in await look(browser)


async def test_an_open_page_is_one_look(rooms: FakeRooms, browser: Browser) -> None:
    """A page that looks by itself reads a case again only when something was recorded (P3)."""
    own = {"X-Refresh": "1"}
    path = f"/?case={REF}"
    await look(browser, path)
    for _ in range(3):
        assert "Sak 7K4M" in await (await browser.get(path, headers=own)).text()
    assert rooms.looks == [(SECRETARY, REF)]
    rooms.changes += 1
    await browser.get(path, headers=own)
    rooms.recorded = NOW
    await browser.get(path, headers=own)
    assert len(rooms.looks) == 3
    await look(browser, path)
    assert len(rooms.looks) == 4


async def test_another_persons_look_is_their_own(rooms: FakeRooms, browser: Browser) -> None:
    """What one person was shown is never another's, nor one case's another's."""
    own = {"X-Refresh": "1"}
    await look(browser, f"/?case={REF}")
    await browser.get(f"/?case={REF}&staff={CLINICIAN}", headers=own)
    await browser.get("/", headers=own)
    assert rooms.looks == [(SECRETARY, REF), (CLINICIAN, REF), (SECRETARY, "")]


async def test_each_person_has_an_own_chat(browser: Browser) -> None:
    """What one member of staff says is not in another's chat."""
    await post(browser, "/chat", text="hemmelig", staff=SECRETARY)
    assert "hemmelig" in await look(browser, f"/?staff={SECRETARY}")
    assert "hemmelig" not in await look(browser, f"/?staff={CLINICIAN}")


async def test_the_chat_is_bounded(browser: Browser) -> None:
    """Only so many bubbles are kept."""
    for number in range(LINES // 2 + 3):
        form = fields(await (await browser.get("/?tab=case")).text())
        await browser.post("/chat", data=form | {"text": f"linje {number} slutt"})
    html = await look(browser)
    assert html.count('data-line="') == LINES
    assert "linje 0 slutt" not in html


async def test_the_case_as_a_timeline(browser: Browser) -> None:
    """The open case shows milestones, deadlines, people, what comes and what has happened."""
    html = await look(browser, f"/?case={REF}")
    for said in (
        "Sak 7K4M · O. N.",
        "SHM1 må holdes senest mandag 21. desember 2026.",
        "frist 21.12.2026",
        "Fastlegen Kari Berg: ønsker et annet tidspunkt",
        "Påminnelse til fastlegen Kari Berg på e-post",
        "Frist: svar fra fastlegen",
        "(over fristen)",
        "SHM1 kl. 10.00–11.00",
        "Henvisning mottatt",
        "kom ikke fram",
    ):
        assert said in html
    assert html.index("Innkalling til fastlegen") > html.index("Det som har skjedd")


async def test_a_case_that_may_not_be_seen(browser: Browser) -> None:
    """An unknown case and one that needs a reason first look alike."""
    assert words.NO_ACCESS in await look(browser, "/?case=XXXX")


async def test_the_overview_when_no_case_is_open(browser: Browser) -> None:
    """Without an open case every case is listed with its state in a word."""
    html = await look(browser)
    assert "Sak 7K4M · O. N." in html
    assert words.colour(Colour.YELLOW) in html


async def test_the_overview_says_of_a_deadline_that_it_has_gone_by(
    rooms: FakeRooms, browser: Browser
) -> None:
    """What was due is in the past tense from the day after."""
    assert "SHM1 må holdes senest mandag 21. desember 2026." in await look(browser)
    rooms.at += timedelta(weeks=11)
    assert "Fristen for å holde SHM1 gikk ut mandag 21. desember 2026." in await look(browser)


async def test_mailboxes_and_a_mail(browser: Browser) -> None:
    """Each outsider's mailbox is listed, and a mail is shown with its link, file and raw text."""
    html = await look(browser)
    assert "Kari Berg" in html
    assert words.NO_MAILS in html
    html = await look(browser, "/?box=kari.berg@lege.example&mail=0")
    assert f'<a href="http://127.0.0.1:3978/svar/{TOKEN}" target="_blank"' in html
    assert "Møteinnkalling" in html
    assert "BEGIN:VCALENDAR" in html
    assert "Content-Type: text/plain" in html


OPEN = {"box": "kari.berg@lege.example", "mail": "0"}


async def test_a_mail_is_answered_as_in_a_mail_program(rooms: FakeRooms, browser: Browser) -> None:
    """Beside the invitation stand a calendar's answers, and each is asked of the rooms."""
    html = await look(browser, "/?box=kari.berg@lege.example&mail=0")
    for said in ("Godta", "Kanskje", "Avslå", "Foreslå nytt tidspunkt", "Fraværssvar"):
        assert said in html
    await post(browser, "/mail", **OPEN, react="accepted", words=" Jeg kommer. ")
    await post(browser, "/mail", **OPEN, react="new_time", day="2026-11-26", clock="13:00")
    await post(browser, "/mail", **OPEN, react="away", words="uten betydning")
    (yes, wish, away) = [reaction for _, _, reaction in rooms.reactions]
    assert {(box, number) for box, number, _ in rooms.reactions} == {(OPEN["box"], 0)}
    assert (yes.kind, yes.title, yes.text) == ("accepted", "Godtatt", "Jeg kommer.")
    assert wish.start == datetime.fromisoformat("2026-11-26T13:00")
    assert away.text == reactions.AWAY


@pytest.mark.parametrize(
    "given",
    [
        {"react": "new_time"},
        {"react": "new_time", "day": "2026-11-26", "clock": "25:00"},
        {"react": "delegated"},
        {},
        {"react": "accepted", "mail": ""},
        {"react": "accepted", "mail": "-1"},
    ],
)
async def test_only_what_a_mail_program_offers(
    rooms: FakeRooms, browser: Browser, given: dict[str, str]
) -> None:
    """Anything else is refused, and nothing is sent."""
    response = await browser.post("/mail", data=fields(await look(browser)) | OPEN | given)
    assert response.status == 400
    assert rooms.reactions == []


async def test_an_unsigned_form_answers_nothing(rooms: FakeRooms, browser: Browser) -> None:
    """Another site cannot answer for somebody."""
    await browser.post("/mail", data={**OPEN, "react": "accepted", "form_token": "x"})
    assert rooms.reactions == []


async def test_what_was_sent_back_is_shown(rooms: FakeRooms, browser: Browser) -> None:
    """What was answered stands below the invitation, with its bytes; a cancelled one asks not."""
    sent = Sent(at=NOW, title="Godtatt", raw=b"METHOD:REPLY")
    rooms.boxes[0] = replace(rooms.boxes[0], mails=(replace(mail(), sent=(sent,)),))
    html = await look(browser, "/?box=kari.berg@lege.example&mail=0")
    assert "Godtatt, mandag 12. oktober kl. 10.30" in html
    assert "METHOD:REPLY" in html
    rooms.boxes[0] = replace(rooms.boxes[0], mails=(mail(kind=InviteKind.CANCEL),))
    assert 'value="accepted"' not in await look(browser, "/?box=kari.berg@lege.example&mail=0")


async def test_old_mails_are_behind_a_link(rooms: FakeRooms, browser: Browser) -> None:
    """A full mailbox shows its newest mails and says how many more there are."""
    full = tuple(mail(f"Nummer {number}") for number in range(10))
    rooms.boxes[0] = replace(rooms.boxes[0], mails=full)
    html = await look(browser)
    assert "Nummer 9" in html
    assert "Nummer 0" not in html
    assert "Vis 6 eldre e-poster" in html
    assert "Nummer 0" in await look(browser, "/?box=kari.berg@lege.example")


@pytest.mark.parametrize(
    "query",
    [
        "staff=nobody&case=%00&box=x&mail=-1&tab=evil",
        "mail=99999999999999999999&box=kari.berg@lege.example",
        "case=" + "A" * 3000,
        "staff=%F0%9F%98%80",
        "case=%3Cscript%3E",
    ],
)
async def test_an_odd_address_shows_the_page(browser: Browser, query: str) -> None:
    """Whatever stands in the address, there is a page, and nothing of it runs."""
    response = await browser.get(f"/?{query}")
    assert response.status == 200
    assert "<script>" not in await response.text()


async def test_tabs_work_without_a_script(browser: Browser) -> None:
    """On a narrow screen the address says which part is shown."""
    assert 'class="local tab-mail"' in await look(browser, "/?tab=mail")


async def test_no_inline_script_or_style(browser: Browser) -> None:
    """The page holds no inline script or style, so that the policy can forbid them."""
    html = await look(browser, f"/?case={REF}")
    assert not re.search(r"<script(?![^>]+src=)|<style| style=| on\w+=", html)


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "127.0.0.1.evil.example"},
        {"Host": "localhost.evil.example:3978"},
        {"Host": "[::1"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=192.0.2.1"},
        {"Via": "1.1 proxy"},
        {"X-Real-IP": "127.0.0.1"},
        {"X-Forwarded-Host": "127.0.0.1"},
        {"X-Forwarded-Proto": "https"},
        {"Host": "127.0.0.1:evil.example"},
        {"Host": "[::1]evil.example"},
        {"Host": "localhost:80:80"},
        {"Host": ""},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"},
    ],
)
async def test_only_this_machine_may_come_in(browser: Browser, headers: dict[str, str]) -> None:
    """A rebound name, a proxy and another site's script are all turned away."""
    for path in ("/", "/events"):
        assert (await browser.get(path, headers=headers)).status == 403
    assert (await browser.post("/chat", data={"text": "hei"}, headers=headers)).status == 403


@pytest.mark.parametrize("host", ["localhost:3978", "127.0.0.1", "[::1]:3978", "LOCALHOST"])
async def test_this_machines_own_names(browser: Browser, host: str) -> None:
    """The page opens under each name of this machine."""
    assert (await browser.get("/", headers={"Host": host})).status == 200


async def test_another_sites_form_does_nothing(rooms: FakeRooms, browser: Browser) -> None:
    """A form without our token says nothing and turns no clock."""
    await browser.post("/chat", data={"text": "stopp 7K4M"})
    await browser.post("/clock", data={"to": "week", "form_token": "x"})
    assert rooms.heard == []
    assert rooms.moved == []


async def test_it_exists_only_in_local_mode() -> None:
    """In production there is no chat, no clock and no mailbox."""
    async with served(FakeRooms(local=False)) as browser:
        for path in ("/", "/events"):
            assert (await browser.get(path)).status == 404
        for path in ("/chat", "/clock"):
            assert (await browser.post(path, data={})).status == 404


async def test_an_open_page_is_told(rooms: FakeRooms, browser: Browser) -> None:
    """An open page hears within moments that there is something new."""
    async with browser.get("/events") as stream:
        assert await stream.content.readline() == b"retry: 3000\n"
        rooms.changes += 1
        async with asyncio.timeout(5):
            while (await stream.content.readline()) != b"data: new\n":
                pass


async def test_streams_do_not_hold_up_a_stop(rooms: FakeRooms) -> None:
    """The program stops at once although a page is open."""
    async with asyncio.timeout(4), ClientSession() as session, served(rooms) as browser:
        await session.get(browser.make_url("/events"))


def test_a_mail_that_cannot_be_read() -> None:
    """A mail of garbage is still listed, with its raw text."""
    found = letter(Mail(received_at=NOW, raw=b"\xff\x00 nothing"), 0, ZONE)
    assert found.subject == words.NO_SUBJECT
    assert "nothing" in found.raw


def test_a_cancellation_is_marked() -> None:
    """A mail that cancels says so."""
    assert letter(mail(kind=InviteKind.CANCEL), 0, ZONE).invite_cancelled
    stands = letter(mail(kind=InviteKind.STANDS), 0, ZONE)
    assert (stands.invite_title, stands.invite_cancelled) == (words.INVITE_STANDS, False)


def test_addresses_in_a_mail() -> None:
    """An address is apart from the full stop after it."""
    found = pieces("Se https://a.example/x. Og <https://b.example>!")
    assert [piece for piece, address in found if address] == [
        "https://a.example/x",
        "https://b.example",
    ]
    assert "".join(piece for piece, _ in found) == "Se https://a.example/x. Og <https://b.example>!"
