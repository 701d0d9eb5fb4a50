"""One question to the store tells of every kind of thing that a pass of the daemon looks at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from pathway.heartbeat import Asked, Glance
from pathway.model import Settled
from pathway.ports import Ledger
from pathway.questions import Doubt, Question
from pathway.run import Run
from pathway.words import Channel, PromiseId, QuestionId, RunId, SendingId, SettledHow, StaffId
from storage.engine import open_glancer
from storage.store import Store
from tests.storage.conftest import DATABASES
from tests.storage.samples import (
    DAY,
    ELSEWHERE,
    HERE,
    HOUR,
    NOW,
    AnyStore,
    a_case,
    a_digest,
    a_meeting,
    a_promise,
    a_sending,
    access,
    run,
)

STAFF = ("sekretar", "lege", "leder")
SETTLED = Settled(how=SettledHow.DONE, at=NOW)
QUIET = replace(
    a_case(),
    promises=(replace(a_promise(), settled=SETTLED),),
    sendings=(replace(a_sending(), leased_until=NOW + HOUR, attempts=1),),
)
"""A case whose one mail is in somebody's hand, and whose one promise is settled."""

TASK = replace(a_sending(no=2), channel=Channel.CHAT, to="lege")
RUNS = Run(
    id=RunId("run"),
    meeting_id=a_meeting().id,
    started_at=NOW,
    started_by=StaffId("leder"),
    leader=StaffId("leder"),
    look_at=NOW,
)
STRAY = Question(
    id=QuestionId("stray"),
    doubt=Doubt.STRANGER,
    invitation_id=None,
    since=NOW,
    at=NOW,
    sender="ukjent@post.example",
)
HANDED = replace(a_promise(), id=PromiseId("handed"), hard=True, handed_to=StaffId("borte"))

SEEN: dict[str, Callable[[Ledger], object]] = {
    "steps": lambda ledger: _save(ledger, replace(a_promise(), since=NOW - 5 * DAY)),
    "running": lambda ledger: _save(ledger, RUNS),
    "leaves": lambda ledger: _save(ledger, a_sending(no=3)),
    "told": lambda ledger: _save(ledger, TASK),
    "strays": lambda ledger: ledger.put_stray(STRAY),
    "gone": lambda ledger: _save(ledger, HANDED),
}
"""What makes each kind be seen, and no other."""


def _save(ledger: Ledger, entity: object) -> None:
    case = ledger.load(a_case().ref, access())
    ledger.save(case.with_changed(entity), access(), what="test")  # type: ignore[arg-type] # any


def asked(**changes: object) -> Asked:
    """What a pass asks at noon, by mail alone, for everybody."""
    said = {
        "now": NOW,
        "today": NOW.date(),
        "job": "tick",
        "carried": {Channel.MAIL},
        "readers": STAFF,
        "staff": STAFF,
    }
    return Asked(**{**said, **changes})  # type: ignore[arg-type] # as it names them


def glance(store: AnyStore, **changes: object) -> Glance:
    """What is seen."""
    return run(store, lambda ledger: ledger.glance(asked(**changes)))


def kinds(seen: Glance) -> set[str]:
    """Of which kinds there is something."""
    return {kind for kind in SEEN if getattr(seen, kind)}


@pytest.fixture
def quiet(store: AnyStore) -> AnyStore:
    """Nothing is to be done now."""
    run(store, lambda ledger: ledger.add(QUIET, access()))
    return store


def test_nothing_is_seen_where_nothing_is(quiet: AnyStore) -> None:
    """What is in another's hand, settled or to come is nothing now; when it comes is told."""
    seen = glance(quiet)
    assert kinds(seen) == set()
    assert (seen.upcoming, seen.latest) == (NOW + HOUR, NOW)
    assert (seen.turned, seen.beat) == (timedelta(), None)


@pytest.mark.parametrize("kind", SEEN)
def test_each_kind_is_seen(quiet: AnyStore, kind: str) -> None:
    """Each kind is seen where it is, it alone, and by nobody's glance but this clinic's."""
    run(quiet, SEEN[kind])
    assert kinds(glance(quiet)) == {kind}
    other = run(quiet, lambda ledger: ledger.glance(asked()), ELSEWHERE)
    assert kinds(other) == set()
    assert other.latest is None


