"""What the secretary does when a pathway begins and when it ends, ticked item by item (R9, R10)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from pathway.aftermath import InterviewState
from pathway.model import Promise
from pathway.owed.terms import promise_of, since_when
from pathway.words import MeetingKind, Milestone, PromiseKind, Role

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

ASKED = "asked"
"""Ticked when the referrer has been sent the text that asks for what is missing (R7)."""


def lists(case: Case, clinic: Clinic, now: datetime) -> Iterator[Promise]:
    """The intake from when the pathway began, the closing from when SHM2 was held.

    A list of which nothing remains is owed no more.
    """
    begins = {
        PromiseKind.INTAKE: True,
        PromiseKind.CLOSING: case.date_of(Milestone.SHM2_HELD) is not None,
    }
    for kind, begun in begins.items():
        if not begun or kind not in clinic.checklists or is_done(case, kind):
            continue
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


def remaining(case: Case, promise: Promise) -> tuple[str, ...]:
    """The items that nobody has ticked, and that nothing in the case says to be done."""
    done = {*promise.ticked, *known(case)}
    return tuple(item for item in CHECKLISTS[promise.kind] if item not in done)


def lacking(case: Case, promise: Promise) -> str:
    """What remains, and `ASKED` where somebody was asked for it, with commas between."""
    return ",".join((*remaining(case, promise), *({ASKED} & set(promise.ticked))))


def is_done(case: Case, kind: PromiseKind) -> bool:
    """Whether nothing remains of the list of this kind that is open."""
    own = (p for p in case.promises if p.kind is kind and p.settled is None)
    return any(not remaining(case, promise) for promise in own)


def known(case: Case) -> Iterator[str]:
    """The items that are done as far as the case itself tells; each only while it does."""
    return (item for item, is_so in _KNOWN.items() if is_so(case))


def _assessment_set(case: Case) -> bool:
    arranged = (m for m in case.appointments if m.kind is MeetingKind.ASSESSMENT)
    started = case.date_of(Milestone.ASSESSMENT_STARTED) is not None
    return started or any(m.cancelled_at is None and m.held is not False for m in arranged)


def _all_asked(case: Case) -> bool:
    """The GP and each clinician of the case are called in to SHM1 (R11)."""
    shm1 = case.meeting_of(MeetingKind.SHM1)
    people = (*case.present(Role.GP), *case.present(Role.CLINICIAN))
    asked = (case.live_invitation(p.id, shm1.id) if shm1 else None for p in people)
    return {p.role for p in people} == {Role.GP, Role.CLINICIAN} and all(
        one is not None and one.left_at is not None for one in asked
    )


def _patient_has_plan(case: Case) -> bool:
    return any(case.aftermath.has_plan(p.id) for p in case.present(Role.PATIENT))


def _no_letter_waits(case: Case) -> bool:
    """The patient was asked after SHM2, and no letter that is wanted is unsent (R25)."""
    asked = case.aftermath.interview_after(MeetingKind.SHM2) is not None
    waits = (one.state is InterviewState.WANTED for one in case.aftermath.interviews)
    return asked and not any(waits)


_KNOWN: dict[str, Callable[[Case], bool]] = {
    "assessment": _assessment_set,
    "shm1_invited": _all_asked,
    "plan_available": _patient_has_plan,
    "interview": _no_letter_waits,
}
"""What stands in another system is ticked by hand: nothing here tells of it (R9, R10)."""
