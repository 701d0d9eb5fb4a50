"""What local mode may open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from storage.migrate import migrate
from storage.practice import RealDatabaseError, mark, refuse_real
from storage.store import Store
from tests.storage.conftest import DATABASES
from tests.storage.samples import ELSEWHERE, HERE, a_case, access

every_database = pytest.mark.parametrize("url", DATABASES, indirect=True)
OpenStore = Callable[[str], Store]


@every_database
def test_a_database_with_cases_and_no_mark_is_real(url: str, open_store: OpenStore) -> None:
    """Cases without a mark are a real clinic's; one clinic's mark does not speak for another."""
    refuse_real(url)
    open_store(url).run(HERE, lambda ledger: ledger.add(a_case(), access()))
    with pytest.raises(RealDatabaseError):
        refuse_real(url)
    mark(url, ELSEWHERE)
    with pytest.raises(RealDatabaseError):
        refuse_real(url)


@every_database
def test_a_marked_database_is_opened_again(url: str, open_store: OpenStore) -> None:
    """What local mode made it may open with its cases, and the clock stands where it stood."""
    mark(url, HERE)
    store = open_store(url)
    store.run(HERE, lambda ledger: ledger.add(a_case(), access()))
    store.run(HERE, lambda ledger: ledger.move_clock(timedelta(days=3)))
    mark(url, HERE)
    refuse_real(url)
    assert store.run(HERE, lambda ledger: ledger.clock_offset()) == timedelta(days=3)


def test_looking_makes_no_file(tmp_path: Path) -> None:
    """A database that is not there is not made by asking, and one without tables is nobody's."""
    file = tmp_path / "shm.db"
    refuse_real(f"sqlite:///{file}")
    assert not file.exists()
    file.touch()
    refuse_real(f"sqlite:///{file}")
    file.write_text("no database at all, but long enough to look at")
    refuse_real(f"sqlite:///{file}")
    file.unlink()
    migrate(f"sqlite:///{file}")
    refuse_real(f"sqlite:///{file}")
