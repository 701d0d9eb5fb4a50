"""A meeting is arranged, moved, changed and called off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import agenda, extra, rules, underway, workdays
from pathway import plan as engine
from pathway.errors import (
    AlreadyInvitedError,
    AssessmentNotStartedError,
    LinkInUseError,
    MeetingInPastError,
    MilestoneOrderError,
    NobodyToInviteError,
    NoMeetingError,
    NoSuchClockError,
    ReasonNeededError,
)
from pathway.messages import Pen
from pathway.model import Meeting, Part, Participant
from pathway.service.meetings import rooms
from pathway.service.meetings.beside import beside, called_off, kept_beside
from pathway.service.meetings.time_warnings import LAST_DAY_OF, against
from pathway.service.people.participants import check_way
from pathway.service.run.breaking_off import check_unchanged
from pathway.views import Clash, Plan, TakenBy
from pathway.words import (
    APPOINTMENTS,
    MeetingId,
    MeetingKind,
    Milestone,
    ParticipantId,
    Role,
    StaffId,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case import Case
    from pathway.commands import CancelMeeting, ChangeMeeting, InviteGp, MoveMeeting, Person
    from pathway.ports import Booking


def invite_gp(case: Case, pen: Pen, command: InviteGp) -> Plan:
    """Arrange the meeting and ask the GP, who is asked first (R11); without one see D2."""
    meeting = case.meeting_of(command.kind)
    if meeting is None:
        case = _locum_gone(case, pen)
    doctors = case.present(Role.GP)
    if not doctors:
        return _arrange_without_gp(case, pen, command, meeting)
    doctor = replace(as_checked(doctors[-1], command.checked), attends=command.attends)
    check_way(doctor)
    if meeting is not None and (meeting.held or case.live_invitation(doctor.id, meeting.id)):
        raise AlreadyInvitedError
    fresh = _arranged(case, pen, command, meeting)
    case = replace(case.with_changed(doctor, fresh), decide_by=None)  # decided (F15)
    check_order(case, fresh)
    case, told = engine.invite(case, pen, fresh, doctor)
    return judged(Plan(case=case, consequences=told), pen, fresh)


def _arrange_without_gp(case: Case, pen: Pen, command: InviteGp, old: Meeting | None) -> Plan:
    """There is nobody to ask: the clinician has decided that the meeting is held all the same."""
    if old is not None or not command.without_gp:
        raise NobodyToInviteError
    fresh = replace(_arranged(case, pen, command, None), without_gp=command.without_gp)
    case = replace(case.with_changed(fresh), decide_by=None)  # decided (F15)
    check_order(case, fresh)
    case, told = engine.follow(case, replace(pen, pressed=False))
    return judged(Plan(case=case, consequences=told), pen, fresh)


def as_checked(person: Participant, checked: Person | None) -> Participant:
    """The person with the details that somebody has just made sure of, if they are theirs."""
    if checked is None or checked.name != person.name:
        return person
    return replace(person, office=checked.office, email=checked.email, phone=checked.phone)


def gp_to_ask(case: Case, kind: MeetingKind) -> Participant | None:
    """Whom `invite_gp` would ask: a locum for now has no part in a meeting that is new (D2)."""
    doctors = case.present(Role.GP)
    if not doctors:
        return None
    own = doctors[-1].stands_in_for
    return doctors[-1] if own is None or case.meeting_of(kind) else case.participant(own)


def _locum_gone(case: Case, pen: Pen) -> Case:
    """A locum for now has no part in the next meeting: the GP is theirs again (D2)."""
    for locum in case.present(Role.GP):
        if locum.stands_in_for is not None:
            back = replace(case.participant(locum.stands_in_for), ended_at=None)
            case = case.with_changed(replace(locum, ended_at=pen.now), back)
    return case


def _arranged(case: Case, pen: Pen, command: InviteGp, old: Meeting | None) -> Meeting:
    return Meeting(
        id=old.id if old else MeetingId(pen.new_id()),
        kind=command.kind,
        start=command.start,
        zone=pen.clinic.zone,
        template=command.template,
        parts=first_parts(case, pen, command.template),
        leader=command.leader,
        place=command.place,
        link=command.link,
        without_gp=old.without_gp if old else "",
        revision=old.revision + 1 if old else 1,
    )


def first_parts(case: Case, pen: Pen, template: str) -> tuple[Part, ...]:
    """The template's parts, with those left out of them before left out again (R18).

    Before is the last meeting that was held or is to be; one called off where there is no other.
    While Nav is undecided it is the first of the clinic's templates that tears nobody (R21).
    """
    stands = [m for m in case.meetings if m.held or m.alive] or list(case.meetings)
    before = stands[-1].parts if stands else ()
    wanted = [template] if template else list(pen.clinic.templates)
    new = (pen.clinic.template(name).parts for name in wanted)
    carried = (agenda.carried(before, parts, case.participants) for parts in new)
    choices = [extra.left_out(case, parts) for parts in carried]
    apart = frozenset[ParticipantId]().union(*(p.added | p.left_out for p in before))
    people = [p for p in case.participants if p.ended_at is None and p.id in apart]
    whole = [parts for parts in choices if not agenda.gaps(parts, people)]
    if template:
        agenda.check_parts(choices[0], people)
    return whole[0] if whole else choices[0]


def check_order(case: Case, meeting: Meeting) -> None:
    """SHM1 after the assessment has started, SHM2 after SHM1 (R5)."""
    on = meeting.start.date()
    if meeting.kind in APPOINTMENTS:
        return
    if meeting.kind is MeetingKind.SHM2:
        held = case.date_of(Milestone.SHM1_HELD)
        if held is None or held >= on:
            raise MilestoneOrderError(Milestone.SHM2_HELD, Milestone.SHM1_HELD, held)
        return
    started = case.date_of(Milestone.ASSESSMENT_STARTED)
    if started is not None and started > on:
        raise AssessmentNotStartedError


def move_meeting(case: Case, pen: Pen, command: MoveMeeting) -> Plan:
    """Another time; each hears of it as far as their own window changes (F5, F7)."""
    meeting = living(case, command.kind)
    moved = replace(meeting, start=command.start, revision=meeting.revision + 1)
    return _changed(case, pen, moved, meeting)


def change_meeting(case: Case, pen: Pen, command: ChangeMeeting) -> Plan:
    """Another template, place, link or leader."""
    meeting = living(case, command.kind)
    changed = replace(
        meeting,
        place=meeting.place if command.place is None else command.place,
        link=meeting.link if command.link is None else command.link,
        leader=command.leader or meeting.leader,
        revision=meeting.revision + 1,
    )
    if command.template is not None:
        changed = with_template(case, pen, changed, command.template)
    return _changed(case, pen, changed, meeting)


def with_template(case: Case, pen: Pen, meeting: Meeting, name: str) -> Meeting:
    """The meeting with this agenda; refusals as `agenda.check_parts` for those who are asked."""
    parts = agenda.carried(meeting.parts, pen.clinic.template(name).parts, case.participants)
    agenda.check_parts(parts, invited(case, meeting))
    return replace(meeting, template=name, parts=parts)


def _changed(case: Case, pen: Pen, meeting: Meeting, before: Meeting) -> Plan:
    check_unchanged(case, case.with_changed(meeting))
    case, off = kept_beside(case, pen, meeting)
    case = case.with_changed(meeting)
    check_order(case, meeting)
    case, told = engine.follow(case, pen)
    return judged(Plan(case=case, consequences=(*off, *told)), pen, meeting, before)


def invited(case: Case, meeting: Meeting) -> tuple[Participant, ...]:
    """Everybody who is asked to this meeting."""
    living_ids = {i.participant_id for i in case.invitations_to(meeting.id) if not i.cancelled_at}
    return tuple(p for p in case.participants if p.id in living_ids)


def cancel_meeting(case: Case, pen: Pen, command: CancelMeeting) -> Plan:
    """Call the meeting off; everybody who holds an invitation is told."""
    if not command.reason:
        raise ReasonNeededError
    meeting = living(case, command.kind)
    off = (meeting, *(slot for slot, _ in beside(case, meeting)))
    case, told = called_off(case, pen, *off)
    return Plan(case=case, consequences=told)


def living(case: Case, kind: MeetingKind) -> Meeting:
    """The meeting of this kind that is still to come; `NoMeetingError` where there is none."""
    meeting = case.meeting_of(kind)
    if meeting is None or not meeting.alive:
        raise NoMeetingError
    return meeting


# --- what speaks against a time ------------------------------------------------------------


def judged(plan: Plan, pen: Pen, meeting: Meeting, before: Meeting | None = None) -> Plan:
    """The plan with what speaks against its time; `MeetingInPastError`, `NoSuchClockError`.

    What goes on, and keeps the time and the parts that it had `before`, is not refused.
    """
    kept = before is not None and (before.start, before.parts) == (meeting.start, meeting.parts)
    goes_on = kept and underway.goes_on(plan.case, meeting, pen.now)
    if meeting.starts_at <= pen.now and not goes_on:
        raise MeetingInPastError
    if workdays.wall_time(meeting.starts_at, meeting.zone) != meeting.start:
        raise NoSuchClockError
    rows = rules.deadlines(plan.case, pen.clinic)
    wanted = LAST_DAY_OF.get(meeting.kind)
    return replace(
        plan,
        clashes=tuple(dict.fromkeys(_all_clashes(plan.case, pen, meeting))),
        warnings=tuple(against(plan.case, pen, meeting)),
        deadline=next((row.day for row in rows if row.milestone is wanted), None),
    )


def _all_clashes(case: Case, pen: Pen, meeting: Meeting) -> Iterator[Clash]:
    """The meeting's own, and those of each slot beside it that moves along (R26)."""
    yield from clashes(case, pen, meeting)
    for slot, _ in beside(case, meeting):
        then = slot.window
        there = (
            b.id == slot.id and b.start == then.start for b in pen.bookings(then.start, then.end)
        )
        if not any(there):
            yield from clashes(case, pen, slot)


