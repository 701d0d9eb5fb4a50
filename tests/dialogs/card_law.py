"""What every card keeps, so that Teams shows it alike on a computer and on a phone.

From the Teams page of the shared documents: schema 1.5, small, only elements that phones draw,
inputs that can be read aloud, actions that older clients know, nothing of a patient in a banner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from dialogs.cards.actions import LONGEST_TITLE
from dialogs.cards.elements import LIMIT, size
from dialogs.turn import JSON, Reply
from dialogs.wording.nb import ask_words as words

Node = Mapping[str, object]

_INPUT = {"type", "id", "label", "isRequired", "errorMessage", "value"}
ALLOWED: dict[str, set[str]] = {
    "AdaptiveCard": {"type", "$schema", "version", "speak", "body", "actions"},
    "TextBlock": {
        *("type", "text", "wrap", "style", "size", "weight", "color"),
        *("isSubtle", "spacing"),
    },
    "FactSet": {"type", "facts"},
    "Container": {"type", "id", "items", "style", "separator", "spacing"},
    "ColumnSet": {"type", "columns", "spacing"},
    "Column": {"type", "width", "items"},
    "ActionSet": {"type", "actions", "spacing"},
    "Input.Text": {*_INPUT, "maxLength", "isMultiline"},
    "Input.Date": _INPUT,
    "Input.Time": _INPUT,
    "Input.ChoiceSet": {*_INPUT, "style", "choices", "isMultiSelect"},
    "Action.Execute": {
        *("type", "title", "verb", "data", "associatedInputs", "fallback"),
        *("style", "mode"),
    },
}
"""Elements that phones draw, each with the properties that we use of it."""

_OWN = {"do", "form", "n", "text"}
"""What a button says of itself; Teams puts the inputs in the same object."""

MOST_FACTS, MOST_COLUMNS, MOST_SHOWN = 5, 3, 6
_WAYS_OUT = {words.BACK_TITLE, words.CANCEL_TITLE}
_NO_MARKDOWN = re.compile(r"(?m)(?<!\\)`|^\s*#{1,6} |^\s*>|!\[|\{\{|^\s*\|.*\||(?<!\\)<[A-Za-z/]")


def reply_faults(reply: Reply, patients: Sequence[str] = ()) -> list[str]:
    """What is wrong with a message: its card, and what a phone's banner shows of it."""
    if reply.card is None:
        return []
    card = reply.card
    named = [n for n in patients if n and n in f"{reply.summary} {card.get('speak')}"]
    return [*faults(card), *(f"a banner names {name}" for name in named)]


def faults(card: JSON) -> list[str]:
    """What is wrong with a card, each in a few words; nothing for a lawful one."""
    return [*_whole(card), *(fault for node in _nodes(card) for fault in _of(node))]


def _whole(card: JSON) -> Iterator[str]:
    body = _list(card.get("body"))
    headings = [block for block in body if block.get("style") == "heading"]
    if size(card) >= LIMIT:
        yield f"takes {size(card)} bytes"
    if card.get("version") != "1.5":
        yield f"is of version {card.get('version')}"
    if not card.get("speak"):
        yield "is silent for who cannot see"
    if not body or headings != body[:1]:
        yield "does not begin with its one heading"
    ids = [str(node["id"]) for node in _nodes(card) if "id" in node]
    if len(ids) != len(set(ids)):
        yield "has two elements of one name"
    asked = [str(n["id"]) for n in _nodes(card) if str(n.get("type")).startswith("Input.")]
    taken = _OWN & set(asked) if asked != ["text"] else set()  # alone, it says what is typed
    if taken:
        yield f"has inputs that overwrite what its buttons say: {taken}"
    yield from _primary(card)


def _primary(card: JSON) -> Iterator[str]:
    """One primary action and the rest behind *Mer*, or equal ones; one primary in all."""
    actions = _list(card.get("actions"))
    every = [node for node in _nodes(card) if node.get("style") == "positive"]
    if len(every) > 1:
        yield f"has {len(every)} primary actions"
    equal = [action for action in actions if "mode" not in action]
    inside = any(node.get("type") == "ActionSet" for node in _nodes(card))
    choices = len(equal) > 1 or inside
    if actions and not (every == equal if every and every[0] in actions else choices):
        yield f"shows {len(equal)} actions and none is primary"
    if len(equal) > MOST_SHOWN:
        yield f"shows {len(equal)} actions together"


