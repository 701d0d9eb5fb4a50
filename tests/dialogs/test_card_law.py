"""The law of cards catches what Teams would show badly, or not at all."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace

import pytest

from dialogs.cards import elements
from dialogs.cards.actions import answer, command, step
from dialogs.cards.inputs import Field, words
from dialogs.turn import JSON, Reply
from dialogs.wording.nb.ask_words import CANCEL_TITLE
from tests.dialogs.card_law import faults, reply_faults
from tests.dialogs.world import with_invited_gp

NAME = "Test Testesen"


def lawful() -> JSON:
    """A card with a bit of everything."""
    return elements.card(
        "Registrer",
        [
            elements.text("Hei"),
            elements.facts([("Fastlege", "Kari Testlege")]),
            elements.line("Nå", "7.9."),
            elements.section("Mer", elements.quoted("Brev"), elements.buttons(command("x", "X"))),
            words(Field(name="name", label="Navn", fault="Skriv et navn"), limit=80),
        ],
        [answer("register", 1, "Neste"), step("register", 1, CANCEL_TITLE, "avbryt")],
        speak="Registrer",
    )


def test_a_card_with_a_bit_of_everything_is_lawful() -> None:
    """What the elements make keeps the law."""
    assert not faults(lawful())


def _body(card: JSON) -> list[JSON]:
    body = card["body"]
    assert isinstance(body, list)
    return body


def _actions(card: JSON) -> list[JSON]:
    actions = card["actions"]
    assert isinstance(actions, list)
    return actions


BREAKS: dict[str, Callable[[JSON], object]] = {
    "large": lambda card: _body(card).append(elements.text("ø" * elements.LIMIT)),
    "another version": lambda card: card.update(version="1.6"),
    "silent": lambda card: card.update(speak=""),
    "a background": lambda card: card.update(backgroundImage="x.png"),
    "no heading": lambda card: _body(card).pop(0),
    "two headings": lambda card: _body(card).append(elements.heading("To")),
    "a table": lambda card: _body(card).append({"type": "Table"}),
    "an image": lambda card: _body(card).append({"type": "Image", "url": "x.png"}),
    "cut text": lambda card: _body(card)[1].pop("wrap"),
    "no text": lambda card: _body(card)[1].update(text=""),
    "a table in markdown": lambda card: _body(card)[1].update(text="| a | b |"),
    "a heading in markdown": lambda card: _body(card)[1].update(text="# a"),
    "code": lambda card: _body(card)[1].update(text="`a`"),
    "a date function": lambda card: _body(card)[1].update(text="{{DATE(2026-11-02)}}"),
    "no facts": lambda card: _body(card)[2].update(facts=[]),
    "six facts": lambda card: _body(card)[2].update(facts=[{"title": "a", "value": "b"}] * 6),
    "an empty fact": lambda card: _body(card)[2].update(facts=[{"title": "a", "value": ""}]),
    "four columns": lambda card: _body(card)[3].update(columns=[_column()] * 4),
    "an input in a column": lambda card: _body(card)[3].update(
        columns=[_column(words(Field(name="x", label="X", fault="X"), limit=3))]
    ),
    "an empty container": lambda card: _body(card)[4].update(items=[]),
    "no label": lambda card: _body(card)[5].pop("label"),
    "no error": lambda card: _body(card)[5].pop("errorMessage"),
    "two of one name": lambda card: _body(card).append(copy.deepcopy(_body(card)[5])),
    "an input that says which form it is": lambda card: _body(card)[5].update(id="form"),
    "an input that is taken for something typed": lambda card: _body(card).append(
        words(Field(name="text", label="Kommentar", required=False), limit=3)
    ),
    "two primary": lambda card: _actions(card).append(command("x", "X") | {"style": "positive"}),
    "no primary": lambda card: (_body(card).pop(4), _actions(card)[0].pop("style")),
    "seven shown": lambda card: _body(card).append(elements.buttons(*[command("x", "X")] * 7)),
    "a long button": lambda card: _actions(card)[0].update(title="X" * 41),
    "no fallback": lambda card: _actions(card)[0].pop("fallback"),
    "another fallback": lambda card: _actions(card)[0].update(data={"do": "command", "text": "y"}),
    "a way out with inputs": lambda card: _actions(card).__setitem__(
        1, answer("register", 1, CANCEL_TITLE) | {"mode": "secondary"}
    ),
}


def _column(*items: JSON) -> JSON:
    return {"type": "Column", "width": 1, "items": [*items, elements.text("a")]}


@pytest.mark.parametrize("broken", BREAKS)
def test_the_law_catches_what_breaks_it(broken: str) -> None:
    """Each way of breaking a lawful card is a fault."""
    card = lawful()
    BREAKS[broken](card)
    assert faults(card)


def test_the_law_catches_a_patient_in_a_banner() -> None:
    """A patient's name in what a locked phone shows or reads aloud is a fault."""
    card = lawful()
    assert not reply_faults(Reply(text="", card=card, summary="Registrer"), [NAME])
    assert reply_faults(Reply(text="", card=card, summary=f"Registrer {NAME}"), [NAME])
    assert reply_faults(Reply(text="", card=card | {"speak": NAME}), [NAME])


