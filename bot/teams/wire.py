"""One request to the Bot Framework connector on the wire, and what can be read of its answer."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.request import getproxies

from dialogs.turn import JSON

if TYPE_CHECKING:
    from aiohttp import ClientResponse, ClientSession
    from yarl import URL

BODY_LIMIT = 64 * 1024
LONGEST_RETRY_AFTER = 3600.0
"""The longest window of Teams' limits: no header keeps us away for more."""


class LineError(Exception):
    """No status came; `sent`: the request may have been heard all the same."""

    def __init__(self, kind: str, *, sent: bool) -> None:
        super().__init__(kind)
        self.sent = sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; `body` is empty where it could not be read, for whatever reason."""

    status: int
    body: JSON = field(repr=False)
    retry_after: float | None = None

    def text(self, name: str) -> str:
        """A text in the body, or ''."""
        value = self.body.get(name)
        return value if isinstance(value, str) else ""


def open_session(*, proxied: bool = False) -> ClientSession:
    """A session as the connector wants it: it keeps no cookies and unpacks nothing.

    `proxied` is whether HTTPS_PROXY is obeyed, as most hospitals need. aiohttp looks for it at
    every request, in a thread, so it is not asked to where there is none.
    """
    from aiohttp import ClientSession, DummyCookieJar

    return ClientSession(
        cookie_jar=DummyCookieJar(),
        headers={"User-Agent": "shm"},
        auto_decompress=False,
        trust_env=proxied and bool(getproxies()),
    )


def as_bytes(content: JSON) -> bytes:
    """As it travels; half a character, which a person can paste, becomes a question mark."""
    said = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return said.encode("utf-8", "replace")


async def exchange(
    session: ClientSession, method: str, url: URL, *, raw: bytes | None, token: str, until: float
) -> Answer:
    """One request, over at the event loop's moment `until`; `LineError` where no status comes.

    Once the status has come, nothing that goes wrong with the body changes what was done.
    """
    from aiohttp import ClientConnectorError, ClientError, ClientTimeout

    left = max(until - asyncio.get_running_loop().time(), 0.001)  # 0 would mean for ever
    request = session.request(
        method,
        url,
        data=raw,
        headers=_headers(token, has_body=raw is not None),
        allow_redirects=False,
        timeout=ClientTimeout(total=left),
    )
    try:
        async with request as response:
            return Answer(
                status=response.status,
                body=await _body(response),
                retry_after=_retry_after(response),
            )
    except (ClientError, OSError) as error:  # a timeout is one of these
        sent = not isinstance(error, ClientConnectorError)
        raise LineError(type(error).__name__, sent=sent) from None


def _headers(token: str, *, has_body: bool) -> dict[str, str]:
    headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
    if has_body:
        headers["Content-Type"] = "application/json; charset=utf-8"
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return headers


async def _body(response: ClientResponse) -> JSON:
    """The JSON object that came, or none: cut off, too slow, too long, or something else."""
    from aiohttp import ClientError

    raw = bytearray()
    try:
        async for piece in response.content.iter_any():
            raw += piece
            if len(raw) > BODY_LIMIT:
                response.close()
                return {}
        body = json.loads(raw)
    except (ClientError, OSError, ValueError, RecursionError):
        response.close()
        return {}
    return body if isinstance(body, dict) else {}


def _retry_after(response: ClientResponse) -> float | None:
    """Seconds, as said or up to a date, which is counted from the service's own clock."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        seconds = float(said)
    else:
        try:
            until = parsedate_to_datetime(said)
            seconds = (until - parsedate_to_datetime(response.headers["Date"])).total_seconds()
        except (KeyError, TypeError, ValueError, OverflowError):
            return None
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER)
