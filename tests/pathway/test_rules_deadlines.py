"""Maximum times, both deadlines and the latest safe day (R1 to R5, F1, F2, F9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pathway import rules, workdays
from pathway.case import Case
from pathway.variants import VARIANTS, Segment, Variant
from pathway.words import MeetingKind, Milestone, Verdict
from tests.pathway.build import (
    SHM1,
    SHM2,
    a_case,
    a_clinic,
    answered,
    closed,
    consented,
    day,
    invited,
    meeting_at,
    moved,
    reached,
    told,
    with_gp,
    with_nav,
    with_other,
    withdrawn,
    without,
)
from tests.pathway.strategies import days

CLINIC = a_clinic()
RECEIVED, STARTED = Milestone.REFERRAL_RECEIVED, Milestone.ASSESSMENT_STARTED
SHM1_HELD, SHM2_HELD = Milestone.SHM1_HELD, Milestone.SHM2_HELD
MAY_24 = day("2027-05-24")
WEEK = timedelta(weeks=1)


# --- segment and total -----------------------------------------------------------------------


def test_r1_milestones_come_in_the_order_of_the_pathway() -> None:
    """The deadlines are told in the order in which the pathway reaches them (R1)."""
    assert [row.milestone for row in rules.deadlines(a_case(), CLINIC)] == [
        STARTED,
        SHM1_HELD,
        SHM2_HELD,
    ]


@given(days)
def test_r2_the_whole_pathway_is_0_12_24_and_50_weeks(received: date) -> None:
    """Total deadlines stand 12, 24 and 50 weeks after the referral was received (R2)."""
    rows = rules.deadlines(a_case(received.isoformat()), CLINIC)
    assert [row.total for row in rows] == [received + n * WEEK for n in (12, 24, 50)]


def test_r2_a_segment_is_measured_from_the_actual_date_before_it() -> None:
    """Each segment's deadline follows from the date on which the one before was reached (R2)."""
    case = reached(a_case("2026-10-01"), STARTED, "2026-11-02")
    rows = rules.deadlines(reached(case, SHM1_HELD, "2026-12-01"), CLINIC)
    assert [row.segment for row in rows] == [
        day("2026-12-24"),
        day("2027-01-25"),
        day("2027-06-01"),
    ]
    assert [row.reached for row in rows] == [day("2026-11-02"), day("2026-12-01"), None]


def test_f1_a_segments_deadline_exists_once_it_has_begun() -> None:
    """Before a segment begins it has no deadline of its own, only the pathway's (F1)."""
    rows = rules.deadlines(a_case("2026-10-01"), CLINIC)
    assert [row.segment for row in rows] == [day("2026-12-24"), None, None]
    assert [row.day for row in rows] == [row.total for row in rows]


def test_r2_without_a_first_day_there_is_no_deadline() -> None:
    """A case whose referral date is not recorded has no deadline at all (R2, F1)."""
    rows = rules.deadlines(a_case(None), CLINIC)
    assert all((r.segment, r.total, r.day, r.latest_safe_day) == (None,) * 4 for r in rows)


def test_f1_a_segment_that_has_begun_rules_where_the_first_day_is_unknown() -> None:
    """A segment's deadline stands alone when the pathway's first day is not recorded (F1)."""
    shm1 = rules.deadlines(reached(a_case(None), STARTED, "2026-11-02"), CLINIC)[1]
    assert (shm1.segment, shm1.total, shm1.day) == (day("2027-01-25"), None, day("2027-01-25"))


@given(days, st.integers(0, 200), st.integers(0, 200))
def test_r2_the_earlier_of_segment_and_total_is_acted_on(
    received: date, to_start: int, to_shm1: int
) -> None:
    """The day to keep is the earlier of the segment's and the pathway's deadline (R2)."""
    started = received + timedelta(days=to_start)
    held = started + timedelta(days=to_shm1)
    case = reached(a_case(received.isoformat()), STARTED, started.isoformat())
    for row in rules.deadlines(reached(case, SHM1_HELD, held.isoformat()), CLINIC):
        assert row.segment is not None
        assert row.total is not None
        assert row.day == min(row.segment, row.total)


@given(days, st.integers(0, 400))
def test_r2_a_later_referral_never_has_an_earlier_deadline(received: date, later: int) -> None:
    """Deadlines move with the day of the referral, never against it (R2)."""
    first = rules.deadlines(a_case(received.isoformat()), CLINIC)
    second = rules.deadlines(a_case((received + timedelta(later)).isoformat()), CLINIC)
    for one, other in zip(first, second, strict=True):
        assert one.day is not None
        assert other.day is not None
        assert one.day <= other.day


