"""Times that suit: the fast search finds what trying every time finds.

`make slots` tries thousands of cases (SHM_TEST_SLOTS says how many), by other chances each time.
"""

from __future__ import annotations

import os
from datetime import date, datetime, time, timedelta
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, Phase, given, settings

from pathway import slots, workdays
from pathway.freebusy import BusyTime, settled
from pathway.model import Window
from pathway.suiting import AVOIDED, EVERY_DAY, Attendee, Search, Why, Wish, why_not
from pathway.words import Role
from tests.pathway.brute_slots import best, every_start, suits

MANY = int(os.environ.get("SHM_TEST_SLOTS", "0"))
FEW = 150

OSLO = "Europe/Oslo"
FIRST_DAYS = (
    date(2026, 10, 22),  # summer time ends on the 25th
    date(2027, 3, 22),  # Easter week, and summer time begins on the 28th
    date(2026, 12, 21),  # Christmas
    date(2027, 7, 8),  # weeks 28 to 30 begin on the 12th
    date(2027, 5, 13),  # the 17th is two holidays
    date(2026, 11, 23),
)
FIVES = st.integers(0, 12).map(lambda count: timedelta(minutes=5 * count))


@st.composite
def spans(draw: st.DrawFn, begins: datetime, days: int) -> Window:
    """Some time of these days, mostly by day and short."""
    day = draw(st.integers(-1, days))
    minute = draw(st.integers(5 * 60, 17 * 60))
    lasts = draw(st.sampled_from([1, 5, 25, 45, 60, 90, 240, 600, 3000]))
    start = begins + timedelta(days=day, minutes=minute)
    return Window(start=start, end=start + timedelta(minutes=lasts))


@st.composite
def attendees(draw: st.DrawFn, number: int, begins: datetime, days: int, minutes: int) -> Attendee:
    """One who comes to some of the meeting."""
    whole = timedelta(minutes=minutes)
    after = min(draw(FIVES), whole - timedelta(minutes=5))
    until = min(after + timedelta(minutes=5) + draw(FIVES), whole)
    span = Window(start=begins - timedelta(days=2), end=begins + timedelta(days=days + 3))
    times = draw(st.lists(spans(begins, days), max_size=8))
    maybe = draw(st.lists(st.booleans(), min_size=8, max_size=8))
    busy = (
        BusyTime(start=one.start, end=one.end, tentative=is_maybe)
        for one, is_maybe in zip(times, maybe, strict=False)
    )
    partly = Window(start=begins + timedelta(days=1, hours=9), end=begins + timedelta(days=3))
    return Attendee(
        id=str(number),
        name=f"Nr. {number}",
        role=draw(st.sampled_from([Role.CLINICIAN, Role.LEADER, Role.GP])),
        after=after,
        until=until,
        must=draw(st.booleans()),
        busy=settled(busy, span),
        meetings=tuple(draw(st.lists(spans(begins, days), max_size=3))),
        away=tuple(draw(st.lists(spans(begins, days), max_size=1))),
        seen=draw(st.sampled_from([span, span, partly, None])),
    )


@st.composite
def searches(draw: st.DrawFn) -> Search:
    """Some days, some people, and all that may be asked of a time."""
    first, days = draw(st.sampled_from(FIRST_DAYS)), draw(st.integers(0, 9))
    begins = workdays.moment(first, time(), OSLO)
    minutes = draw(st.sampled_from([15, 50, 60, 90]))
    some_day = st.integers(-2, days + 2).map(lambda count: first + timedelta(days=count))
    target = tuple(sorted(draw(st.tuples(some_day, some_day))))
    return Search(
        now=begins + timedelta(minutes=draw(st.sampled_from([-600, 0, 540, 607, 1500]))),
        zone=OSLO,
        minutes=minutes,
        attendees=tuple(
            draw(attendees(number, begins, days, minutes))
            for number in range(draw(st.integers(0, 4)))
        ),
        opens=draw(st.sampled_from([time(8), time(8, 10), time(11, 30)])),
        closes=draw(st.sampled_from([time(15, 30), time(16), time(13, 5), time(9)])),
        first=first,
        last=first + timedelta(days=days),
        safe_from=draw(some_day),
        deadline=draw(st.none() | some_day),
        target=draw(st.sampled_from([None, (target[0], target[1])])),
        not_before=draw(st.none() | some_day),
        present=draw(
            st.none() | st.integers(7 * 12, 16 * 12).map(lambda five: _at(first, 5 * five))
        ),
        rooms=tuple(
            tuple(draw(st.lists(spans(begins, days), max_size=2)))
            for _ in range(draw(st.integers(0, 2)))
        ),
        slot_hours=draw(st.sampled_from([(time.min, time.max), (time(8, 40), time(14, 50))])),
        wish=Wish(
            weekdays=draw(st.sampled_from([EVERY_DAY, frozenset({0, 3}), EVERY_DAY - {4}])),
            without=draw(st.sampled_from([(), ((first, first + timedelta(days=1)),)])),
        ),
    )


