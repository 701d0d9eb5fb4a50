"""What is told to one and the same reader of a case comes in its order, also after a failure."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from pathway.commands import StopPathway
from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.ports import DeliveryFailedError, DeliveryRefusedError, Notice
from pathway.service import Context
from pathway.service.answers import answering
from pathway.service.daemon import chatting, delivering
from pathway.service.daemon.lookout import look
from pathway.telling import to_staff
from pathway.words import CaseRef, Channel, ClosedReason, Role, SendingId
from storage.store import Store
from tests.pathway.build import SECRETARY
from tests.pathway.test_service_chatting import CHAT
from tests.scheduler.station import Station

MINUTE = timedelta(minutes=1)
BOTH = pytest.mark.parametrize("channel", [Channel.MAIL, Channel.GRAPH])
INVITATION, LINK, OFF = SendingKind.INVITATION, SendingKind.LINK, SendingKind.CANCELLATION
EVERY_DATABASE = pytest.mark.parametrize(
    "address", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
def address(request: pytest.FixtureRequest) -> str:
    """The address of an empty database, SQLite's where nothing is said."""
    if getattr(request, "param", "sqlite") == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{request.getfixturevalue('database')}"


@pytest.fixture
def station(opened: Callable[[], Store]) -> Station:
    """With a carrier for both channels."""
    return carried(Station(opened()))


def carried(station: Station) -> Station:
    """Everything leaves by the one carrier."""
    station.carriers = dict.fromkeys((Channel.MAIL, Channel.GRAPH), station.carrier)
    return station


def behind(
    station: Station,
    ref: CaseRef,
    kind: SendingKind = LINK,
    channel: Channel = Channel.MAIL,
    to: str = "",
    address: str = "",
) -> SendingId:
    """The invitation goes by this channel, and behind it waits another message, to whom it says."""

    def add(context: Context) -> SendingId:
        case = context.ledger.load(ref, context.access)
        first = replace(sent(case.sendings, INVITATION), channel=channel)
        later = SendingId(f"{first.id}-{kind}")
        fresh = replace(first, status=SendingStatus.PENDING, attempts=0, stamp=None)
        fresh = replace(fresh, id=later, kind=kind, not_before=first.created_at)
        second = replace(fresh, to=to or fresh.to, address=address or fresh.address)
        context.ledger.save(case.with_changed(first, second), context.access, what="test")
        return later

    return station.ask(add)


def sent(rows: tuple[Sending, ...], kind: SendingKind) -> Sending:
    """The one of this kind that goes to somebody outside."""
    return next(row for row in rows if row.kind is kind and row.address)


def arrived(station: Station) -> list[SendingKind]:
    """What has arrived, in that order."""
    return [one.sending.kind for one in station.carrier.delivered]


def of(station: Station, ref: CaseRef, row: SendingId) -> Sending:
    """A message as it stands."""
    return station.case(ref).sending(row)


@BOTH
async def test_a_later_message_waits_for_one_that_failed(
    station: Station, channel: Channel
) -> None:
    """What comes after a message that failed leaves after it, by its next try at the latest."""
    ref = station.invited()
    later = behind(station, ref, channel=channel)
    station.carrier.fail_next(DeliveryFailedError("451"))
    report = await station.tick()
    assert (len(report.retry), report.delivered) == (1, [])
    assert of(station, ref, later).attempts == 0
    await station.tick(MINUTE)
    assert arrived(station) == [INVITATION, LINK]


async def test_what_cannot_be_taken_is_looked_for_by_no_pass(station: Station) -> None:
    """Between two tries no pass finds anything to do, and the next is foretold for the next try."""
    ref = station.invited()
    later = behind(station, ref)
    station.carrier.down = True
    for _ in range(4):
        await station.tick(station.row(ref).not_before - station.clock)
    first, now = station.row(ref), station.clock
    assert (first.attempts, first.not_before - now) == (4, 8 * MINUTE)
    assert of(station, ref, later).not_before == now + delivering.LOOK_AGAIN
    station.clock += MINUTE
    found = station.ask(partial(look, channels=station.carriers))
    assert (found.nothing, found.upcoming) == (True, now + delivering.LOOK_AGAIN)


@pytest.mark.parametrize(
    ("who", "where"), [("nav", "nora@nav.example"), ("", "gro@new.example")], ids=["nav", "new"]
)
async def test_nobody_waits_for_anothers_mailbox(station: Station, who: str, where: str) -> None:
    """Nav's mail, or one to the GP's new mailbox, leaves while the GP's old server is down."""
    behind(station, station.invited(), to=who, address=where)
    station.carrier.fail_next(DeliveryFailedError("451"))
    await station.tick()
    (left,) = station.carrier.delivered
    assert (left.address, left.sending.kind) == (where, LINK)


