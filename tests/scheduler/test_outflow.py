"""Many messages in hand at once: one case's in their order, and nobody waits for another's."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import timedelta
from itertools import dropwhile

import pytest
from sqlalchemy import Engine, event
from typing_extensions import override

from pathway.commands import StopPathway
from pathway.errors import StalePlanError
from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.ports import DeliveryFailedError, Links
from pathway.service import Context
from pathway.service.daemon import delivering
from pathway.words import CaseRef, Channel, ClosedReason, SendingId
from scheduler.window import LEAST, MOST, QUICK, Window
from storage.ledger import SqlLedger
from storage.store import Store
from tests.fakes.carrier import FakeCarrier
from tests.fakes.ledger import FakeLedger
from tests.scheduler.station import Station

CASES = 8
MINUTE = timedelta(minutes=1)
LONGEST = 20


class BusyCarrier(FakeCarrier):
    """Takes longer over an invitation than over what follows it; `in_hand` is what it holds now.

    Nothing is delivered before so many are in hand `together`, and what goes to `kept_waiting`
    not before `go_on`. `most` were in hand at once, and `of_one_case` of the same case.
    """

    def __init__(self, together: int = 0) -> None:
        super().__init__()
        self.in_hand: list[Sending] = []
        self.most = self.of_one_case = 0
        self.kept_waiting: set[str] = set()
        self.go_on, self.gathered = asyncio.Event(), asyncio.Event()
        self.together = together

    @override
    async def deliver(self, sending: Sending, links: Links) -> None:
        self.in_hand.append(sending)
        cases = [one.case_id for one in self.in_hand]
        self.most = max(self.most, len(cases))
        self.of_one_case = max(self.of_one_case, *map(cases.count, cases))
        if len(cases) >= self.together:
            self.gathered.set()
        try:
            await self.gathered.wait()
            if sending.address in self.kept_waiting:
                await self.go_on.wait()
            for _ in range(20 if sending.kind is SendingKind.INVITATION else 1):
                await asyncio.sleep(0)
            await super().deliver(sending, links)
        finally:
            self.in_hand.remove(sending)


def carried_by(station: Station, carrier: FakeCarrier, *channels: Channel) -> None:
    """This is the only way out by these channels."""
    station.carrier = carrier
    station.carriers = dict.fromkeys(channels or (Channel.MAIL,), carrier)


def gp(no: int) -> str:
    """The address of a case's GP."""
    return f"gp{no}@lege.example"


def in_the_calendar(station: Station, ref: CaseRef, kind: SendingKind | None = None) -> None:
    """The invitation goes by the other channel, or what is of this `kind`."""

    def change(context: Context) -> None:
        case = context.ledger.load(ref, context.access)
        wanted = [row for row in case.sendings if row.address and kind in {None, row.kind}]
        rows = [replace(row, channel=Channel.GRAPH) for row in wanted]
        context.ledger.save(case.with_changed(*rows), context.access, what="test")

    station.ask(change)


async def until_sent(station: Station, *refs: CaseRef) -> None:
    """Wait until the invitations of these cases have their receipts."""
    async with asyncio.timeout(LONGEST):
        while station.statuses(*refs) != [SendingStatus.SENT] * len(refs):  # noqa: ASYNC110 - in the database
            await asyncio.sleep(0.01)


# ---------------------------------------------------------------- order


async def test_one_case_in_order_and_many_cases_at_once(station: Station) -> None:
    """Every later message of a case leaves after its earlier one, while many cases are in hand."""
    for no in range(CASES):
        station.called_off(station.invited(no))
    carried_by(station, busy := BusyCarrier(together=LEAST))
    report = await station.tick()
    assert len(report.delivered) == 2 * CASES
    assert busy.most >= LEAST
    assert busy.of_one_case == 1
    for no in range(CASES):
        kinds = [one.sending.kind for one in busy.to(gp(no))]
        assert kinds == [SendingKind.INVITATION, SendingKind.CANCELLATION]


async def test_what_another_channel_had_in_hand_leaves_in_the_same_pass(station: Station) -> None:
    """A case is passed by while its other channel has it, and looked at again when that is done."""
    for no in range(CASES):
        ref = station.invited(no)
        station.called_off(ref)
        in_the_calendar(station, ref, SendingKind.CANCELLATION)
    carried_by(station, busy := BusyCarrier(), Channel.MAIL, Channel.GRAPH)
    report = await station.tick()
    assert len(report.delivered) == 2 * CASES
    assert busy.of_one_case == 1


