"""*Lenke*: put the video link into a meeting that was sent with "lenken kommer"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import next_steps, text_to_copy
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_invite as say
from dialogs.wording.nb.conversations import joined
from pathway.commands import ChangeMeeting
from pathway.service import Outcome


def _read_link(text: str, scene: Scene) -> Reading:
    reading = which_meeting.read_link(text, scene)
    return Missed() if isinstance(reading, Took) and not reading.value else reading


def _proposed(scene: Scene) -> str:
    """A free room, where the meeting has no link yet and the clinic's rooms are used."""
    meeting = which_meeting.living(scene)
    return "" if meeting is None or meeting.link else which_meeting.free_room(scene)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    link = say.without_noise(rest)
    facts = which_meeting.opening_kind(rest, scene)
    return {**facts, "link": link} if link else facts


def _build(scene: Scene) -> ChangeMeeting:
    return ChangeMeeting(
        ref=scene.case.ref,
        kind=which_meeting.kind_of(scene),
        link=scene.answer("link"),
        accept_clashes=scene.running.clashes,
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    plan = scene.desk.plan(replace(_build(scene), plan="", accept_clashes=False))
    meeting = which_meeting.living(scene)
    changed = replace(meeting, link=scene.answer("link")) if meeting else None
    facts = which_meeting.facts_of(scene, changed) if changed else []
    return planned(scene, facts, plan, question=say.LINK_QUESTION, yes=say.LINK_SAVE)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    copies = text_to_copy(scene, case, outcome.told)
    text = joined(say.link_saved(case.ref), say.sent_now(outcome.told))
    return (done(say.LINK_TITLE, text, *next_steps(scene.desk, case)[:3], copies=copies),)


FORM = Form(
    name="link",
    title=say.LINK_TITLE,
    questions=(
        which_meeting.KIND,
        Question(
            name="link",
            kind=Kind.TEXT,
            words=Words(*say.LINK_ALONE),
            choices=which_meeting.rooms,
            default=_proposed,
            read=_read_link,
            free=True,
            limit=which_meeting.LINK_LIMIT,
        ),
    ),
    opening=_opening,
    stop=which_meeting.needs_meeting,
    build=_build,
    preview=_preview,
    done=_done,
)
