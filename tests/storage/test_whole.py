"""PostgreSQL fails in the middle: what it gave up is done again whole, and nothing twice."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import Connection, Engine, PoolProxiedConnection, event, text
from sqlalchemy.exc import DBAPIError, OperationalError

from pathway.words import CaseRef
from storage.engine import POSTGRES_CONNECTIONS, open_engine
from storage.ledger import SqlLedger
from storage.store import Store
from storage.whole import PAUSES, OutcomeUnknownError, run_whole
from tests.postgres import Server, postgres_schema, postgres_server, programs
from tests.storage.samples import HERE, a_case, access

OpenStore = Callable[[str], Store]
postgres = pytest.mark.postgres

SHORT, LONG = CaseRef("K7M2"), CaseRef("B2B2")


def count(ledger: SqlLedger, whose: str = "lege") -> int:
    """How often `add_one` was kept."""
    return int(ledger.conversation(whose) or 0)


def add_one(ledger: SqlLedger, whose: str = "lege") -> int:
    """What must not be done twice, nor be lost."""
    now = count(ledger, whose) + 1
    ledger.put_conversation(whose, str(now))
    return now


@pytest.fixture
def other(postgres_url: str) -> Iterator[Engine]:
    """Somebody else's way to the same database."""
    engine = open_engine(postgres_url)
    yield engine
    engine.dispose()


def end_line(ledger: SqlLedger, other: Engine) -> None:
    """The administrator ends the line of this transaction."""
    pid = ledger.connection.scalar(text("SELECT pg_backend_pid()"))
    with other.connect() as connection:
        assert connection.scalar(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})


@postgres
def test_a_lost_line_is_taken_up_again(
    postgres_url: str, open_store: OpenStore, other: Engine
) -> None:
    """What was written before the line was lost is undone, and all of it is done again, once."""
    tries = []

    def use_case(ledger: SqlLedger) -> int:
        tries.append(add_one(ledger))
        if len(tries) == 1:
            end_line(ledger, other)
        ledger.put_conversation("sekretar", "after")
        return tries[-1]

    store = open_store(postgres_url)
    assert store.run(HERE, use_case) == 1
    assert tries == [1, 1]
    assert store.run(HERE, count) == 1


@postgres
async def test_lines_that_were_lost_in_idleness_are_made_anew(
    postgres_url: str, open_store: OpenStore, other: Engine
) -> None:
    """A server that ended every line while nobody asked costs the next one a second try."""
    store = open_store(postgres_url)
    all_there = threading.Barrier(POSTGRES_CONNECTIONS)
    lines: set[int] = set()

    def line_of(ledger: SqlLedger) -> None:
        lines.add(ledger.connection.scalar(text("SELECT pg_backend_pid()")))
        all_there.wait(10)

    for one in [store.submit(HERE, line_of) for _ in range(POSTGRES_CONNECTIONS)]:
        one.result(10)
    lines.add(await store.glance(HERE, _pid))
    with other.connect() as connection:
        for pid in lines:
            connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    tries: list[int] = []

    def use_case(ledger: SqlLedger) -> int:
        tries.append(1)
        return add_one(ledger)

    assert store.run(HERE, use_case) == 1
    assert len(tries) == 2
    assert store.run(HERE, use_case) == 2
    assert len(tries) == 3
    assert await store.glance(HERE, _pid) not in lines


def _pid(ledger: SqlLedger) -> int:
    return int(ledger.connection.scalar(text("SELECT pg_backend_pid()")) or 0)


@postgres
def test_who_only_reads_is_not_asked_what_became_of_it(
    postgres_url: str, open_store: OpenStore
) -> None:
    """The number of a transaction is asked for where it wrote something, and only there."""
    store = open_store(postgres_url)
    said: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *told: said.append(told[2]))
    for use_case, asked in ((add_one, 1), (count, 0), (add_one, 1), (count, 0)):
        said.clear()
        store.run(HERE, use_case)
        assert sum("pg_current_xact_id" in statement for statement in said) == asked


@postgres
def test_a_line_lost_at_the_commit_is_asked_about(
    postgres_url: str, open_store: OpenStore, other: Engine
) -> None:
    """A commit that never reached the server is made again, and no second time."""
    store = open_store(postgres_url)
    tries: list[int] = []

    def use_case(ledger: SqlLedger) -> int:
        tries.append(add_one(ledger))
        return tries[-1]

    def cut(connection: Connection) -> None:
        if len(tries) > 1:
            return
        pid = connection.scalar(text("SELECT pg_backend_pid()"))
        with other.connect() as mine:
            mine.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})

    event.listen(store.engine, "commit", cut)
    assert store.run(HERE, use_case) == 1
    event.remove(store.engine, "commit", cut)
    assert tries == [1, 1]
    assert store.run(HERE, count) == 1


