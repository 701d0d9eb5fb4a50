"""`shm explain`: why each wait exists, what would settle it, and what leaves next."""

from __future__ import annotations

from datetime import timedelta

from bot import explain
from pathway import promises
from pathway.commands import Snooze
from pathway.service.daemon.forecast import departures
from pathway.words import PromiseKind
from tests.pathway.build import day
from tests.pathway.office import Office
from tests.pathway.test_plan import mailed


def told(office: Office) -> list[explain.JSON]:
    """What is told of the latest case."""
    return office.run(lambda c: explain.explain_json(c, office.case))


def test_every_kind_of_promise_is_explained() -> None:
    """A new kind says its rule, why it exists and what settles it, before it works."""
    assert set(explain.REASONS) == set(PromiseKind)
    assert all(all(texts) for texts in explain.REASONS.values())


def test_every_open_promise_stands_there_with_what_leaves_next() -> None:
    """Each is told once, and its next step is what the forecast has for it."""
    office = mailed()
    owed = promises.open_promises(office.case)
    rows = told(office)
    assert [row["kind"] for row in rows] == [promise.kind for promise in owed]
    far = office.clock + timedelta(weeks=60)
    coming = office.run(lambda c: departures(c, office.case, far))
    for promise, row in zip(owed, rows, strict=True):
        own = [d for d in coming if d.promise is not None and d.promise.id == promise.id]
        assert (row["next"] is None) == (not own)
        assert row["next"] is None or row["next"]["why"] == own[0].why


def test_what_is_put_off_says_until_when_and_why() -> None:
    """F2, F3: the reason that was asked for is told."""
    office = mailed()
    (answer,) = office.owed(PromiseKind.ANSWER)
    until = day("2027-06-01")
    office.do(Snooze(ref=office.case.ref, promise_id=answer.id, until=until, why="avtalt"))
    (row,) = [row for row in told(office) if row["kind"] == "answer"]
    assert row["put_off"] == {"until": "2027-06-01", "why": "avtalt"}
    assert "put off until 2027-06-01: avtalt" in explain.explain_text([row])


def test_for_people_it_is_a_paragraph_each() -> None:
    """Who has it, since when, why, what settles it, and what leaves if nobody does anything."""
    office = mailed()
    (row,) = [row for row in told(office) if row["kind"] == "answer"]
    lines = explain.explain_text([row]).splitlines()
    assert lines[0].startswith("answer (Gro Fastlege): Gro Fastlege, since 2026-10-05")
    assert lines[1:3] == [
        "  because was asked and has not answered (D3)",
        "  settled by an answer, or another time",
    ]
    assert lines[3].startswith("  next, if nobody does anything: 2026-10-12T08:00:00+02:00 remind")
    assert explain.explain_text([]) == "Nothing is waited for."
