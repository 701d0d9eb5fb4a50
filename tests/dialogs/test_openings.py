"""What a first sentence may hold already, and what a preview says of what is left out."""

from __future__ import annotations

from datetime import datetime

import pytest

from pathway.words import Role
from tests.dialogs.world import World, with_patient

START = "kall inn K7M2 tirsdag 24.11.2026 kl. 10.00"


def _answers(world: World) -> dict[str, str]:
    running = world.last["sekretar"].state.running
    assert running is not None
    return dict(running.answers)


@pytest.mark.parametrize(
    "text",
    [
        "kall inn til SHM1 i sak K7M2 tirsdag 15. desember kl 10",
        "kall inn fastlegen i sak K7M2 til SHM1 15.12. kl. 10.00",
        "kall inn K7M2 15.12.2026 kl. 10",
    ],
)
def test_the_case_may_be_named_in_the_middle(text: str) -> None:
    """Day and time are taken from the words around the reference."""
    world = with_patient()
    world.say(text)
    assert _answers(world)["start"] == f"{datetime(2026, 12, 15, 10):%Y-%m-%dT%H:%M}"  # noqa: DTZ001


def test_questions_come_in_the_order_of_a_meeting() -> None:
    """Date and time, template, place, leader, the GP's way, and last the link."""
    world, asked = with_patient(), []
    turn = world.say("kall inn K7M2")
    for text in ("24.11.2026 kl. 10", "Uten Nav", "Møterom 2", "Lea", "På video", "lenken kommer"):
        asked.append(turn.expects.question)
        turn = world.say(text)
    assert asked == ["start", "template", "place", "leader", "attends", "link"]


@pytest.mark.parametrize(
    ("text", "name", "day", "form"),
    [
        ("nav Nina Vik", "Nina Vik", "", ""),
        ("nav Nina Vik muntlig i går", "Nina Vik", "2026-11-01", "oral"),
        ("nav skriftlig Nina Vik", "Nina Vik", "", "written"),
        ("nav muntlig i dag", "", "2026-11-02", "oral"),
        ("nav", "", "", ""),
    ],
)
def test_a_consent_takes_the_name(text: str, name: str, day: str, form: str) -> None:
    """Words with capitals after Nav are a name, the others a day and how it was given."""
    world = with_patient()
    world.say(f"samtykke K7M2 {text}")
    taken = _answers(world)
    assert [taken.get(key, "") for key in ("who", "name", "on", "given")] == [
        Role.NAV_ADVISER,
        name,
        day,
        form,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "O.N., 07.09.2026, fastlege Kari Testlege",
        "O.N., 07.09.2026, fastlegen er Kari Testlege",
        "O.N., mottatt 07.09.2026 fastlege: Kari Testlege",
        "O.N., 07.09.2026, Dr. Kari Testlege",
    ],
)
def test_a_doctor_is_found_behind_the_title(text: str) -> None:
    """The word fastlege is no part of the name, so the known address is found."""
    world = World()
    world.say(f"ny pasient {text}")
    (gp,) = world.case("K7M2").present(Role.GP)
    assert (gp.name, gp.email) == ("Kari Testlege", "kari@solsiden.example")


def test_no_doctor_is_no_name() -> None:
    """Without a GP the word fastlege is not taken for the beginning of a name."""
    world = World()
    world.say("ny pasient O.N., 07.09.2026, ingen fastlege")
    assert not world.case("K7M2").present(Role.GP)


def test_a_doctors_name_that_tells_is_said() -> None:
    """A GP whose name holds a forbidden word is called by the role, and the preview says so."""
    world = with_patient()
    for text in ("rett opp K7M2 fastlegens navn Kari Smertelege", "ja", START, "ferdig", "lege"):
        world.say(text)
    said = world.last["sekretar"].replies[0].text
    assert "Navnet «Kari Smertelege» røper hva møtet gjelder" in said
    assert "Der står det «Fastlege»." in said


def test_a_place_that_tells_is_said() -> None:
    """A place that is left out of the invitation is said to be, before anything is sent."""
    world = with_patient()
    for text in (START, "hopp over", "Smertepoliklinikken", "lege", "ferdig"):
        world.say(text)
    said = world.last["sekretar"].replies[0].text
    assert "Stedet røper hva møtet gjelder, så det står ikke i innkallingen." in said
    assert "røper" not in with_patient().say(START).replies[0].text
