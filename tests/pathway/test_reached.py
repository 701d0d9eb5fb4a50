"""What the histories reach: each gate, way of D2 and step of a ladder, counted and printed.

Chance alone may leave one out, so courses lead to each of them; the same machine judges them.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import hypothesis.strategies as st
from hypothesis import Phase, given, settings
from typing_extensions import override

from pathway import rules
from pathway.commands import (
    CaseCommand,
    HoldWithoutGp,
    Invite,
    MoveMeeting,
    Postpone,
    ReplaceGp,
    SettleOffice,
)
from pathway.rules import Unmet
from pathway.variants import LADDERS
from pathway.words import Attendance, Milestone, Role, Verdict
from tests.figures import Figures
from tests.pathway.build import SECRETARY
from tests.pathway.history_actions import ALL
from tests.pathway.test_histories import Histories

STEPS = {f"step {name} {step.days}" for name, ladder in LADDERS.items() for step in ladder.steps}
GATES = {f"gate shut {unmet}" for unmet in Unmet} | {
    f"gate open {role}" for role in (Role.PATIENT, Role.NAV_ADVISER, Role.RELATIVE)
}
D2 = {
    f"D2 {way}"
    for way in (
        "new time",
        "another doctor for now",
        "another doctor for good",
        "a part",
        "by telephone",
        "postponed",
        "without GP",
        "several facts",
    )
}

Course = list[tuple[str, dict[str, Any]]]
FAR = {"clock": (10, 0), "template": "with_nav", "link": "new"}
STARTED = ("milestone", {"milestone": Milestone.ASSESSMENT_STARTED, "back": 0, "held": True})
ASKED = ("ask_gp", {"ahead": 30, **FAR})
YES = ("answer", {"role": Role.GP, "verdict": Verdict.ACCEPTED})
NO = ("answer", {"role": Role.GP, "verdict": Verdict.DECLINED})
PATIENT = ("ask", {"role": Role.PATIENT})
NAV = ("ask", {"role": Role.NAV_ADVISER})
RELATIVE = ("ask", {"role": Role.RELATIVE})
TICK = ("tick_off", {"pick": 0})
CONSENT = ("consent", {"name": "Nils Nav"})
LITTLE = ("consent", {"name": "Nils Nav", "parts": (1,)})
UNKNOWN = ("consent", {"name": ""})
BO = ("joins", {"role": Role.RELATIVE, "with_nav": True, "reorder": False})
CLINICIAN = ("joins", {"role": Role.CLINICIAN, "with_nav": True, "reorder": False})
MOVED = ("move", {"ahead": 29, "clock": (10, 0)})
HELD = ("milestone", {"milestone": Milestone.SHM1_HELD, "back": 0, "held": True})
HELD2 = ("milestone", {"milestone": Milestone.SHM2_HELD, "back": 0, "held": True})
MADE = ("finish", {"pick": 0, "passed_on": False})
SHM2 = ("ask_gp", {"ahead": 90, **FAR})
LACKS = ("read_referral", {"missing": {"physical", "medicines"}})
ADVISER = ("adviser", {"name": "Nora Nav", "told": True})


def days(number: int) -> tuple[str, dict[str, Any]]:
    """So many days, the daemon passing in each."""
    return "days_pass", {"days": number}


def settled(**facts: object) -> tuple[str, dict[str, Any]]:
    """Several facts from the GP's office."""
    nothing = {"parts": None, "attends": None, "moved": False, "doctor": False, "agreed": False}
    return "settle", {"ahead": 20, "clock": (13, 0), **nothing, **facts}


