"""Times that are proposed at once when a meeting is over: for SHM2, and for the extra meeting."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from pathway import slots, workdays
from pathway.model import Meeting, Part, Window
from pathway.owed.papers import writer
from pathway.service.afterwards.extra_meeting import EXTRA_MINUTES
from pathway.service.times.attending import Who
from pathway.service.times.timing import TARGET, sought
from pathway.suiting import Search, Wish
from pathway.words import MeetingId, MeetingKind, Milestone, PromiseKind

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.service.context import Context

PROPOSED = 3
"""How many times for SHM2 are shown (R3)."""

EXTRA_WITHIN = timedelta(weeks=2)
"""The plan is to be finished in 15 working days (D3)."""

_DAY = timedelta(days=1)


def for_shm2(context: Context, case: Case) -> tuple[datetime, ...]:
    """The best times in weeks 22 to 25 after SHM1, as wall times in order (R3, F19).

    After those weeks, the best that there are; none before SHM1 is held.
    """
    held = case.date_of(Milestone.SHM1_HELD)
    if held is None:
        return ()
    first, last = held + _DAY * TARGET[0], held + _DAY * TARGET[-1]
    ahead = Wish(first=max(first, context.today + _DAY), last=last)
    wish = ahead if last > context.today else None
    found = sought(context, case, MeetingKind.SHM2, wish).found(PROPOSED)
    return tuple(sorted(one.start for one in found.times))


def for_extra_meeting(context: Context, case: Case) -> datetime | None:
    """The first time that suits whoever finishes the plan, in wall time (R24); None for none."""
    clinic, first = context.clinic, context.today + _DAY
    shm1 = case.meeting_of(MeetingKind.SHM1)
    kind = PromiseKind.ACTION_PLAN_FINISH
    draft = Meeting(
        id=MeetingId(""),
        kind=MeetingKind.EXTRA,
        start=datetime.combine(first, clinic.work_from),
        zone=clinic.zone,
        template="",
        parts=(Part(title="plan", minutes=EXTRA_MINUTES, roles=frozenset()),),
        leader=writer(case, clinic, kind, shm1)[0],
    )
    last = first + EXTRA_WITHIN
    span = Window(
        start=workdays.moment(first, time(), clinic.zone),
        end=workdays.moment(last + _DAY, time(), clinic.zone),
    )
    search = Search(
        now=context.now,
        zone=clinic.zone,
        minutes=EXTRA_MINUTES,
        attendees=tuple(Who(context, case, draft, span).attendees()),
        opens=clinic.work_from,
        closes=clinic.work_to,
        first=first,
        last=last,
        safe_from=first,
    )
    found = slots.propose(search, 1).times
    return found[0].start if found else None
