"""What is said of a plan before it is confirmed: what speaks against it, and what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from dialogs.wording.nb import names, planning
from dialogs.wording.nb.grammar import capital
from dialogs.wording.neutral import clean, neutral
from pathway.outgoing import ANSWER_CODE, ANSWER_URL, CODE_URL, Content, SendingKind
from pathway.views import Clash, Consequence, Warn
from pathway.words import Channel, Role

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


def left_out(places: Iterable[str], consequences: Sequence[Consequence]) -> list[str]:
    """What is not told as it was written, since it says what the meeting is about (F17)."""
    neutral_only = [told for told in consequences if _is_neutral(told)]
    said = []
    if neutral_only and any(place and not neutral(place) for place in places):
        said.append(
            "Stedet røper hva møtet gjelder, så det står ikke i innkallingen. "
            "Skriv et nøytralt sted."
        )
    named = (t.participant for t in neutral_only if t.content and t.content.event)
    said += [
        f"Navnet «{clean(who.name)}» røper hva møtet gjelder, så det står ikke i innkallingen. "
        f"Der står det «{capital(names.role(who.role))}»."
        for who in named
        if _hidden_name(who.role, who.name)
    ]
    return said


def _is_neutral(told: Consequence) -> bool:
    """Whether it tells somebody of a meeting under F17, which secure messages are not."""
    tells = told.kind not in {None, SendingKind.CANCELLATION}
    return tells and told.channel is not Channel.SECURE_MESSAGE


def _hidden_name(role: Role, name: str) -> bool:
    return bool(name) and role not in {Role.PATIENT, Role.RELATIVE} and not neutral(name)
