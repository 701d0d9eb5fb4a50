"""Texts to copy on a card: each whole, under its own heading, with its own button."""

from dialogs.cards.copies import Copy, as_card, as_text
from dialogs.cards.elements import ROOM, paragraphs, size
from dialogs.turn import JSON
from dialogs.wording.nb import ask_office
from dialogs.wording.nb.conversations import about_ref
from pathway.commands import TickSent
from tests.dialogs.world import World, actions_of, with_patient


def boxes(body: object) -> list[JSON]:
    """What is set apart on a card to be copied."""
    assert isinstance(body, list)
    inside = [item for outer in body for item in outer.get("items", [])]
    return [item for item in inside if str(item.get("id", "")).startswith("copy")]


def words_in(box: JSON) -> str:
    """The words in a box, without the signs that keep them from being markup."""
    items = box["items"]
    assert isinstance(items, list)
    return " ".join(item["text"].replace("\\", "") for item in items)


def invited() -> tuple[World, JSON]:
    """A doctor whose invitation a person is to send, and the card that says so."""
    world = with_patient(gp="Mari Mønster")
    for text in ("kall inn K7M2 tirsdag 24.11.2026 kl. 10.00", "ferdig", "lege"):
        world.say(text)
    card = world.say("ja").replies[0].card
    assert card is not None
    return world, card


def many(number: int) -> list[Copy]:
    """Long texts to copy, each beginning with its own number."""
    press = ("sendt K7M2 p1 ja", "Jeg har sendt den")
    return [Copy(above=f"Nr. {n}", text=f"{n} {'x' * 2000}", press=press) for n in range(number)]


def test_a_text_to_copy_is_set_apart_under_its_own_heading() -> None:
    """After an invitation the text to send stands whole in a box of its own."""
    world, card = invited()
    (box,) = boxes(card["body"])
    assert words_in(box).startswith("Gjelder henvisning mottatt")
    assert words_in(box).endswith("Telefon: 21 99 99 99.")
    assert " ".join(world.say("e-meldinger").replies[0].text.split()).count(words_in(box)) == 1
    assert box["style"] == "emphasis"


def test_the_text_is_ticked_off_where_it_stands() -> None:
    """The primary button under the text says that it is sent; none leads to the same text again."""
    world, card = invited()
    assert "Vis teksten" not in [action["title"] for action in actions_of(card)]
    world.press(world.action("Jeg har sendt den"))
    assert isinstance(world.commands[-1], TickSent)


def test_many_texts_leave_room_and_say_how_many_are_left() -> None:
    """A card shows as many whole texts as there is room for, and where the others stand."""
    body = as_card(many(9), ROOM)
    shown = boxes(body)
    assert sum(map(size, body)) <= ROOM
    assert 0 < len(shown) < 9
    assert all(len(words_in(box)) > 2000 for box in shown)
    assert body[-1]["text"] == ask_office.more_texts(9 - len(shown))


def test_whoever_types_gets_every_text_whole() -> None:
    """However many there are, nothing is left out of what is written."""
    assert all(one.text in as_text(many(9)) for one in many(9))


def test_a_done_card_names_its_case_in_the_title() -> None:
    """What was done has the case in its title, as the cards before it; not in a banner's words."""
    world, card = invited()
    body = card["body"]
    assert isinstance(body, list)
    assert body[0]["text"] == "Kall inn fastlegen: sak K7M2"
    assert world.say("lenke K7M2 https://video.example/1").replies[0].summary == "Lenke til møtet"


def test_a_title_that_names_its_case_names_it_once() -> None:
    """A list that has the case in its title is not said to be of it twice."""
    assert about_ref("Sjekkliste ved avslutning: sak K7M2", "K7M2").count("K7M2") == 1
    assert about_ref("Vis sak", "K7M2") == "Vis: sak K7M2"


def test_a_list_in_a_sentence_is_a_list_on_the_card() -> None:
    """Lines that begin with a dash are drawn as a list, and nothing in them is markup."""
    before, listed, after = paragraphs("Se her:\n- en *to*\n- tre\nFerdig.")
    assert before["text"] == "Se her:"
    assert listed["text"] == "- en \\*to\\*\n- tre"
    assert after["text"] == "Ferdig."
