"""The Teams door tells Bot Framework from everybody else, whatever is sent."""

import hashlib
import hmac
import json
import logging
import zlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import aiohttp
import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from structlog.testing import capture_logs

from bot.teams.keys import FRESH, KEPT
from bot.teams.token import (
    REMEMBERED,
    Caller,
    KeyRing,
    KeysUnavailableError,
    TokenCheck,
    UnauthorizedError,
    Wrong,
)
from tests.bot.teams.openid import (
    APP_ID,
    GONE,
    KEYS,
    NOW,
    SERVICE,
    Clock,
    Mood,
    OpenId,
    claims,
    encoded,
    openid,
    signer,
)

SECONDS = int(NOW.timestamp())
DAY = 24 * 3600
DEEP = b"[" * 5000
"""Deeper than some Pythons read, and never closed, so that no Python takes it."""


@pytest.fixture
async def server() -> AsyncIterator[OpenId]:
    """An OpenID server that publishes one good key, and some that may not sign for us."""
    async with openid() as server:
        server.publish(
            server.current.published(),
            signer("weak", 1024).published(),
            signer("packer").published(use="enc"),
            signer("longer").published(alg="RS512"),
            signer("curve").published(kty="EC", crv="P-256", x="AA", y="AA"),
            {"kty": "oct", "kid": "shared", "k": encoded(b"k" * 32)},
            signer("webchat").published(endorsements=["webchat", "msteams-not"]),
            signer("nobody").published(endorsements=[]),
            signer("torn").published(endorsements="msteams"),
            signer("silent").published(endorsements=GONE),
        )
        yield server


@pytest.fixture
def clock() -> Clock:
    """It is `NOW`."""
    return Clock()


@pytest.fixture
async def check(server: OpenId, clock: Clock) -> AsyncIterator[TokenCheck]:
    """The check of the bot `APP_ID`, with an empty key ring."""
    async with aiohttp.ClientSession() as session:
        yield TokenCheck(KeyRing(session, server.url, clock), app_id=APP_ID, clock=clock)


Make = Callable[[OpenId], str]


def header(**changes: object) -> Make:
    """A good token but for this in its header, which is signed too."""
    return lambda server: server.signed(**changes)


def claim(**changes: object) -> Make:
    """A good token but for these claims."""
    return lambda server: server.token(**changes)


def by(kid: str, bits: int = 2048) -> Make:
    """A good token but for its key."""
    return lambda server: server.signed(signer(kid, bits))


def raw_header(raw: bytes) -> Make:
    """These bytes as header, with good claims and a good signature."""
    return lambda server: f"Bearer {server.current.sign(raw, claims())}"


def payload(raw: bytes) -> Make:
    """These bytes as payload, with a good header and a good signature."""
    return lambda server: f"Bearer {server.current.sign(server.current.header(), raw)}"


def text(change: Callable[[str], str]) -> Make:
    """The whole value of the header of a good token, changed."""
    return lambda server: change(server.token())


def part(number: int, becomes: Callable[[str], str]) -> Make:
    """A good token with one of its three parts changed, so that the signature fits no more."""

    def make(server: OpenId) -> str:
        parts = server.token().removeprefix("Bearer ").split(".")
        parts[number] = becomes(parts[number])
        return "Bearer " + ".".join(parts)

    return make


def shared_secret(server: OpenId) -> str:
    """HS256 with the published key as the secret (RFC 8725 section 2.1)."""
    public = server.current.private.public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    signed = f"{encoded(server.current.header(alg='HS256'))}.{encoded(claims())}"
    return f"Bearer {signed}.{encoded(hmac.digest(pem, signed.encode(), hashlib.sha256))}"


def longer_hash(server: OpenId) -> str:
    """RS384 with the right key."""
    signed = f"{encoded(server.current.header(alg='RS384'))}.{encoded(claims())}"
    signature = server.current.private.sign(signed.encode(), PKCS1v15(), SHA384())
    return f"Bearer {signed}.{encoded(signature)}"


def own_key(server: OpenId) -> str:
    """A stranger's token that brings its key along."""
    key = signer("stranger").published()
    return server.signed(signer("stranger"), jwk=key, kid="first")


def twice(raw: bytes, name: str, value: object) -> bytes:
    """A JSON object that ends with one more member."""
    return raw[:-1] + f", {json.dumps(name)}: {json.dumps(value)}}}".encode()


FIRST = '{"alg": "RS256", "kid": "first", "typ": "JWT"'

