"""*Tider*: what each says of each time that was asked about, the best first, and a press each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from dialogs import interludes
from dialogs.cards import elements
from dialogs.cards.actions import command
from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import next_steps, text_to_copy
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Preview, Question, Scene, Words, unasked
from dialogs.reader import Reader
from dialogs.reading import pressed
from dialogs.reading_times import iso_moment
from dialogs.state import Choice, Conversation
from dialogs.turn import JSON, Kind, Reply, Turn
from dialogs.wording.nb import ask_invite, before_sending, conversations
from dialogs.wording.nb import ask_which_times as say
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.grammar import lines
from dialogs.wording.nb.refusals.catalogue import refusal
from pathway import alternatives, offers
from pathway.alternatives import ProposedTime
from pathway.case import Case
from pathway.commands import ChooseTime
from pathway.errors import RuleError
from pathway.service import Desk, Outcome
from pathway.times import MOST_OPTIONS, TimeOption, TimeQuestion
from pathway.views import Warn
from pathway.words import OptionId


def open_question(scene: Scene) -> TimeQuestion | None:
    """The question that is open: about the meeting that was named, else any."""
    about = offers.question_about(scene.case, which_meeting.kind_of(scene))
    every = offers.open_questions(scene.case)
    named = scene.answer(which_meeting.KIND.name)
    return about or (next(iter(every), None) if not named else None)


# --- looking --------------------------------------------------------------------------------------


def show(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Tider K7M2*: a card for each question that is open."""
    case = interludes.case_to_show(talk, "asked_times", rest, reader)
    if isinstance(case, Turn):
        return case
    desk = reader.desk_for(case.ref)
    replies = tuple(_card(desk, case, question) for question in offers.open_questions(case))
    nothing = done(say.LOOK_TITLE, say.nothing_asked(case.ref), *next_steps(desk, case)[:1])
    return Turn(state=replace(talk, case=case.ref), replies=replies or (nothing,))


def _card(desk: Desk, case: Case, question: TimeQuestion) -> Reply:
    """Each time with what everybody says and a press of its own; the best one's is primary."""
    options = offers.best_first(case, desk.clinic, question, desk.now)
    proposals = offers.proposals(case, desk.clinic, question, desk.now)
    found = [_option(desk, case, question, option) for option in options]
    found += [_proposal(desk, case, one) for one in proposals]
    late = desk.today > question.answer_by
    lead = say.standing(question.kind, question.answer_by, late=late)
    waits = any(offers.unanswered(case, a) for a in case.asked if a.question_id == question.id)
    fits = waits or bool(proposals) or offers.some_fit(case, desk.clinic, question, desk.now)
    more = [
        lead,
        "" if fits else say.NONE_FITS,
        *_comments(case, question),
        say.withdrawn(_gone(case, question)),
    ]
    presses = [press for _, press in found if press]
    body = [elements.text(elements.plain(one)) for one in more if one]
    body += [_row(text, press, best=press in presses[:1]) for text, press in found]
    ways = (
        ("times_answer", say.RECORD[1]),
        ("ask_times", say.CHANGE),
        ("stop_times", say.STOP),
    )
    behind: JSON = {"mode": "secondary"} if presses else {}
    further = [command(_also(case, question, options, proposals), say.ASK_ALSO)]
    further = further if 0 < len(proposals) <= MOST_OPTIONS - len(options) else []
    further += [command(typed(name, case.ref), title) | behind for name, title in ways]
    title = conversations.about_ref(say.LOOK_TITLE, case.ref)
    card = elements.card(title, body, further, speak=say.LOOK_TITLE, equal=len(further))
    text = joined(*(one for one in more if one), *(text for text, _ in found))
    return Reply(text=text, card=card, summary=say.LOOK_TITLE)


def _row(text: str, press: tuple[str, str] | None, *, best: bool) -> JSON:
    head, *others = elements.paragraphs(text)
    shown = [command(*press)] if press else []
    if best:
        shown = [elements.primary(one) for one in shown]
    bold = head | {"weight": "Bolder"}
    return elements.row(bold, *others, elements.buttons(*shown) if shown else None)


_Judged = tuple[str, tuple[str, str] | None]
"""What is said of one time and speaks against it, and its press, where it can be chosen."""


def _option(desk: Desk, case: Case, question: TimeQuestion, option: TimeOption) -> _Judged:
    says = "\n".join(_says(desk, case, question, option))
    said = lines(say.option(option.start), says)
    return _judged(desk, said, option.start, ChooseTime(ref=case.ref, option_id=option.id))


def _proposal(desk: Desk, case: Case, one: ProposedTime) -> _Judged:
    said = say.proposed(one.person.role, one.start, one.own)
    return _judged(desk, said, one.start, ChooseTime(ref=case.ref, proposed=one.start))


