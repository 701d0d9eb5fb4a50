"""What one pass of the daemon did, row by row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from pathway.outgoing import SendingStatus
from pathway.service.daemon.forecast import Departure
from pathway.words import Channel, SendingId


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """One row of a report: what left, or did not, as the contract shows it."""

    id: SendingId
    departure: Departure
    status: SendingStatus = SendingStatus.SENT


@dataclass(slots=True, kw_only=True)
class Report:
    """What one pass did; `next` is when something is due after it, UTC.

    `broken` is what cases, people and rows raised that no rule foresaw: their state is as it
    was, and the next pass tries again. `cut` says that the pass ran out of time. `handed` counts
    what was handed over, also in chat, by the way that it went and what came of it: `SENT`,
    `FAILED`, which is tried again, or `GIVEN_UP`. A task is `delivered` when a digest holds it.
    """

    at: datetime
    delivered: list[Passed] = field(default_factory=list)
    retry: list[Passed] = field(default_factory=list)
    given_up: list[Passed] = field(default_factory=list)
    broken: list[Exception] = field(default_factory=list)
    handed: Counter[tuple[Channel, SendingStatus]] = field(default_factory=Counter)
    cut: bool = False
    next: datetime | None = None

    @property
    def quiet(self) -> bool:
        """Whether nothing happened."""
        return not (self.delivered or self.retry or self.given_up)
