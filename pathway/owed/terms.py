"""What every promise is built from, and the invitations that somebody may be chased for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from pathway import rules, workdays
from pathway.model import Invitation, Meeting, Participant, Promise
from pathway.words import Channel, InvitationId, InvitationState, PromiseId, PromiseKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic

BY_HAND = frozenset({Channel.SECURE_MESSAGE, Channel.LETTER, Channel.SMS, Channel.PHONE})
"""Channels on which a person sends or says it, and ticks it off (D6, R20, F18)."""

HELD = frozenset({InvitationState.SENT, InvitationState.ACCEPTED, InvitationState.TENTATIVE})
"""States in which the owner holds the invitation and may come (F4)."""


def promise_of(  # noqa: PLR0913 - the terms of a promise, all by name
    clinic: Clinic,
    *,
    kind: PromiseKind,
    key: str,
    ladder: str,
    owner: str,
    owner_role: Role,
    about: str,
    since: datetime,
    due: date | None = None,
    hard: bool = False,
) -> Promise:
    """A promise without id, steps or settlement; `due` follows from the ladder unless given."""
    days = tuple(step.days for step in clinic.ladders[ladder].steps)
    if due is None:
        due = workdays.add(workdays.local_date(since, clinic.zone), days[-1])
    return Promise(
        id=PromiseId(""),
        key=f"{kind}:{key}",
        kind=kind,
        ladder=ladder,
        owner=owner,
        owner_role=owner_role,
        about=about,
        since=since,
        due=due,
        hard=hard,
        days=days,
    )


def since_when(case: Case, key: str, now: datetime) -> datetime:
    """Since the ledger has had a promise with this key that is open, else from now on.

    What ended and is owed once more counts from when it came back, not what ended at this change.
    """
    own = (p for p in case.promises if p.key == key)
    living = (p for p in own if p.settled is None or p.settled.at == now)
    return next((p.since for p in living), now)


def living(case: Case, now: datetime) -> Iterator[tuple[Meeting, Invitation, Participant]]:
    """Invitations to meetings that are still to come; nobody is chased after the start (F3)."""
    for meeting in case.diary:
        if not meeting.alive or meeting.starts_at <= now:
            continue
        for invitation in case.invitations_to(meeting.id):
            if invitation.cancelled_at is None:
                yield meeting, invitation, case.participant(invitation.participant_id)


def proposes(case: Case, promise: Promise) -> bool:
    """Whether the wish for another time that somebody is to decide about names one."""
    if promise.kind is not PromiseKind.TIME_QUESTION:
        return False
    answer = rules.present_answer(case, case.invitation(InvitationId(promise.about)))
    return answer is not None and bool(answer.proposals)


def came_to_nothing(case: Case, meeting: Meeting) -> bool:
    """Whether it was not held, or called off; one whose arranging was undone never was a meeting.

    To call off counts the revision up, to undo does not.
    """
    heard = any(invitation.left_at for invitation in case.invitations_to(meeting.id))
    called_off = meeting.cancelled_at is not None and (heard or meeting.revision > 1)
    return meeting.held is False or called_off
