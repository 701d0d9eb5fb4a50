"""That the daemon's jobs live, as the store remembers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime


class Heartbeat(Protocol):
    """A part of the ledger."""

    def beat(self, job: str, until: datetime) -> None:
        """This job of the daemon lives, and is heard of again before then (UTC)."""

    def beats(self) -> Mapping[str, datetime]:
        """Until when each job said so."""

    def forget_beats(self, but: Collection[str]) -> None:
        """Nobody waits for other jobs than these any more."""
