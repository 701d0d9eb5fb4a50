"""*Noen kommer ikke inn*: the link again to one who does not get in, by one press (F18)."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import next_steps, texts_for
from dialogs.conversations.people import participants
from dialogs.conversations.showing import done, summary
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_let_in as say
from dialogs.wording.nb import ask_people
from pathway.commands import SendLinkAgain
from pathway.service import Outcome
from pathway.service.invitations.letting_in import in_by_link
from pathway.words import ParticipantId


def _who(scene: Scene) -> tuple[Choice, ...]:
    meeting = which_meeting.living(scene)
    there = in_by_link(scene.case, meeting, scene.desk.now) if meeting else ()
    return participants.choices_of(there)


def _stop(scene: Scene) -> str:
    return which_meeting.needs_meeting(scene) or ("" if _who(scene) else say.nobody(scene.case.ref))


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    facts = which_meeting.opening_kind(rest, scene)
    return {**facts, "who": rest} if rest else facts


def _build(scene: Scene) -> SendLinkAgain:
    return SendLinkAgain(
        ref=scene.case.ref,
        kind=which_meeting.kind_of(scene),
        who=ParticipantId(scene.answer("who")),
    )


def _preview(scene: Scene) -> Preview:
    person = scene.case.participant(ParticipantId(scene.answer("who")))
    facts = [(say.WHO[1], ask_people.person(person))]
    return summary(facts, question=say.QUESTION, yes=say.SEND, ask=False)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    text = " ".join(say.sent(case.ref, one) for one in outcome.told)
    copies = texts_for(scene, case, outcome.told)
    return (done(say.TITLE, text, *next_steps(scene.desk, case)[:3], copies=copies),)


FORM = Form(
    name="let_in",
    title=say.TITLE,
    questions=(
        which_meeting.KIND,
        Question(name="who", kind=Kind.CHOICE, words=Words(*say.WHO), choices=_who),
    ),
    clinicians=True,
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)
