"""What the secretary does when a pathway begins and when it ends, ticked item by item (R9, R10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from pathway.model import Promise
from pathway.owed.terms import promise_of, since_when
from pathway.words import Milestone, PromiseKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic

CHECKLISTS: dict[PromiseKind, tuple[str, ...]] = {
    PromiseKind.INTAKE: (
        *("referral_period", "waiting_list", "assessment", "patient_called", "register"),
        *("register_sms", "shm1_invited"),
    ),
    PromiseKind.CLOSING: (
        *("plan_available", "waiting_list_ended", "referral_period_ended", "code", "interview"),
    ),
    PromiseKind.REFERRAL_CONTENT: (
        *("needs", "pain", "comorbidity", "medicines", "examinations", "earlier_assessments"),
        *("present_treatment", "earlier_treatment", "physical", "social"),
    ),
}
"""The items of each list, as keys of the wording. The journal note is a promise of its own."""


def lists(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """The intake from when the pathway began, the closing from when SHM2 was held."""
    begins = {
        PromiseKind.INTAKE: True,
        PromiseKind.CLOSING: case.date_of(Milestone.SHM2_HELD) is not None,
    }
    for kind, begun in begins.items():
        if begun and kind in clinic.checklists:
            yield promise_of(
                clinic,
                kind=kind,
                key="",
                ladder=kind,
                owner=case.secretary,
                owner_role=Role.SECRETARY,
                about=case.id,
                since=since_when(case, f"{kind}:", now),
            )


def referral_content(case: Case, clinic: Clinic, _now: datetime) -> Iterator[Promise]:
    """What the referral lacked when it was read, until it has come (R7)."""
    checked = case.referral
    if checked is None or not checked.missing:
        return
    kind = PromiseKind.REFERRAL_CONTENT
    owed = promise_of(
        clinic,
        kind=kind,
        key=f"{checked.at.isoformat()}:{','.join(checked.missing)}",
        ladder=kind,
        owner=case.secretary,
        owner_role=Role.SECRETARY,
        about=case.id,
        since=checked.at,
    )
    there = tuple(field for field in CHECKLISTS[kind] if field not in checked.missing)
    yield replace(owed, ticked=there)


def remaining(promise: Promise) -> tuple[str, ...]:
    """The items that nobody has ticked."""
    return tuple(item for item in CHECKLISTS[promise.kind] if item not in promise.ticked)