@given(days, st.integers(0, 400))
def test_r3_a_later_shm1_never_has_an_earlier_shm2(held: date, later: int) -> None:
    """SHM2's deadline grows with the date of SHM1 though months differ in length (R3)."""
    third = VARIANTS["pain"].segments[2]
    one = rules.segment_deadline(held, third)
    assert one <= rules.segment_deadline(held + timedelta(later), third)


# --- months ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("held", "deadline"),
    [
        ("2026-11-24", "2027-05-24"),  # 181 days: six months are earlier
        ("2026-09-01", "2027-03-01"),  # 181 days
        ("2026-08-31", "2027-02-28"),  # clamped to the month's end
        ("2027-08-31", "2028-02-29"),
        ("2026-03-01", "2026-08-30"),  # 184 days: 26 weeks are earlier
        ("2026-01-15", "2026-07-15"),  # 181
        ("2026-12-31", "2027-06-30"),
    ],
)
def test_r3_shm2_is_due_at_the_earlier_of_26_weeks_and_six_months(held: str, deadline: str) -> None:
    """SHM2 is due 182 days or six months after SHM1, whichever is earlier (R3, F1)."""
    assert rules.segment_deadline(day(held), VARIANTS["pain"].segments[2]) == day(deadline)


@given(days, st.integers(0, 30))
def test_f1_months_keep_the_day_or_clamp_to_the_months_end(start: date, months: int) -> None:
    """Months later it is the same day of the month, or the last one where there is none (F1)."""
    landed = workdays.add_months(start, months)
    assert (landed.year - start.year) * 12 + landed.month - start.month == months
    month_ends = (landed + timedelta(days=1)).day == 1
    assert landed.day == start.day or (landed.day < start.day and month_ends)


def test_r3_a_segment_without_months_is_counted_in_weeks_alone() -> None:
    """Holidays do not stop the clock: 12 weeks are 84 days (R2)."""
    first = VARIANTS["pain"].segments[0]
    assert rules.segment_deadline(day("2026-12-01"), first) == day("2027-02-23")


# --- variants --------------------------------------------------------------------------------


def test_r4_fatigue_runs_on_the_same_engine() -> None:
    """Its 8, 4 and 26 weeks give totals of 8, 12 and 38 (R4)."""
    rows = rules.deadlines(a_case("2026-10-01", variant="fatigue"), CLINIC)
    assert [row.total for row in rows] == [day("2026-10-01") + n * WEEK for n in (8, 12, 38)]


def test_r4_a_clinics_own_variant_runs_on_the_same_engine() -> None:
    """What is data may be added: 1, 2 and 3 weeks give totals of 1, 3 and 6 (R4)."""
    segments = [replace(segment, weeks=n) for n, segment in enumerate(VARIANTS["pain"].segments, 1)]
    own = Variant(name="own", segments=tuple(segments))
    clinic = a_clinic(variants={**VARIANTS, "own": own})
    rows = rules.deadlines(a_case("2026-10-01", variant="own"), clinic)
    assert [row.total for row in rows] == [day("2026-10-01") + n * WEEK for n in (1, 3, 6)]


# --- the next one ----------------------------------------------------------------------------


def test_r5_the_next_deadline_is_the_first_milestone_not_reached() -> None:
    """What comes next is the first milestone that nobody has entered (R1, R5)."""
    case = a_case("2026-10-01")
    steps = [(STARTED, "2026-11-02"), (SHM1_HELD, "2026-12-01"), (SHM2_HELD, "2027-05-11")]
    for milestone, on in steps:
        ahead = rules.next_deadline(case, CLINIC)
        assert ahead is not None
        assert ahead.milestone is milestone
        case = reached(case, milestone, on)
    assert rules.next_deadline(case, CLINIC) is None


def test_r5_a_meeting_that_was_not_held_is_still_to_come() -> None:
    """A meeting entered as not held leaves its milestone the next one (R5)."""
    case = reached(a_case(), STARTED, "2026-11-02")
    ahead = rules.next_deadline(reached(case, SHM1_HELD, "2026-12-01", held=False), CLINIC)
    assert ahead is not None
    assert ahead.milestone is SHM1_HELD


def test_r10_a_closed_pathway_has_no_deadline_ahead() -> None:
    """A pathway that has ended waits for no milestone (R10)."""
    assert rules.next_deadline(closed(a_case()), CLINIC) is None


# --- the latest safe day ---------------------------------------------------------------------


def shm1_case() -> Case:
    """A case with a GP and a Nav adviser, where no meeting is arranged yet."""
    return with_nav(with_gp(a_case()))


