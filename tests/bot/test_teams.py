"""An Activity becomes our turn and our replies become Activities, with the SDK's TestAdapter."""

from __future__ import annotations

from botbuilder.core.adapters import TestAdapter
from botbuilder.schema import Activity, ActivityTypes, ChannelAccount

from bot.teams import CARD, TeamsBot
from dialogs.state import Conversation
from dialogs.turn import JSON, Reply, Turn, Utterance
from pathway.clinic import Staff
from pathway.words import Role, StaffId

SECRETARY = Staff(
    id=StaffId("sekretar"),
    name="Siri Eksempel",
    roles=frozenset({Role.SECRETARY}),
    entra_id="11111111-2222-3333-4444-555555555555",
)


class Listener:
    """Remembers what was said and answers what it is told to."""

    def __init__(self, *replies: Reply) -> None:
        self.heard: list[tuple[str, Utterance, str]] = []
        self.replies = replies

    async def say(self, staff_id: str, utterance: Utterance, door: str) -> Turn:
        """One turn."""
        self.heard.append((staff_id, utterance, door))
        return Turn(state=Conversation(), replies=self.replies)


def sender(entra_id: str) -> ChannelAccount:
    """Whoever sends, by Entra id."""
    return ChannelAccount(id="user", name="Siri", aad_object_id=entra_id)


def door(listener: Listener) -> TestAdapter:
    """The bot with one secretary on the staff, behind the SDK's adapter."""
    return TestAdapter(TeamsBot(listener.say, [SECRETARY]).on_turn)


def message(entra_id: str = SECRETARY.entra_id, **more: object) -> Activity:
    """A message as Teams sends it."""
    return Activity(type=ActivityTypes.message, from_property=sender(entra_id), **more)


async def test_typed_words_reach_the_turn_without_the_mention() -> None:
    """What was typed comes in as the member of staff's own words, the bot's name taken out."""
    listener = Listener(Reply(text="Hei!"))
    adapter = door(listener)
    await adapter.receive_activity(message(text="<at>Møteboten</at> ny pasient "))
    assert listener.heard == [("sekretar", Utterance(text="ny pasient"), "teams")]
    assert adapter.get_next_activity().text == "Hei!"


async def test_a_pressed_card_is_answered_in_its_own_response() -> None:
    """Action.Execute comes in as data, and the new card goes back as the invoke's answer."""
    card: JSON = {"type": "AdaptiveCard", "body": []}
    listener = Listener(Reply(text="Kortet", card=card))
    adapter = door(listener)
    data = {"do": "command", "text": "oppgaver"}
    pressed = Activity(
        type=ActivityTypes.invoke,
        name="adaptiveCard/action",
        from_property=sender(SECRETARY.entra_id),
        value={"action": {"type": "Action.Execute", "data": data}},
    )
    await adapter.receive_activity(pressed)
    assert listener.heard[0][1] == Utterance(data=data)
    answer = adapter.get_next_activity()
    assert answer.type == ActivityTypes.invoke_response
    assert answer.value.body == {"statusCode": 200, "type": CARD, "value": card}


async def test_action_submit_is_understood_too() -> None:
    """Clients that do not know Action.Execute send the same data as a message's value."""
    listener = Listener()
    await door(listener).receive_activity(message(value={"do": "command", "text": "hjelp"}))
    assert listener.heard[0][1].data == {"do": "command", "text": "hjelp"}


async def test_a_reply_with_a_card_is_an_attachment_with_a_neutral_summary() -> None:
    """A card goes out as an attachment, and the phone banner shows only the summary."""
    listener = Listener(Reply(text="alt", card={"type": "AdaptiveCard"}, summary="En oppgave"))
    adapter = door(listener)
    await adapter.receive_activity(message(text="oppgaver"))
    sent = adapter.get_next_activity()
    assert sent.attachments[0].content == {"type": "AdaptiveCard"}
    assert (sent.summary, sent.text) == ("En oppgave", None)


async def test_strangers_are_refused_and_nothing_is_heard() -> None:
    """Somebody whose Entra id is not in the clinic's file gets a polite no."""
    listener = Listener()
    adapter = door(listener)
    await adapter.receive_activity(message("99999999-0000-0000-0000-000000000000", text="hei"))
    assert listener.heard == []
    assert adapter.get_next_activity().text.startswith("Beklager, du har ikke tilgang")


async def test_somebody_without_an_entra_id_never_matches_staff_without_one() -> None:
    """An empty id lets nobody in, even when staff are written without one."""
    listener = Listener()
    nameless = Staff(id=StaffId("lege"), name="Lea", roles=frozenset({Role.CLINICIAN}))
    adapter = TestAdapter(TeamsBot(listener.say, [nameless]).on_turn)
    await adapter.receive_activity(message("", text="hei"))
    assert listener.heard == []


async def test_other_activities_are_passed_over() -> None:
    """Typing, reactions and unknown invokes neither reach a turn nor get an answer."""
    listener = Listener(Reply(text="Hei!"))
    adapter = door(listener)
    for kind in ("typing", "messageReaction", "conversationUpdate", "surprise"):
        await adapter.receive_activity(Activity(type=kind))
    await adapter.receive_activity(Activity(type=ActivityTypes.invoke, name="task/fetch"))
    assert listener.heard == []
    assert adapter.get_next_activity() is None


async def test_garbage_in_a_pressed_card_is_an_empty_press() -> None:
    """A card action of any shape comes in as data, never as an exception."""
    listener = Listener()
    values: tuple[object, ...] = (None, "x", {"action": 3}, {"action": {"data": []}})
    for value in values:
        await door(listener).receive_activity(
            Activity(
                type=ActivityTypes.invoke,
                name="adaptiveCard/action",
                from_property=sender(SECRETARY.entra_id),
                value=value,
            )
        )
    assert [utterance.data for _, utterance, _ in listener.heard] == [{}, {}, {}, {}]
