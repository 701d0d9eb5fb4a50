"""Several people of a case named in one answer, as in "alle unntatt Anne og tolken"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from dialogs.form import Missed, Question, Reading, Scene, Took, Words, never, unasked
from dialogs.parsing import folded
from dialogs.turn import Kind
from dialogs.wording.nb import ask_aftermath as say
from dialogs.wording.nb import ask_invite, names
from dialogs.wording.nb.words import people as people_words
from dialogs.wording.nb.words import whom as whom_words
from pathway.model import Participant
from pathway.words import ParticipantId, Role

_SMALL = whom_words.BESIDE_A_RELATION | whom_words.BESIDE_A_PLACE
SOME = "some_"
"""Before the name of a question: whether there is anybody to ask about in it."""

People = tuple[Participant, ...]
Read = Callable[[str, Scene], Reading]


def exception(name: str, words: tuple[str, str, str], read: Read) -> tuple[Question, Question]:
    """Who is named after "unntatt": asked about only where it was said, and may be nobody."""

    def wanted(scene: Scene) -> bool:
        return bool(scene.answer(SOME + name) or scene.answer(name))

    def or_nobody(text: str, scene: Scene) -> Reading:
        return Took("") if folded(text) in people_words.NOBODY else read(text, scene)

    return unasked(SOME + name), Question(
        name=name,
        kind=Kind.TEXT,
        words=Words(*words),
        required=never,
        wanted=wanted,
        read=or_nobody,
        titled=titled,
    )


def excepted(rest: str, name: str) -> tuple[str, Mapping[str, str]]:
    """What is said before "unntatt" or "uten", and the facts of who is named after it."""
    found = re.search(people_words.EXCEPT, rest, re.IGNORECASE)
    if found is None:
        return rest, {}
    return rest[: found.start()], {SOME + name: "yes", name: rest[found.end() :].strip()}


def named(text: str, scene: Scene, known: People, nobody: Callable[[str], str]) -> Reading:
    """Several by name, role or id, with commas between; kept as ids.

    `nobody` says what is wrong with a name that is none of theirs. Who has left the case, and
    stands on a card from before, is passed over.
    """
    gone = {person.id for person in scene.case.participants if person.ended_at is not None}
    found: list[ParticipantId] = []
    pieces = [one.strip(" .") for one in re.split(people_words.BETWEEN_NAMES, _whole(text, known))]
    for piece in filter(None, pieces):
        fit = _meant(piece, scene, known)
        if len(fit) > 1:
            return Missed(say.several_by_name(piece, shown(fit)), whole=True)
        if not fit and piece not in gone:
            return Missed(nobody(piece), whole=True)
        found.extend(person.id for person in fit)
    return Took(",".join(dict.fromkeys(found))) if any(pieces) else Missed()


def ids_of(answer: str) -> tuple[ParticipantId, ...]:
    """Whom an answer is about that `named` has read."""
    return tuple(ParticipantId(one) for one in answer.split(",") if one)


def titled(answer: str, scene: Scene) -> str:
    """The same as people read it; what has not been read stands as it is."""
    known = {person.id: person for person in scene.case.participants}
    ids = ids_of(answer)
    return ", ".join(shown(known[who] for who in ids)) if known.keys() >= set(ids) else answer


def shown(people: Iterable[Participant]) -> list[str]:
    """Each as "den nærstående (Anne)"."""
    return [ask_invite.inside(person.role, person.name) for person in people]


def _whole(text: str, known: People) -> str:
    """The text with the id of whoever has a name that would be cut in two, as "Anne, søsteren"."""
    for person in known:
        if re.search(people_words.BETWEEN_NAMES, person.name):
            text = re.sub(re.escape(person.name), person.id, text, flags=re.IGNORECASE)
    return text


def _meant(piece: str, scene: Scene, known: People) -> list[Participant]:
    """Those whose name, or name and role, each word is of."""
    words = whom_words.words_of(piece)
    said = [word for word in words if word not in _SMALL] or words
    exact = [p for p in known if p.name.casefold() == folded(piece)]
    return exact or [p for p in known if all(_is_of(word, p, scene) for word in said)]


def _is_of(word: str, person: Participant, scene: Scene) -> bool:
    name = scene.case.name if person.role is Role.PATIENT else person.name
    own = set(whom_words.words_of(f"{person.id} {name} {names.role_definite(person.role)}"))
    forms = {word, *whom_words.relation(word), *whom_words.outside(word)}
    return bool(own & forms) or whom_words.any_role(word) is person.role
