"""What every keeper of plans' words does: the fake, and the tables on SQLite and PostgreSQL."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.aftermath import Mark
from pathway.errors import PlanFinishedError
from pathway.plan_text import Measure, MeasureStatus, PlanVersion, Responsible
from pathway.words import CaseId, StaffId
from tests.pathway.build import day
from tests.storage.samples import ELSEWHERE, HERE, NOW, AnyStore, a_case, access, run

CASE = CaseId("case-K7M2")
LEA = Mark(at=NOW, by=StaffId("lege"))
WALK = Measure(
    number=1,
    text="Gå tur, «tre» ganger i uka 🙂",
    responsible=Responsible.PATIENT,
    follow_up=day("2027-01-15"),
    factor=6,
)
SLEEP = Measure(number=2, text="Søvnskole", responsible=Responsible.CLINIC)
DRAFT = PlanVersion(number=1, begun=LEA, measures=(WALK, SLEEP))
FINISHED = replace(DRAFT, finished=LEA)
SECOND = PlanVersion(number=2, begun=LEA, measures=(SLEEP,), reason="For mye på en gang")


@pytest.fixture
def kept(store: AnyStore) -> AnyStore:
    """A store with a case of the same id in each of two clinics."""
    for clinic in (HERE, ELSEWHERE):
        case = a_case(clinic=clinic)
        run(store, lambda ledger, case=case: ledger.add(case, access()), clinic)  # type: ignore[misc] # bound at once
    return store


def put(store: AnyStore, *versions: PlanVersion) -> None:
    """Remember these, one after another."""
    for version in versions:
        run(store, lambda ledger, one=version: ledger.put_plan_version(CASE, one))  # type: ignore[misc] # bound at once


def versions(store: AnyStore) -> tuple[PlanVersion, ...]:
    """All that is kept of the case."""
    return run(store, lambda ledger: ledger.plan_versions(CASE))


def test_a_plan_is_given_back_as_it_was(kept: AnyStore) -> None:
    """Every field of each version comes back, the first one first; at first there is none."""
    assert versions(kept) == ()
    put(kept, SECOND, FINISHED)
    assert versions(kept) == (FINISHED, SECOND)


def test_a_draft_is_written_anew(kept: AnyStore) -> None:
    """While it is not finished, its words change in their place."""
    other = DRAFT.with_measure(replace(WALK, text="Svømme")).without(SLEEP.number)
    put(kept, DRAFT, other, replace(other, finished=LEA))
    assert versions(kept) == (replace(other, finished=LEA),)


@pytest.mark.parametrize(
    "other",
    [
        FINISHED.without(1),
        replace(FINISHED, reason="en annen"),
        DRAFT,
        replace(FINISHED, begun=replace(LEA, by=StaffId("psykolog"))),
    ],
)
def test_what_is_finished_is_never_changed(kept: AnyStore, other: PlanVersion) -> None:
    """R27: neither its measures, its reason, who began it, nor that it is finished."""
    put(kept, FINISHED)
    with pytest.raises(PlanFinishedError):
        put(kept, other)
    assert versions(kept) == (FINISHED,)


def test_what_became_of_measures_is_said_of_a_finished_plan(kept: AnyStore) -> None:
    """R24: that alone is said afterwards, and may be said anew."""
    put(kept, FINISHED, FINISHED.with_status(1, MeasureStatus.STOPPED))
    said = FINISHED.with_status(1, MeasureStatus.DONE).with_status(2, MeasureStatus.GOING_ON)
    put(kept, said)
    assert versions(kept) == (said,)


def test_another_clinic_has_none_of_it(kept: AnyStore) -> None:
    """A case with the same id elsewhere has a plan of its own, which is forgotten alone."""
    put(kept, FINISHED, SECOND)
    assert run(kept, lambda ledger: ledger.plan_versions(CASE), ELSEWHERE) == ()
    run(kept, lambda ledger: ledger.put_plan_version(CASE, DRAFT), ELSEWHERE)
    run(kept, lambda ledger: ledger.forget_plan(CASE))
    assert versions(kept) == ()
    assert run(kept, lambda ledger: ledger.plan_versions(CASE), ELSEWHERE) == (DRAFT,)
    run(kept, lambda ledger: ledger.forget_plan(CASE))


def test_what_was_written_before_a_failure_is_not_kept(kept: AnyStore) -> None:
    """The words are part of the transaction, as everything else is."""

    def failing(ledger: object) -> None:
        ledger.put_plan_version(CASE, DRAFT)  # type: ignore[attr-defined] # any ledger
        raise LookupError

    with pytest.raises(LookupError):
        run(kept, failing)
    assert versions(kept) == ()
