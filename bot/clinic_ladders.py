"""The ladders of a clinic's file: as the program has them, with other days where it says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.clinic_faults import Faults
from pathway.variants import LADDERS, Anchor, Ladder, Step

_LONGEST_DAYS = 260
_FIRST = {Anchor.SINCE: 1, Anchor.AFTER: 0}
"""The earliest day of a ladder that counts onwards."""


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
        faults.at(place, f"ladder {name!r} must come in order, as in {was}, within a year")
        return None
    return replace(known, steps=steps)


def _climbs(anchor: Anchor, steps: Sequence[Step]) -> bool:
    """Days after the start rise from 1, after a date from 0; days or weeks before a date fall.

    None is beyond a year.
    """
    days = [step.days for step in steps]
    if any(abs(day) > _LONGEST_DAYS for day in days):
        return False
    if anchor in _FIRST:
        return days == sorted(set(days)) and days[0] >= _FIRST[anchor]
    return days == sorted(set(days), reverse=True)
