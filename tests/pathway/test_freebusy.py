"""Busy times put in order: what every source of them gives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pathway.freebusy import BusyTime, settled
from pathway.model import Window

START = datetime(2026, 10, 25, tzinfo=UTC)  # the night on which summer time ends
MINUTES = st.integers(-20, 80)
TIMES = st.lists(st.tuples(MINUTES, MINUTES, st.booleans()), max_size=8)
SPAN = range(60)


def at(minute: int) -> datetime:
    """So many minutes into the span."""
    return START + timedelta(minutes=minute)


@given(TIMES)
def test_every_minute_is_what_it_was(times: list[tuple[int, int, bool]]) -> None:
    """A minute of the span is busy where any time made it so, else maybe where any did."""
    busy = [BusyTime(start=at(a), end=at(b), tentative=maybe) for a, b, maybe in times]
    found = settled(busy, Window(start=at(0), end=at(60)))
    firm = {m for m in SPAN for a, b, maybe in times if a <= m < b and not maybe}
    maybe = {m for m in SPAN for a, b, maybe in times if a <= m < b and maybe} - firm
    shown = [(m, one.tentative) for one in found for m in SPAN if one.start <= at(m) < one.end]
    assert sorted(shown) == sorted([(m, False) for m in firm] + [(m, True) for m in maybe])


@given(TIMES)
def test_no_time_touches_another_of_its_sort(times: list[tuple[int, int, bool]]) -> None:
    """They come in order, each with a length, inside the span, and none could be joined."""
    busy = [BusyTime(start=at(a), end=at(b), tentative=maybe) for a, b, maybe in times]
    found = settled(busy, Window(start=at(0), end=at(60)))
    assert all(at(0) <= one.start < one.end <= at(60) for one in found)
    for one, other in pairwise(found):
        assert one.end <= other.start
        assert one.end < other.start or one.tentative is not other.tentative
