"""*Gi videre*: a colleague takes a task over, and hears of it."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done, split_choice, summary
from dialogs.conversations.tasks.naming_tasks import by_id
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_answer, tasks
from dialogs.wording.nb import ask_office as say
from pathway.commands import HandOver
from pathway.service import Outcome
from pathway.words import PromiseId, StaffId


def _tasks(scene: Scene) -> tuple[Choice, ...]:
    """The actor's own in this case; where there is none, everybody's."""
    everybody = scene.desk.case_tasks(scene.case)
    own = scene.desk.own_tasks(scene.case)
    return tuple(Choice(value=task.promise_id, title=tasks.task(task)) for task in own or everybody)


def _staff(scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=person.id, title=person.name) for person in scene.clinic.staff)


def _stop(scene: Scene) -> str:
    return "" if _tasks(scene) else ask_answer.no_tasks(scene.case.ref)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "gi videre K7M2 til Kåre"."""
    task, rest = by_id(rest, scene.desk.case_tasks(scene.case))
    to, others = split_choice(rest, _staff(scene))
    facts = {"task": task or ("" if to else others), "to": to}
    return {name: value for name, value in facts.items() if value}


def _build(scene: Scene) -> HandOver:
    return HandOver(
        ref=scene.case.ref,
        promise_id=PromiseId(scene.answer("task")),
        to=StaffId(scene.answer("to")),
    )


def _preview(scene: Scene) -> Preview:
    scene.desk.plan(_build(scene))
    titles = {choice.value: choice.title for choice in _tasks(scene)}
    facts = say.hand_facts(titles.get(scene.answer("task"), ""), _name(scene))
    return summary(facts, question=say.HAND_QUESTION, yes=say.HAND, ask=False)


def _name(scene: Scene) -> str:
    return scene.clinic.member(scene.answer("to")).name


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    text = say.handed(case.ref, _name(scene))
    return (done(say.HAND_TITLE, text, *next_steps(scene.desk, case)[:3]),)


FORM = Form(
    name="hand_over",
    title=say.HAND_TITLE,
    questions=(
        Question(
            name="task",
            kind=Kind.CHOICE,
            words=Words(*ask_answer.TASK),
            choices=_tasks,
            sole=True,
        ),
        Question(name="to", kind=Kind.PEOPLE, words=Words(*say.HAND_TO), choices=_staff),
    ),
    clinicians=True,
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)
