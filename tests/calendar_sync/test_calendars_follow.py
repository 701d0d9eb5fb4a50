"""Random histories of changes, answers and lost mails: every calendar shows what it should (F5).

`make histories` plays thousands (SHM_TEST_HISTORIES says how many), by other chances each time.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, Phase, given, settings

from pathway.arrivals import Handled
from pathway.questions import Resolution
from pathway.words import Attendance, ClosedReason, Milestone, Role, Verdict
from tests.calendar_sync.correspondence import CHANGED_CLOCKS, VERDICTS, Correspondence
from tests.calendar_sync.itip_client.dialects import DIALECTS
from tests.calendar_sync.itip_client.diary import Heard
from tests.figures import Figures
from tests.pathway.history_actions import (
    ACTIONS,
    AHEAD,
    ALL,
    CLOCKS,
    JOINING,
    LINKS,
    NAV_NAMES,
    PACES,
    PAUSES,
    PICKS,
    PIECES,
    TEMPLATES,
    Action,
)
from tests.pathway.test_reached import MUST_HOLD

MANY = int(os.environ.get("SHM_TEST_HISTORIES", "0"))
FEW = 60


def does(name: str, /, **said: st.SearchStrategy[Any]) -> st.SearchStrategy[Action]:
    """Somebody does this."""
    return st.tuples(st.just(name), st.fixed_dictionaries(said))


OF_MAILS = [how for how in Resolution if how is not Resolution.RESTORED]
"""What may be made of a mail; a calendar changed by hand alone is put back."""

WHOM = st.sampled_from([r for r in Role if r not in {Role.SECRETARY, Role.COORDINATOR}])
SPOKEN = st.sampled_from(sorted(DIALECTS))
MAILED_ANSWER = does(
    "mails_answer",
    pick=PICKS,
    partstat=st.sampled_from(["ACCEPTED", "ACCEPTED", *VERDICTS]),
    dialect=SPOKEN,
    comment=st.sampled_from(["", "", "Passer fint; ring meg, er du snill."]),
    way=st.sampled_from(["at once", "at once", "at once", "late", "lost", "twice"]),
)
ANSWERS = st.one_of(
    MAILED_ANSWER,
    MAILED_ANSWER,
    MAILED_ANSWER,
    does("proposes", pick=PICKS, ahead=AHEAD, clock=CLOCKS, dialect=SPOKEN),
    does("asks_other_times", role=WHOM, ahead=AHEAD, clock=CLOCKS),
    does("takes_proposal", number=st.sampled_from([1, 1, 2])),
    does("turns_down"),
    does("settles", pick=PICKS, how=st.sampled_from(OF_MAILS)),
    does("stranger_answers", pick=PICKS, partstat=st.sampled_from(list(VERDICTS)), dialect=SPOKEN),
    does("phones", role=WHOM, verdict=st.sampled_from(Verdict)),
    does("answer", role=WHOM, verdict=st.sampled_from(Verdict), stale=st.booleans()),
    does("answer", role=st.just(Role.GP), verdict=st.just(Verdict.ACCEPTED)),
)
ROOMS = st.none() | st.sampled_from(["Rom 1", "Rom 2"])
CHANGES = st.one_of(
    does("change", template=st.none(), link=LINKS, place=ROOMS),
    does("change", template=TEMPLATES.filter(bool), link=st.none(), place=ROOMS),
    does("change_leader"),
    does("divide", layout=st.lists(PIECES, min_size=2, max_size=4)),
    does("move", ahead=AHEAD, clock=CLOCKS),
    does("move_a_little", clock=CLOCKS),
    does("waver", ahead=AHEAD, clock=CLOCKS),
    does(
        "attends",
        pick=PICKS,
        how=st.sampled_from(Attendance),
        phone=st.sampled_from([None, "99887766"]),
        parts=st.none() | st.sampled_from([(1,), (1, 2), (2, 3), (1, 2, 3)]),
    ),
    does("joins", role=st.sampled_from(JOINING), with_nav=st.booleans(), reorder=st.booleans()),
    does("leaves", pick=PICKS),
    does("address", pick=PICKS, email=st.sampled_from(["", "annen@example.no"])),
    does("takes_place", pick=PICKS),
    does("ask", role=WHOM),
    does("ask_all", another=st.booleans()),
    does("another_doctor", for_good=st.booleans()),
    does("adviser", name=NAV_NAMES, told=st.booleans()),
    does("withdraw"),
    does("cancel"),
    does("ask_gp", ahead=AHEAD, clock=CLOCKS, template=TEMPLATES, link=LINKS),
)
DOES = st.sampled_from([ACTIONS, CHANGES, CHANGES, ANSWERS]).flatmap(lambda some: some)
MODES = [
    *("arrives", "arrives", "arrives", "late", "lost", "twice"),
    *("fails", "refuses", "crashes", "bounces"),
]
DAYS = st.fixed_dictionaries(
    {
        "actions": st.lists(DOES, min_size=1, max_size=4),
        "mode": st.sampled_from(MODES),
        "pace": st.sampled_from(PACES),
        "pause": PAUSES,
    }
)
MAILED = [ALL, ALL, ALL, ALL, frozenset({Role.GP})]
YES = {"verdict": Verdict.ACCEPTED}


def the_way(ahead: int, link: str, stop: int) -> list[Action]:
    """The way of a meeting to which everybody is asked, left after so many steps."""
    told = {"with_nav": True, "reorder": False}
    whole: list[Action] = [
        ("milestone", {"milestone": Milestone.ASSESSMENT_STARTED, "back": 0, "held": True}),
        ("ask_gp", {"ahead": ahead, "clock": (10, 0), "template": "with_nav", "link": link}),
        ("joins", {"role": Role.CLINICIAN, **told}),
        ("ask", {"role": Role.CLINICIAN}),
        ("answer", {"role": Role.GP, **YES}),
        ("ask", {"role": Role.PATIENT}),
        ("joins", {"role": Role.RELATIVE, **told}),
        ("ask", {"role": Role.RELATIVE}),
        ("consent", {"name": "Nils Nav"}),
        ("tick_off", {"pick": 0}),
        ("tick_off", {"pick": 0}),
        ("ask", {"role": Role.NAV_ADVISER}),
        ("answer", {"role": Role.NAV_ADVISER, **YES}),
    ]
    return whole[:stop]


WAYS = st.builds(
    the_way,
    ahead=st.sampled_from([8, 14, 15, 30, 120, 121]),
    link=st.sampled_from(["", "new"]),
    stop=st.sampled_from([2, 4, 5, 8, 13, 13]),
)

Day = dict[str, Any]


def day(*actions: Action, mode: str = "arrives", hours: int = 0) -> Day:
    """A day on which these things are done, each followed by a pass of the daemon."""
    pause = timedelta(hours=hours)
    return {"actions": list(actions), "mode": mode, "pace": "at once", "pause": pause}


def before_any_mail(*actions: Action) -> Day:
    """A day on which all of these are done before the daemon passes."""
    return {**day(*actions), "pace": "later"}


def moved(ahead: int) -> Action:
    """Another time."""
    return "move", {"ahead": ahead, "clock": (13, 0)}


def by_mail(
    partstat: str, dialect: str, way: str = "at once", pick: int = 0, comment: str = "Hilsen Gro"
) -> Action:
    """An answer out of a calendar."""
    said = {"partstat": partstat, "dialect": dialect, "comment": comment, "way": way}
    return "mails_answer", {"pick": pick, **said}


LINKED = ("change", {"template": None, "link": "new", "place": None})
NARROW = ("change", {"template": "nav_last", "link": None, "place": "Rom 2"})
GP_YES: Action = ("answer", {"role": Role.GP, **YES})
IN_PERSON: Action = (
    "attends",
    {"pick": 1, "how": Attendance.CLINIC, "phone": None, "parts": None},
)
LONGER: Action = ("divide", {"layout": [((1,), 25), ((2,), 15), ((3,), 25)]})
SHORTER: Action = ("divide", {"layout": [((1,), 15), ((2,), 15), ((3,), 20)]})
TURNED: Action = ("divide", {"layout": [((1,), 10), ((1,), 10), ((3,), 25), ((2,), 15)]})
SETTLED: Action = (
    "settle",
    {"ahead": 20, "clock": (13, 0), "parts": None, "attends": None}
    | {"moved": True, "doctor": False, "agreed": True},
)
PHONED: Action = ("phones", {"role": Role.PATIENT, "verdict": Verdict.TENTATIVE})
COURSES: dict[str, tuple[list[Action], list[Day]]] = {
    "a link to come, and a mail that is overtaken": (
        the_way(30, "", 5),
        [
            day(by_mail("ACCEPTED", "outlook")),
            day(LINKED),
            day(moved(28), mode="late"),
            day(moved(27)),
            day(hours=30),
            day(LINKED),
            day(("cancel", {})),
        ],
    ),
    "a yes that is kept": (
        the_way(30, "new", 13),
        [
            day(by_mail("ACCEPTED", "google"), by_mail("ACCEPTED", "apple", pick=1)),
            day(NARROW),
            day(("attends", {"pick": 1, "how": Attendance.VIDEO, "phone": None, "parts": (1,)})),
        ],
    ),
    "answers that come late, twice or never": (
        the_way(30, "new", 13),
        [
            day(*(by_mail("ACCEPTED", "thunderbird", "late", n) for n in range(3)), moved(28)),
            day(hours=30),
            day(by_mail("DECLINED", "outlook", "lost")),
            day(by_mail("TENTATIVE", "apple", "twice")),
        ],
    ),
    "another time is turned down": (
        the_way(30, "new", 5),
        [
            day(("proposes", {"pick": 0, "ahead": 15, "clock": (13, 0), "dialect": "outlook"})),
            day(("turns_down", {})),
            day(("asks_other_times", {"role": Role.GP, "ahead": 15, "clock": (13, 0)})),
            day(("turns_down", {})),
            day(("asks_other_times", {"role": Role.GP, "ahead": 15, "clock": (13, 0)})),
            day(("takes_proposal", {"number": 2})),
        ],
    ),
    "another time is proposed and taken": (
        the_way(30, "new", 5),
        [
            day(
                ("proposes", {"pick": 0, "ahead": 15, "clock": (13, 0), "dialect": name}),
                ("takes_proposal", {"number": 1}),
                ("answer", {"role": Role.GP, **YES}),
            )
            for name in DIALECTS
        ],
    ),
    "another adviser, one who leaves, one who is removed": (
        the_way(30, "new", 13),
        [
            day(("adviser", {"name": "Nora Nav", "told": True})),
            day(("leaves", {"pick": 0})),
            day(*(("takes_place", {"pick": who}) for who in (1, 2, 3, 4, 5))),
            day(("withdraw", {})),
            day(("change_leader", {})),
            day(("postpone", {"days": 3})),
        ],
    ),
    "undone before anything has left, and after a proposal was taken": (
        the_way(30, "new", 13),
        [
            before_any_mail(moved(28), ("undo", {})),
            before_any_mail(("takes_place", {"pick": 2}), ("undo", {})),
            before_any_mail(
                ("proposes", {"pick": 0, "ahead": 15, "clock": (13, 0), "dialect": "outlook"}),
                ("takes_proposal", {"number": 1}),
                ("undo", {}),
                ("turns_down", {}),
                ("undo", {}),
                ("takes_proposal", {"number": 1}),
            ),
        ],
    ),
    "parts longer, shorter, turned round and split": (
        the_way(30, "new", 13),
        [
            day(by_mail("ACCEPTED", "google"), by_mail("ACCEPTED", "apple", pick=1)),
            day(LONGER),
            day(SHORTER),
            day(TURNED),
        ],
    ),
    "a locum, and the pathway ends": (
        the_way(30, "new", 13),
        [
            day(("another_doctor", {"for_good": False})),
            day(by_mail("ACCEPTED", "google")),
            day(PHONED, SETTLED, mode="twice"),
            day(("stop", {"reason": ClosedReason.WITHDREW})),
        ],
    ),
    "an address that is none, a stranger, words that a person must read": (
        the_way(30, "new", 13),
        [
            day(moved(28), mode="bounces"),
            day(("stranger_answers", {"pick": 1, "partstat": "ACCEPTED", "dialect": "google"})),
            day(("stranger_answers", {"pick": 0, "partstat": "DECLINED", "dialect": "apple"})),
            day(by_mail("ACCEPTED", "outlook", pick=2, comment="Ring meg kl. 12, er du snill?")),
            day(*(("settles", {"pick": 0, "how": how}) for how in OF_MAILS), moved(27)),
        ],
    ),
    "a stranger answers first, and who was asked is asked again": (
        the_way(30, "new", 2),
        [
            day(),
            day(("stranger_answers", {"pick": 0, "partstat": "ACCEPTED", "dialect": "google"})),
            day(("settles", {"pick": 0, "how": Resolution.ASKED_AGAIN}), hours=30),
        ],
    ),
    "over the change of clocks in October": (
        the_way(14, "new", 13),
        [day(moved(15)), day(GP_YES), day(moved(14)), day(GP_YES), day(moved(15))],
    ),
    "over the change of clocks in March": (
        the_way(120, "new", 13),
        [day(moved(121)), day(GP_YES), day(moved(120)), day(GP_YES), day(moved(122))],
    ),
    "at the clinic": (
        the_way(30, "new", 13),
        [day(IN_PERSON), day(("change", {"template": None, "link": None, "place": "Rom 1"}))],
    ),
    "mail that is lost, and comes right with the next": (
        the_way(30, "new", 5),
        [
            day(moved(28), mode="lost"),
            day(moved(27)),
            day(moved(26), mode="crashes"),
            day(hours=30),
        ],
    ),
}
"""Histories that lead to what chance alone may leave out."""

REACHED = [
    *(f"change: {kind}" for kind in (
        "moved", "template", "place", "link", "leader", "attends", "parts",
        "lengthened", "shortened", "reordered", "split", "added", "removed",
        "somebody in their place", "another doctor", "undone", "adviser", "cancelled", "postponed",
        "consent withdrawn", "office settled", "stopped", "email",
    )),
    *(f"answer: by mail, {dialect}" for dialect in DIALECTS),
    *(f"answer: by mail, {dialect} counter" for dialect in DIALECTS),
    *(f"answer {way}" for way in ("at once", "late", "lost", "twice")),
    "answer: on the page", "answer: by phone", "answer to an older time",
    "proposal taken", "proposal turned down", "other times on the page",
    *(f"mail {mode}" for mode in ("arrives", "late", "lost", "twice", "crashes", "bounces")),
    *(f"client: {heard}" for heard in Heard if heard is not Heard.NOT_MINE),
    *(f"a mail is {handled}" for handled in Handled if handled is not Handled.LEFT),
    *(f"question {how}" for how in OF_MAILS),
    "a failure is applied",
    "a stranger answers",
    *(f"near {sunday}" for sunday in CHANGED_CLOCKS),
    "in person",
    "kept yes sent on",
    "a kept yes is shown",
    "forgotten there, kept here", "no ghost", "held back", "calendars judged",
]  # fmt: skip
"""What must happen at least once."""


def lived(mailed: frozenset[Role], way: list[Action], days: list[Day]) -> Correspondence:
    """One history, judged after each day."""
    machine = Correspondence()
    machine.set_out(mailed, way, forgetful=len(days))
    for day in days:
        machine.a_day_at_the_office(**day)
        judge(machine)
    machine.come_to_rest()
    judge(machine)
    return machine


def judge(machine: Correspondence) -> None:
    """Everything that must hold of the office, and of the calendars."""
    for name in MUST_HOLD:
        getattr(machine, name)()
    machine.judge_calendars()


def test_calendars_follow(figures: Figures) -> None:
    """Whatever is changed, answered or lost, each calendar shows what its owner was last sent."""
    happened: Counter[str] = Counter()

    @settings(
        max_examples=MANY or FEW,
        phases=(Phase.generate,),  # what fails is understood first, and shrunk by hand
        derandomize=not MANY,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(
        mailed=st.sampled_from(MAILED),
        way=WAYS,
        days=st.lists(DAYS, min_size=5, max_size=14),
    )
    def go(mailed: frozenset[Role], way: list[Action], days: list[Day]) -> None:
        if not happened["courses"]:
            for past, course in COURSES.values():
                happened["courses"] += 1
                happened.update(lived(ALL, past, course).happened)
        happened["histories"] += 1
        happened.update(lived(mailed, way, days).happened)

    go()
    figures({name: happened[name] for name in sorted({*REACHED, *happened})})
    assert not [name for name in REACHED if not happened[name]]
