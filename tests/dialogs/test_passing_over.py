"""*Neste del* while somebody is on their way to the part that is over then (R23)."""

from __future__ import annotations

import pytest

from pathway.run import Deed
from pathway.words import Role
from tests.dialogs.test_running_card import at_clock
from tests.dialogs.test_running_presses import begun, run_of, titles
from tests.dialogs.world import World, nav_on_the_phone

ASKED = (
    "Nav har ikke vært inne ennå, og får beskjed om at det ikke er nødvendig å komme.\n\n"
    "Skal dere gå til neste del nå?"
)
RING = "Ring Nav, 21 99 99 33: Det er ikke nødvendig å komme."


def in_navs_part() -> World:
    """Nav's part began at 10.05; Nav, who is rung, is asked for 10.20."""
    world = nav_on_the_phone()
    at_clock(world, "10.00", "start møte K7M2")
    assert "Nav er bedt om å komme kl. 10.20." in at_clock(world, "10.05", "neste del K7M2")
    return world


def test_it_is_asked_first_and_then_the_card_says_whom_to_ring() -> None:
    """Nobody goes out who never came, and the call stands on the card until it was made."""
    world = in_navs_part()
    assert ASKED in at_clock(world, "10.12", "neste del K7M2")
    assert len(run_of(world).steps) == 1
    done = at_clock(world, "10.12", "ja")
    assert "Del 3 av 3" in done
    assert RING in done
    assert "går ut nå" not in done
    world.press(world.action("Jeg har sagt fra", "lege"), "lege")
    assert RING not in at_clock(world, "10.13")


def test_a_no_changes_nothing() -> None:
    """Nav is expected at 10.20 as before."""
    world = in_navs_part()
    at_clock(world, "10.12", "neste del K7M2")
    at_clock(world, "10.12", "nei")
    assert len(run_of(world).steps) == 1
    assert "Nav er bedt om å komme kl. 10.20." in at_clock(world, "10.13")


def test_the_secretary_hears_whom_to_ring() -> None:
    """The meeting goes on, and is not said to be over."""
    world = in_navs_part()
    at_clock(world, "10.12", "neste del K7M2")
    at_clock(world, "10.12", "ja")
    said = [reply.text for who, reply in world.tick() if who == "sekretar"]
    heard = f"Delen med Nav i møtet i sak K7M2 er over. {RING}"
    assert [text for text in said if text.startswith(heard)]


def test_nobody_is_asked_about_when_all_are_in() -> None:
    """At 10.21 Nav may be in: one press is enough."""
    world = in_navs_part()
    assert "Del 3 av 3" in at_clock(world, "10.21", "neste del K7M2")


@pytest.mark.parametrize(
    ("words", "deed"), [("neste del K7M2", Deed.NEXT), ("avslutt møtet K7M2", None)]
)
def test_what_was_asked_is_not_done_by_a_look(words: str, deed: Deed | None) -> None:
    """Nav's minute comes while the question stands: *vis møtet* is a look, and it is asked on."""
    world = begun()
    at_clock(world, "10.05", "bytt rekkefølge K7M2" if deed is None else "neste del K7M2")
    if deed is None:
        for clock in ("10.10", "10.15"):
            at_clock(world, clock, "neste del K7M2")
        at_clock(world, "10.15", "forsinket Nav 10 min K7M2")
    at_clock(world, "10.17", words)
    before = run_of(world)
    asked = at_clock(world, "10.59", "vis møtet K7M2")
    assert "Svar ja eller nei." in asked
    assert run_of(world) == before


def test_who_is_asked_for_later_may_be_let_in_by_a_press() -> None:
    """*Hvem er her?* says when Nav comes, with *Kom* and without *Gikk*."""
    world = in_navs_part()
    said = at_clock(world, "10.06", "hvem er her K7M2")
    assert "Nav-veilederen (Nils Nav): kommer kl. 10.20" in said
    assert titles(world)[-4:-1] == ["Kom", "10 min forsinket", "Møtte ikke"]
    world.press(world.action("Kom", "lege"), "lege")
    last = run_of(world).last_about(world.case("K7M2").present(Role.NAV_ADVISER)[0].id)
    assert last is not None
    assert last.deed is Deed.CAME


@pytest.mark.parametrize("title", ["Neste del", "Avslutt møtet"])
def test_an_old_card_asks_nothing(title: str) -> None:
    """Somebody else was first: that is said at once, and not only after a yes."""
    world = in_navs_part()
    old = world.action(title, "lege")
    world.say("forsinket nav 5 min K7M2", "sekretar")
    said = world.press(old, "lege").replies[0].text
    assert "så dette trykket gjorde ingenting." in said
    assert "Svar ja eller nei." not in said
