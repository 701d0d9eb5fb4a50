"""*Delt ut til*, *utkast* and *planen er gått gjennom*: the action plan's way (R20, R24)."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.conversations.afterwards.aftermath import closed
from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.showing import done, summary
from dialogs.form import Form, Preview, Question, Reading, Scene, Took, Words, unasked
from dialogs.parsing import folded
from dialogs.reading import choose
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_action_plan as say
from dialogs.wording.nb import ask_invite
from dialogs.wording.nb.words import people as people_words
from pathway import action_plan
from pathway.action_plan import PlanState
from pathway.aftermath import PlanWay
from pathway.commands import DraftPlan, EvaluatePlan, GivePlan
from pathway.model import Participant
from pathway.service import Outcome

ALL = "all"


def _lacking(scene: Scene) -> tuple[Participant, ...]:
    return action_plan.status(scene.case).lacking


def _who(scene: Scene) -> tuple[Choice, ...]:
    people = [Choice(value=p.id, title=ask_invite.person(p.role, p.name)) for p in _lacking(scene)]
    return (*people, Choice(value=ALL, title=say.ALL))


def _read_who(text: str, scene: Scene) -> Reading:
    said = folded(text)
    if said in say.ALL_WORDS:
        return Took(ALL)
    role = people_words.role_named(said)
    fit = [person for person in _lacking(scene) if person.role is role]
    return Took(fit[0].id) if len(fit) == 1 else choose(text, _who(scene))


def _one(scene: Scene) -> Participant | None:
    return next((p for p in _lacking(scene) if p.id == scene.answer("who")), None)


def _ways(scene: Scene) -> tuple[Choice, ...]:
    person = _one(scene)
    ways = action_plan.ways(scene.clinic, person) if person else ()
    return tuple(Choice(value=way, title=say.way(way)) for way in ways)


def _read_way(text: str, scene: Scene) -> Reading:
    way = say.WAY_WORDS.get(folded(text).split(" ")[-1])
    known = {choice.value for choice in _ways(scene)}
    return Took(way) if way in known and way else choose(text, _ways(scene))


def _is_one(scene: Scene) -> bool:
    return _one(scene) is not None


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "delt ut til K7M2 fastlegen e-melding"."""
    words = rest.replace(",", " ").split()
    way = next((word for word in words if word.lower() in say.WAY_WORDS), "")
    who = " ".join(word for word in words if word != way)
    read = _read_who(who, scene) if who else None
    facts = {"who": read.value if isinstance(read, Took) else "", "way": way}
    return {name: text for name, text in facts.items() if text}


def _stop(scene: Scene) -> str:
    status = action_plan.status(scene.case)
    if status.state in {PlanState.NONE, PlanState.DRAFTED}:
        return say.not_finished(scene.case.ref)
    return "" if status.lacking else say.all_have_it(scene.case.ref)


def _given(scene: Scene) -> list[tuple[Participant, PlanWay]]:
    person = _one(scene)
    if person is not None:
        return [(person, PlanWay(scene.answer("way")))]
    return [(p, action_plan.ways(scene.clinic, p)[0]) for p in _lacking(scene)]


def _build(scene: Scene) -> GivePlan:
    given = tuple((person.id, way) for person, way in _given(scene))
    return GivePlan(ref=scene.case.ref, given=given)


def _preview(scene: Scene) -> Preview:
    given = [(ask_invite.inside(p.role, p.name), way) for p, way in _given(scene)]
    return summary(say.given_facts(given[:5]), question=say.QUESTION, yes=say.YES)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    now = action_plan.status(outcome.case)
    return closed(scene, outcome, say.given(outcome.case.ref, now))


GIVE = Form(
    name="give_plan",
    title=say.TITLE,
    questions=(
        Question(name="who", kind=Kind.CHOICE, words=Words(*say.WHO), choices=_who, read=_read_who),
        Question(
            name="way",
            kind=Kind.CHOICE,
            words=Words(*say.WAY),
            choices=_ways,
            wanted=_is_one,
            read=_read_way,
            sole=True,
        ),
    ),
    clinicians=True,
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)


def _named(rest: str, scene: Scene) -> Mapping[str, str]:
    """A button names its meeting, and asks nothing more."""
    ids: set[str] = {meeting.id for meeting in scene.case.meetings}
    return {"sure": "yes"} if ids & set(rest.split()) else {}


def _what(scene: Scene, said: str) -> Preview:
    """One thing to say, asked about where it was typed."""
    facts = [(say.SECTION, said)]
    ask = not scene.answer("sure")
    return summary(facts, question=say.QUESTION, yes=say.YES, ask=ask)


def _begun(scene: Scene) -> str:
    state = action_plan.status(scene.case).state
    return "" if state is PlanState.NONE else say.begun_already(scene.case.ref)


def _build_draft(scene: Scene) -> DraftPlan:
    return DraftPlan(ref=scene.case.ref)


def _drafted(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    steps = next_steps(scene.desk, case)[:3]
    return (done(say.DRAFT_TITLE, say.drafted(case.ref), *steps),)


_NEVER = unasked("sure")

DRAFT = Form(
    name="draft_plan",
    title=say.DRAFT_TITLE,
    questions=(_NEVER,),
    clinicians=True,
    opening=_named,
    stop=_begun,
    build=_build_draft,
    preview=lambda scene: _what(scene, say.BEGUN),
    done=_drafted,
)


def _build_evaluation(scene: Scene) -> EvaluatePlan:
    return EvaluatePlan(ref=scene.case.ref)


def _cannot_evaluate(scene: Scene) -> str:
    if action_plan.can_be_evaluated(scene.case):
        return ""
    done_already = scene.case.aftermath.evaluated is not None
    return say.cannot_evaluate(scene.case.ref, done=done_already)


EVALUATE = Form(
    name="evaluate_plan",
    title=say.EVALUATE_TITLE,
    questions=(_NEVER,),
    clinicians=True,
    opening=_named,
    stop=_cannot_evaluate,
    build=_build_evaluation,
    preview=lambda scene: _what(scene, say.EVALUATED),
    done=lambda scene, outcome: closed(scene, outcome, say.evaluated(outcome.case.ref)),
)
