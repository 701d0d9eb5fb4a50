"""Where many cases are, what happens often does not read them all: the queries' plans say so."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, distinct, event, func, select

from bot.conversing import converse
from dialogs.turn import Utterance
from pathway.commands import InviteGp, Person, RegisterPatient
from pathway.words import Channel, MeetingKind, Verdict
from storage.prepared import Prepared
from storage.rows import Row
from storage.store import Store
from storage.tables import audit
from tests.pathway.build import LEADER, day, wall
from tests.scheduler.station import Station, open_store
from tests.storage.conftest import DATABASES
from tests.storage.multiplied import multiply

COPIES = 3000
"""So many that no database finds it quicker to read a whole table."""

GROWING = {"cases", "promises", "sendings", "invitations", "answers", "participants", "audit"}
"""What grows with the number of cases; it is asked for by one case, or by what is due."""

BY_NO_MORE = r"clinic_id=\?(?: AND (?:closing_at|status|to)=\?)?"
"""What all open cases, all that waits, or all that a person ever got, is found by."""

LATEST = "INDEX ix_audit_changed "
"""Of this index nothing but its last line is ever asked for."""

WHOLE = {
    "sqlite": re.compile(
        rf"\b(?:SCAN (?=\w)|SEARCH (?=\w+ USING (?!{LATEST})[^(]*\({BY_NO_MORE}\)))(\w+)"
    ),
    "postgresql": re.compile(r"\bSeq Scan on (\w+)"),
}
"""How a plan says that all of a table is read, or as good as all that a clinic has in it."""

MOST_ASKED, MOST_CELLS = 60, 3 * COPIES
"""Statements of a turn, and values that they bring: less than three for each case."""

EXPLAIN = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}
Statement = tuple[str, Any]

every_database = pytest.mark.parametrize("url", DATABASES, indirect=True)


@contextmanager
def heard(engine: Engine) -> Iterator[list[Statement]]:
    """Every statement, with its first values."""
    statements: list[Statement] = []

    def hear(*said: Any) -> None:  # noqa: ANN401 - as SQLAlchemy tells it
        _, _, statement, values, _, many = said
        if statement.startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
            statements.append((statement, values[0] if many else values))

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def read_whole(engine: Engine, statements: list[Statement]) -> dict[str, set[str]]:
    """Which growing tables are read from end to end, and by what."""
    kind = engine.dialect.name
    found: dict[str, set[str]] = {}
    with engine.connect() as connection:
        for statement, values in statements:
            given = tuple(values) if isinstance(values, list) else values
            plan = connection.exec_driver_sql(EXPLAIN[kind] + statement, given)
            told = " ".join(str(word) for row in plan for word in row)
            for table in GROWING.intersection(WHOLE[kind].findall(told)):
                found.setdefault(table, set()).add(statement)
    return found


@pytest.fixture
async def station(url: str) -> AsyncIterator[Station]:
    """A clinic with many cases whose GPs have answered."""
    store = open_store(url)
    station = Station(store)
    ref = station.invited()
    await station.tick()
    station.answered(ref, Verdict.TENTATIVE)
    multiply(store.engine, COPIES)
    yield station
    store.close()
    station.store.close()


def unread(station: Station, url: str) -> None:
    """From now on as in another process, which has read no case yet."""
    station.store = open_store(url)


@every_database
async def test_a_pass_reads_what_is_due(station: Station, url: str) -> None:
    """The daemon finds the one new invitation, and when it is wanted next, by indexes."""
    ref = station.invited(2)
    unread(station, url)
    with heard(engine_of(station)) as statements:
        report = await station.tick()
    assert [one.id for one in report.delivered] == [station.row(ref).id]
    assert read_whole(engine_of(station), statements) == {}


@every_database
async def test_a_pass_with_nothing_to_do_reads_no_more(station: Station, url: str) -> None:
    """Who answers for the cases, what is held and what was posted are found by indexes."""
    station.carriers[Channel.CHAT] = station.carrier
    await station.tick()
    unread(station, url)
    with heard(engine_of(station)) as statements:
        report = await station.tick()
    assert report.delivered == []
    asked = " ".join(statement for statement, _ in statements)
    assert all(name in asked for name in ("secretary", "handed_to", "leased_until", "message_id"))
    assert read_whole(engine_of(station), statements) == {}


@every_database
async def test_a_turn_reads_one_case(station: Station, url: str) -> None:
    """An answer is recorded, and the case shown, without a look at the others."""
    ref = station.invited(2)
    unread(station, url)
    with heard(engine_of(station)) as statements:
        station.answered(ref, Verdict.ACCEPTED)
        station.case(ref)
    assert len(statements) > len(GROWING)
    assert read_whole(engine_of(station), statements) == {}


@contextmanager
def cells_read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """How many values each prepared statement brings, which all of a turn's questions are."""
    cells: list[int] = []

    def counted(self: Prepared, *said: Any) -> list[Row]:  # noqa: ANN401 - as it is asked
        rows = whole(self, *said)
        cells.append(sum(map(len, rows)))
        return rows

    whole = Prepared.rows
    with monkeypatch.context() as patched:
        patched.setattr(Prepared, "rows", counted)
        yield cells


TURNS = {
    "hei": "én oppgave",
    "oppgaver": "Du har én oppgave.",
    "ny pasient Kira, mottatt 02.11.2026, fastlege Gro 1": "registrere pasienten likevel",
    "gi videre {ref}": "Hvilken",
}
"""What was said, and what is in the answer; `ref` is the case with something to do."""


@every_database
@pytest.mark.parametrize("said", TURNS)
async def test_a_turn_reads_what_it_is_about(
    station: Station, url: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of all the other cases no more than a name; nobody looked at them, and no log says so."""
    station.clock += timedelta(seconds=1)
    gp = Person(name="Gro 2", office="Legesenteret", email="gp2@lege.example")
    new = RegisterPatient(name="Kira", referral_received=day("2026-10-01"), gp=gp)
    case = station.do(new)
    asked = InviteGp(
        ref=case.ref,
        kind=MeetingKind.SHM1,
        start=wall("2026-11-25 10:00"),
        template="with_nav",
        leader=LEADER,
        link="https://video.example/2",
    )
    station.do(asked)
    unread(station, url)
    spoken = Utterance(text=said.format(ref=case.ref))
    with heard(engine_of(station)) as statements, cells_read(monkeypatch) as cells:
        turn = station.ask(lambda context: converse(context, spoken))
    assert TURNS[said] in turn.replies[0].text
    assert len(statements) < MOST_ASKED
    assert sum(cells) < MOST_CELLS
    with engine_of(station).connect() as connection:
        looked = select(func.count(distinct(audit.c.ref))).where(audit.c.at == station.clock)
        assert connection.scalar(looked) == 1


def engine_of(station: Station) -> Engine:
    """The database's engine."""
    assert isinstance(station.store, Store)
    return station.store.engine
