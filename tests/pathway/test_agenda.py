"""Parts, attendance windows and the order that mends a gap (R21, R23, D1, F16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import combinations, pairwise, permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathway import agenda
from pathway.errors import GapInAttendanceError, NavPartTooShortError
from pathway.model import Meeting, Part, Participant, Window
from pathway.variants import TEMPLATES, Template
from pathway.words import MeetingKind, ParticipantId, Role
from tests.pathway.build import OSLO, a_meeting, a_part, a_person, window
from tests.pathway.strategies import (
    OUTSIDE,
    PEOPLE,
    meeting_starts,
    meetings,
    parts,
    people,
    person_of,
    templates,
)

MINUTE = timedelta(minutes=1)
TUESDAY = "2026-11-24"
GP, PATIENT, NAV = person_of(Role.GP), person_of(Role.PATIENT), person_of(Role.NAV_ADVISER)
REFERRER, CLINICIAN = person_of(Role.REFERRER), person_of(Role.CLINICIAN)
RELATIVE = person_of(Role.RELATIVE)
OTHER, INTERPRETER = a_person("other", Role.OTHER), a_person("interpreter", Role.INTERPRETER)


def morning(start: str, end: str) -> Window:
    """A window on the Tuesday of the meeting."""
    return window(f"{TUESDAY} {start}", f"{TUESDAY} {end}")


# --- who is in a part ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "there"),
    [
        (a_part("a", 10, Role.GP), True),
        (a_part("a", 10, Role.PATIENT), False),
        (a_part("a", 10, Role.PATIENT, added=frozenset({GP.id})), True),
        (a_part("a", 10, Role.GP, left_out=frozenset({GP.id})), False),
        (a_part("a", 10, added=frozenset({GP.id}), left_out=frozenset({GP.id})), False),
        (a_part("a", 10, Role.GP, left_out=frozenset({ParticipantId("locum")})), True),
        (a_part("a", 10, added=frozenset({ParticipantId("locum")})), False),
    ],
)
def test_r21_a_part_has_its_roles_and_those_added_without_those_left_out(
    part: Part, *, there: bool
) -> None:
    """A person is in a part by role or by name, and being left out by name wins (R21)."""
    assert agenda.attends(part, GP) is there


def test_r16b_kept_to_a_consent_are_only_parts_of_ones_own() -> None:
    """A consent keeps or takes parts by role and by name, and touches no other (R16b)."""
    mine, me = a_part("by role", 10, Role.NAV_ADVISER), frozenset({NAV.id})
    before = (mine, a_part("by name", 10, Role.PATIENT, added=me), a_part("not", 10, Role.PATIENT))
    first = agenda.kept_to(before, NAV, (1,))
    assert first == (mine, replace(before[1], left_out=me), before[2])
    assert agenda.kept_to(first, NAV, (2, 3)) == (replace(mine, left_out=me), *before[1:])
    assert agenda.kept_to(first, NAV, ()) == before


def test_r21_another_agenda_keeps_who_was_added_or_left_out() -> None:
    """Whoever was added to a part or left out of it is so in the part of the same title (R21)."""
    said = {"added": frozenset({NAV.id}), "left_out": frozenset({GP.id})}
    old = (a_part("talk", 10, Role.GP, **said),)
    new = (a_part("first", 10, Role.PATIENT), a_part("talk", 20, Role.PATIENT))
    assert agenda.carried(old, new) == (new[0], replace(old[0], minutes=20, roles=new[1].roles))


def test_r18_who_was_left_out_of_the_whole_meeting_is_so_in_another_agenda() -> None:
    """Whatever the parts are called; who had a part comes to those of the role (R18)."""
    out = frozenset({NAV.id, RELATIVE.id})
    old = (a_part("talk", 10, Role.NAV_ADVISER, Role.RELATIVE, left_out=out), a_part("end", 5))
    old = (old[0], replace(old[1], added=frozenset({RELATIVE.id})))
    new = (a_part("first", 10, Role.NAV_ADVISER), a_part("then", 20, Role.RELATIVE))
    parts = agenda.carried(old, new, (NAV, RELATIVE, GP))
    assert [agenda.attends(part, NAV) for part in parts] == [False, False]
    assert [agenda.attends(part, RELATIVE) for part in parts] == [False, True]
    again = agenda.carried(parts, old, (NAV,))
    assert not any(agenda.attends(part, NAV) for part in again)


# --- windows ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "person", "expected"),
    [
        ("with_nav", PATIENT, morning("10:00", "11:00")),
        ("with_nav", NAV, morning("10:20", "10:35")),
        ("with_nav", OTHER, morning("10:20", "10:35")),
        ("with_nav", INTERPRETER, morning("10:00", "11:00")),
        ("nav_last", NAV, morning("10:45", "11:00")),
        ("nav_last", RELATIVE, morning("10:00", "11:00")),
        ("nav_last", GP, morning("10:00", "11:00")),
        ("without_nav", CLINICIAN, morning("10:00", "11:00")),
        ("without_nav", PATIENT, morning("10:10", "11:00")),
        ("without_nav", RELATIVE, morning("10:10", "11:00")),
        ("without_nav", INTERPRETER, morning("10:10", "11:00")),
        ("without_nav", GP, morning("10:10", "10:50")),
        ("without_nav", REFERRER, morning("10:10", "10:50")),
        ("without_nav", NAV, None),
    ],
)
def test_d1_each_ones_window_in_the_built_in_templates(
    template: str, person: Participant, expected: Window | None
) -> None:
    """Each person's window follows from the built-in template's parts (D1, R21)."""
    assert agenda.own_window(a_meeting(template=template), person) == expected


@pytest.mark.parametrize("name", TEMPLATES)
def test_d1_each_template_takes_an_hour_and_tears_nobody(name: str) -> None:
    """The built-in templates last 60 minutes and leave nobody a gap (D1, R21, R23)."""
    meeting = a_meeting(template=name)
    assert meeting.minutes == 60
    agenda.check_parts(meeting.parts, PEOPLE)


@given(meetings())
def test_r21_parts_follow_one_another_from_start_to_end(meeting: Meeting) -> None:
    """The parts fill the meeting from its start to its end without a pause (R21)."""
    found = agenda.part_windows(meeting)
    assert found[0].start == meeting.window.start
    assert found[-1].end == meeting.window.end
    assert all(one.end == other.start for one, other in pairwise(found))
    assert [(w.end - w.start) / MINUTE for w in found] == [p.minutes for p in meeting.parts]


@given(meetings(), people)
def test_r21_a_window_is_exactly_the_parts_that_a_person_attends(
    meeting: Meeting, who: list[Participant]
) -> None:
    """With no gap, a window is as long as its owner's parts and covers each of them (R21)."""
    for person in who:
        own = agenda.own_window(meeting, person)
        attended = agenda.parts_of(meeting, person)
        assert (own is None) == (not attended)
        if own is not None:
            length = sum(meeting.parts[n].minutes for n in attended)
            assert own.end - own.start == length * MINUTE
            assert all(own.covers(agenda.part_windows(meeting)[n]) for n in attended)


