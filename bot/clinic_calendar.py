"""The calendar part of a clinic's file: whose invitations stand in Microsoft 365."""

from __future__ import annotations

from collections.abc import Mapping

from pathway.words import Role

_OURS = {Role.CLINICIAN.value: Role.CLINICIAN}
"""Nobody outside ever stands on an event of ours (P2)."""


def in_graph(raw: Mapping[str, object], faults: list[str]) -> frozenset[Role]:
    """The roles that `[calendar] graph` names; none where there is no such table."""
    table = raw.get("calendar", {})
    if not isinstance(table, dict):
        faults.append(
            "'calendar' is not a table; write [calendar] and graph = [\"clinician\"] below it"
        )
        return frozenset()
    faults.extend(
        f"{name!r} in [calendar] is unknown; known is graph"
        for name in sorted(set(table) - {"graph"})
    )
    said = table.get("graph", [])
    if isinstance(said, list) and all(isinstance(one, str) and one in _OURS for one in said):
        return frozenset(_OURS[one] for one in said)
    faults.append(f"'graph' in [calendar] must be a list of {', '.join(sorted(_OURS))}")
    return frozenset()
