"""*Uten fastlege*: the responsible clinician has decided, the secretary records it (D2)."""

from __future__ import annotations

from dialogs.conversations.invitations import inviting
from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_changes as say
from pathway.commands import HoldWithoutGp
from pathway.service import Outcome
from pathway.words import Role


def _build(scene: Scene) -> HoldWithoutGp:
    return HoldWithoutGp(
        ref=scene.case.ref,
        kind=which_meeting.kind_of(scene),
        reason=scene.answer("reason"),
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    plan = scene.desk.plan(_build(scene))
    meeting = which_meeting.living(scene)
    facts = which_meeting.facts_of(scene, meeting)[:2] if meeting else []
    facts.append((say.WITHOUT_REASON[1], scene.answer("reason")))
    return planned(scene, facts, plan, question=say.WITHOUT_QUESTION, yes=say.WITHOUT)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    steps = next_steps(scene.desk, case)
    return (done(say.WITHOUT_TITLE, say.without_gp(case.ref), *steps[:3]),)


def _instead(scene: Scene, _rest: str) -> str:
    """Where nobody is GP and no meeting is arranged, that is done with the same reason."""
    nothing_yet = not scene.case.present(Role.GP) and which_meeting.living(scene) is None
    return inviting.WITHOUT_GP if nothing_yet else FORM.name


FORM = Form(
    name="without_gp",
    title=say.WITHOUT_TITLE,
    questions=(
        which_meeting.KIND,
        Question(name="reason", kind=Kind.TEXT, words=Words(*say.WITHOUT_REASON)),
    ),
    clinicians=True,
    opening=which_meeting.opening_kind,
    stop=which_meeting.needs_meeting,
    instead=_instead,
    build=_build,
    preview=_preview,
    done=_done,
)
