"""What the program says of itself: in the chat, by e-mail where there is none, never lost (D4)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest

from bot.hearing import OWN, Arrival, hear
from bot.teams.opening import Teams, Way
from bot.teams.outgoing import ChatCarrier, by_mail
from bot.teams.speaking import MOST_TRIES
from dialogs.turn import JSON, Utterance
from dialogs.wording.nb import doors
from dialogs.wording.neutral import forbidden_in
from pathway.commands import RecordMilestone
from pathway.outgoing import Content, Hours, Sending, SendingKind
from pathway.service import PROGRAM, execute
from pathway.words import CaseRef, Channel, ClinicId, Milestone, Role, SendingId
from tests.bot.teams.activities import message, press
from tests.bot.teams.connector_server import Got, refused, said
from tests.bot.teams.hall import MORNING, Hall, hall, sealed
from tests.bot.teams.test_door import card_of
from tests.dialogs.world import actions_of

NEWS = Sending(
    id=SendingId("news"),
    clinic_id=ClinicId("fjordly"),
    case_id=None,
    to="sekretar",
    role=Role.SECRETARY,
    channel=Channel.CHAT,
    kind=SendingKind.NOTICE,
    content=Content(
        subject="Du har 2 ting i dag",
        text="Du har 2 ting i dag.",
        lines=(
            ("K7M2: Ring Solsiden legesenter.", (("svar K7M2", "Registrer svar"),)),
            ("P4R3: Kall inn Test Testesen.", (("kall inn pasienten P4R3", "Kall inn"),)),
        ),
        actions=(("oppgaver", "Vis oppgavene"),),
    ),
    why="D4",
    created_at=MORNING,
    not_before=MORNING,
    hours=Hours.WORKING,
)


@pytest.fixture
async def opened(tmp_path: Path) -> AsyncIterator[Hall]:
    """An open door, and news that waits for the secretary."""
    async with hall(tmp_path) as opened:
        await opened.house.run(PROGRAM, "daemon", lambda c: c.ledger.put_sending(NEWS))
        yield opened


def teams(opened: Hall) -> Teams:
    """The door and its way out as one, as they are when the program starts."""
    return Teams(door=opened.door, way=cast("Way", None), house=opened.house)


async def test_news_comes_in_the_chat(opened: Hall) -> None:
    """Once, as a card with this person's own seal, with the kept reference and our own token."""
    await opened.knock(message("hei"))
    await opened.heard()
    for _ in range(2):
        await opened.house.tick()
    _, said = await opened.said(2)
    (attachment,) = cast("list[JSON]", said["attachments"])
    data = [cast("JSON", a["data"]) for a in actions_of(attachment["content"])]
    assert [one["text"] for one in data] == ["svar K7M2", "kall inn pasienten P4R3", "oppgaver"]
    assert all(one["by"] for one in data)
    assert (await opened.heard(2))[1].headers["Authorization"] == "Bearer our own token"
    assert len(opened.connector.got) == 2


async def test_the_local_page_takes_nothing_from_the_chat(opened: Hall) -> None:
    """Whoever has a Teams chat is told there, and sees it on the page too: once in each."""
    await opened.knock(message("hei"))
    await opened.heard()
    (first,) = await opened.house.waiting_chat("sekretar")
    assert first.summary == NEWS.content.subject
    assert await opened.house.waiting_chat("sekretar") == []
    later = replace(NEWS, id=SendingId("later"))
    await opened.house.run(PROGRAM, "daemon", lambda c: c.ledger.put_sending(later))
    opened.connector.plan.extend([said("f:1"), said("f:2")])
    await opened.house.tick()
    assert len(opened.connector.got) == 3
    assert len(await opened.house.waiting_chat("sekretar")) == 1
    assert await opened.house.waiting_chat("sekretar") == []


async def test_nobody_without_a_chat_is_written_to(opened: Hall) -> None:
    """Until the person comes everything waits, and then it is said."""
    await opened.house.tick()
    assert opened.connector.got == []
    await opened.knock(message("hei"))
    await opened.house.tick()
    assert len(await opened.heard(2)) == 2


async def test_a_busy_connector_is_left_alone_and_asked_again(opened: Hall) -> None:
    """Retry-After holds for what the program says of itself; then it is said, once."""
    await opened.knock(message("hei"))
    await opened.heard()
    opened.connector.plan.append(refused(429, retry_after="600"))
    for minutes, posts in ((0, 2), (5, 2), (11, 3), (12, 3)):
        opened.clock.now = MORNING + timedelta(minutes=minutes)
        await opened.house.tick()
        assert len(opened.connector.got) == posts


