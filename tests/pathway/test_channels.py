"""By which ways the patient hears: letter, text message, mail, a call (R12, R20, D3, P6, F18)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway import channels
from pathway.case import Case
from pathway.commands import (
    ChangeMeeting,
    Invite,
    MoveMeeting,
    Person,
    RegisterPatient,
    ReplaceGp,
    TickSent,
)
from pathway.errors import NoSuchInvitationError, NothingToCorrectError, TooLongError
from pathway.model import Participant
from pathway.outgoing import Hours, Sending, SendingKind, SendingStatus
from pathway.words import (
    Channel,
    InvitationState,
    MeetingKind,
    ParticipantId,
    PromiseKind,
    Role,
    Verdict,
)
from tests.pathway.build import a_clinic, at, changed, day, wall
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody

SHM1 = MeetingKind.SHM1
OLD, NEW = "2026-11-24 10:00", "2026-11-26 10:00"
LETTER, SMS, CALL, MAIL = Channel.LETTER, Channel.SMS, Channel.PHONE, Channel.MAIL
INVITATION, UPDATE = SendingKind.INVITATION, SendingKind.UPDATE


def called_in(
    *, phone: str = "91000000", email: str = "", when: str = "2026-10-05 10:00"
) -> Office:
    """The GP has said yes, and the patient was called in at this moment."""
    office = Office(clinic=a_clinic(mail_to=frozenset({Role.GP, Role.PATIENT})))
    office.register()
    patient = office.person(Role.PATIENT).id
    office.edit(lambda case: changed(case, patient, phone=phone, email=email))
    office.invite_gp()
    office.tick()
    office.clock = at(when)
    office.answer(Verdict.ACCEPTED)
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT))
    return office


def to_patient(office: Office, *, waiting: bool = True) -> list[tuple[Channel, SendingKind]]:
    """What waits to be sent to the patient, or all that was ever written."""
    rows = [s for s in office.case.sendings if s.role is Role.PATIENT]
    return [(s.channel, s.kind) for s in rows if s.waiting or not waiting]


def row(office: Office, channel: Channel) -> Sending:
    """The latest message to the patient by this channel."""
    own = [s for s in office.case.sendings if s.role is Role.PATIENT]
    return [s for s in own if s.channel is channel][-1]


def tick(office: Office, channel: Channel) -> None:
    """The secretary has sent it."""
    about = row(office, channel).id
    (owed,) = [p for p in office.owed(PromiseKind.SECURE_MESSAGE) if p.about == about]
    office.do(TickSent(ref=office.case.ref, promise_id=owed.id))


def move(office: Office, start: str = NEW) -> None:
    """The meeting gets another time."""
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall(start)))


# --- called in ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phone", "email", "ways"),
    [
        ("91000000", "", [LETTER, SMS]),
        ("", "", [LETTER]),
        ("", "kari@example.no", [MAIL, LETTER]),
        ("91000000", "kari@example.no", [MAIL, LETTER]),
    ],
)
def test_the_patient_is_called_in_by_what_there_is(
    phone: str, email: str, ways: list[Channel]
) -> None:
    """R12, R20: letter and SMS, only a letter, or mail and the letter that says what it is."""
    office = called_in(phone=phone, email=email)
    assert to_patient(office) == [(way, INVITATION) for way in ways]
    by_hand = [way for way in ways if way is not MAIL]
    assert len(office.owed(PromiseKind.SECURE_MESSAGE)) == len(by_hand)


def test_one_who_has_reserved_is_not_texted() -> None:
    """P6: no_sms leaves the letter alone, also for what waited."""
    office = called_in()
    office.do(office.correct("no_sms", "yes"))
    assert to_patient(office) == [(LETTER, INVITATION)]
    assert row(office, SMS).status is SendingStatus.DROPPED
    move(office)
    office.answer(Verdict.ACCEPTED)
    assert to_patient(office) == [(LETTER, INVITATION)]


def test_the_first_tick_is_when_it_left() -> None:
    """D3: whichever text is sent first, the invitation has left; the other is still to be sent."""
    office = called_in()
    tick(office, SMS)
    invitation = office.invitation(Role.PATIENT)
    assert (invitation.left_at, invitation.asked_at) == (office.clock, office.clock)
    assert office.desk(lambda d: d.invitations(d.case(office.case.ref)))[-1].state is (
        InvitationState.SENT
    )
    assert to_patient(office) == [(LETTER, INVITATION)]
    tick(office, LETTER)
    assert to_patient(office) == []


def test_a_text_message_keeps_its_hours() -> None:
    """P6: Mondays to Fridays from 9 to 15; its ladder counts from when it may be sent."""
    office = called_in(when="2026-10-09 15:00")  # a Friday
    text = row(office, SMS)
    assert (text.hours, text.not_before) == (Hours.SMS, at("2026-10-12 09:00"))
    (owed,) = [p for p in office.owed(PromiseKind.SECURE_MESSAGE) if p.about == text.id]
    assert (owed.since, owed.due) == (at("2026-10-12 09:00"), day("2026-10-15"))
    letter, sms = office.desk(
        lambda d: [t for t in d.case_tasks(d.case(office.case.ref)) if t.channel]
    )
    assert letter.content is not None
    assert (sms.content, sms.opens) == (None, at("2026-10-12 09:00"))
    office.clock = at("2026-10-12 09:00")
    later = office.desk(lambda d: d.case_tasks(d.case(office.case.ref)))
    (sms,) = [task for task in later if task.channel is SMS]
    assert (sms.channel, sms.opens) == (SMS, None)
    assert sms.content is not None


def test_others_are_texted_alone() -> None:
    """R16: a relative or interpreter with a phone and no address gets a text message only."""
    clinic = a_clinic(mail_to=frozenset({Role.RELATIVE}))
    person = Participant(id=ParticipantId("p"), role=Role.RELATIVE, name="Mor", phone="91000000")
    assert channels.way_to(clinic, person) is SMS
    assert channels.way_to(clinic, replace(person, role=Role.INTERPRETER)) is SMS
    assert channels.way_to(clinic, replace(person, no_sms=True)) is LETTER
    assert channels.way_to(clinic, replace(person, phone="")) is LETTER
    assert channels.way_to(clinic, replace(person, email="mor@example.no")) is MAIL
    assert channels.way_to(clinic, replace(person, role=Role.NAV_ADVISER)) is LETTER


def test_a_relative_who_cannot_be_texted_any_more_gets_a_letter() -> None:
    """A channel that is gone gives way to the next: a call, or a letter."""
    office = called_in()
    mother = Participant(id=ParticipantId("m"), role=Role.RELATIVE, name="Mor", phone="92000000")
    office.edit(lambda case: case.with_changed(mother))
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.RELATIVE))
    rows = [s for s in office.case.sendings if s.role is Role.RELATIVE]
    assert [(s.channel, s.address) for s in rows] == [(SMS, "92000000")]
    invitation = office.invitation(Role.RELATIVE)
    wanted = channels.Wanted(kind=UPDATE, at=office.clock, before=at(OLD))

    def ways(**said: object) -> tuple[Channel, ...]:
        case = changed(office.case, "m", **said)
        return channels.ways(case, office.clinic, invitation, wanted)

    assert ways() == (SMS,)
    assert ways(no_sms=True) == (CALL,)
    assert ways(phone="") == (LETTER,)


# --- moved and called off -----------------------------------------------------------------------


@pytest.mark.parametrize("first", [LETTER, SMS])
def test_nothing_tells_of_a_time_that_was_given_up(first: Channel) -> None:
    """F5, F13: one text is ticked, the meeting moves: the other is neither owed nor sent."""
    office = called_in()
    tick(office, first)
    move(office)
    assert office.owed(PromiseKind.SECURE_MESSAGE) == []
    other = row(office, SMS if first is LETTER else LETTER)
    with pytest.raises(NoSuchInvitationError):
        office.do(TickSent(ref=office.case.ref, promise_id=other.id))  # type: ignore[arg-type]
    office.answer(Verdict.ACCEPTED)
    told = [(LETTER, UPDATE if first is LETTER else INVITATION), (SMS, UPDATE)]
    assert to_patient(office) == told  # a letter that never left still invites (R12)
    times = {s.facts.window.start for s in office.waiting(Role.PATIENT) if s.facts}
    assert times == {at(NEW)}


def test_a_time_that_comes_back_is_told_after_all() -> None:
    """F7: moved and moved back, the text message that waited is right again."""
    office = called_in()
    tick(office, LETTER)
    move(office)
    move(office, OLD)
    assert [p.about for p in office.owed(PromiseKind.SECURE_MESSAGE)] == [row(office, SMS).id]
    tick(office, SMS)
    assert to_patient(office) == []


def test_the_old_time_is_phoned_about() -> None:
    """F13: after three working days without the GP's answer, since the patient holds the old."""
    office = called_in()
    tick(office, LETTER)
    tick(office, SMS)
    move(office)
    office.tick()
    office.until("2026-10-08")
    assert any(why == "D3:old_time:3" for _, _, why in office.tasks())
    assert to_patient(office) == []


