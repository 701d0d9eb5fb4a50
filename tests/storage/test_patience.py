"""What the program does of itself lets people go first, and is done all the same."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event
from sqlalchemy.exc import DatabaseError

from storage import engine
from storage import line as lines
from storage.engine import sqlite_file
from storage.store import MOST_BEFORE, MOST_TOGETHER, MOST_TRIES, Store
from tests.storage.samples import HERE

if TYPE_CHECKING:
    from concurrent.futures import Future

    from storage.ledger import SqlLedger


MOMENT = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def store(sqlite_url: str, open_store: Callable[[str], Store]) -> Store:
    """One of SQLite: one writer."""
    return open_store(sqlite_url)


class Line:
    """Those who stand in line at a store, and in which order they were served."""

    def __init__(self, store: Store) -> None:
        self.served: list[str] = []
        self._store = store
        self._asked: list[Future[None]] = []

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Whoever comes meanwhile waits; then all are served."""
        begun, go_on = threading.Event(), threading.Event()

        def busy(ledger: SqlLedger) -> None:
            del ledger
            begun.set()
            go_on.wait(10)

        self._asked.append(self._store.submit(HERE, busy))
        begun.wait(10)
        yield
        go_on.set()
        while self._asked:
            self._asked.pop(0).result(10)

    def comes(
        self, *names: str, patient: bool = False, meanwhile: Callable[[], None] | None = None
    ) -> None:
        """These ask for something; while the first is served something else happens."""
        for name in names:

            def served(ledger: SqlLedger, name: str = name) -> None:
                self.served.append(name)
                ledger.latest()
                if meanwhile is not None and name == names[0]:
                    meanwhile()

            self._asked.append(self._store.submit(HERE, served, patient=patient))


def test_people_go_before_the_program(store: Store) -> None:
    """Whoever comes later and waits for an answer is served before what the daemon does."""
    line = Line(store)
    with line.closed():
        line.comes("step", "receipt", patient=True)
        line.comes("turn", "page")
    assert line.served == ["turn", "page", "step", "receipt"]


def test_somebody_waits_for_one_step_at_most(store: Store) -> None:
    """Who comes while the daemon's work is done is served after the part that has begun."""
    line = Line(store)

    def a_turn() -> None:
        thread = threading.Thread(target=line.comes, args=("turn",))
        thread.start()
        thread.join(10)

    with line.closed():
        line.comes("step", "receipt", patient=True, meanwhile=a_turn)
    assert line.served == ["step", "turn", "receipt"]


def test_long_work_hears_that_somebody_waits(store: Store) -> None:
    """The daemon may leave the rest when people come; whoever people wait for is told nothing."""
    heard: list[bool] = []
    turns: list[Future[None]] = []

    def turn() -> None:
        turns.append(store.submit(HERE, lambda ledger: heard.append(ledger.awaited())))

    def work(ledger: SqlLedger) -> None:
        heard.append(ledger.awaited())
        thread = threading.Thread(target=turn)
        thread.start()
        thread.join(10)
        heard.append(ledger.awaited())

    for patient in (True, False):
        store.submit(HERE, work, patient=patient).result(10)
        turns.pop().result(10)
    assert heard == [False, True, False, False, False, False]


def test_the_program_is_not_forgotten(store: Store) -> None:
    """However many people come, what the daemon does waits for a few commits and no longer."""
    line = Line(store)
    people = [f"turn {number}" for number in range(MOST_TOGETHER * (MOST_BEFORE + 2))]
    with line.closed():
        line.comes("receipt", patient=True)
        line.comes(*people)
    assert sorted(line.served) == sorted([*people, "receipt"])
    assert line.served.index("receipt") <= MOST_TOGETHER * MOST_BEFORE


# ---------------------------------------------------------------- two processes on one file


@pytest.fixture
def beside(sqlite_url: str, open_store: Callable[[str], Store]) -> Store:
    """Another process's store on the same file: it knows nothing of the first one's line."""
    return open_store(sqlite_url)


