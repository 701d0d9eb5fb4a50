"""Whatever comes to the organiser's mailbox, read into one `Arrival`, or left to its reader.

Nothing is guessed: what cannot be read for certain is said to be so, for a person to see. Foreign
text ends here; an `Arrival` holds addresses, names of ours, and an answer's own comment.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from email import message_from_bytes
from email.parser import BytesHeaderParser
from typing import TYPE_CHECKING

from calendar_sync.bounces import DELAYED, is_report, read_bounce
from calendar_sync.foreign import (
    addresses_in,
    all_seen,
    attached,
    header,
    own_words,
    parts_of,
    payload,
    sender_of,
    word,
)
from calendar_sync.itip import Reply, Unread, Why, read_calendar, uids_in
from calendar_sync.names import looks_ours, named_by_plus, named_in
from pathway.arrivals import Arrival, Sort
from pathway.model import Window
from pathway.words import InvitationId, SendingId

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from email.message import Message

    from calendar_sync.bounces import Bounce
    from calendar_sync.mailbox import Mailbox

READ_LIMIT = 512 * 1024
"""Octets of one mail that are ever read; an answer stands in its first few thousand."""

COMMENT_LIMIT = 300

NEAR = timedelta(days=3 * 366)
"""A time further from the mail than this is no proposal of a meeting."""

__all__ = ["READ_LIMIT", "Reader", "Why"]

_ENCRYPTED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
_WINMAIL = {"application/ms-tnef", "application/vnd.ms-tnef"}
_PGP = b"-----BEGIN PGP MESSAGE-----"
_AUTOMATIC = ("x-autoreply", "x-autorespond", "x-auto-response-suppress")
_WRITES_ITSELF = ("google", "apple", "mozilla", "caldav", "zimbra")
"""Programs that write the mail's text themselves, and carry their owner's words in COMMENT."""

_OF_THE_REST = {Sort.UNREADABLE, Sort.LETTER}
"""What a mail may be taken for when only its beginning was read."""

_SAYS_ANSWER = re.compile(r"\bmethod[=:][ \t\"]?(?:reply|counter|refresh)\b", re.IGNORECASE)
"""A calendar that answers, by the head of its part or in its own words."""

_UID = re.compile(r"\bUID:(\S{36})\s")

_BULK = {"auto_reply", "bulk", "junk"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads what comes to one mailbox, which is `ours`.

    `more` tells whether somebody's own words, with what that one is called, hold more than a yes.
    """

    ours: Mailbox
    more: Callable[[str, str], bool]

    def read(self, raw: bytes, *, size: int, at: datetime) -> Arrival | None:
        """What a mail means for our invitations; None where it is nobody's business here.

        `raw` is as much of it as was read and `size` the whole, which servers tell inexactly
        (RFC 3501 binds them, Exchange guesses); `at` is when the server got it.
        Never raises, whatever the bytes are.
        """
        bare = Arrival(key=_key(raw), sort=Sort.UNREADABLE, at=at, reason=Why.BROKEN)
        try:
            bare = _from_whom(BytesHeaderParser().parsebytes(raw), bare, self.ours)
            mail = message_from_bytes(raw)
            arrival, searched = self._judged(mail, bare), all_seen(mail)
        except Exception:  # noqa: BLE001 - foreign bytes break parsers in ways that nobody lists
            return bare
        whole = len(raw) < READ_LIMIT or size <= len(raw)
        if (whole and searched) or (arrival is not None and arrival.sort not in _OF_THE_REST):
            return arrival
        return _unsearched(raw, arrival or bare)

    def _judged(self, mail: Message, bare: Arrival) -> Arrival | None:
        bounce = read_bounce(mail)
        if bounce is not None:
            return _undelivered(bare, bounce, self.ours)
        if is_report(mail):  # a read receipt, which nobody asked for
            return None
        answer = read_calendar(mail, bare.sender)
        if isinstance(answer, Reply):
            return self._with_words(_answer(bare, answer), answer, _texts(mail, answer))
        if isinstance(answer, Unread):
            return _unreadable(_naming(bare, answer.uid), answer.why)
        bare = _showing(mail, _forwarding(mail, bare, self.ours))
        hidden = _hidden(mail)
        return _unreadable(bare, hidden) if hidden else _letter(mail, bare, self.ours)

    def _with_words(self, arrival: Arrival, reply: Reply, texts: list[str] | None) -> Arrival:
        """The answer with its comment, and whether comment and texts say more than a yes.

        Texts are None where they are too long to be judged.
        """

        def more(text: str) -> bool:
            return self.more(text, arrival.sender_name)

        said = reply.comment
        beyond = texts is None or any(more(text.replace(said, "", 1)) for text in texts)
        says_more = beyond or any(more(text) for text in (said, *(texts or ())))
        cut = len(said) > COMMENT_LIMIT
        comment = said[: COMMENT_LIMIT - 1].rstrip() + "…" if cut else said
        to_read = beyond or (cut and says_more)
        return replace(arrival, comment=comment, says_more=says_more, to_read=to_read)


def _key(raw: bytes) -> str:
    """The same for each copy of a mail, whatever the servers on its way wrote above it."""
    _, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    try:
        mail = BytesHeaderParser().parsebytes(raw)
        told = [header(mail, name) for name in ("message-id", "from", "date")]
    except Exception:  # noqa: BLE001 - see Reader.read
        told = []
    marks = "\0".join([*told, ""]).encode("utf-8", "surrogatepass")
    return hashlib.sha256(marks + body).hexdigest()