WRONG: dict[str, tuple[Make, Wrong]] = {
    # the value of the Authorization header
    "nothing": (text(lambda _: ""), Wrong.SCHEME),
    "scheme alone": (text(lambda _: "Bearer "), Wrong.SCHEME),
    "no scheme": (text(lambda it: it.removeprefix("Bearer ")), Wrong.SCHEME),
    "another scheme": (text(lambda it: it.replace("Bearer", "Basic")), Wrong.SCHEME),
    "two schemes": (text(lambda it: f"Bearer {it}"), Wrong.SCHEME),
    "two spaces": (text(lambda it: it.replace(" ", "  ")), Wrong.SCHEME),
    "a space after": (text(lambda it: f"{it} "), Wrong.SCHEME),
    "a line after": (text(lambda it: f"{it}\n"), Wrong.SCHEME),
    "two tokens": (text(lambda it: f"{it}, {it}"), Wrong.SCHEME),
    "letters beyond ASCII": (part(1, lambda it: f"{it}æ"), Wrong.SCHEME),
    "other digits": (part(2, lambda it: f"{it[:-1]}٣"), Wrong.SCHEME),
    "half a surrogate": (part(2, lambda it: f"{it}\udcff"), Wrong.SCHEME),
    "a zero byte": (text(lambda it: f"{it}\0"), Wrong.SCHEME),
    "padding": (part(0, lambda it: f"{it}=="), Wrong.SCHEME),
    "two parts": (text(lambda it: it.rpartition(".")[0]), Wrong.SCHEME),
    "five parts, encrypted": (text(lambda it: f"{it}.AA.AA"), Wrong.SCHEME),
    "no signature": (part(2, lambda _: ""), Wrong.SCHEME),
    "no payload": (part(1, lambda _: ""), Wrong.SCHEME),
    "huge": (claim(more="x" * 8000), Wrong.LENGTH),
    "enormous": (text(lambda it: it + "x" * 1_000_000), Wrong.LENGTH),
    # the token's header
    "header no base64": (part(0, lambda _: "AAAAA"), Wrong.HEADER),
    "header no JSON": (raw_header(b"RS256"), Wrong.HEADER),
    "header cut off": (raw_header(FIRST.encode()), Wrong.HEADER),
    "header a list": (raw_header(f"[{FIRST}}}]".encode()), Wrong.HEADER),
    "header not UTF-8": (raw_header(FIRST.encode() + b', "x": "\xff"}'), Wrong.HEADER),
    "header with NaN": (raw_header(FIRST.encode() + b', "x": NaN}'), Wrong.HEADER),
    "header too deep": (raw_header(FIRST.encode() + b', "x": ' + DEEP), Wrong.HEADER),
    "alg twice": (raw_header((FIRST + ', "alg": "RS256"}').encode()), Wrong.HEADER),
    "alg missing": (header(alg=GONE), Wrong.ALGORITHM),
    "alg none": (header(alg="none"), Wrong.ALGORITHM),
    "alg nOnE": (header(alg="nOnE"), Wrong.ALGORITHM),
    "alg empty": (header(alg=""), Wrong.ALGORITHM),
    "alg a list": (header(alg=["RS256"]), Wrong.ALGORITHM),
    "HS256 with the public key": (shared_secret, Wrong.ALGORITHM),
    "RS384": (longer_hash, Wrong.ALGORITHM),
    "jku": (header(jku="https://keys.example/"), Wrong.PARAMETER),
    "x5u": (header(x5u="https://keys.example/"), Wrong.PARAMETER),
    "x5c": (header(x5c=["AA=="]), Wrong.PARAMETER),
    "jwk": (own_key, Wrong.PARAMETER),
    "crit": (header(crit=["exp"], exp=SECONDS), Wrong.PARAMETER),
    "b64": (header(b64=True), Wrong.PARAMETER),
    "zip": (header(zip="DEF"), Wrong.PARAMETER),
    "enc": (header(enc="A128GCM"), Wrong.PARAMETER),
    "cty, nested": (header(cty="JWT"), Wrong.PARAMETER),
    "typ of another kind": (header(typ="at+jwt"), Wrong.PARAMETER),
    "kid missing": (header(kid=GONE), Wrong.KID),
    "kid a number": (header(kid=1), Wrong.KID),
    "kid a list": (header(kid=["first"]), Wrong.KID),
    "kid null": (header(kid=None), Wrong.KID),
    "kid empty": (header(kid=""), Wrong.KID),
    "kid too long": (header(kid="k" * 129), Wrong.KID),
    "kid with a line": (header(kid="first\n"), Wrong.KID),
    # the key
    "unknown key": (by("stranger"), Wrong.KEY),
    "weak key": (by("weak", 1024), Wrong.KEY),
    "key for encryption": (by("packer"), Wrong.KEY),
    "key for RS512": (by("longer"), Wrong.KEY),
    "key of another type": (by("curve"), Wrong.KEY),
    "shared key": (header(kid="shared"), Wrong.KEY),
    "key with torn endorsements": (by("torn"), Wrong.KEY),
    "key for web chat": (by("webchat"), Wrong.ENDORSEMENT),
    "key for no channel": (by("nobody"), Wrong.ENDORSEMENT),
    # the signature
    "a stranger under our kid": (
        lambda server: server.signed(signer("stranger"), kid="first"),
        Wrong.SIGNATURE,
    ),
    "another published key's": (header(kid="silent"), Wrong.SIGNATURE),
    "claims changed": (part(1, lambda _: encoded(claims(more=1))), Wrong.SIGNATURE),
    "signature cut": (part(2, lambda it: it[:-4]), Wrong.SIGNATURE),
    "signature one letter": (part(2, lambda _: "A"), Wrong.SIGNATURE),
    # the claims
    "claims no JSON": (payload(b"hei"), Wrong.CLAIMS),
    "claims a list": (payload(b"[" + claims() + b"]"), Wrong.CLAIMS),
    "claims too deep": (payload(b'{"x": ' + DEEP), Wrong.CLAIMS),
    "a number too long": (payload(twice(claims(), "x", 0)[:-1] + b"1" * 4400 + b"}"), Wrong.CLAIMS),
    "a token within": (
        lambda server: payload(server.token().removeprefix("Bearer ").encode())(server),
        Wrong.CLAIMS,
    ),
    "compressed": (payload(zlib.compress(claims())), Wrong.CLAIMS),
    "aud twice": (payload(twice(claims(aud="other"), "aud", APP_ID)), Wrong.CLAIMS),
    "iss missing": (claim(iss=GONE), Wrong.ISSUER),
    "iss of somebody else": (claim(iss="https://sts.example"), Wrong.ISSUER),
    "iss with a stroke": (claim(iss="https://api.botframework.com/"), Wrong.ISSUER),
    "iss a list": (claim(iss=["https://api.botframework.com"]), Wrong.ISSUER),
    "aud missing": (claim(aud=GONE), Wrong.AUDIENCE),
    "aud of another bot": (claim(aud=APP_ID[:-1] + "b"), Wrong.AUDIENCE),
    "aud a list": (claim(aud=[APP_ID]), Wrong.AUDIENCE),
    "aud with others": (claim(aud=[APP_ID, "other"]), Wrong.AUDIENCE),
    "aud longer": (claim(aud=f"{APP_ID} "), Wrong.AUDIENCE),
    "exp missing": (claim(exp=GONE), Wrong.TIMES),
    "exp null": (claim(exp=None), Wrong.TIMES),
    "exp a text": (claim(exp=str(SECONDS + 60)), Wrong.TIMES),
    "exp true": (claim(exp=True), Wrong.TIMES),
    "exp a fraction": (claim(exp=SECONDS + 0.5), Wrong.TIMES),
    "exp infinite": (payload(claims(exp=1).replace(b'"exp": 1', b'"exp": 1e999')), Wrong.TIMES),
    "expired": (claim(exp=SECONDS - 300), Wrong.EXPIRED),
    "exp before 1970": (claim(exp=-1), Wrong.EXPIRED),
    "exp too far": (claim(exp=SECONDS + DAY + 1), Wrong.FAR),
    "exp beyond all dates": (claim(exp=10**400), Wrong.FAR),
    "nbf missing": (claim(nbf=GONE), Wrong.TIMES),
    "nbf a text": (claim(nbf="0"), Wrong.TIMES),
    "nbf to come": (claim(nbf=SECONDS + 301), Wrong.EARLY),
    "iat to come": (claim(iat=SECONDS + 301), Wrong.EARLY),
    "iat a text": (claim(iat="0"), Wrong.TIMES),
    "serviceurl missing": (claim(serviceurl=GONE), Wrong.SERVICE),
    "serviceurl empty": (claim(serviceurl=""), Wrong.SERVICE),
    "serviceurl a list": (claim(serviceurl=[SERVICE]), Wrong.SERVICE),
    "serviceurl not https": (claim(serviceurl="http://smba.example/"), Wrong.SERVICE),
    "serviceurl with a line": (claim(serviceurl=f"{SERVICE}\r\nX: y"), Wrong.SERVICE),
    "serviceurl with a user": (claim(serviceurl="https://us@smba.example/"), Wrong.SERVICE),
    "serviceUrl in other letters": (claim(serviceurl=GONE, serviceUrl=SERVICE), Wrong.SERVICE),
}


