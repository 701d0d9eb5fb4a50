"""What no history of two daemons may break: nobody is forgotten, and what is owed has an end.

Each pass that ends as it should, in working hours, is judged by what it left behind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

from hypothesis.stateful import invariant
from typing_extensions import override

from pathway import awaited, promises, rules, workdays
from pathway.case import Case
from pathway.clinic import Clinic
from pathway.commands import CaseCommand
from pathway.model import Promise
from pathway.outgoing import Hours, Sending, SendingKind, SendingStatus
from pathway.owed import expected
from pathway.promises import DueStep
from pathway.service.daemon.chasing import arranged_in_time
from pathway.words import CaseId, PromiseId, PromiseKind, Role, SettledHow
from tests.pathway.build import OSLO, SECRETARY
from tests.pathway.history_laws import CHASING, ran_on_the_day
from tests.scheduler.order_laws import OrderLaws
from tests.scheduler.shared_office import SharedOffice

ABOVE = (Role.COORDINATOR, Role.LEADER)
"""Who hears in the end of what nobody does (D3, F10)."""

ENDS = (SettledHow.DONE, SettledHow.ANSWERED, SettledHow.CANCELLED, SettledHow.ESCALATED)
ENDED: Counter[tuple[PromiseKind, SettledHow]] = Counter()
"""How promises have ended; what is open at the top of its ladder, and told above, is escalated."""

Key = tuple[CaseId, str]


class LedgerLaws(OrderLaws):
    """The laws of the ledger, beside those of every history."""

    office: SharedOffice

    def __init__(self) -> None:
        super().__init__()
        self.read: Counter[CaseId] = Counter()
        self.told_above: set[Key] = set()
        self.warned: dict[Key, set[int]] = {}
        self.by_hand: set[Key] = set()
        self.looked: set[date] = set()

    # --- what is looked at ------------------------------------------------------------------------

    @property
    def today(self) -> date:
        """The day in the clinic."""
        return workdays.local_date(self.office.clock, OSLO)

    @property
    def clinic(self) -> Clinic:
        """The clinic with who is away."""
        return self.office.run(lambda context: context.clinic)

    @property
    def going_on(self) -> Iterator[Case]:
        """The cases that are not closed."""
        return (case for case in self.office.cases if case.closing is None)

    def in_hours(self) -> bool:
        """Whether every daemon's clock showed working hours."""
        opens, closes = self.office.clinic.work_from, self.office.clinic.work_to
        shown = [self.office.clock, *(daemon.now for daemon in self.office.daemons)]
        return all(workdays.may_leave(at, Hours.WORKING, OSLO, opens, closes) for at in shown)

    @override
    def beside(self, moment: datetime) -> Collection[datetime]:
        return self.office.clocks.beside(moment)

    @override
    def by_another(self, moment: datetime) -> bool:
        return moment in {daemon.now for daemon in self.office.daemons}

    # --- each pass --------------------------------------------------------------------------------

    @override
    def daemon(self) -> None:
        dead = self.office.restarts
        self.looked = set()
        self.passes()
        if self.office.restarts == dead and self.in_hours() and self.left_due():
            self.office.time_passes(timedelta(minutes=1))
            self.passes()  # what began while the pass delivered: a mail came back, a gate shut
        whole = self.office.restarts == dead and self.in_hours()
        self.hears_above()
        self.deadlines_are_warned_of(judged=whole)
        if whole:
            assert not self.left_due()
            self.deadlines_are_owed()
            self.what_is_expected_is_owed()
            self.somebody_at_work_has_it()

    def passes(self) -> None:
        """Both pass once, and the days on which either looked are noted."""
        super().daemon()
        shown = (self.office.clock, *(daemon.now for daemon in self.office.daemons))
        self.looked |= {workdays.local_date(moment, OSLO) for moment in shown}

    def left_due(self) -> list[tuple[PromiseKind, DueStep]]:
        """Steps that have fallen due and are untaken: none, after a pass in working hours."""
        clinic, today = self.office.clinic, self.today
        return [
            (promise.kind, due)
            for case in self.going_on
            for promise in promises.open_promises(case)
            for due in promises.steps_due(case, promise, clinic, today)
        ]

    def hears_above(self) -> None:
        """Who does the coordinator's or a leader's work has been told of these promises."""
        clinic = self.clinic
        above = {clinic.does_work_of(p.id) for role in ABOVE for p in clinic.with_role(role)}
        for case in self.office.cases:
            for row in case.sendings[self.read[case.id] :]:
                if row.kind is SendingKind.TASK and row.promise_id and row.to in above:
                    self.told_above.add((case.id, case.promise(row.promise_id).key))
            self.read[case.id] = len(case.sendings)

    def deadlines_are_warned_of(self, *, judged: bool) -> None:
        """Each warning is given on its day, and that a deadline passed is told to all (D3, F10).

        But for one that a later one has overtaken (F1), and while the meeting is arranged.
        """
        for case in self.going_on:
            for promise in promises.open_promises(case):
                if promise.kind is not PromiseKind.MILESTONE:
                    continue
                given = self.warned.setdefault((case.id, promise.key), set())
                fallen = [
                    due
                    for due in promises.schedule(case, promise, self.office.clinic)
                    if due.day <= self.today and (judged or due.number <= promise.taken)
                ]
                if judged and fallen and fallen[-1].step.days not in given:
                    self.judge_warning(case, promise, fallen[-1])
                given |= {due.step.days for due in fallen}

    def judge_warning(self, case: Case, promise: Promise, due: DueStep) -> None:
        """The secretary and the clinician were told; after the deadline also those above."""
        passed = due.step.days < 0
        if not passed and any(arranged_in_time(case, promise, day) for day in self.looked):
            return
        clinic = self.clinic
        asked = {promise.handed_to or case.secretary, *filter(None, [case.clinician])}
        if passed:
            asked |= {person.id for role in ABOVE for person in clinic.with_role(role)}
        ids = {one.id for one in case.promises if one.key == promise.key}
        rows = (s for s in self.tasks(case, ids) if s.step == due.step.days)
        told = {row.to for row in rows}
        missed = {clinic.does_work_of(who) for who in asked} - told
        assert not missed, f"{due.step.days} weeks before {promise.due}: {missed} heard nothing"

    def deadlines_are_owed(self) -> None:
        """The next deadline of each case is a promise, whatever else goes on (R2, R3)."""
        for case in self.going_on:
            ahead = rules.next_deadline(case, self.office.clinic)
            if ahead is not None and ahead.day is not None:
                owed = [p for p in promises.open_promises(case) if p.kind is PromiseKind.MILESTONE]
                assert [(p.about, p.due) for p in owed] == [(ahead.milestone, ahead.day)]

    def what_is_expected_is_owed(self) -> None:
        """Nothing that is expected is missing in the ledger, but what a person said is done.

        By every clock: what only now begins may be in the next pass. And not while nobody knows
        what came of a message, since whoever had it in hand died.
        """
        clinic = self.clinic
        clocks = {self.office.clock, *(daemon.now for daemon in self.office.daemons)}
        for case in self.going_on:
            if any(s.attempts and s.status is SendingStatus.PENDING for s in case.sendings):
                continue
            wanted = [{p.key for p in expected(case, clinic, now)} for now in clocks]
            owed = {promise.key for promise in promises.open_promises(case)}
            said = {key for case_id, key in self.by_hand if case_id == case.id}
            missing = set.intersection(*wanted) - owed - said
            assert not missing, f"expected, and nobody owes it: {missing}"

    @override
    def press(self, command: CaseCommand, name: str = "", *, actor: str = SECRETARY) -> bool:
        """Notes what a person has said is done, though it is expected still."""
        before = {p.id for case in self.office.cases for p in case.promises if p.settled}
        done = super().press(command, name, actor=actor)
        clinic, now = self.clinic, self.office.clock
        for case in self.office.cases if done else ():
            ended = {
                p.key
                for p in case.promises
                if p.settled and p.settled.how is SettledHow.DONE and p.id not in before
            }
            if ended:
                wanted = {promise.key for promise in expected(case, clinic, now)}
                self.by_hand |= {(case.id, key) for key in ended & wanted}
        return done

    def somebody_at_work_has_it(self) -> None:
        """What somebody was told to do lies with one who is at work (*fravær*)."""
        clinic = self.clinic
        for case in self.going_on:
            for promise in promises.open_promises(case):
                told = {row.to for row in self.tasks(case, {promise.id})}
                hidden = promises.is_hidden(promise, self.today)
                assert hidden or not told or any(clinic.does_work_of(who) == who for who in told)

    @staticmethod
    def tasks(case: Case, about: set[PromiseId]) -> list[Sending]:
        """What staff were told to do about these promises."""
        rows = (s for s in case.sendings if s.kind is SendingKind.TASK)
        return [row for row in rows if row.promise_id in about]

    # --- in chat ----------------------------------------------------------------------------------

    @override
    def judge_chat(self, sending: Sending) -> None:
        """What staff hear keeps working hours (D4).

        But for what a meeting that is run tells those who follow it, at once and on that day (R22).
        What takes the place of what was posted to them rings nowhere.
        """
        now, clinic = self.office.clock, self.office.clinic
        if sending.kind is SendingKind.EDIT:
            posted = {f"posted {s.id}" for _, s in self.office.told if s.to == sending.to}
            assert sending.message_id in posted, "another's message, or one that never was"
            return
        assert sending.hours is not Hours.ANY or self.is_of_a_run(sending)
        assert workdays.may_leave(now, sending.hours, OSLO, clinic.work_from, clinic.work_to)
        assert sending.kind is not SendingKind.DIGEST or sending.hours is Hours.WORKING

    @override
    def judge_claim(self, case: Case | None, sending: Sending) -> None:
        """What is settled, or told anew, is not taken; while it is in hand it may be."""
        super().judge_claim(case, sending)
        if case is not None and sending.promise_id and sending.kind in CHASING:
            assert case.promise(sending.promise_id).settled is None, "what is settled is chased"
        if case is not None and sending.kind is SendingKind.NEW_MINUTE:
            assert awaited.still_told(case, sending), "a minute that is not the newest is taken"
        if sending.kind is SendingKind.DIGEST:
            open_ids = {p.id for c in self.office.cases for p in promises.open_promises(c)}
            assert set(sending.content.held) <= open_ids, "what is settled is chased"

    def is_of_a_run(self, sending: Sending) -> bool:
        """Whether it was written on a day on which a meeting of its case was run live."""
        own = (case for case in self.office.cases if case.id == sending.case_id)
        return any(ran_on_the_day(case, sending.created_at) for case in own)

    @invariant()
    def nothing_is_handed_over_twice(self) -> None:
        """Each claim is handed over once, whichever daemon has it."""
        assert len(set(self.office.handed)) == len(self.office.handed)

    # --- at the end -------------------------------------------------------------------------------

    def everything_has_ended(self) -> None:
        """Each promise is settled, cancelled, or known to the coordinator or a leader (D3)."""
        for case in self.office.cases:
            for promise in case.promises:
                if promise.settled is not None:
                    ENDED[promise.kind, promise.settled.how] += 1
                    continue
                assert not promises.steps_ahead(case, promise, self.office.clinic)
                assert promise.snoozed_until is None
                above = (case.id, promise.key) in self.told_above
                assert above, f"{promise.key}: nobody above knows"
                ENDED[promise.kind, SettledHow.ESCALATED] += 1
