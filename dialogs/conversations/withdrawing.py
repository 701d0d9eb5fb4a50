"""*Trekk samtykke*: that actor's invitation is cancelled at once (R19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.next_steps import next_steps, text_to_copy
from dialogs.conversations.showing import done, planned, summary, unticked
from dialogs.conversations.third_parties import called, chosen_one, consented, named, people
from dialogs.form import Form, Preview, Question, Reading, Scene, Took, Words
from dialogs.reading import choose
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_consent as say
from dialogs.wording.nb import ask_invite
from pathway.commands import WithdrawConsent
from pathway.service import Outcome
from pathway.words import Channel


def _stop(scene: Scene) -> str:
    return "" if consented(scene.case) else say.no_consent(scene.case.ref)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    return {"who": named(rest, scene) or rest} if rest else {}


def _read_who(text: str, scene: Scene) -> Reading:
    by_role = named(text, scene)
    return Took(by_role) if by_role else choose(text, people(scene))


def _build(scene: Scene) -> WithdrawConsent:
    person = chosen_one(scene)
    return WithdrawConsent(
        ref=scene.case.ref, role=person.role, name=person.name, plan=scene.running.plan
    )


def _preview(scene: Scene) -> Preview:
    plan = scene.desk.plan(replace(_build(scene), plan=""))
    person = chosen_one(scene)
    facts = [(say.WITHDRAW_WHO[1], ask_invite.person(person.role, person.name, person.office))]
    channel = plan.consequences[-1].channel if plan.consequences else None
    told = say.withdraw_effect(called(person), channel)
    asked, yes = say.WITHDRAW_QUESTION, say.WITHDRAW
    if plan.consequences:
        return planned(scene, facts, plan, told, question=asked, yes=yes)
    shown = summary(facts, told, unticked(scene, plan), question=asked, yes=yes)
    return replace(shown, plan=plan.hash)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    told = outcome.plan.consequences if outcome.plan else ()
    channel = told[-1].channel if told else None
    text = say.withdrawn(case.ref, called(chosen_one(scene)), channel)
    copies = text_to_copy(scene, case, told) if channel is Channel.LETTER else ()
    steps = next_steps(scene.desk, case)[:3]
    return (done(say.WITHDRAW_TITLE, text, *steps, copies=copies),)


FORM = Form(
    name="withdraw",
    title=say.WITHDRAW_TITLE,
    questions=(
        Question(
            name="who",
            kind=Kind.PEOPLE,
            words=Words(*say.WITHDRAW_WHO),
            choices=people,
            read=_read_who,
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
