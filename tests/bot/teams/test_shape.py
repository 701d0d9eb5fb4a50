"""An activity's body is checked and cut down before anything else reads it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.teams.shape import MalformedError, read
from dialogs.turn import JSON
from tests.bot.teams.activities import BOT, SERVICE, SIRI, TENANT, activity, body, message, press


def changed(**more: object) -> JSON:
    """A message with other fields."""
    return {**message("hei"), **more}


def test_a_message_is_cut_down_to_what_we_know() -> None:
    """Ids, the text and the press go on; names and times stay outside."""
    arrived = read(body(message("ny pasient")))
    assert (arrived.type, arrived.service_url, arrived.tenant) == ("message", SERVICE, TENANT)
    assert (arrived.entra_id, arrived.bot, arrived.personal) == (SIRI, BOT, True)
    assert arrived.fields["text"] == "ny pasient"
    assert not {"timestamp", "channelData", "entities"} & set(arrived.fields)
    assert "Noen" not in json.dumps(arrived.fields)


def test_a_press_keeps_its_value_and_its_card() -> None:
    """The value is data, and `about` is the message whose card was pressed."""
    arrived = read(body(press({"do": "command", "text": "oppgaver"}, about="card-7")))
    assert arrived.fields["replyToId"] == "card-7"
    value = arrived.fields["value"]
    assert isinstance(value, dict)
    assert value["action"]["data"] == {"do": "command", "text": "oppgaver"}


def test_a_mention_is_seen_by_the_bots_id() -> None:
    """Only a mention of this bot counts, not anybody's."""
    mine: JSON = {"type": "mention", "mentioned": {"id": BOT}}
    other: JSON = {"type": "mention", "mentioned": {"id": "29:other"}}
    assert read(body(changed(entities=[other, mine]))).mentioned
    assert not read(body(changed(entities=[other, 3, {"mentioned": 4}]))).mentioned
    assert not read(body(changed())).mentioned


def test_only_a_personal_chat_is_personal() -> None:
    """Where it is not said that nobody reads along, somebody may (P1)."""
    for talk in ({"id": "19:x"}, {"id": "19:x", "conversationType": "personal", "isGroup": True}):
        assert not read(body(changed(conversation=talk))).personal


def test_the_tenant_may_stand_in_either_place() -> None:
    """Some clients name the tenant in the conversation, some in the channel's data."""
    bare = {"id": "a:1", "conversationType": "personal"}
    assert read(body(changed(conversation=bare))).tenant == TENANT
    assert read(body(changed(channelData=None))).tenant == TENANT
    assert read(body(changed(conversation=bare, channelData=None))).tenant == ""


MALFORMED: dict[str, object] = {
    "no object": [1, 2],
    "a number": 3,
    "null": None,
    "no type": {**message("hei"), "type": None},
    "type is a number": changed(type=3),
    "type with spaces": changed(type="mess age"),
    "endless type": changed(type="m" * 200),
    "text is an object": changed(text={"a": 1}),
    "text is a list": changed(text=["hei"]),
    "half a surrogate pair": changed(text="\ud800"),
    "no id": changed(id=None),
    "empty id": changed(id=""),
    "endless id": changed(id="x" * 501),
    "id with a line break": changed(id="x\ny"),
    "id is a number": changed(id=7),
    "no service address": changed(serviceUrl=None),
    "service address is a list": changed(serviceUrl=[SERVICE]),
    "endless service address": changed(serviceUrl="https://" + "x" * 600),
    "no conversation": changed(conversation=None),
    "conversation is a text": changed(conversation="a:1"),
    "conversation without id": changed(conversation={"tenantId": TENANT}),
    "conversation's id is an object": changed(conversation={"id": {}}),
    "no sender": changed(**{"from": None}),
    "sender is a text": changed(**{"from": "siri"}),
    "sender's Entra id is a number": changed(**{"from": {"id": "1", "aadObjectId": 3}}),
    "recipient is a list": changed(recipient=[]),
    "entities is a text": changed(entities="mention"),
    "tenant is a text": changed(channelData={"tenant": "x"}, conversation={"id": "a"}),
    "channel's data is a list": changed(channelData=[]),
    "half a pair in a press": activity("invoke", value={"by": "\ud800"}),
    "an invoke whose value is a text": activity("invoke", value="x"),
    "too deep": changed(value={"a": json.loads("[" * 60 + "]" * 60)}),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_no_activity_is_refused(name: str) -> None:
    """Every part that we use must have its shape; nothing of it is quoted back."""
    with pytest.raises(MalformedError) as caught:
        read(body(MALFORMED[name]))
    assert str(caught.value) == ""
    assert caught.value.__cause__ is None


RAW: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"hei",
    "half": body(message("hei"))[:-5],
    "not a number": b'{"type": "message", "x": NaN}',
    "beyond all numbers": b'{"type": "message", "x": 1e999}',
    "not UTF-8": b'{"type": "\xff"}',
    "UTF-16": json.dumps(message("hei")).encode("utf-16"),
    "endless nesting": b"[" * 100_000,
    "endless objects": b'{"a":' * 100_000,
}


@pytest.mark.parametrize("name", RAW)
def test_what_is_no_json_is_refused(name: str) -> None:
    """A body that cannot be read, or only by going endlessly deep."""
    with pytest.raises(MalformedError):
        read(RAW[name])


ANY_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.sampled_from(sorted(message("hei"))), ANY_JSON)
def test_whatever_stands_in_a_field_is_read_or_refused(name: str, value: object) -> None:
    """No value of any field breaks the reader."""
    try:
        read(body({**press({"do": "x"}), "entities": [], name: value}))
    except MalformedError:
        return
