"""What goes wrong in a pass: carriers that fail, cases that break, processes that die."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import text
from typing_extensions import override

from pathway import rules
from pathway.commands import Correct
from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.ports import DeliveryFailedError, DeliveryRefusedError, Links
from pathway.service.daemon.delivering import ATTEMPTS, LEASE, claim, delay
from pathway.words import Channel, InvitationState
from scheduler.outflow import AT_ONCE
from storage.store import Store
from tests.fakes.carrier import FakeCarrier
from tests.pathway.build import COORDINATOR, SECRETARY
from tests.scheduler.station import Station

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


async def until_given_up(station: Station) -> list[timedelta]:
    """Tick at every moment that a report names as next until the row is given up; the waits."""
    begun, moments = station.clock, []
    for _ in range(ATTEMPTS * 2):
        before = len(station.carrier.tried)
        report = await station.tick()
        if len(station.carrier.tried) > before:
            moments.append(station.clock - begun)
        if report.given_up:
            return moments
        assert report.next is not None
        station.clock = report.next
    raise AssertionError("never given up")


# ---------------------------------------------------------------- carriers that fail


async def test_a_failure_waits_longer_each_time(station: Station) -> None:
    """An unreachable server is asked at a delay that doubles to eight hours, for two days."""
    station.invited()
    station.carrier.down = True
    moments = await until_given_up(station)
    waits = [later - sooner for sooner, later in pairwise(moments)]
    assert waits == [min(MINUTE * 2**n, 8 * HOUR) for n in range(ATTEMPTS - 1)]
    assert timedelta(days=2) < moments[-1] < timedelta(days=2.5)


async def test_the_secretary_is_told_once_of_what_is_given_up(station: Station) -> None:
    """What is given up is undelivered, its secretary gets one notice, and nobody tries again."""
    ref = station.invited()
    station.carrier.down = True
    await until_given_up(station)
    station.carrier.down = False
    for days in range(1, 4):
        await station.tick(timedelta(days=days))
    assert not station.carrier.delivered
    (notice,) = station.notices(ref)
    assert (notice.to, notice.why) == (SECRETARY, "D4")
    case = station.case(ref)
    assert rules.state_of(case, case.invitations[0]) is InvitationState.UNDELIVERED


async def test_a_refusal_is_given_up_at_once(station: Station) -> None:
    """An address that the other side does not know is tried once, and reported as given up."""
    ref = station.invited()
    station.carrier.refused.add("gp1@lege.example")
    report = await station.tick()
    assert [passed.status for passed in report.given_up] == [SendingStatus.GIVEN_UP]
    assert (await station.tick(24 * HOUR)).quiet
    assert station.row(ref).error == "550 5.1.1"
    assert len(station.notices(ref)) == 1


async def test_a_corrected_address_is_tried_again(station: Station) -> None:
    """A GP's e-mail that is put right after a refusal gets the invitation, as a message anew."""
    ref = station.invited()
    station.carrier.refused.add("gp1@lege.example")
    await station.tick()
    refused = station.row(ref)
    station.do(Correct(ref=ref, field="gp_email", value="gro@lege.example"))
    await station.tick(MINUTE)
    (arrived,) = station.carrier.delivered
    assert arrived.address == "gro@lege.example"
    assert arrived.sending.id != refused.id
    assert arrived.sending.stamp is not None
    assert refused.stamp is not None
    assert arrived.sending.stamp > refused.stamp


@pytest.mark.parametrize(
    "error", [ValueError("Kari"), KeyError("Kari"), RuntimeError("Kari"), TimeoutError("Kari")]
)
async def test_what_no_carrier_should_raise_waits(station: Station, error: Exception) -> None:
    """A bug met by one row fails that row alone, is noted by its kind, and the row is retried."""
    broken, well = station.invited(1), station.invited(2)
    station.carrier.fail_next(error)
    report = await station.tick()
    assert [len(report.retry), len(report.delivered), len(report.broken)] == [1, 1, 0]
    assert station.statuses(broken, well) == [SendingStatus.FAILED, SendingStatus.SENT]
    assert station.row(broken).error == type(error).__name__
    await station.tick(MINUTE)
    assert station.statuses(broken) == [SendingStatus.SENT]
    first, _, again = station.carrier.tried
    assert first.stamp == again.stamp


async def test_an_empty_error_still_says_something(station: Station) -> None:
    """A carrier that fails or refuses without a word leaves a word on the row all the same."""
    one, other = station.invited(1), station.invited(2)
    station.carrier.fail_next(DeliveryFailedError(), DeliveryRefusedError())
    await station.tick()
    assert [station.row(ref).error for ref in (one, other)] == ["failed", "refused"]
    assert station.statuses(one, other) == [SendingStatus.FAILED, SendingStatus.GIVEN_UP]


async def test_a_link_that_cannot_be_made_fails_its_row(station: Station) -> None:
    """A message whose link cannot be derived is not sent without it, and waits."""
    ref = station.invited()
    station.links.broken = True
    assert len((await station.tick()).retry) == 1
    assert not station.carrier.tried
    assert station.row(ref).error == "KeyError"
    station.links.broken = False
    assert len((await station.tick(MINUTE)).delivered) == 1


