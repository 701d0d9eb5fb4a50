"""Opening a database: SQLite that is durable and never half written, or PostgreSQL."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

POSTGRES_CONNECTIONS = 4
BUSY_SECONDS = 30.0
"""For so long whoever wants to write waits for another process."""

_NAP_MS = 4
"""For which SQLite waits by itself, looking every one or two milliseconds; longer, and it would
sleep up to a hundred at a time.
"""

_KIND = 0xFF
"""The part of SQLite's codes that is no detail."""

_BUSY_MS = int(BUSY_SECONDS * 1000)

READS_FIRST = "reads_first"
"""An option of an engine: on SQLite a transaction holds nobody up until it writes."""

WROTE = "wrote"
"""What a connection to PostgreSQL remembers of its transaction: that it did more than read."""

_MOST_PAGES = 8000
"""Of the journal, before a commit must bring it home itself: `storage.journal` does long before."""

_PRAGMAS = (
    f"PRAGMA busy_timeout = {_BUSY_MS}",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA wal_autocheckpoint = {_MOST_PAGES}",
)


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite address, None for PostgreSQL."""
    parsed = make_url(url)
    return Path(parsed.database or "") if parsed.get_backend_name() == "sqlite" else None


def open_engine(url: str) -> Engine:
    """An engine whose transactions begin as writers; nothing is connected yet.

    Raises:
        ModuleNotFoundError: PostgreSQL is asked for and psycopg is not installed.
    """
    if sqlite_file(url) is None:
        engine = create_engine(
            url,
            isolation_level="READ COMMITTED",
            pool_size=POSTGRES_CONNECTIONS,
            max_overflow=0,
            hide_parameters=True,  # an error may be logged, and names nobody
        )
        event.listen(engine, "before_cursor_execute", _note_writing)
        return engine
    engine = create_engine(url, pool_size=1, max_overflow=0, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_as_writer)
    return engine


def open_reader(url: str) -> Engine:
    """An engine that only reads, one moment a transaction, and keeps no writer waiting."""
    engine = create_engine(
        url, pool_size=1, max_overflow=0, pool_pre_ping=True, hide_parameters=True
    )
    if sqlite_file(url) is not None:
        event.listen(engine, "connect", _only_read_sqlite)
        event.listen(engine, "begin", _begin_as_reader)
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def open_glancer(url: str) -> Engine:
    """An engine for a question that is asked again and again: it takes one round trip.

    Nothing is begun or ended around it, so of several each sees what stands when it is asked.
    PostgreSQL plans it once, as it would not for what takes less time than its planning.
    """
    engine = create_engine(url, pool_size=1, max_overflow=0, hide_parameters=True)
    if sqlite_file(url) is not None:
        event.listen(engine, "connect", _only_read_sqlite)
        return engine
    event.listen(engine, "connect", _plan_once)
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _plan_once(connection: Any, record: object) -> None:  # noqa: ANN401 - the driver's
    del record
    connection.prepare_threshold = 0
    connection.execute("SET plan_cache_mode = force_generic_plan")
    connection.execute("SET max_parallel_workers_per_gather = 0")  # calling them takes 20 ms
    connection.commit()


def _only_read_sqlite(connection: Any, record: object) -> None:  # noqa: ANN401 - the driver's
    del record
    connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}").close()
    connection.execute("PRAGMA query_only = ON").close()


def overtaken(error: BaseException) -> bool:
    """Whether somebody else has written, or writes, since a transaction began with `READS_FIRST`.

    What it has read no longer holds: it is to begin anew.
    """
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", 0)
    return bool(code & _KIND == sqlite3.SQLITE_BUSY)


def _set_up_sqlite(connection: Any, record: object) -> None:  # noqa: ANN401 - the driver's
    del record
    connection.isolation_level = None  # the driver begins nothing itself; _begin_as_writer does
    for pragma in (*_PRAGMAS, f"PRAGMA busy_timeout = {_NAP_MS}"):
        connection.execute(pragma).close()


def _note_writing(connection: Connection, _cursor: object, statement: str, *_: object) -> None:
    if not statement.startswith(("SELECT", "WITH RECURSIVE")):
        connection.info[WROTE] = True


def _begin_as_reader(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_as_writer(connection: Connection) -> None:
    """Take the write lock first: a transaction that reads and then writes never fails half way.

    SQLite wakes nobody who waits for it, so it is tried again and again: what comes of the last
    try is told. With `READS_FIRST` the lock is taken by the first write (`overtaken`).
    """
    driver: Any = connection.connection.driver_connection
    if connection.get_execution_options().get(READS_FIRST):
        driver.execute("BEGIN")
        return
    ends = time.monotonic() + BUSY_SECONDS
    while time.monotonic() < ends:
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & _KIND != sqlite3.SQLITE_BUSY:
                break
        else:
            return
    connection.exec_driver_sql("BEGIN IMMEDIATE")
