"""An address put right after the invitation was sent there: the old mailbox keeps nothing (P1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pathway import rules
from pathway.arrivals import Handled
from pathway.commands import RecordAnswer
from pathway.model import Invitation
from pathway.outgoing import Method, Sending, SendingKind
from pathway.words import Channel, PromiseKind, Role, Verdict
from tests.pathway.mailing import GP_MAIL, reply, take
from tests.pathway.office import Office
from tests.pathway.test_channels import called_in, to_patient
from tests.pathway.test_channels import tick as by_hand

NEW = "gro@ny.example"


@pytest.fixture
def office() -> Office:
    """The GP was asked by mail, and the secretary has said whom it is about."""
    office = Office()
    office.register()
    office.invite_gp(link="https://video.example/24")
    office.tick()
    office.clock += timedelta(hours=1)
    return office


def put_right(office: Office) -> list[Sending]:
    """The address is put right, and what leaves for it."""
    office.do(office.correct("gp_email", NEW))
    return [row for row in office.tick() if row.role is Role.GP]


def asked(office: Office) -> Invitation:
    """The GP's invitation that lives."""
    return office.invitation(Role.GP)


def test_the_old_mailbox_gets_a_cancellation_and_the_new_one_the_invitation(office: Office) -> None:
    """With another UID, so that neither calendar mixes them up."""
    old = asked(office)
    off, on = put_right(office)
    assert (off.address, off.kind, off.invitation_id) == (
        GP_MAIL,
        SendingKind.CANCELLATION,
        old.id,
    )
    assert (on.address, on.kind, on.invitation_id) == (
        NEW,
        SendingKind.INVITATION,
        asked(office).id,
    )
    events = [row.content.event for row in (off, on)]
    assert [(e.method, e.uid) for e in events if e] == [
        (Method.CANCEL, old.id),
        (Method.REQUEST, asked(office).id),
    ]
    assert old.id != asked(office).id


def test_the_plan_says_it_before_it_is_done(office: Office) -> None:
    """Who is called off where, and who is asked; nothing else by hand is wanted again."""
    plan = office.plan(office.correct("gp_email", NEW))
    assert [(c.kind, c.old_address) for c in plan.consequences] == [
        (SendingKind.CANCELLATION, GP_MAIL),
        (SendingKind.INVITATION, ""),
    ]
    put_right(office)
    assert not office.owed(PromiseKind.SECURE_MESSAGE)


def test_what_the_old_mailbox_answers_opens_nothing(office: Office) -> None:
    """P1: whoever reads it knows a UID and a link of what is called off, and no more."""
    from_the_stranger = reply(office)
    put_right(office)
    assert take(office, from_the_stranger) is Handled.KEPT
    assert not rules.accepts(office.case, asked(office))


def test_an_answer_that_came_by_itself_is_asked_for_again(office: Office) -> None:
    """It may have been the stranger's; the plan asks the one who is meant."""
    take(office, reply(office))
    assert rules.accepts(office.case, asked(office))
    _, on = put_right(office)
    assert on.content.event is not None
    assert not on.content.event.accepted
    assert not rules.accepts(office.case, asked(office))
    assert office.owed(PromiseKind.ANSWER)


def test_an_answer_that_staff_have_recorded_is_kept(office: Office) -> None:
    """D4b: what the GP said on the phone holds wherever the mail goes."""
    said = RecordAnswer(
        ref=office.case.ref,
        invitation_id=asked(office).id,
        verdict=Verdict.ACCEPTED,
        channel=Channel.PHONE,
        evidence="phone",
    )
    office.do(said)
    _, on = put_right(office)
    assert on.content.event is not None
    assert on.content.event.accepted
    assert rules.accepts(office.case, asked(office))
    assert not office.owed(PromiseKind.ANSWER)


def test_a_mailbox_that_refused_is_left_alone() -> None:
    """D4: what did not arrive is sent to the new address as it was, and nothing is called off."""
    office = Office(carry=lambda _: ("550", True))
    office.register()
    office.invite_gp()
    office.tick()
    before = asked(office).id
    office.carry = lambda _: ("", False)
    (on,) = put_right(office)
    assert (on.kind, on.address, on.invitation_id) == (SendingKind.INVITATION, NEW, before)


def test_a_mailbox_that_may_have_it_is_called_off() -> None:
    """P1, F14: a mail that was tried, and is to be tried again, may have come all the same."""
    office = Office(carry=lambda _: ("timed out", False))
    office.register()
    office.invite_gp()
    office.tick()
    before = asked(office).id
    office.carry = lambda _: ("", False)
    assert [(row.kind, row.address) for row in put_right(office)] == [
        (SendingKind.CANCELLATION, GP_MAIL),
        (SendingKind.INVITATION, NEW),
    ]
    assert asked(office).id != before


@pytest.mark.parametrize("same", ["GRO@lege.example", ""])
def test_the_same_mailbox_is_not_called_off(office: Office, same: str) -> None:
    """Other capitals are the same mailbox, and one that is taken away was theirs."""
    office.do(office.correct("gp_email", same))
    assert [row for row in office.tick() if row.role is Role.GP] == []


def test_a_cancellation_follows_its_invitation(office: Office) -> None:
    """What is called off, and has not left, goes where the invitation went."""
    office.do(office.cancel())
    office.do(office.correct("gp_email", NEW))
    (off,) = [row for row in office.tick() if row.role is Role.GP]
    assert (off.kind, off.address) == (SendingKind.CANCELLATION, GP_MAIL)


def test_the_patients_letter_is_sent_once() -> None:
    """R12: a letter that left says what the meeting is, whichever mailbox was wrong."""
    office = called_in(email="feil@prove.example")
    office.tick()
    by_hand(office, Channel.LETTER)
    office.clock += timedelta(hours=1)
    office.do(office.correct("patient_email", "rett@prove.example"))
    assert to_patient(office) == [
        (Channel.MAIL, SendingKind.CANCELLATION),
        (Channel.MAIL, SendingKind.INVITATION),
    ]
    assert [row.address for row in office.tick() if row.role is Role.PATIENT] == [
        "feil@prove.example",
        "rett@prove.example",
    ]
