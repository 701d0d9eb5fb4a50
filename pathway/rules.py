"""Pure decisions: deadlines, gates and what an answer is worth. Rule ids stand at each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from pathway import agenda, workdays
from pathway.model import Answer, Consent, Facts, Invitation, Meeting, Participant
from pathway.variants import MEETING_MILESTONE, Segment
from pathway.views import Deadline
from pathway.words import (
    THIRD_PARTIES,
    Attendance,
    InvitationState,
    MeetingKind,
    Milestone,
    Role,
    Verdict,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case import Case
    from pathway.clinic import Clinic

IN_PERSON = frozenset({Attendance.CLINIC, Attendance.GP_OFFICE})
NOS = frozenset({Verdict.DECLINED, Verdict.NEW_TIME})
ON_VIDEO = frozenset({Attendance.VIDEO, Attendance.HOME})


class Unmet(StrEnum):
    """What keeps an invitation from leaving (R12, R13, R14, R14b, F5)."""

    GP_ACCEPTED = "gp_accepted"
    CONSENT = "consent"
    CONSENT_PARTS = "consent_parts"
    PHONE_CALL = "phone_call"
    CONTACT = "contact"
    PATIENT_INVITED = "patient_invited"
    NO_PART = "no_part"


def segment_deadline(start: date, segment: Segment) -> date:
    """The last day in time for a segment that began on `start` (R2, R3, F1)."""
    by_weeks = start + timedelta(weeks=segment.weeks)
    if segment.months is None:
        return by_weeks
    return min(by_weeks, workdays.add_months(start, segment.months))


def deadlines(case: Case, clinic: Clinic) -> tuple[Deadline, ...]:
    """Each milestone with its segment's and the pathway's last day; the earlier rules (R2)."""
    return tuple(_deadlines(case, clinic))


def _deadlines(case: Case, clinic: Clinic) -> Iterator[Deadline]:
    first = case.date_of(Milestone.REFERRAL_RECEIVED)
    weeks = 0
    for segment in clinic.variants[case.variant].segments:
        weeks += segment.weeks
        start = case.date_of(segment.after)
        own = segment_deadline(start, segment) if start else None
        total = first + timedelta(weeks=weeks) if first else None
        day = min(filter(None, (own, total)), default=None)
        yield Deadline(
            milestone=segment.until,
            reached=case.date_of(segment.until),
            segment=own,
            total=total,
            day=day,
            latest_safe_day=latest_safe_day(case, clinic, segment.until, day) if day else None,
            nothing_ahead=segment.until in MEETING_MILESTONE.values()
            and not working_days_ahead(case, clinic, segment.until),
            since=start if own is not None and own == day else first,
        )


def next_deadline(case: Case, clinic: Clinic) -> Deadline | None:
    """The first milestone that is not reached, or None when all are or the case is closed."""
    if case.closing:
        return None
    return next((d for d in _deadlines(case, clinic) if d.reached is None), None)


def latest_safe_day(case: Case, clinic: Clinic, milestone: Milestone, deadline: date) -> date:
    """The last working day on which starting the invitations still keeps the deadline (F2, F9)."""
    ahead = working_days_ahead(case, clinic, milestone)
    return workdays.subtract(workdays.on_or_before(deadline), ahead)


def working_days_ahead(case: Case, clinic: Clinic, milestone: Milestone) -> int:
    """The last steps of the clinic's ladders that this meeting still has ahead, added up (F9)."""
    kind = next((k for k, m in MEETING_MILESTONE.items() if m is milestone), None)
    if kind is None:
        return 0
    meeting = case.meeting_of(kind)
    last = {name: one.steps[-1].days for name, one in clinic.ladders.items() if one.steps}
    total = 0 if meeting and gp_yes(case, meeting) else last["gp"]
    third = [p for role in THIRD_PARTIES for p in case.present(role) if _planned(meeting, p)]
    if any(not _accepted(case, meeting, person) for person in third):
        total += last["third_party"]
    if any(not phone_told(case, person) for person in third):
        total += last["phone_call"]
    return total


