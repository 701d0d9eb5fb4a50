"""One pass of the daemon: take due steps, gather digests, deliver what may leave (D3, D4).

Every part is claimed, judged against the state at that moment and receipted in transactions of
its own, so a pass may be cut anywhere and the next goes on. Nothing here sleeps or reads a clock;
how long the pass has lasted is told by the caller, since its moment and its leases grow old.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from pathway import workdays
from pathway.outgoing import Hours, Sending, SendingStatus
from pathway.ports import Carrier, Links
from pathway.service import Context, chasing, delivering, digest
from pathway.service.forecast import departure_of
from pathway.service.report import Passed, Report
from pathway.words import Channel
from scheduler.chat import deliver_chat
from scheduler.passing import PASS_SECONDS, Pass, Run

if TYPE_CHECKING:
    from pathway.clinic import Staff
    from pathway.words import CaseId, SendingId

BATCH = 50

STEPS_SECONDS = 30.0
"""After so much of a pass no more steps are taken: what people have pressed must leave too."""


async def tick(
    run: Run,
    carriers: Mapping[Channel, Carrier],
    now: datetime,
    spent: Callable[[], float] = lambda: 0.0,
    *,
    mail_staff: bool = True,
) -> Report:
    """One pass at `now`; raises only where the store cannot be asked at all."""
    report = Report(at=now)
    this = Pass(run=run, carriers=carriers, report=report, spent=spent, mail_staff=mail_staff)
    if await run(_in_working_hours):
        await _take_steps(this)
        await _gather_digests(this)
    if Channel.CHAT in carriers:
        await deliver_chat(this)
    await _deliver(this)
    upcoming = await run(lambda context: context.ledger.next_event(context.now))
    this.report.next = now if this.report.cut else upcoming
    return this.report


def _in_working_hours(context: Context) -> bool:
    clinic = context.clinic
    opens, closes = clinic.work_from, clinic.work_to
    return workdays.may_leave(context.now, Hours.WORKING, clinic.zone, opens, closes)


async def _take_steps(this: Pass) -> None:
    for case_id in await this.run(lambda context: context.ledger.due_cases(context.now)):
        if this.cut_after(STEPS_SECONDS):
            return
        await this.apart(_steps_of(case_id))


def _steps_of(case_id: CaseId) -> Callable[[Context], None]:
    def take(context: Context) -> None:
        case = context.ledger.load_for(case_id, context.access)
        after = chasing.take_steps(case, context.pen(pressed=False))
        if after != case:
            context.ledger.save(after, context.access, what="steps")

    return take


async def _gather_digests(this: Pass) -> None:
    for person in await this.run(lambda context: context.clinic.staff):
        told = await this.apart(_digest_of(person))
        this.report.delivered.extend(told or ())


def _digest_of(person: Staff) -> Callable[[Context], list[Passed]]:
    def gather(context: Context) -> list[Passed]:
        return [_passed(context, row) for row in digest.gather_digest(context, person.id)]

    return gather


async def _deliver(this: Pass) -> None:
    """Every row once; those that cannot be taken now do not stand in the way of the others."""
    seen: set[SendingId] = set()
    while True:
        waiting = await this.run(_due(BATCH + len(seen)))
        fresh = [sending_id for sending_id in waiting if sending_id not in seen]
        if not fresh:
            return
        for sending_id in fresh:
            if this.cut_after(PASS_SECONDS):
                return
            seen.add(sending_id)
            await _deliver_one(this, sending_id)


def _due(most: int) -> Callable[[Context], Sequence[SendingId]]:
    return lambda context: context.ledger.due_sendings(context.now, most)


async def _deliver_one(this: Pass, sending_id: SendingId) -> None:
    taken = await this.apart(_claim(sending_id, this.carriers.keys()))
    if taken is None:
        return
    handed = await this.hand_over(*taken)

    def receipt(context: Context) -> Passed:
        if not handed.error:
            return _passed(context, delivering.delivered(context, sending_id))
        later = delivering.failed(
            context, sending_id, handed.error, for_good=handed.for_good, wait=handed.wait
        )
        return _passed(context, later)

    passed = await this.apart(receipt)
    if passed is not None:
        _rows(this.report, passed.status).append(passed)


def _claim(
    sending_id: SendingId, carried: Collection[Channel]
) -> Callable[[Context], tuple[Sending, Callable[[], Links]] | None]:
    def claim(context: Context) -> tuple[Sending, Callable[[], Links]] | None:
        claimed = delivering.claim(context, sending_id, carried)
        return None if claimed is None else (claimed, delivering.links_for(context, claimed))

    return claim


def _rows(report: Report, status: SendingStatus) -> list[Passed]:
    match status:
        case SendingStatus.FAILED:
            return report.retry
        case SendingStatus.GIVEN_UP:
            return report.given_up
        case _:
            return report.delivered


def _passed(context: Context, sending: Sending) -> Passed:
    case = context.ledger.load_for(sending.id, context.access)
    at = sending.done_at or context.now
    departure = departure_of(case, sending, at)
    return Passed(id=sending.id, departure=departure, status=sending.status)
