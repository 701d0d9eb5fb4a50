"""*Endre møtet*: another template, place or leader, the patient's wish beside the choice (D5)."""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import after_change, texts_for
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Preview, Question, Scene, Words, never
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_invite
from dialogs.wording.nb import ask_wishes as say
from dialogs.wording.nb.conversations import joined
from pathway.commands import ChangeMeeting
from pathway.model import Meeting
from pathway.service import Outcome
from pathway.service.run import breaking_off
from pathway.words import StaffId

_UNDECIDED = "undecided"


def _templates(scene: Scene) -> tuple[Choice, ...]:
    """The clinic's templates; what is not decided stays so only while nothing is chosen."""
    meeting = which_meeting.living(scene)
    known = [Choice(value=n, title=ask_invite.template(n)) for n in scene.clinic.templates]
    undecided = Choice(value=_UNDECIDED, title=ask_invite.UNDECIDED)
    return (undecided, *known) if meeting and not meeting.template else tuple(known)


def _is_ahead(scene: Scene) -> bool:
    """Whether its parts may still change: not once it has begun."""
    meeting = which_meeting.living(scene)
    if meeting is None:
        return False
    return meeting.starts_at > scene.desk.now and not breaking_off.runs_now(scene.case, meeting)


def _template_now(scene: Scene) -> str:
    meeting = which_meeting.living(scene)
    return (meeting.template if meeting else "") or _UNDECIDED


def _place_now(scene: Scene) -> str:
    meeting = which_meeting.living(scene)
    return (meeting.place if meeting else "") or which_meeting.ON_VIDEO_ONLY


def _leader_now(scene: Scene) -> str:
    meeting = which_meeting.living(scene)
    return meeting.leader if meeting else ""


def _changed(scene: Scene, meeting: Meeting) -> tuple[str | None, str | None, StaffId | None]:
    """Template, place and leader, None where they stay."""
    template, leader = scene.answer("template"), scene.answer("leader")
    said = scene.answer("place")
    place = "" if said == which_meeting.ON_VIDEO_ONLY else said
    return (
        None if template in {"", _UNDECIDED, meeting.template} else template,
        None if place == meeting.place else place,
        None if leader == meeting.leader else StaffId(leader),
    )


def _build(scene: Scene) -> ChangeMeeting:
    meeting = which_meeting.living(scene)
    template, place, leader = _changed(scene, meeting) if meeting else (None, None, None)
    return ChangeMeeting(
        ref=scene.case.ref,
        kind=which_meeting.kind_of(scene),
        template=template,
        place=place,
        leader=leader,
        accept_clashes=scene.running.clashes,
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    plan = scene.desk.plan(replace(_build(scene), plan="", accept_clashes=False))
    meeting = plan.case.meeting_of(which_meeting.kind_of(scene))
    facts = which_meeting.facts_of(scene, meeting) if meeting else []
    return planned(scene, facts, plan, question=say.MEETING_QUESTION, yes=say.MEETING)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    copies = texts_for(scene, case, outcome.told)
    text = joined(
        say.meeting_changed(case.ref),
        ask_invite.sent_now(outcome.told),
    )
    return (done(say.MEETING_TITLE, text, *after_change(scene.desk, case), copies=copies),)


FORM = Form(
    name="change_meeting",
    title=say.MEETING_TITLE,
    questions=(
        which_meeting.KIND,
        Question(
            name="template",
            kind=Kind.CHOICE,
            words=Words(*ask_invite.TEMPLATE),
            choices=_templates,
            wanted=_is_ahead,
            required=never,
            default=_template_now,
        ),
        Question(
            name="place",
            kind=Kind.TEXT,
            words=Words(*ask_invite.PLACE),
            choices=which_meeting.places,
            read=which_meeting.read_place,
            required=never,
            default=_place_now,
            free=True,
            limit=which_meeting.PLACE_LIMIT,
        ),
        Question(
            name="leader",
            kind=Kind.PEOPLE,
            words=Words(*ask_invite.LEADER),
            choices=which_meeting.leaders,
            read=which_meeting.read_leader,
            required=never,
            default=_leader_now,
        ),
    ),
    opening=which_meeting.opening_kind,
    intro=which_meeting.wishes_said,
    stop=which_meeting.needs_meeting,
    build=_build,
    preview=_preview,
    done=_done,
)
