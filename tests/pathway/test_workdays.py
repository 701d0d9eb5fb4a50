"""Working days, red days and working hours (C1, C2, D4, F3, F8, F18)."""

from __future__ import annotations

import time as machine
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathway import workdays
from pathway.outgoing import Hours
from tests.pathway.build import OSLO, at, day, wall
from tests.pathway.strategies import counts, days, moments

ONE = timedelta(days=1)
OPENS, CLOSES = time(8, 0), time(15, 30)


def easter_sunday(year: int) -> date:
    """Easter by the anonymous Gregorian rule, known independently of any library."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, before = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, before + 1)


# --- red days --------------------------------------------------------------------------------


@pytest.mark.parametrize("year", range(2024, 2041))
def test_c1_the_red_days_of_a_year_are_the_fixed_ones_and_those_around_easter(year: int) -> None:
    """The holidays are exactly the five fixed days and the seven that follow Easter (C1)."""
    fixed = {date(year, *of) for of in [(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)]}
    movable = {easter_sunday(year) + n * ONE for n in (-3, -2, 0, 1, 39, 49, 50)}
    all_days = (date(year, 1, 1) + n * ONE for n in range(366))
    found = {d for d in all_days if d.year == year and workdays.is_holiday(d)}
    assert found == fixed | movable


def test_c1_two_holidays_on_one_day_are_both_named() -> None:
    """17 May 2027 is both Constitution Day and Whit Monday, and both names are told (C1)."""
    name = workdays.holiday_name(day("2027-05-17"))
    assert "Grunnlovsdag" in name
    assert "Andre pinsedag" in name


def test_c1_an_ordinary_day_has_no_holiday_name() -> None:
    """A day that is no holiday has an empty name (C1)."""
    assert workdays.holiday_name(day("2026-11-24")) == ""


@pytest.mark.parametrize(
    ("on", "weekend", "working"),
    [
        ("2026-11-27", False, True),
        ("2026-11-28", True, False),
        ("2026-11-29", True, False),
        ("2026-11-30", False, True),
        ("2026-12-24", False, True),
        ("2026-12-25", False, False),
    ],
)
def test_c1_working_days_are_weekdays_that_are_not_red(
    on: str, *, weekend: bool, working: bool
) -> None:
    """Fridays and Mondays work, Saturdays, Sundays and red weekdays do not (C1)."""
    assert workdays.is_weekend(day(on)) is weekend
    assert workdays.is_working_day(day(on)) is working


# --- arithmetic ------------------------------------------------------------------------------


@given(days)
def test_c1_the_nearest_working_days_have_only_red_days_between(on: date) -> None:
    """The first working day from a day on, and the last up to it, skip red days alone (C1)."""
    later, earlier = workdays.on_or_after(on), workdays.on_or_before(on)
    assert workdays.is_working_day(later)
    assert workdays.is_working_day(earlier)
    assert earlier <= on <= later
    skipped = [earlier + n * ONE for n in range(1, (later - earlier).days)]
    assert not any(workdays.is_working_day(d) for d in skipped)


@given(days, counts)
def test_d3_adding_lands_on_a_working_day_with_that_many_between(on: date, count: int) -> None:
    """Adding working days counts every one of them once, whatever day it starts from (D3)."""
    landed = workdays.add(on, count)
    assert workdays.is_working_day(landed)
    expected = count if count or workdays.is_working_day(on) else 1
    assert workdays.between(on, landed) == expected


@given(days, counts)
def test_d3_subtracting_undoes_adding(on: date, count: int) -> None:
    """From a working day, so many days forth and back again is the same day (D3)."""
    start = workdays.on_or_after(on)
    assert workdays.subtract(workdays.add(start, count), count) == start
    assert workdays.add(workdays.subtract(start, count), count) == start


@given(days, counts, counts)
def test_d3_steps_follow_one_another(on: date, first: int, second: int) -> None:
    """Two steps forth or back equal one of both lengths from a working day (D3)."""
    start = workdays.on_or_after(on)
    both = first + second
    assert workdays.add(workdays.add(start, first), second) == workdays.add(start, both)
    back = workdays.subtract(workdays.subtract(start, first), second)
    assert back == workdays.subtract(start, both)


@given(days, days, counts)
def test_d3_a_later_start_is_never_due_earlier(one: date, other: date, count: int) -> None:
    """Adding and subtracting keep the order of days (D3)."""
    first, last = sorted((one, other))
    assert workdays.add(first, count) <= workdays.add(last, count)
    assert workdays.subtract(first, count) <= workdays.subtract(last, count)


@given(days, days)
def test_c1_days_between_count_the_last_and_not_the_first(first: date, last: date) -> None:
    """Between two days lie the working days after the first up to the last, or none (C1)."""
    span = [first + n * ONE for n in range(1, min((last - first).days, 400) + 1)]
    last = span[-1] if span else min(first, last)
    assert workdays.between(first, last) == len([d for d in span if workdays.is_working_day(d)])


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-02", 5, "2026-11-09"),
        ("2026-11-07", 0, "2026-11-09"),  # a Saturday's day 0 waits
        ("2026-11-07", 1, "2026-11-09"),
        ("2026-12-23", 2, "2026-12-28"),  # over Christmas
        ("2027-03-24", 1, "2027-03-30"),  # over Easter
        ("2027-05-05", 1, "2027-05-07"),  # over Ascension Day
    ],
)
def test_d3_adding_working_days_by_example(start: str, count: int, end: str) -> None:
    """A ladder's step waits for the next working day (D3)."""
    assert workdays.add(day(start), count) == day(end)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-09", 5, "2026-11-02"),
        ("2026-11-08", 0, "2026-11-06"),  # a warning moves to the day before
        ("2026-11-08", 1, "2026-11-06"),
        ("2027-03-30", 1, "2027-03-24"),
    ],
)
def test_d3_subtracting_working_days_by_example(start: str, count: int, end: str) -> None:
    """A warning before a deadline moves to the working day before (D3)."""
    assert workdays.subtract(day(start), count) == day(end)


