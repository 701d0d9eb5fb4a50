"""A process that serves for long."""

from __future__ import annotations

import gc

from bot.serving import settle


def test_what_is_here_to_stay_is_not_looked_at_again() -> None:
    """Once it has settled the collector passes over everything that was read for the start."""
    try:
        settle()
        assert gc.get_freeze_count() > 10 * len(gc.get_objects())
    finally:
        gc.unfreeze()
