"""Random histories in a clinic with Microsoft 365: each clinician's calendar shows our state (F5).

SHM_TEST_HISTORIES says how many more are played, by other chances each time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle

import hypothesis.strategies as st
from hypothesis import HealthCheck, Phase, given, settings

from calendar_sync.graph.asking import Mailbox
from calendar_sync.graph.sdk import Line
from pathway.questions import Resolution
from pathway.words import APPOINTMENTS, MeetingKind, Role
from tests.calendar_sync.graph.colleagues import (
    IN_GRAPH,
    TROUBLES,
    WITHOUT_MAILBOX,
    Colleagues,
    loop_and_wait,
)
from tests.calendar_sync.test_calendars_follow import (
    ANSWERS,
    CHANGES,
    LINKED,
    MANY,
    MODES,
    NARROW,
    Day,
    before_any_mail,
    by_mail,
    day,
    does,
    moved,
    the_way,
)
from tests.fakes.graph_server import graph_server
from tests.figures import Figures
from tests.pathway.history_actions import (
    ACTIONS,
    AHEAD,
    ALL,
    CLOCKS,
    PACES,
    PAUSES,
    PICKS,
    Action,
)
from tests.pathway.test_reached import MUST_HOLD
from tests.pathway.test_times_histories import AHEAD as DAYS_AHEAD
from tests.pathway.test_times_histories import SAID

FEW = 4
LONG_AFTER = 1e9
"""Seconds: more than any history lasts."""

RESPONSES = ["accepted", "accepted", "declined", "tentativelyAccepted", "proposes"]
WHO = st.sampled_from([*IN_GRAPH, WITHOUT_MAILBOX])
APPOINTED = st.sampled_from(sorted(APPOINTMENTS))
COLLEAGUES = st.one_of(
    does("colleague_joins", who=WHO),
    does("colleague_joins", who=WHO),
    does("colleague_swaps", pick=PICKS, who=WHO),
    does("gather", kind=APPOINTED, ahead=AHEAD, clock=CLOCKS),
    does(
        "appoint",
        what=st.sampled_from(["move", "move", "cancel"]),
        kind=APPOINTED,
        ahead=AHEAD,
        clock=CLOCKS,
    ),
    does(
        "outlook_answers",
        pick=PICKS,
        who=PICKS,
        response=st.sampled_from(RESPONSES),
        ahead=st.integers(1, 9),
    ),
    does("outlook_forwards", pick=PICKS),
    does("outlook_moves", pick=PICKS, hours=st.sampled_from([1, 3, 24])),
    does("outlook_deletes", pick=PICKS),
    does("outlook_takes_off", pick=PICKS, who=PICKS),
    does("outlook_rewrites", pick=PICKS),
    does("colleague_joins_parts", who=WHO, parts=st.sampled_from([(1,), (1, 2), (2, 3)])),
    does("settles", pick=PICKS, how=st.sampled_from(Resolution)),
    does("puts_back"),
    does("takes_over"),
    does("role_goes_over"),
)
TIMES = st.one_of(
    does("ask_times", ahead=DAYS_AHEAD, clock=CLOCKS),
    does("ask_times", ahead=DAYS_AHEAD, clock=CLOCKS),
    does("answer_times", role=st.sampled_from([Role.GP, Role.PATIENT]), said=SAID),
    does("choose_time", pick=st.integers(0, 4)),
    does("stop_times"),
)
DOES = st.sampled_from([ACTIONS, ANSWERS, CHANGES, COLLEAGUES, COLLEAGUES, TIMES]).flatmap(
    lambda some: some
)
DAYS = st.fixed_dictionaries(
    {
        "actions": st.lists(DOES, min_size=1, max_size=4),
        "mode": st.sampled_from(MODES),
        "pace": st.sampled_from(PACES),
        "pause": PAUSES,
        "trouble": st.sampled_from(["none", "none", *TROUBLES]),
    }
)


def joins(who: str) -> Action:
    """A colleague is asked."""
    return "colleague_joins", {"who": who}


def answers(response: str, who: int = 0) -> Action:
    """A colleague answers in Outlook."""
    return "outlook_answers", {"pick": 0, "who": who, "response": response, "ahead": 2}


def gathers(kind: MeetingKind, ahead: int = 9) -> Action:
    """An appointment is arranged."""
    return "gather", {"kind": kind, "ahead": ahead, "clock": (8, 30)}


def appoints(what: str, ahead: int = 10) -> Action:
    """The last appointment is moved or called off."""
    said = {"what": what, "kind": MeetingKind.ASSESSMENT, "ahead": ahead, "clock": (13, 0)}
    return "appoint", said


def settles(how: Resolution) -> Action:
    """What was asked is settled."""
    return "settles", {"pick": 0, "how": how}


MOVED_BY_HAND: Action = ("outlook_moves", {"pick": 0, "hours": 3})
DELETED_BY_HAND: Action = ("outlook_deletes", {"pick": 0})
GOES_OVER: Action = ("role_goes_over", {})
SWAPPED: Action = ("colleague_swaps", {"pick": 0, "who": "pal"})
ASKED: Action = ("ask_times", {"ahead": [21, 22], "clock": (12, 0)})
DRAGGED: list[Action] = [("outlook_moves", {"pick": n, "hours": 24}) for n in (0, 1, 2)]
TWO = [joins("lege"), joins("lea")]
TAKEN_OFF: Action = ("outlook_takes_off", {"pick": 0, "who": 0})
REWRITTEN: Action = ("outlook_rewrites", {"pick": 0})
COURSES: dict[str, list[Day]] = {
    "two windows": [
        day(joins("lege"), ("colleague_joins_parts", {"who": "lea", "parts": (1, 2)})),
        day(answers("accepted")),
        day(moved(28)),
        day(LINKED, mode="crashes"),
        day(moved(26), NARROW),
        day(TAKEN_OFF),
        day(("cancel", {})),
    ],
    "taken off and rewritten by hand": [
        day(*TWO),
        day(TAKEN_OFF),
        day(("puts_back", {})),
        day(REWRITTEN),
        day(settles(Resolution.RESTORED)),
        day(TAKEN_OFF, REWRITTEN),
        day(LINKED),
        day(("puts_back", {})),
    ],
    "answers, changes and a swap": [
        day(*TWO),
        day(answers("accepted"), answers("declined", 1)),
        day(moved(28), mode="crashes"),
        before_any_mail(moved(26), ("undo", {})),
        day(LINKED, NARROW),
        day(answers("proposes")),
        day(SWAPPED, joins(WITHOUT_MAILBOX)),
        day(("outlook_forwards", {"pick": 0})),
        day(("leaves", {"pick": 0})),
        day(("cancel", {}), hours=30),
    ],
    "the clinicians' own": [
        day(gathers(MeetingKind.ASSESSMENT), gathers(MeetingKind.INTERNAL, 11)),
        day(gathers(MeetingKind.EXTRA, 12)),
        day(appoints("move")),
        day(answers("tentativelyAccepted")),
        day(appoints("cancel")),
    ],
    "a question of times": [
        day(*TWO),
        day(ASKED),
        day(("ask_times", {"ahead": [21, 30], "clock": (12, 0)}), joins("pal")),
        day(MOVED_BY_HAND, DELETED_BY_HAND),
        day(("leaves", {"pick": 0}), ("change_leader", {})),
        day(("answer_times", {"role": Role.GP, "said": 0b11111}), ("choose_time", {"pick": 0})),
        day(ASKED),
        day(("stop_times", {})),
    ],
    "held times dragged past their own": [
        day(*TWO),
        day(("ask_times", {"ahead": [2, 30], "clock": (12, 0)})),
        day(*DRAGGED, *DRAGGED, hours=60),
        day(("stop_times", {}), hours=30),
    ],
    "a role goes over": [
        day(*TWO),
        day(answers("accepted"), answers("declined", 1)),
        day(GOES_OVER, mode="crashes"),
        day(ASKED, moved(28)),
        before_any_mail(GOES_OVER, moved(26)),
        day(answers("accepted"), joins("pal")),
        before_any_mail(MOVED_BY_HAND, GOES_OVER, GOES_OVER),
        day(appoints("move"), GOES_OVER, mode="fails"),
        day(GOES_OVER, ("cancel", {})),
    ],
    "answered where a hand has put it": [
        day(*TWO),
        day(answers("accepted")),
        day(MOVED_BY_HAND, answers("accepted"), answers("declined", 1)),
        day(("puts_back", {})),
        day(answers("tentativelyAccepted", 1)),
        day(MOVED_BY_HAND, answers("declined"), answers("accepted", 1)),
        day(("takes_over", {})),
        day(answers("proposes")),
    ],
    "those outside answer by mail": [
        day(*TWO),
        day(by_mail("ACCEPTED", "google"), answers("accepted")),
        day(moved(28)),
        day(by_mail("DECLINED", "apple"), answers("declined", 1)),
        day(("proposes", {"pick": 0, "ahead": 15, "clock": (13, 0), "dialect": "outlook"})),
        day(("takes_proposal", {"number": 1})),
        day(("stranger_answers", {"pick": 0, "partstat": "ACCEPTED", "dialect": "google"})),
        day(answers("declined")),
    ],
    "by hand, and left so": [
        day(*TWO),
        day(MOVED_BY_HAND),
        day(settles(Resolution.NOTED)),
    ],
    "by hand": [
        day(*TWO),
        day(MOVED_BY_HAND),
        day(("puts_back", {})),
        day(DELETED_BY_HAND),
        day(settles(Resolution.RESTORED)),
        day(MOVED_BY_HAND),
        day(settles(Resolution.NOTED)),
        day(DELETED_BY_HAND),
        {**day(("puts_back", {})), "pace": "day by day"},
        day(moved(27)),
    ],
}
"""Histories that lead to what chance alone may leave out."""

REACHED = [
    *(f"graph: {trouble}" for trouble in TROUBLES if trouble != "none"),
    *(f"graph: {kind}" for kind in ("invitation", "update", "cancellation")),
    "graph: receipt lost", "graph: a look that failed",
    *(f"outlook: {response}" for response in dict.fromkeys(RESPONSES)),
    "outlook: forwarded",
    *(f"outlook: {how} by hand" for how in ("moved", "deleted", "taken off", "rewritten")),
    "by hand: put back", "by hand: restored", "by hand: noted", "by hand: taken over",
    *(f"calendar: {sort}" for sort in (
        "answer applied", "answer asked", "moved asked", "deleted asked", "taken_off asked",
        "rewritten asked", "two windows",
    )),
    *(f"calendar: shows {said}" for said in ("accepted", "declined", "new_time", "tentative")),
    *(f"answer: by mail, {how}" for how in ("google", "apple", "outlook counter")),
    "a mail is applied", "a mail is asked", "a stranger answers", "proposal taken",
    *(f"appointment: {kind}" for kind in APPOINTMENTS),
    "colleague asked", "colleague swapped",
    "role: goes over to mail", "role: goes over to calendars",
    *(f"change: {kind}" for kind in (
        "moved", "template", "link", "removed", "added", "undone", "cancelled",
    )),
    "times: asked", "times: chosen", "times: stopped", "graph: a hold that failed",
    "holds: judged", "holds: show something", "holds: not judged yet",
    "calendar: judged", "calendar: shows something", "calendar: not judged yet",
]  # fmt: skip
"""What must happen at least once."""


@contextmanager
def clinics() -> Iterator[Callable[[], Colleagues]]:
    """Clinics one after the other, over one line to one fake Graph."""
    loop, wait = loop_and_wait()
    server = graph_server()
    graph = wait(server.__aenter__())
    played: list[Colleagues] = []

    def shown() -> float:
        """What the clock shows in the history that is played; each comes long after the last."""
        return len(played) * LONG_AFTER + played[-1].office.clock.timestamp()

    graph.clock = shown
    line = Line(None, graph.url, seconds=2, monotonic=shown)
    mailbox = Mailbox(line, graph.organiser)

    def another() -> Colleagues:
        played.append(Colleagues(graph, mailbox, wait))
        return played[-1]

    try:
        yield another
    finally:
        wait(line.close())
        wait(server.__aexit__(None, None, None))
        loop.close()


def courses() -> Iterator[list[Day]]:
    """Each course as it is, and with another trouble each day."""
    troubles = cycle(TROUBLES)
    for course in COURSES.values():
        yield [{**one, "trouble": "none"} for one in course]
        yield [{**one, "trouble": next(troubles)} for one in course]


def lived(machine: Colleagues, way: list[Action], days: list[Day]) -> Counter[str]:
    """One history, judged after each day."""
    machine.set_out(ALL, way, forgetful=len(days))
    for one in days:
        machine.a_day_with_colleagues(**one)
        judge(machine)
    machine.come_to_rest()
    judge(machine)
    return machine.happened


def judge(machine: Colleagues) -> None:
    """Everything that must hold of the office, and of every calendar."""
    for name in MUST_HOLD:
        if name != "calendars_can_follow":
            getattr(machine, name)()
    machine.judge_mails()
    machine.judge_calendars()
    machine.judge_calendar()


def test_colleagues_calendars_follow(figures: Figures) -> None:
    """Whatever is changed, answered, done by hand or lost, each calendar shows our state."""
    happened: Counter[str] = Counter()
    with clinics() as make:

        @settings(
            max_examples=MANY or FEW,
            phases=(Phase.generate,),  # what fails is understood first, and shrunk by hand
            derandomize=not MANY,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(stop=st.sampled_from([2, 4, 5, 8, 13]), days=st.lists(DAYS, min_size=4, max_size=9))
        def go(stop: int, days: list[Day]) -> None:
            for course in courses() if not happened["histories"] else ():
                happened.update(lived(make(), the_way(30, "new", 5), course))
            happened["histories"] += 1
            happened.update(lived(make(), the_way(30, "new", stop), days))

        go()
    figures({name: happened[name] for name in sorted({*REACHED, *happened})})
    assert not [name for name in REACHED if not happened[name]]
