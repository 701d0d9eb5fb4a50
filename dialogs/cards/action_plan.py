"""The action plan in the case's view: how far it has come, who writes it, and who has it (R24)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dialogs.wording.nb import ask_action_plan as say
from dialogs.wording.nb import ask_invite
from pathway import action_plan, workdays
from pathway.action_plan import PlanState
from pathway.owed.papers import writer
from pathway.words import MeetingKind, Milestone, PromiseKind

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.service import Desk

_UNFINISHED = frozenset({PlanState.NONE, PlanState.DRAFTED})


def plan_lines(desk: Desk, case: Case) -> list[str]:
    """From when it is begun or SHM1 is held; nothing of a pathway that has ended."""
    status = action_plan.status(case)
    held = case.date_of(Milestone.SHM1_HELD) is not None
    if case.closing is not None or not (held or status.state is not PlanState.NONE):
        return []
    lines = [say.status(status)]
    if status.state in _UNFINISHED:
        shm1 = case.meeting_of(MeetingKind.SHM1)
        who, _ = writer(case, desk.clinic, PromiseKind.ACTION_PLAN_FINISH, shm1)
        names = {person.id: person.name for person in desk.clinic.staff}
        lines.append(say.writer(names.get(who, who)))
    for one in case.aftermath.handed:
        person = case.participant(one.to)
        on = workdays.local_date(one.at, desk.clinic.zone)
        lines.append(say.has_it(ask_invite.inside(person.role, person.name), one.way, on))
    return lines