@given(meetings())
def test_r23_the_window_of_nav_lies_inside_the_meeting(meeting: Meeting) -> None:
    """Nav is asked for a part of the meeting's own time, never for more (R21, R23)."""
    own = agenda.own_window(meeting, NAV)
    assert own is None or meeting.window.covers(own)


# --- the hull while Nav is undecided ---------------------------------------------------------


@given(meetings(template=""), templates())
def test_d1_the_gp_of_an_undecided_meeting_holds_the_smallest_window_that_covers_all(
    meeting: Meeting, offered: tuple[Template, ...]
) -> None:
    """While Nav is undecided the GP's window covers every template's, and is no longer (R21)."""
    candidates = [meeting, *(replace(meeting, parts=t.parts) for t in offered)]
    own = [w for c in candidates if (w := agenda.own_window(c, GP)) is not None]
    hull = agenda.attendance_window(meeting, GP, offered)
    assert (hull is None) == (not own)
    if hull is not None:
        assert all(hull.covers(each) for each in own)
        assert hull.start in {each.start for each in own}
        assert hull.end in {each.end for each in own}


@given(meetings(template=""), templates())
def test_r21_choosing_a_template_narrows_the_gp_and_keeps_the_yes(
    meeting: Meeting, offered: tuple[Template, ...]
) -> None:
    """Whichever template is chosen, the GP's new window lies inside the accepted one (F7)."""
    hull = agenda.attendance_window(meeting, GP, offered)
    for template in offered:
        chosen = replace(meeting, template=template.name, parts=template.parts)
        own = agenda.attendance_window(chosen, GP, offered)
        assert own is None or (hull is not None and hull.covers(own))


@given(meetings(template=""), templates())
def test_r21_the_gp_alone_holds_more_than_the_own_parts(
    meeting: Meeting, offered: tuple[Template, ...]
) -> None:
    """While Nav is undecided everybody but the GP follows the parts as they stand (R21)."""
    for person in (p for p in PEOPLE if p.role is not Role.GP):
        window_now = agenda.attendance_window(meeting, person, offered)
        assert window_now == agenda.own_window(meeting, person)