def shm2_case() -> Case:
    """A case after SHM1, whose Nav adviser was told by phone then, and no SHM2 yet."""
    case = told(consented(shm1_case(), when="2026-10-20 09:00"), when="2026-10-21 10:00")
    return reached(reached(case, STARTED, "2026-10-10"), SHM1_HELD, "2026-11-24")


def test_f2_with_everything_ahead_24_may_2027_is_safe_until_12_april() -> None:
    """A deadline on 24 May 2027 with GP, phone and Nav ahead is safe until 12 April (F2)."""
    assert rules.working_days_ahead(shm1_case(), CLINIC, SHM1_HELD) == 28
    assert rules.latest_safe_day(shm1_case(), CLINIC, SHM1_HELD, MAY_24) == day("2027-04-12")


def test_f9_shm2_with_the_same_adviser_is_safe_until_20_april() -> None:
    """SHM2 due 24 May 2027 counts no phone call for the same adviser: 20 April (F9, F12)."""
    row = rules.deadlines(shm2_case(), CLINIC)[2]
    assert (row.segment, row.latest_safe_day) == (MAY_24, day("2027-04-20"))


def test_f9_shm2_with_another_adviser_is_safe_until_12_april() -> None:
    """Another adviser needs a phone call of their own: 12 April (F9, F12)."""
    case = consented(with_nav(without(shm2_case(), "nav"), "nav2"), "nav2")
    assert rules.latest_safe_day(case, CLINIC, SHM2_HELD, MAY_24) == day("2027-04-12")


def test_f9_an_adviser_without_a_name_still_counts_the_phone_call() -> None:
    """Told or not, an unknown adviser has the phone call ahead: 12 April (F9, R14)."""
    case = with_nav(with_gp(a_case()), name="")
    case = told(consented(case, when="2026-10-20 09:00"), when="2026-10-21 10:00")
    assert rules.latest_safe_day(case, CLINIC, SHM2_HELD, MAY_24) == day("2027-04-12")


@pytest.mark.parametrize("milestone", [RECEIVED, STARTED, Milestone.CLOSED])
def test_f2_where_there_is_no_meeting_only_the_red_days_count(milestone: Milestone) -> None:
    """A milestone that is no meeting is safe until the last working day up to it (F2)."""
    assert rules.latest_safe_day(shm1_case(), CLINIC, milestone, day("2027-05-17")) == day(
        "2027-05-14"
    )


def test_f9_each_stage_behind_us_makes_the_safe_day_later() -> None:
    """GP 10, phone 6 and Nav 12 fall away as each is done, and the stages are added up (F9)."""
    case = shm1_case()
    seen = [rules.working_days_ahead(case, CLINIC, SHM1_HELD)]
    case = answered(invited(meeting_at(case)))
    seen.append(rules.working_days_ahead(case, CLINIC, SHM1_HELD))
    case = told(consented(case))
    seen.append(rules.working_days_ahead(case, CLINIC, SHM1_HELD))
    case = invited(case, "nav")
    seen.append(rules.working_days_ahead(case, CLINIC, SHM1_HELD))
    case = answered(case, "nav")
    seen.append(rules.working_days_ahead(case, CLINIC, SHM1_HELD))
    assert seen == [28, 18, 12, 12, 0]


def test_f9_a_meeting_that_all_have_said_yes_to_has_nothing_ahead() -> None:
    """No day is then the last safe one to call in, of that meeting alone (F9)."""
    case = answered(invited(meeting_at(with_gp(a_case()))))
    told_of = [row.nothing_ahead for row in rules.deadlines(case, CLINIC)]
    assert told_of == [False, True, False]


def test_f9_a_gp_who_is_replaced_by_a_decision_is_not_waited_for() -> None:
    """The clinician's decision to hold it without a GP takes the GP's ten days away (D2, F9)."""
    case = meeting_at(with_gp(a_case()), without_gp="Fastlegen er syk")
    assert rules.working_days_ahead(case, CLINIC, SHM1_HELD) == 0


def test_f9_without_nav_or_others_only_the_gp_counts() -> None:
    """Where no third party is planned, ten working days are ahead (F9)."""
    assert rules.working_days_ahead(with_gp(a_case()), CLINIC, SHM1_HELD) == 10
    assert rules.working_days_ahead(without(shm1_case(), "nav"), CLINIC, SHM1_HELD) == 10


def test_f9_a_third_party_whom_the_template_leaves_out_is_not_planned() -> None:
    """A Nav adviser of the case who has no part in the meeting takes no days (F9)."""
    case = meeting_at(shm1_case(), template="without_nav")
    assert rules.working_days_ahead(case, CLINIC, SHM1_HELD) == 10


def test_f9_two_third_parties_are_counted_once() -> None:
    """Nav and another together take Nav's twelve days and one phone stage (F9)."""
    assert rules.working_days_ahead(with_other(shm1_case()), CLINIC, SHM1_HELD) == 28


