"""Events that the clinic's own people share in Microsoft 365, as values, and the ledger's part.

What each person is told stays their own invitation. An event is how those with the same window are
told together: what it is to be follows from their invitations, and what it was made into is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from pathway.model import Window
from pathway.words import CaseId, InvitationId, MeetingId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pathway.outgoing import Sending


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """One of our own people on an event, by the invitation and the revision that it tells.

    Who is only held has no invitation yet, and it is empty.
    `heard` is what their answer in the calendar was when it was last read, as one line of text.
    """

    invitation_id: InvitationId
    address: str
    name: str = ""
    revision: int = 1
    heard: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventText:
    """What everybody on one event reads; neutral (P1)."""

    summary: str
    description: str
    location: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An event as it is to be: for whom, when and with which words."""

    window: Window
    text: EventText
    guests: tuple[Guest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedEvent:
    """An event as we last made it; without `remote_id` it was meant to be made, and perhaps is.

    `id` is ours and names the transaction, `remote_id` is Graph's. `strangers` answered without
    being asked, each with the answer, `moved_to` is a window that somebody gave it by hand, and
    `by_hand` what else was done so: what was read once is asked about once. `gone` is that somebody
    deleted it; each until it is right again, by us or by hand. `tried` are addresses that may be on
    it besides: a change was begun, and nobody knows whether it was made. `unread` is that it has
    been made so, and not looked at since: what was left till then is read now.
    `room` names the meeting whose online meeting it carries, with nobody on it; `hold` the
    alternative of a question of times that it holds, and then it is of no meeting yet; else both
    are empty.
    """

    id: str
    case_id: CaseId
    meeting_id: MeetingId
    window: Window
    text: EventText | None = None
    guests: tuple[Guest, ...] = ()
    remote_id: str = ""
    strangers: tuple[str, ...] = ()
    moved_to: Window | None = None
    by_hand: tuple[str, ...] = ()
    gone: bool = False
    tried: tuple[str, ...] = ()
    unread: bool = False
    room: str = ""
    hold: str = ""
    ended_at: datetime | None = None

    def as_made(self, wanted: Wanted, remote_id: str) -> SharedEvent:
        """It after it was made so; answers that were read stay while the time stays."""
        stays = self.window == wanted.window
        known = {_whose(guest): guest.heard for guest in self.guests} if stays else {}
        return replace(
            self,
            window=wanted.window,
            text=wanted.text,
            guests=tuple(replace(g, heard=known.get(_whose(g), "")) for g in wanted.guests),
            remote_id=remote_id,
            moved_to=None,
            by_hand=(),
            gone=False,
            tried=(),
            unread=True,
        )


def _whose(guest: Guest) -> str:
    """By the invitation; where there is none, as of a time that is held, by the address."""
    return guest.invitation_id or guest.address


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One event to be made so, or called off where nothing is wanted of it any more."""

    event: SharedEvent
    wanted: Wanted | None = None

    @property
    def people(self) -> frozenset[InvitationId]:
        """Whose invitations it concerns: those who are on the event, and who are to be."""
        coming = self.wanted.guests if self.wanted is not None else ()
        return frozenset(guest.invitation_id for guest in (*self.event.guests, *coming))


@dataclass(slots=True)
class Pairing:
    """Which kept event becomes which wanted one, so that as few as possible hear of a change."""

    kept: list[SharedEvent]
    new: Callable[[Wanted], SharedEvent]
    steps: list[Step] = field(default_factory=list)

    def of(self, wanted: Iterable[Wanted]) -> tuple[Step, ...]:
        """What is made or changed first, what is called off last: nobody is without an event."""
        left = [one for one in wanted if not self._take(one, lambda e, w: e.window == w.window)]
        left = [one for one in left if not self._take(one, _same_people)]
        self.steps += [Step(event=self.new(one), wanted=one) for one in left]
        made = sorted(self.steps, key=lambda step: bool(step.event.remote_id))
        return (*made, *(Step(event=event) for event in self.kept))

    def _take(self, wanted: Wanted, fits: Callable[[SharedEvent, Wanted], bool]) -> bool:
        for event in self.kept:
            if fits(event, wanted):
                self.kept.remove(event)
                self.steps.append(Step(event=event, wanted=wanted))
                return True
        return False


def _same_people(event: SharedEvent, wanted: Wanted) -> bool:
    """Whether all who are on it go to the same new time: then it is moved, and not made anew."""
    going = {guest.invitation_id for guest in wanted.guests}
    return bool(event.guests) and {guest.invitation_id for guest in event.guests} <= going


class Book(Protocol):
    """What a shared calendar is kept by; each call is a transaction of its own."""

    async def steps(self, about: Sending) -> Sequence[Step]:
        """What makes the events of this message's meeting say what may be told now, in order."""

    async def made(self, event_id: str, wanted: Wanted, remote_id: str) -> None:
        """The event is as wanted."""

    async def ended(self, event_id: str) -> None:
        """The event is no more."""

    async def anew(self, event: SharedEvent, wanted: Wanted) -> SharedEvent:
        """Another event in the place of one that somebody deleted."""


class Diary(Protocol):
    """What a shared calendar is read by; each call is a transaction of its own."""

    async def living(self) -> Sequence[SharedEvent]:
        """Every event that has not ended."""

    async def ended(self, event_id: str) -> None:
        """The event is over, or no more."""

    async def change(self, event_id: str, how: Callable[[SharedEvent], SharedEvent]) -> None:
        """Remember what was seen of an event, as it is by now."""

    async def hold_refused(self, event_id: str, address: str, said: str) -> None:
        """Somebody says no to a time that they are held for; said once of each answer."""

    async def mark(self, name: str) -> str:
        """What was last put under this name, empty at first."""

    async def put_mark(self, name: str, value: str) -> None:
        """Remember it."""


HINT = "calendar.hint"
"""The mark under which a door puts that something has changed: what it says is no matter."""

LIFECYCLE = "calendar.lifecycle"
"""The same for what is said of being told itself, so that neither hint takes the other's place."""


class Calendars(Protocol):
    """What the store keeps of the shared calendar; a part of `Ledger`."""

    def put_event(self, event: SharedEvent) -> None:
        """Remember an event, or its change."""

    def events_of(self, meeting: MeetingId) -> Sequence[SharedEvent]:
        """The events of this meeting that have not ended, oldest first; one asks at a time."""

    def living_events(self) -> Sequence[SharedEvent]:
        """Every event that has not ended, oldest first."""

    def one_at_a_time(self, what: str, whose: str) -> None:
        """Whoever else comes here for the same waits until this transaction is over."""

    def mark(self, name: str) -> str:
        """What was last put under this name, as how far the calendar has been read; empty first."""

    def put_mark(self, name: str, value: str) -> None:
        """Remember it."""
