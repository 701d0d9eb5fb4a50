"""What chance makes of days, parts, people, windows and the steps of a small history."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from pathway.model import Facts, Meeting, Part, Participant, Window
from pathway.variants import Template
from pathway.words import Attendance, MeetingKind, ParticipantId, Role
from tests.pathway.build import a_meeting, a_person, at

OUTSIDE = (
    Role.PATIENT,
    Role.RELATIVE,
    Role.GP,
    Role.REFERRER,
    Role.NAV_ADVISER,
    Role.CLINICIAN,
)
PEOPLE = tuple(a_person(role.value, role) for role in OUTSIDE)

days = st.dates(date(2024, 1, 1), date(2040, 12, 31))
counts = st.integers(0, 40)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1)).map(  # noqa: DTZ001 - wall time
    lambda wall: at(wall.isoformat())
)
people = st.lists(st.sampled_from(PEOPLE), min_size=1, unique=True)


@st.composite
def meeting_starts(draw: st.DrawFn) -> datetime:
    """A wall time in working hours of any day."""
    hour, minute = draw(st.integers(8, 15)), draw(st.sampled_from([0, 15, 30, 45]))
    return datetime.combine(draw(days), datetime.min.time()).replace(hour=hour, minute=minute)


@st.composite
def part(draw: st.DrawFn) -> Part:
    """A part for some roles, now and then with somebody added or left out."""
    names = st.frozensets(st.sampled_from([p.id for p in PEOPLE]), max_size=1)
    return Part(
        title="part",
        minutes=draw(st.integers(1, 60)),
        roles=frozenset(draw(st.sets(st.sampled_from(OUTSIDE)))),
        added=draw(names),
        left_out=draw(names),
    )


def parts(most: int = 5) -> st.SearchStrategy[tuple[Part, ...]]:
    """One to `most` parts in any order: most of them tear somebody."""
    return st.lists(part(), min_size=1, max_size=most).map(tuple)


@st.composite
def whole_parts(draw: st.DrawFn) -> tuple[Part, ...]:
    """Parts in which everybody's attendance is contiguous (R21)."""
    count = draw(st.integers(1, 5))
    roles: list[set[Role]] = [set() for _ in range(count)]
    for role in OUTSIDE:
        first, last = draw(st.integers(0, count)), draw(st.integers(0, count))
        for index in range(first, last):
            roles[index].add(role)
    minutes = draw(st.lists(st.integers(1, 60), min_size=count, max_size=count))
    return tuple(
        Part(title="part", minutes=long, roles=frozenset(who))
        for long, who in zip(minutes, roles, strict=True)
    )


@st.composite
def templates(draw: st.DrawFn) -> tuple[Template, ...]:
    """One to three agenda templates of a clinic."""
    drawn = draw(st.lists(whole_parts(), min_size=1, max_size=3))
    return tuple(Template(name=f"t{no}", parts=each) for no, each in enumerate(drawn))


@st.composite
def meetings(draw: st.DrawFn, template: str = "with_nav") -> Meeting:
    """A meeting at any time whose parts leave nobody a gap."""
    kind = draw(st.sampled_from(MeetingKind))
    start = draw(meeting_starts()).isoformat()
    return a_meeting(start, kind, template, parts=draw(whole_parts()))


@st.composite
def windows(draw: st.DrawFn) -> Window:
    """Windows of one morning, so that many of them touch and contain one another."""
    start = draw(st.integers(0, 10))
    end = draw(st.integers(start + 1, 12))
    nine = at("2026-11-24 09:00")
    return Window(start=nine + start * QUARTER, end=nine + end * QUARTER)


QUARTER = timedelta(minutes=15)


@st.composite
def some_facts(draw: st.DrawFn) -> Facts:
    """Facts that differ in any of their fields."""
    return Facts(
        window=draw(windows()),
        place=draw(st.sampled_from(["", "Rom 3"])),
        link=draw(st.sampled_from(["", "https://video.example/1"])),
        attends=draw(st.sampled_from(Attendance)),
    )


def person_id(role: Role) -> ParticipantId:
    """The id of the one with this role among `PEOPLE`."""
    return ParticipantId(role.value)


def person_of(role: Role) -> Participant:
    """The one with this role among `PEOPLE`."""
    return a_person(role.value, role)