@given(meetings(), templates())
def test_r21_with_the_template_fixed_the_gp_follows_the_parts(
    meeting: Meeting, offered: tuple[Template, ...]
) -> None:
    """Once a template is chosen the GP holds the own parts and nothing more (R21)."""
    assert agenda.attendance_window(meeting, GP, offered) == agenda.own_window(meeting, GP)


def test_d1_the_built_in_templates_ask_the_gp_for_the_whole_hour() -> None:
    """With the built-in templates an undecided meeting asks the GP for all sixty minutes (D1)."""
    meeting = a_meeting(template="", parts=TEMPLATES["without_nav"].parts)
    hull = agenda.attendance_window(meeting, GP, TEMPLATES.values())
    assert hull == morning("10:00", "11:00")
    alone = agenda.attendance_window(meeting, GP, [TEMPLATES["without_nav"]])
    assert alone == morning("10:10", "10:50")


def test_d1_a_gp_without_a_part_anywhere_has_no_window() -> None:
    """A GP who is in no part of any template is asked for nothing (R21)."""
    bare = (a_part("a", 10, Role.CLINICIAN),)
    meeting = a_meeting(template="", parts=bare)
    assert agenda.attendance_window(meeting, GP, [Template(name="a", parts=bare)]) is None


# --- local time ------------------------------------------------------------------------------


@given(meeting_starts(), st.sampled_from([13, 26, 52]), people)
def test_c2_weeks_later_everybody_keeps_the_same_wall_time(
    start: datetime, weeks: int, who: list[Participant]
) -> None:
    """Weeks later the windows have the same local clock time, whatever the offset (C2)."""
    first = a_meeting(start.isoformat())
    second = a_meeting((start + timedelta(weeks=weeks)).isoformat(), MeetingKind.SHM2)
    for person in who:
        one, other = agenda.own_window(first, person), agenda.own_window(second, person)
        assert (one is None) == (other is None)
        if one is None or other is None:
            continue
        assert clock(one) == clock(other)


def clock(own: Window) -> tuple[time, time]:
    """When a window starts and ends on the clinic's wall."""
    oslo = ZoneInfo(OSLO)
    return own.start.astimezone(oslo).time(), own.end.astimezone(oslo).time()


def test_c2_after_26_weeks_the_offset_is_another() -> None:
    """Ten o'clock on 24 November is nine UTC, and 26 weeks later it is eight (C2)."""
    first, second = a_meeting("2026-11-24 10:00"), a_meeting("2027-05-25 10:00")
    hours = [meeting.starts_at.hour for meeting in (first, second)]
    assert hours == [9, 8]


# --- gaps ------------------------------------------------------------------------------------


def torn(order: tuple[Part, ...], person: Participant) -> bool:
    """Whether a person has a part, then none, then one again: the rule said the slow way."""
    there = [agenda.attends(part, person) for part in order]
    return any(a and not b and c for a, b, c in combinations(there, 3))


@given(parts(), people)
def test_r21_those_with_a_gap_are_those_who_come_back(
    order: tuple[Part, ...], who: list[Participant]
) -> None:
    """A gap is told for exactly those who would leave and come back, in their order (R21)."""
    assert agenda.gaps(order, who) == tuple(person for person in who if torn(order, person))


def turned(order: tuple[int, ...]) -> int:
    """How many pairs of parts are turned round."""
    return sum(a > b for a, b in combinations(order, 2))


@given(parts(), people)
def test_r21_the_mended_order_mends_and_is_the_nearest(
    order: tuple[Part, ...], who: list[Participant]
) -> None:
    """The order proposed tears nobody and turns the fewest pairs; none is said only if none is."""
    mending = [
        each
        for each in permutations(range(len(order)))
        if not any(torn(tuple(order[n] for n in each), person) for person in who)
    ]
    found = agenda.mended_order(order, who)
    assert found == min(mending, key=lambda each: (turned(each), each), default=None)


def test_r21_many_parts_are_mended_or_given_up_without_trying_every_order() -> None:
    """Twelve parts in rotation are put together again, and what cannot be mended is said so."""
    roles = OUTSIDE[:4]
    rotating = [a_part(str(n), 5, roles[n % 4]) for n in range(12)]
    found = agenda.mended_order(rotating, PEOPLE)
    assert found == tuple(sorted(range(12), key=lambda n: (n % 4, n)))
    pairs = [a_part("x", 5, roles[a], roles[b]) for a, b in ((0, 1), (1, 2), (0, 2))]
    assert agenda.mended_order([*pairs, *(a_part("y", 5) for _ in range(9))], PEOPLE) is None


