"""Answers are recorded; what is to do is ticked off, put off, handed over, or chased by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pathway.words import (
    CaseRef,
    Channel,
    InvitationId,
    PromiseId,
    StaffId,
    Substitute,
    Verdict,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TickSent:
    """A person did it by hand (D6): sent the secure message or letter, or phoned."""

    ref: CaseRef
    promise_id: PromiseId


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAnswer:
    """An answer as it reached us. `revision` is what the answerer saw, None for the present one.

    `text` is at most 300 characters. `proposed` is wall time.
    """

    ref: CaseRef
    invitation_id: InvitationId
    verdict: Verdict
    channel: Channel
    evidence: str
    revision: int | None = None
    text: str = ""
    proposed: datetime | None = None
    by_name: str = ""
    substitute: Substitute = Substitute.NONE
    at: datetime | None = None  # when it was given, where earlier than now


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze:
    """Hide a promise from the digest until a day; it does not shift (F3)."""

    ref: CaseRef
    promise_id: PromiseId
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """Another member of staff takes a task over; `to` is who does it from now on."""

    ref: CaseRef
    promise_id: PromiseId
    to: StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindNow:
    """No answer lies in the EHR either ("Nei, purr"): the reminder is written at once (F11)."""

    ref: CaseRef
    promise_id: PromiseId
    plan: str = ""
