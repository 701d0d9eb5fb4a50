"""*Start møte* and *avslutt møtet*: what is said before, and what was held (R22)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dialogs.cards import run_log
from dialogs.conversations.afterwards.aftermath import closed
from dialogs.conversations.afterwards.writing import writer
from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.run.pressing import a_press, is_old, state_of
from dialogs.conversations.showing import done
from dialogs.form import Preview, Scene
from dialogs.turn import Reply
from dialogs.wording.nb import ask_running as say
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.conversations import joined
from pathway import rules, running
from pathway.commands import EndMeeting, StartMeeting
from pathway.model import Meeting, Participant
from pathway.outgoing import SendingKind
from pathway.owed.terms import BY_HAND
from pathway.service import Outcome
from pathway.service.run import breaking_off
from pathway.service.run.running import may_start
from pathway.words import StaffId


def _start(scene: Scene) -> StartMeeting:
    taker, editor = scene.answer("minute_taker"), scene.answer("plan_editor")
    return StartMeeting(
        ref=scene.case.ref,
        kind=which_meeting.kind_of(scene),
        minute_taker=StaffId(taker) if taker else None,
        plan_editor=StaffId(editor) if editor else None,
    )


def _to_start(scene: Scene) -> Meeting | None:
    """The meeting that would begin now; None where that is refused."""
    meeting = scene.case.meeting_of(which_meeting.kind_of(scene))
    if meeting is None or not meeting.alive or running.run_of(scene.case, meeting):
        return None
    return meeting if may_start(meeting, scene.desk.now) else None


def _unnamed(name: str) -> Callable[[Scene], bool]:
    """Whether it is asked who writes: named before it starts, and left open at will (R22)."""

    def asked(scene: Scene) -> bool:
        meeting = _to_start(scene)
        return meeting is not None and getattr(meeting, name) is None

    return asked


def _start_preview(scene: Scene) -> Preview:
    """Started or refused at once; where somebody has not said that they come, it is asked first."""
    silent = _unanswered(scene) if _to_start(scene) else ()
    text = say.unanswered(silent) if silent else ""
    return Preview(text=text, question=say.START_QUESTION, yes=say.START_BUTTON, ask=bool(silent))


def _unanswered(scene: Scene) -> tuple[Participant, ...]:
    """Whoever has not said that they come; the one who starts it has come."""
    meeting = scene.case.meeting_of(which_meeting.kind_of(scene))
    if meeting is None or not meeting.alive:
        return ()
    asked = (i for i in scene.case.invitations_to(meeting.id) if not i.cancelled_at)
    yes = {i.participant_id for i in asked if rules.accepts(scene.case, i)}
    coming = running.planned(scene.case, meeting)
    here = scene.desk.actor.id
    return tuple(p for p in coming if p.id not in yes and p.staff_id != here)


def _end(scene: Scene) -> EndMeeting:
    return EndMeeting(ref=scene.case.ref, mark=scene.answer("mark"))


def _end_preview(scene: Scene) -> Preview:
    """Ended at once; where parts have not been held or somebody is to come, it is asked first."""
    state, case = state_of(scene), scene.case
    number = len(state.ahead) if state else 0
    coming = [
        case.participant(asked.participant_id)
        for asked in breaking_off.on_their_way(case, scene.desk.now)
    ]
    text = joined(say.parts_left(number) if number else "", say.not_in_yet(coming))
    ask = bool(text) and not is_old(scene)
    return Preview(text=text, question=say.END_QUESTION, yes=say.END, ask=ask)


def _ended(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    """What was held, and what follows of it: the closing card."""
    case = outcome.case
    run = case.runs[-1]
    meeting = case.meeting(run.meeting_id)
    over = say.over(run.last_at, meeting.zone)
    calls = (
        say.turned_away(told.participant, told.channel)
        for told in (outcome.plan.consequences if outcome.plan else ())
        if told.kind is SendingKind.CANCELLATION and told.channel in BY_HAND
    )
    text = "\n".join([over, *calls, *(f"- {line}" for line in run_log.lines(case, run))])
    if meeting.held:
        return closed(scene, outcome, text, whole=True)
    ways = [(typed("milestone", case.ref), say.MILESTONE)]
    return (done(say.MEETING, joined(text, say.not_recorded(case.ref)), *ways),)


START = replace(
    a_press(
        "start_meeting",
        say.START,
        _start,
        which_meeting.KIND,
        *(writer(name, _unnamed(name)) for name in ("minute_taker", "plan_editor")),
    ),
    opening=which_meeting.opening_kind,
    preview=_start_preview,
)
END = replace(a_press("end_meeting", say.END, _end), preview=_end_preview, done=_ended)
