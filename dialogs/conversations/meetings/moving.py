"""*Flytt*: another time for a meeting that is arranged; who must answer again is shown first."""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import after_change, text_to_copy
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_invite as say
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.grammar import sentences
from pathway.commands import MoveMeeting
from pathway.service import Outcome


def _intro(scene: Scene) -> str:
    meeting = which_meeting.living(scene)
    already = say.already(meeting.kind, meeting.start) if meeting else ""
    return sentences(already, which_meeting.wishes_said(scene))


def _build(scene: Scene) -> MoveMeeting:
    return MoveMeeting(
        ref=scene.case.ref,
        kind=which_meeting.kind_of(scene),
        start=scene.moment("start"),
        accept_clashes=scene.running.clashes,
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    command = replace(_build(scene), plan="", accept_clashes=False)
    plan = scene.desk.plan(command)
    meeting = which_meeting.living(scene)
    facts = which_meeting.facts_of(scene, replace(meeting, start=command.start)) if meeting else []
    return planned(scene, facts, plan, question=say.MOVE_QUESTION, yes=say.MOVE)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    moved = say.moved(case.ref, which_meeting.kind_of(scene), scene.moment("start"))
    copies = text_to_copy(scene, case, outcome.told)
    text = joined(moved, say.sent_now(outcome.told))
    return (done(say.MOVE_TITLE, text, *after_change(scene.desk, case), copies=copies),)


FORM = Form(
    name="move",
    title=say.MOVE_TITLE,
    questions=(
        which_meeting.KIND,
        Question(
            name="start",
            kind=Kind.DATETIME,
            words=Words(*say.NEW_START),
            aids=which_meeting.times_that_suit,
        ),
    ),
    opening=which_meeting.opening,
    intro=_intro,
    stop=which_meeting.needs_rest,
    build=_build,
    preview=_preview,
    done=_done,
)
