"""Somebody's name as it is typed: a sentence is none, and what looks like none is asked about."""

from __future__ import annotations

from dialogs.form import Missed, Reading, Scene, Took
from dialogs.reading import words as free_text
from dialogs.understand.names import holds_a_number, is_sentence, looks_like_name
from dialogs.wording.nb import ask_names as say

NAME_LIMIT = 100


def read_person(text: str, _scene: Scene) -> Reading:
    """A name, as of somebody whom the clinic may not know."""
    reading = free_text(text, NAME_LIMIT)
    return as_name(reading.value) if isinstance(reading, Took) else reading


def as_name(text: str) -> Took | Missed:
    """The text where it is a name, with an office after a comma where one is given.

    Words of a sentence, or a title alone, are no name; one without capital letters is doubted.
    """
    name = text.partition(",")[0].strip()
    if holds_a_number(text):
        return Missed(say.WITHOUT_NUMBERS, whole=True)
    if say.is_courtesy(name) or say.is_title(name) or is_sentence(name):
        return Missed(say.no_name(text), whole=True)
    return Took(text, () if looks_like_name(name) else (say.doubtful(name),))
