"""Answers are recorded; what is to do is ticked off, put off, handed over, or chased by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from pathway.questions import Resolution
from pathway.words import (
    CaseRef,
    Channel,
    InvitationId,
    PromiseId,
    QuestionId,
    StaffId,
    Substitute,
    Verdict,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TickSent:
    """A person did it by hand (D6): sent the secure message or letter, or phoned.

    `also` are others of the case that were done with it.
    """

    ref: CaseRef
    promise_id: PromiseId
    also: tuple[PromiseId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAnswer:
    """An answer as it reached us. `revision` is what the answerer saw, None for the present one.

    `text` is at most 300 characters. `proposed` and `also_proposed` are wall times, the best first,
    at most three in all; `proposed_minutes` and `stamp` as in `Answer`, by which an answer from a
    calendar that came later than one given after it is known.
    """

    ref: CaseRef
    invitation_id: InvitationId
    verdict: Verdict
    channel: Channel
    evidence: str
    revision: int | None = None
    text: str = ""
    proposed: datetime | None = None
    also_proposed: tuple[datetime, ...] = ()
    proposed_minutes: int = 0
    stamp: datetime | None = None
    by_name: str = ""
    substitute: Substitute = Substitute.NONE
    at: datetime | None = None  # when it was given, where earlier than now


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleQuestion:
    """The secretary has judged what came by mail: whose answer it is, or that it is seen to."""

    ref: CaseRef
    question_id: QuestionId
    how: Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleStray:
    """Somebody has seen to a mail that belongs to no case."""

    question_id: QuestionId


@dataclass(frozen=True, slots=True, kw_only=True)
class TieStray:
    """A mail that named no case is about this invitation, and is to be judged there."""

    ref: CaseRef
    question_id: QuestionId
    invitation_id: InvitationId


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """The action plan or the journal note is made, or passed on; `passed_on` is both at once."""

    ref: CaseRef
    promise_id: PromiseId
    passed_on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraMeeting:
    """One clinician and the patient finish the plan another day (R24).

    `on` is None while no day is agreed, `at` the clock in wall time where one is.
    It is not `needed` after all: then there is no day, and the plan waits no longer. With a
    clock it stands in the clinician's calendar.
    """

    ref: CaseRef
    on: date | None = None
    at: time | None = None
    needed: bool = True
    accept_clashes: bool = False
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TickItems:
    """Items of a checklist are done (R9, R10); their names are keys of the wording."""

    ref: CaseRef
    promise_id: PromiseId
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReferral:
    """Somebody has read the referral; `missing` are keys of the ten fields (R7)."""

    ref: CaseRef
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Snooze:
    """Hide a promise from the digest until a day; it does not shift (F3).

    `why` is needed past the latest safe day (F2).
    """

    ref: CaseRef
    promise_id: PromiseId
    until: date
    why: str = ""


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
