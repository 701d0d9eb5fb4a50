"""*Purr*: nothing lies in the journal system either, so the reminder is written now (F11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.cards import elements
from dialogs.cards.actions import command
from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_invite, names
from dialogs.wording.nb import ask_office as say
from dialogs.wording.nb.ask_words import YES_TYPED, typed
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.tasks import text_label
from pathway.case import Case
from pathway.commands import RemindNow
from pathway.model import Participant, Promise
from pathway.outgoing import Sending
from pathway.owed.terms import BY_HAND
from pathway.service import Outcome
from pathway.views import TaskLine
from pathway.words import Channel, ParticipantId, PromiseId, PromiseKind


def _owed(scene: Scene) -> list[Promise]:
    found = scene.desk.promises(scene.case)
    return [promise for promise in found if promise.kind is PromiseKind.ANSWER]


def _answers(scene: Scene) -> tuple[Choice, ...]:
    owners = [(promise.id, _owner(scene, promise)) for promise in _owed(scene)]
    return tuple(
        Choice(value=key, title=ask_invite.person(p.role, p.name, p.office)) for key, p in owners
    )


def _owner(scene: Scene, promise: Promise) -> Participant:
    return scene.case.participant(ParticipantId(promise.owner))


def _stop(scene: Scene) -> str:
    return "" if _answers(scene) else say.nobody_to_remind(scene.case.ref)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "purr K7M2", "purr K7M2 fastlegen"; a button says whom by the task's own id."""
    ids = {promise.id for promise in _owed(scene)}
    named = [word for word in rest.split() if word in ids]
    who = named[0] if named else rest
    return {"who": who} if who else {}


def _build(scene: Scene) -> RemindNow:
    return RemindNow(
        ref=scene.case.ref,
        promise_id=PromiseId(scene.answer("who")),
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    """What the program sends is asked about; a text to copy is simply made ready."""
    plan = scene.desk.plan(_build(scene))
    leaves = any(told.channel not in BY_HAND for told in plan.consequences)
    shown = planned(scene, [], plan, question=say.REMIND_QUESTION, yes=say.REMIND)
    return replace(shown, ask=leaves)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    rows = [s for s in outcome.case.sendings if s.promise_id == scene.answer("who")]
    return reminded(scene, outcome.case, [s for s in rows if s.invitation_id][-1])


def reminded(scene: Scene, case: Case, row: Sending) -> tuple[Reply, ...]:
    """The text with its own button, since it is sent at once where a person sends it."""
    who = names.role_definite(row.role)
    found = [p for p in scene.desk.case_tasks(case) if p.content and _about(case, p) == row.id]
    if not found:
        text = say.reminder_leaves(case.ref, who)
        return (done(say.REMIND_TITLE, text, *next_steps(scene.desk, case)[:3]),)
    return (_to_copy(found[0], who),)


def _about(case: Case, line: TaskLine) -> str:
    return case.promise(line.promise_id).about


def _to_copy(line: TaskLine, who: str) -> Reply:
    said = line.content.text if line.content else ""
    secure = line.channel is Channel.SECURE_MESSAGE
    ready = (say.reminder_ready if secure else say.letter_ready)(line.ref, who)
    body = [elements.text(ready), elements.to_copy(said, 1)]
    press = command(typed("sent", line.ref, line.promise_id, YES_TYPED), say.HAVE_SENT)
    more = command(typed("texts"), say.TEXTS_TITLE)
    return Reply(
        text=joined(ready, said, f"→ «{typed('sent', line.ref, text_label(line))}»"),
        card=elements.card(say.REMIND_TITLE, body, [press, more], speak=say.REMIND_TITLE),
        summary=say.REMIND_TITLE,
    )


FORM = Form(
    name="remind",
    title=say.REMIND_TITLE,
    questions=(
        Question(
            name="who",
            kind=Kind.PEOPLE,
            words=Words(*say.WHO_TO_REMIND),
            choices=_answers,
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
