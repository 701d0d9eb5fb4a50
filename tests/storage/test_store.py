"""What a real database adds: threads, processes that die, copies, and short writes."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from pathway.entries import Closing
from pathway.errors import UnknownCaseError
from pathway.outgoing import SendingStatus
from pathway.words import CaseRef, Channel, ClosedReason, InvitationId, MeetingId, StaffId
from storage.backup import BackupElsewhereError
from storage.columns import metadata
from storage.ledger import SqlLedger
from storage.store import NestedUseCaseError, Store
from tests.storage.conftest import DATABASES
from tests.storage.samples import (
    ELSEWHERE,
    HERE,
    HOUR,
    NOW,
    a_case,
    a_correction,
    a_digest,
    a_meeting,
    a_sending,
    access,
    an_invitation,
)

ROOT = Path(__file__).parents[2]
REF = CaseRef("K7M2")
OpenStore = Callable[[str], Store]

every_database = pytest.mark.parametrize("url", DATABASES, indirect=True)


OF_NOBODY = "SELECT CAST(pg_current_xact_id"
"""The transaction's own number, which is asked for before its commit."""


def read_name(ledger: SqlLedger) -> str:
    """The patient's name in the case."""
    return ledger.load(REF, access()).name


@contextmanager
def written(store: Store) -> Iterator[list[str]]:
    """The statements that are sent to the database meanwhile."""
    seen: list[str] = []

    def note(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    event.listen(store.engine, "before_cursor_execute", note)
    yield seen
    event.remove(store.engine, "before_cursor_execute", note)


# ---------------------------------------------------------------- one clinic, only what changed


@every_database
def test_every_statement_names_the_clinic(url: str, open_store: OpenStore) -> None:
    """Every statement of every question and change is narrowed to the clinic, table by table."""

    def everything(ledger: SqlLedger) -> None:
        ledger.add(a_case(), access())
        case = ledger.load_for(a_sending().id, access())
        renamed = replace(a_sending(no=2), status=SendingStatus.FAILED)
        ledger.save(case.with_changed(renamed), access(), what="changed")
        ledger.save(case.with_changed(replace(renamed, step=1)), access(), what="changed")
        ledger.list_cases(access())
        ledger.list_cases(access(), closed=True)
        ledger.readable_cases(access(), only=[case.id])
        ledger.names()
        ledger.owed()
        ledger.refs()
        ledger.bookings(NOW, NOW + HOUR)
        ledger.link_users(a_meeting().link)
        ledger.due_cases(NOW)
        ledger.due_sendings(Channel.MAIL, NOW, 5)
        ledger.claim(a_sending().id, NOW, NOW + HOUR)
        ledger.waiting_chat("lege")
        ledger.put_sending(a_digest())
        ledger.digest_sent("lege", NOW.date())
        ledger.posted("lege", NOW)
        ledger.in_touch(["lege", "leder"], NOW)
        ledger.standings(["promise"])
        ledger.put_answer_key("hash", an_invitation().id)
        ledger.answer_key("hash")
        ledger.put_earlier(case.id, None)
        ledger.earlier(case.id)
        ledger.put_conversation("lege", "")
        ledger.conversation("lege")
        ledger.move_clock(HOUR)
        ledger.beat("tick", NOW)
        ledger.beats()
        ledger.forget_beats(["tick"])
        ledger.audit(REF)
        ledger.latest()
        ledger.next_event(NOW)

    store = open_store(url)
    with written(store) as seen:
        store.run(HERE, everything)
    asked = [one for one in seen if not one.startswith(("BEGIN", "PRAGMA", OF_NOBODY))]
    assert len(asked) > len(metadata.tables)
    assert not [statement for statement in asked if not _narrowed(statement)]


@every_database
def test_a_case_that_cannot_be_read_is_counted(url: str, open_store: OpenStore) -> None:
    """The others are listed, oldest first, and only their reading is logged (P3)."""
    closing = Closing(reason=ClosedReason.COMPLETED, at=NOW, by=StaffId("lege"))
    closed = replace(a_case("D4D4", created=NOW + HOUR), closing=closing)
    cases = [a_case(), a_case("B2B2"), a_case("C3C3"), closed]
    store = open_store(url)

    def remember(ledger: SqlLedger) -> None:
        for case in cases:
            ledger.add(case, access())

    store.run(HERE, remember)
    with store.engine.begin() as connection:
        spoil = "UPDATE sendings SET content = '{}' WHERE case_id = :id AND clinic_id = :clinic"
        connection.execute(text(spoil), {"id": cases[1].id, "clinic": HERE})
    store = open_store(url)
    with written(store) as seen:
        found = store.run(HERE, lambda ledger: ledger.readable_cases(access()))
    assert found == ([cases[2], cases[0]], 1)
    found = store.run(HERE, lambda ledger: ledger.readable_cases(access(), closed=True))
    assert found == ([cases[2], cases[0], closed], 1)
    some = [cases[1].id, cases[2].id]
    found = store.run(HERE, lambda ledger: ledger.readable_cases(access(actor="x"), only=some))
    assert found == ([cases[2]], 1)
    asked = [one for one in seen if one.startswith("SELECT") and "FROM" in one]
    assert not [statement for statement in asked if not _narrowed(statement)]
    logs = store.run(HERE, lambda ledger: [ledger.audit(case.ref) for case in cases])
    assert [["listed" in entry.what for entry in log].count(True) for log in logs] == [2, 0, 3, 1]


def _narrowed(statement: str) -> bool:
    """An INSERT gives the clinic, anything else asks for it once for each table that it names."""
    if "pg_advisory_xact_lock" in statement:
        return "clinic_id" in statement
    if statement.startswith("INSERT"):
        return "(clinic_id" in statement or "clinic_id," in statement
    _, _, condition = statement.partition("WHERE")
    named = [table for table in metadata.tables if f" {table}" in statement.replace("\n", " ")]
    return bool(named) and all(f"{table}.clinic_id =" in condition for table in named)


def test_every_table_has_the_clinic() -> None:
    """The clinic's id is a column of every table, and the first column of every index."""
    for table in metadata.tables.values():
        assert "clinic_id" in table.columns
        assert all(next(iter(index.columns)).name == "clinic_id" for index in table.indexes)


@every_database
def test_only_the_difference_is_written(url: str, open_store: OpenStore) -> None:
    """A save writes the case, the changed column of the changed row, and a line of the log."""
    store = open_store(url)
    store.run(HERE, lambda ledger: ledger.add(a_case(), access()))
    case = store.run(HERE, lambda ledger: ledger.load(REF, access()))
    changed = case.with_changed(replace(case.meetings[0], place="Rom 4"))

    def use_case(ledger: SqlLedger) -> None:
        ledger.load(REF, access())
        ledger.save(changed, access(), what="moved")

    with written(store) as seen:
        store.run(HERE, use_case)
    first, second, third = (one for one in seen if one.startswith(("UPDATE", "INSERT")))
    assert first.startswith("UPDATE cases")
    assert second.startswith("UPDATE meetings SET place=")
    assert second.partition("WHERE")[0].count("=") == 1
    assert third.startswith("INSERT INTO audit")


@every_database
def test_a_row_refers_to_what_there_is(url: str, open_store: OpenStore) -> None:
    """The database refuses an invitation to a meeting that the clinic does not have."""
    store = open_store(url)
    store.run(ELSEWHERE, lambda ledger: ledger.add(a_case("B2B2", ELSEWHERE), access()))
    astray = replace(an_invitation(), meeting_id=MeetingId("meeting-B2B2"))
    case = replace(a_case(), answers=(), sendings=(), invitations=(astray,))
    with pytest.raises(IntegrityError):
        store.run(HERE, lambda ledger: ledger.add(case, access()))


@every_database
@pytest.mark.parametrize("change", ["UPDATE audit SET why = 'x'", "DELETE FROM audit"])
def test_the_log_only_grows(url: str, open_store: OpenStore, change: str) -> None:
    """The database refuses to change or take away a line of the log (P3)."""
    store = open_store(url)
    store.run(HERE, lambda ledger: ledger.add(a_case(), access()))
    with pytest.raises(DBAPIError, match="the log only grows"), store.engine.begin() as connection:
        connection.execute(text(change))
    assert [entry.why for entry in store.run(HERE, lambda ledger: ledger.audit(REF))] == [""]


REWRITTEN = "clinic_id, {}, at, actor, ref, what, 'another reason', door, detail"
COLUMNS = "clinic_id, {}, at, actor, ref, what, why, door, detail"


@pytest.mark.parametrize("number", ["no", "rowid"])
@pytest.mark.parametrize(
    "words",
    [
        "REPLACE INTO audit ({columns}) SELECT {rewritten} FROM audit",
        "INSERT OR REPLACE INTO audit ({columns}) SELECT {rewritten} FROM audit",
        """INSERT INTO audit ({columns}) SELECT {rewritten} FROM audit WHERE true
        ON CONFLICT ({number}) DO UPDATE SET why = excluded.why""",
        "INSERT OR IGNORE INTO audit ({columns}) SELECT {rewritten} FROM audit",
        "UPDATE OR REPLACE audit SET {number} = 2, why = 'another reason'",
    ],
)
def test_no_line_of_the_log_is_written_over(
    sqlite_url: str, open_store: OpenStore, words: str, number: str
) -> None:
    """A line of the log is not replaced by one with its number, whoever opens the file (P3)."""
    store = open_store(sqlite_url)
    store.run(HERE, lambda ledger: ledger.add(a_case(), access(why="vakt")))
    change = words.format(
        columns=COLUMNS.format(number), rewritten=REWRITTEN.format("no"), number=number
    )
    file = sqlite_url.removeprefix("sqlite:///")
    grows = pytest.raises(sqlite3.DatabaseError, match="the log only grows")
    with closing(sqlite3.connect(file)) as theirs, theirs, grows:
        theirs.execute(change)
    store.run(HERE, lambda ledger: ledger.load(REF, access(why="vakt")))
    log = store.run(HERE, lambda ledger: ledger.audit(REF))
    assert [entry.why for entry in log] == ["vakt", "vakt"]


@every_database
def test_what_a_correction_held_can_be_blanked(url: str, open_store: OpenStore) -> None:
    """P5: a correction's values can be taken away later, and the log never held them."""
    store = open_store(url)
    kept = replace(a_case(), corrections=(a_correction(),))
    store.run(HERE, lambda ledger: ledger.add(kept, access()))

    def blank(ledger: SqlLedger) -> None:
        case = ledger.load(REF, access())
        bare = replace(case.corrections[0], before="", after="")
        ledger.save(replace(case, corrections=(bare,)), access(), what="anonymised")

    store.run(HERE, blank)
    with store.engine.connect() as connection:
        rows = [
            str(row)
            for table in metadata.tables.values()
            for row in connection.execute(table.select())
        ]
    assert [row for row in rows if kept.name in row], "the case itself is seen"
    assert not [row for row in rows if "Kåre" in row or "Karin" in row]


# ---------------------------------------------------------------- several at once


@every_database
def test_one_of_many_gets_the_lease(url: str, open_store: OpenStore) -> None:
    """Of several processes that claim one row at the same moment exactly one gets it."""
    stores = [open_store(url) for _ in range(4)]
    rows = tuple(a_sending(no=no) for no in range(10))
    stores[0].run(HERE, lambda ledger: ledger.add(replace(a_case(), sendings=rows), access()))
    start = threading.Barrier(len(stores))

    def claim_all(store: Store) -> list[str]:
        start.wait()
        claims = (
            store.run(HERE, lambda ledger, row=row: ledger.claim(row.id, NOW, NOW + HOUR))  # type: ignore[misc]
            for row in rows
        )
        return [taken.id for taken in claims if taken]

    with ThreadPoolExecutor(len(stores)) as pool:
        taken = [one for found in pool.map(claim_all, stores) for one in found]
    assert sorted(taken) == sorted(row.id for row in rows)


def _claimed(ledger: SqlLedger) -> object:
    return ledger.claim(a_sending().id, NOW, NOW + HOUR)


@every_database
@pytest.mark.parametrize(
    ("use_case", "found"), [(read_name, "Ola"), (_claimed, None)], ids=["load", "claim"]
)
def test_a_loaded_case_is_nobody_elses(
    url: str, open_store: OpenStore, use_case: Callable[[SqlLedger], object], found: object
) -> None:
    """Who loads a case or claims its message while another changes it waits for the change."""
    one, other = open_store(url), open_store(url)
    one.run(HERE, lambda ledger: ledger.add(a_case(), access()))
    loaded, go_on = threading.Event(), threading.Event()

    def slow(ledger: SqlLedger) -> None:
        case = ledger.load(REF, access())
        loaded.set()
        assert go_on.wait(10)
        dropped = replace(case.sendings[0], status=SendingStatus.DROPPED)
        changed = replace(case.with_changed(dropped), name="Ola")
        ledger.save(changed, access(), what="cancelled")

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(one.run, HERE, slow)
        assert loaded.wait(10)
        second = pool.submit(other.run, HERE, use_case)
        assert not wait([second], timeout=0.3).done
        go_on.set()
        first.result()
        assert second.result() == found


@every_database
async def test_the_event_loop_goes_on(url: str, open_store: OpenStore) -> None:
    """A use case runs in another thread while the loop does other things, and its result comes."""
    store = open_store(url)
    go_on = threading.Event()

    def slow(ledger: SqlLedger) -> str:
        assert go_on.wait(10)
        ledger.add(a_case(), access())
        return threading.current_thread().name

    task = asyncio.create_task(store.run_async(HERE, slow))
    await asyncio.sleep(0)
    go_on.set()
    assert (await task).startswith("store")
    assert await store.run_async(HERE, read_name) == "Kari"


async def test_what_has_begun_is_finished(sqlite_url: str, open_store: OpenStore) -> None:
    """A use case that has begun is kept whole although the one who waited was cancelled."""
    store = open_store(sqlite_url)
    begun, go_on = threading.Event(), threading.Event()

    def slow(ledger: SqlLedger) -> None:
        begun.set()
        assert go_on.wait(10)
        ledger.add(a_case(), access())

    task = asyncio.create_task(store.run_async(HERE, slow))
    await asyncio.to_thread(begun.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    go_on.set()
    assert store.run(HERE, read_name) == "Kari"


def test_a_use_case_starts_no_other(sqlite_url: str, open_store: OpenStore) -> None:
    """A use case that starts another is refused instead of waiting for itself for ever."""
    store = open_store(sqlite_url)
    with pytest.raises(NestedUseCaseError):
        store.run(HERE, lambda _: store.run(HERE, read_name))


# ---------------------------------------------------------------- what waits together


@contextmanager
def commits(store: Store) -> Iterator[list[None]]:
    """One for each commit meanwhile."""
    seen: list[None] = []

    def note(_connection: object) -> None:
        seen.append(None)

    event.listen(store.engine, "commit", note)
    yield seen
    event.remove(store.engine, "commit", note)


async def together(store: Store, *use_cases: Callable[[SqlLedger], object]) -> list[object]:
    """Their results or what they raised, when all had come before the first could begin."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(_ledger: SqlLedger) -> bool:
        begun.set()
        return go_on.wait(10)

    first = asyncio.create_task(store.run_async(HERE, slow))
    await asyncio.to_thread(begun.wait, 10)
    waiting = [asyncio.ensure_future(store.run_async(HERE, one)) for one in use_cases]
    await asyncio.sleep(0)  # each of them asks
    go_on.set()
    assert await first
    return await asyncio.gather(*waiting, return_exceptions=True)


async def test_what_waits_is_committed_together(sqlite_url: str, open_store: OpenStore) -> None:
    """What waits while another runs takes one commit, and each sees what those before it wrote."""
    store = open_store(sqlite_url)

    def add(ledger: SqlLedger) -> None:
        ledger.add(a_case(), access())

    with commits(store) as seen:
        told = await together(store, add, read_name, read_name)
    assert told == [None, "Kari", "Kari"]
    assert len(seen) == 2


async def test_a_refusal_undoes_nothing_of_the_others(
    sqlite_url: str, open_store: OpenStore
) -> None:
    """What one of them raises undoes what it wrote itself, and only that."""
    store = open_store(sqlite_url)

    def refused(ledger: SqlLedger) -> None:
        ledger.put_conversation("lege", "halfway")
        raise UnknownCaseError("X1X1")

    def kept(ledger: SqlLedger) -> None:
        ledger.put_conversation("sekretar", "kept")

    first, second, third = await together(store, kept, refused, read_name)
    assert first is None
    assert isinstance(second, UnknownCaseError)
    assert isinstance(third, UnknownCaseError)
    assert store.run(HERE, lambda ledger: ledger.conversation("sekretar")) == "kept"
    assert store.run(HERE, lambda ledger: ledger.conversation("lege")) == ""


@pytest.mark.parametrize("late", [False, True], ids=["at once", "at the commit"])
async def test_what_the_database_refuses_is_one_ones_own(
    sqlite_url: str, open_store: OpenStore, *, late: bool
) -> None:
    """Where the database refuses one of them, each is run again alone, and the others are kept."""
    store = open_store(sqlite_url)

    def broken(ledger: SqlLedger) -> None:
        if late:
            ledger.put_answer_key("hash", InvitationId("of nobody"))
        else:
            ledger.connection.execute(text("INSERT INTO conversations (state) VALUES ('x')"))

    def kept(ledger: SqlLedger) -> None:
        known = ledger.conversation("sekretar")
        ledger.put_conversation("sekretar", f"{known}kept")

    first, second, third = await together(store, kept, broken, kept)
    assert (first, third) == (None, None)
    assert isinstance(second, IntegrityError)
    assert store.run(HERE, lambda ledger: ledger.conversation("sekretar")) == "keptkept"


async def test_who_gives_up_waiting_is_passed_over(sqlite_url: str, open_store: OpenStore) -> None:
    """A use case whose asker was cancelled before it began is not run."""
    store = open_store(sqlite_url)
    begun, go_on = threading.Event(), threading.Event()

    def slow(_ledger: SqlLedger) -> bool:
        begun.set()
        return go_on.wait(10)

    first = asyncio.create_task(store.run_async(HERE, slow))
    await asyncio.to_thread(begun.wait, 10)
    given_up = asyncio.create_task(
        store.run_async(HERE, lambda ledger: ledger.put_conversation("lege", "said"))
    )
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.sleep(0)
    go_on.set()
    assert await first
    assert await store.run_async(HERE, lambda ledger: ledger.conversation("lege")) == ""


# ---------------------------------------------------------------- a process that dies

DYING = """
import os, sys
from storage.store import Store
from tests.storage.samples import HERE, a_case, access, next_step

def use_case(ledger):
    ledger.add(a_case(), access())
    if sys.argv[2] == "inside":
        os._exit(9)

store = Store(sys.argv[1], next_step)
store.run(HERE, use_case)
os._exit(9)
"""


@pytest.mark.crash
@every_database
@pytest.mark.parametrize("where", ["inside", "after"])
def test_a_killed_process_leaves_all_or_nothing(
    url: str, open_store: OpenStore, where: str
) -> None:
    """A process that dies inside a transaction leaves nothing, and one that dies after it all."""
    dead = subprocess.run([sys.executable, "-c", DYING, url, where], cwd=ROOT, check=False)
    assert dead.returncode == 9
    store = open_store(url)
    found = store.run(HERE, lambda ledger: ledger.list_cases(access()))
    assert list(found) == ([a_case()] if where == "after" else [])


def test_what_is_kept_survives_a_power_cut(sqlite_url: str, open_store: OpenStore) -> None:
    """SQLite writes ahead, waits for the disk and checks references."""
    store = open_store(sqlite_url)

    def pragma(ledger: SqlLedger) -> list[object]:
        names = ["journal_mode", "synchronous", "foreign_keys"]
        return [ledger.connection.scalar(text(f"PRAGMA {name}")) for name in names]

    assert store.run(HERE, pragma) == ["wal", 2, 1]


# ---------------------------------------------------------------- copies


def test_a_copy_while_in_use(sqlite_url: str, open_store: OpenStore, tmp_path: Path) -> None:
    """A copy made inside another's transaction is whole, holds what was kept, and is private."""
    store, copy = open_store(sqlite_url), tmp_path / "copy.db"
    store.run(HERE, lambda ledger: ledger.add(a_case(), access()))

    def unfinished(ledger: SqlLedger) -> None:
        ledger.add(a_case("B2B2"), access())
        store.backup(copy)

    store.run(HERE, unfinished)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert sorted(file.name for file in tmp_path.glob("copy*")) == ["copy.db"]
    with closing(sqlite3.connect(copy)) as found:
        assert found.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert found.execute("SELECT ref FROM cases").fetchall() == [("K7M2",)]


def test_a_copy_replaces_nothing(sqlite_url: str, open_store: OpenStore, tmp_path: Path) -> None:
    """A copy is refused where a file stands already, such as the database itself."""
    store = open_store(sqlite_url)
    with pytest.raises(FileExistsError):
        store.backup(tmp_path / "shm.db")
    assert store.run(HERE, lambda ledger: ledger.refs()) == frozenset()


@every_database
def test_of_two_turns_of_a_person_the_second_knows_the_first(
    url: str, open_store: OpenStore
) -> None:
    """Two processes that hear one person at once take turns: nothing is answered twice."""
    stores, start = [open_store(url), open_store(url)], threading.Barrier(2)

    def count(ledger: SqlLedger) -> None:
        known = ledger.conversation("sekretar") or "0"
        time.sleep(0.01)
        ledger.put_conversation("sekretar", str(int(known) + 1))

    def ten_turns(store: Store) -> None:
        start.wait()
        for _ in range(10):
            store.run(HERE, count)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(ten_turns, stores))
    assert stores[0].run(HERE, lambda ledger: ledger.conversation("sekretar")) == "20"


@pytest.mark.postgres
def test_postgres_is_copied_by_its_own_tools(
    postgres_url: str, open_store: OpenStore, tmp_path: Path
) -> None:
    """A copy of a PostgreSQL database is refused politely."""
    with pytest.raises(BackupElsewhereError):
        open_store(postgres_url).backup(tmp_path / "copy.db")


@every_database
async def test_reading_much_sees_one_moment_and_keeps_nobody_waiting(
    url: str, open_store: OpenStore
) -> None:
    """What others write meanwhile is on disk at once, and not seen; the look is logged (P3)."""
    store, beside = open_store(url), open_store(url)
    store.run(HERE, lambda ledger: ledger.add(a_case(), access()))

    def read(ledger: SqlLedger) -> list[str]:
        before = ledger.mark("said")
        beside.run(HERE, lambda other: other.put_mark("said", "beside"))
        store.run(HERE, lambda other: other.put_mark("more", "by the same"))
        found, _ = ledger.readable_cases(access(NOW + HOUR))
        return [before, ledger.mark("said"), ledger.mark("more"), *(case.ref for case in found)]

    assert await store.read(HERE, read) == ["", "", "", a_case().ref]
    assert store.run(HERE, lambda ledger: ledger.mark("said")) == "beside"
    log = store.run(HERE, lambda ledger: ledger.audit(a_case().ref))
    assert [(entry.what, entry.at) for entry in log[1:]] == [("listed", NOW + HOUR)]


@every_database
async def test_whoever_only_reads_writes_nothing(url: str, open_store: OpenStore) -> None:
    """The database itself refuses."""
    store = open_store(url)
    with pytest.raises(DBAPIError):
        await store.read(HERE, lambda ledger: ledger.put_mark("said", "here"))
