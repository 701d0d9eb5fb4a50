"""What is left out of a message since it would say what the meeting is about (F17)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dialogs.wording.nb import names
from dialogs.wording.nb.grammar import capital
from dialogs.wording.neutral import clean, neutral
from pathway.outgoing import SendingKind
from pathway.views import Consequence
from pathway.words import Channel, Role


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
