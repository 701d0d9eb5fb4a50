"""The store: runs a use case whole in one transaction, in a thread of its own.

Commits are what waits for the disk, so use cases that wait together are committed together.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from pathway.ports import AuditEntry
from pathway.words import ClinicId
from storage.answers import Answers
from storage.backup import back_up
from storage.engine import (
    POSTGRES_CONNECTIONS,
    READS_FIRST,
    open_engine,
    open_glancer,
    open_reader,
    overtaken,
    sqlite_file,
)
from storage.journal import Journal
from storage.kept import Kept
from storage.ledger import SqlLedger
from storage.line import Line
from storage.rows import NextStep
from storage.whole import run_whole

T = TypeVar("T")

MOST_TOGETHER = 16
"""Use cases in one commit; the first of them waits for the last."""

MOST_TRIES = 5
"""Of patient work that others write beside; then it makes them wait."""

MOST_BEFORE = 4
"""Commits that may go before what is patient: a receipt must not wait until its lease is over."""


@dataclass(frozen=True, slots=True)
class _Asked(Generic[T]):
    """A use case that waits, and where its result goes."""

    clinic_id: ClinicId
    use_case: Callable[[SqlLedger], T]
    answer: Future[T]
    patient: bool = False


class Store:
    """One database. All of a use case is kept, or nothing of it.

    SQLite has one writer thread, which commits what waits for it together; other processes wait
    at most half a minute, people before what is patient. PostgreSQL has a small pool. `next_step`
    is asked for every open promise whenever a case is kept; `zone` says what a day is.
    """

    def __init__(self, url: str, next_step: NextStep, *, zone: str = "Europe/Oslo") -> None:
        self.engine = open_engine(url)
        self.glances = open_glancer(url)
        self.reader = open_reader(url)
        self._url = url
        self._next_step = next_step
        self._zone = ZoneInfo(zone)
        sqlite = sqlite_file(url) is not None
        self._yielding = self.engine.execution_options(**{READS_FIRST: True}) if sqlite else None
        self._most = MOST_TOGETHER if sqlite else 1  # PostgreSQL's locks would be held for longer
        threads = 1 if sqlite else POSTGRES_CONNECTIONS
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="store")
        self._waiting: deque[_Asked[Any]] = deque()
        self._patient: deque[_Asked[Any]] = deque()
        self._line = Line(sqlite_file(url))
        self._journal = Journal(sqlite_file(url))
        self._called = threading.Semaphore(threads)  # so many may be called to look what waits
        self._here = threading.local()
        self._kept = Kept()
        self._answers: Answers | None = None

    def run(self, clinic_id: ClinicId, use_case: Callable[[SqlLedger], T]) -> T:
        """The use case's result, once everything it wrote is on disk.

        Whatever it raises comes out here, and then nothing was written.
        """
        return self.submit(clinic_id, use_case).result()

    async def run_async(
        self, clinic_id: ClinicId, use_case: Callable[[SqlLedger], T], *, patient: bool = False
    ) -> T:
        """The same without blocking the event loop: one hop to the writer thread and back.

        A use case that has begun is finished even if the waiting task is cancelled. One that is
        `patient` lets those of people go before it.
        """
        loop = asyncio.get_running_loop()
        if self._answers is None or self._answers.loop is not loop:
            self._answers = Answers(loop)
        return await self._answers.of(self.submit(clinic_id, use_case, patient=patient))

    async def glance(self, clinic_id: ClinicId, use_case: Callable[[SqlLedger], T]) -> T:
        """The result of a use case that only reads, on a line of its own beside everybody's.

        It waits for nobody, and sees what stands when each of its questions is asked.
        """

        def glanced(connection: Connection) -> T:
            asks = connection, clinic_id, self._next_step, self._zone, Kept()
            return use_case(SqlLedger(*asks, somebody=lambda: False))

        return await asyncio.to_thread(run_whole, self.glances, glanced)

    async def read(self, clinic_id: ClinicId, use_case: Callable[[SqlLedger], T]) -> T:
        """The result of a use case that reads much and writes nothing.

        It sees one moment, on a line of its own: whoever writes meanwhile waits for nothing. Who
        looked is written down before the result is told (P3).
        """

        def reading(connection: Connection) -> tuple[T, Sequence[AuditEntry]]:
            asks = connection, clinic_id, self._next_step, self._zone, Kept()
            ledger = SqlLedger(*asks, somebody=lambda: False)
            return use_case(ledger), ledger.lines

        result, looks = await asyncio.to_thread(run_whole, self.reader, reading)
        if looks:
            noted = partial(SqlLedger.note_all, entries=looks)
            await self.run_async(clinic_id, noted, patient=True)
        return result

    def submit(
        self, clinic_id: ClinicId, use_case: Callable[[SqlLedger], T], *, patient: bool = False
    ) -> Future[T]:
        """The same for whoever waits in another way."""
        if getattr(self._here, "busy", False):
            raise NestedUseCaseError
        answer: Future[T] = Future()
        waiting = self._patient if patient else self._waiting
        waiting.append(_Asked(clinic_id, use_case, answer, patient))
        if self._called.acquire(blocking=False):  # else whoever is called finds this too
            self._threads.submit(self._work)
        return answer

    def backup(self, path: Path) -> None:
        """A consistent copy of a SQLite database while it is in use.

        `BackupElsewhereError` for PostgreSQL, `FileExistsError` where the file exists.
        """
        back_up(sqlite_file(self._url), path)

    def close(self) -> None:
        """Finish what runs, then let go of the database."""
        self._threads.shutdown(wait=True)
        self._journal.close()
        self._line.close()
        self.glances.dispose()
        self.reader.dispose()
        self.engine.dispose()

    def _work(self) -> None:
        """All that waits now."""
        self._called.release()
        self._here.busy = True
        turns = 0
        try:
            while self._waiting or self._patient:
                patient = not self._waiting or (turns >= MOST_BEFORE and bool(self._patient))
                turns = 0 if patient else turns + 1
                if patient:
                    self._line.let_go()
                    self._serve(self._patient)
                else:
                    with self._line.standing():
                        self._serve(self._waiting)
        finally:
            self._here.busy = False

    def _serve(self, waiting: deque[_Asked[Any]]) -> None:
        """The first of these, and what else waits in one commit with it."""
        asked = self._taken(waiting)
        first = next(asked, None)
        if first is None:
            return
        begun = [first]
        if first.patient and self._giving_way(asked, begun):
            return
        several = self._most > 1 and (bool(waiting) or len(begun) > 1)
        if not several or not self._together(asked, begun):
            for one in begun:
                self._alone(one)

    def _taken(self, waiting: deque[_Asked[Any]]) -> Iterator[_Asked[Any]]:
        """One after the other, as long as nobody waits who is to be answered before them."""
        for _ in range(self._most):
            with suppress(IndexError):
                one = waiting.popleft()
                if one.answer.set_running_or_notify_cancel():
                    yield one
            if waiting is self._patient and self._somebody():
                return

    def _somebody(self) -> bool:
        """Whether people wait; not to be asked by whoever serves them."""
        return bool(self._waiting) or self._line.somebody()

    def _alone(self, asked: _Asked[T]) -> None:
        try:
            ledger, result = run_whole(self.engine, lambda connection: self._ran(connection, asked))
        except BaseException as error:  # noqa: BLE001 - whoever asked is told
            asked.answer.set_exception(error)
        else:
            self._tell(asked, ledger, result)
            self._journal.grew()

    def _giving_way(self, asked: Iterator[_Asked[Any]], begun: list[_Asked[Any]]) -> bool:
        """The same as `_together`, and nobody waits for what is only read and judged.

        Where somebody else has written meanwhile it begins anew, with what they wrote.
        """
        if self._yielding is None:
            return False
        for _ in range(MOST_TRIES):
            try:
                self._committed(self._yielding, asked, begun)
            except BaseException as error:  # noqa: BLE001 - whoever asked is told when it is raised again
                if not overtaken(error):
                    return False
            else:
                return True
        return False

    def _together(self, asked: Iterator[_Asked[Any]], begun: list[_Asked[Any]]) -> bool:
        """All in one commit; False where one of them, or the database, refused anything.

        `begun` are the first of them, and all that were taken when it is over. Then nothing is kept
        or told, so that each can be run again alone. That is seldom, and cheaper than a savepoint
        around each: what one raises may not undo what others wrote.
        """
        try:
            self._committed(self.engine, asked, begun)
        except BaseException:  # noqa: BLE001 - whoever asked is told when it is raised again
            return False
        return True

    def _committed(
        self, engine: Engine, asked: Iterator[_Asked[Any]], begun: list[_Asked[Any]]
    ) -> None:
        with engine.begin() as connection:
            ran = [(one, *self._ran(connection, one)) for one in begun]
            for one in asked:
                begun.append(one)
                ran.append((one, *self._ran(connection, one)))
        for one, ledger, result in ran:
            self._tell(one, ledger, result)
        self._journal.grew()

    def _ran(self, connection: Connection, asked: _Asked[T]) -> tuple[SqlLedger, T]:
        """The result, and the ledger that it was worked out with."""
        clinic_id = asked.clinic_id
        ledger = SqlLedger(
            connection,
            clinic_id,
            self._next_step,
            self._zone,
            self._kept,
            lambda: asked.patient and self._somebody(),
        )
        result = asked.use_case(ledger)
        ledger.write_rest()
        ledger.write_log()
        return ledger, result

    def _tell(self, asked: _Asked[T], ledger: SqlLedger, result: T) -> None:
        """It is on disk by now."""
        self._kept.put(ledger.loaded.values())
        asked.answer.set_result(result)


class NestedUseCaseError(RuntimeError):
    """A use case started another: give it the ledger that it already has."""
