"""What came by mail and is no plain answer: a question to a person, and the ledger's part of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from pathway.model import Settled, Window
from pathway.words import AskedId, CaseRef, InvitationId, QuestionId, SettledHow, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathway.words import SendingId


STRAYS = "strays"
"""What the office's messages about mails of no case hold, in the place of a promise's id."""


class Doubt(StrEnum):
    """Why what came by mail is a person's to judge, and changes nothing by itself."""

    STRANGER = "stranger"  # an answer from somebody who was not asked
    SAYS_MORE = "says_more"  # a yes with a time or a question in its text
    NO_ANSWER = "no_answer"  # delegated, or a word that we do not know
    UNREADABLE = "unreadable"
    AWAY = "away"
    DELAYED = "delayed"
    UNDELIVERED = "undelivered"  # of what we cannot say which message it was
    LETTER = "letter"
    MOVED = "moved"  # our event in the calendar has another time, by hand
    DELETED = "deleted"  # it was taken away by hand
    TAKEN_OFF = "taken_off"  # one of ours was taken off it by hand
    REWRITTEN = "rewritten"  # its words or its place were changed by hand
    OFTEN = "often"  # more answers of one person to one invitation than are kept
    MANY = "many"  # one for all that came while as many as can be shown were open


BY_HAND = frozenset({Doubt.MOVED, Doubt.DELETED, Doubt.TAKEN_OFF, Doubt.REWRITTEN})
"""What somebody did in the calendar itself."""


class Resolution(StrEnum):
    """What the secretary makes of such a question."""

    THEIRS = "theirs"  # it is the answer of the one who was asked
    SUBSTITUTE = "substitute"  # it is the answer of one who comes in the GP's place for now
    RESTORED = "restored"  # the calendar is put back as the meeting is
    ASKED_AGAIN = "asked_again"  # the one who was asked is reminded of it now
    NOTED = "noted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One mail that a person is to judge: who, when and what, never more text than that (P4).

    `since` is when the first such mail came and `at` the latest; `times` counts them. `comment`
    are the answerer's own words where the answer cannot be judged without them, taken away when
    the question is settled; `to_read` tells that the mail holds more of them. `revision` is the
    invitation's that was answered, 0 where unknown. `until` is the last day on which somebody is
    away, `reason` a code as in `Arrival`. `asked_id` is whose question of times it answers, where
    it is about that and no invitation.
    """

    id: QuestionId
    doubt: Doubt
    invitation_id: InvitationId | None
    since: datetime
    at: datetime
    sender: str = ""
    sender_name: str = ""
    verdict: Verdict | None = None
    revision: int = 0
    proposed: Window | None = None
    comment: str = ""
    to_read: bool = False
    until: date | None = None
    reason: str = ""
    times: int = 1
    asked_id: AskedId | None = None
    settled: Settled | None = None

    def seen_to(self, at: datetime) -> Question:
        """The question when a person has settled it: without its words (P4)."""
        return replace(self, comment="", settled=Settled(how=SettledHow.DONE, at=at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An invitation that a mail of no case may be about, since its owner has that address."""

    ref: CaseRef
    invitation_id: InvitationId


class Mailroom(Protocol):
    """What the store keeps of what came by mail; a part of `Ledger`."""

    def arrive(self, key: str, at: datetime) -> bool:
        """Remember a mail by its key; False where it came before."""

    def forget_arrivals(self, before: datetime) -> None:
        """Forget the keys of mails that came before this moment."""

    def invitation_of(self, names: Sequence[InvitationId | SendingId]) -> InvitationId | None:
        """The first invitation that these ids name, by its own id or a message's; no audit row."""

    def asked_of(self, names: Sequence[InvitationId | SendingId]) -> AskedId | None:
        """Whose question of times these ids name, as `invitation_of`."""

    def cases_at(self, address: str) -> Sequence[CaseRef]:
        """The open cases of which somebody has this address, in small letters; no audit row."""

    def put_stray(self, question: Question) -> None:
        """Remember a question that belongs to no case, or its change."""

    def strays(self) -> Sequence[Question]:
        """Every question of no case that is not settled, oldest first."""
