"""Whom to ask at Nav or elsewhere: found out, rung in vain, or not there at all (R14, F12)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.commands import (
    Invite,
    NoAdviser,
    NoReply,
    Person,
    RecordAdviser,
    WithdrawConsent,
)
from pathway.errors import (
    GapInAttendanceError,
    GateClosedError,
    NobodyToInviteError,
    NoConsentError,
    NoSuchInvitationError,
    NothingToCorrectError,
)
from pathway.model import Settled
from pathway.outgoing import SendingKind
from pathway.rules import Unmet
from pathway.variants import TEMPLATES, Template
from pathway.words import Channel, PromiseKind, Role, SettledHow, Verdict
from tests.pathway.build import COORDINATOR, SECRETARY, a_clinic, a_part, at, day
from tests.pathway.office import Office
from tests.pathway.test_plan import EVERYBODY, everybody, left, mailed
from tests.pathway.test_service_inviting import NAV, SHM1, consent

NINA = Person(name="Nina Vik", office="Nav Fjordly", email="nina@nav.example", phone="99999999")


def said_yes() -> Office:
    """The GP has said yes, and the patient to Nav, whose adviser nobody knows."""
    office = mailed()
    office.answer(Verdict.ACCEPTED)
    consent(office)
    return office


def adviser(office: Office, who: Person = NINA, *, told: bool = True) -> RecordAdviser:
    """This is the adviser."""
    nav = office.person(NAV).id
    return RecordAdviser(ref=office.case.ref, participant_id=nav, adviser=who, told=told)


def gone(office: Office, template: str | None = None) -> NoAdviser:
    """Nav has no adviser."""
    nav = office.person(NAV).id
    return NoAdviser(ref=office.case.ref, participant_id=nav, template=template)


def no_reply(office: Office, kind: PromiseKind = PromiseKind.PHONE_CALL) -> None:
    """Nobody took the telephone."""
    office.do(NoReply(ref=office.case.ref, promise_id=office.owed(kind)[0].id))


def invite_nav(office: Office) -> list[SendingKind]:
    """Nav is called in, and what left."""
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=NAV))
    return [sending.kind for sending in office.tick()]


def test_the_adviser_is_found_and_told_in_one_press() -> None:
    """R14: name, office and contact are kept, the call is over, and the invitation may leave."""
    office = said_yes()
    office.do(adviser(office))
    nav = office.person(NAV)
    assert (nav.name, nav.office, nav.email, nav.phone) == (
        "Nina Vik",
        "Nav Fjordly",
        "nina@nav.example",
        "99999999",
    )
    assert nav.told_at == office.clock
    assert not office.owed(PromiseKind.PHONE_CALL)
    assert invite_nav(office) == [SendingKind.INVITATION]


def test_a_name_alone_leaves_the_call_to_be_made() -> None:
    """F14: who the adviser is may be known before anybody has rung."""
    office = said_yes()
    office.do(adviser(office, told=False))
    assert office.person(NAV).told_at is None
    assert len(office.owed(PromiseKind.PHONE_CALL)) == 1


def test_nobody_is_told_through_a_closed_gate() -> None:
    """R13, F5: a name may be kept before the GP's yes, but nobody has been told."""
    office = mailed()
    consent(office)
    with pytest.raises(GateClosedError) as refused:
        office.do(adviser(office))
    assert refused.value.unmet == (Unmet.GP_ACCEPTED,)
    office.do(adviser(office, told=False))
    assert office.person(NAV).name == "Nina Vik"
    office.do(office.cancel())
    with pytest.raises(GateClosedError):
        office.do(adviser(office))


def test_an_adviser_needs_a_name_and_a_consent() -> None:
    """R13: who is nobody, or has no consent that stands, is not recorded."""
    office = said_yes()
    for wrong in (Person(name=""), Person(name="", phone="55")):
        with pytest.raises(NobodyToInviteError):
            office.do(adviser(office, wrong))
    gp = office.person(Role.GP).id
    with pytest.raises(NobodyToInviteError):
        office.do(RecordAdviser(ref=office.case.ref, participant_id=gp, adviser=NINA))
    office.do(WithdrawConsent(ref=office.case.ref, role=NAV))
    with pytest.raises(NoConsentError):
        office.do(adviser(office))


