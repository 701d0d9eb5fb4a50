"""*Milepæl*: the assessment has started, a meeting was held or was not (R5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dialogs.conversations.afterwards.aftermath import closed
from dialogs.conversations.next_steps import next_steps, text_to_copy
from dialogs.conversations.showing import consequences_text, done, split_choice, summary
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words
from dialogs.parsing import folded
from dialogs.reading import choose, chosen
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_answer as say
from dialogs.wording.nb import ask_case, ask_words, names
from dialogs.wording.nb import ask_not_held as not_held
from dialogs.wording.nb.ask_invite import sent_now
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.refusals.catalogue import refusal
from pathway.commands import RecordMilestone
from pathway.errors import MilestoneOrderError
from pathway.model import Meeting
from pathway.owed.assessments import to_ask_about
from pathway.service import Outcome
from pathway.service.cases.registering import check_order
from pathway.variants import MEETING_MILESTONE
from pathway.views import Plan
from pathway.words import Channel, MeetingKind, Milestone, Role

OTHER = "other"
_NOT_STARTED = "assessment_not_held"

_MILESTONES = {
    "assessment_started": Milestone.ASSESSMENT_STARTED,
    "assessment_not_held": Milestone.ASSESSMENT_STARTED,
    "shm1_held": Milestone.SHM1_HELD,
    "shm1_not_held": Milestone.SHM1_HELD,
    "shm2_held": Milestone.SHM2_HELD,
    "shm2_not_held": Milestone.SHM2_HELD,
}


_KINDS = {
    "assessment_not_held": MeetingKind.ASSESSMENT,
    "shm1_not_held": MeetingKind.SHM1,
    "shm2_not_held": MeetingKind.SHM2,
}
_HELD = {
    "assessment_started": MeetingKind.ASSESSMENT,
    "shm1_held": MeetingKind.SHM1,
    "shm2_held": MeetingKind.SHM2,
}


def _ahead(scene: Scene) -> tuple[Choice, ...]:
    """What can still happen: what is not reached, and a meeting not held whose day has come."""
    reached = {milestone for milestone in Milestone if scene.case.date_of(milestone)}
    return tuple(
        Choice(value=name, title=say.MILESTONES[name])
        for name, milestone in _MILESTONES.items()
        if milestone not in reached and (name not in _KINDS or _day_has_come(scene, _KINDS[name]))
    )


def _meeting(scene: Scene, kind: MeetingKind) -> Meeting | None:
    if kind is MeetingKind.ASSESSMENT:
        return to_ask_about(scene.case)
    meeting = scene.case.meeting_of(kind)
    return meeting if meeting is not None and meeting.alive else None


def _day_has_come(scene: Scene, kind: MeetingKind) -> bool:
    meeting = _meeting(scene, kind)
    return meeting is not None and meeting.start.date() <= scene.today


def _read_what(text: str, scene: Scene) -> Reading:
    """One of them; "ikke holdt" alone is the one meeting that it can be."""
    reading = choose(text, _ahead(scene))
    kind = not_held.not_held_named(text)
    if isinstance(reading, Took):
        return _possible(reading, scene)
    meeting = _meeting(scene, kind) if kind else None
    if kind is None or meeting is None or meeting.start.date() <= scene.today:
        return reading
    return Missed(not_held.meeting_ahead(scene.case.ref, names.meeting(kind), meeting.start.date()))


def _possible(reading: Took, scene: Scene) -> Reading:
    """What cannot have happened yet is refused before its day is asked for."""
    if reading.value.endswith(say.NOT_HELD):
        return reading
    try:
        check_order(scene.case, _MILESTONES[reading.value], scene.today)
    except MilestoneOrderError as error:
        return Missed(refusal(error), whole=True) if error.on is None else reading
    return reading


def _stop(scene: Scene) -> str:
    return "" if _ahead(scene) else say.all_reached(scene.case.ref)


def _not_held(scene: Scene) -> bool:
    return scene.answer("what").endswith(say.NOT_HELD)


def _held(scene: Scene) -> bool:
    """A meeting that was not held was so on its own day, which need not be asked for."""
    return not _not_held(scene)


def _needs_cause(scene: Scene) -> bool:
    """Why an assessment was not started is between the clinicians and the patient."""
    return _not_held(scene) and scene.answer("what") != _NOT_STARTED


def _causes(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=cause, title=title) for cause, title in not_held.CAUSES.items())


def _read_cause(text: str, scene: Scene) -> Reading:
    """One of the usual causes, or what happened in words of one's own."""
    named = chosen(text, _causes(scene)) or not_held.cause_named(folded(text))
    if named:
        return Took(named)
    return choose(text, _causes(scene), free=True)


def _in_words(scene: Scene) -> bool:
    return _needs_cause(scene) and scene.answer("cause") == OTHER


def _reason(scene: Scene) -> str:
    if not _not_held(scene):
        return ""
    if scene.answer("what") == _NOT_STARTED:
        return say.NOT_STARTED
    cause = scene.answer("cause")
    return scene.answer("reason") if cause == OTHER else not_held.CAUSES.get(cause, cause)


