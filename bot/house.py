"""Everything behind the doors, as one object: conversations, answer pages, the daemon's pass."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from typing_extensions import override

from bot import guests, hearing, practising, seams
from bot.clockwork import in_vain, lacking, look_round
from bot.conversing import Glances, converse, new_ref, take_up
from bot.hearing import Answered, Arrival
from bot.inbox import Inbox
from bot.links import KeyedLinks
from bot.outside import Outside
from bot.reached import Reached
from bot.reactions import Reaction
from bot.seams import CaseView, ClockStep
from calendar_sync.mailbox import Mailbox
from dialogs.texts import NorwegianTexts
from dialogs.turn import Reply, Turn, Utterance
from pathway.calendars import HINT, LIFECYCLE
from pathway.errors import TimeRunsBackwardError, UnknownCaseError, WhyNeededError
from pathway.service import PROGRAM, Context, Desk
from pathway.service.context import clinic_at
from pathway.words import CaseRef, Channel
from scheduler.daemon import Daemon
from scheduler.passing import Run
from scheduler.tick import tick
from storage.store import Store

if TYPE_CHECKING:
    from calendar_sync.graph.opening import Graph
    from pathway.clinic import Clinic
    from pathway.ports import Carrier, Ledger
    from pathway.service.daemon.report import Report
    from pathway.views import BoardRow

T = TypeVar("T")
Clock = Callable[[], datetime]


class House(Outside, Reached):
    """Everything behind the doors: implements `bot.seams.Rooms` for one clinic.

    `at` fixes the moment for a command given with `--at`; otherwise the clock is read once a
    turn or tick, with what local mode has turned it by, and never before what is recorded.
    """

    def __init__(  # noqa: PLR0913 - every seam is an argument
        self,
        *,
        store: Store,
        clinic: Clinic,
        key: bytes,
        public_url: str,
        organiser: Mailbox,
        clock: Clock,
        carriers: Mapping[Channel, Carrier] | None = None,
        at: datetime | None = None,
        inbox: Inbox | None = None,
    ) -> None:
        """Join the parts; nothing is opened or started here."""
        self.store = store
        self.clinic = clinic
        self.public_url = public_url
        self.links = KeyedLinks(key, clinic.id, public_url)
        self.organiser = organiser
        self.carriers = carriers or {}
        self.inbox = inbox
        self._at = at
        self._clock = clock
        self._offset, self._version = timedelta(), 0
        self._ticking = asyncio.Lock()
        self._glances = Glances()
        self.graph: Graph | None = None

    # --- time and transactions -----------------------------------------------------------------

    @property
    def local(self) -> bool:
        """Whether this is the local clinic."""
        return self.inbox is not None

    def now(self) -> datetime:
        """The moment as the doors may show it; use cases read theirs in their transaction."""
        return self._at or self._clock() + self._offset

    def _moment(self, ledger: Ledger) -> datetime:
        """The turn's moment: `--at`, or the clock as turned, never before what is recorded."""
        latest = ledger.latest()
        if self._at is not None:
            if latest is not None and self._at < latest:
                raise TimeRunsBackwardError(latest)
            return self._at
        self._offset = ledger.clock_offset()
        now = self._clock() + self._offset
        return max(now, latest) if latest else now

    def context(
        self, ledger: Ledger, actor: str, door: str, *, now: datetime | None = None
    ) -> Context:
        """What a use case is given."""
        now = now or self._moment(ledger)
        return Context(
            now=now,
            actor=actor,
            door=door,
            clinic=clinic_at(self.clinic, ledger, now),
            ledger=ledger,
            texts=NorwegianTexts(),
            new_id=lambda: str(uuid.uuid4()),
            new_ref=lambda: new_ref(ledger.refs()),
            links=self.links,
        )

    @override
    async def run(self, actor: str, door: str, use_case: Callable[[Context], T]) -> T:
        """A use case whole in one transaction, in the store's thread."""
        return await self.store.run_async(
            self.clinic.id, lambda ledger: use_case(self.context(ledger, actor, door))
        )

    # --- conversations ---------------------------------------------------------------------------

    async def turn(self, staff_id: str, utterance: Utterance, door: str) -> Turn:
        """One turn: what was said, the command it came to, and what is answered.

        In local mode what was confirmed has left before the page is drawn, so that it is seen.
        """
        turn = await self.run(staff_id, door, lambda context: converse(context, utterance))
        if self.local:
            await self.tick()
        self._version += 1
        return turn

    async def hear(self, staff_id: str, utterance: Utterance, arrival: Arrival) -> Answered:
        """One turn of the Teams door, or what this very message was answered before."""
        answered = await self.run(
            staff_id, "teams", lambda context: hearing.hear(context, utterance, arrival)
        )
        self._version += 1
        return answered

    async def open_question(self, staff_id: str) -> Turn | None:
        """What this person was asked last and has not answered, once more."""
        return await self.run(staff_id, "page", take_up)

    async def waiting_chat(self, staff_id: str, door: str = "page") -> Sequence[Reply]:
        """Messages that this person has not been shown, also if a chat of theirs gets them."""
        return await self.run(staff_id, door, self._glances.waiting)

    async def board(self, staff_id: str) -> Sequence[BoardRow]:
        """Every open case, the reddest first."""
        return await self.run(staff_id, "page", lambda context: Desk(context).board())

    async def case_view(self, staff_id: str, ref: str) -> CaseView | None:
        """The case, or None where it is unknown or this person must first say why."""
        try:
            return await self.run(
                staff_id, "page", lambda context: guests.case_view(context, CaseRef(ref))
            )
        except (UnknownCaseError, WhyNeededError):
            return None

    async def ics(self, token: str) -> bytes | None:
        """The invitation as a calendar file, or None."""
        event = await self.run("guest", "answer", lambda context: guests.event_of(context, token))
        if event is None:
            return None
        from calendar_sync.ics import calendar_file  # slow to read, and seldom wanted

        return await asyncio.to_thread(calendar_file, *event, self.organiser)

    # --- the daemon ------------------------------------------------------------------------------

    async def tick(self, stopping: Callable[[], bool] = lambda: False) -> Report:
        """One pass of the daemon; a second one in this process waits.

        It is brief when `stopping`: what is in somebody's hand is delivered, and no more.
        """
        async with self._ticking:
            if self._at is None and (report := await self._in_vain()) is not None:
                return report
            looking = partial(look_round, channels=self.carriers)
            now, found = await self._run_at(None)(looking)
            begun = time.monotonic()
            report = await tick(
                self._run_at(now),
                self.carriers,
                now,
                spent=lambda: time.monotonic() - begun,
                found=found,
                reads=self._run_at(now, beside=True),
                mail_staff=not self.local,
                stopping=stopping,
            )
        if not report.quiet:
            self._version += 1
        return report

    async def _in_vain(self) -> Report | None:
        now, turned = self.now(), self._offset

        def glance(ledger: Ledger) -> Report | None:
            return in_vain(self.context(ledger, PROGRAM, "daemon", now=now), self.carriers, turned)

        return await self.store.glance(self.clinic.id, glance)

    def _run_at(self, now: datetime | None, *, beside: bool = False) -> Run:
        def run(use_case: Callable[[Context], T]) -> Awaitable[T]:
            def whole(ledger: Ledger) -> T:
                return use_case(self.context(ledger, PROGRAM, "daemon", now=now))

            if beside:
                return self.store.read(self.clinic.id, whole)
            return self.store.run_async(self.clinic.id, whole, patient=True)

        return run

    def daemon(
        self,
        seconds: float,
        failed: Callable[[Exception], None],
        passed: Callable[[Report, float], None] | None = None,
    ) -> Daemon:
        """The daemon; `failed` hears of what broke, `passed` of each pass and its seconds."""

        async def one_pass() -> None:
            begun = time.monotonic()
            report = await self.tick(lambda: daemon.stopping)
            if passed is not None:
                passed(report, time.monotonic() - begun)
            for error in report.broken:
                failed(error)

        daemon = Daemon(one_pass, seconds, failed)
        return daemon

    async def hint(self, kind: str) -> None:
        """Something has changed in the organiser's calendar: the daemon reads it soon."""
        said = f"{kind} {uuid.uuid4()}"
        mark = LIFECYCLE if kind == "lifecycle" else HINT
        await self.run(PROGRAM, "calendar", lambda context: context.ledger.put_mark(mark, said))

    async def close(self) -> None:
        """Let go of everything; what runs in the store is finished first."""
        try:
            if self.inbox is not None:
                await self.inbox.stop()
            if self.graph is not None:
                await self.graph.line.close()
        finally:
            await asyncio.to_thread(self.store.close)

    async def lacking(self) -> Sequence[str]:
        """What keeps it from being ready: the daemon's jobs that are not heard of, or the clock."""
        return await self.run(PROGRAM, "health", lambda context: lacking(context, self.now()))

    # --- local mode ------------------------------------------------------------------------------

    async def move_clock(self, to: ClockStep) -> None:
        """Turn the clock and let the daemon work until it is quiet, now and at each stop."""
        await practising.move_clock(self, to)
        self._version += 1

    async def react(self, address: str, number: int, reaction: Reaction) -> None:
        """Somebody outside answers a mail from their mailbox, and the daemon reads it at once."""
        await practising.react(self, address, number, reaction)
        self._version += 1

    def mailboxes(self) -> Sequence[seams.Mailbox]:
        """The mailboxes of the people outside."""
        return self.inbox.mailboxes(self.clinic) if self.inbox else ()

    def version(self) -> int:
        """Rises whenever something that the local page shows has changed."""
        return self._version

    async def changed(self) -> tuple[int, datetime | None]:
        """The version, and when anything was last recorded."""
        latest = await self.store.run_async(self.clinic.id, lambda ledger: ledger.latest())
        return self._version, latest
