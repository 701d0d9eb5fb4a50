"""A clinic's office in memory: what people press, and a daemon that passes when it is told to.

The use cases are the real ones over the fake ledger. `Office.clock` is the only clock; mail is
carried by `carry`, which a test replaces to make it fail.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, TypeVar

from pathway import promises, workdays
from pathway.case import Case
from pathway.clinic import Clinic
from pathway.commands import (
    CancelMeeting,
    Correct,
    InviteGp,
    Person,
    RecordAnswer,
    RecordWishes,
    RegisterPatient,
    TickSent,
)
from pathway.model import Invitation, Participant
from pathway.outgoing import CARRIED, Queued, Sending, SendingKind
from pathway.ports import AuditEntry, Links
from pathway.service import PROGRAM, Context, Desk, Outcome, execute, preview
from pathway.service.context import clinic_at
from pathway.service.daemon import chasing, delivering, digest
from pathway.service.run import overrunning
from pathway.service.staff import holdups, passing_on
from pathway.service.staff.task_lines import cases_with_tasks
from pathway.words import (
    Channel,
    ClinicId,
    InvitationId,
    MeetingKind,
    PromiseKind,
    Role,
    SendingId,
    StaffId,
    Verdict,
)
from tests.fakes.ledger import FakeStore
from tests.fakes.texts import FakeTexts
from tests.pathway.build import LEADER, SECRETARY, a_clinic, at, day, wall

if TYPE_CHECKING:
    from pathway.commands import CaseCommand, Command
    from pathway.model import Promise
    from pathway.ports import Ledger
    from pathway.views import Plan, TaskLine

T = TypeVar("T")
Carry = Callable[[Sending], tuple[str, bool]]

GP = Person(name="Gro Fastlege", office="Legesenteret", email="gro@lege.example", phone="22")


class NoLinks:
    """Answer links that nobody follows here."""

    def links(self, invitation: InvitationId, counter: int) -> Links:
        """The invitation's id is the address."""
        return Links(answer_url=f"{invitation}/{counter}")

    def hashes(self, invitation: InvitationId, counter: int) -> tuple[str, ...]:
        """The token is its own hash."""
        return (f"{invitation}/{counter}",)

    def hash_of_token(self, token: str) -> str:
        """The same."""
        return token

    def hash_of_code(self, code: str) -> str:
        """The same."""
        return code


class CrashError(Exception):
    """The machine died between claim and receipt."""


def arrives(_sending: Sending) -> tuple[str, bool]:
    """Mail that always arrives."""
    return "", False


