"""The calendar part of a clinic's file: whose invitations stand in Microsoft 365, and free/busy."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from pathway.words import Role

_OURS = {Role.CLINICIAN.value: Role.CLINICIAN}
"""Nobody outside ever stands on an event of ours (P2)."""

_KNOWN = ("graph", "inside", "minutes")
_LONGEST_MINUTES = 24 * 60


def in_graph(raw: Mapping[str, object], faults: list[str]) -> frozenset[Role]:
    """The roles that `[calendar] graph` names; none where there is no such table."""
    said = _table(raw, faults).get("graph", [])
    if isinstance(said, list) and all(isinstance(one, str) and one in _OURS for one in said):
        return frozenset(_OURS[one] for one in said)
    faults.append(f"'graph' in [calendar] must be a list of {', '.join(sorted(_OURS))}")
    return frozenset()


def inside(raw: Mapping[str, object], faults: list[str]) -> frozenset[str]:
    """The hosts of published calendars that may be of the clinic's own network."""
    said = _table(raw, []).get("inside", [])
    if isinstance(said, list) and all(isinstance(one, str) and _is_host(one) for one in said):
        return frozenset(one.lower() for one in said)
    faults.append(
        "'inside' in [calendar] must be a list of host names; write them without https://"
    )
    return frozenset()


def minutes(raw: Mapping[str, object], faults: list[str]) -> int:
    """How often calendars are read."""
    said = _table(raw, []).get("minutes", 30)
    if type(said) is int and 0 < said <= _LONGEST_MINUTES:
        return said
    faults.append(f"'minutes' in [calendar] must be a whole number from 1 to {_LONGEST_MINUTES}")
    return 30


def is_published(address: str) -> bool:
    """Whether this is where a calendar is published; what it leads to is judged when it is read."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    plain = not any(map(str.isspace, address)) and not (parts.username or parts.password)
    return parts.scheme in {"https", "http", "webcal", "webcals"} and bool(parts.hostname) and plain


def _table(raw: Mapping[str, object], faults: list[str]) -> Mapping[str, object]:
    table = raw.get("calendar", {})
    if not isinstance(table, dict):
        faults.append(
            "'calendar' is not a table; write [calendar] and graph = [\"clinician\"] below it"
        )
        return {}
    faults.extend(
        f"{name!r} in [calendar] is unknown; known are {', '.join(_KNOWN)}"
        for name in sorted(set(table) - set(_KNOWN))
    )
    return table


def _is_host(text: str) -> bool:
    return bool(text) and not set(text) & set("/:@ ")