def _planned(meeting: Meeting | None, person: Participant) -> bool:
    """Whether the meeting is to have this person; one that is not arranged yet may."""
    return meeting is None or bool(agenda.parts_of(meeting, person))


def _accepted(case: Case, meeting: Meeting | None, person: Participant) -> bool:
    invitation = case.live_invitation(person.id, meeting.id) if meeting else None
    return invitation is not None and accepts(case, invitation)


# --- answers ---------------------------------------------------------------------------------


def covers(answered: Facts, now: Facts) -> bool:
    """Whether a yes to `answered` is a yes to `now` (D4b, F7).

    The window must lie inside, the way of attending be the same, and the place too for one
    who comes in person. A link is not what is agreed to.
    """
    if not answered.window.covers(now.window) or answered.attends is not now.attends:
        return False
    return answered.place == now.place or now.attends not in IN_PERSON


def present_answer(case: Case, invitation: Invitation) -> Answer | None:
    """The answer that holds now: the latest that counts, if it is to what was last offered.

    A yes holds while it covers what is offered now, any other answer while the same is offered: a
    new link asks nobody again (D4b, F4), a time that comes back does.
    """
    counted = [a for a in case.answers_to(invitation.id) if a.counts]
    if not counted or invitation.offered is None:
        return None
    last = counted[-1]
    if last.verdict in NOS and (case.turned_down(last) or case.asked_otherwise(last)):
        return None
    holds = covers(last.facts, invitation.offered)
    if last.verdict is not Verdict.ACCEPTED:
        holds = holds and covers(invitation.offered, last.facts)
    return last if holds else None


def same_answer(one: Answer, other: Answer) -> bool:
    """Whether two answers say the same of the same invitation as it stood."""
    said = ("verdict", "text", "proposals", "by_name", "substitute", "revision")
    return all(getattr(one, name) == getattr(other, name) for name in said)


def accepts(case: Case, invitation: Invitation) -> bool:
    """Whether this invitation's owner has said yes to the meeting as it is now (F5)."""
    answer = present_answer(case, invitation)
    if answer is None or answer.verdict is not Verdict.ACCEPTED:
        return False
    meeting = case.meeting(invitation.meeting_id)
    window = agenda.own_window(meeting, case.participant(invitation.participant_id))
    return window is None or answer.facts.window.covers(window)


def gp_yes(case: Case, meeting: Meeting) -> bool:
    """Gate P: a GP, locum or colleague accepts the present time, or none is needed (D2, F5)."""
    if meeting.without_gp:
        return True
    asked = (case.live_invitation(p.id, meeting.id) for p in case.present(Role.GP))
    return any(invitation is not None and accepts(case, invitation) for invitation in asked)


# --- gates -----------------------------------------------------------------------------------


def consent_for(case: Case, person: Participant) -> Consent | None:
    """The patient's standing consent for this actor, or None (R13, R19).

    Of several the one that was given last counts, and of one day the one recorded last.
    """
    standing = reversed(_standing(case, person))
    return max(standing, key=lambda consent: consent.given_on, default=None)


def _standing(case: Case, person: Participant) -> list[Consent]:
    return [c for c in case.consents if c.participant_id == person.id and not c.withdrawn_at]


def phone_told(case: Case, person: Participant) -> bool:
    """Whether this actor, by name, was told by phone or letter whom it concerns (R14).

    A call counts from the first consent that stands: one given again after withdrawal asks for a
    new call, one that only adds a name or parts does not (F14). SHM2 asks for none while adviser
    and consent are the same (F12).
    """
    standing = _standing(case, person)
    if not standing or person.told_at is None or not person.name:
        return False
    return person.told_at >= standing[0].recorded_at


