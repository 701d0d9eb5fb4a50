"""How many messages of one channel are in hand at once."""

from __future__ import annotations

LEAST, MOST = 3, 32
"""A claimed row is under a lease, so no more are claimed than the channel soon takes."""

QUICK = 1.0
"""Seconds; a channel that takes a message sooner is given more at once."""


class Window:
    """Wider by one with each message that leaves quickly; as narrow as at first after any other."""

    def __init__(self) -> None:
        self.size = LEAST

    def learn(self, *, seconds: float, well: bool) -> None:
        """So long did it take to hand one over; `well` unless the channel was in trouble."""
        self.size = min(self.size + 1, MOST) if well and seconds < QUICK else LEAST
