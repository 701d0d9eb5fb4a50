"""A mail as a mail program shows it, read from its real bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

from bot.reactions import Reaction, ReactionKind
from bot.seams import Carried, InviteKind, Mail, Mailbox
from dialogs.wording.nb import dates, reactions
from dialogs.wording.nb import local_page as words

NEWEST = 4
ALL = 200
"""How many mails of a mailbox are listed: beside the others, and alone."""

MOST_WORDS = 300
"""Of what somebody writes with their answer."""

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_AFTER = ".,;:!?)"


_TITLES = {
    InviteKind.REQUEST: words.INVITE,
    InviteKind.CANCEL: words.INVITE_CANCELLED,
    InviteKind.STANDS: words.INVITE_STANDS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail, ready for the template; `text` is pieces of words and addresses."""

    number: int
    subject: str
    sender: str
    to: str
    at: str
    text: tuple[tuple[str, bool], ...]  # piece, whether it is an address
    raw: str
    invite: str = ""
    invite_where: str = ""
    invite_title: str = ""
    invite_cancelled: bool = False
    ics: str = ""
    answerable: bool = False
    proposed_day: str = ""
    proposed_clock: str = ""
    sent: tuple[tuple[str, str], ...] = ()  # what and when, and its raw text


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A mailbox with its newest mails first, and how many more there are."""

    address: str
    name: str
    role: str
    letters: tuple[Letter, ...]
    more: int


def box(found: Mailbox, zone: str, most: int) -> Box:
    """A mailbox with at most so many mails, the newest first."""
    numbered = list(enumerate(found.mails))[::-1]
    return Box(
        address=found.address,
        name=found.name,
        role=words.role(found.role),
        letters=tuple(letter(mail, number, zone) for number, mail in numbered[:most]),
        more=len(numbered[most:]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A letter, SMS or secure message that somebody sent by hand."""

    how: str
    at: str
    subject: str
    text: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Doormat:
    """What one person of the open case has got by hand, the newest first."""

    name: str
    role: str
    papers: tuple[Paper, ...]


def doormats(carried: Sequence[Carried], zone: str) -> tuple[Doormat, ...]:
    """Each person of the open case who has got something by hand, in the order they first did."""
    people = {one.to.id: one.to for one in carried}
    return tuple(
        Doormat(
            name=person.name,
            role=words.role(person.role),
            papers=tuple(_paper(one, zone) for one in carried[::-1] if one.to.id == person.id),
        )
        for person in people.values()
    )


def _paper(one: Carried, zone: str) -> Paper:
    return Paper(
        how=words.carried_by(one.channel),
        at=words.stamp(dates.wall(one.at, zone)),
        subject=one.subject,
        text=pieces(one.text),
    )


def letter(mail: Mail, number: int, zone: str) -> Letter:
    """Read a mail; what cannot be read stays empty, the raw text is always there."""
    message = message_from_bytes(mail.raw, policy=policy.default)
    invite = mail.invite
    return Letter(
        number=number,
        subject=str(message.get("Subject", "")) or words.NO_SUBJECT,
        sender=str(message.get("From", "")),
        to=str(message.get("To", "")),
        at=words.stamp(dates.wall(mail.received_at, zone)),
        text=pieces(_body(message)),
        raw=mail.raw.decode("utf-8", "replace"),
        invite=words.span(invite.window, invite.zone) if invite else "",
        invite_where=invite.location if invite else "",
        invite_title=_TITLES[invite.kind] if invite else "",
        invite_cancelled=invite is not None and invite.kind is InviteKind.CANCEL,
        ics=invite.ics.decode("utf-8", "replace") if invite else "",
        answerable=invite is not None and invite.kind is not InviteKind.CANCEL,
        proposed_day=f"{dates.wall(invite.window.start, zone):%Y-%m-%d}" if invite else "",
        proposed_clock=f"{dates.wall(invite.window.start, zone):%H:%M}" if invite else "",
        sent=tuple(
            (
                reactions.sent(one.title, dates.wall(one.at, zone)),
                one.raw.decode("utf-8", "replace"),
            )
            for one in mail.sent
        ),
    )


def reaction_in(form: Mapping[str, str]) -> Reaction | None:
    """What a form of the open mail asks for; None where no mail program offers that."""
    try:
        kind = ReactionKind(form.get("react", ""))
        start = None
        if kind is ReactionKind.NEW_TIME:
            start = datetime.fromisoformat(f"{form.get('day', '')}T{form.get('clock', '')}")
    except ValueError:
        return None
    text = reactions.AWAY if kind is ReactionKind.AWAY else form.get("words", "")[:MOST_WORDS]
    return Reaction(kind=kind, title=reactions.title(kind), text=text.strip(), start=start)


def _body(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    if part is None:
        return ""
    content = part.get_content()
    return content.strip() if isinstance(content, str) else ""


def pieces(text: str) -> tuple[tuple[str, bool], ...]:
    """The text with its addresses apart, a full stop after one left outside."""
    found: list[tuple[str, bool]] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        address = match[0].rstrip(_AFTER)
        found += [(text[end : match.start()], False), (address, True)]
        end = match.start() + len(address)
    return tuple(piece for piece in (*found, (text[end:], False)) if piece[0])
