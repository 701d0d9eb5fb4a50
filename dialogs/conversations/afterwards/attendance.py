"""*Deltok*: who was there, where it was not just those who were to come (R16, R22)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from dialogs.conversations.afterwards.aftermath import closed, held_meeting, nothing_held
from dialogs.conversations.people.named import People, ids_of, named, shown, titled
from dialogs.conversations.showing import summary
from dialogs.form import Form, Preview, Question, Reading, Scene, Words, never
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_aftermath as say
from pathway.commands import RecordAttendance
from pathway.service import Outcome
from pathway.service.afterwards.attendance import may_have_come, was_there
from pathway.words import ParticipantId


def _read_away(text: str, scene: Scene) -> Reading:
    return _read(text, scene, was_there(scene.case, held_meeting(scene)))


def _read_came(text: str, scene: Scene) -> Reading:
    return _read(text, scene, may_have_come(scene.case, held_meeting(scene)))


def _read(text: str, scene: Scene, known: People) -> Reading:
    return named(text, scene, known, partial(say.nobody_by_name, known=shown(known)))


def _opening(rest: str, _scene: Scene) -> Mapping[str, str]:
    """As in "deltok K7M2 alle unntatt fastlegen", "deltok K7M2 også Anne"."""
    words = rest.split()
    for place, word in enumerate(words):
        following = " ".join(words[place + 1 :])
        if word.lower() in say.AWAY_WORDS and following:
            return {"away": following}
        if word.lower() in say.CAME_WORDS and following:
            return {"came": following}
    return {}


def _nobody_came(scene: Scene) -> bool:
    return not scene.answer("came")


def _there(scene: Scene) -> tuple[ParticipantId, ...]:
    meeting = held_meeting(scene)
    away, came = ids_of(scene.answer("away")), ids_of(scene.answer("came"))
    kept = [who for who in meeting.attended if who not in away]
    return tuple(dict.fromkeys((*kept, *came)))


def _build_attended(scene: Scene) -> RecordAttendance:
    kind = held_meeting(scene).kind
    return RecordAttendance(ref=scene.case.ref, kind=kind, attended=_there(scene))


def _preview_attended(scene: Scene) -> Preview:
    there = set(_there(scene))
    people = say.people(p for p in scene.case.participants if p.id in there)
    return summary([(say.THERE, people)], question=say.ATTENDED_QUESTION, yes=say.ATTENDED_YES)


def _shown_there(scene: Scene) -> str:
    return say.people(was_there(scene.case, held_meeting(scene)))


def _done_attended(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    meeting = outcome.case.meeting(held_meeting(scene).id)
    people = say.people(was_there(outcome.case, meeting))
    return closed(scene, outcome, say.attended(outcome.case.ref, people))


FORM = Form(
    name="attended",
    title=say.ATTENDED_TITLE,
    questions=(
        Question(
            name="away",
            kind=Kind.TEXT,
            words=Words(*say.AWAY),
            required=never,
            wanted=_nobody_came,
            shown=_shown_there,
            read=_read_away,
            titled=titled,
        ),
        Question(
            name="came",
            kind=Kind.TEXT,
            words=Words(*say.CAME),
            wanted=never,
            read=_read_came,
            titled=titled,
        ),
    ),
    clinicians=True,
    opening=_opening,
    stop=nothing_held,
    build=_build_attended,
    preview=_preview_attended,
    done=_done_attended,
)
