"""*Utsett*: one puts off what one has, and what is said where it is another's."""

from __future__ import annotations

import pytest

from pathway.words import PromiseKind
from tests.dialogs.test_deputies import said, with_plan
from tests.dialogs.world import World, oslo, with_invited_gp


@pytest.fixture
def planned() -> World:
    """Lea has the plan of yesterday's SHM1 to make."""
    return with_plan()


def plan_of(world: World) -> str:
    """The id of the plan, as a button says it."""
    return next(
        p.id for p in world.case("K7M2").promises if p.kind is PromiseKind.ACTION_PLAN_FINISH
    )


def test_a_colleagues_task_is_not_offered(planned: World) -> None:
    """F3: who has it is named, with the way out, and nothing is asked or changed."""
    told = said(planned, "utsett K7M2 til 1. mars", "sekretar")
    assert "Lea Liksom har oppgaven i sak K7M2." in told
    assert "«gi videre K7M2»" in told
    assert "Hva gjelder det?" not in told
    assert "Du har 2 oppgaver." in said(planned, "oppgaver", "lege")


def test_a_button_of_a_colleagues_task_takes_nothing_of_ones_own(planned: World) -> None:
    """The secretary has one task in the case, and presses a button of the doctor's plan."""
    said(planned, "ring tilbake K7M2 pasienten", "sekretar")
    said(planned, "ja", "sekretar")
    before = planned.case("K7M2")
    told = said(planned, f"utsett K7M2 {plan_of(planned)} til i morgen", "sekretar")
    assert "Lea Liksom har oppgaven i sak K7M2." in told
    assert planned.case("K7M2") == before


def test_ones_own_are_offered(planned: World) -> None:
    """F3: the doctor chooses among her two."""
    told = said(planned, "utsett K7M2 til i morgen", "lege")
    assert "1. Bestem dato og deltakere til SHM2." in told
    assert "2. Tiltaksplanen" in told
    assert "er skjult til" in said(planned, "2", "lege")


def test_past_its_meeting_the_day_is_asked_again() -> None:
    """F3: the meeting's day is said, nothing is asked why, and an earlier day is taken."""
    world = with_invited_gp()
    link = next(p.id for p in world.case("K7M2").promises if p.kind is PromiseKind.LINK)
    told = said(world, f"utsett K7M2 {link} til 4. januar", "sekretar")
    assert "Møtet er tirsdag 24. november kl. 10.00. Velg en dag før det." in told
    assert "Til når?" in told
    assert "Hvorfor" not in told
    assert "er skjult til mandag 23. november" in said(world, "23. november", "sekretar")


def test_on_the_meetings_day_it_is_not_put_off() -> None:
    """No day is left, so none is asked for; a colleague may take it."""
    world = with_invited_gp()
    world.now = oslo("2026-11-24 08.30")
    link = next(p.id for p in world.case("K7M2").promises if p.kind is PromiseKind.LINK)
    told = said(world, f"utsett K7M2 {link} til i morgen", "sekretar")
    assert "Oppgaven kan ikke utsettes lenger. Skriv «gi videre K7M2»" in told
    assert "Til når?" not in told
