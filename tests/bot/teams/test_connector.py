"""What leaves for a chat and how it can fail, against a real connector on loopback."""

from __future__ import annotations

import asyncio
import gzip
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial

import pytest

from bot.teams.connector import (
    BusyError,
    Connector,
    Conversation,
    RefusedError,
    UnreachableError,
    trusted_service,
)
from bot.teams.pace import Pace
from bot.teams.wire import BODY_LIMIT, LONGEST_RETRY_AFTER, open_session
from dialogs.turn import JSON
from tests.bot.teams.connector_server import (
    ConnectorServer,
    Planned,
    Way,
    connector_server,
    refused,
    said,
)

TOKEN = "hemmelig-billett"
HELLO: JSON = {"type": "message", "text": "Hei på deg – 😀"}
ID = "a:1_b;messageid=17@thread.tacv2/ø?#%"
ENCODED = "a%3A1_b%3Bmessageid%3D17%40thread.tacv2%2F%C3%B8%3F%23%25"
ACTIVITIES = f"/emea/v3/conversations/{ENCODED}/activities"
DATE = "Tue, 24 Nov 2026 09:00:00 GMT"
IN_TWENTY = "Tue, 24 Nov 2026 09:00:20 GMT"


class Tokens:
    """Gives a new token whenever the last one was dropped."""

    def __init__(self, first: str = TOKEN) -> None:
        self.token = first
        self.dropped: list[str] = []

    async def __call__(self) -> str:
        """The token."""
        return self.token

    def drop(self, token: str) -> None:
        """It was not accepted."""
        self.dropped.append(token)
        self.token = f"{TOKEN}-{len(self.dropped) + 1}"


class Stage:
    """A connector, the service it talks to, and a conversation there."""

    def __init__(self, connector: Connector, server: ConnectorServer, tokens: Tokens) -> None:
        self.connector = connector
        self.server = server
        self.tokens = tokens
        self.to = Conversation(service_url=server.service_url, id=ID, tenant="t")

    async def every_call(self) -> AsyncIterator[Exception | None]:
        """Each call once, with what it raised."""
        connector, to = self.connector, self.to
        for call in (
            partial(connector.send, to, HELLO),
            partial(connector.reply, to, "f:1", HELLO),
            partial(connector.update, to, "f:1", HELLO),
            partial(connector.delete, to, "f:1"),
            partial(connector.create, to.service_url, tenant="t", bot_id="28:b", member_id="29:m"),
        ):
            try:
                await call()
            except (BusyError, UnreachableError, RefusedError) as error:
                yield error
            else:
                yield None


@asynccontextmanager
async def stage(*plan: Planned, token: str = TOKEN, patience: float = 5) -> AsyncIterator[Stage]:
    """The connector with this plan on the other side."""
    tokens = Tokens(token)
    async with connector_server(*plan) as server, open_session() as session:
        connector = Connector(
            session,
            tokens,
            drop=tokens.drop,
            trusted=lambda url: trusted_service(url, loopback=True),
            pace=Pace(asyncio.get_running_loop().time, asyncio.sleep),
            patience=patience,
        )
        yield Stage(connector, server, tokens)


async def test_each_call_is_what_the_protocol_says() -> None:
    """Method and address are the protocol's, ids percent-encoded, and the body is plain UTF-8."""
    async with stage() as on:
        raised = [error async for error in on.every_call()]
    assert raised == [None] * 5
    assert [(got.method, got.path) for got in on.server.got] == [
        ("POST", ACTIVITIES),
        ("POST", f"{ACTIVITIES}/f%3A1"),
        ("PUT", f"{ACTIVITIES}/f%3A1"),
        ("DELETE", f"{ACTIVITIES}/f%3A1"),
        ("POST", "/emea/v3/conversations"),
    ]
    for got in on.server.got[:3]:
        assert got.headers["Content-Type"] == "application/json; charset=utf-8"
        assert got.raw == '{"type":"message","text":"Hei på deg – 😀"}'.encode()
    assert on.server.got[3].raw == b""
    assert {got.headers["Authorization"] for got in on.server.got} == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize("slash", ["", "/"])
