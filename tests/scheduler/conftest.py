"""A station over each kind of store."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.migrate import migrate
from storage.store import Store
from tests.scheduler.station import Station, fake_store, open_store


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database to copy."""
    file = tmp_path_factory.mktemp("empty") / "shm.db"
    migrate(f"sqlite:///{file}")
    return file


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    """An empty SQLite database."""
    return Path(shutil.copy(empty_database, tmp_path / "shm.db"))


@pytest.fixture
def address(database: Path) -> str:
    """The address of an empty database."""
    return f"sqlite:///{database}"


@pytest.fixture
def opened(address: str) -> Iterator[Callable[[], Store]]:
    """Opens stores of the test's database, each as another process would, and closes them."""
    stores: list[Store] = []

    def open_() -> Store:
        stores.append(open_store(address))
        return stores[-1]

    yield open_
    for store in stores:
        store.close()


@pytest.fixture(params=["fake", "sqlite"])
def station(request: pytest.FixtureRequest) -> Station:
    """A clinic on each kind of store."""
    if request.param == "fake":
        return Station(fake_store())
    open_: Callable[[], Store] = request.getfixturevalue("opened")
    return Station(open_())