async def test_what_teams_refuses_is_named_in_a_sentence(opened: Hall) -> None:
    """A message that is too large is never sent a second time, and the person hears of it."""
    await opened.knock(message("hei"))
    await opened.heard()
    opened.connector.plan.append(refused(413))
    for _ in range(2):
        await opened.house.tick()
        opened.clock.now += timedelta(hours=1)
    *_, said = await opened.said(3)
    assert said["text"] == doors.cannot_be_shown()
    assert len(opened.connector.got) == 3


async def test_a_blocked_chat_gives_way_to_mail(opened: Hall) -> None:
    """D4: 403 marks the chat; a mail with references only says that there is something."""
    staff = tuple(replace(p, email="siri@fjordly.example") for p in opened.house.clinic.staff)
    opened.house.clinic = replace(opened.house.clinic, staff=staff)
    carrier = cast("ChatCarrier", opened.house.carriers[Channel.CHAT])
    seeing = replace(carrier, clinic=opened.house.clinic)
    opened.house.carriers = {**opened.house.carriers, Channel.CHAT: seeing}
    await opened.knock(message("hei"))
    await opened.heard()
    opened.connector.plan.append(refused(403))
    for minutes in (0, 5, 60):
        opened.clock.now = MORNING + timedelta(minutes=minutes)
        await opened.house.tick()
    (mail,) = opened.mail.delivered
    assert mail.address == "siri@fjordly.example"
    assert "K7M2, P4R3" in mail.text
    assert "Testesen" not in mail.text
    await opened.knock(message("hei"))
    await opened.house.tick()
    assert "Ring Solsiden legesenter" in str((await opened.said(4))[3])


# --- progress edits the message ---------------------------------------------------------------

PATIENTS = (
    "ny pasient Test Testesen, mottatt 07.09.2026, fastlege Kari Testlege",
    "ny pasient Prøve Prøvesen, mottatt 08.09.2026, fastlege Kari Testlege",
)
DIGEST_ID = "f:digest"


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[tuple[Hall, list[str]]]:
    """The secretary's digest of two cases stands in her chat; their references."""
    async with hall(tmp_path) as opened:
        for words in PATIENTS:
            await opened.knock(message(words))
        await opened.settled()
        opened.clock.now = MORNING + timedelta(days=1)
        opened.connector.got.clear()
        opened.connector.plan.append(said(DIGEST_ID))
        await opened.house.tick()
        (post,) = opened.connector.got
        assert "Du har 2 ting i dag" in str(post.body)
        opened.connector.got.clear()
        yield opened, [row.ref for row in await opened.house.board("sekretar")]


async def settle(opened: Hall, ref: str) -> None:
    """The coordinator, in another door, enters what the secretary's digest asks for."""
    started = RecordMilestone(
        ref=CaseRef(ref), milestone=Milestone.ASSESSMENT_STARTED, on=date(2026, 11, 2)
    )
    await opened.house.run("koordinator", "page", lambda context: execute(context, started))


async def passes(opened: Hall, *minutes: int) -> list[Got]:
    """What reached the connector in the passes so many minutes later, each after the other."""
    opened.connector.got.clear()
    for each in minutes:
        opened.clock.now += timedelta(minutes=each)
        await opened.house.tick()
    return opened.connector.got


async def test_a_settled_line_is_ticked_in_the_digest_that_was_posted(
    told: tuple[Hall, list[str]],
) -> None:
    """Whoever did it, and wherever: the line says so and has no button, and nothing new is sent."""
    opened, (first, second) = told
    assert await passes(opened, 1) == []
    await settle(opened, first)
    (edit,) = await passes(opened, 1, 1)
    assert (edit.method, edit.path.rpartition("/")[2]) == ("PUT", "f%3Adigest")
    card = card_of(cast("JSON", edit.body))
    assert f"Gjort: {first}:" in str(card)
    typed = [cast("JSON", action["data"])["text"] for action in actions_of(card)]
    assert typed == [f"milepæl {second}", f"sett opp utredning {second}", "oppgaver"]
    assert all(cast("JSON", action["data"])["by"] for action in actions_of(card))


async def test_a_digest_with_nothing_left_says_so_in_one_line(
    told: tuple[Hall, list[str]],
) -> None:
    """Settled together, it is one edit: at most one for each message in a pass."""
    opened, refs = told
    for ref in refs:
        await settle(opened, ref)
    (edit,) = await passes(opened, 1, 1)
    card = card_of(cast("JSON", edit.body))
    assert [block["text"] for block in cast("list[JSON]", card["body"])] == [
        "Alt på denne listen er gjort"
    ]
    assert actions_of(card) == []


