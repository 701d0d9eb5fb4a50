"""Times that suit, found by trying every one: what the fast search must come to.

Written from the rules alone; it shares no step with `slots`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pathway.model import Window
from pathway.suiting import Attendee, Search
from pathway.words import Role
from pathway.workdays import is_day_to_avoid, is_holiday

QUARTER = timedelta(minutes=15)
FRIDAY = 4


def best(search: Search, most: int) -> tuple[list[datetime], bool]:
    """The best wall times, and whether they are late."""
    wished = (at for at in every_start(search) if search.wish.wants(at.date()))
    possible = [at for at in wished if suits(search, at)]
    late = [at for at in possible if search.deadline and at.date() > search.deadline]
    in_time = [at for at in possible if at not in set(late)]
    return picked(search, in_time or late, most), not in_time


def every_start(search: Search) -> Iterator[datetime]:
    """Every quarter hour of every day."""
    at = datetime.combine(search.first, time())
    while at.date() <= search.last:
        yield at
        at += QUARTER


def moment(search: Search, at: datetime) -> datetime:
    """In UTC."""
    return at.replace(tzinfo=ZoneInfo(search.zone)).astimezone(UTC)


def suits(search: Search, at: datetime) -> bool:
    """Whether it may be proposed at all."""
    start, end = moment(search, at), at + timedelta(minutes=search.minutes)
    if at.weekday() > FRIDAY or is_holiday(at.date()) or is_day_to_avoid(at):
        return False
    if end.date() > at.date() or not all(
        opens <= at.time() and end.time() <= closes
        for opens, closes in ((search.opens, search.closes), search.slot_hours)
    ):
        return False
    if (
        at == search.present
        or start <= search.now
        or (search.not_before and at.date() < search.not_before)
    ):
        return False
    if search.rooms and not any(rests(search, start, taken) for taken in search.rooms):
        return False
    if any(one.must and (taken(one, start) or crowded(one, start)) for one in search.attendees):
        return False
    team = [one for one in search.attendees if one.role is not Role.GP]
    return not team or not all(taken(one, start) for one in team)


def rests(search: Search, start: datetime, taken: tuple[Window, ...]) -> bool:
    """Whether this room is free, with a quarter of an hour before and after."""
    return not any(too_near(start, timedelta(minutes=search.minutes), one) for one in taken)


def too_near(start: datetime, lasts: timedelta, other: object) -> bool:
    """Less than a quarter of an hour between them."""
    begins, ends = other.start, other.end  # type: ignore[attr-defined]
    return not (ends + QUARTER <= start or start + lasts + QUARTER <= begins)


def meets(one: Attendee, start: datetime, begins: datetime, ends: datetime) -> bool:
    """Whether this person's part shares any time with what lasts from one to the other."""
    return max(start + one.after, begins) < min(start + one.until, ends)


def taken(one: Attendee, start: datetime) -> bool:
    """Certainly busy or away at some time of the own part."""
    firm = [(busy.start, busy.end) for busy in one.busy if not busy.tentative]
    firm += [(other.start, other.end) for other in (*one.meetings, *one.away)]
    return any(meets(one, start, *times) for times in firm)


def crowded(one: Attendee, start: datetime) -> bool:
    """Back to back with a meeting of another case."""
    lasts = one.until - one.after
    return any(too_near(start + one.after, lasts, other) for other in one.meetings)


def doubtful(one: Attendee, start: datetime) -> bool:
    """Whether this person makes the time worse."""
    if any(busy.tentative and meets(one, start, busy.start, busy.end) for busy in one.busy):
        return True
    if one.seen is None or start + one.after < one.seen.start or start + one.until > one.seen.end:
        return True
    return taken(one, start) if not one.must else hurried(one, start)


def hurried(one: Attendee, start: datetime) -> bool:
    """Somebody of the clinic who must come has other things less than a quarter of an hour away."""
    lasts, firm = one.until - one.after, (busy for busy in one.busy if not busy.tentative)
    near = any(too_near(start + one.after, lasts, busy) for busy in firm)
    return one.role is not Role.GP and near


def far_off(search: Search, at: datetime) -> int:
    """Days from the nearest of the days on which it should be."""
    day, days = at.date(), 0
    first = search.safe_from
    last = None
    if search.target:
        first = max(first, search.target[0])
        last = max(first, search.target[1])
    while day + timedelta(days=days) < first:
        days += 1
    while last and day - timedelta(days=days) > last:
        days += 1
    return days


def picked(search: Search, possible: list[datetime], most: int) -> list[datetime]:
    """One after another the best that is left, each on a day of its own."""
    chosen: list[datetime] = []
    rank = {
        at: (
            far_off(search, at) > 0,
            sum(doubtful(one, moment(search, at)) for one in search.attendees),
            far_off(search, at),
            at.date(),
        )
        for at in possible
    }
    while len(chosen) < most:
        hours, days = {at.hour for at in chosen}, {at.date() for at in chosen}
        left = [at for at in possible if at.date() not in days]
        if not left:
            break
        chosen.append(min(left, key=lambda at: (*rank[at], at.hour in hours, at)))
    return chosen
