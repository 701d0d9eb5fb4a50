"""*Rett opp fastlege*: another GP than the one who was written (F14)."""

from __future__ import annotations

from dataclasses import replace

from pathway.case import Case
from pathway.commands import CorrectGp
from pathway.entries import Correction
from pathway.errors import NobodyToInviteError, NothingToCorrectError
from pathway.messages import Pen
from pathway.service.cases.registering import doctor_of
from pathway.service.doctors.replacing import take_over
from pathway.views import Plan
from pathway.words import Role, StaffId


def correct_gp(case: Case, pen: Pen, command: CorrectGp) -> Plan:
    """The one written was never their GP: hears a CANCEL for what they hold, another is asked.

    `NothingToCorrectError` for the one who is written already, `NobodyToInviteError` without one.
    """
    doctors = case.present(Role.GP)
    if not doctors or not command.doctor.name:
        raise NobodyToInviteError
    wrong, named = doctors[-1], (command.doctor.name, command.doctor.office)
    if (wrong.name, wrong.office) == named:
        raise NothingToCorrectError
    doctor = doctor_of(command.doctor, pen.new_id())
    kept = Correction(
        field="gp",
        before=_called(wrong.name, wrong.office),
        after=_called(*named),
        at=pen.now,
        by=StaffId(pen.actor),
    )
    plan = take_over(case, pen, replace(doctor, stands_in_for=wrong.stands_in_for), why="wrong")
    return replace(plan, case=replace(plan.case, corrections=(*case.corrections, kept)))


def _called(name: str, office: str) -> str:
    return ", ".join(part for part in (name, office) if part)
