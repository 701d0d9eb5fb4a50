"""The chat of the local page: which cards still hold, and which fold up."""

from datetime import UTC, datetime, timedelta

from bot.local_chat import Chat
from dialogs.cards import actions, elements
from dialogs.state import Conversation
from dialogs.turn import Reply, Turn

NINE = datetime(2026, 11, 2, 9, tzinfo=UTC)


def card(title: str) -> Reply:
    """A card that shows something and offers a command."""
    data = elements.card(title, [elements.text("Noe")], [actions.command("sak K7M2", "Vis saken")])
    return Reply(text=title, card=data)


def form(title: str) -> Reply:
    """A card that asks."""
    data = elements.card(title, [], [actions.answer("register", 1, "Neste")])
    return Reply(text=title, card=data)


def open_cards(chat: Chat) -> list[str]:
    """The titles of the cards that are not folded."""
    return [x.card.title for x in chat.lines if x.card and x.number not in chat.used]


def test_a_newer_card_of_the_same_title_folds_the_older() -> None:
    """The case or the digest is shown as it is now, and once."""
    chat = Chat()
    chat.hear([card("Sak K7M2"), card("Oppgaver")], NINE)
    chat.hear([card("Sak K7M2")], NINE)
    assert open_cards(chat) == ["Oppgaver", "Sak K7M2"]
    assert chat.used == {1}


def test_yesterday_s_cards_fold_but_an_open_question_stands() -> None:
    """When a new day brings something, what was shown before folds; an unanswered form does not."""
    chat = Chat()
    chat.hear([card("Dagens oversikt"), form("Ny pasient")], NINE)
    chat.hear([card("Beskjed")], NINE + timedelta(days=1))
    assert open_cards(chat) == ["Ny pasient", "Beskjed"]


def test_an_answered_form_folds() -> None:
    """With a turn's new card, the forms before it are answered."""
    chat = Chat()
    chat.hear([form("Ny pasient")], NINE)
    chat.take(Turn(state=Conversation(), replies=(card("Registrert"),)), NINE)
    chat.take(Turn(state=Conversation(), replies=(Reply(text="Hei"),)), NINE)
    assert open_cards(chat) == ["Registrert"]


def runs(part: int, words: str) -> Reply:
    """The card of a running meeting at this part."""
    press = actions.command(f"neste del K7M2 {part}", "Neste del")
    return Reply(text=words, card=elements.card("Møtet: sak K7M2", [elements.text(words)], [press]))


def test_a_card_is_renewed_in_its_own_place() -> None:
    """R22: whoever follows a meeting sees the newest part in the same bubble, and no new one."""
    chat = Chat()
    chat.hear([runs(1, "Del 1"), card("Oppgaver")], NINE)
    chat.renew(runs(2, "Del 2"))
    chat.renew(runs(2, "Del 2, ett minutt senere"))
    shown, other = chat.lines
    assert other.card
    assert not other.live
    assert shown.card
    assert (shown.number, shown.live, shown.key) == (1, True, "1.1")
    assert "ett minutt senere" in str(shown.card.body)


def test_a_page_that_shows_the_earlier_card_presses_what_it_shows() -> None:
    """What was pressed is what stood there, so that the rules can say who was first."""
    chat = Chat()
    chat.hear([runs(1, "Del 1")], NINE)
    chat.renew(runs(2, "Del 2"))
    said = [chat.press(f"1.{version}:0", {}) for version in (0, 1)]
    texts = [pressed[1].data["text"] for pressed in said if pressed and pressed[1].data]
    assert texts == ["neste del K7M2 1", "neste del K7M2 2"]
    for gone in ("1.2:0", "1.x:0", "1:0", "2.0:0", "1.0:9"):
        assert chat.press(gone, {}) is None
