"""An office on one SQLite database with two daemons, each with a clock of its own.

The pass is the real one. How the two interleave, and where one dies, comes from `chance`, so that a
history can be played again: between two transactions of one the other may have its turn.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, TypeVar

from typing_extensions import override

from pathway import promises
from pathway.chats import Chat
from pathway.outgoing import CARRIED, Sending, SendingKind
from pathway.ports import Access, DeliveryFailedError, DeliveryRefusedError, Links
from pathway.service import PROGRAM, Context
from pathway.words import Channel, ClinicId, StaffId
from scheduler.tick import tick
from storage.ledger import SqlLedger
from storage.migrate import migrate
from storage.store import Store, _Asked
from tests.fakes.ledger import FakeStore
from tests.pathway.build import DOCTOR, LEADER, SECRETARY
from tests.pathway.office import CrashError, Office
from tests.scheduler.shared_clocks import ALIKE, COUNTED, Clocks

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Staff
    from pathway.ports import Carrier, Ledger
    from pathway.service.daemon.report import Report

T = TypeVar("T")
AnyStore = FakeStore | Store
HERE = ClinicId("here")
IN_CHAT = (SECRETARY, DOCTOR, LEADER)
"""Staff who are reached in a chat; the coordinator is mailed."""

_NOWHERE = timedelta()


@cache
def _empty() -> Path:
    """A migrated database to copy."""
    file = Path(tempfile.mkdtemp(prefix="histories", dir=_in_memory())) / "empty.db"
    migrate(f"sqlite:///{file}")
    return file


def _in_memory() -> str | None:
    """Where files cost no writing to disk, if there is such a place: no power is cut here."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of our own there


class _Store(Store):
    """One process's store, without its writer thread: a history is one thread's, to be repeated."""

    @override
    def run(self, clinic_id: ClinicId, use_case: Callable[[SqlLedger], T]) -> T:
        answer: Future[T] = Future()
        self._alone(_Asked(clinic_id, use_case, answer))
        return answer.result()


class _SeenError(Exception):
    """What was read, so that nothing of the reading is kept."""

    def __init__(self, cases: Sequence[Case]) -> None:
        super().__init__()
        self.cases = list(cases)


