"""A case that cannot be read keeps nobody from the others, and is not passed over in silence."""

from datetime import timedelta

import pytest

from tests.dialogs.world import with_invited_gp

LEFT_OUT = "Én sak kan ikke leses og er ikke med her. Si fra til IT."


@pytest.mark.parametrize("look", ["oversikt", "finn Kari"])
def test_the_others_are_listed_and_it_is_counted(look: str) -> None:
    """Each list says that one case is left out, and shows the other one as if alone."""
    world = with_invited_gp()
    alone = world.say(look).replies
    world.now += timedelta(hours=1)
    world.say("ny pasient Kari Ny, 07.09.2026, Kari Testlege")
    (memory,) = world.store.clinics.values()
    memory.spoiled = 1
    *shown, told = world.say(look).replies
    assert told.text == LEFT_OUT
    assert tuple(shown) == alone


@pytest.mark.parametrize("look", ["oppgaver", "dagens e-meldinger"])
def test_ones_own_tasks_say_that_one_cannot_be_read(look: str) -> None:
    """What is mine to do in a case that cannot be read is counted; others' cases are not read."""
    world = with_invited_gp()
    (memory,) = world.store.clinics.values()
    memory.spoiled = 1
    assert world.say(look).replies[-1].text == LEFT_OUT
