"""A sending from a decision: channel, address, event, hours, and the letter it is made of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.messages import Draft, Pen, address_of, current_event, to_participant
from pathway.outgoing import Hours, Method, SendingKind, SendingStatus
from pathway.ports import Notice
from pathway.telling import to_staff
from pathway.words import Attendance, Channel, MeetingKind, Role, SendingId
from tests.pathway.build import (
    NOON,
    SECRETARY,
    a_case,
    a_person,
    at,
    changed,
    day,
    facts,
    invited,
    meeting_at,
    with_gp,
)
from tests.pathway.office import Office

FACTS = facts("2026-11-24 10:00", "2026-11-24 11:00", link="https://video.example/1")


def a_pen(office: Office, now: str = NOON, *, pressed: bool = True) -> Pen:
    """What a decision is written with at that moment."""
    office.clock = at(now)
    return office.run(lambda context: context.pen(pressed=pressed))


@pytest.fixture
def office() -> Office:
    """Any clinic, with its wording."""
    office = Office()
    office.register()
    return office


def a_draft(kind: SendingKind = SendingKind.INVITATION, **said: object) -> Draft:
    """What a message is to say."""
    return Draft(**{"kind": kind, "facts": FACTS, "why": "R11", **said})  # type: ignore[arg-type] # any field


def test_a_message_is_frozen(office: Office) -> None:
    """To whom, by which channel, where, what and why, from the moment of the decision."""
    case = invited(meeting_at(with_gp(a_case())))
    draft = a_draft(step=5, promise_id="p")
    sending = to_participant(a_pen(office), case, case.invitations[0], draft)
    assert (sending.clinic_id, sending.case_id, sending.to, sending.role) == (
        case.clinic_id,
        case.id,
        "gp",
        Role.GP,
    )
    assert (sending.channel, sending.address, sending.kind, sending.why) == (
        Channel.MAIL,
        "gp@example.no",
        SendingKind.INVITATION,
        "R11",
    )
    assert (sending.invitation_id, sending.revision, sending.facts, sending.step) == (
        "shm1-gp",
        1,
        FACTS,
        5,
    )
    assert (sending.created_at, sending.not_before, sending.hours) == (
        at(NOON),
        at(NOON),
        Hours.ANY,
    )
    assert (sending.status, sending.attempts, sending.stamp) == (SendingStatus.PENDING, 0, None)


def test_the_letter_it_is_made_of(office: Office) -> None:
    """Who, what, where, before, and by when a secure message is answered (P7)."""
    case = invited(meeting_at(with_gp(a_case(), phone="22")), channel=Channel.SECURE_MESSAGE)
    before = facts("2026-11-23 10:00", "2026-11-23 11:00")
    draft = a_draft(SendingKind.UPDATE, before=before, must_answer=False)
    to_participant(a_pen(office), case, case.invitations[0], draft)
    letter = office.texts.letters[-1]
    assert (letter.kind, letter.role, letter.ref, letter.recipient) == (
        SendingKind.UPDATE,
        Role.GP,
        "K7M2",
        "Gp",
    )
    assert (letter.public_name, letter.phone, letter.zone) == (
        "Fjord",
        "55 00 00 00",
        "Europe/Oslo",
    )
    assert (letter.facts, letter.before, letter.must_answer) == (FACTS, before, False)
    assert (letter.received, letter.answer_by) == (day("2026-10-01"), day("2026-11-09"))
    assert (letter.secure, letter.own_phone, letter.attends, letter.meeting_kind) == (
        True,
        "22",
        Attendance.VIDEO,
        MeetingKind.SHM1,
    )


def test_a_letter_by_mail_is_not_secure(office: Office) -> None:
    """P1: only a secure message may hold more."""
    case = invited(meeting_at(with_gp(a_case())))
    to_participant(a_pen(office), case, case.invitations[0], a_draft())
    assert not office.texts.letters[-1].secure


def test_the_patient_is_never_named(office: Office) -> None:
    """P1b: for the patient the role, never the name."""
    case = invited(meeting_at(a_case()), "patient")
    case = changed(case, "patient", email="kari@example.no")
    sending = to_participant(a_pen(office), case, case.invitations[0], a_draft())
    assert office.texts.letters[-1].recipient == ""
    assert sending.content.event is not None
    assert sending.content.event.attendee_name == "patient"


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        (SendingKind.INVITATION, Method.REQUEST),
        (SendingKind.UPDATE, Method.REQUEST),
        (SendingKind.LINK, Method.REQUEST),
        (SendingKind.CANCELLATION, Method.CANCEL),
        (SendingKind.REMINDER, None),
        (SendingKind.STILL_STANDS, None),
    ],
)
def test_which_messages_carry_an_event(
    office: Office, kind: SendingKind, method: Method | None
) -> None:
    """RFC 5546: METHOD follows the action; a reminder carries none, so it leaves no ghost."""
    case = invited(meeting_at(with_gp(a_case())))
    event = to_participant(a_pen(office), case, case.invitations[0], a_draft(kind)).content.event
    assert (event.method if event else None) is method


def test_only_mail_carries_an_event(office: Office) -> None:
    """What is copied into the EHR is plain text (P7)."""
    case = invited(meeting_at(with_gp(a_case())), channel=Channel.SECURE_MESSAGE)
    sending = to_participant(a_pen(office), case, case.invitations[0], a_draft())
    assert sending.content.event is None
    assert sending.address == "Legesenteret"


def test_the_event(office: Office) -> None:
    """UID and SEQUENCE are the invitation's, the rest is the facts; a kept yes is said (F16)."""
    case = invited(meeting_at(with_gp(a_case())))
    invitation = replace(case.invitations[0], revision=3)
    there = replace(FACTS, place="Rom 2")
    draft = a_draft(facts=there, accepted=True)
    event = to_participant(a_pen(office), case, invitation, draft).content.event
    assert event is not None
    assert (event.uid, event.sequence, event.window, event.zone) == (
        "shm1-gp",
        2,
        FACTS.window,
        "Europe/Oslo",
    )
    assert (event.summary, event.location, event.link, event.accepted) == (
        "Møte K7M2",
        "Rom 2",
        FACTS.link,
        True,
    )
    assert event.description == "24.11. 09:00 video Rom 2 https://video.example/1"
    assert event.attendee_name == "Gp"


