"""One transaction, whole: what PostgreSQL gives up is run again from its beginning.

A deadlock, a serialisation failure, a lost line and a server that restarts undo all that was
written. Only where the line is lost at the commit itself may it have been kept: then the database
is asked what became of that transaction, so that nothing is ever done twice.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, OperationalError

from storage.engine import WROTE

T = TypeVar("T")

PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2)
"""Seconds before each new try: a server that restarts is back by the last."""

_UNDONE = frozenset({"40001", "40P01"})
"""serialization_failure and deadlock_detected (PostgreSQL 18, appendix A)."""

_LEAVING = frozenset({"57P01", "57P02", "57P03", "57P05"})
"""The server shuts down, has crashed or is not up yet, or has ended the line."""

_NUMBER = text("SELECT CAST(pg_current_xact_id_if_assigned() AS text)")
_BECAME = text("SELECT pg_xact_status(CAST(:number AS xid8))")

Wait = Callable[[float], object]


class OutcomeUnknownError(Exception):
    """The database cannot be asked whether a change was kept: look before it is made again."""


def run_whole(engine: Engine, work: Callable[[Connection], T], wait: Wait = time.sleep) -> T:
    """The result of `work`, once all that it wrote is on disk.

    `work` begins again in a new transaction, up to eight times, where PostgreSQL gave up the one
    before; SQLite never does, and its errors come out as they are. `OutcomeUnknownError` where a
    commit was lost and the server stays away.
    """
    for pause in PAUSES:
        try:
            return _once(engine, work, wait)
        except DBAPIError as error:
            if not _gave_up(engine, error):
                raise
        wait(pause)
    return _once(engine, work, wait)


def _once(engine: Engine, work: Callable[[Connection], T], wait: Wait) -> T:
    number: str | None = None
    try:
        with engine.begin() as connection:
            connection.info.pop(WROTE, None)
            result = work(connection)
            if connection.info.pop(WROTE, False):
                number = connection.scalar(_NUMBER)
    except DBAPIError as error:
        if number is None or not _is_lost(error) or not _was_kept(engine, number, wait):
            raise
    return result  # type: ignore[possibly-undefined] # there is a number only after it


def _was_kept(engine: Engine, number: str, wait: Wait) -> bool:
    """Whether the transaction with this number was committed, as the database itself knows."""
    for pause in PAUSES:
        try:
            with engine.connect() as connection:
                became = connection.scalar(_BECAME, {"number": number})
        except DBAPIError:
            became = None
        if became in {"committed", "aborted"}:
            return bool(became == "committed")
        wait(pause)
    raise OutcomeUnknownError(number)


def _gave_up(engine: Engine, error: DBAPIError) -> bool:
    postgres = engine.dialect.name == "postgresql"
    return postgres and (_state(error) in _UNDONE or _is_lost(error))


def _is_lost(error: DBAPIError) -> bool:
    """Whether nobody answers on this line any more; the driver gives that no state of its own."""
    state = _state(error)
    told = state in _LEAVING or state.startswith("08")
    return told or (not state and isinstance(error, OperationalError))


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""