def _of(node: Node) -> Iterator[str]:
    kind = str(node.get("type"))
    allowed = ALLOWED.get(kind)
    if allowed is None:
        yield f"holds a {kind}"
        return
    for name in node.keys() - allowed:
        yield f"{kind} has {name}"
    if kind == "TextBlock":
        yield from _text(node)
    elif kind == "FactSet":
        yield from _facts(node)
    elif kind == "ColumnSet":
        yield from _columns(node)
    elif kind == "ActionSet":
        yield from _set_of_actions(node)
    elif kind.startswith("Input."):
        yield from _input(node)
    elif kind == "Action.Execute":
        yield from _action(node)
    if kind in {"Container", "Column"} and not node.get("items"):
        yield f"has an empty {kind}"


def _text(node: Node) -> Iterator[str]:
    said = str(node.get("text"))
    if not said or node.get("wrap") is not True:
        yield f"cuts or hides {said[:40]!r}"
    yield from _marked(said)


def _marked(said: str) -> Iterator[str]:
    if _NO_MARKDOWN.search(said):
        yield f"has markdown that is not drawn in {said[:60]!r}"


def _facts(node: Node) -> Iterator[str]:
    facts = _list(node.get("facts"))
    if not 0 < len(facts) <= MOST_FACTS:
        yield f"has {len(facts)} facts together"
    for fact in facts:
        if set(fact) != {"title", "value"} or not all(fact.values()):
            yield f"has an odd fact {fact}"
        yield from _marked(str(fact.get("value")))


def _columns(node: Node) -> Iterator[str]:
    columns = _list(node.get("columns"))
    if not 0 < len(columns) <= MOST_COLUMNS:
        yield f"has {len(columns)} columns"
    inside = {str(inner.get("type")) for inner in _nodes(columns)}
    if any(kind.startswith("Input.") for kind in inside):
        yield "has an input in a column"


def _set_of_actions(node: Node) -> Iterator[str]:
    actions = _list(node.get("actions"))
    shown = [action for action in actions if "mode" not in action]
    if not 0 < len(shown) <= MOST_SHOWN:
        yield f"shows {len(shown)} actions together"


def _input(node: Node) -> Iterator[str]:
    name = f"{node.get('type')} {node.get('id')}"
    if not node.get("id") or not node.get("label"):
        yield f"{name} has no name or label"
    if bool(node.get("errorMessage")) != (node.get("isRequired") is True):
        yield f"{name} does not say what is wrong when it is empty"
    if node.get("type") == "Input.ChoiceSet":
        choices = _list(node.get("choices"))
        if not choices or not all(choice.get("title") for choice in choices):
            yield f"{name} has nothing to choose"


def _action(node: Node) -> Iterator[str]:
    title, data, fallback = str(node.get("title")), node.get("data"), node.get("fallback")
    if not title or not isinstance(data, dict) or not isinstance(fallback, dict):
        yield f"«{title}» cannot be pressed"
        return
    if len(title) > LONGEST_TITLE:
        yield f"«{title}» does not fit on a phone's button"
    same = {"title": title, "associatedInputs": node.get("associatedInputs")}
    quiet = {"msteams": {"feedback": {"hide": True}}}
    if fallback != {"type": "Action.Submit", **same, "data": data, **quiet}:
        yield f"«{title}» is another for older clients"
    if title in _WAYS_OUT and node.get("associatedInputs") != "none":
        yield f"«{title}» sends inputs"


def _nodes(node: object) -> Iterator[Node]:
    """Every element and action; a fallback is looked at with its action."""
    if isinstance(node, list):
        for item in node:
            yield from _nodes(item)
    elif isinstance(node, dict):
        if "type" in node:
            yield node
        for name, value in node.items():
            if name not in {"fallback", "data", "choices", "facts"}:
                yield from _nodes(value)


def _list(value: object) -> list[JSON]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
