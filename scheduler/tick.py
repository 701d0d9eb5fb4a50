"""One pass of the daemon: take due steps, gather digests, deliver what may leave (D3, D4).

Every part is claimed, judged against the state at that moment and receipted in transactions of
its own, so a pass may be cut anywhere and the next goes on. Nothing here sleeps or reads a clock;
how long the pass has lasted is told by the caller, since its moment and its leases grow old.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from pathway.outgoing import CARRIED
from pathway.ports import Carrier
from pathway.service import Context
from pathway.service.daemon import chasing, digest
from pathway.service.daemon.lookout import Look, look
from pathway.service.daemon.report import Passed, Report
from pathway.service.run import overrunning
from pathway.service.staff import holdups, passing_on
from pathway.words import Channel
from scheduler.chat import deliver_chat
from scheduler.outflow import Outflow
from scheduler.passing import Pass, Run, passed_of

if TYPE_CHECKING:
    from pathway.clinic import Staff
    from pathway.words import CaseId

STEPS_SECONDS = 30.0
"""After so much of a pass no more steps are taken: what people have pressed must leave too."""


async def tick(
    run: Run,
    carriers: Mapping[Channel, Carrier],
    now: datetime,
    spent: Callable[[], float] = lambda: 0.0,
    *,
    found: Look | None = None,
    reads: Run | None = None,
    mail_staff: bool = True,
    stopping: Callable[[], bool] = lambda: False,
) -> Report:
    """One pass at `now`; raises only where the store cannot be asked at all.

    `found` is what somebody has looked for already, at this moment. `reads` runs what reads much
    and writes nothing; without it that is run like the rest.
    """
    report = Report(at=now)
    this = Pass(
        run=run,
        reads=reads or run,
        carriers=carriers,
        report=report,
        spent=spent,
        mail_staff=mail_staff,
        stopping=stopping,
    )
    if found is None:
        found = await run(partial(look, channels=carriers))
    report.next = found.upcoming
    if found.nothing:
        return report
    if found.steps or found.office:
        await _take_steps(this, found.steps)
        await _pass_on(this)
        if not report.cut:  # list and digest are made once: they wait for all the day's steps
            await _tell_of_holdups(this)
            await _gather_digests(this)
    for case_id in found.running:
        await this.apart(partial(overrunning.look, case_id=case_id))
    await _deliver(this)
    upcoming = await run(lambda context: context.ledger.next_event(context.now))
    report.next = now if report.cut else upcoming
    return report


async def _take_steps(this: Pass, due: Sequence[CaseId]) -> None:
    for case_id in due:
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


async def _pass_on(this: Pass) -> None:
    """What somebody owes who is away, or back, is told to whoever does it from today (*fravær*)."""
    for change in await this.run(passing_on.changes):
        for case_id in await this.run(partial(passing_on.cases_of, change=change)):
            if this.cut_after(STEPS_SECONDS):
                return
            await this.apart(partial(passing_on.pass_on, case_id=case_id, change=change))
        await this.apart(partial(passing_on.passed_on, change=change))


async def _tell_of_holdups(this: Pass) -> None:
    """Monday's list: every case is read for it, which may keep nobody waiting who writes."""
    found = await this.apart(holdups.look_if_due, run=this.reads)
    if found is not None:
        await this.apart(partial(holdups.tell, found=found))


async def _gather_digests(this: Pass) -> None:
    for person in await this.run(digest.readers):
        told = await this.apart(_digest_of(person))
        this.report.delivered.extend(told or ())


def _digest_of(person: Staff) -> Callable[[Context], list[Passed]]:
    def gather(context: Context) -> list[Passed]:
        return [passed_of(context, row) for row in digest.gather_digest(context, person.id)]

    return gather


async def _deliver(this: Pass) -> None:
    """Every channel beside the others: one that is slow or broken holds up none of them."""
    carried = sorted(CARRIED & this.carriers.keys())
    outflows = [Outflow(this, one) for one in carried]
    for flow in outflows:
        flow.beside = [other for other in outflows if other is not flow]
    flows: list[Coroutine[object, object, None]] = [flow.run() for flow in outflows]
    if Channel.CHAT in this.carriers:
        flows.append(deliver_chat(this))
    try:
        ends = await asyncio.gather(*flows, return_exceptions=True)
    finally:
        await asyncio.gather(*(carrier.rest() for carrier in this.carriers.values()))
    for ended in ends:
        if ended is not None:
            raise ended
