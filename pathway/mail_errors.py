"""Refusals about what came from outside: mails to judge; as `errors`, where the rest are."""

from __future__ import annotations

from pathway.errors import RuleError


class QuestionSettledError(RuleError):
    """Somebody has settled this question already, or an answer has: see the case."""


class ProposalGoneError(RuleError):
    """The proposed time is answered already, or the meeting has another time now: see the case."""


class SameTimeError(RuleError):
    """The proposed time is the meeting's own: nothing would move."""


class NoVerdictError(RuleError):
    """What came by mail names no answer that could be registered: register one by hand."""
