"""The assembly's part for `/metrics`: figures of this clinic from the store."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.metrics import Metrics, MetricsDoor
from storage.figures import FigureReader

if TYPE_CHECKING:
    from bot.house import House
    from bot.settings import Settings
    from pathway.figures import Figures


def metrics_of(house: House, settings: Settings) -> MetricsDoor | None:
    """The listener of figures, not yet open; None where none is named."""
    if settings.metrics_at is None:
        return None
    clinic, zone = house.clinic.id, ZoneInfo(house.clinic.zone)
    reader = FigureReader(settings.database_url, clinic)

    def read(now: datetime) -> Figures:
        return reader.read(now, now.astimezone(zone).date())

    metrics = Metrics(clinic, read, house.now)
    token = settings.metrics_token.get_secret_value()
    return MetricsDoor(metrics, settings.metrics_at, token, reader.close)
