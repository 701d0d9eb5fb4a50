"""What is said in the middle of a meeting: somebody drops out, or another was first (R19, R22)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dialogs.wording.nb import dates
from dialogs.wording.nb.grammar import capital, listed
from dialogs.wording.neutral import clean
from pathway.run import Deed

AGAIN = "Skal det gjøres en gang til?"
ONWARD = "Skal dere gå til neste del nå?"
DONE = {
    Deed.NEXT: "gikk til neste del",
    Deed.LONGER: "ga delen mer tid",
    Deed.REORDER: "byttet rekkefølgen",
}
"""What somebody did, where doing it twice is not the same as doing it once."""


def just_done(deed: Deed, name: str, at: datetime, zone: str) -> str:
    """Who was first, a moment ago."""
    return f"{clean(name)} {DONE[deed]} {dates.at_clock(dates.wall(at, zone))}."


def passed_over(whom: Sequence[str]) -> str:
    """Who is on the way in to a part that is about to be over, and is told."""
    told = "har ikke vært inne ennå, og får beskjed om at det ikke er nødvendig å komme."
    return f"{capital(listed(whom))} {told}" if whom else ""


def let_out(whom: str) -> str:
    """Somebody who sits there is not to be there any more."""
    return f"{capital(whom)} skal ikke være med lenger. Be {whom} gå ut nå."


def said_no(whom: Sequence[str]) -> str:
    """Who has told that they do not come, while the meeting runs."""
    return f"{capital(listed(whom))} har meldt avbud."
