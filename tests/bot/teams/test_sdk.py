"""An activity becomes our turn, and our replies become activities and an invoke's answer."""

from __future__ import annotations

import pytest
from botbuilder.schema import Activity, ChannelAccount, ConversationAccount

from bot.teams.sdk import (
    CARD,
    MESSAGE,
    NOT_IMPLEMENTED,
    Answer,
    TeamsBot,
    activity_in,
    activity_of,
    plain,
)
from bot.teams.shape import read
from dialogs.turn import JSON, Reply, Utterance
from dialogs.wording.nb import doors
from pathway.clinic import Staff
from pathway.words import Role, StaffId
from tests.bot.teams.activities import SIRI, activity, body, message, press

SECRETARY = Staff(
    id=StaffId("sekretar"),
    name="Siri Eksempel",
    roles=frozenset({Role.SECRETARY}),
    entra_id=SIRI.upper(),
)
A_CARD: JSON = {"type": "AdaptiveCard", "body": []}
STEP: JSON = {"do": "answer", "form": "invite", "n": "3", "text": "ja"}


class Listener:
    """Remembers what was said and answers what it is told to."""

    def __init__(self, *replies: Reply) -> None:
        self.heard: list[tuple[str, Utterance]] = []
        self.replies = replies

    async def say(self, staff_id: str, utterance: Utterance) -> tuple[Reply, ...]:
        """One turn."""
        self.heard.append((staff_id, utterance))
        return self.replies


async def told(listener: Listener, data: JSON, *staff: Staff) -> Answer:
    """What the bot answers, with one secretary on the staff unless others are given."""
    bot = TeamsBot(staff or (SECRETARY,))
    return await bot.answer(read(body(data)).fields, listener.say)


async def test_typed_words_reach_the_turn_without_the_mention() -> None:
    """What was typed comes in as the member of staff's own words, the bot's name taken out."""
    listener = Listener(Reply(text="Hei!"))
    answer = await told(listener, message("<at>Møteboten</at> ny pasient "))
    assert listener.heard == [("sekretar", Utterance(text="ny pasient"))]
    ((posted, instead_of),) = answer.posts
    assert (posted["text"], posted["type"], instead_of) == ("Hei!", "message", "")
    assert posted["conversation"] == {"id": f"a:{SIRI};messageid=1"}


async def test_a_pressed_question_changes_its_own_card() -> None:
    """The new card is the invoke's answer, and takes the old one's place for good."""
    listener = Listener(Reply(text="Kortet", card=A_CARD, summary="Kall inn"), Reply(text="Mer"))
    answer = await told(listener, press(STEP, verb="answer", about="card-7"))
    assert listener.heard[0][1] == Utterance(data=STEP)
    assert answer.body == {"statusCode": 200, "type": CARD, "value": A_CARD}
    (changed, instead_of), (more, new) = answer.posts
    assert (instead_of, changed["summary"], new, more["text"]) == ("card-7", "Kall inn", "", "Mer")


async def test_what_is_pressed_in_a_list_leaves_the_list() -> None:
    """A list has other lines, so the answer is a message of its own, and the press says where."""
    listener = Listener(Reply(text="alt", card=A_CARD))
    answer = await told(listener, press({"do": "command", "text": "oppgaver"}))
    assert answer.body == {"statusCode": 200, "type": MESSAGE, "value": doors.answer_below()}
    assert [instead_of for _, instead_of in answer.posts] == [""]


async def test_a_press_in_a_running_meeting_changes_the_card_where_it_stands() -> None:
    """R22: a command that says so is answered in the card's own place, and nothing scrolls."""
    listener = Listener(Reply(text="Del 2 av 3", card=A_CARD))
    pressed: JSON = {"do": "command", "text": "neste del K7M2", "at": "here"}
    answer = await told(listener, press(pressed, about="card-7"))
    assert answer.body == {"statusCode": 200, "type": CARD, "value": A_CARD}
    assert [instead_of for _, instead_of in answer.posts] == ["card-7"]


async def test_an_answer_in_words_is_a_message() -> None:
    """Where there is no card to put in the old one's place, the words come below."""
    answer = await told(Listener(Reply(text="Ingenting er sendt.")), press(STEP, verb="answer"))
    assert answer.body == {"statusCode": 200, "type": MESSAGE, "value": doors.answer_below()}
    assert [posted["text"] for posted, _ in answer.posts] == ["Ingenting er sendt."]


