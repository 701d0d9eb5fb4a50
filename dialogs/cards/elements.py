"""The pieces of a card. Only what Teams shows alike on computer and phone (docs: Teams page).

What people wrote goes through `plain`, so that it never becomes a link or markup.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence

from dialogs.turn import JSON

LIMIT = 28 * 1024
"""The most bytes of one card, counted in UTF-16 as Teams does."""

ROOM = LIMIT - 4 * 1024
"""What a card's lines may take, beside its title and its own buttons."""

MOST_FACTS = 5
"""Of one set; more are hard to take in at a glance, and long on a phone."""

LONGEST = 1500
"""The most characters of one text in a card; the rest is left out with a sign."""

_MARKDOWN = re.compile(r"([\\`*_\[\]~<])")
_LINE_START = re.compile(r"^(\s*)(\d+(?=[.)])|[-+#>=])", re.MULTILINE)
_ADDRESS = re.compile(r"(?i)\b(https?|ftp|file|javascript|mailto):")


LONGEST_QUOTED = 6000
"""The most characters of a text to copy, which is of no use unless it is whole."""


def plain(text: str, longest: int = LONGEST) -> str:
    """What a person wrote, so that a card shows exactly that: no links, no markup, not endless."""
    short = text if len(text) <= longest else text[: longest - 1].rstrip() + "…"
    escaped = _MARKDOWN.sub(r"\\\1", short)
    return _ADDRESS.sub(r"\1\\:", _LINE_START.sub(_escaped_start, escaped))


def _escaped_start(found: re.Match[str]) -> str:
    """A list's or heading's sign that is no longer one; after a number it is the full stop."""
    space, sign = found.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"


def text(words: str, *, subtle: bool = False, bold: bool = False, colour: str = "") -> JSON:
    """A paragraph; `colour` is one of Teams' names (good, warning, attention) and never alone."""
    block: JSON = {"type": "TextBlock", "text": words, "wrap": True}
    if subtle:
        block |= {"isSubtle": True, "spacing": "Small"}
    if bold:
        block["weight"] = "Bolder"
    if colour:
        block["color"] = colour.capitalize()
    return block


def paragraphs(words: str) -> list[JSON]:
    """What is said, a line each; lines that begin with a dash are one list."""
    body: list[JSON] = []
    listed: list[str] = []
    for line in [*words.split("\n"), ""]:
        if line.startswith("- "):
            listed.append(f"- {plain(line.removeprefix('- '))}")
            continue
        if listed:
            body.append(text("\n".join(listed)))
            listed = []
        if line:
            body.append(text(plain(line)))
    return body


def heading(words: str) -> JSON:
    """The card's title, read as a heading by screen readers."""
    return {
        "type": "TextBlock",
        "text": words,
        "wrap": True,
        "style": "heading",
        "size": "Large",
        "weight": "Bolder",
    }


def facts(pairs: Iterable[tuple[str, str]]) -> JSON:
    """At most five facts, each a name and a value that has been through `plain`.

    `ValueError` for a sixth: a card that leaves out what its text says is worse than none.
    """
    shown = [{"title": name, "value": value} for name, value in pairs if value]
    if len(shown) > MOST_FACTS:
        raise ValueError([fact["title"] for fact in shown])
    return {"type": "FactSet", "facts": shown}


def section(words: str, *content: JSON) -> JSON:
    """A part of a card with its own small title."""
    items = [text(words, bold=True), *content]
    return {"type": "Container", "separator": True, "spacing": "Medium", "items": items}


def row(*content: JSON | None) -> JSON:
    """One thing of a list, with a line above it, so that its buttons are seen to be its own."""
    items = [item for item in content if item is not None]
    return {"type": "Container", "separator": True, "spacing": "Medium", "items": items}


def quoted(words: str, longest: int = LONGEST_QUOTED) -> JSON:
    """A text that will leave or is to be copied, set apart from what the program says.

    An empty line is the space before the next paragraph; lines of one paragraph stand together.
    """
    items: list[JSON] = []
    above = ""
    for one in plain(words, longest).split("\n"):
        if one.strip():
            items.append(text(one) | ({"spacing": "None"} if above.strip() else {}))
        above = one
    return {"type": "Container", "style": "emphasis", "items": items}


def to_copy(words: str, number: int) -> JSON:
    """The same for a text that is to be copied as it stands: the local page copies it by a press.

    `number` is its place on the card, since an element's id is found once.
    """
    return quoted(words) | {"id": f"copy{number}"}


def line(left: str, right: str, *, strong: bool = False) -> JSON:
    """Two columns: what, and when; halves, since a column as wide as its text starves the other."""
    columns = [
        {"type": "Column", "width": 1, "items": [text(words, bold=strong)]}
        for words in (left, right)
    ]
    return {"type": "ColumnSet", "spacing": "Small", "columns": columns}


def buttons(*actions: JSON) -> JSON:
    """Actions inside a card, such as a line's own button."""
    return {"type": "ActionSet", "spacing": "Small", "actions": list(actions)}


def primary(action: JSON) -> JSON:
    """The one action of a card that is likeliest."""
    return action | {"style": "positive"}


_STYLES: tuple[JSON, JSON] = ({"style": "positive"}, {"mode": "secondary"})


def card(
    title: str,
    body: Sequence[JSON],
    actions: Sequence[JSON] = (),
    *,
    speak: str = "",
    equal: int = 0,
) -> JSON:
    """A whole card; the first action is the primary one, those after it go behind *Mer*.

    Or the first actions are `equal`, so many of them, and none is primary: they are choices, or
    the primary one stands in the body.
    """
    shown: list[JSON] = [
        action if place < equal else action | _STYLES[place > 0]
        for place, action in enumerate(actions)
    ]
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "speak": speak,
        "body": [heading(title), *body],
        "actions": shown,
    }


def retitled(data: JSON, title: str) -> JSON:
    """The card with another title."""
    body = data["body"]
    if not isinstance(body, list):
        return data
    return {**data, "body": [heading(title), *body[1:]]}


def size(data: JSON) -> int:
    """How many bytes a card takes in UTF-16."""
    return len(json.dumps(data, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))


def room_in(card: JSON) -> int:
    """How many bytes of more lines this card takes, with one that says what was left out."""
    return LIMIT - size(card) - 1024
