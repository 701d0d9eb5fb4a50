"""Migrations go back, one after the other, on both databases; and forward again."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, text

from storage.columns import metadata
from storage.engine import open_engine
from storage.migrate import MIGRATIONS, NoSuchRevisionError, migrate, migrate_back, newest
from tests.scheduler.station import Station, open_store
from tests.storage.conftest import DATABASES

every_database = pytest.mark.parametrize("url", DATABASES, indirect=True)


def config_of(connection: object = None) -> Config:
    """Alembic's, with the product's migrations."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


REVISIONS = [one.revision for one in ScriptDirectory.from_config(config_of()).walk_revisions()]
"""The newest first."""


def described(engine: Engine) -> dict[str, Any]:
    """Every table's columns, keys and indexes, by name."""
    about = inspect(engine)
    return {
        table: (
            {c["name"]: (str(c["type"]), c["nullable"]) for c in about.get_columns(table)},
            about.get_pk_constraint(table)["constrained_columns"],
            sorted(str(key["name"]) for key in about.get_foreign_keys(table)),
            sorted(
                (str(one["name"]), one["column_names"])
                for one in about.get_indexes(table)
                if not one.get("duplicates_constraint")
            ),
        )
        for table in sorted(about.get_table_names())
    }


@pytest.fixture(scope="module")
def as_it_was() -> dict[str, dict[str, Any]]:
    """The tables of each revision, in a SQLite database that was never newer."""
    engine = create_engine("sqlite://")
    found = {}
    for revision in reversed(REVISIONS):
        with engine.begin() as connection:
            command.upgrade(config_of(connection), revision)
        found[revision] = described(engine)
    engine.dispose()
    return found


def names(found: dict[str, Any]) -> dict[str, Any]:
    """What both kinds of database call the same: types have other names in each."""
    return {
        table: ({name: one[1] for name, one in columns.items()}, *keys)
        for table, (columns, *keys) in found.items()
    }


@every_database
async def test_every_revision_is_as_it_was(url: str, as_it_was: dict[str, dict[str, Any]]) -> None:
    """Back step by step with a case in it, each time the tables are those of that revision."""
    store = open_store(url)
    station = Station(store)
    ref = station.invited()
    await station.tick()
    store.close()
    engine = open_engine(url)
    for revision in REVISIONS[1:]:
        migrate_back(url, revision)
        assert names(described(engine)) == names(as_it_was[revision]), revision
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT ref FROM cases")) == ref
    engine.dispose()


@every_database
async def test_back_and_forward_again(url: str) -> None:
    """Taken all the way back and brought up again a database is whole, and so is its case."""
    store = open_store(url)
    station = Station(store)
    ref = station.invited()
    before = station.case(ref)
    store.close()
    migrate_back(url, REVISIONS[-1])
    migrate(url)
    engine = open_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()
    again = open_store(url)
    after = Station(again, clock=station.clock).case(ref)
    assert [one.id for one in after.invitations] == [one.id for one in before.invitations]
    assert [one.content for one in after.sendings] == [one.content for one in before.sendings]
    again.close()


@every_database
@pytest.mark.parametrize("to", ["", "9999", "0001; DROP TABLE cases", newest() + "0"])
def test_what_is_no_earlier_revision_changes_nothing(url: str, to: str) -> None:
    """A revision that there is not, or that comes later, is refused."""
    engine = open_engine(url)
    before = described(engine)
    with pytest.raises(NoSuchRevisionError):
        migrate_back(url, to)
    assert described(engine) == before
    engine.dispose()
