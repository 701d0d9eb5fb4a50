"""A message that the program sends of itself, as it looks in chat."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.cards import actions, elements
from dialogs.turn import JSON, Reply
from dialogs.wording.nb.conversations import joined
from pathway.outgoing import Content


def reply_of(content: Content) -> Reply:
    """Text for those who type, and a card whose buttons are the content's commands."""
    ways = "\n".join(f"{title}: {typed}" for typed, title in content.actions)
    lines = (
        "\n".join([said, *(f"→ «{typed}»" for typed, _ in own)]) for said, own in content.lines
    )
    body = [elements.text(elements.plain(line)) for line in content.text.split("\n") if line]
    body += [element for line in content.lines for element in _line(*line)]
    buttons = [actions.command(typed, title) for typed, title in content.actions]
    card = elements.card(content.subject, body, buttons, speak=content.subject)
    text = joined(content.text, *lines, ways)
    return Reply(text=text, card=card, summary=content.subject)


def _line(said: str, ways: Sequence[tuple[str, str]]) -> list[JSON]:
    """A line with its own buttons."""
    shown = elements.text(elements.plain(said))
    buttons = [actions.command(typed, title) for typed, title in ways]
    return [shown, elements.buttons(*buttons)] if buttons else [shown]
