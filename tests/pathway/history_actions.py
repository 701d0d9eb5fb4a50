"""What people press in the random histories, as data: its name and what is said with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import hypothesis.strategies as st

from pathway.owed.checklists import CHECKLISTS
from pathway.words import (
    APPOINTMENTS,
    Attendance,
    ClosedReason,
    Milestone,
    PromiseKind,
    Role,
    Substitute,
    Verdict,
)
from tests.pathway.build import COORDINATOR, DOCTOR, LEADER, SECRETARY

Action = tuple[str, dict[str, Any]]
TEMPLATES = st.sampled_from(["", "with_nav", "nav_last", "without_nav"])
CLOCKS = st.sampled_from([(8, 30), (10, 0), (10, 10), (13, 0)])
AHEAD = st.sampled_from([1, 2, 5, 8, 15, 30, 90])
LINKS = st.sampled_from(["", "new"])
STAFF = [SECRETARY, SECRETARY, DOCTOR, COORDINATOR, LEADER]
PATIENT_MAIL = "pasient@example.no"
CORRECTIONS = [
    ("patient_phone", "91000000"),
    ("patient_phone", ""),
    ("no_sms", "yes"),
    ("no_sms", ""),
    ("patient_email", ""),
    ("patient_email", PATIENT_MAIL),
    ("gp_email", "ny@lege.example"),
    ("gp_email", "gro@lege.example"),
    ("gp_email", ""),
    ("gp_name", "Gro Ny"),
    ("name", "Kari N"),
    ("clinician", "lege"),
]
NAV_NAMES = st.sampled_from(["", "Nils Nav", "Nora Nav"])
PARTS = st.sampled_from([(), (), (2,), (3,), (1,), (2, 3)])
PAUSES = st.sampled_from([0, 1, 10, 180, 660, 1440, 1440, 5760, 12960]).map(
    lambda minutes: timedelta(minutes=minutes)
)
ALL = frozenset(Role)
LISTS = frozenset(CHECKLISTS)
REFERRAL = CHECKLISTS[PromiseKind.REFERRAL_CONTENT]
MAILED = [ALL, ALL, ALL, frozenset({Role.GP}), frozenset()]
PICKS = st.integers(0, 9)
PIECES = st.tuples(
    st.sampled_from([(1,), (2,), (3,), (1, 2), (2, 3)]), st.sampled_from([10, 15, 20, 25, 30])
)

JOINING = [Role.RELATIVE, Role.INTERPRETER, Role.OTHER, Role.CLINICIAN, Role.REFERRER]


def does(name: str, /, **said: st.SearchStrategy[Any]) -> st.SearchStrategy[Action]:
    """Something that is pressed, with what may be said with it."""
    return st.tuples(st.just(name), st.fixed_dictionaries(said))


ASKED = st.sampled_from([Role.PATIENT, Role.PATIENT, Role.NAV_ADVISER])
OFTEN = st.one_of(
    does("ask", role=ASKED),
    does("answer", role=st.just(Role.GP), verdict=st.just(Verdict.ACCEPTED)),
    does("answer", role=st.just(Role.GP), verdict=st.sampled_from(Verdict)),
    does("move", ahead=AHEAD, clock=CLOCKS),
    does("move_a_little", clock=CLOCKS),
    does(
        "change",
        template=st.none() | st.sampled_from(["with_nav", "nav_last", "without_nav"]),
        link=st.none() | LINKS,
        place=st.none() | st.sampled_from(["Rom 1", "Rom 2"]),
    ),
    does("divide", layout=st.lists(PIECES, min_size=1, max_size=4)),
    does("tick_off", pick=PICKS),
    does("ask_and_hear", role=ASKED, verdict=st.sampled_from(Verdict)),
    does("waver", ahead=AHEAD, clock=CLOCKS),
    does("agree", ahead=AHEAD, clock=CLOCKS, verdict=st.sampled_from(Verdict)),
    does(
        "settle",
        ahead=AHEAD,
        clock=CLOCKS,
        moved=st.booleans(),
        doctor=st.booleans(),
        agreed=st.booleans(),
        parts=st.none() | st.just((1,)) | st.just((2, 3)),
        attends=st.none() | st.sampled_from([Attendance.VIDEO, Attendance.TELEPHONE]),
    ),
    does("remind"),
    does("let_in", pick=PICKS),
)
SOMETIMES = st.one_of(
    does("ask_gp", ahead=AHEAD, clock=CLOCKS, template=TEMPLATES, link=LINKS),
    does(
        "answer",
        role=st.sampled_from([Role.GP, Role.PATIENT, Role.NAV_ADVISER]),
        verdict=st.sampled_from(Verdict),
        stale=st.booleans(),
        substitute=st.sampled_from(Substitute),
    ),
    does("cancel"),
    does("another_doctor", for_good=st.booleans()),
    does("without_gp"),
    does("consent", name=NAV_NAMES, parts=PARTS),
    does("keep"),
    does("adviser", name=NAV_NAMES, told=st.booleans()),
    does("no_reply", pick=PICKS),
    does("nobody", template=st.none() | st.just("without_nav")),
    does("withdraw"),
    does("hand_over", pick=PICKS, to=st.sampled_from(["sekretar", "koordinator", "lege"])),
    does("postpone", days=st.integers(1, 12)),
    does("snooze", pick=PICKS, days=st.integers(1, 12), by=st.sampled_from(STAFF)),
    does("finish", pick=PICKS, passed_on=st.booleans()),
    does("extra_meeting", ahead=st.none() | st.integers(0, 20)),
    does("tick_items", pick=PICKS, many=st.integers(1, 7)),
    does("read_referral", missing=st.sets(st.sampled_from(REFERRAL))),
    does("correct", what=st.sampled_from(CORRECTIONS)),
    does("milestone", milestone=st.sampled_from(Milestone), back=PICKS, held=st.booleans()),
    does("joins", role=st.sampled_from(JOINING), with_nav=st.booleans(), reorder=st.booleans()),
    does(
        "attends",
        pick=PICKS,
        how=st.sampled_from(Attendance),
        phone=st.sampled_from([None, "99887766"]),
        parts=st.none() | st.sampled_from([(1,), (1, 2), (2, 3), (1, 2, 3)]),
    ),
    does("address", pick=PICKS, email=st.sampled_from(["", "", "annen@example.no"])),
    does("leaves", pick=PICKS),
    does("takes_place", pick=PICKS),
    does("wishes", nav=st.none() | st.booleans()),
    does("ask_all", another=st.booleans()),
    does("stop", reason=st.sampled_from(ClosedReason)),
    does("wrong_gp"),
    does(
        "appoint",
        what=st.sampled_from(["arrange", "move", "cancel"]),
        kind=st.sampled_from(sorted(APPOINTMENTS)),
        ahead=AHEAD,
        clock=CLOCKS,
    ),
    does("undo"),
    does("take_back", pick=PICKS),
    does("remove"),
)
AROUND = st.one_of(
    does("withdraw"),
    does("consent", name=NAV_NAMES, parts=PARTS),
    does("leaves", pick=PICKS),
    does("takes_place", pick=PICKS),
    does("another_doctor", for_good=st.booleans()),
    does("joins", role=st.sampled_from(JOINING), with_nav=st.booleans(), reorder=st.booleans()),
    does("divide", layout=st.lists(PIECES, min_size=1, max_size=4)),
    does("move_a_little", clock=CLOCKS),
    does("cancel"),
    does("tick_off", pick=PICKS),
    does("undo"),
)
"""What may happen in the case while its meeting runs."""

ACTIONS = st.sampled_from([OFTEN, OFTEN, OFTEN, SOMETIMES]).flatmap(lambda some: some)
_FAR = {"clock": (10, 0), "template": "with_nav", "link": "new"}
WAY: list[Action] = [
    ("milestone", {"milestone": Milestone.ASSESSMENT_STARTED, "back": 0, "held": True}),
    ("ask_gp", {"ahead": 15, **_FAR}),
    ("tick_off", {"pick": 0}),
    ("answer", {"role": Role.GP, "verdict": Verdict.ACCEPTED}),
    ("ask", {"role": Role.PATIENT}),
    ("tick_off", {"pick": 0}),
    ("consent", {"name": "Nils Nav"}),
    ("tick_off", {"pick": 0}),
    ("ask", {"role": Role.NAV_ADVISER}),
    ("tick_off", {"pick": 0}),
    ("answer", {"role": Role.NAV_ADVISER, "verdict": Verdict.ACCEPTED}),
    ("days_pass", {"days": 24}),
    ("milestone", {"milestone": Milestone.SHM1_HELD, "back": 0, "held": True}),
    ("ask_gp", {"ahead": 90, **_FAR}),
    ("tick_off", {"pick": 0}),
    ("answer", {"role": Role.GP, "verdict": Verdict.ACCEPTED}),
    ("ask", {"role": Role.PATIENT}),
    ("ask", {"role": Role.NAV_ADVISER}),
    ("answer", {"role": Role.NAV_ADVISER, "verdict": Verdict.ACCEPTED}),
    ("days_pass", {"days": 110}),
]
"""The way of a pathway that goes well; a history leaves it somewhere."""

AWAY = st.sampled_from([*([False] * 5), True]).flatmap(
    lambda some: (
        st.fixed_dictionaries(
            {
                "who": st.sampled_from([SECRETARY, COORDINATOR, DOCTOR, LEADER]),
                "ahead": st.sampled_from([0, 0, 1, 4]),
                "days": st.sampled_from([None, 0, 3, 14, 40]),
                "back": st.booleans(),
            }
        )
        if some
        else st.none()
    )
)
"""Now and then somebody is away from a day on, or back."""

STOPS = [1, 2, 4, 4, 4, 5, 6, 8, 8, 11, 11, 11, 14, 16, 19, 20]
PACES = ["at once", "in minutes", "later", "later", "day by day"]
MODES = ["arrives", "arrives", "arrives", "fails", "refuses", "crashes"]
