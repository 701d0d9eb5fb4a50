"""The parts of the meeting that a newcomer attends, where the opening sentence names some (R16)."""

from __future__ import annotations

from dialogs.conversations.people import participants
from dialogs.form import Question, Reading, Scene, Words, never
from dialogs.turn import Kind
from dialogs.wording.nb import ask_people as say
from pathway import agenda
from pathway.model import Participant


def _named(scene: Scene) -> bool:
    """Asked only where some were named, or the meeting cannot have them so."""
    named = "parts" in scene.running.answers or "parts" in scene.running.typed
    return named and participants.ahead(scene) is not None


def _read(text: str, scene: Scene) -> Reading:
    return participants.read_parts(text, participants.ahead(scene))


def numbers(scene: Scene) -> tuple[int, ...]:
    """The numbers that were named; none for whatever is their role's."""
    return tuple(int(n) for n in scene.answer("parts").split(",") if n) if _named(scene) else ()


def window_said(scene: Scene, person: Participant) -> str:
    """When somebody with parts of their own is there; empty for all others."""
    meeting = participants.ahead(scene)
    window = agenda.own_window(meeting, person) if meeting and numbers(scene) else None
    return say.own_window(numbers(scene), window, scene.clinic.zone) if window else ""


PARTS = Question(
    name="parts",
    kind=Kind.TEXT,
    words=Words(*say.PARTS),
    wanted=_named,
    required=never,
    read=_read,
)
