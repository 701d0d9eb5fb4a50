"""Small builders: a case grows one sentence at a time, and every value that matters is said.

`a_case()` holds only the patient and the referral. Each `with_…` adds a person, `meeting_at` a
meeting, `invited` and `answered` what went out and came back. Ids are words: "gp", "nav", "shm1",
and the GP's invitation to SHM1 is "shm1-gp". Times are Oslo wall time in text.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pathway import rules
from pathway.case import Case
from pathway.clinic import Clinic, Staff
from pathway.entries import Closing, MilestoneEntry
from pathway.model import Answer, Consent, Facts, Invitation, Meeting, Part, Participant, Window
from pathway.variants import TEMPLATES
from pathway.words import (
    AnswerId,
    CaseId,
    CaseRef,
    Channel,
    ClinicId,
    ClosedReason,
    ConsentForm,
    ConsentId,
    InvitationId,
    MeetingId,
    MeetingKind,
    Milestone,
    ParticipantId,
    Role,
    StaffId,
    Verdict,
)

OSLO = "Europe/Oslo"
SECRETARY, COORDINATOR, LEADER = StaffId("sekretar"), StaffId("koordinator"), StaffId("leder")
DOCTOR = StaffId("lege")
SHM1, SHM2 = MeetingId("shm1"), MeetingId("shm2")
NOON = "2026-11-02 12:00"
MEETING_TIME = "2026-11-24 10:00"


# --- time ------------------------------------------------------------------------------------


def wall(text: str) -> datetime:
    """Wall time without a zone, as a meeting keeps it: "2026-11-24 10:00"."""
    return datetime.fromisoformat(text)


def at(text: str, zone: str = OSLO) -> datetime:
    """The UTC moment of an Oslo wall time."""
    return wall(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def day(text: str) -> date:
    """A date."""
    return date.fromisoformat(text)


def window(start: str, end: str) -> Window:
    """A window between two Oslo wall times."""
    return Window(start=at(start), end=at(end))


def facts(start: str, end: str, **said: Any) -> Facts:  # noqa: ANN401 - any field of Facts
    """What an invitation says of a time and, where given, of place, link and way of attending."""
    return Facts(window=window(start, end), **said)


# --- the clinic ------------------------------------------------------------------------------


def a_clinic(**changes: Any) -> Clinic:  # noqa: ANN401 - any field of Clinic
    """A clinic with one of each role, and leave to e-mail GPs."""
    said: dict[str, Any] = {
        "id": ClinicId("here"),
        "name": "Fjordklinikken",
        "public_name": "Fjord",
        "phone": "55 00 00 00",
        "staff": (
            Staff(id=SECRETARY, name="Siri", roles=frozenset({Role.SECRETARY})),
            Staff(id=COORDINATOR, name="Kåre", roles=frozenset({Role.COORDINATOR})),
            Staff(id=DOCTOR, name="Lise", roles=frozenset({Role.CLINICIAN}), profession="lege"),
            Staff(id=LEADER, name="Leif", roles=frozenset({Role.LEADER})),
        ),
        "mail_to": frozenset({Role.GP}),
    }
    return Clinic(**{**said, **changes})


# --- the case and its people -----------------------------------------------------------------


def a_case(received: str | None = "2026-10-01", **changes: Any) -> Case:  # noqa: ANN401 - any field
    """A case with its patient, whose referral was received on this day (or is not recorded)."""
    said: dict[str, Any] = {
        "id": CaseId("case"),
        "clinic_id": ClinicId("here"),
        "ref": CaseRef("K7M2"),
        "variant": "pain",
        "name": "Kari",
        "created_at": at("2026-10-02 09:00"),
        "secretary": SECRETARY,
        "participants": (a_person("patient", Role.PATIENT),),
    }
    case = Case(**{**said, **changes})
    return reached(case, Milestone.REFERRAL_RECEIVED, received) if received else case


def a_person(who: str, role: Role, **changes: Any) -> Participant:  # noqa: ANN401 - any field
    """A participant named after their id."""
    said: dict[str, Any] = {"id": ParticipantId(who), "role": role, "name": who.capitalize()}
    return Participant(**{**said, **changes})


def with_person(case: Case, who: str, role: Role, **changes: Any) -> Case:  # noqa: ANN401 - any field
    """The case with one person more, or in place of the one with the same id."""
    return case.with_changed(a_person(who, role, **changes))


def with_gp(case: Case, who: str = "gp", **changes: Any) -> Case:  # noqa: ANN401 - any field
    """With a GP who has an e-mail address."""
    said: dict[str, Any] = {"email": f"{who}@example.no", "office": "Legesenteret"}
    return with_person(case, who, Role.GP, **{**said, **changes})


def with_referrer(case: Case, who: str = "referrer", **changes: Any) -> Case:  # noqa: ANN401 - any field
    """With a referrer who is not the GP."""
    return with_person(case, who, Role.REFERRER, **changes)


def with_nav(case: Case, who: str = "nav", **changes: Any) -> Case:  # noqa: ANN401 - any field
    """With a NAV adviser whose name and phone number are known."""
    return with_person(case, who, Role.NAV_ADVISER, **{"phone": "55 55 33 33", **changes})


def with_other(case: Case, who: str = "other", **changes: Any) -> Case:  # noqa: ANN401 - any field
    """With another third party, contact details known."""
    return with_person(case, who, Role.OTHER, **{"phone": "55 11 22 33", **changes})


def with_relative(case: Case, who: str = "relative", **changes: Any) -> Case:  # noqa: ANN401 - any field
    """With a relative."""
    return with_person(case, who, Role.RELATIVE, **changes)


def with_clinician(case: Case, who: str = "lege", **changes: Any) -> Case:  # noqa: ANN401 - any field
    """With a clinician of the staff."""
    return with_person(case, who, Role.CLINICIAN, **{"staff_id": StaffId(who), **changes})


def changed(case: Case, who: str, **changes: Any) -> Case:  # noqa: ANN401 - any field
    """With these fields of a participant changed."""
    return case.with_changed(replace(case.participant(ParticipantId(who)), **changes))


def without(case: Case, who: str, when: str = NOON) -> Case:
    """With this participant no longer part of the case."""
    return changed(case, who, ended_at=at(when))


# --- milestones, closing, consent ------------------------------------------------------------


def reached(case: Case, milestone: Milestone, on: str, *, held: bool = True) -> Case:
    """With a milestone entered by the secretary."""
    entry = MilestoneEntry(
        milestone=milestone,
        on=day(on),
        recorded_at=at(f"{on} 12:00"),
        recorded_by=SECRETARY,
        held=held,
    )
    return replace(case, milestones=(*case.milestones, entry))


def closed(case: Case, reason: ClosedReason = ClosedReason.COMPLETED, when: str = NOON) -> Case:
    """With the pathway ended."""
    return replace(case, closing=Closing(reason=reason, at=at(when), by=SECRETARY))


def consented(case: Case, who: str = "nav", when: str = NOON, *, no: int = 1) -> Case:
    """With the patient's oral consent for this person, recorded then."""
    consent = Consent(
        id=ConsentId(f"consent-{who}-{no}"),
        participant_id=ParticipantId(who),
        given_on=day(when[:10]),
        form=ConsentForm.ORAL,
        recorded_at=at(when),
        recorded_by=SECRETARY,
    )
    return case.with_changed(consent)


