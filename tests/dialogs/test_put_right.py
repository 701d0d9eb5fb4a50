"""The last question takes more than a bare yes or no, and what was typed is never lost."""

from __future__ import annotations

import pytest

from pathway.words import Verdict
from tests.dialogs.world import World, by_secure_message, with_patient


def said(world: World, *texts: str) -> str:
    """The last reply to these."""
    turns = [world.say(text) for text in texts]
    return "\n".join(reply.text for reply in turns[-1].replies)


def at_the_last_question() -> World:
    """An invitation is shown, and waits for its yes."""
    world = with_patient()
    said(world, "kall inn K7M2 24.11.2026 kl 10, leder Lea", "ferdig")
    return world


@pytest.mark.parametrize(
    ("typed", "when"),
    [
        ("nei, kl. 12", "tirsdag 24. november 2026 kl. 12.00"),
        ("endre klokkeslett til 11", "tirsdag 24. november 2026 kl. 11.00"),
        ("endre dato til 25.11.", "onsdag 25. november 2026 kl. 10.00"),
        ("onsdag 25. november", "onsdag 25. november 2026 kl. 10.00"),
    ],
)
def test_another_time_is_taken_at_the_last_question(typed: str, when: str) -> None:
    """What is said anew replaces the time, keeps its other half, and is shown before a yes."""
    world = at_the_last_question()
    assert f"SHM1: {when}" in said(world, typed)
    assert world.case("K7M2").meetings == ()


def test_the_example_of_the_last_question_works_there() -> None:
    """What the program says that one may write does what it says."""
    world = at_the_last_question()
    assert "Skriv for eksempel «endre dato»" in said(world, "hva?")
    assert said(world, "endre dato").startswith("Når skal møtet være?")


@pytest.mark.parametrize("yes", ["ja, gjør det", "send", "ja, send den", "Send innkallingen"])
def test_a_yes_in_other_words_does_it(yes: str) -> None:
    """Also as the button says it."""
    world = at_the_last_question()
    assert "blir sendt nå" in said(world, yes)


def test_a_no_in_other_words_does_nothing() -> None:
    """Not yet is no."""
    world = at_the_last_question()
    assert "Ingenting er endret" in said(world, "nei, ikke ennå")
    assert world.case("K7M2").meetings == ()


@pytest.mark.parametrize("typed", ["6", "kanskje", "ja, men kl. 12", "ja eller nei"])
def test_what_is_no_clear_yes_changes_nothing(typed: str) -> None:
    """Neither a number alone nor a yes with a condition is taken."""
    world = at_the_last_question()
    shown = said(world, typed)
    assert "SHM1: tirsdag 24. november 2026 kl. 12.00" not in shown
    assert world.case("K7M2").meetings == ()


def test_what_looked_like_a_command_is_the_answer_after_a_no() -> None:
    """Who stays in the form has not typed in vain."""
    world = by_secure_message()
    said(world, "svar K7M2 ja på telefon", "ferdig", "endre kommentar")
    assert "Vil du avbryte det" in said(world, "flytt")
    assert "Kommentar: flytt" in said(world, "nei")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("svar K7M2 annet tidspunkt torsdag 26.11 kl 13 på telefon", ""),
        ("svar K7M2 annet tidspunkt torsdag 26.11 kl 13, har ferie i e-melding", "har ferie"),
    ],
)
def test_another_time_said_with_the_answer_is_taken(typed: str, text: str) -> None:
    """The time is not asked for twice, and what is said beside it is a comment."""
    world = by_secure_message()
    said(world, typed, "ferdig", "ja")
    (answer,) = world.case("K7M2").answers
    assert answer.verdict is Verdict.NEW_TIME
    assert f"{answer.proposed}" == "2026-11-26 13:00:00"
    assert answer.text == text


@pytest.mark.parametrize(
    ("typed", "people"),
    [
        ("Lea og Pål", "Lea Liksom og Pål Påfunn"),
        ("Pål Påfunn 90 minutter", "Pål Påfunn"),
    ],
)
def test_clinicians_are_named_without_a_with(typed: str, people: str) -> None:
    """*Sett opp utredning … Lea og Pål* names whom, and the other words say when."""
    world = with_patient()
    said(world, f"sett opp utredning K7M2 tirsdag 24.11. kl. 10 {typed}", "ferdig")
    shown = "\n".join(reply.text for reply in world.last["sekretar"].replies)
    assert f"Klinikere: {people}\n" in shown
    said(world, "ja")
    assert len(world.case("K7M2").appointments) == 1


def test_a_time_that_was_withdrawn_is_refused_by_name() -> None:
    """Its number stands in what they were sent, and cannot be answered any more."""
    world = with_patient()
    asked = "spør om tider K7M2 tirsdag 24.11. kl. 10{}, torsdag 26.11. kl. 13"
    said(world, asked.format(", onsdag 25.11. kl. 9") + ", med nav, leder Lea", "ferdig", "ja")
    said(world, asked.format(""), "ja")
    shown = said(world, "svar om tider legen 2 på telefon")
    assert "Onsdag 25. november kl. 09.00 kan ikke velges lenger. Skriv «1», «3»" in shown
    assert "\n2: " not in shown
    said(world, "alle", "ferdig", "ja")
    (answer,) = world.case("K7M2").times_answers
    assert len(answer.suits) == len(answer.offers) == 2


@pytest.mark.parametrize("typed", ["lenken kommer", "nei, lenken kommer"])
def test_no_link_yet_is_taken_at_the_last_question(typed: str) -> None:
    """D4b: a missing link is said there too, in the invitation's place, and begins nothing else."""
    world = with_patient()
    said(
        world, "kall inn K7M2 24.11.2026 kl 10, leder Lea, lenke https://video.example/1", "ferdig"
    )
    shown = said(world, typed)
    assert "Lenke: kommer senere" in shown
    assert "video.example" not in shown
    assert "blir sendt nå" in said(world, "ja")
