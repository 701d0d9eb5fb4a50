"""Refusals about answers, and about what came by mail and is to be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway.errors.rule import RuleError

if TYPE_CHECKING:
    from pathway.words import CaseRef


class NoSuchInvitationError(RuleError):
    """No invitation of this person can be answered: see the case."""


class AnswerNotHeldError(RuleError):
    """The answer does not hold any more, or its meeting is over or off: look at the case."""


class NothingSettledError(RuleError):
    """Neither doctor, time nor way of attending is another: record it as a plain answer."""


class QuestionSettledError(RuleError):
    """Somebody has settled this question already, or an answer has: see the case."""


class ProposalGoneError(RuleError):
    """The proposed time is answered already, or the meeting has another time now: see the case."""


class SameTimeError(RuleError):
    """The proposed time is the meeting's own: nothing would move."""


class NobodyAskedError(RuleError):
    """Nobody in this case is asked to a meeting that is to come: there is nothing to tie it to."""

    def __init__(self, ref: CaseRef) -> None:
        super().__init__(ref)
        self.ref = ref


class NoVerdictError(RuleError):
    """What came by mail names no answer that could be registered: register one by hand."""
