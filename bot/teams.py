"""The only file that knows the bot SDK: an Activity becomes our turn, our replies Activities."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    Attachment,
)

from dialogs.turn import JSON, Reply, Turn, Utterance
from dialogs.wording.nb.doors import not_staff

if TYPE_CHECKING:
    from pathway.clinic import Staff

CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
CARD_ACTION = "adaptiveCard/action"

_MENTION = re.compile(r"<at\b[^>]*>.*?</at>", re.IGNORECASE | re.DOTALL)

Say = Callable[[str, Utterance, str], Awaitable[Turn]]
"""One turn of a member of staff through a door: staff id, utterance, door."""


class TeamsBot:
    """One turn at a time: who wrote, what they said, and our replies as Activities."""

    def __init__(self, say: Say, staff: Sequence[Staff]) -> None:
        """`staff` are those who may come in, known by their Entra id."""
        self._say = say
        self._staff = {person.entra_id: person for person in staff if person.entra_id}

    async def on_turn(self, context: TurnContext) -> None:
        """Answer a message or a card action; every other activity is passed over politely."""
        utterance = utterance_of(context.activity)
        if utterance is None:
            return
        person = self._staff.get(_entra_id(context.activity))
        if person is None:
            await _answer(context, (Reply(text=not_staff()),))
            return
        turn = await self._say(person.id, utterance, "teams")
        await _answer(context, turn.replies)


def utterance_of(activity: Activity) -> Utterance | None:
    """What was typed or pressed, or None for an activity that says nothing to us.

    A card action comes as an invoke (Action.Execute) or as a message with a value
    (Action.Submit).
    """
    match activity.type:
        case ActivityTypes.message if isinstance(activity.value, Mapping):
            return Utterance(data=activity.value)
        case ActivityTypes.message:
            return Utterance(text=_MENTION.sub(" ", activity.text or "").strip())
        case ActivityTypes.invoke if activity.name == CARD_ACTION:
            return Utterance(data=_pressed(activity.value))
        case _:
            return None


def _pressed(value: object) -> Mapping[str, object]:
    """The data of Action.Execute: `invoke_value.action` is a plain mapping."""
    action = value.get("action") if isinstance(value, Mapping) else None
    data = action.get("data") if isinstance(action, Mapping) else None
    return data if isinstance(data, Mapping) else {}


def _entra_id(activity: Activity) -> str:
    sender = activity.from_property
    return str(sender.aad_object_id or "") if sender is not None else ""


async def _answer(context: TurnContext, replies: Sequence[Reply]) -> None:
    """A card action is answered in its own response; the rest are messages of their own."""
    if context.activity.type != ActivityTypes.invoke:
        for reply in replies:
            await context.send_activity(activity_of(reply))
        return
    first, *rest = replies or (Reply(text=""),)
    for reply in rest:
        await context.send_activity(activity_of(reply))
    response = InvokeResponse(status=200, body=_invoke_body(first))
    await context.send_activity(Activity(type=ActivityTypes.invoke_response, value=response))


def _invoke_body(reply: Reply) -> JSON:
    """As plain data: the SDK's own class cannot serialise an answer in words."""
    if reply.card is not None:
        return {"statusCode": 200, "type": CARD, "value": reply.card}
    return {"statusCode": 200, "type": MESSAGE, "value": reply.text}


def activity_of(reply: Reply) -> Activity:
    """A message with its card, or its text; `summary` is what a locked phone shows."""
    if reply.card is None:
        return Activity(type=ActivityTypes.message, text=reply.text, summary=reply.summary)
    attachment = Attachment(content_type=CARD, content=reply.card)
    return Activity(type=ActivityTypes.message, summary=reply.summary, attachments=[attachment])
