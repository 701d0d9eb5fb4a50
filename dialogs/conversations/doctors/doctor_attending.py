"""*Fastlegen deltar*: in some parts of the meeting only, or by telephone (D2, R15, R21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.doctors.doctors_office import (
    AGREED,
    CHANNEL,
    asked_doctor,
    nobody_asked,
    settled,
)
from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.showing import planned
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words, never
from dialogs.parsing import folded
from dialogs.reading import choose, reading_in_words
from dialogs.state import Choice
from dialogs.turn import Kind
from dialogs.understand.parts import untitled
from dialogs.understand.people import read_phone
from dialogs.wording.nb import ask_answer, ask_invite
from dialogs.wording.nb import ask_office as say
from pathway import agenda
from pathway.commands import SettleOffice
from pathway.model import Part
from pathway.words import Attendance, Channel

_WAYS = (Attendance.VIDEO, Attendance.TELEPHONE, Attendance.CLINIC)


def _agenda(scene: Scene) -> tuple[Part, ...]:
    meeting = which_meeting.living(scene)
    return meeting.parts if meeting else ()


def _all(scene: Scene) -> str:
    return _joined(tuple(range(1, len(_agenda(scene)) + 1)))


def _own(scene: Scene) -> str:
    """The parts that the doctor attends now."""
    meeting, doctor = which_meeting.living(scene), asked_doctor(scene)
    own = agenda.parts_of(meeting, doctor) if meeting and doctor else ()
    return _joined(tuple(number + 1 for number in own))


def _joined(numbers: tuple[int, ...]) -> str:
    return ",".join(str(number) for number in numbers)


def _numbers(scene: Scene) -> tuple[int, ...]:
    return tuple(int(number) for number in scene.answer("parts").split(","))


def _parts(scene: Scene) -> tuple[Choice, ...]:
    single = [
        Choice(value=str(number), title=say.part(number, part.title))
        for number, part in enumerate(_agenda(scene), 1)
    ]
    return (Choice(value=_all(scene), title=say.ALL_PARTS), *single)


def _read_parts(text: str, scene: Scene) -> Reading:
    """As in "hele møtet", "del 2", "1 og 2", "1-2"; a bare number is the part, not the place."""
    if folded(text) in say.ALL_WORDS:
        return Took(_all(scene))
    numbers = say.part_numbers(folded(untitled(text)), len(_agenda(scene)))
    if numbers:
        return Took(_joined(numbers))
    if any(char.isdigit() for char in text):
        return Missed()
    named = [
        n
        for n, part in enumerate(_agenda(scene), 1)
        if folded(text) in say.part(n, part.title).lower()
    ]
    return Took(str(named[0])) if len(named) == 1 else choose(text, _parts(scene))


def _ways(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=way.value, title=ask_invite.attends(way)) for way in _WAYS)


def _way(scene: Scene) -> str:
    """How the doctor attends now."""
    doctor = asked_doctor(scene)
    return doctor.attends if doctor else ""


def _read_way(text: str, scene: Scene) -> Reading:
    named = say.way_named(text)
    return Took(named.value) if named else choose(text, _ways(scene))


def _by_phone(scene: Scene) -> bool:
    return scene.answer("attends") == Attendance.TELEPHONE


def _number(scene: Scene) -> str:
    doctor = asked_doctor(scene)
    return doctor.phone if doctor else ""


def _no_number(scene: Scene) -> bool:
    return not _number(scene)


def _read_number(text: str, _scene: Scene) -> Reading:
    return reading_in_words(read_phone(text))


def _agreed(scene: Scene) -> bool:
    return scene.answer("agreed") == "yes"


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "fastlegen deltar K7M2 på telefon", "fastlegen deltar K7M2 i del 2"."""
    way = say.way_named(rest)
    numbers = say.part_numbers(folded(rest), len(_agenda(scene)))
    parts = _joined(numbers) or (_own(scene) if way else "")
    facts = {"attends": way.value if way else "", "parts": parts}
    return {name: value for name, value in facts.items() if value}


def _build(scene: Scene) -> SettleOffice:
    """How it came is only asked where the office has agreed; else the clinic proposes it."""
    way = Channel(scene.answer("channel") or Channel.PHONE)
    chosen = scene.answer("parts")
    return SettleOffice(
        ref=scene.case.ref,
        kind=which_meeting.kind_of(scene),
        channel=way,
        evidence=ask_answer.evidence(way, scene.reader.desk.actor.name),
        attends=Attendance(scene.answer("attends")),
        phone=scene.answer("phone") if _by_phone(scene) else "",
        parts=None if chosen == _own(scene) else _numbers(scene),
        agreed=_agreed(scene),
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    command = replace(_build(scene), plan="")
    plan = scene.desk.plan(command)
    doctor = asked_doctor(scene)
    facts = say.attend_facts(
        doctor.name if doctor else "",
        say.parts_said(_numbers(scene), len(_agenda(scene))),
        Attendance(scene.answer("attends")),
        scene.answer("phone"),
        agreed=command.agreed,
    )
    return planned(scene, facts, plan, question=say.SETTLE_QUESTION, yes=say.SETTLE)


FORM = Form(
    name="attend",
    title=say.ATTEND_TITLE,
    questions=(
        which_meeting.KIND,
        Question(
            name="parts",
            kind=Kind.CHOICE,
            words=Words(*say.PARTS),
            choices=_parts,
            read=_read_parts,
            required=never,
            default=_own,
        ),
        Question(
            name="attends",
            kind=Kind.CHOICE,
            words=Words(*say.HOW),
            choices=_ways,
            read=_read_way,
            required=never,
            default=_way,
        ),
        Question(
            name="phone",
            kind=Kind.TEXT,
            words=Words(*say.NUMBER),
            wanted=_by_phone,
            required=_no_number,
            default=_number,
            read=_read_number,
        ),
        AGREED,
        replace(CHANNEL, wanted=_agreed),
    ),
    opening=_opening,
    stop=nobody_asked,
    build=_build,
    preview=_preview,
    done=settled,
)