def _from_whom(mail: Message, bare: Arrival, ours: Mailbox) -> Arrival:
    """The sender, and what the headers name: invitations by plus-address, messages of ours."""
    sender, name = sender_of(mail)
    to = addresses_in(mail, "to", "cc", "delivered-to", "x-original-to", "envelope-to")
    arrival = replace(bare, sender=sender, sender_name=name)
    arrival = _about(arrival, *named_in(header(mail, "in-reply-to", "references"), ours.domain))
    return _naming(arrival, *named_by_plus(to, ours.address))


def _naming(arrival: Arrival, *found: str) -> Arrival:
    """The arrival with these invitations before those that it already names."""
    every = (*(InvitationId(one) for one in found if one), *arrival.invitations)
    named = arrival.named or bool(every)
    return replace(arrival, invitations=tuple(dict.fromkeys(every)), named=named)


def _about(arrival: Arrival, *found: str) -> Arrival:
    """The arrival as one that answers, or reports on, these messages of ours."""
    messages = tuple(SendingId(one) for one in found)
    return replace(arrival, messages=messages, named=arrival.named or bool(messages))


def _forwarding(mail: Message, bare: Arrival, ours: Mailbox) -> Arrival:
    """The arrival as one about what the mails inside it are about.

    What they answer is not the sender's own answer, so that a person must read it.
    """
    for one in attached(mail):
        said = header(one, "message-id", "in-reply-to", "references")
        bare = _about(bare, *named_in(said, ours.domain))
        answer = read_calendar(one, sender_of(one)[0])
        if answer is not None and looks_ours(answer.uid):
            bare = _naming(bare, answer.uid)
        bare = _showing(one, bare)
    return bare


def _showing(mail: Message, bare: Arrival) -> Arrival:
    """The arrival as one that may be about what its calendars show, as when one is forwarded.

    Others' events may look like ours, so that it is not named by them: the case book knows.
    """
    shown = tuple(InvitationId(uid) for uid in uids_in(mail) if looks_ours(uid))
    return replace(bare, invitations=tuple(dict.fromkeys((*bare.invitations, *shown))))


def _unsearched(raw: bytes, seen: Arrival) -> Arrival | None:
    """One of which not all was looked at; None where nothing seen of it has to do with us."""
    text = raw.decode("latin-1")
    uids = [uid for uid in _UID.findall(text) if looks_ours(uid)]
    about = _naming(seen, *uids[:1])
    if not about.named and not _SAYS_ANSWER.search(text):
        return None
    return _unreadable(about, Why.TOO_LARGE)


def _undelivered(bare: Arrival, bounce: Bounce, ours: Mailbox) -> Arrival | None:
    """A failure of ours, or of a mail that it does not name; none of somebody else's mail.

    A relay may have written another id: the event in it, and whose it was, say that it is ours.
    """
    returned = named_in(bounce.returned, ours.domain)
    bare = _about(bare, *returned) if returned else bare
    bare = _naming(bare, *(uid for uid in bounce.uids if looks_ours(uid)))
    if bounce.says_which and not bare.named and not bounce.is_from(ours.address):
        return None
    sort = Sort.DELAYED if bounce.action == DELAYED else Sort.UNDELIVERED
    return replace(bare, sort=sort, attendee=bounce.recipient, reason=bounce.status)


def _texts(mail: Message, reply: Reply) -> list[str] | None:
    """The answerer's own words beside the comment; none where a program wrote the mail."""
    itself = any(name in reply.product.lower() for name in _WRITES_ITSELF)
    return [] if itself else own_words(mail)


def _answer(bare: Arrival, reply: Reply) -> Arrival:
    window = _window(reply, bare.at)
    return replace(
        _naming(bare, reply.uid),
        sort=Sort.ANSWER,
        attendee=reply.attendee,
        sequence=reply.sequence,
        stamp=reply.stamp,
        verdict=reply.verdict,
        proposed=window,
        starts=reply.starts,
        ends=reply.ends,
        reason="",
    )


def _window(reply: Reply, at: datetime) -> Window | None:
    """What a COUNTER proposes; None where nobody would meet then."""
    if reply.proposed is None or any(abs(one - at) > NEAR for one in reply.proposed):
        return None
    return Window(start=reply.proposed[0], end=reply.proposed[1])


def _letter(mail: Message, bare: Arrival, ours: Mailbox) -> Arrival | None:
    """What somebody, or a machine, wrote; None where only we could have.

    One that names nothing of ours is somebody's whom we asked, or nobody's business.
    """
    if not bare.named and bare.sender in {"", ours.address.lower()}:
        return None
    if _automatic(mail):
        return replace(bare, sort=Sort.OUT_OF_OFFICE, reason="")
    said = next(iter(own_words(mail) or ()), "")[:COMMENT_LIMIT]
    return replace(bare, sort=Sort.LETTER, says_more=True, reason="", comment=said)


def _unreadable(bare: Arrival, why: Why) -> Arrival:
    return replace(bare, sort=Sort.UNREADABLE, says_more=False, reason=why)


def _hidden(mail: Message) -> Why | None:
    """Why the mail may hold an answer that we cannot see."""
    for part in parts_of(mail):
        kind = part.get_content_type()
        if kind in _ENCRYPTED or (kind == "text/plain" and payload(part).lstrip().startswith(_PGP)):
            return Why.ENCRYPTED
        if kind in _WINMAIL or str(part.get_filename() or "").lower() == "winmail.dat":
            return Why.WINMAIL
    return None


def _automatic(mail: Message) -> bool:
    """Whether a machine wrote it (RFC 3834), by its headers and never by its subject."""
    submitted = word(mail, "auto-submitted") not in {"", "no"}
    suppressed = any(mail.get(name) for name in _AUTOMATIC)
    return submitted or suppressed or word(mail, "precedence") in _BULK
