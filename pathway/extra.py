"""Who is part of a case by an extra meeting alone (R24)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway import agenda
from pathway.words import MeetingKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.model import Part, Participant


def by_it_alone(case: Case, person: Participant) -> bool:
    """Whether they were asked to extra meetings and to nothing else: they finish the plan."""
    asked = [case.meeting(i.meeting_id) for i in case.invitations if i.participant_id == person.id]
    return bool(asked) and all(meeting.kind is MeetingKind.EXTRA for meeting in asked)


def left_out(case: Case, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts of a meeting that is new, in which none of them has a part by that."""
    for person in case.present(Role.CLINICIAN):
        if by_it_alone(case, person):
            parts = agenda.placed(parts, person, ())
    return parts
