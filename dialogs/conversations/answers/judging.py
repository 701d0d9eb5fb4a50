"""*Innboks*: each mail that is no plain answer as a card, judged with one press (D4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs import interludes
from dialogs.cards.pages import paged
from dialogs.conversations.invitations import reminding
from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done, page_end, summary
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.reader import Reader
from dialogs.reading import chosen
from dialogs.state import Choice, Conversation
from dialogs.turn import Kind, Reply, Turn
from dialogs.understand.suiting_times import suits_in
from dialogs.wording.nb import ask_case, ask_which_times
from dialogs.wording.nb import ask_mail as say
from dialogs.wording.nb.ask_mail import Way
from dialogs.wording.nb.ask_words import typed
from pathway import questions
from pathway.case import Case
from pathway.commands import SettleQuestion
from pathway.errors import QuestionSettledError
from pathway.model import Invitation, Participant
from pathway.owed.by_mail import meeting_of, owner_of
from pathway.questions import Doubt, Resolution
from pathway.service import Desk, Outcome
from pathway.service.answers.settling import may_be_asked_again
from pathway.words import APPOINTMENTS, QuestionId

_RESOLUTIONS = {
    Way.SUBSTITUTE: Resolution.SUBSTITUTE,
    Way.THEIRS: Resolution.THEIRS,
    Way.RESTORE: Resolution.RESTORED,
    Way.AGAIN: Resolution.ASKED_AGAIN,
}
_AS_BY_HAND = {Way.MOVE: "move", Way.CANCEL: "cancel_meeting"}
_OF_AN_APPOINTMENT = {Way.MOVE: "move_appointment", Way.CANCEL: "cancel_appointment"}
"""The case is made as somebody made the calendar by hand."""

_GOES_ON = {
    Way.ADD: "add_participant",
    Way.RECORD: "answer",
    **_AS_BY_HAND,
}
"""What is done in a conversation of its own; the mail stands until it is seen to."""

CARDS = 5
"""How many mails are shown at a time."""


# --- looking ------------------------------------------------------------------------------------


def show(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Innboks K7M2*: a card for each mail, the suggested press first and the rest behind *Mer*."""
    case = interludes.case_to_show(talk, "mail", rest, reader)
    if isinstance(case, Turn):
        return case
    desk = reader.desk_for(case.ref)
    page = paged(desk.questions(case), _page(rest), CARDS)
    replies = tuple(question_card(desk, case, one) for one in page.items)
    nothing = done(say.TITLE, say.none(case.ref), (typed("case", case.ref), ask_case.SHOW))
    end = page_end(say.TITLE, page, typed("mail", case.ref))
    return Turn(state=replace(talk, case=case.ref), replies=(*replies, *end) or (nothing,))


def _page(rest: str) -> int:
    """As in "innboks K7M2 2"."""
    more = rest.split()[1:]
    return int(more[-1][:6]) if more and more[-1].isascii() and more[-1].isdigit() else 1


def question_card(desk: Desk, case: Case, question: questions.Question) -> Reply:
    """One mail to judge, the suggested press first."""
    person, zone = _person(case, question), desk.clinic.zone
    if question.asked_id is not None:
        return done(say.title(question), _about(case, question, zone), *_of_times(case, question))
    kind = meeting_of(case, question)
    ways = (
        (_pressed(case, question, way), say.way(way, question, person.role, kind))
        for way in _offered(desk, case, question)
    )
    return done(say.title(question, kind), _about(case, question, zone), *ways)


def _offered(desk: Desk, case: Case, question: questions.Question) -> tuple[Way, ...]:
    """What may be made of it; who has answered, and who is not chased, is not asked again."""
    found = say.ways(question, _person(case, question).role)
    again = Way.AGAIN not in found or may_be_asked_again(case, desk.clinic, desk.now, question)
    return found if again else tuple(way for way in found if way is not Way.AGAIN)


