"""An address or a number said with a new patient: whose it is, and where it ends up."""

import pytest

from pathway.commands import RegisterPatient, ReplaceGp
from pathway.words import Role
from tests.dialogs.world import World, with_invited_gp, with_patient

TYPED = "ny pasient Ola Nordmann, 02.10.2026, Mari Mønster, {}"


def said(world: World, *texts: str) -> str:
    """What the program says to the last of these."""
    for text in texts[:-1]:
        world.say(text)
    return "\n".join(reply.text for reply in world.say(texts[-1]).replies)


@pytest.mark.parametrize("reached", ["ola@lege.example", "94 56 78 90"])
@pytest.mark.parametrize("pressed", ["Fastlegen", "Pasienten", "Ingen av dem"])
def test_nobodys_until_it_is_said_whose(reached: str, pressed: str) -> None:
    """P1: after the doctor's words it is asked about, and only whom it is given to has it."""
    world = World()
    world.say(TYPED.format(reached))
    assert not world.commands
    world.press(world.action(pressed))
    case = world.case("K7M2")
    kept = {role: case.present(role)[-1] for role in (Role.PATIENT, Role.GP)}
    found = reached.replace(" ", "")
    has = {role: found in {one.email, one.phone} for role, one in kept.items()}
    assert has == {Role.PATIENT: pressed == "Pasienten", Role.GP: pressed == "Fastlegen"}


@pytest.mark.parametrize("left", ["avbryt", "oppgaver", "hopp over", "ferdig", "ja", "tilbake"])
def test_nothing_is_registered_without_an_answer(left: str) -> None:
    """Whoever leaves the question, or says anything else to it, has registered nobody."""
    world = World()
    said(world, TYPED.format("ola@lege.example"), left)
    assert not world.commands


def test_said_of_somebody_who_may_be_there_already() -> None:
    """Where the patient may be known, the preview shows whose it is before the yes."""
    world = with_patient()
    text = "ny pasient Test Testesen, 07.09.2026, Mari Mønster, 94 56 78 90"
    shown = said(world, text, "fastlegen")
    assert "Fastlegen nås på: 94 56 78 90" in shown
    assert "Pasienten nås på" not in shown
    world.say("ja")
    assert isinstance(world.commands[-1], RegisterPatient)


def test_no_doctor_is_offered_where_there_is_none() -> None:
    """Whoever has no GP is not asked whether it is the GP's."""
    world = World()
    typed = "ny pasient Ola Nordmann, 02.10.2026, legen er ukjent, ola@pasient.example"
    assert "Hvem er fastlegen?" in said(world, typed)
    shown = said(world, "ingen fastlege")
    assert "1. Pasienten" in shown
    assert "Fastlegen" not in shown


def test_another_doctor_with_an_address() -> None:
    """*Annen lege* keeps the address with the doctor, and not in the name of the office."""
    world = with_invited_gp()
    typed = "annen lege K7M2 Vera Vikarlege, Myra legekontor, e-post vera@lege.example, 21 99 99 04"
    said(world, typed, "for godt", "ja")
    assert isinstance(world.commands[-1], ReplaceGp)
    gp = world.case("K7M2").present(Role.GP)[-1]
    assert (gp.name, gp.office) == ("Vera Vikarlege", "Myra legekontor")
    assert (gp.email, gp.phone) == ("vera@lege.example", "21999904")


def test_a_number_with_the_name_alone() -> None:
    """P4: where the name was asked for, a number beside it is the patient's and not in the name."""
    world = World()
    said(world, "ny pasient", "Anna Prøve 21 99 99 03", "07.09.2026", "ingen fastlege")
    patient = world.case("K7M2").present(Role.PATIENT)[-1]
    assert (patient.name, patient.phone) == ("Anna Prøve", "21999903")
