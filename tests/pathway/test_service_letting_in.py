"""*Noen kommer ikke inn*: the link again, to one person, by what reaches them now (F18)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.commands import (
    AddParticipant,
    ChangeMeeting,
    Invite,
    MoveMeeting,
    SendLinkAgain,
    WithdrawConsent,
)
from pathway.errors import (
    GateClosedError,
    LinkOnItsWayError,
    MeetingInPastError,
    NoLinkHeldError,
    RuleError,
    UnreachableNowError,
)
from pathway.outgoing import SendingKind
from pathway.words import Attendance, Channel, MeetingKind, PromiseKind, Role, Verdict
from tests.pathway.build import DOCTOR, at, wall
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody, left

SHM1 = MeetingKind.SHM1
LINK = "https://video.example/1"


@pytest.fixture
def office() -> Office:
    """Everybody is asked and told, and it is two minutes to ten on the meeting's day."""
    found = everybody()
    found.tick("2026-11-24 09:50")
    found.clock = at("2026-11-24 09:58")
    return found


def again(office: Office, role: Role = Role.GP) -> SendLinkAgain:
    """This person does not get in."""
    return SendLinkAgain(ref=office.case.ref, kind=SHM1, who=office.person(role).id)


def change(office: Office, role: Role, **said: object) -> None:
    """The person as no command writes them."""
    person = replace(office.person(role), **said)  # type: ignore[arg-type] # any field
    office.edit(lambda case: case.with_changed(person))


@pytest.mark.parametrize("now", ["2026-11-24 09:58", "2026-11-24 10:59"])
def test_mail_leaves_at_once_to_one_alone(office: Office, now: str) -> None:
    """F18: also while the meeting is on; nobody else hears, and nobody must answer again."""
    office.clock = at(now)
    plan = office.plan(again(office))
    assert [told.participant.role for told in plan.consequences] == [Role.GP]
    before = office.case
    office.do(again(office))
    (sent,) = office.tick()
    assert (sent.role, sent.kind, sent.channel) == (Role.GP, SendingKind.LINK, Channel.MAIL)
    assert sent.facts is not None
    assert sent.facts.link == office.case.meeting_of(SHM1).link == LINK  # type: ignore[union-attr]
    assert sent.content.event is not None
    assert sent.content.event.sequence == office.invitation(Role.GP).sequence
    assert office.case.invitations[0].revision == before.invitations[0].revision
    assert office.case.answers == before.answers


def test_twice_pressed_is_once(office: Office) -> None:
    """It waits, or left a moment ago: nothing is written; after that one may ask again."""
    office.do(again(office))
    waiting = office.case
    with pytest.raises(LinkOnItsWayError) as refused:
        office.do(again(office), actor="koordinator")
    assert not refused.value.by_hand
    assert office.case == waiting
    office.tick()
    office.clock = at("2026-11-24 09:59")
    with pytest.raises(LinkOnItsWayError):
        office.do(again(office))
    office.clock = at("2026-11-24 10:01")
    office.do(again(office))
    assert len(office.tick()) == 1


@pytest.mark.parametrize(
    ("now", "channel"),
    [("2026-11-24 09:58", Channel.SMS), ("2026-11-24 08:59", Channel.PHONE)],
)
def test_a_text_message_or_a_call(office: Office, now: str, channel: Channel) -> None:
    """P6: without mail a text message from nine to three, and outside that a call."""
    office.clock = at(now)
    change(office, Role.PATIENT, email="", phone="91234567")
    office.do(again(office, Role.PATIENT))
    row = office.case.sendings[-1]
    assert (row.channel, row.kind, row.content.event) == (channel, SendingKind.LINK, None)
    assert row.id in {promise.about for promise in office.owed(PromiseKind.SECURE_MESSAGE)}
    with pytest.raises(LinkOnItsWayError) as refused:
        office.do(again(office, Role.PATIENT))
    assert refused.value.by_hand


def test_reserved_against_sms_is_rung(office: Office) -> None:
    """P6: no text message to one who has reserved against it."""
    change(office, Role.PATIENT, email="", phone="91234567", no_sms=True)
    office.do(again(office, Role.PATIENT))
    assert office.case.sendings[-1].channel is Channel.PHONE


