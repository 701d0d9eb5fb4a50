"""Who is away, as it is remembered."""

from __future__ import annotations

from dataclasses import replace

from pathway.case import Case
from pathway.entries import Closing
from pathway.model import Settled
from pathway.roster import Absence, Owed
from pathway.words import (
    Channel,
    ClosedReason,
    PromiseId,
    PromiseKind,
    SettledHow,
    StaffId,
)
from tests.pathway.build import at, day
from tests.storage.samples import ELSEWHERE, NOW, AnyStore, a_case, a_promise, access, run

LEA, PAL = StaffId("lege"), StaffId("psykolog")
CLOSED = Closing(reason=ClosedReason.COMPLETED, at=NOW, by=LEA, note="")
AWAY = Absence(
    id="a1",
    staff_id=LEA,
    first=day("2027-05-03"),
    last=None,
    deputy=PAL,
    recorded_at=at("2027-05-01 09:00"),
)


def test_an_absence_is_kept_until_it_is_forgotten(store: AnyStore) -> None:
    """A change stands in the place of what was there; another clinic has none."""
    over = replace(AWAY, last=day("2027-05-14"), leaves=True)
    run(store, lambda ledger: ledger.put_absence(AWAY))
    run(store, lambda ledger: ledger.put_absence(over))
    assert run(store, lambda ledger: list(ledger.absences())) == [over]
    assert run(store, lambda ledger: list(ledger.absences()), ELSEWHERE) == []
    run(store, lambda ledger: ledger.forget_absence("a1"), ELSEWHERE)
    assert run(store, lambda ledger: list(ledger.absences())) == [over]
    run(store, lambda ledger: ledger.forget_absence("a1"))
    run(store, lambda ledger: ledger.forget_absence("a1"))
    assert run(store, lambda ledger: list(ledger.absences())) == []


def test_who_was_told_to_do_whose_work(store: AnyStore) -> None:
    """One deputy each, the last who was told; another clinic has none."""
    run(store, lambda ledger: ledger.put_stand_in(LEA, PAL))
    run(store, lambda ledger: ledger.put_stand_in(LEA, LEA))
    assert run(store, lambda ledger: dict(ledger.stand_ins())) == {LEA: LEA}
    assert run(store, lambda ledger: dict(ledger.stand_ins()), ELSEWHERE) == {}


def test_the_cases_of_one_person(store: AnyStore) -> None:
    """Open ones that they answer for or have something to do in; with steps taken, a leader's."""
    case = a_case()
    add(store, case)
    assert cases_of(store, case.secretary) == cases_of(store, case.promises[0].owner) == 1
    assert cases_of(store, "ny", escalated=True) == cases_of(store, "ny") == 0
    assert run(store, lambda ledger: ledger.cases_of(case.secretary), ELSEWHERE) == []
    handed = replace(case.promises[0], handed_to=StaffId("ny"), taken=1)
    run(store, lambda ledger: ledger.save(case.with_changed(handed), access(), what="handed"))
    assert cases_of(store, "ny") == cases_of(store, "leder", escalated=True) == 1
    assert cases_of(store, "leder") == 0
    settled = replace(handed, settled=Settled(how=SettledHow.DONE, at=NOW))
    kept = run(store, lambda ledger: ledger.load(case.ref, access()))
    run(store, lambda ledger: ledger.save(kept.with_changed(settled), access(), what="settled"))
    assert cases_of(store, "ny") == cases_of(store, "leder", escalated=True) == 0


def test_who_answers_for_open_cases(store: AnyStore) -> None:
    """Each once: secretaries, clinicians, and who was given what is open; of open cases only."""
    first, second, third, closed = (a_case(ref) for ref in ("K7M2", "K7M3", "K7M4", "K7M5"))
    handed = replace(first.promises[0], handed_to=StaffId("handed"))
    settled = Settled(how=SettledHow.DONE, at=NOW)
    done = replace(second.promises[0], handed_to=StaffId("done"), settled=settled)
    over = replace(closed.promises[0], handed_to=StaffId("over"))
    for case in (
        replace(first, secretary=StaffId("b")).with_changed(handed),
        replace(second, secretary=StaffId("a"), clinician=StaffId("c")).with_changed(done),
        replace(third, secretary=StaffId("b"), clinician=StaffId("a")),
        replace(closed, secretary=StaffId("d"), closing=CLOSED).with_changed(over),
    ):
        add(store, case)
    assert run(store, lambda ledger: ledger.answering_staff()) == {"a", "b", "c", "handed"}
    assert not run(store, lambda ledger: ledger.answering_staff(), ELSEWHERE)


def add(store: AnyStore, case: Case) -> None:
    """Add it."""
    run(store, lambda ledger: ledger.add(case, access()))


def cases_of(store: AnyStore, who: str, *, escalated: bool = False) -> int:
    """How many open cases this person has something to do with."""
    return len(run(store, lambda ledger: ledger.cases_of(who, escalated=escalated)))


def test_what_may_be_somebodys_task(store: AnyStore) -> None:
    """What staff owe, was handed over or chased in open cases; not what rests, or waits outside."""
    first = a_promise()
    own = replace(first, owner="sekretar", kind=PromiseKind.SECURE_MESSAGE, about="")
    rests = replace(own, kind=PromiseKind.MILESTONE)
    case = replace(
        a_case(),
        promises=(
            replace(first, id=PromiseId("waits outside")),
            replace(first, id=PromiseId("chased"), taken=1),
            replace(first, id=PromiseId("handed"), handed_to=LEA),
            replace(own, id=PromiseId("own")),
            replace(rests, id=PromiseId("rests")),
            replace(rests, id=PromiseId("warns"), taken=1),
            replace(own, id=PromiseId("done"), settled=Settled(how=SettledHow.DONE, at=NOW)),
        ),
    )
    closed = replace(a_case("K7M3"), closing=CLOSED, promises=(replace(own, id=PromiseId("over")),))
    for one in (case, closed):
        add(store, one)
    found = {one.promise_id: one for one in run(store, lambda ledger: ledger.owed())}
    assert found.keys() == {"chased", "handed", "own", "warns"}
    assert found[PromiseId("chased")] == Owed(
        case_id=case.id,
        promise_id=PromiseId("chased"),
        kind=PromiseKind.ANSWER,
        owner="gp-K7M2",
        outside=True,
        ladder="gp",
        taken=1,
        handed_to=None,
        secretary=case.secretary,
        clinician=None,
        way=Channel.MAIL,
    )
    assert (found[PromiseId("own")].outside, found[PromiseId("own")].way) == (False, None)
    assert found[PromiseId("handed")].handed_to == LEA
    assert run(store, lambda ledger: ledger.owed(), ELSEWHERE) == []