COURSES: dict[str, tuple[bool, Course]] = {
    "a GP who never answers": (True, [STARTED, ASKED, days(18), ("without_gp", {}), PATIENT]),
    "an e-melding that nobody sends": (False, [STARTED, ASKED, days(7)]),
    "gates, one after the other": (
        True,
        [
            STARTED,
            ASKED,
            BO,
            PATIENT,
            UNKNOWN,
            NAV,
            YES,
            RELATIVE,
            PATIENT,
            RELATIVE,
            NAV,
            days(13),
            ADVISER,
            NAV,
            days(24),
        ],
    ),
    "Nav without a part": (
        True,
        [STARTED, ("ask_gp", {"ahead": 30, **FAR, "template": "without_nav"}), YES, CONSENT, NAV],
    ),
    "a no and its question": (True, [STARTED, ASKED, NO, days(9), MOVED, YES]),
    "an old time": (True, [STARTED, ASKED, YES, PATIENT, TICK, TICK, MOVED, days(6)]),
    "no link": (True, [STARTED, ("ask_gp", {"ahead": 10, **FAR, "link": ""}), YES, days(14)]),
    "perhaps": (
        True,
        [STARTED, ASKED, ("answer", {"role": Role.GP, "verdict": Verdict.TENTATIVE}), days(45)],
    ),
    "a clinician who must": (
        True,
        [STARTED, ASKED, CLINICIAN, ("ask", {"role": Role.CLINICIAN}), TICK, TICK, days(14)],
    ),
    "Nav without consent, and with too little": (
        True,
        [STARTED, ASKED, YES, PATIENT, ("wishes", {"nav": True}), NAV, LITTLE, NAV],
    ),
    "deadlines that pass": (True, [days(100)]),
    "a referral that lacks something": (True, [LACKS, days(16)]),
    "papers that nobody makes": (
        True,
        [
            *(STARTED, ("ask_gp", {"ahead": 2, **FAR}), YES, days(4), HELD, days(24), MADE),
            *(days(24), HELD2, days(12), ("finish", {"pick": 0, "passed_on": True})),
        ],
    ),
    "put off": (True, [STARTED, ASKED, NO, ("postpone", {"days": 6}), days(12)]),
    "a locum": (True, [STARTED, ASKED, NO, ("another_doctor", {"for_good": False})]),
    "a new GP": (True, [STARTED, ASKED, NO, ("another_doctor", {"for_good": True})]),
    "a part": (True, [STARTED, ASKED, NO, settled(parts=(1,))]),
    "by telephone": (True, [STARTED, ASKED, NO, settled(attends=Attendance.TELEPHONE)]),
    "several facts": (True, [STARTED, ASKED, NO, settled(moved=True, doctor=True, agreed=True)]),
    "SHM2 agreed long ago": (
        True,
        [
            STARTED,
            ("ask_gp", {"ahead": 2, **FAR}),
            YES,
            PATIENT,
            days(5),
            HELD,
            SHM2,
            YES,
            days(128),
        ],
    ),
}


MUST_HOLD = (
    "calendars_can_follow",
    "once_a_day",
    "steps_are_taken_once",
    "staff_hear_in_working_hours",
    "calendars_show_the_meeting",
    "a_yes_is_kept",
    "nothing_is_said_twice",
    "closed_is_quiet",
    "the_ledger_settles",
    "only_promises_are_chased",
    "nobody_is_chased_in_vain",
    "mail_has_an_address",
)
"""The machine's invariants, which Hypothesis itself judges in random histories."""


class Counted(Histories):
    """The same machine, which also notes what was reached."""

    def __init__(self) -> None:
        super().__init__()
        self.reached: Counter[str] = Counter()

    @override
    def press(self, command: CaseCommand, name: str = "", *, actor: str = SECRETARY) -> bool:
        """Note the gate that somebody stands before, and the way of D2 that was gone."""
        self.reached.update(self.gates(command))
        done = super().press(command, name, actor=actor)
        if done:
            self.reached.update(f"D2 {way}" for way in ways(command))
        return done

    def gates(self, command: CaseCommand) -> list[str]:
        """What keeps the one who is to be asked, or that nothing does."""
        if not isinstance(command, Invite):
            return []
        meeting = self.case.meeting_of(command.kind)
        people = self.case.present(command.role)
        if meeting is None or not people or self.case.live_invitation(people[-1].id, meeting.id):
            return []
        missing = rules.unmet(self.case, meeting, people[-1])
        return [f"gate shut {what}" for what in missing] or [f"gate open {command.role}"]

    def walk(self, *, mailed: bool, course: Course) -> Counter[str]:
        """Go the whole course, judged after each step; what was reached."""
        self.begin(mailed=ALL if mailed else frozenset(), begun=0)
        for action in course:
            self.somebody_acts(action)
            self.daemon()
            for name in MUST_HOLD:
                getattr(self, name)()
        self.days_pass(14)
        for case in self.office.cases:
            for sending in case.sendings:
                if sending.why.startswith("D3:"):
                    _, ladder, step = sending.why.split(":")
                    self.reached[f"step {ladder} {step}"] += 1
        return self.reached


def ways(command: CaseCommand) -> list[str]:
    """The ways of D2 that a command goes."""
    match command:
        case MoveMeeting():
            return ["new time"]
        case ReplaceGp():
            return [f"another doctor {'for good' if command.for_good else 'for now'}"]
        case HoldWithoutGp():
            return ["without GP"]
        case Postpone():
            return ["postponed"]
        case SettleOffice():
            by_phone = command.attends is Attendance.TELEPHONE
            found = ["a part"] if command.parts else []
            found += ["by telephone"] if by_phone else []
            return [*found, "several facts"] if command.start and command.doctor else found
        case _:
            return []


def test_everything_is_reached(figures: Figures) -> None:
    """Each gate, way of D2 and ladder step is reached at least once, and everything holds there."""
    reached: Counter[str] = Counter()

    @settings(max_examples=1, phases=(Phase.generate,), database=None, deadline=None)
    @given(st.none())  # the machine notes events, which it may do under Hypothesis only
    def go(_: None) -> None:
        for mailed, course in COURSES.values():
            reached.update(Counted().walk(mailed=mailed, course=course))

    go()
    figures({name: reached[name] for name in sorted(STEPS | GATES | D2)})
    assert not [name for name in STEPS | GATES | D2 if not reached[name]]
