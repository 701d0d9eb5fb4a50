"""A question of times is put, answered, decided or stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pathway.words import (
    AskedId,
    CaseRef,
    Channel,
    MeetingKind,
    OptionId,
    StaffId,
    Substitute,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTimes:
    """Ask which of these times suits, `starts` as the meeting's wall times.

    Of a question that is open the times become just these: what is not among them is withdrawn.
    `template`, `leader` and `place` are for a meeting that is new; others keep what they have.
    """

    ref: CaseRef
    kind: MeetingKind
    starts: tuple[datetime, ...]
    leader: StaffId
    template: str = ""
    place: str = ""
    accept_clashes: bool = False
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerTimes:
    """Which alternatives suit the one who was asked; none of them is an answer too.

    `revision` is what the answerer saw, None for what is said to a member of staff now. `proposed`
    are other times, the best first, as the wall times at which their own part would begin.
    """

    ref: CaseRef
    asked_id: AskedId
    suits: tuple[OptionId, ...]
    channel: Channel
    evidence: str
    revision: int | None = None
    proposed: tuple[datetime, ...] = ()
    text: str = ""
    by_name: str = ""
    substitute: Substitute = Substitute.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseTime:
    """The meeting gets this time; whoever said that it suits is not asked again (D4b).

    The time is an alternative, or else one that somebody `proposed`, as the meeting's wall time.
    """

    ref: CaseRef
    option_id: OptionId | None = None
    proposed: datetime | None = None
    accept_clashes: bool = False
    plan: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTimes:
    """Ask no more: nobody is held, and whoever was asked hears that no answer is wanted."""

    ref: CaseRef
    kind: MeetingKind
    plan: str = ""