async def test_the_service_is_called_with_or_without_its_last_slash(slash: str) -> None:
    """A serviceUrl means the same with and without a slash at its end."""
    async with stage() as on:
        url = on.to.service_url.rstrip("/") + slash
        await on.connector.send(replace(on.to, service_url=url), HELLO)
    assert on.server.got[0].path == ACTIVITIES


async def test_the_id_comes_back() -> None:
    """What was said has the id that the service gave it, also a reply."""
    async with stage(said("f:7"), said("f:8")) as on:
        assert await on.connector.send(on.to, HELLO) == "f:7"
        assert await on.connector.reply(on.to, "f:7", HELLO) == "f:8"


ODD_BODIES = {
    "none": Planned(status=202),
    "not JSON": Planned(body=b"<html>"),
    "a list": Planned(body=b'["f:1"]'),
    "a number as id": Planned(body=b'{"id": 1}'),
    "no UTF-8": Planned(body=b'{"id": "\xff"}'),
    "deep": Planned(body=b"[" * BODY_LIMIT),
    "huge": Planned(body=b'{"id": "' + b"x" * BODY_LIMIT + b'"}'),
    "packed": Planned(body=gzip.compress(b'{"id": "f:1"}'), headers={"Content-Encoding": "gzip"}),
    "half": Planned(status=201, body=b'{"id": "f:', way=Way.HALF),
    "stuck": Planned(status=201, body=b'{"id": "f:', way=Way.STUCK),
}


@pytest.mark.parametrize("planned", ODD_BODIES.values(), ids=ODD_BODIES)
async def test_what_was_taken_is_said_whatever_comes_after(planned: Planned) -> None:
    """Once the status says that it is done, a body that cannot be read never sends it again."""
    async with stage(planned, patience=0.5) as on:
        assert await on.connector.send(on.to, HELLO) == ""
        assert await on.connector.send(on.to, HELLO) == "f:1"
    assert len(on.server.got) == 2


async def test_a_conversation_is_opened_with_one_person() -> None:
    """A new conversation names the bot, the person and the tenant, and is kept with its own id."""
    async with stage(said("a:new")) as on:
        made = await on.connector.create(
            on.to.service_url, tenant="t", bot_id="28:bot", member_id="29:person"
        )
    assert made == Conversation(service_url=on.to.service_url, id="a:new", tenant="t")
    assert on.server.got[0].body == {
        "isGroup": False,
        "bot": {"id": "28:bot"},
        "members": [{"id": "29:person"}],
        "tenantId": "t",
        "channelData": {"tenant": {"id": "t"}},
    }


@pytest.mark.parametrize(
    ("named", "kept"),
    [
        ("https://smba.trafficmanager.net/amer/", "https://smba.trafficmanager.net/amer/"),
        ("https://elsewhere.example/", None),
        (None, None),
    ],
)
async def test_a_new_conversation_may_live_elsewhere(named: str | None, kept: str | None) -> None:
    """The service may name another address for a new conversation, if it is one we trust."""
    body = json.dumps({"id": "a:new", "serviceUrl": named}).encode()
    async with stage(Planned(status=201, body=body)) as on:
        made = await on.connector.create(
            on.to.service_url, tenant="t", bot_id="28:b", member_id="29:m"
        )
    assert made.service_url == (kept or on.to.service_url)


@pytest.mark.parametrize("planned", ODD_BODIES.values(), ids=ODD_BODIES)
async def test_a_new_conversation_without_an_id_waits(planned: Planned) -> None:
    """Where no id can be read of a new conversation it is asked for again later."""
    async with stage(planned, patience=0.5) as on:
        with pytest.raises(BusyError):
            await on.connector.create(
                on.to.service_url, tenant="t", bot_id="28:b", member_id="29:m"
            )


@pytest.mark.parametrize(
    ("status", "uncertain"),
    [(408, True), (412, False), (429, False), (500, True), (502, True), (503, False), (504, True)],
)
async def test_what_may_pass_is_tried_later(status: int, uncertain: bool) -> None:  # noqa: FBT001
    """Each of these waits, whatever was asked, and says whether it may have been done."""
    async with stage(*[refused(status)] * 5) as on:
        async for error in on.every_call():
            assert isinstance(error, BusyError)
            assert (error.retry_after, error.uncertain) == (None, uncertain)
    assert len(on.server.got) == 5