@dataclass
class Office:
    """One clinic and its cases; `left` is what was handed over, with the moment."""

    clinic: Clinic = field(default_factory=a_clinic)
    clock: datetime = field(default_factory=lambda: at("2026-10-05 09:00"))
    carry: Carry = arrives
    texts: FakeTexts = field(default_factory=FakeTexts)
    left: list[tuple[datetime, Sending]] = field(default_factory=list)
    digests: list[tuple[datetime, StaffId]] = field(default_factory=list)
    says_whom: bool = True

    def __post_init__(self) -> None:
        self.numbers = count(1)
        self.store = FakeStore(lambda c, p: promises.next_step_at(c, p, self.clinic))

    def run(self, use_case: Callable[[Context], T], actor: str = SECRETARY, why: str = "") -> T:
        """The use case in a transaction of its own, at this moment."""

        def with_context(ledger: Ledger) -> T:
            return use_case(self._context(ledger, actor, why))

        return self.store.run(ClinicId("here"), with_context)

    def _context(self, ledger: Ledger, actor: str, why: str) -> Context:
        return Context(
            now=self.clock,
            actor=actor,
            door="daemon" if actor == PROGRAM else "chat",
            clinic=clinic_at(self.clinic, ledger, self.clock),
            ledger=ledger,
            texts=self.texts,
            new_id=lambda: f"id{next(self.numbers)}",
            new_ref=lambda: f"R{next(self.numbers)}",
            links=NoLinks(),
            why=why,
        )

    # --- people ----------------------------------------------------------------------------------

    def do(self, command: Command, actor: str = SECRETARY, why: str = "") -> Outcome:
        """What somebody presses; the message that goes beside a mail is sent at once."""
        outcome = self.run(lambda context: execute(context, command), actor, why)
        if self.says_whom:
            self._say_whom()
        return outcome

    def _say_whom(self) -> None:
        rows = [s for case in self.cases[-1:] for s in case.sendings]
        beside = {s.id for s in rows if s.kind is SendingKind.ABOUT_WHOM}
        for owed in self.owed(PromiseKind.SECURE_MESSAGE) if beside else ():
            if owed.about in beside:
                tick = TickSent(ref=self.case.ref, promise_id=owed.id)
                self.run(lambda context, tick=tick: execute(context, tick))  # type: ignore[misc] # a default binds it

    def plan(self, command: CaseCommand, actor: str = SECRETARY) -> Plan:
        """What a change would do."""
        return self.run(lambda context: preview(context, command), actor)

    def desk(self, use: Callable[[Desk], T], actor: str = SECRETARY, why: str = "") -> T:
        """What a member of staff looks at; meanwhile everybody finds their tasks."""
        with suppress(_JudgedError):
            self.run(_judged)
        return self.run(lambda context: use(Desk(context)), actor, why)

    def correct(self, field_name: str, value: str) -> Correct:
        """A correction of the latest case."""
        return Correct(ref=self.case.ref, field=field_name, value=value)

    def cancel(self, kind: MeetingKind = MeetingKind.SHM1) -> CancelMeeting:
        """A meeting of the latest case called off."""
        return CancelMeeting(ref=self.case.ref, kind=kind, reason="syk")

    def edit(self, change: Callable[[Case], Case]) -> None:
        """What no command writes yet, remembered with the promises that follow."""
        case = change(self.case)
        numbers = (f"edit{next(self.numbers)}" for _ in range(99))
        clinic = self.run(lambda context: context.clinic)  # with who is away
        self.keep(promises.reconcile(case, clinic, self.clock, lambda: next(numbers)))

    def keep(self, case: Case) -> None:
        """The case as it is to be from now on."""
        self.store.clinics[ClinicId("here")].cases[case.id] = case

    def register(self, gp: Person | None = GP, received: str = "2026-10-01") -> Case:
        """A new patient."""
        return self.do(RegisterPatient(name="Kari", referral_received=day(received), gp=gp)).case

    def invite_gp(
        self,
        start: str = "2026-11-24 10:00",
        kind: MeetingKind = MeetingKind.SHM1,
        template: str = "with_nav",
        link: str = "https://video.example/1",
    ) -> Outcome:
        """Arrange the meeting and ask the GP."""
        return self.do(
            InviteGp(
                ref=self.case.ref,
                kind=kind,
                start=wall(start),
                template=template,
                leader=LEADER,
                link=link,
            )
        )

    def answer(self, verdict: Verdict, role: Role = Role.GP, **said: object) -> Outcome:
        """The latest invitation of this role is answered on the page."""
        invitation = self.invitation(role)
        command = {
            "ref": self.case.ref,
            "invitation_id": invitation.id,
            "verdict": verdict,
            "channel": Channel.MAIL,
            "evidence": "page",
            **said,
        }
        return self.do(RecordAnswer(**command), actor=invitation.participant_id)  # type: ignore[arg-type] # any field

    def no_wishes(self) -> Outcome:
        """The patient was asked, and wishes nothing in particular."""
        return self.do(RecordWishes(ref=self.case.ref))

    def tick_off(self, kind: PromiseKind) -> Outcome:
        """The first open promise of this kind is done by hand."""
        return self.do(TickSent(ref=self.case.ref, promise_id=self.owed(kind)[0].id))

    # --- the daemon ------------------------------------------------------------------------------

    def time_passes(self, pause: timedelta) -> None:
        """Nobody does anything for so long."""
        self.clock += pause

    def until(self, day_text: str) -> list[Sending]:
        """The daemon passes at eight every morning up to and with this day; what left."""
        left: list[Sending] = []
        while True:
            today = workdays.local_date(self.clock, "Europe/Oslo") + timedelta(days=1)
            if today > day(day_text):
                return left
            left += self.tick(at(f"{today.isoformat()} 08:00"))

    def tick(self, now: str | datetime | None = None) -> list[Sending]:
        """One pass of the daemon; what left in it."""
        if now is not None:
            self.clock = at(now) if isinstance(now, str) else now
        before = len(self.left)
        for case_id in self.run(lambda c: c.ledger.due_cases(c.now), PROGRAM):
            self.run(lambda c, which=case_id: _step(c, which), PROGRAM)  # type: ignore[misc] # a default binds it
        self._pass_on()
        self.tell_of_holdups()
        for person in self.clinic.staff:
            if self.run(lambda c, who=person.id: digest.gather_digest(c, who), PROGRAM):  # type: ignore[misc] # the same
                self.digests.append((self.clock, person.id))
        for case_id in self.run(lambda c: c.ledger.running_cases(c.now), PROGRAM):
            self.run(partial(overrunning.look, case_id=case_id), PROGRAM)
        for channel in sorted(CARRIED):
            due = partial(_due, channel=channel)
            for queued in self.run(due, PROGRAM):
                self._deliver(queued.id)
        return [sending for _, sending in self.left[before:]]

    def tell_of_holdups(self) -> None:
        """Monday's list, where it is due."""
        if (found := self.run(holdups.look_if_due, PROGRAM)) is not None:
            self.run(partial(holdups.tell, found=found), PROGRAM)

    def _pass_on(self) -> None:
        for change in self.run(passing_on.changes, PROGRAM):
            for case_id in self.run(partial(passing_on.cases_of, change=change), PROGRAM):
                self.run(partial(passing_on.pass_on, case_id=case_id, change=change), PROGRAM)
            self.run(partial(passing_on.passed_on, change=change), PROGRAM)

    def _deliver(self, sending_id: SendingId) -> None:
        claimed = self.run(lambda c: delivering.claim(c, sending_id), PROGRAM)
        if claimed is None or not claimed.waiting:
            return
        try:
            error, for_good = self.carry(claimed)
        except CrashError:
            return
        if error:
            self.run(lambda c: delivering.failed(c, sending_id, error, for_good=for_good), PROGRAM)
            return
        self.left.append((self.clock, claimed))
        self.run(lambda c: delivering.delivered(c, sending_id), PROGRAM)

    # --- what is remembered ----------------------------------------------------------------------

    @property
    def cases(self) -> list[Case]:
        """Every case, oldest first."""
        memory = self.store.clinics.get(ClinicId("here"))
        return list(memory.cases.values()) if memory else []

    @property
    def case(self) -> Case:
        """The latest case."""
        return self.cases[-1]

    @property
    def log(self) -> list[AuditEntry]:
        """The whole log."""
        return list(self.store.clinics[ClinicId("here")].log)

    def person(self, role: Role) -> Participant:
        """The latest participant with this role, gone or not."""
        return [p for p in self.case.participants if p.role is role][-1]

    def invitation(self, role: Role) -> Invitation:
        """The latest invitation to somebody with this role."""
        ids = {p.id for p in self.case.participants if p.role is role}
        return [i for i in self.case.invitations if i.participant_id in ids][-1]

    def owed(self, kind: PromiseKind | None = None) -> list[Promise]:
        """The open promises, of one kind where said."""
        return [p for p in promises.open_promises(self.case) if kind in {None, p.kind}]

    def tasks(self) -> list[tuple[str, str, str]]:
        """Every task that staff were given: the local day, whom, and why."""
        rows = [s for s in self.case.sendings if s.kind is SendingKind.TASK]
        days = [workdays.local_date(s.created_at, "Europe/Oslo").isoformat() for s in rows]
        return [(on, s.to, s.why) for on, s in zip(days, rows, strict=True)]

    def sent_to(self, role: Role) -> list[tuple[str, SendingKind]]:
        """What left to somebody with this role: the local day and the kind."""
        return [
            (workdays.local_date(moment, "Europe/Oslo").isoformat(), s.kind)
            for moment, s in self.left
            if s.role is role
        ]

    def notices(self) -> list[str]:
        """The names of what staff were told at once, oldest first."""
        rows = [s for s in self.case.sendings if s.kind is SendingKind.NOTICE]
        return [s.content.subject for s in rows]

    def waiting(self, role: Role) -> list[Sending]:
        """What waits to leave to somebody with this role."""
        return [s for s in self.case.sendings if s.waiting and s.role is role]


def judge_tasks(context: Context) -> None:
    """Everybody finds the tasks that they find where all is read, by each promise alone too."""
    cases, _ = context.ledger.readable_cases(context.access)
    owed = {one.promise_id: one for one in context.ledger.owed()}
    for person in context.clinic.staff:
        desk = Desk(replace(context, actor=person.id))
        every = [line for case in cases for line in desk.own_tasks(case)]
        assert sorted(desk.tasks(), key=_by_id) == sorted(every, key=_by_id)
        for line in every:
            assert cases_with_tasks([owed[line.promise_id]], context.clinic, person), line


class _JudgedError(Exception):
    """So that nothing of the judging is kept."""


def _judged(context: Context) -> None:
    judge_tasks(context)
    raise _JudgedError


def _by_id(line: TaskLine) -> str:
    return line.promise_id


def _due(context: Context, channel: Channel) -> Sequence[Queued]:
    return context.ledger.due_sendings(channel, context.now, 99)


def _step(context: Context, case_id: str) -> None:
    case = context.ledger.load_for(case_id, context.access)  # type: ignore[arg-type] # a case's id
    after = chasing.take_steps(case, context.pen(pressed=False))
    if after != case:
        context.ledger.save(after, context.access, what="steps")
