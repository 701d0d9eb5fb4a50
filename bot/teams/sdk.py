"""The only file that knows the bot SDK: an Activity becomes our turn, our replies Activities."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from botbuilder.core import BotAdapter, InvokeResponse, TurnContext
from botbuilder.schema import (
    Activity,
    ActivityTypes,
    Attachment,
    ChannelAccount,
    ConversationAccount,
    InputHints,
    ResourceResponse,
)
from msrest.serialization import Model
from typing_extensions import override

from dialogs.turn import JSON, Reply, Utterance
from dialogs.wording.nb import doors

if TYPE_CHECKING:
    from pathway.clinic import Staff

CARD = "application/vnd.microsoft.card.adaptive"
MESSAGE = "application/vnd.microsoft.activity.message"
CARD_ACTION = "adaptiveCard/action"
NOT_IMPLEMENTED = 501

_MENTION = re.compile(r"<at\b[^>]*>.*?</at>", re.IGNORECASE | re.DOTALL)
_PEOPLE = {
    "from": ChannelAccount,
    "recipient": ChannelAccount,
    "conversation": ConversationAccount,
}
_VERBS = frozenset({"command", "answer"})

Say = Callable[[str, Utterance], Awaitable[Sequence[Reply]]]
"""One turn of a member of staff: staff id and utterance, to replies."""


@dataclass(slots=True, kw_only=True)
class Answer:
    """What a turn leaves to be done: the invoke's own response, and activities to post.

    Each of `posts` is an activity and the id of the message that it takes the place of, empty
    for a new message. `unposted` stands in the response alone: where that comes too late, it is
    to be posted first.
    """

    status: int = 200
    body: JSON | None = None
    posts: list[tuple[JSON, str]] = field(default_factory=list)
    unposted: JSON | None = None


class TeamsBot(BotAdapter):
    """One turn at a time: who wrote, what they said, and our replies as Activities."""

    def __init__(self, staff: Sequence[Staff]) -> None:
        """`staff` are those who may come in, known by their Entra id."""
        super().__init__()
        self._staff = {person.entra_id.lower(): person for person in staff if person.entra_id}

    def person(self, entra_id: str) -> Staff | None:
        """The member of staff with this Entra id."""
        return self._staff.get(entra_id.lower()) if entra_id else None

    async def answer(self, fields: JSON, say: Say) -> Answer:
        """What this activity is answered; every other than a message or a press is passed over."""
        context = TurnContext(self, activity_in(fields))
        answer = Answer()
        context.turn_state["answer"] = answer

        async def on_turn(context: TurnContext) -> None:
            await self._on_turn(context, say)

        await self.run_pipeline(context, on_turn)
        return answer

    async def _on_turn(self, context: TurnContext, say: Say) -> None:
        activity = context.activity
        utterance = utterance_of(activity)
        if utterance is None:
            if activity.type == ActivityTypes.invoke:
                await _respond(context, NOT_IMPLEMENTED, None)
            return
        sender = activity.from_property
        person = self.person(str(sender.aad_object_id or "") if sender is not None else "")
        if person is None:
            await _tell(context, (Reply(text=doors.not_staff()),), utterance)
            return
        await _tell(context, await say(person.id, utterance), utterance)

    @override
    async def send_activities(
        self, context: TurnContext, activities: list[Activity]
    ) -> list[ResourceResponse]:
        answer: Answer = context.turn_state["answer"]
        for activity in activities:
            if activity.type == ActivityTypes.invoke_response:
                answer.status, answer.body = activity.value.status, activity.value.body
            else:
                answer.posts.append((plain(activity), ""))
        return [ResourceResponse(id="") for _ in activities]

    @override
    async def update_activity(self, context: TurnContext, activity: Activity) -> ResourceResponse:
        answer: Answer = context.turn_state["answer"]
        answer.posts.append((plain(activity), activity.id))
        return ResourceResponse(id=activity.id)

    @override
    async def delete_activity(self, context: TurnContext, reference: object) -> None:
        """Nothing that was said is ever taken back."""


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
    """The data of Action.Execute: `invoke_value.action` is a plain mapping. Else nothing."""
    action = value.get("action") if isinstance(value, Mapping) else None
    known = isinstance(action, Mapping) and action.get("verb") in _VERBS
    data = action.get("data") if known and isinstance(action, Mapping) else None
    return data if isinstance(data, Mapping) else {}


async def _tell(context: TurnContext, replies: Sequence[Reply], said: Utterance) -> None:
    """A press on a question changes its card; whatever else is said comes as a new message.

    What is pressed in a list (`do` is command) leaves the list as it is: it has other lines.
    """
    invoked = context.activity.type == ActivityTypes.invoke
    pressed = said.data or {}
    in_place = pressed.get("do") == "answer" or pressed.get("at") == "here"
    card = replies[0].card if in_place and replies else None
    if invoked and card is not None:
        await _respond(context, 200, {"statusCode": 200, "type": CARD, "value": card})
    elif invoked:
        await _respond(context, 200, _said(doors.answer_below() if replies else ""))
    about = context.activity.reply_to_id
    for place, reply in enumerate(replies):
        message = activity_of(reply)
        if place == 0 and card is not None and about:
            message.id = about
            await context.update_activity(message)
        elif place > 0 or card is None or not invoked:
            await _send(context, message)
        else:
            context.turn_state["answer"].unposted = plain(message)


async def _respond(context: TurnContext, status: int, body: JSON | None) -> None:
    response = InvokeResponse(status=status, body=body)
    await _send(context, Activity(type=ActivityTypes.invoke_response, value=response))


async def _send(context: TurnContext, activity: Activity) -> None:
    """As `TurnContext.send_activity`, which first copies the card value by value."""
    to = TurnContext.get_conversation_reference(context.activity)
    activity = TurnContext.apply_conversation_reference(activity, to)
    activity.input_hint = InputHints.accepting_input
    await context.adapter.send_activities(context, [activity])


def _said(text: str) -> JSON:
    """As plain data: the SDK's own class cannot serialise an answer in words."""
    return {"statusCode": 200, "type": MESSAGE, "value": text}


