"""Where staff are reached in chat, and what has been heard there: a message may come twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from pathway.words import PromiseKind, SettledHow, StaffId

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from pathway.outgoing import Sending
    from pathway.words import SendingId


KEPT = timedelta(hours=1)
"""How long what was answered is kept: long after Teams has stopped repeating a message (P5)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A member of staff's own conversation with the bot, as they last wrote in it.

    `conversation_id` and `service_url` are where to write, `tenant` the Entra tenant, `member_id`
    and `bot_id` what the two are called there. `unreachable_at` is when the other side said that
    the bot is blocked or removed; a new message clears it.
    """

    staff_id: StaffId
    service_url: str
    conversation_id: str
    tenant: str
    member_id: str
    bot_id: str
    seen_at: datetime
    unreachable_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One message that came, and what was answered, so that a repeat changes nothing.

    `replies` is the answer as JSON text; `answered_at` when it was handed over, None until then.
    """

    conversation_id: str
    activity_id: str
    staff_id: StaffId
    at: datetime
    replies: str
    answered_at: datetime | None = None


class Mark(StrEnum):
    """What has become of one thing that a message in chat told its reader to do."""

    OPEN = "open"
    DONE = "done"
    MOOT = "moot"
    LATER = "later"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far a promise has come, as far as whoever was told of it must know."""

    kind: PromiseKind | None = None
    owner: str = ""
    ladder: str = ""
    taken: int = 0
    settled: SettledHow | None = None
    snoozed_until: date | None = None
    handed_to: StaffId | None = None

    def mark(self, readers: Collection[str], today: date) -> Mark:
        """What has become of it for one who was told of it, and for whom they stand in."""
        if self.settled is not None:
            done = self.settled in {SettledHow.DONE, SettledHow.ANSWERED}
            return Mark.DONE if done else Mark.MOOT
        if self.handed_to is not None and self.handed_to not in readers:
            return Mark.ELSEWHERE
        hidden = self.snoozed_until is not None and self.snoozed_until > today
        return Mark.LATER if hidden else Mark.OPEN


class Hearing(Protocol):
    """What the store keeps of the chats; a part of `Ledger`."""

    def conversation(self, staff_id: str) -> str:
        """This person's conversation state as text, empty at first; others wait their turn."""

    def put_conversation(self, staff_id: str, state: str) -> None:
        """Remember it."""

    def chat(self, staff_id: str) -> Chat | None:
        """Where this person is reached in chat, or None."""

    def put_chat(self, chat: Chat) -> None:
        """Remember it, in the place of this person's earlier one."""

    def waiting_chat(self, staff_id: str) -> Sequence[Sending]:
        """Rows of channel chat that this person has not been shown, oldest first."""

    def claim(self, sending_id: SendingId, now: datetime, lease_until: datetime) -> Sending | None:
        """Take a row until then and count the attempt; None where somebody else was first."""

    def posted(self, staff_id: str, since: datetime) -> Sequence[Sending]:
        """What was posted in this person's chat since then, and its edits, oldest first."""

    def in_touch(self, staff: Collection[str], since: datetime | None = None) -> Collection[str]:
        """Those of them for whom something waits in chat, or in whose chat it was posted since."""

    def standings(self, promises: Collection[str]) -> Mapping[str, Standing]:
        """How far each of these has come; no audit row, since nobody reads a case by it."""

    def hear_first(self, heard: Heard) -> bool:
        """Remember a message that is new; False where it was heard before, also just now."""

    def heard(self, conversation_id: str, activity_id: str) -> Heard | None:
        """What was answered to this message, or None where it is new."""

    def put_heard(self, heard: Heard) -> None:
        """Remember it, or its change."""

    def note_answered(self, messages: Sequence[tuple[str, str]], at: datetime) -> None:
        """These (conversation, activity) were answered then; unknown ones are passed over."""

    def unanswered(self) -> Sequence[Heard]:
        """Messages whose answer was not handed over, oldest first."""

    def forget_heard(self, before: datetime) -> None:
        """Forget what was heard before this moment: nobody sends it again (P5)."""
