"""*Spør om tider*: which of several times suits; who is asked now or later is shown first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from dialogs.conversations.invitations import inviting
from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import next_steps, text_to_copy
from dialogs.conversations.showing import done, planned
from dialogs.conversations.times.times_asked import open_question
from dialogs.form import Form, Half, Missed, Preview, Question, Reading, Scene, Took, Words
from dialogs.reading_times import read_when
from dialogs.turn import Kind, Reply
from dialogs.understand.several import several_times
from dialogs.wording.nb import ask_invite, before_sending
from dialogs.wording.nb import ask_which_times as say
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.grammar import sentences
from pathway import offers
from pathway.commands import AskTimes, StopTimes
from pathway.service import Outcome
from pathway.service.times.questions_of_times import weighed_each
from pathway.times import MOST_OPTIONS, TimeQuestion
from pathway.views import Plan
from pathway.words import StaffId


def _read_times(text: str, scene: Scene) -> Reading:
    """Each time by itself, a day or an hour that is left out as in the one before."""
    found: list[str] = []
    doubts: list[str] = []
    for piece in several_times(text):
        reading = read_when(piece, scene, found[-1] if found else "")
        match reading:
            case Took(value, said):
                found.append(value)
                doubts.extend(said)
            case Missed():
                return Missed(reading.why or say.not_read(piece), whole=reading.whole)
            case Half():
                return Missed(say.both_day_and_clock(piece))
            case _:
                return Missed(say.not_read(piece))
    if len(set(found)) > MOST_OPTIONS:
        return Missed(say.too_many(MOST_OPTIONS))
    return Took(" ".join(sorted(set(found))), tuple(dict.fromkeys(doubts)))


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "spør om tider K7M2 tirsdag kl. 10 eller onsdag kl. 9, med Nav, leder Lea"."""
    kind = ask_invite.kind_named(rest)
    told, rest = inviting.described(rest, scene)
    times = ask_invite.without_noise(rest).strip(" ,")
    facts = {which_meeting.KIND.name: kind.value if kind else "", "times": times, **told}
    known = {question.name for question in FORM.questions}
    return {name: text for name, text in facts.items() if text and name in known}


def _is_new(scene: Scene) -> bool:
    """Whether the meeting is to be described, since there is none and nothing is asked yet."""
    return which_meeting.living(scene) is None and open_question(scene) is None


def _starts(scene: Scene) -> tuple[datetime, ...]:
    return tuple(datetime.fromisoformat(one) for one in scene.answer("times").split())


def _build(scene: Scene) -> AskTimes:
    template, place = scene.answer("template"), scene.answer("place")
    meeting, question = which_meeting.living(scene), open_question(scene)
    leader = scene.answer("leader")
    if meeting is not None or question is not None:
        leader = meeting.leader if meeting else question.leader if question else leader
    return AskTimes(
        ref=scene.case.ref,
        kind=which_meeting.kind_of(scene),
        starts=_starts(scene),
        leader=StaffId(leader),
        template="" if template == inviting.UNDECIDED else template,
        place="" if place == which_meeting.ON_VIDEO_ONLY else place,
        accept_clashes=scene.running.clashes,
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    command = replace(_build(scene), plan="", accept_clashes=False)
    plan = scene.desk.plan(command)
    question = offers.question_about(plan.case, command.kind)
    leader = which_meeting.staff_name(scene, command.leader)
    template = command.template if _is_new(scene) else ""
    facts = say.facts(command.kind, command.starts, leader, template, command.place)
    each = tuple(_against(scene, plan, question)) if question else ()
    later = tuple(_later(scene, plan, question)) if question else ()
    by = say.answer_by(question.answer_by, len(command.starts)) if question else ""
    quiet = replace(plan, warnings=())
    return planned(
        scene, facts, quiet, *each, sentences(*later), by, question=say.ASK_QUESTION, yes=say.ASK
    )


def _against(scene: Scene, plan: Plan, question: TimeQuestion) -> Iterator[str]:
    """What speaks against each time, apart from clashes, which are said of all of them."""
    pen = scene.desk.context.pen()
    for option, weighed in weighed_each(plan.case, pen, question):
        against = before_sending.speaks_against(replace(weighed, clashes=()), scene.clinic.zone)
        if against:
            yield sentences(f"{say.option(option.start)}:", *against)


def _later(scene: Scene, plan: Plan, question: TimeQuestion) -> Iterator[str]:
    """Who is asked when their gate opens, and what that waits for."""
    first = offers.living_options(plan.case, question, scene.desk.now)[:1]
    people = offers.to_ask(plan.case, question)
    for option, person in ((option, person) for option in first for person in people):
        missing = offers.lacking(plan.case, scene.clinic, question, option, person)
        if missing and offers.asked_of(plan.case, question.id, person) is None:
            yield say.later(person.role, missing)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    text = joined(say.asked(case.ref, len(_starts(scene))), ask_invite.sent_now(outcome.told))
    copies = text_to_copy(scene, case, outcome.told)
    look = (typed("asked_times", case.ref), say.LOOK[1])
    steps = (look, *next_steps(scene.desk, case)[:2])
    return (done(say.TITLE, text, *steps, copies=copies),)


def _described(name: str) -> Question:
    """As *kall inn* asks it, where the meeting is new."""
    asked = inviting.FORM.question(name)
    return replace(asked, wanted=_is_new)


FORM = Form(
    name="ask_times",
    title=say.TITLE,
    questions=(
        which_meeting.KIND,
        Question(name="times", kind=Kind.TEXT, words=Words(*say.TIMES), read=_read_times),
        _described("template"),
        _described("place"),
        _described("leader"),
    ),
    opening=_opening,
    build=_build,
    preview=_preview,
    done=_done,
)


# --- stopped --------------------------------------------------------------------------------------


def _nothing_open(scene: Scene) -> str:
    return "" if open_question(scene) else say.nothing_asked(scene.case.ref)


def _stop_build(scene: Scene) -> StopTimes:
    question = open_question(scene)
    kind = question.kind if question else which_meeting.kind_of(scene)
    return StopTimes(ref=scene.case.ref, kind=kind, plan=scene.running.plan)


def _stop_preview(scene: Scene) -> Preview:
    plan = scene.desk.plan(replace(_stop_build(scene), plan=""))
    return planned(scene, [], plan, question=say.STOP_QUESTION, yes=say.STOP)


def _stop_done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    text = joined(say.stopped(case.ref), ask_invite.sent_now(outcome.told) if outcome.told else "")
    copies = text_to_copy(scene, case, outcome.told)
    return (done(say.STOP_TITLE, text, *next_steps(scene.desk, case)[:3], copies=copies),)


STOP = Form(
    name="stop_times",
    title=say.STOP_TITLE,
    questions=(which_meeting.KIND,),
    opening=which_meeting.opening_kind,
    stop=_nothing_open,
    build=_stop_build,
    preview=_stop_preview,
    done=_stop_done,
)
