"""Random histories of two daemons on one database: nobody is forgotten, and nobody nagged.

`make histories` plays thousands (SHM_TEST_HISTORIES says how many), by other chances each time.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta
from itertools import chain
from random import Random

import hypothesis.strategies as st
from hypothesis import Phase, given, settings
from hypothesis.stateful import initialize, run_state_machine_as_test
from typing_extensions import override

from pathway import promises, workdays
from pathway.outgoing import Hours
from pathway.words import (
    Attendance,
    MeetingKind,
    Milestone,
    PromiseKind,
    Role,
    Substitute,
    Verdict,
)
from tests.figures import Figures
from tests.pathway.build import LEADER, SECRETARY, a_clinic
from tests.pathway.history_actions import ALL, LISTS, MAILED, STOPS, WAY, Action
from tests.scheduler.ledger_laws import ENDED, ENDS, LedgerLaws
from tests.scheduler.shared_clocks import COUNTED
from tests.scheduler.shared_office import SharedOffice

MANY = int(os.environ.get("SHM_TEST_HISTORIES", "0"))
FEW = 8
SKEWS = st.sampled_from([0, 0, 1, 20, -20, 59, -59]).map(lambda s: timedelta(seconds=s))
DISK = [False, False, False, False, True]
"""Most histories are played in memory, where a pass takes a tenth of the time."""

LONGEST = 400
"""Passes in which a history is to come to rest: two years of everything that is owed."""


class TwoDaemons(LedgerLaws):
    """The same office on one database, where two daemons compete, die and are started again."""

    @initialize(
        mailed=st.sampled_from(MAILED),
        begun=st.sampled_from(STOPS),
        skews=st.tuples(SKEWS, SKEWS),
        seed=st.integers(0, 9999),
        dying=st.sampled_from([0, 5, 30]),
        jumping=st.sampled_from([0, 10, 20, 20]),
        failing=st.sampled_from([0, 20]),
        on_disk=st.sampled_from(DISK),
    )
    @override
    def begin(
        self,
        mailed: frozenset[Role],
        begun: int,
        skews: tuple[timedelta, timedelta] = (timedelta(), timedelta()),
        seed: int = 0,
        dying: int = 0,
        jumping: int = 0,
        failing: int = 0,
        *,
        on_disk: bool = False,
    ) -> None:
        self.office = SharedOffice(
            clinic=a_clinic(mail_to=mailed, checklists=LISTS),
            carry=self.carry,
            chance=Random(seed),
            skews=skews,
            on_disk=on_disk,
            dying=dying,
            jumping=jumping,
            failing=failing,
            judge_chat=self.told,
            judge_claim=self.judge_claim,
        )
        self.new_patient()
        for action in WAY[:begun]:
            self.somebody_acts(action)
            self.daemon()

    @override
    def teardown(self) -> None:
        """What is left to itself comes to rest: all that was owed has ended."""
        office = self.office
        if not isinstance(office, SharedOffice):
            return
        try:
            if sys.exc_info()[1] is None:
                self.comes_to_rest()
        finally:
            office.close()

    def comes_to_rest(self) -> None:
        """Nobody presses anything any more, and the daemons go on until nothing is to come."""
        self.post_office("arrives")
        self.office.dying = self.office.failing = 0
        self.office.clocks.come_right()
        quiet = False
        for _ in range(LONGEST):
            before = len(self.office.left) + len(self.office.told)
            self.daemon()
            self.all_laws()
            nothing = len(self.office.left) + len(self.office.told) == before
            event = None if quiet and nothing else self.office.next_event()
            ahead = event or self.next_step()
            if ahead is None:
                break
            quiet = nothing
            self.office.clocks.come_right()
            self.office.clock = ahead + timedelta(minutes=1)  # the slower clock is there too
        else:
            raise AssertionError(self.office.clock)
        self.everything_has_ended()

    def next_step(self) -> datetime | None:
        """When the ledger next looks: what a gate holds back is looked at often, in vain.

        So is what outlives the meeting that it was owed for; its next step has its day all the
        same. What fell due while the clock was turned on waits for the working day, as at night.
        """
        clinic, now = self.office.clinic, self.office.clock
        owed = [(c, p) for c in self.office.cases for p in promises.open_promises(c)]
        looks = [promises.next_step_at(case, promise, clinic) for case, promise in owed]
        ahead = (due.day for one in owed for due in promises.steps_ahead(*one, clinic)[:1])
        back = (workdays.on_or_after(p.snoozed_until) for _, p in owed if p.snoozed_until)
        days = chain(ahead, back)
        steps = chain(looks, (workdays.moment(day, clinic.work_from, clinic.zone) for day in days))
        opens = workdays.next_leave(
            now, Hours.WORKING, clinic.zone, clinic.work_from, clinic.work_to
        )
        return min((max(at, opens) for at in steps if at and max(at, opens) > now), default=None)

    def all_laws(self) -> None:
        """Those that Hypothesis judges while people press."""
        for name in LAWS:
            getattr(self, name)()


LAWS = sorted(
    name
    for name in dir(TwoDaemons)
    if hasattr(getattr(TwoDaemons, name, None), "hypothesis_stateful_invariant")
)


STARTED = (
    "milestone",
    {"milestone": Milestone.ASSESSMENT_STARTED, "back": 0, "held": True},
)
FOR_GOOD = Substitute.FOR_GOOD
FAR = {"clock": (10, 0), "template": "with_nav", "link": "new"}
YES = ("answer", {"role": Role.GP, "verdict": Verdict.ACCEPTED})
ASKED = ("ask_gp", {"ahead": 15, **FAR})
TICK = ("tick_off", {"pick": 0})


def held(milestone: Milestone) -> Action:
    """A meeting was held today."""
    return "milestone", {"milestone": milestone, "back": 0, "held": True}


def days(number: int) -> Action:
    """So many days go by, and then both pass."""
    return "time_passes", {"pause": timedelta(days=number)}


COURSES: dict[str, tuple[frozenset[Role], list[Action]]] = {
    "before the assessment": (
        ALL,
        [
            ("read_referral", {"missing": {"physical"}}),
            ("call_back", {}),
            (
                "appoint",
                {
                    "what": "arrange",
                    "kind": MeetingKind.ASSESSMENT,
                    "ahead": 1,
                    "clock": (10, 0),
                },
            ),
            days(3),
        ],
    ),
    "asked anew while mail fails": (
        ALL,
        [
            STARTED,
            ASKED,
            ("post_office", {"mode": "fails"}),
            ("cancel", {}),
            ASKED,
            ("post_office", {"mode": "arrives"}),
            days(1),
        ],
    ),
    "times are asked about": (
        ALL,
        [
            STARTED,
            ("ask_times", {"ahead": [20, 21], "clock": (10, 0)}),
            ("post_office", {"mode": "fails"}),
            days(7),
            ("answer_times", {"role": Role.GP, "said": 3}),
            ("post_office", {"mode": "arrives"}),
            days(8),
        ],
    ),
    "what a yes brings": (
        ALL,
        [
            STARTED,
            ("ask_gp", {"ahead": 15, **FAR, "link": ""}),
            ("answer", {"role": Role.GP, "verdict": Verdict.ACCEPTED, "substitute": FOR_GOOD}),
            ("attends", {"pick": 0, "how": Attendance.GP_OFFICE, "phone": None, "parts": None}),
            ("wishes", {"nav": True}),
            days(2),
            ("consent", {"name": ""}),
            ("writes", {}),
            ("somebody_is_away", {"who": LEADER, "ahead": 2, "days": None}),
            days(1),
        ],
    ),
    "a no": (
        frozenset(),
        [
            STARTED,
            ASKED,
            TICK,
            ("answer", {"role": Role.GP, "verdict": Verdict.DECLINED}),
            days(2),
            ("somebody_is_away", {"who": SECRETARY, "ahead": 0, "days": 3}),
            days(5),
            ("postpone", {"days": 6}),
        ],
    ),
    "after the meetings": (
        ALL,
        [
            STARTED,
            ("ask_gp", {"ahead": 2, **FAR}),
            YES,
            days(5),
            held(Milestone.SHM1_HELD),
            ("interview", {"after": MeetingKind.SHM1}),
            ("extra_meeting", {"ahead": None}),
            ("finish", {"pick": 0, "passed_on": False}),
            ("ask_gp", {"ahead": 90, **FAR}),
            YES,
            days(108),
            days(22),
            held(Milestone.SHM2_HELD),
            ("finish", {"pick": 0, "passed_on": False}),
        ],
    ),
    "to the end": (
        ALL,
        [
            STARTED,
            held(Milestone.SHM1_HELD),
            held(Milestone.SHM2_HELD),
            ("finish", {"pick": 0, "passed_on": True}),
            ("tick_items", {"pick": 0, "many": 7}),
            ("tick_items", {"pick": 0, "many": 7}),
        ],
    ),
}
"""So that each kind of promise is there, whatever chance leaves out."""


def walk(*, on_disk: bool) -> None:
    """Each course, judged after each step, until it has come to rest."""
    for mailed, course in COURSES.values():
        machine = TwoDaemons()
        skews = timedelta(seconds=30), timedelta()
        machine.begin(mailed, 0, skews=skews, jumping=20, failing=20, on_disk=on_disk)
        for action in course:
            machine.somebody_acts(action)
            machine.daemon()
            machine.all_laws()
        machine.teardown()


def test_each_kind_of_promise_comes_to_its_end(figures: Figures) -> None:
    """Courses and random histories, judged by all laws to the end, leave out no kind of promise."""
    ENDED.clear()
    COUNTED.clear()

    @settings(max_examples=1, phases=(Phase.generate,), database=None, deadline=None)
    @given(st.none())  # the machine notes events, which it may do under Hypothesis only
    def go(_: None) -> None:
        walk(on_disk=True)

    go()
    run_state_machine_as_test(
        TwoDaemons,
        settings=settings(
            max_examples=MANY or FEW,
            stateful_step_count=12,
            derandomize=not MANY,
            deadline=None,
            phases=(Phase.explicit, Phase.generate),  # a shrunk history takes minutes
        ),
    )
    figures(COUNTED)
    figures({kind: ", ".join(f"{how} {ENDED[kind, how]}" for how in ENDS) for kind in PromiseKind})
    assert {kind for kind, _ in ENDED} == set(PromiseKind)
