"""*Ny deltaker*: a relative, interpreter, clinician, referrer or other joins the case (R16)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.next_steps import after_change, texts_for
from dialogs.conversations.people import nav_part, own_parts, participants, reached
from dialogs.conversations.showing import done, planned
from dialogs.form import (
    Form,
    Missed,
    Preview,
    Question,
    Reading,
    Scene,
    Took,
    Words,
    never,
    unasked,
)
from dialogs.parsing import folded
from dialogs.reading import choose, chosen
from dialogs.reading import words as free_text
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.understand.names import holds_a_number, several_people
from dialogs.understand.parts import parts_in
from dialogs.wording.nb import ask_invite
from dialogs.wording.nb import ask_people as say
from dialogs.wording.nb.ask_mail import noted
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.grammar import sentences
from dialogs.wording.nb.words import people as people_words
from dialogs.wording.nb.words.whom import third_party_in
from dialogs.wording.neutral import clean
from pathway import questions, running
from pathway.commands import AddParticipant
from pathway.model import Participant
from pathway.rules import Unmet
from pathway.service import Outcome
from pathway.service.invitations.invited import to_call_in
from pathway.words import Attendance, QuestionId, Role, StaffId

NAME_LIMIT = 80
_OF_NO_CONSENT = frozenset({Role.RELATIVE, Role.INTERPRETER, Role.REFERRER})
"""Roles in which nobody comes in who needs consent (R13)."""


def _role(scene: Scene) -> Role | None:
    named = scene.answer("role")
    return Role(named) if named else None


def _roles(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=role.value, title=title) for role, title in say.ROLES.items())


def _read_role(text: str, scene: Scene) -> Reading:
    """A role; of somebody who needs consent only one that asks for it (R13)."""
    named = chosen(text, _roles(scene))
    if not named and _third_among_relatives(text):
        return Missed(say.not_a_relative(text), whole=True)
    role = Role(named) if named else people_words.role_named(folded(text))
    name = scene.answer("name")
    if role in _OF_NO_CONSENT and third_party_in(name):
        return Missed(say.not_a_relative(name), whole=True)
    if role is not None:
        alone = named or people_words.is_role_alone(text)
        return Took(role.value) if alone else Missed(say.ROLE_ALONE, whole=True)
    if people_words.names_own_way(text):
        return Missed(say.GP_HAS_OWN_WAY)
    return choose(text, _roles(scene))


def _third_among_relatives(text: str) -> bool:
    """Whether somebody who needs consent is called a relative (R13)."""
    near = people_words.role_named(text) is Role.RELATIVE
    return near and third_party_in(text) is not None


def _read_name(text: str, scene: Scene) -> Reading:
    return read_name(text, scene, _role(scene))


def read_name(text: str, scene: Scene, role: Role | None) -> Reading:
    """The name of somebody new in this role; one that another has otherwise is asked about.

    Nav and others who need consent come in by no other role (R13).
    """
    reading = free_text(text, NAME_LIMIT)
    if not isinstance(reading, Took):
        return reading
    if "phone" in participants.heard(text).facts or holds_a_number(text):
        return Missed(say.NAME_ALONE, whole=True)
    if len(several_people(text)) > 1:
        return Missed(say.ONE_AT_A_TIME, whole=True)
    if role in _OF_NO_CONSENT and third_party_in(text):
        return Missed(say.not_a_relative(text), whole=True)
    same = [
        p
        for p in participants.present(scene)
        if p.name.casefold() == reading.value.casefold() and p.role is not role
    ]
    return Took(reading.value, tuple(say.same_name(p.name, p.role) for p in same[:1]))


def _is_staff(scene: Scene) -> bool:
    return _role(scene) is Role.CLINICIAN


def _is_outside(scene: Scene) -> bool:
    return _role(scene) is not Role.CLINICIAN


def _needs_name(scene: Scene) -> bool:
    return _role(scene) not in {Role.INTERPRETER, Role.NAV_ADVISER}


def staff(scene: Scene) -> tuple[Choice, ...]:
    """The clinicians of the clinic who are not part of the case yet."""
    there = {p.staff_id for p in participants.present(scene)}
    fit = [p for p in scene.clinic.staff if p.roles & {Role.CLINICIAN, Role.LEADER}]
    return tuple(Choice(value=p.id, title=p.name) for p in fit if p.id not in there)


def _musts(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, title=title) for value, title in say.MUST_CHOICES.items())


def _read_must(text: str, scene: Scene) -> Reading:
    said = people_words.MUST_WORDS.get(folded(text), "")
    return Took(said) if said else choose(text, _musts(scene))


def _must(_scene: Scene) -> str:
    return "must"


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "ny deltaker K7M2 pårørende Anne på telefon 99 88 77 66"; a button names a mail."""
    mail = _mail(rest.strip(), scene)
    if mail is not None:
        name = clean(mail.sender_name)[:NAME_LIMIT].strip()
        return {"mail": mail.id, "name": name, "email": clean(mail.sender)}
    if _third_among_relatives(rest):
        return {"role": rest}
    parts, rest = parts_in(rest)
    role = people_words.role_named(rest)
    if role is Role.RELATIVE and len(several_people(rest)) > 1:
        return {"role": role.value, "name": rest}
    heard = participants.heard(rest)
    left = " ".join(people_words.without_role(heard.words)).strip(" ,")
    name, _, office = left.partition(",")
    told = {"who": left} if role is Role.CLINICIAN else {"name": name, "office": office}
    found = {"role": role.value if role else "", "parts": parts, **heard.facts, **told}
    return {key: value.strip() for key, value in found.items() if value.strip()}


