"""What local mode may open: a database of its own making, known by its clock.

The clock's row is the mark: local mode writes it before the first case, a real clinic never has
one, and a turned clock can stand nowhere else.
"""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import exists, insert, inspect, select
from sqlalchemy.exc import SQLAlchemyError

from pathway.words import ClinicId
from storage.engine import open_engine, sqlite_file
from storage.tables import cases, clock


class RealDatabaseError(Exception):
    """The database holds cases that local mode did not make: name another database."""


def refuse_real(url: str) -> None:
    """`RealDatabaseError` where any clinic has cases and no mark; nothing is changed.

    A database that is not there yet, or cannot be opened, is left to the migration to judge.
    """
    file = sqlite_file(url)
    if file is not None and not file.exists():
        return
    with suppress(ImportError, SQLAlchemyError):
        _refuse_real(url)


def _refuse_real(url: str) -> None:
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            tables = inspect(connection)
            if not tables.has_table(cases.name):
                return
            marked = select(clock.c.clinic_id)
            real = exists().where(cases.c.clinic_id.not_in(marked))
            if not tables.has_table(clock.name) or connection.scalar(select(real)):
                raise RealDatabaseError
    finally:
        engine.dispose()


def mark(url: str, clinic_id: ClinicId) -> None:
    """Say that local mode made this clinic's part of the database, once it is migrated."""
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            own = clock.c.clinic_id == clinic_id
            if not connection.scalar(select(exists().where(own))):
                connection.execute(insert(clock).values(clinic_id=clinic_id, microseconds=0))
    finally:
        engine.dispose()
