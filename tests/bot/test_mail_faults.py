"""A mail server that misbehaves, end to end: nothing lost, nothing twice, the secretary is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from pathway.outgoing import SendingKind, SendingStatus
from pathway.words import Channel
from tests.bot.mail_clinic import MailClinic, message_id
from tests.bot.post_office import Mood, PostOffice, post_office
from tests.pathway.build import at

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
KARI = "kari.testlege@solsiden.example"
RIGHT = "kari@riktig.example"


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    """A mail server that takes everything until its mood changes."""
    async with post_office() as opened:
        yield opened


@pytest.fixture
async def clinic(tmp_path: Path, office: PostOffice) -> AsyncIterator[MailClinic]:
    """A clinic whose mail goes there."""
    opened = MailClinic(tmp_path / "shm.db", office)
    yield opened
    await opened.house.close()


# ---------------------------------------------------------------- for now


@pytest.mark.parametrize("mood", [Mood.GREYLISTS, Mood.DROPS])
async def test_what_was_not_taken_comes_once(
    clinic: MailClinic, office: PostOffice, mood: Mood
) -> None:
    """A mail that was put off or dropped half way comes once, and nobody is bothered with it."""
    ref = await clinic.invited()
    office.mood = mood
    assert len((await clinic.tick()).retry) == 1
    assert not office.taken
    office.mood = Mood.TAKES
    assert (await clinic.tick(MINUTE - timedelta(seconds=1))).quiet
    await clinic.tick(timedelta(seconds=1))
    await clinic.until(clinic.now + DAY)
    assert [address for address, _ in office.taken] == [KARI]
    assert await clinic.told() == []
    assert [row.status for row in clinic.mails(ref)] == [SendingStatus.SENT]


@pytest.mark.parametrize("mood", [Mood.FORGETS, Mood.HANGS])
async def test_a_copy_is_the_same_mail(clinic: MailClinic, office: PostOffice, mood: Mood) -> None:
    """A server that took the mail and did not say so gets it again, byte for byte the same."""
    ref = await clinic.invited()
    office.mood = mood
    assert len((await clinic.tick()).retry) == 1
    office.mood = Mood.TAKES
    await clinic.until(clinic.now + 3 * MINUTE)
    (_, first), (_, again) = office.taken
    assert first == again
    assert message_id(first)
    (row,) = clinic.mails(ref)
    assert (row.status, row.attempts) == (SendingStatus.SENT, 2)


async def test_a_server_that_hangs_holds_up_nothing_else(
    clinic: MailClinic, office: PostOffice
) -> None:
    """Each mail waits for a silent server its own time and no longer; chat goes on meanwhile."""
    for day in (24, 25):
        await clinic.invited(day)
    office.mood = Mood.HANGS
    begun = asyncio.create_task(clinic.tick())
    await office.named.wait()
    assert "Anne Berg" in await clinic.say("oversikt")
    assert not begun.done()
    report = await begun
    assert len(report.retry) == 2
    assert Channel.MAIL not in {passed.departure.channel for passed in report.delivered}


async def test_down_for_a_day_and_then_up(clinic: MailClinic, office: PostOffice) -> None:
    """After a day without a server every mail comes exactly once, and nothing was given up."""
    refs = [await clinic.invited(day) for day in (24, 25, 26)]
    await office.close()
    await clinic.until(at("2026-11-03 09:00"))
    assert not office.taken
    await office.open()
    await clinic.until(at("2026-11-04 09:00"))
    assert [address for address, _ in office.taken] == [KARI] * 3
    assert len({message_id(raw) for _, raw in office.taken}) == 3
    assert [row.status for ref in refs for row in clinic.mails(ref)] == [SendingStatus.SENT] * 3
    assert await clinic.told() == []


async def test_the_ladder_starts_when_the_mail_has_left(
    clinic: MailClinic, office: PostOffice
) -> None:
    """A GP whose mail was a day late is reminded five working days after it left, not before."""
    await clinic.invited()
    await office.close()
    await clinic.until(at("2026-11-03 09:00"))
    await office.open()
    await clinic.until(at("2026-11-09 15:00"))
    assert len(office.taken) == 1
    await clinic.until(at("2026-11-10 09:00"))
    assert len(office.taken) == 2


# ---------------------------------------------------------------- for good


async def test_a_refused_address_is_told_and_put_right(
    clinic: MailClinic, office: PostOffice
) -> None:
    """The secretary is told at once of a refused address, once, and the right one gets the mail."""
    ref = await clinic.invited()
    office.refused.add(KARI)
    assert len((await clinic.tick()).given_up) == 1
    (told,) = await clinic.told()
    assert "kom ikke fram" in told
    assert ref in told
    await clinic.until(clinic.now + 2 * MINUTE)
    assert office.tries == 1
    await clinic.corrected(ref, RIGHT)
    await clinic.until(clinic.now + DAY)
    assert [address for address, _ in office.taken] == [RIGHT]
    assert await clinic.told() == []
    assert [row.status for row in clinic.mails(ref)] == [
        SendingStatus.GIVEN_UP,
        SendingStatus.SENT,
    ]


async def test_given_up_at_night_is_told_in_the_morning(
    clinic: MailClinic, office: PostOffice
) -> None:
    """An address refused on a Saturday night is told of on Monday morning (D4)."""
    clinic.now = at("2026-11-07 23:00")
    await clinic.invited()
    office.mood = Mood.REFUSES
    await clinic.tick()
    clinic.now = at("2026-11-09 07:59")
    assert await clinic.told() == []
    clinic.now = at("2026-11-09 08:00")
    assert len(await clinic.told()) == 1


async def test_down_for_three_days_is_told(clinic: MailClinic, office: PostOffice) -> None:
    """What could not leave for two days is given up, told once, and leaves when put right."""
    refs = [await clinic.invited(day) for day in (24, 25)]
    await office.close()
    await clinic.until(at("2026-11-05 09:00"))
    told = await clinic.told()
    assert len(told) == len(refs)
    assert all(any(ref in one for one in told) for ref in refs)
    await office.open()
    await clinic.until(at("2026-11-05 12:00"))
    assert not office.taken
    await clinic.corrected(refs[0], RIGHT)
    await clinic.until(at("2026-11-05 13:00"))
    assert [address for address, _ in office.taken] == [RIGHT]


async def test_an_address_put_right_while_it_waits(clinic: MailClinic, office: PostOffice) -> None:
    """A waiting mail goes to the address as it now is; no mail of one id has two contents."""
    ref = await clinic.invited()
    office.mood = Mood.FORGETS
    await clinic.tick()
    office.mood = Mood.TAKES
    await clinic.corrected(ref, RIGHT)
    await clinic.until(clinic.now + 5 * MINUTE)
    assert [address for address, _ in office.taken][-1] == RIGHT
    contents: dict[str, set[bytes]] = {}
    for _, raw in office.taken:
        contents.setdefault(message_id(raw), set()).add(raw)
    assert all(len(copies) == 1 for copies in contents.values())


async def test_a_cancellation_follows_what_may_have_come(
    clinic: MailClinic, office: PostOffice
) -> None:
    """A pathway stopped while its invitation is in doubt sends the cancellation, and only that."""
    ref = await clinic.invited()
    office.mood = Mood.FORGETS
    await clinic.tick()
    office.mood = Mood.TAKES
    for text in (f"stopp forløpet {ref}", "overført", "ferdig", "ja"):
        await clinic.say(text)
    await clinic.until(clinic.now + DAY)
    kinds = [(row.kind, row.status) for row in clinic.mails(ref)]
    assert kinds == [
        (SendingKind.INVITATION, SendingStatus.DROPPED),
        (SendingKind.CANCELLATION, SendingStatus.SENT),
    ]
    assert len({message_id(raw) for _, raw in office.taken}) == len(office.taken) == 2
