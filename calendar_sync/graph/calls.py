"""What we ask of Microsoft Graph, in our own words; `sdk` is the only module that knows theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from pathway.calendars import EventText, Guest
from pathway.model import Window
from pathway.postbox import PostboxFault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathway.freebusy import BusyTime

NO_MAILBOX = frozenset(
    {
        "ErrorInvalidUser",
        "ErrorNonExistentMailbox",
        "MailboxNotEnabledForRESTAPI",
        "MailboxNotSupportedForRESTAPI",
        "Request_ResourceNotFound",
    }
)
"""Codes of a 404 that is about the mailbox itself and not about what was asked for in it."""

_REFUSED = frozenset({401, 403})
_MISSING = 404
_BAD_REQUEST = 400


class GraphError(Exception):
    """Graph did not do it; told by status and code, never by its words, which may name people.

    `status` is 0 where no whole answer came. `wait` is how many seconds it asks us to wait.
    """

    def __init__(self, status: int = 0, code: str = "", wait: float = 0.0) -> None:
        super().__init__(f"{status} {code}".strip())
        self.status = status
        self.code = code
        self.wait = wait

    @property
    def fault(self) -> PostboxFault:
        """Why the organiser's calendar cannot be used, as far as this tells."""
        if self.status in _REFUSED:
            return PostboxFault.REFUSED
        no_mailbox = self.status == _MISSING and self.code in NO_MAILBOX
        return PostboxFault.GONE if no_mailbox else PostboxFault.UNREACHABLE

    @property
    def missing(self) -> bool:
        """Whether what was asked for is not there, in a mailbox that is."""
        return self.status == _MISSING and self.code not in NO_MAILBOX

    @property
    def of_one(self) -> bool:
        """Whether it is about the one thing that was asked for, so that others can be asked for."""
        return self.status == _BAD_REQUEST or (self.status == 0 and self.code == "half")


class ExtraMissingError(Exception):
    """Graph is configured and msgraph-sdk is not installed: run `make graph`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event to be made; `transaction` is the same for the same event however often it is tried.

    `online` asks for a Teams meeting; `held` shows the time as tentative, and asks for no answer.
    """

    transaction: str
    window: Window
    text: EventText
    guests: tuple[Guest, ...] = ()
    online: bool = False
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenGuest:
    """An attendee as Graph shows it; `response` is Graph's word, `at` None where it has no time."""

    address: str
    name: str = ""
    response: str = "none"
    at: datetime | None = None
    proposed: Window | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenEvent:
    """An event as it stands in the organiser's calendar; `body` is HTML, `link` a join address."""

    id: str
    change_key: str
    window: Window
    summary: str = ""
    location: str = ""
    body: str = ""
    guests: tuple[SeenGuest, ...] = ()
    online: bool = False
    link: str = ""
    transaction: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChange:
    """What is to be changed of an event; None leaves it. `guests` is always the whole list."""

    window: Window | None = None
    text: EventText | None = None
    body: str | None = None
    guests: tuple[tuple[str, str], ...] | None = None  # address and name


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What has changed since last time: events by Graph's id, those that are gone, where to go on.

    `whole` is that everything in the span was listed.
    """

    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    mark: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A Teams meeting and whether it is as safe as it is to be (teams page)."""

    id: str
    safe: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscribed:
    """Graph tells us of changes, until then."""

    id: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Mine:
    """Where notifications go, and the secret that they carry."""

    url: str
    state: str


class Calls(Protocol):
    """Everything that is asked of Graph, about one organiser's mailbox. All raise `GraphError`."""

    async def create(self, new: NewEvent) -> SeenEvent:
        """Make an event, or get the one that this very request made before."""

    async def read(self, event_id: str) -> SeenEvent | None:
        """The event, or None where it is not there."""

    async def change(self, event_id: str, change: EventChange) -> SeenEvent:
        """Change an event; those whom it concerns are told by Exchange."""

    async def call_off(self, event_id: str) -> None:
        """Cancel an event, or take it away where nobody is on it; nothing where it is gone."""

    async def find(self, transaction: str, window: Window) -> SeenEvent | None:
        """The event that this transaction made, looked for within the window, or None."""

    async def changes(self, mark: str, span: Window) -> Changes:
        """What has changed since the mark; an empty one begins anew. 410: begin anew."""

    async def room_of(self, join_url: str) -> Room | None:
        """The Teams meeting with this join address, or None where it is not there yet."""

    async def make_safe(self, room_id: str, join_url: str) -> Room:
        """Set lobby, presenters, recording and chat, and read what they have become."""

    async def subscribe(self, mine: Mine, until: datetime) -> Subscribed:
        """Have Graph tell us of changes."""

    async def renew(self, subscription_id: str, until: datetime) -> Subscribed:
        """Have it go on telling us."""

    async def busy(
        self, addresses: Sequence[str], span: Window
    ) -> dict[str, tuple[BusyTime, ...] | str]:
        """Each address' busy times, or a code in their place: 20 addresses, 42 days at most."""