def test_what_is_not_sent_waits_for_the_gps_yes() -> None:
    """D2: the letter has left when the GP takes the yes back, so the text message is frozen."""
    office = called_in()
    tick(office, LETTER)
    office.answer(Verdict.DECLINED)
    assert office.owed(PromiseKind.SECURE_MESSAGE) == []
    office.answer(Verdict.ACCEPTED)
    tick(office, SMS)


def test_a_link_goes_by_the_quickest_way() -> None:
    """D4b: by text message alone; a letter that has not left takes it along instead."""
    office = called_in()
    tick(office, LETTER)
    tick(office, SMS)
    meeting = office.case.meetings[-1]
    invitation = office.invitation(Role.PATIENT)
    wanted = channels.Wanted(kind=SendingKind.LINK, at=office.clock, before=meeting.starts_at)
    assert channels.ways(office.case, office.clinic, invitation, wanted) == (SMS,)
    patient = office.person(Role.PATIENT).id
    reserved = changed(office.case, patient, no_sms=True)
    assert channels.ways(reserved, office.clinic, invitation, wanted) == (LETTER,)


@pytest.mark.parametrize(
    ("when", "ways"),
    [
        ("2026-11-02 10:00", [LETTER, SMS]),
        ("2026-11-20 10:00", [SMS]),  # a letter comes too late
        ("2026-11-23 14:59", [SMS]),
        ("2026-11-23 15:00", [CALL]),  # and a text message would come on the day itself (P6, F18)
        ("2026-11-24 08:30", [CALL]),
        ("2026-11-24 09:00", [SMS]),
    ],
)
def test_a_cancellation_comes_in_time(when: str, ways: list[Channel]) -> None:
    """P6, F18: by letter while it arrives, else by text message, else somebody rings."""
    office = called_in()
    tick(office, LETTER)
    tick(office, SMS)
    office.clock = at(when)
    office.do(office.cancel())
    assert to_patient(office) == [(way, SendingKind.CANCELLATION) for way in ways]
    assert row(office, ways[-1]).address == ("91000000" if ways[-1] is not LETTER else "Kari")


