"""The Teams door end to end: token, body, turn, answer, and the way back to the chat."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import pytest

from bot.teams.sdk import CARD, MESSAGE, NOT_IMPLEMENTED
from dialogs.cards import guide
from dialogs.turn import JSON
from dialogs.wording.nb import doors
from tests.bot.teams import activities
from tests.bot.teams.activities import KARE, SIRI, TENANT, activity, in_a_channel, message, press
from tests.bot.teams.connector_server import Planned, Way, refused
from tests.bot.teams.hall import Hall, hall, sealed
from tests.dialogs.world import actions_of

REGISTER = "ny pasient Test Testesen, mottatt 07.09.2026, fastlege Kari Testlege"


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Hall]:
    """An open door to an empty database."""
    async with hall(tmp_path) as opened:
        yield opened


def card_of(said: JSON) -> JSON:
    """The card of a message."""
    attachments = cast("list[JSON]", said["attachments"])
    return cast("JSON", attachments[0]["content"])


def button(card: JSON, title: str) -> JSON:
    """The data of the action with this title."""
    return next(cast("JSON", a["data"]) for a in actions_of(card) if a["title"] == title)


async def board(opened: Hall) -> list[str]:
    """The references of every case."""
    return [row.ref for row in await opened.house.board("sekretar")]


# --- words ------------------------------------------------------------------------------------


async def test_what_is_typed_is_answered_in_the_chat(opened: Hall) -> None:
    """The request is over at once, and the answer is a message of its own with our own token."""
    status, came = await opened.knock(message("hei"))
    assert (status, came) == (200, {})
    (got,) = await opened.heard()
    assert got.headers["Authorization"] == "Bearer our own token"
    assert got.path == f"/emea/v3/conversations/a%3A{SIRI}%3Bmessageid%3D1/activities"
    (said,) = await opened.said()
    assert card_of(said)["type"] == "AdaptiveCard"


async def test_a_patient_is_registered_by_typing_and_pressing(opened: Hall) -> None:
    """A card is asked with, filled in and pressed, and what was done takes its place."""
    await opened.knock(message("ny pasient"))
    (asked,) = await opened.said()
    data = button(card_of(asked), "Neste")
    filled = {**data, "name": "Test Testesen", "received": "2026-09-07", "gp": "none"}
    status, came = await opened.knock(press(filled, verb="answer", about="f:1"))
    assert (status, came["statusCode"]) == (200, 200)
    assert len(await board(opened)) == 1
    _, changed = await opened.heard(2)
    assert (changed.method, changed.path.rpartition("/")[2]) == ("PUT", "f%3A1")


async def test_the_same_message_is_heard_once(opened: Hall) -> None:
    """Teams sends again what was slow: the case is registered once, and answered once."""
    data = message(REGISTER)
    for _ in range(3):
        assert (await opened.knock(data))[0] == 200
    await opened.settled()
    assert len(await board(opened)) == 1
    assert len(opened.connector.got) == 1


async def test_the_same_message_at_the_same_time_is_heard_once(opened: Hall) -> None:
    """Two copies side by side wait for one another."""
    data = message(REGISTER)
    await asyncio.gather(*(opened.knock(data) for _ in range(5)))
    await opened.settled()
    assert (len(await board(opened)), len(opened.connector.got)) == (1, 1)


async def test_a_repeated_press_gets_the_same_answer(opened: Hall) -> None:
    """An invoke that comes again is answered as before, and nothing is done twice."""
    await opened.knock(message("ny pasient"))
    (asked,) = await opened.said()
    filled = {**button(card_of(asked), "Neste"), "name": "", "received": "", "gp": ""}
    pressed = press(filled, verb="answer")
    first = await opened.knock(pressed)
    again = await opened.knock(pressed)
    assert first == again
    assert first[1]["type"] == CARD


async def test_a_second_press_on_an_old_card_gets_the_fresh_one(opened: Hall) -> None:
    """Pressed twice does nothing twice: the second press finds the card out of date."""
    await opened.knock(message("ny pasient"))
    (asked,) = await opened.said()
    filled = {**button(card_of(asked), "Neste"), "name": "Test", "received": "tull", "gp": ""}
    _, fresh = await opened.knock(press(filled, verb="answer"))
    _, stale = await opened.knock(press(filled, verb="answer"))
    words = str(stale["value"])
    assert "Dette kortet er utdatert. Her er det nye." in words
    assert "'value': 'Test'" in words, "what was typed is kept"
    assert fresh != stale


async def test_the_card_of_somebody_else_is_an_old_one(opened: Hall) -> None:
    """A press with another person's seal, or none, never counts as this person's."""
    await opened.knock(message("ny pasient"))
    asked = card_of((await opened.said())[0])
    await opened.knock(message("ny pasient", who=KARE))
    await opened.said(2)
    filled = {**button(asked, "Neste"), "name": "Test", "received": "07.09.2026", "gp": "none"}
    bare = {name: value for name, value in filled.items() if name != "by"}
    for data in (filled, bare, {**filled, "by": "x"}, {**filled, "by": 3}):
        _, came = await opened.knock(press(data, verb="answer", who=KARE))
        assert "utdatert" in str(came)
    assert await board(opened) == []


async def test_a_command_pressed_with_another_case_does_nothing_unasked(opened: Hall) -> None:
    """What a card never offered is only what could be typed: no door opens by it."""
    await opened.knock(message(REGISTER))
    await opened.heard()
    (ref,) = await board(opened)
    typed = f"stopp forløpet {ref} pasienten har trukket seg"
    await opened.knock(press(sealed({"do": "command", "text": typed})))
    await opened.knock(press({"do": "command", "text": typed}))
    _, asked, refused_ = await opened.said(3)
    assert "Avslutt" in str(asked) or "Stopp" in str(asked)
    assert "utdatert" in str(refused_)
    assert await board(opened) == [ref]


async def test_an_answer_in_a_list_comes_below(opened: Hall) -> None:
    """A press in a list is answered in a message of its own, and the list stays."""
    await opened.knock(message("hei"))
    data = button(card_of((await opened.said())[0]), "Oppgaver")
    _, came = await opened.knock(press(data))
    assert came == {"statusCode": 200, "type": MESSAGE, "value": doors.answer_below()}
    assert (await opened.heard(2))[1].method == "POST"


async def test_the_answers_come_in_order(opened: Hall) -> None:
    """What is typed quickly is answered in the order in which it was typed."""
    for text in ("hei", "oversikt", "oppgaver", "hjelp"):
        assert (await opened.knock(message(text)))[0] == 200
    titles = [said["summary"] for said in await opened.said(4)]
    assert titles == ["Hei", "Oversikt", "Oppgaver", "Hva du kan gjøre"]


# --- who may come in -----------------------------------------------------------------------------


async def test_strangers_are_refused_politely(opened: Hall) -> None:
    """Somebody of the tenant who is not in the clinic's file hears why, and nothing is kept."""
    await opened.knock(message(REGISTER, who="99999999-0000-0000-0000-000000000000"))
    (said,) = await opened.said()
    assert said["text"] == doors.not_staff()
    assert await board(opened) == []


