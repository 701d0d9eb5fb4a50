"""SQLite's journal comes home beside the work, and where it cannot nobody is held up."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from storage.engine import sqlite_file
from storage.journal import EVERY, Journal
from storage.store import Store
from tests.storage.samples import HERE, a_case, access


def test_what_is_written_comes_home_while_the_store_is_in_use(
    sqlite_url: str, open_store: Callable[[str], Store], tmp_path: Path
) -> None:
    """The database's own file, without its journal, holds what was committed long ago."""
    store, file = open_store(sqlite_url), sqlite_file(sqlite_url)
    assert file is not None
    store.run(HERE, lambda ledger: ledger.add(a_case(), access()))
    for _ in range(EVERY):
        store.run(HERE, lambda ledger: ledger.put_mark("sett", "nå"))
    store._journal.close()  # noqa: SLF001 - what runs beside is over
    alone = tmp_path / "alone.db"
    alone.write_bytes(file.read_bytes())
    with closing(sqlite3.connect(alone)) as copy:
        assert copy.execute("SELECT ref FROM cases").fetchall() == [(a_case().ref,)]


def test_a_database_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    """A commit would say what is wrong; beside it nothing is said, and nothing made."""
    journal = Journal(tmp_path / "gone.db")
    for _ in range(EVERY):
        journal.grew()
    journal.close()
    assert list(tmp_path.iterdir()) == []


def test_where_there_is_no_file_there_is_nothing_to_bring() -> None:
    """PostgreSQL keeps its own; a database in memory has none."""
    for database in (None, Path()):
        journal = Journal(database)
        for _ in range(2 * EVERY):
            journal.grew()
        journal.close()
