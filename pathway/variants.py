"""Pathway variants, agenda templates and ladders as data; a clinic's file may add to them.

Sources: R2 to R4 (times), D1 (templates), D3 and F10 (ladders).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from pathway.model import Part
from pathway.words import MeetingKind, Milestone, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The longest time from one milestone to the next, in calendar weeks and perhaps months."""

    after: Milestone
    until: Milestone
    weeks: int
    months: int | None = None  # where set, the earlier of the two is the deadline (R3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One kind of pathway: its segments in order. Totals are the sums from the first day."""

    name: str
    segments: tuple[Segment, ...]


def _variant(name: str, to_assessment: int, to_shm1: int, to_shm2: int) -> Variant:
    start, shm1, shm2 = Milestone.ASSESSMENT_STARTED, Milestone.SHM1_HELD, Milestone.SHM2_HELD
    first = Segment(after=Milestone.REFERRAL_RECEIVED, until=start, weeks=to_assessment)
    second = Segment(after=start, until=shm1, weeks=to_shm1)
    third = Segment(after=shm1, until=shm2, weeks=to_shm2, months=6)
    return Variant(name=name, segments=(first, second, third))


VARIANTS = {
    "pain": _variant("pain", 12, 12, 26),
    "fatigue": _variant("fatigue", 8, 4, 26),
}
"""R2 and R4; a clinic's file says which of them its new patients follow."""

