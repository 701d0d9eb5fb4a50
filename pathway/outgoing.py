"""What is to leave the clinic: one row a message, frozen when it was decided.

Only links are filled in later (the placeholders below), and DTSTAMP, Date, Message-ID and
boundary follow from `Sending.stamp`, which is set at the first claim: a retry has the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from pathway.model import Facts, Window
from pathway.words import (
    AskedId,
    CaseId,
    Channel,
    ClinicId,
    InvitationId,
    PromiseId,
    Role,
    SendingId,
)

ANSWER_URL = "{answer_url}"
ANSWER_CODE = "{answer_code}"
CODE_URL = "{code_url}"
"""The address of the page that takes a code, for those who copy by hand."""


class SendingKind(StrEnum):
    """What a message is for."""

    INVITATION = "invitation"
    UPDATE = "update"
    CANCELLATION = "cancellation"
    LINK = "link"
    REMINDER = "reminder"
    STILL_STANDS = "still_stands"
    STANDS = "stands"  # a proposed time cannot be had, and the one that was offered stands
    TIMES = "times"  # which of several times would suit
    TIMES_REMINDER = "times_reminder"
    TIMES_OVER = "times_over"  # no answer is wanted any more
    NEW_MINUTE = "new_minute"  # when to come in, while the meeting runs (F18)
    ABOUT_WHOM = "about_whom"  # beside a mail, which may not say it (R11, P1)
    TASK = "task"
    NOTICE = "notice"
    DIGEST = "digest"
    EDIT = "edit"  # takes the place of what was posted in a chat; it rings nowhere


class SendingStatus(StrEnum):
    """Where a row stands; `failed` waits for its next attempt, `dropped` never left."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    GIVEN_UP = "given_up"
    SHOWN = "shown"
    DROPPED = "dropped"


CARRIED = frozenset({Channel.MAIL, Channel.GRAPH})
"""Channels that the program itself carries; chat is shown, and the rest people carry (D6)."""

OPEN = frozenset({SendingStatus.PENDING, SendingStatus.FAILED})
"""Rows that may still leave."""


@dataclass(frozen=True, slots=True)
class Queued:
    """A row that may be claimed now; the rows of one case leave one after the other."""

    id: SendingId
    case_id: CaseId


class Hours(StrEnum):
    """When a row may leave (D4, F3, F18, P6)."""

    ANY = "any"
    WORKING = "working"
    TODAY = "today"
    SMS = "sms"


class Method(StrEnum):
    """The iTIP methods that we send (RFC 5546 section 1.4)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    DECLINECOUNTER = "DECLINECOUNTER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The calendar part of a message: one VEVENT for one recipient (interop page)."""

    method: Method
    uid: str
    sequence: int
    window: Window
    zone: str
    summary: str
    description: str
    location: str = ""
    link: str = ""
    attendee_name: str = ""
    accepted: bool = False  # a kept yes is sent on as PARTSTAT=ACCEPTED (F16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Subject and plain text, the event where there is one, and what staff may press.

    `actions` are typed commands offered as buttons, each as (command, title). `lines` stand
    below the text, each with actions of its own. `name` is what the recipient is called in an
    address (P1b), empty where nobody outside is written to. `held` are the promises that staff are
    told of, in the order of the lines, also those that are only counted.
    """

    subject: str
    text: str
    event: Event | None = None
    actions: tuple[tuple[str, str], ...] = ()
    lines: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    name: str = ""
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One message to one person.

    `to` is a participant's or a staff id, `address` where it goes (empty in chat), `why` a
    rule id, `revision` the invitation's revision it carries and `facts` what it tells. `asked_id`
    is set in place of `invitation_id` where it asks about several times.
    `leased_until` is set while somebody is delivering it; `attempts` counts claims. `message_id`
    is the chat's own id of what was posted, and of an edit whose place it takes.
    """

    id: SendingId
    clinic_id: ClinicId
    case_id: CaseId | None
    to: str
    role: Role
    channel: Channel
    kind: SendingKind
    content: Content
    why: str
    created_at: datetime
    not_before: datetime
    hours: Hours = Hours.WORKING
    address: str = ""
    step: int = 0
    invitation_id: InvitationId | None = None
    asked_id: AskedId | None = None
    promise_id: PromiseId | None = None
    revision: int = 0
    facts: Facts | None = None
    status: SendingStatus = SendingStatus.PENDING
    attempts: int = 0
    leased_until: datetime | None = None
    stamp: datetime | None = None
    done_at: datetime | None = None
    error: str = ""
    message_id: str = ""

    @property
    def waiting(self) -> bool:
        """Whether the row may still leave."""
        return self.status in OPEN

    @property
    def may_have_left(self) -> bool:
        """Whether a recipient may have seen it: sent, or handed over and never refused (F6)."""
        tried = self.attempts > 0 and self.status is not SendingStatus.GIVEN_UP
        return tried or self.status is SendingStatus.SENT


class Outbox(Protocol):
    """What the ledger knows of that which is to leave."""

    def due_sendings(
        self, channel: Channel, now: datetime, limit: int, *, take: bool = False
    ) -> Sequence[Queued]:
        """A channel's rows that wait, past `not_before`, without a lease, oldest first.

        Where they are to be taken in this transaction: only of cases that nobody has in hand, no
        other transaction and no lease of a carried channel, and of those nobody else's from now on.
        """

    def read_ahead(self, wanted: Iterable[CaseId]) -> None:
        """Read these cases at once, so that a load of each that follows costs little.

        They are nobody else's from now on; no audit row, and those that are unknown are passed by.
        """

    def awaited(self) -> bool:
        """Whether people wait for this transaction: what can be left for the next is left."""

    def put_sending(self, sending: Sending) -> None:
        """Remember a row that belongs to no case (digests), or its change."""

    def digest_sent(self, staff_id: str, on: date) -> bool:
        """Whether this person's digest of that day exists."""