def _of_times(case: Case, question: questions.Question) -> tuple[tuple[str, str], ...]:
    """What may be made of a mail about which times suit: the answer that it seems to hold first."""
    role = _person(case, question).role
    asked = case.asked_about(question.asked_id) if question.asked_id else None
    options = {option.id: option for option in case.options}
    starts = [options[offer.option_id].start for offer in asked.offers] if asked else []
    said = "" if question.doubt is Doubt.STRANGER else question.comment
    suits = suits_in(said, starts, question.at.date())
    numbers = " ".join(map(str, suits)) if suits else ask_which_times.NONE
    record = typed("times_answer", case.ref, ask_which_times.ASKED_WORD[role])
    ways = [(typed("judge", case.ref, question.id, Way.NOTED), say.way(Way.NOTED, question, role))]
    ways.insert(0, (record, say.RECORD_TIMES))
    if suits is not None:
        suggested = ask_which_times.suggested(suits, starts)
        words = f"{record} {numbers} {ask_which_times.BY_MAIL}"
        ways.insert(0, (words, suggested))
    return tuple(ways)


def _pressed(case: Case, question: questions.Question, way: Way) -> str:
    """What goes on in a conversation of its own leaves the mail to be ticked off after it."""
    if way in _AS_BY_HAND:
        return _as_by_hand(case, question, way)
    if way is Way.ADD:
        return typed(_GOES_ON[way], case.ref, question.id)
    if way in _GOES_ON:
        return typed(_GOES_ON[way], case.ref)
    return typed("judge", case.ref, question.id, way)


def _as_by_hand(case: Case, question: questions.Question, way: Way) -> str:
    """It names the very meeting or appointment that was moved or taken away."""
    meeting = case.meeting(_invitation(case, question).meeting_id)
    start = [say.new_start(question, meeting.zone)] if way is Way.MOVE else []
    if meeting.kind in APPOINTMENTS:
        return typed(_OF_AN_APPOINTMENT[way], case.ref, meeting.id, *start)
    return typed(_AS_BY_HAND[way], case.ref, meeting.kind, *start)


def _about(case: Case, question: questions.Question, zone: str) -> str:
    if question.asked_id is not None:
        return say.about_times(question, _person(case, question), zone)
    meeting = case.meeting(_invitation(case, question).meeting_id)
    return say.about(question, _person(case, question), meeting, zone)


def _invitation(case: Case, question: questions.Question) -> Invitation:
    if question.invitation_id is None:
        raise QuestionSettledError
    return case.invitation(question.invitation_id)


def _person(case: Case, question: questions.Question) -> Participant:
    person = owner_of(case, question)
    if person is None:
        raise QuestionSettledError
    return person


# --- judging ------------------------------------------------------------------------------------


def _open(scene: Scene) -> tuple[questions.Question, ...]:
    return scene.desk.questions(scene.case)


def _mails(scene: Scene) -> tuple[Choice, ...]:
    zone = scene.clinic.zone
    case = scene.case
    return tuple(
        Choice(value=one.id, title=say.listed(one, zone, meeting_of(case, one)))
        for one in _open(scene)
    )


def _question(scene: Scene) -> questions.Question | None:
    """The one that is judged; None before it is chosen, and where somebody was quicker."""
    wanted = scene.answer("mail")
    return next((one for one in _open(scene) if one.id == wanted), None)


def _ways(scene: Scene) -> tuple[Choice, ...]:
    question = _question(scene)
    if question is None:  # what was typed at once is kept until it is known of which mail
        return tuple(Choice(value=way, title=way) for way in Way if way not in _GOES_ON)
    role = _person(scene.case, question).role
    if question.asked_id is not None:
        return (Choice(value=Way.NOTED, title=say.way(Way.NOTED, question, role)),)
    return tuple(
        Choice(value=way, title=say.way(way, question, role, meeting_of(scene.case, question)))
        for way in _offered(scene.desk, scene.case, question)
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
    kind = meeting_of(scene.case, question)
    facts = say.facts(question, titles.get(scene.answer("way"), ""), kind)
    return summary(facts, question=say.SAVE_QUESTION, yes=say.SAVE, ask=False)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case, way = outcome.case, _way(scene)
    question = case.question(QuestionId(scene.answer("mail")))
    if way is Way.AGAIN:
        return reminding.reminded(scene, case, case.sendings_of(_invitation(case, question).id)[-1])
    text = say.noted(case.ref)
    if way in _RESOLUTIONS and question.verdict is not None:
        role = _person(case, question).role
        text = say.recorded(question.verdict, role, instead=way is Way.SUBSTITUTE)
    kind = meeting_of(case, question)
    if way is Way.RESTORE and kind is not None:
        text = say.restored(case.ref, kind)
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
