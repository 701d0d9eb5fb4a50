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
    from pathway.commands import StopPathway
    from pathway.model import Promise

_ENDS = PAPERS | {PromiseKind.CLOSING, PromiseKind.INTERVIEW}
"""What stands in the way of a pathway that is to count as completed."""


def check_all_done(case: Case, reason: ClosedReason, why: str = "") -> None:
    """`StillToDoError` where a list, note, plan or letter of a completed one is not done (R10).

    What is left of the list may be left for a reason that is said; the rest may not.
    """
    needed = _ENDS - {PromiseKind.CLOSING} if why else _ENDS
    kinds = [p.kind for p in promises.open_promises(case) if p.kind in needed]
    if reason is ClosedReason.COMPLETED and kinds:
        raise StillToDoError(case.ref, tuple(kinds))


def left_of_closing(case: Case) -> tuple[str, ...]:
    """The items of the closing list that are not ticked, as keys of the wording."""
    return tuple(item for owed in _closing(case) for item in remaining(case, owed))


def never_done(case: Case) -> tuple[str, ...]:
    """What was left of the closing list of a completed pathway when it was ended for a reason."""
    if case.closing is None or case.closing.reason is not ClosedReason.COMPLETED:
        return ()
    lists = (p for p in case.promises if p.kind is PromiseKind.CLOSING)
    return tuple(dict.fromkeys(item for owed in lists for item in remaining(case, owed)))


def left_by(case: Case, command: StopPathway) -> tuple[str, ...]:
    """What this end would leave of the closing list."""
    completed = command.reason is ClosedReason.COMPLETED and not command.all_ticked
    return left_of_closing(case) if completed else ()


def closing_ticked(case: Case, now: datetime) -> Case:
    """The case with everything on its closing list done."""
    for owed in _closing(case):
        done = replace(owed, ticked=(*owed.ticked, *remaining(case, owed)))
        case = promises.settle_by_hand(case, done, now)
    return case


def _closing(case: Case) -> tuple[Promise, ...]:
    return tuple(p for p in promises.open_promises(case) if p.kind is PromiseKind.CLOSING)
