"""The long stories on the local page: the same files as by `shm say` (tests/story)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import stage
from tests.story import telling

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not stage.able(), reason="wants chromium, node and tests/node installed"),
]


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tales' pictures are kept."""
    return tmp_path_factory.mktemp("tales")


@pytest.mark.parametrize("path", telling.TALES, ids=lambda path: path.stem)
def test_a_tale_on_the_page(tmp_path: Path, pictures: Path, path: Path) -> None:
    """Typed, pressed, read and answered, a window for each of the staff: it is as it is told."""
    stage.play(telling.read(path), tmp_path, pictures)
