"""Refusals about answers, and about what came by mail and is to be judged."""

from __future__ import annotations

from pathway.errors.rule import RuleError


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


class NoVerdictError(RuleError):
    """What came by mail names no answer that could be registered: register one by hand."""