def withdrawn(case: Case, who: str = "nav", when: str = NOON) -> Case:
    """With every consent for this person withdrawn."""
    given = [c for c in case.consents if c.participant_id == who]
    return case.with_changed(*(replace(c, withdrawn_at=at(when)) for c in given))


def told(case: Case, who: str = "nav", when: str = "2026-11-03 10:00") -> Case:
    """With this person told by phone whom it concerns."""
    return changed(case, who, told_at=at(when))


# --- meetings --------------------------------------------------------------------------------


def a_part(title: str, minutes: int, *roles: Role, **changes: Any) -> Part:  # noqa: ANN401 - any field
    """A part for these roles."""
    return Part(title=title, minutes=minutes, roles=frozenset(roles), **changes)


def a_meeting(
    start: str = MEETING_TIME,
    kind: MeetingKind = MeetingKind.SHM1,
    template: str = "with_nav",
    **changes: Any,  # noqa: ANN401 - any field
) -> Meeting:
    """A meeting of this kind, with id "shm1" or "shm2"; an empty template is undecided (D1)."""
    said: dict[str, Any] = {
        "id": MeetingId(kind.value),
        "kind": kind,
        "start": wall(start),
        "zone": OSLO,
        "template": template,
        "parts": TEMPLATES[template or "with_nav"].parts,
        "leader": LEADER,
    }
    return Meeting(**{**said, **changes})


def meeting_at(
    case: Case,
    start: str = MEETING_TIME,
    kind: MeetingKind = MeetingKind.SHM1,
    template: str = "with_nav",
    **changes: Any,  # noqa: ANN401 - any field
) -> Case:
    """The case with a meeting at that wall time."""
    return case.with_changed(a_meeting(start, kind, template, **changes))


def moved(case: Case, start: str, meeting: MeetingId = SHM1) -> Case:
    """With the meeting at another time, and nobody told yet."""
    return case.with_changed(replace(case.meeting(meeting), start=wall(start)))


# --- invitations and answers -----------------------------------------------------------------


def invited(
    case: Case,
    who: str = "gp",
    when: str = NOON,
    meeting: MeetingId = SHM1,
    **changes: Any,  # noqa: ANN401 - any field
) -> Case:
    """With an invitation that left then, offering what the meeting now says (a new one or anew)."""
    invitation_id = InvitationId(f"{meeting}-{who}")
    bare = Invitation(
        id=invitation_id,
        meeting_id=meeting,
        participant_id=ParticipantId(who),
        channel=Channel.MAIL,
    )
    before = [i for i in case.invitations if i.id == invitation_id]
    invitation = replace(before[0], revision=before[0].revision + 1) if before else bare
    said: dict[str, Any] = {
        "offered": rules.due_facts(case, a_clinic(), invitation),
        "requested_at": invitation.requested_at or at(when),
        "asked_at": at(when),
        "left_at": invitation.left_at or at(when),
    }
    return case.with_changed(replace(invitation, **{**said, **changes}))


def answered(
    case: Case,
    who: str = "gp",
    verdict: Verdict = Verdict.ACCEPTED,
    when: str = "2026-11-03 09:00",
    meeting: MeetingId = SHM1,
    **changes: Any,  # noqa: ANN401 - any field
) -> Case:
    """With an answer to what this person's invitation offers now."""
    invitation = case.invitation(InvitationId(f"{meeting}-{who}"))
    said: dict[str, Any] = {
        "id": AnswerId(f"answer-{len(case.answers) + 1}"),
        "invitation_id": invitation.id,
        "revision": invitation.revision,
        "facts": invitation.offered,
        "verdict": verdict,
        "at": at(when),
        "channel": Channel.MAIL,
        "evidence": "message 1",
    }
    return case.with_changed(Answer(**{**said, **changes}))


def ready_case(**changes: Any) -> Case:  # noqa: ANN401 - any field of the meeting
    """A case with GP, NAV adviser and SHM1, where the GP has said yes and gate N is open."""
    case = with_nav(with_gp(a_case()))
    case = answered(invited(meeting_at(case, **changes)))
    return told(consented(case))
