"""*Ferdig*: the action plan or the journal note is made, or passed on (R10, R24)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done, summary
from dialogs.conversations.tasks.naming_tasks import by_id
from dialogs.form import Form, Preview, Question, Reading, Scene, Took, Words, unasked
from dialogs.parsing import folded
from dialogs.reading import choose, read_sure
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import papers as say
from dialogs.wording.nb import tasks
from pathway.commands import Finish
from pathway.owed.papers import PAPERS, PASSED_ON
from pathway.service import Outcome
from pathway.variants import Toward
from pathway.views import TaskLine
from pathway.words import PromiseId, PromiseKind

YES = "yes"


def _lines(scene: Scene) -> tuple[TaskLine, ...]:
    """What is owed of them, also what was put off."""
    found = (line for kind in sorted(PAPERS) for line in scene.desk.put_off(scene.case, kind))
    return tuple(replace(line, toward=Toward.OWNER) for line in found)


def _tasks(scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=line.promise_id, title=tasks.task(line)) for line in _lines(scene))


def _kind(scene: Scene) -> PromiseKind | None:
    wanted = scene.answer("task")
    return next((line.kind for line in _lines(scene) if line.promise_id == wanted), None)


def _stop(scene: Scene) -> str:
    return "" if _lines(scene) else say.nothing_to_finish(scene.case.ref)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "skrevet og sendt K7M2"; a button names its task, and asks nothing more."""
    lines = _lines(scene)
    task, said = by_id(rest, lines)
    meant = say.named(folded(said)) or PAPERS
    fit = [line.promise_id for line in lines if line.kind in meant]
    facts = {
        "task": task or (fit[0] if len(fit) == 1 else ""),
        "passed_on": say.passed_on(folded(said)),
        "sure": YES if task else "",
    }
    return {name: value for name, value in facts.items() if value}


def _asks_both(scene: Scene) -> bool:
    return _kind(scene) is PromiseKind.NOTE_WRITE


def _choices(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=name, title=title) for name, title in say.PASSED_ON_CHOICES.items())


def _read_passed_on(text: str, scene: Scene) -> Reading:
    sure = read_sure(text)
    said = say.passed_on(folded(text)) or ("" if sure is None else YES if sure else "no")
    return Took(said) if said else choose(text, _choices(scene))


def _both(scene: Scene) -> bool:
    return scene.answer("passed_on") == YES and _kind(scene) in PASSED_ON


def _build(scene: Scene) -> Finish:
    return Finish(
        ref=scene.case.ref,
        promise_id=PromiseId(scene.answer("task")),
        passed_on=_both(scene),
    )


def _preview(scene: Scene) -> Preview:
    titles = {choice.value: choice.title for choice in _tasks(scene)}
    both = _both(scene) if _asks_both(scene) else None
    facts = say.facts(titles.get(scene.answer("task"), ""), both=both)
    sure = scene.answer("sure") == YES or _asks_both(scene)  # which has just been answered
    return summary(facts, question=say.QUESTION, yes=say.YES, ask=not sure)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    promise = case.promise(PromiseId(scene.answer("task")))
    both = scene.answer("passed_on") == YES
    following = PASSED_ON.get(promise.kind)
    then = [
        (f"{typed} {case.ref} {line.promise_id}", title)
        for line in (scene.desk.put_off(case, following) if following else ())
        for typed, title in say.WAYS[line.kind]
    ]
    text = say.done(promise.kind, case.ref, both=both)
    return (done(say.TITLE, text, *then, *next_steps(scene.desk, case)[:2]),)


FORM = Form(
    name="finish",
    title=say.TITLE,
    questions=(
        Question(name="task", kind=Kind.CHOICE, words=Words(*say.TASK), choices=_tasks, sole=True),
        Question(
            name="passed_on",
            kind=Kind.CHOICE,
            words=Words(*say.PASSED_ON),
            wanted=_asks_both,
            choices=_choices,
            read=_read_passed_on,
        ),
        unasked("sure"),
    ),
    clinicians=True,
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)
