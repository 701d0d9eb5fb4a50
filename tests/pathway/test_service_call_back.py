"""Whoever asks to be rung is rung back: a task of its own (R15)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pathway.commands import CallBack, RemoveParticipant, TickSent
from pathway.errors import NobodyToInviteError
from pathway.words import ParticipantId, PromiseKind, Role
from tests.pathway.build import DOCTOR
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody

CALL = PromiseKind.CALL_BACK


@pytest.fixture
def office() -> Office:
    """Everybody has been asked."""
    return everybody()


def rings(office: Office, role: Role = Role.PATIENT, actor: str = "sekretar") -> None:
    """Somebody with this role has rung."""
    office.do(CallBack(ref=office.case.ref, who=office.person(role).id), actor, why="ringer")


def test_a_call_back_is_a_task(office: Office) -> None:
    """R15: the secretary owes it from now on, though a clinician wrote it down."""
    rings(office, actor=DOCTOR)
    (owed,) = office.owed(CALL)
    assert (owed.about, owed.owner, owed.ladder) == (
        office.person(Role.PATIENT).id,
        office.case.secretary,
        "obtain",
    )
    assert owed.since == office.clock


def test_who_waits_for_a_call_waits_for_one(office: Office) -> None:
    """Ringing twice before anybody has rung back is one task, since the first time."""
    rings(office)
    (first,) = office.owed(CALL)
    office.clock += timedelta(hours=1)
    rings(office)
    assert office.owed(CALL) == [first]
    rings(office, Role.GP)
    assert len(office.owed(CALL)) == 2


def test_it_ends_when_somebody_has_rung(office: Office) -> None:
    """Ticked off it is gone, and the next time is a new one."""
    rings(office)
    (first,) = office.owed(CALL)
    office.do(TickSent(ref=office.case.ref, promise_id=first.id))
    assert office.owed(CALL) == []
    office.clock += timedelta(days=1)
    rings(office)
    (second,) = office.owed(CALL)
    assert second.key != first.key


def test_nobody_rings_one_who_has_left(office: Office) -> None:
    """Whoever is no longer part of the case is owed nothing, and cannot be asked about."""
    nav = office.person(Role.NAV_ADVISER).id
    rings(office, Role.NAV_ADVISER)
    office.do(RemoveParticipant(ref=office.case.ref, who=nav))
    assert office.owed(CALL) == []
    for gone in (nav, ParticipantId("nobody")):
        with pytest.raises(NobodyToInviteError):
            office.do(CallBack(ref=office.case.ref, who=gone))
