"""*Ekstra møte*: one clinician and the patient finish the plan another day (R24)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time

from dialogs.conversations.meetings.appointments import said
from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done, planned, summary
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words, never
from dialogs.parsing import without_small_words
from dialogs.reading_times import read_day, read_when
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_extra as say
from pathway.commands import ExtraMeeting
from pathway.owed.papers import PLAN
from pathway.service import Outcome


def _stop(scene: Scene) -> str:
    waits = any(promise.kind in PLAN for promise in scene.desk.promises(scene.case))
    return "" if waits else say.no_plan(scene.case.ref)


def _read_on(text: str, scene: Scene) -> Reading:
    """A day, or a day with its clock."""
    whole = read_when(text, scene, "")
    reading = whole if isinstance(whole, Took) else read_day(text, scene, past=False)
    early = isinstance(reading, Took) and _day(reading.value) < scene.today
    return Missed(say.PAST, whole=True) if early else reading


def _day(value: str) -> date:
    return datetime.fromisoformat(value).date()


def _opening(rest: str, _scene: Scene) -> Mapping[str, str]:
    """As in "ekstra møte K7M2 3. desember"."""
    on = without_small_words(rest)
    return {"on": on} if on else {}


def _on(scene: Scene) -> date | None:
    return _day(scene.answer("on")) if scene.answer("on") else None


def _at(scene: Scene) -> time | None:
    said = scene.answer("on")
    return datetime.fromisoformat(said).time() if "T" in said else None


def _build(scene: Scene) -> ExtraMeeting:
    return ExtraMeeting(
        ref=scene.case.ref,
        on=_on(scene),
        at=_at(scene),
        accept_clashes=scene.running.clashes,
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    facts = say.facts(_on(scene), _at(scene))
    return _shown(scene, facts, _build(scene), say.QUESTION, say.YES)


def _shown(
    scene: Scene, facts: list[tuple[str, str]], command: ExtraMeeting, question: str, yes: str
) -> Preview:
    """What the clinician gets, where it stands in a calendar."""
    plan = scene.desk.plan(replace(command, plan="", accept_clashes=False))
    if not plan.consequences and not plan.clashes:
        return summary(facts, question=question, yes=yes)
    return planned(scene, facts, plan, question=question, yes=yes)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    secretary = scene.clinic.member(case.secretary).name
    text = say.done(case.ref, _on(scene), _at(scene), secretary)
    return _told(scene, outcome, say.TITLE, text)


def _told(scene: Scene, outcome: Outcome, title: str, text: str) -> tuple[Reply, ...]:
    """What was done, and what the clinician gets of it."""
    if outcome.told:
        return said(scene, outcome, title, text)
    return (done(title, text, *next_steps(scene.desk, outcome.case)[:3]),)


FORM = Form(
    name="extra_meeting",
    title=say.TITLE,
    questions=(
        Question(name="on", kind=Kind.DATE, words=Words(*say.ON), required=never, read=_read_on),
    ),
    clinicians=True,
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)


# --- not needed after all -----------------------------------------------------------------------


def _none_wanted(scene: Scene) -> str:
    return say.none_wanted(scene.case.ref) if scene.case.extra_wanted_at is None else ""


def _build_not(scene: Scene) -> ExtraMeeting:
    return ExtraMeeting(ref=scene.case.ref, needed=False, plan=scene.running.plan)


def _preview_not(scene: Scene) -> Preview:
    facts = say.facts(scene.case.extra_on, scene.case.aftermath.extra_at)
    return _shown(scene, facts, _build_not(scene), say.NOT_QUESTION, say.NOT_YES)


def _not_done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    return _told(scene, outcome, say.NOT_TITLE, say.not_needed(outcome.case.ref))


NOT_NEEDED = Form(
    name="no_extra_meeting",
    title=say.NOT_TITLE,
    questions=(),
    clinicians=True,
    opening=lambda _rest, _scene: {},
    stop=_none_wanted,
    build=_build_not,
    preview=_preview_not,
    done=_not_done,
)
