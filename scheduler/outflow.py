"""What waits for people outside leaves: many messages at once, those of one case in their order.

Each channel has a flow of its own, so one that is slow or hangs holds up no other. A flow goes
round: one transaction writes the receipts of what was handed over and claims as much anew, and
what was claimed before is on its way meanwhile (decision 54).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from pathway.outgoing import SendingStatus
from pathway.service import Context
from pathway.service.daemon import delivering
from scheduler.passing import PASS_SECONDS, Handed, Pass, passed_of
from scheduler.window import Window

if TYPE_CHECKING:
    from pathway.outgoing import Queued, Sending
    from pathway.ports import Links
    from pathway.service.daemon.report import Passed
    from pathway.words import CaseId, Channel, SendingId

AT_ONCE = 16
"""Receipts, and claims, in one transaction, if nobody waits for it."""

READ_AT_ONCE = 8
"""Cases of those to be claimed: meanwhile nobody else is let in."""

_Row: TypeAlias = "tuple[Sending, Callable[[], Links]]"
_Done: TypeAlias = "tuple[Sending, Handed]"


@dataclass(frozen=True, slots=True)
class _Taken:
    """A row in our hand, with its links; or none: it `waits` untaken, was given up, or is gone."""

    row: _Row | None = None
    waits: bool = False
    lost: Passed | None = None


@dataclass(slots=True)
class _Round:
    """What came of one: a receipt for each of the first that were handed over, and what was taken.

    `listed` was looked through for that; of the `halted` cases nothing can be taken, and what was
    `lost` was given up in place of being taken. There may be `more` to do at once.
    """

    receipts: list[Passed | None] = field(default_factory=list)
    listed: Sequence[Queued] = ()
    rows: list[_Row] = field(default_factory=list)
    halted: set[CaseId] = field(default_factory=set)
    lost: list[Passed] = field(default_factory=list)
    more: bool = False

    def add(self, queued: Queued, taken: _Taken) -> None:
        """So it went with this row."""
        if taken.row:
            self.rows.append(taken.row)
        elif taken.waits:
            self.halted.add(queued.case_id)
        elif taken.lost:
            self.lost.append(taken.lost)


class Outflow:
    """One channel in one pass, `beside` those of the others.

    A case that another flow has in hand is passed by, and looked at again when that is done.
    """

    beside: Sequence[Outflow] = ()

    def __init__(self, this: Pass, channel: Channel) -> None:
        self._this = this
        self._channel = channel
        self._window = Window()
        self._in_hand = 0
        self._handed: list[_Done] = []
        self._news = asyncio.Event()
        self._halted: set[CaseId] = set()
        self._left: set[SendingId] = set()
        self._over = False
        self._begun = False
        self._ended = False

    @property
    def busy(self) -> bool:
        """Whether something is in hand, or its receipt not yet written, or nobody knows yet."""
        return not self._ended and bool(self._in_hand or self._handed or not self._begun)

    async def run(self) -> None:
        """Every row once; what is in hand is finished, also where the store fails meanwhile."""
        try:
            await self._run()
        finally:
            self._ended = True
            self._tell_others()

    def _tell_others(self) -> None:
        for other in self.beside:
            other.look_again()

    def look_again(self) -> None:
        """What was in another's hand may be free."""
        self._news.set()

    async def _run(self) -> None:
        broke: Exception | None = None
        more = True
        async with asyncio.TaskGroup() as tasks:
            while more or self.busy or any(other.busy for other in self.beside):
                if not more and not self._handed:
                    await self._news.wait()
                self._news.clear()
                places = 0 if broke or self._cut() else self._window.size - self._in_hand
                try:
                    more = await self._go_round(tasks, min(places, AT_ONCE))
                except Exception as error:  # noqa: BLE001 - raised below, when nothing is in hand
                    broke, more = error, False
                if not self._begun:
                    self._begun = True
                    self._tell_others()
        if broke is not None:
            raise broke

    def _cut(self) -> bool:
        self._over = self._over or self._this.cut_after(PASS_SECONDS)
        return self._over

    async def _go_round(self, tasks: asyncio.TaskGroup, places: int) -> bool:
        """Whether there may be more to claim at once."""
        handed = self._handed[:AT_ONCE]
        if not handed and places < 1:
            return False
        try:
            came = await self._this.run(partial(self._round, handed=handed, places=places))
        except Exception:  # noqa: BLE001 - what it was is found out one by one
            came = await (self._receipts_apart(handed) if handed else self._claims_apart(places))
        del self._handed[: len(came.receipts)]
        for (_, done), passed in zip(handed, came.receipts, strict=False):
            over = passed is not None and passed.status is SendingStatus.GIVEN_UP
            self._this.count(self._channel, done, given_up=over)
            if passed is not None:
                self._this.note(passed)
        for passed in came.lost:
            self._this.count(self._channel, Handed("no receipt"), given_up=True)
            self._this.note(passed)
        if came.receipts:
            self._tell_others()
        self._halted |= came.halted
        self._left |= {queued.id for queued in came.listed if queued.case_id in self._halted}
        self._in_hand += len(came.rows)
        for row in came.rows:
            tasks.create_task(self._hand_over(*row))
        return came.more and self._in_hand < self._window.size

    async def _hand_over(self, sending: Sending, links: Callable[[], Links]) -> None:
        begun = asyncio.get_running_loop().time()
        handed = await self._this.hand_over(sending, links)
        self._window.learn(
            seconds=asyncio.get_running_loop().time() - begun,
            well=not handed.error or handed.for_good,
        )
        self._in_hand -= 1
        self._handed.append((sending, handed))
        self._news.set()

    # --- transactions --------------------------------------------------------------------------

    def _round(self, context: Context, handed: Sequence[_Done], places: int) -> _Round:
        """Receipts, then claims; where people wait the rest is left for the next.

        All is read before the first is written: whoever writes keeps others waiting until the end.
        """
        came, ledger = _Round(more=True), context.ledger
        ledger.read_ahead(sending.case_id for sending, _ in handed if sending.case_id)
        came.listed = self._read_due(context, places)
        for done in handed:
            came.receipts.append(_receipt(context, done))
            if ledger.awaited():
                return came
        came.more = bool(came.listed) or _let_others_go(context, handed)
        for queued in came.listed:
            if self._may_be_next(queued, came):
                came.add(queued, self._claim(context, queued.id))
            if ledger.awaited():
                break
        return came

    def _read_due(self, context: Context, places: int) -> Sequence[Queued]:
        """What is listed and its cases read, as many as nobody has to wait for."""
        listed = self._due(context, places, take=True)
        for no in range(0, len(listed), READ_AT_ONCE):
            if no and context.ledger.awaited():
                return listed[:no]
            context.ledger.read_ahead(one.case_id for one in listed[no : no + READ_AT_ONCE])
        return listed

    async def _receipts_apart(self, handed: Sequence[_Done]) -> _Round:
        """One by one: what breaks in one stops no other. Claims follow when no receipt waits."""
        apart = self._this.apart
        return _Round([await apart(partial(_receipt, done=done)) for done in handed], more=True)

    async def _claims_apart(self, places: int) -> _Round:
        """One by one too; what breaks is left alone in this pass."""
        came = _Round()
        came.listed = await self._this.run(partial(self._due, places=places, take=False))
        came.more = bool(came.listed)
        for queued in came.listed:
            if self._may_be_next(queued, came):
                claim = partial(self._claim, sending_id=queued.id)
                taken = await self._this.apart(claim, stale=_Taken(waits=True))
                if taken is None:
                    self._left.add(queued.id)
                else:
                    came.add(queued, taken)
        return came

    def _due(self, context: Context, places: int, *, take: bool) -> Sequence[Queued]:
        """Those that cannot be taken now do not stand in the way of the others."""
        if places < 1:
            return ()
        most = places + len(self._left)
        listed = context.ledger.due_sendings(self._channel, context.now, most, take=take)
        return [queued for queued in listed if queued.id not in self._left]

    def _may_be_next(self, queued: Queued, came: _Round) -> bool:
        """Of a case one is in hand at a time, and none after one that could not be taken."""
        in_hand = any(sending.case_id == queued.case_id for sending, _ in came.rows)
        return not in_hand and queued.case_id not in self._halted | came.halted

    def _claim(self, context: Context, sending_id: SendingId) -> _Taken:
        claimed = delivering.claim(context, sending_id, self._this.carriers.keys())
        if claimed is None:
            return _Taken(waits=delivering.still_due(context, sending_id))
        if not claimed.waiting:
            return _Taken(lost=passed_of(context, claimed))
        return _Taken((claimed, delivering.links_for(context, claimed)))


def _let_others_go(context: Context, handed: Sequence[_Done]) -> bool:
    """Whether more of these cases is due, which was listed before they had their receipts."""
    return any(delivering.another_due(context, sending.id) for sending, _ in handed)


def _receipt(context: Context, done: _Done) -> Passed:
    held, handed = done
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
