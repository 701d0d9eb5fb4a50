"""Figures read from the store, on each kind of database, beside whoever writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from pathway import promises
from pathway.figures import OPEN, SNOOZED, Queue
from pathway.outgoing import SendingStatus
from pathway.service import Context
from pathway.words import CaseRef, Channel, ClinicId, PromiseKind, SettledHow, Verdict
from storage.engine import open_reader
from storage.figures import FigureReader
from storage.ledger import SqlLedger
from storage.store import Store
from tests.pathway.build import a_clinic, at, day
from tests.scheduler.station import CLINIC, Station, open_store
from tests.storage.conftest import DATABASES

every_database = pytest.mark.parametrize("url", DATABASES, indirect=True)
TODAY = day("2026-11-02")


@every_database
async def test_what_may_leave_and_since_when(url: str) -> None:
    """Only what the program carries itself, and what may leave now, counts as waiting."""
    store = open_store(url)
    station, reader = Station(store), FigureReader(url, CLINIC.id)
    assert reader.read(station.clock, TODAY).queues == {}
    refs = [station.invited(no) for no in range(3)]
    since = station.row(refs[0]).not_before
    assert reader.read(station.clock, TODAY).queues == {Channel.MAIL: Queue(3, since)}
    assert reader.read(since - timedelta(seconds=1), TODAY).queues == {}
    await station.tick()
    assert reader.read(station.clock, TODAY).queues == {}
    reader.close()
    store.close()


@every_database
async def test_what_fails_for_hours_has_waited_for_hours(url: str) -> None:
    """With the mail server down the oldest is as old as it is, also while its next try waits."""
    store = open_store(url)
    station, reader = Station(store), FigureReader(url, CLINIC.id)
    ref = station.invited()
    for _ in range(5):
        station.carrier.fail_next(TimeoutError())
        await station.tick(timedelta(hours=1))
    row = station.row(ref)
    assert (row.status, row.attempts) == (SendingStatus.FAILED, 5)
    assert station.clock - row.created_at >= timedelta(hours=5)
    for moment in (station.clock, row.not_before):
        assert reader.read(moment, TODAY).queues == {Channel.MAIL: Queue(1, row.created_at)}
    reader.close()
    store.close()


@every_database
async def test_promises_by_kind_and_state(url: str) -> None:
    """Each promise of this clinic counts once: open, snoozed, or as it was settled."""
    store = open_store(url)
    station, reader = Station(store), FigureReader(url, CLINIC.id)
    other = replace(station, clinic=a_clinic(id=ClinicId("elsewhere")))
    answered, snoozed, _ = refs = [station.invited(no) for no in range(3)]
    other.invited(9)
    await station.tick()
    station.answered(answered, Verdict.ACCEPTED)
    station.ask(lambda context: put_off(context, snoozed))
    found = reader.read(station.clock, TODAY).promises
    states = (OPEN, SNOOZED, SettledHow.ANSWERED)
    assert [found.get((PromiseKind.ANSWER, state)) for state in states] == [1, 1, 1]
    cases = [station.case(ref) for ref in refs]
    assert sum(found.values()) == sum(len(case.promises) for case in cases)
    reader.close()
    store.close()


def put_off(context: Context, ref: CaseRef) -> None:
    """The answer is put off until tomorrow."""
    case = context.ledger.load(ref, context.access)
    (owed,) = (one for one in promises.open_promises(case) if one.kind is PromiseKind.ANSWER)
    later = replace(owed, snoozed_until=TODAY + timedelta(days=1))
    context.ledger.save(case.with_changed(later), context.access, what="test")


@every_database
async def test_figures_wait_for_no_writer(url: str, open_store: Callable[[str], Store]) -> None:
    """While somebody writes they are read at once, as they stood before; and none is changed."""
    store = open_store(url)
    reader = FigureReader(url, CLINIC.id)

    def use_case(ledger: SqlLedger) -> object:
        ledger.put_conversation("lege", "begun")
        return reader.read(at("2026-11-02 09:00"), TODAY)

    assert store.run(CLINIC.id, use_case) is not None
    reader.close()
    only = open_reader(url)
    with pytest.raises(DBAPIError), only.connect() as connection:
        connection.execute(text("DELETE FROM conversations"))
    only.dispose()
