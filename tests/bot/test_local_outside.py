"""The local clinic's people outside answer in their calendars, and the case has it at once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.house import House
from bot.reactions import Reaction, ReactionKind
from dialogs.wording.nb import reactions
from pathway.case import Case
from pathway.outgoing import SendingStatus
from pathway.ports import Access
from pathway.words import CaseRef, Channel, Verdict
from tests.bot.test_local_clock import ASKED, a_clinic, say

GP = "kari.testlege@solsiden.example"
WISHED = datetime.fromisoformat("2026-11-26T13:00")


@pytest.fixture
async def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """The GP has the invitation in her mailbox."""
    async with a_clinic(tmp_path, monkeypatch) as house:
        await say(house, *ASKED)
        yield house


async def react(house: House, kind: ReactionKind, **more: object) -> None:
    """The GP does this with the invitation."""
    reaction = Reaction(kind=kind, title=reactions.title(kind), **more)  # type: ignore[arg-type]
    await house.react(GP, 0, reaction)


async def the_case(house: House) -> Case:
    """The one case as it stands."""
    (row,) = await house.board("sekretar")
    access = Access(actor="sekretar", at=house.now())
    return await house.store.run_async(
        house.clinic.id, lambda ledger: ledger.load(CaseRef(row.ref), access)
    )


async def told(house: House) -> str:
    """What the secretary has not been shown yet."""
    return "\n".join(reply.text for reply in await house.waiting_chat("sekretar"))


async def test_a_yes_from_the_calendar_is_in_the_case(house: House) -> None:
    """The real bytes go through the reader and the use case of the organiser's mailbox."""
    await react(house, ReactionKind.ACCEPTED)
    (answer,) = (await the_case(house)).answers
    assert (answer.verdict, answer.channel, answer.counts) == (Verdict.ACCEPTED, Channel.MAIL, True)
    assert "Pasienten kan nå kalles inn" in await told(house)
    (mail,) = house.mailboxes()[0].mails
    (sent,) = mail.sent
    assert sent.title == "Godtatt"
    assert b"Content-Type: text/calendar" in sent.raw


async def test_who_changes_their_mind_is_taken_at_the_last_word(house: House) -> None:
    """A second answer of the same minute counts too: each is a mail of its own."""
    await react(house, ReactionKind.ACCEPTED)
    await react(house, ReactionKind.DECLINED)
    verdicts = [answer.verdict for answer in (await the_case(house)).answers if answer.counts]
    assert verdicts[-1] is Verdict.DECLINED


async def test_another_time_is_a_proposal(house: House) -> None:
    """A COUNTER with a wall time ends in the card that judges it."""
    await react(house, ReactionKind.NEW_TIME, start=WISHED)
    case = await the_case(house)
    (answer,) = case.answers
    assert (answer.verdict, answer.proposed) == (Verdict.NEW_TIME, WISHED)
    assert "Fastlegen" in await told(house)


async def test_a_yes_with_a_question_is_asked_about(house: House) -> None:
    """Own words beside a yes open no gate before somebody has read them."""
    await react(house, ReactionKind.ACCEPTED, text="Kan vi ta det kl. 11 i stedet?")
    case = await the_case(house)
    assert case.answers == ()
    assert len(case.questions) == 1


async def test_away_and_lost(house: House) -> None:
    """A note of absence is shown, and of a mail that did not arrive the secretary hears."""
    await react(house, ReactionKind.AWAY, text=reactions.AWAY)
    assert "fraværssvar" in await told(house)
    await react(house, ReactionKind.LOST)
    case = await the_case(house)
    (mailed,) = [row for row in case.sendings if row.channel is Channel.MAIL]
    assert mailed.status is SendingStatus.GIVEN_UP
    assert "kom ikke fram" in await told(house)


async def test_what_is_not_there_is_left_alone(house: House) -> None:
    """Nobody's mailbox, or a mail that it does not hold: nothing happens."""
    before = await the_case(house)
    yes = Reaction(kind=ReactionKind.ACCEPTED, title="Godtatt")
    await house.react("nobody@prove.example", 0, yes)
    await house.react(GP, 7, yes)
    assert (await the_case(house)).answers == before.answers
