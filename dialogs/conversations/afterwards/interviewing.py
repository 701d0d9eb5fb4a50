"""*Intervju*: the letter that asks for one, by its own consent (R25)."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.cards.aftermath import last_held
from dialogs.conversations.afterwards.aftermath import closed, held_meeting, nothing_held
from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.showing import summary
from dialogs.form import Form, Preview, Question, Reading, Scene, Took, Words, unasked
from dialogs.parsing import folded
from dialogs.reading import choose
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_aftermath as say
from dialogs.wording.nb.refusals.catalogue import refusal
from pathway.aftermath import InterviewState
from pathway.commands import RecordInterview
from pathway.errors import PathwayClosedError
from pathway.service import Outcome
from pathway.service.afterwards.interviewing import may_follow
from pathway.words import PromiseKind


def _interviews(scene: Scene) -> tuple[Choice, ...]:
    kind = last_held(scene.case)
    said = scene.case.aftermath.interview_after(kind) if kind else None
    return tuple(
        Choice(value=state, title=title)
        for state, title in say.INTERVIEW_CHOICES.items()
        if state in may_follow(said)
        and (scene.case.closing is None or state is InterviewState.WITHDRAWN)
    )


def _stop(scene: Scene) -> str:
    """Once the pathway has ended, the consent is withdrawn, and nothing else (R25)."""
    if scene.case.closing is not None and not _interviews(scene):
        return refusal(PathwayClosedError())
    return nothing_held(scene)


def _read_said(text: str, scene: Scene) -> Reading:
    words = {word: state for state, word in say.INTERVIEW_WORDS.items()}
    state = words.get(folded(text))
    known = {choice.value for choice in _interviews(scene)}
    return Took(state) if state in known and state else choose(text, _interviews(scene))


def _open_interview(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "intervju K7M2 ja"; a button names its meeting or task, and asks nothing more."""
    promises = (p for p in scene.desk.promises(scene.case) if p.kind is PromiseKind.INTERVIEW)
    ids: set[str] = {*(m.id for m in scene.case.meetings), *(p.id for p in promises)}
    said = folded(" ".join(word for word in rest.split() if word not in ids))
    sure = "yes" if ids & set(rest.split()) else ""
    meant = say.SENT if say.SENT in said.split() else said
    facts = {"said": meant, "sure": sure}
    return {name: value for name, value in facts.items() if value}


def _build_interview(scene: Scene) -> RecordInterview:
    kind = held_meeting(scene).kind
    state = InterviewState(scene.answer("said"))
    return RecordInterview(ref=scene.case.ref, after=kind, state=state)


def _preview_interview(scene: Scene) -> Preview:
    title = say.INTERVIEW_CHOICES[InterviewState(scene.answer("said"))]
    return summary(
        [(say.INTERVIEW, title)],
        question=say.INTERVIEW_QUESTION,
        yes=say.INTERVIEW_YES,
        ask=not scene.answer("sure"),
    )


def _done_interview(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    secretary = which_meeting.staff_name(scene, outcome.case.secretary)
    state = InterviewState(scene.answer("said"))
    return closed(scene, outcome, say.interview_done(outcome.case.ref, state, secretary))


FORM = Form(
    name="interview",
    title=say.INTERVIEW_TITLE,
    questions=(
        Question(
            name="said",
            kind=Kind.CHOICE,
            words=Words(*say.SAID),
            choices=_interviews,
            read=_read_said,
        ),
        unasked("sure"),
    ),
    clinicians=True,
    opening=_open_interview,
    after_end=True,
    stop=_stop,
    build=_build_interview,
    preview=_preview_interview,
    done=_done_interview,
)
