"""That the daemon's jobs live, as the store remembers it, and what a pass sees at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime, timedelta

    from pathway.words import CaseId, Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a glance is for: this moment and day, these carried channels, this job's heartbeat.

    `readers` are told of their tasks by now, and nobody of `staff` is gone.
    """

    now: datetime
    today: date
    job: str
    carried: Collection[Channel]
    readers: Collection[str]
    staff: Collection[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """Whether there is anything of a kind; what it is is asked when the pass begins.

    `steps` that are due, a meeting that is `running` and to be looked at, a message that `leaves`,
    a reader who is to be `told` of a task and was given no digest today, `strays` among the mails,
    cases that are with somebody who is `gone`. `upcoming` is when the next step or message is due.
    `latest` is when anything was last recorded, `turned` how far local mode's clock has been
    turned, `beat` until when the job was to be heard of.
    """

    steps: bool
    running: bool
    leaves: bool
    told: bool
    strays: bool
    gone: bool
    upcoming: datetime | None
    latest: datetime | None
    turned: timedelta
    beat: datetime | None


class Heartbeat(Protocol):
    """A part of the ledger."""

    def beat(self, job: str, until: datetime) -> None:
        """This job of the daemon lives, and is heard of again before then (UTC)."""

    def beats(self) -> Mapping[str, datetime]:
        """Until when each job said so."""

    def forget_beats(self, but: Collection[str]) -> None:
        """Nobody waits for other jobs than these any more."""

    def glance(self, asked: Asked) -> Glance:
        """All that a pass looks at, by one question; nothing is locked, and nothing written."""

    def due_cases(self, now: datetime) -> Sequence[CaseId]:
        """Open cases that hold a promise with a step due by `now`."""

    def running_cases(self, now: datetime) -> Sequence[CaseId]:
        """Open cases with a meeting that runs, and is to be looked at by `now`."""

    def next_event(self, now: datetime) -> datetime | None:
        """When the next step or sending is due after `now`."""
