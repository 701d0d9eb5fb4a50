"""*Trekk samtykke*: that actor's invitation is cancelled at once (R19)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.next_steps import next_steps, text_to_copy
from dialogs.conversations.people.whom import named_among
from dialogs.conversations.showing import done, planned, summary, unticked
from dialogs.conversations.third_parties.standing import called, chosen_one, consented, people
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words
from dialogs.parsing import without_small_words
from dialogs.reading import choose, chosen, read_sure
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_consent as say
from dialogs.wording.nb import ask_invite
from dialogs.wording.nb.words.whom import any_role
from pathway.commands import WithdrawConsent
from pathway.service import Outcome
from pathway.words import Channel, Role


def _stop(scene: Scene) -> str:
    return "" if consented(scene.case) else say.no_consent(scene.case.ref)


def _opening(rest: str, _scene: Scene) -> Mapping[str, str]:
    """As in "trekk samtykke K7M2 nav"; that it is the patient's says nothing of whom."""
    said = (word for word in rest.split() if any_role(word) is not Role.PATIENT)
    words = [word for word in said if not say.is_withdrawn(word)]
    whom = without_small_words(" ".join(words))
    return {"who": whom} if whom else {}


def _read_who(text: str, scene: Scene) -> Reading:
    """One of those with consent; for anybody else it is said who has it."""
    exact = chosen(text, people(scene))
    found = named_among(text, consented(scene.case))
    if exact or len(found) == 1:
        return Took(exact or found[0].id)
    reading = choose(text, people(scene))
    if not isinstance(reading, Missed) or read_sure(text) is not None:
        return reading
    return Missed(say.no_consent_for(text, [choice.title for choice in people(scene)]), whole=True)


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
    channel = outcome.told[-1].channel if outcome.told else None
    text = say.withdrawn(case.ref, called(chosen_one(scene)), channel)
    copies = text_to_copy(scene, case, outcome.told) if channel is Channel.LETTER else ()
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
