"""What a secretary stumbled over on her second day: words that led astray, days that were lost."""

from __future__ import annotations

import pytest

from pathway import rules
from pathway.words import Role
from tests.dialogs.world import (
    World,
    by_secure_message,
    four_cases,
    with_gp_yes,
    with_patient,
    with_yes,
)


def said(world: World, *texts: str) -> str:
    """The last reply to these."""
    turns = [world.say(text) for text in texts]
    return "\n".join(reply.text for reply in turns[-1].replies)


def consented() -> World:
    """The patient has consented to Nav."""
    world = with_gp_yes()
    said(world, "samtykke K7M2 nav muntlig i dag hele møtet", "ferdig", "ja")
    return world


def test_a_consent_tells_name_and_office_apart() -> None:
    """R13: the office after the comma is where the adviser works, and no part of the name."""
    world = with_gp_yes()
    said(world, "samtykke K7M2 nav Nina Vik, Nav Fjordly muntlig i dag hele møtet", "ja")
    (nav,) = world.case("K7M2").present(Role.NAV_ADVISER)
    assert (nav.name, nav.office) == ("Nina Vik", "Nav Fjordly")


@pytest.mark.parametrize(
    ("until", "warned"),
    [
        ("10.12.2026", ""),
        ("8.1.2027", "Siste trygge dag for å sende innkallingen er torsdag 24. desember 2026."),
        ("18.1.2027", "Møtet må holdes senest mandag 11. januar 2027."),
    ],
)
def test_a_day_too_late_to_decide_is_warned_of(until: str, warned: str) -> None:
    """F2: also after the latest safe day, and not only after the deadline."""
    shown = said(by_secure_message(), f"utsett møtet K7M2 til {until}")
    assert ("Dagen du har valgt, er etter det." in shown) is bool(warned)
    assert warned in shown


@pytest.mark.parametrize("typed", ["i journalen", "journalen", "i journalsystemet"])
def test_what_lies_in_the_journal_came_by_secure_message(typed: str) -> None:
    """The answer came as an e-melding, and the words are no comment of the doctor's."""
    world = by_secure_message()
    said(world, f"svar K7M2 ja {typed}", "ferdig", "ja")
    (answer,) = world.case("K7M2").answers
    assert answer.channel == "secure_message"
    assert answer.text == ""


@pytest.mark.parametrize(
    "typed",
    [
        "samtykke K7M2 nav trukket",
        "samtykke K7M2 trukket",
        "samtykke K7M2 nav nei",
        "nav skal ikke være med likevel K7M2",
        "nav skal ikke være med likevel",
    ],
)
def test_a_refusal_leads_to_the_withdrawal(typed: str) -> None:
    """R19: a consent that is no more is withdrawn, and nothing is done before the yes."""
    world = consented()
    assert "Er samtykket trukket?" in said(world, typed)
    assert world.case("K7M2").consents[0].withdrawn_at is None
    said(world, "ja")
    assert world.case("K7M2").consents[0].withdrawn_at is not None


def test_a_consent_with_a_limit_is_no_withdrawal() -> None:
    """R16b: a part that is left out takes nothing back."""
    world = consented()
    assert "Er samtykket trukket?" not in said(world, "samtykke K7M2 nav muntlig, ikke del 3")


def test_a_spelling_is_asked_about_by_name() -> None:
    """The office that is meant stands in the question."""
    world = by_secure_message()
    shown = said(world, "ny pasient Ola Prøve, 01.10.2026, fastlege Nils Ny, Bakkely legektr.")
    assert shown.startswith("Mener du Nils Ny, Bakkely legekontor?\n1. ")


def test_the_case_is_named_before_a_form_is_left() -> None:
    """Which case one goes to is part of the question."""
    world = four_cases()
    said(world, "samtykke K7M2")
    assert "gå til «samtykke P4R3»?" in said(world, "samtykke P4R3")
    said(world, "nei")
    assert "gå til «flytt»?" in said(world, "flytt")


