"""The keys that Bot Framework signs with, as its OpenID server publishes them.

Sources: OpenID Connect Discovery 1.0 section 4, RFC 7517, RFC 7518 section 6.3.1, and Microsoft's
"Authentication with the Bot Connector API", from the connector to the bot, steps 2 and 3.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

import aiohttp
import jwt
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm

from bot.addresses import is_loopback

ALGORITHM = "RS256"
FRESH = timedelta(hours=24)
"""How long keys are used before they are fetched again; Microsoft's page says at most a day."""
AHEAD = timedelta(hours=1)
"""How long before that `freshen` fetches them, so that no request waits for it."""
KEPT = timedelta(days=7)
"""How long they are used where they cannot be fetched: a key that was withdrawn ends some time."""
PAUSE = timedelta(seconds=10)
"""From one fetch to the next, whoever asks for whatever key."""
UNWAITED = timedelta(minutes=2)
"""So soon after a try in vain nobody who has a known key waits for another."""
PATIENCE = 3.0
"""Seconds for both documents together: Teams waits 5 to 10 for the whole answer."""
WAITED = 0.8
"""Seconds that one request waits for a fetch, which goes on: it is answered within a second."""
LARGEST = 1024 * 1024
"""Bytes of one document."""
SHORTEST_RSA = 2048
"""Bits (RFC 7518 section 3.3)."""

_OK = 200
_KID = re.compile(r"[!-~]{1,128}")
_ADDRESS = re.compile(r"https?://[!-\[\]-~]{1,2000}")  # no space and no backslash


class Outage(StrEnum):
    """Why there are no keys, for the log."""

    UNREACHABLE = "unreachable"
    SLOW = "slow"
    STATUS = "not answered with 200"
    LARGE = "larger than a document may be"
    GARBAGE = "not a JSON object"
    ADDRESS = "jwks_uri is neither https nor loopback"
    NO_KEYS = "no key that can be used"


class KeysUnavailableError(Exception):
    """The keys cannot be had, so nobody can be told from anybody: ask again later."""

    def __init__(self, reason: Outage) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class SigningKey:
    """A published key; `endorsements` are the channels it may speak for, None where it says none.

    Microsoft's page, from the connector to the bot, step 3.
    """

    public: RSAPublicKey
    endorsements: frozenset[str] | None


class KeyRing:
    """The keys published behind one metadata address, fetched when they are needed.

    One fetch at a time, which all who wait share and nobody's hanging up ends, and none within
    `PAUSE` of the one before. While the server is down the keys of before are kept in use.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        metadata_url: str,
        clock: Callable[[], datetime],
        *,
        patience: float = PATIENCE,
    ) -> None:
        """`ValueError` where the address is neither https nor this machine's own."""
        if not is_safe(metadata_url):
            message = "the OpenID metadata address must be https, or on this machine"
            raise ValueError(message)
        self._session = session
        self._metadata_url = metadata_url
        self._clock = clock
        self._patience = patience
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched: datetime | None = None
        self._tried: datetime | None = None
        self._outage: Outage | None = None
        self._fetching: asyncio.Task[None] | None = None

    async def find(self, kid: str) -> SigningKey | None:
        """The key of this id, None where none is published, `KeysUnavailableError` if unknown."""
        old = not self._within(FRESH, self._fetched)
        if kid not in self._keys or (old and not self._within(UNWAITED, self._tried)):
            with suppress(TimeoutError):
                async with asyncio.timeout(WAITED):
                    await self._renew()
        key = self._keys.get(kid) if self._within(KEPT, self._fetched) else None
        outage = Outage.SLOW if self._fetching is not None else self._outage
        if key is None and outage is not None:
            raise KeysUnavailableError(outage)
        return key

    async def freshen(self) -> None:
        """Fetch them where they are wanted soon; called every minute, beside all requests."""
        if not self._within(FRESH - AHEAD, self._fetched):
            await self._renew()

    def _within(self, limit: timedelta, since: datetime | None) -> bool:
        """Whether it was that short ago; a clock that was put back makes it long ago."""
        return since is not None and timedelta() <= self._clock() - since < limit

    async def _renew(self) -> None:
        if self._fetching is None:
            if self._within(PAUSE, self._tried):
                return
            self._tried = self._clock()
            self._fetching = asyncio.create_task(self._fetch(self._tried))
        await asyncio.shield(self._fetching)

    async def _fetch(self, at: datetime) -> None:
        try:
            async with asyncio.timeout(self._patience):
                keys = await self._published()
        except KeysUnavailableError as error:
            self._fail(error.reason)
        except TimeoutError:
            self._fail(Outage.SLOW)
        except (aiohttp.ClientError, OSError, RuntimeError):  # RuntimeError: a closed session
            self._fail(Outage.UNREACHABLE)
        else:
            self._keys, self._fetched, self._outage = keys, at, None
        finally:
            self._fetching = None

    def _fail(self, outage: Outage) -> None:
        self._outage = outage
        structlog.get_logger().warning("signing_keys_not_fetched", reason=outage.value)

    async def _published(self) -> Mapping[str, SigningKey]:
        address = (await self._document(self._metadata_url)).get("jwks_uri")
        if not isinstance(address, str) or not is_safe(address):
            raise KeysUnavailableError(Outage.ADDRESS)
        keys = _usable((await self._document(address)).get("keys"))
        if not keys:
            raise KeysUnavailableError(Outage.NO_KEYS)
        return keys

    async def _document(self, address: str) -> dict[str, object]:
        """A JSON object from just this address: who redirects could lead us anywhere."""
        body = bytearray()
        async with self._session.get(address, allow_redirects=False) as response:
            if response.status != _OK:
                raise KeysUnavailableError(Outage.STATUS)
            async for piece in response.content.iter_any():
                body += piece
                if len(body) > LARGEST:
                    raise KeysUnavailableError(Outage.LARGE)
        document = parsed(bytes(body))
        if document is None:
            raise KeysUnavailableError(Outage.GARBAGE)
        return document


