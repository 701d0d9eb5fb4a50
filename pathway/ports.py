"""The seams: what the domain asks of the rooms above it, as protocols."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from pathway.calendars import Calendars
from pathway.chats import Hearing
from pathway.digests import DigestHours, DigestTexts
from pathway.earlier import Keeping
from pathway.freebusy import BusyTimes
from pathway.heartbeat import Heartbeat
from pathway.outgoing import Outbox
from pathway.page_keys import PageKeys
from pathway.plan_text import Plans
from pathway.questions import Mailroom
from pathway.roster import Absences
from pathway.sightings import Sightings
from pathway.words import Attendance, MeetingKind, Role

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime, timedelta

    from pathway.case import Case
    from pathway.clinic import Contact
    from pathway.model import Facts
    from pathway.outgoing import Content, Sending, SendingKind
    from pathway.words import CaseId, CaseRef, InvitationId, SendingId


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who reads or changes a case, when and why, through which door; one audit row (P3).

    `actor` is a staff id, `program`, or a participant's id on the answer page.
    """

    actor: str
    at: datetime
    why: str = ""
    door: str = "chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One line of the log, which only grows; `what` is one of `LOOKS`, or a command's name.

    `detail` names fields and commands, never people, since it stays for ever (P5).
    """

    at: datetime
    actor: str
    ref: str
    what: str
    why: str
    door: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """A living meeting of any case, or a time that is asked about, as clashes are judged by it.

    `tentative` is a time that nobody has chosen: it takes the staff's time and is no meeting.
    """

    id: str
    ref: CaseRef
    start: datetime
    end: datetime
    leader: str
    clinicians: frozenset[str]
    link: str
    kind: MeetingKind
    tentative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The answer links of one invitation, derived whenever they are needed."""

    answer_url: str = ""
    answer_code: str = ""
    code_url: str = ""

    def fill(self, text: str) -> str:
        """A frozen text with its placeholders replaced."""
        for name in ("answer_url", "answer_code", "code_url"):
            text = text.replace("{" + name + "}", getattr(self, name))
        return text


LOOKS = frozenset({"viewed", "listed", "refused"})
"""What an audit row says of one who only looked, or wanted to and might not."""


class LinkMaker(Protocol):
    """Derives answer links from the installation's key; the store holds only their hashes."""

    def links(self, invitation: InvitationId, counter: int) -> Links:
        """Address and code of this invitation's answer page."""

    def hashes(self, invitation: InvitationId, counter: int) -> tuple[str, ...]:
        """What is looked up when somebody comes with the link, or with the code."""

    def hash_of_token(self, token: str) -> str:
        """The hash of what somebody came with in an address; any text is fine."""

    def hash_of_code(self, code: str) -> str:
        """The hash of what somebody typed as a code, never a token's; any text is fine."""


