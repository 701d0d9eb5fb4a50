"""Words that the cards no longer say are still understood, since people go on typing them."""

from __future__ import annotations

import pytest

from tests.dialogs.world import World, with_invited_gp, with_patient, with_yes

PART = "Del 2: Arbeid, utdanning og økonomi"


def _answers(world: World) -> dict[str, str]:
    running = world.last["sekretar"].state.running
    assert running is not None
    return dict(running.answers)


@pytest.mark.parametrize("said", ["bare på video", "Bare video", "på video", "video"])
def test_a_meeting_on_video_alone_has_no_place(said: str) -> None:
    """What skipping the question means may be typed, and is no place by that name."""
    world = with_patient()
    world.say("kall inn K7M2 tirsdag 24.11.2026 kl. 10.00, uten nav")
    assert world.last["sekretar"].expects.question == "place"
    world.say(said)
    assert _answers(world)["place"] == "none"


def test_a_yes_of_one_who_has_taken_over_opens_nothing_at_once() -> None:
    """F14: the patient is called in when the right doctor stands in the case, as notices say."""
    world = with_invited_gp()
    for line in ("svar K7M2 ja på e-melding", "i dag", "har overtatt", "Vera Vikar", "hopp over"):
        world.say(line)
    said = world.say("ja").replies[0].text
    assert "Stemmer det, så bytt fastlege først. Så kan pasienten kalles inn." in said
    assert "Pasienten kan nå kalles inn." not in said


@pytest.mark.parametrize(
    ("lines", "name", "value"),
    [
        ("rett opp K7M2; Pasientens SMS", "field", "no_sms"),
        ("rett opp K7M2 SMS til pasienten; Vil ikke ha SMS", "sms", "no"),
        ("rett opp K7M2 pasientens SMS vil ikke ha sms", "sms", "no"),
        ("endre deltaker K7M2 Pål; Må eller kan", "what", "must"),
        (f"samtykke K7M2 nav muntlig; {PART}", "parts", "2"),
        ("samtykke K7M2 nav muntlig; Del 2 (Arbeid, utdanning og økonomi)", "parts", "2"),
        (f"fastlegen deltar K7M2; {PART}", "parts", "2"),
        ("fastlegen deltar K7M2; Del 2 (Arbeid, utdanning og økonomi)", "parts", "2"),
        ("samtykke K7M2; den andre deltakeren", "who", "other"),
        ("samtykke K7M2; den eksterne deltakeren", "who", "other"),
        ("ny deltaker K7M2; ekstern deltaker", "role", "other"),
        ("stopp forløpet K7M2; annen grunn", "reason", "other"),
        ("avslutt forløpet K7M2; annen grunn", "reason", "other"),
    ],
)
def test_what_a_card_once_said_is_still_an_answer(lines: str, name: str, value: str) -> None:
    """The titles that were are read as those that are, in the same places."""
    world = with_yes()
    world.say("ny deltaker K7M2 kliniker Pål")
    for line in ("ferdig", *lines.split("; ")):
        world.say(line)
    assert _answers(world)[name] == value


@pytest.mark.parametrize("comma", [",", ""])
def test_one_who_has_taken_over_in_either_spelling(comma: str) -> None:
    """F14: with the comma that was, and without."""
    world = with_invited_gp()
    for line in ("svar K7M2 ja på e-melding", "i dag", f"En annen lege{comma} som har overtatt"):
        world.say(line)
    assert _answers(world)["by"] == "for_good"


@pytest.mark.parametrize(
    ("said", "value"),
    [("På telefon", "phone"), ("I brev", "letter"), ("Ja, i brev", "letter"), ("Ikke ennå", "no")],
)
def test_how_nav_was_told_in_either_words(said: str, value: str) -> None:
    """R14: by phone, by letter or not yet, with or without the yes or no in front."""
    world = with_yes()
    world.say("samtykke K7M2 nav muntlig hele møtet")
    for line in ("i dag", "Nina Vik", "Nav Fjordly", "ja", "registrer veileder K7M2"):
        world.say(line)
    while world.last["sekretar"].expects.question != "told":
        world.say("hopp over" if world.last["sekretar"].expects.question != "phone" else "55551234")
    world.say(said)
    assert world.last["sekretar"].state.running is None or _answers(world)["told"] == value


def test_a_cause_of_ones_own_is_asked_about() -> None:
    """What the choice once told to write is asked for next."""
    world = with_yes()
    world.now = world.now.replace(month=11, day=24)
    world.say("milepæl K7M2 SHM1 ikke holdt")
    assert world.say("Annet (skriv hva)").expects.question == "reason"


def test_the_case_that_goes_is_named_in_the_question() -> None:
    """Of two cases of one patient the one that goes stands in both fact and question."""
    world = with_patient()
    said = world.say("fjern sak K7M2 opprettet for feil pasient").replies[0].text
    assert said.startswith("Fjern: sak K7M2, Test Testesen")
    assert "Fjernes: K7M2, Test Testesen" in said
    assert "Skal jeg fjerne sak K7M2? Det kan ikke angres." in said
