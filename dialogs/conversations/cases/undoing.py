"""*Angre*: the last change of a case is taken back, while nothing of it has left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Preview, Scene
from dialogs.turn import Reply
from dialogs.wording.nb import ask_invite
from dialogs.wording.nb import ask_undo as say
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.dates import wall
from pathway.commands import Undo
from pathway.earlier import Earlier
from pathway.service import Outcome


def _kept(scene: Scene) -> Earlier | None:
    return scene.desk.undoable(scene.case)


def _opening(_rest: str, _scene: Scene) -> Mapping[str, str]:
    return {}


def _build(scene: Scene) -> Undo:
    return Undo(ref=scene.case.ref, accept_clashes=scene.running.clashes, plan=scene.running.plan)


def _preview(scene: Scene) -> Preview:
    plan = scene.desk.plan(replace(_build(scene), plan="", accept_clashes=False))
    kept, zone = _kept(scene), scene.clinic.zone
    facts: list[tuple[str, str]] = []
    if kept is not None:
        by = which_meeting.staff_name(scene, kept.by)
        facts = say.change_facts(kept.what, by, wall(kept.at, zone))
    before = {meeting.id: meeting for meeting in scene.case.diary}
    changed = [m for m in plan.case.diary if m != before[m.id]]
    facts += [say.meeting_fact(meeting, zone) for meeting in changed]
    return planned(scene, facts, plan, question=say.QUESTION, yes=say.YES)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    text = joined(say.undone(case.ref, outcome.undone), ask_invite.sent_now(outcome.told))
    return (done(say.TITLE, text, *next_steps(scene.desk, case)[:3]),)


FORM = Form(
    name="undo",
    title=say.TITLE,
    questions=(),
    clinicians=True,
    opening=_opening,
    build=_build,
    preview=_preview,
    done=_done,
)
