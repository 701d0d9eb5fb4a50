"""What follows of the meetings of one case: the action plan's way, and the interview (R24, R25).

One value of the case, so that it grows without a table of its own. Of the plan it holds who has
it and by which way, never a word of what it says (P4); `plan_text` is what a clinic has turned on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum

from pathway.words import MeetingKind, ParticipantId, StaffId


class PlanWay(StrEnum):
    """How the action plan came to somebody (R20)."""

    EHR = "ehr"
    POST = "post"
    HELSENORGE = "helsenorge"
    HELSAMI = "helsami"
    WEB = "web"
    BY_HAND = "by_hand"
    MAIL = "mail"


class InterviewState(StrEnum):
    """Where the interview letter after one meeting stands (R25)."""

    WANTED = "wanted"  # the patient has consented, and the letter is owed
    SENT = "sent"
    DECLINED = "declined"  # or not asked: it is never a condition for anything
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """That somebody has said so, and when."""

    at: datetime
    by: StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """One actor has the plan: who, and by which way (R20)."""

    to: ParticipantId
    way: PlanWay
    at: datetime
    by: StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class Interview:
    """The letter that asks for an interview after this meeting; its own consent (R25)."""

    after: MeetingKind
    state: InterviewState
    at: datetime
    by: StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """All of it; `extra_at` is the clock of the extra meeting on `Case.extra_on` (R24).

    The plan was `renewed` where another version of it was begun; who `had` the one before it.
    """

    drafted: Mark | None = None
    handed: tuple[HandedOver, ...] = ()
    evaluated: Mark | None = None
    interviews: tuple[Interview, ...] = ()
    extra_at: time | None = None
    renewed: Mark | None = None
    had: tuple[HandedOver, ...] = ()

    def has_plan(self, who: ParticipantId) -> bool:
        """Whether this actor has the plan."""
        return any(one.to == who for one in self.handed)

    def begun_anew(self, mark: Mark) -> Aftermath:
        """The same with another version begun: it is to be finished, and nobody has it."""
        return replace(self, renewed=mark, handed=(), had=(*self.had, *self.handed))

    def interview_after(self, kind: MeetingKind) -> Interview | None:
        """What was said of an interview after this meeting, or None while nobody was asked."""
        return next((one for one in self.interviews if one.after is kind), None)

    def with_interview(self, said: Interview) -> Aftermath:
        """The same with this in the place of what was said before of that meeting."""
        others = tuple(one for one in self.interviews if one.after is not said.after)
        return replace(self, interviews=(*others, said))


NOTHING = Aftermath()
"""Before any meeting."""
