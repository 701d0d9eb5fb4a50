"""One more person is asked, another doctor takes over, consents come and go (R12 to R14, R19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pathway import rules
from pathway.commands import (
    AddParticipant,
    CallBack,
    HoldWithoutGp,
    Invite,
    MoveMeeting,
    Person,
    RecordConsent,
    ReplaceGp,
    Snooze,
    TickSent,
    WithdrawConsent,
)
from pathway.errors import (
    AlreadyInvitedError,
    ConsentNotNeededError,
    GapInAttendanceError,
    GateClosedError,
    MeetingInPastError,
    MilestoneInFutureError,
    NobodyToInviteError,
    NoMeetingError,
    NoSuchInvitationError,
    NothingToCorrectError,
    ReasonNeededError,
)
from pathway.outgoing import SendingKind, SendingStatus
from pathway.rules import Unmet
from pathway.variants import TEMPLATES, Template
from pathway.words import (
    Channel,
    ConsentForm,
    MeetingKind,
    Milestone,
    PromiseId,
    PromiseKind,
    Role,
    SettledHow,
    Verdict,
)
from tests.pathway.build import (
    DOCTOR,
    SECRETARY,
    a_clinic,
    a_part,
    at,
    day,
    wall,
    with_relative,
)
from tests.pathway.office import GP, Office
from tests.pathway.test_plan import EVERYBODY, everybody, left, mailed, numbers
from tests.pathway.test_service_registering import record

SHM1, SHM2 = MeetingKind.SHM1, MeetingKind.SHM2
NAV = Role.NAV_ADVISER


def ask(office: Office, role: Role, name: str = "") -> Invite:
    """A request to invite this person to SHM1."""
    return Invite(ref=office.case.ref, kind=SHM1, role=role, name=name)


def consent(here: Office, name: str = "", /, **said: object) -> None:
    """The patient consents to NAV, orally."""
    command = {
        "ref": here.case.ref,
        "role": NAV,
        "given_on": day("2026-10-05"),
        "form": ConsentForm.ORAL,
        "name": name,
        **said,
    }
    here.do(RecordConsent(**command))  # type: ignore[arg-type] # any field


def another(office: Office, *, for_good: bool, name: str = "Lo Kum") -> ReplaceGp:
    """Another doctor in the GP's place."""
    doctor = Person(name=name, office="Vikarbyrået", email="lo@lege.example", phone="44")
    return ReplaceGp(ref=office.case.ref, doctor=doctor, for_good=for_good)


# --- asking ------------------------------------------------------------------------------------


def test_the_patient_waits_for_the_gp() -> None:
    """R12: refused with what is missing until the GP has accepted."""
    office = mailed()
    with pytest.raises(GateClosedError) as refused:
        office.do(ask(office, Role.PATIENT))
    assert refused.value.unmet == (Unmet.GP_ACCEPTED,)
    office.answer(Verdict.ACCEPTED)
    office.do(ask(office, Role.PATIENT))
    assert [s.kind for s in office.tick()] == [SendingKind.INVITATION]
    with pytest.raises(AlreadyInvitedError):
        office.do(ask(office, Role.PATIENT))


def test_the_gps_no_freezes_what_has_not_left() -> None:
    """D2: the invitation that was pressed waits; the one that left is not recalled."""
    office = mailed()
    office.answer(Verdict.ACCEPTED)
    office.do(ask(office, Role.PATIENT))
    office.answer(Verdict.DECLINED)
    assert office.tick() == []
    assert office.waiting(Role.PATIENT)
    office.answer(Verdict.ACCEPTED)
    office.tick("2026-10-05 09:10")
    office.answer(Verdict.DECLINED)
    assert [s.kind for s in left(office, Role.PATIENT)] == [SendingKind.INVITATION]
    assert office.tick("2026-10-06 09:00") == []


