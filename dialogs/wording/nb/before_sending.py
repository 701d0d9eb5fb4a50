"""What is said of a plan before it is confirmed: what speaks against it, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.wording.nb import at_a_glance, planning
from dialogs.wording.nb.grammar import sentences
from dialogs.wording.nb.letters import attending
from pathway.outgoing import ANSWER_CODE, ANSWER_URL, CODE_URL, Content
from pathway.views import Consequence, Plan, Warn

_HOLES = {
    ANSWER_URL: "(mottakerens egen lenke)",
    ANSWER_CODE: "(mottakerens egen kode)",
    CODE_URL: "(adressen til svarsiden)",
}


def speaks_against(plan: Plan, zone: str) -> list[str]:
    """Warnings and clashes, one line each; that a link is promised, only where a text does."""
    promised = {Warn.NO_LINK: _link_comes(plan.consequences)}
    warned = [(planning.warning(w, plan.deadline), promised.get(w, "")) for w in plan.warnings]
    return [
        *(planning.clash(clash, zone) for clash in plan.clashes),
        *at_a_glance.refused(plan.touched),
        *(sentences(*said) for said in warned),
    ]


def _link_comes(consequences: Sequence[Consequence]) -> str:
    texts = [told.content.text for told in consequences if told.content]
    promised = any(attending.LINK_COMES in text for text in texts)
    return "I innkallingen står det at lenken kommer." if promised else ""


def as_sent(content: Content) -> str:
    """A message as its recipient will read it, with words where the own links come."""
    shown = f"{content.subject}\n\n{content.text}" if content.subject else content.text
    for hole, words in _HOLES.items():
        shown = shown.replace(hole, words)
    return shown
