"""A question of times as frozen values: up to five alternatives, who is asked, what each says.

Each is asked about their own window alone. Nothing here decides; see `pathway.offers`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pathway.model import Facts, Part, Window
from pathway.words import (
    AskedId,
    Channel,
    MeetingKind,
    OptionId,
    ParticipantId,
    Role,
    StaffId,
    Substitute,
    TimesAnswerId,
    TimesId,
)

MOST_OPTIONS = 5
"""How many alternatives a question may have at a time."""

ROLES = (Role.GP, Role.NAV_ADVISER, Role.PATIENT)
"""Those who are asked, in the order in which they are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeQuestion:
    """Which of several times suits, for a meeting that has none or must move.

    `moves` is the wall time that the meeting had when the question was put, None where there was no
    meeting; then the meeting is to be of `template`, `parts`, `leader` and `place`. `chosen` is set
    when it was decided, `ended_at` then and when it was stopped.
    """

    id: TimesId
    kind: MeetingKind
    template: str
    parts: tuple[Part, ...]
    leader: StaffId
    place: str
    asked_at: datetime
    answer_by: date
    moves: datetime | None = None
    chosen: OptionId | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeOption:
    """One alternative: when the meeting would begin, in wall time, and all that it would take.

    Until `released_at` its `staff` are held for `window`, tentatively. It is released when the
    question ends; one that is released before that was withdrawn.
    """

    id: OptionId
    question_id: TimesId
    start: datetime  # wall time, naive
    window: Window
    staff: frozenset[StaffId]
    released_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An alternative as one person sees it: their own window, and how they would attend."""

    option_id: OptionId
    facts: Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One person who is asked about the times.

    `offers` are those that they were last told of; `revision` rises when they are told of more.
    `asked_at` is when that really left, `ended_at` when they are not to answer any more.
    """

    id: AskedId
    question_id: TimesId
    participant_id: ParticipantId
    channel: Channel
    offers: tuple[Offer, ...]
    requested_at: datetime
    revision: int = 1
    asked_at: datetime | None = None
    undelivered_at: datetime | None = None
    ended_at: datetime | None = None
    link_counter: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesAnswer:
    """What one person said, never changed afterwards; `suits` are the alternatives that suit.

    `offers` are those that they saw, `proposed` other times that they propose, the best first, as
    the wall times at which their own part would begin. `counts` is false for what is kept and
    changes nothing (F15), and `why_not` then says why: old_revision, decided, over or closed.
    """

    id: TimesAnswerId
    asked_id: AskedId
    revision: int
    offers: tuple[Offer, ...]
    suits: tuple[OptionId, ...]
    at: datetime
    channel: Channel
    evidence: str
    proposed: tuple[datetime, ...] = ()
    text: str = ""
    by_name: str = ""
    substitute: Substitute = Substitute.NONE
    recorded_by: StaffId | None = None
    counts: bool = True
    why_not: str = ""
