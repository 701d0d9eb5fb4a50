"""SQLite's journal is brought home beside the work, not within somebody's commit (decision 64).

SQLite itself does it in the commit by which the journal has grown too long, and whoever that commit
is for waits for the disk a hundred times as long as the others.
"""

from __future__ import annotations

import sqlite3
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path

EVERY = 64
"""Commits from one time to the next: some megabytes."""


class Journal:
    """The write-ahead log of one database; of PostgreSQL, and in memory, there is none."""

    def __init__(self, database: Path | None) -> None:
        self._database = database if database and database.name else None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._commits = 0
        self._bringing: Future[None] | None = None

    def grew(self) -> None:
        """One commit more; for one thread. Nobody waits for what comes of it."""
        self._commits += 1
        busy = self._bringing is not None and not self._bringing.done()
        if self._database is None or self._commits < EVERY or busy:
            return
        self._commits = 0
        self._bringing = self._thread.submit(_bring_home, self._database)

    def close(self) -> None:
        """Finish what runs."""
        self._thread.shutdown(wait=True)


def _bring_home(database: Path) -> None:
    """As much as nobody reads any more; readers and writers go on meanwhile.

    Where it cannot be done, a commit does it in the end, and tells what is wrong.
    """
    there = f"{database.resolve().as_uri()}?mode=rw"  # a file that is gone is not made anew
    with suppress(sqlite3.Error), closing(sqlite3.connect(there, uri=True)) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