# --- days to avoid ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "avoided"),
    [
        ("2026-12-23 12:00", False),
        ("2026-12-24 08:00", True),
        ("2026-12-27 10:00", False),
        ("2026-12-30 10:00", False),
        ("2026-12-31 08:00", True),
        ("2026-11-24 13:00", False),
        ("2026-10-31 13:00", False),
        ("2026-07-05 10:00", False),  # the Sunday of week 27
        ("2026-07-06 10:00", True),  # week 28
        ("2026-07-26 10:00", True),  # the Sunday of week 30
        ("2026-07-27 10:00", False),  # week 31
        ("2027-03-24 11:59", False),
        ("2027-03-24 12:00", True),
        ("2027-03-24 13:30", True),
        ("2027-03-23 13:00", False),
        ("2010-05-12 13:00", False),  # before Ascension Day, Monday after it is 17 May
        ("2013-05-15 13:00", False),
        ("2019-12-24 13:00", True),
    ],
)
def test_f8_days_to_avoid(when: str, *, avoided: bool) -> None:
    """Both eves, Easter Wednesday from noon and weeks 28 to 30 are warned of, others not (F8)."""
    assert workdays.is_day_to_avoid(wall(when)) is avoided


@pytest.mark.parametrize("year", range(2000, 2100))
def test_f8_easter_wednesday_is_the_only_afternoon_to_avoid(year: int) -> None:
    """The only afternoon of a year that is warned of is the Wednesday before Easter (F8)."""
    days_of = (date(year, 1, 1) + n * ONE for n in range(365))
    morning = {d for d in days_of if workdays.is_day_to_avoid(datetime.combine(d, time(11, 59)))}
    days_of = (date(year, 1, 1) + n * ONE for n in range(365))
    noon = {d for d in days_of if workdays.is_day_to_avoid(datetime.combine(d, time(12, 0)))}
    assert noon - morning == {easter_sunday(year) - 4 * ONE}


# --- local dates and hours -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("utc", "local"),
    [
        ("2026-11-24T22:59:00+00:00", "2026-11-24"),
        ("2026-11-24T23:00:00+00:00", "2026-11-25"),
        ("2026-07-01T21:59:00+00:00", "2026-07-01"),
        ("2026-07-01T22:00:00+00:00", "2026-07-02"),
    ],
)
def test_f3_a_moment_belongs_to_its_oslo_date(utc: str, local: str) -> None:
    """Day 0 is the Oslo date on which a message left, in winter and in summer (F3, C2)."""
    assert workdays.local_date(datetime.fromisoformat(utc), OSLO) == day(local)


