"""*Milepæl*: the assessment has started, a meeting was held or was not (R5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import consequences_text, done, split_choice, summary
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_answer as say
from dialogs.wording.nb.conversations import joined
from pathway.commands import RecordMilestone
from pathway.service import Outcome
from pathway.words import Milestone

_MILESTONES = {
    "assessment_started": Milestone.ASSESSMENT_STARTED,
    "shm1_held": Milestone.SHM1_HELD,
    "shm1_not_held": Milestone.SHM1_HELD,
    "shm2_held": Milestone.SHM2_HELD,
    "shm2_not_held": Milestone.SHM2_HELD,
}


def _ahead(scene: Scene) -> tuple[Choice, ...]:
    """What can still happen: everything that is not reached."""
    reached = {milestone for milestone in Milestone if scene.case.date_of(milestone)}
    return tuple(
        Choice(value=name, title=say.MILESTONES[name])
        for name, milestone in _MILESTONES.items()
        if milestone not in reached
    )


def _stop(scene: Scene) -> str:
    return "" if _ahead(scene) else say.all_reached(scene.case.ref)


def _not_held(scene: Scene) -> bool:
    return scene.answer("what").endswith(say.NOT_HELD)


def _today(scene: Scene) -> str:
    return scene.today.isoformat()


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "milepæl K7M2 utredning startet i går"."""
    what, when = split_choice(rest, _ahead(scene))
    facts = {"what": what} if what else {}
    return {**facts, "on": when} if what and when else facts


def _build(scene: Scene) -> RecordMilestone:
    return RecordMilestone(
        ref=scene.case.ref,
        milestone=_MILESTONES[scene.answer("what")],
        on=scene.day("on"),
        held=not _not_held(scene),
        reason=scene.answer("reason") if _not_held(scene) else "",
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    command = _build(scene)
    plan = scene.desk.plan(command)
    facts = say.milestone_facts(scene.answer("what"), command.on, command.reason)
    told = consequences_text(scene, plan) if plan.consequences else ""
    shown = summary(facts, told, question=say.MILESTONE_QUESTION, yes=say.SAVE_MILESTONE)
    return replace(shown, plan=plan.hash)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    ahead = [d for d in scene.desk.deadlines(case) if d.reached is None]
    following = say.next_deadline(ahead[0].milestone, ahead[0].day, scene.today) if ahead else ""
    recorded = say.milestone_recorded(case.ref, scene.answer("what"), scene.day("on"))
    text = joined(recorded, following)
    return (done(say.MILESTONE_TITLE, text, *next_steps(scene.desk, case)[:3]),)


FORM = Form(
    name="milestone",
    title=say.MILESTONE_TITLE,
    questions=(
        Question(name="what", kind=Kind.CHOICE, words=Words(*say.WHAT), choices=_ahead),
        Question(name="on", kind=Kind.DATE, words=Words(*say.ON), default=_today, past=True),
        Question(name="reason", kind=Kind.TEXT, words=Words(*say.NOT_HELD_WHY), wanted=_not_held),
    ),
    clinicians=True,
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)
