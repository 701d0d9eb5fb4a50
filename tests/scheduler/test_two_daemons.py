"""Two daemons on one database: each in a thread with a loop and a connection of its own."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from pathway.clinic import LinkProvider, Staff
from pathway.commands import AddParticipant, AskTimes, ChangeMeeting
from pathway.outgoing import SendingKind, SendingStatus
from pathway.service import holding, online
from pathway.service.report import Report
from pathway.words import MeetingKind, Role, StaffId
from storage.store import Store
from tests.pathway.build import LEADER, SECRETARY, a_clinic, at, wall
from tests.scheduler.station import Station

CASES = 16
CLINICIANS = frozenset({Role.CLINICIAN})
STAFF = (
    *a_clinic().staff,
    Staff(id=StaffId("lea"), name="Lea", roles=CLINICIANS, email="lea@klinikk.example"),
)
PAUSE = 0.005  # without it SQLite lets the first have the database until it is done


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest) -> str:
    """The address of an empty database of each kind."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{request.getfixturevalue('database')}"


@pytest.fixture
def pair(opened: Callable[[], Store]) -> tuple[Station, Station]:
    """The same clinic seen by two processes, their mail counted together."""
    first = Station(opened(), pause=PAUSE)
    return first, replace(first, store=opened())


def at_once(pair: tuple[Station, Station]) -> tuple[Report, Report]:
    """Both pass, beginning in the same moment."""
    start = threading.Barrier(2)

    def one_pass(station: Station) -> Report:
        start.wait()
        return asyncio.run(station.tick())

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(one_pass, pair)
    assert not first.broken
    assert not second.broken
    return first, second


def test_two_daemons_deliver_each_row_once(pair: tuple[Station, Station]) -> None:
    """Every row leaves exactly once and stands in exactly one report, however they interleave."""
    station, _ = pair
    refs = [station.invited(no) for no in range(CASES)]
    pair[1].clock = station.clock
    reports = at_once(pair)
    assert Counter(one.address for one in station.carrier.delivered) == {
        f"gp{no}@lege.example": 1 for no in range(CASES)
    }
    told = Counter(passed.id for report in reports for passed in report.delivered)
    assert told == {station.row(ref).id: 1 for ref in refs}
    assert {station.row(ref).attempts for ref in refs} == {1}
    assert set(station.statuses(*refs)) == {SendingStatus.SENT}


def test_two_daemons_take_each_step_once(pair: tuple[Station, Station]) -> None:
    """Each GP gets one reminder, and each day's tasks come in one digest, from two daemons."""
    station, other = pair
    refs = [station.invited(no) for no in range(CASES // 2)]
    other.clock = station.clock
    at_once(pair)
    station.clock = other.clock = at("2026-11-09 08:00")
    at_once(pair)
    reminders = [
        one for one in station.carrier.delivered if one.sending.kind is SendingKind.REMINDER
    ]
    assert Counter(one.address for one in reminders) == {
        f"gp{no}@lege.example": 1 for no in range(CASES // 2)
    }
    station.clock = other.clock = at("2026-11-12 08:00")
    at_once(pair)
    (digest,) = station.chat(SECRETARY, SendingKind.DIGEST)
    assert all(ref in digest.content.text for ref in refs)


def test_two_daemons_try_a_failed_row_once_each_time(pair: tuple[Station, Station]) -> None:
    """A server that is down is asked once for each waiting row and moment, not once a daemon."""
    station, other = pair
    for no in range(4):
        station.invited(no)
    other.clock = station.clock
    station.carrier.down = True
    at_once(pair)
    assert len(station.carrier.tried) == 4
    station.clock = other.clock = station.clock + timedelta(minutes=1)
    at_once(pair)
    assert len(station.carrier.tried) == 8
    assert len({(row.id, row.stamp) for row in station.carrier.tried}) == 4


def test_two_daemons_make_one_room_and_one_hold_each(pair: tuple[Station, Station]) -> None:
    """What two look for at once has one event each, so that one of them makes nothing more."""
    clinic = replace(pair[0].clinic, video=LinkProvider.TEAMS, in_graph=CLINICIANS, staff=STAFF)
    one, other = (replace(station, clinic=clinic) for station in pair)
    for no in range(CASES // 2):
        ref = one.invited(no)
        one.do(ChangeMeeting(ref=ref, kind=MeetingKind.SHM1, link="", accept_clashes=True))
        one.do(AddParticipant(ref=ref, role=Role.CLINICIAN, staff_id=STAFF[-1].id))
        starts = (wall("2026-12-08 10:00"), wall("2026-12-09 10:00"))
        one.do(
            AskTimes(
                ref=ref, kind=MeetingKind.SHM1, starts=starts, leader=LEADER, accept_clashes=True
            )
        )
    other.clock = one.clock
    start = threading.Barrier(2)

    def look(station: Station) -> None:
        start.wait()
        station.ask(online.rooms)
        station.ask(holding.holds)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(look, (one, other)))
    events = one.ask(lambda context: context.ledger.living_events())
    assert len([event for event in events if event.room]) == CASES // 2
    assert len({event.room for event in events if event.room}) == CASES // 2
    assert len([event for event in events if event.hold]) == CASES
    assert len({event.hold for event in events if event.hold}) == CASES
