"""An inbound activity's body: checked, and cut down to what we know, before anything reads it.

Shapes are those of the Bot Framework's Activity schema; whatever is not named here is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.turn import JSON

MOST_BYTES = 256 * 1024
"""Of a body; Teams itself sends at most some 100 KB."""

_DEEPEST = 40
"""Levels of nesting; a card action has about six."""

_LONGEST_ID = 500
_TYPE = re.compile(r"[A-Za-z]{1,60}(/[A-Za-z]{1,60})?")
_SPOKEN = frozenset({"message", "invoke"})
_TEXTS = ("id", "name", "text", "replyToId", "action", "serviceUrl", "channelId")


class MalformedError(ValueError):
    """The body is no activity; the door answers 400 and says nothing more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """One activity as far as the door itself must know it; `fields` is all that the SDK gets.

    `personal` is whether nobody else reads along, `mentioned` whether the bot was spoken to,
    `entra_id` the sender's, `said_at` when it was sent, as it is written there.
    """

    type: str
    id: str
    channel: str
    service_url: str
    conversation: str
    personal: bool
    tenant: str
    sender: str
    entra_id: str
    bot: str
    mentioned: bool
    said_at: str
    fields: JSON


def read(body: bytes) -> Arrived:
    """The activity in this body; `MalformedError` for whatever is none."""
    data = _parsed(body)
    kind = _text(data, "type", longest=121)
    if not _TYPE.fullmatch(kind):
        raise MalformedError
    conversation, sender, bot = (
        _part(data, name) for name in ("conversation", "from", "recipient")
    )
    named = {name: _text(data, name) for name in _TEXTS if data.get(name) is not None}
    channel = _part(data, "channelData")
    tenant = _text(conversation, "tenantId") or _text(_part(channel, "tenant"), "id")
    arrived = Arrived(
        type=kind,
        id=_short(named.get("id", "")),
        channel=_short(named.get("channelId", "")),
        service_url=_short(named.get("serviceUrl", "")),
        conversation=_short(_text(conversation, "id")),
        personal=_text(conversation, "conversationType") == "personal"
        and conversation.get("isGroup") is not True,
        tenant=_short(tenant),
        sender=_short(_text(sender, "id")),
        entra_id=_short(_text(sender, "aadObjectId")),
        bot=_short(_text(bot, "id")),
        mentioned=_mentions(data, _text(bot, "id")),
        said_at=_text(data, "timestamp"),
        fields={"type": kind, **named, **_people(conversation, sender, bot), **_more(data, kind)},
    )
    _whole(arrived)
    return arrived


def _parsed(body: bytes) -> Mapping[str, object]:
    try:
        data = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise MalformedError from None
    if not isinstance(data, dict) or _depth(data) > _DEEPEST or not _can_be_kept(data):
        raise MalformedError
    return data


def _can_be_kept(data: object) -> bool:
    """Whether it can be written down again: no half surrogate pair, no number beyond all."""
    try:
        json.dumps(data, ensure_ascii=False, allow_nan=False).encode("utf-8")
    except ValueError:
        return False
    return True


def _depth(value: object) -> int:
    """How deep it goes, without going deeper than is allowed."""
    level: list[object] = [value]
    deep = 0
    while level and deep <= _DEEPEST:
        deep += 1
        level = [
            inner
            for one in level
            for inner in (one.values() if isinstance(one, dict) else _items(one))
            if isinstance(inner, dict | list)
        ]
    return deep


def _items(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _whole(arrived: Arrived) -> None:
    """What every activity must say, and what those must that are answered."""
    must = [arrived.service_url, arrived.conversation]
    if arrived.type in _SPOKEN:
        must += [arrived.id, arrived.sender]
    if not all(must):
        raise MalformedError


def _text(data: Mapping[str, object], name: str, *, longest: int = MOST_BYTES) -> str:
    value = data.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > longest:
        raise MalformedError
    return value


def _short(text: str) -> str:
    """An id or an address: no endless one, and none that breaks a line."""
    if len(text) > _LONGEST_ID or not text.isprintable():
        raise MalformedError
    return text


def _part(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = data.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise MalformedError
    return value


def _people(*parts: Mapping[str, object]) -> JSON:
    """Conversation, sender and bot by their ids, nobody's name."""
    conversation, sender, bot = parts
    entra_id = _text(sender, "aadObjectId")
    return {
        "conversation": {"id": _text(conversation, "id")},
        "from": {"id": _text(sender, "id"), **({"aadObjectId": entra_id} if entra_id else {})},
        "recipient": {"id": _text(bot, "id")},
    }


def _more(data: Mapping[str, object], kind: str) -> JSON:
    """The value of a press."""
    value = data.get("value")
    if isinstance(value, dict):
        return {"value": value}
    if kind == "invoke" and value is not None:
        raise MalformedError
    return {}


def _mentions(data: Mapping[str, object], bot: str) -> bool:
    """Whether one of the entities is a mention of the bot."""
    entities = data.get("entities")
    if entities is None:
        return False
    if not isinstance(entities, list):
        raise MalformedError
    named = (one.get("mentioned") for one in entities if isinstance(one, dict))
    return any(isinstance(who, dict) and who.get("id") == bot for who in named)
