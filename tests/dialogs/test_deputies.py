"""Who does the work of one who is away: what passes on, and who can be chosen (*fravær*)."""

from __future__ import annotations

import pytest

from tests.dialogs.world import World, by_secure_message, oslo, with_patient


def said(world: World, text: str, actor: str) -> str:
    """What is answered."""
    return world.say(text, actor).replies[0].text


def with_plan() -> World:
    """SHM1 was held yesterday; Lea owes the plan and what is to be known of SHM2."""
    world = with_patient()
    for text in ("rett opp K7M2 ansvarlig kliniker Lea", "milepæl K7M2 SHM1 holdt i dag"):
        world.say(text)
        world.say("ja")
    world.now = oslo("2026-11-03 09.00")
    world.tick()
    return world


@pytest.fixture
def ill() -> World:
    """Lea is ill, and Pål her deputy."""
    world = with_plan()
    world.say("jeg er syk", "lege")
    world.say("ja", "lege")
    return world


def test_what_one_does_as_a_deputy_passes_on_too(ill: World) -> None:
    """The preview counts it, and says to whom it goes; that is who has it afterwards."""
    assert "Du har 2 oppgaver." in said(ill, "oppgaver", "psykolog")
    asked = said(ill, "jeg er syk", "psykolog")
    assert "2 oppgaver i sak K7M2 går til Siri Eksempel så lenge." in asked
    assert "Siri Eksempel blir også vikar for Lea Liksom." in asked
    said(ill, "ja", "psykolog")
    assert "Du har 2 oppgaver." in said(ill, "oppgaver", "sekretar")


def test_what_is_over_by_then_stays(ill: World) -> None:
    """Whoever is back before the deputy leaves has their own tasks again."""
    said(ill, "jeg er tilbake 5. november", "lege")
    asked = said(ill, "fravær 5.-6. november, Siri vikar", "psykolog")
    assert "ingen oppgaver å gi videre" in asked
    assert "Lea" not in asked


@pytest.fixture
def leaving() -> World:
    """The only secretary leaves on 9 November, and the coordinator has her cases."""
    world = by_secure_message()
    for text in ("Siri slutter 9. november", "Kåre", "ja"):
        world.say(text, "koordinator")
    return world


@pytest.mark.parametrize("deputy", ["", ", Lea vikar", ", Siri vikar"])
def test_where_nobody_can_it_is_said_and_the_days_are_asked_again(
    leaving: World, deputy: str
) -> None:
    """The reason and the way out, and a shorter absence is taken in the same form."""
    asked = said(leaving, f"fravær 5. november-20. november{deputy}", "koordinator")
    assert "Ingen annen helsesekretær eller forløpskoordinator er på jobb alle dagene" in asked
    assert "Siri Eksempel er også borte" in asked
    assert "«lege»" not in asked
    shorter = said(leaving, "6. november", "koordinator")
    if deputy:
        assert "Hvem er vikar?" in shorter
        shorter = said(leaving, "Siri", "koordinator")
    assert "Vikar: Siri Eksempel" in shorter
    assert "er borte fra 5. november" in said(leaving, "ja", "koordinator")


def test_who_cannot_is_told_why_and_who_can(leaving: World) -> None:
    """A name that does not do is answered by name, with those who can to choose from."""
    asked = said(leaving, "fravær 5. november-6. november, Lea vikar", "koordinator")
    assert "Lea Liksom kan ikke gjøre disse oppgavene. Velg Siri Eksempel som vikar." in asked
    assert "lege" not in asked
    assert "Vikar: Siri Eksempel" in said(leaving, "1", "koordinator")


def test_those_who_are_away_then_are_not_offered(leaving: World) -> None:
    """A clinician whose colleague is away has the office left to choose from."""
    said(leaving, "fravær 3.-6. november, Pål vikar", "lege")
    said(leaving, "ja", "lege")
    asked = said(leaving, "fravær 4.-5. november, Lea vikar", "psykolog")
    assert "Lea Liksom er også borte" in asked
    assert "Velg Siri Eksempel eller Kåre Prøvesen som vikar." in asked
    assert "Vikar: Kåre Prøvesen" in said(leaving, "Kåre", "psykolog")
