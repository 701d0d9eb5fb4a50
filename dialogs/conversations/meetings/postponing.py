"""*Utsett møtet*: it is off for now, and on a day somebody decides what then (D2, F15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import after_change, text_to_copy
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_invite
from dialogs.wording.nb import ask_office as say
from dialogs.wording.nb.conversations import joined
from pathway.commands import Postpone
from pathway.service import Outcome
from pathway.variants import MEETING_MILESTONE


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "utsett møtet K7M2 til mandag"."""
    facts = dict(which_meeting.opening(rest, scene))
    when = facts.pop("start", "")
    return {**facts, "until": when} if when else facts


def _stop(scene: Scene) -> str:
    postponed = scene.case.decide_by is not None
    return "" if postponed else which_meeting.needs_rest(scene)


def _build(scene: Scene) -> Postpone:
    return Postpone(
        ref=scene.case.ref,
        kind=which_meeting.kind_of(scene),
        until=scene.day("until"),
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    command = replace(_build(scene), plan="")
    plan = scene.desk.plan(command)
    meeting = which_meeting.living(scene)
    wanted = MEETING_MILESTONE[command.kind]
    deadline = next((d for d in scene.desk.deadlines(plan.case) if d.milestone is wanted), None)
    last, safe = (deadline.day, deadline.latest_safe_day) if deadline else (None, None)
    facts = say.postpone_facts(
        command.kind, meeting.start if meeting else None, command.until, last
    )
    late = say.after_safe_day(safe) if safe and command.until > safe else ""
    if last and command.until > last:
        late = say.after_deadline(last)
    return planned(scene, facts, plan, late, question=say.POSTPONE_QUESTION, yes=say.POSTPONE)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    copies = text_to_copy(scene, case, outcome.told)
    text = joined(
        say.postponed(case.ref, scene.day("until")),
        ask_invite.sent_now(outcome.told),
    )
    return (done(say.POSTPONE_TITLE, text, *after_change(scene.desk, case), copies=copies),)


FORM = Form(
    name="postpone",
    title=say.POSTPONE_TITLE,
    questions=(
        which_meeting.KIND,
        Question(name="until", kind=Kind.DATE, words=Words(*say.DECIDE_ON)),
    ),
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)
