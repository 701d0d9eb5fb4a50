"""An address that is taken away was theirs: what comes after goes by the way that remains (R20)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.commands import (
    MoveMeeting,
    Person,
    RecordAdviser,
    RecordConsent,
    RemindNow,
    StopTimes,
)
from pathway.outgoing import Sending, SendingKind
from pathway.words import Channel, ConsentForm, PromiseKind, Role, Verdict
from tests.pathway.build import at, day, wall
from tests.pathway.office import GP, Office
from tests.pathway.test_plan import everybody
from tests.pathway.test_service_people import add, agreed, change, several
from tests.pathway.test_service_third_party import adviser, invite_nav, said_yes
from tests.pathway.test_service_times import (
    SHM1,
    TIMES,
    _office,
    answer,
    ask,
    asked,
    with_nav,
)

MAIL, SECURE, LETTER = Channel.MAIL, Channel.SECURE_MESSAGE, Channel.LETTER
TAKEN_AWAY = ("gp_email", "")


def waiting(office: Office, role: Role) -> list[tuple[Channel, SendingKind]]:
    """What waits to reach this role, and how."""
    return [(row.channel, row.kind) for row in office.waiting(role)]


def move(office: Office) -> None:
    """The meeting gets another time."""
    start = wall("2026-11-26 10:00")
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=start, accept_clashes=True))


def asked_by_mail() -> Office:
    """The GP has the invitation, and the secretary has said whom it is about."""
    office = Office()
    office.register()
    office.invite_gp()
    office.tick()
    office.clock = at("2026-10-05 11:00")
    return office


def test_a_doctor_without_address_hears_by_secure_message() -> None:
    """What they hold stands, nothing is sent again, and the next news is a text to copy."""
    office = asked_by_mail()
    office.do(office.correct(*TAKEN_AWAY))
    assert not office.waiting(Role.GP)
    move(office)
    assert waiting(office, Role.GP) == [(SECURE, SendingKind.UPDATE)]
    assert office.tick() == []
    assert office.owed(PromiseKind.SECURE_MESSAGE)


def test_a_doctor_who_holds_it_is_called_off_by_secure_message() -> None:
    """F6: the way that remains takes the cancellation too."""
    office = asked_by_mail()
    office.do(office.correct(*TAKEN_AWAY))
    office.do(office.cancel())
    assert waiting(office, Role.GP) == [(SECURE, SendingKind.CANCELLATION)]


def test_what_began_is_called_off_by_the_way_that_remains() -> None:
    """F6: a meeting that nobody has recorded may be called off after its hour."""
    office = asked_by_mail()
    office.clock = at("2026-11-25 12:00")
    office.do(office.correct(*TAKEN_AWAY))
    office.do(office.cancel())
    assert waiting(office, Role.GP) == [(SECURE, SendingKind.CANCELLATION)]


def test_a_doctor_without_address_is_asked_about_in_the_record() -> None:
    """F11: the answer would be in the EHR now; the reminder is a text to copy."""
    office = asked_by_mail()
    office.do(office.correct(*TAKEN_AWAY))
    office.until("2026-10-12")
    assert [row for row in office.left if row[1].kind is SendingKind.REMINDER] == []
    (owed,) = office.owed(PromiseKind.ANSWER)
    office.do(RemindNow(ref=office.case.ref, promise_id=owed.id))
    assert waiting(office, Role.GP) == [(SECURE, SendingKind.REMINDER)]


@pytest.mark.parametrize("tried", [False, True])
def test_what_waits_becomes_one_text_to_copy(*, tried: bool) -> None:
    """Neither the mail leaves any more, nor what was to be copied beside it, tried or not."""
    office = Office(says_whom=False, carry=lambda _: ("451", False))
    office.register()
    office.invite_gp()
    if tried:
        office.tick()
    office.do(office.correct(*TAKEN_AWAY))
    assert waiting(office, Role.GP) == [(SECURE, SendingKind.INVITATION)]
    assert office.tick("2026-10-05 12:00") == []


def test_what_was_tried_goes_to_the_same_mailbox_as_a_row_of_its_own() -> None:
    """F16: other capitals are the same mailbox, and no Message-ID ever has two contents."""
    office = Office(carry=lambda _: ("451", False))
    office.register()
    office.invite_gp()
    office.tick()
    office.do(office.correct("gp_email", GP.email.upper()))
    (row,) = office.waiting(Role.GP)
    assert (row.address, row.attempts, row.stamp) == (GP.email.upper(), 0, None)


def test_a_doctor_who_gets_an_address_is_mailed_and_told_nothing_twice() -> None:
    """R11: what was copied into the record says whom it is about already."""
    office = Office(says_whom=False)
    office.register(gp=replace(GP, email=""))
    office.invite_gp()
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    office.do(office.correct("gp_email", GP.email))
    assert not office.waiting(Role.GP)
    move(office)
    assert waiting(office, Role.GP) == [(MAIL, SendingKind.UPDATE)]


@pytest.mark.parametrize(
    ("role", "said", "way"),
    [
        (Role.RELATIVE, {}, LETTER),
        (Role.RELATIVE, {"phone": "91000000"}, Channel.SMS),
        (Role.INTERPRETER, {}, LETTER),
        (Role.REFERRER, {}, SECURE),
    ],
)
def test_everybody_without_address_hears_by_what_remains(
    role: Role, said: dict[str, str], way: Channel
) -> None:
    """R16, R20: text message or letter, and a secure message to a referrer."""
    office = agreed()
    add(office, role, **said)
    change(office, role, email="anne@example.no")
    several(office, Role.PATIENT, role)
    assert role in [row.role for row in office.tick()]
    change(office, role, email="")
    assert not office.waiting(role)
    move(office)
    office.answer(Verdict.ACCEPTED)
    assert waiting(office, role) == [(way, SendingKind.UPDATE)]
    assert role not in [row.role for row in office.tick()]


def test_a_letter_that_was_posted_is_not_written_again() -> None:
    """F7: a reminder waits for a mailbox that is taken away: a text goes, not the same letter."""
    office = everybody()
    change(office, Role.PATIENT, phone="91000000")
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    office.carry = lambda _: ("failed", False)
    office.tick("2026-11-13 08:00")
    assert waiting(office, Role.PATIENT) == [(MAIL, SendingKind.REMINDER)]
    change(office, Role.PATIENT, email="")
    assert waiting(office, Role.PATIENT) == [(Channel.SMS, SendingKind.INVITATION)]


def test_nav_without_address_hears_by_letter() -> None:
    """R20: Nav's adviser was mailed, and the address is taken away."""
    office = said_yes()
    office.do(adviser(office))
    invite_nav(office)
    change(office, Role.NAV_ADVISER, email="")
    move(office)
    office.answer(Verdict.ACCEPTED)
    channels = [channel for channel, kind in waiting(office, Role.NAV_ADVISER)]
    assert channels == [LETTER]


