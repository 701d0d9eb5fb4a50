"""The real process killed at every commit point; what every recipient then has is as it should be.

A death before a commit leaves what a death after the last one leaves, unless a mail was handed
over in between. So it dies after every commit, and before the first and those that are receipts.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.assembly import next_step_at
from bot.clinic_file import load_clinic
from pathway import promises
from pathway.ports import Access, Ledger
from pathway.words import CaseRef
from storage.store import Store
from tests.crash.lane import CLINIC_FILE, Lane, Mail, mails_of, open_lane
from tests.figures import Figures

pytestmark = pytest.mark.crash

LANES = 2
KILLED = -9


@dataclass(frozen=True)
class Undisturbed:
    """The story without a death: its commits, what was asked after each step, what came."""

    commits: int
    receipts: list[int]
    expects: dict[int, dict[str, str]]
    case: dict[str, Any]
    mails: list[Mail]


@pytest.fixture
async def lanes() -> AsyncIterator[list[Lane]]:
    """The drivers."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(open_lane()) for _ in range(LANES)]


@pytest.fixture
async def empty(lanes: list[Lane], tmp_path: Path) -> Path:
    """An empty database to copy."""
    file = tmp_path / "empty.db"
    await lanes[0].do(do="migrate", file=str(file), here=True)
    return file


async def undisturbed(lane: Lane, file: Path, empty: Path) -> Undisturbed:
    """Live through the story without a death, in the driver itself, which warms it up."""
    shutil.copy(empty, file)
    lane.script.taken.clear()
    told = await lane.do(do="live", file=str(file), here=True)
    return Undisturbed(
        commits=told[-1]["commits"],
        receipts=told[-1]["receipts"],
        expects={one["step"]: one["expects"] for one in told if "expects" in one},
        case=told[-2]["case"],
        mails=mails_of(lane.script),
    )


async def died(lane: Lane, file: Path, stop: int, when: str, calm: Undisturbed) -> dict[str, Any]:
    """Die at a commit, start again where it broke off, come to rest; the case in the end."""
    lane.script.taken.clear()
    told = await lane.do(do="live", file=str(file), stop=stop, when=when)
    assert told[-1] == {"ended": KILLED}
    step = told[-2]["step"]
    on = await lane.do(do="live", file=str(file), first=step, expects=calm.expects[step])
    assert on[-1] == {"ended": 0}, on
    case: dict[str, Any] = on[-3]["case"]
    return case


# ---------------------------------------------------------------- what must be true afterwards


def check_mails(mails: list[Mail], calm: Undisturbed) -> int:
    """Every message left, and none with two contents; how many came twice."""
    contents: dict[str, set[bytes]] = {}
    for mail in mails:
        contents.setdefault(mail.message_id, set()).add(mail.raw)
    assert all(len(copies) == 1 for copies in contents.values()), "one Message-ID, two contents"
    distinct = {mail.message_id: mail for mail in mails}.values()
    assert Counter(mail.says for mail in distinct) == Counter(mail.says for mail in calm.mails)
    events = [mail for mail in distinct if mail.uid]
    assert len({mail.uid for mail in events}) == 1, "one invitation, one UID"
    assert len({mail.stamp for mail in events}) == len(events), "no DTSTAMP is used twice (F16)"
    return len(mails) - len(distinct)


def outline(case: dict[str, Any]) -> object:
    """A case without its reference and its times."""
    return (
        [(one["state"], one["revision"], len(one["answers"])) for one in case["invitations"]],
        sorted((one["kind"], one["to"], one["status"]) for one in case["deliveries"]),
        sorted((one["kind"], str((one["settled"] or {}).get("how"))) for one in case["promises"]),
    )


def check_database(file: Path, ref: str) -> None:
    """Whole, nothing under a lease, and nothing owed that is not in it."""
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        waiting = "SELECT count(*) FROM sendings WHERE channel = 'mail' AND status != 'sent'"
        assert connection.execute(waiting).fetchone() == (0,)
    clinic = load_clinic(CLINIC_FILE)
    store = Store(f"sqlite:///{file}", next_step_at(clinic), zone=clinic.zone)

    def reconciled(ledger: Ledger) -> bool:
        now = ledger.latest()
        assert now is not None
        case = ledger.load(CaseRef(ref), Access(actor="test", at=now))
        return promises.reconcile(case, clinic, now, lambda: "new") == case

    try:
        assert store.run(clinic.id, reconciled)
    finally:
        store.close()


# ---------------------------------------------------------------- the tests


async def test_killed_at_every_commit(
    lanes: list[Lane], empty: Path, tmp_path: Path, figures: Figures
) -> None:
    """Wherever the process dies, each message leaves, a copy is the same, and the case is whole."""
    begun = time.monotonic()
    files = [tmp_path / f"calm{no}.db" for no, _ in enumerate(lanes)]
    calm = [await undisturbed(*both, empty) for both in zip(lanes, files, strict=True)]
    assert calm[0].commits == calm[1].commits
    places = [(stop, "after") for stop in range(1, calm[0].commits + 1)]
    places += [(stop, "before") for stop in (1, *calm[0].receipts)]
    deaths = len(places)
    twice: list[tuple[int, str]] = []

    async def work(lane: Lane, mine: Undisturbed) -> None:
        while places:
            stop, when = places.pop(0)
            file = Path(shutil.copy(empty, tmp_path / f"{stop}-{when}.db"))
            case = await died(lane, file, stop, when, mine)
            if check_mails(mails_of(lane.script), mine):
                twice.append((stop, when))
            assert outline(case) == outline(mine.case), (stop, when)
            check_database(file, case["ref"])

    await asyncio.gather(*(work(lane, mine) for lane, mine in zip(lanes, calm, strict=True)))
    # A mail leaves twice where its receipt was not kept, and nowhere else.
    assert sorted(twice) == [(stop, "before") for stop in calm[0].receipts]
    assert len(twice) == len(calm[0].mails) > 0
    seconds = round(time.monotonic() - begun)
    figures({"commit points": calm[0].commits, "deaths": deaths, "seconds": seconds})


async def test_killed_while_the_tables_are_made(lanes: list[Lane], tmp_path: Path) -> None:
    """A process that dies in its first migration leaves nothing half, and the next makes it all."""
    for when in ("before", "after"):
        file = tmp_path / f"{when}.db"
        told = await lanes[0].do(do="migrate", file=str(file), stop=1, when=when)
        assert told == [{"ended": KILLED}]
        assert bool(tables(file)) == (when == "after")
        await lanes[0].do(do="migrate", file=str(file))
        assert (await undisturbed(lanes[0], tmp_path / f"{when}-calm.db", file)).mails


def tables(file: Path) -> list[tuple[str]]:
    """The tables in a database."""
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT name FROM sqlite_master").fetchall()
