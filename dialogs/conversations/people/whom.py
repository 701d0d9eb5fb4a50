"""Who of some people the words mean: never the only one merely because there is no other."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.wording.nb.words import whom as words
from pathway.model import Participant


def named_among(text: str, people: Sequence[Participant]) -> tuple[Participant, ...]:
    """Those whom the words name: by name or office, by relation, else by a role that says no more.

    "Arbeidsgiveren" is one whose name or office says so; "tolken" is any interpreter.
    """
    said = words.words_of(text)
    by_name = _best(said, people)
    roles = {role for word in said if (role := words.any_role(word))}
    if by_name:
        roles -= {person.role for person in by_name}
    elif any(words.relation(word) or words.outside(word) for word in said):
        return ()
    return tuple(p for p in people if p in by_name or p.role in roles)


def _best(said: Sequence[str], people: Sequence[Participant]) -> tuple[Participant, ...]:
    """Those with the most of the words in their name or office."""
    scored = [(_score(said, person), person) for person in people]
    best = max((score for score, _ in scored), default=0)
    return tuple(person for score, person in scored if score == best) if best else ()


def _score(said: Sequence[str], person: Participant) -> int:
    own = {word for word in words.words_of(f"{person.name} {person.office}") if len(word) > 1}
    own |= {form for word in own for form in (*words.relation(word), *words.outside(word))}
    return sum(word in own for word in said if words.any_role(word) is None)
