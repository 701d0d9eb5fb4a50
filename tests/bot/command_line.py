"""The command line in this process, and everything that its database holds."""

import json
import sqlite3
from contextlib import closing
from typing import Any

from typer.testing import CliRunner, Result

from bot.cli import app
from tests.story.office import Office

NINE = "2026-11-02T09:00"


def shm(*words: str) -> Result:
    """What the command line makes of these words."""
    return CliRunner().invoke(app, list(words))


def shm_json(*words: str) -> Any:  # noqa: ANN401 - JSON
    """What it prints with --json when all is well."""
    done = shm(*words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def one_line(done: Result) -> str:
    """The one line that says what is wrong; nothing is printed beside it."""
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    return line


def rows(office: Office) -> list[tuple[object, ...]]:
    """Everything in the database."""
    with closing(sqlite3.connect(office.database)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")
        tables = [str(name) for (name,) in names]
        return [row for table in tables for row in database.execute(f"SELECT * FROM {table}")]  # noqa: S608