def test_another_adviser_is_told_and_asked_anew() -> None:
    """F12: who held the invitation hears a CANCEL, and the new one is rung first."""
    office = everybody()
    outcome = office.do(adviser(office, told=False))
    assert outcome.plan is not None
    assert [c.participant.name for c in outcome.plan.consequences] == ["Nils Nav"]
    (sent,) = office.tick()
    assert (sent.address, sent.kind) == ("nils@nav.example", SendingKind.CANCELLATION)
    assert sent.why == "F12"
    (call,) = office.owed(PromiseKind.PHONE_CALL)
    assert call.since == office.clock
    office.do(adviser(office))
    assert not office.owed(PromiseKind.PHONE_CALL)
    assert invite_nav(office) == [SendingKind.INVITATION]
    assert left(office, NAV)[-1].address == "nina@nav.example"


def test_another_adviser_inherits_no_way_to_be_reached() -> None:
    """F12, P2: address and number are the one's who had them; the office may be the same."""
    office = everybody()
    office.do(adviser(office, NINA, told=False))
    office.do(adviser(office, Person(name="Nora Ny"), told=False))
    nav = office.person(NAV)
    assert (nav.name, nav.office, nav.email, nav.phone) == ("Nora Ny", "Nav Fjordly", "", "")


def test_nobody_is_told_of_a_meeting_that_is_not_ahead() -> None:
    """R14, F5: once it has begun, or is off, there is nothing to tell anybody of."""
    office = said_yes()
    office.clock = at("2026-11-24 10:00")
    with pytest.raises(GateClosedError) as refused:
        office.do(adviser(office))
    assert refused.value.unmet == (Unmet.NO_PART,)
    office = said_yes()
    office.do(office.cancel())
    with pytest.raises(GateClosedError) as refused:
        office.do(adviser(office))
    assert refused.value.unmet == (Unmet.NO_PART,)


def test_an_employer_is_who_the_patient_said() -> None:
    """R13: another name than the one consented to is another actor; a first name is not."""
    office = mailed()
    office.answer(Verdict.ACCEPTED)
    consent(office, role=Role.OTHER)
    other = office.person(Role.OTHER).id
    known = RecordAdviser(
        ref=office.case.ref, participant_id=other, adviser=Person(name="Eva Sjef")
    )
    office.do(known)
    office.do(known)
    with pytest.raises(NoConsentError):
        office.do(RecordAdviser(ref=office.case.ref, participant_id=other, adviser=NINA))
    with pytest.raises(NobodyToInviteError):
        office.do(NoAdviser(ref=office.case.ref, participant_id=other))


def test_an_address_put_right_is_written_to_again() -> None:
    """R14: what did not arrive goes to the address as it now is."""
    office = said_yes()
    office.do(adviser(office))
    office.carry = lambda _: ("550", True)
    invite_nav(office)
    (nav,) = office.case.present(NAV)
    assert office.case.invitations[-1].undelivered_at
    office.carry = lambda _: ("", False)
    office.do(adviser(office, Person(name=nav.name, email="n.vik@nav.example")))
    assert [s.address for s in office.tick()] == ["n.vik@nav.example"]


# --- nobody answers ------------------------------------------------------------------------------


def test_a_call_in_vain_waits_for_the_next_working_day() -> None:
    """R14, F3: the days are kept, the task is away until then, and its ladder goes on."""
    office = said_yes()
    no_reply(office)
    (call,) = office.owed(PromiseKind.PHONE_CALL)
    assert (call.tried_on, call.snoozed_until) == ((day("2026-10-05"),), day("2026-10-06"))
    no_reply(office)
    assert office.owed(PromiseKind.PHONE_CALL)[0].tried_on == (day("2026-10-05"),)
    assert not [t for t in office.desk(lambda d: d.tasks()) if t.telling]
    assert [
        t.telling for t in office.desk(lambda d: d.put_off(office.case, PromiseKind.PHONE_CALL))
    ] == [True]
    office.until("2026-10-07")
    no_reply(office)
    (call,) = office.owed(PromiseKind.PHONE_CALL)
    assert call.tried_on == (day("2026-10-05"), day("2026-10-07"))
    assert call.step == 2


