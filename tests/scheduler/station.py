"""A clinic whose daemon passes when it is told to, over the fake store or a real SQLite file.

The use cases, the pass and the store's transactions are the real ones; time stands still until
a test says what the clock shows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, TypeVar

from typing_extensions import override

from pathway import promises
from pathway.commands import InviteGp, Person, RecordAnswer, RegisterPatient, TickSent
from pathway.outgoing import Content, Sending, SendingKind, SendingStatus
from pathway.ports import Access, DigestLine, Links, Notice
from pathway.service import PROGRAM, Context, execute
from pathway.service.daemon.lookout import Look, glanced, look
from pathway.words import (
    CaseRef,
    Channel,
    InvitationId,
    MeetingKind,
    PromiseKind,
    Role,
    SendingId,
    Verdict,
)
from scheduler.tick import tick
from storage.store import Store
from tests.fakes.carrier import FakeCarrier
from tests.fakes.ledger import FakeStore
from tests.fakes.texts import FakeTexts
from tests.pathway.build import LEADER, SECRETARY, a_clinic, at, day, wall

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.commands import Command
    from pathway.ports import Carrier, Ledger
    from pathway.service.daemon.report import Report

T = TypeVar("T")
AnyStore = FakeStore | Store

CLINIC = a_clinic()
MONDAY = "2026-11-02 09:00"


def open_store(url: str) -> Store:
    """A real store that knows this clinic's ladders."""
    return Store(url, lambda case, promise: promises.next_step_at(case, promise, CLINIC))


def fake_store() -> FakeStore:
    """The fake one."""
    return FakeStore(lambda case, promise: promises.next_step_at(case, promise, CLINIC))


class FrailTexts(FakeTexts):
    """Words that fail for some cases: `broken…` hold references, `broken_notices` names."""

    def __init__(self) -> None:
        super().__init__()
        self.broken: set[str] = set()
        self.broken_notices: set[str] = set()
        self.broken_digests: set[str] = set()

    @override
    def notice(self, notice: Notice) -> Content:
        if notice.ref in self.broken or notice.name in self.broken_notices:
            raise ValueError("Kari Nordmann")
        return super().notice(notice)

    @override
    def digest(self, lines: Sequence[DigestLine], clinic: Clinic) -> Content:
        if any(line.ref in self.broken_digests for line in lines):
            raise ValueError("Kari Nordmann")
        return super().digest(lines, clinic)


class FrailLinks:
    """Answer links; `broken` makes them impossible."""

    def __init__(self) -> None:
        self.broken = False

    def links(self, invitation: InvitationId, counter: int) -> Links:
        """The invitation's id is the token."""
        if self.broken:
            raise KeyError(invitation)
        return Links(answer_url=f"https://svar.example/{invitation}/{counter}")

    def hashes(self, invitation: InvitationId, counter: int) -> tuple[str, ...]:
        """The token is its own hash."""
        return (f"{invitation}/{counter}",)

    def hash_of_token(self, token: str) -> str:
        """The same."""
        return token

    def hash_of_code(self, code: str) -> str:
        """The same."""
        return code


