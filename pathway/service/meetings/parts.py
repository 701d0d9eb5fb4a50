"""One meeting's parts: longer or shorter, moved, split, joined, taken away, renamed (R21)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import agenda
from pathway import plan as engine
from pathway.errors import (
    MeetingTooLongError,
    NoSuchPartError,
    NothingChangedError,
    PartMinutesError,
)
from pathway.model import Meeting, Participant
from pathway.service.cases.registering import check_length
from pathway.service.meetings.arranging import judged, living
from pathway.service.meetings.beside import kept_beside
from pathway.service.people.participants import renumbered
from pathway.service.run.breaking_off import check_unchanged
from pathway.views import Plan
from pathway.words import ParticipantId, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathway.case import Case
    from pathway.commands import ChangeParts, PartFrom
    from pathway.messages import Pen

MOST_MINUTES = 240
"""All parts together: more than half a day is written wrong."""


def change_parts(case: Case, pen: Pen, command: ChangeParts) -> Plan:
    """The meeting with these parts; only whose own window changes hear of it (F7).

    Whoever would have to come back is refused with the order that mends it (R21), and so is too
    little time for Nav, also while it is not decided who comes from there (R23).
    """
    meeting = living(case, command.kind)
    changed = with_parts(case, meeting, command.parts)
    agenda.check_parts(changed.parts, attending(case))
    layout = [(part.of, part.minutes) for part in command.parts]
    check_unchanged(case, case.with_changed(changed))
    case, off = kept_beside(case, pen, changed)
    case = case.with_changed(changed, *(renumbered(c, layout) for c in case.consents))
    case, told = engine.follow(case, pen)
    return judged(Plan(case=case, consequences=(*off, *told)), pen, changed)


def with_parts(case: Case, meeting: Meeting, wanted: Sequence[PartFrom]) -> Meeting:
    """The meeting with these parts, whoever is torn by them; `NothingChangedError`."""
    numbers = [number for part in wanted for number in part.of]
    known = range(1, len(meeting.parts) + 1)
    if not wanted or not all(part.of for part in wanted) or not set(numbers) <= set(known):
        raise NoSuchPartError(len(meeting.parts))
    if any(part.minutes < 1 for part in wanted):
        raise PartMinutesError
    for part in wanted:
        check_length(part.title)
    if sum(part.minutes for part in wanted) > MOST_MINUTES:
        raise MeetingTooLongError(MOST_MINUTES)
    layout = [(part.of, part.minutes) for part in wanted]
    laid = agenda.laid_out(meeting.parts, layout, attending(case))
    parts = tuple(map(agenda.called, laid, (part.title for part in wanted)))
    if parts == meeting.parts:
        raise NothingChangedError
    return replace(meeting, parts=parts, revision=meeting.revision + 1)


def attending(case: Case) -> tuple[Participant, ...]:
    """Everybody who is part of the case, and somebody from Nav, who may yet come."""
    people = tuple(p for p in case.participants if p.ended_at is None)
    if case.present(Role.NAV_ADVISER):
        return people
    return (*people, Participant(id=ParticipantId(""), role=Role.NAV_ADVISER, name=""))
