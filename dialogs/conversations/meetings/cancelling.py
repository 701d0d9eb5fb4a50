"""*Avlys*: call a meeting off, with a reason; everybody who holds an invitation is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import after_change, text_to_copy
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_invite as say
from dialogs.wording.nb.conversations import joined
from pathway.commands import CancelMeeting
from pathway.service import Outcome


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    reason = say.without_noise(rest)
    facts = which_meeting.opening_kind(rest, scene)
    return {**facts, "reason": reason} if reason else facts


def _build(scene: Scene) -> CancelMeeting:
    return CancelMeeting(
        ref=scene.case.ref,
        kind=which_meeting.kind_of(scene),
        reason=scene.answer("reason"),
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    plan = scene.desk.plan(replace(_build(scene), plan=""))
    meeting = which_meeting.living(scene)
    facts = which_meeting.facts_of(scene, meeting)[:2] if meeting else []
    facts.append((say.REASON[1], scene.answer("reason")))
    return planned(scene, facts, plan, question=say.CANCEL_QUESTION, yes=say.CANCEL)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    off = say.called_off(case.ref, which_meeting.kind_of(scene))
    copies = text_to_copy(scene, case, outcome.told)
    text = joined(off, say.sent_now(outcome.told))
    return (done(say.CANCEL_TITLE, text, *after_change(scene.desk, case), copies=copies),)


FORM = Form(
    name="cancel_meeting",
    title=say.CANCEL_TITLE,
    questions=(
        which_meeting.KIND,
        Question(name="reason", kind=Kind.TEXT, words=Words(*say.REASON)),
    ),
    opening=_opening,
    stop=which_meeting.needs_rest,
    build=_build,
    preview=_preview,
    done=_done,
)
