"""Windows, meetings and invitations as values (C2, F7, R15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathway.model import Meeting, Window
from pathway.words import DOCTORS, THIRD_PARTIES, MeetingKind, Role
from tests.pathway.build import (
    NOON,
    OSLO,
    SHM1,
    a_case,
    a_meeting,
    at,
    day,
    invited,
    meeting_at,
    wall,
    window,
    with_gp,
)
from tests.pathway.strategies import meeting_starts, meetings, windows

# --- windows ---------------------------------------------------------------------------------


@given(windows())
def test_f7_a_window_covers_itself(one: Window) -> None:
    """A window lies inside itself (F7)."""
    assert one.covers(one)


@given(windows(), windows())
def test_f7_windows_that_cover_each_other_are_the_same(one: Window, other: Window) -> None:
    """Two different windows never cover each other (F7)."""
    assert (one.covers(other) and other.covers(one)) == (one == other)


@given(windows(), windows(), windows())
def test_f7_covering_carries_on(one: Window, two: Window, three: Window) -> None:
    """What lies inside what lies inside a window lies inside that window (F7)."""
    if one.covers(two) and two.covers(three):
        assert one.covers(three)


@given(windows(), windows())
def test_windows_overlap_both_ways_and_what_is_covered_overlaps(one: Window, other: Window) -> None:
    """Sharing time is mutual, and whoever is covered shares all of it."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    assert one.overlaps(other) == other.overlaps(one) == (shared > timedelta(0))
    assert one.overlaps(other) or not one.covers(other)


@pytest.mark.parametrize(
    ("start", "end", "covered", "shared"),
    [
        ("10:00", "11:00", True, True),
        ("10:20", "10:35", True, True),
        ("09:59", "10:30", False, True),
        ("10:30", "11:01", False, True),
        ("09:00", "10:00", False, False),
        ("11:00", "12:00", False, False),
    ],
)
def test_f7_windows_by_example(start: str, end: str, *, covered: bool, shared: bool) -> None:
    """Ends that touch share no time, and a minute outside is not covered (F7)."""
    hour = window("2026-11-24 10:00", "2026-11-24 11:00")
    other = window(f"2026-11-24 {start}", f"2026-11-24 {end}")
    assert hour.covers(other) is covered
    assert hour.overlaps(other) is shared


# --- meetings --------------------------------------------------------------------------------


@given(meeting_starts())
def test_c2_a_meeting_starts_at_its_wall_time(start: datetime) -> None:
    """A meeting's UTC start has the agreed wall time in the agreed zone (C2)."""
    starts = a_meeting(start.isoformat()).starts_at
    assert starts.tzinfo is UTC
    assert starts.astimezone(ZoneInfo(OSLO)).replace(tzinfo=None) == start


@pytest.mark.parametrize(
    ("zone", "hour"), [("Europe/Oslo", 9), ("UTC", 10), ("America/New_York", 15)]
)
def test_c2_the_zone_belongs_to_the_meeting(zone: str, hour: int) -> None:
    """The same wall time in another zone is another moment (C2)."""
    assert a_meeting("2026-11-24 10:00", zone=zone).starts_at.hour == hour


@given(meeting_starts(), st.integers(1, 60))
def test_c2_weeks_later_the_wall_time_is_kept(start: datetime, weeks: int) -> None:
    """The same meeting weeks later stands at the same clock time in Oslo (C2)."""
    first = a_meeting(start.isoformat())
    later = replace(first, start=start + timedelta(weeks=weeks))
    local = [m.starts_at.astimezone(ZoneInfo(OSLO)).time() for m in (first, later)]
    assert local[0] == local[1]


@given(meetings())
def test_a_meeting_lasts_as_long_as_its_parts(meeting: Meeting) -> None:
    """The whole meeting goes from its start for as many minutes as its parts have."""
    assert meeting.window.start == meeting.starts_at
    lasts = sum((timedelta(minutes=part.minutes) for part in meeting.parts), timedelta())
    assert meeting.window.end - meeting.window.start == lasts


@pytest.mark.parametrize(
    ("said", "alive"),
    [
        ({}, True),
        ({"held": True}, False),
        ({"held": False}, False),
        ({"cancelled_at": at(NOON)}, False),
    ],
)
def test_r5_a_meeting_is_still_to_come_until_somebody_says_otherwise(
    said: dict[str, object], *, alive: bool
) -> None:
    """A meeting lives until it is cancelled, held or entered as not held (R5)."""
    meeting = a_meeting()
    assert replace(meeting, **said).alive is alive  # type: ignore[arg-type] # fields of Meeting


# --- invitations and roles -------------------------------------------------------------------


def test_sequence_counts_from_zero() -> None:
    """The first revision is iTIP's SEQUENCE 0, and each later one is one more (F7)."""
    case = invited(meeting_at(with_gp(a_case())))
    assert case.invitations[0].sequence == 0
    assert invited(case).invitations[0].sequence == 1


def test_r13_third_parties_and_doctors_are_others_than_the_patients_own() -> None:
    """Consent is for Nav and others, the first request for GP and referrer (R11, R13)."""
    assert {Role.NAV_ADVISER, Role.OTHER} == THIRD_PARTIES
    assert {Role.GP, Role.REFERRER} == DOCTORS


def test_builders_say_what_they_promise() -> None:
    """The builders name meetings after their kind and speak Oslo time."""
    case = meeting_at(a_case(), "2026-07-01 10:00", MeetingKind.SHM1)
    assert case.meeting(SHM1).start == wall("2026-07-01 10:00")
    assert at("2026-07-01 10:00").hour == 8
    assert day("2026-07-01") == wall("2026-07-01 10:00").date()
