"""Somebody drops out while the meeting runs: its leader hears at once, and the card says it."""

from __future__ import annotations

from pathway.commands import WithdrawConsent
from pathway.outgoing import Sending
from pathway.words import CaseRef, Role
from tests.dialogs.test_running_card import at_clock
from tests.dialogs.world import World, on_the_day, oslo

REF = CaseRef("K7M2")
MUST_GO = "Nav skal ikke være med lenger. Be Nav gå ut nå."


def begun() -> World:
    """The leader has started it at ten."""
    world = on_the_day()
    world.tick()
    at_clock(world, "10.00", "start møte K7M2")
    return world


def leader_heard(world: World, clock: str) -> list[str]:
    """What the leader reads in chat at this time."""
    world.now = oslo(f"2026-11-24 {clock}")
    return [reply.text for who, reply in world.tick() if who == "lege"]


def declined(world: World, clock: str, role: str) -> None:
    """They press no on their own page."""
    world.now = oslo(f"2026-11-24 {clock}")
    world.answer_page(f"K7M2 {role} declined")


def withdrawn(world: World, clock: str) -> None:
    """The secretary records that the patient does not want Nav there any more."""
    world.now = oslo(f"2026-11-24 {clock}")
    world.do(WithdrawConsent(ref=REF, role=Role.NAV_ADVISER))


def test_whose_consent_is_withdrawn_in_the_room_is_let_out_by_a_person() -> None:
    """D4, R19: the leader reads at once that Nav must go, in chat and on the card for a moment."""
    world = begun()
    at_clock(world, "10.20", "neste del K7M2")
    withdrawn(world, "10.25")
    (heard,) = leader_heard(world, "10.25")
    assert MUST_GO in heard
    assert MUST_GO in at_clock(world, "10.26")
    assert MUST_GO not in at_clock(world, "10.31")


def test_whose_consent_is_withdrawn_outside_is_not_let_in() -> None:
    """Before Nav's part the leader reads that Nav is not to come in; after it nothing."""
    world = begun()
    withdrawn(world, "10.05")
    (heard,) = leader_heard(world, "10.05")
    assert "Nav skal ikke være med lenger, og skal ikke slippes inn." in heard
    assert MUST_GO not in at_clock(world, "10.06")
    world = begun()
    at_clock(world, "10.20", "neste del K7M2")
    at_clock(world, "10.35", "neste del K7M2")
    withdrawn(world, "10.36")
    assert leader_heard(world, "10.36") == []


def test_a_no_before_their_own_part_is_heard_and_counts() -> None:
    """Nav says no at 10.10 for 10.20: told at once, on the card, not let in, and no minutes."""
    world = begun()
    declined(world, "10.10", "nav_adviser")
    (heard,) = leader_heard(world, "10.10")
    assert "Nav har meldt avbud." in heard
    assert "Trykk" not in heard
    shown = at_clock(world, "10.12")
    assert "Nav har meldt avbud." in shown
    assert "med Nav" not in shown
    assert "slippes inn" not in at_clock(world, "10.20", "neste del K7M2")
    at_clock(world, "10.35", "neste del K7M2")
    ended = at_clock(world, "10.58", "avslutt møtet K7M2")
    assert ended.count("Til stede: pasienten og fastlegen.") == 3


def test_a_no_in_their_own_part_is_for_the_leader_to_judge() -> None:
    """The GP may sit there: told at once with *Møtte ikke*, and nothing is changed until it."""
    world = begun()
    declined(world, "10.05", "gp")
    assert "I rommet: pasienten og fastlegen." in at_clock(world, "10.05")
    (heard,) = leader_heard(world, "10.06")
    assert "Er fastlegen ikke der? Trykk «Møtte ikke»." in heard
    assert "Fastlegen har meldt avbud." in at_clock(world, "10.06")
    press = [row for row in chats(world) if "meldt avbud" in row][-1]
    shown = at_clock(world, "10.06", press.split("|")[1])
    assert "I rommet: pasienten." in shown
    assert "Fastlegen er ikke her." in shown
    assert "meldt avbud" not in shown


def test_a_no_after_a_meeting_that_nobody_ended_says_nothing_of_it() -> None:
    """Its run was forgotten: at night the leader is left alone, and Nav's no is too late."""
    world = begun()
    declined(world, "21.00", "nav_adviser")
    assert leader_heard(world, "21.00") == []
    assert world.case("K7M2").answers[-1].why_not == "begun"


def chats(world: World) -> list[str]:
    """Each message to the leader, and the words of its first button."""
    rows: list[Sending] = [row for row in world.case("K7M2").sendings if row.to == "lege"]
    said = (row.content for row in rows)
    return [f"{one.text}|{one.actions[0][0]}" for one in said if one.actions]
