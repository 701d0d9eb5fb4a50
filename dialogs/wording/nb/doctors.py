"""Who answered in a GP's place, and as what (D2, F14)."""

from __future__ import annotations

from pathway.words import Substitute

ANOTHER = "En annen lege"
"""One who gave no name."""


def instead(how: Substitute, who: str) -> str:
    """After "Vilje Vikar har svart ja": "i stedet for fastlegen", or that they have taken over."""
    if how is Substitute.FOR_GOOD:
        return "og oppgir å ha overtatt som fastlege"
    return f"i stedet for {who}"