def _on(scene: Scene) -> date:
    meeting = _meeting(scene, _KINDS[scene.answer("what")]) if _not_held(scene) else None
    return meeting.start.date() if meeting else scene.day("on")


def _likely_day(scene: Scene) -> str:
    return _own_day(scene.answer("what"), scene).get("on", scene.today.isoformat())


def _own_day(what: str, scene: Scene) -> Mapping[str, str]:
    """The day for which it was arranged, where that has come: it need not be asked for."""
    meeting = _meeting(scene, _HELD[what]) if what in _HELD else None
    has_been = meeting is not None and meeting.start.date() <= scene.today
    return {"on": meeting.start.date().isoformat()} if meeting and has_been else {}


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "milepæl K7M2 utredning startet i går"."""
    what, more = split_choice(rest, _ahead(scene))
    if not_held.not_held_named(rest) and what not in _KINDS:
        return {"what": rest}
    if not what:
        return {}
    if not more:
        return {"what": what, **_own_day(what, scene)}
    return {"what": what, "cause" if what in _KINDS else "on": more.strip(" ,.")}


def _build(scene: Scene) -> RecordMilestone:
    return RecordMilestone(
        ref=scene.case.ref,
        milestone=_MILESTONES[scene.answer("what")],
        on=_on(scene),
        held=not _not_held(scene),
        reason=_reason(scene),
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    command = _build(scene)
    plan = scene.desk.plan(command)
    facts = say.milestone_facts(scene.answer("what"), command.on, command.reason)
    told = consequences_text(scene, plan) if plan.consequences else ""
    shown = summary(
        facts, told, _phone_them(plan), question=say.MILESTONE_QUESTION, yes=say.SAVE_MILESTONE
    )
    return replace(shown, plan=plan.hash)


def _phone_them(plan: Plan) -> str:
    """Those who would get a letter on the meeting's own day."""
    letters = [told for told in plan.consequences if told.channel is Channel.LETTER]
    return not_held.phone_them([told.participant.role for told in letters])


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    if scene.answer("what") == _NOT_STARTED:
        return _not_started_done(outcome)
    if _not_held(scene):
        return _not_held_done(scene, outcome)
    case = outcome.case
    ahead = [d for d in scene.desk.deadlines(case) if d.reached is None]
    following = say.next_deadline(ahead[0].milestone, ahead[0].day, scene.today) if ahead else ""
    recorded = say.milestone_recorded(case.ref, scene.answer("what"), scene.day("on"))
    text = joined(recorded, following)
    if _MILESTONES[scene.answer("what")] in MEETING_MILESTONE.values():
        return closed(scene, outcome, text, whole=True)
    return (done(say.MILESTONE_TITLE, text, *next_steps(scene.desk, case)[:3]),)


def _not_held_done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    """What stopped and what begins again; one press arranges the meeting anew."""
    case, plan, kind = outcome.case, outcome.plan, _KINDS[scene.answer("what")]
    failed = [entry for entry in case.milestones if not entry.held][-1]
    due = {d.milestone: d.day for d in scene.desk.deadlines(case)}[failed.milestone]
    copies = text_to_copy(scene, case, plan.consequences if plan else ())
    text = joined(
        say.milestone_recorded(case.ref, scene.answer("what"), failed.on),
        not_held.not_held_now(names.meeting(kind), gp=bool(case.present(Role.GP))),
        say.next_deadline(failed.milestone, due, scene.today),
        sent_now(plan.consequences) if plan else "",
        _phone_them(plan) if plan else "",
    )
    again = (ask_words.typed("invite", case.ref), not_held.AGAIN)
    see = (ask_words.typed("case", case.ref), ask_case.SHOW)
    return (done(say.MILESTONE_TITLE, text, again, see, copies=copies),)


def _not_started_done(outcome: Outcome) -> tuple[Reply, ...]:
    """One press arranges the assessment anew."""
    case = outcome.case
    text = say.milestone_recorded(case.ref, _NOT_STARTED, case.milestones[-1].on)
    again = (ask_words.typed("assessment", case.ref), say.ARRANGE_AGAIN)
    see = (ask_words.typed("case", case.ref), ask_case.SHOW)
    return (done(say.MILESTONE_TITLE, text, again, see),)


FORM = Form(
    name="milestone",
    title=say.MILESTONE_TITLE,
    questions=(
        Question(
            name="what", kind=Kind.CHOICE, words=Words(*say.WHAT), choices=_ahead, read=_read_what
        ),
        Question(
            name="on",
            kind=Kind.DATE,
            words=Words(*say.ON),
            wanted=_held,
            default=_likely_day,
            past=True,
        ),
        Question(
            name="cause",
            kind=Kind.CHOICE,
            words=Words(*not_held.CAUSE),
            wanted=_needs_cause,
            choices=_causes,
            read=_read_cause,
            free=True,
        ),
        Question(name="reason", kind=Kind.TEXT, words=Words(*not_held.WHY), wanted=_in_words),
    ),
    clinicians=True,
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)