def test_what_must_be_answered_is_not_left_in_silence() -> None:
    """*Ferdig* says why it asks again, and says nothing of it where it went on."""
    world = with_gp_yes()
    said(world, "samtykke K7M2")
    assert said(world, "ferdig").startswith("Dette må jeg vite for å gå videre.")
    said(world, "avbryt")
    other = with_patient()
    said(other, "kall inn K7M2 24.11.2026 kl. 10")
    assert "Dette må jeg vite" not in said(other, "ferdig")
    assert "Dette må jeg vite" in said(other, "ferdig")


@pytest.mark.parametrize("hours", ["kl 10-11", "kl. 10.00–11.00", "kl. 10 til 11"])
def test_of_hours_the_first_is_the_start(hours: str) -> None:
    """The day is not lost where the end is said too: the agenda decides how long it takes."""
    world = with_yes()
    assert "SHM1: torsdag 26. november 2026 kl. 10.00" in said(
        world, f"flytt K7M2 torsdag 26.11.2026 {hours}"
    )


@pytest.mark.parametrize(
    "typed",
    [
        "svaret gjaldt feil pasient K7M2",
        "ta bort svaret K7M2",
        "slett svar K7M2",
        "angre svaret K7M2",
        "rett opp svar K7M2",
    ],
)
def test_a_wrong_answer_is_taken_back_in_any_words(typed: str) -> None:
    """D2: none of them ends the pathway or registers another answer; without one it is said."""
    world = with_gp_yes()
    assert "Skal jeg ta bort svaret?" in said(world, typed)
    said(world, "ja")
    case = world.case("K7M2")
    assert not rules.gp_yes(case, case.meetings[-1])
    assert said(world, typed).startswith("Det er ikke noe svar å ta bort nå.")
    assert world.last["sekretar"].state.running is None


def test_taking_back_is_found_from_help() -> None:
    """*Hjelp svar* names it."""
    assert "rett opp svar K7M2: ta bort et svar" in said(with_patient(), "hjelp svar")


def test_putting_off_without_a_task_leads_to_the_meeting() -> None:
    """*Utsett* hides tasks; whoever means the meeting is told how."""
    world = by_secure_message()
    assert "Skal møtet utsettes, skriver du «utsett møtet K7M2»." in said(world, "utsett K7M2")


def test_a_case_that_is_put_off_says_so() -> None:
    """F15: *sak* says until when, and that the GP who was asked is called off."""
    world = by_secure_message()
    said(world, "utsett møtet K7M2 til 10.12.2026", "ja")
    shown = said(world, "sak K7M2")
    assert "Nå: Før SHM1. Utsatt til torsdag 10. desember 2026." in shown
    assert "Fastlegen (Mari Mønster, Bakkely legekontor): trukket tilbake." in shown


def test_everything_may_be_said_when_the_name_is_asked_for() -> None:
    """Name, day and doctor in one answer are three answers, and not one long name."""
    world = World()
    said(world, "ny pasient", "Test Eksempel, mottatt 5. oktober, fastlege Mari Mønster, Bakkely")
    said(world, "1")
    case = world.case("K7M2")
    (doctor,) = case.present(Role.GP)
    assert (case.name, doctor.name) == ("Test Eksempel", "Mari Mønster")


@pytest.mark.parametrize("name", ["Eksempel, Test", "Test Eksempel, Fjordly", "Test 2"])
def test_a_name_with_a_comma_or_a_figure_is_a_name(name: str) -> None:
    """Without a day in it the answer is the name, as it was written."""
    assert "Når ble henvisningen mottatt?" in said(World(), "ny pasient", name)


@pytest.mark.parametrize(("number", "doctor"), [("2", ["Mari Mønster"]), ("3", [])])
def test_a_listed_doctor_is_chosen_by_number(number: str, doctor: list[str]) -> None:
    """As in every other list; the last number is that there is none."""
    world = World()
    said(world, "ny pasient", "Test Eksempel", "5. oktober", number)
    assert [gp.name for gp in world.case("K7M2").present(Role.GP)] == doctor
