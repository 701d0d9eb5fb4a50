"""What holds for every conversation: a yes comes first, twice is once, old cards do nothing."""

import json
from dataclasses import replace
from pathlib import Path
from typing import cast, get_args, get_type_hints

import jsonschema
import pytest

from dialogs import flow
from dialogs.conversations.catalogue import FORMS
from dialogs.form import Form
from dialogs.state import Conversation, Running
from dialogs.turn import Kind, Turn
from dialogs.wording.nb.refusals.catalogue import refusal
from pathway.commands import (
    InviteGp,
    MoveMeeting,
    RecordInterview,
    RegisterPatient,
    ReplaceGp,
    Snooze,
)
from pathway.errors import ClashError, PathwayClosedError, StalePlanError
from pathway.service import deciding, decisions
from pathway.words import ClinicId, Verdict
from tests.dialogs.world import World, oslo, with_invited_gp, with_patient

SCHEMA = Path(__file__).parents[2] / "docs/contract/say.schema.json"

INVITE = "kall inn K7M2 tirsdag 24.11.2026 kl. 10.00"


def answered(world: World, turn: Turn, answers: dict[Kind, str]) -> Turn:
    """Answer whatever is expected, as a script that knows no conversation would."""
    while turn.expects.kind is not Kind.NONE:
        expects = turn.expects
        if expects.choices:
            text = expects.choices[0].value
        else:
            text = answers[expects.kind] if expects.required else ""
        turn = world.say(text)
    return turn


def test_a_script_can_answer_any_conversation() -> None:
    """By kind and first choice alone a patient is registered, invited and answered for."""
    world = World()
    answers = {
        Kind.TEXT: "Test Testesen",
        Kind.DATE: "2026-09-07",
        Kind.DATETIME: "2026-11-24T10:00",
    }
    for text in ("ny pasient", "kall inn K7M2", "svar K7M2", "kall inn K7M2", "sendt K7M2"):
        answered(world, world.say(text), answers)
    case = world.case("K7M2")
    assert [answer.verdict for answer in case.answers] == [Verdict.ACCEPTED]
    assert len(case.invitations) == 2


