"""What will be sent or told in one case if nobody does anything more, for people to read (D3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from pathway import workdays
from pathway.outgoing import SendingKind
from pathway.service.daemon.forecast import departures
from pathway.service.staff.task_lines import task_line

if TYPE_CHECKING:
    from datetime import date

    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.service.context import Context
    from pathway.service.daemon.forecast import Departure
    from pathway.views import TaskLine

AHEAD = timedelta(weeks=8)
"""How far one looks: further on, somebody will have acted."""

FURTHER = timedelta(weeks=52)
"""How far one looks for whether there is more: a deadline may be half a year away (R3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """One thing that is to come: on which day, to whom, and of a task what it will say."""

    on: date
    departure: Departure
    line: TaskLine | None


def coming(context: Context, case: Case, ahead: timedelta = AHEAD) -> tuple[Coming, ...]:
    """So far ahead, in order of time; each wait as it will stand when its step is taken.

    What staff may read already is not to come.
    """
    clinic = context.clinic
    return tuple(
        Coming(
            on=workdays.local_date(departure.at, clinic.zone),
            departure=departure,
            line=_line(clinic, departure),
        )
        for departure in departures(context, case, context.now + ahead)
        if departure.kind is not SendingKind.NOTICE or departure.at > context.now
    )


def _line(clinic: Clinic, departure: Departure) -> TaskLine | None:
    promise, case = departure.promise, departure.then
    if promise is None or case is None or departure.kind is not SendingKind.TASK:
        return None
    return task_line(case, clinic, promise, workdays.local_date(departure.at, clinic.zone))
