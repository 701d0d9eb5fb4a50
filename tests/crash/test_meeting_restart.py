"""The served program is killed in the middle of a meeting and started again: nothing changes (R22).

The web doors are the real process, with a Teams chat on loopback; what the database holds is read
beside it.
"""

from __future__ import annotations

import asyncio
import re
import socket
import time
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientError, ClientSession

from bot.assembly import assemble
from bot.clinic_file import load_clinic
from bot.settings import Settings
from dialogs.turn import JSON
from pathway.case import Case
from pathway.commands import (
    EndMeeting,
    InviteGp,
    Person,
    RecordMilestone,
    RegisterPatient,
    StartMeeting,
    StepMeeting,
)
from pathway.run import Deed, Run
from pathway.service import Context, execute
from pathway.words import CaseRef, MeetingKind, Milestone, Role, StaffId
from tests.bot.teams.activities import SIRI, body, message, press
from tests.bot.teams.connector_server import ConnectorServer, connector_server
from tests.crash.lane import CLINIC_FILE, ROOT, settings
from tests.crash.test_schedule import SHM
from tests.dialogs.world import actions_of

pytestmark = pytest.mark.crash

GP = Person(name="Kari Testlege", office="Solsiden", email="kari@solsiden.example", phone="")
SECONDS = 60.0
OFFICE = "sekretar"


def begun(context: Context) -> CaseRef:
    """A meeting that is to be in ten minutes is started."""
    new = RegisterPatient(name="Test Testesen", referral_received=context.today, gp=GP)
    ref = execute(context, new).case.ref
    assessed = Milestone.ASSESSMENT_STARTED
    execute(context, RecordMilestone(ref=ref, milestone=assessed, on=context.today))
    start = context.now.astimezone(ZoneInfo("Europe/Oslo")) + timedelta(minutes=10)
    meeting = InviteGp(
        ref=ref,
        kind=MeetingKind.SHM1,
        start=start.replace(tzinfo=None, second=0, microsecond=0),
        template="with_nav",
        leader=StaffId("lege"),
        link="",
        accept_clashes=True,
    )
    execute(context, meeting)
    execute(context, StartMeeting(ref=ref, kind=MeetingKind.SHM1))
    return ref


@dataclass
class Clinic:
    """A folder with the clinic's file and database, which outlive every process."""

    folder: Path
    connector: ConnectorServer

    @property
    def env(self) -> dict[str, str]:
        """The settings of each process."""
        return {
            **settings("smtp://127.0.0.1:1"),
            "SHM_CLINIC_FILE": str(self.folder / "clinic.toml"),
            "SHM_DATABASE_URL": f"sqlite:///{self.folder / 'shm.db'}",
            "SHM_AUTH": "none",
        }

    async def ask(self, use_case: object) -> object:
        """A use case of the secretary's in this process, on the same database."""
        given = Settings(
            database_url=self.env["SHM_DATABASE_URL"],
            organiser_email="mote@fjordly.example",
        )
        clinic = load_clinic(self.folder / "clinic.toml")
        house = assemble(given, clinic, clock=lambda: datetime.now(ZoneInfo("UTC")))
        try:
            return await house.run(OFFICE, "chat", use_case)  # type: ignore[arg-type] # any use case
        finally:
            await house.close()

    async def case(self, ref: CaseRef) -> Case:
        """The case as it is stored."""

        def stored(context: Context) -> Case:
            return context.ledger.load(ref, context.access)

        return cast("Case", await self.ask(stored))

    async def run(self, ref: CaseRef) -> Run:
        """The meeting's run as it is stored."""
        return (await self.case(ref)).runs[-1]


@asynccontextmanager
async def served(clinic: Clinic) -> AsyncIterator[tuple[Process, str]]:
    """`shm serve`, killed at the end without a word."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    env = {**clinic.env, "SHM_BIND": address}
    process = await asyncio.create_subprocess_exec(
        *SHM, "serve", cwd=ROOT, env=env, stdout=DEVNULL, stderr=DEVNULL
    )
    try:
        async with asyncio.timeout(SECONDS), ClientSession() as session:
            while not await is_up(session, address):
                assert process.returncode is None, "it ended before it began"
                await asyncio.sleep(0.1)
        yield process, f"http://{address}/api/messages"
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def is_up(session: ClientSession, address: str) -> bool:
    """Whether the doors are open."""
    with suppress(ClientError):
        async with session.get(f"http://{address}/svar") as response:
            return response.status == 200
    return False


async def post(url: str, said: JSON) -> str:
    """What the door answers at once."""
    async with ClientSession() as session, session.post(url, data=body(said)) as response:
        assert response.status == 200
        return await response.text()


async def card(clinic: Clinic, url: str, ref: CaseRef) -> JSON:
    """The card of the meeting, as it is posted in the secretary's chat."""
    before = len(clinic.connector.got)
    await post(url, message(f"vis møtet {ref}", serviceUrl=clinic.connector.service_url))
    end = time.monotonic() + SECONDS
    while len(clinic.connector.got) == before:
        assert time.monotonic() < end, "no card came"
        await asyncio.sleep(0.02)
    said = cast("JSON", clinic.connector.got[before].body)
    return cast("JSON", cast("list[JSON]", said["attachments"])[0]["content"])


