"""What every refusal is."""

from __future__ import annotations


class RuleError(Exception):
    """A rule refuses what was asked; nothing was changed."""
