"""*Fjern sak*: a case made by mistake goes, while nobody outside has heard of it.

*Rett opp* uses the same for a patient who was registered twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.cases.registering import named_alike
from dialogs.conversations.showing import consequences_text, done, summary
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words
from dialogs.reading import chosen
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_case, ask_register, ask_words
from dialogs.wording.nb import ask_corrections as say
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.refusals.catalogue import refusal
from pathway.case import Case
from pathway.commands import RemoveCase
from pathway.errors import AlreadyOutsideError
from pathway.owed.terms import BY_HAND
from pathway.service import Outcome
from pathway.service.cases.removing import OUTSIDE, who_heard
from pathway.words import CaseRef, Milestone

_LONGEST = 100


def twins(scene: Scene) -> tuple[Choice, ...]:
    """The open cases that may be the same patient's."""
    alike = named_alike(scene.case.name, scene.desk)
    return tuple(
        Choice(value=line.ref, title=ask_register.case_choice(line))
        for line in alike
        if line.ref != scene.case.ref
    )


def read_twin(text: str, scene: Scene) -> Reading:
    """One of those alike, or another open case by its reference."""
    named = chosen(text, twins(scene))
    if named:
        return Took(named)
    said = text.strip().upper()
    if said == scene.case.ref:
        return Missed(say.same_case())
    known = {str(line.ref) for line in scene.desk.lines() if not line.closed}
    return Took(said) if said in known else Missed(say.no_such_case(text.strip()))


def removable(scene: Scene) -> tuple[Choice, ...]:
    """Of the two cases those of which nobody outside has heard; this one where both have."""
    refs = [scene.case.ref, CaseRef(scene.answer("twin"))] if scene.answer("twin") else []
    free = [ref for ref in refs if not any(who_heard(scene.reader.case(ref)))]
    titles = {line.ref: ask_register.case_choice(line) for line in scene.desk.lines()}
    return tuple(Choice(value=ref, title=titles.get(ref, ref)) for ref in free or refs[:1])


def build(scene: Scene) -> RemoveCase:
    """The command, for the case itself or for the one of two that was chosen."""
    which = scene.answer("which") or scene.case.ref
    return RemoveCase(ref=CaseRef(which), reason=_reason(scene), plan=scene.running.plan)


def _reason(scene: Scene) -> str:
    which = scene.answer("which")
    return say.twice_reason(_other(scene, which)) if which else scene.answer("why")


def _other(scene: Scene, which: str) -> str:
    return scene.answer("twin") if which == scene.case.ref else str(scene.case.ref)


def preview(scene: Scene) -> Preview:
    """What goes, what stays, and what may have been sent without a tick."""
    command = replace(build(scene), plan="")
    plan = scene.desk.plan(command)
    case = scene.reader.case(command.ref)
    facts = say.remove_facts(
        case.ref, case.name, case.date_of(Milestone.REFERRAL_RECEIVED), command.reason
    )
    which = scene.answer("which")
    shown = summary(
        facts,
        say.stays(_other(scene, which)) if which else "",
        say.not_ticked([s.role for s in case.sendings if _lies_ready(case, s.id)]),
        say.removing(),
        consequences_text(scene, plan) if plan.consequences else "",
        question=say.remove_question(case.ref),
        yes=say.REMOVE,
    )
    return replace(shown, plan=plan.hash)


def _lies_ready(case: Case, sending_id: str) -> bool:
    row = next(s for s in case.sendings if s.id == sending_id)
    return row.waiting and row.channel in BY_HAND and row.role in OUTSIDE


def finished(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    """That it is gone, and the one that stays."""
    which = scene.answer("which")
    other = _other(scene, which) if which else ""
    text = joined(say.removed(outcome.case.ref), say.stays(other) if other else "")
    see = [(ask_words.typed("case", other), ask_case.SHOW)] if other else []
    board = (ask_words.typed("board"), ask_case.BOARD_TITLE)
    return (done(say.REMOVE_TITLE, text, *see, board),)


def _stop(scene: Scene) -> str:
    """Said before a reason is asked for that would be of no use."""
    heard = next(who_heard(scene.case), None)
    return refusal(AlreadyOutsideError(scene.case.ref, heard)) if heard else ""


def _opening(rest: str, _scene: Scene) -> Mapping[str, str]:
    return {"why": rest} if rest else {}


WHY = Question(name="why", kind=Kind.TEXT, words=Words(*say.WHY), limit=_LONGEST)

FORM = Form(
    name="remove",
    title=say.REMOVE_TITLE,
    questions=(WHY,),
    opening=_opening,
    stop=_stop,
    build=build,
    preview=preview,
    done=finished,
)
