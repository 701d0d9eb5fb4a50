"""*Utsett*: what is said where a task cannot be put off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from dialogs.wording.nb import dates
from dialogs.wording.nb.grammar import listed
from dialogs.wording.neutral import clean


def not_yours(ref: str, who: Sequence[str]) -> str:
    """A colleague has it: who, and the way out."""
    has = f"{listed(map(clean, who))} har oppgaven i sak {ref}."
    return (
        f"{has} Bare den som har en oppgave, kan utsette den. "
        f"Skriv «gi videre {ref}» hvis noen andre skal ta over."
    )


def too_late(ref: str, at: datetime, *, meets: bool, earlier: bool) -> str:
    """It would come back when its meeting has begun, or its call is of no use."""
    when = dates.medium_moment(at)
    first = f"Møtet er {when}." if meets else f"Etter {when} er det for sent."
    if earlier:
        return f"{first} Velg en dag før det."
    return (
        f"{first} Oppgaven kan ikke utsettes lenger. "
        f"Skriv «gi videre {ref}» hvis noen andre skal ta over."
    )
