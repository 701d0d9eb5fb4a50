"""What makes the conversation ask "er du sikker?"."""

from datetime import UTC, date, datetime, time

import pytest

from dialogs.understand import Doubt, Moment, doubts

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # 10.00 in Oslo
TUESDAY = date(2026, 11, 24)


def _is_holiday(day: date) -> bool:
    return (day.month, day.day) in {(12, 25), (5, 17)}


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (TUESDAY, ()),
        (date(2026, 11, 18), ()),
        (date(2026, 11, 17), (Doubt.PAST,)),
        (date(2026, 11, 21), (Doubt.WEEKEND,)),
        (date(2026, 12, 25), (Doubt.HOLIDAY,)),
        (date(2028, 5, 18), ()),
        (date(2028, 5, 19), (Doubt.FAR_AWAY,)),
        (Moment(TUESDAY, time(8)), ()),
        (Moment(TUESDAY, time(7, 59)), (Doubt.OUTSIDE_HOURS,)),
        (Moment(TUESDAY, time(15, 30)), (Doubt.OUTSIDE_HOURS,)),
        (Moment(None, time(18)), (Doubt.OUTSIDE_HOURS,)),
        (Moment(None, time(9)), ()),
        (Moment(date(2026, 11, 18), time(10)), (Doubt.PAST,)),
        (Moment(date(2026, 11, 18), time(10, 1)), ()),
        (
            Moment(date(2025, 5, 17), time(20)),
            (Doubt.PAST, Doubt.HOLIDAY, Doubt.WEEKEND, Doubt.OUTSIDE_HOURS),
        ),
    ],
)
def test_a_meeting_to_come_is_doubted(when: date | Moment, expected: tuple[Doubt, ...]) -> None:
    """The past in Oslo, red days, hours outside 08.00 to 15.30 and over 18 months are doubtful."""
    assert doubts(when, NOW, _is_holiday) == expected


def test_today_is_the_day_in_oslo() -> None:
    """Just before midnight in UTC it is already tomorrow in Oslo."""
    late = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
    assert doubts(date(2026, 11, 18), late, _is_holiday) == (Doubt.PAST,)


def test_quiet_days_are_doubted() -> None:
    """The days that F8 warns of are doubtful when the caller knows them."""
    found = doubts(date(2026, 12, 31), NOW, _is_holiday, is_quiet=lambda day, _: day.day == 31)
    assert found == (Doubt.QUIET_DAY,)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (date(2026, 11, 15), ()),
        (date(2026, 11, 18), ()),
        (date(2026, 11, 19), (Doubt.FUTURE,)),
        (Moment(date(2026, 11, 18), time(10, 1)), (Doubt.FUTURE,)),
        (date(2025, 5, 18), ()),
        (date(2025, 5, 17), (Doubt.FAR_AWAY,)),
    ],
)
def test_what_has_happened_is_doubted(when: date | Moment, expected: tuple[Doubt, ...]) -> None:
    """What has happened may fall on any day, but not in the future or over 18 months ago."""
    assert doubts(when, NOW, _is_holiday, prefer="past") == expected
