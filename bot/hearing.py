"""One message of a chat as a use case: heard once, and where its writer is reached."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.conversing import converse
from dialogs.turn import Reply
from pathway.chats import KEPT, Chat, Heard
from pathway.words import StaffId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dialogs.turn import Utterance
    from pathway.service import Context

SEEN_AGAIN = timedelta(hours=1)
"""How often it is written down that somebody is still reached in the same place."""

STILL_WANTED = timedelta(minutes=10)
"""How late an answer still comes after a restart: whoever asked has asked again by then."""


OWN = timedelta(seconds=30)
"""How long an answer is left to the process that made it, before another says it in its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Where a message came from: its ids are Teams' own."""

    activity: str
    conversation: str
    service_url: str
    tenant: str
    member: str
    bot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The replies to a message; `said` is whether they were handed over, or just now are."""

    replies: tuple[Reply, ...]
    said: bool = False


def hear(context: Context, utterance: Utterance, arrival: Arrival) -> Answered:
    """One turn; a message that has had it already is answered the same, and nothing is done."""
    new = Heard(
        conversation_id=arrival.conversation,
        activity_id=arrival.activity,
        staff_id=StaffId(context.actor),
        at=context.now,
        replies=dumped(()),
    )
    if not context.ledger.hear_first(new):
        known = context.ledger.heard(arrival.conversation, arrival.activity) or new
        said = known.answered_at is not None or context.now - known.at < OWN
        return Answered(replies=loaded(known.replies), said=said)
    meet(context, arrival)
    turn = converse(context, utterance)
    context.ledger.put_heard(replace(new, replies=dumped(turn.replies)))
    return Answered(replies=turn.replies)


def meet(context: Context, arrival: Arrival) -> bool:
    """Remember where the acting person is reached; whether they were not reached there before."""
    known = context.ledger.chat(context.actor)
    chat = Chat(
        staff_id=StaffId(context.actor),
        service_url=arrival.service_url,
        conversation_id=arrival.conversation,
        tenant=arrival.tenant,
        member_id=arrival.member,
        bot_id=arrival.bot,
        seen_at=context.now,
    )
    if known is None or replace(known, seen_at=context.now) != chat:
        context.ledger.put_chat(chat)
        return known is None or known.unreachable_at is not None
    if context.now - known.seen_at > SEEN_AGAIN:
        context.ledger.put_chat(chat)
    return False


def answered(context: Context, messages: Sequence[tuple[str, str]]) -> None:
    """These (conversation, activity) were answered; what Teams repeats no more is forgotten."""
    context.ledger.note_answered(messages, context.now)
    context.ledger.forget_heard(context.now - KEPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What was answered and perhaps never said, since the program stopped in between."""

    chat: Chat
    activity: str
    replies: tuple[Reply, ...]


def owed(context: Context) -> list[Owed]:
    """Answers to the latest messages that were not handed over, oldest first."""
    found: list[Owed] = []
    staff = {person.id for person in context.clinic.staff}
    for one in context.ledger.unanswered():
        chat = context.ledger.chat(one.staff_id) if one.staff_id in staff else None
        same = chat is not None and chat.conversation_id == one.conversation_id
        if chat is not None and same and OWN <= context.now - one.at < STILL_WANTED:
            found.append(Owed(chat=chat, activity=one.activity_id, replies=loaded(one.replies)))
    return found


def dumped(replies: Sequence[Reply]) -> str:
    """Replies as JSON text."""
    kept = [{"text": one.text, "card": one.card, "summary": one.summary} for one in replies]
    return json.dumps(kept, ensure_ascii=False)


def loaded(text: str) -> tuple[Reply, ...]:
    """Replies from that text."""
    return tuple(Reply(**fields) for fields in json.loads(text))
