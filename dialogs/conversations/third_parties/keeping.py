"""*Følg samtykket*: whoever is to be where the consent is not, comes to what it covers (R16b)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.next_steps import after_change, text_to_copy
from dialogs.conversations.showing import done, planned, summary
from dialogs.conversations.third_parties.standing import (
    called,
    chosen_one,
    coming,
    consented,
    titles,
    where,
)
from dialogs.form import Form, Preview, Question, Scene, Words
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_consent as consents
from dialogs.wording.nb import ask_invite
from dialogs.wording.nb import ask_third as say
from dialogs.wording.nb.conversations import joined
from pathway import agenda, rules
from pathway.case import Case
from pathway.commands import KeepToConsent
from pathway.model import Participant
from pathway.service import Outcome
from pathway.words import MeetingKind


def _elsewhere(scene: Scene) -> tuple[Participant, ...]:
    """Those who are in other parts than their consent says, too many or too few."""
    meeting = coming(scene.desk, scene.case)
    if meeting is None:
        return ()
    found = []
    for person in consented(scene.case):
        consent = rules.consent_for(scene.case, person)
        kept = agenda.kept_to(meeting.parts, person, consent.parts if consent else ())
        if kept != meeting.parts and any(agenda.attends(part, person) for part in kept):
            found.append(person)
    return tuple(found)


def _covers_none(scene: Scene) -> bool:
    """Whether somebody's consent covers none of their parts, so that there is nothing to keep."""
    meeting = coming(scene.desk, scene.case)
    people = consented(scene.case)
    return meeting is not None and any(
        rules.parts_lacking(scene.case, meeting, person) for person in people
    )


def _people(scene: Scene) -> tuple[Choice, ...]:
    return tuple(
        Choice(value=p.id, title=ask_invite.person(p.role, p.name, p.office))
        for p in _elsewhere(scene)
    )


def _stop(scene: Scene) -> str:
    if _elsewhere(scene):
        return ""
    ref = scene.case.ref
    return consents.covers_none(ref) if _covers_none(scene) else consents.nothing_to_keep(ref)


def _opening(_rest: str, _scene: Scene) -> Mapping[str, str]:
    return {}


def _kind(scene: Scene) -> MeetingKind:
    meeting = coming(scene.desk, scene.case)
    return meeting.kind if meeting else MeetingKind.SHM1


def _build(scene: Scene) -> KeepToConsent:
    return KeepToConsent(
        ref=scene.case.ref,
        kind=_kind(scene),
        participant_id=chosen_one(scene).id,
        plan=scene.running.plan,
    )


def _numbers(scene: Scene, case: Case) -> tuple[int, ...]:
    meeting = coming(scene.desk, case)
    own = agenda.parts_of(meeting, chosen_one(scene)) if meeting else ()
    return tuple(place + 1 for place in own)


def _preview(scene: Scene) -> Preview:
    plan = scene.desk.plan(replace(_build(scene), plan=""))
    meeting = coming(scene.desk, plan.case)
    who = called(chosen_one(scene))
    facts = consents.keep_facts(who, _numbers(scene, plan.case), titles(meeting))
    if plan.consequences:
        return planned(scene, facts, plan, question=consents.KEEP_QUESTION, yes=consents.KEEP)
    shown = summary(facts, question=consents.KEEP_QUESTION, yes=consents.KEEP)
    return replace(shown, plan=plan.hash)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    person, meeting = chosen_one(scene), coming(scene.desk, case)
    more, steps = where(scene.desk, case, person)
    copies = text_to_copy(scene, case, outcome.told) if outcome.told else ()
    text = joined(
        consents.kept(called(person), _numbers(scene, case), titles(meeting)),
        ask_invite.sent_now(outcome.told) or more,
    )
    all_steps = dict((*steps, *after_change(scene.desk, case)))
    return (done(consents.KEEP_TITLE, text, *all_steps.items(), copies=copies),)


FORM = Form(
    name="keep_to_consent",
    title=consents.KEEP_TITLE,
    questions=(
        Question(
            name="who",
            kind=Kind.PEOPLE,
            words=Words(*say.OF_WHOM),
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