def unmet(case: Case, meeting: Meeting, person: Participant) -> tuple[Unmet, ...]:
    """What is missing before this person's first invitation to this meeting may leave.

    R11: GP, referrer and clinicians are asked first. R12: the patient after the GP's yes (SHM1).
    R13, R14, R14b: Nav and others. F5: relatives with or after the patient.
    """
    missing: list[Unmet] = []
    if not agenda.parts_of(meeting, person):
        missing.append(Unmet.NO_PART)
    if _waits_for_gp(meeting, person) and not gp_yes(case, meeting):
        missing.append(Unmet.GP_ACCEPTED)
    if person.role in THIRD_PARTIES:
        missing.extend(_unmet_third_party(case, meeting, person))
    if person.role in {Role.RELATIVE, Role.INTERPRETER} and not _patient_asked(case, meeting):
        missing.append(Unmet.PATIENT_INVITED)
    return tuple(missing)


def _waits_for_gp(meeting: Meeting, person: Participant) -> bool:
    first = person.role in {Role.GP, Role.REFERRER, Role.CLINICIAN}
    return not first and meeting.kind is MeetingKind.SHM1


def _unmet_third_party(case: Case, meeting: Meeting, person: Participant) -> list[Unmet]:
    missing: list[Unmet] = []
    if consent_for(case, person) is None:
        missing.append(Unmet.CONSENT)
    elif parts_lacking(case, meeting, person):
        missing.append(Unmet.CONSENT_PARTS)
    if not phone_told(case, person):
        missing.append(Unmet.PHONE_CALL)
    if not person.name or not (person.email or person.phone or person.office):
        missing.append(Unmet.CONTACT)
    return missing


def parts_lacking(case: Case, meeting: Meeting, person: Participant) -> tuple[int, ...]:
    """The numbers of the parts planned for this person that the standing consent lacks (R16b)."""
    consent = consent_for(case, person)
    own = agenda.parts_of(meeting, person) if consent and consent.parts else ()
    return tuple(n + 1 for n in own if consent and n + 1 not in consent.parts)


def may_phone(case: Case, meeting: Meeting, person: Participant) -> bool:
    """Whether Nav or another may be contacted at all: gate N without the writing (F5)."""
    later = {Unmet.PHONE_CALL, Unmet.CONTACT}
    return person.role in THIRD_PARTIES and not set(unmet(case, meeting, person)) - later


def _patient_asked(case: Case, meeting: Meeting) -> bool:
    asked = (case.live_invitation(p.id, meeting.id) for p in case.present(Role.PATIENT))
    return any(i is not None and i.requested_at is not None for i in asked)


def state_of(case: Case, invitation: Invitation) -> InvitationState:
    """Where an invitation stands, from what is recorded."""
    if invitation.cancelled_at is not None:
        return InvitationState.CANCELLED
    answer = present_answer(case, invitation)
    if answer is not None:
        return InvitationState(answer.verdict.value)
    if invitation.undelivered_at is not None:
        return InvitationState.UNDELIVERED
    if invitation.left_at is not None:
        return InvitationState.SENT
    meeting = case.meeting(invitation.meeting_id)
    open_gate = not unmet(case, meeting, case.participant(invitation.participant_id))
    return InvitationState.READY if open_gate else InvitationState.BLOCKED


def due_facts(case: Case, clinic: Clinic, invitation: Invitation) -> Facts | None:
    """What this invitation should say as the meeting now stands, or None when no part is theirs."""
    meeting = case.meeting(invitation.meeting_id)
    person = case.participant(invitation.participant_id)
    window = agenda.attendance_window(meeting, person, clinic.templates.values())
    if window is None:
        return None
    facts = Facts(window=window, attends=agenda.attendance(meeting, person))
    if facts.attends is Attendance.CLINIC:
        return replace(facts, place=meeting.place)
    if facts.attends is Attendance.GP_OFFICE:
        return replace(facts, place=_gp_office(case, person))
    return replace(facts, link=meeting.link) if facts.attends in ON_VIDEO else facts


def _gp_office(case: Case, person: Participant) -> str:
    """The doctor's own office, or that of the case's GP for all others."""
    doctors = (person, *reversed(case.present(Role.GP)))
    return next((doctor.office for doctor in doctors if doctor.role is Role.GP), "")
