"""What our ids are called outside: the same id always gives the same name, and says nothing.

What comes back carries one of these names, and so an answer is known by it again: an event's UID
is the invitation's id as it stands, a Message-ID holds the sending's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

if TYPE_CHECKING:
    from collections.abc import Iterable

_BOUNDARIES = UUID("6f0b6c1e-0a43-4c0e-9f57-2f3a5a1d6c03")

_ID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def message_id_for(sending_id: str, domain: str) -> str:
    """The Message-ID of a sending, with its angle brackets (RFC 5322 section 3.6.4).

    A retry of the same sending has the same one, so a mailbox may drop the second copy. What
    answers or reports on it tells the sending's id by it.
    """
    return f"<{sending_id}@{domain}>"


def named_in(text: str, domain: str) -> tuple[str, ...]:
    """The sendings whose Message-IDs stand in a text, each once, in its order."""
    ours = re.compile(rf"<({_ID})@(?i:{re.escape(domain)})>")
    return tuple(dict.fromkeys(ours.findall(text)))


def named_by_plus(addresses: Iterable[str], mailbox: str) -> tuple[str, ...]:
    """The invitations whose plus-addresses (RFC 5233) are among these, which are in lower case."""
    local, _, domain = mailbox.lower().rpartition("@")
    ours = re.compile(rf"{re.escape(local)}\+({_ID})@{re.escape(domain)}")
    found = (ours.fullmatch(address) for address in addresses)
    return tuple(dict.fromkeys(match[1] for match in found if match))


def looks_ours(uid: str) -> bool:
    """Whether an event's UID may be an invitation's id; whether it is one, the case book knows."""
    return re.fullmatch(_ID, uid) is not None


def boundary_for(sending_id: str, level: str) -> str:
    """A MIME boundary (RFC 2046 section 5.1.1); no quoted-printable or base64 body holds `=_`."""
    return f"=_{uuid5(_BOUNDARIES, f'{level} {sending_id}').hex}"