async def test_where_others_read_along_no_name_is_said(opened: Hall) -> None:
    """In a channel only a mention is answered, and with nothing of any case (P1)."""
    await opened.knock(message(REGISTER))
    await opened.heard()
    await opened.knock(in_a_channel(message("oversikt"), mentions=False))
    await opened.knock(in_a_channel(message("oversikt"), mentions=True))
    said = await opened.said(2)
    await opened.settled()
    assert len(opened.connector.got) == 2
    assert said[1]["text"] == doors.not_among_others()
    _, came = await opened.knock(in_a_channel(press({"do": "command", "text": "x"}), mentions=True))
    assert came["value"] == doors.not_among_others()


async def test_whoever_installs_the_bot_is_welcomed_once(opened: Hall) -> None:
    """Teams tells of an installation in two ways; the greeting comes once, and not to strangers."""
    await opened.knock(activity("installationUpdate", action="add"))
    bot = [{"id": activities.BOT}]
    await opened.knock(activity("conversationUpdate", membersAdded=bot))
    await opened.knock(activity("installationUpdate", action="add", who="99999999"))
    await opened.settled()
    (said,) = await opened.said()
    assert said["summary"] == guide.welcome("Siri").summary
    assert doors.welcome("Siri") in json.dumps(said, ensure_ascii=False)
    chat = await opened.house.chat("sekretar")
    assert chat is not None
    assert (chat.conversation_id, chat.tenant) == (f"a:{SIRI};messageid=1", TENANT)


