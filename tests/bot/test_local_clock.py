"""The local clinic's clock: whoever turns it forward leaps over nothing that was due on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path

import pytest

from bot.clockwork import turn_to
from bot.conversing import converse
from bot.house import House
from bot.opening import local_settings, open_local
from bot.seams import ClockStep
from dialogs.turn import Utterance
from pathway.ports import Access
from pathway.words import CaseRef
from tests.dialogs.world import CLINIC, World, oslo
from tests.fakes.ledger import FakeLedger, FakeStore

EXAMPLE = Path("clinic.example.toml").resolve()
MORNING = oslo("2026-11-02 09.00")
ASKED = ("kall inn tirsdag 01.12.2026 kl. 10.00", "ferdig", "lege", "ja")


@asynccontextmanager
async def a_clinic(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """A local clinic whose own clock stands still on a Monday morning, with one patient."""
    monkeypatch.setenv("SHM_DATABASE_URL", f"sqlite:///{folder / 'shm.db'}")
    house = await open_local(local_settings(folder, EXAMPLE), folder, lambda: MORNING)
    try:
        await say(house, "ny pasient Test Testesen, 07.09.2026, Kari Testlege")
        await say(house, "milepæl utredning startet 19.10.2026", "ja")
        yield house
    finally:
        await house.close()


async def say(house: House, *texts: str) -> None:
    """Typed one after the other by the secretary."""
    for text in texts:
        await house.turn("sekretar", Utterance(text=text), "page")


async def left(house: House) -> list[tuple[str, datetime]]:
    """The subject and moment of every mail, in the order in which they came."""
    mails = [mail for box in house.mailboxes() for mail in box.mails]
    found = [message_from_bytes(mail.raw, policy=policy.default) for mail in mails]
    return [(str(m["Subject"]).split(" (")[0], parsedate_to_datetime(m["Date"])) for m in found]


async def test_a_week_forward_stops_where_something_is_due(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reminder that falls due within the week leaves on its own morning, before its meeting."""
    async with a_clinic(tmp_path, monkeypatch) as house:
        await say(house, *ASKED, "svar ja på telefon", "ferdig", "ja")
        for step in (*[ClockStep.WEEK] * 3, ClockStep.DAY, ClockStep.DAY):  # 25 November
            await house.move_clock(step)
        await house.move_clock(ClockStep.WEEK)
        assert house.now() == oslo("2026-12-02 09.00")
        assert await left(house) == [
            ("Møte", MORNING),
            ("Påminnelse: Møte", oslo("2026-11-27 08.00")),
        ]


async def test_a_meeting_is_practised_by_minutes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four times five minutes are a first part of twenty, as its log says; no day goes by."""
    async with a_clinic(tmp_path, monkeypatch) as house:
        await say(house, *ASKED, "svar ja på telefon", "ferdig", "ja")
        for step in (*[ClockStep.WEEK] * 4, ClockStep.DAY):
            await house.move_clock(step)
        await say(house, "start møte", "ferdig")
        for _ in range(4):
            await house.move_clock(ClockStep.MINUTES)
        assert house.now() == oslo("2026-12-01 09.20")
        await say(house, "neste del", "avslutt møtet")
        turn = await house.turn("sekretar", Utterance(text="ja"), "page")
        assert "20 av 20 minutter" in "".join(reply.text for reply in turn.replies)


async def test_nothing_waits_for_the_jump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was confirmed elsewhere, and has not left yet, leaves before the clock is turned."""
    async with a_clinic(tmp_path, monkeypatch) as house:
        for text in ASKED:  # as with `shm say`: no pass follows
            await house.run(
                "sekretar", "command", partial(converse, utterance=Utterance(text=text))
            )
        assert await left(house) == []
        await house.move_clock(ClockStep.DAY)
        assert await left(house) == [("Møte", MORNING)]


async def test_each_morning_has_its_digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps of one ladder are taken each on its own day, not the last alone after the jump."""
    async with a_clinic(tmp_path, monkeypatch) as house:
        await say(house, *ASKED, "svar nei på telefon", "ferdig", "ja")
        await house.move_clock(ClockStep.WEEK)
        access = Access(actor="sekretar", at=house.now())
        (row,) = await house.board("sekretar")
        case = await house.store.run_async(
            house.clinic.id, lambda ledger: ledger.load(CaseRef(row.ref), access)
        )
        tasks = [s for s in case.sendings if s.why.startswith("D3:obtain")]
        days = sorted({s.created_at for s in tasks})
        assert days == [oslo(f"2026-11-{day} 08.00") for day in ("03", "05", "09")]


def test_what_is_held_back_does_not_hold_up_the_clock() -> None:
    """A message that a gate freezes is looked at again and again, but at most once an hour."""
    store, goal = FakeStore(lambda _case, _promise: None), MORNING + timedelta(weeks=1)
    moments = [MORNING]

    def turned(ledger: FakeLedger) -> datetime:
        context = World(now=moments[-1]).context(ledger, "program")
        with_frozen = replace(context, ledger=Restless(ledger))  # type: ignore[arg-type]
        return turn_to(with_frozen, goal, quiet=True)

    while moments[-1] < goal:
        moments.append(store.run(CLINIC.id, turned))
    assert len(moments) < 200
    assert {oslo(f"2026-11-0{day} 08.00") for day in (3, 4, 5, 6, 9)} <= set(moments)


class Restless:
    """A ledger in which something is due every five minutes."""

    def __init__(self, ledger: FakeLedger) -> None:
        self._ledger = ledger

    def next_event(self, now: datetime) -> datetime:
        """Five minutes on."""
        return now + timedelta(minutes=5)

    def move_clock(self, by: timedelta) -> None:
        """As it is."""
        self._ledger.move_clock(by)
