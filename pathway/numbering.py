"""Which number a message of an invitation has, and what kind of message that makes it (F7, F16)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import leaving
from pathway.outgoing import Sending, SendingKind, SendingStatus

if TYPE_CHECKING:
    from datetime import datetime

    from pathway.case import Case
    from pathway.model import Facts, Invitation


def number(
    case: Case, invitation: Invitation, told: tuple[Sending, Facts] | None, facts: Facts
) -> int:
    """The first message and the first link keep SEQUENCE (F7); a number is never used again."""
    before, number = (
        (told[1], told[0].revision) if told else (invitation.offered, invitation.revision)
    )
    tried = [s for s in case.sendings_of(invitation.id) if s.attempts]  # they may have come
    passed = any(s.revision > number for s in tried)
    other = any(s.revision == number and s.facts not in {None, before, facts} for s in tried)
    if not (passed or other) and (before is None or only_first_link(before, facts)):
        return number
    return next_number(case, invitation)


def next_number(case: Case, invitation: Invitation) -> int:
    """One that no message of this invitation has had."""
    used = [s.revision for s in case.sendings_of(invitation.id)]
    return max(invitation.revision, *used) + 1


def only_first_link(before: Facts, facts: Facts) -> bool:
    """The first link after "lenken kommer" keeps SEQUENCE (F7)."""
    return not before.link and replace(before, link=facts.link) == facts


def kind_of(told: tuple[Sending, Facts] | None, facts: Facts) -> SendingKind:
    """What the message is to one who was last told this: an invitation, a first link, a change."""
    if told is None:
        return SendingKind.INVITATION
    return SendingKind.LINK if only_first_link(told[1], facts) else SendingKind.UPDATE


def left_at(case: Case, invitation: Invitation, revision: int) -> datetime | None:
    """When this revision first left, or None."""
    sent = [
        s.done_at
        for s in case.sendings_of(invitation.id)
        if s.kind in leaving.FACTUAL and s.status is SendingStatus.SENT and s.revision == revision
    ]
    return sent[0] if sent else None
