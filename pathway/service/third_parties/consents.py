"""Consents come and go, and what that means for whoever they are about (R13, R16b, R19, F14)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway import agenda, leaving, rules, workdays
from pathway import plan as engine
from pathway.errors import (
    ConsentNotNeededError,
    ConsentOutdatedError,
    GateClosedError,
    MilestoneInFutureError,
    NobodyToInviteError,
    NoConsentError,
    NoSuchPartError,
    NothingToCorrectError,
)
from pathway.model import Consent, Participant
from pathway.ports import Notice
from pathway.rules import Unmet
from pathway.service.invitations.reaching import reached_otherwise
from pathway.service.meetings.arranging import living
from pathway.service.third_parties.third_party import actor, actors, as_said
from pathway.telling import to_staff
from pathway.views import Consequence, Plan
from pathway.words import THIRD_PARTIES, ConsentId, ParticipantId, Role, StaffId

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.commands import KeepToConsent, RecordConsent, WithdrawConsent
    from pathway.messages import Pen
    from pathway.model import Meeting


def record_consent(case: Case, pen: Pen, command: RecordConsent) -> Plan:
    """The patient consents to this actor; a later one without a name keeps the name (R13, F14).

    A consent for fewer parts than they are asked to takes them out of the rest at once.
    """
    if command.role not in THIRD_PARTIES:
        raise ConsentNotNeededError(command.role)
    if command.given_on > pen.today:
        raise MilestoneInFutureError(command.given_on)
    known = named_actor(case, command.role, command.name)
    _check_stands(case, pen, command, known)
    person = as_said(known, command) if known else _new_actor(pen, command)
    consent = Consent(
        id=ConsentId(pen.new_id()),
        participant_id=person.id,
        given_on=command.given_on,
        form=command.form,
        recorded_at=pen.now,
        recorded_by=StaffId(pen.actor),
        parts=_parts(case, pen, command),
    )
    case = case.with_changed(person, consent)
    if known is None or (person.email, person.phone) == (known.email, known.phone):
        return _kept_to_consent(case, pen, person)
    case, told = reached_otherwise(case, pen, known, person)
    plan = _kept_to_consent(case, pen, person)
    return replace(plan, consequences=(*told, *plan.consequences))


def named_actor(case: Case, role: Role, name: str) -> Participant | None:
    """Whom a consent with this name is about: the same name, or one who had none; else nobody."""
    known = [p for p in actors(case, role) if not name or p.name in {"", name}]
    return known[-1] if known else None


def _check_stands(case: Case, pen: Pen, command: RecordConsent, known: Participant | None) -> None:
    """What was given before a withdrawal does not stand after it (R19)."""
    withdrawn = [
        workdays.local_date(c.withdrawn_at, pen.clinic.zone)
        for c in case.consents
        if known is not None and c.participant_id == known.id and c.withdrawn_at
    ]
    if withdrawn and command.given_on < max(withdrawn):
        raise ConsentOutdatedError(max(withdrawn))


def _parts(case: Case, pen: Pen, command: RecordConsent) -> tuple[int, ...]:
    """Numbers of parts that the meeting has, in order; every one of them is the whole meeting."""
    ahead = [m for m in case.meetings if m.alive and m.starts_at > pen.now]
    wanted = tuple(sorted(set(command.parts)))
    if not ahead or not wanted:
        return wanted
    most = len(ahead[-1].parts)
    if not set(wanted) <= set(range(1, most + 1)):
        raise NoSuchPartError(most)
    return () if len(wanted) == most else wanted


def _new_actor(pen: Pen, command: RecordConsent) -> Participant:
    return Participant(
        id=ParticipantId(pen.new_id()),
        role=command.role,
        name=command.name,
        office=command.office,
        email=command.email,
        phone=command.phone,
        wanted_at=pen.now,
    )


def _kept_to_consent(case: Case, pen: Pen, person: Participant) -> Plan:
    """Whoever is asked to a part without consent leaves it now; who would have to go, goes."""
    told_all: list[Consequence] = []
    for invitation in engine.coming(case, pen.now):
        meeting = case.meeting(invitation.meeting_id)
        own = invitation.participant_id == person.id
        if not own or not rules.parts_lacking(case, meeting, person):
            continue
        kept = _consented(case, meeting, person)
        if agenda.fits(kept.parts, person):
            case, told = engine.follow(case.with_changed(kept), pen)
        else:
            case, told = engine.call_off(case, pen, invitation, why="R19")
        told_all.extend(told)
    return Plan(case=case, consequences=tuple(told_all))


def _consented(case: Case, meeting: Meeting, person: Participant) -> Meeting:
    """The meeting with this person in the parts of their own that the consent covers."""
    consent = rules.consent_for(case, person)
    if consent is None:
        raise NoConsentError
    parts = agenda.kept_to(meeting.parts, person, consent.parts)
    return replace(meeting, parts=parts, revision=meeting.revision + 1)


def keep_to_consent(case: Case, pen: Pen, command: KeepToConsent) -> Plan:
    """This actor attends what the consent covers; refusals as `agenda.check_parts` (R21, R23)."""
    meeting = living(case, command.kind)
    person = actor(case, command.participant_id)
    kept = _consented(case, meeting, person)
    if kept.parts == meeting.parts:
        raise NothingToCorrectError
    if not agenda.parts_of(kept, person):
        raise GateClosedError((Unmet.NO_PART,))
    agenda.check_parts(kept.parts, (person,))
    case, told = engine.follow(case.with_changed(kept), pen)
    return Plan(case=case, consequences=told)


def withdraw_consent(case: Case, pen: Pen, command: WithdrawConsent) -> Plan:
    """That actor's invitations are cancelled at once and nothing more is sent to them (R19).

    One whose time is over ends without a message, so that no new time of the meeting revives it.
    """
    person = _withdrawn_from(case, command)
    standing = [c for c in case.consents if c.participant_id == person.id and not c.withdrawn_at]
    case = case.with_changed(*(replace(c, withdrawn_at=pen.now) for c in standing))
    case = case.with_changed(replace(person, wanted_at=None, told_at=None))
    told_all: list[Consequence] = []
    for invitation in case.invitations:
        meeting = case.meeting(invitation.meeting_id)
        alive = meeting.alive and invitation.cancelled_at is None
        if alive and invitation.participant_id == person.id:
            held = leaving.last_told(case, invitation)
            over = held is not None and leaving.not_over(case, invitation, pen.now) is None
            case, told = engine.call_off(case, pen, invitation, why="R19", silent=over)
            told_all.extend(told)
    return Plan(case=_told_secretary(case, pen, person, told_all), consequences=tuple(told_all))


def _withdrawn_from(case: Case, command: WithdrawConsent) -> Participant:
    named = [p for p in actors(case, command.role) if not command.name or p.name == command.name]
    if not named:
        raise NobodyToInviteError
    standing = [person for person in named if rules.consent_for(case, person)]
    if not standing:
        raise NothingToCorrectError
    return standing[-1]


def _told_secretary(case: Case, pen: Pen, person: Participant, told: list[Consequence]) -> Case:
    """The case's secretary hears at once of what somebody else recorded (D4)."""
    if pen.actor == case.secretary:
        return case
    notice = Notice(
        name="consent_withdrawn",
        ref=case.ref,
        values={
            "role": person.role,
            "sent": "yes" if told else "no",
            "channel": told[-1].channel if told else "",
        },
    )
    return case.with_changed(to_staff(pen, case, case.secretary, Role.SECRETARY, notice, why="R19"))
