"""A patient who is named is never overlooked: another's case is not opened in their place."""

from __future__ import annotations

import pytest

from dialogs import flow
from dialogs.turn import Turn
from tests.dialogs.world import World


def world_of(*patients: str) -> World:
    """These patients, by name and date; K7M2, the first, is the case last talked about."""
    world = World()
    for patient in patients:
        world.say(f"ny pasient {patient}")
        if world.last["sekretar"].expects.question == "confirm":
            world.say("ja")
    refs = [case.ref for case in world.store.clinics[world.clinic.id].cases.values()]
    for ref in reversed(refs):
        for text in (f"milepæl {ref} utredning startet 19.10.2026", "ja"):
            world.say(text)
    return world


OLA = "Ola Nordmann, 07.09.2026, Kari Testlege"
BERIT = "Berit Hansen, 01.09.2026, Kari Testlege"
JAN = "Jan Mai, 02.09.2026, Mari Mønster"
ALSO_OLA = "Ola Nordmann, 15.09.2026, Mari Mønster"


@pytest.fixture
def world() -> World:
    """Ola's case was talked about last; Berit and Jan have cases too."""
    return world_of(OLA, BERIT, JAN)


def opened(turn: Turn) -> str:
    """The case that a form began about, or nothing."""
    return turn.state.running.ref if turn.state.running else ""


@pytest.mark.parametrize(
    "text",
    [
        "kall inn Berit til SHM1 15. desember kl 10",
        "kall inn berit til shm1 15. desember kl 10",
        "kall inn pasienten Berit til SHM1",
        "kall inn Berit Olsen til SHM1 15. desember kl 10",
        "kall inn Jan til SHM1 15. desember kl 10",
        "svar Berit ja",
        "svar ja fra Berit",
        "milepæl Berit SHM1 holdt i går",
        "milepæl Berits SHM1 holdt i går",
        "stopp forløpet Berit annen grunn",
        "annen lege Berit Hansen",
        "rett opp Berit pasientens navn Ny Nyen",
    ],
)
def test_another_patient_who_is_named_is_asked_about(world: World, text: str) -> None:
    """Whoever is named among other words is asked about, and no case is opened."""
    turn = world.say(text)
    assert opened(turn) == ""
    assert turn.expects.question == "case"
    wanted = "H9J6" if "Jan" in text else "P4R3"
    assert [choice.value for choice in turn.expects.choices] == [wanted, "K7M2"]


@pytest.mark.parametrize(
    "text",
    [
        "milepæl Per",
        "milepæl per",
        "svar Per ja",
        "svar for Per ja",
        "kall inn Per til SHM1 15. desember",
        "kall inn til SHM1 for Per 15. desember",
        "flytt Per til tirsdag",
        "stopp forløpet Per",
        "rett opp Per",
    ],
)
def test_a_stranger_is_not_found(world: World, text: str) -> None:
    """A name that no patient has opens nobody's case."""
    turn = world.say(text)
    assert opened(turn) == ""
    assert turn.expects.question == "case"
    assert f"ingen sak for «{'per' if 'per' in text else 'Per'}»" in turn.replies[0].text


@pytest.mark.parametrize(
    "text",
    [
        "kall inn tirsdag uke 48 kl 10",
        "kall inn Tirsdag uke 48 kl 10",
        "kall inn 4. jan kl 10",
        "kall inn neste tirsdag klokka ti",
        "kall inn fastlegen til SHM1",
        "milepæl SHM1 holdt i går",
        "milepæl SMH1 holdt",
        "rett opp pasientens navn Berit Nyansen",
        "rett opp fastlegens kontor Solsiden legesenter",
        "annen lege Mari Mønster",
        "annen lege Berit Testlege, Bakken",
        "samtykke Nav muntlig i dag",
        "stopp forløpet annen grunn",
    ],
)
def test_other_words_are_no_names(world: World, text: str) -> None:
    """Dates, doctors, new names and fields leave the case last talked about as it was."""
    assert opened(world.say(text)) == "K7M2"


@pytest.mark.parametrize("actor", ["sekretar", "koordinator"])
def test_the_rest_of_the_sentence_is_kept(world: World, actor: str) -> None:
    """A patient by name costs neither the date nor the time, also where no case was talked of."""
    turn = world.say("kall inn Ola til shm1 tirsdag uke 48 kl 10", actor)
    running = turn.state.running
    assert running is not None
    assert (running.ref, running.answers["start"]) == ("K7M2", "2026-11-24T10:00")


def test_the_rest_of_the_sentence_waits_for_the_choice(world: World) -> None:
    """Asked which case is meant, one does not type the date again."""
    world.say("kall inn Berit til SHM1 15. desember kl 10")
    running = world.say("1").state.running
    assert running is not None
    assert (running.ref, running.answers["start"]) == ("P4R3", "2026-12-15T10:00")


@pytest.mark.parametrize("actor", ["sekretar", "koordinator"])
@pytest.mark.parametrize(
    "text", ["kall inn Ola", "kall inn Ola Nordmann til shm1 tirsdag", "svar Ola ja"]
)
def test_two_of_one_name_are_told_apart(actor: str, text: str) -> None:
    """Two open cases of one name are asked about, by the day of the referral and the GP."""
    world = world_of(OLA, ALSO_OLA)
    turn = world.say(text, actor)
    titles = {choice.value: choice.title for choice in turn.expects.choices}
    assert set(titles) == {"K7M2", "P4R3"}
    assert "07.09.2026" in titles["K7M2"]
    assert "Kari Testlege" in titles["K7M2"]
    assert "15.09.2026" in titles["P4R3"]
    assert "Mari Mønster" in titles["P4R3"]
    assert all(choice.title in turn.replies[0].text for choice in turn.expects.choices)


def test_what_is_offered_stands_in_the_json(world: World) -> None:
    """A script sees name and date of each case that may be meant."""
    expects = flow.as_json(world.say("svar Berit ja"))["expects"]
    assert isinstance(expects, dict)
    first = expects["choices"][0]
    assert first["value"] == "P4R3"
    assert first["title"].startswith("P4R3, Berit Hansen, ")
    assert "01.09.2026" in first["title"]


def test_an_ended_case_gives_way_to_an_open_one() -> None:
    """Of two cases of one name the one that has ended is not offered."""
    world = world_of(OLA, ALSO_OLA)
    for text in ("stopp forløpet K7M2 annen grunn", "Feil klinikk", "ja", "sak P4R3"):
        world.say(text)
    assert opened(world.say("kall inn Ola til SHM1 15. desember kl 10")) == "P4R3"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("oversikt", "åpne saker"), ("oppgaver", "oppgave"), ("hjelp", "trenger oftest")],
)
@pytest.mark.parametrize("before", ["svar", "kall inn Berit til SHM1"])
def test_a_command_is_heard_at_which_case(
    world: World, before: str, text: str, wanted: str
) -> None:
    """Asked which case is meant, one may do something else instead."""
    world.say("oversikt", "koordinator")
    world.say(before, "koordinator" if before == "svar" else "sekretar")
    turn = world.say(text, "koordinator" if before == "svar" else "sekretar")
    assert wanted in turn.replies[0].text
    assert not turn.state.asks


@pytest.mark.parametrize("text", ["Berit", "sak Berit", "P4R3", "sak P4R3", "Berit Hansen"])
def test_a_case_is_answered_by_name_or_reference(world: World, text: str) -> None:
    """Asked which case is meant, one answers with a name or a reference, or as one would ask."""
    world.say("milepæl", "koordinator")
    assert opened(world.say(text, "koordinator")) == "P4R3"