async def test_a_cancellation_waits_for_nothing_that_failed(station: Station) -> None:
    """F6: that it is off leaves at once; what failed before it about the same is never sent."""
    ref = station.invited()
    station.carrier.fail_next(DeliveryFailedError("451"))
    await station.tick()
    station.do(StopPathway(ref=ref, reason=ClosedReason.WITHDREW))
    await station.tick(timedelta(seconds=1))
    assert arrived(station) == [OFF]
    await station.tick(MINUTE)
    assert arrived(station) == [OFF]
    assert station.row(ref).status is SendingStatus.DROPPED


async def test_a_cancellation_waits_for_nothing_else_that_failed(station: Station) -> None:
    """F6: it leaves also while something else to the same person is tried again."""
    ref = station.invited()
    off = behind(station, ref, OFF)
    station.carrier.fail_next(DeliveryFailedError("451"))
    await station.tick()
    assert of(station, ref, off).status is SendingStatus.SENT


async def test_an_invitation_waits_for_the_cancellation_before_it(station: Station) -> None:
    """Nobody reads that a meeting is off after they were asked to it anew."""
    ref = station.invited()
    behind(station, ref, OFF)
    station.ask(lambda context: as_first(context, ref))
    station.carrier.fail_next(DeliveryFailedError("451"))
    await station.tick()
    assert arrived(station) == []
    await station.tick(MINUTE)
    assert arrived(station) == [OFF, INVITATION]


def as_first(context: Context, ref: CaseRef) -> None:
    """The invitation was written after what calls an earlier one off."""
    case = context.ledger.load(ref, context.access)
    first, off = sent(case.sendings, INVITATION), sent(case.sendings, OFF)
    swapped = replace(off, id=first.id), replace(first, id=off.id)
    context.ledger.save(case.with_changed(*swapped), context.access, what="test")


# ---------------------------------------------------------------- nothing waits for ever


async def test_a_mailbox_that_is_gone_frees_what_comes_later(station: Station) -> None:
    """What is refused for good holds nobody up: the next leaves in the same pass."""
    ref = station.invited()
    later = behind(station, ref)
    station.carrier.fail_next(DeliveryRefusedError("550 5.1.1"))
    await station.tick()
    assert of(station, ref, later).status is SendingStatus.SENT


async def test_what_is_given_up_frees_what_comes_later(station: Station) -> None:
    """After the last try of the first the second has its own."""
    ref = station.invited(start="2027-01-12 10:00")
    later = behind(station, ref)
    station.carrier.fail_next(*[DeliveryFailedError("451")] * delivering.ATTEMPTS)
    while station.row(ref).waiting:
        assert of(station, ref, later).attempts == 0
        await station.tick(station.row(ref).not_before - station.clock)
    assert station.row(ref).status is SendingStatus.GIVEN_UP
    await station.tick(delivering.LOOK_AGAIN)
    assert of(station, ref, later).status is SendingStatus.SENT


async def test_what_will_be_dropped_holds_nothing_up(station: Station) -> None:
    """A message that failed and says what is no longer true is not waited for."""
    ref = station.invited()
    station.carrier.fail_next(DeliveryFailedError("451"))
    await station.tick()
    behind(station, ref)

    def outdated(context: Context) -> None:
        case = context.ledger.load(ref, context.access)
        first = replace(sent(case.sendings, INVITATION), revision=-1)
        context.ledger.save(case.with_changed(first), context.access, what="test")

    station.ask(outdated)
    await station.tick(timedelta(seconds=1))
    assert arrived(station) == [LINK]