@postgres
def test_a_commit_whose_answer_was_lost_is_not_made_again(
    postgres_url: str, open_store: OpenStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the server kept it and could not say so, the result is told and nothing is done."""
    store = open_store(postgres_url)
    tries: list[int] = []
    commit = store.engine.dialect.do_commit

    def and_lost(line: PoolProxiedConnection) -> None:
        commit(line)
        if tries:
            monkeypatch.undo()
            line.driver_connection.close()  # type: ignore[union-attr]
            raise psycopg.OperationalError("server closed the connection unexpectedly")

    def use_case(ledger: SqlLedger) -> int:
        tries.append(add_one(ledger))
        return tries[-1]

    monkeypatch.setattr(store.engine.dialect, "do_commit", and_lost)
    assert store.run(HERE, use_case) == 1
    assert tries == [1]
    assert store.run(HERE, count) == 1


@postgres
def test_an_outcome_that_nobody_knows_is_no_result(
    other: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A commit that was lost with its server is neither told as done nor done again."""
    tries = []

    def work(connection: Connection) -> None:
        tries.append(connection.execute(text("CREATE TABLE once (no integer)")))

    def gone(*_: object) -> None:
        raise psycopg.OperationalError("connection refused")

    def lost(_line: object) -> None:
        monkeypatch.setattr(other, "connect", unreachable)
        gone()

    def unreachable() -> None:
        raise OperationalError("connect", None, psycopg.OperationalError("refused"))

    monkeypatch.setattr(other.dialect, "do_commit", lost)
    waited: list[float] = []
    with pytest.raises(OutcomeUnknownError):
        run_whole(other, work, waited.append)
    assert (len(tries), waited) == (1, list(PAUSES))


@postgres
def test_a_deadlock_is_undone_and_done_again(postgres_url: str, open_store: OpenStore) -> None:
    """Two that lock the same cases the other way round both come through, each once."""
    store = open_store(postgres_url)
    for ref in (SHORT, LONG):
        store.run(HERE, lambda ledger, ref=ref: ledger.add(a_case(ref), access()))  # type: ignore[misc]
    both_hold = threading.Barrier(2)
    tries = []

    def in_order(*refs: CaseRef) -> Callable[[SqlLedger], None]:
        def use_case(ledger: SqlLedger) -> None:
            tries.append(refs)
            ledger.load(refs[0], access())
            if len(tries) <= len(refs):
                both_hold.wait(10)
            ledger.load(refs[1], access())
            add_one(ledger)

        return use_case

    with ThreadPoolExecutor(2) as pool:
        for done in [
            pool.submit(store.run, HERE, in_order(SHORT, LONG)),
            pool.submit(store.run, HERE, in_order(LONG, SHORT)),
        ]:
            done.result(30)
    assert len(tries) == 3
    assert store.run(HERE, count) == 2


@postgres
def test_a_serialisation_failure_is_done_again(postgres_url: str, open_store: OpenStore) -> None:
    """Of two that read the same and then write it, under a strict level, none is lost."""
    store = open_store(postgres_url)
    store.run(HERE, add_one)
    both_read = threading.Barrier(2)
    tries = []

    def use_case(ledger: SqlLedger) -> None:
        ledger.connection.execute(text("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"))
        (row,) = ledger.connection.execute(
            text("SELECT state FROM conversations WHERE staff_id = 'lege'")
        ).scalars()
        tries.append(row)
        if len(tries) <= 2:
            both_read.wait(10)
        ledger.put_conversation("lege", str(int(row) + 1))

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(store.run, HERE, use_case) for _ in range(2)]:
            done.result(30)
    assert tries == ["1", "1", "2"]
    assert store.run(HERE, count) == 3


@pytest.fixture
def server() -> Iterator[Server]:
    """A server that may be restarted: nobody else's tests use it."""
    if programs() is None:
        pytest.skip("there is no PostgreSQL for this kind of machine")
    with postgres_server() as started:
        yield started


@postgres
def test_a_restart_in_the_middle_is_outlived(server: Server, open_store: OpenStore) -> None:
    """Every change that was asked for while the server restarted is kept, each once."""
    with postgres_schema(server.url) as url:
        store = open_store(url)
        begun = threading.Event()
        restarted = threading.Event()

        def use_case(ledger: SqlLedger) -> int:
            now = add_one(ledger)
            begun.set()
            assert restarted.wait(30)
            return now

        with ThreadPoolExecutor(4) as pool:
            asked = [pool.submit(store.run, HERE, use_case) for _ in range(4)]
            assert begun.wait(10)
            server.restart()
            restarted.set()
            assert sorted(one.result(60) for one in asked) == [1, 2, 3, 4]
        assert store.run(HERE, count) == 4
        store.close()


def test_sqlite_is_never_asked_again(sqlite_url: str) -> None:
    """What a SQLite file refuses comes out at once: nothing there is given up half way."""
    engine = open_engine(sqlite_url)
    tries = []

    def work(connection: Connection) -> None:
        tries.append(connection)
        connection.execute(text("SELECT nothing"))

    with pytest.raises(DBAPIError):
        run_whole(engine, work, lambda seconds: pytest.fail(str(seconds)))
    assert len(tries) == 1
    engine.dispose()