def test_a_message_is_seen_where_its_channel_is_carried(quiet: AnyStore) -> None:
    """Whoever carries two channels sees what leaves by either, and who carries none nothing."""
    run(quiet, lambda ledger: _save(ledger, replace(a_sending(no=3), channel=Channel.GRAPH)))
    assert not glance(quiet).leaves
    assert glance(quiet, carried={Channel.MAIL, Channel.GRAPH}).leaves
    assert not glance(quiet, carried=()).leaves


def test_who_was_told_today_is_told_tomorrow(quiet: AnyStore) -> None:
    """A task is not seen of one who had a digest today, or whose hour has not come (D4)."""
    run(quiet, lambda ledger: _save(ledger, TASK))
    assert not glance(quiet, readers=("sekretar", "leder")).told
    assert not glance(quiet, readers=()).told
    others = replace(a_digest(), id=SendingId("another's"), to="leder")
    run(quiet, lambda ledger: ledger.put_sending(others))
    assert glance(quiet).told
    run(quiet, lambda ledger: ledger.put_sending(a_digest()))
    assert not glance(quiet).told
    assert glance(quiet, today=NOW.date() + DAY).told


def test_the_clock_and_the_heartbeat_are_seen(quiet: AnyStore) -> None:
    """By how much the clock is turned, and until when this job, and no other, was to be heard."""
    run(quiet, lambda ledger: ledger.move_clock(HOUR))
    run(quiet, lambda ledger: ledger.beat("tick", NOW + HOUR))
    run(quiet, lambda ledger: ledger.beat("mailbox", NOW + DAY))
    seen = glance(quiet)
    assert (seen.turned, seen.beat) == (HOUR, NOW + HOUR)


@pytest.mark.parametrize("url", DATABASES, indirect=True)
async def test_a_glance_is_one_statement_and_nothing_besides(
    url: str, open_store: Callable[[str], Store]
) -> None:
    """No transaction is begun or ended around it, and the writer's line is left alone."""
    store = open_store(url)
    store.run(HERE, lambda ledger: ledger.add(QUIET, access()))
    said: list[str] = []
    for engine, line in ((store.engine, "the writer's"), (store.glances, "its own")):
        event.listen(engine, "before_cursor_execute", lambda *_, line=line: said.append(line))
    open_ones: list[bool] = []

    def looks(ledger: Ledger) -> Glance:
        seen = ledger.glance(asked())
        line = ledger.connection.connection.driver_connection  # type: ignore[attr-defined]
        mine = line.info.transaction_status if url.startswith("postgres") else line.in_transaction
        open_ones.append(bool(mine))
        return seen

    assert kinds(await store.glance(HERE, looks)) == set()
    assert (said, open_ones) == (["its own"], [False])


@pytest.mark.parametrize("url", DATABASES, indirect=True)
async def test_a_glance_waits_for_nobody(url: str, open_store: Callable[[str], Store]) -> None:
    """While somebody writes, what stood before is seen, and after it what was written."""
    store, other = open_store(url), open_store(url)
    store.run(HERE, lambda ledger: ledger.add(QUIET, access()))
    with other.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE cases SET secretary = 'borte'")
        before = await store.glance(HERE, lambda ledger: ledger.glance(asked()))
    after = await store.glance(HERE, lambda ledger: ledger.glance(asked()))
    assert (before.gone, after.gone) == (False, True)


@pytest.mark.postgres
def test_nobody_is_called_to_help_with_a_glance(postgres_url: str) -> None:
    """PostgreSQL, which guesses that it must read a tenth, calls no other processes for it."""
    engine = open_glancer(postgres_url)
    with engine.connect() as connection:
        connection.exec_driver_sql("SET parallel_setup_cost = 0")
        connection.exec_driver_sql("SET parallel_tuple_cost = 0")
        connection.exec_driver_sql("SET min_parallel_index_scan_size = 0")
        connection.exec_driver_sql("SET min_parallel_table_scan_size = 0")
        plan = connection.exec_driver_sql("EXPLAIN SELECT count(*) FROM audit").scalars().all()
    engine.dispose()
    assert plan
    assert not any("Gather" in line for line in plan)