def clashes(case: Case, pen: Pen, meeting: Meeting) -> tuple[Clash, ...]:
    """Leader, clinicians or link taken at that time in another case; `LinkInUseError` (P1)."""
    window = meeting.window
    if meeting.link and not rooms.is_listed(pen.clinic, meeting.link):
        used = [b for b in pen.link_users(meeting.link) if not rooms.is_own(case, meeting.kind, b)]
        if used:
            raise LinkInUseError
    clinicians = own_staff(case, meeting) | {meeting.leader}
    found: list[Clash] = []
    for booking in pen.bookings(window.start - rooms.GAP, window.end + rooms.GAP):
        own = booking.id == meeting.id or rooms.is_own(case, meeting.kind, booking)
        if own or _goes_along(case, booking):
            continue
        at_once = booking.start < window.end and window.start < booking.end
        if at_once and booking.leader in clinicians:
            found.append(_clash(TakenBy.LEADER, booking.leader, booking))
        if at_once:
            shared = sorted(
                set(booking.clinicians) & {c for c in clinicians if c} - {booking.leader}
            )
            found.extend(_clash(TakenBy.CLINICIAN, who, booking) for who in shared)
        if meeting.link and booking.link == meeting.link:
            found.append(_clash(TakenBy.LINK, meeting.link, booking))
    return tuple(found)


def _goes_along(case: Case, booking: Booking) -> bool:
    """Whether it is the case's own, and moves in the same plan."""
    return any(m.id == booking.id and m.starts_at != booking.start for m in case.diary)


def own_staff(case: Case, meeting: Meeting) -> frozenset[StaffId]:
    """The clinicians whom it takes: of an appointment those who are asked, else all of the case."""
    there = (
        person
        for person in case.participants
        if meeting.kind not in APPOINTMENTS or agenda.own_window(meeting, person)
    )
    return frozenset(person.staff_id for person in there if person.staff_id)


def _clash(what: TakenBy, who: str, booking: Booking) -> Clash:
    return Clash(what=what, who=who, ref=booking.ref, start=booking.start, end=booking.end)
