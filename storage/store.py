"""The store: runs a use case whole in one transaction, in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

from pathway.words import ClinicId
from storage.backup import back_up
from storage.engine import POSTGRES_CONNECTIONS, open_engine, sqlite_file
from storage.ledger import SqlLedger
from storage.rows import NextStep

T = TypeVar("T")


class Store:
    """One database. All of a use case is kept, or nothing of it.

    SQLite has one writer thread; other processes wait for it at most half a minute. PostgreSQL
    has a small pool. `next_step` is asked for every open promise whenever a case is kept;
    `zone` says what a day is.
    """

    def __init__(self, url: str, next_step: NextStep, *, zone: str = "Europe/Oslo") -> None:
        self.engine = open_engine(url)
        self._url = url
        self._next_step = next_step
        self._zone = ZoneInfo(zone)
        threads = POSTGRES_CONNECTIONS if sqlite_file(url) is None else 1
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="store")
        self._here = threading.local()

    def run(self, clinic_id: ClinicId, use_case: Callable[[SqlLedger], T]) -> T:
        """The use case's result, once everything it wrote is on disk.

        Whatever it raises comes out here, and then nothing was written.
        """
        return self._submit(clinic_id, use_case).result()

    async def run_async(self, clinic_id: ClinicId, use_case: Callable[[SqlLedger], T]) -> T:
        """The same without blocking the event loop: one hop to the writer thread and back.

        A use case that has begun is finished even if the waiting task is cancelled.
        """
        return await asyncio.wrap_future(self._submit(clinic_id, use_case))

    def backup(self, path: Path) -> None:
        """A consistent copy of a SQLite database while it is in use.

        `BackupElsewhereError` for PostgreSQL, `FileExistsError` where the file exists.
        """
        back_up(sqlite_file(self._url), path)

    def close(self) -> None:
        """Finish what runs, then let go of the database."""
        self._threads.shutdown(wait=True)
        self.engine.dispose()

    def _submit(self, clinic_id: ClinicId, use_case: Callable[[SqlLedger], T]) -> Future[T]:
        if getattr(self._here, "busy", False):
            raise NestedUseCaseError
        return self._threads.submit(self._transact, clinic_id, use_case)

    def _transact(self, clinic_id: ClinicId, use_case: Callable[[SqlLedger], T]) -> T:
        self._here.busy = True
        try:
            with self.engine.begin() as connection:
                return use_case(SqlLedger(connection, clinic_id, self._next_step, self._zone))
        finally:
            self._here.busy = False


class NestedUseCaseError(RuntimeError):
    """A use case started another: give it the ledger that it already has."""
