"""A time that somebody has proposed is taken, or turned down."""

from __future__ import annotations

from dataclasses import dataclass

from pathway.words import AnswerId, CaseRef


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptProposal:
    """The meeting moves to the proposed time, `number` of the answer's from 1.

    Whoever proposed it has said yes by that, and is not asked again (F5).
    """

    ref: CaseRef
    answer_id: AnswerId
    number: int = 1
    accept_clashes: bool = False
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineProposal:
    """The time that was offered stands: whoever wished another is told so, and asked once more."""

    ref: CaseRef
    answer_id: AnswerId
    plan: str = ""
