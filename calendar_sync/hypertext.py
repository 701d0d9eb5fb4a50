"""A foreign text in HTML as plain text: what its reader sees, in lines, quoted parts marked."""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"<([^<>]*)>")
"""In one sweep: the standard library's parser needs seconds for 20 kB that are made to be slow."""

_NAME = re.compile(r"/?[a-z][a-z0-9]*")
_UNSEEN = {"head", "style", "script", "title", "xml"}
_LINES = {"br", "p", "div", "tr", "li", "ul", "ol", "table", "hr", "h1", "h2", "h3", "pre"}
_QUOTES = {"blockquote": 1, "/blockquote": -1}


def without_tags(text: str) -> str:
    """The text alone; a line begins where a block does, `>` stands before each quoted one."""
    unseen, quoted, told = "", 0, []
    for place, piece in enumerate(_TAG.split(text)):
        if place % 2 == 0:
            told += [] if unseen else [" ".join(html.unescape(piece).split()), " "]
            continue
        found = _NAME.match(piece.lower())
        name = found[0] if found else ""
        if unseen:
            unseen = "" if name == f"/{unseen}" else unseen
        elif name in _UNSEEN and not piece.endswith("/"):
            unseen = name
        elif name in _QUOTES or name.removeprefix("/") in _LINES:
            quoted = max(quoted + _QUOTES.get(name, 0), 0)
            told.append("\n> " if quoted else "\n")
    return "".join(told).strip()
