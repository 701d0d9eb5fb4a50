"""Filling in a form: by typing one answer at a time, or a whole card at once.

Every function is pure and ends in a turn. The state it hands on is all that a restart needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs import put_right
from dialogs.asking import Filling, again, ask, ask_next, confirmed, reopen, yes_or_no
from dialogs.cards import forms as form_cards
from dialogs.form import CONFIRM, Half, Missed, Question, Several, Took
from dialogs.parsing import reference_in
from dialogs.put_right import Anew
from dialogs.reading import (
    expected,
    not_read,
    read,
    read_option,
    read_sure,
    title_of,
)
from dialogs.reading_times import TIMES, half_said
from dialogs.turn import Kind, Reply, Turn
from dialogs.wording.nb import conversations as say


def begin(filling: Filling, facts: Mapping[str, str]) -> Turn:
    """Start with the facts of the opening sentence, as far as they are clear."""
    turn = ask_next(_take(filling, facts, card=False), *_wrong(filling, facts))
    if turn.command is not None or turn.expects.question == CONFIRM:
        return turn
    first, *others = turn.replies
    text = say.joined(filling.about, filling.form.intro(filling.scene), first.text)
    return replace(turn, replies=(replace(first, text=text), *others))


def _wrong(filling: Filling, facts: Mapping[str, str]) -> list[str]:
    """What is wrong with a day, a number or the like that the opening sentence held."""
    said, taken = [], _take(filling, facts, card=False)  # which knows whom it is about
    for question in taken.open:
        text = facts.get(question.name, "")
        reading = read(question, text, taken.scene) if text else None
        always = question.kind in TIMES or _names_somebody(question)
        if isinstance(reading, Missed) and (reading.why or always):
            said.append(not_read(question, reading, text))
        if isinstance(reading, Several) and reading.note:
            said.append(reading.note)
    return said


def typed(filling: Filling, text: str) -> Turn | None:
    """The turn that a typed answer gives; None where it is no answer to what was asked."""
    running = filling.running
    if running.asked == CONFIRM:
        return _typed_at_review(filling, text)
    sure = read_sure(text) if running.doubt else None
    if sure is not None:
        return _settle_doubt(filling, sure=sure)
    chosen = read_option(text, running.options)
    if chosen is not None:
        return _settle_option(filling, chosen)
    question = filling.asked
    facts = question.more(text, filling.scene)
    if facts:
        return ask_next(_take(filling, facts, card=False), *_wrong(filling, facts))
    reading = read(question, text, filling.scene)
    if isinstance(reading, Missed):
        return None
    noted = _noted(filling, question, reading)
    note = (reading.note,) if isinstance(reading, Several) and reading.note else ()
    return ask_next(noted, *note, *_echo(noted, question, text), first=question.name)


def missed(filling: Filling, text: str) -> Turn:
    """Say what is expected, with an example, and ask again."""
    if filling.running.asked == CONFIRM:
        return reminded(filling)
    question = filling.asked
    reading = read(question, text, filling.scene)
    fault = reading if isinstance(reading, Missed) else Missed()
    example = "" if fault.whole else expected(question, filling.scene)
    return again(filling, say.not_understood(fault.why, example))


def submitted(filling: Filling, fields: Mapping[str, str]) -> Turn:
    """The turn that a card gives: each field is read, and the first problem asked about."""
    if not filling.running.card:
        return again(filling)
    shown = [filling.form.question(name) for name in filling.running.card]
    facts = {q.name: form_cards.value_of(q, fields) for q in shown}
    taken = _take(filling, facts, card=True)
    faults = _faults(taken, facts)
    if faults and not taken.running.doubt and not taken.running.options:
        first = taken.open[0] if taken.open else shown[0]
        return ask(taken.at(replace(taken.running, asked=first.name)), *faults)
    return ask_next(taken)


def with_written(filling: Filling, fields: Mapping[str, str]) -> Filling:
    """The form with what an older card held, where nothing has been answered since."""
    written = {q.name: form_cards.value_of(q, fields) for q in filling.open}
    kept = {name: text for name, text in written.items() if text}
    return filling.at(replace(filling.running, typed={**filling.running.typed, **kept}))


def skip(filling: Filling) -> Turn:
    """Leave the present question, where it may be left."""
    if filling.running.asked == CONFIRM:
        return reminded(filling)
    if filling.asked.required(filling.scene) or filling.running.doubt or filling.running.options:
        return again(filling, say.must_be_answered())
    return ask_next(_skipped(filling, filling.asked))


def stayed(filling: Filling, text: str) -> Turn:
    """Go on after a no to leaving: what was typed was an answer where any text is one.

    A command with its case never is.
    """
    meant = typed(filling, text) if filling.takes_any_text and not reference_in(text) else None
    return meant or again(filling)


def finish(filling: Filling) -> Turn:
    """Leave every question that may be left: one step, which *tilbake* takes back as one."""
    asked = filling.running.asked
    needed = asked != CONFIRM and filling.asked.required(filling.scene)
    for question in filling.open:
        if not question.required(filling.scene):
            own = question.name == filling.running.asked
            filling = _skipped(filling, question, given=own)
    waits = needed and filling.running.asked == asked
    return again(filling, say.must_be_answered()) if waits else again(filling)


def reminded(filling: Filling, *before: str) -> Turn:
    """The open question in short, after something else was said; the card that asks it stands."""
    if filling.running.asked != CONFIRM:
        return again(filling, *before)
    ways = say.answer_yes_or_no(put_right.labels(filling))
    reply = Reply(text=say.joined(*before, ways), summary=filling.form.title)
    return Turn(state=filling.talk, replies=(reply,), expects=yes_or_no(CONFIRM))


def changed(filling: Filling, text: str) -> Turn | None:
    """As in "endre lenke": the question with that label is asked again, or answered anew."""
    anew = put_right.named(filling, text)
    return _anew(filling, anew) if anew else None


def _anew(filling: Filling, wanted: Anew) -> Turn:
    if not wanted.text:
        return reopen(filling, wanted.name)
    running = replace(filling.running.without(wanted.name), card=(), asked=wanted.name)
    opened = filling.at(running)
    return typed(opened, wanted.text) or missed(opened, wanted.text)


def back(filling: Filling) -> Turn:
    """One step back: out of a doubt or half an answer, or to the question answered last."""
    running = filling.running
    if running.doubt or running.options:
        plain = filling.at(replace(running, doubt="", options=()))
        return ask_next(plain, first=running.asked)
    if running.asked != CONFIRM and half_said(filling.asked, filling.scene):
        kept = {name: text for name, text in running.typed.items() if name != running.asked}
        return ask_next(filling.at(replace(running, typed=kept)), first=running.asked)
    asked = [q.name for q in filling.form.questions if q.wanted(filling.scene)]
    given = [name for name in running.given if name in asked]
    if not given:
        return again(filling, say.nothing_before())
    for name in asked[asked.index(given[-1]) :]:
        if name in running.answers and name not in given:  # what *ferdig* left after it
            running = running.without(name)
    return reopen(filling.at(running), given[-1])


# ---------------------------------------------------------------- one answer at a time


def _echo(filling: Filling, question: Question, text: str) -> tuple[str, ...]:
    """What was understood, where it reads otherwise than what was typed, or is on no list."""
    value = filling.running.answers.get(question.name, "")
    title = title_of(question, value, filling.scene) if value else ""
    choices = question.choices(filling.scene)
    if title and filling.open and choices and value not in {choice.value for choice in choices}:
        return (say.noted(question.words.label, title),)
    if title.casefold() in {"", text.casefold(), value.casefold()}:
        return ()
    return (say.noted(question.words.label, title),)


def _typed_at_review(filling: Filling, text: str) -> Turn | None:
    anew = put_right.said_anew(filling, text)
    sure = None if anew else put_right.sure(filling, text)
    if sure is None:
        return _anew(filling, anew) if anew else None
    if sure:
        return confirmed(filling)
    stopped = replace(filling.talk, running=None)
    return Turn(state=stopped, replies=(Reply(text=say.nothing_done()),))


def _settle_doubt(filling: Filling, *, sure: bool) -> Turn:
    running = filling.running
    if sure:
        return ask_next(filling.at(running.with_answer(running.asked, running.doubt)))
    return ask_next(filling.at(replace(running, doubt="")), first=running.asked)


def _settle_option(filling: Filling, chosen: str) -> Turn:
    question = filling.asked
    reading = read(question, chosen, filling.scene)
    settled = reading if isinstance(reading, Took | Half) else Took(chosen)
    noted = _noted(filling, question, settled)
    return ask_next(noted, *_echo(noted, question, ""))


def _noted(
    filling: Filling, question: Question, reading: Took | Several | Half, *, given: bool = True
) -> Filling:
    """The answer kept, or what must be asked about it first."""
    running = replace(filling.running, asked=question.name, doubt="", options=())
    if isinstance(reading, Several):
        return filling.at(replace(running, options=reading.choices))
    if isinstance(reading, Half):
        return _kept(filling, question, reading.value)
    if reading.doubts:
        return filling.at(replace(running, doubt=reading.value))
    return filling.at(running.with_answer(question.name, reading.value, given=given))


def _skipped(filling: Filling, question: Question, *, given: bool = True) -> Filling:
    default = question.default(filling.scene)
    return filling.at(filling.running.with_answer(question.name, default, given=given))


# ---------------------------------------------------------------- several answers at once


def _take(filling: Filling, facts: Mapping[str, str], *, card: bool) -> Filling:
    """Read several facts; the first that is unclear is asked about.

    On a `card` an empty field means skipping the question, and what was missed stays in it. So
    does a name that nobody there has, and what could have waited: it was said, and is not dropped.
    """
    unclear: tuple[Question, Took | Several | Half] | None = None
    for question in filling.form.questions:
        if question.name not in facts:
            continue
        text = facts[question.name].strip()
        if not text:
            filling = _emptied(filling, question) if card else filling
            continue
        reading = read(question, text, filling.scene)
        if isinstance(reading, Missed):
            stays = card or _names_somebody(question) or not question.required(filling.scene)
            filling = _kept(filling, question, text) if stays else filling
        elif isinstance(reading, Took) and not reading.doubts:
            asked = question.wanted(filling.scene)
            filling = _noted(filling, question, reading, given=asked)
        else:
            unclear = unclear or (question, reading)
    return _noted(filling, *unclear) if unclear else filling


def _names_somebody(question: Question) -> bool:
    return question.sole and question.kind is Kind.PEOPLE


def _emptied(filling: Filling, question: Question) -> Filling:
    if question.required(filling.scene):
        return filling.at(filling.running.without(question.name))
    return _skipped(filling, question, given=False)  # left empty: nothing to go back to


def _kept(filling: Filling, question: Question, text: str) -> Filling:
    """The field open, with what was written in it."""
    running = filling.running.without(question.name)
    return filling.at(replace(running, typed={**running.typed, question.name: text}))


def _faults(filling: Filling, facts: Mapping[str, str]) -> list[str]:
    """What is wrong with each field of the card that is empty or was not understood."""
    said = []
    for question in filling.open:
        if question.name not in facts:
            continue
        text, label = facts[question.name].strip(), question.words.label
        if not text:
            said.append(say.field_missing(label))
            continue
        reading = read(question, text, filling.scene)
        if isinstance(reading, Missed):
            said.append(say.field_fault(label, reading.why or expected(question, filling.scene)))
    return said
