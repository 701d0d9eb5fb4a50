"""The long stories by `shm say`; the same files are played on the local page (tests/browser)."""

from pathlib import Path

import pytest

from tests.story import telling
from tests.story.by_say import ByTyping
from tests.story.office import Office


@pytest.mark.parametrize("path", telling.TALES, ids=lambda path: path.stem)
def test_a_tale_by_typing(office: Office, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """R11, R12, R13, R14, R19, D2, D3, D4: each tale is as it is told, and shows no more."""
    tale = telling.read(path)
    clinic = telling.clinic_file(office.folder, tale.mail_to)
    monkeypatch.setenv("SHM_CLINIC_FILE", str(clinic))
    ByTyping(office).play(tale)
