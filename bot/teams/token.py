"""Who knocks at the Teams door: our own check of Bot Framework's token, before any SDK sees it.

Sources: Microsoft's "Authentication with the Bot Connector API", from the connector to the bot,
step 4; RFC 7515 (JWS), RFC 7519 (JWT), RFC 8725 (what goes wrong with them).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import jwt

from bot.teams.keys import (
    ALGORITHM,
    KeyRing,
    KeysUnavailableError,
    SigningKey,
    is_kid,
    is_safe,
    parsed,
)

__all__ = ["Caller", "KeyRing", "KeysUnavailableError", "TokenCheck", "UnauthorizedError", "Wrong"]

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
LONGEST = 8 * 1024
"""Characters of the whole header; a real token has fewer than 2,000."""
LEEWAY = int(timedelta(minutes=5).total_seconds())
"""Microsoft's page, step 4, point 5."""
FARTHEST = int(timedelta(hours=24).total_seconds())
"""A token that lives longer is not one of theirs, which live an hour."""
REMEMBERED = 64
"""Tokens that were checked once; Teams shows the same one for an hour."""

_BEARER = re.compile(r"Bearer (([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+)")

# Keys and addresses of keys from whoever asks (RFC 8725 section 3.10), and what would make the
# token mean something else: extensions (RFC 7515 4.1.11, RFC 7797), nesting, encryption, packing.
_REFUSED = frozenset({"jku", "jwk", "x5u", "x5c", "crit", "b64", "cty", "enc", "zip"})


class Wrong(StrEnum):
    """What is wrong with a token, for the log: nothing of the token itself."""

    LENGTH = "header too long"
    SCHEME = "not Bearer and one compact token"
    HEADER = "token header cannot be read"
    PARAMETER = "token header holds what is not trusted"
    ALGORITHM = "not RS256"
    KID = "no key id"
    KEY = "key is not published"
    ENDORSEMENT = "key does not speak for Teams"
    SIGNATURE = "signature is not the key's"
    CLAIMS = "claims cannot be read"
    ISSUER = "another issuer"
    AUDIENCE = "for another bot"
    TIMES = "a time is missing or is no whole number"
    EXPIRED = "expired"
    EARLY = "not valid yet"
    FAR = "valid for too long"
    SERVICE = "no service address"


class UnauthorizedError(Exception):
    """Whoever asks is not Bot Framework speaking to this bot: answer 401; `reason` is to be logged.

    It holds nothing of what was sent, and no other error that does.
    """

    def __init__(self, reason: Wrong) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Caller:
    """Bot Framework, as a token shows it.

    The activity's serviceUrl must be `service_url`. `endorsed` tells whether the key says that it
    speaks for Teams; where it does not, it says nothing of any channel.
    """

    service_url: str
    endorsed: bool


@dataclass(frozen=True)
class _Checked:
    """A token whose signature held, the key that it held for, and what it claims."""

    kid: str
    key: SigningKey
    claims: Mapping[str, object]
    caller: Caller


