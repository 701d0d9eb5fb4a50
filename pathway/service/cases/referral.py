"""Which of the ten fields the referral has, as somebody at intake has read it (R7)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pathway.entries import ReferralCheck
from pathway.errors import NoSuchInvitationError
from pathway.owed.checklists import CHECKLISTS
from pathway.views import Plan
from pathway.words import PromiseKind, StaffId

if TYPE_CHECKING:
    from pathway.case import Case
    from pathway.commands import CheckReferral
    from pathway.messages import Pen


def check_referral(case: Case, pen: Pen, command: CheckReferral) -> Plan:
    """What is missing is owed from now on; nothing, where all is there.

    `NoSuchInvitationError` for a field that no referral has.
    """
    fields = CHECKLISTS[PromiseKind.REFERRAL_CONTENT]
    if not set(command.missing) <= set(fields):
        raise NoSuchInvitationError
    missing = tuple(field for field in fields if field in command.missing)
    checked = ReferralCheck(missing=missing, at=pen.now, by=StaffId(pen.actor))
    return Plan(case=replace(case, referral=checked))
