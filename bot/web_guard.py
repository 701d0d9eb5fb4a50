"""What holds for every page: headers, limits, who may come near, and calm where things go wrong."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import ipaddress
import re
import traceback
from collections.abc import Awaitable, Callable, Mapping
from urllib.parse import parse_qsl

import structlog
from aiohttp import web

from bot.pages import Pages
from dialogs.wording.nb import pages as words

BODY_LIMIT = 16 * 1024
FIELD_LIMIT = 100

PAGES = web.AppKey("pages", Pages)
PATIENCE = web.AppKey("patience", float)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "shm",  # no versions
}

_OWN_HOST = re.compile(r"(localhost|127\.0\.0\.1|\[::1\])(:[0-9]{1,5})?")
_PROXIES = (
    "Forwarded",
    "Via",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Real-IP",
)


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Put the security headers on a response; nothing is stored unless it says otherwise."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")


@web.middleware
async def calm(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every fault into a page that says what to do; what was sent is never logged."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        allowed = error.headers.getall("Allow", [])
        return fault(request, error.status, {"Allow": ", ".join(allowed)} if allowed else {})
    except Exception as error:  # noqa: BLE001  the last net: whoever is outside never sees a 500
        _log_fault(request, error)
        return fault(request, web.HTTPServiceUnavailable.status_code, {"Retry-After": "60"})


def _log_fault(request: web.Request, error: Exception) -> None:
    """Note where it happened: the route's pattern and a line of code, never an address or text."""
    resource = request.match_info.route.resource
    frames = traceback.extract_tb(error.__traceback__)
    structlog.get_logger().error(
        "page_failed",
        method=request.method,
        route=resource.canonical if resource else "",
        error=type(error).__name__,
        where=[f"{frame.name}:{frame.lineno}" for frame in frames[-3:]],
    )


def fault(
    request: web.Request, status: int, headers: Mapping[str, str] | None = None
) -> web.Response:
    """The calm page of an HTTP status: the same bytes whatever was asked for."""
    return fault_page(request.app[PAGES], status, headers)


def fault_page(pages: Pages, status: int, headers: Mapping[str, str] | None = None) -> web.Response:
    """The same, also where there is no request that could be read."""
    heading, sentence = words.fault(status)
    html = pages.render("message.html", w=words, heading=heading, sentence=sentence)
    return page(html, status=status, headers=headers)


def page(html: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """A page as a response."""
    return web.Response(text=html, status=status, content_type="text/html", headers=headers)


def see_other(address: str) -> web.Response:
    """Go and look there, so that loading the page again sends nothing twice."""
    return web.Response(status=web.HTTPSeeOther.status_code, headers={"Location": address})


async def read_form(request: web.Request) -> dict[str, str]:
    """The fields of a posted form, several of one name joined by commas; 400 or 413 otherwise."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPBadRequest
    body = await read_body(request)
    try:
        pairs = parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            max_num_fields=FIELD_LIMIT,
            errors="strict",
        )
    except ValueError as error:
        raise web.HTTPBadRequest from error
    fields: dict[str, list[str]] = {}
    for name, value in pairs:
        fields.setdefault(name, []).append(value)
    return {name: ",".join(values) for name, values in fields.items()}


async def read_body(request: web.Request, most: int = BODY_LIMIT) -> bytes:
    """What was posted, `most` bytes of it: 413 for more.

    400 where it breaks off or is packed, 408 where it takes too long.
    """
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise web.HTTPBadRequest
    try:
        async with asyncio.timeout(request.app[PATIENCE]):
            return await _read_up_to(request, most)
    except TimeoutError as error:
        raise web.HTTPRequestTimeout from error
    except (ConnectionError, web.RequestPayloadError) as error:
        raise web.HTTPBadRequest from error


async def _read_up_to(request: web.Request, most: int) -> bytes:
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > most:
            raise web.HTTPRequestEntityTooLarge(max_size=most, actual_size=len(body))
    return bytes(body)


def signature(key: bytes, *parts: str) -> str:
    """A keyed hash of these parts, for a form or an address (RFC 2104)."""
    message = "\x1f".join(f"{len(part)}:{part}" for part in parts)
    digest = hmac.digest(key, message.encode("utf-8"), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def same(given: str, expected: str) -> bool:
    """Whether two signatures are the same, in constant time."""
    return hmac.compare_digest(given.encode("utf-8"), expected.encode("utf-8"))


def client_address(request: web.Request) -> str:
    """Who asks: the peer, or whom a proxy of this machine or network names.

    Somebody within the network may name anybody. That gives more tries, each of which is slow in
    the end; not to believe the proxy would let ten wrong tries shut everybody out.
    """
    peer = request.remote or ""
    forwarded = request.headers.getall("X-Forwarded-For", [])
    if not forwarded or not _is_near(peer):
        return peer
    return forwarded[-1].rpartition(",")[2].strip() or peer


def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own."""
    parsed = _parsed(address)
    return parsed is not None and parsed.is_loopback


def _is_near(address: str) -> bool:
    parsed = _parsed(address)
    return parsed is not None and parsed.is_private


def _parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return mapped or parsed


def only_here(handler: Handler) -> Handler:
    """Let a door be used from this machine alone, and by no other site's page in its browser."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        if not _is_here(request):
            raise web.HTTPForbidden
        return await handler(request)

    return guarded


def _is_here(request: web.Request) -> bool:
    """A loopback peer, no proxy between, a name of this machine, and not another site's page."""
    proxied = any(name in request.headers for name in _PROXIES)
    hosts = request.headers.getall("Host", [])
    own_name = len(hosts) == 1 and _OWN_HOST.fullmatch(hosts[0].lower())
    own_page = not is_from_elsewhere(request) or (
        request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    )
    return bool(is_loopback(request.remote or "") and not proxied and own_name and own_page)


def is_from_elsewhere(request: web.Request) -> bool:
    """Whether another site's page sent the browser here."""
    return request.headers.get("Sec-Fetch-Site", "none") not in {"same-origin", "none"}
