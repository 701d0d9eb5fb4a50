"""*Ny pasient*: three required answers on one card, and a pathway has begun."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from rapidfuzz import fuzz

from dialogs.conversations.cases import whose_contact
from dialogs.conversations.cases.whose_contact import NO_GP
from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.people import participants
from dialogs.conversations.people.doctors import (
    DOCTOR_LIMIT,
    doctor,
    doctors,
    has_letters,
    read_doctor,
    split,
)
from dialogs.conversations.showing import done, summary
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
)
from dialogs.parsing import folded
from dialogs.reading import chosen
from dialogs.reading import words as free_text
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.understand.moments import read_date
from dialogs.understand.names import holds_a_number
from dialogs.understand.reached import Owner, cut_reached
from dialogs.understand.reading import Understood
from dialogs.understand.registrations import facts_in
from dialogs.wording.nb import ask_case, ask_names, ask_words
from dialogs.wording.nb import ask_register as say
from pathway.commands import Person, RegisterPatient
from pathway.service import Desk, Outcome
from pathway.views import CaseLine
from pathway.words import Milestone, StaffId

ALIKE = 88
"""How like two names must be (of 100) to be asked about."""

NAME_LIMIT = 80
_NEEDED = ("name", "received", "gp")
_MOST_SIMILAR = 3
_NEARLY_SAME_DAY = 7


def read_name(text: str, _scene: Scene) -> Reading:
    """A name or initials: anything with a letter in it."""
    if not has_letters(text):
        return Missed(say.NAME_WITHOUT_LETTERS)
    if holds_a_number(text):
        return Missed(ask_names.WITHOUT_NUMBERS, whole=True)
    return free_text(text, NAME_LIMIT)


def _doctors_or_none(scene: Scene) -> tuple[Choice, ...]:
    return (*doctors(scene), Choice(value=NO_GP, title=say.NO_GP))


def _read_gp(text: str, scene: Scene) -> Reading:
    listed = chosen(text, _doctors_or_none(scene))
    if listed == NO_GP or folded(text) in ask_words.NO_GP_WORDS:
        return Took(NO_GP)
    return read_doctor(text, scene)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    return facts_in(rest, scene.today)


def _all_at_once(answer: str, scene: Scene) -> Mapping[str, str]:
    """What the opening could have held, said when only the name was asked for; a date tells."""
    facts = {name: text for name, text in _opening(answer, scene).items() if text}
    dated = read_date(facts.get("received", ""), scene.today, prefer="past")
    reached = {"email", "phone", "reached_1"} & facts.keys()
    return facts if reached or isinstance(dated, Understood) else {}


def _with_the_patients(answer: str, scene: Scene) -> Mapping[str, str]:
    """The GP and what is said to be the patient's; what else is said with the GP is the GP's."""
    named, reached = cut_reached(answer, scene.today)
    own = {one.text: one for one in reached if one.owner is Owner.PATIENT}
    gps = (one.text for one in reached if one.text not in own)
    patients = {"email" if one.is_email else "phone": text for text, one in own.items()}
    return {"gp": ", ".join((named, *gps)), **patients} if own else {}


def _may_wait(name: str) -> Callable[[Scene], bool]:
    """On the card beside the questions that must be answered, never a question of its own."""

    def wanted(scene: Scene) -> bool:
        answers = scene.running.answers
        return name in scene.running.typed or any(one not in answers for one in _NEEDED)

    return wanted


def _build(scene: Scene) -> RegisterPatient:
    email, phone = whose_contact.said_of(scene, whose_contact.PATIENT)
    return RegisterPatient(
        name=scene.answer("name"),
        referral_received=scene.day("received"),
        gp=_gp(scene),
        clinician=StaffId(scene.answer("clinician")) if scene.answer("clinician") else None,
        phone=phone or scene.answer("phone"),
        email=email or scene.answer("email"),
    )


def _gp(scene: Scene) -> Person | None:
    if scene.answer("gp") == NO_GP:
        return None
    named = doctor(scene.answer("gp"), scene)
    email, phone = whose_contact.said_of(scene, whose_contact.GP)
    return replace(named, email=email or named.email, phone=phone or named.phone)


def _facts(scene: Scene) -> list[tuple[str, str]]:
    command = _build(scene)
    clinician = which_meeting.staff_name(scene, command.clinician) if command.clinician else ""
    return say.summary(command, _said_with_gp(scene), clinician)


def _said_with_gp(scene: Scene) -> tuple[str, str]:
    """How the GP is reached, as far as it was said now: what the clinic knows needs no word."""
    if scene.answer("gp") == NO_GP:
        return "", ""
    email, phone = whose_contact.said_of(scene, whose_contact.GP)
    _, own_email, own_phone = split(scene.answer("gp"), scene)
    return email or own_email, phone or own_phone


def _preview(scene: Scene) -> Preview:
    lines = _similar(scene)
    return summary(
        _facts(scene),
        say.similar(lines, twice=_twice(scene, lines)) if lines else "",
        question=say.REGISTER_ANYWAY if lines else say.REGISTER_THIS,
        yes=say.REGISTER,
        ask=bool(lines),
    )


def _similar(scene: Scene) -> list[CaseLine]:
    """Open cases with nearly this name, those of nearly the same day first."""
    received = scene.day("received")
    found = named_alike(scene.answer("name"), scene.desk)
    return sorted(found, key=lambda line: _days_apart(line, received))[:_MOST_SIMILAR]


def named_alike(name: str, desk: Desk) -> tuple[CaseLine, ...]:
    """The open cases with nearly this name."""
    return desk.lines_named(lambda other: likeness(name, other) >= ALIKE)


def _twice(scene: Scene, lines: Sequence[CaseLine]) -> str:
    """The case that this patient seems to have already: also the referral's day is the same."""
    near = _days_apart(lines[0], scene.day("received")) <= _NEARLY_SAME_DAY
    return lines[0].ref if near else ""


