"""The PostgreSQL of `SHM_TEST_DATABASE_URL` is the one that tests use, where one is named."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import postgres_server, programs

ROOT = Path(__file__).parents[2]
ONE = "tests/storage/test_whole.py::test_a_lost_line_is_taken_up_again"


def ran_on(url: str) -> tuple[int, str]:
    """One test that needs PostgreSQL, in a run of its own: how it ended and what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", ONE],
        cwd=ROOT,
        env={**os.environ, "SHM_TEST_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.postgres
def test_the_named_server_is_the_one(tmp_path: Path) -> None:
    """On one that runs a test passes; at one that does not it fails, and none is started for it."""
    if programs() is None:
        pytest.skip("there is no PostgreSQL for this kind of machine")
    with postgres_server() as running:
        code, said = ran_on(running.url)
        assert (code, "1 passed" in said) == (0, True), said
    code, said = ran_on(f"postgresql+psycopg://shm@/postgres?host={tmp_path}")
    assert code != 0
    assert "OperationalError" in said