def test_what_say_prints_fits_its_schema() -> None:
    """Every turn of a conversation is valid by docs/contract/say.schema.json."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    world = with_patient()
    for text in ("hei", "hjelp", "oversikt", "ny pasient", "x", "avbryt", INVITE, "ferdig", "lege"):
        jsonschema.validate(flow.as_json(world.say(text)), schema)


def test_a_card_answered_twice_acts_once() -> None:
    """Pressing the last button of a form a second time changes nothing."""
    world = with_patient()
    for text in (INVITE, "ferdig", "lege"):
        world.say(text)
    data = world.action("Send innkallingen")
    world.press(data)
    again = world.press(data)
    assert "utdatert" in again.replies[0].text
    assert [type(c) for c in world.commands].count(InviteGp) == 1


def test_an_old_card_gets_the_new_one() -> None:
    """An answer to a card that was overtaken is not taken, and the present card comes instead."""
    world = with_patient()
    world.say(INVITE)
    old = world.action("Neste")
    world.say("Uten Nav")
    turn = world.press({**old, "place": "1"})
    assert turn.replies[0].text.startswith("Dette kortet er utdatert. Her er det nye.")
    assert turn.expects.question == "place"
    running = turn.state.running
    assert running is not None
    assert "place" not in running.answers


def test_an_old_card_of_an_earlier_form_is_not_taken_for_a_new_one() -> None:
    """A card from before does not answer the same form begun anew."""
    world = World()
    world.say("ny pasient")
    old = world.action("Neste")
    world.say("avbryt")
    world.say("ny pasient")
    turn = world.press({**old, "name": "Feil", "received": "2026-09-07", "gp": "none"})
    assert "utdatert" in turn.replies[0].text
    assert not world.commands


def written(turn: Turn) -> dict[str, object]:
    """What stands in the inputs of the card that came."""
    card = turn.replies[-1].card
    assert card is not None
    body = cast("list[dict[str, object]]", card["body"])
    return {str(one["id"]): one["value"] for one in body if str(one["type"]).startswith("Input.")}


def test_what_was_written_on_an_old_card_comes_with_the_new_one() -> None:
    """Typed text is kept when a card comes back, of the same form, also where it was begun anew."""
    world = World()
    world.say("ny pasient")
    old = world.action("Neste")
    world.say("avbryt")
    world.say("ny pasient")
    turn = world.press({**old, "name": "Test Testesen", "received": "", "phone": "99887766"})
    assert written(turn)["name"] == "Test Testesen"
    assert written(turn)["phone"] == "99887766"
    unseen = world.press({**old, "name": "\x00", "phone": "22334455"})
    assert written(unseen)["phone"] == "99887766"


def test_what_was_written_about_one_case_never_comes_back_about_another() -> None:
    """An old card of the same form, but of another patient, leaves nothing behind."""
    world = with_patient()
    world.say("ny pasient Prøve Prøvesen, mottatt 08.09.2026, fastlege Kari Testlege")
    world.say("kall inn K7M2")
    old = world.action("Neste")
    world.say("avbryt")
    world.say("kall inn P4R3")
    turn = world.press({**old, "link": "https://video.example/kari"})
    assert "utdatert" in turn.replies[0].text
    assert "kari" not in str(turn.replies[-1].card)
    assert turn.state.running is not None
    assert turn.state.running.typed == {}


def test_a_clash_is_asked_about_and_may_be_confirmed() -> None:
    """A leader taken in another case is named, and a yes accepts the clash."""
    world = with_invited_gp()
    world.say("ny pasient Annen Pasient, 07.09.2026, Mari Mønster")
    world.say("kall inn P4R3 24.11.2026 kl. 10.30")
    world.say("ferdig")
    turn = world.say("lege")
    assert "Lea Liksom er opptatt" in turn.replies[0].text
    assert "K7M2" in turn.replies[0].text
    world.say("ja")
    command = world.commands[-1]
    assert isinstance(command, InviteGp)
    assert command.accept_clashes
    assert not world.refused


def test_a_clash_that_came_in_between_is_asked_about_again() -> None:
    """When somebody else books the leader before the yes, the new plan asks whether to go on."""
    world = with_invited_gp()
    world.say("ny pasient Annen Pasient, 07.09.2026, Mari Mønster")
    world.say("kall inn P4R3 25.11.2026 kl. 10.00")
    world.say("ferdig")
    world.say("lege")
    for text in ("flytt K7M2 25.11.2026 kl. 10.00", "ja"):
        world.say(text, "koordinator")
    turn = world.say("ja")
    assert isinstance(world.refused[-1], ClashError | StalePlanError)
    assert turn.refused
    assert "Skal jeg gjøre det likevel?" in turn.replies[0].text
    world.say("ja")
    assert world.case("P4R3").meetings


def test_a_stale_plan_is_shown_anew() -> None:
    """A case that changed between plan and yes gives the new plan, which may then be confirmed."""
    world = with_invited_gp()
    world.say("flytt K7M2 25.11.2026 kl. 10.00")
    for text in ("rett opp K7M2 pasientens navn Nytt Navn", "ja"):
        world.say(text, "koordinator")
    turn = world.say("ja")
    assert isinstance(world.refused[-1], StalePlanError)
    assert turn.replies[0].text.startswith("Saken er endret i mellomtiden")
    world.say("ja")
    assert isinstance(world.commands[-1], MoveMeeting)
    assert world.case("K7M2").meetings[0].start.day == 25


def test_another_doctor_can_be_confirmed() -> None:
    """The plan that brings in a new doctor is still the plan when the yes comes."""
    world = with_invited_gp()
    for text in ("annen lege K7M2 Mari Mønster", "for_good", "ja"):
        world.say(text)
    assert isinstance(world.commands[-1], ReplaceGp)
    assert not world.refused


def test_a_link_of_another_meeting_is_refused_where_it_was_typed() -> None:
    """A link in use sends one back to the link's question with the reason."""
    world = with_invited_gp()
    for text in ("lenke K7M2 https://teams.example/1", "ja"):
        world.say(text)
    world.say("ny pasient Annen Pasient, 07.09.2026, Mari Mønster")
    world.say("kall inn P4R3 30.11.2026 kl. 10.00")
    for text in ("1", "1", "lege", "1"):
        world.say(text)
    turn = world.say("https://teams.example/1")
    assert turn.refused
    assert turn.expects.question == "link"
    assert "Lenken hører til et annet møte" in turn.replies[0].text


def test_a_form_ends_when_what_it_is_about_is_gone() -> None:
    """A form about a meeting that somebody else called off ends with the reason."""
    world = with_invited_gp()
    world.say("svar K7M2 ja på telefon")
    for text in ("avlys K7M2", "Pasienten er syk", "ja"):
        world.say(text, "koordinator")
    turn = world.say("ferdig")
    assert "Ingen er kalt inn i sak K7M2 ennå." in turn.replies[0].text
    assert turn.state.running is None


