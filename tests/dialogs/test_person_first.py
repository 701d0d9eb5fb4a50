"""While a meeting runs, people say first who it is about, and then what became of them."""

from __future__ import annotations

import pytest

from dialogs.understand.run_words import person_first
from pathway.run import Deed
from pathway.words import Role
from tests.dialogs.test_running_card import at_clock
from tests.dialogs.test_running_presses import begun, run_of
from tests.dialogs.world import on_the_day, oslo

GP, NAV, PATIENT = Role.GP, Role.NAV_ADVISER, Role.PATIENT


@pytest.mark.parametrize(
    ("words", "deed", "role"),
    [
        ("fastlegen møtte ikke", Deed.ABSENT, GP),
        ("Fastlegen kom ikke.", Deed.ABSENT, GP),
        ("Nav kommer ikke", Deed.ABSENT, NAV),
        ("fastlegen gikk", Deed.LEFT, GP),
        ("pasienten har gått", Deed.LEFT, PATIENT),
        ("Kari Testlege gikk", Deed.LEFT, GP),
        ("fastlegen gikk K7M2", Deed.LEFT, GP),
        ("Nav er 10 min forsinket", Deed.LATE, NAV),
        ("nav 10 minutter forsinket", Deed.LATE, NAV),
        ("Nav blir forsinket 10 min", Deed.LATE, NAV),
        ("pasienten kommer for sent 10 min", Deed.LATE, PATIENT),
    ],
)
def test_what_became_of_somebody_is_noted(words: str, deed: Deed, role: Role) -> None:
    """The same as the command with the person after it."""
    world = begun()
    at_clock(world, "10.05", words)
    (step,) = run_of(world).steps
    assert (step.deed, step.who) == (deed, world.case("K7M2").present(role)[0].id)


@pytest.mark.parametrize("words", ["fastlegen kom", "fastlegen har kommet", "Fastlegen er her"])
def test_who_was_missed_has_come(words: str) -> None:
    """They are in the room again."""
    world = begun()
    at_clock(world, "10.01", "fastlegen møtte ikke")
    assert "I rommet: pasienten og fastlegen." in at_clock(world, "10.05", words)


def test_late_without_minutes_asks_how_many() -> None:
    """What is not said is asked."""
    world = begun()
    assert "Hvor mange minutter?" in at_clock(world, "10.05", "Nav er forsinket")


@pytest.mark.parametrize("words", ["møtet gikk", "Ola Ukjent gikk", "noen kommer ikke inn"])
def test_what_is_said_of_nobody_there_changes_nothing(words: str) -> None:
    """Nobody of the case is meant."""
    world = begun()
    at_clock(world, "10.05", words)
    assert run_of(world).steps == ()


def test_before_the_meeting_it_is_read_as_ever() -> None:
    """A GP who does not come is an answer, as long as nothing runs."""
    world = on_the_day()
    world.say("fastlegen kommer ikke K7M2")
    assert world.case("K7M2").runs == ()


def test_a_sentence_without_a_person_is_none_of_these() -> None:
    """The deed alone is the command itself."""
    assert person_first("gikk") is None
    assert person_first("forsinket: Nav 10 min") is None


@pytest.mark.parametrize(
    "words",
    [
        "forsinket Nav kl. 10.40",
        "forsinket: Nav 10:40",
        "forsinket K7M2 nav til kl 10.40",
        "Nav er forsinket til kl. 10.40",
        "Nav kommer kl. 10.40",
        "Nav er forsinket, kommer klokka 10.40",
    ],
)
def test_a_time_of_day_is_no_number_of_minutes(words: str) -> None:
    """Nav is late until 10.40, and nothing more is asked."""
    world = begun()
    assert "Nav kommer kl. 10.40." in at_clock(world, "10.05", words)
    (step,) = run_of(world).steps
    assert (step.deed, step.until) == (Deed.LATE, oslo("2026-11-24 10.40"))


def test_how_late_is_answered_with_a_time_too() -> None:
    """A whole hour is one; what is gone is said to be gone, and asked about."""
    world = begun()
    at_clock(world, "10.05", "Nav er forsinket")
    assert "Nav kommer kl. 11." in at_clock(world, "10.05", "kl. 11")
    world = begun()
    assert "Klokka har passert 10.30." in at_clock(world, "10.35", "forsinket Nav 10.30")
    assert run_of(world).steps == ()


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("+10 min", "10.30"),
        ("+ 7 K7M2", "10.27"),
        ("K7M2 +10 minutter", "10.30"),
        ("10 min til", "10.30"),
        ("mer tid til kl. 10.40", "10.40"),
        ("+5 min", "10.25"),
    ],
)
def test_more_time_is_as_much_as_is_said(words: str, ends: str) -> None:
    """Counted from 10.20, when the part was to end."""
    assert f"til kl. {ends}." in at_clock(begun(), "10.05", words)


def test_more_minutes_mean_nothing_where_nothing_runs() -> None:
    """It is not understood, as before."""
    assert "Det forsto jeg ikke" in at_clock(on_the_day(), "09.40", "+10 min")
