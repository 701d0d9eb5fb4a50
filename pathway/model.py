"""The nouns of the clinic as frozen values. Nothing here decides, remembers or reads a clock.

Words are those of the domain page; every time is an aware UTC `datetime` unless it is
called wall time, and every date is a date in the clinic's own zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from pathway.words import (
    AnswerId,
    Attendance,
    Channel,
    ConsentForm,
    ConsentId,
    InvitationId,
    MeetingId,
    MeetingKind,
    ParticipantId,
    PromiseId,
    PromiseKind,
    Role,
    SettledHow,
    StaffId,
    Substitute,
    Verdict,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """One person of a case; contact details are the outside world's, names staff only.

    `name` is shown to staff. `staff_id` is set for clinicians. `ended_at` is when they left the
    case; `stands_in_for` is in whose place a locum is for now (D2). `told_at` is when a third party
    was told whom it concerns (R14), `wanted_at` when the patient wished them there, `call_back_at`
    when they asked to be rung (R15). `ended_why` is a key of the wording; `no_sms` is for P6.
    """

    id: ParticipantId
    role: Role
    name: str
    office: str = ""
    email: str = ""
    phone: str = ""
    attends: Attendance = Attendance.VIDEO
    must: bool = True
    staff_id: StaffId | None = None
    stands_in_for: ParticipantId | None = None
    told_at: datetime | None = None
    wanted_at: datetime | None = None
    ended_at: datetime | None = None
    ended_why: str = ""
    no_sms: bool = False
    call_back_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a meeting: who attends by role, with persons added or left out (R21).

    `title` is a key of the wording, or free text that the clinic wrote. So are `items`, what one
    takes up in it, and `later`, the same at SHM2 where it is something else; empty are those of
    the title (`agenda.items`).
    """

    title: str
    minutes: int
    roles: frozenset[Role]
    added: frozenset[ParticipantId] = frozenset()
    left_out: frozenset[ParticipantId] = frozenset()
    items: tuple[str, ...] = ()
    later: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """An attendance window, UTC; `end` is after `start`."""

    start: datetime
    end: datetime

    def covers(self, other: Window) -> bool:
        """Whether `other` lies inside this window (F7)."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Window) -> bool:
        """Whether the two share any time."""
        return self.start < other.end and other.start < self.end


@lru_cache(maxsize=1024)
def _in_utc(wall: datetime, zone: str) -> datetime:
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One SHM: its wall time and zone (C2), its parts, who leads it, where and on what link.

    `template` is the clinic's template name, or empty while it is undecided whether Nav comes;
    then `parts` are those of the clinic's first template. `without_gp` holds the reason when
    the responsible clinician has decided to hold it without a GP (D2). `minute_taker` and
    `plan_editor` are named before it starts (R22), `attended` is who was there, once it is held.
    """

    id: MeetingId
    kind: MeetingKind
    start: datetime  # wall time, naive
    zone: str
    template: str
    parts: tuple[Part, ...]
    leader: StaffId
    place: str = ""
    link: str = ""
    without_gp: str = ""
    revision: int = 1
    cancelled_at: datetime | None = None
    held: bool | None = None
    minute_taker: StaffId | None = None
    plan_editor: StaffId | None = None
    attended: tuple[ParticipantId, ...] = ()

    @property
    def starts_at(self) -> datetime:
        """The start in UTC."""
        return _in_utc(self.start, self.zone)

    @property
    def minutes(self) -> int:
        """How long all parts take."""
        return sum(part.minutes for part in self.parts)

    @property
    def window(self) -> Window:
        """The whole meeting."""
        start = self.starts_at
        return Window(start=start, end=start + timedelta(minutes=self.minutes))

    @property
    def alive(self) -> bool:
        """Whether the meeting is still to come as far as anybody has said."""
        return self.cancelled_at is None and self.held is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an invitation tells its owner: when, where, on which link, and how they attend."""

    window: Window
    place: str = ""
    link: str = ""
    attends: Attendance = Attendance.VIDEO


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One person asked to one meeting.

    `revision` counts from 1 and rises with each change of time or place and with a
    cancellation, so iTIP's SEQUENCE is `revision - 1`. `offered` is what was last put in a
    message to its owner. `asked_at` is when the present revision really left (the ladder's
    start), `left_at` when the first message left. `stamp` is the last DTSTAMP used for this
    UID. `link_counter` changes only when the answer link is revoked by hand.
    """

    id: InvitationId
    meeting_id: MeetingId
    participant_id: ParticipantId
    channel: Channel
    revision: int = 1
    requested_at: datetime | None = None
    offered: Facts | None = None
    asked_at: datetime | None = None
    left_at: datetime | None = None
    cancelled_at: datetime | None = None
    undelivered_at: datetime | None = None
    stamp: datetime | None = None
    link_counter: int = 0

    @property
    def sequence(self) -> int:
        """ITIP's SEQUENCE (RFC 5546 section 2.1.4)."""
        return self.revision - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What somebody answered, never changed afterwards; tied to a revision and its facts.

    `counts` is false for what is kept but changes nothing (F15), and `why_not` then names it:
    old_revision, overtaken, cancelled, closed, begun, not_asked, taken_back or undone. `proposed`
    and `also_proposed` are the times of a new time, the best first. What came from a calendar has
    its DTSTAMP in `stamp`, and as a COUNTER how many minutes it proposes, 0 for as long as before.
    """

    id: AnswerId
    invitation_id: InvitationId
    revision: int
    facts: Facts
    verdict: Verdict
    at: datetime
    channel: Channel
    evidence: str
    text: str = ""
    proposed: datetime | None = None  # wall time, naive
    also_proposed: tuple[datetime, ...] = ()  # the same
    proposed_minutes: int = 0
    stamp: datetime | None = None
    by_name: str = ""
    substitute: Substitute = Substitute.NONE
    recorded_by: StaffId | None = None
    counts: bool = True
    why_not: str = ""

    @property
    def proposals(self) -> tuple[datetime, ...]:
        """Every proposed time, the best first."""
        return (self.proposed, *self.also_proposed) if self.proposed else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The patient's consent for one named actor, whole meeting or parts (R13, R19)."""

    id: ConsentId
    participant_id: ParticipantId
    given_on: date
    form: ConsentForm
    recorded_at: datetime
    recorded_by: StaffId
    parts: tuple[int, ...] = ()  # part numbers from 1; empty is the whole meeting
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How and when a promise ended."""

    how: SettledHow
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """Somebody owes somebody something: the unit of the ledger.

    `key` is its identity (kind, subject and revision), `about` the subject's id, `owner` that of a
    person, `due` the last step's day, or the deadline where `hard`. The ladder counts from `since`.
    """

    id: PromiseId
    key: str
    kind: PromiseKind
    ladder: str
    owner: str
    owner_role: Role
    about: str
    since: datetime
    due: date
    hard: bool = False
    taken: int = 0  # how many steps of the ladder are behind us
    step: int = 0
    settled: Settled | None = None
    snoozed_until: date | None = None
    handed_to: StaffId | None = None
    tried_on: tuple[date, ...] = ()
    days: tuple[int, ...] = ()
    snoozed_why: str = ""  # past the latest safe day (F2)
    ticked: tuple[str, ...] = ()  # of a checklist
