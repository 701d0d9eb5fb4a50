"""What was pressed while a meeting was held, in its order: a live run, kept as it happened.

Nothing here decides: `running` reads the presses, and `service.running` says which may be made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from pathway.model import Meeting, Part
from pathway.words import MeetingId, ParticipantId, RunId, StaffId

ASKED_WHY = "R21"
"""Why the leader was asked about a part that is over its time; no other message has it."""

BEGAN_WHY, ENDED_WHY, CAME_WHY = "R22:began", "R22:ended", "R23:came"
"""Why the leader was told what was seen on the video platform; no other message has these."""


class Deed(StrEnum):
    """What may happen while a meeting runs; its start and end stand in the run itself."""

    NEXT = "next"
    LONGER = "longer"
    PAUSE = "pause"
    RESUME = "resume"
    LATE = "late"  # comes, but not yet
    ABSENT = "absent"  # did not come
    CAME = "came"
    LEFT = "left"
    REORDER = "reorder"  # of what is still to come
    BROUGHT = "brought"  # somebody whom nobody had planned (R16)
    TAKE_OVER = "take_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One press: what, when (UTC) and by whom.

    `who` it is about; `minutes` of a part made longer; `until` when one who is late will be there;
    `parts` by index are the order of those to come, or those of somebody brought along.
    """

    deed: Deed
    at: datetime
    by: StaffId
    who: ParticipantId | None = None
    minutes: int = 0
    until: datetime | None = None
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a meeting was to be: its start (wall time) and its parts."""

    start: datetime
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One meeting as it was held; `leader` is who led from the start, `ended_at` None until then.

    `planned` is the meeting as it was to be when the run ended, since it may be moved and divided
    anew where nobody could record that it was held. `told` is when those who wait were last told to
    come, or said that they do, where that is not as they were invited, and `look_at` when the
    daemon is to look though nobody presses; None where it need not.
    """

    id: RunId
    meeting_id: MeetingId
    started_at: datetime
    started_by: StaffId
    leader: StaffId
    steps: tuple[Step, ...] = ()
    told: tuple[tuple[ParticipantId, datetime], ...] = ()
    look_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: StaffId | None = None
    planned: Planned | None = None

    @property
    def mark(self) -> str:
        """Where the run stands: a card carries it, so that a press on an older one does nothing."""
        return f"{self.id}:{len(self.steps)}"

    def over(self, at: datetime, by: str, meeting: Meeting) -> Run:
        """The run as ended, with what its meeting was to be."""
        planned = Planned(start=meeting.start, parts=meeting.parts)
        return replace(self, ended_at=at, ended_by=StaffId(by), planned=planned)

    def as_planned(self, meeting: Meeting) -> Meeting:
        """Its meeting as it was to be when the run ended, whatever it is by now."""
        was = self.planned
        return replace(meeting, start=was.start, parts=was.parts) if was else meeting

    @property
    def last_at(self) -> datetime:
        """When something last happened; nothing may happen before it."""
        return self.ended_at or (self.steps[-1].at if self.steps else self.started_at)

    def last_about(self, who: ParticipantId) -> Step | None:
        """What was pressed last of this person."""
        return next((step for step in reversed(self.steps) if step.who == who), None)

    def late_until(self, who: ParticipantId) -> datetime | None:
        """When one who is late said that they come; None where something else was pressed since."""
        last = self.last_about(who)
        return last.until if last is not None and last.deed is Deed.LATE else None

    def silent_since(self, moment: datetime) -> bool:
        """Whether it goes on, and nothing was pressed after this."""
        return self.ended_at is None and self.last_at <= moment


def still_asked(runs: Sequence[Run], why: str, since: datetime) -> bool:
    """Whether what the leader was told at that moment still holds: nobody has pressed since."""
    if why == BEGAN_WHY:
        return not any(run.started_at >= since for run in runs)
    about_run = why in {ASKED_WHY, ENDED_WHY, CAME_WHY}
    return not about_run or any(run.silent_since(since) for run in runs)
