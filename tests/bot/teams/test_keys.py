"""Signing keys are fetched seldom, one fetch at a time, and kept where the server is down."""

import asyncio
import socket
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest
from aiohttp.abc import AbstractResolver, ResolveResult
from structlog.testing import capture_logs
from typing_extensions import override

from bot.teams.keys import AHEAD, FRESH, KEPT, PAUSE, KeyRing, KeysUnavailableError, Outage
from bot.teams.token import TokenCheck, UnauthorizedError, Wrong
from tests.bot.teams.openid import (
    APP_ID,
    GONE,
    KEYS,
    METADATA,
    Clock,
    Mood,
    OpenId,
    openid,
    signer,
)

SECOND = timedelta(seconds=1)
PATIENCE = 0.5
BOUND = 5.0
"""Seconds after which a test that should not wait has failed."""


class _AllHere(AbstractResolver):
    """Every name is this machine's, so that a fetch from elsewhere would succeed."""

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        here = ResolveResult(
            hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=0
        )
        return [here]

    @override
    async def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
async def server() -> AsyncIterator[OpenId]:
    """An OpenID server that answers well."""
    async with openid() as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """The program's session."""
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(resolver=_AllHere())
    ) as session:
        yield session


@pytest.fixture
def keys(session: aiohttp.ClientSession, server: OpenId, clock: Clock) -> KeyRing:
    """An empty key ring that is not patient."""
    return KeyRing(session, server.url, clock, patience=PATIENCE)


@pytest.fixture
def check(keys: KeyRing, clock: Clock) -> TokenCheck:
    """The check with these keys."""
    return TokenCheck(keys, app_id=APP_ID, clock=clock)


async def outage(keys: KeyRing, kid: str = "first") -> Outage:
    """Why this key cannot be had, or the test fails."""
    with pytest.raises(KeysUnavailableError) as unavailable:
        async with asyncio.timeout(BOUND):
            await keys.find(kid)
    return unavailable.value.reason


# --- the cache -----------------------------------------------------------------------------------


async def test_keys_are_fetched_once_a_day(keys: KeyRing, server: OpenId, clock: Clock) -> None:
    """A key that is known is fetched again after 24 hours, not before."""
    for _ in range(3):
        assert await keys.find("first")
    clock.move(FRESH - SECOND)
    assert await keys.find("first")
    assert server.fetches == {METADATA: 1, KEYS: 1}
    clock.move(SECOND)
    assert await keys.find("first")
    assert server.fetches == {METADATA: 2, KEYS: 2}


async def test_keys_are_fetched_before_anybody_waits(
    keys: KeyRing, server: OpenId, clock: Clock
) -> None:
    """Asked every minute, keys are fetched at a start and an hour before they are a day old."""
    for _ in range(2):
        await keys.freshen()
    clock.move(FRESH - AHEAD - SECOND)
    await keys.freshen()
    assert server.fetches == {METADATA: 1, KEYS: 1}
    clock.move(SECOND)
    await keys.freshen()
    clock.move(AHEAD)
    assert await keys.find("first")
    assert server.fetches == {METADATA: 2, KEYS: 2}


async def test_nobody_with_a_known_key_waits_for_a_server_that_hangs(
    keys: KeyRing, server: OpenId, clock: Clock
) -> None:
    """While the minute's own try is in vain, requests are answered from the keys of before."""
    assert await keys.find("first")
    clock.move(FRESH)
    server.mood = Mood.HANGS
    for _ in range(3):
        await keys.freshen()
        clock.move(timedelta(seconds=59))
        async with asyncio.timeout(PATIENCE / 2):
            assert await keys.find("first")
    server.let_go.set()


async def test_a_key_withdrawn_is_good_no_more(
    check: TokenCheck, server: OpenId, clock: Clock
) -> None:
    """After a day a key that is not published any more signs for nobody."""
    await check.check(server.token())
    old = server.current
    server.rotate()
    clock.move(FRESH)
    with pytest.raises(UnauthorizedError) as refused:
        await check.check(server.signed(old))
    assert refused.value.reason is Wrong.KEY


async def test_a_new_key_is_found_while_running(
    check: TokenCheck, server: OpenId, clock: Clock
) -> None:
    """A token of a key that was published meanwhile is good at once."""
    await check.check(server.token())
    server.rotate()
    clock.move(PAUSE)
    await check.check(server.token())
    assert server.fetches[KEYS] == 2


async def test_all_who_wait_share_one_fetch(check: TokenCheck, server: OpenId) -> None:
    """A crowd before an empty key ring causes one fetch, and everybody gets in."""
    await asyncio.gather(*(check.check(server.token()) for _ in range(50)))
    assert server.fetches == {METADATA: 1, KEYS: 1}


