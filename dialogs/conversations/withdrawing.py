"""*Trekk samtykke*: that actor's invitation is cancelled at once (R19)."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.conversations.next_steps import next_steps, text_to_copy
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_changes as say
from dialogs.wording.nb import ask_invite
from dialogs.wording.nb.conversations import joined
from pathway.commands import WithdrawConsent
from pathway.model import Participant
from pathway.service import Outcome


def _consented(scene: Scene) -> tuple[Participant, ...]:
    standing = {c.participant_id for c in scene.case.consents if c.withdrawn_at is None}
    return tuple(person for person in scene.case.participants if person.id in standing)


def _people(scene: Scene) -> tuple[Choice, ...]:
    return tuple(
        Choice(value=p.id, title=ask_invite.person(p.role, p.name, p.office))
        for p in _consented(scene)
    )


def _stop(scene: Scene) -> str:
    return "" if _consented(scene) else say.no_consent(scene.case.ref)


def _opening(rest: str, _scene: Scene) -> Mapping[str, str]:
    return {"who": rest} if rest else {}


def _person(scene: Scene) -> Participant:
    return next(p for p in scene.case.participants if p.id == scene.answer("who"))


def _build(scene: Scene) -> WithdrawConsent:
    person = _person(scene)
    return WithdrawConsent(
        ref=scene.case.ref, role=person.role, name=person.name, plan=scene.running.plan
    )


def _preview(scene: Scene) -> Preview:
    plan = scene.desk.plan(_build(scene))
    person = _person(scene)
    who = ask_invite.person(person.role, person.name, person.office)
    facts = [(say.WITHDRAW_WHO[1], who)]
    return planned(scene, facts, plan, question=say.WITHDRAW_QUESTION, yes=say.WITHDRAW)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    person = next(p for p in case.participants if p.id == scene.answer("who"))
    sent = ask_invite.sent_now(outcome.plan.consequences if outcome.plan else ())
    text = joined(say.withdrawn(case.ref, person.role, sent), text_to_copy(scene, case))
    return (done(say.WITHDRAW_TITLE, text, *next_steps(scene.desk, case)[:3]),)


FORM = Form(
    name="withdraw",
    title=say.WITHDRAW_TITLE,
    questions=(
        Question(
            name="who",
            kind=Kind.PEOPLE,
            words=Words(*say.WITHDRAW_WHO),
            choices=_people,
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