async def test_whoever_removes_the_bot_is_no_longer_written_to(opened: Hall) -> None:
    """A chat that is gone is marked, and a new message brings it back."""
    await opened.knock(message("hei"))
    await opened.knock(activity("installationUpdate", action="remove"))
    chat = await opened.house.chat("sekretar")
    assert chat is not None
    assert chat.unreachable_at is not None
    await opened.knock(message("hei"))
    chat = await opened.house.chat("sekretar")
    assert chat is not None
    assert chat.unreachable_at is None


# --- bad input -----------------------------------------------------------------------------------


async def test_no_token_no_entry(opened: Hall) -> None:
    """401 for every wrong token, tenant and address, whatever the body says; nothing happens."""
    elsewhere = {**message(REGISTER), "channelData": {"tenant": {"id": "other"}}}
    talk = {**cast("JSON", elsewhere["conversation"]), "tenantId": "other"}
    service = "https://evil.example/"
    wrong: list[tuple[JSON, str | None]] = [
        (message(REGISTER), ""),
        (message(REGISTER), "Basic eDp5"),
        (message(REGISTER), "Bearer x.y.z"),
        (message(REGISTER), opened.openid.token(aud="another bot")),
        (message(REGISTER), opened.openid.token(serviceurl="https://smba.example/other/")),
        ({**elsewhere, "conversation": talk}, None),
        ({**message(REGISTER), "channelId": "webchat"}, None),
        ({**message(REGISTER), "service": service}, None),
        ({**message(REGISTER), "service": service}, opened.openid.token(serviceurl=service)),
    ]
    for data, token in wrong:
        assert (await opened.knock(data, token=token))[0] == 401
    good = opened.openid.token(serviceurl=opened.connector.service_url)
    twice = [("Authorization", good), ("Authorization", good)]
    async with opened.client.post("/api/messages", data=b"{}", headers=twice) as response:
        assert response.status == 401
    await opened.settled()
    assert (await board(opened), opened.connector.got) == ([], [])


async def test_a_token_that_was_good_is_for_its_address_alone(opened: Hall) -> None:
    """A token that let one message in lets none in that asks to be answered elsewhere."""
    good = opened.openid.token(serviceurl=opened.connector.service_url)
    assert (await opened.knock(message("hei"), token=good))[0] == 200
    elsewhere = {**message(REGISTER), "service": "http://127.0.0.1:9/elsewhere/"}
    assert (await opened.knock(elsewhere, token=good))[0] == 401
    await opened.settled()
    assert (await board(opened), len(opened.connector.got)) == ([], 1)


async def test_the_token_is_read_before_the_body(opened: Hall) -> None:
    """Whoever has no token learns nothing of what is wrong with a body."""
    assert (await opened.send(b"garbage", token="Bearer x"))[0] == 401
    assert (await opened.send(b"garbage"))[0] == 400


async def test_a_body_that_is_too_large_is_413(opened: Hall) -> None:
    """More than a quarter of a megabyte is not read."""
    assert (await opened.knock(message("x" * 300_000)))[0] == 413


async def test_a_large_press_is_taken(opened: Hall) -> None:
    """What Teams itself sends, some hundred kilobytes, is read, though a page takes far less."""
    large: JSON = {"do": "command", "text": "oversikt", "more": "x" * 100_000}
    status, came = await opened.knock(press(sealed(large)))
    assert (status, came["statusCode"]) == (200, 200)


