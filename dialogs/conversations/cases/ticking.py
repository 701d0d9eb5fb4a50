"""*Sjekkliste* and *kryss av*: the items of intake and closing, on one card (R9, R10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs import interludes
from dialogs.cards.checklist import checklist
from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done, summary
from dialogs.form import Form, Preview, Question, Reading, Scene, Took, Words, unasked
from dialogs.parsing import folded
from dialogs.reader import Reader
from dialogs.reading import choose
from dialogs.state import Choice, Conversation
from dialogs.turn import Kind, Reply, Turn
from dialogs.wording.nb import checklists as say
from pathway import promises
from pathway.case import Case
from pathway.commands import TickItems
from pathway.model import Promise
from pathway.owed.checklists import CHECKLISTS, remaining
from pathway.service import Outcome
from pathway.words import PromiseId

ALL = "all"


def show_checklist(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Sjekkliste*: each open list of a case."""
    case = interludes.case_to_show(talk, "checklist", rest, reader)
    if isinstance(case, Turn):
        return case
    shown = tuple(checklist(case, promise) for promise in _lists(case))
    replies = shown or (Reply(text=say.none_open(case.ref)),)
    return Turn(state=replace(talk, case=case.ref), replies=replies)


def _lists(case: Case) -> tuple[Promise, ...]:
    return tuple(p for p in promises.open_promises(case) if p.kind in CHECKLISTS)


def _which(scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=p.id, title=say.TITLES[p.kind]) for p in _lists(scene.case))


def _promise(scene: Scene) -> Promise | None:
    wanted = scene.answer("task")
    return next((p for p in _lists(scene.case) if p.id == wanted), None)


def _items(scene: Scene) -> tuple[Choice, ...]:
    promise = _promise(scene)
    names = remaining(scene.case, promise) if promise else ()
    found = (Choice(value=name, title=say.ITEMS[name][1]) for name in names)
    return (*found, Choice(value=ALL, title=say.ALL[1]))


def _read_item(text: str, scene: Scene) -> Reading:
    """By the item's own word, by the number or words of the list, or all of them."""
    said = folded(text)
    named = [choice.value for choice in _items(scene) if said == _word(choice.value)]
    return Took(named[0]) if named else choose(text, _items(scene))


def _word(name: str) -> str:
    return say.ALL[0] if name == ALL else say.ITEMS[name][0]


def _stop(scene: Scene) -> str:
    return "" if _lists(scene.case) else say.none_open(scene.case.ref)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "kryss av K7M2 venteliste"; a button names its list too."""
    lists = _lists(scene.case)
    ids: list[str] = [p.id for p in lists if p.id in rest.split()]
    item = " ".join(word for word in rest.split() if word not in ids)
    fit = [
        p.id for p in lists if folded(item) in {_word(name) for name in remaining(scene.case, p)}
    ]
    task = ids[0] if ids else fit[0] if len(fit) == 1 else ""
    facts = {"task": task, "item": item, "sure": "yes" if ids else ""}
    return {name: value for name, value in facts.items() if value}


def _chosen(scene: Scene) -> tuple[str, ...]:
    promise, item = _promise(scene), scene.answer("item")
    return (remaining(scene.case, promise) if promise else ()) if item == ALL else (item,)


def _build(scene: Scene) -> TickItems:
    promise_id = PromiseId(scene.answer("task"))
    return TickItems(ref=scene.case.ref, promise_id=promise_id, items=_chosen(scene))


def _preview(scene: Scene) -> Preview:
    chosen, everything = _chosen(scene), scene.answer("item") == ALL
    said = say.everything(len(chosen)) if everything else say.ITEMS[chosen[0]][1]
    sure = scene.answer("sure") or not everything
    return summary([(say.ITEM[1], said)], question=say.QUESTION, yes=say.YES, ask=not sure)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    promise = case.promise(PromiseId(scene.answer("task")))
    left = remaining(case, promise)
    text = say.ticked(case.ref, len(left))
    if left:
        return (checklist(case, promise, text),)
    return (done(say.TICK_TITLE, text, *next_steps(scene.desk, case)[:3]),)


FORM = Form(
    name="tick_items",
    title=say.TICK_TITLE,
    questions=(
        Question(name="task", kind=Kind.CHOICE, words=Words(*say.WHICH), choices=_which, sole=True),
        Question(
            name="item", kind=Kind.CHOICE, words=Words(*say.ITEM), choices=_items, read=_read_item
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
