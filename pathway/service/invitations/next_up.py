"""What happens next with an invitation, so that nobody has to ask why it is quiet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import leaving, promises, workdays
from pathway.model import Invitation, Promise
from pathway.next_up import Following, NextUp
from pathway.outgoing import SendingKind
from pathway.owed.terms import BY_HAND
from pathway.service.daemon import chasing
from pathway.service.invitations.reminding import REMINDERS, asks_first
from pathway.variants import Act
from pathway.words import InvitationState, PromiseKind

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.views import InvitationLine


def next_up(case: Case, clinic: Clinic, line: InvitationLine, now: datetime) -> NextUp | None:
    """The next thing that leaves, or that somebody does, about one invitation; None for nothing."""
    over = not line.meeting.alive or line.meeting.starts_at <= now or case.closing is not None
    if over or line.state is InvitationState.CANCELLED:
        return None
    found = list(_owed(case, clinic, line.invitation, now))
    call = next((one for one in found if one.what is Following.CALL), None)
    waits = _waiting(case, clinic, line.invitation)
    return call or waits or min(found, key=_when, default=None)


def _when(found: NextUp) -> str:
    """What is wanted of somebody at once goes before what has a day."""
    return found.on.isoformat() if found.on else ""


def _waiting(case: Case, clinic: Clinic, invitation: Invitation) -> NextUp | None:
    told = (s for s in case.sendings_of(invitation.id) if s.kind is not SendingKind.ABOUT_WHOM)
    rows = [s for s in told if s.waiting]
    if not rows:
        return None
    row = rows[-1]
    if leaving.lacks_consent(case, invitation):
        return NextUp(what=Following.WAITS_FOR_CONSENT)
    if leaving.frozen(case, row):
        return NextUp(what=Following.WAITS_FOR_GP)
    if row.channel in BY_HAND:
        return NextUp(what=Following.BY_HAND)
    return NextUp(what=Following.LEAVES, on=workdays.local_date(row.not_before, clinic.zone))


def _owed(case: Case, clinic: Clinic, invitation: Invitation, now: datetime) -> Iterator[NextUp]:
    today = workdays.local_date(now, clinic.zone)
    for promise in promises.open_promises(case):
        calls = promise.kind is PromiseKind.PHONE_CALL
        if calls and promise.about == invitation.participant_id:
            yield NextUp(what=Following.CALL, who=promise.owner_role)
        elif promise.about == invitation.id:
            step = _step(case, clinic, promise)
            if step is not None:
                yield replace(step, on=max(step.on, today) if step.on else None)


def _step(case: Case, clinic: Clinic, promise: Promise) -> NextUp | None:
    """The ladder's next step: a reminder, or somebody who takes it up; a question has no day."""
    if promise.kind is PromiseKind.TIME_QUESTION:
        return NextUp(what=Following.DECIDE, who=promise.owner_role)
    ahead = promises.steps_ahead(case, promise, clinic)
    if not ahead:
        return None
    due = ahead[0]
    reminds = due.step.act is Act.REMIND and promise.kind in REMINDERS
    if reminds and not asks_first(case, promise):
        return NextUp(what=Following.REMINDER, on=due.day)
    _, role = next(chasing.addressees(case, clinic, promise, due.step.toward))
    return NextUp(what=Following.FOLLOWED_UP, on=due.day, who=role)
