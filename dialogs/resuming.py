"""A form taken up again, perhaps days later: whether it can still go on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.asking import Filling
from dialogs.conversations.catalogue import FORMS
from dialogs.form import CONFIRM, Question, Scene, no_aids
from dialogs.parsing import Asked, reference_in, without_reference, without_small_words
from dialogs.reader import Reader
from dialogs.reading_times import TIMES
from dialogs.state import Conversation, Running
from dialogs.turn import Kind, Reply, Turn
from dialogs.wording.nb import conversations as say


def sound(talk: Conversation) -> Conversation:
    """The conversation without a form that this version of the program does not know."""
    kept = talk.kept if talk.kept and _is_known(talk.kept) else None
    running = talk.running if talk.running and _is_known(talk.running) else None
    return replace(talk, running=running, kept=kept)


def _is_known(running: Running) -> bool:
    form = FORMS.get(running.form)
    known = {CONFIRM, ""} | {question.name for question in form.questions} if form else set()
    named = {running.asked, *running.answers, *running.card, *running.given, *running.typed}
    return named <= known


def resumed(talk: Conversation, reader: Reader) -> Filling:
    """The running form; `KeyError` where none runs."""
    if talk.running is None:
        raise KeyError
    scene = Scene(reader=reader, running=talk.running)
    return Filling(talk=talk, form=FORMS[talk.running.form], scene=scene)


def picked(talk: Conversation, said: str) -> tuple[Conversation, str]:
    """What a number stands for after a list of commands; the list is good for one answer.

    In a form it is so only where a day or a time is asked for: other numbers are answers there.
    """
    number, running = said.strip().removesuffix("."), talk.running
    free = replace(talk, offered=())
    if talk.asks or number not in map(str, range(1, len(talk.offered) + 1)):
        return free, said
    if running is not None:
        asked = [q for q in FORMS[running.form].questions if q.name == running.asked]
        if not asked or asked[0].kind not in TIMES:
            return free, said
    return free, talk.offered[int(number) - 1]


def said_again(filling: Filling, command: Asked) -> Mapping[str, str]:
    """What the form's own command, said again of its own case, tells of its questions.

    So does a button of what helped to answer one of them; nothing where it answers none of those.
    """
    ref, form = filling.running.ref, FORMS[command.name]
    if not ref or reference_in(command.rest) != ref:
        return {}
    rest = without_small_words(without_reference(command.rest, ref))
    name = form.instead(filling.scene, rest) if form.instead else form.name
    if name != filling.form.name:
        return {}
    told = filling.form.opening(rest, filling.scene)
    helped = {q.name for q in filling.form.questions if q.aids is not no_aids}
    return told if helped & told.keys() else {}


def given_up(filling: Filling) -> Turn | None:
    """The turn that ends a form which cannot go on."""
    why_not = _overtaken(filling)
    if not why_not:
        return None
    return Turn(state=replace(filling.talk, running=None), replies=(Reply(text=why_not),))


def _overtaken(filling: Filling) -> str:
    """Why the form cannot go on: what it is about, or what was chosen, is no longer there."""
    why_not = filling.form.stop(filling.scene)
    if why_not:
        return why_not
    gone = any(_gone(filling, question) for question in filling.form.questions)
    return say.overtaken(filling.form.title) if gone else ""


def _gone(filling: Filling, question: Question) -> bool:
    """Whether the answer was chosen among what there no longer is."""
    value = filling.running.answers.get(question.name, "")
    if not value or question.free or not question.wanted(filling.scene):
        return False
    choices = question.choices(filling.scene)
    chosen_from = question.kind in {Kind.CHOICE, Kind.PEOPLE}
    return chosen_from and value not in {choice.value for choice in choices}