def test_nav_waits_for_consent_call_and_address() -> None:
    """R13, R14: one after the other, and then the neutral invitation leaves."""
    office = mailed()
    consent(office)
    with pytest.raises(GateClosedError) as refused:
        office.do(ask(office, NAV))
    assert set(refused.value.unmet) == {Unmet.GP_ACCEPTED, Unmet.PHONE_CALL, Unmet.CONTACT}
    assert not office.owed(PromiseKind.PHONE_CALL)
    office.answer(Verdict.ACCEPTED)
    assert office.owed(PromiseKind.PHONE_CALL)
    consent(office, "Nils Nav", email="nils@nav.example")
    office.tick_off(PromiseKind.PHONE_CALL)
    office.do(ask(office, NAV))
    (sent,) = office.tick()
    assert (sent.role, sent.address) == (NAV, "nils@nav.example")


def test_other_third_parties_come_the_same_way() -> None:
    """R13, R14: an employer needs consent and a call as NAV does."""
    clinic = a_clinic(mail_to=frozenset({*EVERYBODY, Role.OTHER}))
    office = Office(clinic=clinic)
    office.register()
    office.invite_gp()
    office.tick()
    office.answer(Verdict.ACCEPTED)
    consent(office, "Eva Arbeidsgiver", role=Role.OTHER, email="eva@firma.example")
    office.tick_off(PromiseKind.PHONE_CALL)
    office.do(ask(office, Role.OTHER))
    (sent,) = office.tick()
    assert (sent.role, sent.why) == (Role.OTHER, "R14")


def test_whom_to_ask_is_known_by_name() -> None:
    """The latest of several with the same role, unless one is named."""
    office = everybody()
    office.edit(lambda case: with_relative(with_relative(case, "mor"), "far"))
    office.do(ask(office, Role.RELATIVE, "Mor"))
    assert office.case.invitations[-1].participant_id == "mor"
    office.do(ask(office, Role.RELATIVE))
    assert office.case.invitations[-1].participant_id == "far"
    with pytest.raises(NobodyToInviteError):
        office.do(ask(office, Role.RELATIVE, "Bror"))
    with pytest.raises(NobodyToInviteError):
        office.do(ask(office, Role.INTERPRETER))


def test_asking_needs_a_meeting_that_is_to_come() -> None:
    """Nobody is asked to what is not arranged, or has begun."""
    office = Office()
    office.register()
    with pytest.raises(NoMeetingError):
        office.do(ask(office, Role.PATIENT))
    office = mailed()
    office.answer(Verdict.ACCEPTED)
    office.clock = at("2026-11-24 10:00")
    with pytest.raises(MeetingInPastError):
        office.do(ask(office, Role.PATIENT))


def test_nobody_is_asked_to_come_back() -> None:
    """R21: an agenda that would make this person leave and come back is refused."""
    torn = Template(
        name="torn",
        parts=(
            a_part("first", 20, Role.GP, Role.PATIENT),
            a_part("second", 20, Role.GP),
            a_part("third", 20, Role.GP, Role.PATIENT),
        ),
    )
    clinic = a_clinic(mail_to=EVERYBODY, templates={**TEMPLATES, "torn": torn})
    office = Office(clinic=clinic)
    office.register()
    office.invite_gp(template="torn")
    office.tick()
    office.answer(Verdict.ACCEPTED)
    with pytest.raises(GapInAttendanceError):
        office.do(ask(office, Role.PATIENT))


# --- another doctor ----------------------------------------------------------------------------