# --- reminders ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phone", "no_sms", "reminded"),
    [
        ("91000000", False, [(SMS, "2026-11-13"), (SMS, "2026-11-20"), (SMS, "2026-11-23")]),
        ("91000000", True, [(CALL, "2026-11-20")]),
        ("", False, [(LETTER, "2026-11-13")]),
    ],
)
def test_reminders_by_what_there_is(
    phone: str,
    no_sms: bool,  # noqa: FBT001 - one of the cases
    reminded: list[tuple[Channel, str]],
) -> None:
    """D3: three text messages, or one call two days before, or one letter while it arrives."""
    office = called_in(phone=phone)
    patient = office.person(Role.PATIENT).id
    office.edit(lambda case: changed(case, patient, no_sms=no_sms))
    tick(office, LETTER)
    seen: list[tuple[Channel, str]] = []
    for date in range(12, 24):
        office.until(f"2026-11-{date}")
        for sending in office.waiting(Role.PATIENT):
            if sending.kind is SendingKind.REMINDER:
                seen.append((sending.channel, f"2026-11-{date}"))
                tick(office, sending.channel)
    assert seen == reminded


def test_a_reminder_by_mail_leaves_by_itself() -> None:
    """D3: one who is mailed is mailed 7, 2 and 1 working days before."""
    office = called_in(email="kari@example.no")
    office.tick()
    office.until("2026-11-23")
    kinds = [on for on, kind in office.sent_to(Role.PATIENT) if kind is SendingKind.REMINDER]
    assert kinds == ["2026-11-13", "2026-11-20", "2026-11-23"]


