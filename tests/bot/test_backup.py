"""A copy of the database while it is in use."""

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.bot.command_line import NINE, one_line, rows, shm
from tests.story.office import Office


def while_others_write(office: Office, work: Callable[[], None]) -> int:
    """Do it while another connection registers patients one after another; how many there were."""
    begun, done, written = threading.Event(), threading.Event(), 0

    def write() -> None:
        nonlocal written
        while not done.is_set():
            office.tell(
                "ny pasient", {"name": "T.T.", "date": "07.09.2026", "gp": "ingen"}, at=NINE
            )
            written += 1
            begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert begun.wait(30)
        work()
    finally:
        done.set()
        writer.join()
    return written


def test_a_copy_while_others_write(
    office: Office, ref: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A copy made in the middle of writing is whole, and a database that can be used."""
    copy = tmp_path / "copy.db"
    codes: list[int] = []
    written = while_others_write(office, lambda: codes.append(shm("backup", str(copy)).exit_code))
    assert codes == [0]
    assert written
    with closing(sqlite3.connect(copy)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    monkeypatch.setenv("SHM_DATABASE_URL", f"sqlite:///{copy}")
    assert office.case(ref, NINE)["ref"] == ref


def test_a_copy_needs_no_clinic_and_changes_nothing(
    office: Office, ref: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the database must be named, and it is copied as it stands, not migrated."""
    for name in set(office.env) - {"SHM_DATABASE_URL"}:
        monkeypatch.delenv(name)
    before = rows(office)
    assert shm("backup", str(tmp_path / "copy.db")).exit_code == 0
    assert rows(office) == before
    monkeypatch.setenv("SHM_DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    assert shm("backup", str(tmp_path / "other.db")).exit_code == 2
    assert not (tmp_path / "none.db").exists()


def test_a_copy_never_overwrites(office: Office, ref: str, tmp_path: Path) -> None:
    """A name that is taken, or a folder that is not there, is wrong use."""
    taken = tmp_path / "copy.db"
    taken.write_text("kept", "ascii")
    assert one_line(shm("backup", str(taken))) == f"{taken} exists: choose another file"
    assert taken.read_text("ascii") == "kept"
    assert shm("backup", str(tmp_path / "no" / "copy.db")).exit_code == 2


def test_what_is_no_database_is_not_copied(office: Office, tmp_path: Path) -> None:
    """A file that is something else is said to be, and no copy is left behind."""
    office.database.write_text("no database at all, but long enough to be read as one", "ascii")
    assert "NoDatabaseError" in one_line(shm("backup", str(tmp_path / "copy.db")))
    assert list(tmp_path.glob("copy.db*")) == []


def test_a_copy_of_postgresql_is_made_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL has its own command for it, which is named."""
    monkeypatch.setenv("SHM_DATABASE_URL", "postgresql://shm:secret@127.0.0.1/shm")
    assert one_line(shm("backup", "copy.db")) == "SHM_DATABASE_URL: for PostgreSQL use pg_dump"