@pytest.mark.parametrize("name", WRONG)
async def test_a_wrong_token_is_refused(
    check: TokenCheck, server: OpenId, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """What is wrong is refused for that reason, and nothing of it is raised, chained or logged."""
    make, reason = WRONG[name]
    token = make(server)
    caplog.set_level(logging.DEBUG)
    with capture_logs() as logged, pytest.raises(UnauthorizedError) as refused:
        await check.check(token)
    assert refused.value.args == (reason,)
    assert refused.value.__context__ is None
    assert not [*logged, *caplog.records]


@pytest.mark.parametrize("reason", Wrong)
def test_every_reason_is_shown(reason: Wrong) -> None:
    """For each reason to refuse there is a wrong token."""
    assert reason in {shown for _, shown in WRONG.values()}


async def test_a_good_token_is_taken(check: TokenCheck, server: OpenId) -> None:
    """A token as Bot Framework writes it says where the answer goes."""
    assert await check.check(server.token()) == Caller(service_url=SERVICE, endorsed=True)


async def test_a_key_may_say_nothing_of_channels(check: TokenCheck, server: OpenId) -> None:
    """A key without endorsements is good, and the caller is told apart by it."""
    caller = await check.check(server.signed(signer("silent")))
    assert caller == Caller(service_url=SERVICE, endorsed=False)


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": SECONDS - 299},
        {"nbf": SECONDS + 300},
        {"iat": SECONDS + 300},
        {"exp": SECONDS + DAY},
        {"serviceurl": "http://localhost:56150/_connector"},
        {"serviceurl": "http://[::1]:56150/"},
        {"more": ["æ", 0.5, None]},
    ],
    ids=str,
)
async def test_good_to_the_last_second(
    check: TokenCheck, server: OpenId, changes: dict[str, object]
) -> None:
    """Five minutes of leeway, a day ahead, a service on this machine and other claims are good."""
    await check.check(server.token(**changes))


