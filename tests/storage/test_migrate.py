"""Migrations make what the tables say, once, by one process, and privately."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.engine.interfaces import ReflectedIndex

import storage.migrate
from storage.columns import metadata
from storage.engine import open_engine
from storage.migrate import MIGRATIONS, NewerDatabaseError, migrate, newest
from tests.storage.conftest import DATABASES

ROOT = Path(__file__).parents[2]


def described(engine: Engine) -> dict[str, Any]:
    """Everything that SQLite says about its tables, indexes and triggers."""
    with engine.connect() as connection:
        triggers = connection.execute(text("SELECT sql FROM sqlite_master WHERE type = 'trigger'"))
        found: dict[str, Any] = {"triggers": sorted(triggers.scalars())}
    about = inspect(engine)
    for table in metadata.tables:
        columns = [{**column, "type": str(column["type"])} for column in about.get_columns(table)]
        found[table] = [
            sorted(columns, key=lambda column: str(column["name"])),
            about.get_pk_constraint(table),
            sorted(about.get_foreign_keys(table), key=str),
            sorted(map(_index, about.get_indexes(table)), key=str),
            sorted(about.get_unique_constraints(table), key=str),
        ]
    return found


def _index(found: ReflectedIndex) -> dict[str, Any]:
    """Its condition in words, which can be compared."""
    options = {name: str(value) for name, value in found.get("dialect_options", {}).items()}
    return {**found, "dialect_options": options}


def test_migrations_make_what_the_tables_say(sqlite_url: str) -> None:
    """A migrated database equals one made from the tables: columns, keys, indexes and triggers."""
    migrated, made = open_engine(sqlite_url), create_engine("sqlite://")
    metadata.create_all(made)
    assert described(migrated) == described(made)
    migrated.dispose()
    made.dispose()


@pytest.mark.parametrize("url", DATABASES, indirect=True)
def test_alembic_finds_no_difference(url: str) -> None:
    """Alembic itself finds nothing to migrate."""
    engine = open_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_newest_migration_is_alembics_head() -> None:
    """The newest file is the head that Alembic finds."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_heads() == [newest()]


def test_a_new_database_is_private(tmp_path: Path) -> None:
    """A new file and its folder are made for their owner only."""
    file = tmp_path / "50 % var" / "shm.db"
    migrate(f"sqlite:///{file}")
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_database_in_use_keeps_its_locks(tmp_path: Path) -> None:
    """A database that this process has open stays locked for others when it is migrated again."""
    file = tmp_path / "shm.db"
    url = f"sqlite:///{file}"
    migrate(url)
    script = "import sqlite3, sys; one = sqlite3.connect(sys.argv[1], timeout=0);"
    script += " one.execute('PRAGMA journal_mode = DELETE')"  # needs the whole file for itself
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("SELECT version_num FROM alembic_version").fetchall()
        migrate(url)
        other = [sys.executable, "-c", script, str(file)]
        taken = subprocess.run(other, check=False, capture_output=True, text=True)
    assert "database is locked" in taken.stderr


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The migrations in another folder, as another installation has them."""
    folder = shutil.copytree(MIGRATIONS, tmp_path / "100 % here")
    monkeypatch.setattr(storage.migrate, "MIGRATIONS", folder)
    return folder


def test_migrations_are_found_in_any_folder(copied: Path, tmp_path: Path) -> None:
    """The program may be installed in a folder of any name."""
    assert copied.exists()
    migrate(f"sqlite:///{tmp_path / 'shm.db'}")


def test_a_migration_that_fails_leaves_nothing(copied: Path, tmp_path: Path) -> None:
    """All migrations are made or none: after a failure the database is as it was."""
    broken = (
        f'revision = "9999"\ndown_revision = "{newest()}"\n'
        "\ndef upgrade():\n    raise InterruptedError\n"
    )
    (copied / "versions/9999_broken.py").write_text(broken, encoding="utf-8")
    url = f"sqlite:///{tmp_path / 'shm.db'}"
    with pytest.raises(InterruptedError):
        migrate(url)
    engine = open_engine(url)
    assert inspect(engine).get_table_names() == []
    engine.dispose()


def test_several_start_at_once(tmp_path: Path) -> None:
    """Several processes that start on a new database at once leave it migrated once."""
    url = f"sqlite:///{tmp_path / 'shm.db'}"
    script = "import sys; from storage.migrate import migrate; migrate(sys.argv[1])"
    command = [sys.executable, "-W", "error", "-c", script, url]
    with ThreadPoolExecutor(3) as pool:
        started = pool.map(lambda _: subprocess.run(command, cwd=ROOT, check=False), range(3))
    assert [one.returncode for one in started] == [0, 0, 0]


@pytest.mark.parametrize("url", DATABASES, indirect=True)
def test_a_newer_database_is_refused(url: str) -> None:
    """A database that a later version made is left alone."""
    engine = open_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(NewerDatabaseError, match="9999"):
        migrate(url)


def test_a_second_start_does_without_alembic(sqlite_url: str) -> None:
    """Neither the store nor a migration that has nothing to do imports Alembic."""
    script = (
        "import sys; import storage.store; from storage.migrate import migrate;"
        "migrate(sys.argv[1]); sys.exit('alembic' in sys.modules)"
    )
    command = [sys.executable, "-W", "error", "-c", script, sqlite_url]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0
