"""Days and moments as scripts read them: ISO, moments with the clinic's offset."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

JSON = dict[str, object]


def moment(at: datetime | None, zone: str) -> str | None:
    """ISO with the clinic's offset."""
    return at.astimezone(ZoneInfo(zone)).isoformat() if at else None


def day(on: date | None) -> str | None:
    """ISO date."""
    return on.isoformat() if on else None
