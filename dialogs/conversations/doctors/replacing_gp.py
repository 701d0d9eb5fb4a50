"""*Annen lege*: another doctor for now or for good, also where there was none (D2, F14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.invitations import verifying
from dialogs.conversations.next_steps import after_change, text_to_copy
from dialogs.conversations.people import offices, participants
from dialogs.conversations.people.doctors import (
    DOCTOR_LIMIT,
    doctor,
    doctors,
    read_doctor,
    split,
)
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Preview, Question, Reading, Scene, Several, Took, Words
from dialogs.parsing import folded
from dialogs.reading import choose, chosen
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_changes as say
from dialogs.wording.nb import ask_invite
from dialogs.wording.nb.conversations import joined
from pathway.clinic import Contact
from pathway.commands import ReplaceGp
from pathway.owed.doctors import claims
from pathway.service import Outcome
from pathway.words import Role

FOR_GOOD = "for_good"


def scopes(_scene: Scene) -> tuple[Choice, ...]:
    """For now or for good."""
    return tuple(Choice(value=v, title=title) for v, title in say.FOR_GOOD_CHOICES.items())


def read_scope(text: str, scene: Scene) -> Reading:
    """For now or for good; a word such as "lege" says neither, and is asked about."""
    said = folded(text)
    named = chosen(text, scopes(scene)) or say.scope_named(said)
    if named:
        return Took(named)
    if said in say.DOCTOR_WORDS:
        return Several(scopes(scene))
    return choose(text, scopes(scene))


def _has_gp(scene: Scene) -> bool:
    return bool(scene.case.present(Role.GP))


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "annen lege K7M2 Vera Vikar for godt"; alone, whoever says to have taken over."""
    if not rest:
        names = [claim.by_name for _, claim in claims(scene.case) if claim.by_name]
        return {"doctor": names[-1], "scope": FOR_GOOD} if names else {}
    doctor, scope = say.without_scope(participants.who_comes(rest, Role.GP, scene))
    facts = {"doctor": doctor, "scope": scope}
    return {name: text for name, text in facts.items() if text}


def _scope(scene: Scene) -> str:
    return scene.answer("scope") or FOR_GOOD


def doctor_to_check(scene: Scene) -> Contact | None:
    """The doctor chosen, where they are about to be written to and the clinic should make sure."""
    asked = any(
        scene.case.live_invitation(gp.id, meeting.id)
        for gp in scene.case.present(Role.GP)
        for meeting in scene.case.meetings
        if meeting.alive
    )
    named, *said_now = split(scene.answer("doctor"), scene)
    if not asked or not named or any(said_now):
        return None
    return verifying.to_check(scene, offices.person(named, scene, Role.GP))


def _build(scene: Scene) -> ReplaceGp:
    checked = verifying.checked(scene, doctor_to_check)
    return ReplaceGp(
        ref=scene.case.ref,
        doctor=checked or doctor(scene.answer("doctor"), scene),
        for_good=_scope(scene) == FOR_GOOD,
        checked=checked,
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    plan = scene.desk.plan(replace(_build(scene), plan=""))
    facts = say.doctor_facts(scene.answer("doctor"), _scope(scene))
    return planned(scene, facts, plan, question=say.REPLACE_QUESTION, yes=say.REPLACE)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    name = doctor(scene.answer("doctor"), scene).name
    copies = text_to_copy(scene, case, outcome.told)
    text = joined(say.replaced(case.ref, name), ask_invite.sent_now(outcome.told))
    return (done(say.REPLACE_TITLE, text, *after_change(scene.desk, case), copies=copies),)


FORM = Form(
    name="replace_gp",
    title=say.REPLACE_TITLE,
    questions=(
        Question(
            name="doctor",
            kind=Kind.PEOPLE,
            words=Words(*say.DOCTOR),
            choices=doctors,
            read=read_doctor,
            free=True,
            limit=DOCTOR_LIMIT,
        ),
        Question(
            name="scope",
            kind=Kind.CHOICE,
            words=Words(*say.FOR_GOOD),
            choices=scopes,
            read=read_scope,
            wanted=_has_gp,
        ),
        *verifying.questions(doctor_to_check),
    ),
    opening=_opening,
    build=_build,
    preview=_preview,
    done=_done,
)
