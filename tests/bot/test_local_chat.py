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