def _at(day: date, minutes: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minutes)


def agrees(search: Search, most: int) -> None:
    """The two come to the same, and every reason is in its place."""
    found = slots.propose(search, most)
    wanted, late = best(search, most)
    assert [one.start for one in found.times] == wanted
    assert found.late is late
    for one in found.times:
        assert not any(reason.stops for reason in one.reasons)
        assert {reason.why for reason in one.reasons} & {
            Why.DAY_TO_AVOID,
            Why.BACK_TO_BACK,
        } == set()


@settings(
    max_examples=MANY or FEW,
    derandomize=not MANY,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
@given(searches(), st.integers(1, 6))
def test_the_best_times_are_those_that_trying_every_time_finds(search: Search, most: int) -> None:
    """Over nights with a change of the clock, holidays, own parts, and all that lowers a time."""
    agrees(search, most)


@settings(max_examples=FEW // 3, suppress_health_check=list(HealthCheck))
@given(searches())
def test_what_is_not_proposed_has_its_reason(search: Search) -> None:
    """A time may be proposed exactly when nothing stops it and nothing says to avoid it."""
    for at in every_start(search):
        reasons = why_not(search, at)
        barred = [r for r in reasons if r.stops or r.why in AVOIDED - {Why.LATE}]
        assert bool(barred) is not suits(search, at)


# --- said one by one ------------------------------------------------------------------------


FIRST = date(2026, 11, 23)
BEGINS = workdays.moment(FIRST, time(), OSLO)
ALL_WEEK = Window(start=BEGINS, end=BEGINS + timedelta(days=7))


def a_week(*people: Attendee, **said: Any) -> Search:  # noqa: ANN401 - any field of the search
    """A week in which everybody can answer in time."""
    given: dict[str, Any] = {
        "now": BEGINS,
        "zone": OSLO,
        "minutes": 60,
        "attendees": people,
        "opens": time(8),
        "closes": time(15, 30),
        "first": FIRST,
        "last": FIRST + timedelta(days=6),
        "safe_from": FIRST,
    }
    return Search(**{**given, **said})


def a_person(*busy: tuple[int, int, int], must: bool = True) -> Attendee:
    """Somebody who is busy on these days of the week, from one hour to another."""
    times = [
        BusyTime(
            start=BEGINS + timedelta(days=on, hours=start),
            end=BEGINS + timedelta(days=on, hours=end),
        )
        for on, start, end in busy
    ]
    return Attendee(
        id="lege" if must else "psykolog",
        role=Role.CLINICIAN,
        name="Lise",
        after=timedelta(),
        until=timedelta(hours=1),
        must=must,
        busy=settled(times, ALL_WEEK),
        seen=ALL_WEEK,
    )


def proposed(search: Search) -> list[datetime]:
    """When."""
    return [one.start for one in slots.propose(search).times]


def test_a_week_has_a_time_a_day_each_at_its_own_hour() -> None:
    """Nobody is busy: five days, five hours, the earliest first."""
    assert proposed(a_week(a_person())) == [
        datetime.combine(FIRST + timedelta(days=n), time(8 + n)) for n in range(5)
    ]


def test_a_day_in_the_target_comes_before_a_day_outside_that_suits_better() -> None:
    """Wednesday is the target, and who need not come is busy then; the other days are free."""
    wednesday = FIRST + timedelta(days=2)
    search = a_week(a_person((2, 0, 24), must=False), a_person(), target=(wednesday, wednesday))
    assert proposed(search)[0].date() == wednesday
    assert {at.date() for at in proposed(search)[1:3]} == {
        wednesday - timedelta(days=1),
        wednesday + timedelta(days=1),
    }


def test_only_the_very_time_that_is_agreed_is_left_out() -> None:
    """Eight o'clock where that is agreed; nothing where it is agreed for five past."""
    monday = {"last": FIRST}
    at_eight, five_past = datetime.combine(FIRST, time(8)), datetime.combine(FIRST, time(8, 5))
    assert proposed(a_week(a_person(), present=at_eight, **monday)) == [
        at_eight + timedelta(minutes=15)
    ]
    assert proposed(a_week(a_person(), present=five_past, **monday)) == [at_eight]
    assert [r.why for r in why_not(a_week(present=five_past), five_past)] == [Why.PRESENT]


def test_a_quarter_of_an_hour_between_what_is_in_a_calendar() -> None:
    """Who is busy until nine has a breath first; where there is no other time it is said."""
    monday = {"last": FIRST}
    assert proposed(a_week(a_person((0, 0, 9)), **monday)) == [datetime.combine(FIRST, time(9, 15))]
    ten = datetime.combine(FIRST, time(10))
    search = a_week(a_person((0, 0, 10), (0, 11, 24)), **monday)
    assert proposed(search) == [ten]
    assert [reason.why for reason in why_not(search, ten)] == [Why.BESIDE]
    free = a_week(a_person((0, 0, 9), must=False), **monday)
    assert proposed(free) == [datetime.combine(FIRST, time(9))]
