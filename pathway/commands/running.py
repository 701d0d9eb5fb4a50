"""A meeting is started, steered while it runs, and ended.

`mark` is where the run stood on the card that was pressed (`Run.mark`): what was pressed on an
older one is refused. It is empty where somebody typed, and then means the run as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pathway.run import Deed
from pathway.words import CaseRef, MeetingKind, ParticipantId, StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class StartMeeting:
    """The meeting begins now, with its first part; who writes, where nobody was named (R22)."""

    ref: CaseRef
    kind: MeetingKind
    minute_taker: StaffId | None = None
    plan_editor: StaffId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepMeeting:
    """Something happens in the meeting that is running.

    `who` is late, did not come, came or left; `minutes` is how much longer, or how late, and
    `until` (UTC) the same as a time of day; `parts` are the indices of those to come, in their new
    order.
    """

    ref: CaseRef
    deed: Deed
    who: ParticipantId | None = None
    minutes: int = 0
    until: datetime | None = None
    parts: tuple[int, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BringAlong:
    """The patient has brought somebody; a first name or relation is enough (R16).

    `with_nav` is what the patient answers: whether they stay while Nav is there.
    """

    ref: CaseRef
    name: str
    with_nav: bool
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndMeeting:
    """The meeting is over: held, with those who were there."""

    ref: CaseRef
    mark: str = ""
