"""*Er det fortsatt samme veileder?*: asked before Nav is called in to SHM2 (R14b, F12)."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.people import participants
from dialogs.conversations.people.persons import read_person
from dialogs.form import Question, Reading, Scene, Words, never
from dialogs.state import Choice
from dialogs.turn import Kind
from dialogs.wording.nb import ask_wishes as say
from pathway import agenda, rules
from pathway.case import Case
from pathway.commands import Person
from pathway.model import Participant
from pathway.words import MeetingKind, Milestone, ParticipantId, Role

NAME_LIMIT = 80


People = Iterable[Participant]


def told_before(scene: Scene, people: People) -> Participant | None:
    """Of these Nav's adviser, told whom it concerns, with a part in SHM2 and not asked to it yet.

    Before SHM2 is arranged its parts are those of SHM1.
    """
    if which_meeting.kind_of(scene) is not MeetingKind.SHM2:
        return None
    case, meeting = scene.case, which_meeting.living(scene)
    parts = meeting or case.meeting_of(MeetingKind.SHM1)
    for person in (p for p in people if p.role is Role.NAV_ADVISER):
        asked = meeting and case.live_invitation(person.id, meeting.id) is not None
        comes = parts is None or agenda.parts_of(parts, person)
        told = rules.phone_told(case, person) and _since_shm1(scene, person)
        if comes and told and not asked:
            return person
    return None


def _since_shm1(scene: Scene, person: Participant) -> bool:
    """Whether nobody has spoken with them since SHM1 was held."""
    held = [e for e in scene.case.milestones if e.milestone is Milestone.SHM1_HELD and e.held]
    return bool(held and person.told_at and person.told_at < held[-1].recorded_at)


def replaced(scene: Scene, people: People) -> ParticipantId | None:
    """Which of these somebody else at Nav comes instead of."""
    told = told_before(scene, people) if _is_another(scene) else None
    return told.id if told else None


def another(scene: Scene, people: People) -> Person | None:
    """Who comes instead of one of these: the name may be all that is known, or less."""
    return Person(name=scene.answer("new_adviser")) if replaced(scene, people) else None


def phone_first(adviser: Person | None) -> str:
    """What another adviser means, before the yes."""
    return say.phone_first(adviser.name) if adviser else ""


def registered(scene: Scene, case: Case) -> str:
    """The same, when it is done, and the case is this."""
    name, now = scene.answer("new_adviser"), case.present(Role.NAV_ADVISER)
    done = _is_another(scene) and any(p.name == name and p.told_at is None for p in now)
    return say.adviser_registered(case.ref, name) if done else ""


def same(concerned: Callable[[Scene], People]) -> Question:
    """The question, asked where one of these was told before."""

    def wanted(scene: Scene) -> bool:
        return told_before(scene, concerned(scene)) is not None

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
    return scene.answer("same_adviser") == "no"


NEW = Question(
    name="new_adviser",
    kind=Kind.TEXT,
    words=Words(*say.NEW_ADVISER),
    required=never,
    wanted=_is_another,
    read=read_person,
    limit=NAME_LIMIT,
)