def test_f9_one_who_has_accepted_does_not_hide_one_who_has_not() -> None:
    """As long as one third party is unanswered, or not told, the stage is ahead (F9)."""
    case = told(consented(answered(invited(meeting_at(shm1_case())))))
    case = with_other(answered(invited(case, "nav"), "nav"))
    assert rules.working_days_ahead(case, CLINIC, SHM1_HELD) == 18


def test_f9_a_no_leaves_the_stage_ahead() -> None:
    """A GP's no is no yes: the ten days are still ahead (F9)."""
    case = answered(invited(meeting_at(with_gp(a_case()))), verdict=Verdict.DECLINED)
    assert rules.working_days_ahead(case, CLINIC, SHM1_HELD) == 10


def test_f5_a_move_brings_the_gps_ten_days_back() -> None:
    """A yes to the old time does not count after a move (F5, F9)."""
    case = answered(invited(meeting_at(with_gp(a_case()))))
    assert rules.working_days_ahead(moved(case, "2026-12-01 10:00"), CLINIC, SHM1_HELD) == 10


def test_f9_the_other_meetings_yes_does_not_count() -> None:
    """What the GP accepted for SHM1 says nothing of SHM2 (F9)."""
    case = answered(invited(meeting_at(with_gp(a_case()))))
    assert rules.working_days_ahead(case, CLINIC, SHM2_HELD) == 10
    case = meeting_at(case, "2027-05-11 10:00", MeetingKind.SHM2)
    case = answered(invited(case, meeting=SHM2), meeting=SHM2)
    assert rules.working_days_ahead(case, CLINIC, SHM2_HELD) == 0
    assert case.meeting(SHM1) != case.meeting(SHM2)


def test_r19_a_withdrawn_consent_asks_for_the_phone_call_again() -> None:
    """After a withdrawal the phone stage is ahead again (F9, F14)."""
    case = withdrawn(told(consented(shm1_case())))
    assert rules.working_days_ahead(case, CLINIC, SHM1_HELD) == 28


STAGES: tuple[Callable[[Case], Case], ...] = (
    lambda case: case,
    with_gp,
    lambda case: meeting_at(with_gp(case), without_gp="avtalt"),
    lambda case: answered(invited(meeting_at(with_gp(case)))),
)


@given(
    deadline=days,
    stage=st.sampled_from(STAGES),
    nav=st.booleans(),
    phoned=st.booleans(),
)
def test_f2_the_latest_safe_day_is_a_working_day_up_to_the_deadline(
    *, deadline: date, stage: Callable[[Case], Case], nav: bool, phoned: bool
) -> None:
    """The latest safe day works, is never after the deadline, and more ahead makes it earlier."""
    case = stage(a_case())
    case = with_nav(case) if nav else case
    case = told(consented(case)) if nav and phoned else case
    safe = rules.latest_safe_day(case, CLINIC, SHM1_HELD, deadline)
    ahead = rules.working_days_ahead(case, CLINIC, SHM1_HELD)
    assert workdays.is_working_day(safe)
    assert safe <= deadline
    assert workdays.between(safe, deadline) == ahead
    more = rules.latest_safe_day(with_other(case), CLINIC, SHM1_HELD, deadline)
    assert more <= safe


@given(days, days)
def test_f2_a_later_deadline_never_has_an_earlier_safe_day(one: date, other: date) -> None:
    """The latest safe day grows with the deadline (F2)."""
    assume(one <= other)
    case = shm1_case()
    first = rules.latest_safe_day(case, CLINIC, SHM1_HELD, one)
    assert first <= rules.latest_safe_day(case, CLINIC, SHM1_HELD, other)


def test_r2_segments_are_data() -> None:
    """A variant with one segment has one deadline (R4)."""
    only = Segment(after=RECEIVED, until=SHM1_HELD, weeks=3)
    clinic = a_clinic(variants={"short": Variant(name="short", segments=(only,))})
    rows = rules.deadlines(a_case("2026-11-02", variant="short"), clinic)
    assert [(row.milestone, row.day) for row in rows] == [(SHM1_HELD, day("2026-11-23"))]


def test_a_clinic_that_gives_its_gps_longer_must_begin_earlier() -> None:
    """F2: the last steps are those of the clinic's own ladders."""
    gp = CLINIC.ladders["gp"]
    slow = replace(gp, steps=(*gp.steps[:-1], replace(gp.steps[-1], days=15)))
    slower = replace(CLINIC, ladders={**CLINIC.ladders, "gp": slow})
    assert rules.working_days_ahead(shm1_case(), slower, SHM1_HELD) == 33