def _days_apart(line: CaseLine, received: date) -> int:
    return abs(((line.referral_received or date.min) - received).days)


def likeness(one: str, other: str) -> float:
    """How like two names are, also with first name and surname the other way round."""
    one, other = folded(one), folded(other)
    return max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other))


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    deadlines = {d.milestone: d.day for d in scene.desk.deadlines(case)}
    deadline = deadlines.get(Milestone.ASSESSMENT_STARTED)
    text = say.registered(case.ref, case.name, deadline, scene.today)
    gp = scene.answer("gp") != NO_GP
    first = (ask_words.typed("invite", case.ref), ask_case.CALL_GP)
    second = (ask_words.typed("replace_gp", case.ref), ask_case.NEW_GP)
    actions = (
        first if gp else second,
        (ask_words.typed("milestone", case.ref), ask_case.RECORD_MILESTONE),
        (ask_words.typed("case", case.ref), ask_case.SHOW),
    )
    return (done(say.TITLE, text, *actions, facts=_facts(scene)[1:]),)


FORM = Form(
    name="register",
    title=say.TITLE,
    needs_case=False,
    questions=(
        Question(
            name="name",
            kind=Kind.TEXT,
            words=Words(*say.NAME),
            read=read_name,
            limit=NAME_LIMIT,
            more=_all_at_once,
        ),
        Question(name="received", kind=Kind.DATE, words=Words(*say.RECEIVED), past=True),
        Question(
            name="gp",
            kind=Kind.PEOPLE,
            words=Words(*say.GP),
            choices=_doctors_or_none,
            read=_read_gp,
            free=True,
            limit=DOCTOR_LIMIT,
            more=_with_the_patients,
        ),
        *whose_contact.questions(),
        Question(
            name="clinician",
            kind=Kind.PEOPLE,
            words=Words(*say.CLINICIAN),
            choices=which_meeting.clinicians,
            required=never,
            wanted=_may_wait("clinician"),
            read=which_meeting.read_clinician,
        ),
        Question(
            name="phone",
            kind=Kind.TEXT,
            words=Words(*say.PHONE),
            required=never,
            wanted=_may_wait("phone"),
            read=participants.read_number,
        ),
        Question(
            name="email",
            kind=Kind.TEXT,
            words=Words(*say.EMAIL),
            required=never,
            wanted=_may_wait("email"),
            read=participants.read_address,
        ),
    ),
    opening=_opening,
    build=_build,
    preview=_preview,
    done=_done,
)