def test_a_locum_takes_the_place() -> None:
    """D2, F14: the locum is asked, whose place it is hears a CANCEL, and the gate is closed."""
    office = mailed()
    office.answer(Verdict.ACCEPTED)
    gp = office.person(Role.GP)
    office.do(another(office, for_good=False))
    old, locum = (p for p in office.case.participants if p.role is Role.GP)
    assert (old.id, old.ended_at) == (gp.id, office.clock)
    assert (locum.stands_in_for, locum.ended_at) == (gp.id, None)
    assert (locum.name, locum.office, locum.email, locum.phone) == (
        "Lo Kum",
        "Vikarbyrået",
        "lo@lege.example",
        "44",
    )
    sent = {s.address: s.kind for s in office.tick()}
    assert sent == {
        GP.email: SendingKind.CANCELLATION,
        "lo@lege.example": SendingKind.INVITATION,
    }
    with pytest.raises(GateClosedError):
        office.do(ask(office, Role.PATIENT))
    office.answer(Verdict.ACCEPTED)
    office.do(ask(office, Role.PATIENT))
    assert office.waiting(Role.PATIENT)


def test_a_new_gp() -> None:
    """F14: one who has taken over for good stands in for nobody."""
    office = mailed()
    office.do(another(office, for_good=True))
    assert office.person(Role.GP).stands_in_for is None


def test_a_doctor_needs_a_name() -> None:
    """D2: never guessed."""
    office = mailed()
    with pytest.raises(NobodyToInviteError):
        office.do(another(office, for_good=True, name=""))


def test_a_first_gp_is_not_asked_of_itself() -> None:
    """A doctor for a case without one is recorded, and asked when somebody presses it."""
    office = Office()
    office.register(gp=None)
    outcome = office.do(another(office, for_good=False))
    assert outcome.plan is not None
    assert outcome.plan.consequences == ()
    assert office.person(Role.GP).stands_in_for is None
    assert office.case.invitations == ()


def test_a_meeting_that_is_over_is_not_offered_to_the_new_gp() -> None:
    """F3: after the meeting has begun the new GP is recorded, and nobody hears anything."""
    office = everybody()
    office.clock = at("2026-11-24 10:00")
    office.do(another(office, for_good=True))
    assert [s for s in office.tick() if s.role is Role.GP] == []


def test_the_patient_keeps_what_was_told() -> None:
    """D2: a change of doctor recalls nothing; a move waits for the new doctor's yes."""
    office = everybody()
    office.do(another(office, for_good=True))
    office.tick()
    assert numbers(office, Role.PATIENT) == [0]
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00")))
    office.tick()
    assert numbers(office, Role.PATIENT) == [0]
    office.answer(Verdict.ACCEPTED)
    office.tick("2026-10-06 08:00")
    assert numbers(office, Role.PATIENT) == [0, 1]


def test_holding_it_without_a_gp() -> None:
    """D2: a recorded reason opens the gates; consent is never waived."""
    office = mailed()
    with pytest.raises(ReasonNeededError):
        office.do(HoldWithoutGp(ref=office.case.ref, kind=SHM1, reason=""))
    office.do(HoldWithoutGp(ref=office.case.ref, kind=SHM1, reason="haster"), actor=SECRETARY)
    assert office.case.meetings[0].without_gp == "haster"
    assert not office.owed(PromiseKind.ANSWER)
    office.do(ask(office, Role.PATIENT))
    consent(office, "Nils Nav", email="nils@nav.example")
    assert office.owed(PromiseKind.PHONE_CALL)
    office.do(WithdrawConsent(ref=office.case.ref, role=NAV))
    with pytest.raises(GateClosedError) as refused:
        office.do(ask(office, NAV))
    assert Unmet.CONSENT in refused.value.unmet
    assert Unmet.GP_ACCEPTED not in refused.value.unmet


# --- consents ----------------------------------------------------------------------------------


def test_a_consent_is_recorded() -> None:
    """R13: for whom, when, how, by whom and for which parts."""
    office = mailed()
    consent(office, "Nils Nav", office="Nav Bergen", email="n@nav", phone="55", parts=(2,))
    (given,) = office.case.consents
    nav = office.person(NAV)
    assert (given.participant_id, given.given_on, given.form, given.parts) == (
        nav.id,
        day("2026-10-05"),
        ConsentForm.ORAL,
        (2,),
    )
    assert (given.recorded_at, given.recorded_by, given.withdrawn_at) == (
        office.clock,
        SECRETARY,
        None,
    )
    assert (nav.name, nav.office, nav.email, nav.phone, nav.wanted_at) == (
        "Nils Nav",
        "Nav Bergen",
        "n@nav",
        "55",
        office.clock,
    )