@pytest.mark.parametrize("status", [403, 404])
async def test_a_digest_that_its_reader_deleted_is_left_alone(
    told: tuple[Hall, list[str]], status: int
) -> None:
    """The update is refused once; nobody is told, nothing is sent in its place, the chat lives."""
    opened, (first, second) = told
    await settle(opened, first)
    opened.connector.plan.append(refused(status))
    (edit,) = await passes(opened, 1)
    assert edit.method == "PUT"
    await settle(opened, second)
    assert await passes(opened, 1, 60, 60) == []
    chat = await opened.house.chat("sekretar")
    assert chat is not None
    assert chat.unreachable_at is None


async def test_a_busy_connector_gets_the_edit_when_it_wants_it(
    told: tuple[Hall, list[str]],
) -> None:
    """Retry-After is obeyed; then the edit comes once, with what was settled meanwhile."""
    opened, refs = told
    await settle(opened, refs[0])
    opened.connector.plan.append(refused(429, retry_after="600"))
    assert len(await passes(opened, 1)) == 1
    await settle(opened, refs[1])
    assert await passes(opened, 5) == []
    (edit,) = await passes(opened, 6, 1)
    assert "Alt på denne listen er gjort" in str(edit.body)


def test_a_mail_to_staff_holds_references_only() -> None:
    """D4, F17: no name, no text of the message, no word of what the clinic treats."""
    mailed = by_mail(NEWS.content, name="Siri Eksempel")
    assert mailed.subject == "Ny beskjed (ref. K7M2, P4R3)"
    assert "Testesen" not in mailed.text
    assert "Solsiden" not in mailed.text
    assert not forbidden_in(mailed.text + mailed.subject)
    bare = by_mail(Content(subject="Hei", text="Hei"), name="Siri")
    assert bare.subject == "Ny beskjed"
    assert "sak" not in bare.text


async def test_an_answer_that_a_stop_swallowed_is_said_at_the_next_start(opened: Hall) -> None:
    """What was written down as answered and never said comes again, once, while it is fresh."""
    await opened.knock(message("hei"))
    await opened.settled()
    chat = await opened.house.chat("sekretar")
    assert chat is not None
    arrival = Arrival(
        activity="swallowed",
        conversation=chat.conversation_id,
        service_url=chat.service_url,
        tenant=chat.tenant,
        member=chat.member_id,
        bot=chat.bot_id,
    )
    await opened.house.run("sekretar", "teams", lambda c: hear(c, Utterance(text="hjelp"), arrival))
    await teams(opened).resume()  # as long as the one who heard it may still be saying it
    assert len(opened.connector.got) == 1
    opened.clock.now += OWN
    await teams(opened).resume()
    await opened.settled()
    assert [said["summary"] for said in await opened.said(2)] == ["Hei", "Hva du kan gjøre"]
    assert await opened.house.owed() == []


async def test_an_answer_that_a_busy_connector_never_took_is_said_later(opened: Hall) -> None:
    """A long outage loses nothing: neither what was typed nor what was pressed in a list."""
    await opened.house.run(PROGRAM, "daemon", lambda c: c.ledger.put_sending(NEWS))
    opened.connector.plan.extend([refused(503)] * 2 * MOST_TRIES)
    await opened.knock(message("hei"))
    await opened.knock(press(sealed({"do": "command", "text": "oversikt"})))
    await opened.settled()
    opened.clock.now += OWN
    assert len(await opened.house.owed()) == 2
    await teams(opened).resume()
    await teams(opened).resume()
    await opened.settled()
    said = (await opened.said(2 * MOST_TRIES + 2))[2 * MOST_TRIES :]
    assert [one["summary"] for one in said] == ["Hei", "Oversikt"]
    assert await opened.house.owed() == []


async def test_nobody_who_left_is_answered_later(opened: Hall) -> None:
    """Who is no longer in the clinic's file hears nothing, though an answer waits."""
    opened.connector.plan.extend([refused(503)] * MOST_TRIES)
    await opened.knock(message("hei"))
    await opened.settled()
    opened.clock.now += OWN
    assert len(await opened.house.owed()) == 1
    opened.house.clinic = replace(opened.house.clinic, staff=opened.house.clinic.staff[1:])
    assert await opened.house.owed() == []


async def test_what_was_heard_is_forgotten_after_an_hour(opened: Hall) -> None:
    """P5: an answer may hold a name, and nobody sends a message again after so long."""
    data = message("hei")
    await opened.knock(data)
    await opened.settled()
    conversation = cast("JSON", data["conversation"])
    known = (str(conversation["id"]), str(data["id"]))
    assert await opened.house.run(PROGRAM, "daemon", lambda c: c.ledger.heard(*known))
    opened.clock.now = MORNING + timedelta(minutes=61)
    await opened.house.tick()
    assert not await opened.house.run(PROGRAM, "daemon", lambda c: c.ledger.heard(*known))