def test_r21_a_search_for_an_order_ends() -> None:
    """Of sixteen parts with as many people, each in three of them, one is found soon or none is."""
    size = 16
    people = [a_person(f"p{n}", Role.CLINICIAN) for n in range(size)]
    three = [{n, (n * 5 + 3) % size, (n * 7 + 1) % size} for n in range(size)]
    parts = [
        replace(
            a_part("x", 5),
            added=frozenset(p.id for p, own in zip(people, three, strict=True) if n in own),
        )
        for n in range(size)
    ]
    assert agenda.mended_order(parts, people) is None


def test_r21_parts_that_tear_somebody_are_refused_with_the_mending_order() -> None:
    """A gap is refused by name with the reordering that mends it (R21)."""
    order = (
        a_part("introduction", 20, Role.PATIENT, Role.NAV_ADVISER),
        a_part("plan", 25, Role.PATIENT),
        a_part("work", 15, Role.PATIENT, Role.NAV_ADVISER),
    )
    with pytest.raises(GapInAttendanceError) as refused:
        agenda.check_parts(order, (PATIENT, NAV))
    assert refused.value.who == (NAV.name,)
    assert refused.value.mended == (0, 2, 1)


@pytest.mark.parametrize(
    ("minutes", "refused"),
    [((1,), True), ((14,), True), ((15,), False), ((7, 8), False), ((7, 7), True)],
)
def test_f16_navs_fifteen_minutes_are_the_total(minutes: tuple[int, ...], *, refused: bool) -> None:
    """Nav's parts together last 15 minutes or more, and less is refused (R23, F16)."""
    order = [a_part("work", each, Role.PATIENT, Role.NAV_ADVISER) for each in minutes]
    if refused:
        with pytest.raises(NavPartTooShortError):
            agenda.check_parts(order, (PATIENT, NAV))
    else:
        agenda.check_parts(order, (PATIENT, NAV))


def test_r23_only_nav_needs_fifteen_minutes_and_only_when_there() -> None:
    """Others may come for a minute, and a Nav adviser without a part is not too short (R23)."""
    agenda.check_parts([a_part("hello", 1, Role.PATIENT)], (PATIENT, NAV))


@given(parts(), people)
def test_r21_parts_pass_when_nobody_is_torn_and_nav_has_time(
    order: tuple[Part, ...], who: list[Participant]
) -> None:
    """Parts are refused for a gap or too little time for Nav, and for nothing else (R21, R23)."""
    gap = any(torn(order, person) for person in who)
    minutes = sum(part.minutes for part in order if agenda.attends(part, NAV))
    short = NAV in who and 0 < minutes < 15
    try:
        agenda.check_parts(order, who)
    except GapInAttendanceError:
        assert gap
    except NavPartTooShortError:
        assert short
        assert not gap
    else:
        assert not gap
        assert not short


def test_a_gp_without_any_part_left_is_asked_to_none() -> None:
    """While Nav is undecided too: whoever is left out of all that remains keeps nothing free."""
    apart = a_part("a", 40, Role.GP, Role.PATIENT, left_out=frozenset({GP.id}))
    meeting = replace(a_meeting(template=""), parts=(apart,))
    assert agenda.attendance_window(meeting, GP, TEMPLATES.values()) is None
    whole = replace(meeting, parts=(replace(apart, left_out=frozenset()),))
    assert agenda.attendance_window(whole, GP, TEMPLATES.values()) is not None


def test_items_follow_what_a_part_is_made_of() -> None:
    """R22, R23: joined parts have the items of each, once; those of Nav only while Nav is there."""
    own = a_part("own", 10, Role.PATIENT, items=("presented", "Eget punkt"), later=("Senere",))
    parts = (own, *TEMPLATES["with_nav"].parts)
    (joined,) = agenda.laid_out(parts, [((1, 2, 3), 60)], ())
    first, later = MeetingKind.SHM1, MeetingKind.SHM2
    shared = ("presented", "Eget punkt", "patient_wants", "writers", "assessment")
    assert agenda.items(joined, first, guests=False) == shared
    assert agenda.items(joined, first, guests=True)[:6] == (*shared, "nav_presented")
    assert agenda.items(joined, later, guests=False)[0] == "Senere"
    assert agenda.items(parts[3], later, guests=False)[:2] == ("measures_since", "unfinished")
    assert agenda.items(a_part("unknown", 10, Role.PATIENT), first, guests=True) == ()