async def test_a_long_message_is_answered_politely(opened: Hall) -> None:
    """What fits in a body and in no question is refused in words."""
    await opened.knock(message("x" * 5000))
    (said,) = await opened.said()
    assert "for lang" in str(said["text"])


async def test_unknown_types_are_passed_over(opened: Hall) -> None:
    """Typing, reactions and what Teams has yet to invent are taken and left."""
    for kind in ("typing", "messageReaction", "endOfConversation", "surprise/news"):
        assert (await opened.knock(activity(kind)))[0] == 200
    status, _ = await opened.knock(activity("invoke", name="task/fetch"))
    assert status == NOT_IMPLEMENTED
    await opened.settled()
    assert opened.connector.got == []


async def test_no_keys_is_not_the_callers_fault(opened: Hall) -> None:
    """503 where it cannot be told who knocks, so that Teams tries again."""
    opened.openid.mood = type(opened.openid.mood).DOWN
    assert (await opened.knock(message("hei")))[0] == 503


# --- the store and the connector fail ----------------------------------------------------------


async def test_what_was_not_saved_is_said(opened: Hall) -> None:
    """A store that fails leaves the message unheard, so that it can be sent again."""
    broken = opened.house.hear

    async def fails(*_: object) -> None:
        raise OSError("disk full, Kari Nordmann")

    opened.house.hear = fails  # type: ignore[method-assign,assignment]
    data = message(REGISTER)
    await opened.knock(data)
    (said,) = await opened.said()
    assert said["text"] == doors.not_saved()
    opened.house.hear = broken  # type: ignore[method-assign]
    await opened.knock(data)
    await opened.heard(2)
    assert len(await board(opened)) == 1


async def test_one_refused_answer_does_not_swallow_the_next(opened: Hall) -> None:
    """What Teams will not show is left out, and the other replies of the turn are said."""
    await opened.knock(message("ny pasient"))
    await opened.heard()
    opened.connector.plan.append(refused(413))
    await opened.knock(message("oppgaver"))
    said = await opened.said(3)
    assert [one["summary"] for one in said][1:] == ["Oppgaver", "Ny pasient"]


async def test_a_connector_that_hangs_holds_up_no_request(opened: Hall) -> None:
    """The request is over before the answer is said, however long that takes."""
    opened.connector.plan.append(Planned(way=Way.HANG))
    assert (await opened.knock(message("hei")))[0] == 200
    assert (await opened.knock(message("oversikt")))[0] == 200
    said = await opened.said(3)
    assert [one["summary"] for one in said] == ["Hei", "Hei", "Oversikt"]


async def test_strangers_are_refused_once_a_message(opened: Hall) -> None:
    """A message that comes again is not answered again, also where nothing is written down."""
    data = message("hei", who="99999999-0000-0000-0000-000000000000")
    mention = in_a_channel(message("hei"), mentions=True)
    for _ in range(3):
        await opened.knock(data)
        await opened.knock(mention)
    await opened.settled()
    assert len(opened.connector.got) == 2


