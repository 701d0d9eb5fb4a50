"""*Svar om tider*: what somebody says by phone or in the EHR, as "legen kan 1 og 3"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from dialogs.conversations.answers.channels import channels, read_channel
from dialogs.conversations.next_steps import next_steps, text_to_copy
from dialogs.conversations.showing import done, summary
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words, never
from dialogs.parsing import folded
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_answer, ask_invite
from dialogs.wording.nb import ask_verdicts as say_verdict
from dialogs.wording.nb import ask_which_times as say
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.conversations import joined
from pathway import offers
from pathway.commands import AnswerTimes
from pathway.model import Participant
from pathway.service import Outcome
from pathway.service.times.questions_of_times import still_owed
from pathway.times import Asked, TimeOption
from pathway.words import AskedId, Channel, InvitationId, OptionId, Role


def _asked(scene: Scene) -> tuple[Asked, ...]:
    living = {question.id for question in offers.open_questions(scene.case)}
    own = (one for one in scene.case.asked if one.question_id in living)
    return tuple(one for one in own if one.ended_at is None)


def _person(scene: Scene, asked: Asked) -> Participant:
    return scene.case.participant(asked.participant_id)


def _who(scene: Scene) -> tuple[Choice, ...]:
    people = ((one, _person(scene, one)) for one in _asked(scene))
    return tuple(Choice(value=one.id, title=say.who(p.role, p.name, p.office)) for one, p in people)


def _one(scene: Scene) -> Asked | None:
    return next((one for one in _asked(scene) if one.id == scene.answer("who")), None)


def _told(scene: Scene, one: Asked) -> dict[int, TimeOption]:
    """The times that this person was told of, by the numbers in what they were sent."""
    options = {option.id: option for option in scene.case.options}
    return {n: options[offer.option_id] for n, offer in enumerate(one.offers, 1)}


def _times(scene: Scene, one: Asked) -> dict[int, TimeOption]:
    """Those that are still to be had, by the same numbers."""
    question = scene.case.question_of_times(one.question_id)
    living = offers.living_options(scene.case, question, scene.desk.now)
    return {n: option for n, option in _told(scene, one).items() if option in living}


def _shown(scene: Scene) -> str:
    one = _one(scene)
    times = _times(scene, one) if one else {}
    return "\n".join(f"{n}: {say.option(option.start)}" for n, option in times.items())


def _read_suits(text: str, scene: Scene) -> Reading:
    """Numbers, all or none of them; a time that is gone is refused by name.

    While it is not known whose answer it is, the longest list that anybody has is meant.
    """
    said, one = folded(text).strip(" .!"), _one(scene) or _longest(scene)
    living = _times(scene, one) if one else {}
    if said in say.NONE_WORDS:
        return Took(say.NONE)
    if said in say.ALL_WORDS:
        return Took(" ".join(map(str, living)))
    numbers = sorted({int(number) for number in re.findall(r"\d+", said)})
    told = _told(scene, one) if one else {}
    gone = [told[number].start for number in numbers if number in told and number not in living]
    if gone:
        return Missed(say.gone(gone, list(living)), whole=True)
    if not numbers or not set(numbers) <= set(living):
        return Missed(say.bad_numbers(list(living)), whole=True)
    return Took(" ".join(map(str, numbers)))


def _longest(scene: Scene) -> Asked | None:
    return max(_asked(scene), key=lambda one: len(one.offers), default=None)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "legen kan 1 og 3", "svar om tider K7M2 pasienten ingen på telefon"."""
    told, way = say_verdict.without_channel(rest)
    words = told.split()
    role = next((r for r in map(ask_answer.role_named, words) if r), None)
    suits = " ".join(word for word in words if not ask_answer.is_named(word))
    who = [one for one in _asked(scene) if _person(scene, one).role is (role or Role.GP)]
    facts = {
        "who": who[0].id if len(who) == 1 and (role or suits) else "",
        "suits": suits,
        "channel": way.value if way else "",
    }
    return {name: text for name, text in facts.items() if text}


def _stop(scene: Scene) -> str:
    return "" if _asked(scene) else say.nobody_to_answer(scene.case.ref)


def _instead(scene: Scene, _rest: str) -> str:
    """Where nothing is asked about times, an answer is to the invitation."""
    return FORM.name if _asked(scene) else "answer"


def _suits(scene: Scene) -> tuple[OptionId, ...]:
    one, said = _one(scene), scene.answer("suits")
    if one is None or said == say.NONE:
        return ()
    numbers = map(int, said.split())
    return tuple(one.offers[n - 1].option_id for n in numbers if n <= len(one.offers))


def _starts(scene: Scene) -> list[datetime]:
    wanted = _suits(scene)
    return [option.start for option in scene.case.options if option.id in wanted]


def _build(scene: Scene) -> AnswerTimes:
    way = Channel(scene.answer("channel"))
    return AnswerTimes(
        ref=scene.case.ref,
        asked_id=AskedId(InvitationId(scene.answer("who"))),
        suits=_suits(scene),
        channel=way,
        evidence=ask_answer.evidence(way, scene.reader.desk.actor.name),
        text=scene.answer("comment"),
    )


def _preview(scene: Scene) -> Preview:
    command, one = _build(scene), _one(scene)
    plan = scene.desk.plan(command)
    person = _person(scene, one) if one else None
    whose = say.who(person.role, person.name, person.office) if person else ""
    facts = say.answer_facts(whose, sorted(_starts(scene)), command.channel)
    told = ask_invite.sent_now(plan.consequences) if plan.consequences else ""
    comment = ask_answer.comment(command.text)
    return summary(facts, comment, told, question=say.SAVE_QUESTION, yes=say.SAVE)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    asked = case.asked_about(AskedId(InvitationId(scene.answer("who"))))
    question = case.question_of_times(asked.question_id)
    role = case.participant(asked.participant_id).role
    fits = offers.some_fit(case, scene.clinic, question, scene.desk.now)
    text = joined(
        say.answered(case.ref, role, sorted(_starts(scene))),
        "" if still_owed(case, question) else say.now_decide(case.ref, fits=fits),
        ask_invite.sent_now(outcome.told) if outcome.told else "",
    )
    look = (typed("asked_times", case.ref), say.LOOK[1])
    copies = text_to_copy(scene, case, outcome.told)
    return (done(say.ANSWER_TITLE, text, look, *next_steps(scene.desk, case)[:2], copies=copies),)


FORM = Form(
    name="times_answer",
    title=say.ANSWER_TITLE,
    questions=(
        Question(name="who", kind=Kind.PEOPLE, words=Words(*say.WHO), choices=_who, sole=True),
        Question(
            name="suits",
            kind=Kind.TEXT,
            words=Words(*say.SUITS),
            read=_read_suits,
            shown=_shown,
        ),
        Question(
            name="channel",
            kind=Kind.CHOICE,
            words=Words(*ask_answer.CHANNEL),
            choices=channels,
            read=read_channel,
        ),
        Question(
            name="comment",
            kind=Kind.TEXT,
            words=Words(*ask_answer.TEXT),
            required=never,
            lines=True,
        ),
    ),
    clinicians=True,
    after_end=True,
    opening=_opening,
    stop=_stop,
    instead=_instead,
    build=_build,
    preview=_preview,
    done=_done,
)
