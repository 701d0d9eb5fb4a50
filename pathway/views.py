"""What people are shown of a case: read models, computed anew each time and never stored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pathway.variants import Toward
from pathway.words import InvitationState

if TYPE_CHECKING:
    from datetime import date, datetime

    from pathway.case import Case
    from pathway.model import Invitation, Meeting, Participant, Window
    from pathway.outgoing import Content, SendingKind
    from pathway.words import (
        CaseRef,
        Channel,
        Milestone,
        PromiseId,
        PromiseKind,
        Role,
        Verdict,
    )


class Colour(StrEnum):
    """How a case stands against its deadlines; always shown with a word."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"


class Warn(StrEnum):
    """What is said about a time before it is confirmed; none of them stops it (C1, F8, R3, F19)."""

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    DAY_TO_AVOID = "day_to_avoid"
    OUTSIDE_HOURS = "outside_hours"
    SLOT_OUTSIDE_HOURS = "slot_outside_hours"
    AWAY = "away"
    AFTER_DEADLINE = "after_deadline"
    AFTER_SAFE_DAY = "after_safe_day"
    TOO_EARLY = "too_early"
    OUTSIDE_BEST_WEEKS = "outside_best_weeks"
    ASSESSMENT_NOT_STARTED = "assessment_not_started"
    NO_ROOM = "no_room"
    NO_LINK = "no_link"
    ROOM_TOO_SMALL = "room_too_small"
    GP_IN_DOUBT = "gp_in_doubt"


class TakenBy(StrEnum):
    """What two meetings share at the same time."""

    LEADER = "leader"
    CLINICIAN = "clinician"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A leader, clinician or link that is taken at that time in another case."""

    what: TakenBy
    who: str
    ref: CaseRef
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What a plan does to one person.

    `kind` is None where nothing is sent; `later` is true where it is held back until the GP
    has said yes (F5), or, with `lacks_consent`, until the consent covers it (R16b). `content` is
    the exact text, with placeholders only for links. `old_address` is a mailbox that it goes to
    and that is not theirs any more. `too_late` is that it is a letter which will not arrive before
    the meeting, to one of whom we have no number.
    """

    participant: Participant
    channel: Channel
    kind: SendingKind | None
    must_answer: bool
    later: bool
    window: Window
    content: Content | None
    lacks_consent: bool = False
    old_address: str = ""
    too_late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A change shown before it is made: what it does to whom, and what speaks against it.

    `case` is how the case would be. `hash` covers the case's facts and every text. `touched` is
    what else is shown of a change, None where the command changes nothing that is agreed.
    """

    case: Case
    consequences: tuple[Consequence, ...] = ()
    clashes: tuple[Clash, ...] = ()
    warnings: tuple[Warn, ...] = ()
    deadline: date | None = None
    touched: Touched | None = None
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Somebody whose answer will be waited for: the wait, and by which day they are told to answer.

    None is before the meeting, which comes first.
    """

    participant: Participant
    wait: Waiting
    by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """What a change means beside its messages.

    `silent` are those who hold an invitation and hear nothing. `begins` and `ends` are what is
    waited for from now on and no longer, `asked` whose answer is waited for when this has left,
    `lapsed` whose answer no longer holds, and `refused` who has said no to just the time that it
    comes to. `deadline` is that of the meeting which gets another time or none, and `safe_day` the
    last day on which it is safe to ask anew (F2).
    """

    silent: tuple[Participant, ...] = ()
    begins: tuple[Waiting, ...] = ()
    ends: tuple[Waiting, ...] = ()
    asked: tuple[Asked, ...] = ()
    lapsed: tuple[tuple[Participant, Verdict], ...] = ()
    refused: tuple[tuple[Participant, Verdict], ...] = ()
    milestone: Milestone | None = None
    deadline: date | None = None
    safe_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A milestone and when it must be reached; `day` is the earlier of segment and total (R2).

    `nothing_ahead`: of a meeting no step of F9 is left, so no day is the last safe one to call in.
    `since` is the day from which `day` is counted.
    """

    milestone: Milestone
    reached: date | None
    segment: date | None
    total: date | None
    day: date | None
    latest_safe_day: date | None
    nothing_ahead: bool = False
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An open promise as the board says it; `channel` is how a text to be sent by hand travels."""

    kind: PromiseKind
    promise_id: PromiseId
    owner_role: Role
    owner: str
    about_role: Role | None
    since: date
    due: date
    overdue: bool
    channel: Channel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """A case on the board; `stage` is the next milestone to reach.

    `name` is empty for those who are not on the case's team.
    """

    ref: CaseRef
    name: str
    responsible: str
    stage: Milestone
    deadline: date | None
    latest_safe_day: date | None
    colour: Colour
    waiting_for: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """Something a member of staff is to do now.

    `person` is the participant it is about, `asked` when they were asked, `reminded` when they
    were last reminded. Where a message travels by hand, `content` is the text to copy, `channel`
    how it travels, `sends` what it is for, and `opens` when it may be sent if not now (P6).
    `toward` is whom the ladder's last step turned to, the owner before it has turned to anybody.
    `telling` is that a third party is to hear whom it concerns (R14), `tried` the days on which
    somebody rang in vain, `lacking` the numbers of the parts that a consent does not cover (R16b).
    `milestone` is what a deadline is for, and `overdue` whether the day has gone by. `late` is a
    text that is not to be sent any more, and may have been (D6). `proposed` is that a time was
    proposed, which can be taken or turned down. `has` is by name who has a paper to make, and
    `told` who was reminded of it, on which days (D3). `instead_of` is by name in whose place
    the reader does it, who is away until `away_until`. `received` is when the referral came.
    """

    ref: CaseRef
    promise_id: PromiseId
    kind: PromiseKind
    owner: str
    person: Participant | None
    meeting: Meeting | None
    since: date
    due: date
    step: int
    urgent: bool
    asked: date | None = None
    reminded: date | None = None
    content: Content | None = None
    channel: Channel | None = None
    opens: datetime | None = None
    telling: bool = False
    tried: tuple[date, ...] = ()
    lacking: tuple[int, ...] = ()
    sends: SendingKind | None = None
    toward: Toward = Toward.OWNER
    milestone: Milestone | None = None
    overdue: bool = False
    late: bool = False
    proposed: bool = False
    has: str = ""
    told: tuple[tuple[str, date], ...] = ()
    put_off: date | None = None
    instead_of: str = ""
    away_until: date | None = None
    received: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationLine:
    """An invitation with its state and window, for *sak* and the contract."""

    invitation: Invitation
    participant: Participant
    meeting: Meeting
    state: InvitationState
    window: Window
    unmet: tuple[str, ...]

    @property
    def came_to_nothing(self) -> bool:
        """Whether it never left, and its meeting is over."""
        unsent = self.state in {InvitationState.READY, InvitationState.BLOCKED}
        return unsent and self.meeting.held is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """What is searched in when somebody looks for a case.

    `name`, `gp` and `office` are empty for those who are not on the case's team.
    """

    ref: CaseRef
    name: str
    gp: str
    office: str
    stage: Milestone
    next_meeting: datetime | None  # wall time
    referral_received: date | None
    closed: bool = False