@pytest.mark.parametrize(
    ("said_after", "seconds"),
    [
        ("3", 3),
        (" 0 ", 0),
        ("999999", LONGEST_RETRY_AFTER),
        ("9" * 400, LONGEST_RETRY_AFTER),
        (IN_TWENTY, 20),
        ("Tue, 24 Nov 2026 08:00:00 GMT", 0),
        ("Tue, 24 Nov 2099 09:00:00 GMT", LONGEST_RETRY_AFTER),
        ("-3", None),
        ("3.5", None),
        ("soon", None),
        ("²", None),
        ("Tue, 99 Nov 2026 09:00:00 GMT", None),
        ("Tue, 24 Nov 2026 09:00:20", None),
    ],
)
async def test_when_to_come_again(said_after: str, seconds: float | None) -> None:
    """Seconds or a date are understood and kept within an hour, and anything else is not told."""
    async with stage(refused(429, retry_after=said_after, date=DATE)) as on:
        with pytest.raises(BusyError) as caught:
            await on.connector.send(on.to, HELLO)
    assert caught.value.retry_after == seconds


@pytest.mark.parametrize(
    ("planned", "kind"),
    [
        (Planned(way=Way.CUT), "ServerDisconnectedError"),
        (Planned(way=Way.HANG), "TimeoutError"),
        (Planned(headers={"X": "a" * 20_000}), ""),
    ],
    ids=["cut", "hang", "unreadable"],
)
async def test_a_line_that_goes_dead_waits(planned: Planned, kind: str) -> None:
    """Without a status it is tried later, and it may have been done."""
    async with stage(planned, patience=0.3) as on:
        with pytest.raises(BusyError) as caught:
            await on.connector.send(on.to, HELLO)
    assert caught.value.uncertain
    assert kind in repr(caught.value)
    assert caught.value.__suppress_context__


async def test_nobody_at_home_waits() -> None:
    """Where nobody listens it is tried later, and was surely not done."""
    async with stage() as on:
        async with connector_server() as other:
            pass
        with pytest.raises(BusyError) as caught:
            await on.connector.send(replace(on.to, service_url=other.service_url), HELLO)
    assert not caught.value.uncertain


@pytest.mark.parametrize("status", [403, 404])
async def test_who_blocked_or_removed_the_bot_is_unreachable(status: int) -> None:
    """403, and 404 where the conversation is gone, are told by status and code alone."""
    code = {403: "ConversationBlockedByUser", 404: "ConversationNotFound"}[status]
    async with stage(*[refused(status, code)] * 5) as on:
        async for error in on.every_call():
            assert isinstance(error, UnreachableError)
            assert str(error) == f"{status} {code}"


async def test_a_message_that_is_gone_leaves_the_conversation() -> None:
    """404 for one message is our own fault, and taking back what is gone is done."""
    gone = refused(404, "ActivityNotFoundInConversation")
    async with stage(gone, gone, gone) as on:
        for call in (on.connector.reply, on.connector.update):
            with pytest.raises(RefusedError) as caught:
                await call(on.to, "f:1", HELLO)
            assert caught.value.status == 404
        await on.connector.delete(on.to, "f:1")


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 402, 405, 409, 413, 415, 422])
async def test_what_is_our_fault_is_never_repeated(status: int) -> None:
    """Every other refusal is told with its status, and a redirect is not followed."""
    async with connector_server() as elsewhere:
        planned = refused(status, location=elsewhere.service_url)
        async with stage(*[planned] * 5) as on:
            async for error in on.every_call():
                assert isinstance(error, RefusedError)
                assert (error.status, str(error)) == (status, str(status))
        assert (len(on.server.got), elsewhere.got) == (5, [])


async def test_a_stale_token_is_renewed_once() -> None:
    """401 drops the token and tries once more with a new one and the same bytes."""
    async with stage(refused(401), said("f:2")) as on:
        assert await on.connector.send(on.to, HELLO) == "f:2"
    assert on.tokens.dropped == [TOKEN]
    assert [got.headers["Authorization"] for got in on.server.got] == [
        f"Bearer {TOKEN}",
        f"Bearer {TOKEN}-2",
    ]
    assert len({got.raw for got in on.server.got}) == 1


