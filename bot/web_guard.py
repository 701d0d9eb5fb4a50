"""What holds for every page: headers, limits, who may come near, and calm where things go wrong."""

from __future__ import annotations

import base64
import hashlib
import hmac
import ipaddress
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

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Server": "shm",  # no versions
}

_OWN_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})


async def add_headers(_request: web.Request, response: web.StreamResponse) -> None:
    """Put the security headers on a response; nothing is stored unless it says otherwise."""
    response.headers.update(_HEADERS)
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
    heading, sentence = words.fault(status)
    html = request.app[PAGES].render("message.html", w=words, heading=heading, sentence=sentence)
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
    body = await request.read()
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


def signature(key: bytes, *parts: str) -> str:
    """A keyed hash of these parts, for a form or an address (RFC 2104)."""
    message = "\x1f".join(f"{len(part)}:{part}" for part in parts)
    digest = hmac.digest(key, message.encode("utf-8"), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).decode("ascii").rstrip("=")


def same(given: str, expected: str) -> bool:
    """Whether two signatures are the same, in constant time."""
    return hmac.compare_digest(given.encode("utf-8"), expected.encode("utf-8"))


def client_address(request: web.Request) -> str:
    """Who asks: the peer, or what the proxy on this machine says that it was."""
    peer = request.remote or ""
    forwarded = request.headers.getall("X-Forwarded-For", [])
    if not forwarded or not is_loopback(peer):
        return peer
    return forwarded[-1].rpartition(",")[2].strip()


def is_loopback(address: str) -> bool:
    """Whether an address is this machine's own."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = parsed.ipv4_mapped if isinstance(parsed, ipaddress.IPv6Address) else None
    return (mapped or parsed).is_loopback


def only_here(handler: Handler) -> Handler:
    """Let a door be used from this machine alone, and by no other site's page in its browser."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        if not _is_here(request):
            raise web.HTTPForbidden
        return await handler(request)

    return guarded


def _is_here(request: web.Request) -> bool:
    """A loopback peer, no proxy between, a name of this machine, and not another site's page."""
    proxied = {"X-Forwarded-For", "Forwarded"} & set(request.headers)
    host = request.headers.get("Host", "").lower()
    name = host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host
    name = name if name.startswith("[") else name.partition(":")[0]
    site = request.headers.get("Sec-Fetch-Site", "none")
    own_page = site in {"same-origin", "none"} or (
        request.method == "GET" and request.headers.get("Sec-Fetch-Mode") == "navigate"
    )
    return is_loopback(request.remote or "") and not proxied and name in _OWN_HOSTS and own_page
