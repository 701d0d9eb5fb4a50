"""Texts taken out of a person's hands before anybody ticked them off: sent all the same? (D6).

The program never knows what has been posted. A text that must not be sent any more can still be
ticked off, and then its recipient hears what has become of the meeting.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import leaving, promises
from pathway import plan as engine
from pathway.messages import Pen
from pathway.model import Promise
from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.words import PromiseKind, SendingId, SettledHow

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.views import Plan


def unticked(case: Case, now: datetime) -> tuple[Promise, ...]:
    """The last text of each invitation and way that was taken back unticked, as its promise.

    Not one in whose place another went or is to go, nor one of a meeting that has begun.
    """
    owed = {promise.about for promise in promises.open_promises(case)}
    found: dict[tuple[str, str], Promise] = {}
    for promise in case.promises:
        if promise.kind is not PromiseKind.SECURE_MESSAGE or promise.about in owed:
            continue
        row = case.sending(SendingId(promise.about))
        if _taken_back(promise, row) and _ahead(case, row, now):
            found[str(row.invitation_id), row.channel] = promise
    return tuple(p for p in found.values() if not _followed(case, p, owed))


def _taken_back(promise: Promise, row: Sending) -> bool:
    called_off = promise.settled is not None and promise.settled.how is SettledHow.CANCELLED
    unsent = row.waiting or row.status is SendingStatus.DROPPED
    return called_off and unsent and row.kind in leaving.FACTUAL


def _ahead(case: Case, row: Sending, now: datetime) -> bool:
    own = (i.meeting_id for i in case.invitations if i.id == row.invitation_id)
    return case.closing is None and any(case.meeting(one).starts_at > now for one in own)


def _followed(case: Case, promise: Promise, owed: Collection[str]) -> bool:
    """Whether a later text went the same way, or is to go, so that its recipient will know.

    Also one of another invitation to the same meeting, as after what was undone and done again.
    """
    row = case.sending(SendingId(promise.about))
    meetings = {i.id: i.meeting_id for i in case.invitations}
    later = case.sendings[case.sendings.index(row) + 1 :]
    ways = [(s.to, s.channel, s.invitation_id and meetings[s.invitation_id]) for s in (row, *later)]
    same = [s for s, way in zip(later, ways[1:], strict=True) if way == ways[0]]
    return any(s.status is SendingStatus.SENT or s.id in owed for s in same)


def heard_all_the_same(case: Case, pen: Pen, sent: Sending) -> engine.Step:
    """Its text has been sent, though it was not to be: its recipient hears what holds now (F6)."""
    assert sent.invitation_id is not None  # noqa: S101 - as `unticked` found it
    invitation = case.invitation(sent.invitation_id)
    if invitation.cancelled_at is None:
        return engine.follow(case, pen)
    told = [s for s in case.sendings_of(invitation.id) if s.kind is SendingKind.CANCELLATION]
    if told:
        return case, ()
    return engine.call_off(case, pen, replace(invitation, cancelled_at=None), why="F6")


def would_take_back(case: Case, plan: Plan, now: datetime) -> tuple[Promise, ...]:
    """The texts that may lie in a person's hands, and that hold no more after the plan.

    Not those in whose place the plan puts another.
    """
    told = {told.participant.id for told in plan.consequences}
    owed = [p for p in promises.open_promises(case) if p.kind is PromiseKind.SECURE_MESSAGE]
    rows = {p: case.sending(SendingId(p.about)) for p in (*owed, *unticked(case, now))}
    return tuple(p for p, row in rows.items() if row.to not in told and goes(plan.case, row))


def goes(after: Case, row: Sending) -> bool:
    """Whether a text that waits to be sent by hand is not to be sent in the case as it is then."""
    row_then = after.sending(row.id)
    if not row.waiting or row.kind not in leaving.FACTUAL:
        return False
    return row_then.status is SendingStatus.DROPPED or leaving.frozen(after, row_then)


def held_back(case: Case) -> tuple[Sending, ...]:
    """The texts in a person's hands that are no longer to be sent, as the case is just now."""
    owed = [p for p in promises.open_promises(case) if p.kind is PromiseKind.SECURE_MESSAGE]
    rows = (case.sending(SendingId(p.about)) for p in owed)
    return tuple(row for row in rows if goes(case, row))
