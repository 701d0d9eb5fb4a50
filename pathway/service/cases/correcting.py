"""*Rett opp*: one field put right; the case keeps what stood there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from pathway.case import Case
from pathway.commands import Correct, Person
from pathway.entries import Correction
from pathway.errors import MilestoneInFutureError, NobodyToInviteError, NothingToCorrectError
from pathway.messages import Pen
from pathway.model import Participant
from pathway.service.cases.registering import check_length, check_order, doctor_of, with_entry
from pathway.service.invitations.reaching import reached_otherwise
from pathway.views import Plan
from pathway.words import Milestone, Role, StaffId

_GP_FIELDS = {"gp_name": "name", "gp_office": "office", "gp_email": "email", "gp_phone": "phone"}
_PATIENT_FIELDS = {"patient_phone": "phone", "patient_email": "email", "no_sms": "no_sms"}
YES = "yes"
"""The value of `no_sms` where the patient has reserved against text messages (P6)."""

_DATES = {
    "referral_received": Milestone.REFERRAL_RECEIVED,
    "assessment_started": Milestone.ASSESSMENT_STARTED,
    "shm1_held": Milestone.SHM1_HELD,
    "shm2_held": Milestone.SHM2_HELD,
}


def correct(case: Case, pen: Pen, command: Correct) -> Plan:
    """Put one field right; the case keeps what stood there (*rett opp*)."""
    check_length(command.value)
    plan = _corrected(case, pen, command)
    kept = Correction(
        field=command.field,
        before=_value_of(case, command.field),
        after=_value_of(plan.case, command.field),
        at=pen.now,
        by=StaffId(pen.actor),
    )
    return replace(plan, case=replace(plan.case, corrections=(*case.corrections, kept)))


def _value_of(case: Case, field: str) -> str:
    """What stands in a field that can be corrected, as text."""
    if field in _DATES:
        return str(case.date_of(_DATES[field]) or "")
    if field in _GP_FIELDS:
        doctors = case.present(Role.GP)
        return str(getattr(doctors[-1], _GP_FIELDS[field])) if doctors else ""
    if field in _PATIENT_FIELDS:
        return _patient_value(case.present(Role.PATIENT)[-1], _PATIENT_FIELDS[field])
    return str(getattr(case, field) or "")


def _patient_value(patient: Participant, field: str) -> str:
    if field == "no_sms":
        return YES if patient.no_sms else ""
    return str(getattr(patient, field))


def _corrected(case: Case, pen: Pen, command: Correct) -> Plan:
    if command.field in _DATES:
        return Plan(case=_correct_date(case, pen, _DATES[command.field], command.value))
    if command.field in _GP_FIELDS:
        return _correct_gp(case, pen, _GP_FIELDS[command.field], command.value)
    if command.field in _PATIENT_FIELDS:
        return _correct_patient(case, pen, _PATIENT_FIELDS[command.field], command.value)
    if command.field == "name":
        return Plan(case=_correct_name(case, command.value))
    if command.field == "clinician":
        chosen = pen.clinic.member(command.value).id if command.value else None
        if chosen == case.clinician:
            raise NothingToCorrectError
        return Plan(case=replace(case, clinician=chosen))
    raise NothingToCorrectError


def _correct_date(case: Case, pen: Pen, milestone: Milestone, value: str) -> Case:
    try:
        on = date.fromisoformat(value)
    except ValueError:
        raise NothingToCorrectError from None
    if case.date_of(milestone) in {None, on}:
        raise NothingToCorrectError
    if on > pen.today:
        raise MilestoneInFutureError(on)
    check_order(case, milestone, on)
    return with_entry(case, pen, milestone, on)


def _correct_name(case: Case, value: str) -> Case:
    if not value or value == case.name:
        raise NothingToCorrectError
    patients = [replace(p, name=value) for p in case.present(Role.PATIENT)]
    return replace(case.with_changed(*patients), name=value)


def _correct_gp(case: Case, pen: Pen, field: str, value: str) -> Plan:
    """A GP's contact details; what never arrived goes by the ways there are now, as later news."""
    doctors = case.present(Role.GP)
    if not doctors:
        if field != "name" or not value:
            raise NobodyToInviteError
        return Plan(case=case.with_changed(doctor_of(Person(name=value), pen.new_id())))
    doctor = doctors[-1]
    if getattr(doctor, field) == value or (field == "name" and not value):
        raise NothingToCorrectError
    case, told = reached_otherwise(case, pen, doctor, _replaced(doctor, field, value))
    return Plan(case=case, consequences=told)


def _correct_patient(case: Case, pen: Pen, field: str, value: str) -> Plan:
    """The patient's own channels: what waits goes where the patient is now, or is not texted (P6).

    An address that is new or gone changes how the patient is written to from now on.
    """
    patient = case.present(Role.PATIENT)[-1]
    if _patient_value(patient, field) == value:
        raise NothingToCorrectError
    case, told = reached_otherwise(case, pen, patient, _replaced(patient, field, value))
    return Plan(case=case, consequences=told)


def _replaced(person: Participant, field: str, value: str) -> Participant:
    match field:
        case "no_sms":
            return replace(person, no_sms=value == YES)
        case "name":
            return replace(person, name=value)
        case "office":
            return replace(person, office=value)
        case "email":
            return replace(person, email=value)
        case _:
            return replace(person, phone=value)
