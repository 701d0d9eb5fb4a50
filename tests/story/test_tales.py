"""The long stories by `shm say`; the same files are played on the local page (tests/browser)."""

from pathlib import Path

import pytest

from tests.figures import Figures
from tests.story import telling
from tests.story.by_say import ByTyping
from tests.story.office import Office

MOST_ACTIONS = 17
"""What it takes; the goal is 20."""


@pytest.mark.parametrize("path", [*telling.TALES, *telling.LONG], ids=lambda path: path.stem)
def test_a_tale_by_typing(office: Office, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """R11, R12, R13, R14, R19, D2, D3, D4: each tale is as it is told, and shows no more."""
    tale = telling.read(path)
    clinic = telling.clinic_file(office.folder, tale.mail_to)
    monkeypatch.setenv("SHM_CLINIC_FILE", str(clinic))
    ByTyping(office).play(tale)


def test_what_the_secretary_does_in_a_whole_pathway(figures: Figures) -> None:
    """R1: from referral to closing with both meetings, each line and press counted; goal 20."""
    tale = telling.read(telling.LONG[0])
    own = [step for step in tale.steps if step.who == "sekretar"]
    acts = [step for step in own if step.how not in telling.SEEN_ONLY]
    figures({"the secretary's actions in a whole pathway": len(acts)})
    assert len(acts) <= MOST_ACTIONS