class HangingCarrier(FakeCarrier):
    """Takes a message and never comes back, until `go_on`."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()

    @override
    async def deliver(self, sending: Sending, links: Links) -> None:
        self.begun.set()
        await self.go_on.wait()
        await super().deliver(sending, links)


async def test_a_carrier_that_hangs_is_left(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A carrier without a time limit of its own is left after the pass's, and its row waits."""
    monkeypatch.setattr("scheduler.passing.HAND_OVER_SECONDS", 0.01)
    ref = station.invited()
    station.carrier = HangingCarrier()
    station.carriers = dict.fromkeys(station.carriers, station.carrier)
    async with asyncio.timeout(5):
        report = await station.tick()
    assert len(report.retry) == 1
    assert station.row(ref).error == "TimeoutError"


async def test_a_cancelled_pass_swallows_nothing(station: Station) -> None:
    """A pass that is cut in the middle of a delivery ends, and its row comes free by its lease."""
    ref = station.invited()
    station.carrier = hanging = HangingCarrier()
    station.carriers = dict.fromkeys(station.carriers, hanging)
    task = asyncio.create_task(station.tick())
    await hanging.begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    hanging.go_on.set()
    assert station.row(ref).leased_until is not None
    assert (await station.tick(LEASE - MINUTE)).quiet
    assert len((await station.tick(MINUTE)).delivered) == 1


# ---------------------------------------------------------------- cases that break


async def test_a_broken_case_stops_no_other(station: Station) -> None:
    """A case whose step breaks keeps it for later; the other's is taken in the same pass."""
    broken, well = station.invited(1), station.invited(2)
    await station.tick()
    station.texts.broken = {broken}
    report = await station.tick("2026-11-16 08:00")
    assert [type(error) for error in report.broken] == [ValueError]
    (digest,) = station.chat(COORDINATOR, SendingKind.DIGEST)
    assert well in digest.content.text
    assert broken not in digest.content.text
    station.texts.broken.clear()
    await station.tick("2026-11-17 08:00")
    assert broken in station.chat(COORDINATOR, SendingKind.DIGEST)[-1].content.text


async def test_a_broken_digest_stops_no_other(station: Station) -> None:
    """A person whose digest breaks loses no task of it, and the others get theirs."""
    early = station.invited(1)
    await station.tick()
    late = station.invited(2)
    await station.tick("2026-11-04 09:00")
    station.texts.broken_digests = {late}
    report = await station.tick("2026-11-16 08:00")  # one is the coordinator's, one the secretary's
    assert [type(error) for error in report.broken] == [ValueError]
    assert not station.chat(SECRETARY, SendingKind.DIGEST)
    (task,) = station.chat(SECRETARY, SendingKind.TASK)
    assert task.case_id == station.case(late).id
    (digest,) = station.chat(COORDINATOR, SendingKind.DIGEST)
    assert early in digest.content.text


async def test_a_receipt_that_cannot_be_written_sends_no_flood(station: Station) -> None:
    """A row whose receipt breaks each time is claimed at growing delays, and not for ever."""
    ref = station.invited()
    station.carrier.refused.add("gp1@lege.example")
    station.texts.broken_notices = {"undelivered", "given_up"}
    for _ in range(40):
        report = await station.tick(9 * HOUR)
        assert [type(error) for error in report.broken] == [ValueError]
    assert len(station.carrier.tried) == ATTEMPTS
    station.texts.broken_notices.clear()
    await station.tick(MINUTE)
    assert station.statuses(ref) == [SendingStatus.GIVEN_UP]
    assert len(station.notices(ref)) == 1


async def test_a_row_that_kills_whoever_claims_it_is_given_up(station: Station) -> None:
    """Claimed so often without a receipt, a row is given up unsent; told and counted once."""
    ref = station.invited()
    sending_id = station.row(ref).id
    for _ in range(ATTEMPTS):
        claimed = station.ask(lambda context: claim(context, sending_id))
        assert claimed is not None
        station.clock += max(LEASE, delay(claimed.attempts)) - SECOND
        assert station.ask(lambda context: claim(context, sending_id)) is None
        station.clock += SECOND
    report, later = await station.tick(), await station.tick(MINUTE)
    assert [passed.id for passed in report.given_up] == [sending_id]
    assert report.handed == {(Channel.MAIL, SendingStatus.GIVEN_UP): 1}
    assert later.given_up == []
    assert later.handed == {}
    assert not station.carrier.tried
    assert station.row(ref).error == "no receipt"
    assert station.statuses(ref) == [SendingStatus.GIVEN_UP]
    assert len(station.notices(ref)) == 1


async def test_unreadable_rows_stand_in_nobodys_way(
    opened: Callable[[], Store],
) -> None:
    """Rows that cannot be read are kept and reported, however many come first in the queue."""
    store = opened()
    station = Station(store)
    spoiled = [station.invited(no) for no in range(AT_ONCE + 1)]
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE sendings SET content = '{}'"))
    station.store = opened()  # a process that has not read them before
    well = station.invited(AT_ONCE + 1)
    report = await station.tick()
    assert [passed.departure.case for passed in report.delivered] == [well]
    assert len(report.broken) == len(spoiled)
    (told,) = station.chat(COORDINATOR, SendingKind.NOTICE)
    assert told.content.text == f"left out: {len(spoiled)}"  # it is Monday: the list says so, once
    await station.tick(MINUTE)
    assert len(station.chat(COORDINATOR, SendingKind.NOTICE)) == 1
    with store.engine.begin() as connection:
        kept = "SELECT count(*) FROM sendings WHERE status = 'pending' AND case_id IS NOT NULL"
        left = connection.scalar(text(kept))
    assert left == len(spoiled)
