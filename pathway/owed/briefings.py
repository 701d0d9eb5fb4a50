"""The leader and the clinicians are told, the day before, who comes to a meeting (R17, R22)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pathway.model import Promise
from pathway.owed.terms import promise_of, since_when
from pathway.words import PromiseKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic


def briefings(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """One for each meeting to which anybody is asked; another day is another briefing."""
    for meeting in case.meetings:
        asked = any(not i.cancelled_at for i in case.invitations_to(meeting.id))
        if meeting.alive and meeting.starts_at > now and asked:
            key = f"{meeting.id}:{meeting.start.date().isoformat()}"
            yield promise_of(
                clinic,
                kind=PromiseKind.BRIEFING,
                key=key,
                ladder="briefing",
                owner=meeting.leader,
                owner_role=Role.LEADER,
                about=meeting.id,
                since=since_when(case, f"{PromiseKind.BRIEFING}:{key}", now),
                due=meeting.start.date(),
            )