def test_people_go_before_the_daemon_of_another_process(
    store: Store, beside: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits for the lock is served before what the daemon of another process does next."""
    monkeypatch.setattr(lines, "MOST_SECONDS", 10)  # however slow the machine
    daemon, people, waits = Line(beside), Line(store), threading.Event()
    event.listen(store.engine, "checkout", lambda *_: waits.set())

    def a_turn() -> None:
        people.comes("turn")
        waits.wait(10)

    daemon.served = people.served
    with daemon.closed():
        daemon.comes("step", "receipt", patient=True, meanwhile=a_turn)
    with people.closed():
        pass
    assert people.served == ["step", "turn", "receipt"]


def counted(ledger: SqlLedger) -> int:
    """Reads how often this was done, and writes that it was done once more."""
    done = len(ledger.beats())
    ledger.beat(f"{done}", MOMENT)
    return done


def test_what_is_patient_holds_nobody_up_while_it_reads(store: Store, beside: Store) -> None:
    """People of another process write meanwhile; then it begins anew, with what they wrote."""
    read: list[int] = []

    def work(ledger: SqlLedger) -> int:
        read.append(len(ledger.beats()))
        if len(read) == 1:
            assert store.submit(HERE, counted).result(10) == 0
        return counted(ledger)

    assert beside.submit(HERE, work, patient=True).result(10) == 1
    assert read == [0, 1]
    assert store.run(HERE, lambda ledger: len(ledger.beats())) == 2


def test_what_is_overtaken_again_and_again_makes_others_wait(store: Store, beside: Store) -> None:
    """However often people write, what the daemon does is done in the end, and once."""
    waiting: list[Future[int]] = []
    read: list[int] = []

    def work(ledger: SqlLedger) -> int:
        read.append(len(ledger.beats()))
        waiting.append(store.submit(HERE, counted))
        if len(read) <= MOST_TRIES:
            waiting[-1].result(10)
        return counted(ledger)

    assert beside.submit(HERE, work, patient=True).result(10) == MOST_TRIES
    assert [one.result(10) for one in waiting] == [*range(MOST_TRIES), MOST_TRIES + 1]
    assert read == [*range(MOST_TRIES + 1)]


def test_what_it_refuses_is_told_and_undone(store: Store) -> None:
    """What patient work raises comes out, and nothing of it is kept, nor of what went with it."""

    def refused(ledger: SqlLedger) -> int:
        counted(ledger)
        raise LookupError

    line = Line(store)
    with line.closed():
        asked = [store.submit(HERE, one, patient=True) for one in (counted, refused, counted)]
    assert [asked[0].result(10), asked[2].result(10)] == [0, 1]
    with pytest.raises(LookupError):
        asked[1].result(10)
    assert store.run(HERE, lambda ledger: len(ledger.beats())) == 2


def test_the_daemon_of_another_process_is_not_forgotten(
    sqlite_url: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though somebody always stands there, what the daemon does is done."""
    monkeypatch.setattr(lines, "MOST_SECONDS", 0.01)
    people = lines.Line(sqlite_file(sqlite_url))
    with people.standing():
        assert store.submit(HERE, lambda ledger: ledger.latest(), patient=True).result(10) is None
    people.close()


def test_who_waits_for_another_process_looks_often(
    store: Store, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite would sleep up to a tenth of a second at a time; here it is asked again and again."""
    looks: list[float] = []

    class Counting:
        """A clock that counts how often it is looked at, and never gets on."""

        @staticmethod
        def monotonic() -> float:
            looks.append(0.0)
            return 0.0

    file = sqlite_file(sqlite_url)
    assert file is not None
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        monkeypatch.setattr(engine, "time", Counting)
        asked = store.submit(HERE, lambda ledger: ledger.latest())
        while len(looks) < 20:
            assert not asked.done()
        other.execute("ROLLBACK")
        assert asked.result(10) is None


def test_a_fault_that_is_no_waiting_is_told_at_once(store: Store, sqlite_url: str) -> None:
    """What is no other's lock is not tried again: the file is none of SQLite's any more."""
    file = sqlite_file(sqlite_url)
    assert file is not None
    file.write_bytes(b"no database" * 1000)
    with pytest.raises(DatabaseError, match="not a database"):
        store.run(HERE, lambda ledger: ledger.latest())


def test_where_no_file_may_be_made_all_are_served(store: Store, tmp_path: Path) -> None:
    """A folder that is only read costs the order of the line, and nobody an answer."""
    (tmp_path / "shm.db-people").mkdir()
    line = Line(store)
    with line.closed():
        line.comes("step", patient=True)
        line.comes("turn")
    assert line.served == ["turn", "step"]
