"""A doctor who is mailed is told by secure message whom it concerns, since the mail may not say."""

from __future__ import annotations

import pytest

from pathway.commands import CancelMeeting, ChangeMeeting, MoveMeeting, Person, ReplaceGp
from pathway.model import Promise
from pathway.outgoing import ANSWER_URL, Sending, SendingKind, SendingStatus
from pathway.words import Channel, MeetingKind, PromiseKind, Role, Verdict
from tests.pathway.build import a_clinic, wall
from tests.pathway.office import GP, Office

SHM1 = MeetingKind.SHM1
ELSEWHERE = wall("2026-11-26 10:00")


@pytest.fixture
def office() -> Office:
    """The GP has been asked by mail, and nobody has sent the message beside it."""
    office = Office(says_whom=False)
    office.register()
    office.invite_gp()
    office.tick()
    return office


def beside(office: Office) -> list[Sending]:
    """Every message beside a mail."""
    return [s for s in office.case.sendings if s.kind is SendingKind.ABOUT_WHOM]


def owed(office: Office) -> list[Promise]:
    """What is owed of them."""
    return office.owed(PromiseKind.SECURE_MESSAGE)


def asks(office: Office) -> bool:
    """Whether the text beside the mail, as it is copied now, says that an answer is wanted."""
    lines = office.desk(lambda desk: desk.case_tasks(office.case))
    (text,) = [line.content.text for line in lines if line.content]
    return office.invitation(Role.GP).id in text


def test_a_mail_has_a_secure_message_beside_it(office: Office) -> None:
    """R11, P1, P7: a text to copy, to the same office, which asks for no answer of its own."""
    mail, text = [s for s in office.case.sendings if s.role is Role.GP]
    assert (mail.channel, mail.kind) == (Channel.MAIL, SendingKind.INVITATION)
    assert (text.channel, text.address) == (Channel.SECURE_MESSAGE, GP.office)
    assert (text.content.event, text.status) == (None, SendingStatus.PENDING)
    (promise,) = owed(office)
    assert (promise.about, promise.ladder) == (text.id, "secure_message")
    letter = office.texts.letters[-1]
    assert (letter.kind, letter.secure, letter.received is not None, letter.before) == (
        SendingKind.ABOUT_WHOM,
        True,
        True,
        None,
    )


def test_it_starts_no_ladder_and_takes_no_reminder(office: Office) -> None:
    """D3, F11: the mail began the ladder, and the reminder is a mail, with no question first."""
    asked = office.invitation(Role.GP).asked_at
    office.until("2026-10-07")
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    assert office.invitation(Role.GP).asked_at == asked
    (reminder,) = office.until("2026-10-12")
    assert (reminder.kind, reminder.channel) == (SendingKind.REMINDER, Channel.MAIL)
    assert not [task for task in office.tasks() if "gp" in task[2]]


def test_it_is_written_once(office: Office) -> None:
    """Another time or link is told by mail; whom it concerns stays the same, sent or not."""
    ref = office.case.ref
    office.do(MoveMeeting(ref=ref, kind=SHM1, start=ELSEWHERE))
    office.do(MoveMeeting(ref=ref, kind=SHM1, start=wall("2026-11-24 10:00")))
    office.do(ChangeMeeting(ref=ref, kind=SHM1, link="https://video.example/2"))
    (text,) = beside(office)
    assert (text.status, len(owed(office))) == (SendingStatus.PENDING, 1)
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    office.do(MoveMeeting(ref=ref, kind=SHM1, start=ELSEWHERE))
    assert [s.status for s in beside(office)] == [SendingStatus.SENT]


def test_it_reads_as_the_mail_beside_it(office: Office) -> None:
    """F5, D6: while it waits it asks for an answer as long as the mail does, and so it is kept."""
    assert asks(office)
    office.answer(Verdict.ACCEPTED)
    assert not asks(office)
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=ELSEWHERE))
    assert asks(office)
    office.answer(Verdict.DECLINED)
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    (sent,) = beside(office)
    assert (sent.status, ANSWER_URL in sent.content.text) == (SendingStatus.SENT, False)


def test_a_yes_does_not_say_that_the_doctor_knows(office: Office) -> None:
    """R11: it is owed also after the answer, until somebody says that it is sent."""
    office.answer(Verdict.ACCEPTED)
    assert len(owed(office)) == 1


def test_what_is_called_off_concerns_nobody(office: Office) -> None:
    """F6: a text that was not sent is taken away with its invitation."""
    office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"))
    assert owed(office) == []
    assert [s.status for s in beside(office)] == [SendingStatus.DROPPED]


def test_nothing_is_owed_when_the_meeting_has_begun(office: Office) -> None:
    """F3: nobody is chased for it after the start."""
    office.tick("2026-11-24 10:00")
    assert owed(office) == []


def test_a_mail_that_bounced_has_not_arrived(office: Office) -> None:
    """D4: the message beside a mail does not say that the mail came through."""
    office = Office(says_whom=False)
    office.register()
    office.invite_gp()
    office.carry = lambda _sending: ("550", True)
    office.tick()
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    invitation = office.invitation(Role.GP)
    assert invitation.undelivered_at is not None
    assert invitation.left_at is None
    office.carry = lambda _sending: ("", False)
    office.do(office.correct("gp_email", "ny@lege.example"))
    office.tick()
    assert office.invitation(Role.GP).left_at is not None
    assert len(beside(office)) == 1


def test_another_doctor_is_told_too(office: Office) -> None:
    """F14: whoever takes over has an invitation, and a message beside it, of their own."""
    new = Person(name="Vera Vikar", office="Bakken", email="vera@lege.example")
    office.do(ReplaceGp(ref=office.case.ref, doctor=new, for_good=True))
    gone, text = beside(office)
    assert (gone.status, text.status, text.address) == (
        SendingStatus.DROPPED,
        SendingStatus.PENDING,
        "Bakken",
    )


def test_a_secure_message_says_it_itself() -> None:
    """D6: where the invitation goes by secure message there is nothing beside it."""
    office = Office(clinic=a_clinic(mail_to=frozenset()), says_whom=False)
    office.register()
    office.invite_gp()
    assert beside(office) == []
    assert len(owed(office)) == 1
