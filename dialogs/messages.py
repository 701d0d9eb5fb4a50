"""A message that the program sends of itself, as it looks in chat."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.cards import actions, elements
from dialogs.turn import JSON, Reply
from dialogs.wording.nb.conversations import joined
from pathway.outgoing import Content


def reply_of(content: Content) -> Reply:
    """Text for those who type, and a card whose buttons are the content's commands.

    Of several lines the first is the most urgent: it stands out, and its button is the primary
    one. A line that is over and done with stands back.
    """
    ways = "\n".join(f"{title}: {typed}" for typed, title in content.actions)
    lines = (
        "\n".join([said, *(f"→ «{_short(typed, content)}»" for typed, _ in own)])
        for said, own in content.lines
    )
    body = elements.paragraphs("\n".join(_under(content)))
    first = next((place for place, (_, own) in enumerate(content.lines) if own), 0)
    for place, line in enumerate(content.lines):
        body.append(_line(*line, first=place == first, over=bool(content.held) and not line[1]))
    beside = {way for _, own in content.lines for way in own}
    buttons = [actions.command(*way) for way in content.actions if way not in beside]
    equal = len(buttons) if any(own for _, own in content.lines) else 0
    card = elements.card(content.subject, body, buttons, speak=content.subject, equal=equal)
    text = joined(content.text, *lines, ways)
    return Reply(text=text, card=card, summary=content.subject)


def _under(content: Content) -> list[str]:
    """The text's lines, without one that the title says already."""
    about = content.subject.partition(": ")[0] + ": "  # a line need not name the case once more
    lines = [line.removeprefix(about) for line in content.text.split("\n") if line]
    said = (content.subject, content.subject.removeprefix(about))
    return [line for line in lines if not any(one.startswith(line.rstrip(".")) for one in said)]


def _short(typed: str, content: Content) -> str:
    """What one types: a button also names which of several tasks it is about."""
    command, _, last = typed.rpartition(" ")
    return command if last in content.held else typed


def _line(said: str, ways: Sequence[tuple[str, str]], *, first: bool, over: bool = False) -> JSON:
    """A line with its own buttons."""
    shown = elements.text(elements.plain(said), bold=first, subtle=over)
    buttons = [actions.command(typed, title) for typed, title in ways]
    if first and buttons:
        buttons[0] = elements.primary(buttons[0])
    return elements.row(shown, elements.buttons(*buttons) if buttons else None)