# --- put right ----------------------------------------------------------------------------------


def test_a_number_is_put_right() -> None:
    """*Rett opp*: what waits goes to the new number, and without one it is not sent."""
    office = called_in()
    office.do(office.correct("patient_phone", "92000000"))
    assert row(office, SMS).address == "92000000"
    assert office.case.corrections[-1].before == "91000000"
    with pytest.raises(NothingToCorrectError):
        office.do(office.correct("patient_phone", "92000000"))
    office.do(office.correct("patient_phone", ""))
    assert to_patient(office) == [(LETTER, INVITATION)]


def test_a_link_that_was_only_to_be_texted_goes_by_letter() -> None:
    """P6: when the patient reserves while the text message with the link waits."""
    office = Office()
    office.register()
    patient = office.person(Role.PATIENT).id
    office.edit(lambda case: changed(case, patient, phone="91000000"))
    office.invite_gp(link="")
    office.tick()
    office.answer(Verdict.ACCEPTED)
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT))
    tick(office, LETTER)
    tick(office, SMS)
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/2"))
    assert to_patient(office) == [(SMS, SendingKind.LINK)]
    outcome = office.do(office.correct("no_sms", "yes"))
    assert outcome.plan is not None
    assert [c.channel for c in outcome.plan.consequences] == [LETTER]
    assert to_patient(office) == [(LETTER, SendingKind.LINK)]
    office.do(office.correct("no_sms", ""))
    assert not office.person(Role.PATIENT).no_sms


def test_an_address_changes_how_the_patient_is_written_to() -> None:
    """R20: a new address is used from now on; mail that waits for one that is gone, goes anew."""
    office = called_in()
    tick(office, LETTER)
    tick(office, SMS)
    office.do(office.correct("patient_email", "kari@example.no"))
    assert office.invitation(Role.PATIENT).channel is MAIL
    assert to_patient(office) == []
    office.do(office.correct("patient_email", ""))
    assert office.invitation(Role.PATIENT).channel is LETTER
    mailed = called_in(email="gal@example.no")
    mailed.do(mailed.correct("patient_email", ""))
    assert to_patient(mailed) == [(LETTER, INVITATION), (SMS, INVITATION)]


def test_what_never_arrived_is_mailed_anew() -> None:
    """D4, an address put right: the mail goes to the new one, the letter that left does not."""
    office = called_in(email="gal@example.no")
    tick(office, LETTER)
    office.carry = lambda _sending: ("no such box", True)
    office.tick()
    assert office.invitation(Role.PATIENT).undelivered_at == office.clock
    office.do(office.correct("patient_email", "kari@example.no"))
    assert to_patient(office) == [(MAIL, INVITATION)]
    assert row(office, MAIL).address == "kari@example.no"


def test_a_patient_is_registered_with_a_phone() -> None:
    """The number may be given at once, and is no longer than a name."""
    office = Office()
    said = RegisterPatient(
        name="Kari", referral_received=day("2026-10-01"), gp=None, phone="91000000"
    )
    assert office.do(said).case.participants[0].phone == "91000000"
    with pytest.raises(TooLongError):
        office.do(replace(said, phone="9" * 300))


# --- on the edge ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("meets", "ways"), [("2026-11-23 10:00", (LETTER,)), ("2026-11-20 10:00", (LETTER, CALL))]
)
def test_a_letter_may_come_on_the_day(meets: str, ways: tuple[Channel, ...]) -> None:
    """R20: five working days later is in time; for what is sooner the patient is rung besides."""
    office = called_in()
    office.do(office.correct("no_sms", "yes"))
    tick(office, LETTER)
    wanted = channels.Wanted(kind=UPDATE, at=at("2026-11-16 10:00"), before=at(meets))
    found = channels.ways(office.case, office.clinic, office.invitation(Role.PATIENT), wanted)
    assert found == ways


