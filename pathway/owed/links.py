"""The video link, owed until everybody who attends by video has been sent it (D4b, R17)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import leaving, rules
from pathway.model import Invitation, Meeting, Promise
from pathway.outgoing import SendingStatus
from pathway.owed.terms import living, promise_of
from pathway.words import APPOINTMENTS, PromiseKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic


def links(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """One promise a meeting: first that there is a link, then that all have been sent it."""
    seen: set[str] = set()
    for meeting, invitation, person in living(case, now):
        if meeting.kind in APPOINTMENTS:
            continue
        if meeting.id in seen or person.attends not in rules.ON_VIDEO:
            continue
        if invitation.requested_at and _lacks_link(case, meeting, invitation):
            seen.add(meeting.id)
            yield promise_of(
                clinic,
                kind=PromiseKind.LINK,
                key=f"{meeting.id}:{meeting.start.isoformat()}",
                ladder="link",
                owner=case.secretary,
                owner_role=Role.SECRETARY,
                about=meeting.id,
                since=invitation.requested_at,
                due=meeting.start.date(),
            )


def _lacks_link(case: Case, meeting: Meeting, invitation: Invitation) -> bool:
    """Whether its owner waits for the link, or holds an old one.

    A first message carries the link itself; whoever is not to hear of the link (a no, a gate that
    has closed) is not waited for.
    """
    if not meeting.link:
        return True
    offered = invitation.offered
    if offered is None or offered.link != meeting.link:
        return False
    return leaving.last_told(case, invitation) is not None and not has_link(case, invitation)


def has_link(case: Case, invitation: Invitation) -> bool:
    """Whether the link that is offered now has been sent to the invitation's owner."""
    link = invitation.offered.link if invitation.offered else ""
    return any(
        row.status is SendingStatus.SENT and row.facts is not None and row.facts.link == link
        for row in case.sendings_of(invitation.id)
        if row.kind in leaving.FACTUAL | leaving.REMINDING
    )
