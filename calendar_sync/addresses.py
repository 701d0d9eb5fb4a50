"""Where an address on the web may lead: out into the world, never into the clinic's own network.

A name is looked up once and the connection made to what was looked up and judged, so that a name
that points elsewhere the next time leads nowhere. Redirects are judged like the first address.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import TYPE_CHECKING

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from typing_extensions import override
from yarl import URL

if TYPE_CHECKING:
    from collections.abc import Collection

Place = tuple[str, int]
"""A host, in small letters, and a port."""

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_NUMBER = re.compile(r"\d+|0x[0-9a-f]*")
_SCHEMES = {"https": "https", "webcal": "https", "webcals": "https"}


class ForbiddenAddressError(OSError):
    """The address leads inside, or is none of the web: see that it is the published one."""


def place_of(text: str) -> Place | None:
    """The host and the port that an address names; None where it names none."""
    try:
        url = _parsed(text)
    except ForbiddenAddressError:
        return None
    return (_host(url), url.port) if _host(url) and url.port else None


def checked_url(text: str, inside: Collection[Place]) -> URL:
    """The address as it may be asked; `inside` are the places that may be of our own network.

    Those alone may also be asked without encryption.
    """
    url = _parsed(text)
    host = _host(url)
    known = (host, url.port) in inside
    if not host or url.user or url.password:
        raise ForbiddenAddressError
    if url.scheme != "https" and not (known and url.scheme == "http"):
        raise ForbiddenAddressError
    if not known and _in_digits(host) and not leads_out(host):
        raise ForbiddenAddressError
    return url


def _parsed(text: str) -> URL:
    """By the scheme that it is asked by."""
    try:
        url = URL(text)
        scheme = _SCHEMES.get(url.scheme, url.scheme)
        return url.with_scheme(scheme) if url.scheme != scheme else url
    except ValueError:
        raise ForbiddenAddressError from None


def _host(url: URL) -> str:
    return (url.host or "").rstrip(".").lower()


class OutwardResolver(AbstractResolver):
    """Looks names up, and gives no address that leads inside."""

    def __init__(self, inside: Collection[Place], names: AbstractResolver | None = None) -> None:
        self._inside = inside
        self._names = names or ThreadedResolver()

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Where the name leads; `ForbiddenAddressError` where any of it is inside."""
        found = await self._names.resolve(host, port, family)
        known = (host.rstrip(".").lower(), port) in self._inside
        if not known and not all(leads_out(one["host"]) for one in found):
            raise ForbiddenAddressError
        return found

    @override
    async def close(self) -> None:
        """Let go."""
        await self._names.close()


def leads_out(host: str) -> bool:
    """Whether this address, in digits, is one of the open network."""
    try:
        address: Address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    if address in _COMPATIBLE:
        return False
    return all(one.is_global and not one.is_multicast for one in _meant(address))


def _meant(address: Address) -> list[Address]:
    """The address, and those that it carries inside it."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    carried: list[Address] = [address.sixtofour] if address.sixtofour else []
    carried += list(address.teredo or ())
    if address in _NAT64:
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [address, *carried]


def _in_digits(host: str) -> bool:
    """Whether it is no name: also 127.1, 0177.0.0.1 and 2130706433 are addresses to some."""
    return ":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]) is not None