async def test_what_breaks_whoever_takes_it_holds_nothing_up(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message that failed and now breaks in the hand that takes it is passed by."""
    ref = station.invited()
    later, first = behind(station, ref), station.row(ref).id
    station.carrier.fail_next(DeliveryFailedError("451"))
    await station.tick()
    real = delivering.claim

    def claim(context: Context, row: SendingId, channels: Collection[Channel]) -> Sending | None:
        if row == first:
            raise ValueError(row)
        return real(context, row, channels)

    monkeypatch.setattr(delivering, "claim", claim)
    await station.tick(MINUTE)
    assert of(station, ref, later).status is SendingStatus.SENT


# ---------------------------------------------------------------- two daemons


@EVERY_DATABASE
@BOTH
async def test_two_daemons_keep_the_order_after_a_failure(
    opened: Callable[[], Store], station: Station, channel: Channel
) -> None:
    """What failed in one daemon's hand is passed by in no other's, and leaves first from either."""
    ref = station.invited()
    behind(station, ref, channel=channel)
    other = carried(replace(station, store=opened()))
    station.carrier.fail_next(DeliveryFailedError("451"))
    await asyncio.gather(station.tick(), other.tick())
    assert (await other.tick(timedelta(seconds=30))).quiet
    other.clock = station.clock = station.clock + 2 * MINUTE
    await asyncio.gather(other.tick(), station.tick())
    await other.tick(MINUTE)
    assert arrived(station) == [INVITATION, LINK]


# ---------------------------------------------------------------- in chat


def told(station: Station, *refs: CaseRef) -> None:
    """The secretary has a chat, and news of these cases wait there, one after the other."""

    def add(context: Context, ref: CaseRef, no: int) -> None:
        context.ledger.put_chat(CHAT)
        case = context.ledger.load(ref, context.access)
        notice = Notice(name="link_missing", ref=ref, at=context.now)
        pen = context.pen(pressed=False)
        row = to_staff(pen, case, SECRETARY, Role.SECRETARY, notice, why="test")
        row = replace(row, id=SendingId(f"{no} {ref}"))
        context.ledger.save(case.with_changed(row), context.access, what="test")

    for no, ref in enumerate(refs):
        station.ask(partial(add, ref=ref, no=no))
        station.clock += timedelta(seconds=1)


def taken(station: Station) -> str:
    """What a daemon takes next for the secretary."""
    row = station.ask(lambda context: chatting.claim(context, SECRETARY))
    return row.id if row else ""


def failed(station: Station, row: str) -> None:
    """It could not be posted."""
    station.ask(lambda context: chatting.failed(context, SECRETARY, SendingId(row), "503"))


@EVERY_DATABASE
def test_in_chat_no_daemon_passes_by_what_another_has(station: Station) -> None:
    """News of a case wait while earlier ones are in another's hand; those of others do not."""
    ref, other = station.invited(1), station.invited(2)
    told(station, ref, ref, other)
    assert [taken(station) for _ in range(3)] == [f"0 {ref}", f"2 {other}", ""]
    station.ask(lambda context: chatting.delivered(context, SECRETARY, SendingId(f"0 {ref}")))
    assert taken(station) == f"1 {ref}"


@EVERY_DATABASE
def test_in_chat_who_is_second_takes_nothing_later(station: Station) -> None:
    """Where another takes a message in this very moment, none that follows it is taken."""
    ref, other = station.invited(1), station.invited(2)
    told(station, ref, ref, other)

    def second(context: Context) -> Sending | None:
        real, ledger = context.ledger.claim, context.ledger

        def claim(row: SendingId, now: datetime, until: datetime) -> Sending | None:
            """Seen as free, and taken by another before we could."""
            mine = real(row, now, until)
            return None if row == f"0 {ref}" else mine

        vars(ledger).update(claim=claim)
        return chatting.claim(context, SECRETARY)

    held = station.ask(second)
    assert held is not None
    assert held.id == f"2 {other}"


def test_in_chat_news_wait_for_earlier_news_that_failed(station: Station) -> None:
    """What could not be posted comes first, from any daemon; other cases' news do not wait."""
    ref, other = station.invited(1), station.invited(2)
    told(station, ref, ref, other)
    failed(station, taken(station))
    assert [taken(station), taken(station)] == [f"2 {other}", ""]
    station.clock += MINUTE
    assert [taken(station), taken(station)] == [f"0 {ref}", ""]


def test_in_chat_what_is_always_refused_is_not_waited_for_without_end(station: Station) -> None:
    """Two hours after its first try nobody waits any more for what is never given up."""
    ref = station.invited()
    told(station, ref, ref)
    begun = station.clock
    while (row := taken(station)) != f"1 {ref}":
        if row:
            failed(station, row)
        station.clock += MINUTE
    over = station.clock - begun - chatting.WAITS_FOR_EARLIER
    assert timedelta() <= over < delivering.LOOK_AGAIN


def test_in_chat_overtaken_news_hold_nothing_up(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    """D2: what failed and is no news any more is not waited for."""
    ref = station.invited()
    told(station, ref, ref)
    failed(station, taken(station))
    monkeypatch.setattr(answering, "still_news", lambda _case, row, _now: row.id != f"0 {ref}")
    assert taken(station) == f"1 {ref}"
