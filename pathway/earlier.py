"""What a case was before its last change, kept for as long as that change may be undone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date, datetime

    from pathway.clinic import Contact
    from pathway.model import Consent, Invitation, Meeting, Participant, Promise
    from pathway.outgoing import Sending
    from pathway.words import CaseId


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A contact as a change wrote it, and as it was known before, None for one that was not."""

    now: Contact
    before: Contact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The rows that a change altered, as they were, and the ids of those that it added.

    `what` is the command's name, `by` who did it, and `after` a hash of the case as the change
    left it: only while the case is still so may it be undone. Where it may not be at all, it is
    `final`, and nothing more is kept of it. Names stand in it, so it goes when the case ends (P5).
    """

    what: str
    by: str
    at: datetime
    after: str
    participants: tuple[Participant, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    invitations: tuple[Invitation, ...] = ()
    consents: tuple[Consent, ...] = ()
    promises: tuple[Promise, ...] = ()
    sendings: tuple[Sending, ...] = ()
    added: tuple[str, ...] = ()
    decide_by: date | None = None
    contacts: tuple[Written, ...] = ()
    final: bool = False


class Keeping(Protocol):
    """What a ledger keeps so that a change can be undone: of each case, its last change."""

    def earlier(self, case_id: CaseId) -> Earlier | None:
        """What this case was before its last change, or that it cannot be undone; None for none."""

    def put_earlier(self, case_id: CaseId, kept: Earlier | None) -> None:
        """Remember it in the place of what was kept of the case, or forget that."""
