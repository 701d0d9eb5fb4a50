"""A case that was read is not read again while it is the same, and is read again when it is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import event

from pathway.case import Case
from pathway.words import CaseRef
from storage.cases import MOST_AT_ONCE
from storage.kept import MOST_KEPT, Kept, Loaded
from storage.ledger import SqlLedger
from storage.rows import ENTITIES
from storage.store import Store
from tests.storage.conftest import DATABASES
from tests.storage.samples import ELSEWHERE, HERE, HOUR, NOW, a_case, a_sending, access

OpenStore = Callable[[str], Store]
REF = CaseRef("K7M2")

every_database = pytest.mark.parametrize("url", DATABASES, indirect=True)


def read(ledger: SqlLedger) -> Case:
    """The case."""
    return ledger.load(REF, access())


def placed(place: str) -> Callable[[SqlLedger], None]:
    """To give the meeting a place, which the case's own row does not hold."""

    def use_case(ledger: SqlLedger) -> None:
        case = read(ledger)
        moved = replace(case.diary[0], place=place)
        ledger.save(case.with_changed(moved), access(), what="moved")

    return use_case


def selects(store: Store, use_case: Callable[[SqlLedger], object]) -> int:
    """How many times the use case asks tables for something."""
    asked: list[str] = []

    def note(*said: object) -> None:
        asked.append(str(said[2]))

    event.listen(store.engine, "before_cursor_execute", note)
    store.run(HERE, use_case)
    event.remove(store.engine, "before_cursor_execute", note)
    return sum(one.startswith("SELECT") and "FROM" in one for one in asked)


@every_database
def test_what_was_saved_is_not_read_again(url: str, open_store: OpenStore) -> None:
    """One question tells that a case is as it was saved here; another process asks for its rows."""
    store = open_store(url)
    store.run(HERE, lambda ledger: ledger.add(a_case(), access()))
    store.run(HERE, placed("Rom 4"))
    assert selects(store, read) == 1
    other = open_store(url)
    assert selects(other, read) > 5
    assert selects(other, read) == 1
    assert store.run(HERE, read) == other.run(HERE, read)


@every_database
def test_what_another_saved_is_read_again(url: str, open_store: OpenStore) -> None:
    """What another process did to the case, a claim for a chat too, is seen here at once."""
    store, other = open_store(url), open_store(url)
    store.run(HERE, lambda ledger: ledger.add(a_case(), access()))
    other.run(HERE, placed("Rom 4"))
    assert store.run(HERE, read).diary[0].place == "Rom 4"
    other.run(HERE, lambda ledger: ledger.claim(a_sending().id, NOW, NOW + HOUR))
    assert store.run(HERE, read).sendings[0].attempts == 1


@every_database
def test_several_are_read_at_once(url: str, open_store: OpenStore) -> None:
    """Many cases cost one question of each table, then none; what is kept of them is not read."""
    store, other = open_store(url), open_store(url)
    several = [a_case(f"K{number}") for number in range(MOST_AT_ONCE + 2)]
    for case in several:
        store.run(HERE, partial(SqlLedger.add, case=case, access=access()))

    def read_all(ledger: SqlLedger) -> None:
        ledger.read_ahead(case.id for case in several)
        assert [ledger.load_for(case.id, access()) for case in several] == several

    assert selects(other, read_all) == 2 * (1 + len(ENTITIES))
    assert selects(other, read_all) == 2


@every_database
def test_what_was_undone_is_not_kept(url: str, open_store: OpenStore) -> None:
    """What a use case saved before it failed is forgotten, though the next has its revision."""

    def failing(ledger: SqlLedger) -> None:
        placed("Rom 4")(ledger)
        raise LookupError

    store, other = open_store(url), open_store(url)
    store.run(HERE, lambda ledger: ledger.add(a_case(), access()))
    with pytest.raises(LookupError):
        store.run(HERE, failing)
    other.run(HERE, placed("Rom 5"))
    assert store.run(HERE, read).diary[0].place == "Rom 5"


@every_database
def test_what_is_kept_may_be_saved_from(url: str, open_store: OpenStore) -> None:
    """Two processes that change a case in turn each build on what the other did."""
    store, other = open_store(url), open_store(url)
    store.run(HERE, lambda ledger: ledger.add(a_case(), access()))
    for place in ("Rom 4", "Rom 5", "Rom 6", "Rom 6"):
        store.run(HERE, placed(place))
        other.run(HERE, placed(place + "b"))
    assert store.run(HERE, read) == replace(
        a_case().with_changed(replace(a_case().diary[0], place="Rom 6b")), revision=8
    )


def test_no_more_are_kept_than_needed() -> None:
    """The longest unasked goes first; a case of another clinic with the same id is another case."""
    kept = Kept()
    rows = [{"clinic_id": HERE, "id": str(number), "revision": 0} for number in range(MOST_KEPT)]
    cases = [replace(a_case(), id=row["id"]) for row in rows]  # type: ignore[arg-type]
    loaded = [
        Loaded(case, {"cases": {(HERE, case.id): row}}, frozenset({7}))
        for case, row in zip(cases, rows, strict=True)
    ]
    kept.put(loaded)
    kept.put(loaded[:1])
    found = kept.same_as(rows[0])
    assert found is not None
    assert found.revisions == {0}
    assert kept.same_as({**rows[0], "clinic_id": ELSEWHERE}) is None
    assert kept.same_as({**rows[0], "revision": 1}) is None
    late = {"clinic_id": HERE, "id": "late", "revision": 0}
    one = replace(a_case(), id="late")  # type: ignore[arg-type]
    kept.put([Loaded(one, {"cases": {(HERE, "late"): late}}, frozenset({0}))])
    assert [bool(kept.same_as(row)) for row in (rows[0], rows[1], late)] == [True, False, True]
