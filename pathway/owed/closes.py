"""That the pathway is ended, once nothing is left to do after SHM2 (R1, R10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pathway.owed import checklists, interviews, papers
from pathway.owed.terms import promise_of, since_when
from pathway.words import Milestone, PromiseKind, Role, SettledHow

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.model import Promise


def ends(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """The secretary ends the pathway; not while a list, note, plan or letter stands in the way."""
    if case.date_of(Milestone.SHM2_HELD) is None or _is_left(case, clinic, now):
        return
    yield promise_of(
        clinic,
        kind=PromiseKind.CLOSE,
        key="",
        ladder="closing",
        owner=case.secretary,
        owner_role=Role.SECRETARY,
        about=case.id,
        since=since_when(case, f"{PromiseKind.CLOSE}:", now),
    )


def _is_left(case: Case, clinic: Clinic, now: datetime) -> bool:
    """Whether anything else is owed that a completed pathway must have done (R10)."""
    kind = PromiseKind.CLOSING
    own = (p.settled for p in case.promises if p.kind is kind and p.settled)
    ticked = checklists.is_done(case, kind) or any(s.how is SettledHow.DONE for s in own)
    makers = (papers.notes, papers.action_plans, interviews.letters)
    others = any(any(maker(case, clinic, now)) for maker in makers)
    return others or (kind in clinic.checklists and not ticked)