@pytest.mark.parametrize(("days", "reminded"), [(5, True), (4, False)])
def test_a_letter_reminds_while_it_arrives(days: int, *, reminded: bool) -> None:
    """D3: without a number the patient is reminded by letter, while a letter is in time."""
    office = called_in(phone="")
    invitation = office.invitation(Role.PATIENT)
    assert channels.reminds(office.case, invitation, 1, days) is reminded


def test_a_doctor_is_told_again_whom_it_concerns_where_that_was_dropped() -> None:
    """R11: a mail alone says nothing of whom; one message beside it does, if it was not dropped."""
    office = called_in()
    wanted = channels.Wanted(kind=UPDATE, at=office.clock, before=at(OLD))
    (beside,) = [s for s in office.case.sendings if s.kind is SendingKind.ABOUT_WHOM]
    for status, ways in (
        (beside.status, (MAIL,)),
        (SendingStatus.DROPPED, (MAIL, Channel.SECURE_MESSAGE)),
    ):
        case = office.case.with_changed(replace(beside, status=status))
        assert channels.ways(case, office.clinic, office.invitation(Role.GP), wanted) == ways


def test_a_plan_says_of_a_letter_that_nobody_can_ring_about() -> None:
    """Without a number it is said before the yes that the letter comes too late."""
    office = called_in(phone="")
    tick(office, LETTER)
    early = office.plan(office.cancel())
    office.clock = at("2026-11-23 10:00")
    late = office.plan(office.cancel())
    for plan, said in ((early, False), (late, True)):
        (own,) = [c for c in plan.consequences if c.participant.role is Role.PATIENT]
        assert (own.channel, own.too_late) == (LETTER, said)


@pytest.mark.parametrize(
    ("role", "usual"), [(Role.GP, Channel.MAIL), (Role.NAV_ADVISER, Channel.MAIL)], ids=str
)
def test_a_change_on_the_day_is_rung_besides(role: Role, usual: Channel) -> None:
    """F18, P6: whoever is mailed of a change of today's meeting is rung too; the day before not."""
    office = everybody()
    office.edit(lambda c: c.with_changed(replace(_one(c, role), phone="55 55 12 34")))
    office.clock = at("2026-11-23 14:00")
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/2"))
    assert [s.channel for s in _newest(office, role)] == [usual]
    office.clock = at("2026-11-24 08:30")
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/3"))
    assert [s.channel for s in _newest(office, role)] == [usual, CALL]
    office.do(office.cancel())
    assert [s.channel for s in _newest(office, role)] == [usual, CALL]
    (call,) = [s.id for s in _newest(office, role) if s.channel is CALL]
    assert [p.due for p in office.owed(PromiseKind.SECURE_MESSAGE) if p.about == call] == [
        day("2026-11-24")
    ]


@pytest.mark.parametrize("kind", [INVITATION, UPDATE, SendingKind.CANCELLATION], ids=str)
@pytest.mark.parametrize(
    ("role", "usual", "quick"),
    [
        (Role.GP, Channel.SECURE_MESSAGE, CALL),
        (Role.REFERRER, Channel.SECURE_MESSAGE, CALL),
        (Role.NAV_ADVISER, LETTER, CALL),
        (Role.OTHER, MAIL, CALL),
        (Role.RELATIVE, MAIL, SMS),
        (Role.INTERPRETER, MAIL, SMS),
    ],
    ids=str,
)
def test_on_the_day_everybody_is_reached_now(
    kind: SendingKind, role: Role, usual: Channel, quick: Channel
) -> None:
    """F18, P6: invited, changed or off, a text or a call besides; not by post once it has begun."""
    office = everybody()
    person = Participant(id=ParticipantId("x"), role=role, name="Anne", phone="55 55 12 34")
    meeting = office.case.meetings[-1]
    own = replace(office.invitation(Role.GP), participant_id=person.id, channel=usual)
    case = office.case.with_changed(person, own)

    def by(clock: str) -> tuple[Channel, ...]:
        wanted = channels.Wanted(
            kind=kind, at=at(clock), before=meeting.starts_at, until=meeting.window.end
        )
        return channels.ways(case, office.clinic, own, wanted)

    late = usual is LETTER  # a letter would come too late the day before already
    assert by("2026-11-23 14:00") == ((usual, CALL) if late else (usual,))
    assert by("2026-11-24 09:30") == (usual, quick)
    assert by("2026-11-24 10:05") == ((MAIL, quick) if usual is MAIL else (quick,))
    assert by("2026-11-24 11:00") == (usual,)


