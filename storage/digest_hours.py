"""When each of the staff has chosen to have their digest."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time

from sqlalchemy import Table, delete

from pathway.words import StaffId
from storage.columns import key, metadata, text
from storage.scope import Scope

digest_hours = Table("digest_hours", metadata, *key("staff_id"), *text("at"))


class DigestHours(Scope):
    """What a clinic's people have chosen."""

    def digest_hours(self) -> Mapping[StaffId, time]:
        """The local time of each who has chosen one."""
        rows = self.having(digest_hours)
        return {StaffId(row["staff_id"]): time.fromisoformat(row["at"]) for row in rows}

    def put_digest_hour(self, staff_id: StaffId, at: time | None) -> None:
        """Remember this person's choice; None forgets it."""
        if at is not None:
            self.put(digest_hours, {"staff_id": staff_id, "at": f"{at:%H:%M}"})
            return
        wanted = (self.ours(digest_hours), digest_hours.c.staff_id == staff_id)
        self.connection.execute(delete(digest_hours).where(*wanted))