@pytest.mark.parametrize(
    "changes",
    [{"x5t": GONE}, {"typ": GONE}, {"rh": "new"}],
    ids=["x5t missing", "typ missing", "rh new"],
)
async def test_a_header_may_differ(
    check: TokenCheck, server: OpenId, changes: dict[str, object]
) -> None:
    """Header parameters that may be missing may be, and unknown ones are passed over."""
    await check.check(server.signed(**changes))


async def test_time_comes_from_the_clock(check: TokenCheck, server: OpenId, clock: Clock) -> None:
    """The same token is good now and expired later."""
    token = server.token()
    await check.check(token)
    clock.move(timedelta(hours=1))
    with pytest.raises(UnauthorizedError) as refused:
        await check.check(token)
    assert refused.value.reason is Wrong.EXPIRED


async def test_a_sovereign_cloud_has_its_own_issuer(server: OpenId, clock: Clock) -> None:
    """Another issuer is taken where it is the one that was asked for, and then it alone."""
    issuer = "https://api.botframework.us"
    async with aiohttp.ClientSession() as session:
        keys = KeyRing(session, server.url, clock)
        check = TokenCheck(keys, app_id=APP_ID, clock=clock, issuer=issuer)
        await check.check(server.token(iss=issuer))
        with pytest.raises(UnauthorizedError):
            await check.check(server.token())


@pytest.mark.parametrize("changes", [{"app_id": ""}, {"issuer": ""}], ids=str)
async def test_no_check_without_a_name(
    server: OpenId, clock: Clock, changes: dict[str, str]
) -> None:
    """Without an app id or an issuer there is no check at all, so that it cannot let people in."""
    async with aiohttp.ClientSession() as session:
        keys = KeyRing(session, server.url, clock)
        with pytest.raises(ValueError, match="everybody"):
            TokenCheck(keys, clock=clock, **{"app_id": APP_ID, "issuer": "x", **changes})


