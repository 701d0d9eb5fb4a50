"""What is pressed on the card of a running meeting does what is typed (R22)."""

from __future__ import annotations

import pytest

from pathway.run import Run
from pathway.words import Role
from tests.dialogs.test_running_card import at_clock
from tests.dialogs.world import World, actions_of, on_the_day, oslo, with_everybody_asked


def begun() -> World:
    """The leader has started it at ten."""
    world = on_the_day()
    at_clock(world, "10.00", "start møte K7M2")
    return world


def titles(world: World) -> list[str]:
    """The buttons of the leader's card."""
    return [str(one["title"]) for one in actions_of(world.last["lege"].replies[-1].card)]


def run_of(world: World) -> Run:
    """What is kept of the meeting."""
    return world.case("K7M2").runs[-1]


def test_every_press_is_there() -> None:
    """*Neste del* alone stands first, and the rest behind *Mer*."""
    world = begun()
    assert titles(world) == [
        "Neste del",
        "+5 min",
        "Pause",
        "Hvem er her?",
        "Noen er med pasienten",
        "Bytt rekkefølge",
        "Noen kommer ikke inn",
        "Avslutt møtet",
        "Vis på nytt",
    ]
    card = world.last["lege"].replies[-1].card
    assert card is not None
    shown = card["actions"]
    assert isinstance(shown, list)
    modes = [one.get("mode", "primary") for one in shown]
    assert modes == ["primary", *["secondary"] * 8]


def test_each_has_what_can_have_happened_to_them() -> None:
    """Patient and GP are in their part and may have gone; Nav is not, and may be late or absent."""
    world = begun()
    at_clock(world, "10.01", "hvem er her K7M2")
    here = ["10 min forsinket", "Møtte ikke", "Gikk"]
    assert titles(world) == [*here, *here, "10 min forsinket", "Møtte ikke", "Tilbake til møtet"]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("10 min forsinket", "forsinket K7M2: pasienten 10 min"),
        ("Møtte ikke", "møtte ikke pasienten K7M2"),
        ("Gikk", "gikk pasienten K7M2"),
    ],
)
def test_what_is_pressed_of_one_person_is_what_is_typed(title: str, words: str) -> None:
    """The first who is named is the patient: the same run, and the same card."""
    pressed, typed = begun(), begun()
    at_clock(pressed, "10.02", "hvem er her K7M2")
    pressed.press(pressed.action(title, "lege"), "lege")
    said = at_clock(typed, "10.02", words)
    assert run_of(pressed) == run_of(typed)
    assert run_of(pressed).steps[-1].who == pressed.case("K7M2").present(Role.PATIENT)[0].id
    assert pressed.last["lege"].replies[-1].text == said


def test_the_order_is_changed_by_a_press() -> None:
    """Of two parts that are left, the last is taken next; and of one there is no order."""
    pressed, typed = begun(), begun()
    at_clock(pressed, "10.02")
    pressed.press(pressed.action("Bytt rekkefølge", "lege"), "lege")
    said = at_clock(typed, "10.02", "bytt rekkefølge K7M2")
    assert run_of(pressed) == run_of(typed)
    assert run_of(pressed).steps[-1].parts == (2, 1)
    assert pressed.last["lege"].replies[-1].text == said
    at_clock(pressed, "10.20", "neste del K7M2")
    assert "Bytt rekkefølge" not in titles(pressed)


def test_who_writes_is_asked_until_it_is_answered() -> None:
    """Skipped before the start, it stands on the card of each part with its press; then no more."""
    world = with_everybody_asked()
    for text in ("start møte K7M2", "hopp over", "hopp over", "ja"):
        at_clock(world, "10.00", text)
    shown = at_clock(world, "10.00", "neste del K7M2")
    assert "Referent og planansvarlig er ikke valgt: «referent K7M2»." in shown
    world.press(world.action("Hvem skriver?", "lege"), "lege")
    for text in ("Pål", "hopp over", "ja"):
        at_clock(world, "10.01", text)
    assert "Planansvarlig er ikke valgt" in at_clock(world, "10.02")
    for text in ("referent K7M2 planansvarlig Lea", "ja"):
        at_clock(world, "10.03", text)
    assert "ikke valgt" not in at_clock(world, "10.04")
    assert "Hvem skriver?" not in titles(world)


def test_somebody_who_does_not_come_in_is_helped_by_a_press() -> None:
    """It asks who, as the words do, and nothing of the meeting has changed."""
    pressed, typed = begun(), begun()
    before = run_of(pressed)
    at_clock(pressed, "10.02")
    pressed.press(pressed.action("Noen kommer ikke inn", "lege"), "lege")
    said = at_clock(typed, "10.02", "noen kommer ikke inn K7M2")
    assert "Hvem kommer ikke inn?" in said
    assert pressed.last["lege"].replies[-1].text == said
    assert run_of(pressed) == before


@pytest.mark.parametrize(
    ("words", "did"),
    [
        ("neste del K7M2", "Lea Liksom gikk til neste del kl. 10.20."),
        ("+5 min K7M2", "Lea Liksom ga delen mer tid kl. 10.20."),
        ("bytt rekkefølge K7M2", "Lea Liksom byttet rekkefølgen kl. 10.20."),
    ],
    ids=["next", "longer", "reorder"],
)
def test_what_two_type_at_once_is_done_once(words: str, did: str) -> None:
    """The other hears who did it just now, and does it again by a yes; a minute later it is new."""
    world = begun()
    at_clock(world, "10.20", words)
    once = run_of(world)
    (asked,) = world.say(words).replies
    assert did in asked.text
    assert "Skal det gjøres en gang til?" in asked.text
    assert run_of(world) == once
    world.say("nei")
    assert run_of(world) == once
    world.say(words)
    world.say("ja")
    assert len(run_of(world).steps) == 2


def test_what_one_types_again_or_a_minute_later_is_meant() -> None:
    """Nobody else was first just now: nothing is asked."""
    world = begun()
    for clock, who in (("10.05", "lege"), ("10.05", "lege"), ("10.07", "sekretar")):
        world.now = oslo(f"2026-11-24 {clock}")
        world.say("+5 min K7M2", who)
    assert [step.minutes for step in run_of(world).steps] == [5, 5, 5]


@pytest.mark.parametrize("typed", ["forsinket K7M2: Nav kl. 10.05", "Nav kommer kl. 10.05"])
def test_late_by_a_clock_that_is_gone(typed: str) -> None:
    """R22: it is said that the time has passed, and asked; a time still to come is taken."""
    world = begun()
    asked = at_clock(world, "10.14", typed)
    assert "Klokka har passert 10.05." in asked
    assert "Hvor mange minutter?" in asked
    assert "Klokka har passert 10.10." in at_clock(world, "10.14", "kl. 10.10")
    assert "Nav kommer kl. 10.25." in at_clock(world, "10.14", "kl. 10.25")
