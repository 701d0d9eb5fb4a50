"""What our ids are called outside: the same id always gives the same name, and says nothing."""

from __future__ import annotations

from uuid import UUID, uuid5

_UIDS = UUID("6f0b6c1e-0a43-4c0e-9f57-2f3a5a1d6c01")
_MESSAGES = UUID("6f0b6c1e-0a43-4c0e-9f57-2f3a5a1d6c02")
_BOUNDARIES = UUID("6f0b6c1e-0a43-4c0e-9f57-2f3a5a1d6c03")


def uid_for(invitation_id: str) -> str:
    """The UID of an invitation's event for as long as it lives (RFC 7986 section 5.3, F17).

    Made from the invitation's id alone: no date, no revision, no host, no person.
    """
    return str(uuid5(_UIDS, invitation_id))


def message_id_for(sending_id: str, domain: str) -> str:
    """The Message-ID of a sending, with its angle brackets (RFC 5322 section 3.6.4).

    A retry of the same sending has the same one, so a mailbox may drop the second copy.
    """
    return f"<{uuid5(_MESSAGES, sending_id).hex}@{domain}>"


def boundary_for(sending_id: str, level: str) -> str:
    """A MIME boundary (RFC 2046 section 5.1.1); no quoted-printable or base64 body holds `=_`."""
    return f"=_{uuid5(_BOUNDARIES, f'{level} {sending_id}').hex}"