def _judged(desk: Desk, said: str, start: datetime, chosen: ChooseTime) -> _Judged:
    try:
        plan = desk.plan(chosen)
    except RuleError as error:
        return lines(said, say.cannot(refusal(error))), None
    about_time = tuple(warn for warn in plan.warnings if warn is not Warn.NO_LINK)
    against = before_sending.speaks_against(replace(plan, warnings=about_time), desk.clinic.zone)
    words = typed("choose_time", chosen.ref, _value(chosen), plan.hash)
    return lines(said, *against), (words, say.choose_button(start))


def _value(chosen: ChooseTime) -> str:
    proposed = chosen.proposed.isoformat(timespec="minutes") if chosen.proposed else ""
    return chosen.option_id or proposed


def _also(
    case: Case,
    question: TimeQuestion,
    options: Sequence[TimeOption],
    proposals: Sequence[ProposedTime],
) -> str:
    """The words that ask everybody else of the proposed times too."""
    starts = {one.start for one in options} | {one.start for one in proposals}
    iso = (start.isoformat(timespec="minutes") for start in sorted(starts))
    return typed("ask_times", case.ref, question.kind, *iso)


def _says(desk: Desk, case: Case, question: TimeQuestion, option: TimeOption) -> Iterator[str]:
    for person in offers.to_ask(case, question):
        asked = offers.asked_of(case, question.id, person)
        told = asked is not None and any(o.option_id == option.id for o in asked.offers)
        if alternatives.facts_for(case, desk.clinic, question, option, person) is not None:
            suits = offers.says(case, desk.clinic, question, option, person)
            missing = offers.lacking(case, desk.clinic, question, option, person)
            yield say.said(person.role, missing, suits=suits, reached=told)


def _comments(case: Case, question: TimeQuestion) -> Iterator[str]:
    for person in offers.to_ask(case, question):
        asked = offers.asked_of(case, question.id, person)
        answer = offers.present_answer(case, asked) if asked else None
        if answer is not None and answer.text:
            yield say.comment(person.role, answer.text)


def _gone(case: Case, question: TimeQuestion) -> list[datetime]:
    return [o.start for o in offers.options_of(case, question.id) if o.released_at]


# --- chosen ---------------------------------------------------------------------------------------


def _options(scene: Scene) -> tuple[Choice, ...]:
    question = open_question(scene)
    if question is None:
        return ()
    found = offers.best_first(scene.case, scene.clinic, question, scene.desk.now)
    proposals = offers.proposals(scene.case, scene.clinic, question, scene.desk.now)
    return (
        *(Choice(value=one.id, title=say.option(one.start)) for one in found),
        *(
            Choice(
                value=one.start.isoformat(timespec="minutes"),
                title=say.proposed(one.person.role, one.start, one.start),
            )
            for one in proposals
        ),
    )


def _stop(scene: Scene) -> str:
    return "" if _options(scene) else say.nothing_asked(scene.case.ref)


def _opening(rest: str, scene: Scene) -> dict[str, str]:
    """A button names its own time and the plan that it showed."""
    return pressed(rest, "option", _options(scene))


def _build(scene: Scene) -> ChooseTime:
    said = scene.answer("option")
    own = iso_moment(said)
    return ChooseTime(
        ref=scene.case.ref,
        option_id=None if own else OptionId(said),
        proposed=datetime.fromisoformat(said) if own else None,
        accept_clashes=scene.running.clashes,
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    """The plan as of any meeting; nobody is asked whether, who has seen just this plan."""
    command = replace(_build(scene), plan="", accept_clashes=False)
    plan = scene.desk.plan(command)
    meeting = next(m for m in reversed(plan.case.meetings) if m.alive)
    facts = which_meeting.facts_of(scene, meeting)
    shown = planned(scene, facts, plan, question=say.CHOOSE_QUESTION, yes=say.CHOOSE)
    seen = scene.answer("seen") == plan.hash and not plan.clashes
    return replace(shown, ask=not seen)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    meeting = next(m for m in reversed(case.meetings) if m.alive)
    text = joined(
        say.chosen(case.ref, meeting.kind, meeting.start), ask_invite.sent_now(outcome.told)
    )
    copies = text_to_copy(scene, case, outcome.told)
    return (done(say.CHOOSE_TITLE, text, *next_steps(scene.desk, case)[:3], copies=copies),)


FORM = Form(
    name="choose_time",
    title=say.CHOOSE_TITLE,
    questions=(
        which_meeting.KIND,
        Question(name="option", kind=Kind.CHOICE, words=Words(*say.WHICH), choices=_options),
        unasked("seen"),
    ),
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)