def onward(clinic: Clinic, shown: JSON) -> JSON:
    """*Neste del* on this card."""
    return pressing(clinic, shown, "Neste del")


def pressing(clinic: Clinic, shown: JSON, title: str) -> JSON:
    """The button with this title on this card."""
    data = next(one["data"] for one in actions_of(shown) if one["title"] == title)
    return press(cast("JSON", data), serviceUrl=clinic.connector.service_url)


def without_clock(shown: JSON) -> str:
    """The card's words, but for what moves as time goes: what is left, and when the next begins."""
    return re.sub(r"\d+ minutt\w* igjen|(?<!siden )(?<!kommer )kl\. \d\d\.\d\d", "…", str(shown))


@pytest.fixture
async def clinic(tmp_path: Path) -> AsyncIterator[Clinic]:
    """The example clinic, whose secretary is known in Teams."""
    text, changed = re.subn(
        r'^id = "sekretar"$',
        f'id = "sekretar"\nentra_id = "{SIRI}"',
        CLINIC_FILE.read_text("utf-8"),
        flags=re.MULTILINE,
    )
    assert changed == 1
    (tmp_path / "clinic.toml").write_text(text, "utf-8")
    async with connector_server() as connector:
        yield Clinic(tmp_path, connector)


async def test_a_restart_in_the_middle_changes_nothing(clinic: Clinic) -> None:
    """The card is the same, and one from before is pressed after it: once, then refused."""
    ref = cast("CaseRef", await clinic.ask(begun))
    async with served(clinic) as (_, url):
        first = await card(clinic, url, ref)
        await post(url, onward(clinic, first))
        second = await card(clinic, url, ref)
        before = await clinic.run(ref)
    async with served(clinic) as (_, url):
        assert await clinic.run(ref) == before
        assert without_clock(await card(clinic, url, ref)) == without_clock(second)
        assert "Del 3 av 3" in await post(url, onward(clinic, second))
        refused = await post(url, onward(clinic, second))
        assert "Del 3 av 3" in refused
        assert "gjorde ingenting" in refused
        after = await clinic.run(ref)
    assert after.steps[:-1] == before.steps
    assert len(after.steps) == 2


async def test_a_restart_in_a_pause_with_somebody_late_changes_nothing(clinic: Clinic) -> None:
    """Since when it is paused, and when the GP is to come, are as they were; then it goes on."""
    ref = cast("CaseRef", await clinic.ask(begun))
    async with served(clinic) as (_, url):
        gp = (await clinic.case(ref)).present(Role.GP)[0]
        for step in (
            StepMeeting(ref=ref, deed=Deed.LATE, who=gp.id, minutes=45),
            StepMeeting(ref=ref, deed=Deed.PAUSE),
        ):
            await clinic.ask(partial(execute, command=step))
        shown, before = await card(clinic, url, ref), await clinic.run(ref)
    assert "Pause siden kl. " in str(shown)
    assert "Fastlegen kommer kl. " in str(shown)
    async with served(clinic) as (_, url):
        assert await clinic.run(ref) == before
        assert without_clock(await card(clinic, url, ref)) == without_clock(shown)
        on = await post(url, pressing(clinic, shown, "Fortsett"))
        assert "igjen, til kl. " in on
        assert "Fastlegen kommer kl. " in on
        assert "gjorde ingenting" in await post(url, pressing(clinic, shown, "Fortsett"))
    after = await clinic.run(ref)
    assert [step.deed for step in after.steps] == [Deed.LATE, Deed.PAUSE, Deed.RESUME]
    assert after.steps[:-1] == before.steps


async def test_killed_with_a_press_in_its_hand(clinic: Clinic) -> None:
    """What was pressed is done or is not, never by half; and once, though pressed again."""
    ref = cast("CaseRef", await clinic.ask(begun))
    for wait in (0.0, 0.02):
        async with served(clinic) as (process, url):
            shown = await card(clinic, url, ref)
            before = await clinic.run(ref)
            pressing = asyncio.create_task(post(url, onward(clinic, shown)))
            await asyncio.sleep(wait)
            process.kill()
            with suppress(ClientError, AssertionError):
                await pressing
        between = await clinic.run(ref)
        assert len(between.steps) - len(before.steps) in {0, 1}
        async with served(clinic) as (_, url):
            await post(url, onward(clinic, shown))
        assert len((await clinic.run(ref)).steps) == len(before.steps) + 1
    ended = await clinic.ask(lambda context: execute(context, EndMeeting(ref=ref)))
    assert ended is not None
    assert (await clinic.run(ref)).ended_at is not None