def test_a_sixth_fact_is_no_secret() -> None:
    """Facts that do not fit are an error, never left out in silence; empty ones do not count."""
    pairs = [(str(number), "x") for number in range(elements.MOST_FACTS)]
    assert elements.facts([*pairs, ("tom", "")])["facts"]
    with pytest.raises(ValueError, match="one more"):
        elements.facts([*pairs, ("one more", "x")])


def test_what_is_said_first_stands_on_the_card_too() -> None:
    """Before a meeting is moved, its present time and what was wrong stand on the card."""
    world = with_invited_gp()
    turn = world.say("flytt K7M2 32.13.2026")
    card, text = str(turn.replies[0].card), turn.replies[0].text
    for said in ("SHM1 er satt opp", "Den dagen finnes ikke."):
        assert said in text
        assert said in card


def test_what_is_said_first_stands_on_a_choice_too() -> None:
    """Where the first question is a doubt, its card says how the meeting stands."""
    turn = with_invited_gp().say("flytt K7M2 lørdag 28.11.2026 kl. 10")
    assert "SHM1 er satt opp" in str(turn.replies[0].card)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("svar K7M2", {"verdict": "accepted", "channel": "phone", "comment": "Kan bare til 10.30"}),
        ("samtykke K7M2", {"who": "nav_adviser", "given": "oral", "on": "2026-11-02"}),
        (
            "svar fra legekontoret K7M2",
            {"start_date": "2026-12-01", "start_time": "10:00", "comment": "Helst på tirsdager"},
        ),
    ],
)
def test_every_field_of_a_card_is_sent(typed: str, fields: dict[str, str]) -> None:
    """A card whose every input is sent with it, as Teams does it, is read as that form's answer."""
    world = with_invited_gp()
    first = world.say(typed).replies[-1].card
    assert first is not None
    blank = {str(b["id"]): str(b["value"]) for b in _body(first) if str(b["type"])[:6] == "Input."}
    turn = world.submit({**blank, **fields})
    assert turn.state.running is not None
    assert "utdatert" not in turn.replies[-1].text
    assert fields.items() & turn.state.running.answers.items()


def test_a_long_name_on_a_button_is_cut_between_words() -> None:
    """A phone would cut it anywhere; what is pressed is the same."""
    press = command("nav K7M2", "Ring Eva Sofie Margrete Arbeidsgiver-Oppdiktet ved Skipsverftet")
    assert press["title"] == "Ring Eva Sofie Margrete…"
    assert command("x", "x" * 60)["title"] == "x" * 39 + "…"
    assert command("x", "Vis saken K7M2")["title"] == "Vis saken K7M2"


def test_long_choices_stand_in_a_list() -> None:
    """Where a choice is longer than a button, all of them are a list to choose from."""
    world = with_invited_gp()
    doctors = [f"Kari Testlege, {place} legesenter og legevakt i Fjordly" for place in "AB"]
    contacts = [replace(world.clinic.contacts[0], office=one.split(", ")[1]) for one in doctors]
    world.clinic = replace(world.clinic, contacts=tuple(contacts))
    world.say("annen lege K7M2")
    card = world.say("Kari Testlege").replies[-1].card
    assert card is not None
    listed = [item for item in _body(card) if item["type"] == "Input.ChoiceSet"]
    choices = listed[0]["choices"]
    assert isinstance(choices, list)
    assert choices[:2] == [{"title": one, "value": one} for one in doctors]