def test_nav_with_another_address_in_a_later_consent_is_asked_there() -> None:
    """P1, F14: the old mailbox is called off, whichever command names the new one."""
    office = said_yes()
    office.do(adviser(office))
    invite_nav(office)
    office.clock = at("2026-10-05 12:00")
    office.do(
        RecordConsent(
            ref=office.case.ref,
            role=Role.NAV_ADVISER,
            given_on=day("2026-10-05"),
            form=ConsentForm.ORAL,
            email="n.vik@nav.example",
        )
    )
    assert [(row.kind, row.address) for row in office.tick()] == [
        (SendingKind.CANCELLATION, "nina@nav.example"),
        (SendingKind.INVITATION, "n.vik@nav.example"),
    ]


# --- a question of times -----------------------------------------------------------------------


def about_times(office: Office, role: Role) -> Sending:
    """The one message about times that waits."""
    (row,) = office.waiting(role)
    return row


def test_what_asks_about_times_becomes_a_text_to_copy() -> None:
    """The mail leaves no more, nor what was to be copied beside it."""
    office = _office()
    office.says_whom = False
    ask(office)
    office.do(office.correct(*TAKEN_AWAY))
    assert waiting(office, Role.GP) == [(SECURE, SendingKind.TIMES)]
    assert office.tick() == []


def test_who_was_asked_about_times_hears_the_end_by_what_remains() -> None:
    """A secure message to the doctor, and a call to the patient."""
    office = _office()
    office.edit(lambda c: c.with_changed(replace(office.person(Role.PATIENT), phone="91000000")))
    ask(office)
    office.tick()
    answer(office, Role.GP, *TIMES)
    office.tick()
    office.do(office.correct(*TAKEN_AWAY))
    office.do(office.correct("patient_email", ""))
    office.do(StopTimes(ref=office.case.ref, kind=SHM1))
    assert waiting(office, Role.GP) == [(SECURE, SendingKind.TIMES_OVER)]
    assert waiting(office, Role.PATIENT) == [(Channel.PHONE, SendingKind.TIMES_OVER)]
    assert office.tick() == []


def test_a_reminder_about_times_goes_by_what_remains() -> None:
    """What waits for the morning is written anew, of the same step and promise."""
    office = _office()
    ask(office)
    office.tick()
    office.clock = at("2026-10-09 20:00")
    (owed,) = office.owed(PromiseKind.TIMES)
    office.do(RemindNow(ref=office.case.ref, promise_id=owed.id))
    before = about_times(office, Role.GP)
    office.do(office.correct(*TAKEN_AWAY))
    after = about_times(office, Role.GP)
    assert (after.channel, after.kind) == (SECURE, SendingKind.TIMES_REMINDER)
    assert (after.why, after.step, after.promise_id) == (before.why, before.step, owed.id)


def test_who_is_asked_about_times_by_another_name_is_asked_once() -> None:
    """A name put right, and an adviser whom nobody has asked, change nothing for anybody."""
    office = _office()
    with_nav(office)
    ask(office)
    before = asked(office, Role.GP)
    office.do(office.correct("gp_name", "Gro Ny"))
    nav, nils = office.person(Role.NAV_ADVISER).id, Person(name="Nils")
    office.do(RecordAdviser(ref=office.case.ref, participant_id=nav, adviser=nils, told=False))
    assert asked(office, Role.GP) == before
    assert [row.kind for row in office.tick()] == [SendingKind.TIMES]


def test_another_adviser_is_not_reminded_of_what_the_old_one_was_asked() -> None:
    """F12: the old one hears that no answer is wanted, and the new one is told first."""
    office = _office()
    with_nav(office)
    ask(office)
    office.tick()
    answer(office, Role.GP, *TIMES)
    nav = office.person(Role.NAV_ADVISER).id
    ref = office.case.ref
    office.do(RecordAdviser(ref=ref, participant_id=nav, adviser=Person(name="Nina"), told=True))
    office.tick()
    office.do(RecordAdviser(ref=ref, participant_id=nav, adviser=Person(name="Nils"), told=False))
    left = [(row.kind, row.address) for row in office.tick() if row.role is Role.NAV_ADVISER]
    assert left == [(SendingKind.TIMES_OVER, "nina@nav.example")]
    assert asked(office, Role.NAV_ADVISER) is None
    assert office.owed(PromiseKind.PHONE_CALL)