@given(days, st.times(time(5, 0)))
def test_c2_wall_time_comes_back_from_utc(on: date, clock: time) -> None:
    """A local date and time make one UTC moment, which has that date and time in Oslo (C2)."""
    moment = workdays.moment(on, clock.replace(tzinfo=None), OSLO)
    assert moment.tzinfo is UTC
    assert moment == at(f"{on} {clock}")
    assert workdays.local_date(moment, OSLO) == on


@pytest.mark.parametrize(
    ("when", "hours", "may"),
    [
        ("2026-11-28 03:00", Hours.ANY, True),
        ("2026-11-24 07:59", Hours.WORKING, False),
        ("2026-11-24 08:00", Hours.WORKING, True),
        ("2026-11-24 15:29", Hours.WORKING, True),
        ("2026-11-24 15:30", Hours.WORKING, False),
        ("2026-11-28 10:00", Hours.WORKING, False),
        ("2027-05-17 10:00", Hours.WORKING, False),
        ("2026-11-24 06:59", Hours.TODAY, False),
        ("2026-11-24 07:00", Hours.TODAY, True),
        ("2026-11-24 19:00", Hours.TODAY, True),
        ("2026-11-28 07:00", Hours.TODAY, True),
    ],
)
def test_f3_f18_when_a_message_may_leave(when: str, hours: Hours, *, may: bool) -> None:
    """What is pressed leaves always, the rest in working hours, today's from seven (F3, F18)."""
    assert workdays.may_leave(at(when), hours, OSLO, OPENS, CLOSES) is may


@pytest.mark.parametrize(
    ("when", "hours", "leaves"),
    [
        ("2026-11-28 03:00", Hours.ANY, "2026-11-28 03:00"),
        ("2026-11-24 10:17", Hours.WORKING, "2026-11-24 10:17"),
        ("2026-11-24 06:00", Hours.WORKING, "2026-11-24 08:00"),
        ("2026-11-24 15:30", Hours.WORKING, "2026-11-25 08:00"),
        ("2026-11-27 16:00", Hours.WORKING, "2026-11-30 08:00"),
        ("2026-11-28 06:00", Hours.WORKING, "2026-11-30 08:00"),
        ("2027-03-24 16:00", Hours.WORKING, "2027-03-30 08:00"),
        ("2026-10-23 16:00", Hours.WORKING, "2026-10-26 08:00"),  # summer time ends between
        ("2026-11-28 06:00", Hours.TODAY, "2026-11-28 07:00"),
    ],
)
def test_f3_f18_the_next_moment_to_leave(when: str, hours: Hours, leaves: str) -> None:
    """What must wait, waits for the opening of the next day on which it may leave (F3, F18)."""
    assert workdays.next_leave(at(when), hours, OSLO, OPENS, CLOSES) == at(leaves)


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine whose own clock stands in New Zealand."""
    with monkeypatch.context() as there:
        there.setenv("TZ", "Pacific/Auckland")
        machine.tzset()
        yield
    machine.tzset()


@pytest.mark.usefixtures("far_away")
def test_c2_the_machines_own_zone_does_not_matter() -> None:
    """Wherever the program runs, its days and hours are Oslo's (C2)."""
    early = at("2026-11-24 06:00")
    assert workdays.local_date(at("2026-11-24 23:30"), OSLO) == day("2026-11-24")
    assert not workdays.may_leave(early, Hours.WORKING, OSLO, OPENS, CLOSES)
    leaves = workdays.next_leave(early, Hours.WORKING, OSLO, OPENS, CLOSES)
    assert leaves == at("2026-11-24 08:00")
    assert workdays.moment(day("2026-11-24"), OPENS, OSLO) == leaves


@given(moments, st.sampled_from(Hours))
def test_f3_the_next_moment_to_leave_is_one(now: datetime, hours: Hours) -> None:
    """The next moment to leave is never earlier, may leave, and is the first hour that may (F3)."""
    leaves = workdays.next_leave(now, hours, OSLO, OPENS, CLOSES)
    assert leaves >= now
    assert workdays.may_leave(leaves, hours, OSLO, OPENS, CLOSES)
    minute = timedelta(minutes=1)
    early = [now, *(leaves - n * minute for n in range(1, 600, 7) if leaves - n * minute > now)]
    if leaves > now:
        assert not any(workdays.may_leave(m, hours, OSLO, OPENS, CLOSES) for m in early)
