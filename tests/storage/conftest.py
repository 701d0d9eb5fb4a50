"""Each store that there is, empty: the fake, a SQLite file, PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.migrate import migrate
from storage.store import Store
from tests.fakes.ledger import FakeStore
from tests.storage.samples import AnyStore, next_step

DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]
KINDS = ["fake", *DATABASES]


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