async def test_a_pass_that_is_cut_at_once_waits_for_no_channel(station: Station) -> None:
    """Two channels that begin nothing do not wait for each other."""
    in_the_calendar(station, station.invited(0))
    station.invited(1)
    carried_by(station, BusyCarrier(), Channel.MAIL, Channel.GRAPH)
    async with asyncio.timeout(LONGEST):
        report = await station.tick(spent=lambda: 3600.0)
    assert (report.delivered, report.cut) == ([], True)


async def test_what_comes_later_waits_for_what_another_holds(station: Station) -> None:
    """While any daemon holds a case's message its later ones stay, and no others do."""
    ref, other = station.invited(1), station.invited(2)
    station.called_off(ref)
    first = station.row(ref).id
    assert station.ask(lambda context: delivering.claim(context, first)) is not None
    report = await station.tick()
    assert [passed.departure.case for passed in report.delivered] == [other]
    assert (await station.tick(MINUTE)).quiet
    await station.tick(delivering.LEASE - MINUTE)
    kinds = [one.sending.kind for one in station.carrier.to(gp(1))]
    assert kinds == [SendingKind.INVITATION, SendingKind.CANCELLATION]


@pytest.mark.parametrize("stale", [True, False])
async def test_what_was_not_taken_holds_back_what_comes_later(
    station: Station, monkeypatch: pytest.MonkeyPatch, *, stale: bool
) -> None:
    """A row that somebody had for a moment only is never overtaken by a later one of its case."""
    ref, other = station.invited(1), station.invited(2)
    station.called_off(ref)
    first = station.row(ref).id
    holds, real = [first], delivering.claim

    def claim(context: Context, row: SendingId, channels: Collection[Channel]) -> Sending | None:
        """Somebody holds it for one pass, and never what comes after it."""
        if row in holds:
            if stale:
                raise StalePlanError
            return None
        return real(context, row, channels)

    monkeypatch.setattr(delivering, "claim", claim)
    report = await station.tick()
    assert [passed.departure.case for passed in report.delivered] == [other]
    holds.clear()
    await station.tick()
    kinds = [one.sending.kind for one in station.carrier.to(gp(1))]
    assert kinds == [SendingKind.INVITATION, SendingKind.CANCELLATION]


# ---------------------------------------------------------------- what hangs


async def test_a_mail_that_hangs_holds_up_no_other(station: Station) -> None:
    """All other mails have their receipts while one still hangs, and then it has its own."""
    refs = [station.invited(no) for no in range(CASES)]
    carried_by(station, busy := BusyCarrier())
    busy.kept_waiting = {gp(0)}
    passing = asyncio.create_task(station.tick())
    await until_sent(station, *refs[1:])
    assert station.row(refs[0]).leased_until is not None
    busy.go_on.set()
    assert len((await passing).delivered) == CASES


async def test_a_mail_that_hangs_holds_up_no_later_one_of_another_case(station: Station) -> None:
    """While one mail hangs, another case's second follows its first in the same pass."""
    station.invited(0)
    station.called_off(station.invited(1))
    carried_by(station, busy := BusyCarrier())
    busy.kept_waiting = {gp(0)}
    passing = asyncio.create_task(station.tick())
    async with asyncio.timeout(LONGEST):
        while len(busy.to(gp(1))) < 2:  # noqa: ASYNC110 - in the carrier
            await asyncio.sleep(0.01)
    assert not busy.to(gp(0))
    busy.go_on.set()
    assert len((await passing).delivered) == 3


async def test_a_channel_that_hangs_holds_up_no_other(station: Station) -> None:
    """One channel hangs with more messages than it may hold, and the other's mail leaves."""
    refs = [station.invited(no) for no in range(CASES + 1)]
    for ref in refs[:CASES]:
        in_the_calendar(station, ref)
    carried_by(station, busy := BusyCarrier(), Channel.MAIL, Channel.GRAPH)
    busy.kept_waiting = {gp(no) for no in range(CASES)}
    passing = asyncio.create_task(station.tick())
    await until_sent(station, refs[-1])
    assert sum(station.row(ref).attempts for ref in refs[:CASES]) == LEAST
    busy.go_on.set()
    assert len((await passing).delivered) == CASES + 1


async def test_every_carrier_rests_after_a_pass(station: Station) -> None:
    """A pass tells its carriers that nothing more comes, also one that is cut in the middle."""
    station.invited()
    await station.tick()
    assert station.carrier.rested == 1
    station.invited(2)
    carried_by(station, busy := BusyCarrier())
    busy.kept_waiting = {gp(2)}
    passing = asyncio.create_task(station.tick())
    await busy.gathered.wait()
    passing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await passing
    assert busy.rested == 1


# ---------------------------------------------------------------- receipts together


