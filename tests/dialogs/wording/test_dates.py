"""Days and times as Norwegians write them (C3)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.wording.nb import dates
from pathway.model import Window

ZONE = "Europe/Oslo"
DAY = date(2026, 11, 24)
WALL = datetime(2026, 11, 24, 10, 0)  # noqa: DTZ001 - wall time


def test_a_moment_has_weekday_year_and_clock() -> None:
    """A moment is written in full with a full stop between hours and minutes (C3)."""
    assert dates.moment(WALL) == "tirsdag 24. november 2026 kl. 10.00"


def test_a_span_has_an_en_dash() -> None:
    """A span within one day names the day once and joins the hours with an en dash (C3)."""
    window = Window(
        start=datetime(2026, 11, 24, 9, 20, tzinfo=UTC),
        end=datetime(2026, 11, 24, 9, 35, tzinfo=UTC),
    )
    assert dates.span(window, ZONE) == "tirsdag 24. november 2026 kl. 10.20–10.35"
    assert dates.medium_span(window, ZONE) == "tirsdag 24. november kl. 10.20–10.35"
    assert dates.hours(window, ZONE) == "kl. 10.20–10.35"


def test_summer_and_winter_time_are_both_right() -> None:
    """The same UTC hour is another wall hour in summer (C2)."""
    summer = datetime(2027, 5, 24, 8, tzinfo=UTC)
    winter = datetime(2026, 11, 24, 8, tzinfo=UTC)
    assert dates.clock(dates.wall(summer, ZONE)) == "10.00"
    assert dates.clock(dates.wall(winter, ZONE)) == "09.00"


def test_wall_time_stands_as_it_is() -> None:
    """A naive moment is wall time already."""
    assert dates.wall(WALL, ZONE) == WALL


def test_each_form() -> None:
    """Every form of a day is the one that wording promises (C3)."""
    forms = [
        (dates.short(DAY), "24. november"),
        (dates.short_year(DAY), "24. november 2026"),
        (dates.medium(DAY), "tirsdag 24. november"),
        (dates.full(DAY), "tirsdag 24. november 2026"),
        (dates.digits(date(2026, 9, 7)), "07.09.2026"),
        (dates.digits_moment(WALL), "24.11.2026 kl. 10.00"),
        (dates.medium_moment(WALL), "tirsdag 24. november kl. 10.00"),
        (dates.week(DAY), "uke 48"),
        (dates.week(date(2027, 1, 1)), "uke 53"),
        (dates.near(DAY, DAY), "24. november"),
        (dates.near(DAY, date(2027, 1, 1)), "24. november 2026"),
        (dates.clock(time(9, 5)), "09.05"),
        (dates.minutes(1), "ett minutt"),
        (dates.minutes(12), "12 minutter"),
    ]
    assert [said for said, _ in forms] == [expected for _, expected in forms]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 24), "i dag"),
        (date(2026, 11, 23), "i går"),
        (date(2026, 11, 22), "for 2 dager siden"),
        (date(2026, 11, 17), "for én uke siden"),
        (date(2026, 11, 1), "for 3 uker og 2 dager siden"),
        (date(2026, 11, 25), "i morgen"),
        (date(2026, 12, 2), "om én uke og én dag"),
    ],
    ids=str,
)
def test_how_long_ago(day: date, expected: str) -> None:
    """Past and coming days are said in days and weeks, whichever function is asked."""
    assert dates.ago(day, DAY) == expected
    assert dates.until(day, DAY) == expected


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_names_of_days_and_months_are_those_of_babel(day: date) -> None:
    """The small tables say what Unicode's locale data says for bokmål."""
    from babel.dates import format_date

    assert dates.full(day) == format_date(day, "EEEE d. MMMM y", locale="nb")
