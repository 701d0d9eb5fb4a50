"""The world of the random histories: one office, what is pressed there, and how time passes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from hypothesis import event
from hypothesis.stateful import RuleBasedStateMachine

from pathway import workdays
from pathway.case import Case
from pathway.commands import (
    CaseCommand,
)
from pathway.errors import RuleError
from pathway.outgoing import Sending
from pathway.service.context import clinic_at
from pathway.words import (
    MeetingKind,
    Milestone,
    Role,
)
from tests.pathway.build import OSLO, SECRETARY, a_clinic
from tests.pathway.history_actions import LISTS
from tests.pathway.office import CrashError, Office


class InOffice(RuleBasedStateMachine):
    """One office, the patient at hand, and everything that ever left."""

    def __init__(self) -> None:
        super().__init__()
        self.office = Office()
        self.mode = "arrives"
        self.links = count(1)

    # --- the world ------------------------------------------------------------------------------

    def new_office(self, mailed: frozenset[Role]) -> Office:
        """A clinic that may mail those with these roles."""
        return Office(clinic=a_clinic(mail_to=mailed, checklists=LISTS), carry=self.carry)

    @property
    def case(self) -> Case:
        """The patient at hand."""
        return self.office.case

    def carry(self, sending: Sending) -> tuple[str, bool]:
        """What the post office sees, judged at that moment."""
        self.judge_departure(sending)
        match self.mode:
            case "fails":
                return "451", False
            case "refuses":
                return "550", True
            case "crashes":
                self.office.left.append((self.office.clock, sending))
                raise CrashError
            case _:
                return "", False

    def press(self, command: CaseCommand, name: str = "", *, actor: str = SECRETARY) -> bool:
        """Whether it was done; a refusal changes nothing."""
        name = name or type(command).__name__
        before = self.office.cases
        try:
            shown = self.office.plan(command, actor)
            if hasattr(command, "plan"):
                assert shown.hash
            self.office.do(command, actor)
        except RuleError as refused:
            event(f"{name}: refused, {type(refused).__name__}")
            assert before == self.office.cases
            return False
        event(f"{name}: done")
        return True

    def wall(self, ahead: int, clock: tuple[int, int]) -> datetime:
        """A wall time so many working days ahead."""
        today = workdays.local_date(self.office.clock, OSLO)
        day = workdays.add(today, ahead)
        return datetime(day.year, day.month, day.day, *clock)  # noqa: DTZ001 - wall time

    def link(self, wanted: str) -> str:
        """A link that no other meeting has, or none yet."""
        return f"https://video.example/{next(self.links)}" if wanted else ""

    def judge_departure(self, sending: Sending, *, by_hand: bool = False) -> None:
        """Whether this may leave now; whoever knows the laws says so."""
        raise NotImplementedError

    # --- time -------------------------------------------------------------------------------------

    @property
    def kind(self) -> MeetingKind:
        """SHM1 until it was held."""
        held = self.case.date_of(Milestone.SHM1_HELD) is not None
        return MeetingKind.SHM2 if held else MeetingKind.SHM1

    def time_passes(self, pause: timedelta) -> None:
        """The daemon stands still, and then passes once."""
        self.office.time_passes(pause)
        self.daemon()

    def days_pass(self, days: int) -> None:
        """The daemon passes three times each day."""
        for _ in range(days * 3):
            self.office.time_passes(timedelta(hours=8))
            self.daemon()

    def post_office(self, mode: str) -> None:
        """Mail works, fails, is refused, or the machine dies with the answer unread."""
        self.mode = mode
        event(f"mail {mode}")

    def daemon(self) -> None:
        """One pass, and what left in it."""
        read = len(self.office.digests)
        for sending in self.office.tick():
            event(f"left: {sending.kind}")
        for moment, staff_id in self.office.digests[read:]:
            assert not self.is_away(staff_id, moment), "who is away reads no digest"

    def is_away(self, staff_id: str, moment: datetime) -> bool:
        """Whether this colleague is away on that day."""
        clinic = self.office.clinic
        found = self.office.run(lambda context: clinic_at(clinic, context.ledger, moment))
        return found.roster.stand_in(staff_id) != staff_id

    def put(self, who: str, **changes: str) -> None:
        """Contact details that no command writes yet."""
        people = tuple(
            replace(p, **changes) if p.id == who else p  # type: ignore[arg-type] # any field
            for p in self.case.participants
        )
        self.office.keep(replace(self.case, participants=people))