@dataclass
class Station:
    """One clinic; `clock` is what its clock shows, `carrier` its only way out.

    `pause` is how many seconds others may use the database between a pass's transactions.
    """

    store: AnyStore
    clinic: Clinic = CLINIC
    clock: datetime = field(default_factory=lambda: at(MONDAY))
    carrier: FakeCarrier = field(default_factory=FakeCarrier)
    texts: FrailTexts = field(default_factory=FrailTexts)
    links: FrailLinks = field(default_factory=FrailLinks)
    numbers: count[int] = field(default_factory=lambda: count(1))
    pause: float = 0.0

    def __post_init__(self) -> None:
        self.carriers: dict[Channel, Carrier] = {Channel.MAIL: self.carrier}

    def context(self, ledger: Ledger, actor: str) -> Context:
        """What a use case is given at this moment."""
        return Context(
            now=self.clock,
            actor=actor,
            door="daemon" if actor == PROGRAM else "chat",
            clinic=self.clinic,
            ledger=ledger,
            texts=self.texts,
            new_id=lambda: f"id{next(self.numbers)}",
            new_ref=lambda: f"R{next(self.numbers)}",
            links=self.links,
        )

    def ask(self, use_case: Callable[[Context], T], actor: str = SECRETARY) -> T:
        """The use case in a transaction of its own."""
        return self.store.run(self.clinic.id, lambda ledger: use_case(self.context(ledger, actor)))

    def do(self, command: Command) -> Case:
        """What the secretary presses."""
        return self.ask(lambda context: execute(context, command).case)

    async def tick(
        self, now: str | timedelta | None = None, spent: Callable[[], float] = lambda: 0.0
    ) -> Report:
        """One pass, at another time where said."""
        if isinstance(now, timedelta):
            self.clock += now
        elif now is not None:
            self.clock = at(now)

        async def run(use_case: Callable[[Context], T]) -> T:
            await asyncio.sleep(self.pause)
            return await self.store.run_async(
                self.clinic.id,
                lambda ledger: use_case(self.context(ledger, PROGRAM)),
                patient=True,
            )

        async def read(use_case: Callable[[Context], T]) -> T:
            return await self.store.read(
                self.clinic.id, lambda ledger: use_case(self.context(ledger, PROGRAM))
            )

        found = await run(self._looked)
        return await tick(run, self.carriers, self.clock, spent, found=found, reads=read)

    def _looked(self, context: Context) -> Look:
        """What there is to do; where a glance says that there is nothing, there is nothing."""
        _, nothing = glanced(context, self.carriers, "tick")
        found = look(context, self.carriers)
        assert found.nothing or not nothing
        return found

    # --- people ------------------------------------------------------------------------------

    def invited(self, no: int = 1, start: str = "2026-11-24 10:00") -> CaseRef:
        """A new patient, whose GP is asked to SHM1 and told whom it concerns."""
        self.clock += timedelta(seconds=1)
        gp = Person(name=f"Gro {no}", office="Legesenteret", email=f"gp{no}@lege.example")
        case = self.do(RegisterPatient(name="Kari", referral_received=day("2026-10-01"), gp=gp))
        self.do(
            InviteGp(
                ref=case.ref,
                kind=MeetingKind.SHM1,
                start=wall(start),
                template="with_nav",
                leader=LEADER,
                link=f"https://video.example/{case.ref}",
                accept_clashes=True,
            )
        )
        for owed in promises.open_promises(self.case(case.ref)):
            if owed.kind is PromiseKind.SECURE_MESSAGE:  # whom it concerns, beside the mail
                self.do(TickSent(ref=case.ref, promise_id=owed.id))
        return case.ref

    def answered(self, ref: CaseRef, verdict: Verdict) -> None:
        """The GP's answer, registered by the secretary."""
        invitation = self.case(ref).invitations[0]
        self.do(
            RecordAnswer(
                ref=ref,
                invitation_id=invitation.id,
                verdict=verdict,
                channel=Channel.PHONE,
                evidence="by phone",
            )
        )

    def called_off(self, ref: CaseRef) -> None:
        """Behind the invitation there waits another message, the cancellation."""

        def add(context: Context) -> None:
            case = context.ledger.load(ref, context.access)
            (row,) = (one for one in case.sendings if one.kind is SendingKind.INVITATION)
            later = replace(row, id=SendingId(f"{row.id}-off"), kind=SendingKind.CANCELLATION)
            context.ledger.save(case.with_changed(later), context.access, what="test")

        self.ask(add)

    # --- what is remembered ------------------------------------------------------------------

    def case(self, ref: CaseRef) -> Case:
        """A case as it stands."""
        access = Access(actor=SECRETARY, at=self.clock)
        return self.store.run(self.clinic.id, lambda ledger: ledger.load(ref, access))

    def row(self, ref: CaseRef, kind: SendingKind = SendingKind.INVITATION) -> Sending:
        """The latest message of this kind to the GP of a case."""
        rows = self.case(ref).sendings
        return [row for row in rows if row.kind is kind and row.role is Role.GP][-1]

    def notices(self, ref: CaseRef) -> list[Sending]:
        """What staff are told at once about a case."""
        return [row for row in self.case(ref).sendings if row.kind is SendingKind.NOTICE]

    def chat(self, staff_id: str, kind: SendingKind) -> list[Sending]:
        """What waits for a member of staff."""
        waiting = self.ask(lambda context: context.ledger.waiting_chat(staff_id))
        return [row for row in waiting if row.kind is kind]

    def statuses(self, *refs: CaseRef) -> list[SendingStatus]:
        """Where the invitations of these cases stand."""
        return [self.row(ref).status for ref in refs]
