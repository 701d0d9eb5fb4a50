"""A question of times for SHM2: the gates are others than for SHM1 (R14b)."""

from __future__ import annotations

from pathway.commands import AskTimes, TickSent, WithdrawConsent
from pathway.outgoing import SendingKind
from pathway.words import MeetingKind, Milestone, PromiseKind, Role
from tests.pathway.build import LEADER, reached, wall
from tests.pathway.office import Office
from tests.pathway.test_service_times import _office, asked, starts_of, with_nav

SHM2 = ["2027-03-16 10:00", "2027-03-17 09:00"]


def _put(office: Office) -> None:
    """SHM1 was held, and it is asked which times suit for SHM2."""
    office.edit(lambda case: reached(case, Milestone.ASSESSMENT_STARTED, "2026-10-05"))
    office.edit(lambda case: reached(case, Milestone.SHM1_HELD, "2026-10-20"))
    command = AskTimes(
        ref=office.case.ref,
        kind=MeetingKind.SHM2,
        starts=tuple(wall(start) for start in SHM2),
        template="with_nav",
        leader=LEADER,
        accept_clashes=True,
    )
    office.do(command)


def _call(office: Office) -> None:
    for owed in office.owed(PromiseKind.PHONE_CALL):
        office.do(TickSent(ref=office.case.ref, promise_id=owed.id))


def test_the_patient_waits_for_nobody() -> None:
    """Gate P is SHM1's alone: the patient is asked with the GP, of every time."""
    office = _office()
    _put(office)
    assert starts_of(office, Role.GP) == starts_of(office, Role.PATIENT) == SHM2
    assert asked(office, Role.NAV_ADVISER) is None
    office.tick()
    for role in (Role.GP, Role.PATIENT):
        assert [kind for _, kind in office.sent_to(role)] == [SendingKind.TIMES]


def test_nav_is_asked_while_the_consent_stands_and_by_phone_first() -> None:
    """No yes of the GP's is waited for; without consent, or called by nobody, Nav hears nothing."""
    office = _office()
    _put(office)
    assert asked(office, Role.NAV_ADVISER) is None
    with_nav(office)
    assert asked(office, Role.NAV_ADVISER) is None
    _call(office)
    assert starts_of(office, Role.NAV_ADVISER) == SHM2
    office.tick()
    assert [kind for _, kind in office.sent_to(Role.NAV_ADVISER)] == [SendingKind.TIMES]
    office.do(WithdrawConsent(ref=office.case.ref, role=Role.NAV_ADVISER))
    assert asked(office, Role.NAV_ADVISER) is None
    office.tick()
    assert [kind for _, kind in office.sent_to(Role.NAV_ADVISER)][-1] is SendingKind.TIMES_OVER


def test_a_consent_that_was_withdrawn_before_lets_nobody_ask_nav() -> None:
    """It stood at SHM1 and stands no more: Nav is neither rung nor asked."""
    office = _office()
    with_nav(office)
    office.do(WithdrawConsent(ref=office.case.ref, role=Role.NAV_ADVISER))
    _put(office)
    assert office.owed(PromiseKind.PHONE_CALL) == []
    assert asked(office, Role.NAV_ADVISER) is None
    office.tick()
    assert office.sent_to(Role.NAV_ADVISER) == []