def parsed(raw: bytes) -> dict[str, object] | None:
    """A JSON object whose names are unique (RFC 7515 section 4, RFC 7519 section 4), or None.

    None instead of an error, since the errors of json hold what was read.
    """
    try:
        value = json.loads(raw.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_number)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _number(_name: str) -> object:
    """NaN and Infinity are not JSON (RFC 8259 section 6)."""
    raise ValueError


def is_safe(address: str) -> bool:
    """Whether an address is https, or http on this machine, and carries no password."""
    if not _ADDRESS.fullmatch(address):
        return False
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port  # raises where it is no number
    except ValueError:
        return False
    if not host or parts.username is not None:
        return False
    return parts.scheme == "https" or is_loopback(host)


def is_kid(value: object) -> bool:
    """Whether it may name a key: a short text that can be seen."""
    return isinstance(value, str) and _KID.fullmatch(value) is not None


def _usable(listed: object) -> dict[str, SigningKey]:
    """The keys that may sign for us, by their ids; the others are passed over."""
    keys: dict[str, SigningKey] = {}
    for entry in listed if isinstance(listed, list) else []:
        key = _key_of(entry) if isinstance(entry, dict) else None
        if key is not None:
            keys[entry["kid"]] = key
    return keys


def _key_of(entry: Mapping[str, object]) -> SigningKey | None:
    """RFC 7517 section 4 and RFC 7518 section 6.3.1; nothing of it but the public numbers."""
    meant = entry.get("use", "sig") == "sig" and entry.get("alg", ALGORITHM) == ALGORITHM
    public = _public(entry)
    endorsements = entry.get("endorsements")
    if not meant or public is None or not is_kid(entry.get("kid")):
        return None
    if endorsements is None:
        return SigningKey(public, None)
    if not isinstance(endorsements, list):
        return None
    return SigningKey(public, frozenset(one for one in endorsements if isinstance(one, str)))


def _public(entry: Mapping[str, object]) -> RSAPublicKey | None:
    """The public key where it is one of RSA, which PyJWT looks at, and long enough."""
    numbers = {name: entry.get(name) for name in ("kty", "n", "e")}
    if not all(isinstance(one, str) for one in numbers.values()):
        return None
    try:
        key = RSAAlgorithm.from_jwk(json.dumps(numbers))
    except (jwt.PyJWTError, ValueError):
        return None
    return key if isinstance(key, RSAPublicKey) and key.key_size >= SHORTEST_RSA else None
