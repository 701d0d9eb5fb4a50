"""A message that the program sends of itself, as it looks in chat."""

from __future__ import annotations

from dialogs.cards import actions, elements
from dialogs.turn import Reply
from pathway.outgoing import Content


def reply_of(content: Content) -> Reply:
    """Text for those who type, and a card whose buttons are the content's commands."""
    ways = "\n".join(f"{title}: {typed}" for typed, title in content.actions)
    text = f"{content.text}\n\n{ways}" if ways else content.text
    body = [elements.text(elements.plain(line)) for line in content.text.split("\n") if line]
    buttons = [actions.command(typed, title) for typed, title in content.actions]
    card = elements.card(content.subject, body, buttons, speak=content.subject)
    return Reply(text=text, card=card, summary=content.subject)