async def test_without_a_token_only_this_machine_comes_in(tmp_path: Path) -> None:
    """SHM_AUTH=none: another site's page in a browser here, or a proxy, is still nobody."""
    async with hall(tmp_path, open_to_all=True) as opened:
        assert (await opened.knock(message("hei"), token=""))[0] == 200
        body = activities.body({**message(REGISTER), "serviceUrl": opened.connector.service_url})
        for headers in (
            {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
            {"X-Forwarded-For": "198.51.100.7"},
            {"Host": "evil.example"},
        ):
            async with opened.client.post("/api/messages", data=body, headers=headers) as response:
                assert response.status == 403
        assert await board(opened) == []


BUSY = {
    "412": refused(412),
    "429 with a time": refused(429, retry_after="1"),
    "429 without": refused(429),
    "500": refused(500),
    "502": refused(502),
    "503": refused(503),
    "cut": Planned(way=Way.CUT),
}


@pytest.mark.parametrize("how", BUSY)
async def test_a_busy_connector_gets_the_answer_later(opened: Hall, how: str) -> None:
    """The answer is said again until it is taken, and those after it wait their turn."""
    opened.connector.plan.extend([BUSY[how], BUSY[how]])
    await opened.knock(message("hei"))
    await opened.knock(message("oversikt"))
    said = await opened.said(4)
    assert [one["summary"] for one in said] == ["Hei", "Hei", "Hei", "Oversikt"]


async def test_a_chat_that_is_blocked_is_marked(opened: Hall) -> None:
    """403 on an answer: the person is not written to again until they write."""
    opened.connector.plan.append(refused(403))
    await opened.knock(message("hei"))
    await opened.settled()
    chat = await opened.house.chat("sekretar")
    assert chat is not None
    assert chat.unreachable_at is not None
    assert len(opened.connector.got) == 1


async def test_what_is_refused_is_not_repeated(opened: Hall) -> None:
    """400 is our own fault: said once, and the next answer comes all the same."""
    opened.connector.plan.append(refused(400))
    await opened.knock(message("hei"))
    await opened.knock(message("oversikt"))
    said = await opened.said(2)
    await opened.settled()
    assert [one["summary"] for one in said] == ["Hei", "Oversikt"]


async def test_a_card_that_cannot_be_changed_is_said_anew(opened: Hall) -> None:
    """Where the old message is gone, the new card comes as a message."""
    await opened.knock(message("ny pasient"))
    (asked,) = await opened.said()
    opened.connector.plan.append(refused(404, "ActivityNotFoundInConversation"))
    filled = {**button(card_of(asked), "Neste"), "name": "", "received": "", "gp": ""}
    await opened.knock(press(filled, verb="answer", about="f:1"))
    _, put, post = await opened.heard(3)
    assert (put.method, post.method) == ("PUT", "POST")


async def test_a_slow_turn_is_answered_when_it_is_done(tmp_path: Path) -> None:
    """Nobody waits for a second: the message is taken, the press told to wait, the answer comes."""
    async with hall(tmp_path, patience=0.05) as opened:
        slow, go = opened.house.hear, asyncio.Event()

        async def slowly(*args: object) -> object:
            await go.wait()
            return await slow(*args)  # type: ignore[arg-type]

        opened.house.hear = slowly  # type: ignore[method-assign,assignment]
        assert (await opened.knock(message("hei")))[0] == 202
        _, came = await opened.knock(press(sealed({"do": "command", "text": "oversikt"})))
        assert came["value"] == doors.at_work()
        go.set()
        said = await opened.said(2)
        assert [one["summary"] for one in said] == ["Hei", "Oversikt"]


async def test_a_slow_press_that_names_no_card_is_answered_in_a_message(tmp_path: Path) -> None:
    """Where the response came too late and there is no card to change, the new one is posted."""
    async with hall(tmp_path, patience=0.05) as opened:
        slow, go = opened.house.hear, asyncio.Event()
        await opened.knock(message("ny pasient"))
        (asked,) = await opened.said()

        async def slowly(*args: object) -> object:
            await go.wait()
            return await slow(*args)  # type: ignore[arg-type]

        opened.house.hear = slowly  # type: ignore[method-assign,assignment]
        pressed = press(button(card_of(asked), "Neste") | {"name": "Test Testesen"}, verb="answer")
        del pressed["replyToId"]
        _, came = await opened.knock(pressed)
        assert came["value"] == doors.at_work()
        go.set()
        *_, got = await opened.heard(2)
        assert (got.method, "Test Testesen" in str(got.body)) == ("POST", True)
        await opened.settled()
        assert len(opened.connector.got) == 2


async def test_a_quick_press_that_names_no_card_is_answered_once(opened: Hall) -> None:
    """The response holds the new card; nothing is posted beside it."""
    await opened.knock(message("ny pasient"))
    (asked,) = await opened.said()
    pressed = press(button(card_of(asked), "Neste") | {"name": "Test Testesen"}, verb="answer")
    del pressed["replyToId"]
    _, came = await opened.knock(pressed)
    assert came["type"] == CARD
    await opened.settled()
    assert len(opened.connector.got) == 1