def test_a_clinician_records_it_too() -> None:
    """R13: clinicians record consents as well as secretaries."""
    office = mailed()
    office.do(office.correct("clinician", DOCTOR))
    office.do(
        RecordConsent(
            ref=office.case.ref, role=NAV, given_on=day("2026-10-05"), form=ConsentForm.WRITTEN
        ),
        actor=DOCTOR,
    )
    assert office.case.consents[0].recorded_by == DOCTOR


def test_a_consent_is_for_third_parties_and_not_from_tomorrow() -> None:
    """R13, R16: relatives need none, and what is not given is not recorded."""
    office = mailed()
    with pytest.raises(ConsentNotNeededError) as refused:
        consent(office, role=Role.RELATIVE)
    assert refused.value.role is Role.RELATIVE
    with pytest.raises(MilestoneInFutureError):
        consent(office, given_on=day("2026-10-06"))
    assert office.case.consents == ()


def test_a_later_consent_keeps_the_name() -> None:
    """F14: what is not said again stays; what is said is put right; another name is another."""
    office = mailed()
    consent(office)
    consent(office, "Nils Nav", office="Nav Bergen", email="n@nav", phone="55")
    consent(office, phone="56")
    (nav,) = office.case.present(NAV)
    assert (nav.name, nav.office, nav.email, nav.phone) == ("Nils Nav", "Nav Bergen", "n@nav", "56")
    consent(office, "Nora Nav")
    assert [p.name for p in office.case.present(NAV)] == ["Nils Nav", "Nora Nav"]
    consent(office, "Nils Nav", email="nils@nav")
    assert [p.email for p in office.case.present(NAV)] == ["nils@nav", ""]


def test_a_withdrawn_consent_cancels_at_once() -> None:
    """R19: in their calendar too, at any hour, and nothing more is sent."""
    office = everybody()
    office.clock = at("2026-10-10 22:00")
    office.do(WithdrawConsent(ref=office.case.ref, role=NAV))
    (sent,) = office.tick()
    assert (sent.role, sent.kind, sent.why) == (NAV, SendingKind.CANCELLATION, "R19")
    nav = office.person(NAV)
    assert (nav.told_at, nav.wanted_at) == (None, None)
    assert office.case.consents[0].withdrawn_at == office.clock
    office.until("2026-11-24")
    assert left(office, NAV)[-1].kind is SendingKind.CANCELLATION
    with pytest.raises(NothingToCorrectError):
        office.do(WithdrawConsent(ref=office.case.ref, role=NAV))


def test_a_consent_given_again_is_a_new_one() -> None:
    """F14: a new call, and a new UID from the first number."""
    office = everybody()
    office.do(WithdrawConsent(ref=office.case.ref, role=NAV))
    consent(office, "Nils Nav")
    assert len(office.owed(PromiseKind.PHONE_CALL)) == 1
    with pytest.raises(GateClosedError):
        office.do(ask(office, NAV))
    office.clock = at("2026-10-06 09:00")
    office.tick_off(PromiseKind.PHONE_CALL)
    office.do(ask(office, NAV))
    office.tick()
    events = [s.content.event for s in left(office, NAV) if s.content.event]
    assert [e.sequence for e in events] == [0, 1, 0]
    assert events[0].uid != events[2].uid


def test_a_meeting_that_was_is_not_withdrawn_from() -> None:
    """R19: what is over stays as it was, in their calendar too."""
    office = everybody()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.clock = at("2026-11-24 12:00")
    record(office, Milestone.SHM1_HELD, "2026-11-24")
    office.do(WithdrawConsent(ref=office.case.ref, role=NAV))
    assert office.tick() == []