def _mail(text: str, scene: Scene) -> questions.Question | None:
    """The mail whose sender is to be added, where its own id is all that is said."""
    found = scene.desk.questions(scene.case) if text else ()
    return next((one for one in found if one.id == text), None)


def _build(scene: Scene) -> AddParticipant:
    outside = _is_outside(scene)
    return AddParticipant(
        ref=scene.case.ref,
        role=Role(scene.answer("role")),
        name=scene.answer("name") if outside else "",
        staff_id=None if outside else StaffId(scene.answer("who")),
        office=scene.answer("office"),
        email=scene.answer("email"),
        phone=scene.answer("phone"),
        attends=Attendance(scene.answer("attends") or Attendance.VIDEO),
        must=scene.answer("must") != "may",
        with_nav=scene.answer("stays") != "no" or scene.answer("order") == participants.STAY,
        parts=own_parts.numbers(scene),
        reorder=scene.answer("order") == participants.MEND,
        question_id=QuestionId(scene.answer("mail")) if scene.answer("mail") else None,
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    command = _build(scene)
    plan = scene.desk.plan(command)
    person = plan.case.participants[-1]
    shown = planned(
        scene,
        say.added_facts(person),
        plan,
        question=say.ADD_QUESTION,
        yes=say.ADD,
        otherwise=say.nobody_is_told(),
    )
    return replace(shown, ask=bool(plan.consequences))


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    person = case.participants[-1]
    copies = texts_for(scene, case, outcome.told)
    text = joined(
        sentences(
            say.added(case.ref, person),
            own_parts.window_said(scene, person),
            noted(case.ref) if scene.answer("mail") else "",
        ),
        ask_invite.sent_now(outcome.told),
        _what_next(scene, outcome, person),
    )
    return (done(say.ADD_TITLE, text, *after_change(scene.desk, case), copies=copies),)


def _what_next(scene: Scene, outcome: Outcome, person: Participant) -> str:
    case, meeting = outcome.case, participants.ahead(scene)
    if running.going_on(case):
        return say.comes_in(case.ref, person)
    asked = to_call_in(case, scene.clinic, meeting) if meeting else ()
    missing = next((lacks for who, lacks in asked if who.id == person.id), (Unmet.NO_PART,))
    return say.next_for(case.ref, person, missing, arranged=meeting is not None)


FORM = Form(
    name="add_participant",
    title=say.ADD_TITLE,
    questions=(
        Question(
            name="role",
            kind=Kind.CHOICE,
            words=Words(*say.ROLE),
            choices=_roles,
            read=_read_role,
        ),
        Question(
            name="name",
            kind=Kind.TEXT,
            words=Words(*say.NAME),
            wanted=_is_outside,
            required=_needs_name,
            read=_read_name,
            limit=NAME_LIMIT,
        ),
        Question(
            name="who",
            kind=Kind.PEOPLE,
            words=Words(*say.STAFF),
            wanted=_is_staff,
            choices=staff,
        ),
        Question(
            name="must",
            kind=Kind.CHOICE,
            words=Words(*say.MUST),
            wanted=_is_staff,
            required=never,
            choices=_musts,
            read=_read_must,
            default=_must,
        ),
        participants.way(_role),
        own_parts.PARTS,
        unasked("mail"),
        nav_part.STAYS,
        nav_part.ORDER,
        *reached.questions(_role),
    ),
    clinicians=True,
    opening=_opening,
    build=_build,
    preview=_preview,
    done=_done,
)