def test_the_event_as_it_was_last_told(office: Office) -> None:
    """What the answer page gives to a calendar; nothing before it was offered."""
    case = invited(meeting_at(with_gp(a_case())))
    (invitation,) = case.invitations
    pen = a_pen(office)
    event = current_event(pen, case, invitation)
    assert event is not None
    assert invitation.offered is not None
    assert (event.uid, event.window) == ("shm1-gp", invitation.offered.window)
    assert event.method is Method.REQUEST
    assert current_event(pen, case, replace(invitation, offered=None)) is None


@pytest.mark.parametrize(
    ("pressed", "hours", "expected", "leaves"),
    [
        (True, None, Hours.ANY, "2026-10-09 20:00"),
        (False, None, Hours.WORKING, "2026-10-12 08:00"),
        (False, Hours.ANY, Hours.ANY, "2026-10-09 20:00"),
        (True, Hours.WORKING, Hours.WORKING, "2026-10-12 08:00"),
    ],
)
def test_when_it_may_leave(
    office: Office, *, pressed: bool, hours: Hours | None, expected: Hours, leaves: str
) -> None:
    """F3: what a person pressed at any hour, what the program writes in working hours."""
    case = invited(meeting_at(with_gp(a_case())))
    pen = a_pen(office, "2026-10-09 20:00", pressed=pressed)
    sending = to_participant(pen, case, case.invitations[0], a_draft(hours=hours))
    assert (sending.hours, sending.not_before) == (expected, at(leaves))


def test_a_message_to_staff(office: Office) -> None:
    """D4: in chat, in working hours, about the case."""
    case = a_case()
    notice = Notice(name="task", ref=case.ref)
    sending = to_staff(
        a_pen(office, "2026-10-09 20:00"), case, SECRETARY, Role.SECRETARY, notice, why="D4"
    )
    assert (sending.to, sending.role, sending.channel, sending.kind) == (
        SECRETARY,
        Role.SECRETARY,
        Channel.CHAT,
        SendingKind.NOTICE,
    )
    assert (sending.clinic_id, sending.case_id, sending.why, sending.step) == (
        case.clinic_id,
        case.id,
        "D4",
        0,
    )
    assert (sending.hours, sending.created_at, sending.not_before) == (
        Hours.WORKING,
        at("2026-10-09 20:00"),
        at("2026-10-12 08:00"),
    )
    assert (sending.content.subject, sending.address) == ("task", "")
    assert sending.id != SendingId("")


@pytest.mark.parametrize(
    ("channel", "address"),
    [
        (Channel.MAIL, "gp@example.no"),
        (Channel.GRAPH, "gp@example.no"),
        (Channel.SMS, "22"),
        (Channel.PHONE, "22"),
        (Channel.SECURE_MESSAGE, "Legesenteret"),
        (Channel.LETTER, "Legesenteret"),
    ],
)
def test_where_a_message_goes(channel: Channel, address: str) -> None:
    """By mail to the address, by SMS to the number, else to the office."""
    gp = a_person("gp", Role.GP, email="gp@example.no", phone="22", office="Legesenteret")
    assert address_of(gp, channel) == address


def test_a_letter_without_an_office_goes_to_the_name() -> None:
    """A patient has no office."""
    assert address_of(a_person("kari", Role.PATIENT), Channel.LETTER) == "Kari"


def test_the_pen_knows_the_day(office: Office) -> None:
    """Half past midnight in Oslo is the next day, though it is not in UTC."""
    pen = a_pen(office, "2026-10-10 00:30")
    assert pen.today == day("2026-10-10")
    assert pen.actor == SECRETARY