@dataclass
class SharedOffice(Office):
    """The same office, `on_disk` over SQLite; `skews` are how far the daemons' clocks are off.

    In `jumping` passes of a hundred one of these clocks jumps for a while (`Clocks`). `dying` is in
    how many passes of a hundred a daemon dies on the way, and another is started; `restarts` counts
    them. Of a hundred hand-overs `failing` fail. `told` is what was handed over in chat, with the
    moment, and `handed` each hand-over by message and claim; what is in living `hands` and was
    `taken_out` of one has a copy.
    """

    chance: Random = field(default_factory=lambda: Random(0))
    skews: tuple[timedelta, timedelta] = (_NOWHERE, _NOWHERE)
    on_disk: bool = True
    dying: int = 0
    jumping: int = 0
    failing: int = 0
    restarts: int = 0
    told: list[tuple[datetime, Sending]] = field(default_factory=list)
    handed: list[tuple[str, int]] = field(default_factory=list)
    claims: set[tuple[str, int]] = field(default_factory=set)
    hands: list[str] = field(default_factory=list)
    taken_out: set[str] = field(default_factory=set)
    judge_chat: Callable[[Sending], None] = lambda _sending: None
    judge_claim: Callable[[Case | None, Sending], None] = lambda _case, _sending: None

    @override
    def __post_init__(self) -> None:
        self.numbers = count(1)
        self.clinic = replace(self.clinic, staff=tuple(map(_mailed, self.clinic.staff)))
        self.faults: list[BaseException] = []
        self.stores = self._opened() if self.on_disk else [FakeStore(self._next_step)] * 2
        self.loop = asyncio.new_event_loop()
        self._cases: list[Case] | None = None
        self.clocks = Clocks(self.chance, self.skews, self.jumping)
        self.daemons = [_Daemon(self, one, number) for number, one in enumerate(self.stores)]
        self.run(_in_touch)

    def _opened(self) -> list[AnyStore]:
        self.folder = Path(tempfile.mkdtemp(prefix="history", dir=_in_memory()))
        url = f"sqlite:///{shutil.copy(_empty(), self.folder / 'shm.db')}"
        return [_Store(url, self._next_step) for _ in self.skews]

    def _next_step(self, case: Case, promise: object) -> datetime | None:
        return promises.next_step_at(case, promise, self.clinic)  # type: ignore[arg-type] # a promise

    def close(self) -> None:
        """Let go of everything."""
        self.loop.close()
        if self.on_disk:
            for store in self.stores:
                store.close()
            shutil.rmtree(self.folder)

    # --- people ------------------------------------------------------------------------------

    @override
    def run(self, use_case: Callable[[Context], T], actor: str = SECRETARY, why: str = "") -> T:
        return self.in_store(self.stores[0], lambda ledger: self._context(ledger, actor, why))(
            use_case
        )

    def in_store(
        self, store: AnyStore, context: Callable[[Ledger], Context]
    ) -> Callable[[Callable[[Context], T]], T]:
        """Runs a use case in a transaction of this store."""

        def run(use_case: Callable[[Context], T]) -> T:
            self._cases = None
            return store.run(HERE, lambda ledger: use_case(context(ledger)))

        return run

    @override
    def keep(self, case: Case) -> None:
        def kept(context: Context) -> None:
            now = context.ledger.load(case.ref, context.access)
            context.ledger.save(
                replace(case, revision=now.revision), context.access, what="written"
            )

        self.run(kept)

    # --- the daemons -------------------------------------------------------------------------

    @override
    def tick(self, now: str | datetime | None = None) -> list[Sending]:
        """Both pass at once; afterwards the clock shows no less than what is recorded."""
        assert not isinstance(now, str)
        self.clock = now or self.clock
        before = len(self.left)
        self.clocks.next_pass()
        self.loop.run_until_complete(self._both())
        if self.faults:
            raise self.faults[0]
        shown = max(self.clock, self.latest())
        self.clocks.ahead += shown - self.clock
        self.clock = shown
        return [sending for _, sending in self.left[before:]]

    async def _both(self) -> None:
        turns = self.chance.sample(range(len(self.daemons)), len(self.daemons))
        tasks = {number: asyncio.create_task(self.daemons[number].one_pass()) for number in turns}
        await asyncio.wait(tasks.values())
        self.clocks.passed(*(daemon.now for daemon in self.daemons))
        for number, task in tasks.items():
            if task.cancelled():
                self.restarts += 1
                self.daemons[number] = _Daemon(self, self.stores[number], number)
            elif (broke := task.exception()) is not None:
                self.faults.append(broke)

    @override
    def time_passes(self, pause: timedelta) -> None:
        """It stands still until the others have caught up with a clock that was ahead."""
        self.clock += self.clocks.stand_still(pause)

    def apart(self) -> timedelta:
        """How far the daemons' moments are apart in this pass."""
        moments = [daemon.now for daemon in self.daemons]
        return max(moments) - min(moments)

    def is_held(self, sending: Sending, now: datetime) -> bool:
        """Whether one has it in hand, or died with it; a clock that jumped may not see either."""
        leased = sending.leased_until is not None and sending.leased_until > now
        return leased or (sending.id in self.hands and self.apart() <= ALIKE)

    def latest(self) -> datetime:
        """When anything was last recorded."""
        return self.stores[0].run(HERE, lambda ledger: ledger.latest()) or self.clock

    def next_event(self) -> datetime | None:
        """When there will be something to do."""
        return self.stores[0].run(HERE, lambda ledger: ledger.next_event(self.clock))

    # --- what is remembered ------------------------------------------------------------------

    @property
    @override
    def cases(self) -> list[Case]:
        if self._cases is None:
            self._cases = self._read()
        return self._cases

    def _read(self) -> list[Case]:
        def seen(ledger: Ledger) -> None:
            raise _SeenError(ledger.list_cases(Access(actor=PROGRAM, at=self.clock), closed=True))

        try:
            self.stores[0].run(HERE, seen)
        except _SeenError as error:
            return sorted(error.cases, key=lambda case: (case.created_at, len(case.id), case.id))
        raise AssertionError

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """What is judged meanwhile is judged by this clock."""
        was, self.clock = self.clock, moment
        try:
            yield
        finally:
            self.clock = was


