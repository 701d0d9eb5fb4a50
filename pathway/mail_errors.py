"""Refusals about what came from outside: mails to judge; as `errors`, where the rest are."""

from __future__ import annotations

from pathway.errors import RuleError


class QuestionSettledError(RuleError):
    """Somebody has settled this question already, or an answer has: see the case."""


class NoVerdictError(RuleError):
    """What came by mail names no answer that could be registered: register one by hand."""
