"""*Utsett*: what is said where a task cannot be put off."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.wording.nb.grammar import listed
from dialogs.wording.neutral import clean


def not_yours(ref: str, who: Sequence[str]) -> str:
    """A colleague has it: who, and the way out."""
    has = f"{listed(map(clean, who))} har oppgaven i sak {ref}."
    return (
        f"{has} Bare den som har en oppgave, kan utsette den. "
        f"Skriv «gi videre {ref}» hvis noen andre skal ta over."
    )
