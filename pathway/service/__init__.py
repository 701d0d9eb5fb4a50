"""The use cases: one plain function each, run whole in one transaction."""

from pathway.service.context import PROGRAM, Context, Outcome
from pathway.service.deciding import execute, preview
from pathway.service.desk import Desk

__all__ = ["PROGRAM", "Context", "Desk", "Outcome", "execute", "preview"]
