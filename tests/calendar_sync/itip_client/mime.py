"""A mail taken apart by hand (RFC 5322, 2045 to 2047), and where Outlook looks for a meeting."""

from __future__ import annotations

import base64
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import decode_header, make_header

_PARAMETER = re.compile(r';\s*([A-Za-z-]+)=(?:"([^"]*)"|([^;\s]+))')


class NotMailError(ValueError):
    """The bytes are no mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A mail, or one part of it: its headers as (lower-case name, value), its body, its parts."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    parts: tuple[Part, ...] = ()

    def header(self, name: str) -> str:
        """The header that may stand once, unfolded, or nothing."""
        found = [value for key, value in self.headers if key == name]
        if len(found) > 1:
            raise NotMailError(f"{name} stands {len(found)} times")
        return found[0] if found else ""

    def words(self, name: str) -> str:
        """The header as a person reads it (RFC 2047)."""
        return str(make_header(decode_header(self.header(name))))

    @property
    def kind(self) -> str:
        """The media type, in lower case."""
        return self.header("content-type").split(";")[0].strip().lower() or "text/plain"

    def parameter(self, name: str, header: str = "content-type") -> str:
        """A parameter of Content-Type or another header, or nothing."""
        found = _PARAMETER.findall(self.header(header))
        return next((a or b for key, a, b in found if key.lower() == name), "")

    @property
    def content(self) -> bytes:
        """The body without its transfer encoding."""
        match self.header("content-transfer-encoding").lower():
            case "base64":
                return base64.b64decode(self.body, validate=False)
            case "quoted-printable":
                return quopri.decodestring(self.body)
            case _:
                return self.body

    def walk(self) -> Iterator[Part]:
        """This part and every part inside."""
        yield self
        for part in self.parts:
            yield from part.walk()


def read_mail(raw: bytes) -> Part:
    """The mail, with its parts (RFC 2046 section 5.1)."""
    head, found, body = raw.partition(b"\r\n\r\n")
    if not found:
        raise NotMailError("no empty line after the headers")
    part = Part(headers=tuple(_headers(head)), body=body)
    if not part.kind.startswith("multipart/"):
        return part
    return Part(headers=part.headers, body=body, parts=tuple(_parts(part)))


def _headers(head: bytes) -> Iterator[tuple[str, str]]:
    text = re.sub(r"\r\n([ \t])", r"\1", head.decode("utf-8"))
    for line in text.split("\r\n"):
        name, colon, value = line.partition(":")
        if not colon or not re.fullmatch(r"[!-9;-~]+", name):
            raise NotMailError(f"no header: {line[:40]}")
        yield name.lower(), value.strip()


def _parts(whole: Part) -> Iterator[Part]:
    mark = b"--" + whole.parameter("boundary").encode()
    if mark == b"--":
        raise NotMailError("no boundary")
    pieces = (b"\r\n" + whole.body).split(b"\r\n" + mark)
    if not pieces[-1].startswith(b"--"):
        raise NotMailError("the last boundary is missing")
    for piece in pieces[1:-1]:
        yield read_mail(piece.lstrip(b" \t").removeprefix(b"\r\n"))


def meeting_part(mail: Part) -> Part | None:
    """The calendar that Outlook takes for a meeting, or None where it sees but a file.

    It looks at the mail itself, or the alternatives that it is or begins with; a calendar with a
    Content-Disposition, or one that stands anywhere else, is a file.
    """
    part = mail
    if part.kind == "multipart/mixed" and part.parts:
        part = part.parts[0]
    inside = part.parts if part.kind == "multipart/alternative" else (part,)
    for one in inside:
        if one.kind == "text/calendar" and not one.header("content-disposition"):
            return one
    return None
