"""*Flytt*, *endre* and *avlys utredning*, and the same of an internal slot (R9, R26)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.meetings.appointments import (
    PEOPLE,
    PLACE,
    as_typed,
    minutes_of,
    people_of,
    said,
)
from dialogs.conversations.showing import planned
from dialogs.form import Form, Preview, Question, Scene, Words, never
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_appointments as say
from pathway.commands import CancelAppointment, ChangeAppointment, MoveAppointment
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


def _named(rest: str, scene: Scene) -> tuple[dict[str, str], str]:
    """The appointment that a button names by its id, and what else was said."""
    first, _, more = rest.partition(" ")
    ids = {meeting.id for meeting in _ahead(scene)}
    return ({"which": first}, more) if first in ids else ({}, rest)


def _open_move(rest: str, scene: Scene) -> Mapping[str, str]:
    which, start = _named(rest, scene)
    return {**which, "start": start} if start else which


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


def _now(scene: Scene) -> Meeting | None:
    """It as it is, once it is known which."""
    ahead = _ahead(scene)
    named = [m for m in ahead if m.id == scene.answer("which")]
    return named[0] if named else (ahead[0] if len(ahead) == 1 else None)


def _people_now(scene: Scene) -> str:
    meeting = _now(scene)
    asked = {who for part in meeting.parts for who in part.added} if meeting else set()
    people = (p for p in scene.case.participants if p.id in asked and p.ended_at is None)
    return ", ".join(which_meeting.staff_name(scene, p.staff_id) for p in people if p.staff_id)


def _minutes_now(scene: Scene) -> str:
    meeting = _now(scene)
    return str(meeting.minutes) if meeting else ""


def _place_now(scene: Scene) -> str:
    meeting = _now(scene)
    return meeting.place if meeting else ""


def _open_change(rest: str, scene: Scene) -> Mapping[str, str]:
    return as_typed(rest, scene)[0]


def _build_change(scene: Scene) -> ChangeAppointment:
    return ChangeAppointment(
        ref=scene.case.ref,
        meeting=_meeting(scene).id,
        people=people_of(scene),
        minutes=int(scene.answer("minutes")),
        place=scene.answer("place"),
        accept_clashes=scene.running.clashes,
        plan=scene.running.plan,
    )


def _preview_change(scene: Scene) -> Preview:
    plan = scene.desk.plan(replace(_build_change(scene), plan="", accept_clashes=False))
    changed = plan.case.meeting(_meeting(scene).id)
    names = [which_meeting.staff_name(scene, who) for who in people_of(scene)]
    facts = say.facts(changed.kind, changed.start, changed.minutes, names, changed.place)
    return planned(scene, facts, plan, question=say.CHANGE_QUESTION, yes=say.CHANGE)


def _changed(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    now = outcome.case.meeting(MeetingId(scene.answer("which")))
    text = say.changed(outcome.case.ref, now.kind, now.start)
    return said(scene, outcome, say.CHANGE_TITLE, text)


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

CHANGE = Form(
    name="change_appointment",
    title=say.CHANGE_TITLE,
    questions=(
        _WHICH,
        minutes_of(_minutes_now),
        replace(PEOPLE, required=never, default=_people_now),
        replace(PLACE, default=_place_now),
    ),
    clinicians=True,
    opening=_open_change,
    stop=_nothing_ahead,
    build=_build_change,
    preview=_preview_change,
    done=_changed,
)

CANCEL = Form(
    name="cancel_appointment",
    title=say.CANCEL_TITLE,
    questions=(_WHICH,),
    clinicians=True,
    opening=lambda rest, scene: _named(rest, scene)[0],
    stop=_nothing_ahead,
    build=_build_cancel,
    preview=_preview_cancel,
    done=_cancelled,
)
