"""The clinicians' own slots right before and after a meeting, which go where it goes (R26)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway.words import MeetingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case import Case
    from pathway.model import Meeting


def beside(case: Case, meeting: Meeting) -> Iterator[tuple[Meeting, bool]]:
    """Each slot that ends as the meeting begins, or begins as it ends; and whether it is before."""
    for slot in case.appointments:
        if slot.kind is not MeetingKind.INTERNAL or not slot.alive:
            continue
        if slot.window.end == meeting.window.start:
            yield slot, True
        elif slot.window.start == meeting.window.end:
            yield slot, False


def kept_beside(case: Case, moved: Meeting) -> Case:
    """The case with those slots where the meeting will be."""
    before = case.meeting(moved.id)
    early = moved.start - before.start
    late = (
        early + (moved.window.end - moved.window.start) - (before.window.end - before.window.start)
    )
    for slot, first in tuple(beside(case, before)):
        start = slot.start + (early if first else late)
        if start != slot.start:
            case = case.with_changed(replace(slot, start=start, revision=slot.revision + 1))
    return case