async def test_a_flood_of_unknown_keys_is_one_fetch(
    keys: KeyRing, server: OpenId, clock: Clock
) -> None:
    """However many unknown keys are asked for, there is one fetch in each pause."""
    assert await keys.find("first")
    clock.move(PAUSE)
    for _ in range(3):
        found = await asyncio.gather(*(keys.find(f"k{number}") for number in range(100)))
        assert not any(found)
    assert server.fetches[KEYS] == 2
    clock.move(PAUSE - SECOND)
    assert await keys.find("k") is None
    assert server.fetches[KEYS] == 2
    clock.move(SECOND)
    assert await keys.find("k") is None
    assert server.fetches[KEYS] == 3


async def test_a_flood_holds_nobody_up(keys: KeyRing, server: OpenId, clock: Clock) -> None:
    """While a fetch for an unknown key hangs, a known key is found at once."""
    assert await keys.find("first")
    clock.move(PAUSE)
    server.mood = Mood.HANGS
    server.asked.clear()
    waiting = asyncio.create_task(keys.find("unknown"))
    await server.asked.wait()
    assert await keys.find("first")
    assert not waiting.done()
    with pytest.raises(KeysUnavailableError):
        async with asyncio.timeout(BOUND):
            await waiting


async def test_a_request_waits_less_than_a_second(server: OpenId, clock: Clock) -> None:
    """An unknown key id is not waited for as long as a fetch may take; the fetch goes on."""
    async with aiohttp.ClientSession() as session:
        keys = KeyRing(session, server.url, clock, patience=10 * BOUND)
        server.mood = Mood.HANGS
        with pytest.raises(KeysUnavailableError):
            async with asyncio.timeout(BOUND):
                await keys.find("first")
        server.mood = Mood.WELL
        server.let_go.set()
        async with asyncio.timeout(BOUND):
            assert await keys.find("first")
    assert server.fetches == {METADATA: 1, KEYS: 1}


async def test_hanging_up_ends_no_fetch(keys: KeyRing, server: OpenId) -> None:
    """Whoever asked first may leave: the others still get the keys of that one fetch."""
    server.mood = Mood.HANGS
    first = asyncio.create_task(keys.find("first"))
    await server.asked.wait()
    second = asyncio.create_task(keys.find("first"))
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    server.mood = Mood.WELL
    server.let_go.set()
    assert await second
    assert server.fetches == {METADATA: 1, KEYS: 1}


async def test_a_clock_put_back_stops_nothing(keys: KeyRing, server: OpenId, clock: Clock) -> None:
    """Where the clock was put back, keys are fetched again and not kept for ever."""
    assert await keys.find("first")
    clock.move(-FRESH)
    server.rotate()
    assert await keys.find("first") is None
    assert await keys.find("second")


# --- a server that is not well -------------------------------------------------------------------

BAD = {
    Mood.DOWN: Outage.UNREACHABLE,
    Mood.FAILS: Outage.STATUS,
    Mood.MOVED: Outage.STATUS,
    Mood.HANGS: Outage.SLOW,
    Mood.GARBAGE: Outage.GARBAGE,
    Mood.NOISE: Outage.UNREACHABLE,
    Mood.HUGE: Outage.LARGE,
}


@pytest.mark.parametrize("mood", BAD)
async def test_nobody_is_judged_without_keys(
    check: TokenCheck, server: OpenId, clock: Clock, mood: Mood
) -> None:
    """A server that is bad at first makes keys unavailable, tried again only after a pause."""
    server.mood = mood
    with capture_logs() as failed:
        for _ in range(3):
            with pytest.raises(KeysUnavailableError) as unavailable:
                async with asyncio.timeout(BOUND):
                    await check.check(server.token())
            assert unavailable.value.reason is BAD[mood]
    assert len(failed) == 1
    server.mood = Mood.WELL
    server.let_go.set()
    clock.move(PAUSE)
    await check.check(server.token())


@pytest.mark.parametrize("mood", BAD)
async def test_keys_are_kept_while_the_server_is_bad(
    check: TokenCheck, server: OpenId, clock: Clock, mood: Mood
) -> None:
    """Keys of before are in use for a week, and whether an unknown key is good nobody can tell."""
    await check.check(server.token())
    server.mood = mood
    clock.move(FRESH)
    token = server.token(exp=int(clock.now.timestamp()) + 60)
    with capture_logs() as failed:
        async with asyncio.timeout(BOUND):
            await check.check(token)
            await check.check(token)
        with pytest.raises(KeysUnavailableError):
            await check.check(server.signed(signer("second")))
    assert len(failed) == 1


