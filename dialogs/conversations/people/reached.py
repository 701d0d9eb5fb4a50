"""How somebody new is reached: number, address and office, asked of whoever joins a case (R15)."""

from __future__ import annotations

from collections.abc import Callable

from dialogs.conversations.people import participants
from dialogs.form import Question, Scene, Words, never
from dialogs.turn import Kind
from dialogs.wording.nb import ask_people as say
from pathway.words import Attendance, Role

_WORKS_SOMEWHERE = frozenset({Role.REFERRER, Role.OTHER, Role.INTERPRETER, Role.NAV_ADVISER})


def questions(role: Callable[[Scene], Role | None]) -> tuple[Question, ...]:
    """The three questions, of one whose `role` is then known; staff are asked for none but a phone.

    The number must be given by whoever attends by telephone.
    """

    def rings(scene: Scene) -> bool:
        return scene.answer("attends") == Attendance.TELEPHONE

    def outside(scene: Scene) -> bool:
        return role(scene) is not Role.CLINICIAN

    return (
        Question(
            name="phone",
            kind=Kind.TEXT,
            words=Words(*say.PHONE),
            wanted=lambda scene: rings(scene) or outside(scene),
            required=rings,
            read=participants.read_number,
        ),
        Question(
            name="email",
            kind=Kind.TEXT,
            words=Words(*say.EMAIL),
            wanted=outside,
            required=never,
            read=participants.read_address,
        ),
        Question(
            name="office",
            kind=Kind.TEXT,
            words=Words(*say.OFFICE),
            wanted=lambda scene: role(scene) in _WORKS_SOMEWHERE,
            required=never,
            limit=100,
        ),
    )