class TokenCheck:
    """Tells Bot Framework from everybody else by the Authorization header.

    What the same bytes claim and who signed them does not change while the key is the same one, so
    a signature that held is remembered by the header's hash: of a token that is shown again the key
    is looked up and the times are judged anew, and no more.
    """

    def __init__(
        self,
        keys: KeyRing,
        *,
        app_id: str,
        clock: Callable[[], datetime],
        issuer: str = ISSUER,
    ) -> None:
        """`issuer` differs in a sovereign cloud; `ValueError` without an app id."""
        if not app_id or not issuer:
            message = "without an app id and an issuer everybody's token would do"
            raise ValueError(message)
        self._keys = keys
        self._app_id = app_id
        self._clock = clock
        self._issuer = issuer
        self._jws = jwt.PyJWS(algorithms=[ALGORITHM])
        self._held: OrderedDict[bytes, _Checked] = OrderedDict()

    async def check(self, authorization: str) -> Caller:
        """Who calls, by the whole value of the header.

        Raises `UnauthorizedError` for all that is wrong with it, and `KeysUnavailableError` where
        that cannot be told now.
        """
        name = hashlib.sha256(authorization.encode("utf-8", "surrogatepass")).digest()
        held = self._held.get(name)
        if held is None or await self._keys.find(held.kid) is not held.key:
            held = await self._checked(authorization)
        _check_times(held.claims, int(self._clock().timestamp()))
        self._remember(name, held)
        return held.caller

    def _remember(self, name: bytes, held: _Checked) -> None:
        """Keep those that were shown last."""
        self._held[name] = held
        self._held.move_to_end(name)
        if len(self._held) > REMEMBERED:
            self._held.popitem(last=False)

    async def _checked(self, authorization: str) -> _Checked:
        """All of it but the times."""
        token, header = _opened(authorization)
        kid = _kid(header)
        key = await self._keys.find(kid)
        if key is None:
            raise UnauthorizedError(Wrong.KEY)
        claims = self._claims(token, key)
        if key.endorsements is not None and CHANNEL not in key.endorsements:
            raise UnauthorizedError(Wrong.ENDORSEMENT)
        if claims.get("iss") != self._issuer:
            raise UnauthorizedError(Wrong.ISSUER)
        if claims.get("aud") != self._app_id:  # a list that holds it among others is another's
            raise UnauthorizedError(Wrong.AUDIENCE)
        caller = Caller(service_url=_service(claims), endorsed=key.endorsements is not None)
        return _Checked(kid=kid, key=key, claims=claims, caller=caller)

    def _claims(self, token: str, key: SigningKey) -> Mapping[str, object]:
        """The signed claims (RFC 7515 section 5.2), read only once the signature holds."""
        payload = self._payload(token, key)
        if payload is None:
            raise UnauthorizedError(Wrong.SIGNATURE)
        claims = parsed(payload)
        if claims is None:
            raise UnauthorizedError(Wrong.CLAIMS)
        return claims

    def _payload(self, token: str, key: SigningKey) -> bytes | None:
        """The bytes that were signed; None instead of an error, which could hold some of them."""
        try:
            payload = self._jws.decode(token, key.public, algorithms=[ALGORITHM])
        except jwt.PyJWTError:
            return None
        return payload if isinstance(payload, bytes) else None


def _opened(authorization: str) -> tuple[str, Mapping[str, object]]:
    """The token and its header, which nobody has vouched for yet (RFC 7515 section 4)."""
    if len(authorization) > LONGEST:
        raise UnauthorizedError(Wrong.LENGTH)
    match = _BEARER.fullmatch(authorization)
    if match is None:
        raise UnauthorizedError(Wrong.SCHEME)
    header = parsed(_decoded(match[2]))
    if header is None:
        raise UnauthorizedError(Wrong.HEADER)
    return match[1], header


def _decoded(segment: str) -> bytes:
    """Base64url without padding (RFC 7515 appendix C); nothing where it is none."""
    try:
        return base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    except ValueError:
        return b""


def _kid(header: Mapping[str, object]) -> str:
    """The id of the key, from a header with nothing in it that could lead us astray."""
    if not _REFUSED.isdisjoint(header) or header.get("typ", "JWT") != "JWT":
        raise UnauthorizedError(Wrong.PARAMETER)
    if header.get("alg") != ALGORITHM:
        raise UnauthorizedError(Wrong.ALGORITHM)
    kid = header.get("kid")
    if not isinstance(kid, str) or not is_kid(kid):
        raise UnauthorizedError(Wrong.KID)
    return kid


def _check_times(claims: Mapping[str, object], now: int) -> None:
    """RFC 7519 sections 4.1.4 to 4.1.6, in whole seconds since 1970, however large."""
    expires, begins = _seconds(claims, "exp"), _seconds(claims, "nbf")
    issued = _seconds(claims, "iat") if "iat" in claims else begins
    if now >= expires + LEEWAY:
        raise UnauthorizedError(Wrong.EXPIRED)
    if now < max(begins, issued) - LEEWAY:
        raise UnauthorizedError(Wrong.EARLY)
    if expires - now > FARTHEST:
        raise UnauthorizedError(Wrong.FAR)


def _seconds(claims: Mapping[str, object], name: str) -> int:
    value = claims.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        raise UnauthorizedError(Wrong.TIMES)
    return value


def _service(claims: Mapping[str, object]) -> str:
    """Where answers go, with our own token: https, or this machine in tests."""
    address = claims.get("serviceurl")
    if not isinstance(address, str) or not is_safe(address):
        raise UnauthorizedError(Wrong.SERVICE)
    return address