def test_a_new_time_revives_nothing_that_was_withdrawn() -> None:
    """R19: withdrawn when NAV's part was over, and the meeting moved: nothing reaches NAV."""
    office = everybody()
    office.clock = at("2026-11-24 10:35")
    office.do(WithdrawConsent(ref=office.case.ref, role=NAV))
    assert office.tick() == []
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-12-01 10:00")))
    office.answer(Verdict.ACCEPTED)
    office.until("2026-11-30")
    assert [s.kind for s in left(office, NAV)] == [SendingKind.INVITATION]
    assert left(office, Role.PATIENT)[1].kind is SendingKind.UPDATE


def test_a_consent_withdrawn_in_the_meeting() -> None:
    """R19: before NAV's part is over NAV hears of it at once."""
    office = everybody()
    office.clock = at("2026-11-24 10:34")
    office.do(WithdrawConsent(ref=office.case.ref, role=NAV))
    assert [(s.role, s.kind) for s in office.tick()] == [(NAV, SendingKind.CANCELLATION)]


@pytest.mark.parametrize("dropped", [True, False])
def test_a_consent_withdrawn_by_one_who_may_hold_a_later_time(*, dropped: bool) -> None:
    """R19: the mail of the earlier time, now over, perhaps never came; the later one is ended."""
    office = everybody()
    carry = office.carry
    office.carry = lambda row: ("451", False) if row.role is NAV else carry(row)
    start = wall("2026-10-20 10:00")
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=start, accept_clashes=True))
    office.answer(Verdict.ACCEPTED)
    office.tick()
    office.clock = at("2026-10-20 12:00")
    if dropped:
        office.tick()
    office.carry = carry
    office.do(WithdrawConsent(ref=office.case.ref, role=NAV))
    (sent,) = [row for row in office.tick() if row.role is NAV]
    assert sent.kind is SendingKind.CANCELLATION
    assert sent.facts is not None
    assert sent.facts.window.start == at("2026-11-24 10:20")


def test_nobody_to_withdraw_from() -> None:
    """R19: there must be such an actor."""
    office = mailed()
    with pytest.raises(NobodyToInviteError):
        office.do(WithdrawConsent(ref=office.case.ref, role=NAV))


# --- ticked by a person ------------------------------------------------------------------------


def test_a_letter_that_was_sent_starts_the_ladder() -> None:
    """D3, D6: ticked off is left, then and not before."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    (row,) = office.case.sendings
    assert (row.channel, row.status) == (Channel.SECURE_MESSAGE, SendingStatus.PENDING)
    assert office.tick() == []
    office.clock = at("2026-10-06 10:00")
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    (row,) = office.case.sendings
    assert (row.status, row.done_at) == (SendingStatus.SENT, office.clock)
    invitation = office.invitation(Role.GP)
    assert (invitation.left_at, invitation.asked_at) == (office.clock, office.clock)
    settled = [p.settled for p in office.case.promises if p.kind is PromiseKind.SECURE_MESSAGE]
    assert [one and one.how for one in settled] == [SettledHow.DONE]


def test_the_first_time_it_left_is_kept() -> None:
    """A second message changes when it was asked, not when the first left."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    office.clock = at("2026-10-06 10:00")
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00")))
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    invitation = office.invitation(Role.GP)
    assert invitation.left_at == at("2026-10-05 09:00")
    assert invitation.asked_at == at("2026-10-06 10:00")


def test_nav_is_told_by_phone() -> None:
    """R14: the call that is ticked off is what lets the invitation leave."""
    office = mailed()
    office.answer(Verdict.ACCEPTED)
    consent(office, "Nils Nav", phone="55")
    office.tick_off(PromiseKind.PHONE_CALL)
    assert office.person(NAV).told_at == office.clock
    assert not office.owed(PromiseKind.PHONE_CALL)


