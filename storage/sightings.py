"""What the video platform told of meetings, a row for each, until it is forgotten (P5)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Table, delete

from pathway.sightings import Seen
from pathway.words import MeetingId
from storage.columns import key, metadata, some
from storage.scope import Scope
from storage.types import Shaped, UtcTime

sightings = Table(
    "sightings",
    metadata,
    *key("meeting_id"),
    some("at", UtcTime),
    some("content", Shaped(Seen)),
)


class Sightings(Scope):
    """What a clinic keeps of what was seen."""

    def seen(self, meeting_id: MeetingId, *, to_change: bool = False) -> Seen | None:
        """What was seen of this meeting, or None."""
        if to_change:
            self.one_at_a_time("sightings", meeting_id)
        rows = self.having(sightings, meeting_id=meeting_id)
        return next((row["content"] for row in rows), None)

    def put_seen(self, seen: Seen, at: datetime) -> None:
        """Remember it, in the place of what was known of the meeting."""
        self.put(sightings, {"meeting_id": seen.meeting_id, "at": at, "content": seen})

    def forget_seen(self, meeting_id: MeetingId) -> None:
        """Forget what was seen of this meeting."""
        ours = self.ours(sightings) & (sightings.c.meeting_id == meeting_id)
        self.connection.execute(delete(sightings).where(ours))

    def forget_unseen(self, before: datetime) -> None:
        """Forget every meeting of which nothing was seen since."""
        ours = self.ours(sightings) & (sightings.c.at < before)
        self.connection.execute(delete(sightings).where(ours))
