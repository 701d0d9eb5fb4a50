"""A question of times that ends for somebody: whoever has heard of it hears that it is over."""

from __future__ import annotations

from pathway.commands import StopTimes
from pathway.outgoing import SendingKind
from pathway.words import Role
from tests.pathway.office import Office
from tests.pathway.test_service_times import SHM1, TIMES, _office, answer, ask


def asked_both() -> Office:
    """The GP and the patient have been asked by mail, and the GP has said yes to every time."""
    office = _office()
    ask(office)
    office.tick()
    answer(office, Role.GP, *TIMES)
    office.tick()
    return office


def left_to(office: Office, role: Role) -> SendingKind:
    """The last that leaves to somebody of this role."""
    office.tick()
    return office.sent_to(role)[-1][1]


def test_a_stopped_question_leaves_word() -> None:
    """That no answer is wanted really leaves, to each who was asked."""
    office = asked_both()
    office.do(StopTimes(ref=office.case.ref, kind=SHM1))
    assert left_to(office, Role.GP) is SendingKind.TIMES_OVER
    assert left_to(office, Role.PATIENT) is SendingKind.TIMES_OVER
