"""Delivery failures (DSN, RFC 3464): who did not get a mail, and whether the server still tries."""

from __future__ import annotations

import re
from binascii import a2b_base64
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message
from email.utils import getaddresses
from typing import TYPE_CHECKING

from calendar_sync.foreign import MAILS, address, decoded, header, inside, parts_of, payload, word
from calendar_sync.itip import uids_in

if TYPE_CHECKING:
    from collections.abc import Iterator

FAILED, DELAYED = "failed", "delayed"

_REPORTS = {"message/delivery-status", "message/global-delivery-status"}
_HEADERS = {"text/rfc822-headers", "message/global-headers"}
_STATUS = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b")
_MESSAGE_ID = re.compile(r"^message-id:\s{0,9}<[^<>]{1,998}>", re.IGNORECASE | re.MULTILINE)
"""Bounded: what never closes is not searched to its end from each of its beginnings."""
_WRITTEN = re.compile(r"^from:([^\n]{1,998})", re.IGNORECASE | re.MULTILINE)
_MOST_GROUPS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """A report; `returned` is what came back of the mail that it is about, as text.

    `recipient` is as we wrote it where the report says so, `status` like 5.1.1, `uids` the events
    in what came back.
    """

    action: str
    recipient: str
    status: str
    returned: str
    uids: tuple[str, ...] = ()

    def is_from(self, sender: str) -> bool:
        """Whether this one wrote what came back: a relay may write new ids."""
        written = getaddresses(_WRITTEN.findall(self.returned))
        return sender.lower() in {address(each) for _, each in written}

    @property
    def says_which(self) -> bool:
        """Whether it tells which mail it is about."""
        return bool(_MESSAGE_ID.search(self.returned))


def is_report(mail: Message) -> bool:
    """Whether the mail is a report of any kind (RFC 6522), read receipts included."""
    return mail.get_content_type() == "multipart/report"


def read_bounce(mail: Message) -> Bounce | None:
    """The failure or delay that a mail reports; None where it reports none."""
    reports = [part for part in parts_of(mail) if part.get_content_type() in _REPORTS]
    told = [group for part in reports for group in _recipients(part)]
    for action in (FAILED, DELAYED):
        for group in told:
            if word(group, "action") == action:
                return _bounce(mail, group, action)
    failed = address(header(mail, "x-failed-recipients"))  # Exim's, of which nothing else is sure
    if failed and not told:
        return Bounce(action=FAILED, recipient=failed, status="", returned=_whole_text(mail))
    return None


def _bounce(mail: Message, group: Message, action: str) -> Bounce:
    names = ("original-recipient", "final-recipient")
    recipients = (address(header(group, name).rpartition(";")[2]) for name in names)
    status = _STATUS.search(header(group, "status", "diagnostic-code"))
    returned = list(_returned(mail))
    return Bounce(
        action=action,
        recipient=next(filter(None, recipients), ""),
        status=status[0] if status else "",
        returned="".join(
            f"{name}: {header(one, name)}\n" for one in returned for name in dict(one.items())
        ),
        uids=tuple(uid for one in returned for uid in uids_in(one)),
    )


def _recipients(part: Message) -> Iterator[Message]:
    """The groups of fields, one about the mail and one for each recipient.

    From the part as it stands: the parser takes only the plain kind for groups.
    """
    _, _, fields = part.as_string().partition("\n\n")
    if word(part, "content-transfer-encoding") == "base64":
        fields = a2b_base64(fields).decode("utf-8", "replace")
    groups = fields.replace("\r\n", "\n").strip().split("\n\n")
    yield from (message_from_string(group.strip()) for group in groups[:_MOST_GROUPS])


def _returned(mail: Message) -> Iterator[Message]:
    """The mail that came back, or its headers."""
    for part in parts_of(mail):
        if part.get_content_type() in MAILS:
            yield from inside(part)
        if part.get_content_type() in _HEADERS:
            yield message_from_bytes(payload(part).lstrip())


def _whole_text(mail: Message) -> str:
    texts = (part for part in parts_of(mail) if part.get_content_maintype() == "text")
    return "\n".join(decoded(payload(part), part) for part in texts)
