"""A plain text as a quiet HTML page for mail programs: the same words, with links to press."""

from __future__ import annotations

import re
from html import escape

_LINK = re.compile(r"https?://[^\s<>\"']+")
_AFTER = ".,;:!?)]}»"
_FONT = "font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"

# No colours of our own: mail programs choose theirs, in the light and in the dark.
_PAGE = """\
<!DOCTYPE html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
</head>
<body style="margin:0;padding:24px;{font}">
<div style="max-width:36em;overflow-wrap:anywhere">
{paragraphs}
</div>
</body>
</html>
"""


def html_page(title: str, text: str) -> str:
    """`text` as HTML: an empty line parts paragraphs, addresses on the web become links."""
    blocks = [block.strip("\n") for block in re.split(r"\n\s*\n", text)]
    paragraphs = "\n".join(
        f'<p style="margin:0 0 16px">{_linked(block)}</p>' for block in blocks if block.strip()
    )
    return _PAGE.format(title=escape(title), font=_FONT, paragraphs=paragraphs)


def _linked(block: str) -> str:
    """One paragraph, escaped, its line breaks kept."""
    pieces: list[str] = []
    end = 0
    for match in _LINK.finditer(block):
        address = match.group().rstrip(_AFTER)
        pieces += [escape(block[end : match.start()]), _anchor(address)]
        end = match.start() + len(address)
    pieces.append(escape(block[end:]))
    return "".join(pieces).replace("\n", "<br>\n")


def _anchor(address: str) -> str:
    shown = escape(address)
    return f'<a href="{shown}">{shown}</a>'
