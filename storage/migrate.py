"""Bringing a database to the present tables; quick when it is there already."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from storage.engine import open_engine, sqlite_file

MIGRATIONS = Path(__file__).with_name("migrations")
_OWNER_ONLY_FOLDER, _OWNER_ONLY = 0o700, 0o600
_ONE_AT_A_TIME = 5_711_004  # any number that every process of ours uses


class NewerDatabaseError(Exception):
    """The database was made by a newer version of the program: run that one."""


class NoSuchRevisionError(Exception):
    """There is no such revision before the present one: name one of `storage/migrations`."""


class UnusableDatabaseError(Exception):
    """The database cannot be opened: see that it is there, is one, and may be written."""


def migrate(url: str) -> None:
    """Make the database where there is none, else bring it up to date; all or nothing.

    Several processes may start at once: one migrates, the others wait. A SQLite file and its
    folder are made for their owner's eyes only. `NewerDatabaseError` for what we do not know,
    `UnusableDatabaseError` with the kind of fault alone, since its words may hold a password.
    """
    _make_file(url)
    try:
        _migrate(url)
    except (ImportError, SQLAlchemyError) as error:
        raise UnusableDatabaseError(type(error).__name__) from error


def migrate_back(url: str, to: str) -> None:
    """Take the database back to revision `to`, for an older program; all or nothing.

    What only later revisions knew is lost: a backup comes first, and nobody uses it meanwhile.
    `NoSuchRevisionError` and `UnusableDatabaseError` change nothing.
    """
    from storage.backwards import take_back  # slow to import, as Alembic is

    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            _alone(connection)
            take_back(connection, str(MIGRATIONS), to)
    except SQLAlchemyError as error:
        raise UnusableDatabaseError(type(error).__name__) from error
    finally:
        engine.dispose()


def _make_file(url: str) -> None:
    file = sqlite_file(url)
    if file is None:
        return
    try:
        file.parent.mkdir(mode=_OWNER_ONLY_FOLDER, parents=True, exist_ok=True)
        with suppress(FileExistsError):  # to close one in use drops this process's locks on it
            os.close(os.open(file, os.O_CREAT | os.O_EXCL, _OWNER_ONLY))
    except OSError as error:
        raise UnusableDatabaseError(type(error).__name__) from error


def _migrate(url: str) -> None:
    engine = open_engine(url)
    try:
        with engine.begin() as connection:
            _bring_up_to_date(connection)
    finally:
        engine.dispose()


def newest() -> str:
    """The revision of the last migration, told by its file's name."""
    return max(file.name for file in MIGRATIONS.glob("versions/[0-9]*.py")).partition("_")[0]


def _bring_up_to_date(connection: Connection) -> None:
    _alone(connection)
    present = _present(connection)
    if present > newest():
        raise NewerDatabaseError(present)
    if present < newest():
        _upgrade(connection)


def _alone(connection: Connection) -> None:
    """Other processes that migrate wait; SQLite has one writer in any case."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:no)"), {"no": _ONE_AT_A_TIME})


def _present(connection: Connection) -> str:
    """The database's revision, empty at first; read without Alembic, which is slow to import."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return connection.scalar(text("SELECT version_num FROM alembic_version")) or ""


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