MEETING_MILESTONE = {
    MeetingKind.SHM1: Milestone.SHM1_HELD,
    MeetingKind.SHM2: Milestone.SHM2_HELD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """An agenda as the clinic holds it: ordered parts (D1)."""

    name: str
    parts: tuple[Part, ...]


_CORE = frozenset(
    {Role.PATIENT, Role.RELATIVE, Role.CLINICIAN, Role.GP, Role.REFERRER, Role.INTERPRETER}
)
_WITH_THIRD = _CORE | {Role.NAV_ADVISER, Role.OTHER}
_HOME_TEAM = frozenset({Role.PATIENT, Role.RELATIVE, Role.CLINICIAN, Role.INTERPRETER})
_CLINICIANS = frozenset({Role.CLINICIAN})


def _part(title: str, minutes: int, roles: frozenset[Role]) -> Part:
    return Part(title=title, minutes=minutes, roles=roles)


TEMPLATES = {
    "with_nav": Template(
        name="with_nav",
        parts=(
            _part("introduction", 20, _CORE),
            _part("work", 15, _WITH_THIRD),
            _part("plan", 25, _CORE),
        ),
    ),
    "nav_last": Template(
        name="nav_last",
        parts=(
            _part("introduction", 25, _CORE),
            _part("plan", 20, _CORE),
            _part("work", 15, _WITH_THIRD),
        ),
    ),
    "without_nav": Template(
        name="without_nav",
        parts=(
            _part("preparation", 10, _CLINICIANS),
            _part("review", 40, _CORE),
            _part("closing", 10, _HOME_TEAM),
        ),
    ),
}


_FINISH = ("unfinished", "next_time", "how_it_was")
ITEMS: Mapping[str, tuple[str, ...]] = {
    "introduction": ("presented", "patient_wants", "writers", "assessment"),
    "work": ("nav_presented", "nav_why", "nav_wanted", "nav_editor"),
    "plan": ("measures", *_FINISH),
    "preparation": ("aim", "roles"),
    "review": ("presented", "patient_wants", "assessment", "measures"),
    "closing": _FINISH,
}
"""What is taken up in the built-in parts, by title, as keys of the wording (R22, R23)."""

LATER = {
    "assessment": "since_last",
    "next_time": "follow_up",
    "measures": "measures_since",
}
"""What is another item at SHM2, where the plan is evaluated (R24)."""

GUESTS_ONLY = frozenset(ITEMS["work"])
"""What is only taken up while Nav or another from outside is there (R23)."""


class Act(StrEnum):
    """What a step of a ladder does."""

    REMIND = "remind"  # a message to the one who owes it
    TASK = "task"  # something for a member of staff to do


class Toward(StrEnum):
    """Whom a step turns to."""

    OWNER = "owner"
    SECRETARY = "secretary"
    CLINICIAN = "clinician"
    COORDINATOR = "coordinator"
    LEADER = "leader"


class Anchor(StrEnum):
    """From where a ladder counts its days."""

    SINCE = "since"  # working days after the promise began
    BEFORE = "before"  # working days before the promise's due day
    AFTER = "after"  # working days from the promise's due day on
    WEEKS_BEFORE = "weeks_before"  # calendar weeks before the latest safe day


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: how many days (or weeks), whom it turns to, and what it does."""

    days: int
    toward: tuple[Toward, ...]
    act: Act = Act.TASK


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The steps of a chase in the order they are climbed."""

    name: str
    anchor: Anchor
    steps: tuple[Step, ...]


_OWNER = (Toward.OWNER,)
_SECRETARY = (Toward.SECRETARY,)
_COORDINATOR = (Toward.COORDINATOR,)


def _remind_phone_decide(name: str, remind: int, phone: int, decide: int) -> Ladder:
    steps = (
        Step(days=remind, toward=_OWNER, act=Act.REMIND),
        Step(days=phone, toward=_SECRETARY),
        Step(days=decide, toward=_COORDINATOR),
    )
    return Ladder(name=name, anchor=Anchor.SINCE, steps=steps)


def _staff_ladder(name: str, *days: int) -> Ladder:
    """The one who owes it, and on the last step the coordinator too (F10)."""
    early = tuple(Step(days=day, toward=_OWNER) for day in days[:-1])
    last = Step(days=days[-1], toward=(Toward.OWNER, Toward.COORDINATOR))
    return Ladder(name=name, anchor=Anchor.SINCE, steps=(*early, last))


def _clinician_ladder(name: str, *days: int) -> Ladder:
    """The one who owes it, and on the last step the leader (D3)."""
    early = tuple(Step(days=day, toward=_OWNER) for day in days[:-1])
    last = Step(days=days[-1], toward=(Toward.LEADER,))
    return Ladder(name=name, anchor=Anchor.SINCE, steps=(*early, last))


def _reminders(name: str, *days: int) -> Ladder:
    steps = tuple(Step(days=day, toward=_OWNER, act=Act.REMIND) for day in days)
    return Ladder(name=name, anchor=Anchor.BEFORE, steps=steps)


_MILESTONE_STEPS = (
    *(Step(days=weeks, toward=(Toward.SECRETARY, Toward.CLINICIAN)) for weeks in (4, 2, 0)),
    Step(
        days=-1,  # on passing the deadline itself
        toward=(Toward.SECRETARY, Toward.CLINICIAN, Toward.COORDINATOR, Toward.LEADER),
    ),
)

_ALL = (
    _remind_phone_decide("gp", 5, 8, 10),
    _remind_phone_decide("third_party", 5, 8, 12),
    Ladder(
        name="must_clinician",
        anchor=Anchor.SINCE,
        steps=(
            Step(days=3, toward=_OWNER, act=Act.REMIND),
            Step(days=5, toward=_OWNER, act=Act.REMIND),
            Step(days=8, toward=(Toward.LEADER,)),
        ),
    ),
    _reminders("patient_reminder", 7, 2, 1),
    _reminders("meeting_reminder", 2),
    _reminders("still_stands", 15),
    Ladder(name="briefing", anchor=Anchor.BEFORE, steps=(Step(days=1, toward=_OWNER),)),
    _reminders("tentative", 5),
    _staff_ladder("secure_message", 1, 2, 3),
    _staff_ladder("phone_call", 2, 4, 6),
    _staff_ladder("obtain", 1, 3, 5),
    _staff_ladder("call_in", 1, 3, 5),  # decided: as what is to be obtained
    Ladder(name="old_time", anchor=Anchor.SINCE, steps=(Step(days=3, toward=_SECRETARY),)),
    Ladder(
        name="link",
        anchor=Anchor.BEFORE,
        steps=(Step(days=5, toward=_OWNER), Step(days=3, toward=_OWNER)),
    ),
    _clinician_ladder("action_plan", 5, 8, 12, 15),
    _clinician_ladder("note", 2, 5, 7),
    _staff_ladder("intake", 3, 6, 10),
    _staff_ladder("closing", 5, 8, 12),
    _staff_ladder("referral_content", 1, 5, 8, 10),  # decided: as a GP is asked, and 1 to write
    Ladder(name="milestone", anchor=Anchor.WEEKS_BEFORE, steps=_MILESTONE_STEPS),
    replace(_staff_ladder("postponed", 0, 3, 5), anchor=Anchor.AFTER),  # decided: as obtained
)

LADDERS = {ladder.name: ladder for ladder in _ALL}
