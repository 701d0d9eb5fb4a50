"""*Er det fortsatt samme veileder?*: asked before Nav is called in to SHM2 (R14b, F12)."""

from __future__ import annotations

from collections.abc import Callable

from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.people import participants
from dialogs.conversations.people.persons import read_person
from dialogs.form import Question, Reading, Scene, Words, never
from dialogs.state import Choice
from dialogs.turn import Kind
from dialogs.wording.nb import ask_wishes as say
from pathway import rules
from pathway.commands import Person
from pathway.model import Participant
from pathway.words import MeetingKind, Milestone, Role

NAME_LIMIT = 80


def told_before(scene: Scene) -> Participant | None:
    """Nav's adviser, where they have been told whom it concerns and are not asked to SHM2 yet."""
    if which_meeting.kind_of(scene) is not MeetingKind.SHM2:
        return None
    meeting = which_meeting.living(scene)
    for person in scene.case.present(Role.NAV_ADVISER):
        asked = meeting and scene.case.live_invitation(person.id, meeting.id) is not None
        if not asked and rules.phone_told(scene.case, person) and _since_shm1(scene, person):
            return person
    return None


def _since_shm1(scene: Scene, person: Participant) -> bool:
    """Whether nobody has spoken with them since SHM1 was held."""
    held = [e for e in scene.case.milestones if e.milestone is Milestone.SHM1_HELD and e.held]
    return bool(held and person.told_at and person.told_at < held[-1].recorded_at)


def another(scene: Scene) -> Person | None:
    """The new adviser, of whom the name may be all that is known, or less."""
    is_another = scene.answer("same_adviser") == "no"
    return Person(name=scene.answer("new_adviser")) if is_another else None


def phone_first(scene: Scene) -> str:
    """What another adviser means, before the yes."""
    adviser = another(scene)
    return say.phone_first(adviser.name) if adviser else ""


def registered(scene: Scene) -> str:
    """The same, when it is done."""
    adviser = another(scene)
    return say.adviser_registered(scene.case.ref, adviser.name) if adviser else ""


def same(concerned: Callable[[Scene], bool]) -> Question:
    """The question, asked where Nav is concerned."""

    def wanted(scene: Scene) -> bool:
        return concerned(scene) and told_before(scene) is not None

    return Question(
        name="same_adviser",
        kind=Kind.CHOICE,
        words=Words(*say.SAME_ADVISER),
        choices=_yes_no,
        read=_read,
        wanted=wanted,
    )


def _yes_no(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, title=title) for value, title in say.YES_NO.items())


def _read(text: str, _scene: Scene) -> Reading:
    return participants.read_yes_no(text, say.YES_NO)


def _is_another(scene: Scene) -> bool:
    return another(scene) is not None


NEW = Question(
    name="new_adviser",
    kind=Kind.TEXT,
    words=Words(*say.NEW_ADVISER),
    required=never,
    wanted=_is_another,
    read=read_person,
    limit=NAME_LIMIT,
)