class _Daemon:
    """One of the two: passes once when it is told to, and may die on the way."""

    def __init__(self, office: SharedOffice, store: AnyStore, number: int) -> None:
        self.office, self.store, self.number = office, store, number
        self.now = office.clock
        self.claimed: list[tuple[Case | None, Sending]] = []

    async def one_pass(self) -> Report:
        """The real pass, at what this one's clock shows, never before what is recorded (F3)."""
        office = self.office
        shows = office.clock - office.clocks.ahead + office.clocks.off(self.number)
        self.now = max(shows, office.latest())
        dies = office.chance.randrange(100) < office.dying
        self.left_to_do = office.chance.randrange(1, 40) if dies else 0
        self.task = asyncio.current_task()
        carriers: dict[Channel, Carrier] = {one: _Post(self) for one in CARRIED}
        carriers[Channel.CHAT] = _Chat(self)
        report = await tick(self.run, carriers, self.now)
        for error in report.broken:
            raise error
        return report

    async def run(self, use_case: Callable[[Context], T]) -> T:
        """Its use case, when the other has perhaps had its turn."""
        await self.give_way()
        in_office = self.office
        context = in_office.in_store(self.store, self._context)
        self.claimed = []
        result = context(use_case)
        self._judge_claims()
        return result

    def _judge_claims(self) -> None:
        for case, sending in self.claimed:
            try:
                with self.office.at(self.now):
                    self.office.judge_claim(case, sending)
            except AssertionError as error:
                self.office.faults.append(error)

    def _context(self, ledger: Ledger) -> Context:
        save, put = ledger.save, ledger.put_sending

        def saved(case: Case, access: Access, *, what: str, detail: str = "") -> None:
            for row in case.sendings:
                self._note_claim(case, row)
            save(case, access, what=what, detail=detail)

        def was_put(row: Sending) -> None:
            self._note_claim(None, row)
            put(row)

        vars(ledger).update(save=saved, put_sending=was_put)
        with self.office.at(self.now):
            return self.office._context(ledger, PROGRAM, "")  # noqa: SLF001 - its own daemon

    def _note_claim(self, case: Case | None, row: Sending) -> None:
        """Each is judged when its transaction is over."""
        claim = row.id, row.attempts
        if row.leased_until and row.waiting and claim not in self.office.claims:
            self.office.claims.add(claim)
            self.claimed.append((case, row))

    async def give_way(self) -> None:
        """Let the other go on, for a while or for good."""
        for _ in range(self.office.chance.choice((0, 0, 1, 2, 5))):
            await asyncio.sleep(0)
        self.left_to_do -= 1
        if self.left_to_do == 0:
            await self.die()

    async def die(self) -> None:
        """Gone, with whatever it held."""
        assert self.task is not None
        self.task.cancel()
        await asyncio.sleep(3600)


class _Way:
    """A way out of one daemon: what fails here is a fault of the history."""

    def __init__(self, daemon: _Daemon) -> None:
        self.daemon, self.office = daemon, daemon.office

    async def rest(self) -> None:
        """Nothing is held."""

    async def deliver(self, sending: Sending, _links: Links) -> str | None:
        """Hand it over, judged at that moment by this daemon's clock."""
        await self.daemon.give_way()
        self.office.handed.append((sending.id, sending.attempts))
        with self.in_hand(sending):
            if self.office.chance.randrange(100) < self.office.failing:
                raise DeliveryFailedError("503")
            try:
                with self.office.at(self.daemon.now):
                    self.leave(sending)
            except CrashError:
                await self.daemon.die()
            except AssertionError as error:
                self.office.faults.append(error)
                raise
            await self.daemon.give_way()
        return f"posted {sending.id}" if sending.channel is Channel.CHAT else None

    @contextmanager
    def in_hand(self, sending: Sending) -> Iterator[None]:
        """Nobody takes it out of this hand whose clock has not jumped."""
        hands = self.office.hands
        if sending.id in hands:
            if self.office.apart() <= ALIKE:
                self.office.faults.append(AssertionError("taken out of a hand"))
            self.office.taken_out.add(sending.id)
            COUNTED["taken out of a hand"] += 1
        hands.append(sending.id)
        try:
            yield
        finally:
            hands.remove(sending.id)

    def leave(self, sending: Sending) -> None:
        """It leaves, or `CrashError`."""
        raise NotImplementedError


class _Post(_Way):
    @override
    def leave(self, sending: Sending) -> None:
        error, for_good = self.office.carry(sending)
        if error:
            raise DeliveryRefusedError(error) if for_good else DeliveryFailedError(error)
        self.office.left.append((self.daemon.now, sending))


class _Chat(_Way):
    @override
    def leave(self, sending: Sending) -> None:
        office = self.office
        office.judge_chat(sending)
        first = sending.id not in {earlier.id for _, earlier in office.told}
        office.told.append((office.clock, sending))
        if first and sending.kind is SendingKind.DIGEST:
            office.digests.append((office.clock, StaffId(sending.to)))


def _mailed(person: Staff) -> Staff:
    return person if person.id in IN_CHAT else replace(person, email=f"{person.id}@clinic.example")


def _in_touch(context: Context) -> None:
    for staff_id in IN_CHAT:
        context.ledger.put_chat(
            Chat(
                staff_id=staff_id,
                service_url="https://chat.example",
                conversation_id=f"chat {staff_id}",
                tenant="tenant",
                member_id=staff_id,
                bot_id="bot",
                seen_at=context.now,
            )
        )
