"""*Ta bort deltaker*: no longer part of the case; whoever holds an invitation is called off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.next_steps import after_change, texts_for
from dialogs.conversations.people import participants
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_invite
from dialogs.wording.nb import ask_people as say
from dialogs.wording.nb.conversations import joined
from pathway.commands import RemoveParticipant
from pathway.service import Outcome
from pathway.service.people.participants import OWN_WAY_IN
from pathway.words import ParticipantId


def _people(scene: Scene) -> tuple[Choice, ...]:
    return participants.choices_of(
        tuple(p for p in participants.present(scene) if p.role not in OWN_WAY_IN)
    )


def _stop(scene: Scene) -> str:
    return "" if _people(scene) else say.nobody_to_remove(scene.case.ref)


def _opening(rest: str, _scene: Scene) -> Mapping[str, str]:
    return {"who": rest} if rest else {}


def _build(scene: Scene) -> RemoveParticipant:
    return RemoveParticipant(
        ref=scene.case.ref, who=ParticipantId(scene.answer("who")), plan=scene.running.plan
    )


def _preview(scene: Scene) -> Preview:
    plan = scene.desk.plan(replace(_build(scene), plan=""))
    person = plan.case.participant(ParticipantId(scene.answer("who")))
    facts = [(say.WHO[1], say.person(person))]
    return planned(scene, facts, plan, question=say.REMOVE_QUESTION, yes=say.REMOVE)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    person = case.participant(ParticipantId(scene.answer("who")))
    copies = texts_for(scene, case, outcome.told)
    text = joined(
        say.removed(case.ref, person),
        ask_invite.sent_now(outcome.told),
    )
    return (done(say.REMOVE_TITLE, text, *after_change(scene.desk, case), copies=copies),)


FORM = Form(
    name="remove_participant",
    title=say.REMOVE_TITLE,
    questions=(Question(name="who", kind=Kind.PEOPLE, words=Words(*say.WHO), choices=_people),),
    clinicians=True,
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)