def test_where_mail_did_not_arrive_it_is_not_tried_again(office: Office) -> None:
    """An address that is wrong is no way in."""
    office.carry = lambda _: ("550", True)
    office.do(again(office, Role.PATIENT))
    office.tick()
    with pytest.raises(UnreachableNowError):
        office.do(again(office, Role.PATIENT))
    change(office, Role.PATIENT, phone="91234567")
    office.do(again(office, Role.PATIENT))
    assert office.case.sendings[-1].channel is Channel.SMS


@pytest.mark.parametrize("in_graph", [True, False])
def test_a_colleague_is_written_to_wherever_the_invitation_stands(in_graph: bool) -> None:  # noqa: FBT001 - either way
    """Whose invitation stands in their calendar in Microsoft 365 gets the link by mail, at once."""
    office = everybody()
    roles = frozenset({Role.CLINICIAN})
    mail = {DOCTOR: "lise@fjord.example"}
    staff = (replace(one, email=mail.get(one.id, "")) for one in office.clinic.staff)
    office.clinic = replace(
        office.clinic, staff=tuple(staff), in_graph=roles if in_graph else frozenset()
    )
    office.do(AddParticipant(ref=office.case.ref, role=Role.CLINICIAN, staff_id=DOCTOR))
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.CLINICIAN))
    (asked,) = office.tick("2026-10-05 11:00")
    assert asked.channel is (Channel.GRAPH if in_graph else Channel.MAIL)
    office.clock = at("2026-11-24 09:58")
    office.do(again(office, Role.CLINICIAN))
    row = office.case.sendings[-1]
    assert (row.channel, row.address, row.kind) == (
        Channel.MAIL,
        "lise@fjord.example",
        SendingKind.LINK,
    )
    assert (row.content.event is None) is in_graph, "the calendar has its own entry already"
    assert row.id in {left.id for left in office.tick()}


def test_a_text_by_hand_lapses_with_the_meeting(office: Office) -> None:
    """What nobody sent while the meeting was on is no task afterwards."""
    change(office, Role.PATIENT, email="", phone="91234567")
    office.do(again(office, Role.PATIENT))
    row = office.case.sendings[-1].id
    office.tick("2026-11-24 10:59")
    assert row in {promise.about for promise in office.owed()}
    office.tick("2026-11-24 11:00")
    assert row not in {promise.about for promise in office.owed()}
    assert not office.case.sending(row).waiting


@pytest.mark.parametrize("verdict", [Verdict.DECLINED, Verdict.NEW_TIME])
def test_one_who_said_no_holds_no_link(office: Office, verdict: Verdict) -> None:
    """F4: a yes is recorded first."""
    office.answer(verdict)
    with pytest.raises(NoLinkHeldError):
        office.do(again(office))


def test_one_who_comes_another_way_holds_no_link(office: Office) -> None:
    """Who comes to the clinic has no link, and a meeting may have none at all."""
    change(office, Role.GP, attends=Attendance.CLINIC)
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, place="Rom 2"))
    with pytest.raises(NoLinkHeldError):
        office.do(again(office))


def test_no_link_is_sent_before_there_is_one() -> None:
    """While the link is to come there is nothing to send."""
    office = everybody(link="")
    with pytest.raises(NoLinkHeldError):
        office.do(again(office))


def test_nothing_passes_a_gate() -> None:
    """R19: a consent that was withdrawn ends it; a new time waits for the GP (F5)."""
    office = everybody()
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00")))
    office.tick("2026-10-05 10:05")
    with pytest.raises(GateClosedError):
        office.do(again(office, Role.PATIENT))
    office.do(WithdrawConsent(ref=office.case.ref, role=Role.NAV_ADVISER))
    with pytest.raises(NoLinkHeldError):
        office.do(again(office, Role.NAV_ADVISER))


def test_it_is_over(office: Office) -> None:
    """After its end nobody is let in."""
    office.clock = at("2026-11-24 11:00")
    with pytest.raises(MeetingInPastError):
        office.do(again(office))


def test_the_link_is_the_one_that_holds_now(office: Office) -> None:
    """The link was changed a minute ago: nobody is sent the old one."""
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/2"))
    with pytest.raises(RuleError):
        office.do(again(office))
    office.tick()
    assert left(office, Role.GP)[-1].facts.link.endswith("/2")  # type: ignore[union-attr]
