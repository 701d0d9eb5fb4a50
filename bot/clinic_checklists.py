"""Which checklists a clinic uses, as its file says it (R9, R10)."""

from __future__ import annotations

from collections.abc import Mapping

from pathway.clinic import CHECKLISTS
from pathway.owed.checklists import CHECKLISTS as KNOWN
from pathway.words import PromiseKind


def used(raw: Mapping[str, object], faults: list[str]) -> frozenset[PromiseKind]:
    """Those named in the file; the closing alone where it says nothing."""
    value = raw.get("checklists")
    if value is None:
        return CHECKLISTS
    names = {kind.value for kind in KNOWN} - {PromiseKind.REFERRAL_CONTENT.value}  # never a choice
    if isinstance(value, list) and all(isinstance(v, str) and v in names for v in value):
        return frozenset(PromiseKind(name) for name in value)
    faults.append(f"'checklists' must be a list of {', '.join(sorted(names))}")
    return CHECKLISTS
