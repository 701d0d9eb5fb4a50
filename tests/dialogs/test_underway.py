"""A meeting whose time has come is still changed in the conversation (R17, F18)."""

from __future__ import annotations

import pytest

from pathway.outgoing import SendingKind
from tests.dialogs.world import on_the_day, oslo

NEW = "https://video.example/ny"


@pytest.mark.parametrize("runs", [True, False])
def test_place_and_leader_are_asked_for_and_no_parts(*, runs: bool) -> None:
    """At 10.05 *endre møtet* asks for what may change, and says who hears of it."""
    world = on_the_day()
    world.now = oslo("2026-11-24 10.05")
    if runs:
        world.say("start møte K7M2", "lege")
    first = world.say("endre møtet K7M2", "sekretar").replies[-1].text
    assert "Hvor skal møtet være?" in first
    world.say("Rom 9", "sekretar")
    world.say("ferdig", "sekretar")
    assert "er endret" in world.say("ja", "sekretar").replies[-1].text
    assert world.case("K7M2").meetings[-1].place == "Rom 9"


def test_the_link_is_changed_and_the_newest_is_sent() -> None:
    """The old room does not work at 10.03: *lenke*, and for Nav *noen kommer ikke inn*."""
    world = on_the_day()
    world.now = oslo("2026-11-24 10.03")
    shown = world.say(f"lenke K7M2 {NEW}", "sekretar").replies[-1].text
    assert "Nav-veilederen (Nils Nav) får beskjed om endringen på e-post." in shown
    assert "Blir kalt inn" not in shown
    world.say("ja", "sekretar")
    world.tick()
    world.now = oslo("2026-11-24 10.10")
    world.say("noen kommer ikke inn K7M2 nav", "sekretar")
    row = world.case("K7M2").sendings[-1]
    assert (row.kind, row.facts and row.facts.link) == (SendingKind.LINK, NEW)
