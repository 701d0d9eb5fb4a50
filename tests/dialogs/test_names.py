"""What is taken as a name looks like one: a sentence is nobody, and opens no gate."""

from __future__ import annotations

import pytest

from dialogs.understand.names import is_sentence, looks_like_name, with_office
from pathway import rules
from pathway.words import Role, Verdict
from tests.dialogs.world import World, by_secure_message, with_gp_yes, with_patient

SENTENCES = [
    "ringte og kan ikke komme",
    "syk, vikaren kommer",
    "vet ikke hvem",
    "Fastlegen er syk, vikaren kommer",
    "en vikar fra legevakta",
    "vikar",
    "Ny lege uten navn",
]


def said(world: World, *texts: str) -> str:
    """The last reply to these."""
    turns = [world.say(text) for text in texts]
    return "\n".join(reply.text for reply in turns[-1].replies)


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_no_doctor(text: str) -> None:
    """D2: the GP stays, and the question is asked again, whatever is said to it."""
    world = by_secure_message()
    assert "som et navn" in said(world, f"annen lege K7M2 {text}")
    assert world.last["sekretar"].expects.question == "doctor"
    said(world, "ja", "ja")
    assert [gp.name for gp in world.case("K7M2").present(Role.GP)] == ["Mari Mønster"]


@pytest.mark.parametrize("text", ["takk", "Tusen takk!", "hei"])
def test_thanks_are_nobodys_name(text: str) -> None:
    """The question is asked again."""
    assert "som et navn" in said(by_secure_message(), f"annen lege K7M2 {text}")


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_from_the_office_opens_no_gate(text: str) -> None:
    """R12: gate P stays shut when the office's words are no name."""
    world = by_secure_message()
    assert "som et navn" in said(world, "svar fra legekontoret K7M2", text)
    for line in ("ja", "telefon", "ferdig", "ja"):
        world.say(line)
    case = world.case("K7M2")
    assert not rules.gp_yes(case, case.meetings[-1])
    assert [gp.name for gp in case.present(Role.GP)] == ["Mari Mønster"]


@pytest.mark.parametrize("text", ["vera vikar", "Vera vikar, Myra legekontor", "Vera 2"])
def test_what_does_not_look_like_a_name_is_asked_about(text: str) -> None:
    """Without capital letters it may be a name: it is taken after a yes, and not after a no."""
    world = by_secure_message()
    assert "ser ikke ut som et navn. Er du sikker?" in said(world, f"annen lege K7M2 {text}")
    said(world, "nei")
    assert world.last["sekretar"].expects.question == "doctor"
    said(world, text, "ja", "bare denne gangen", "ja")
    name = text.partition(",")[0]
    assert name in [gp.name for gp in world.case("K7M2").present(Role.GP)]


@pytest.mark.parametrize(
    "text",
    ["Vera Vikar", "vikar Vera Vikar kommer i stedet", "lege Vera Vikar", "annen lege Vera Vikar"],
)
def test_a_name_alone_is_the_doctor_who_comes(text: str) -> None:
    """D2: with and without the words that say so, and never as a time that was not understood."""
    world = by_secure_message()
    reply = said(world, f"svar fra legekontoret K7M2 {text}")
    assert "klokkeslett" not in reply
    running = world.last["sekretar"].state.running
    assert running is not None
    assert running.answers["doctor"] == "Vera Vikar"
    assert world.last["sekretar"].expects.question == "scope"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("fastlegen ringte og kan ikke komme K7M2", Verdict.DECLINED),
        ("legen ringte og sa ja K7M2", Verdict.ACCEPTED),
    ],
)
def test_that_the_doctor_rang_is_an_answer(text: str, verdict: Verdict) -> None:
    """D2: what the doctor said on the telephone is registered as an answer."""
    world = by_secure_message()
    reply = said(world, text)
    running = world.last["sekretar"].state.running
    assert running is not None
    assert reply.startswith("Registrer svar")
    assert running.form == "answer"
    assert running.answers["verdict"] == verdict
    assert running.answers["channel"] == "phone"


def test_nobody_at_nav_is_called_a_sentence() -> None:
    """R14: the adviser's name is a name too."""
    world = with_gp_yes()
    said(world, "samtykke K7M2 nav muntlig i dag hele møtet", "ferdig", "ja")
    assert "som et navn" in said(world, "registrer veileder K7M2", "de ringer tilbake")
    assert world.last["sekretar"].expects.question == "name"


def test_a_new_patients_gp_is_no_sentence() -> None:
    """A doctor is read alike wherever one is asked for."""
    world = with_patient()
    reply = said(world, "ny pasient Per Prøve, 01.10.2026, fastlegen er ikke kjent")
    assert "som et navn" in reply
    assert world.last["sekretar"].expects.question == "gp"


@pytest.mark.parametrize(
    ("text", "sentence", "name"),
    [
        ("Kari Nordmann", False, True),
        ("Kari van der Berg", False, True),
        ("K. O'Nordmann-Hansen", False, True),
        ("Kan Yilmaz", False, True),
        ("kari nordmann", False, False),
        ("Kari nordmann", False, False),
        ("de ringer", True, False),
        ("Kari kommer", True, False),
        ("", False, False),
        ("van", False, False),
        ("Kari 2", False, False),
    ],
)
def test_names_and_sentences(text: str, sentence: bool, name: bool) -> None:  # noqa: FBT001
    """A word of a sentence counts without its capital letter, a name needs one in each word."""
    assert is_sentence(text) is sentence
    assert looks_like_name(text) is name


@pytest.mark.parametrize(
    "doctor",
    [
        *("Per Pille på Fjord legesenter", "Per Pille ved Fjord legesenter"),
        *("Per Pille (Fjord legesenter)", "Per Pille - Fjord legesenter"),
        *("dr. Per Pille fra Fjord legesenter", "Per Pille, Fjord legesenter"),
    ],
)
def test_a_doctor_is_named_with_the_office_as_people_do(doctor: str) -> None:
    """With a comma or with the word that one would say."""
    world = World()
    world.say(f"ny pasient Ola Oppdiktet, 07.09.2026, fastlege {doctor}")
    (gp,) = world.case("K7M2").present(Role.GP)
    assert (gp.name, gp.office) == ("Per Pille", "Fjord legesenter")


@pytest.mark.parametrize("doctor", ["Per Pille på telefon", "Vikaren på Solsiden kommer"])
def test_what_only_sounds_like_an_office_is_none(doctor: str) -> None:
    """A way to attend, and a sentence, are no place of work."""
    assert with_office(doctor) == doctor


def test_another_command_in_a_registration_is_asked_about_and_loses_nothing() -> None:
    """No case is registered yet, so what it is about is not the form's own."""
    world = World()
    world.say("ny pasient Ola Oppdiktet")
    said = world.say("kan du kalle inn fastlegen til SHM1 tirsdag 8. desember kl 10").replies[0]
    assert "Ny pasient" in said.text
    assert "Når ble henvisningen mottatt?" in world.say("nei").replies[-1].text
