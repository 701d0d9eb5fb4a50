"""*Flytt utredning* and *avlys utredning*, and the same of an internal slot (R9, R26)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.appointments import said
from dialogs.conversations.showing import planned
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_appointments as say
from pathway.commands import CancelAppointment, MoveAppointment
from pathway.model import Meeting
from pathway.service import Outcome
from pathway.words import MeetingId


def _ahead(scene: Scene) -> tuple[Meeting, ...]:
    now = scene.desk.now
    return tuple(m for m in scene.case.appointments if m.alive and m.starts_at > now)


def _which(scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=m.id, title=say.called(m.kind, m.start)) for m in _ahead(scene))


def _nothing_ahead(scene: Scene) -> str:
    return "" if _ahead(scene) else say.none_ahead(scene.case.ref)


def _meeting(scene: Scene) -> Meeting:
    return scene.case.meeting(MeetingId(scene.answer("which")))


def _facts(scene: Scene, meeting: Meeting) -> list[tuple[str, str]]:
    asked = {who for part in meeting.parts for who in part.added}
    names = [p.name for p in scene.case.participants if p.id in asked and p.ended_at is None]
    return say.facts(meeting.kind, meeting.start, meeting.minutes, names, meeting.place)


def _open_move(rest: str, _scene: Scene) -> Mapping[str, str]:
    return {"start": rest} if rest else {}


def _build_move(scene: Scene) -> MoveAppointment:
    return MoveAppointment(
        ref=scene.case.ref,
        meeting=_meeting(scene).id,
        start=scene.moment("start"),
        accept_clashes=scene.running.clashes,
        plan=scene.running.plan,
    )


def _preview_move(scene: Scene) -> Preview:
    command = replace(_build_move(scene), plan="", accept_clashes=False)
    facts = _facts(scene, replace(_meeting(scene), start=command.start))
    plan = scene.desk.plan(command)
    return planned(scene, facts, plan, question=say.MOVE_QUESTION, yes=say.MOVE)


def _moved(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    now = outcome.case.meeting(MeetingId(scene.answer("which")))
    return said(scene, outcome, say.MOVE_TITLE, say.moved(outcome.case.ref, now.kind, now.start))


def _build_cancel(scene: Scene) -> CancelAppointment:
    return CancelAppointment(
        ref=scene.case.ref, meeting=_meeting(scene).id, plan=scene.running.plan
    )


def _preview_cancel(scene: Scene) -> Preview:
    plan = scene.desk.plan(replace(_build_cancel(scene), plan=""))
    facts = _facts(scene, _meeting(scene))
    return planned(scene, facts, plan, question=say.CANCEL_QUESTION, yes=say.CANCEL)


def _cancelled(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    was = outcome.case.meeting(MeetingId(scene.answer("which")))
    off = say.called_off(outcome.case.ref, was.kind, was.start)
    return said(scene, outcome, say.CANCEL_TITLE, off)


_WHICH = Question(
    name="which", kind=Kind.CHOICE, words=Words(*say.WHICH), choices=_which, sole=True
)

MOVE = Form(
    name="move_appointment",
    title=say.MOVE_TITLE,
    questions=(
        _WHICH,
        Question(name="start", kind=Kind.DATETIME, words=Words(*say.NEW_START)),
    ),
    clinicians=True,
    opening=_open_move,
    stop=_nothing_ahead,
    build=_build_move,
    preview=_preview_move,
    done=_moved,
)

CANCEL = Form(
    name="cancel_appointment",
    title=say.CANCEL_TITLE,
    questions=(_WHICH,),
    clinicians=True,
    opening=lambda _rest, _scene: {},
    stop=_nothing_ahead,
    build=_build_cancel,
    preview=_preview_cancel,
    done=_cancelled,
)
