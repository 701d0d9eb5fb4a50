"""Calendars that their owners have published on the web, read as free/busy."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from calendar_sync.addresses import (
    ForbiddenAddressError,
    OutwardResolver,
    checked_url,
    place_of,
)
from calendar_sync.busy_calendar import read_busy
from pathway.freebusy import CalendarFault, Schedule

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from aiohttp import ClientResponse
    from aiohttp.abc import AbstractResolver
    from yarl import URL

    from calendar_sync.addresses import Place
    from pathway.clinic import Staff
    from pathway.model import Window
    from pathway.words import StaffId

LIMIT = 5 * 1024 * 1024
"""Octets of a calendar; more is never read."""

SECONDS = 20.0
"""For one calendar, from the first look-up to the last octet."""

MOST_REDIRECTS = 5
AT_ONCE = 4

_CHUNK = 64 * 1024
_STATUS = {
    401: CalendarFault.REFUSED,
    403: CalendarFault.REFUSED,
    404: CalendarFault.GONE,
    410: CalendarFault.GONE,
}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = 200


class _FaultError(Exception):
    def __init__(self, fault: CalendarFault) -> None:
        super().__init__(fault)
        self.fault = fault


class PublishedCalendars:
    """A source of busy times by each one's `freebusy_url`."""

    def __init__(
        self,
        zone: str,
        inside: Collection[str] = (),
        *,
        names: AbstractResolver | None = None,
        seconds: float = SECONDS,
    ) -> None:
        """`inside` are hosts that may be of our own network; `names` looks names up."""
        self._zone = zone
        self._inside = frozenset(host.lower() for host in inside)
        self._names = names
        self._seconds = seconds
        self._reading = asyncio.Lock()

    async def look(self, people: Sequence[Staff], span: Window) -> Mapping[StaffId, Schedule]:
        """What each published calendar shows; never raises, and a fault is one person's alone."""
        asked = [person for person in people if person.freebusy_url]
        found = {person.id: Schedule(fault=CalendarFault.NONE) for person in people}
        if not asked:
            return found
        turns = asyncio.Semaphore(AT_ONCE)
        schedules = await asyncio.gather(*(self._one(turns, person, span) for person in asked))
        return found | {one.id: said for one, said in zip(asked, schedules, strict=True)}

    async def _one(self, turns: asyncio.Semaphore, person: Staff, span: Window) -> Schedule:
        async with turns:
            try:
                async with asyncio.timeout(self._seconds):
                    raw = await self._read(person.freebusy_url)
            except _FaultError as error:
                return Schedule(fault=error.fault)
            except ForbiddenAddressError:
                return Schedule(fault=CalendarFault.FORBIDDEN)
            except Exception as error:  # noqa: BLE001 - whatever the line breaks in passes by itself
                return Schedule(fault=_broken(error))
            async with self._reading:  # it takes the processor, and much more room than the octets
                return await asyncio.to_thread(read_busy, raw, span, self._zone, person.email)

    async def _read(self, address: str) -> bytes:
        """What lies at the address, after redirects; each is judged like the first."""
        from aiohttp import ClientSession, TCPConnector

        inside = self._own_place(address)
        url = checked_url(address, inside)
        headers = {"Accept": "text/calendar", "Accept-Encoding": "identity"}
        resolver = OutwardResolver(inside, self._names)
        connector = TCPConnector(resolver=resolver, use_dns_cache=False)
        async with ClientSession(connector=connector, auto_decompress=False) as session:
            for _ in range(MOST_REDIRECTS + 1):
                async with session.get(url, allow_redirects=False, headers=headers) as response:
                    if response.status not in _REDIRECTS:
                        return await _content(response)
                    url = _next(url, response, inside)
        raise _FaultError(CalendarFault.UNREACHABLE)

    def _own_place(self, address: str) -> frozenset[Place]:
        """Where of our own network this calendar lies: nobody else's address may lead there."""
        place = place_of(address)
        return frozenset({place} if place and place[0] in self._inside else ())


def _next(url: URL, response: ClientResponse, inside: Collection[Place]) -> URL:
    location = response.headers.get("Location", "")
    try:
        joined = str(url.join(type(url)(location)))
    except ValueError:
        raise ForbiddenAddressError from None
    return checked_url(joined, inside)


async def _content(response: ClientResponse) -> bytes:
    """The calendar itself, never more than the limit; a packed one stays packed, and is unreadable.

    It could unfold without end.
    """
    if response.status != _OK:
        raise _FaultError(_STATUS.get(response.status, CalendarFault.UNREACHABLE))
    if (response.content_length or 0) > LIMIT:
        raise _FaultError(CalendarFault.TOO_LARGE)
    raw = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        raw += chunk
        if len(raw) > LIMIT:
            raise _FaultError(CalendarFault.TOO_LARGE)
    return bytes(raw)


def _broken(error: BaseException) -> CalendarFault:
    """A forbidden address is found where the connection wraps it."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ForbiddenAddressError):
            return CalendarFault.FORBIDDEN
        seen = seen.__cause__ or seen.__context__
    return CalendarFault.UNREACHABLE
