"""An absence that has not begun is called off or put right in one sentence (*fravær*)."""

from __future__ import annotations

import pytest

from tests.dialogs.world import World, actions_of, with_patient


@pytest.fixture
def world() -> World:
    """Lea is to be away from Monday 16 to Friday 20 November; it is the 2nd."""
    world = with_patient()
    world.say("fravær 16.-20. november, Pål vikar", "lege")
    world.say("ja", "lege")
    return world


def told(world: World, text: str, actor: str = "lege") -> str:
    """What is answered."""
    return world.say(text, actor).replies[0].text


@pytest.mark.parametrize(
    "text",
    ["avlys fravær", "avslutt fravær Lea Liksom 16.11.2026", "jeg er tilbake 16. november"],
)
def test_it_is_called_off(world: World, text: str) -> None:
    """However it is said, nobody is away any more, and that is what is answered."""
    assert told(world, text) == "Lea Liksom er ikke borte fra 16. november likevel."
    assert told(world, "hvem er borte?") == "Ingen er meldt borte."


def test_there_is_a_button_for_it(world: World) -> None:
    """Whoever looks who is away may press *Avlys* beside what is to come, and it is off."""
    shown = world.say("hvem er borte?", "lege").replies[0]
    assert "→ «avslutt fravær Lea Liksom 16.11.2026»" in shown.text
    assert "Avlys" in [action["title"] for action in actions_of(shown.card)]


def test_it_is_put_right_by_saying_it_anew(world: World) -> None:
    """Other days that touch it take its place, and the preview says so."""
    asked = told(world, "fravær 18.-27. november, Pål vikar")
    assert "Dette kommer i stedet for fraværet fra 16. november til og med 20. november." in asked
    told(world, "ja")
    assert told(world, "hvem er borte?").startswith(
        "Lea Liksom er borte fra 18. november til og med 27. november."
    )


def test_one_comes_back_early_from_what_is_to_come(world: World) -> None:
    """A day inside it is the first at work again; the days before it stay."""
    assert "er tilbake" in told(world, "jeg er tilbake 18. november")
    assert told(world, "hvem er borte?").startswith(
        "Lea Liksom er borte fra 16. november til og med 17. november."
    )