def test_staff_are_not_rung() -> None:
    """D4: a clinician hears in the chat, beside the calendar."""
    office = everybody()
    staff = Participant(id=ParticipantId("x"), role=Role.CLINICIAN, name="Lea", phone="55 55 12 34")
    own = replace(office.invitation(Role.GP), participant_id=staff.id, channel=MAIL)
    start = office.case.meetings[-1].starts_at
    wanted = channels.Wanted(kind=UPDATE, at=at("2026-11-24 09:30"), before=start)
    ways = channels.ways(office.case.with_changed(staff, own), office.clinic, own, wanted)
    assert ways == (MAIL,)


def test_who_is_invited_on_the_day_is_rung_besides() -> None:
    """F18: a locum at 08.30 for 10.00 is mailed and rung; the day before the mail is enough."""
    for clock, ways in (("2026-11-23 14:00", [MAIL]), ("2026-11-24 08:30", [MAIL, CALL])):
        office = everybody()
        office.clock = at(clock)
        locum = Person(name="Vera Vikar", email="vera@lege.example", phone="55 55 12 34")
        office.do(ReplaceGp(ref=office.case.ref, doctor=locum, for_good=False))
        rows = [s for s in office.case.sendings if s.to == office.person(Role.GP).id]
        assert [s.channel for s in rows if s.kind is INVITATION] == ways


@pytest.mark.parametrize("moment", ["2026-11-24 15:00", "2026-11-25 09:00"])
@pytest.mark.parametrize("role", [Role.GP, Role.NAV_ADVISER, Role.PATIENT], ids=str)
@pytest.mark.parametrize("way", [Channel.MAIL, LETTER], ids=str)
def test_nobody_is_rung_about_a_meeting_that_is_over(role: Role, moment: str, way: Channel) -> None:
    """F6, F18: called off once its time is over, it is written of, never rung about."""
    office = everybody()
    person = replace(_one(office.case, role), phone="55 55 12 34", no_sms=True)
    office.edit(lambda c: c.with_changed(person))
    own = office.invitation(role)
    office.edit(lambda c: c.with_changed(replace(own, channel=way)))
    office.clock = at(moment)
    office.do(office.cancel())
    told = [s.channel for s in _newest(office, role)]
    assert told
    assert CALL not in told


def test_a_call_that_it_is_off_lapses_when_it_would_have_been_over() -> None:
    """F6, F18: who was not reached before is not to be rung after; what is written stays owed."""
    office = everybody()
    office.edit(lambda c: c.with_changed(replace(_one(c, Role.GP), phone="55 55 12 34")))
    office.clock = at("2026-11-24 08:30")
    office.do(office.cancel())
    (call,) = [s for s in _newest(office, Role.GP) if s.channel is CALL]
    owed = PromiseKind.SECURE_MESSAGE
    assert call.id in {p.about for p in office.owed(owed)}
    office.until("2026-11-24")
    office.tick("2026-11-24 12:00")
    assert call.id not in {p.about for p in office.owed(owed)}


def test_a_patient_who_is_mailed_gets_a_text_on_the_day() -> None:
    """F18, P6: in the hours of text messages a text, before them a call."""
    office = everybody()
    patient = replace(_one(office.case, Role.PATIENT), phone="91000000")
    office.edit(lambda c: c.with_changed(patient))
    office.clock = at("2026-11-24 08:30")
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/2"))
    assert [s.channel for s in _newest(office, Role.PATIENT)][-1] is CALL
    office.clock = at("2026-11-24 09:30")
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/3"))
    assert [s.channel for s in _newest(office, Role.PATIENT)][-1] is SMS


def _one(case: Case, role: Role) -> Participant:
    return case.present(role)[-1]


def _newest(office: Office, role: Role) -> list[Sending]:
    """What was written last to this person, all ways of it."""
    own = [s for s in office.case.sendings if s.to == _one(office.case, role).id]
    return [s for s in own if s.created_at == office.clock and s.kind is own[-1].kind]
