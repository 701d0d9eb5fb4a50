"""The read side: what a member of staff may look at, each look in the log (P3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from pathway import promises, rules, workdays
from pathway.errors import NotAllowedError
from pathway.model import Promise
from pathway.service.answers import stray_mail
from pathway.service.context import Context, is_on_team, opened
from pathway.service.deciding import preview
from pathway.service.invitations.awaiting import waiting
from pathway.service.invitations.invited import invitation_lines
from pathway.service.invitations.next_up import next_up
from pathway.service.invitations.unticked import unticked, would_take_back
from pathway.service.meetings import rooms
from pathway.service.people import contacts
from pathway.service.staff.task_lines import cases_with_tasks, filled, task_line, task_lines
from pathway.service.times import timing
from pathway.views import BoardRow, CaseLine, Colour, InvitationLine, Plan, TaskLine
from pathway.words import CaseId, CaseRef, MeetingKind, Milestone, PromiseKind, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from pathway.case import Case
    from pathway.clinic import Clinic, Contact, Staff
    from pathway.commands import CaseCommand, Person
    from pathway.earlier import Earlier
    from pathway.model import Invitation, Meeting, Window
    from pathway.next_up import NextUp
    from pathway.questions import Match, Question
    from pathway.service.times.timing import Sought
    from pathway.sightings import Seen
    from pathway.suiting import Wish
    from pathway.views import Deadline

SOON_DAYS = 14
"""A case is yellow when its latest safe day is this near, in calendar days."""

_ORDER = {Colour.RED: 0, Colour.YELLOW: 1, Colour.GREEN: 2}


class Desk:
    """What one member of staff sees at one moment."""

    def __init__(self, context: Context) -> None:
        """A desk for the context's actor; `NotAllowedError` for anybody who is not staff."""
        if context.staff is None:
            raise NotAllowedError
        self.context = context
        self._contacts: tuple[Contact, ...] | None = None
        self.unreadable = 0  # cases that are left out of what was listed last
        self.actor: Staff = context.staff

    @property
    def clinic(self) -> Clinic:
        """The clinic whose cases these are."""
        return self.context.clinic

    @property
    def now(self) -> datetime:
        """The moment, UTC."""
        return self.context.now

    @property
    def today(self) -> date:
        """The date in the clinic."""
        return self.context.today

    def questions(self, case: Case) -> tuple[Question, ...]:
        """What came by mail in this case, and somebody is to judge."""
        owed = {p.about for p in promises.open_promises(case) if p.kind is PromiseKind.QUESTION}
        return tuple(question for question in case.questions if question.id in owed)

    def strays(self) -> tuple[Question, ...]:
        """What came by mail and belongs to no case; the office's alone."""
        return tuple(self.context.ledger.strays()) if self.actor.runs_office else ()

    def matches(self, stray: Question) -> tuple[Match, ...]:
        """Whose invitation such a mail may be about."""
        return stray_mail.matches(self._listed(), stray, self.now)

    def asked_in(self, case: Case) -> tuple[Invitation, ...]:
        """The invitations that a mail may be about."""
        return stray_mail.asked_in(case, self.now)

    def because(self, why: str) -> Desk:
        """The same desk for somebody who has said why they read (P3)."""
        return Desk(replace(self.context, why=why))

    def is_holiday(self, day: date) -> bool:
        """Whether this is a public holiday (C1)."""
        return workdays.is_holiday(day)

    def case(self, ref: CaseRef) -> Case:
        """The case; `UnknownCaseError`, or `WhyNeededError` for one outside its team."""
        return opened(self.context, ref)

    def deadlines(self, case: Case) -> tuple[Deadline, ...]:
        """Each milestone with its deadlines (R2)."""
        return rules.deadlines(case, self.clinic)

    def invitations(self, case: Case) -> tuple[InvitationLine, ...]:
        """Every invitation with state and window."""
        return invitation_lines(case, self.clinic)

    def asked(self, case: Case) -> tuple[tuple[InvitationLine, NextUp | None], ...]:
        """Every invitation, each with what comes next."""
        lines = invitation_lines(case, self.clinic)
        return tuple((line, next_up(case, self.clinic, line, self.now)) for line in lines)

    def promises(self, case: Case) -> tuple[Promise, ...]:
        """What is owed and not settled."""
        return promises.open_promises(case)

    def plan(self, command: CaseCommand) -> Plan:
        """What a change would do, without doing it."""
        return preview(self.context, command)

    def seen(self, meeting: Meeting) -> Seen | None:
        """What the video platform tells of this meeting, or None."""
        return self.context.ledger.seen(meeting.id)

    def free_rooms(self, case: Case, kind: MeetingKind, window: Window) -> tuple[str, ...]:
        """The listed video rooms that no other case uses then, or nearly (P1)."""
        return rooms.free(case, self.context.pen(), kind, window)

    def free_room(self, case: Case, kind: MeetingKind, window: Window) -> str:
        """The room that a meeting then gets unless a link is typed; empty where it comes later."""
        return rooms.first_free(case, self.context.pen(), kind, window)

    def times(self, case: Case, kind: MeetingKind, wish: Wish | None = None) -> Sought:
        """The search for a time for this meeting, on the days and at the hours that are named."""
        return timing.sought(self.context, case, kind, wish)

    def undoable(self, case: Case) -> Earlier | None:
        """The case's last change, where it may be undone if nothing has left since."""
        kept = self.context.ledger.earlier(case.id)
        return None if kept is None or kept.final else kept

    def board(self) -> tuple[BoardRow, ...]:
        """Every open case, the red first, then by deadline."""
        rows = [self._row(case) for case in self._listed()]
        return tuple(sorted(rows, key=lambda r: (_ORDER[r.colour], r.deadline or date.max, r.ref)))

    def tasks(self) -> tuple[TaskLine, ...]:
        """What this person is to do now, the urgent first."""
        only = cases_with_tasks(self.context.ledger.owed(), self.clinic, self.actor)
        return _in_order(line for case in self._listed(only=only) for line in self._own(case))

    def own_tasks(self, case: Case) -> tuple[TaskLine, ...]:
        """The same in one case."""
        return () if case.closing else _in_order(self._own(case))

    def _own(self, case: Case) -> tuple[TaskLine, ...]:
        lines = task_lines(case, self.clinic, self.actor, self.today)
        return filled(self.context, case, lines)

    def case_tasks(self, case: Case) -> tuple[TaskLine, ...]:
        """What anybody is to do in this case."""
        lines = [
            line
            for person in self.clinic.staff
            for line in filled(
                self.context, case, task_lines(case, self.clinic, person, self.today)
            )
        ]
        once: dict[str, TaskLine] = {}
        for line in lines:  # as whoever has the task sees it, who comes before those told besides
            once.setdefault(line.promise_id, line)
        return _in_order(once.values())

    def unticked(self, case: Case) -> tuple[TaskLine, ...]:
        """Texts that are not to be sent any more, and that nobody has ticked off (D6)."""
        return tuple(self._late(case, promise) for promise in unticked(case, self.now))

    def taken_back_by(self, case: Case, plan: Plan) -> tuple[TaskLine, ...]:
        """Those that a plan would make so."""
        return tuple(self._late(case, promise) for promise in would_take_back(case, plan, self.now))

    def _late(self, case: Case, promise: Promise) -> TaskLine:
        line = task_line(case, self.clinic, promise, self.today)
        return replace(line, content=None, late=True)

    def put_off(self, case: Case, kind: PromiseKind) -> tuple[TaskLine, ...]:
        """What of this kind somebody is to do in this case, on another day than today too."""
        return tuple(
            task_line(case, self.clinic, promise, self.today)
            for promise in promises.open_promises(case)
            if promise.kind is kind
        )

    def lines(self) -> tuple[CaseLine, ...]:
        """Every case as one line to search in, closed ones last, those removed left out."""
        cases = [case for case in self._listed(closed=True) if not case.removed]
        return tuple(sorted((self._line(case) for case in cases), key=lambda line: line.closed))

    def lines_named(self, fits: Callable[[str], bool]) -> tuple[CaseLine, ...]:
        """The open cases with such a name; the others are not looked at (P3)."""
        names = self.context.ledger.names()
        found = self._listed(only=[case_id for case_id, name in names.items() if fits(name)])
        return tuple(line for line in map(self._line, found) if line.name)

    def contacts(self) -> tuple[Contact, ...]:
        """Every doctor, adviser and other whom the clinic knows."""
        if self._contacts is None:
            self._contacts = contacts.known(self.context)
        return self._contacts

    def to_check(self, role: Role, details: Person) -> Contact | None:
        """The contact to ask about before this person is written to, or None."""
        return contacts.to_check(self.context, role, details)

    def _row(self, case: Case) -> BoardRow:
        """As on the board; no name for those who are not on the case's team (P3)."""
        row = board_row(case, self.clinic, self.today)
        return row if is_on_team(self.actor, case, self.clinic) else replace(row, name="")

    def _line(self, case: Case) -> CaseLine:
        """To search in; neither name nor GP for those who are not on the case's team (P3)."""
        line = case_line(case, self.clinic)
        mine = is_on_team(self.actor, case, self.clinic)
        return line if mine else replace(line, name="", gp="", office="")

    def _listed(
        self, *, closed: bool = False, only: Collection[CaseId] | None = None
    ) -> tuple[Case, ...]:
        ledger, access = self.context.ledger, self.context.access
        found, self.unreadable = ledger.readable_cases(access, closed=closed, only=only)
        return tuple(found)


