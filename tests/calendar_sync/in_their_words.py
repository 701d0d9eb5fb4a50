"""What each is to have in their calendar: by the meeting itself, and by what people have said.

Worked out here once more, so that the judge of the histories leans on none of the rules it judges.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from pathway.case import Case
from pathway.clinic import Clinic
from pathway.model import Answer, Facts, Invitation, Part, Participant, Window
from pathway.outgoing import SendingKind, SendingStatus
from pathway.words import APPOINTMENTS, Attendance, MeetingKind, Role, Verdict

IN_PERSON = {Attendance.CLINIC, Attendance.GP_OFFICE}
HEAR_AT_ONCE = {Role.GP, Role.REFERRER, Role.CLINICIAN}
NOS = {Verdict.DECLINED, Verdict.NEW_TIME}


def said(case: Case, invitation: Invitation) -> list[Answer]:
    """Every answer of its owner, but those that came to nothing."""
    return [a for a in case.answers_now if a.invitation_id == invitation.id and a.counts]


def says_yes(case: Case, clinic: Clinic, invitation: Invitation) -> bool:
    """Whether its owner's last word is a yes to a time that holds the one that they are to have."""
    words = said(case, invitation)
    if not words or words[-1].verdict is not Verdict.ACCEPTED:
        return False
    agreed, due = words[-1].facts, due_facts(case, clinic, invitation)
    inside = agreed.window.start <= due.window.start and due.window.end <= agreed.window.end
    place = due.attends not in IN_PERSON or agreed.place == due.place
    return inside and place and agreed.attends is due.attends


def says_no(case: Case, invitation: Invitation, there: Window) -> bool:
    """Whether its owner's last word is a no to what stands there, and was not turned down."""
    words = said(case, invitation)
    if not words or words[-1].verdict not in NOS or words[-1].facts.window != there:
        return False
    every = [a.id for a in case.answers_now if a.invitation_id == invitation.id]
    stands = (s for s in case.sendings_of(invitation.id) if s.kind is SendingKind.STANDS)
    held_to = (s.step for s in stands if s.status is not SendingStatus.DROPPED)
    return every.index(words[-1].id) >= max(held_to, default=0)


def waits_for_the_gp(case: Case, clinic: Clinic, invitation: Invitation) -> bool:
    """Whether its owner hears of this time only when the GP has said yes to it (D4b, F5)."""
    meeting = case.meeting(invitation.meeting_id)
    role = case.participant(invitation.participant_id).role
    if role in HEAR_AT_ONCE or meeting.without_gp:
        return False
    doctors = {p.id for p in case.participants if p.role is Role.GP and p.ended_at is None}
    asked = [
        one
        for one in case.invitations
        if one.meeting_id == meeting.id
        and one.participant_id in doctors
        and one.cancelled_at is None
    ]
    agreed = any(says_yes(case, clinic, one) for one in asked)
    return not agreed and (bool(asked) or meeting.kind is MeetingKind.SHM1)


def held_without(case: Case, clinic: Clinic, invitation: Invitation) -> bool:
    """Whether it is a doctor's who has not said yes, of a meeting that is held without (D2)."""
    doctor = case.participant(invitation.participant_id).role is Role.GP
    without = bool(case.meeting(invitation.meeting_id).without_gp)
    return doctor and without and not says_yes(case, clinic, invitation)


def due_facts(case: Case, clinic: Clinic, invitation: Invitation) -> Facts:
    """Window, place and link of this owner by the meeting itself, worked out here once more.

    A doctor holds, while the agenda is undecided, what every one of the clinic's needs (R21); the
    clinicians' own appointments are at the clinic (R26).
    """
    meeting = case.meeting(invitation.meeting_id)
    person = case.participant(invitation.participant_id)
    agendas = [meeting.parts]
    if person.role is Role.GP and not meeting.template:
        agendas += [template.parts for template in clinic.templates.values()]
    own = [span for parts in agendas for span in spans(parts, person)]
    window = Window(
        start=meeting.starts_at + timedelta(minutes=min(start for start, _ in own)),
        end=meeting.starts_at + timedelta(minutes=max(end for _, end in own)),
    )
    offices = [p.office for p in (*case.present(Role.GP), person) if p.role is Role.GP]
    places = {
        Attendance.CLINIC: meeting.place,
        Attendance.GP_OFFICE: offices[-1] if offices else "",
    }
    attends = Attendance.CLINIC if meeting.kind in APPOINTMENTS else person.attends
    return Facts(
        window=window,
        place=places.get(attends, ""),
        link=meeting.link if attends in {Attendance.VIDEO, Attendance.HOME} else "",
        attends=attends,
    )


def spans(parts: Iterable[Part], person: Participant) -> Iterator[tuple[int, int]]:
    """The minutes from and to which this person is there, a part at a time."""
    begins = 0
    for part in parts:
        ends = begins + part.minutes
        there = person.role in part.roles or person.id in part.added
        if there and person.id not in part.left_out:
            yield begins, ends
        begins = ends
