"""A colleague without an address: somebody writes in a calendar, and no letter is sent."""

from __future__ import annotations

from tests.dialogs.world import World, actions_of, with_gp_yes


def test_the_button_says_what_was_done() -> None:
    """What is written in a calendar is no letter; the press ticks it off all the same."""
    world: World = with_gp_yes()
    for text in ("ny deltaker K7M2 kliniker Pål", "ferdig", "kall inn alle K7M2"):
        world.say(text)
    turn = world.say("ja")
    titles = [
        action["title"]
        for reply in turn.replies
        if reply.card
        for action in actions_of(reply.card)
        if "title" in action
    ]
    assert "Det står i kalenderen" in titles
    assert titles.count("Jeg har sendt brevet") == 1  # the patient's own