@pytest.mark.parametrize(("token", "tries"), [(TOKEN, 2), ("", 1)])
async def test_a_token_that_is_never_good(token: str, tries: int) -> None:
    """A second 401 is a refusal, and without a token there is nothing to renew."""
    async with stage(refused(401), refused(401), token=token) as on:
        with pytest.raises(RefusedError) as caught:
            await on.connector.send(on.to, HELLO)
    assert (caught.value.status, len(on.server.got)) == (401, tries)


async def test_without_a_token_there_is_no_header() -> None:
    """Where nobody asks who we are we do not say."""
    async with stage(token="") as on:
        await on.connector.send(on.to, HELLO)
    assert "Authorization" not in on.server.got[0].headers


async def test_a_token_that_does_not_come_waits() -> None:
    """A call whose token takes too long is tried later, and nothing has left."""

    async def never() -> str:
        await asyncio.Event().wait()
        raise AssertionError

    async with connector_server() as server, open_session() as session:
        pace = Pace(asyncio.get_running_loop().time, asyncio.sleep)
        connector = Connector(session, never, trusted=lambda _: True, pace=pace, patience=0.1)
        with pytest.raises(BusyError) as caught:
            await connector.send(Conversation(service_url=server.service_url, id="a"), HELLO)
    assert not caught.value.uncertain
    assert server.got == []


async def test_patience_is_for_the_whole_call() -> None:
    """A second try after a 401 has only the time that the first one left."""
    async with stage(refused(401), Planned(way=Way.HANG), patience=0.4) as on:
        begun = asyncio.get_running_loop().time()
        with pytest.raises(BusyError):
            await on.connector.send(on.to, HELLO)
        assert asyncio.get_running_loop().time() - begun < 2
    assert len(on.server.got) == 2


async def test_too_fast_waits_without_a_call() -> None:
    """What Teams would refuse as too fast does not leave, and says when it may."""
    async with connector_server() as server, open_session() as session:
        pace = Pace(lambda: 0.0, asyncio.sleep, longest=0.5)
        connector = Connector(session, Tokens(), trusted=lambda _: True, pace=pace)
        to = Conversation(service_url=server.service_url, id="a")
        for _ in range(7):
            await connector.send(to, HELLO)
        with pytest.raises(BusyError) as caught:
            await connector.send(to, HELLO)
    assert (caught.value.retry_after, caught.value.uncertain) == (1, False)
    assert len(server.got) == 7


async def test_an_untrusted_service_is_never_called() -> None:
    """Neither token nor turn is spent on an address that is not one of ours."""
    async with stage() as on:
        on.to = replace(on.to, service_url=f"http://127.0.0.1.example:{on.server.port}/")
        async for error in on.every_call():
            assert isinstance(error, RefusedError)
            assert error.status == 0
    assert on.server.got == []


@pytest.mark.parametrize("part", ["", ".", "..", "\ud800"])
async def test_an_id_that_would_lead_elsewhere_is_refused(part: str) -> None:
    """No id makes the address of something else, and nothing is sent."""
    async with stage() as on:
        with pytest.raises(RefusedError):
            await on.connector.send(replace(on.to, id=part), HELLO)
        with pytest.raises(RefusedError):
            await on.connector.update(on.to, part, HELLO)
    assert on.server.got == []


async def test_half_a_character_travels_as_a_question_mark() -> None:
    """What somebody pasted in half does not stop the message."""
    async with stage() as on:
        await on.connector.send(on.to, {"text": "Hei \ud83d!"})
    assert on.server.got[0].body == {"text": "Hei ?!"}


async def test_no_cookies_are_kept() -> None:
    """What a service asks us to remember is not sent back."""
    async with stage(Planned(status=200, headers={"Set-Cookie": "a=b; Path=/"})) as on:
        await on.connector.send(on.to, HELLO)
        await on.connector.send(on.to, HELLO)
    assert "Cookie" not in on.server.got[1].headers


