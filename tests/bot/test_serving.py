"""A process that serves for long."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from structlog.testing import capture_logs

from bot.serving import _until_stopped, ended, hurry, settle
from bot.settings import Settings
from tests.bot.mail_clinic import MailClinic
from tests.bot.post_office import post_office

if TYPE_CHECKING:
    from bot.teams.opening import Way

BROKEN = "the words of a person"


def test_the_collector_rests_until_the_start_is_over() -> None:
    """What is read for the start is here to stay, so nothing is looked at before it has settled."""
    try:
        hurry()
        assert not gc.isenabled()
        settle()
        assert gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()


def test_what_is_here_to_stay_is_not_looked_at_again() -> None:
    """Once it has settled the collector passes over everything that was read for the start."""
    try:
        settle()
        assert gc.get_freeze_count() > 10 * len(gc.get_objects())
    finally:
        gc.unfreeze()


class Stopping:
    """Takes a while to stop, or breaks at it."""

    def __init__(self, *, breaks: bool = False) -> None:
        self.breaks = breaks
        self.stopped = False
        self.started = asyncio.Event()

    async def start(self) -> None:
        """Begin."""
        self.started.set()

    async def stop(self) -> None:
        """Stop, or break."""
        if self.breaks:
            raise ValueError(BROKEN)
        await asyncio.sleep(0.01)
        self.stopped = True


async def test_a_stop_that_breaks_leaves_no_other_unstopped() -> None:
    """The others are waited for all the same, and the log names the kind of what broke alone."""
    well, other, broken = Stopping(), Stopping(), Stopping(breaks=True)
    with capture_logs() as logged:
        await ended(well.stop, broken.stop, other.stop)
    assert well.stopped
    assert other.stopped
    assert [(one["event"], one["error"]) for one in logged] == [("stop_failed", "ValueError")]
    assert BROKEN not in str(logged)


async def test_the_house_is_closed_whatever_breaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process told to stop ends its daemon and lets go of its store, though a room breaks."""
    mail, calendar = Stopping(breaks=True), Stopping()
    monkeypatch.setattr("bot.jobs.mailroom_of", lambda *_: mail)
    monkeypatch.setattr("bot.jobs.calendar_room_of", lambda *_: calendar)
    async with post_office() as office:
        clinic = MailClinic(tmp_path / "shm.db", office)
        with capture_logs() as logged:
            serving = asyncio.create_task(_until_stopped(clinic.house, Settings(), daemon=True))
            await calendar.started.wait()
            os.kill(os.getpid(), signal.SIGTERM)
            await serving
        gc.unfreeze()
    assert calendar.stopped
    assert [one["event"] for one in logged if one["log_level"] == "error"] == ["stop_failed"]
    with pytest.raises(RuntimeError, match="shutdown"):
        clinic.store.run(clinic.house.clinic.id, lambda ledger: ledger.latest())


async def test_no_job_begins_before_the_way_to_staff_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the jobs need is waited for, or the first pass would send by mail what is a chat's."""
    calendar = Stopping()
    monkeypatch.setattr("bot.jobs.calendar_room_of", lambda *_: calendar)
    seen: list[bool] = []
    way = FakeWay()

    async def later() -> FakeWay:
        await asyncio.sleep(0.05)
        seen.append(calendar.started.is_set())
        return way

    async with post_office() as office:
        clinic = MailClinic(tmp_path / "shm.db", office)
        opening = cast("Callable[[], Awaitable[Way]]", later)
        serving = asyncio.create_task(
            _until_stopped(clinic.house, Settings(), daemon=True, later=opening)
        )
        await calendar.started.wait()
        os.kill(os.getpid(), signal.SIGTERM)
        await serving
        gc.unfreeze()
    assert seen == [False]
    assert way.closed


class FakeWay:
    """A way to staff that only remembers whether it was closed."""

    closed = False

    async def close(self) -> None:
        """Hang up."""
        self.closed = True
