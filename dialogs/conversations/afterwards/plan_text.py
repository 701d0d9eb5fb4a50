"""*Tiltaksplan*: what it says, another version of it, and how it went with each measure (R27)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs import interludes
from dialogs.cards.plan_text import plan_card
from dialogs.conversations.showing import summary
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.reader import Reader
from dialogs.state import Choice, Conversation
from dialogs.turn import Kind, Reply, Turn
from dialogs.wording.nb import ask_plan_text as say
from pathway.commands import FollowUpMeasure, ReplacePlan
from pathway.errors import NoSuchMeasureError, NotPlanWriterError
from pathway.plan_text import MOST_LETTERS, Measure, MeasureStatus, PlanVersion
from pathway.service import Outcome
from pathway.service.afterwards import plan_text


def show_plan(talk: Conversation, rest: str, reader: Reader) -> Turn:
    """*Tiltaksplan*: the newest version; that it was read stands in the log (P3)."""
    words = rest.split()
    page = int(words.pop()) if len(words) > 1 and words[-1].isdecimal() else 1
    case = interludes.case_to_show(talk, "plan", " ".join(words), reader)
    if isinstance(case, Turn):
        return case
    desk = reader.desk_for(case.ref)
    if not desk.clinic.plan_text:
        reply = Reply(text=say.off(case.ref))
    else:
        plan_text.read(desk.context, case.ref)
        reply = plan_card(desk, case, page=page)
    return Turn(state=replace(talk, case=case.ref), replies=(reply,))


def newest(scene: Scene) -> PlanVersion | None:
    """The newest version, or None while nothing is written."""
    versions = plan_text.shown(scene.desk.context, scene.case)
    return versions[-1] if versions else None


def seen(scene: Scene) -> str:
    """The plan that is shown, so that one who saw another is told."""
    return plan_text.fingerprint(plan_text.shown(scene.desk.context, scene.case))


def off(scene: Scene) -> str:
    """Why nothing is written here; `NotPlanWriterError` for one who may not write."""
    if not scene.clinic.plan_text:
        return say.off(scene.case.ref)
    if not plan_text.may_write(scene.desk.context, scene.case):
        raise NotPlanWriterError
    return ""


def now(scene: Scene, outcome: Outcome, said: str) -> tuple[Reply, ...]:
    """The plan as it stands after a change."""
    return (plan_card(scene.desk, outcome.case, said),)


def measures(version: PlanVersion | None) -> tuple[Choice, ...]:
    """Its measures to choose from, by their place in the plan: that is what people read."""
    found = version.measures if version else ()
    return tuple(Choice(value=f"m{one.number}", title=one.text) for one in found)


def meant(scene: Scene, version: PlanVersion | None) -> Measure | None:
    """The measure that was chosen, once it is known which."""
    chosen = scene.answer("number").removeprefix("m")
    return version.measure(int(chosen)) if version and chosen else None


def in_place(word: str, version: PlanVersion | None) -> str:
    """The place that is typed, as in "2.", where a measure stands there; else empty."""
    place = word.rstrip(".")
    there = place.isdecimal() and version and 0 < int(place) <= len(version.measures)
    return place if there else ""


# --- another version ----------------------------------------------------------------------------


def _nothing_finished(scene: Scene) -> str:
    if off(scene):
        return off(scene)
    version = newest(scene)
    return "" if version and version.finished else say.not_finished(scene.case.ref)


def _open_replace(rest: str, _scene: Scene) -> Mapping[str, str]:
    """As in "ny tiltaksplan K7M2 justert etter SHM2"."""
    return {"reason": rest} if rest else {}


def _build_replace(scene: Scene) -> ReplacePlan:
    reason = scene.answer("reason")
    return ReplacePlan(ref=scene.case.ref, reason=reason, seen=scene.running.plan)


REPLACE = Form(
    name="replace_plan",
    title=say.REPLACE_TITLE,
    questions=(
        Question(name="reason", kind=Kind.TEXT, words=Words(*say.REASON), limit=MOST_LETTERS),
    ),
    clinicians=True,
    opening=_open_replace,
    stop=_nothing_finished,
    build=_build_replace,
    preview=lambda scene: replace(
        summary(
            [(say.REASON[1], scene.answer("reason"))],
            question=say.REPLACE_QUESTION,
            yes=say.REPLACE,
        ),
        plan=seen(scene),
    ),
    done=lambda scene, outcome: now(scene, outcome, say.REPLACED),
)


# --- how it went --------------------------------------------------------------------------------


def _finished(scene: Scene) -> PlanVersion | None:
    versions = plan_text.shown(scene.desk.context, scene.case)
    return next((one for one in reversed(versions) if one.finished), None)


def _not_yet(scene: Scene) -> str:
    if off(scene):
        return off(scene)
    if _finished(scene) is None:
        return say.not_finished(scene.case.ref)
    begun = plan_text.can_be_followed_up(scene.case, scene.desk.context)
    return "" if begun else say.not_yet(scene.case.ref)


def _which(scene: Scene) -> tuple[Choice, ...]:
    return measures(_finished(scene))


def _statuses(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=one, title=title) for one, title in say.STATUSES.items())


def _open_status(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "status på tiltak K7M2 2 pågår"."""
    words = rest.split()
    number = next(filter(None, (in_place(word, _finished(scene)) for word in words)), "")
    titles = {title.lower() for title in say.STATUSES.values()}
    status = next((word for word in words if word.lower() in titles), "")
    return {name: said for name, said in (("number", number), ("status", status)) if said}


def _measure(scene: Scene) -> Measure:
    one = meant(scene, _finished(scene))
    if one is None:
        raise NoSuchMeasureError
    return one


def _build_status(scene: Scene) -> FollowUpMeasure:
    status = MeasureStatus(scene.answer("status"))
    return FollowUpMeasure(ref=scene.case.ref, number=_measure(scene).number, status=status)


def _preview_status(scene: Scene) -> Preview:
    """Said in the room, one after another: it is kept at once, and may be said anew."""
    said = say.STATUSES[MeasureStatus(scene.answer("status"))]
    facts = [(say.TEXT[1], _measure(scene).text), (say.STATUS[1], said)]
    return summary(facts, question=say.QUESTION, yes=say.YES, ask=False)


def _status_saved(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    version = _finished(scene)
    left = len(version.unsaid) if version else 0
    status = MeasureStatus(scene.answer("status"))
    return now(scene, outcome, say.status_saved(_measure(scene).text, status, left))


FOLLOW_UP = Form(
    name="follow_up",
    title=say.STATUS_TITLE,
    questions=(
        Question(
            name="number",
            kind=Kind.CHOICE,
            words=Words(*say.WHICH),
            choices=_which,
            sole=True,
        ),
        Question(name="status", kind=Kind.CHOICE, words=Words(*say.STATUS), choices=_statuses),
    ),
    clinicians=True,
    opening=_open_status,
    stop=_not_yet,
    build=_build_status,
    preview=_preview_status,
    done=_status_saved,
)
