"""What is saved of many cases in one transaction is written together, and nobody can tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import event

from pathway.case import Case
from pathway.model import Settled
from pathway.words import CaseRef, Channel, PromiseId, SettledHow
from storage.ledger import SqlLedger
from storage.store import Store
from tests.storage.conftest import DATABASES
from tests.storage.samples import HERE, HOUR, NOW, a_case, a_promise, a_sending, access

OpenStore = Callable[[str], Store]
REFS = [CaseRef(f"K{number}") for number in range(5)]

every_database = pytest.mark.parametrize("url", DATABASES, indirect=True)


@pytest.fixture
def store(url: str, open_store: OpenStore) -> Store:
    """Several cases."""
    store = open_store(url)
    for ref in REFS:
        store.run(HERE, lambda ledger, ref=ref: ledger.add(a_case(ref), access()))  # type: ignore[misc]
    return store


def save(ledger: SqlLedger, case: Case) -> None:
    """The case as it is now."""
    ledger.save(case, access(), what="changed")


def written(store: Store, use_case: Callable[[SqlLedger], object]) -> Counter[str]:
    """What the use case tells tables, each statement by its first words."""
    told: Counter[str] = Counter()

    def note(*said: object) -> None:
        told[" ".join(str(said[2]).split()[:3])] += 1

    event.listen(store.engine, "before_cursor_execute", note)
    store.run(HERE, use_case)
    event.remove(store.engine, "before_cursor_execute", note)
    return Counter({one: many for one, many in told.items() if not one.startswith("SELECT")})


@every_database
def test_many_cases_are_written_as_one_is(store: Store) -> None:
    """Five cases that change alike cost the statements of one; rows that refer to new ones too."""

    def change(ledger: SqlLedger, refs: list[CaseRef]) -> None:
        ledger.read_ahead(a_case(ref).id for ref in refs)
        for ref in refs:
            case = ledger.load_for(a_case(ref).id, access())
            asked = replace(a_promise(ref), id=PromiseId(f"new {ref}"), key=f"new {ref}")
            told = replace(a_sending(ref), promise_id=asked.id, step=case.revision)
            save(ledger, case.with_changed(asked, told, replace(case.diary[0], place="Rom 4")))

    one = written(store, lambda ledger: change(ledger, REFS[:1]))
    assert one["UPDATE cases SET"] == one["INSERT INTO promises"] == 1
    assert written(store, lambda ledger: change(ledger, REFS[1:])) == one
    for ref in REFS:
        kept = store.run(HERE, lambda ledger, ref=ref: ledger.load(ref, access()))  # type: ignore[misc]
        assert kept.sendings[0].promise_id == f"new {ref}"
        assert (kept.diary[0].place, kept.revision) == ("Rom 4", a_case().revision + 1)


@every_database
def test_what_was_saved_is_found_at_once(store: Store) -> None:
    """Whoever asks the database in the same transaction finds what was saved, the last of it."""

    def change(ledger: SqlLedger) -> list[str]:
        case = ledger.load(REFS[0], access())
        for later, step in ((NOW + 2 * HOUR, 0), (NOW + HOUR, 1), (NOW, 1)):
            row = replace(a_sending(REFS[0]), not_before=later, step=step)
            save(ledger, case.with_changed(row))
        for ref in REFS[1:]:
            held = replace(a_sending(ref), not_before=NOW + HOUR)
            save(ledger, ledger.load(ref, access()).with_changed(held))
        return [one.id for one in ledger.due_sendings(Channel.MAIL, NOW, 10)]

    assert store.run(HERE, change) == [a_sending(REFS[0]).id]


@every_database
def test_what_is_taken_back_is_not_written_later(store: Store) -> None:
    """What was saved inside what is undone is forgotten; what was saved before it stays."""
    done = Settled(how=SettledHow.DONE, at=NOW)

    def change(ledger: SqlLedger) -> None:
        case = ledger.load(REFS[0], access())
        save(ledger, case.with_changed(replace(case.diary[0], place="Rom 4")))
        with suppress(LookupError), ledger.savepoint():
            other = ledger.load(REFS[1], access())
            save(ledger, other.with_changed(replace(other.promises[0], settled=done)))
            raise LookupError

    store.run(HERE, change)
    first, second = (
        store.run(HERE, lambda ledger, ref=ref: ledger.load(ref, access()))  # type: ignore[misc]
        for ref in REFS[:2]
    )
    assert first.diary[0].place == "Rom 4"
    assert second == a_case(REFS[1])
