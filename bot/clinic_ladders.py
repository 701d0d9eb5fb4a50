"""The ladders of a clinic's file: as the program has them, with other days where it says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.clinic_faults import Faults
from pathway.variants import LADDERS, Anchor, Ladder, Step

_LONGEST = 260
_LONGEST_WEEKS = 52
_FIRST = {Anchor.SINCE: 1, Anchor.AFTER: 0}
"""The earliest day of a ladder that counts onwards."""

_PASSED = -1
"""The step that is taken when the deadline has passed; no clinic switches it off (D3)."""

_COUNTED = {
    Anchor.SINCE: "its days are after the start, 1 or more",
    Anchor.AFTER: "its days are from the date on, 0 or more",
    Anchor.BEFORE: "its days are before the meeting, 0 or more",
    Anchor.WEEKS_BEFORE: (
        "the last is -1, when the deadline has passed, and those before it are weeks, 0 or more"
    ),
}
"""What the days of a ladder are, for the one who writes them."""


def ladders(raw: Mapping[str, object], faults: Faults) -> Mapping[str, Ladder]:
    """Every ladder, with the days that `[ladders]` gives."""
    value = raw.get("ladders", {})
    if not isinstance(value, dict):
        faults.at(("ladders",), "'ladders' is not a table; begin it with [ladders]")
        return LADDERS
    changed = {name: _ladder(name, days, faults) for name, days in value.items()}
    return {**LADDERS, **{name: ladder for name, ladder in changed.items() if ladder}}


def _ladder(name: str, days: object, faults: Faults) -> Ladder | None:
    known, place = LADDERS.get(name), ("ladders", name)
    if known is None:
        known_are = ", ".join(sorted(LADDERS))
        faults.at(place, f"ladder {name!r} is unknown; known are {known_are}")
        return None
    whole = isinstance(days, list) and all(type(day) is int for day in days)
    if not whole or not isinstance(days, list) or len(days) != len(known.steps):
        faults.at(place, f"ladder {name!r} must be {len(known.steps)} whole numbers")
        return None
    steps = tuple(replace(s, days=day) for s, day in zip(known.steps, days, strict=True))
    if not _climbs(known.anchor, steps):
        was = [step.days for step in known.steps]
        order = f"ladder {name!r} must come in order, as in {was}, within a year"
        faults.at(place, f"{order}; {_COUNTED[known.anchor]}")
        return None
    return replace(known, steps=steps)


def _climbs(anchor: Anchor, steps: Sequence[Step]) -> bool:
    """Days after the start rise from 1, after a date from 0; those before a meeting fall to 0.

    Weeks before a deadline fall too, and end with the step of when it has passed. None is beyond a
    year.
    """
    days = [step.days for step in steps]
    if anchor in _FIRST:
        return days == sorted(set(days)) and days[0] >= _FIRST[anchor] and days[-1] <= _LONGEST
    longest = _LONGEST
    if anchor is Anchor.WEEKS_BEFORE:
        *days, passed = days
        if passed != _PASSED:
            return False
        longest = _LONGEST_WEEKS
    return days == sorted(set(days), reverse=True) and days[-1] >= 0 and days[0] <= longest
