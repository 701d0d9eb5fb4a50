"""*Hva skjer videre* is never cut off in silence."""

from __future__ import annotations

from dialogs.wording.nb import ahead
from tests.dialogs.beginnings import shm2_held
from tests.dialogs.world import oslo, with_invited_gp


def test_d3_that_a_deadline_comes_after_eight_weeks_is_said() -> None:
    """D3: on 2 November what is told on 12 January, when SHM1's deadline has passed, is more."""
    world = with_invited_gp()
    text = world.say("hva skjer videre K7M2").replies[-1].text
    assert "12. januar" not in text
    assert text.splitlines()[-1] == ahead.MORE
    world.now = oslo("2026-12-07 09.00")
    assert "12. januar" in world.say("hva skjer videre K7M2").replies[-1].text


def test_d3_where_nothing_more_comes_nothing_more_is_said() -> None:
    """D3: after SHM2 what is owed has its last day within eight weeks."""
    text = shm2_held("2027-05-18").say("hva skjer videre K7M2").replies[-1].text
    assert ahead.MORE not in text
    assert "Dette skjer i sak K7M2" in text
