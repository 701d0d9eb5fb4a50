"""What is decided when a GP's office cannot come as it was asked to (D2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pathway.commands.people import Person
from pathway.words import (
    Attendance,
    CaseRef,
    Channel,
    MeetingKind,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleOffice:
    """Everything that a GP's office said at once, as one change; what is None stays as it is.

    `doctor` takes the GP's place, for good or for now. `start` is wall time. `parts` are numbers
    from 1 of the parts that the doctor attends. `agreed` is that the office has said yes to all
    of this already (F5), by `channel` and with `evidence`; `text` is at most 300 characters.
    """

    ref: CaseRef
    kind: MeetingKind
    channel: Channel
    evidence: str
    doctor: Person | None = None
    for_good: bool = False
    start: datetime | None = None
    attends: Attendance | None = None
    phone: str = ""
    parts: tuple[int, ...] | None = None
    agreed: bool = False
    text: str = ""
    accept_clashes: bool = False
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postpone:
    """The meeting is off for now, and on `until` somebody decides what then (D2, F15)."""

    ref: CaseRef
    kind: MeetingKind
    until: date
    plan: str = ""
