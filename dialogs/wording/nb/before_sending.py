"""What is said of a plan before it is confirmed: what speaks against it, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dialogs.wording.nb import planning
from pathway.outgoing import ANSWER_CODE, ANSWER_URL, CODE_URL, Content
from pathway.views import Clash, Warn

_HOLES = {
    ANSWER_URL: "(mottakerens egen lenke)",
    ANSWER_CODE: "(mottakerens egen kode)",
    CODE_URL: "(adressen til svarsiden)",
}


def speaks_against(
    warnings: Sequence[Warn], clashes: Sequence[Clash], deadline: date | None, zone: str
) -> list[str]:
    """Warnings and clashes, one sentence each."""
    return [
        *(planning.clash(clash, zone) for clash in clashes),
        *(planning.warning(warning, deadline) for warning in warnings),
    ]


def as_sent(content: Content) -> str:
    """A message as its recipient will read it, with words where the own links come."""
    shown = f"{content.subject}\n\n{content.text}" if content.subject else content.text
    for hole, words in _HOLES.items():
        shown = shown.replace(hole, words)
    return shown
