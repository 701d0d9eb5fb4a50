"""*Utsett*: hide a task until a day; its deadline does not shift (F3)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done, summary
from dialogs.conversations.tasks.naming_tasks import by_id
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words
from dialogs.reading_times import read_day
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_answer as say
from dialogs.wording.nb import ask_put_off, tasks
from dialogs.wording.nb.grammar import sentences
from pathway.commands import Snooze
from pathway.model import Promise
from pathway.service import Outcome
from pathway.service.staff import snoozing
from pathway.views import TaskLine
from pathway.words import PromiseId


def _tasks(scene: Scene) -> tuple[Choice, ...]:
    """What whoever asks has in this case, their own before what is anybody's in the office."""
    own = {task.promise_id for task in scene.desk.own_tasks(scene.case)}
    theirs = [p.id for p in scene.desk.promises(scene.case) if _is_theirs(scene, p)]
    found = [task for task in scene.desk.case_tasks(scene.case) if task.promise_id in theirs]
    ordered = sorted(found, key=lambda task: task.promise_id not in own)
    return tuple(Choice(value=task.promise_id, title=tasks.task(task)) for task in ordered)


def _is_theirs(scene: Scene, promise: Promise) -> bool:
    return snoozing.is_theirs(scene.case, scene.clinic, scene.desk.actor, promise, scene.today)


def _stop(scene: Scene) -> str:
    if _tasks(scene):
        return ""
    ref = scene.case.ref
    arranged = which_meeting.living(scene) is not None
    names = {name for task in scene.desk.case_tasks(scene.case) for name in _who_has(scene, task)}
    nothing = ask_put_off.not_yours(ref, sorted(names)) if names else say.no_tasks(ref)
    return sentences(nothing, say.postpone_instead(ref) if arranged else "")


def _who_has(scene: Scene, task: TaskLine) -> tuple[str, ...]:
    promise = scene.case.promise(task.promise_id)
    return snoozing.who_has(scene.case, scene.clinic, promise, scene.today)


def _read_until(text: str, scene: Scene) -> Reading:
    reading = read_day(text, scene, past=False)
    early = isinstance(reading, Took) and date.fromisoformat(reading.value) <= scene.today
    return Missed(say.NOT_LATER) if early else reading


def _risky(scene: Scene) -> bool:
    """Whether the day is past the latest safe one, so that a reason is wanted (F2).

    Not of a day that is refused whatever the reason.
    """
    case, clinic = scene.case, scene.clinic
    if not scene.answer("until") or not snoozing.past_safe_day(case, clinic, scene.day("until")):
        return False
    owed = [p for p in scene.desk.promises(case) if p.id == scene.answer("task")]
    return not any(snoozing.too_late_from(case, clinic, p, scene.day("until")) for p in owed)


def _what_is_safe(scene: Scene) -> str:
    ahead = next(d for d in scene.desk.deadlines(scene.case) if d.reached is None)
    return say.safe_until(ahead.milestone, ahead.latest_safe_day)


def _reasons(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=why, title=why) for why in say.WHY_LATER_CHOICES)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "utsett K7M2 til mandag"; `NotYoursError` where a button's task is a colleague's."""
    task, until = by_id(rest, scene.desk.case_tasks(scene.case))
    if task:
        promise = scene.case.promise(PromiseId(task))
        snoozing.check_theirs(scene.case, scene.clinic, scene.desk.actor, promise, scene.today)
    facts = {"task": task, "until": until}
    return {name: value for name, value in facts.items() if value}


def _build(scene: Scene) -> Snooze:
    return Snooze(
        ref=scene.case.ref,
        promise_id=PromiseId(scene.answer("task")),
        until=scene.day("until"),
        why=scene.answer("why"),
    )


def _preview(scene: Scene) -> Preview:
    scene.desk.plan(_build(scene))
    titles = {choice.value: choice.title for choice in _tasks(scene)}
    task = titles.get(scene.answer("task"), "")
    facts = say.hide_facts(task, scene.day("until"), scene.answer("why"))
    return summary(facts, question=say.SNOOZE_QUESTION, yes=say.SNOOZE_YES, ask=False)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    text = say.hidden(case.ref, scene.day("until"), scene.answer("why"))
    return (done(say.SNOOZE_TITLE, text, *next_steps(scene.desk, case)[:3]),)


FORM = Form(
    name="snooze",
    title=say.SNOOZE_TITLE,
    questions=(
        Question(name="task", kind=Kind.CHOICE, words=Words(*say.TASK), choices=_tasks, sole=True),
        Question(name="until", kind=Kind.DATE, words=Words(*say.UNTIL), read=_read_until),
        Question(
            name="why",
            kind=Kind.CHOICE,
            words=Words(*say.WHY_LATER),
            wanted=_risky,
            shown=_what_is_safe,
            choices=_reasons,
            free=True,
            limit=100,
        ),
    ),
    clinicians=True,
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)
