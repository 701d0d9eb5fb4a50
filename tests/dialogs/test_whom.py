"""Whoever is named is the one that is meant, or is asked about: never the only one there is."""

from __future__ import annotations

import pytest

from pathway.words import Role
from tests.dialogs.world import World, with_gp_yes


def said(world: World, *texts: str) -> str:
    """The last reply to these."""
    turns = [world.say(text) for text in texts]
    return "\n".join(reply.text for reply in turns[-1].replies)


def with_nav_consent() -> World:
    """The patient has consented to Nav, and to nobody else."""
    world = with_gp_yes()
    said(world, "samtykke K7M2 nav muntlig i dag hele møtet", "ferdig", "ja")
    assert [c.withdrawn_at for c in world.case("K7M2").consents] == [None]
    return world


@pytest.mark.parametrize("whom", ["arbeidsgiver", "kommunen", "Bo Berg", "skolen i dag"])
def test_another_actors_consent_is_not_withdrawn(whom: str) -> None:
    """R19: somebody without consent is told apart from the only one who has it, and asked about."""
    world = with_nav_consent()
    reply = said(world, f"trekk samtykke K7M2 {whom}")
    assert f"Det er ikke registrert noe samtykke for «{whom}»." in reply
    assert "Samtykke er registrert for Nav-veilederen." in reply
    assert said(world, "ja").startswith("Det forsto jeg ikke.")
    assert [c.withdrawn_at for c in world.case("K7M2").consents] == [None]


@pytest.mark.parametrize("whom", ["", "nav", "for Nav", "fra pasienten", "Nav-veilederen"])
def test_the_actor_with_consent_is_found(whom: str) -> None:
    """R19: named, or alone where nobody is named, the consent is the one that is shown."""
    world = with_nav_consent()
    assert "Gjelder: Nav-veilederen" in said(world, f"trekk samtykke {whom} K7M2")
    said(world, "ja")
    assert world.case("K7M2").consents[0].withdrawn_at is not None


def test_a_name_tells_two_actors_apart() -> None:
    """One of two is withdrawn by a part of the name; a word that neither has is asked about."""
    world = with_nav_consent()
    said(world, "samtykke K7M2 andre Bo Berg muntlig i dag", "hele møtet", "ferdig", "ja")
    assert "1. Nav-veilederen" in said(world, "trekk samtykke K7M2 kommunen")
    said(world, "avbryt", "trekk samtykke K7M2 Bo", "ja")
    case = world.case("K7M2")
    gone = {case.participant(c.participant_id).role for c in case.consents if c.withdrawn_at}
    assert gone == {Role.OTHER}
