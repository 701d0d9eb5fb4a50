"""One pass of the daemon: take due steps, gather digests, deliver what may leave (D3, D4).

Every part is claimed, judged against the state at that moment and receipted in transactions of
its own, so a pass may be cut anywhere and the next goes on. Nothing here sleeps or reads a clock.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from pathway import workdays
from pathway.errors import StalePlanError, UnknownCaseError
from pathway.model import Channel
from pathway.outgoing import Hours, Sending, SendingStatus
from pathway.ports import Carrier, DeliveryFailedError, DeliveryRefusedError
from pathway.service import Context, chasing, delivering
from pathway.service.forecast import Departure, departure_of

if TYPE_CHECKING:
    from pathway.clinic import Staff
    from pathway.model import CaseId, SendingId

T = TypeVar("T")
BATCH = 50


class Run(Protocol):
    """Runs a use case whole in one transaction, at the pass's moment, as the program."""

    def __call__(self, use_case: Callable[[Context], T], /) -> Awaitable[T]:
        """The use case's result, once it is on disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """One row of a report: what left, or did not, as the contract shows it."""

    id: SendingId
    departure: Departure
    status: SendingStatus = SendingStatus.SENT


@dataclass(slots=True, kw_only=True)
class Report:
    """What one pass did; `next` is when something is due after it, UTC."""

    at: datetime
    delivered: list[Passed] = field(default_factory=list)
    retry: list[Passed] = field(default_factory=list)
    given_up: list[Passed] = field(default_factory=list)
    next: datetime | None = None

    @property
    def quiet(self) -> bool:
        """Whether nothing happened."""
        return not (self.delivered or self.retry or self.given_up)


async def tick(run: Run, carriers: Mapping[Channel, Carrier], now: datetime) -> Report:
    """One pass at `now`; raises only what the store itself raises."""
    report = Report(at=now)
    if await run(_in_working_hours):
        await _take_steps(run)
        await _gather_digests(run, report)
    await _deliver(run, carriers, report)
    report.next = await run(lambda context: context.ledger.next_event(context.now))
    return report


def _in_working_hours(context: Context) -> bool:
    clinic = context.clinic
    opens, closes = clinic.work_from, clinic.work_to
    return workdays.may_leave(context.now, Hours.WORKING, clinic.zone, opens, closes)


async def _take_steps(run: Run) -> None:
    for case_id in await run(lambda context: context.ledger.due_cases(context.now)):
        await _unless_changed(run, _steps_of(case_id))


def _steps_of(case_id: CaseId) -> Callable[[Context], None]:
    def take(context: Context) -> None:
        case = context.ledger.load_for(case_id, context.access)
        after = chasing.take_steps(case, context.pen(pressed=False))
        if after != case:
            context.ledger.save(after, context.access, what="steps")

    return take


async def _unless_changed(run: Run, use_case: Callable[[Context], T]) -> T | None:
    """Somebody else was first: what is left is judged in the next pass."""
    try:
        return await run(use_case)
    except (StalePlanError, UnknownCaseError):
        return None


async def _gather_digests(run: Run, report: Report) -> None:
    for person in await run(lambda context: context.clinic.staff):
        told = await _unless_changed(run, _digest_of(person))
        report.delivered.extend(told or ())


def _digest_of(person: Staff) -> Callable[[Context], list[Passed]]:
    def gather(context: Context) -> list[Passed]:
        return [_passed(context, row) for row in chasing.gather_digest(context, person.id)]

    return gather


async def _deliver(run: Run, carriers: Mapping[Channel, Carrier], report: Report) -> None:
    seen: set[SendingId] = set()
    while True:
        waiting = await run(lambda context: context.ledger.due_sendings(context.now, BATCH))
        fresh = [sending_id for sending_id in waiting if sending_id not in seen]
        if not fresh:
            return
        for sending_id in fresh:
            seen.add(sending_id)
            await _deliver_one(run, carriers, sending_id, report)


async def _deliver_one(
    run: Run, carriers: Mapping[Channel, Carrier], sending_id: SendingId, report: Report
) -> None:
    claimed = await _unless_changed(run, lambda context: delivering.claim(context, sending_id))
    if claimed is None or claimed.channel not in carriers:
        return
    error, for_good = await _hand_over(run, carriers[claimed.channel], claimed)

    def receipt(context: Context) -> Passed:
        if not error:
            return _passed(context, delivering.delivered(context, sending_id))
        return _passed(context, delivering.failed(context, sending_id, error, for_good=for_good))

    passed = await _unless_changed(run, receipt)
    if passed is not None:
        _rows(report, passed.status).append(passed)


def _rows(report: Report, status: SendingStatus) -> list[Passed]:
    match status:
        case SendingStatus.FAILED:
            return report.retry
        case SendingStatus.GIVEN_UP:
            return report.given_up
        case _:
            return report.delivered


async def _hand_over(run: Run, carrier: Carrier, sending: Sending) -> tuple[str, bool]:
    """Why it was not handed over (empty when it was), and whether that is for good."""
    links = await run(lambda context: delivering.links_for(context, sending))
    try:
        await carrier.deliver(sending, links)
    except DeliveryRefusedError as error:
        return str(error) or "refused", True
    except DeliveryFailedError as error:
        return str(error) or "failed", False
    return "", False


def _passed(context: Context, sending: Sending) -> Passed:
    case = context.ledger.load_for(sending.id, context.access)
    at = sending.done_at or context.now
    departure = departure_of(case, sending, at)
    return Passed(id=sending.id, departure=departure, status=sending.status)
