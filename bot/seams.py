"""What the web doors ask of the rest of the program, and what they are shown.

The assembly implements `Rooms`; the doors know nothing else. All moments are aware and UTC.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.hearing import Answered, Arrival, Owed
from bot.reactions import Reaction, Sent
from bot.times_seams import TimesForm, TimesPage
from dialogs.turn import Reply, Turn, Utterance
from pathway.case import Case
from pathway.clinic import Clinic
from pathway.model import Participant, Promise, Window
from pathway.outgoing import SendingKind
from pathway.sightings import Sighting
from pathway.views import BoardRow, Deadline, InvitationLine
from pathway.words import Attendance, CaseRef, Channel, Role, Substitute, Verdict


class PageState(StrEnum):
    """Whether an answer page still takes an answer (F15).

    From its start to its end a meeting's page still says when, where and on which link.
    """

    OPEN = "open"
    BEGUN = "begun"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentAnswer:
    """The answer that counts now; its text is the secretary's alone and stays away.

    `kept` is that time, place or way of attending have changed since, and it holds all the same.
    """

    verdict: Verdict
    at: datetime
    substitute: Substitute = Substitute.NONE
    proposed: tuple[datetime, ...] = ()  # wall times, naive
    has_text: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """What one invitation's page tells its owner, as the owner was last told.

    `token` is the long token of the link, also where the page was found by its code; `role`
    is the owner's, and `revision` the invitation's; where `often` no more answers are kept.
    """

    token: str
    public_name: str
    phone: str
    ref: CaseRef
    role: Role
    window: Window
    zone: str
    attends: Attendance
    revision: int
    place: str = ""
    link: str = ""
    current: CurrentAnswer | None = None
    state: PageState = PageState.OPEN
    often: bool = False

    @property
    def may_substitute(self) -> bool:
        """Whether somebody else at the office may answer or come instead (D2)."""
        return self.role is Role.GP


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerForm:
    """An answer as it was given on the page, already checked for shape.

    `revision` is the invitation's when the page was drawn, so an answer to an older one is
    known as such. `proposed` are wall times, the best first. `form_token` is the evidence: what
    the page was signed with.
    """

    verdict: Verdict
    revision: int
    form_token: str
    text: str = ""
    by_name: str = ""
    substitute: Substitute = Substitute.NONE
    proposed: tuple[datetime, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coming:
    """A message that will leave by itself if nothing else happens; `name` is who gets it.

    `promise` is the wait it belongs to and `step` the ladder's; `subject` that of a written text.
    """

    at: datetime
    role: Role
    name: str
    channel: Channel
    kind: SendingKind
    subject: str = ""
    promise: Promise | None = None
    step: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A text that a member of staff sent by hand and ticked off, as its recipient got it (D6)."""

    at: datetime
    to: Participant
    channel: Channel
    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """The open case for the middle pane, as this member of staff may see it.

    `promises` are the open ones; `coming` is in the order in which it leaves, `carried` in the
    order in which people sent it.
    """

    case: Case
    deadlines: tuple[Deadline, ...] = ()
    invitations: tuple[InvitationLine, ...] = ()
    promises: tuple[Promise, ...] = ()
    coming: tuple[Coming, ...] = ()
    carried: tuple[Carried, ...] = ()


class InviteKind(StrEnum):
    """What the calendar part of a mail asks its reader's calendar to do."""

    REQUEST = "request"
    CANCEL = "cancel"
    STANDS = "stands"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """The calendar part of a mail, as read back from the mail itself."""

    kind: InviteKind
    summary: str
    window: Window
    zone: str
    location: str = ""
    ics: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail as it arrived: its real bytes, its calendar part if any, and what was sent back."""

    received_at: datetime
    raw: bytes
    invite: Invite | None = None
    sent: tuple[Sent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailbox:
    """The mailbox of somebody outside; mails oldest first, their places never change."""

    address: str
    name: str = ""
    role: Role | None = None
    mails: tuple[Mail, ...] = ()


class ClockStep(StrEnum):
    """How far the local clinic's clock is turned."""

    MINUTES = "minutes"
    DAY = "day"
    WEEK = "week"
    EVENT = "event"


