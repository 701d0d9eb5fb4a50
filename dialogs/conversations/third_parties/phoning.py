"""*Nav*: whom to ring and what to say; *ikke svar* puts the call off until tomorrow (R14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs import interludes
from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done, summary
from dialogs.conversations.third_parties.standing import called, where
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.reader import Reader
from dialogs.state import Choice, Conversation
from dialogs.turn import Kind, Reply, Turn
from dialogs.wording.nb import ask_invite, tasks
from dialogs.wording.nb import ask_third as say
from dialogs.wording.nb.ask_case import CONSENT
from dialogs.wording.nb.ask_words import typed
from pathway.commands import NoReply
from pathway.service import Outcome
from pathway.service.third_parties.third_party import actors
from pathway.words import PromiseId, PromiseKind, Role


def show_nav(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """Where Nav, and every other third party, stands in a case, and what to do about it."""
    case = interludes.case_to_show(talk, "nav", rest, reader)
    if isinstance(case, Turn):
        return case
    desk = reader.desk_for(case.ref)
    replies = []
    for person in actors(case):
        text, steps = where(desk, case, person)
        replies.append(done(say.ring(called(person)), text, *steps))
    if not any(person.role is Role.NAV_ADVISER for person in actors(case)):
        consent = (typed("consent", case.ref, ask_invite.word_for(Role.NAV_ADVISER)), CONSENT)
        replies.append(done(say.CALL_TITLE, say.nobody_to_find(case.ref), consent))
    return Turn(state=replace(talk, case=case.ref), replies=tuple(replies))


# --- nobody answers ------------------------------------------------------------------------------


def _calls(scene: Scene) -> tuple[Choice, ...]:
    return tuple(
        Choice(value=call.promise_id, title=tasks.task(call))
        for call in scene.desk.put_off(scene.case, PromiseKind.PHONE_CALL)
    )


def _stop(scene: Scene) -> str:
    return "" if _calls(scene) else say.no_call(scene.case.ref)


def _opening(rest: str, _scene: Scene) -> Mapping[str, str]:
    return {"task": rest} if rest else {}


def _build(scene: Scene) -> NoReply:
    return NoReply(ref=scene.case.ref, promise_id=PromiseId(scene.answer("task")))


def _preview(scene: Scene) -> Preview:
    titles = {choice.value: choice.title for choice in _calls(scene)}
    facts = [(say.NO_REPLY_TASK[1], titles.get(scene.answer("task"), ""))]
    return summary(facts, question=say.SAVE_QUESTION, yes=say.SAVE, ask=False)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    promise = case.promise(PromiseId(scene.answer("task")))
    until = promise.snoozed_until or scene.today
    text = say.rung_in_vain(until, promise.tried_on)
    return (done(say.NO_REPLY_TITLE, text, *next_steps(scene.desk, case)[:3]),)


FORM = Form(
    name="no_reply",
    title=say.NO_REPLY_TITLE,
    questions=(
        Question(
            name="task",
            kind=Kind.CHOICE,
            words=Words(*say.NO_REPLY_TASK),
            choices=_calls,
            sole=True,
        ),
    ),
    clinicians=True,
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)
