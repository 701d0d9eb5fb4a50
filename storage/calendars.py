"""The shared calendar of a clinic, as far as it is remembered."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Index, String, Table, select

from pathway.calendars import SharedEvent
from pathway.words import MeetingId
from storage.columns import key, metadata, of_case, some, text, to
from storage.scope import Scope
from storage.types import Shaped, UtcTime

shared_events = of_case(
    "shared_events",
    Column("meeting_id", String, nullable=True),
    some("ended_at", UtcTime(), null=True),
    some("kept", Shaped(SharedEvent)),
    to("meetings", "meeting_id"),
    Index("ix_shared_events_meeting", "clinic_id", "meeting_id"),
)

marks = Table("marks", metadata, *key("name"), *text("value"))


class Calendars(Scope):
    """Events that the clinic's own people share, and how far their calendar has been read."""

    def put_event(self, event: SharedEvent) -> None:
        """Remember an event, or its change."""
        known = self.having(shared_events, id=event.id)
        position = known[0]["position"] if known else len(self.having(shared_events))
        names = ("id", "case_id", "meeting_id", "ended_at")
        row = {name: getattr(event, name) or None for name in names}
        self.put(shared_events, {**row, "position": position, "kept": event})

    def events_of(self, meeting: MeetingId) -> Sequence[SharedEvent]:
        """The events of this meeting that have not ended, oldest first."""
        self.one_at_a_time("shared_events", meeting)
        return [one for one in self.living_events() if one.meeting_id == meeting]

    def living_events(self) -> Sequence[SharedEvent]:
        """Every event that has not ended, oldest first."""
        living = (self.ours(shared_events), shared_events.c.ended_at.is_(None))
        order = (shared_events.c.position, shared_events.c.id)
        found = self.rows(select(shared_events).where(*living).order_by(*order))
        return [row["kept"] for row in found]

    def mark(self, name: str) -> str:
        """What was last put under this name."""
        return next((row["value"] for row in self.having(marks, name=name)), "")

    def put_mark(self, name: str, value: str) -> None:
        """Remember it."""
        self.put(marks, {"name": name, "value": value})
