"""The checklists of intake and closing, ticked item by item (R9, R10)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.commands import TickItems
from pathway.errors import NoSuchInvitationError
from pathway.words import Milestone, PromiseKind, SettledHow
from tests.pathway.build import COORDINATOR, DOCTOR, SECRETARY, a_clinic
from tests.pathway.office import Office
from tests.pathway.test_service_registering import record

INTAKE, CLOSING = PromiseKind.INTAKE, PromiseKind.CLOSING


def begun() -> Office:
    """A clinic that uses both lists registers a patient on Monday 5 October 2026."""
    office = Office(clinic=a_clinic(checklists=frozenset({INTAKE, CLOSING})))
    office.register()
    return office


def ticks(office: Office, kind: PromiseKind, *items: str) -> TickItems:
    """These items of the list are done."""
    (promise,) = office.owed(kind)
    return TickItems(ref=office.case.ref, promise_id=promise.id, items=items)


def told(office: Office, kind: PromiseKind) -> list[tuple[str, str]]:
    """Who was reminded of the list, and when."""
    return [(on, who) for on, who, why in office.tasks() if f":{kind}:" in why]


def test_the_intake_is_reminded_of_until_it_is_done() -> None:
    """R9: the secretary after 3, 6 and 10 working days, the last time the coordinator too."""
    office = begun()
    office.until("2026-10-30")
    assert told(office, INTAKE) == [
        ("2026-10-08", SECRETARY),
        ("2026-10-13", SECRETARY),
        ("2026-10-19", SECRETARY),
        ("2026-10-19", COORDINATOR),
    ]


def test_a_clinic_that_does_not_use_it_has_none() -> None:
    """R9: the intake is for clinics that ask for it in their file; the closing is everybody's."""
    office = Office()
    office.register()
    assert not office.owed(INTAKE)


def test_the_last_item_settles_the_list() -> None:
    """R9: an item is ticked once, by whoever does it; nothing is opened again."""
    office = begun()
    office.do(ticks(office, INTAKE, "waiting_list"), actor=COORDINATOR)
    office.do(ticks(office, INTAKE, "waiting_list", "register"))
    (promise,) = office.owed(INTAKE)
    assert promise.ticked == ("waiting_list", "register")
    rest = ("referral_period", "assessment", "patient_called", "register_sms", "shm1_invited")
    office.do(ticks(office, INTAKE, *rest))
    (promise,) = [p for p in office.case.promises if p.kind is INTAKE]
    assert promise.settled is not None
    assert promise.settled.how is SettledHow.DONE
    office.until("2026-10-30")
    assert told(office, INTAKE) == []


def test_the_closing_begins_with_shm2() -> None:
    """R10: not before, and not in a pathway whose meeting came to nothing."""
    office = begun()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    record(office, Milestone.SHM1_HELD, "2026-10-05")
    assert not office.owed(CLOSING)
    record(office, Milestone.SHM2_HELD, "2026-10-05")
    assert [p.owner for p in office.owed(CLOSING)] == [SECRETARY]


def test_an_item_of_another_list_is_refused() -> None:
    """A list is ticked by its own items, and nothing else is a list."""
    office = begun()
    (milestone,) = office.owed(PromiseKind.MILESTONE)
    wrong = replace(ticks(office, INTAKE), promise_id=milestone.id, items=("code",))
    for command in (ticks(office, INTAKE, "code"), wrong):
        with pytest.raises(NoSuchInvitationError):
            office.do(command)


def test_what_was_ticked_stays_when_the_meeting_is_put_off_and_taken_up() -> None:
    """F15: the list waits while the case is put off, and goes on as it was."""
    office = begun()
    office.do(ticks(office, INTAKE, "register"))
    office.edit(lambda case: replace(case, clinician=DOCTOR, decide_by=office.clock.date()))
    assert not office.owed(INTAKE)
    office.edit(lambda case: replace(case, decide_by=None))
    (promise,) = office.owed(INTAKE)
    assert promise.ticked == ("register",)
