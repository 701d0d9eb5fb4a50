"""*Innboks*: each mail that is no plain answer as a card, judged with one press (D4).

*E-post uten sak* is the same for what belongs to no case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs import interludes
from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done, summary
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.reader import Reader
from dialogs.reading import chosen
from dialogs.state import Choice, Conversation
from dialogs.turn import Kind, Reply, Turn
from dialogs.wording.nb import ask_case
from dialogs.wording.nb import ask_mail as say
from dialogs.wording.nb.ask_mail import Way
from dialogs.wording.nb.ask_words import typed
from pathway import questions
from pathway.case import Case
from pathway.commands import SettleQuestion, SettleStray
from pathway.errors import QuestionSettledError
from pathway.model import Invitation, Participant
from pathway.questions import Resolution
from pathway.service import Outcome
from pathway.words import QuestionId

_RESOLUTIONS = {Way.SUBSTITUTE: Resolution.SUBSTITUTE, Way.THEIRS: Resolution.THEIRS}
_GOES_ON = {Way.ADD: "add_participant", Way.AGAIN: "remind", Way.RECORD: "answer"}
"""What is done in a conversation of its own; the mail stands until it is ticked off."""


# --- looking ------------------------------------------------------------------------------------


def show(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Innboks K7M2*: a card for each mail, the suggested press first and the rest behind *Mer*."""
    case = interludes.case_to_show(talk, "mail", rest, reader)
    if isinstance(case, Turn):
        return case
    desk = reader.desk_for(case.ref)
    replies = tuple(_card(case, one, desk.clinic.zone) for one in desk.questions(case))
    nothing = done(say.TITLE, say.none(case.ref), (typed("case", case.ref), ask_case.SHOW))
    return Turn(state=replace(talk, case=case.ref), replies=replies or (nothing,))


def _card(case: Case, question: questions.Question, zone: str) -> Reply:
    person = _person(case, question)
    ways = (
        (_pressed(case, question, way), say.way(way, question, person.role))
        for way in say.ways(question, person.role)
    )
    return done(say.title(question), _about(case, question, zone), *ways)


def _pressed(case: Case, question: questions.Question, way: Way) -> str:
    """What goes on in a conversation of its own leaves the mail to be ticked off after it."""
    if way in _GOES_ON:
        return typed(_GOES_ON[way], case.ref)
    return typed("judge", case.ref, question.id, way)


def _about(case: Case, question: questions.Question, zone: str) -> str:
    meeting = case.meeting(_invitation(case, question).meeting_id)
    return say.about(question, _person(case, question), meeting, zone)


def _invitation(case: Case, question: questions.Question) -> Invitation:
    if question.invitation_id is None:
        raise QuestionSettledError
    return case.invitation(question.invitation_id)


def _person(case: Case, question: questions.Question) -> Participant:
    return case.participant(_invitation(case, question).participant_id)


# --- judging ------------------------------------------------------------------------------------


def _open(scene: Scene) -> tuple[questions.Question, ...]:
    return scene.desk.questions(scene.case)


def _mails(scene: Scene) -> tuple[Choice, ...]:
    zone = scene.clinic.zone
    return tuple(Choice(value=one.id, title=say.listed(one, zone)) for one in _open(scene))


def _question(scene: Scene) -> questions.Question | None:
    """The one that is judged; None before it is chosen, and where somebody was quicker."""
    wanted = scene.answer("mail")
    return next((one for one in _open(scene) if one.id == wanted), None)


def _ways(scene: Scene) -> tuple[Choice, ...]:
    question = _question(scene)
    if question is None:  # what was typed at once is kept until it is known of which mail
        return tuple(Choice(value=way, title=way) for way in Way if way not in _GOES_ON)
    role = _person(scene.case, question).role
    return tuple(
        Choice(value=way, title=say.way(way, question, role))
        for way in say.ways(question, role)
        if way not in _GOES_ON
    )


def _shown(scene: Scene) -> str:
    question = _question(scene)
    return _about(scene.case, question, scene.clinic.zone) if question else ""


def _stop(scene: Scene) -> str:
    return "" if _open(scene) else say.none(scene.case.ref)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "vurder K7M2 vikar"; a button names its own mail."""
    mails = _mails(scene)
    words = rest.split()
    named = [word for word in words if chosen(word, mails) == word]
    left = " ".join(word for word in words if word not in named)
    facts = {"mail": named[0] if named else "", "way": left}
    return {name: value for name, value in facts.items() if value}


def _way(scene: Scene) -> Way:
    return Way(scene.answer("way"))


def _build(scene: Scene) -> SettleQuestion:
    return SettleQuestion(
        ref=scene.case.ref,
        question_id=QuestionId(scene.answer("mail")),
        how=_RESOLUTIONS.get(_way(scene), Resolution.NOTED),
    )


def _preview(scene: Scene) -> Preview:
    question = _question(scene)
    if question is None:
        raise QuestionSettledError
    titles = {choice.value: choice.title for choice in _ways(scene)}
    facts = say.facts(question, titles.get(scene.answer("way"), ""))
    return summary(facts, question=say.SAVE_QUESTION, yes=say.SAVE, ask=False)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case, way = outcome.case, _way(scene)
    question = case.question(QuestionId(scene.answer("mail")))
    text = say.noted(case.ref)
    if way in _RESOLUTIONS and question.verdict is not None:
        role = _person(case, question).role
        text = say.recorded(question.verdict, role, instead=way is Way.SUBSTITUTE)
    return (done(say.SEEN_TITLE, text, *next_steps(scene.desk, case)[:3]),)


FORM = Form(
    name="judge",
    title=say.TITLE,
    questions=(
        Question(name="mail", kind=Kind.CHOICE, words=Words(*say.WHICH), choices=_mails, sole=True),
        Question(name="way", kind=Kind.CHOICE, words=Words(*say.HOW), choices=_ways, shown=_shown),
    ),
    clinicians=True,
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)


# --- what belongs to no case ----------------------------------------------------------------------


def _strays(scene: Scene) -> tuple[Choice, ...]:
    zone = scene.clinic.zone
    return tuple(Choice(value=one.id, title=say.stray(one, zone)) for one in scene.desk.strays())


def _stray_stop(scene: Scene) -> str:
    return "" if scene.desk.strays() else say.NO_STRAYS


def _stray_opening(rest: str, _scene: Scene) -> Mapping[str, str]:
    return {"mail": rest} if rest else {}


def _stray_build(scene: Scene) -> SettleStray:
    return SettleStray(question_id=QuestionId(scene.answer("mail")))


def _stray_preview(scene: Scene) -> Preview:
    titles = {choice.value: choice.title for choice in _strays(scene)}
    facts = [(say.WHICH[1], titles.get(scene.answer("mail"), ""))]
    return summary(facts, question=say.STRAY_QUESTION, yes=say.STRAY_TITLE)


def _stray_done(scene: Scene, _outcome: Outcome) -> tuple[Reply, ...]:
    more = ((typed("strays"), say.STRAYS_TITLE),) if scene.desk.strays() else ()
    return (done(say.SEEN_TITLE, say.stray_noted(), *more),)


STRAYS = Form(
    name="strays",
    title=say.STRAYS_TITLE,
    needs_case=False,
    questions=(
        Question(
            name="mail", kind=Kind.CHOICE, words=Words(*say.WHICH), choices=_strays, sole=True
        ),
    ),
    opening=_stray_opening,
    stop=_stray_stop,
    build=_stray_build,
    preview=_stray_preview,
    done=_stray_done,
)
