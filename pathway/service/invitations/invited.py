"""Who is asked to a case's meetings, and who is still to be: read models, never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pathway import channels, rules
from pathway.model import Invitation
from pathway.rules import Unmet
from pathway.views import InvitationLine
from pathway.words import DOCTORS, THIRD_PARTIES, InvitationId, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.model import Meeting, Participant, Window

NOT_ASKED = 0
"""The revision of what nobody has been asked yet; the first message has 1."""


def invitation_lines(case: Case, clinic: Clinic) -> tuple[InvitationLine, ...]:
    """Every invitation of a case with its state and window."""
    lines: list[InvitationLine] = []
    for invitation in case.invitations:
        meeting = case.meeting(invitation.meeting_id)
        facts = invitation.offered or rules.due_facts(case, clinic, invitation)
        window = facts.window if facts else meeting.window
        lines.append(_line(case, invitation, meeting, window))
    return tuple(lines)


def all_lines(case: Case, clinic: Clinic) -> tuple[InvitationLine, ...]:
    """Every invitation, and a line of revision 0 for each who is to be asked: blocked or ready.

    To be asked is whoever has a part in a living meeting and holds no invitation to it; of Nav
    and others those whom the patient still wants there (R13, R19).
    """
    return (*invitation_lines(case, clinic), *_to_be_asked(case, clinic))


def to_call_in(
    case: Case, clinic: Clinic, meeting: Meeting
) -> tuple[tuple[Participant, tuple[Unmet, ...]], ...]:
    """Each who is to be asked to this meeting after the GP, and what is missing for it (R18).

    Nobody waits for a patient who can be asked at the same time (F5).
    """
    lines = [
        line
        for line in _to_be_asked(case, clinic)
        if line.meeting.id == meeting.id and line.participant.role is not Role.GP
    ]
    with_patient = any(p.participant.role is Role.PATIENT and not p.unmet for p in lines)
    met = frozenset({Unmet.PATIENT_INVITED}) if with_patient else frozenset[Unmet]()
    return tuple(
        (line.participant, tuple(Unmet(u) for u in line.unmet if u not in met)) for line in lines
    )


def _to_be_asked(case: Case, clinic: Clinic) -> Iterator[InvitationLine]:
    for meeting in case.meetings:
        for person in case.participants if meeting.alive else ():
            asked = case.live_invitation(person.id, meeting.id) is not None
            if asked or person.ended_at is not None or not is_wanted(case, person):
                continue
            invitation = _not_yet(clinic, meeting, person)
            facts = rules.due_facts(case, clinic, invitation)
            if facts is not None:
                yield _line(case, invitation, meeting, facts.window)


def is_wanted(case: Case, person: Participant) -> bool:
    """Whether the patient wants them there: of Nav and others it is said (R13, R19).

    A doctor who is the patient's relative too is asked once, as the doctor.
    """
    if person.role is Role.RELATIVE:
        doctors = {p.name.casefold() for role in DOCTORS for p in case.present(role)}
        return person.name.casefold() not in doctors
    if person.role not in THIRD_PARTIES:
        return True
    return person.wanted_at is not None or rules.consent_for(case, person) is not None


def _not_yet(clinic: Clinic, meeting: Meeting, person: Participant) -> Invitation:
    return Invitation(
        id=InvitationId(""),
        meeting_id=meeting.id,
        participant_id=person.id,
        channel=channels.way_to(clinic, person),
        revision=NOT_ASKED,
    )


def _line(case: Case, invitation: Invitation, meeting: Meeting, window: Window) -> InvitationLine:
    person = case.participant(invitation.participant_id)
    return InvitationLine(
        invitation=invitation,
        participant=person,
        meeting=meeting,
        state=rules.state_of(case, invitation),
        window=window,
        unmet=rules.unmet(case, meeting, person),
    )
