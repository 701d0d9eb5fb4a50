"""Whoever attends by telephone is rung by the meeting's leader, who is told when (R15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway import awaited, rules, underway
from pathway import plan as engine
from pathway.ports import Notice
from pathway.telling import to_staff
from pathway.words import NOT_COMING, Attendance, InvitationId, Role

if TYPE_CHECKING:
    from datetime import datetime

    from pathway.case import Case
    from pathway.messages import Pen
    from pathway.model import Invitation


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody to be rung in a meeting: by which leader, on what number, when, and who it is."""

    leader: str
    phone: str
    at: datetime
    role: Role


def calls(case: Case, now: datetime) -> dict[InvitationId, Call]:
    """Everybody who was told that they attend by telephone, and has not said no."""
    found: dict[InvitationId, Call] = {}
    for invitation in engine.reached(case, now) if case.closing is None else ():
        facts, person = invitation.offered, case.participant(invitation.participant_id)
        if facts is None or facts.attends is not Attendance.TELEPHONE:
            continue
        if rules.state_of(case, invitation) not in NOT_COMING:
            leader = case.meeting(invitation.meeting_id).leader
            start = max(now, awaited.as_awaited(case, invitation, facts).window.start)
            found[invitation.id] = Call(
                leader=leader, phone=person.phone, at=start, role=person.role
            )
    return found


def tell_leaders(before: Case, after: Case, pen: Pen) -> Case:
    """The leader hears of each call that is new or changed, and of each that is off.

    Of a meeting that was held before its time no call is off: it was made. Of one that goes on
    only who attends in another way by now: the rest is on its card.
    """
    old, new = calls(before, pen.now), calls(after, pen.now)
    held = {i.id for i in after.invitations if after.meeting(i.meeting_id).held}
    held |= {i.id for i in underway.attending(before, pen.now) if _is_as_it_was(i, after)}
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key), new.get(key)
        if key in held:
            continue
        if was and (now is None or now.leader != was.leader):
            after = _told(after, pen, was, "do_not_ring")
        if now and now != was:
            after = _told(after, pen, now, "ring_participant")
    return after


def _is_as_it_was(invitation: Invitation, after: Case) -> bool:
    return after.invitation(invitation.id).offered == invitation.offered


def _told(case: Case, pen: Pen, call: Call, name: str) -> Case:
    values = {"role": call.role.value, "phone": call.phone}
    notice = Notice(name=name, ref=case.ref, values=values, at=call.at, zone=pen.clinic.zone)
    told = to_staff(pen, case, call.leader, Role.CLINICIAN, notice, why="R15")
    return case.with_changed(told)
