"""Adaptive Cards as HTML forms: the same card data as Teams gets, made ready for a template.

Only what our cards use is drawn; an unknown element is drawn by its `fallback`, or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from dialogs.wording.nb.dates import MONTHS

JSON = Mapping[str, object]
Node = dict[str, object]

INPUT = "i."
"""Stands before an input's id in the form, so that it never meets a field of ours."""

_PRESSED = frozenset({"Action.Execute", "Action.Submit"})
_STATES = {"good": "ok", "warning": "risk", "attention": "passed"}
_KINDS = {
    "Input.Text": "text",
    "Input.Number": "number",
    "Input.Date": "date",
    "Input.Time": "time",
    "Input.ChoiceSet": "choice",
    "Input.Toggle": "toggle",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressable:
    """A button of a card: its own data, and what is taken from inputs, each with its default."""

    title: str
    data: JSON
    inputs: Mapping[str, str] = field(default_factory=dict)

    def sent(self, form: Mapping[str, str]) -> dict[str, object]:
        """What pressing it says, as Teams would send it."""
        filled = {name: form.get(INPUT + name, off) for name, off in self.inputs.items()}
        return {**self.data, **filled}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A card as nodes for the template, and its buttons by number; `title` is plain text."""

    title: str

    body: Sequence[Node]
    pressables: Sequence[Pressable]


def draw(card: JSON) -> Drawn:
    """Make a card ready. A malformed card gives what can be read of it, never an error."""
    pen = _Pen()
    body = pen.card(card, {}, nested=False)
    title = next((_str(b.get("text")) for b in _dicts(card.get("body")) if _titled(b)), "")
    return Drawn(title=_ESCAPED.sub(r"\1", title), body=body, pressables=tuple(pen.pressables))


def _titled(block: JSON) -> bool:
    return block.get("style") == "heading"


class _Pen:
    def __init__(self) -> None:
        self.pressables: list[Pressable] = []

    def card(self, card: JSON, outer: Mapping[str, str], *, nested: bool) -> list[Node]:
        """The nodes of a card; a shown card's buttons send the outer card's inputs too."""
        body = _dicts(card.get("body"))
        inputs = {**outer, **dict(_inputs(body))}
        nodes = self._items(body, inputs, nested=nested)
        actions = self._actions(card.get("actions"), inputs)
        return [*nodes, actions] if actions else nodes

    def _items(
        self, items: Sequence[JSON], inputs: Mapping[str, str], *, nested: bool
    ) -> list[Node]:
        drawn = (self._element(item, inputs, nested=nested) for item in items)
        return [node for node in drawn if node]

    def _element(self, item: JSON, inputs: Mapping[str, str], *, nested: bool) -> Node | None:
        match item.get("type"):
            case "Container":
                inner = self._items(_dicts(item.get("items")), inputs, nested=nested)
                quoted = item.get("style") == "emphasis"
                copied = _str(item.get("id")).startswith("copy")
                box: Node = {"kind": "box", "items": inner, "quoted": quoted, "copied": copied}
                return box | {"line": _line(item)}
            case "ColumnSet":
                return self._columns(item, inputs, nested=nested)
            case "ActionSet":
                return self._actions(item.get("actions"), inputs)
            case _:
                leaf, fallback = _leaf(item, nested=nested), item.get("fallback")
        if leaf is None and isinstance(fallback, Mapping):
            return self._element(fallback, inputs, nested=nested)
        return leaf

    def _columns(self, item: JSON, inputs: Mapping[str, str], *, nested: bool) -> Node:
        columns = [
            {
                "items": self._items(_dicts(column.get("items")), inputs, nested=nested),
                "narrow": column.get("width") == "auto",
            }
            for column in _dicts(item.get("columns"))
        ]
        return {"kind": "columns", "columns": columns, "line": _line(item)}

    def _actions(self, actions: object, inputs: Mapping[str, str]) -> Node | None:
        drawn = [self._action(action, inputs) for action in _dicts(actions)]
        shown = [node for node in drawn if node]
        return {"kind": "actions", "actions": shown} if shown else None

    def _action(self, action: JSON, inputs: Mapping[str, str]) -> Node | None:
        title, kind = _str(action.get("title")), _str(action.get("type"))
        node: Node = {"title": title, "later": action.get("mode") == "secondary"}
        if kind in _PRESSED:
            return node | self._pressed(action, inputs)
        if kind == "Action.ShowCard":
            inner = action.get("card")
            items = self.card(inner, inputs, nested=True) if isinstance(inner, Mapping) else []
            return node | {"kind": "more", "items": items}
        url = _str(action.get("url"))
        if kind == "Action.OpenUrl" and url.startswith(("https://", "http://")):
            return node | {"kind": "open", "url": url}
        fallback = action.get("fallback")
        return self._action(fallback, inputs) if isinstance(fallback, Mapping) else None

    def _pressed(self, action: JSON, inputs: Mapping[str, str]) -> Node:
        alone = action.get("associatedInputs") == "none"
        data = action.get("data")
        self.pressables.append(
            Pressable(
                title=_str(action.get("title")),
                data=data if isinstance(data, Mapping) else {},
                inputs={} if alone else inputs,
            )
        )
        number = len(self.pressables) - 1
        style = _str(action.get("style"))
        return {"kind": "press", "number": number, "alone": alone, "style": style}


def _inputs(items: Sequence[JSON]) -> Iterator[tuple[str, str]]:
    """Each input's id, and what it says when it is left alone."""
    for item in items:
        if _str(item.get("type")) in _KINDS and _str(item.get("id")):
            off = item.get("valueOff", "false") if item.get("type") == "Input.Toggle" else ""
            yield _str(item["id"]), _str(off)
        yield from _inputs([*_dicts(item.get("items")), *_dicts(item.get("columns"))])


def _leaf(item: JSON, *, nested: bool) -> Node | None:
    """What holds nothing else; None for what we do not know."""
    match item.get("type"):
        case "TextBlock" | "RichTextBlock":
            return _text(item)
        case "FactSet":
            return {"kind": "facts", "facts": [_fact(f) for f in _dicts(item.get("facts"))]}
        case str(kind) if kind in _KINDS:
            return _input(item, nested=nested)
    return None


def _text(item: JSON) -> Node:
    runs = "".join(_str(run.get("text")) for run in _dicts(item.get("inlines")))
    return {
        "kind": "text",
        "html": markdown(_str(item.get("text")) or runs),
        "heading": item.get("style") == "heading",
        "strong": _str(item.get("weight")).lower() == "bolder",
        "quiet": item.get("isSubtle") is True,
        "close": item.get("spacing") == "None",
        "state": _STATES.get(_str(item.get("color")).lower(), ""),
    }


def _fact(fact: JSON) -> Node:
    return {"name": _str(fact.get("title")), "html": markdown(_str(fact.get("value")))}


def _line(item: JSON) -> bool:
    return item.get("separator") is True


def _input(item: JSON, *, nested: bool) -> Node:
    """An input. One inside a shown card is not required by the browser: it may be folded away."""
    value = _str(item.get("value"))
    several = item.get("isMultiSelect") is True
    chosen = set(value.split(",")) if several else {value}
    choices = [
        {"title": _str(c.get("title")), "value": _str(c.get("value"))}
        for c in _dicts(item.get("choices"))
    ]
    return {
        "kind": "input",
        "input": _KINDS[_str(item.get("type"))],
        "id": _str(item.get("id")),
        "label": _str(item.get("label")) or _str(item.get("title")),
        "title": _str(item.get("title")),
        "value": value,
        "required": item.get("isRequired") is True and not nested,
        "several": several,
        "open": several or item.get("style") == "expanded",
        "choices": [c | {"on": c["value"] in chosen and c["value"] != ""} for c in choices],
        "lines": item.get("isMultiline") is True,
        "most": item.get("maxLength") if isinstance(item.get("maxLength"), int) else None,
        "low": _str(item.get("min")),
        "high": _str(item.get("max")),
        "value_on": _str(item.get("valueOn", "true")),
    }


def _dicts(value: object) -> list[JSON]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def _str(value: object) -> str:
    return "" if value is None else str(value)


_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_HIDDEN = re.compile("[\ue021-\ue07e]")
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_EMPHASIS = re.compile(r"(?<!\w)_(.+?)_(?!\w)|\*(.+?)\*")
_LINK = re.compile(r"\[([^\]]+)\]\((https?://[^\s)]+)\)")
_DAY = rf"(?<!\d)\d{{1,2}}\. (?:{'|'.join(MONTHS)})(?: \d{{4}})?"
_WHOLE = re.compile(rf"\bkl\. \d\d\.\d\d(?:–\d\d\.\d\d)?|{_DAY}|(?<!\d)\d\d(?: \d\d){{3}}(?!\d)")
_BULLET = re.compile(r"\s*[-*]\s+(.*)")
_NUMBERED = re.compile(r"\s*\d+\.\s+(.*)")


def markdown(text: str) -> Markup:
    """The part of markdown that Teams shows in cards: bold, italic, links, lists."""
    hidden = _ESCAPED.sub(lambda found: chr(0xE000 + ord(found[1])), _HIDDEN.sub("", text))
    blocks: list[str] = []
    tag = ""
    for line in hidden.split("\n"):
        bullet, numbered = _BULLET.fullmatch(line), _NUMBERED.fullmatch(line)
        new = "ul" if bullet else "ol" if numbered else ""
        if new != tag:
            blocks += [f"</{tag}>"] * bool(tag) + [f"<{new}>"] * bool(new)
        elif not new and blocks:
            blocks.append("<br>")
        found = bullet or numbered
        blocks.append(f"<li>{_inline(found[1])}</li>" if found else _inline(line))
        tag = new
    blocks += [f"</{tag}>"] * bool(tag)
    return Markup("".join(blocks))  # noqa: S704  every piece of text went through `escape`


def _inline(text: str) -> str:
    """One line; addresses stay apart, so that no mark inside them counts."""
    pieces = _LINK.split(str(escape(text)))
    html = _marked(pieces[0])
    for title, url, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        opens = 'rel="noopener noreferrer" target="_blank"'
        html += f'<a href="{url}" {opens}>{_marked(title)}</a>{_marked(after)}'
    return _HIDDEN.sub(lambda found: str(escape(chr(ord(found[0]) - 0xE000))), html)


def _marked(html: str) -> str:
    """With marks as elements; a day, a time and a telephone number stay on one line each."""
    html = _WHOLE.sub(r'<span class="whole">\g<0></span>', html)
    strong = _STRONG.sub(r"<strong>\1</strong>", html)
    return _EMPHASIS.sub(lambda found: f"<em>{found[1] or found[2]}</em>", strong)
