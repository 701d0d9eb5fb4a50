"""Whether the patient wants text messages, as one question of *rett opp* (P6)."""

from __future__ import annotations

from dialogs.form import Question, Reading, Scene, Took, Words
from dialogs.parsing import folded
from dialogs.reading import choose
from dialogs.state import Choice
from dialogs.turn import Kind
from dialogs.wording.nb import ask_changes as say


def _choices(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, title=title) for value, title in say.NO_SMS_CHOICES.items())


def _read(text: str, scene: Scene) -> Reading:
    named = say.sms_named(folded(text))
    return Took(named) if named else choose(text, _choices(scene))


SMS = Question(name="sms", kind=Kind.CHOICE, words=Words(*say.NO_SMS), choices=_choices, read=_read)