class Chatting(Protocol):
    """What the Teams door asks of the rest of the program."""

    @property
    def clinic(self) -> Clinic:
        """The clinic that is served."""

    async def hear(self, staff_id: str, utterance: Utterance, arrival: Arrival) -> Answered:
        """One turn, or what this very message was answered before."""

    async def met(self, staff_id: str, arrival: Arrival) -> bool:
        """Remember where this person is reached; whether they were not reached there before."""

    async def chat_lost(self, staff_id: str, chat: str) -> None:
        """This chat of this person, by its conversation, is blocked or removed (D4)."""

    async def answered(self, messages: Sequence[tuple[str, str]]) -> None:
        """These messages, each a conversation and an activity, were answered."""

    async def sighted(self, said: Sighting) -> None:
        """Something was seen of a meeting on the video platform."""

    async def owed(self) -> Sequence[Owed]:
        """What was answered before a stop, and perhaps never said."""


class Rooms(Protocol):
    """Everything behind the web doors."""

    @property
    def clinic(self) -> Clinic:
        """The clinic that is served."""

    @property
    def local(self) -> bool:
        """Whether this is the local clinic, with its chat, mailboxes and clock."""

    @property
    def public_url(self) -> str:
        """The address under which outsiders reach the answer page."""

    def now(self) -> datetime:
        """The moment that holds everywhere, in local mode as it has been turned."""

    async def lacking(self) -> Sequence[str]:
        """What keeps the program from being ready, by name; nothing when it is."""

    async def answer_page(self, token: str) -> AnswerPage | TimesPage | None:
        """The page of this token; None for one that is not known, and for every code."""

    async def page_of_code(self, code: str) -> AnswerPage | TimesPage | None:
        """The page of this 12-character code; None for one that is not known."""

    async def give_answer(self, token: str, form: AnswerForm) -> AnswerPage | None:
        """Record the answer and return the page as it is afterwards.

        An answer that says the same as the current one, to the same revision, records nothing:
        a double click is one answer. An older revision's answer, or one after cancellation, is
        kept and changes nothing (F15).
        """

    async def give_times(self, token: str, form: TimesForm) -> TimesPage | None:
        """Record which times suit, likewise."""

    async def ics(self, token: str) -> bytes | None:
        """The invitation as a calendar file, or None where there is nothing to put in one."""

    async def turn(self, staff_id: str, utterance: Utterance, door: str) -> Turn:
        """One turn of this person's conversation. Local only, like all that follows."""

    async def open_question(self, staff_id: str) -> Turn | None:
        """What this person was asked last and has not answered, once more; None where nothing is.

        A page asks it when it has forgotten what was said, as after a restart.
        """

    async def waiting_chat(self, staff_id: str) -> Sequence[Reply]:
        """What this person has not been shown; it counts as shown unless a chat gets it too."""

    async def board(self, staff_id: str) -> Sequence[BoardRow]:
        """Every open case, the reddest first."""

    async def case_view(self, staff_id: str, ref: str) -> CaseView | None:
        """The case, or None where it is unknown or this person must first say why."""

    async def move_clock(self, to: ClockStep) -> None:
        """Turn the clock and let the daemon work until it is quiet."""

    async def react(self, address: str, number: int, reaction: Reaction) -> None:
        """Somebody outside answers the mail with this number in their mailbox.

        What they send is a real mail, read as from the organiser's mailbox; a mail that is not
        there, or that cannot be answered so, is left alone.
        """

    def mailboxes(self) -> Sequence[Mailbox]:
        """The mailboxes of the people outside, in the order in which they first got mail."""

    def version(self) -> int:
        """A number that rises whenever something that the local page shows has changed."""

    async def changed(self) -> tuple[int, datetime | None]:
        """The version, and when anything was last recorded, also by another process.

        Nobody's case is read by it, so it writes nothing into the log.
        """
