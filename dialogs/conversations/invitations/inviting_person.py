"""*Kall inn pasienten*, and others whose gate is open (R12 to R14)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dialogs.conversations.invitations import adviser, verifying
from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import after_change, text_to_copy, ticks
from dialogs.conversations.people import participants
from dialogs.conversations.people.whom import named_among
from dialogs.conversations.showing import done, planned
from dialogs.form import (
    Form,
    Missed,
    Preview,
    Question,
    Reading,
    Scene,
    Several,
    Took,
    Words,
    unasked,
)
from dialogs.reading import choose, chosen, read_sure
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_invite as say
from dialogs.wording.nb import ask_whom, names
from dialogs.wording.nb.by_hand import why_only_a_letter
from dialogs.wording.nb.conversations import joined
from pathway import rules
from pathway.clinic import Contact
from pathway.commands import Invite, Person
from pathway.model import Participant
from pathway.service import Outcome
from pathway.words import Role


def _uninvited(scene: Scene) -> tuple[Participant, ...]:
    """Those of the case, the GP apart, who hold no invitation to the meeting (R11)."""
    meeting = which_meeting.living(scene)
    if meeting is None:
        return ()
    return tuple(
        person
        for person in scene.case.participants
        if person.ended_at is None
        and person.role is not Role.GP
        and not _asked(scene, person, meeting.id)
    )


def anybody_ready(scene: Scene) -> bool:
    """Whether somebody's gate is open."""
    meeting = which_meeting.living(scene)
    if meeting is None:
        return False
    return any(not rules.unmet(scene.case, meeting, person) for person in _uninvited(scene))


def _asked(scene: Scene, person: Participant, meeting: str) -> bool:
    found = [
        i
        for i in scene.case.invitations
        if i.participant_id == person.id and i.meeting_id == meeting and i.cancelled_at is None
    ]
    return any(i.requested_at for i in found)


def _people(scene: Scene) -> tuple[Choice, ...]:
    return tuple(
        Choice(value=p.id, title=say.person(p.role, p.name, p.office)) for p in _uninvited(scene)
    )


def _stop(scene: Scene) -> str:
    why_not = which_meeting.needs_meeting(scene)
    if why_not:
        return why_not
    return "" if _uninvited(scene) else say.nobody_left(scene.case.ref)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "kall inn pasienten K7M2", "kall inn K7M2 Per Lege til SHM1"."""
    whom = ask_whom.whom(rest)
    facts = which_meeting.opening_kind(rest, scene)
    told = {"who": whom, "beside": ask_whom.how_said(rest)}
    return {**facts, **{name: text for name, text in told.items() if text}}


def _read_who(text: str, scene: Scene) -> Reading:
    """One of those who can be called in; of anybody else it is said why not."""
    exact = chosen(text, _people(scene))
    found = {p.id for p in named_among(text, _as_called(scene, _uninvited(scene)))}
    if exact or len(found) == 1:
        return Took(exact or found.pop())
    if found:
        return Several(tuple(c for c in _people(scene) if c.value in found))
    reading = choose(text, _people(scene))
    if not isinstance(reading, Missed) or read_sure(text) is not None:
        return reading
    others = named_among(text, _as_called(scene, participants.present(scene)))
    ref = scene.case.ref
    why = (
        ask_whom.asked_already(_inside(others[0]), ref) if others else ask_whom.not_among(text, ref)
    )
    return Missed(why, whole=True)


def _inside(person: Participant) -> str:
    return say.inside(person.role, person.name, person.office)


def _as_called(scene: Scene, found: Sequence[Participant]) -> tuple[Participant, ...]:
    """The same, the patient by name."""
    named = (replace(p, name=scene.case.name) if p.role is Role.PATIENT else p for p in found)
    return tuple(named)


def _person(scene: Scene) -> Participant:
    return next(p for p in scene.case.participants if p.id == scene.answer("who"))


def _people_named(scene: Scene) -> tuple[Participant, ...]:
    return tuple(p for p in scene.case.participants if p.id == scene.answer("who"))


def _another(scene: Scene) -> Person | None:
    return adviser.another(scene, _people_named(scene))


def _to_check(scene: Scene) -> Contact | None:
    """Whoever is about to be written to, where the clinic should make sure first."""
    if not scene.answer("who") or _another(scene):
        return None
    return verifying.to_check(scene, _person(scene))


def _build(scene: Scene) -> Invite:
    person = _person(scene)
    return Invite(
        ref=scene.case.ref,
        kind=which_meeting.kind_of(scene),
        role=person.role,
        name="" if person.role is Role.PATIENT else person.name,
        who=person.id,
        adviser=_another(scene),
        checked=verifying.checked(scene, _to_check),
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    plan = scene.desk.plan(replace(_build(scene), plan=""))
    meeting = which_meeting.living(scene)
    facts = which_meeting.facts_of(scene, meeting) if meeting else []
    question, yes = say.send_question(plan.consequences)
    phoned = adviser.phone_first(_another(scene))
    wished = which_meeting.parts_wished(scene)
    beside = ask_whom.not_taken(scene.answer("beside"), scene.case.ref)
    return planned(scene, facts, plan, beside, wished, phoned, question=question, yes=yes)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    person = next(p for p in case.participants if p.id == scene.answer("who"))
    registered = adviser.registered(scene, case)
    copies = text_to_copy(scene, case, outcome.told)
    text = joined(
        registered or say.invited(case.ref, [names.role_definite(person.role)], outcome.told),
        say.sent_now(outcome.told, named=not registered),
        why_only_a_letter(outcome.told, case.ref),
    )
    steps = (*ticks(scene.desk, case), *after_change(scene.desk, case))
    return (done(say.INVITE_PERSON_TITLE, text, *dict.fromkeys(steps), copies=copies),)


FORM = Form(
    name="invite_person",
    title=say.INVITE_PERSON_TITLE,
    questions=(
        which_meeting.KIND,
        Question(
            name="who",
            kind=Kind.PEOPLE,
            words=Words(*say.WHO),
            choices=_people,
            read=_read_who,
            sole=True,
        ),
        unasked("beside"),
        adviser.same(_people_named),
        adviser.NEW,
        *verifying.questions(_to_check),
    ),
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)
