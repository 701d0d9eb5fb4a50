"""A turn's view of the desk: each case read once, with the reason that was given for it."""

from __future__ import annotations

from collections.abc import Mapping

from pathway.case import Case
from pathway.service import Desk
from pathway.words import CaseRef


class Reader:
    """Reads for one turn; `whys` are the reasons given today, by case (P3)."""

    def __init__(self, desk: Desk, whys: Mapping[str, str]) -> None:
        self.desk = desk
        self._whys = whys
        self._cases: dict[str, Case] = {}

    def why(self, ref: str) -> str:
        """The reason given for reading this case, or nothing."""
        return self._whys.get(ref, "")

    def desk_for(self, ref: str) -> Desk:
        """The desk as it may be used for this case."""
        why = self.why(ref)
        return self.desk.because(why) if why else self.desk

    def case(self, ref: str) -> Case:
        """The case; refusals as `Desk.case`."""
        if ref not in self._cases:
            self._cases[ref] = self.desk_for(ref).case(CaseRef(ref))
        return self._cases[ref]
