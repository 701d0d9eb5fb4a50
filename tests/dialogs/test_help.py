"""*Hjelp*: the usual first, the rest by topic; a sentence that is no command meets a guess."""

from __future__ import annotations

import pytest

from dialogs.parsing import asked, nearest
from dialogs.turn import JSON
from dialogs.wording.nb import guide_lines
from tests.dialogs.world import World, with_invited_gp, with_patient


def _said(world: World, text: str, who: str = "sekretar") -> str:
    return "\n".join(reply.text for reply in world.say(text, who).replies)


def _pressed(card: JSON | None) -> list[str]:
    """What the buttons of a card type, wherever they stand on it."""
    assert card is not None
    body = card["body"]
    assert isinstance(body, list)
    sets = [item["actions"] for item in body if item["type"] == "ActionSet"]
    return [action["data"]["text"] for actions in [*sets, card["actions"]] for action in actions]


def test_help_shows_the_usual_and_a_press_for_each_topic() -> None:
    """Whoever is new is not met with seventy lines: eight, and where the rest stands."""
    (reply,) = with_patient().say("hjelp").replies
    lines = [line for line in reply.text.splitlines() if line.startswith("- ")]
    assert [line.split(":")[0].removeprefix("- ") for line in lines] == [
        words for words, _ in guide_lines.USUAL
    ]
    presses = _pressed(reply.card)
    for topic in (*guide_lines.TOPICS, guide_lines.EVERYTHING):
        assert f"hjelp {topic.lower()}" in presses


@pytest.mark.parametrize("topic", guide_lines.TOPICS)
def test_every_topic_shows_its_commands_and_the_way_back(topic: str) -> None:
    """By its name in any case of letters."""
    (reply,) = with_patient().say(f"Hjelp {topic}").replies
    for words, what in guide_lines.TOPICS[topic]:
        assert f"- {words}: {what}" in reply.text
    assert reply.text.count("\n- ") == len(guide_lines.TOPICS[topic])
    assert _pressed(reply.card) == ["hjelp"]


@pytest.mark.parametrize(
    ("asked_for", "topic"),
    [("flytt", "Endre møtet"), ("samtykke", "Nav og samtykke"), ("møtet", "Endre møtet")],
)
def test_a_topic_is_found_by_a_word_of_it(asked_for: str, topic: str) -> None:
    """Nobody knows the topics' names by heart."""
    assert guide_lines.topic_title(topic) in _said(with_patient(), f"hjelp {asked_for}")


@pytest.mark.parametrize("more", ["meg", "xyzzy", "", "?"])
def test_what_is_no_topic_is_help_itself(more: str) -> None:
    """*Hjelp meg* is a wish, and no topic."""
    world = with_patient()
    assert _said(world, f"hjelp {more}") == _said(world, "hjelp")


def test_help_with_everything_has_each_line_once() -> None:
    """*Hjelp alt* is for who wants to read it all."""
    (reply,) = with_patient().say("hjelp alt").replies
    assert reply.text.count("\n- ") == len(guide_lines.LINES) == len(set(guide_lines.LINES))


def test_what_is_needed_most_is_part_of_the_topics() -> None:
    """A line that no topic has would be left out in silence."""
    assert len(guide_lines.USUAL) == 8


@pytest.mark.parametrize(
    ("sentence", "guess"),
    [
        ("hvordan kaller jeg inn fastlegen?", "kall inn"),
        ("vi har fått en ny pasient som heter Ola", "ny pasient"),
        ("kan vi flytte møtet til torsdag", "flytt"),
        ("må vi avlyse?", "avlys"),
        ("jeg lurer på om vi kan finne en tid", "finn tid"),
        ("pasienten trekker samtykket", "trekk samtykke"),
        ("hvordan legger jeg til en deltaker", "ny deltaker"),
    ],
)
def test_a_sentence_with_a_commands_words_in_it_is_met_with_that_command(
    sentence: str, guess: str
) -> None:
    """Guessed and never done: the press is the secretary's."""
    assert asked(sentence) is None
    turn = World().say(sentence)
    assert turn.command is None
    assert f"Mente du «{guess}»" in turn.replies[0].text
    assert _pressed(turn.replies[0].card)[0] == guess


@pytest.mark.parametrize("sentence", ["xyzzy", "bra", "jeg vil snakke med et menneske"])
def test_short_words_that_stand_in_many_sentences_are_no_guess(sentence: str) -> None:
    """Better nothing than nonsense."""
    assert nearest(sentence) == ()


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("hva skal jeg gjøre?", "tasks"),
        ("hvilke saker haster", "board"),
        ("hvem har ikke svart?", "held_up"),
        ("legen har ringt", "answer"),
        ("send en purring til legen", "remind"),
    ],
)
def test_what_people_ask_is_understood(sentence: str, name: str) -> None:
    """Questions of the first day, as they are asked."""
    found = asked(sentence)
    assert found is not None
    assert (found.name, found.guessed) == (name, False)


def test_thanks_are_met_with_kindness() -> None:
    """And what is asked after them is no less a question for it."""
    world = with_patient()
    assert _said(world, "tusen takk!") == "Bare hyggelig!"
    assert "Mente du «flytt»" in _said(world, "takk, kan vi flytte møtet?")
    asked_before = _said(world, "ny pasient Bo Bakken")
    kind, *_, asked_again = _said(world, "takk").splitlines()
    assert (kind, asked_again) == ("Bare hyggelig!", asked_before)


@pytest.mark.parametrize(
    "sentence",
    ["hvor er oppgavene mine", "pasienten vil ha med søsteren sin"],
)
def test_half_a_command_is_no_misspelt_one(sentence: str) -> None:
    """The first words of one are not that one: a card of something else would be shown."""
    assert asked(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("fastlegen har sagt ja på telefon", "accepted"),
        ("legen takker nei", "declined"),
        ("legen svarte ja på telefon", "accepted"),
        ("fastlegen i K7M2 har sagt ja på telefon", "accepted"),
        ("K7M2: fastlegen sier nei", "declined"),
        ("fastlegen i sak K7M2 kan ikke komme", "declined"),
    ],
)
def test_what_somebody_said_is_an_answer(sentence: str, verdict: str) -> None:
    """As one says it to a colleague."""
    turn = with_invited_gp().say(sentence)
    running = turn.state.running
    assert running is not None
    assert (running.form, running.answers["verdict"]) == ("answer", verdict)
