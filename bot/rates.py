"""How often something may be tried: in memory, bounded, for one process."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict, deque

ADDRESSES = 4096
"""Addresses remembered at once; the one not seen for longest is forgotten first."""


_V6_SITE = 64
"""Bits of an IPv6 address that one subscriber shares."""


class RateLimit:
    """At most `each` failed tries from one site in `seconds`.

    After `total` failed tries from all of them, every further one waits for `slow` seconds: a
    crowd of guessers is held back, and can shut nobody else out.
    """

    def __init__(self, *, each: int, total: int, seconds: float, slow: float) -> None:
        self._each = each
        self._total = total
        self._slow = slow
        self._seconds = seconds
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()
        self._all: deque[float] = deque(maxlen=total)

    def take(self, address: str, at: float) -> float | None:
        """Count a try: how many seconds it waits, or None where this site has none left.

        `at` is any clock in seconds that never goes back.
        """
        mine = self._of(address)
        self._forget(mine, at)
        self._forget(self._all, at)
        if len(mine) >= self._each:
            return None
        many = len(self._all) >= self._total
        mine.append(at)
        self._all.append(at)
        return self._slow if many else 0.0

    def give_back(self, address: str) -> None:
        """The last try was a good one: it does not count."""
        mine = self._of(address)
        if mine:
            mine.pop()
        if 0 < len(self._all) < self._total:  # once full it has forgotten another for this one
            self._all.pop()

    def _of(self, address: str) -> deque[float]:
        key = site(address)
        mine = self._tries.setdefault(key, deque(maxlen=self._each))
        self._tries.move_to_end(key)
        if len(self._tries) > ADDRESSES:
            self._tries.popitem(last=False)
        return mine

    def _forget(self, tries: deque[float], at: float) -> None:
        while tries and tries[0] <= at - self._seconds:
            tries.popleft()


def site(address: str) -> str:
    """The part of an address that one household or office has to itself."""
    try:
        parsed = ipaddress.ip_address(_without_port(address))
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, _V6_SITE), strict=False))
    return str(parsed)


def _without_port(address: str) -> str:
    """Some proxies write `192.0.2.7:50123` or `[2001:db8::1]:50123`."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address