async def test_a_receipt_that_breaks_takes_no_other_with_it(station: Station) -> None:
    """Of many receipts that are written together the one that breaks is missing, and no other."""
    refs = [station.invited(no) for no in range(LEAST)]
    carried_by(station, busy := BusyCarrier(together=LEAST))
    busy.refused = {gp(1)}
    station.texts.broken_notices = {"undelivered"}
    report = await station.tick()
    assert [type(error) for error in report.broken] == [ValueError]
    sent, waits = SendingStatus.SENT, SendingStatus.PENDING
    assert station.statuses(*refs) == [sent, waits, sent]


async def test_a_case_that_changes_meanwhile_keeps_both(station: Station) -> None:
    """A pathway stopped while its mail is in hand with others: the receipt is kept, and it ends."""
    refs = [station.invited(no) for no in range(LEAST)]
    carried_by(station, busy := BusyCarrier(together=LEAST))
    busy.kept_waiting = {gp(no) for no in range(LEAST)}
    passing = asyncio.create_task(station.tick())
    await busy.gathered.wait()
    station.do(StopPathway(ref=refs[1], reason=ClosedReason.WITHDREW))
    busy.go_on.set()
    report = await passing
    assert not report.broken
    assert station.statuses(*refs) == [SendingStatus.SENT] * LEAST
    await station.tick(MINUTE)
    kinds = [one.sending.kind for one in busy.to(gp(1))]
    assert kinds == [SendingKind.INVITATION, SendingKind.CANCELLATION]


async def test_where_people_wait_a_transaction_is_short(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of many receipts and claims each transaction holds one while people wait, and all leave."""
    refs = [station.invited(no) for no in range(CASES)]
    for ledger in (FakeLedger, SqlLedger):
        monkeypatch.setattr(ledger, "awaited", lambda _ledger: True)
    done: list[Context] = []
    for name in ("claim", "delivered"):
        real = getattr(delivering, name)

        def noted(context: Context, *given: object, real: Callable[..., object] = real) -> object:
            done.append(context)
            return real(context, *given)

        monkeypatch.setattr(delivering, name, noted)
    await station.tick()
    assert station.statuses(*refs) == [SendingStatus.SENT] * CASES
    assert len({id(context) for context in done}) == len(done) == 2 * CASES


async def test_whatever_is_read_is_read_before_the_first_is_written(
    opened: Callable[[], Store],
) -> None:
    """From its first write to its commit a pass reads nothing: so long others wait, no longer."""
    station = Station(opened())
    refs = [station.invited(no) for no in range(CASES)]
    assert isinstance(station.store, Store)
    transactions = asked_of(station.store.engine)
    await station.tick()
    assert station.statuses(*refs) == [SendingStatus.SENT] * CASES
    wrote = [each for each in transactions if any(map(writes, each))]
    assert len(wrote) > 1
    for each in wrote:
        after = list(dropwhile(lambda said: not writes(said), each))
        assert all(map(writes, after)), after


def asked_of(engine: Engine) -> list[list[str]]:
    """What is asked of it from now on, transaction by transaction."""
    transactions: list[list[str]] = []
    event.listen(engine, "begin", lambda _connection: transactions.append([]))

    def hear(*said: object) -> None:
        transactions[-1].append(str(said[2]))

    event.listen(engine, "before_cursor_execute", hear)
    return transactions


def writes(statement: str) -> bool:
    """Whether it keeps others waiting."""
    return statement.startswith(("INSERT", "UPDATE", "DELETE"))


# ---------------------------------------------------------------- how many


async def test_a_channel_in_trouble_holds_few(station: Station) -> None:
    """More is in hand while all goes well, and as little as at first while it fails."""
    refs = [station.invited(no) for no in range(2 * LEAST + 1)]
    carried_by(station, busy := BusyCarrier())
    busy.kept_waiting = {gp(no) for no in range(LEAST, 2 * LEAST + 1)}
    passing = asyncio.create_task(station.tick())
    await until_sent(station, *refs[:LEAST])
    async with asyncio.timeout(LONGEST):
        while busy.most <= LEAST:  # noqa: ASYNC110 - the pass does it
            await asyncio.sleep(0.01)
    busy.go_on.set()
    await passing
    for no in range(3 * LEAST):
        station.invited(100 + no)
    carried_by(station, failing := BusyCarrier(together=LEAST))
    failing.fail_next(*(DeliveryFailedError("451") for _ in range(3 * LEAST)))
    await station.tick()
    assert failing.most == LEAST


def test_the_window_grows_and_shrinks() -> None:
    """One more for each that leaves quickly up to the most, and the least after a slow one."""
    window = Window()
    assert window.size == LEAST
    window.learn(seconds=0.1, well=True)
    assert window.size == LEAST + 1
    for _ in range(MOST):
        window.learn(seconds=0.1, well=True)
    assert window.size == MOST
    window.learn(seconds=QUICK, well=True)
    assert window.size == LEAST
