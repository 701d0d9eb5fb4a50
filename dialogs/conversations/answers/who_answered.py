"""Whose answer may be recorded, to which meeting: first those that may still change something."""

from __future__ import annotations

from dialogs.form import Scene
from pathway import underway
from pathway.views import InvitationLine
from pathway.words import InvitationId, InvitationState


def told(scene: Scene) -> tuple[InvitationLine, ...]:
    """The living invitations whose owners have been told something."""
    return tuple(
        line
        for line in scene.desk.invitations(scene.case)
        if line.invitation.offered is not None and line.state is not InvitationState.CANCELLED
    )


def offered(scene: Scene) -> tuple[InvitationLine, ...]:
    """Those to choose among: what is over comes last, and never beside the same one's next (F15).

    A doctor who was theirs is the same one as who has taken over.
    """
    lines = told(scene)
    ahead = tuple(line for line in lines if not is_over(scene, line))
    behind = (line for line in lines if line not in ahead)
    return (*ahead, *(old for old in behind if not any(_same_one(old, new) for new in ahead)))


def _same_one(old: InvitationLine, new: InvitationLine) -> bool:
    was, now = old.participant, new.participant
    return was.id == now.id or (was.ended_at is not None and was.role is now.role)


def is_over(scene: Scene, line: InvitationLine) -> bool:
    """Whether its meeting is held or over: an answer is kept, and changes nothing (F15)."""
    meeting = line.meeting
    return not meeting.alive or underway.over_at(scene.case, meeting) <= scene.desk.now


def alone_silent(scene: Scene) -> InvitationId | None:
    """Who alone has not answered; of meetings that are over only where none is to come."""
    silent = [line for line in offered(scene) if line.state is InvitationState.SENT]
    waited_for = [line for line in silent if not is_over(scene, line)] or silent
    return waited_for[0].invitation.id if len(waited_for) == 1 else None