def _in_order(lines: Iterable[TaskLine]) -> tuple[TaskLine, ...]:
    """The urgent first, then by the day on which they are due."""
    return tuple(sorted(lines, key=lambda line: (not line.urgent, line.due, line.ref)))


def case_line(case: Case, clinic: Clinic) -> CaseLine:
    """One case as a line to search in."""
    doctors = case.present(Role.GP)
    coming = [m.start for m in case.meetings if m.alive]
    return CaseLine(
        ref=case.ref,
        name=case.name,
        gp=doctors[-1].name if doctors else "",
        office=doctors[-1].office if doctors else "",
        stage=stage_of(case, clinic),
        next_meeting=min(coming, default=None),
        referral_received=case.date_of(Milestone.REFERRAL_RECEIVED),
        closed=case.closing is not None,
    )


def stage_of(case: Case, clinic: Clinic) -> Milestone:
    """The next milestone to reach."""
    ahead = rules.next_deadline(case, clinic)
    return ahead.milestone if ahead else Milestone.CLOSED


def board_row(case: Case, clinic: Clinic, today: date) -> BoardRow:
    """One case as the board shows it."""
    ahead = rules.next_deadline(case, clinic)
    return BoardRow(
        ref=case.ref,
        name=case.name,
        responsible=case.secretary,
        stage=stage_of(case, clinic),
        deadline=ahead.day if ahead else None,
        latest_safe_day=ahead.latest_safe_day if ahead else None,
        colour=colour_of(ahead, today),
        waiting_for=waiting(case, clinic, today),
    )


def colour_of(ahead: Deadline | None, today: date) -> Colour:
    """Red past the deadline or the latest safe day, yellow within two weeks of it (F2)."""
    if ahead is None or ahead.day is None or ahead.latest_safe_day is None:
        return Colour.GREEN
    days = (ahead.latest_safe_day - today).days
    if days < 0:
        return Colour.RED
    return Colour.YELLOW if days <= SOON_DAYS else Colour.GREEN
