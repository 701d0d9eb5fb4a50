"""What waits for people outside leaves: many messages at once, those of one case in their order.

Each channel has a flow of its own, so one that is slow or hangs holds up no other; and a case is a
strand of its own, so a message waits for the earlier ones of its case alone. Claims and receipts
are transactions of their own; those that wait together are committed together (decision 21).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pathway.service import Context
from pathway.service.daemon import delivering
from scheduler.passing import PASS_SECONDS, Handed, Pass, passed_of
from scheduler.window import Window

if TYPE_CHECKING:
    from pathway.outgoing import Queued, Sending
    from pathway.ports import Links
    from pathway.service.daemon.report import Passed
    from pathway.words import CaseId, Channel, SendingId

BATCH = 50


@dataclass(frozen=True, slots=True)
class _Taken:
    """A row in our hand, with its links; or none, and whether it `waits` untaken."""

    row: tuple[Sending, Callable[[], Links]] | None = None
    waits: bool = False


class Outflow:
    """One channel in one pass."""

    def __init__(self, this: Pass, channel: Channel) -> None:
        self._this = this
        self._channel = channel
        self._window = Window()
        self._strands: dict[CaseId, deque[SendingId]] = {}
        self._halted: set[CaseId] = set()
        self._over = False

    async def run(self) -> None:
        """Every row once; what is in hand is finished, also where the store fails meanwhile."""
        broke: Exception | None = None
        async with asyncio.TaskGroup() as tasks:
            try:
                await self._begin_all(tasks)
            except Exception as error:  # noqa: BLE001 - raised below, when nothing is in hand
                broke = error
        if broke is not None:
            raise broke

    async def _begin_all(self, tasks: asyncio.TaskGroup) -> None:
        """Those that cannot be taken now do not stand in the way of the others."""
        seen: set[SendingId] = set()
        while True:
            waiting = await self._this.run(self._due(BATCH + len(seen)))
            fresh = [queued for queued in waiting if queued.id not in seen]
            if not fresh:
                return
            for queued in fresh:
                seen.add(queued.id)
                if queued.case_id in self._halted:
                    continue
                if queued.case_id in self._strands:
                    self._strands[queued.case_id].append(queued.id)
                    continue
                await self._window.enter()
                if self._cut():
                    self._window.leave()
                    return
                self._strands[queued.case_id] = deque([queued.id])
                tasks.create_task(self._follow(queued.case_id))

    def _due(self, most: int) -> Callable[[Context], Sequence[Queued]]:
        return lambda context: context.ledger.due_sendings(self._channel, context.now, most)

    def _cut(self) -> bool:
        self._over = self._over or self._this.cut_after(PASS_SECONDS)
        return self._over

    async def _follow(self, case_id: CaseId) -> None:
        """The messages of one case, one after the other."""
        strand = self._strands[case_id]
        try:
            goes_on = await self._deliver(strand.popleft())
            while goes_on and strand and not self._cut():
                goes_on = await self._deliver(strand.popleft())
            if not goes_on:
                self._halted.add(case_id)
        finally:
            del self._strands[case_id]
            self._window.leave()

    async def _deliver(self, sending_id: SendingId) -> bool:
        """False where it waits untaken: what comes later in its case waits for the next pass."""
        this = self._this
        taken = await this.apart(
            lambda context: self._claim(context, sending_id), stale=_Taken(waits=True)
        )
        if taken is None or taken.row is None:
            return taken is None or not taken.waits
        begun = asyncio.get_running_loop().time()
        sending, links = taken.row
        handed = await this.hand_over(sending, links)
        self._window.learn(
            seconds=asyncio.get_running_loop().time() - begun,
            well=not handed.error or handed.for_good,
        )
        passed = await this.apart(lambda context: _receipt(context, sending, handed))
        if passed is not None:
            this.note(passed)
        return True

    def _claim(self, context: Context, sending_id: SendingId) -> _Taken:
        claimed = delivering.claim(context, sending_id, self._this.carriers.keys())
        if claimed is None:
            return _Taken(waits=delivering.still_due(context, sending_id))
        return _Taken((claimed, delivering.links_for(context, claimed)))


def _receipt(context: Context, held: Sending, handed: Handed) -> Passed:
    if not handed.error:
        return passed_of(context, delivering.delivered(context, held.id, held.attempts))
    later = delivering.failed(
        context,
        held.id,
        handed.error,
        held.attempts,
        for_good=handed.for_good,
        wait=handed.wait,
    )
    return passed_of(context, later)
