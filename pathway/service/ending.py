"""What stands in the way of a pathway that is to count as completed (R10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway import promises
from pathway.errors import StillToDoError
from pathway.owed.papers import PAPERS
from pathway.words import ClosedReason, PromiseKind

if TYPE_CHECKING:
    from pathway.case import Case

_ENDS = PAPERS | {PromiseKind.CLOSING}
"""What stands in the way of a pathway that is to count as completed."""


def check_all_done(case: Case, reason: ClosedReason) -> None:
    """`StillToDoError` where a completed pathway's list or note is not done (R10)."""
    kinds = [p.kind for p in promises.open_promises(case) if p.kind in _ENDS]
    if reason is ClosedReason.COMPLETED and kinds:
        raise StillToDoError(case.ref, tuple(kinds))
