"""*Kall inn* where there is no GP: the meeting is held without, and the reason is recorded (D2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.invitations import inviting
from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import after_change
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_changes as say
from dialogs.wording.nb import ask_invite
from dialogs.wording.nb.conversations import joined
from pathway.commands import InviteGp
from pathway.service import Outcome
from pathway.words import Attendance, StaffId

_OF_THE_GP = ("attends", "checked", "checked_office", "checked_email", "checked_phone")


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    facts = inviting.FORM.opening(rest, scene)
    return {name: text for name, text in facts.items() if name not in _OF_THE_GP}


def _nobody_is(scene: Scene) -> str:
    return ask_invite.nobody_is_gp(scene.case.ref)


def _build(scene: Scene) -> InviteGp:
    template, place = scene.answer("template"), scene.answer("place")
    return InviteGp(
        ref=scene.case.ref,
        kind=which_meeting.kind_of(scene),
        start=scene.moment("start"),
        template="" if template == inviting.UNDECIDED else template,
        leader=StaffId(scene.answer("leader")),
        place="" if place == which_meeting.ON_VIDEO_ONLY else place,
        link=scene.answer("link"),
        attends=Attendance.VIDEO,
        without_gp=scene.answer("reason"),
        accept_clashes=scene.running.clashes,
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    command = replace(_build(scene), plan="", accept_clashes=False)
    plan, why = scene.desk.plan(command), say.reason_why(command.without_gp)
    facts = inviting.facts_of(scene, command)
    return planned(scene, facts, plan, why, question=say.WITHOUT_QUESTION, yes=say.WITHOUT)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    arranged = ask_invite.arranged(case.ref, which_meeting.kind_of(scene), scene.moment("start"))
    text = joined(arranged, say.without_gp(case.ref))
    return (done(say.WITHOUT_TITLE, text, *after_change(scene.desk, case)),)


FORM = Form(
    name=inviting.WITHOUT_GP,
    title=say.WITHOUT_TITLE,
    questions=(
        which_meeting.KIND,
        Question(
            name="reason",
            kind=Kind.TEXT,
            words=Words(*say.WITHOUT_REASON),
            shown=_nobody_is,
        ),
        *(q for q in inviting.FORM.questions[1:] if q.name not in _OF_THE_GP),
    ),
    opening=_opening,
    build=_build,
    preview=_preview,
    done=_done,
)
