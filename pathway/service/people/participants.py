"""Who is part of a case: people come, change and go, and the patient wishes (R15, R16, D5)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import agenda, promises
from pathway import plan as engine
from pathway.case import Wishes
from pathway.errors import (
    AlreadyParticipantError,
    NameNeededError,
    NobodyToInviteError,
    NoMeetingError,
    NoSuchPartError,
    NothingToCorrectError,
    OwnWayInError,
    PhoneNeededError,
    StaffAddressError,
    WayNotTheirsError,
)
from pathway.model import Consent, Meeting, Participant
from pathway.service.cases.registering import check_length
from pathway.service.invitations.reaching import reached_otherwise
from pathway.views import Plan
from pathway.words import THIRD_PARTIES, Attendance, ParticipantId, PromiseKind, Role, StaffId

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pathway.case import Case
    from pathway.commands import (
        AddParticipant,
        CallBack,
        ChangeParticipant,
        RecordWishes,
        RemoveParticipant,
    )
    from pathway.messages import Pen

OWN_WAY_IN = frozenset({Role.PATIENT, Role.GP})
"""Those who come into a case by registering it, and by naming another doctor (D2)."""

_NAMELESS = frozenset({Role.INTERPRETER, Role.NAV_ADVISER})
"""Those whom a role alone is enough for: which interpreter or adviser it is, is known later."""

_FROM_GP_OFFICE = frozenset({Role.PATIENT, Role.RELATIVE, Role.INTERPRETER, Role.GP})


def add_participant(case: Case, pen: Pen, command: AddParticipant) -> Plan:
    """Somebody more is part of the case, and of the meeting to come; nobody is asked yet (R16)."""
    person = newcomer(case, pen, command)
    check_way(person)
    case = case.with_changed(person)
    for question in case.questions:
        if question.id == command.question_id and question.settled is None:
            case = case.with_changed(question.seen_to(pen.now))
    meeting = coming_meeting(case, pen)
    if meeting is None or (command.with_nav and not command.parts):
        return Plan(case=case)
    own = _newcomers_parts(meeting, person, command)
    return _followed(_arranged(case, meeting, person, own, command), pen)


def _newcomers_parts(
    meeting: Meeting, person: Participant, command: AddParticipant
) -> frozenset[int]:
    """The parts that were named, else those of the role without Nav (R16)."""
    if command.parts:
        return _own_parts(meeting, command.parts)
    own = agenda.parts_of(meeting, person)
    return frozenset(n for n in own if not _with_nav(meeting, n))


def _with_nav(meeting: Meeting, part: int) -> bool:
    return Role.NAV_ADVISER in meeting.parts[part].roles


def newcomer(case: Case, pen: Pen, command: AddParticipant) -> Participant:
    """Whom the command describes, as somebody new in the case; refusals as of adding."""
    if command.role in OWN_WAY_IN:
        raise OwnWayInError(command.role)
    known = pen.clinic.member(command.staff_id) if command.staff_id else None
    if command.role is Role.CLINICIAN and known is None:
        raise NameNeededError
    name = known.name if known else command.name
    _check_new(case, command.role, name)
    for text in (name, command.office, command.email, command.phone):
        check_length(text)
    return Participant(
        id=ParticipantId(pen.new_id()),
        role=command.role,
        name=name,
        office=command.office,
        email=known.email if known else command.email,
        phone=command.phone,
        attends=command.attends,
        must=command.must or command.role is not Role.CLINICIAN,
        staff_id=known.id if known else None,
        wanted_at=pen.now if command.role in THIRD_PARTIES else None,
    )


def _check_new(case: Case, role: Role, name: str) -> None:
    """Each is called something, and stands once in the case."""
    if not name and role not in _NAMELESS:
        raise NameNeededError
    if any(p.name.casefold() == name.casefold() for p in case.present(role)):
        raise AlreadyParticipantError(name)


def check_way(person: Participant) -> None:
    """`WayNotTheirsError`, or `PhoneNeededError` for one by telephone without a number (R15)."""
    theirs = {Attendance.HOME: {Role.PATIENT}, Attendance.GP_OFFICE: _FROM_GP_OFFICE}
    if person.role not in theirs.get(person.attends, set(Role)):
        raise WayNotTheirsError(person.role, person.attends)
    if person.attends is Attendance.TELEPHONE and not person.phone:
        raise PhoneNeededError


# --- the parts that somebody attends ------------------------------------------------------------


def coming_meeting(case: Case, pen: Pen) -> Meeting | None:
    """The meeting that is still ahead, or None."""
    ahead = [m for m in case.meetings if m.alive and m.starts_at > pen.now]
    return ahead[-1] if ahead else None


def _arranged(
    case: Case,
    meeting: Meeting,
    person: Participant,
    own: Collection[int],
    command: AddParticipant | ChangeParticipant,
) -> Case:
    """The case with this person in these parts; `GapInAttendanceError` names the mend (R21)."""
    parts = agenda.placed(meeting.parts, person, own)
    people = [p for p in case.participants if p.ended_at is None]
    order = agenda.mended_order(parts, people) if command.reorder else None
    if order is not None:
        parts = tuple(parts[n] for n in order)
        layout = [((n + 1,), meeting.parts[n].minutes) for n in order]
        case = case.with_changed(*(renumbered(consent, layout) for consent in case.consents))
    agenda.check_parts(parts, people)
    return case.with_changed(replace(meeting, parts=parts, revision=meeting.revision + 1))


def renumbered(consent: Consent, layout: Sequence[agenda.Layout]) -> Consent:
    """The consent for the same parts as before, where they stand now (R13)."""
    return replace(consent, parts=agenda.renumbered(consent.parts, layout))


def _followed(case: Case, pen: Pen) -> Plan:
    case, told = engine.follow(case, pen)
    return Plan(case=case, consequences=told)


# --- changed, and gone --------------------------------------------------------------------------


def change_participant(case: Case, pen: Pen, command: ChangeParticipant) -> Plan:
    """Another way to attend, address, number or parts; only who is concerned hears (F7)."""
    before, original = participant(case, command.who), case
    person = _as_said(before, command)
    case = case.with_changed(person)
    if command.parts is not None:
        meeting = coming_meeting(case, pen)
        if meeting is None:
            raise NoMeetingError
        own = _own_parts(meeting, command.parts)
        if agenda.placed(meeting.parts, person, own) != meeting.parts:
            case = _arranged(case, meeting, person, own, command)
    if case == original:
        raise NothingToCorrectError
    if (person.email, person.phone) == (before.email, before.phone):
        return _followed(case, pen)
    case, again = reached_otherwise(case, pen, before, person)
    case, told = engine.follow(case, pen)
    return Plan(case=case, consequences=(*again, *told))


def participant(case: Case, who: ParticipantId) -> Participant:
    """Somebody who is part of the case; `NobodyToInviteError`."""
    found = [p for p in case.participants if p.id == who and p.ended_at is None]
    if not found:
        raise NobodyToInviteError
    return found[0]


def named(case: Case, role: Role, name: str) -> Participant:
    """The latest with this role, and this name where one is given; `NobodyToInviteError`."""
    found = [p for p in case.present(role) if not name or p.name == name]
    if not found:
        raise NobodyToInviteError
    return found[-1]


def _as_said(person: Participant, command: ChangeParticipant) -> Participant:
    for text in (command.phone or "", command.email or ""):
        check_length(text)
    if command.email is not None and person.staff_id is not None:
        raise StaffAddressError(person.name)
    changed = replace(
        person,
        attends=command.attends or person.attends,
        phone=person.phone if command.phone is None else command.phone,
        email=person.email if command.email is None else command.email,
    )
    if command.must is not None and person.role is Role.CLINICIAN:
        changed = replace(changed, must=command.must)
    check_way(changed)
    return changed


def _own_parts(meeting: Meeting, numbers: tuple[int, ...]) -> frozenset[int]:
    own = frozenset(number - 1 for number in numbers)
    if not own or not own <= set(range(len(meeting.parts))):
        raise NoSuchPartError(len(meeting.parts))
    return own


def remove_participant(case: Case, pen: Pen, command: RemoveParticipant) -> Plan:
    """No longer part of the case: whoever holds an invitation is called off (F14).

    An appointment to which nobody is asked any more is off.
    """
    person = participant(case, command.who)
    if person.role in OWN_WAY_IN:
        raise OwnWayInError(person.role)
    gone = replace(person, ended_at=pen.now, ended_why="removed", wanted_at=None)
    plan = _followed(case.with_changed(gone), pen)
    return replace(plan, case=plan.case.with_changed(*_deserted(plan.case, pen)))


def _deserted(case: Case, pen: Pen) -> Iterator[Meeting]:
    """The appointments to come that nobody is asked to, called off."""
    for slot in case.appointments:
        asked = any(one.cancelled_at is None for one in case.invitations_to(slot.id))
        if slot.alive and slot.starts_at > pen.now and not asked:
            yield replace(slot, cancelled_at=pen.now, revision=slot.revision + 1)


# --- the patient's wishes -----------------------------------------------------------------------


def call_back(case: Case, pen: Pen, command: CallBack) -> Plan:
    """This person is to be rung back (R15); who waits for a call already, waits for that one."""
    person = next((p for p in case.participants if p.id == command.who and not p.ended_at), None)
    if person is None:
        raise NobodyToInviteError
    waits = any(
        promise.kind is PromiseKind.CALL_BACK and promise.about == person.id
        for promise in promises.open_promises(case)
    )
    asked = person if waits else replace(person, call_back_at=pen.now)
    return Plan(case=case.with_changed(asked))


def record_wishes(case: Case, pen: Pen, command: RecordWishes) -> Plan:
    """The patient's wishes of people, place and leader; for third parties a consent is owed (R15).

    Whoever is named again is not added twice. A no to Nav ends the asking, never a consent.
    """
    for text in (*command.relatives, *command.others, command.place, command.parts):
        check_length(text)
    wishes = Wishes(
        recorded_at=pen.now,
        recorded_by=StaffId(pen.actor),
        place=command.place,
        leader=pen.clinic.member(command.leader).id if command.leader else None,
        parts=command.parts,
    )
    case = replace(case, wishes=wishes)
    for role, names in ((Role.RELATIVE, command.relatives), (Role.OTHER, command.others)):
        for name in names:
            case = _wished(case, pen, role, name)
    if command.nav is None:
        return Plan(case=case)
    return Plan(case=_nav_wished(case, pen) if command.nav else _nav_not_wished(case))


def _wished(case: Case, pen: Pen, role: Role, name: str) -> Case:
    wanted = pen.now if role in THIRD_PARTIES else None
    known = [p for p in case.present(role) if p.name.casefold() == name.casefold()]
    if not known:
        new_id = ParticipantId(pen.new_id())
        return case.with_changed(Participant(id=new_id, role=role, name=name, wanted_at=wanted))
    return case.with_changed(replace(known[-1], wanted_at=known[-1].wanted_at or wanted))


def _nav_wished(case: Case, pen: Pen) -> Case:
    known = case.present(Role.NAV_ADVISER)
    return _wished(case, pen, Role.NAV_ADVISER, known[-1].name if known else "")


def _nav_not_wished(case: Case) -> Case:
    return case.with_changed(*(replace(p, wanted_at=None) for p in case.present(Role.NAV_ADVISER)))
