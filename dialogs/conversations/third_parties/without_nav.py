"""*Har ingen veileder*: Nav takes no part, and nobody is chased (R14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.next_steps import after_change, text_to_copy
from dialogs.conversations.showing import done, planned
from dialogs.conversations.third_parties.standing import coming, consented
from dialogs.form import Form, Preview, Question, Scene, Words, never
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_invite
from dialogs.wording.nb import ask_third as say
from dialogs.wording.nb.conversations import joined
from pathway.commands import NoAdviser
from pathway.model import Part, Participant
from pathway.service import Outcome
from pathway.words import THIRD_PARTIES, ParticipantId, Role

KEPT = "keep"


def _advisers(scene: Scene) -> tuple[Participant, ...]:
    people = consented(scene.case)
    return tuple(p for p in people if p.role is Role.NAV_ADVISER and p.ended_at is None)


def _people(scene: Scene) -> tuple[Choice, ...]:
    return tuple(
        Choice(value=p.id, title=ask_invite.person(p.role, p.name, p.office))
        for p in _advisers(scene)
    )


def _stop(scene: Scene) -> str:
    return "" if _advisers(scene) else say.no_nav(scene.case.ref)


def _has_part(parts: tuple[Part, ...]) -> bool:
    return any(part.roles & THIRD_PARTIES for part in parts)


def _templates(scene: Scene) -> tuple[Choice, ...]:
    """The agenda as it is, or one in which no third party has a part."""
    without = [t for t in scene.clinic.templates.values() if not _has_part(t.parts)]
    choices = (Choice(value=t.name, title=ask_invite.template(t.name)) for t in without)
    return (Choice(value=KEPT, title=say.KEEP_TEMPLATE), *choices)


def _asks_template(scene: Scene) -> bool:
    """Where nobody else needs the part that Nav leaves empty."""
    meeting = coming(scene.desk, scene.case)
    others = [p for p in consented(scene.case) if p.role is Role.OTHER]
    return meeting is not None and not others and _has_part(meeting.parts)


def _kept(_scene: Scene) -> str:
    return KEPT


def _opening(_rest: str, _scene: Scene) -> Mapping[str, str]:
    return {}


def _build(scene: Scene) -> NoAdviser:
    template = scene.answer("template") or KEPT
    return NoAdviser(
        ref=scene.case.ref,
        participant_id=ParticipantId(scene.answer("who")),
        template=None if template == KEPT else template,
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    plan = scene.desk.plan(replace(_build(scene), plan=""))
    effect = say.nobody_effect(scene.case.ref)
    facts: list[tuple[str, str]] = []
    if _asks_template(scene):
        chosen = {choice.value: choice.title for choice in _templates(scene)}
        facts.append((say.NOBODY_TEMPLATE[1], chosen[scene.answer("template") or KEPT]))
    return planned(scene, facts, plan, effect, question=say.NOBODY_QUESTION, yes=say.NOBODY)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    sent = ask_invite.sent_now(outcome.told)
    copies = text_to_copy(scene, case, outcome.told) if outcome.told else ()
    text = joined(say.nobody_now(case.ref), sent)
    return (done(say.NOBODY_TITLE, text, *after_change(scene.desk, case), copies=copies),)


FORM = Form(
    name="no_adviser",
    title=say.NOBODY_TITLE,
    questions=(
        Question(
            name="who",
            kind=Kind.PEOPLE,
            words=Words(*say.OF_WHOM),
            choices=_people,
            sole=True,
        ),
        Question(
            name="template",
            kind=Kind.CHOICE,
            words=Words(*say.NOBODY_TEMPLATE),
            choices=_templates,
            default=_kept,
            required=never,
            wanted=_asks_template,
        ),
    ),
    clinicians=True,
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)
