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

TEXT_LIMIT = 200_000
"""Octets; of a longer text the own words may stand anywhere."""

HEADER_LIMIT = 20_000
"""More of one header is nobody's address or reference."""

_HEAD = re.compile(r"[*_]*(?:fra|fr\xe5n?|from|von|de)[*_]*\s?:", re.IGNORECASE)
_HEAD_GOES_ON = re.compile(
    r"[*_]*(?:sendt|sent|skickat|gesendet|enviado|envoyé|emne|subject|ämne|betreff|asunto|objet)"
    r"[*_]*\s?:",
    re.IGNORECASE,
)
"""Not "til" and "dato": whoever writes "Fra: 10.00" writes "Til: 10.30" below it."""

_HEAD_LINES = 4
_RULE = re.compile(r"-{3,}|_{3,}")
_ABOVE_QUOTED = re.compile(
    r"--|-{3,}\s?(?:original|opp?rin|opphav|ursprung|ursprüng|videresend|vidaresend|forward)\w*"
    r"(?:\s\w{1,20}){0,2}\s?-{3,}",
    re.IGNORECASE,
)
_LINE_END = re.compile(r"\r\n?|\n")
_ADDRESS = re.compile(r"\S@\S")
_YEAR = re.compile(r"\b20\d\d\b")
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


def own_words(mail: Message) -> list[str] | None:
    """What the sender wrote in each text, without what is quoted and addresses of pages.

    None where one is too long to be judged.
    """
    found = []
    for part in parts_of(mail):
        kind, name = part.get_content_type(), str(part.get_filename() or "").lower()
        if kind not in {"text/plain", "text/html"} or name.endswith(".ics"):
            continue
        content = payload(part)
        if len(content) > TEXT_LIMIT:
            return None
        text = decoded(content, part)
        own = _LINK.sub("", _unquoted(without_tags(text) if kind == "text/html" else text)).strip()
        found += [own] if own else []
    return found


def _unquoted(text: str) -> str:
    """The text without lines that are marked as quoted, and without a mail that is quoted whole.

    Where the latter ends nobody can tell. A line across is a signature's.
    """
    own: list[str] = []
    lines = [line.strip() for line in _LINE_END.split(text)]
    for number, line in enumerate(lines):
        if _heads_a_mail(lines, number):
            own = _unattributed(own)
            return "\n".join(own[:-1] if own and _ABOVE_QUOTED.fullmatch(own[-1]) else own)
        if line.startswith(">"):
            own = _unattributed(own)
        else:
            own.append("--" if _RULE.fullmatch(line) else line)
    return "\n".join(own)


def _heads_a_mail(lines: list[str], number: int) -> bool:
    """Whether the header of a quoted mail begins there, as Outlook writes it."""
    if not _HEAD.match(lines[number]):
        return False
    below = (lines[place] for place in range(number + 1, len(lines)))
    next_ones = islice((line for line in below if line), _HEAD_LINES)
    return bool(_ADDRESS.search(lines[number])) or any(map(_HEAD_GOES_ON.match, next_ones))


def _unattributed(lines: list[str]) -> list[str]:
    """The lines without the last that says whose the words below it are."""
    while lines and not lines[-1]:
        lines.pop()
    above = "\n".join(lines[-3:])
    whose = _WHOSE.search(above)
    if whose is None or not (_ADDRESS.search(whose[0]) or _YEAR.search(whose[0])):
        return lines
    return [*lines[:-3], *above[: whose.start()].split("\n")]


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