async def test_keys_are_not_kept_for_ever(keys: KeyRing, server: OpenId, clock: Clock) -> None:
    """After a week without the server no key is good."""
    assert await keys.find("first")
    server.mood = Mood.DOWN
    clock.move(KEPT - SECOND)
    assert await keys.find("first")
    clock.move(SECOND)
    assert await outage(keys) is Outage.UNREACHABLE


async def test_a_port_where_nobody_listens(session: aiohttp.ClientSession, clock: Clock) -> None:
    """A server that is not there makes keys unavailable."""
    with socket.socket() as kept:
        kept.bind(("127.0.0.1", 0))
        keys = KeyRing(session, f"http://127.0.0.1:{kept.getsockname()[1]}/", clock)
        assert await outage(keys) is Outage.UNREACHABLE


async def test_a_closed_session(keys: KeyRing, session: aiohttp.ClientSession) -> None:
    """A session that is closed already makes keys unavailable, and breaks nothing."""
    await session.close()
    assert await outage(keys) is Outage.UNREACHABLE


async def test_an_outage_is_logged_without_an_address(keys: KeyRing, server: OpenId) -> None:
    """That keys were not fetched is logged with the reason alone."""
    server.mood = Mood.FAILS
    with capture_logs() as logged:
        await outage(keys)
    assert logged == [
        {
            "event": "signing_keys_not_fetched",
            "reason": Outage.STATUS.value,
            "log_level": "warning",
        }
    ]


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"jwks_uri": None},
        {"jwks_uri": ["https://keys.example"]},
        {"jwks_uri": "http://keys.example:{port}" + KEYS},
        {"jwks_uri": "http://us:word@127.0.0.1:{port}" + KEYS},
        {"jwks_uri": "file:///etc/keys"},
        {"jwks_uri": "http://127.0.0.1:{port}/ " + KEYS},
        {"jwks_uri": "http://127.0.0.1:99999/"},
        {"jwks_uri": "http://[::1/"},
        {"jwks_uri": "https://"},
        {"jwks_uri": "https:///keys"},
    ],
    ids=str,
)
async def test_keys_come_from_a_safe_address_alone(
    keys: KeyRing, server: OpenId, metadata: dict[str, object]
) -> None:
    """Keys are fetched over https or from this machine, wherever the metadata points."""
    uri = metadata.get("jwks_uri")
    if isinstance(uri, str):
        metadata = {"jwks_uri": uri.replace("{port}", str(server.port))}
    server.metadata = metadata
    assert await outage(keys) is Outage.ADDRESS
    assert server.fetches == {METADATA: 1}


@pytest.mark.parametrize(
    "address", ["", "http://login.example/", "ftp://127.0.0.1/", "https://us@login.example/", "x"]
)
async def test_the_metadata_address_must_be_safe(
    session: aiohttp.ClientSession, clock: Clock, address: str
) -> None:
    """A metadata address that anybody could answer for makes no key ring."""
    with pytest.raises(ValueError, match="must be https"):
        KeyRing(session, address, clock)


NO_KEY: dict[str, object] = {
    "a list": [],
    "a text": "keys",
    "no keys": {},
    "keys an object": {"keys": {}},
    "keys empty": {"keys": []},
    "keys of all kinds": {"keys": [None, 1, "RSA", []]},
    "an empty key": {"keys": [{}]},
}
BAD_KEY: dict[str, dict[str, object]] = {
    "kid missing": {"kid": GONE},
    "kid a number": {"kid": 1},
    "kid too long": {"kid": "k" * 129},
    "kty missing": {"kty": GONE},
    "kty of curves": {"kty": "EC"},
    "n missing": {"n": GONE},
    "n empty": {"n": ""},
    "n a single letter": {"n": "A"},
    "n beyond ASCII": {"n": "æ"},
    "n a number": {"n": 3},
    "e nought": {"e": "AA"},
    "e even": {"e": "Ag"},
    "use a list": {"use": ["sig"]},
}


@pytest.mark.parametrize("name", [*NO_KEY, *BAD_KEY])
async def test_a_document_without_a_good_key_is_an_outage(
    keys: KeyRing, server: OpenId, clock: Clock, name: str
) -> None:
    """A document that holds no key to use never takes the place of the one before."""
    assert await keys.find("first")
    if name in NO_KEY:
        server.keys = NO_KEY[name]
    else:
        server.publish(server.current.published(**BAD_KEY[name]))
    clock.move(PAUSE)
    assert await outage(keys, "unknown") in {Outage.GARBAGE, Outage.NO_KEYS}
    assert await keys.find("first")


async def test_of_a_private_key_only_the_public_part_is_taken(
    keys: KeyRing, server: OpenId
) -> None:
    """A private key that is published by mistake is a public one to us."""
    server.publish(server.current.published(d="AQAB"))
    assert await keys.find("first")
