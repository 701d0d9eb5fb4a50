"""Who leads a meeting, and who comes from the clinic, hear in chat what becomes of it (D4, F18).

That it is off, has another time or another leader, also on the day on which they were briefed;
where it is and by which link on its own day alone. Earlier than that their calendar is enough.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import live_run, running, underway, workdays
from pathway.messages import leaves_at
from pathway.outgoing import Hours
from pathway.ports import Notice
from pathway.service.run import briefing
from pathway.telling import to_staff
from pathway.words import Role, StaffId

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pathway.case import Case
    from pathway.messages import Pen
    from pathway.model import Meeting
    from pathway.outgoing import Sending

NAME = "meeting_changed"
_BRIEFED = 1
"""Working days before a meeting on which its leader is briefed (R17)."""


def told(before: Case, after: Case, pen: Pen) -> Case:
    """Each of them but the one who did it, once for each change."""
    for was in before.meetings:
        now = after.meeting(was.id)
        said = _said(before, was, now, pen)
        if not said:
            continue
        notice = notice_of(after, was, said)
        for who, role in _whom(before, after, was, now).items():
            row = to_staff(pen, after, who, role, notice, why="F18")
            if row.to != pen.actor:
                after = after.with_changed(_early(row, pen) if _is_today(was, now, pen) else row)
    return after


def off(case: Case, meeting: Meeting) -> Notice:
    """That this meeting will not be."""
    return notice_of(case, meeting, {"off": "yes"})


def notice_of(case: Case, was: Meeting, said: Mapping[str, str]) -> Notice:
    """Which meeting, by the time that its reader knows, and what is new of it."""
    values = {"meeting": was.kind.value, **said}
    return Notice(name=NAME, ref=case.ref, values=values, at=was.starts_at, zone=was.zone)


def _said(before: Case, was: Meeting, now: Meeting, pen: Pen) -> dict[str, str]:
    if not was.alive or now.held or underway.over_at(before, was) <= pen.now:
        return {}
    days = {workdays.local_date(one.starts_at, one.zone) for one in (was, now)}
    if min(days) > workdays.add(pen.today, _BRIEFED):
        return {}
    if not now.alive:
        return {"off": "yes"}
    new: dict[str, str] = {}
    if now.start != was.start:
        new["to"] = now.starts_at.isoformat()
    if now.leader != was.leader:
        new["leader"] = pen.clinic.name_of(now.leader)
    if _is_today(was, now, pen):
        new |= {"where": now.place or "video"} if now.place != was.place else {}
        new |= {"link": now.link or "none"} if now.link != was.link else {}
    return new


def _is_today(was: Meeting, now: Meeting, pen: Pen) -> bool:
    return any(workdays.local_date(one.starts_at, one.zone) <= pen.today for one in (was, now))


def _early(row: Sending, pen: Pen) -> Sending:
    """From 07.00, since it may begin with the working day."""
    return replace(row, hours=Hours.TODAY, not_before=leaves_at(pen, Hours.TODAY))


def _whom(before: Case, after: Case, was: Meeting, now: Meeting) -> dict[StaffId, Role]:
    """Those who were to be there, those who are by now, and whoever leads while it runs."""
    found = {**dict(briefing.whom(before, was)), **dict(briefing.whom(after, now))}
    run = running.run_of(after, now)
    if run is not None:
        found.setdefault(live_run.live(run, now).leader, Role.LEADER)
    return found
