"""How often something may be tried: in memory, bounded, for one process."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict, deque

ADDRESSES = 4096
"""Addresses remembered at once; the one not seen for longest is forgotten first."""


_V6_SITE = 64
"""Bits of an IPv6 address that one subscriber shares."""


class RateLimit:
    """At most `each` failed tries from one address and `total` from all, in `seconds`."""

    def __init__(self, *, each: int, total: int, seconds: float) -> None:
        self._each = each
        self._total = total
        self._seconds = seconds
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()
        self._all: deque[float] = deque(maxlen=total)

    def take(self, address: str, at: float) -> bool:
        """Count a try, or say no. `at` is any clock in seconds that never goes back."""
        mine = self._of(address)
        self._forget(mine, at)
        self._forget(self._all, at)
        if len(mine) >= self._each or len(self._all) >= self._total:
            return False
        mine.append(at)
        self._all.append(at)
        return True

    def give_back(self, address: str) -> None:
        """The last try was a good one: it does not count."""
        mine = self._of(address)
        if mine and self._all:
            mine.pop()
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
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is None:
        return str(ipaddress.ip_network((parsed, _V6_SITE), strict=False))
    return str(parsed)
