"""*Ring tilbake*: somebody has rung and is to be rung back; what about is never asked (P4)."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.people import participants
from dialogs.conversations.showing import done, summary
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_people as say
from pathway.commands import CallBack
from pathway.service import Outcome
from pathway.words import ParticipantId, Role


def _people(scene: Scene) -> tuple[Choice, ...]:
    return participants.choices_of(participants.present(scene))


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """The patient is meant where nobody is named."""
    patients = scene.case.present(Role.PATIENT)
    return {"who": rest or patients[-1].id}


def _build(scene: Scene) -> CallBack:
    return CallBack(ref=scene.case.ref, who=ParticipantId(scene.answer("who")))


def _preview(scene: Scene) -> Preview:
    person = scene.case.participant(ParticipantId(scene.answer("who")))
    facts = [(say.WHO[1], say.person(person))]
    return summary(facts, question=say.CALL_BACK_QUESTION, yes=say.CALL_BACK, ask=False)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    person = outcome.case.participant(ParticipantId(scene.answer("who")))
    text = say.to_be_rung(outcome.case.ref, person)
    return (done(say.CALL_BACK_TITLE, text, *next_steps(scene.desk, outcome.case)[:2]),)


FORM = Form(
    name="call_back",
    title=say.CALL_BACK_TITLE,
    questions=(Question(name="who", kind=Kind.PEOPLE, words=Words(*say.WHO), choices=_people),),
    clinicians=True,
    opening=_opening,
    build=_build,
    preview=_preview,
    done=_done,
)