async def test_nothing_is_fetched_for_what_cannot_be_good(
    check: TokenCheck, server: OpenId
) -> None:
    """Whoever sends no token, or one that no key could make good, causes no fetch."""
    cheap = {Wrong.LENGTH, Wrong.SCHEME, Wrong.HEADER, Wrong.PARAMETER, Wrong.ALGORITHM, Wrong.KID}
    for make, reason in WRONG.values():
        if reason in cheap:
            with pytest.raises(UnauthorizedError):
                await check.check(make(server))
    assert server.fetches[KEYS] == 0


# --- the same token again ------------------------------------------------------------------------


async def test_a_token_that_was_good_is_taken_again(check: TokenCheck, server: OpenId) -> None:
    """The same bytes say the same, and no key is fetched for them twice."""
    token, other = server.token(), server.token(serviceurl="https://smba.example/se/")
    first, elsewhere = await check.check(token), await check.check(other)
    assert [await check.check(token), await check.check(other)] == [first, elsewhere]
    assert elsewhere.service_url != first.service_url
    assert server.fetches[KEYS] == 1


@pytest.mark.parametrize("name", WRONG)
async def test_a_wrong_token_stays_wrong(check: TokenCheck, server: OpenId, name: str) -> None:
    """What is wrong is refused each time it is shown, also beside a good token."""
    make, reason = WRONG[name]
    good, wrong = server.token(), make(server)
    for _ in range(2):
        await check.check(good)
        with pytest.raises(UnauthorizedError) as refused:
            await check.check(wrong)
        assert refused.value.reason is reason


async def test_another_signature_is_another_token(check: TokenCheck, server: OpenId) -> None:
    """A token that was good vouches for no other bytes: not a letter of it may differ."""
    token = server.token()
    await check.check(token)
    for place in (7, len(token) // 2, len(token) - 20):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(UnauthorizedError):
            await check.check(changed)


async def test_early_again_once_the_clock_is_put_back(
    check: TokenCheck, server: OpenId, clock: Clock
) -> None:
    """A token that was good is not, before its time."""
    token = server.token(nbf=SECONDS)
    await check.check(token)
    clock.move(-timedelta(minutes=6))
    with pytest.raises(UnauthorizedError) as refused:
        await check.check(token)
    assert refused.value.reason is Wrong.EARLY


async def test_a_withdrawn_key_ends_its_tokens(
    check: TokenCheck, server: OpenId, clock: Clock
) -> None:
    """A token that was good is refused once its key is published no more."""
    token = server.token(exp=SECONDS + DAY)
    await check.check(token)
    server.rotate()
    clock.move(FRESH - timedelta(minutes=1))
    await check.check(token)
    clock.move(timedelta(minutes=1))
    with pytest.raises(UnauthorizedError) as refused:
        await check.check(token)
    assert refused.value.reason is Wrong.KEY


async def test_another_key_of_the_same_id_ends_its_tokens(
    check: TokenCheck, server: OpenId, clock: Clock
) -> None:
    """A token that was good is refused once its key's id names another key."""
    token = server.token(exp=SECONDS + DAY)
    await check.check(token)
    server.publish(signer("usurper").published(kid=server.current.kid))
    clock.move(FRESH)
    with pytest.raises(UnauthorizedError) as refused:
        await check.check(token)
    assert refused.value.reason is Wrong.SIGNATURE


async def test_a_key_that_speaks_for_teams_no_more_ends_its_tokens(
    check: TokenCheck, server: OpenId, clock: Clock
) -> None:
    """A token that was good is refused once its key is endorsed for other channels alone."""
    token = server.token(exp=SECONDS + DAY)
    await check.check(token)
    server.publish(server.current.published(endorsements=["webchat"]))
    clock.move(FRESH)
    with pytest.raises(UnauthorizedError) as refused:
        await check.check(token)
    assert refused.value.reason is Wrong.ENDORSEMENT


async def test_tokens_that_were_good_are_no_good_without_keys(
    check: TokenCheck, server: OpenId, clock: Clock
) -> None:
    """Where no keys can be had any more a token that was good is not taken either."""
    token = server.token(exp=SECONDS + DAY)
    await check.check(token)
    server.mood = Mood.DOWN
    clock.move(KEPT)
    with pytest.raises(KeysUnavailableError):
        await check.check(token)


async def test_so_many_tokens_are_remembered(check: TokenCheck, server: OpenId) -> None:
    """More tokens than are remembered are all taken, again and again."""
    tokens = [server.token(jti=number) for number in range(REMEMBERED + 2)]
    for token in tokens * 2:
        await check.check(token)
