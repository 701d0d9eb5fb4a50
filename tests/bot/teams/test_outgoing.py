"""What the program says of itself: in the chat, by e-mail where there is none, never lost (D4)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from bot.hearing import Arrival, hear
from bot.teams.opening import Teams
from bot.teams.outgoing import by_mail
from dialogs.turn import JSON, Utterance
from dialogs.wording.neutral import forbidden_in
from pathway.outgoing import Content, Hours, Sending, SendingKind
from pathway.service import PROGRAM
from pathway.words import Channel, ClinicId, Role, SendingId
from tests.bot.teams.activities import message
from tests.bot.teams.connector_server import refused
from tests.bot.teams.hall import MORNING, Hall, hall
from tests.dialogs.world import actions_of

DIGEST = Sending(
    id=SendingId("digest"),
    clinic_id=ClinicId("fjordly"),
    case_id=None,
    to="sekretar",
    role=Role.SECRETARY,
    channel=Channel.CHAT,
    kind=SendingKind.DIGEST,
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
    """An open door, and a digest that waits for the secretary."""
    async with hall(tmp_path) as opened:
        await opened.house.run(PROGRAM, "daemon", lambda c: c.ledger.put_sending(DIGEST))
        yield opened


async def test_a_digest_comes_in_the_chat(opened: Hall) -> None:
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


async def test_nobody_without_a_chat_is_written_to(opened: Hall) -> None:
    """Until the person comes everything waits, and then it is said."""
    await opened.house.tick()
    assert opened.connector.got == []
    await opened.knock(message("hei"))
    await opened.house.tick()
    assert len(await opened.heard(2)) == 2


async def test_a_busy_connector_is_asked_again(opened: Hall) -> None:
    """What was not taken waits for the next pass but one, and is said once."""
    await opened.knock(message("hei"))
    await opened.heard()
    opened.connector.plan.extend([refused(429, retry_after="1"), refused(503)])
    await opened.house.tick()
    await opened.house.tick()
    assert len(opened.connector.got) == 2
    rows = await opened.house.run(PROGRAM, "daemon", lambda c: c.ledger.waiting_chat("sekretar"))
    (row,) = rows
    assert (row.attempts, row.error, row.leased_until) == (1, "busy", None)


async def test_a_blocked_chat_gives_way_to_mail(opened: Hall) -> None:
    """D4: 403 marks the chat; the next try is a mail with references only."""
    staff = tuple(replace(p, email="siri@fjordly.example") for p in opened.house.clinic.staff)
    opened.house.clinic = replace(opened.house.clinic, staff=staff)
    carrier = opened.house.carriers[Channel.CHAT]
    opened.house.carriers = {
        **opened.house.carriers,
        Channel.CHAT: replace(carrier, clinic=opened.house.clinic),  # type: ignore[type-var] # it is the chat's own carrier
    }
    await opened.knock(message("hei"))
    await opened.heard()
    opened.connector.plan.append(refused(403))
    await opened.house.tick()
    chat = await opened.house.chat("sekretar")
    assert chat is not None
    assert chat.unreachable_at is not None
    ready = replace(DIGEST, attempts=1, stamp=MORNING)
    await opened.house.run(PROGRAM, "daemon", lambda c: c.ledger.put_sending(ready))
    await opened.house.tick()
    (mail,) = opened.mail.delivered
    assert mail.address == "siri@fjordly.example"
    assert "K7M2, P4R3" in mail.text
    assert "Testesen" not in mail.text


def test_a_mail_to_staff_holds_references_only() -> None:
    """D4, F17: no name, no text of the message, no word of what the clinic treats."""
    mailed = by_mail(DIGEST.content, name="Siri Eksempel")
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
    await Teams(door=opened.door, session=opened.session).resume(opened.house)
    await opened.settled()
    assert [said["summary"] for said in await opened.said(2)] == ["Hei", "Hva du kan gjøre"]
    assert await opened.house.owed() == []
