"""Cards: small, the same as typing, nothing of a patient where a phone's banner shows it."""

from collections.abc import Iterator, Mapping

import pytest
from markdown_it import MarkdownIt

from dialogs import flow
from dialogs.cards.board import board
from dialogs.cards.elements import LIMIT, plain, quoted, size
from dialogs.cards.tasks import tasks
from dialogs.state import Conversation
from dialogs.turn import JSON, Turn, Utterance
from pathway.service import Desk
from pathway.views import BoardRow, Colour, TaskLine
from pathway.words import CaseRef, Milestone, PromiseId, PromiseKind
from tests.dialogs.world import World, actions_of, with_invited_gp, with_patient
from tests.fakes.ledger import FakeLedger

TODAY = World().now.date()
NAME = "Test Testesen"

# Words that show every kind of card: forms, reviews, doubts, choices, lists, a case.
STORY = (
    *("hei", "hjelp", "oversikt", "oppgaver", "finn test", "sak K7M2", "ny pasient", "avbryt"),
    *("kall inn K7M2", "lørdag 28. november 2026 kl. 10", "nei", "uke 49", "3", "kl. 10", "ja"),
    *("rett opp K7M2", "e-post", "x@y.example", "nei", "milepæl", "avbryt", "stopp forløpet"),
    *("annen grunn", "ferdig", "nei", "annen lege", "Kari Tesetlege", "avbryt", "samtykke"),
    *("avbryt", "svar", "avbryt", "utsett", "avbryt"),
)


def cards(turn: Turn) -> Iterator[JSON]:
    """The cards of a turn."""
    return (reply.card for reply in turn.replies if reply.card is not None)


def nodes(node: object) -> Iterator[Mapping[str, object]]:
    """Every element of a card."""
    if isinstance(node, list):
        for item in node:
            yield from nodes(item)
    elif isinstance(node, dict):
        yield node
        for value in node.values():
            yield from nodes(value)


def story() -> Iterator[tuple[World, Turn]]:
    """The turns of a story that shows every kind of card."""
    world = with_invited_gp()
    for text in STORY:
        yield world, world.say(text)


def test_every_card_is_small_and_of_known_make() -> None:
    """Cards are under 28 KB, at most three columns wide, with no input in a table."""
    for _, turn in story():
        for card in cards(turn):
            assert size(card) < LIMIT
            for node in nodes(card):
                assert node.get("type") != "Table"
                columns = node.get("columns", [])
                assert isinstance(columns, list)
                assert len(columns) <= 3
                facts = node.get("facts", [])
                assert isinstance(facts, list)
                assert len(facts) <= 5


def test_one_action_is_primary_and_the_rest_stand_behind_more() -> None:
    """Every action but the primary one has mode secondary; equal choices have no primary."""
    for _, turn in story():
        for card in cards(turn):
            actions = card["actions"]
            assert isinstance(actions, list)
            equal = [action for action in actions if "mode" not in action]
            primary = [action for action in actions if action.get("style") == "positive"]
            assert len(primary) <= 1
            assert equal == primary or (not primary and len(equal) > 1)


def test_every_input_is_labelled() -> None:
    """Each input has an id and a label, and each required one says what is wrong when empty."""
    for _, turn in story():
        for card in cards(turn):
            for node in nodes(card):
                if str(node.get("type", "")).startswith("Input."):
                    assert node["id"]
                    assert node["label"]
                    assert bool(node.get("errorMessage")) == node["isRequired"]


def test_every_action_has_a_fallback_with_the_same_data() -> None:
    """Action.Execute carries Action.Submit with the same data for clients that know only that."""
    for _, turn in story():
        for card in cards(turn):
            for action in actions_of(card):
                fallback = action["fallback"]
                assert isinstance(fallback, dict)
                assert action["type"] == "Action.Execute"
                assert fallback["type"] == "Action.Submit"
                assert fallback["data"] == action["data"]


def test_a_submit_leaves_no_line_in_the_clients_own_words() -> None:
    """Teams' "Your response was sent to the app" is hidden by the action, not by its data."""
    for _, turn in story():
        for card in cards(turn):
            for action in actions_of(card):
                fallback = action["fallback"]
                assert isinstance(fallback, dict)
                assert fallback["msteams"] == {"feedback": {"hide": True}}


def test_a_quoted_text_has_the_space_of_its_own_paragraphs() -> None:
    """An empty line is the space before the next one; lines of one paragraph stand together."""
    box = quoted("Hei!\n\nDu er invitert.\nSvar her.\n\n\nHilsen oss")
    lines = [(item["text"], item.get("spacing")) for item in nodes(box) if "text" in item]
    assert lines == [
        ("Hei!", None),
        ("Du er invitert.", None),
        ("Svar her.", "None"),
        ("Hilsen oss", None),
    ]


