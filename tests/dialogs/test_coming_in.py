"""Who comes in and who is rung, as the card of a running meeting says it (R15, R23)."""

from __future__ import annotations

from pathway.commands import ChangeParticipant
from pathway.words import Attendance, Role
from tests.dialogs.test_running_card import at_clock
from tests.dialogs.world import World, on_the_day, oslo


def gp_on_the_phone() -> World:
    """The GP is by telephone, and their part is the first."""
    world = on_the_day()
    world.now = oslo("2026-11-23 10.00")
    case = world.case("K7M2")
    gp = case.present(Role.GP)[0]
    way = Attendance.TELEPHONE
    world.do(ChangeParticipant(ref=case.ref, who=gp.id, attends=way, phone="21 99 99 01"))
    world.deliver()
    world.answer_page("K7M2 gp accepted")
    return world


def test_who_is_by_telephone_is_rung_in_the_first_part_too() -> None:
    """R15: the leader is told to ring the GP as the meeting begins, with the number."""
    world = gp_on_the_phone()
    ring = "Ring fastlegen nå: Kari Testlege, 21 99 99 01."
    assert ring in at_clock(world, "10.00", "start møte K7M2")
    assert ring not in at_clock(world, "10.06")
    world = gp_on_the_phone()
    started = at_clock(world, "09.50", "start møte K7M2")
    assert "Fastlegen er bedt om å komme kl. 10.00." in started
    assert ring in at_clock(world, "10.01")


def test_what_is_said_of_somebody_goes_with_them() -> None:
    """Came at 10.22 and gone at 10.23: nobody is introduced, and nothing is said of Nav."""
    world = on_the_day()
    at_clock(world, "10.00", "start møte K7M2")
    at_clock(world, "10.20", "neste del K7M2")
    absent = at_clock(world, "10.20", "møtte ikke nav K7M2")
    assert "Hva pasienten ønsker fra Nav" not in absent
    came = at_clock(world, "10.22", "kom nav K7M2")
    assert "Si navn og rolle kort" in came
    assert "Hva pasienten ønsker fra Nav" in came
    gone = at_clock(world, "10.23", "gikk nav K7M2") + at_clock(world, "10.24", "neste del K7M2")
    assert "Si navn og rolle kort" not in gone
    assert "Hva pasienten ønsker fra Nav" not in gone
