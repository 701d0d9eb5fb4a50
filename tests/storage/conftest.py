"""Each store that there is, empty: the fake, a SQLite file, PostgreSQL where one is named."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from storage.engine import open_engine
from storage.migrate import migrate
from storage.store import Store
from tests.fakes.ledger import FakeStore
from tests.storage.samples import AnyStore, next_step

POSTGRES = os.environ.get("SHM_TEST_POSTGRES_URL", "")
KINDS = ["fake", "sqlite", *(["postgres"] if POSTGRES else [])]
DATABASES = [kind for kind in KINDS if kind != "fake"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what nobody gave a database for; it is no skip, since `.ci/run` has none either."""
    if not POSTGRES:
        terminalreporter.line("Not run on PostgreSQL: set SHM_TEST_POSTGRES_URL to a database.")


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database to copy."""
    file = tmp_path_factory.mktemp("migrated") / "shm.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def sqlite_url(migrated: Path, tmp_path: Path) -> str:
    """The address of an empty SQLite database."""
    return f"sqlite:///{shutil.copy(migrated, tmp_path / 'shm.db')}"


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The address of an empty PostgreSQL database, in a schema of its own."""
    schema = f"test_{uuid4().hex}"
    owner = open_engine(POSTGRES)
    with owner.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    glue = "&" if "?" in POSTGRES else "?"
    url = f"{POSTGRES}{glue}options=-csearch_path%3D{schema}"
    migrate(url)
    yield url
    with owner.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    owner.dispose()


@pytest.fixture
def url(request: pytest.FixtureRequest) -> str:
    """The address of an empty database of the kind that the test names."""
    found: str = request.getfixturevalue(f"{request.param}_url")
    return found


@pytest.fixture
def open_store() -> Iterator[Callable[[str], Store]]:
    """Opens stores and closes them after the test."""
    opened: list[Store] = []

    def open_(address: str) -> Store:
        opened.append(Store(address, next_step))
        return opened[-1]

    yield open_
    for store in opened:
        store.close()


@pytest.fixture(params=KINDS)
def store(request: pytest.FixtureRequest, open_store: Callable[[str], Store]) -> AnyStore:
    """Every kind of store, one after another."""
    if request.param == "fake":
        return FakeStore(next_step)
    return open_store(request.getfixturevalue(f"{request.param}_url"))
