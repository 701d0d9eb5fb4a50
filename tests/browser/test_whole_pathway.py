"""A whole pathway on the local page, a window for each of the staff: the same file as by typing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser import stage
from tests.story import telling

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not stage.able(), reason="wants chromium, node and tests/node installed"),
]


def test_from_referral_to_closing_in_several_windows(tmp_path: Path) -> None:
    """R1, R22: it is as it is told, and who follows the meeting sees it change untouched."""
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    stage.play(telling.read(telling.LONG[0]), tmp_path, pictures)
    assert {path.stem.rpartition("-")[2] for path in pictures.iterdir()} >= {"running", "closing"}