def test_banners_hold_nothing_of_the_patient() -> None:
    """What a phone may show or read aloud names no patient."""
    for _, turn in story():
        for reply in turn.replies:
            assert NAME not in reply.summary
            if reply.card is not None:
                assert NAME not in str(reply.card["speak"])


def both(world: World, data: Mapping[str, object], typed: str) -> tuple[Turn, Turn]:
    """The turn of pressing and the turn of typing, from the same state, changing nothing."""

    def look(ledger: FakeLedger) -> tuple[Turn, Turn]:
        desk = Desk(world.context(ledger, "sekretar"))
        state = Conversation.loads(ledger.conversation("sekretar"))
        pressed = flow.step(state, Utterance(data=data), desk)
        return pressed, flow.step(state, Utterance(text=typed), desk)

    return world.store.run(world.clinic.id, look)


def test_what_can_be_pressed_can_be_typed() -> None:
    """Every button names the words that give the same turn; a form's button sends its fields."""
    for world, turn in story():
        for card in cards(turn):
            for action in actions_of(card):
                data = action["data"]
                assert isinstance(data, dict)
                typed = data.get("text")
                if typed is None:
                    assert data["do"] == "answer"
                    continue
                pressed, said = both(world, data, typed)
                assert pressed == said, typed


def test_a_card_of_fields_is_the_same_as_typing_them() -> None:
    """Filling in a card and typing its answers one by one come to the same command."""
    by_card, by_words = with_patient(), with_patient()
    by_card.say("kall inn K7M2")
    by_card.submit(
        {
            "start_date": "2026-11-24",
            "start_time": "10:00",
            "leader": "lege",
            "template": "with_nav",
            "attends": "telephone",
            "place": "",
            "place_other": "Møterom 7",
            "link": "",
            "link_other": "https://teams.example/1",
        }
    )
    by_card.say("ja")
    for text in (
        *("kall inn K7M2", "tirsdag 24.11.2026 kl. 10", "Med Nav eller andre"),
        *("Møterom 7", "Lea", "telefon", "https://teams.example/1", "ja"),
    ):
        by_words.say(text)
    assert by_card.commands[-1] == by_words.commands[-1]


@pytest.mark.parametrize(
    "name",
    [
        "[Klikk her](http://ond.example)",
        "**fet** _kursiv_ `kode`",
        "http://ond.example",
        "<script>alert(1)</script>",
        "# Overskrift",
        "- punkt",
        "1. punkt",
        "![bilde](http://ond.example/x.png)",
        "a\\](http://ond.example)",
    ],
)
def test_what_people_wrote_is_shown_as_it_stands(name: str) -> None:
    """Markdown and HTML in a name become neither links nor markup."""
    html = MarkdownIt("commonmark", {"linkify": True}).render(plain(name))
    assert "<a" not in html
    assert "<img" not in html
    assert "<script" not in html
    assert html.count("<") == 2  # the paragraph alone


def rows(number: int) -> list[BoardRow]:
    """A board of so many cases."""
    return [
        BoardRow(
            ref=CaseRef(f"R{n}"),
            name="Ø" * 80,
            responsible="sekretar",
            stage=Milestone.SHM1_HELD,
            deadline=TODAY,
            latest_safe_day=TODAY,
            colour=Colour.RED,
            waiting_for=(),
        )
        for n in range(number)
    ]


def lines(number: int) -> list[TaskLine]:
    """So many tasks."""
    return [
        TaskLine(
            ref=CaseRef(f"R{n}"),
            promise_id=PromiseId(str(n)),
            kind=PromiseKind.LINK,
            owner="sekretar",
            person=None,
            meeting=None,
            since=TODAY,
            due=TODAY,
            step=0,
            urgent=n == 0,
        )
        for n in range(number)
    ]


@pytest.mark.parametrize("number", [1, 8, 9, 500])
def test_long_lists_come_a_page_at_a_time(number: int) -> None:
    """Five hundred cases or tasks fit on cards, and every page can be asked for."""
    pages = -(-number // 8)
    seen = 0
    for page in range(1, pages + 1):
        shown = board(rows(number), page, TODAY, "oversikt")
        assert shown.card is not None
        assert size(shown.card) < LIMIT
        assert tasks(lines(number), page, "oppgaver").card is not None
        seen += shown.text.count("▲")
    assert seen == number


def test_a_page_past_the_end_is_the_last() -> None:
    """A page that does not exist gives the nearest one that does."""
    last = board(rows(9), 2, TODAY, "oversikt")
    assert board(rows(9), 99, TODAY, "oversikt") == last
    assert board(rows(9), 0, TODAY, "oversikt") == board(rows(9), 1, TODAY, "oversikt")
