"""After a restart the page has forgotten what was said: what is open is asked once more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogs.state import Conversation
from dialogs.taking_up import take_up
from dialogs.turn import Turn
from pathway.service import Desk
from tests.dialogs.world import World, with_invited_gp, with_patient
from tests.fakes.ledger import FakeLedger


def taken_up(world: World, actor: str = "sekretar") -> Turn | None:
    """What a new page is told, its state kept as the assembly keeps it."""

    def use_case(ledger: FakeLedger) -> Turn | None:
        state = Conversation.loads(ledger.conversation(actor))
        turn = take_up(state, Desk(world.context(ledger, actor)))
        if turn is not None:
            ledger.put_conversation(actor, turn.state.dumps())
            world.last[actor] = turn
        return turn

    return world.store.run(world.clinic.id, use_case)


@pytest.mark.parametrize(
    "typed",
    [
        ("rett opp K7M2",),
        ("kall inn K7M2 tirsdag 24.11.2026 kl. 10.00",),
        ("kall inn K7M2 tirsdag 24.11.2026 kl. 10.00", "ferdig", "lege"),
        ("kall inn K7M2 søndag 22.11.2026 kl. 10.00",),
        ("sak",),
        ("finn",),
        ("rett opp K7M2", "milepæl K7M2"),
    ],
    ids=["question", "middle", "confirm", "doubt", "which case", "what to find", "leave or stay"],
)
def test_the_open_question_comes_again(typed: tuple[str, ...]) -> None:
    """Whatever waits for an answer is asked in the same words, and takes the same answers."""
    world = with_patient()
    world.store.clinics[world.clinic.id].conversations.clear()
    turn = [world.say(text) for text in typed][-1]
    again = taken_up(world)
    assert again is not None
    assert again.expects == turn.expects
    assert turn.replies[-1].text.splitlines()[-1] in again.replies[-1].text
    assert world.last["sekretar"].state.running == turn.state.running


def test_a_case_among_several_is_asked_about_again() -> None:
    """The cases that were offered are offered again, by the same numbers."""
    world = with_patient()
    for other in ("Test Andersen", "Test Berg"):
        world.say(f"ny pasient {other}, 07.09.2026, Kari Testlege")
    turn = world.say("sak Test")
    again = taken_up(world)
    assert again is not None
    assert (again.replies[0].text, again.expects) == (turn.replies[0].text, turn.expects)


def test_a_card_that_comes_again_can_be_pressed() -> None:
    """The new card has its own number, and its yes is the only one."""
    world = with_patient()
    for text in ("kall inn K7M2 tirsdag 24.11.2026 kl. 10.00", "ferdig", "lege"):
        world.say(text)
    old = world.action("Send innkallingen")
    again = taken_up(world)
    assert again is not None
    assert again.replies[-1].text.startswith("Du holder på med «Kall inn fastlegen».")
    new = world.action("Send innkallingen")
    assert "utdatert" in world.press(old).replies[-1].text
    assert old != new


def test_nothing_open_is_nothing_said() -> None:
    """A page of somebody who was asked nothing begins empty."""
    assert taken_up(World()) is None
    world = with_patient()
    assert taken_up(world) is None


def test_what_cannot_go_on_says_so() -> None:
    """A question that was overtaken ends with its reason, and is asked no more."""
    world = with_invited_gp()
    world.say("svar K7M2")
    for text in ("stopp forløpet K7M2 overført", "hopp over", "ja"):
        world.say(text, "koordinator")
    again = taken_up(world)
    assert again is not None
    assert again.state.running is None
    assert again.replies
    assert taken_up(world) is None


def test_a_reason_for_reading_is_asked_for_anew() -> None:
    """Yesterday's reason is gone, so whoever is outside the team is asked why again (P3)."""
    world = with_invited_gp()
    world.say("milepæl K7M2", "psykolog")
    world.say("vikarierer for Lea i dag", "psykolog")
    world.now += timedelta(days=1)
    again = taken_up(world, "psykolog")
    assert again is not None
    assert again.expects.question == "why"
    once_more = taken_up(world, "psykolog")
    assert once_more is not None
    assert once_more.replies == again.replies
