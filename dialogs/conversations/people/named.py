"""Several people of a case named in one answer, as in "alle unntatt Anne og tolken"."""

from __future__ import annotations

import re

from dialogs.form import Missed, Reading, Took
from dialogs.parsing import folded
from dialogs.wording.nb import ask_aftermath as say
from dialogs.wording.nb import ask_invite
from dialogs.wording.nb.words import people as people_words
from dialogs.wording.nb.words import whom as whom_words
from pathway.model import Participant
from pathway.words import ParticipantId

_EXCEPT = re.compile(rf"(?:^|\s)(?:{'|'.join(people_words.EXCEPT_WORDS)})\s+(?=\S)", re.IGNORECASE)

People = tuple[Participant, ...]


def excepted(rest: str) -> tuple[str, str]:
    """What is said before "unntatt" or "uten", and who is named after it, if anybody is."""
    found = _EXCEPT.search(rest)
    return (rest[: found.start()].strip(), rest[found.end() :].strip()) if found else (rest, "")


def named(text: str, known: People, offered: People | None = None) -> Reading:
    """Several by name, role or id, with commas between; kept as they are shown.

    `offered` are those who are named where somebody is not found; everybody `known`, if not said.
    """
    fit = known if offered is None else offered
    found: list[str] = []
    pieces = (one.strip(" .") for one in re.split(people_words.BETWEEN_NAMES, text))
    for piece in filter(None, pieces):
        by_name, by_role = _by_name(piece, known), _by_role(piece, known)
        if len(by_name) > 1:
            return Missed(say.several_by_name(piece, _shown(by_name)), whole=True)
        hits = by_name or by_role
        if not hits:
            return Missed(say.nobody_by_name(piece, _shown(fit)), whole=True)
        found.extend(_shown(hits))
    return Took(", ".join(dict.fromkeys(found))) if found else Missed()


def ids_of(text: str, known: People) -> list[ParticipantId]:
    """Whom an answer is about that `named` has read."""
    wanted = set(text.split(", "))
    return [person.id for person in known if _shown([person])[0] in wanted]


def _by_name(piece: str, known: People) -> list[Participant]:
    said = set(folded(piece).replace("(", " ").replace(")", " ").split())
    exact = [p for p in known if p.id == piece or p.name.casefold() == folded(piece)]
    return exact or [p for p in known if said & set(p.name.casefold().split())]


def _by_role(piece: str, known: People) -> list[Participant]:
    role = whom_words.any_role(folded(piece).split(" ")[0])
    return [p for p in known if p.role is role]


def _shown(people: list[Participant] | People) -> list[str]:
    return [ask_invite.inside(person.role, person.name) for person in people]
