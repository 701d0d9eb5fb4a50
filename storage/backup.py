"""A consistent copy of a database that is in use."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

OWNER_ONLY = 0o600


class BackupElsewhereError(Exception):
    """PostgreSQL has its own tools for copies: use pg_dump."""


class NoDatabaseError(OSError):
    """The file is no database, or is damaged: nothing was copied."""


def back_up(database: Path | None, path: Path) -> None:
    """Copy a SQLite database to a new file that only its owner may read.

    The file has its name only when it is whole. `FileExistsError` where the name is taken,
    `FileNotFoundError` where there is none, `NoDatabaseError` where the file is something else,
    `BackupElsewhereError` where the database is no file.
    """
    if database is None:
        raise BackupElsewhereError
    if path.exists():
        raise FileExistsError(path)
    unfinished = path.with_name(f"{path.name}.part")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL, OWNER_ONLY))
    try:
        source = f"{database.resolve(strict=True).as_uri()}?mode=rw"
        with (
            closing(sqlite3.connect(source, uri=True)) as live,
            closing(sqlite3.connect(unfinished)) as copy,
        ):
            live.backup(copy)
        unfinished.rename(path)
    except sqlite3.DatabaseError as error:
        raise NoDatabaseError(error.sqlite_errorname) from error
    finally:
        unfinished.unlink(missing_ok=True)
