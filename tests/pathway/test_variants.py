"""The built-in data: segments, agendas and ladders as decided (R2, R3, D1, D3, F10, F13)."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pathway.variants import (
    LADDERS,
    MEETING_MILESTONE,
    TEMPLATES,
    VARIANTS,
    Act,
    Anchor,
    Toward,
)
from pathway.words import MeetingKind, Milestone, Role

OWNER, SECRETARY, CLINICIAN = Toward.OWNER, Toward.SECRETARY, Toward.CLINICIAN
COORDINATOR, LEADER = Toward.COORDINATOR, Toward.LEADER
REMIND, TASK = Act.REMIND, Act.TASK

HOME = {Role.PATIENT, Role.RELATIVE, Role.CLINICIAN, Role.INTERPRETER}
CORE = HOME | {Role.GP, Role.REFERRER}
ALL = CORE | {Role.NAV_ADVISER, Role.OTHER}


def test_r2_pain_has_12_12_and_26_weeks_and_six_months() -> None:
    """The pain pathway's segments are 12, 12 and 26 weeks, the last six months too (R2, R3)."""
    segments = VARIANTS["pain"].segments
    assert [(s.weeks, s.months) for s in segments] == [(12, None), (12, None), (26, 6)]
    assert [(s.after, s.until) for s in segments] == list(pairwise(list(Milestone)[:4]))


def test_r5_each_meeting_reaches_its_own_milestone() -> None:
    """Both kinds of meeting end in the milestone that they were held (R5)."""
    assert MEETING_MILESTONE == {
        MeetingKind.SHM1: Milestone.SHM1_HELD,
        MeetingKind.SHM2: Milestone.SHM2_HELD,
    }


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("with_nav", [("introduction", 20, CORE), ("work", 15, ALL), ("plan", 25, CORE)]),
        ("nav_last", [("introduction", 25, CORE), ("plan", 20, CORE), ("work", 15, ALL)]),
        (
            "without_nav",
            [("preparation", 10, {Role.CLINICIAN}), ("review", 40, CORE), ("closing", 10, HOME)],
        ),
    ],
)
def test_d1_the_built_in_agendas(name: str, parts: list[tuple[str, int, set[Role]]]) -> None:
    """Each agenda has the decided parts, minutes and participants (D1, R16)."""
    template = TEMPLATES[name]
    assert template.name == name
    assert [(p.title, p.minutes, set(p.roles)) for p in template.parts] == parts


LADDER = [
    ("gp", Anchor.SINCE, [(5, [OWNER], REMIND), (8, [SECRETARY], TASK), (10, [COORDINATOR], TASK)]),
    (
        "third_party",
        Anchor.SINCE,
        [(5, [OWNER], REMIND), (8, [SECRETARY], TASK), (12, [COORDINATOR], TASK)],
    ),
    (
        "must_clinician",
        Anchor.SINCE,
        [(3, [OWNER], REMIND), (5, [OWNER], REMIND), (8, [LEADER], TASK)],
    ),
    (
        "patient_reminder",
        Anchor.BEFORE,
        [(7, [OWNER], REMIND), (2, [OWNER], REMIND), (1, [OWNER], REMIND)],
    ),
    ("meeting_reminder", Anchor.BEFORE, [(2, [OWNER], REMIND)]),
    ("still_stands", Anchor.BEFORE, [(15, [OWNER], REMIND)]),
    ("tentative", Anchor.BEFORE, [(5, [OWNER], REMIND)]),
    (
        "secure_message",
        Anchor.SINCE,
        [(1, [OWNER], TASK), (2, [OWNER], TASK), (3, [OWNER, COORDINATOR], TASK)],
    ),
    (
        "phone_call",
        Anchor.SINCE,
        [(2, [OWNER], TASK), (4, [OWNER], TASK), (6, [OWNER, COORDINATOR], TASK)],
    ),
    (
        "obtain",
        Anchor.SINCE,
        [(1, [OWNER], TASK), (3, [OWNER], TASK), (5, [OWNER, COORDINATOR], TASK)],
    ),
    (
        "call_in",
        Anchor.SINCE,
        [(1, [OWNER], TASK), (3, [OWNER], TASK), (5, [OWNER, COORDINATOR], TASK)],
    ),
    ("old_time", Anchor.SINCE, [(3, [SECRETARY], TASK)]),
    ("link", Anchor.BEFORE, [(5, [OWNER], TASK), (3, [OWNER], TASK)]),
    ("briefing", Anchor.BEFORE, [(1, [OWNER], TASK)]),
    (
        "action_plan",
        Anchor.SINCE,
        [(5, [OWNER], TASK), (8, [OWNER], TASK), (12, [OWNER], TASK), (15, [LEADER], TASK)],
    ),
    ("note", Anchor.SINCE, [(2, [OWNER], TASK), (5, [OWNER], TASK), (7, [LEADER], TASK)]),
    (
        "intake",
        Anchor.SINCE,
        [(3, [OWNER], TASK), (6, [OWNER], TASK), (10, [OWNER, COORDINATOR], TASK)],
    ),
    (
        "referral_content",
        Anchor.SINCE,
        [
            *[(1, [OWNER], TASK), (5, [OWNER], TASK), (8, [OWNER], TASK)],
            (10, [OWNER, COORDINATOR], TASK),
        ],
    ),
    (
        "closing",
        Anchor.SINCE,
        [(5, [OWNER], TASK), (8, [OWNER], TASK), (12, [OWNER, COORDINATOR], TASK)],
    ),
    (
        "milestone",
        Anchor.WEEKS_BEFORE,
        [
            (4, [SECRETARY, CLINICIAN], TASK),
            (2, [SECRETARY, CLINICIAN], TASK),
            (0, [SECRETARY, CLINICIAN], TASK),
            (-1, [SECRETARY, CLINICIAN, COORDINATOR, LEADER], TASK),
        ],
    ),
    (
        "postponed",
        Anchor.AFTER,
        [(0, [OWNER], TASK), (3, [OWNER], TASK), (5, [OWNER, COORDINATOR], TASK)],
    ),
]


@pytest.mark.parametrize(("name", "anchor", "steps"), LADDER, ids=[row[0] for row in LADDER])
def test_d3_the_ladders(
    name: str, anchor: Anchor, steps: list[tuple[int, list[Toward], Act]]
) -> None:
    """Each ladder has the decided days, turns to the decided people and does what is decided."""
    ladder = LADDERS[name]
    assert (ladder.name, ladder.anchor) == (name, anchor)
    assert [(s.days, list(s.toward), s.act) for s in ladder.steps] == steps


def test_d3_there_is_no_ladder_that_nobody_decided() -> None:
    """The ladders are those of the domain page and no others (D3)."""
    assert set(LADDERS) == {name for name, _, _ in LADDER}


@pytest.mark.parametrize("name", LADDERS)
def test_d3_a_ladder_is_climbed_in_order(name: str) -> None:
    """Steps after a day grow, steps before one shrink: no step comes before the last."""
    days = [step.days for step in LADDERS[name].steps]
    forwards = LADDERS[name].anchor in {Anchor.SINCE, Anchor.AFTER}
    assert days == sorted(days, reverse=not forwards)
    assert len(set(days)) == len(days)
