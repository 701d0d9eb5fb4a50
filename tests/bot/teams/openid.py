"""Bot Framework's OpenID server on loopback, as good or bad as it is told to be, and its tokens."""

from __future__ import annotations

import asyncio
import base64
import json
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache

from aiohttp import web
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

from bot.teams.keys import LARGEST
from bot.teams.token import ISSUER

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
APP_ID = "00000000-0000-4000-8000-00000000000a"
SERVICE = "https://smba.example/no/"
METADATA, KEYS = "/v1/.well-known/openidconfiguration", "/v1/.well-known/keys"
GONE = object()
"""Instead of a value: the claim or header parameter is left out."""


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        """What it shows."""
        return self.now

    def move(self, step: timedelta) -> None:
        """On or back."""
        self.now += step


def encoded(raw: bytes) -> str:
    """Base64url without padding (RFC 7515 section 2)."""
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _number(value: int) -> str:
    return encoded(value.to_bytes((value.bit_length() + 7) // 8, "big"))


def filled(values: Mapping[str, object]) -> dict[str, object]:
    """What is left when `GONE` is gone."""
    return {name: value for name, value in values.items() if value is not GONE}


@dataclass(frozen=True)
class Signer:
    """A key with its id."""

    kid: str
    private: RSAPrivateKey

    def published(self, **changes: object) -> dict[str, object]:
        """As it stands in the document of keys."""
        numbers = self.private.public_key().public_numbers()
        entry = {
            "kty": "RSA",
            "use": "sig",
            "kid": self.kid,
            "x5t": self.kid,
            "n": _number(numbers.n),
            "e": _number(numbers.e),
            "endorsements": ["skype", "msteams"],
        }
        return filled(entry | changes)

    def sign(self, header: bytes, payload: bytes) -> str:
        """These very bytes as a JWS in compact form (RFC 7515 section 7.1)."""
        signed = f"{encoded(header)}.{encoded(payload)}"
        return f"{signed}.{encoded(self.private.sign(signed.encode(), PKCS1v15(), SHA256()))}"

    def header(self, **changes: object) -> bytes:
        """A token's header, as Bot Framework writes it."""
        header = {"alg": "RS256", "kid": self.kid, "typ": "JWT", "x5t": self.kid}
        return json.dumps(filled(header | changes)).encode()


def signer(kid: str, bits: int = 2048) -> Signer:
    """The key of this id, made once a session."""
    return _made(kid, bits)


@cache
def _made(kid: str, bits: int) -> Signer:
    return Signer(kid, generate_private_key(public_exponent=65537, key_size=bits))


def claims(**changes: object) -> bytes:
    """A token's claims, as Bot Framework writes them, at `NOW`."""
    seconds = int(NOW.timestamp())
    usual = {
        "serviceurl": SERVICE,
        "nbf": seconds - 300,
        "exp": seconds + 3300,
        "iss": ISSUER,
        "aud": APP_ID,
    }
    return json.dumps(filled(usual | changes)).encode()


class Mood(StrEnum):
    """How the server answers."""

    WELL = "well"
    DOWN = "down"  # hangs up
    FAILS = "fails"  # 503 with a good document
    MOVED = "moved"  # redirects to a good document
    HANGS = "hangs"
    GARBAGE = "garbage"
    NOISE = "noise"  # not even HTTP
    HUGE = "huge"  # a good document and a megabyte of spaces


class OpenId:
    """`fetches` counts by path; `metadata` and `keys` are what is published there."""

    def __init__(self) -> None:
        self.mood = Mood.WELL
        self.fetches: Counter[str] = Counter()
        self.current = signer("first")
        self.keys: object = {"keys": [self.current.published()]}
        self.metadata: object = {}
        self.asked = asyncio.Event()
        self.let_go = asyncio.Event()
        self.port = 0

    @property
    def url(self) -> str:
        """The address of its metadata."""
        return f"http://127.0.0.1:{self.port}{METADATA}"

    def opened(self, port: int) -> None:
        """It listens there."""
        self.port = port
        address = f"http://127.0.0.1:{port}{KEYS}"
        self.metadata = {"issuer": ISSUER, "jwks_uri": address}

    def publish(self, *entries: object) -> None:
        """Just these keys."""
        self.keys = {"keys": list(entries)}

    def rotate(self) -> None:
        """Sign with the other key from now on, and publish it alone."""
        self.current = signer("second" if self.current.kid == "first" else "first")
        self.publish(self.current.published())

    def token(self, **changes: object) -> str:
        """The Authorization header of a good token, with these changes of its claims."""
        return f"Bearer {self.current.sign(self.current.header(), claims(**changes))}"

    def signed(self, by: Signer | None = None, /, **changes: object) -> str:
        """The same by another key, or with these changes of the token's own header."""
        by = by or self.current
        return f"Bearer {by.sign(by.header(**changes), claims())}"

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """A document, in the mood it is in."""
        self.fetches[request.path] += 1
        self.asked.set()
        document = self.metadata if request.path.endswith(METADATA) else self.keys
        body = json.dumps(document).encode()
        match self.mood:
            case Mood.DOWN | Mood.NOISE:
                return self._hung_up(request, b"\0" * 64 if self.mood is Mood.NOISE else b"")
            case Mood.FAILS:
                return web.Response(body=body, status=503)
            case Mood.MOVED if not request.path.startswith("/moved"):
                return web.Response(status=302, headers={"Location": f"/moved{request.path}"})
            case Mood.HANGS:
                await self.let_go.wait()
            case Mood.GARBAGE:
                body = b"<html>\xff"
            case Mood.HUGE:
                body += b" " * LARGEST
            case Mood.WELL | Mood.MOVED:
                pass
        return web.Response(body=body, content_type="application/json")

    def _hung_up(self, request: web.Request, last: bytes) -> web.Response:
        assert request.transport is not None
        assert isinstance(request.transport, asyncio.WriteTransport)
        request.transport.write(last)
        request.transport.close()
        return web.Response()


@asynccontextmanager
async def openid() -> AsyncIterator[OpenId]:
    """An open server that answers well."""
    server = OpenId()
    app = web.Application()
    app.router.add_get("/{path:.*}", server.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.opened(runner.addresses[0][1])
    try:
        yield server
    finally:
        server.let_go.set()
        await runner.cleanup()