def test_the_coordinator_hears_who_was_rung_and_when() -> None:
    """D3, R14: 2, 4 and 6 working days; the last step names the days on which nobody answered."""
    office = said_yes()
    no_reply(office)
    office.until("2026-10-13")
    told = [t for t in office.tasks() if t[2].startswith("D3:phone_call")]
    assert told == [
        ("2026-10-07", SECRETARY, "D3:phone_call:2"),
        ("2026-10-09", SECRETARY, "D3:phone_call:4"),
        ("2026-10-13", SECRETARY, "D3:phone_call:6"),
        ("2026-10-13", COORDINATOR, "D3:phone_call:6"),
    ]
    last = [n for n in office.texts.notices if n.values.get("kind") == PromiseKind.PHONE_CALL][-1]
    assert (last.values["tried"], last.values["telling"]) == ("2026-10-05", "yes")
    (line,) = [t for t in office.desk(lambda d: d.tasks(), COORDINATOR) if t.telling]
    assert line.tried == (day("2026-10-05"),)


def test_days_in_vain_outlive_a_gate_that_shuts() -> None:
    """D3: the GP's no takes the call away, and the yes brings it back as it was."""
    office = said_yes()
    no_reply(office)
    office.answer(Verdict.TENTATIVE)
    assert not office.owed(PromiseKind.PHONE_CALL)
    office.answer(Verdict.ACCEPTED)
    assert office.owed(PromiseKind.PHONE_CALL)[0].tried_on == (day("2026-10-05"),)


def test_only_a_call_is_made_in_vain() -> None:
    """R14: other tasks are put off in other words."""
    office = mailed()
    with pytest.raises(NoSuchInvitationError):
        no_reply(office, PromiseKind.ANSWER)


# --- there is nobody -----------------------------------------------------------------------------


def test_without_an_adviser_nothing_is_owed() -> None:
    """R14: Nav is out, and is neither rung nor written to nor waited for."""
    office = said_yes()
    office.do(gone(office))
    nav = office.person(NAV)
    assert (nav.ended_at, nav.ended_why, nav.told_at) == (office.clock, "no_adviser", None)
    assert not office.owed(PromiseKind.PHONE_CALL)
    (call,) = [p for p in office.case.promises if p.kind is PromiseKind.PHONE_CALL]
    assert call.settled == Settled(how=SettledHow.DONE, at=office.clock)
    assert not office.owed(PromiseKind.CONSENT)
    with pytest.raises(NobodyToInviteError):
        invite_nav(office)
    with pytest.raises(NothingToCorrectError):
        office.do(gone(office))


def test_whoever_was_told_and_is_gone_was_not_told() -> None:
    """R14: found again later, they are told again; only what is owed about them is over."""
    office = said_yes()
    office.do(adviser(office))
    failed = replace(office.invitation(Role.GP), undelivered_at=office.clock)
    silent = [replace(answer, at=at("2026-10-05 08:00")) for answer in office.case.answers]
    office.edit(lambda case: replace(case.with_changed(failed), answers=tuple(silent)))
    (call,) = office.owed(PromiseKind.PHONE_CALL)
    office.do(gone(office))
    assert office.person(NAV).told_at is None
    assert office.owed(PromiseKind.PHONE_CALL) == [call]


def test_a_name_found_later_brings_nav_back() -> None:
    """R14: without a new consent; the call is a new one, with a ladder of its own."""
    office = said_yes()
    office.do(gone(office))
    office.tick("2026-10-09 08:00")
    office.do(adviser(office, told=False))
    (call,) = office.owed(PromiseKind.PHONE_CALL)
    assert (call.since, call.taken) == (at("2026-10-09 08:00"), 0)
    nav = office.person(NAV)
    assert (nav.ended_at, nav.ended_why) == (None, "")
    assert len(office.case.consents) == 1
    office.do(adviser(office))
    assert invite_nav(office) == [SendingKind.INVITATION]