class Ledger(
    Hearing,
    Sightings,
    Keeping,
    Outbox,
    Mailroom,
    Calendars,
    BusyTimes,
    PageKeys,
    Absences,
    DigestHours,
    Plans,
    Heartbeat,
    Protocol,
):
    """Everything one transaction may ask of the store, for one clinic.

    Each read of a case writes its audit row in the same transaction; so does each save.
    Refusals: `UnknownCaseError` for a reference that this clinic does not have,
    `StalePlanError` when the case was saved by somebody else since it was loaded.
    """

    def load(self, ref: CaseRef, access: Access) -> Case:
        """The case with this reference; one audit row `viewed`."""

    def load_for(self, sending: SendingId | InvitationId | CaseId, access: Access) -> Case:
        """The case that this sending, invitation or case id belongs to; one audit row."""

    def add(self, case: Case, access: Access, *, detail: str = "") -> None:
        """Remember a new case; one audit row `registered`."""

    def save(self, case: Case, access: Access, *, what: str, detail: str = "") -> None:
        """Remember what changed of a loaded case; one audit row named `what`."""

    def list_cases(self, access: Access, *, closed: bool = False) -> Sequence[Case]:
        """Every open case, closed ones too where asked, oldest first; a row `listed` for each."""

    def readable_cases(
        self, access: Access, *, closed: bool = False, only: Collection[CaseId] | None = None
    ) -> tuple[Sequence[Case], int]:
        """Those that can be read of `list_cases`, or `only` these, and how many cannot."""

    def refs(self) -> frozenset[str]:
        """Every reference in use; no audit row, since nobody reads a case by it."""

    def names(self) -> Mapping[CaseId, str]:
        """Whom each open case is about, to compare with; no audit row: show none of them."""

    def bookings(self, start: datetime, end: datetime) -> Sequence[Booking]:
        """Living meetings and times that are held, in open cases, that share time with this."""

    def link_users(self, link: str) -> Sequence[Booking]:
        """Meetings of any age that use this link."""

    def contacts(self) -> Sequence[Contact]:
        """Every contact that was put, also those that are gone, by role, name and office."""

    def put_contact(self, contact: Contact) -> None:
        """Remember a contact, in the place of one with the same role, name and office."""

    def savepoint(self) -> AbstractContextManager[None]:
        """What is written inside is undone when it raises; what was written before stays."""

    def clock_offset(self) -> timedelta:
        """How far local mode's clock has been turned."""

    def move_clock(self, by: timedelta) -> None:
        """Turn local mode's clock forward; it never goes back."""

    def latest(self) -> datetime | None:
        """The latest moment at which anything was recorded, for `--at`."""

    def audit(self, ref: CaseRef) -> Sequence[AuditEntry]:
        """The log of one case, oldest first."""

    def note_audit(self, entry: AuditEntry) -> None:
        """Write a line of the log that no load or save writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What a text to one participant is made of.

    `before` is what they were last told; `received` when the referral was received, for secure
    messages only; `paper` that it goes by post or Helsenorge, `sms` as a text, `spoken` by phone;
    `doctor` the GP who is invited too (R20b), None where it is held without, `locum` that they
    stand in for the GP; `parts` the titles of the own parts; `own_text` the clinic's letter (R12);
    `call_on` when we ring; `patient_waits` that the patient is unasked; `shared` that many read it.
    Of a question of times `times` are the alternatives, `again` that they are others than before.
    """

    kind: SendingKind
    role: Role
    ref: CaseRef
    public_name: str
    phone: str
    zone: str
    facts: Facts
    recipient: str = ""
    before: Facts | None = None
    must_answer: bool = True
    received: date | None = None
    attends: Attendance = Attendance.VIDEO
    answer_by: date | None = None
    secure: bool = False
    paper: bool = False
    sms: bool = False
    spoken: bool = False
    doctor: str | None = None
    locum: bool = False
    parts: tuple[str, ...] = ()
    own_text: str = ""
    own_phone: str = ""
    meeting_kind: MeetingKind = MeetingKind.SHM1
    call_on: date | None = None
    patient_waits: bool = True
    shared: bool = False
    times: tuple[tuple[int, Facts], ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestLine:
    """One thing to do: case, promise, what it is, and the typed commands that settle it."""

    ref: CaseRef
    text: str
    promise_id: str = ""
    actions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a message to a member of staff is made of: a name from `NOTICES` and its values."""

    name: str
    ref: CaseRef
    values: dict[str, str] = field(default_factory=dict)
    on: date | None = None
    at: datetime | None = None
    zone: str = "Europe/Oslo"


class Texts(DigestTexts, Protocol):
    """The wording, one function for each text that leaves."""

    def letter(self, letter: Letter) -> Content:
        """Subject and plain text to a participant; no event yet."""

    def attendee_name(self, role: Role, name: str) -> str:
        """What a calendar calls its owner: the own name, for the patient the role (P1b)."""

    def notice(self, notice: Notice) -> Content:
        """Text and buttons to a member of staff."""

    def location(self, letter: Letter) -> str:
        """Where, as a calendar outside may show it (F17)."""

    def link(self, letter: Letter) -> str:
        """The video link, as an address that a calendar can hold."""

    def entry(self, letter: Letter) -> Content:
        """Summary and description of the recipient's calendar entry: what holds now."""


class Carrier(Protocol):
    """A way out of the clinic: delivers one message, or says that it could not."""

    async def deliver(self, sending: Sending, links: Links) -> str | None:
        """Hand it over; its id, in a chat. `DeliveryFailedError`: later; `…RefusedError`: never."""

    async def rest(self) -> None:
        """Let go of what was kept open for the next message: none comes for now. Never raises."""


class DeliveryFailedError(Exception):
    """It could not be handed over now: it is tried again, not before `wait` seconds have passed."""

    wait: float = 0.0


class DeliveryRefusedError(Exception):
    """The other side said no for good (an address that does not exist): the secretary is told."""
