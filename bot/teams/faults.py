"""What went wrong at the Teams door, by its kind alone: its words may be a person's."""

from __future__ import annotations

import structlog


def broke(event: str, error: Exception) -> None:
    """Note it in the log."""
    structlog.get_logger().error(event, error=type(error).__name__)