def test_a_call_about_an_unknown_adviser_stays_open() -> None:
    """R14: the task stays open until a name is recorded."""
    office = mailed()
    office.answer(Verdict.ACCEPTED)
    consent(office)
    office.tick_off(PromiseKind.PHONE_CALL)
    assert office.person(NAV).told_at == office.clock
    assert len(office.owed(PromiseKind.PHONE_CALL)) == 1
    consent(office, "Nils Nav", phone="55")
    assert not office.owed(PromiseKind.PHONE_CALL)
    assert not [p for p in office.case.promises if p.settled and p.kind is PromiseKind.CONSENT]


def test_a_call_to_the_gp_tells_nobody_of_a_patient() -> None:
    """D4: a call because mail failed is done when it is ticked off."""
    office = Office(carry=lambda _: ("550", True))
    office.register()
    office.invite_gp()
    office.tick()
    office.tick_off(PromiseKind.PHONE_CALL)
    assert office.person(Role.GP).told_at is None
    assert not office.owed(PromiseKind.PHONE_CALL)


def test_what_is_not_owed_cannot_be_ticked_off() -> None:
    """A second press finds nothing to do."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    (promise,) = office.owed(PromiseKind.SECURE_MESSAGE)
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    for wrong in (promise.id, PromiseId("nothing")):
        with pytest.raises(NoSuchInvitationError):
            office.do(TickSent(ref=office.case.ref, promise_id=wrong))
        with pytest.raises(NoSuchInvitationError):
            office.do(Snooze(ref=office.case.ref, promise_id=wrong, until=day("2026-10-09")))


def test_several_are_ticked_off_together_or_none() -> None:
    """D6: one decision of what was sent; where one of them was done already, nothing is."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    office.do(AddParticipant(ref=office.case.ref, role=Role.REFERRER, name="Henrik"))
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.REFERRER))
    first, second = (p.id for p in office.owed(PromiseKind.SECURE_MESSAGE))
    for other in (PromiseId("nothing"), first):
        with pytest.raises(NoSuchInvitationError):
            office.do(TickSent(ref=office.case.ref, promise_id=first, also=(second, other)))
    assert len(office.owed(PromiseKind.SECURE_MESSAGE)) == 2
    office.do(TickSent(ref=office.case.ref, promise_id=first, also=(second,)))
    assert not office.owed(PromiseKind.SECURE_MESSAGE)


def test_a_task_is_put_off() -> None:
    """F3: until its day; the promise is the same."""
    office = mailed()
    promise = office.owed(PromiseKind.ANSWER)[0]
    office.do(Snooze(ref=office.case.ref, promise_id=promise.id, until=day("2026-10-09")))
    (again,) = office.owed(PromiseKind.ANSWER)
    assert (again.snoozed_until, again.due, again.taken) == (day("2026-10-09"), promise.due, 0)


@pytest.mark.parametrize("late", [0, 1])
def test_who_puts_off_past_the_latest_safe_day_says_why(late: int) -> None:
    """F2, F3: up to the day itself nothing is asked; the reason is kept with the promise."""
    office = mailed()
    ahead = rules.next_deadline(office.case, office.clinic)
    assert ahead is not None
    assert ahead.latest_safe_day is not None
    office.do(CallBack(ref=office.case.ref, who=office.person(Role.PATIENT).id))
    promise = office.owed(PromiseKind.CALL_BACK)[0]
    command = Snooze(
        ref=office.case.ref,
        promise_id=promise.id,
        until=ahead.latest_safe_day + timedelta(days=late),
    )
    if late:
        with pytest.raises(ReasonNeededError):
            office.do(replace(command, why="  "))
        command = replace(command, why="Avtalt på telefon")
    office.do(command)
    (again,) = office.owed(PromiseKind.CALL_BACK)
    assert again.snoozed_until == command.until
    assert again.snoozed_why == command.why