async def test_one_connection_serves_many_calls() -> None:
    """Calls one after the other share a connection, also after one that was refused."""
    async with stage(said(), refused(429), refused(400), Planned(body=b"<html>")) as on:
        assert [error is None async for error in on.every_call()] == [
            True,
            False,
            False,
            True,
            True,
        ]
    assert len({got.line for got in on.server.got}) == 1


async def test_a_body_that_never_ends_is_not_read() -> None:
    """Past the limit the line is closed without waiting, and the next call has its own."""
    endless = Planned(body=b"x" * (BODY_LIMIT + 1), way=Way.STUCK)
    async with stage(endless, patience=60) as on, asyncio.timeout(10):
        await on.connector.send(on.to, HELLO)
        await on.connector.send(on.to, HELLO)
    assert len({got.line for got in on.server.got}) == 2


@pytest.mark.parametrize("planned", [refused(400, "KariNordmann"), refused(500), refused(403)])
async def test_nothing_that_was_said_is_told(
    planned: Planned, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither errors nor logs hold a token, an address, what we said or what was answered."""
    caplog.set_level(logging.DEBUG)
    async with stage(planned) as on:
        with pytest.raises((BusyError, RefusedError, UnreachableError)) as caught:
            await on.connector.send(on.to, HELLO)
    ours = [record.getMessage() for record in caplog.records]
    for secret in (TOKEN, "Nordmann", "thread.tacv2", "Hei", "localhost"):
        assert secret not in f"{caught.value!r} {caught.value} {ours}"


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net",
        "HTTPS://SMBA.TrafficManager.net:443/emea/11111111-2222-3333-4444-555555555555/",
        "https://webchat.botframework.com/",
        "https://smba.infra.gcc.teams.microsoft.com/teams",
    ],
)
def test_the_services_of_teams_are_trusted(url: str) -> None:
    """Teams' own hosts over https may be called, with or without loopback."""
    assert trusted_service(url, loopback=False)
    assert trusted_service(url, loopback=True)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "smba.trafficmanager.net",
        "http://smba.trafficmanager.net/emea/",
        "https://evil.trafficmanager.net/",
        "https://a.smba.trafficmanager.net/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://smba.trafficmanager.net./",
        "https://smba.trafficmanager.net:8443/",
        "https://smba.trafficmanager.net:/",
        "https://smba.trafficmanager.net:443@evil.example/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://evil.example\\@smba.trafficmanager.net/",
        "https://evil.example\\.teams.microsoft.com/",
        "https://evil.example#.teams.microsoft.com/",
        "https://evil.example?.teams.microsoft.com/",
        "https://evil.example/.teams.microsoft.com/",
        "https://evilbotframework.com/",
        "https://botframework.com/",
        "https://teams.microsoft.com/",
        "https://.teams.microsoft.com/",
        "https://a..teams.microsoft.com/",
        "https://smba.trafficmanager.net/?x=1",
        "https://smba.trafficmanager.net/#x",
        "https://smba.trafficmanager.net/a b",
        "https://smba.trafficmanager.net/\n",
        "ht\ntps://smba.trafficmanager.net/",
        " https://smba.trafficmanager.net/",
        "https://\u017fmba.trafficmanager.net/",
        "https://a.teams.microsoft\uff0ecom/",
        "https://a.botframewor\u212a.com/",
        "https://smba.infra.gov.teams.microsoft.us/teams",
        "https://api.botframework.us/",
        "https://127.0.0.1/",
        "https://localhost/",
        "http://10.0.0.1:3978/",
        "http://localhost.example:56150/",
        "http://127.0.0.1.example/",
        "http://user@localhost:56150/",
        "http://[::1/",
        "ftp://localhost/",
        "file:///etc/passwd",
    ],
)
def test_nothing_else_is_trusted(url: str) -> None:
    """Whatever only looks like one of Teams' hosts is not called, not even in local mode."""
    assert not trusted_service(url, loopback=False)
    assert not trusted_service(url, loopback=True)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:56150/_connector",
        "http://127.0.0.1:56150/",
        "http://[::1]:56150/_connector",
    ],
)
def test_this_machine_is_trusted_where_that_is_asked_for(url: str) -> None:
    """The Playground on this machine may be called over http, only in local mode."""
    assert trusted_service(url, loopback=True)
    assert not trusted_service(url, loopback=False)
