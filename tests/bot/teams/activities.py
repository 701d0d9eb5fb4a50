"""Activities as Teams sends them: a message, a press, a greeting."""

from __future__ import annotations

import json
from itertools import count

from dialogs.turn import JSON

SERVICE = "https://smba.trafficmanager.net/emea/"
TENANT = "aaaaaaaa-1111-2222-3333-444444444444"
BOT = "28:bot"
SIRI = "11111111-2222-3333-4444-555555555555"
KARE = "22222222-2222-3333-4444-555555555555"
LEA = "33333333-2222-3333-4444-555555555555"
LIV = "44444444-2222-3333-4444-555555555555"
_NUMBERS = count(1)


def activity(kind: str, **more: object) -> JSON:
    """One activity in the personal chat of whoever sends it (`who`, by Entra id)."""
    who = str(more.pop("who", SIRI))
    return {
        "type": kind,
        "id": f"activity-{next(_NUMBERS)}",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "timestamp": "2026-11-02T08:00:00Z",
        "from": {"id": f"29:{who}", "name": "Noen", "aadObjectId": who},
        "recipient": {"id": BOT, "name": "Møteboten"},
        "conversation": {
            "id": f"a:{who};messageid=1",
            "conversationType": "personal",
            "tenantId": TENANT,
        },
        "channelData": {"tenant": {"id": TENANT}},
        **more,
    }


def message(text: str, **more: object) -> JSON:
    """Something typed."""
    return activity("message", text=text, **more)


def press(data: JSON, *, verb: str = "command", about: str = "card-1", **more: object) -> JSON:
    """A card's button, as Action.Execute."""
    value = {"action": {"type": "Action.Execute", "verb": verb, "data": data}, "trigger": "manual"}
    return activity("invoke", name="adaptiveCard/action", value=value, replyToId=about, **more)


def in_a_channel(data: JSON, *, mentions: bool) -> JSON:
    """The same where others read along."""
    talk = {"id": "19:channel", "conversationType": "channel", "tenantId": TENANT}
    mention: JSON = {"type": "mention", "mentioned": {"id": BOT, "name": "Møteboten"}}
    return {**data, "conversation": talk, "entities": [mention] if mentions else []}


def body(data: object) -> bytes:
    """As it comes over the wire."""
    return json.dumps(data).encode()
