"""A mail from outside as it really comes: headers, addresses and parts, read with patience."""

from __future__ import annotations

import contextlib
import re
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses
from itertools import islice
from typing import TYPE_CHECKING

from calendar_sync.hypertext import without_tags
from calendar_sync.mailbox import checked_address, one_line
from pathway.ports import DeliveryRefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

PART_LIMIT = 100
MAIL_LIMIT = 3
MAILS = {"message/rfc822", "message/global"}
NAME_LIMIT = 100
WRITTEN_LIMIT = 2_000
"""More of a header is nobody's name, however it is encoded."""

TEXT_LIMIT = 20_000
HTML_LIMIT = 200_000
"""Octets; of longer ones the own words may stand anywhere."""

HEADER_LIMIT = 20_000
"""More of one header is nobody's address or reference."""

_FROM = "fra|fr\\w|from|von|de"
_QUOTED = re.compile(
    rf"^[^\S\n]*(?:>|-{{3,}}|_{{5,}}|(?:{_FROM})[^\S\n]*:).*",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
"""Spaces of one line alone: over many empty lines each line would look at all that follow."""
_WHOSE = re.compile(
    r"^(?:(?:den|on)\b[^\n]{0,200}\b20\d\d\b[^\n]{0,200}\n)?"
    r"[^\n]{0,200}\b(?:skrev|wrote)\b[^\n]{0,200}(?:\n\S{0,100}>)?:\Z",
    re.IGNORECASE | re.MULTILINE,
)
_LINK = re.compile(r"https?://\S+")


def parts_of(mail: Message) -> Iterator[Message]:
    """The mail's own parts in order, the first hundred; never those of a mail inside it."""
    return islice(_every(mail), PART_LIMIT)


def all_seen(mail: Message) -> bool:
    """Whether those are all the parts that it has."""
    return next(islice(_every(mail), PART_LIMIT, None), None) is None


def attached(mail: Message) -> Iterator[Message]:
    """The first mails that lie inside it, as when somebody forwards one as an attachment."""
    found = (part for part in parts_of(mail) if part.get_content_type() in MAILS)
    return islice((one for part in found for one in inside(part)), MAIL_LIMIT)


def _every(mail: Message) -> Iterator[Message]:
    waiting = [mail]
    while waiting:
        part = waiting.pop()
        yield part
        if part.get_content_maintype() == "multipart":
            waiting.extend(reversed(inside(part)))


def inside(part: Message) -> list[Message]:
    """The parts of a part, or the mail in it; none where it holds text."""
    found = part.get_payload()
    return [one for one in found if isinstance(one, Message)] if isinstance(found, list) else []


def header(mail: Message, *names: str) -> str:
    """What all the headers of these names say, unfolded and not decoded."""
    values = (str(value)[:HEADER_LIMIT] for name in names for value in mail.get_all(name, []))
    return " ".join(word for value in values for word in value.split())


def word(mail: Message, name: str) -> str:
    """The first word of a header in lower case, without its parameters."""
    said = header(mail, name).strip().lower()
    return said.partition(";")[0].partition(" ")[0]


def payload(part: Message) -> bytes:
    """A part's content, decoded; empty for what has none."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def decoded(content: bytes, part: Message) -> str:
    """UTF-8, or the charset that the part claims, or Latin-1, which reads anything."""
    for charset in ("utf-8-sig", part.get_content_charset("latin-1")):
        try:
            return content.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("latin-1")


def own_words(mail: Message) -> str | None:
    """What the sender wrote, above what is quoted, without addresses of pages.

    The first text that is not empty counts, plain or not; None where it is too long to be judged.
    """
    for part in parts_of(mail):
        kind = part.get_content_type()
        if kind not in {"text/plain", "text/html"} or part.get_filename():
            continue
        content = payload(part)
        if kind == "text/html" and len(content) > HTML_LIMIT:
            return None
        text = decoded(content[:TEXT_LIMIT], part)
        if kind == "text/html":
            text = without_tags(decoded(content, part))
        if text.strip():
            return _LINK.sub("", _above_quoted(text)).strip()
    return ""


def _above_quoted(text: str) -> str:
    """What stands above a quotation, and above the line that says whose words it is."""
    own = _QUOTED.sub("", text).rstrip()
    return own if len(own) == len(text.rstrip()) else _WHOSE.sub("", own)


def sender_of(mail: Message) -> tuple[str, str]:
    """The one address in From and what it is called, both empty where there is not one."""
    written = getaddresses([header(mail, "from")])
    found = {address(each): name for name, each in written if address(each)}
    if len(found) != 1:
        return "", ""
    ((sender, name),) = found.items()
    return sender, _plain_words(name)


def addresses_in(mail: Message, *names: str) -> tuple[str, ...]:
    """Every plain address in these headers, each once, in lower case."""
    found = (address(each) for _, each in getaddresses([header(mail, name) for name in names]))
    return tuple(dict.fromkeys(each for each in found if each))


def address(text: str) -> str:
    """A plain address in lower case, empty where it is none; `mailto:` falls away."""
    bare = text.strip().lower().removeprefix("mailto:")
    try:
        return checked_address(bare)
    except DeliveryRefusedError:
        return ""


def _plain_words(text: str) -> str:
    """A display name without its encoding (RFC 2047); as it stands where that is broken."""
    with contextlib.suppress(ValueError, LookupError):
        text = str(make_header(decode_header(text[:WRITTEN_LIMIT])))
    return one_line(text)[:NAME_LIMIT]
