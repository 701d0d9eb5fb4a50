"""What is offered where a deadline is near or gone leads to that very milestone (F10)."""

from __future__ import annotations

import pytest

from tests.dialogs.world import oslo, with_nothing_started


@pytest.mark.parametrize("at", ["2026-11-02 08.00", "2026-12-01 08.00"], ids=["near", "passed"])
def test_an_assessment_that_has_not_begun_is_to_be_arranged(at: str) -> None:
    """Digest and *oppgaver* offer to set it up or to say that it began, not to call in to SHM1."""
    world = with_nothing_started()
    world.now = oslo(at)
    digest = next(reply.text for who, reply in world.tick() if who == "sekretar")
    for text in (digest, world.say("oppgaver").replies[0].text):
        assert "→ «milepæl K7M2»" in text
        assert "→ «sett opp utredning K7M2»" in text
        assert "→ «kall inn K7M2»" not in text
