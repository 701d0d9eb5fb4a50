"""Words that the cards no longer say are still understood, since people go on typing them."""

from __future__ import annotations

import pytest

from tests.dialogs.world import with_invited_gp, with_patient


@pytest.mark.parametrize("said", ["bare på video", "Bare video", "på video", "video"])
def test_a_meeting_on_video_alone_has_no_place(said: str) -> None:
    """What skipping the question means may be typed, and is no place by that name."""
    world = with_patient()
    world.say("kall inn K7M2 tirsdag 24.11.2026 kl. 10.00, uten nav")
    assert world.last["sekretar"].expects.question == "place"
    world.say(said)
    assert world.last["sekretar"].state.running.answers["place"] == "none"  # type: ignore[union-attr] # it runs


def test_a_yes_of_one_who_has_taken_over_opens_nothing_at_once() -> None:
    """F14: the patient is called in when the right doctor stands in the case, as notices say."""
    world = with_invited_gp()
    for line in ("svar K7M2 ja på e-melding", "i dag", "har overtatt", "Vera Vikar", "hopp over"):
        world.say(line)
    said = world.say("ja").replies[0].text
    assert "Stemmer det, så bytt fastlege først. Så kan pasienten kalles inn." in said
    assert "Pasienten kan nå kalles inn." not in said