@pytest.mark.parametrize("typed", ["svar K7M2 ja", "kall inn K7M2", "stopp forløpet K7M2"])
def test_a_closed_case_refuses_in_one_sentence(typed: str) -> None:
    """Whatever one wants of a case that has ended is refused, and alike: a script hears of it."""
    world = with_invited_gp()
    for text in ("stopp forløpet K7M2 overført", "hopp over", "ja"):
        world.say(text)
    turn = world.say(typed)
    assert (turn.refused, turn.replies[0].text) == (True, refusal(PathwayClosedError()))


def test_a_form_ends_when_what_was_chosen_is_gone() -> None:
    """A task that somebody else did while it was put off, is not mistaken for the one left."""
    world = with_patient(gp="Mari Mønster")
    for text in (INVITE, "ferdig", "lege", "ja", "utsett K7M2", "1"):
        world.say(text)
    for text in ("lenke K7M2 https://teams.example/1", "ja"):
        world.say(text, "koordinator")
    turn = world.say("i morgen")
    assert "Saken er endret i mellomtiden" in turn.replies[0].text
    assert not any(isinstance(command, Snooze) for command in world.commands)


@pytest.mark.parametrize(
    "running",
    [
        Running(form="unknown"),
        Running(form="register", asked="shoe_size"),
        Running(form="register", card=("shoe_size",)),
    ],
    ids=["form", "question", "card"],
)
def test_a_form_of_another_version_is_dropped(running: Running) -> None:
    """A stored form that this version does not know is forgotten, and the words are a command."""
    world = World()
    state = Conversation(running=running).dumps()
    world.store.run(world.clinic.id, lambda ledger: ledger.put_conversation("sekretar", state))
    assert "Hei, Siri!" in world.say("hei").replies[0].text


def test_a_reason_for_reading_lasts_the_day() -> None:
    """One who gave a reason reads the case again the same day, and is asked anew the next."""
    world = with_patient()
    world.say("sak K7M2", "psykolog")
    world.say("vikar i dag", "psykolog")
    assert "Sak K7M2" in world.say("sak K7M2", "psykolog").replies[0].text
    world.now = oslo("2026-11-03 09.00")
    assert world.say("sak K7M2", "psykolog").expects.question == "why"
    read = [e for e in world.log("K7M2") if e.actor == "psykolog" and e.why]
    assert {entry.why for entry in read} == {"vikar i dag"}


def test_another_clinics_case_is_unknown() -> None:
    """A reference of another clinic is no case here, and nothing is said of it."""
    here, there = with_patient(), replace(World().clinic, id=ClinicId("elsewhere"))
    other = World(clinic=there, store=here.store)
    turn = other.say("sak K7M2")
    assert "Jeg finner ingen sak" in turn.replies[0].text
    assert "Test" not in turn.replies[0].text


@pytest.mark.parametrize("form", FORMS.values(), ids=lambda form: form.name)
def test_a_form_begins_only_for_those_who_may_end_it(form: Form) -> None:
    """The forms that clinicians may begin are those whose command they may give."""
    built = get_type_hints(form.build)["return"]
    commands = get_args(built) or (built,)
    clinicians = decisions.ALSO_CLINICIANS
    after_end = (*deciding._AFTER_THE_END, RecordInterview)  # noqa: SLF001 - a consent withdrawn
    assert form.clinicians == all(issubclass(one, clinicians) for one in commands)
    assert form.after_end == any(issubclass(one, after_end) for one in commands)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 5000,
        "æ" * 1001,
        "navn\x00med null",
        "\x1b[31mrødt",
        "\u202eesrever",
        "\ud800",
    ],
    ids=["huge", "too long", "NUL", "control", "right to left", "half a character"],
)
def test_what_cannot_be_read_changes_nothing(text: str) -> None:
    """Huge and hostile texts get a clear sentence, and the open question stands."""
    world = World()
    world.say("ny pasient")
    turn = world.say(text)
    assert turn.expects.question == "name"
    assert "Ingenting er endret." in turn.replies[0].text
    assert world.say("Test Testesen").expects.question == "received"


@pytest.mark.parametrize(
    "name", ["🙂 Emoji", "اسم", "<b>Fet</b>", "[x](http://a.example)", "Ola *Nord*mann", "Jo"]
)
def test_any_name_can_be_registered(name: str) -> None:
    """Emoji, other scripts, markup and a name that is also a yes are names like any other."""
    world = World()
    for text in ("ny pasient", name, "2026-09-07", "ingen"):
        world.say(text)
    command = world.commands[-1]
    assert isinstance(command, RegisterPatient)
    assert command.name == name


def test_an_unknown_case_is_refused() -> None:
    """A reference that nobody has is a refusal, so that scripts see it."""
    world = with_patient()
    turn = world.say("kall inn W9W9")
    assert turn.refused
    assert turn.expects.kind is Kind.NONE
