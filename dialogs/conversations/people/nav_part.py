"""Whether a relative stays while Nav is there, and the order of parts that allows it (R16, R21)."""

from __future__ import annotations

from dialogs.conversations.people import participants
from dialogs.form import Question, Reading, Scene, Words, never
from dialogs.state import Choice
from dialogs.turn import Kind
from dialogs.wording.nb import ask_people as say
from pathway.words import THIRD_PARTIES, Role


def _meets_nav(scene: Scene) -> bool:
    """Whether a relative joins a meeting to which Nav or another may come (R16)."""
    meeting = participants.ahead(scene)
    if scene.answer("role") != Role.RELATIVE or meeting is None or scene.answer("parts"):
        return False
    planned = any(p.role in THIRD_PARTIES for p in participants.present(scene))
    open_still = planned or scene.case.wishes is None
    return open_still and bool(participants.parts_with_nav(meeting))


def _stays(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, title=title) for value, title in say.STAYS_CHOICES.items())


def _read_stays(text: str, _scene: Scene) -> Reading:
    return participants.read_yes_no(text, say.STAYS_CHOICES)


def _all_the_time(_scene: Scene) -> str:
    return "yes"


def _order(scene: Scene) -> tuple[int, ...]:
    meeting = participants.ahead(scene)
    if meeting is None or scene.answer("stays") != "no":
        return ()
    person = participants.newcomer(Role.RELATIVE)
    own = frozenset(n for n, part in enumerate(meeting.parts) if person.role in part.roles)
    return participants.mend(scene, person, own - participants.parts_with_nav(meeting))


def _is_torn(scene: Scene) -> bool:
    return bool(_order(scene))


def _orders(scene: Scene) -> tuple[Choice, ...]:
    return participants.orders(scene, _order(scene))


def _read_order(text: str, scene: Scene) -> Reading:
    return participants.read_order(text, _orders(scene))


STAYS = Question(
    name="stays",
    kind=Kind.CHOICE,
    words=Words(*say.STAYS),
    wanted=_meets_nav,
    required=never,
    choices=_stays,
    read=_read_stays,
    default=_all_the_time,
)

ORDER = Question(
    name="order",
    kind=Kind.CHOICE,
    words=Words(*say.ORDER),
    wanted=_is_torn,
    choices=_orders,
    read=_read_order,
)
