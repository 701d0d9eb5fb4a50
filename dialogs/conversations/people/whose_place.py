"""Whose place somebody takes: by name or role, and how those are replaced who have a way of own."""

from __future__ import annotations

from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.people import participants
from dialogs.form import Missed, Reading, Scene, Several, Took
from dialogs.parsing import folded
from dialogs.reading import choose, chosen
from dialogs.state import Choice
from dialogs.wording.nb import ask_swap as say
from dialogs.wording.nb.words import people as people_words
from pathway.model import Participant
from pathway.service.people.taking_place import NOT_THIS_WAY
from pathway.words import Role


def replaceable(scene: Scene) -> tuple[Participant, ...]:
    """Those who are not replaced in a way of their own."""
    return tuple(p for p in participants.present(scene) if p.role not in NOT_THIS_WAY)


def choices(scene: Scene) -> tuple[Choice, ...]:
    """The same as choices."""
    return participants.choices_of(replaceable(scene))


def stop(scene: Scene) -> str:
    """Why nobody can be replaced, where there is nobody to replace."""
    return "" if replaceable(scene) else say.nobody(scene.case.ref)


def read(text: str, scene: Scene) -> Reading:
    """One of them by name, or by a role that they have; who is replaced otherwise is told how."""
    if chosen(text, choices(scene)):
        return choose(text, choices(scene))
    other = _replaced_otherwise(text, scene)
    if other:
        return Missed(other, whole=True)
    role = people_words.role_named(text) if people_words.is_role_alone(text) else None
    same = tuple(p for p in replaceable(scene) if p.role is role)
    if same:
        return Took(same[0].id) if len(same) == 1 else Several(participants.choices_of(same))
    return choose(text, choices(scene))


def _replaced_otherwise(text: str, scene: Scene) -> str:
    """What to type for the patient, the GP, Nav, and one who only leads the meeting."""
    role, ref = participants.role_meant(text, scene), scene.case.ref
    if role is Role.PATIENT:
        return say.patient()
    if role in NOT_THIS_WAY:
        return say.gp(ref) if role is Role.GP else say.adviser(ref)
    meeting = participants.ahead(scene)
    leader = which_meeting.staff_name(scene, meeting.leader) if meeting else ""
    there = any(p.staff_id == meeting.leader for p in replaceable(scene)) if meeting else True
    named = folded(text) in {folded(leader), folded(leader.split(" ")[0])} if leader else False
    return say.leads_only(leader, ref) if named and not there else ""
