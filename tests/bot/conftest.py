"""An office whose database is empty, or holds a case whose GP is about to be asked."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot.command_line import NINE
from tests.story.office import Office, an_office, with_invited_gp


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with an empty database."""
    with an_office(tmp_path) as office:
        yield office


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A database with a case whose GP is asked by a mail that has not left, and its reference."""
    with an_office(tmp_path_factory.mktemp("made")) as office:
        start, received = "15.12.2026 kl 10", "07.09.2026"
        return office.database, with_invited_gp(office, at=NINE, start=start, received=received)


@pytest.fixture
def ref(office: Office, made: tuple[Path, str]) -> str:
    """That case in this office's own database."""
    database, ref = made
    shutil.copy(database, office.database)
    return ref
