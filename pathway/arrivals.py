"""What came to the organiser's mailbox, as values: who, when and what, never a mail's own text.

The mail adapter reads a mail into one `Arrival`; what it is worth is decided by those who know the
invitation (`service/receiving`). Nothing that arrives is dropped, and nothing is guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from pathway.model import Window
from pathway.words import Channel, InvitationId, SendingId, Verdict


class Sort(StrEnum):
    """What a mail turned out to be.

    `answer` is a REPLY or COUNTER that could be read (RFC 5546 sections 3.2.3 and 3.2.7);
    `out_of_office` an automatic note (RFC 3834), `undelivered` a delivery failure (RFC 3464),
    `delayed` the same where the server still tries; `unreadable` a mail that is, or may be, an
    answer and cannot be read (broken, encrypted, winmail.dat, too large); `letter` is any other
    mail. A letter or a note that names nothing of ours, and is from nobody whom we asked, is
    nobody's business here and stays unread.
    `moved` and `deleted` are events of ours in Microsoft 365 that somebody has changed by hand,
    `taken_off` one that somebody was taken off, `rewritten` one whose words or place are not ours.
    """

    ANSWER = "answer"
    OUT_OF_OFFICE = "out_of_office"
    UNDELIVERED = "undelivered"
    DELAYED = "delayed"
    UNREADABLE = "unreadable"
    LETTER = "letter"
    MOVED = "moved"
    DELETED = "deleted"
    TAKEN_OFF = "taken_off"
    REWRITTEN = "rewritten"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One mail, as much of it as the case may need.

    `key` is the same for the same mail however often it is read (64 characters at most).
    `invitations` are those that it may be about, best evidence first: by UID, by the plus-address;
    `messages` are the ids of the messages of ours that it answers or reports on. Ids that we do not
    know may be among both. `named` tells whether it surely names any, known or not: an event that
    it only shows may be another's. Addresses are plain and in lower case, empty where there is not
    exactly one; `sender_name` is what the sender is called in the header. Times are aware UTC.
    `verdict` is None for what is no answer
    (delegated, an unknown word). `proposed` is the window of a COUNTER, None where its times cannot
    be read for certain; `starts` and `ends` are when the event of an answer is in the calendar that
    sent it, None where that is not certain. `comment` is the answerer's own words, at most 300
    characters. `says_more` is whether those words, or the mail's text, hold more than the answer (a
    time, a question), so that a yes may not be only a yes; `to_read` whether some of that stands in
    the mail alone.
    `reason` is a status code (5.1.1) or a word of `calendar_sync.replies.Why`. `until` is the last
    day on which somebody is away, where a note says it for certain. `channel` is where it was read.
    """

    key: str
    sort: Sort
    at: datetime
    sender: str = ""
    sender_name: str = ""
    attendee: str = ""
    invitations: tuple[InvitationId, ...] = ()
    messages: tuple[SendingId, ...] = ()
    named: bool = False
    sequence: int | None = None
    stamp: datetime | None = None
    verdict: Verdict | None = None
    proposed: Window | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    comment: str = ""
    says_more: bool = False
    to_read: bool = False
    reason: str = ""
    until: date | None = None
    channel: Channel = Channel.MAIL


class Handled(StrEnum):
    """What became of an arrival, for the mailbox: what is `left` stays there, the rest is filed."""

    APPLIED = "applied"
    ASKED = "asked"
    KEPT = "kept"
    REPEATED = "repeated"
    LEFT = "left"
