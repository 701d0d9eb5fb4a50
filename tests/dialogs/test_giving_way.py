"""Whoever fills in something else when the meeting needs them presses, and goes on afterwards."""

from __future__ import annotations

import pytest

from dialogs.state import Conversation
from pathway.commands import StepMeeting
from pathway.run import Deed
from tests.dialogs.world import World, on_the_day


def talk(world: World, who: str) -> Conversation:
    """What is remembered of somebody's conversation."""
    return Conversation.loads(
        world.store.run(world.clinic.id, lambda ledger: ledger.conversation(who))
    )


def in_a_form() -> World:
    """The meeting runs, and its leader has begun to add somebody to the case."""
    world = on_the_day()
    world.say("start møte K7M2", "lege")
    world.say("legg til deltaker K7M2", "lege")
    assert talk(world, "lege").running is not None
    return world


def test_a_press_is_done_at_once_and_the_form_goes_on() -> None:
    """Nobody is asked whether to leave: the part changes, and what is written on the form stays."""
    world = in_a_form()
    form = talk(world, "lege").running
    card = world.last["lege"]
    (reply,) = world.say("neste del K7M2", "lege").replies
    assert reply.text.startswith("Del 2 av 3")
    assert talk(world, "lege").running == form
    assert talk(world, "lege").kept is None
    world.last["lege"] = card
    world.submit({"role": "relative", "name": "Mor"}, "lege")
    going_on = talk(world, "lege").running
    assert going_on is not None
    assert "Mor" in {*going_on.answers.values(), *going_on.typed.values()}


def test_a_press_that_asks_something_comes_first_too() -> None:
    """*Forsinket* asks who and for how long, and then the form is there again; left, likewise."""
    world = in_a_form()
    form = talk(world, "lege").running
    world.say("forsinket K7M2", "lege")
    for text in ("nav", "10"):
        world.say(text, "lege")
    assert [c.deed for c in world.commands if isinstance(c, StepMeeting)] == [Deed.LATE]
    assert talk(world, "lege").running == form
    world.say("forsinket K7M2", "lege")
    world.say("avbryt", "lege")
    assert talk(world, "lege").running == form


def test_a_refused_press_leaves_the_form_as_it_is() -> None:
    """What cannot be is said on the meeting's card, and the form goes on."""
    world = in_a_form()
    form = talk(world, "lege").running
    (reply,) = world.say("fortsett K7M2", "lege").replies
    assert reply.text.startswith("Møtet har ikke pause")
    assert talk(world, "lege").running == form


@pytest.mark.parametrize("text", ["neste del K7M2", "avslutt møtet K7M2"])
def test_where_no_meeting_runs_one_is_asked_as_ever(text: str) -> None:
    """Without a meeting it is a command like another, and the form is not left unasked."""
    world = on_the_day()
    world.say("legg til deltaker K7M2", "lege")
    world.say(text, "lege")
    assert talk(world, "lege").asks == "leave"
