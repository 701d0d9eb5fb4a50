"""What a member of staff is told in chat about a case; while they are away, their deputy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway.messages import Pen, leaves_at
from pathway.outgoing import Hours, Sending, SendingKind
from pathway.words import Channel, Role, SendingId, StaffId

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.ports import Notice


def to_staff(
    pen: Pen,
    case: Case,
    staff_id: str,
    role: Role,
    notice: Notice,
    *,
    kind: SendingKind = SendingKind.NOTICE,
    why: str,
    step: int = 0,
) -> Sending:
    """A chat message to a member of staff about a case, at once in working hours (D4).

    While they are away it goes to their deputy, and says whose it is.
    """
    to, notice = meanwhile(pen.clinic, staff_id, notice)
    return Sending(
        id=SendingId(pen.new_id()),
        clinic_id=case.clinic_id,
        case_id=case.id,
        to=to,
        role=role,
        channel=Channel.CHAT,
        kind=kind,
        content=pen.texts.notice(notice),
        why=why,
        step=step,
        created_at=pen.now,
        not_before=leaves_at(pen, Hours.WORKING),
        hours=Hours.WORKING,
    )


def meanwhile(clinic: Clinic, staff_id: str, notice: Notice) -> tuple[StaffId, Notice]:
    """Who is told now, and how: a deputy hears whose it is."""
    to, absence = clinic.does_work_of(staff_id), clinic.roster.absence(staff_id)
    if absence is None or to == staff_id:
        return to, notice
    until = absence.last.isoformat() if absence.last else ""
    values = {"instead_of": clinic.name_of(staff_id), "away_until": until}
    return to, replace(notice, values={**notice.values, **values})
