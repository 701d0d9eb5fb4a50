"""Invitations as mail (iMIP, RFC 6047): one mail holds one recipient, one method, one event."""

from __future__ import annotations

import quopri
from base64 import encodebytes
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

from calendar_sync.ics import calendar_bytes
from calendar_sync.mail_html import html_page
from calendar_sync.mailbox import (
    Mailbox,
    checked_address,
    clean_text,
    named_address,
    one_line,
    unstructured,
)
from calendar_sync.names import boundary_for, message_id_for
from pathway.outgoing import ANSWER_CODE, ANSWER_URL, CODE_URL, SendingKind
from pathway.ports import DeliveryFailedError

if TYPE_CHECKING:
    from pathway.outgoing import Event, Sending
    from pathway.ports import Links

FILE_NAME = "innkalling.ics"
_AS_FILE = ("Content-Disposition", f'attachment; filename="{FILE_NAME}"')

PRESSED = frozenset(
    {
        *(SendingKind.INVITATION, SendingKind.UPDATE),
        *(SendingKind.CANCELLATION, SendingKind.STANDS),
    }
)
"""What a person has confirmed; everything else the program sends of itself (RFC 3834)."""


def build_mail(sending: Sending, links: Links, organiser: Mailbox) -> bytes:
    """The mail of one sending, ASCII with CRLF; the same row always gives the same bytes.

    Everything that varies comes from `sending.stamp` and `sending.id`. `DeliveryRefusedError`
    for an address that is none, `DeliveryFailedError` where the text wants a link that is not
    there, `ValueError` for a row that nobody has claimed.
    """
    if sending.stamp is None:
        message = "a sending gets its stamp when it is claimed"
        raise ValueError(message)
    head = _head(_headers(sending, sending.stamp, organiser))
    body = _alternatives(sending, sending.stamp, links, organiser)
    return (head + body).replace("\r\n", "\n").replace("\n", "\r\n").encode("ascii")


def _headers(sending: Sending, stamp: datetime, organiser: Mailbox) -> list[tuple[str, str]]:
    headers = [
        ("From", named_address(organiser.name, organiser.address)),
        ("To", named_address(sending.content.name, sending.address)),
        ("Subject", unstructured(sending.content.subject)),
        ("Date", format_datetime(stamp.astimezone(UTC).replace(microsecond=0))),
        ("Message-ID", message_id_for(sending.id, organiser.domain)),
        ("MIME-Version", "1.0"),
    ]
    if sending.kind not in PRESSED:
        headers.append(("Auto-Submitted", "auto-generated"))
    return headers


def _alternatives(sending: Sending, stamp: datetime, links: Links, organiser: Mailbox) -> str:
    """Text and HTML, and with an event the calendar, which comes again as a file.

    Outlook reads only the first child of multipart/mixed, and takes a calendar that has a
    Content-Disposition for a file.
    """
    text = filled(clean_text(sending.content.text), links).strip() + "\n"
    page = html_page(one_line(sending.content.subject), text)
    parts = [_text_part("plain", text), _text_part("html", page)]
    event = sending.content.event
    if event is None:
        return _multipart("alternative", sending.id, parts)
    told = replace(event, description=filled(event.description, links))
    calendar = calendar_bytes(told, stamp, organiser, checked_address(sending.address))
    parts.append(_calendar_part(event, calendar))
    file = _calendar_part(event, calendar, _AS_FILE)
    return _multipart("mixed", sending.id, [_multipart("alternative", sending.id, parts), file])


def filled(text: str, links: Links) -> str:
    """`text` with its placeholders replaced; `DeliveryFailedError` where a link is missing."""
    values = {
        ANSWER_URL: links.answer_url,
        ANSWER_CODE: links.answer_code,
        CODE_URL: links.code_url,
    }
    for placeholder, value in values.items():
        if placeholder in text and not value:
            message = f"no value for {placeholder}"
            raise DeliveryFailedError(message)
        text = text.replace(placeholder, value)
    return text


# A part is its headers, an empty line and its body. They are ASCII by now, encoded and folded, so
# there is nothing left for the email package to do, which would look at every line again.


def _head(headers: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in headers)


def _text_part(subtype: str, text: str) -> str:
    headers = [
        ("Content-Type", f"text/{subtype}; charset=utf-8"),
        ("Content-Transfer-Encoding", "quoted-printable"),
    ]
    return f"{_head(headers)}\n{quopri.encodestring(text.encode()).decode('ascii')}"


def _calendar_part(event: Event, calendar: bytes, *more: tuple[str, str]) -> str:
    """The calendar, its line breaks safe in base64 (RFC 6047 section 2.5)."""
    headers = [
        ("Content-Type", f"text/calendar; charset=utf-8; method={event.method.value}"),
        ("Content-Transfer-Encoding", "base64"),
        *more,
    ]
    return f"{_head(headers)}\n{encodebytes(calendar).decode('ascii')}"


def _multipart(subtype: str, sending_id: str, parts: Iterable[str]) -> str:
    """RFC 2046 section 5.1.1."""
    boundary = boundary_for(sending_id, subtype)
    headers = [("Content-Type", f'multipart/{subtype};\n boundary="{boundary}"')]
    inside = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f"{_head(headers)}\n{inside}--{boundary}--\n"