def test_a_consent_for_whoever_there_is_brings_nav_back_too() -> None:
    """F14: consented to again, Nav is one actor and not two; and a withdrawal reaches it."""
    office = said_yes()
    office.do(gone(office))
    consent(office)
    assert len([p for p in office.case.participants if p.role is NAV]) == 1
    assert len(office.owed(PromiseKind.PHONE_CALL)) == 1
    office.do(gone(office))
    office.do(WithdrawConsent(ref=office.case.ref, role=NAV))
    assert all(c.withdrawn_at for c in office.case.consents)


def test_nav_that_was_asked_is_called_off() -> None:
    """F14: whoever holds an invitation hears that it is off."""
    office = everybody()
    office.do(gone(office))
    assert [(s.role, s.kind) for s in office.tick()] == [(NAV, SendingKind.CANCELLATION)]


def test_the_agenda_may_be_one_without_nav() -> None:
    """D4b, F7: everybody's time is shorter, and nobody is asked again."""
    office = everybody()
    before = office.case.meetings[-1].revision
    outcome = office.do(gone(office, "without_nav"))
    assert outcome.plan is not None
    told = {c.participant.role: (c.kind, c.must_answer) for c in outcome.plan.consequences}
    assert told[Role.GP] == (SendingKind.UPDATE, False)
    assert told[NAV] == (SendingKind.CANCELLATION, False)
    assert office.case.meetings[-1].template == "without_nav"
    assert office.case.meetings[-1].revision == before + 1
    begun = everybody()
    begun.clock = at("2026-11-24 10:00")
    begun.do(gone(begun, "without_nav"))
    assert begun.case.meetings[-1].template == "with_nav"
    office = mailed()
    consent(office)
    office.do(office.cancel())
    office.do(gone(office, "without_nav"))
    assert office.case.meetings[-1].template == "with_nav"


def test_an_agenda_that_tears_somebody_is_refused() -> None:
    """R21: nobody has to leave and come back."""
    torn = Template(
        name="torn",
        parts=(a_part("a", 20, Role.GP), a_part("b", 20), a_part("c", 20, Role.GP)),
    )
    clinic = a_clinic(mail_to=EVERYBODY, templates={**TEMPLATES, "torn": torn})
    office = Office(clinic=clinic)
    office.register()
    office.invite_gp()
    consent(office)
    with pytest.raises(GapInAttendanceError):
        office.do(gone(office, "torn"))


def test_an_undelivered_invitation_is_another_call() -> None:
    """D3: a call because mail failed is about the meeting, not about whom it concerns."""
    office = everybody()
    nav = office.invitation(NAV)
    failed = replace(nav, undelivered_at=office.clock)
    office.edit(lambda case: case.with_changed(failed))
    lines = office.desk(lambda d: d.case_tasks(office.case))
    assert [t.telling for t in lines if t.kind is PromiseKind.PHONE_CALL] == [False]


@pytest.mark.parametrize(
    ("when", "wanted"),
    [
        ("2026-11-23 10:00", [Channel.LETTER, Channel.PHONE]),
        ("2026-11-02 10:00", [Channel.LETTER]),
    ],
)
def test_who_is_written_to_on_paper_is_rung_too_late_in_the_day(
    when: str, wanted: list[Channel]
) -> None:
    """R20: the day before, a letter to Nav has a call beside it; in good time it has none."""
    office = said_yes()
    office.do(adviser(office, Person(name="Nina Vik", office="Nav", phone="22 00 00 01")))
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=NAV))
    while office.owed(PromiseKind.SECURE_MESSAGE):
        office.tick_off(PromiseKind.SECURE_MESSAGE)
    office.clock = at(when)
    plan = office.plan(office.cancel())
    told = [c for c in plan.consequences if c.participant.role is NAV]
    assert [c.channel for c in told] == wanted
    assert not any(c.too_late for c in told)
