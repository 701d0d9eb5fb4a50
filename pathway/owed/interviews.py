"""The letter about an interview is owed while the patient's consent to it stands (R25)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from pathway.aftermath import InterviewState
from pathway.model import Promise
from pathway.owed.terms import promise_of
from pathway.words import PromiseKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic


def letters(case: Case, clinic: Clinic, _now: datetime) -> Iterator[Promise]:
    """From the patient's yes until it is sent, or the yes is withdrawn."""
    for interview in case.aftermath.interviews:
        if interview.state is InterviewState.WANTED:
            yield promise_of(
                clinic,
                kind=PromiseKind.INTERVIEW,
                key=f"{interview.after}:{interview.at.isoformat()}",
                ladder="obtain",
                owner=case.secretary,
                owner_role=Role.SECRETARY,
                about=interview.after,
                since=interview.at,
            )
