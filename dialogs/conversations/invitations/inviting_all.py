"""*Kall inn alle*: everybody who may be called in now, in one plan (R18, F5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from dialogs.conversations.invitations import adviser, verifying
from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import after_change, texts_for
from dialogs.conversations.people import participants
from dialogs.conversations.people.named import excepted, exception, ids_of, named, shown
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Preview, Reading, Scene
from dialogs.turn import Reply
from dialogs.wording.nb import ask_aftermath, ask_invite
from dialogs.wording.nb import ask_people as people_say
from dialogs.wording.nb import ask_wishes as say
from dialogs.wording.nb.by_hand import why_only_a_letter
from dialogs.wording.nb.conversations import joined
from pathway.clinic import Contact
from pathway.commands import InviteSeveral, Person
from pathway.model import Participant
from pathway.rules import Unmet
from pathway.service import Outcome
from pathway.service.invitations.invited import to_call_in

Missing = tuple[Participant, tuple[Unmet, ...]]


def ready(scene: Scene) -> tuple[Participant, ...]:
    """Those whose gate is open, or opens with the patient's invitation."""
    return tuple(person for person, missing in _to_call_in(scene) if not missing)


def _to_call_in(scene: Scene) -> tuple[Missing, ...]:
    meeting = which_meeting.living(scene)
    return to_call_in(scene.case, scene.clinic, meeting) if meeting else ()


def _chosen(scene: Scene) -> tuple[Participant, ...]:
    """Those who are called in: without whom the secretary excepted, or must be phoned first."""
    meant = _meant(scene)
    phoned = adviser.replaced(scene, meant)
    return tuple(person for person in meant if person.id != phoned)


def _meant(scene: Scene) -> tuple[Participant, ...]:
    away = _excepted(scene)
    return tuple(p for p in ready(scene) if p.id not in away)


def _another(scene: Scene) -> Person | None:
    return adviser.another(scene, _meant(scene))


def _excepted(scene: Scene) -> frozenset[str]:
    """Whoever is named after "unntatt"."""
    return frozenset(ids_of(scene.answer("away")))


def _read_away(text: str, scene: Scene) -> Reading:
    fit = shown(ready(scene))
    nobody = partial(ask_aftermath.nobody_by_name, known=fit)
    return named(text, scene, participants.present(scene), nobody)


def _stop(scene: Scene) -> str:
    why_not = which_meeting.needs_meeting(scene)
    if why_not or ready(scene):
        return why_not
    blocked = [say.not_now(person, missing) for person, missing in _to_call_in(scene)]
    if not blocked:
        return ask_invite.nobody_left(scene.case.ref)
    return say.nobody_ready(scene.case.ref, blocked)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "kall inn alle K7M2 unntatt tolken"."""
    rest, away = excepted(rest, "away")
    return {**which_meeting.opening_kind(rest, scene), **away}


def _to_check(scene: Scene) -> Contact | None:
    """The first of them whose details the clinic should make sure of."""
    found = (verifying.to_check(scene, person) for person in _chosen(scene))
    return next((contact for contact in found if contact), None)


def _build(scene: Scene) -> InviteSeveral:
    return InviteSeveral(
        ref=scene.case.ref,
        kind=which_meeting.kind_of(scene),
        people=tuple(p.id for p in _chosen(scene)),
        adviser=_another(scene),
        instead_of=adviser.replaced(scene, _meant(scene)),
        checked=verifying.checked(scene, _to_check),
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    plan = scene.desk.plan(replace(_build(scene), plan=""))
    meeting = which_meeting.living(scene)
    facts = which_meeting.facts_of(scene, meeting) if meeting else []
    question, yes = ask_invite.send_question(plan.consequences)
    away = _excepted(scene)
    others = [
        *(say.not_now(person, missing) for person, missing in _to_call_in(scene) if missing),
        *(say.left_out_now(p) for p in ready(scene) if p.id in away),
    ]
    told = (which_meeting.parts_wished(scene), *others, adviser.phone_first(_another(scene)))
    return planned(scene, facts, plan, *told, question=question, yes=yes)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    people = dict.fromkeys(people_say.inside(c.participant) for c in outcome.told)
    called = ask_invite.invited(case.ref, list(people), outcome.told) if people else ""
    copies = texts_for(scene, case, outcome.told)
    text = joined(
        called,
        adviser.registered(scene, case),
        ask_invite.sent_now(outcome.told),
        why_only_a_letter(outcome.told, case.ref),
    )
    return (done(say.ALL_TITLE, text, *after_change(scene.desk, case), copies=copies),)


FORM = Form(
    name="invite_all",
    title=say.ALL_TITLE,
    questions=(
        which_meeting.KIND,
        *exception("away", say.AWAY, _read_away),
        adviser.same(_meant),
        adviser.NEW,
        *verifying.questions(_to_check),
    ),
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)
