"""A question of times for SHM2: the gates are others than for SHM1 (R14b)."""

from __future__ import annotations

from pathway import rules
from pathway.commands import AskTimes, CorrectGp, Invite, Person, TickSent, WithdrawConsent
from pathway.outgoing import SendingKind
from pathway.words import InvitationState, MeetingKind, Milestone, PromiseKind, Role, Verdict
from tests.pathway.build import LEADER, at, reached, wall
from tests.pathway.office import Office
from tests.pathway.test_service_times import _office, answer, asked, choose, starts_of, with_nav

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


def test_a_yes_that_waits_behind_the_gate_counts_when_it_opens() -> None:
    """F5: the patient hears of the new time only after the GP's yes, and is not asked again."""
    office = _office()
    office.edit(lambda case: reached(case, Milestone.ASSESSMENT_STARTED, "2026-10-05"))
    office.edit(lambda case: reached(case, Milestone.SHM1_HELD, "2026-10-20"))
    office.invite_gp("2027-03-09 10:00", MeetingKind.SHM2)
    office.tick()
    office.answer(Verdict.ACCEPTED)
    office.do(Invite(ref=office.case.ref, kind=MeetingKind.SHM2, role=Role.PATIENT))
    office.tick()
    office.clock = at("2027-03-10 10:00")  # it was not held, and nobody has said so
    doctor = Person(name="Ri Ktig", office="Legesenteret", email="ri@lege.example")
    office.do(CorrectGp(ref=office.case.ref, doctor=doctor))
    office.tick()
    _put(office)
    answer(office, Role.PATIENT, SHM2[0])
    office.tick()
    before = len(office.sent_to(Role.PATIENT))
    choose(office, SHM2[0])
    office.tick()
    assert len(office.sent_to(Role.PATIENT)) == before
    office.answer(Verdict.ACCEPTED)
    office.tick()
    assert office.sent_to(Role.PATIENT)[before][1] is SendingKind.UPDATE
    state = rules.state_of(office.case, office.invitation(Role.PATIENT))
    assert state is InvitationState.ACCEPTED
