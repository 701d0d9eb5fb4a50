"""The clinicians' own slots right before and after a meeting, which go where it goes (R26)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import plan as engine
from pathway.words import MeetingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case import Case
    from pathway.messages import Pen
    from pathway.model import Meeting
    from pathway.views import Consequence


def beside(case: Case, meeting: Meeting) -> Iterator[tuple[Meeting, bool]]:
    """Each slot that ends as the meeting begins, or begins as it ends; and whether it is before."""
    for slot in case.appointments:
        if slot.kind is not MeetingKind.INTERNAL or not slot.alive:
            continue
        if slot.window.end == meeting.window.start:
            yield slot, True
        elif slot.window.start == meeting.window.end:
            yield slot, False


def kept_beside(case: Case, pen: Pen, moved: Meeting) -> engine.Step:
    """Those slots where the meeting will be; one that would have begun by now is called off."""
    before = next((m for m in case.diary if m.id == moved.id), None)
    if before is None:
        return case, ()
    early = moved.start - before.start
    late = (
        early + (moved.window.end - moved.window.start) - (before.window.end - before.window.start)
    )
    told: list[Consequence] = []
    for slot, first in tuple(beside(case, before)):
        there = replace(slot, start=slot.start + (early if first else late))
        if there.starts_at <= pen.now < slot.starts_at:
            case, off = called_off(case, pen, slot)
            told.extend(off)
        elif there != slot:
            case = case.with_changed(replace(there, revision=slot.revision + 1))
    return case, tuple(told)


def called_off(case: Case, pen: Pen, *meetings: Meeting, why: str = "F6") -> engine.Step:
    """The case with these off, and whoever is asked to them told."""
    asked = tuple(i for one in meetings for i in case.invitations_to(one.id))
    case, told = engine.call_off_all(case, pen, asked, why=why)
    off = (replace(m, cancelled_at=pen.now, revision=m.revision + 1) for m in meetings)
    return case.with_changed(*off), told


def ahead_beside(case: Case, pen: Pen, meeting: Meeting) -> tuple[Meeting, ...]:
    """Those slots that have not begun, which are off when the meeting is."""
    return tuple(slot for slot, _ in beside(case, meeting) if slot.starts_at > pen.now)
