"""An extra meeting with the patient to finish the plan: wanted, and then on a day (R24)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import promises
from pathway.errors import DayNotAheadError, NoSuchInvitationError, NothingChangedError
from pathway.owed.papers import PLAN
from pathway.views import Plan

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.commands import ExtraMeeting
    from pathway.messages import Pen


def extra_meeting(case: Case, pen: Pen, command: ExtraMeeting) -> Plan:
    """The plan waits for its day; until there is one, the secretary is to find it.

    `NoSuchInvitationError` where no plan is waited for, `DayNotAheadError` for a day gone by,
    `NothingChangedError` for one that is not needed where none was wanted.
    """
    if not command.needed:
        return _not_needed(case)
    if not any(p.kind in PLAN for p in promises.open_promises(case)):
        raise NoSuchInvitationError
    if command.on is not None and command.on < pen.today:
        raise DayNotAheadError(command.on)
    wanted = case.extra_wanted_at or pen.now
    after = replace(case.aftermath, extra_at=command.at if command.on else None)
    case = replace(case, extra_wanted_at=wanted, extra_on=command.on, aftermath=after)
    return Plan(case=case)


def _not_needed(case: Case) -> Plan:
    """Nobody looks for a day any more, and the plan is waited for as before."""
    if case.extra_wanted_at is None:
        raise NothingChangedError
    after = replace(case.aftermath, extra_at=None)
    return Plan(case=replace(case, extra_wanted_at=None, extra_on=None, aftermath=after))
