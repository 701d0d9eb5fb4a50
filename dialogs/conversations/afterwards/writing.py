"""*Referent* and *planansvarlig*: named before the meeting starts, or after it (R22)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done, summary
from dialogs.form import Form, Preview, Question, Scene, Words, never, unasked
from dialogs.parsing import folded
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_writers as say
from pathway.commands import NameWriters
from pathway.model import Meeting
from pathway.service import Outcome
from pathway.words import SHM, StaffId


def _meeting(scene: Scene) -> Meeting | None:
    """The one that is to come, else the one that was held last."""
    named = scene.answer(which_meeting.KIND.name)
    found = [m for m in scene.case.meetings if m.kind in SHM and m.cancelled_at is None]
    own = [m for m in found if m.kind == named] if named else found
    return own[-1] if own else None


def _stop(scene: Scene) -> str:
    return "" if _meeting(scene) else say.no_meeting(scene.case.ref)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "referent K7M2 Lea og planansvarlig Pål"; who is not named is left as it is."""
    facts: dict[str, str] = dict(which_meeting.opening_kind(rest, scene))
    name = ""
    for word in rest.replace(",", " ").split():
        said = folded(word)
        if said in {say.MINUTES_WORD, say.PLAN_WORD}:
            name = "minute_taker" if said == say.MINUTES_WORD else "plan_editor"
        elif name and said not in {"og", facts.get(which_meeting.KIND.name)}:
            facts[name] = f"{facts.get(name, '')} {word}".strip()
    one = len({"minute_taker", "plan_editor"} & facts.keys()) == 1
    return {**facts, "one": "yes"} if one else facts


def _wanted(name: str) -> Question:
    def asked(scene: Scene) -> bool:
        return bool(scene.answer(name)) or not scene.answer("one")

    return writer(name, asked)


def writer(name: str, asked: Callable[[Scene], bool]) -> Question:
    """Who takes the minutes, or who edits the plan; may be left open."""
    words = say.MINUTES if name == "minute_taker" else say.PLAN
    return Question(
        name=name,
        kind=Kind.PEOPLE,
        words=Words(*words),
        choices=which_meeting.clinicians,
        read=which_meeting.read_clinician,
        required=never,
        wanted=asked,
    )


def _build(scene: Scene) -> NameWriters:
    meeting = _meeting(scene)
    taker, editor = scene.answer("minute_taker"), scene.answer("plan_editor")
    return NameWriters(
        ref=scene.case.ref,
        kind=meeting.kind if meeting else which_meeting.kind_of(scene),
        minute_taker=StaffId(taker) if taker else None,
        plan_editor=StaffId(editor) if editor else None,
    )


def _preview(scene: Scene) -> Preview:
    command = _build(scene)
    facts = [
        (say.MINUTES[1], which_meeting.staff_name(scene, command.minute_taker or "")),
        (say.PLAN[1], which_meeting.staff_name(scene, command.plan_editor or "")),
    ]
    return summary(facts, question=say.QUESTION, yes=say.YES)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    meeting = next(m for m in reversed(case.meetings) if m.kind is _build(scene).kind)
    minutes, plan = (
        which_meeting.staff_name(scene, who or "")
        for who in (meeting.minute_taker, meeting.plan_editor)
    )
    text = say.done(case.ref, meeting.kind, minutes, plan)
    return (done(say.TITLE, text, *next_steps(scene.desk, case)[:3]),)


FORM = Form(
    name="writers",
    title=say.TITLE,
    questions=(
        which_meeting.KIND,
        unasked("one"),
        _wanted("minute_taker"),
        _wanted("plan_editor"),
    ),
    clinicians=True,
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)