def activity_of(reply: Reply) -> Activity:
    """A message with its card, or its text; `summary` is what a locked phone shows."""
    if reply.card is None:
        return Activity(type=ActivityTypes.message, text=reply.text, summary=reply.summary)
    attachment = Attachment(content_type=CARD, content=reply.card)
    return Activity(type=ActivityTypes.message, summary=reply.summary, attachments=[attachment])


def message_of(reply: Reply) -> JSON:
    """The same as plain data, for what the program sends of itself."""
    return plain(activity_of(reply))


# What the SDK's own serializer makes of activities, in a tenth of its time: it looks at a class's
# every field and copies a card value by value, though the door has checked the one, and the other
# is plain already.


def activity_in(fields: JSON) -> Activity:
    """The activity that the door has let in: its fields are known and have their types."""
    people = {name: of(**_by_name(of, fields[name])) for name, of in _PEOPLE.items()}
    return Activity(**_by_name(Activity, {**fields, **people}))


def _by_name(kind: type[Model], fields: object) -> dict[str, object]:
    """What the SDK calls by its own names."""
    found = fields if isinstance(fields, Mapping) else {}
    places = kind._attribute_map.items()  # noqa: SLF001 - the names on the wire
    return {name: found[place["key"]] for name, place in places if place["key"] in found}


def plain(model: Model) -> JSON:
    """As it travels."""
    values, places = vars(model), model._attribute_map.items()  # noqa: SLF001 - the names on the wire
    return {
        place["key"]: _plain(values[name]) for name, place in places if values[name] is not None
    }


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return plain(value) if isinstance(value, Model) else value
