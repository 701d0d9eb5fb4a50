"""What is seen on the video platform, as it is said on the running card and in chat (decision 53).

Names are as people have written them for themselves, so they are shown, and nobody is addressed by
them; a message in chat, which stays there, holds none of them.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.wording.nb import ask_running
from dialogs.wording.nb.grammar import capital, listed, sentences
from dialogs.wording.neutral import clean
from pathway.model import Participant

OVER = "Videomøtet ser ut til å være over."
MOST_NAMES = 8


def inside(names: Sequence[str]) -> str:
    """Who seems to be in, by the names that they show."""
    shown = [clean(name) for name in names if clean(name)][:MOST_NAMES]
    more = len(names) - len(shown)
    rest = [f"{more} {'til' if shown else 'uten navn'}"] if more else []
    return f"Ser ut til å være i videomøtet: {listed([*shown, *rest])}." if names else ""


def came(person: Participant) -> str:
    """As "Nav kom"."""
    return f"{capital(ask_running.who(person))} kom"


def astray(people: Sequence[str]) -> str:
    """Staff who are in though the part is not theirs."""
    who = listed([clean(name) for name in people])
    return f"{who} er i videomøtet, men er ikke med i denne delen." if who else ""


def too_many(waits: Sequence[str]) -> str:
    """There are more inside than this part has; who has another part, as they are called."""
    others = f"{capital(listed(list(waits)))} er ikke med nå." if waits else ""
    return sentences("Det er flere i videomøtet enn de som er med i denne delen.", others)
