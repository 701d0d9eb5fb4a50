"""Where the action plan stands (R24), who is to have it, and by which ways it may come (R20)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pathway import rules
from pathway.aftermath import PlanWay
from pathway.owed.papers import done_at
from pathway.words import DOCTORS, THIRD_PARTIES, MeetingKind, Milestone, PromiseKind, Role

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.clinic import Clinic
    from pathway.model import Participant

_OUTSIDE = (PlanWay.POST, PlanWay.EHR, PlanWay.WEB)
_WAYS = {
    Role.PATIENT: (PlanWay.HELSENORGE, PlanWay.POST, PlanWay.HELSAMI, PlanWay.BY_HAND),
    Role.GP: (PlanWay.EHR,),
    Role.REFERRER: (PlanWay.EHR,),
}
"""R20, the usual way first."""


class PlanState(StrEnum):
    """How far the plan has come; each takes the ones before it for granted (R24)."""

    NONE = "none"
    DRAFTED = "drafted"
    FINISHED = "finished"
    AVAILABLE = "available"  # to the patient
    DISTRIBUTED = "distributed"  # to every actor
    EVALUATED = "evaluated"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanStatus:
    """The state, and who is still to have it."""

    state: PlanState
    lacking: tuple[Participant, ...] = ()


def ways(clinic: Clinic, person: Participant) -> tuple[PlanWay, ...]:
    """The ways to this actor, the usual first; e-mail only where the clinic allows it."""
    own = _WAYS.get(person.role, _OUTSIDE)
    allowed = person.role in clinic.mail_to and bool(person.email)
    return (*own, PlanWay.MAIL) if allowed else own


def actors(case: Case) -> tuple[Participant, ...]:
    """The patient, the doctors, and those outside whose consent stands (R13, R19, R24)."""
    wanted = {Role.PATIENT, *DOCTORS}
    return tuple(
        person
        for person in case.participants
        if person.ended_at is None
        and (
            person.role in wanted
            or (person.role in THIRD_PARTIES and rules.consent_for(case, person) is not None)
        )
    )


def status(case: Case) -> PlanStatus:
    """Where the plan stands now; what was said to be distributed at once is so to all."""
    after = case.aftermath
    anew = after.renewed and after.evaluated and after.renewed.at >= after.evaluated.at
    if after.evaluated is not None and not anew:
        return PlanStatus(state=PlanState.EVALUATED)
    if done_at(case, PromiseKind.ACTION_PLAN_FINISH, MeetingKind.SHM1) is None:
        return PlanStatus(
            state=PlanState.DRAFTED if after.drafted or after.renewed else PlanState.NONE
        )
    whole = done_at(case, PromiseKind.ACTION_PLAN_DISTRIBUTE, MeetingKind.SHM1) is not None
    lacking = () if whole else tuple(p for p in actors(case) if not after.has_plan(p.id))
    if not lacking:
        return PlanStatus(state=PlanState.DISTRIBUTED)
    patient = any(person.role is Role.PATIENT for person in lacking)
    state = PlanState.FINISHED if patient else PlanState.AVAILABLE
    return PlanStatus(state=state, lacking=lacking)


def can_be_evaluated(case: Case) -> bool:
    """Once SHM2 is held, and until somebody has said so (R24)."""
    return case.date_of(Milestone.SHM2_HELD) is not None and case.aftermath.evaluated is None
