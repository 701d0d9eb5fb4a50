"""A question of times that ends for somebody: whoever has heard of it hears that it is over."""

from __future__ import annotations

from pathway import offers
from pathway.commands import StopTimes
from pathway.outgoing import Sending, SendingKind
from pathway.words import PromiseKind, Role
from tests.pathway.build import at
from tests.pathway.office import Office
from tests.pathway.test_service_times import (
    SHM1,
    TIMES,
    _office,
    answer,
    ask,
    asked,
    by_phone,
    starts_of,
)

NEW = "gro@ny.example"


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


def corrected(office: Office) -> list[tuple[str, SendingKind]]:
    """What leaves to the GP when the address is put right: where to, and what."""
    office.do(office.correct("gp_email", NEW))
    left: list[Sending] = [row for row in office.tick() if row.role is Role.GP]
    return [(row.address, row.kind) for row in left]


def test_another_mailbox_is_asked_anew() -> None:
    """The old mailbox hears that it is over, the new one is asked under a link of its own (P1)."""
    office = _office()
    ask(office)
    office.tick()
    old = asked(office, Role.GP)
    assert corrected(office) == [
        ("gro@lege.example", SendingKind.TIMES_OVER),
        (NEW, SendingKind.TIMES),
    ]
    new = asked(office, Role.GP)
    assert old is not None
    assert new is not None
    assert new.id != old.id


def test_what_another_mailbox_answered_counts_no_more() -> None:
    """A yes from the old mailbox may be a stranger's, so that it opens nothing (P1, F14)."""
    office = asked_both()
    corrected(office)
    new = asked(office, Role.GP)
    assert new is not None
    assert offers.present_answer(office.case, new) is None


def test_what_was_said_by_phone_holds_for_the_new_mailbox() -> None:
    """Whoever answered on the phone is not asked again where their mail goes now (D4b)."""
    office = _office()
    ask(office)
    office.tick()
    by_phone(office, Role.GP, *TIMES)
    assert corrected(office) == [("gro@lege.example", SendingKind.TIMES_OVER)]
    assert not office.owed(PromiseKind.TIMES)


def test_what_bounced_is_sent_where_it_can_be_delivered() -> None:
    """A question that reached nobody is put again when the address is put right, and once."""
    office = _office()
    ask(office)
    office.carry = lambda _: ("no such mailbox", True)
    office.tick()
    assert office.owed(PromiseKind.PHONE_CALL)
    office.carry = lambda _: ("", False)
    assert corrected(office) == [(NEW, SendingKind.TIMES)]
    assert not office.owed(PromiseKind.PHONE_CALL)


def test_a_yes_taken_back_overnight_asks_nobody() -> None:
    """What waits for the morning never leaves when the GP has taken the yes back (R12, F5)."""
    office = _office()
    ask(office)
    office.tick()
    office.clock = at("2026-10-05 20:00")
    answer(office, Role.GP, *TIMES[:2])
    assert office.waiting(Role.PATIENT)
    office.clock = at("2026-10-05 20:10")
    answer(office, Role.GP)
    assert not office.waiting(Role.PATIENT)
    office.tick("2026-10-06 08:00")
    assert not office.sent_to(Role.PATIENT)


def test_a_yes_taken_back_in_part_asks_of_the_rest() -> None:
    """The patient is asked once, of what the GP still says yes to, and again when it is more."""
    office = _office()
    ask(office)
    office.tick()
    office.clock = at("2026-10-05 20:00")
    answer(office, Role.GP, *TIMES[:2])
    answer(office, Role.GP, TIMES[1])
    assert starts_of(office, Role.PATIENT) == [TIMES[1]]
    office.tick("2026-10-06 08:00")
    assert [kind for _, kind in office.sent_to(Role.PATIENT)] == [SendingKind.TIMES]
    answer(office, Role.GP, *TIMES)
    assert len(office.waiting(Role.PATIENT)) == 1
    assert starts_of(office, Role.PATIENT) == list(TIMES)


def test_a_time_keeps_its_number() -> None:
    """An answer by an older message means the time that stood there under that number."""
    office = _office()
    ask(office)
    office.tick()
    ask(office, TIMES[1], TIMES[2], "2026-11-23 10:00")
    doctor = asked(office, Role.GP)
    assert doctor is not None
    starts = {option.id: f"{option.start:%Y-%m-%d %H:%M}" for option in office.case.options}
    numbered = [starts[offer.option_id] for offer in doctor.offers]
    assert numbered == [*TIMES, "2026-11-23 10:00"]
    assert offers.first_open(office.case, doctor) == doctor.offers[1].facts
