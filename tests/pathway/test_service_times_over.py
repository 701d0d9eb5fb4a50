"""A question of times that ends for somebody: whoever has heard of it hears that it is over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway import offers
from pathway.commands import ChooseTime, RecordMilestone, StopPathway, StopTimes
from pathway.errors import TimeGoneError
from pathway.outgoing import Sending, SendingKind
from pathway.words import ClosedReason, Milestone, PromiseKind, Role
from tests.pathway.build import at, day
from tests.pathway.office import GP, Office
from tests.pathway.test_service_times import (
    SHM1,
    TIMES,
    _office,
    answer,
    ask,
    asked,
    by_phone,
    choose,
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


def held_on(office: Office, when: str) -> None:
    """The assessment has begun, and SHM1 was held, on this day."""
    for milestone in (Milestone.ASSESSMENT_STARTED, Milestone.SHM1_HELD):
        office.do(RecordMilestone(ref=office.case.ref, milestone=milestone, on=day(when)))


def test_a_meeting_that_was_held_is_asked_about_no_more() -> None:
    """It ends the question, holds nobody, and leaves nothing to remind of or to choose (R5)."""
    office = _office()
    office.invite_gp("2026-10-12 10:00")
    office.tick()
    ask(office)
    office.tick()
    option = office.case.options[0]
    office.clock = at("2026-10-12 12:00")
    held_on(office, "2026-10-12")
    assert not offers.open_questions(office.case)
    assert not office.owed(PromiseKind.TIMES_CHOICE)
    with pytest.raises(TimeGoneError):
        office.do(ChooseTime(ref=office.case.ref, option_id=option.id))
    assert left_to(office, Role.GP) is SendingKind.TIMES_OVER


def test_a_meeting_held_without_an_appointment_is_asked_about_no_more() -> None:
    """Where it had no time at all, that it was held is enough."""
    office = _office()
    ask(office)
    office.tick()
    held_on(office, "2026-10-05")
    assert not offers.open_questions(office.case)
    assert left_to(office, Role.GP) is SendingKind.TIMES_OVER


def test_who_does_not_come_hears_that_it_is_decided() -> None:
    """A patient whom the chosen time does not suit waits for no other (F5)."""
    office = asked_both()
    answer(office, Role.PATIENT, TIMES[0])
    choose(office, TIMES[1])
    assert left_to(office, Role.PATIENT) is SendingKind.TIMES_OVER
    assert office.sent_to(Role.GP)[-1][1] is SendingKind.INVITATION


def test_another_time_is_told_to_whoever_was_asked() -> None:
    """A meeting that is arranged otherwise leaves nobody waiting for it (F5)."""
    office = asked_both()
    office.invite_gp("2026-11-30 10:00")
    assert left_to(office, Role.PATIENT) is SendingKind.TIMES_OVER
    assert office.sent_to(Role.GP)[-1][1] is SendingKind.INVITATION


@pytest.mark.parametrize(
    ("reason", "patient"),
    [
        (ClosedReason.TRANSFERRED, SendingKind.TIMES_OVER),
        (ClosedReason.DIED, SendingKind.TIMES),
    ],
)
def test_a_pathway_that_ends_leaves_word(reason: ClosedReason, patient: SendingKind) -> None:
    """Whoever was asked hears that no answer is wanted; on death nothing goes to the patient."""
    office = asked_both()
    office.do(StopPathway(ref=office.case.ref, reason=reason))
    assert left_to(office, Role.GP) is SendingKind.TIMES_OVER
    assert left_to(office, Role.PATIENT) is patient


def test_word_by_hand_is_handed_over_when_the_pathway_ends() -> None:
    """Nothing is owed in a pathway that has ended, so the secretary gets the text at once (D6)."""
    office = Office()
    office.register(gp=replace(GP, email=""))
    ask(office)
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.TRANSFERRED))
    assert "cancel_by_hand" in office.notices()
