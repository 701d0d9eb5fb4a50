"""*Sendt*: what a person did by hand is ticked off; the text to copy is shown first (D6)."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.cards import elements
from dialogs.conversations.cases.asking_referrer import with_requests
from dialogs.conversations.next_steps import next_steps, tasks_by_hand, text_to_copy
from dialogs.conversations.showing import done
from dialogs.conversations.tasks.naming_tasks import by_id, by_whom
from dialogs.conversations.third_parties import advising
from dialogs.form import Form, Preview, Question, Scene, Words, unasked
from dialogs.reading import read_sure
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_answer as say
from dialogs.wording.nb import ask_office, tasks, to_copy
from dialogs.wording.nb.ask_invite import sent_now
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.grammar import sentences
from pathway.commands import TickSent
from pathway.service import Outcome
from pathway.views import TaskLine
from pathway.words import Channel, PromiseId

YES = "yes"
ALL = "all"


def _tasks(scene: Scene) -> tuple[Choice, ...]:
    found = (*tasks_by_hand(scene.desk, scene.case), *scene.desk.unticked(scene.case))
    each = tuple(Choice(value=task.promise_id, title=tasks.task(task)) for task in found)
    several = len(_texts(scene)) > 1
    return (*each, Choice(value=ALL, title=to_copy.ALL_SENT)) if several else each


def _texts(scene: Scene) -> tuple[TaskLine, ...]:
    """The texts that lie ready and may be sent now; what is said on the phone is none."""
    lines = tasks_by_hand(scene.desk, scene.case)
    return tuple(t for t in lines if t.content and t.channel is not Channel.PHONE and not t.opens)


def _instead(scene: Scene, _rest: str) -> str:
    """A call to whom nobody knows is over when there is a name (R14)."""
    tasks_here = tasks_by_hand(scene.desk, scene.case)
    unknown = [t for t in tasks_here if t.telling and t.person and not t.person.name]
    return advising.FORM.name if unknown and unknown == list(tasks_here) else FORM.name


def _stop(scene: Scene) -> str:
    return "" if _tasks(scene) else say.no_tasks(scene.case.ref)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "sendt brevet K7M2", "sendt K7M2 Solsiden legesenter", "sendt K7M2 ja".

    How it travels is enough where only one text does; what is to be sent comes before what is not
    to be sent any more. Whoever names the recipient, or says yes at once, is not asked whether it
    is done. "Sendt K7M2 alt" is of all the texts at once, which are named before the yes.
    """
    if to_copy.all_meant(rest) and len(_texts(scene)) > 1:
        return {"task": ALL}
    lines = tasks_by_hand(scene.desk, scene.case)
    late = scene.desk.unticked(scene.case)
    task, rest = by_id(rest, (*lines, *late))
    sure = read_sure(rest.rpartition(" ")[2]) is True
    named = by_whom(rest, [line for line in lines if line.content]) or by_whom(rest, late)
    ways = to_copy.ways_sent(rest)
    alone = sure and " " not in rest  # beside a yes stands what is no longer there
    meant = [line for line in lines if line.channel in ways or not rest or alone]
    meant = meant or [line for line in late if line.channel in ways]
    task = task or named or (meant[0].promise_id if len(meant) == 1 else "")
    seen = YES if named or (sure and (alone or task)) else ""
    facts = {"task": task or ("" if sure else rest), "seen": seen}
    return {name: value for name, value in facts.items() if value}


def _task(scene: Scene) -> TaskLine | None:
    wanted = scene.answer("task")
    known = (*tasks_by_hand(scene.desk, scene.case), *scene.desk.unticked(scene.case))
    found = [t for t in known if t.promise_id == wanted]
    return found[0] if found else None


def _build(scene: Scene) -> TickSent:
    chosen = scene.answer("task")
    shown = scene.running.plan.split() if chosen == ALL else [chosen]
    first, *others = (PromiseId(one) for one in shown)
    return TickSent(ref=scene.case.ref, promise_id=first, also=tuple(others))


def _preview(scene: Scene) -> Preview:
    if scene.answer("task") == ALL:
        return _of_all(_texts(scene))
    task = _task(scene)
    what = sentences(tasks.task(task), to_copy.number_of(task)) if task else ""
    content = task.content if task else None
    above = to_copy.say_this(task) if task else ""
    copied = joined(above, content.text) if content else ""
    body = [elements.text(elements.plain(what))]
    if content:
        body += [elements.text(above, bold=True), elements.to_copy(content.text, 1)]
    return Preview(
        text=joined(what, copied),
        question=say.SENT_QUESTION,
        yes=say.SENT_YES,
        body=tuple(body),
        ask=scene.answer("seen") != YES,
    )


def _of_all(texts: tuple[TaskLine, ...]) -> Preview:
    """Each text by its name and its way: they were copied where they stand.

    The yes is of these alone, whatever has become ready meanwhile.
    """
    lines = [to_copy.one_of_all(text) for text in texts]
    return Preview(
        text="\n".join(lines),
        question=to_copy.ALL_QUESTION,
        yes=say.SENT_YES,
        body=tuple(elements.text(elements.plain(line)) for line in lines),
        plan=" ".join(text.promise_id for text in texts),
    )


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    steps = next_steps(scene.desk, case)
    waiting = with_requests(scene.desk.tasks(), scene.clinic)
    left = sum(1 for line in waiting if line.content)
    more = ((typed("texts"), ask_office.TEXTS_TITLE),) if left else ()
    ticked = sentences(say.ticked(case.ref), ask_office.texts_left(left))
    copies = text_to_copy(scene, case, outcome.told) if outcome.told else ()
    text = joined(ticked, sent_now(outcome.told) if outcome.told else "")
    return (done(say.SENT_TITLE, text, *more, *steps[:3], copies=copies),)


FORM = Form(
    name="sent",
    title=say.SENT_TITLE,
    questions=(
        Question(name="task", kind=Kind.CHOICE, words=Words(*say.TASK), choices=_tasks, sole=True),
        unasked("seen"),
    ),
    clinicians=True,
    opening=_opening,
    stop=_stop,
    instead=_instead,
    build=_build,
    preview=_preview,
    done=_done,
)
