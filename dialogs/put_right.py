"""What is said at a form's last question, or to change one that was answered: no, yes, or anew."""

from __future__ import annotations

from typing import NamedTuple

from dialogs.asking import Filling
from dialogs.conversations.people import named as named_people
from dialogs.form import Half, Question, Scene, Several, Took
from dialogs.parsing import folded
from dialogs.reading import LINK, choose, read, read_sure
from dialogs.reading_times import TIMES
from dialogs.state import Choice
from dialogs.wording.nb import ask_words as words
from dialogs.wording.nb.ask_invite import LINK_COMES_WORDS


class Anew(NamedTuple):
    """A question that was answered, and what it is to be answered with; empty asks again."""

    name: str
    text: str = ""


def named(filling: Filling, text: str) -> Anew | None:
    """As in "endre lenke", "endre dato til 25.11.": by the question's label, or what it is."""
    first, *said = text.split()
    if first.lower() not in words.CHANGE:
        return None
    for size in range(len(said), 0, -1):
        label, more = " ".join(said[:size]), said[size:]
        name = _labelled(filling, label)
        if name:
            clock = more and folded(label) in words.CLOCK_LABELS
            value = more[more[:1] == [words.TO] :]
            return Anew(name, " ".join([words.AT_CLOCK, *value] if clock else value))
    return None


def _labelled(filling: Filling, label: str) -> str:
    labels = tuple(Choice(value=q.name, title=q.words.label) for q in answered(filling))
    reading = choose(label, labels)
    if isinstance(reading, Took):
        return reading.value
    time = _time(filling)
    said = folded(label)
    return time.name if time and said in words.DAY_LABELS | words.CLOCK_LABELS else ""


def answered(filling: Filling) -> tuple[Question, ...]:
    """The questions that have an answer which can be changed."""
    running = filling.running
    asked = (q for q in filling.form.questions if q.wanted(filling.scene))
    return tuple(q for q in asked if q.name in running.answers)


def labels(filling: Filling) -> list[str]:
    """What can be changed, as one may say it; a day or a time first."""
    time = _time(filling)
    others = [q.words.label for q in answered(filling) if q != time]
    return [*([words.DATE_LABEL] if time else []), *others]


def _time(filling: Filling) -> Question | None:
    """The day or time that the form is about, where it is one."""
    times = [q for q in answered(filling) if q.kind in TIMES]
    return times[0] if len(times) == 1 else None


def sure(filling: Filling, text: str) -> bool | None:
    """Yes or no to the last question, also as its button says it or as people say "do it"."""
    plain = read_sure(text)
    if plain is not None:
        return plain
    said = folded(text.replace(",", " "))
    more = said.removeprefix(words.YES_TYPED).strip()
    does = {*words.DO_IT, folded(filling.form.preview(filling.scene).yes)}
    if more in does:
        return True
    return False if said in words.NOT_YET else None


def said_anew(filling: Filling, text: str) -> Anew | None:
    """What the last question is answered with beside yes and no, or None."""
    return _other_time(filling, text) or _left_out(filling, text) or _no_link(filling, text)


def _left_out(filling: Filling, text: str) -> Anew | None:
    """As in "nei, uten broren": one more who does not come, of a form that can do without."""
    said = "" if sure(filling, text) is not None else _after_no(text)
    for question in filling.form.questions:
        name = question.name.removeprefix(named_people.SOME)
        before, found = named_people.excepted(said, name)
        if name != question.name and found and folded(before) in words.ALL_BUT:
            known = filling.running.answers.get(name, "")
            return Anew(name, ", ".join(filter(None, [known, found[name]])))
    return None


def _no_link(filling: Filling, text: str) -> Anew | None:
    """As in "lenken kommer", or "nei, lenken kommer", of a meeting that has one or none."""
    comes = folded(_after_no(text)).rstrip(".") in LINK_COMES_WORDS
    has = any(question.name == LINK for question in answered(filling))
    return Anew(LINK, text=_after_no(text)) if comes and has else None


def _other_time(filling: Filling, text: str) -> Anew | None:
    """As in "nei, kl. 11": another day or time for a form that is about one."""
    question, said = _time(filling), _after_no(text)
    if question is None or not said or said.strip(" .").isdigit():
        return None  # a bare number answers a list that stands no more
    scene = Scene(reader=filling.scene.reader, running=filling.running.without(question.name))
    reading = read(question, said, scene)
    return Anew(question.name, said) if isinstance(reading, Took | Half | Several) else None


def _after_no(text: str) -> str:
    for no in words.NO_BEFORE:
        text = text[len(no) :].lstrip(" ,.") if text.lower().startswith(no) else text
    return text
