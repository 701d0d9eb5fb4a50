"""What stands in the way of a pathway that is to count as completed (R10)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import promises
from pathway.errors import StillToDoError
from pathway.owed.checklists import remaining
from pathway.owed.papers import PAPERS
from pathway.words import ClosedReason, PromiseKind

if TYPE_CHECKING:
    from datetime import datetime

    from pathway.case import Case
    from pathway.model import Promise

_ENDS = PAPERS | {PromiseKind.CLOSING, PromiseKind.INTERVIEW}
"""What stands in the way of a pathway that is to count as completed."""


def check_all_done(case: Case, reason: ClosedReason) -> None:
    """`StillToDoError` where a list, note, plan or letter of a completed one is not done (R10)."""
    kinds = [p.kind for p in promises.open_promises(case) if p.kind in _ENDS]
    if reason is ClosedReason.COMPLETED and kinds:
        raise StillToDoError(case.ref, tuple(kinds))


def left_of_closing(case: Case) -> tuple[str, ...]:
    """The items of the closing list that are not ticked, as keys of the wording."""
    return tuple(item for owed in _closing(case) for item in remaining(case, owed))


def closing_ticked(case: Case, now: datetime) -> Case:
    """The case with everything on its closing list done."""
    for owed in _closing(case):
        done = replace(owed, ticked=(*owed.ticked, *remaining(case, owed)))
        case = promises.settle_by_hand(case, done, now)
    return case


def _closing(case: Case) -> tuple[Promise, ...]:
    return tuple(p for p in promises.open_promises(case) if p.kind is PromiseKind.CLOSING)