async def test_action_submit_is_understood_too() -> None:
    """Clients that do not know Action.Execute send the same data as a message's value."""
    listener = Listener(Reply(text="Kortet", card=A_CARD))
    pressed = activity("message", value=STEP, replyToId="card-9")
    answer = await told(listener, pressed)
    assert listener.heard[0][1].data == STEP
    assert [instead_of for _, instead_of in answer.posts] == ["card-9"]
    elsewhere = await told(listener, activity("message", value=STEP))
    assert [instead_of for _, instead_of in elsewhere.posts] == [""]


async def test_nothing_to_say_posts_nothing() -> None:
    """A turn without replies leaves no empty message."""
    pressed = await told(Listener(), press(STEP, verb="answer"))
    assert (pressed.posts, pressed.body) == ([], {"statusCode": 200, "type": MESSAGE, "value": ""})
    assert (await told(Listener(), message("hei"))).posts == []


async def test_a_reply_with_a_card_is_an_attachment_with_a_neutral_summary() -> None:
    """A card goes out as an attachment, and the phone banner shows only the summary."""
    listener = Listener(Reply(text="alt", card=A_CARD, summary="En oppgave"))
    ((posted, _),) = (await told(listener, message("oppgaver"))).posts
    assert posted["attachments"] == [{"contentType": CARD, "content": A_CARD}]
    assert posted["summary"] == "En oppgave"
    assert "text" not in posted


@pytest.mark.parametrize("data", [message("hei"), press(STEP, verb="answer")])
async def test_strangers_are_refused_and_nothing_is_heard(data: JSON) -> None:
    """Somebody whose Entra id is not in the clinic's file gets a polite no."""
    listener = Listener()
    stranger = {"id": "29:x", "aadObjectId": "99999999-0000-0000-0000-000000000000"}
    answer = await told(listener, {**data, "from": stranger})
    assert listener.heard == []
    assert [posted["text"] for posted, _ in answer.posts] == [doors.not_staff()]


async def test_somebody_without_an_entra_id_never_matches_staff_without_one() -> None:
    """An empty id lets nobody in, even when staff are written without one."""
    listener = Listener()
    nameless = Staff(id=StaffId("lege"), name="Lea", roles=frozenset({Role.CLINICIAN}))
    await told(listener, {**message("hei"), "from": {"id": "29:x"}}, nameless)
    assert listener.heard == []


@pytest.mark.parametrize("kind", ["typing", "messageReaction", "messageUpdate", "surprise"])
async def test_other_activities_are_passed_over(kind: str) -> None:
    """Typing and reactions neither reach a turn nor get an answer."""
    listener = Listener(Reply(text="Hei!"))
    answer = await told(listener, activity(kind))
    assert (listener.heard, answer.posts, answer.body) == ([], [], None)


async def test_an_invoke_that_is_no_press_is_not_implemented() -> None:
    """Whatever else Teams may ask is answered as what we do not do."""
    listener = Listener(Reply(text="Hei!"))
    answer = await told(listener, activity("invoke", name="task/fetch"))
    assert (answer.status, listener.heard, answer.posts) == (NOT_IMPLEMENTED, [], [])


VALUES: tuple[JSON, ...] = (
    {},
    {"action": 3},
    {"action": {"data": []}},
    {"action": {"verb": "delete", "data": {"do": "command", "text": "sak K7M2"}}},
    {"action": {"verb": "command", "data": "x"}},
)


@pytest.mark.parametrize("value", VALUES)
async def test_garbage_in_a_pressed_card_is_an_empty_press(value: JSON) -> None:
    """A card action of any shape, or with a verb that we never gave, comes in as no data."""
    listener = Listener()
    await told(listener, activity("invoke", name="adaptiveCard/action", value=value))
    assert [utterance.data for _, utterance in listener.heard] == [{}]


@pytest.mark.parametrize(
    "data", [message("hei"), press(STEP, verb="answer", about="card-7"), activity("message")]
)
def test_what_comes_in_is_what_the_sdk_itself_would_read(data: JSON) -> None:
    """Our quick way in makes the same activity as the SDK's deserializer."""
    fields = read(body(data)).fields
    assert activity_in(fields).serialize() == Activity().deserialize(fields).serialize()


@pytest.mark.parametrize(
    "reply",
    [Reply(text="Hei!"), Reply(text="Kort", card={**A_CARD, "body": [{"n": 1, "t": True}]})],
)
def test_what_goes_out_is_what_the_sdk_itself_would_write(reply: Reply) -> None:
    """Our quick way out makes the same data as the SDK's serializer."""
    sent = activity_of(reply)
    sent.conversation, sent.reply_to_id = ConversationAccount(id="a:1"), "activity-1"
    sent.recipient = ChannelAccount(id="29:1", aad_object_id=SIRI)
    assert plain(sent) == sent.serialize()
