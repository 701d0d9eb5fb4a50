"""A case begins, is put right, moves on by its milestones, and ends (R2, R5, R10, F6)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.commands import (
    CancelMeeting,
    ChangeMeeting,
    Correct,
    Finish,
    Invite,
    Person,
    RecordMilestone,
    RegisterPatient,
    StopPathway,
    TickItems,
)
from pathway.entries import Correction
from pathway.errors import (
    MilestoneInFutureError,
    MilestoneOrderError,
    NobodyToInviteError,
    NotCompletedError,
    NothingToCorrectError,
    PathwayClosedError,
    ReasonNeededError,
    ReferralInFutureError,
    RuleError,
    StillToDoError,
    TooLongError,
    UnknownStaffError,
)
from pathway.outgoing import SendingKind, SendingStatus
from pathway.owed.checklists import CHECKLISTS
from pathway.rules import state_of
from pathway.service.cases.ending import left_of_closing, never_done
from pathway.words import (
    Channel,
    ClosedReason,
    InvitationState,
    MeetingKind,
    Milestone,
    PromiseKind,
    Role,
    Verdict,
)
from tests.pathway.build import COORDINATOR, DOCTOR, SECRETARY, a_clinic, at, changed, day
from tests.pathway.office import GP, Office
from tests.pathway.test_plan import everybody, first_row, left

SHM1 = MeetingKind.SHM1


def record(
    office: Office, milestone: Milestone, on: str, by: str = SECRETARY, **said: object
) -> None:
    """A milestone as the secretary enters it, or somebody else."""
    command = {"ref": office.case.ref, "milestone": milestone, "on": day(on), **said}
    office.do(RecordMilestone(**command), actor=by)  # type: ignore[arg-type] # any field


# --- a new patient -----------------------------------------------------------------------------


def test_a_new_patient() -> None:
    """R2: the pathway begins with the day on which the referral was received."""
    office = Office()
    case = office.do(
        RegisterPatient(name="Kari", referral_received=day("2026-10-01"), gp=GP, clinician=DOCTOR)
    ).case
    patient, gp, doctor = case.participants
    assert (patient.role, patient.name) == (Role.PATIENT, "Kari")
    assert (doctor.role, doctor.staff_id, doctor.must) == (Role.CLINICIAN, DOCTOR, True)
    assert (gp.role, gp.name, gp.office, gp.email, gp.phone) == (
        Role.GP,
        GP.name,
        GP.office,
        GP.email,
        GP.phone,
    )
    (received,) = case.milestones
    assert (received.milestone, received.on, received.recorded_by) == (
        Milestone.REFERRAL_RECEIVED,
        day("2026-10-01"),
        SECRETARY,
    )
    assert received.recorded_at == case.created_at == office.clock
    assert (case.name, case.secretary, case.clinician, case.variant) == (
        "Kari",
        SECRETARY,
        DOCTOR,
        "pain",
    )
    assert case.clinic_id == office.clinic.id
    assert [p.kind for p in office.owed()] == [PromiseKind.MILESTONE]
    assert [entry.what for entry in office.log] == ["registered"]


def test_a_patient_without_a_gp() -> None:
    """D2: none is a possible answer."""
    case = Office().register(gp=None)
    assert [p.role for p in case.participants] == [Role.PATIENT]


def test_a_referral_is_not_from_tomorrow() -> None:
    """R2: today is in time, tomorrow is refused."""
    office = Office()
    office.register(received="2026-10-05")
    with pytest.raises(ReferralInFutureError) as refused:
        office.register(received="2026-10-06")
    assert refused.value.on == day("2026-10-06")


@pytest.mark.parametrize("field", ["name", "office", "email", "phone"])
def test_texts_have_a_limit(field: str) -> None:
    """Two hundred characters are enough for any name or address."""
    office = Office()
    office.register(Person(**{"name": "G", field: "x" * 200}))
    with pytest.raises(TooLongError) as refused:
        office.register(Person(**{"name": "G", field: "x" * 201}))
    assert refused.value.limit == 200
    with pytest.raises(TooLongError):
        office.do(RegisterPatient(name="x" * 201, referral_received=day("2026-10-01"), gp=None))


# --- milestones --------------------------------------------------------------------------------


def test_a_milestone_is_entered() -> None:
    """R5: with its day, who entered it, and when."""
    office = Office()
    office.register()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    entry = office.case.milestones[-1]
    assert (entry.on, entry.recorded_at, entry.recorded_by, entry.held, entry.reason) == (
        day("2026-10-05"),
        office.clock,
        SECRETARY,
        True,
        "",
    )


def test_a_milestone_is_not_from_tomorrow() -> None:
    """R5: what has not happened is not recorded."""
    office = Office()
    office.register()
    with pytest.raises(MilestoneInFutureError):
        record(office, Milestone.ASSESSMENT_STARTED, "2026-10-06")


def test_milestones_stand_in_order() -> None:
    """R5: the one before must be there, on the same day at the latest."""
    office = Office()
    office.register(received="2026-10-01")
    with pytest.raises(MilestoneOrderError) as refused:
        record(office, Milestone.SHM1_HELD, "2026-10-05")
    assert (refused.value.milestone, refused.value.earlier, refused.value.on) == (
        Milestone.SHM1_HELD,
        Milestone.ASSESSMENT_STARTED,
        None,
    )
    with pytest.raises(MilestoneOrderError) as refused:
        record(office, Milestone.ASSESSMENT_STARTED, "2026-09-30")
    assert refused.value.on == day("2026-10-01")
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-01")
    record(office, Milestone.SHM1_HELD, "2026-10-05")
    with pytest.raises(MilestoneOrderError) as refused:
        record(office, Milestone.REFERRAL_RECEIVED, "2026-10-02")
    assert (refused.value.milestone, refused.value.earlier, refused.value.on) == (
        Milestone.ASSESSMENT_STARTED,
        Milestone.REFERRAL_RECEIVED,
        day("2026-10-02"),
    )


def test_a_meeting_that_was_not_held_needs_a_reason() -> None:
    """R5: not held frees the place for another meeting, and says why."""
    office = everybody()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.clock = at("2026-11-24 12:00")
    with pytest.raises(ReasonNeededError):
        record(office, Milestone.SHM1_HELD, "2026-11-24", held=False)
    record(office, Milestone.SHM1_HELD, "2026-11-24", held=False, reason="syk")
    assert office.case.meetings[0].held is False
    assert office.case.milestones[-1].reason == "syk"
    assert office.case.date_of(Milestone.SHM1_HELD) is None
    assert not [s for s in office.case.sendings if s.waiting and s.kind is not SendingKind.NOTICE]
    office.invite_gp("2026-12-01 10:00", link="https://video.example/2")
    assert len(office.case.meetings) == 2


def test_not_held_before_it_began_is_told() -> None:
    """F6: said in the morning, those who would come in the afternoon hear it at once."""
    office = everybody()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.clock = at("2026-11-24 09:00")
    record(office, Milestone.SHM1_HELD, "2026-11-24", held=False, reason="syk")
    office.tick()
    for role in (Role.GP, Role.PATIENT, Role.NAV_ADVISER):
        assert left(office, role)[-1].kind is SendingKind.CANCELLATION
        assert left(office, role)[-1].why == "F6"


def test_a_meeting_that_was_held() -> None:
    """R5: the meeting is over, and nobody hears of it."""
    office = everybody()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.clock = at("2026-11-24 12:00")
    record(office, Milestone.SHM1_HELD, "2026-11-24")
    assert office.case.meetings[0].held is True
    assert not [s for s in office.case.sendings if s.waiting and s.kind is not SendingKind.NOTICE]
    record(office, Milestone.SHM1_HELD, "2026-11-24")
    assert office.case.meetings[0].held is True


def test_a_meeting_held_before_its_day() -> None:
    """R5, F6: held earlier than arranged, so whoever holds the later time is told, once."""
    office = everybody()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.clock = at("2026-11-23 12:00")
    record(office, Milestone.SHM1_HELD, "2026-11-23")
    assert office.case.meetings[0].held is True
    office.tick()
    for role in (Role.GP, Role.PATIENT, Role.NAV_ADVISER):
        assert left(office, role)[-1].kind is SendingKind.CANCELLATION
    assert not [d for d in office.case.promises if d.settled is None and d.kind == "reminder"]


def test_a_meeting_not_held_on_another_day_stays() -> None:
    """R5: what did not happen last week says nothing of the meeting that is still to come."""
    office = everybody()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.clock = at("2026-11-20 12:00")
    record(office, Milestone.SHM1_HELD, "2026-11-19", held=False, reason="syk")
    assert office.case.meetings[0].held is None


# --- corrections -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "before"),
    [
        ("name", "Kari Nordmann", "Kari"),
        ("gp_name", "Grete", "Gro Fastlege"),
        ("gp_office", "Nye", "Legesenteret"),
        ("gp_email", "ny@lege.example", "gro@lege.example"),
        ("gp_phone", "33", "22"),
        ("gp_phone", "", "22"),
        ("referral_received", "2026-09-01", "2026-10-01"),
        ("clinician", DOCTOR, ""),
    ],
)
def test_a_correction_keeps_the_old_value(field: str, value: str, before: str) -> None:
    """P3, P5: the log names the field, and the case what stood there and what stands there now."""
    office = Office()
    office.register()
    office.do(office.correct(field, value), actor=COORDINATOR)
    assert (office.log[-1].what, office.log[-1].detail) == ("Correct", field)
    assert office.case.corrections == (
        Correction(field=field, before=before, after=value, at=office.clock, by=COORDINATOR),
    )
    with pytest.raises(NothingToCorrectError):
        office.do(office.correct(field, value))
    assert len(office.case.corrections) == 1


def test_the_log_holds_nothing_that_was_corrected() -> None:
    """P5: neither the old nor the new name or address stands in the log, which only grows."""
    office = Office()
    office.register()
    words = {"name": "Karin", "gp_name": "Grete", "gp_email": "ny@lege.example"}
    for field, value in words.items():
        office.do(office.correct(field, value))
    assert [row.after for row in office.case.corrections] == [*words.values()]
    told = repr(office.log)
    for person in (*words.values(), "Kari", GP.name, GP.email):
        assert person not in told


def test_a_correction_is_made() -> None:
    """The values are where they belong."""
    office = Office()
    office.register()
    for field, value in (("name", "K"), ("gp_name", "G"), ("gp_office", "O"), ("gp_phone", "P")):
        office.do(office.correct(field, value))
    office.do(office.correct("clinician", DOCTOR))
    patient, gp = office.case.participants
    assert (office.case.name, patient.name) == ("K", "K")
    assert (gp.name, gp.office, gp.phone, gp.email) == ("G", "O", "P", GP.email)
    assert office.case.clinician == DOCTOR
    office.do(office.correct("clinician", ""))
    assert office.case.clinician is None


def test_a_corrected_date_moves_the_deadline() -> None:
    """R2: the clock starts from the right day; the old entry is kept."""
    office = Office()
    office.register(received="2026-10-01")
    office.do(office.correct("referral_received", "2026-09-01"))
    assert office.case.date_of(Milestone.REFERRAL_RECEIVED) == day("2026-09-01")
    assert len(office.case.milestones) == 2
    assert office.owed(PromiseKind.MILESTONE)[0].due == day("2026-11-24")


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("shoe_size", "42", NothingToCorrectError),
        ("name", "", NothingToCorrectError),
        ("gp_name", "", NothingToCorrectError),
        ("referral_received", "i går", NothingToCorrectError),
        ("referral_received", "2026-10-06", MilestoneInFutureError),
        ("assessment_started", "2026-10-02", NothingToCorrectError),
        ("clinician", "ukjent", UnknownStaffError),
        ("name", "x" * 201, TooLongError),
    ],
)
def test_what_cannot_be_corrected(field: str, value: str, error: type[RuleError]) -> None:
    """A refusal changes nothing and leaves no line in the log."""
    office = Office()
    office.register()
    before = office.case, office.log
    with pytest.raises(error):
        office.do(office.correct(field, value))
    assert (office.case, office.log) == before


def test_a_corrected_date_keeps_the_order() -> None:
    """R5: a correction does not put a milestone before the one that it follows."""
    office = Office()
    office.register()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    with pytest.raises(MilestoneOrderError):
        office.do(office.correct("assessment_started", "2026-09-30"))
    office.do(office.correct("assessment_started", "2026-10-02"))
    (kept,) = office.case.corrections
    assert (kept.field, kept.before, kept.after) == (
        "assessment_started",
        "2026-10-05",
        "2026-10-02",
    )


def test_a_gp_who_was_missing() -> None:
    """D2: a name makes a GP of a case without one; nothing else does."""
    office = Office()
    office.register(gp=None)
    for field, value in (("gp_email", "gro@lege.example"), ("gp_name", "")):
        with pytest.raises(NobodyToInviteError):
            office.do(office.correct(field, value))
    office.do(office.correct("gp_name", "Gro"))
    assert office.person(Role.GP).name == "Gro"
    (kept,) = office.case.corrections
    assert (kept.field, kept.before, kept.after) == ("gp_name", "", "Gro")


def test_a_row_that_was_tried_is_written_anew() -> None:
    """F6: it may have arrived where it went, so what goes to the new address is another row."""
    office = Office()
    office.register()
    office.invite_gp()
    office.carry = lambda _sending: ("down", False)
    office.tick()
    (tried,) = [s for s in office.case.sendings if s.channel is Channel.MAIL]
    office.do(office.correct("gp_email", "ny@lege.example"))
    old, off, anew = [s for s in office.case.sendings if s.channel is Channel.MAIL]
    assert (old.id, old.address, old.attempts) == (tried.id, GP.email, 1)
    assert (off.kind, off.address) == (SendingKind.CANCELLATION, GP.email)
    assert (anew.kind, anew.address) == (SendingKind.INVITATION, "ny@lege.example")
    assert anew.invitation_id != tried.invitation_id
    assert (anew.stamp, anew.attempts, anew.leased_until) == (None, 0, None)


def test_a_corrected_address_is_used_at_once() -> None:
    """What waits to leave goes to the new address; without one it becomes a text to copy (R20)."""
    office = Office()
    office.register()
    office.invite_gp()
    office.do(office.correct("gp_email", "ny@lege.example"))
    assert first_row(office).address == "ny@lege.example"
    office.do(office.correct("gp_email", ""))
    assert office.tick() == []
    (text,) = office.waiting(Role.GP)
    assert (text.channel, text.kind) == (Channel.SECURE_MESSAGE, SendingKind.INVITATION)


def test_a_correction_does_not_rewrite_what_left() -> None:
    """What was sent stays as it was sent, whatever is said of it afterwards."""
    office = everybody()
    before = first_row(office)
    office.do(office.correct("gp_email", "ny@lege.example"))
    assert first_row(office) == before


def test_a_bounced_invitation_is_sent_again() -> None:
    """D4: with the address put right it leaves again, and its ladder begins then."""
    office = Office(carry=lambda _: ("550", True))
    office.register()
    office.invite_gp()
    office.tick()
    assert state_of(office.case, office.invitation(Role.GP)) is InvitationState.UNDELIVERED
    assert office.owed(PromiseKind.PHONE_CALL)
    office.carry = lambda _: ("", False)
    office.clock = at("2026-10-06 09:00")
    outcome = office.do(office.correct("gp_email", "ny@lege.example"))
    assert outcome.plan is not None
    assert [(c.kind, c.must_answer) for c in outcome.plan.consequences] == [
        (SendingKind.INVITATION, True)
    ]
    assert not office.owed(PromiseKind.PHONE_CALL)
    (sent,) = office.tick()
    assert (sent.address, sent.revision, sent.why) == ("ny@lege.example", 1, "R11")
    assert office.owed(PromiseKind.ANSWER)[0].since == at("2026-10-06 09:00")


def test_a_bounced_reminder_starts_the_ladder_anew() -> None:
    """D3: the address is put right, the invitation leaves again, and its ladder begins then."""
    office = Office()
    office.register()
    office.invite_gp()
    office.tick()
    office.carry = lambda _: ("550", True)
    office.until("2026-10-12")
    office.carry = lambda _: ("", False)
    office.do(office.correct("gp_email", "ny@lege.example"))
    assert office.invitation(Role.GP).asked_at is None
    office.tick()
    assert office.owed(PromiseKind.ANSWER)[0].since == at("2026-10-12 08:00")
    assert office.owed(PromiseKind.ANSWER)[0].taken == 0


def test_a_bounced_update_keeps_the_yes() -> None:
    """D4b: what is sent again says that the yes is kept, and asks nothing."""
    office = everybody()
    office.carry = lambda _: ("550", True)
    asked = office.invitation(Role.GP).asked_at
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/2"))
    office.tick()
    office.carry = lambda _: ("", False)
    outcome = office.do(office.correct("gp_email", "ny@lege.example"))
    assert outcome.plan is not None
    assert [c.must_answer for c in outcome.plan.consequences] == [False]
    (sent,) = [s for s in office.tick() if s.role is Role.GP]
    assert sent.content.event is not None
    assert sent.content.event.accepted
    assert office.invitation(Role.GP).asked_at == asked


def test_without_an_address_it_goes_by_hand() -> None:
    """R20: an address that is removed leaves the secure message."""
    office = Office(carry=lambda _: ("550", True))
    office.register()
    office.invite_gp()
    office.tick()
    office.do(office.correct("gp_email", ""))
    (row,) = office.waiting(Role.GP)
    assert row.channel is Channel.SECURE_MESSAGE
    assert row.address == "Legesenteret"
    assert office.invitation(Role.GP).channel is Channel.SECURE_MESSAGE


# --- the end -----------------------------------------------------------------------------------


def test_stopping_cancels_all_that_lives() -> None:
    """F6, R10: everybody hears a CANCEL at any hour, nothing is owed, and nothing more is done."""
    office = everybody()
    office.clock = at("2026-10-10 21:00")
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.WITHDREW, note="ønsket"))
    closing = office.case.closing
    assert closing is not None
    assert (closing.reason, closing.note, closing.by, closing.at) == (
        ClosedReason.WITHDREW,
        "ønsket",
        SECRETARY,
        office.clock,
    )
    assert office.owed() == []
    assert office.case.meetings[0].cancelled_at == office.clock
    sent = office.tick()
    assert {s.role for s in sent} == {Role.GP, Role.PATIENT, Role.NAV_ADVISER}
    assert {s.kind for s in sent} == {SendingKind.CANCELLATION}
    assert {s.why for s in sent} == {"F6"}
    assert office.until("2026-12-01") == []
    for command in (
        Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT),
        CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"),
        StopPathway(ref=office.case.ref, reason=ClosedReason.OTHER),
    ):
        with pytest.raises(PathwayClosedError):
            office.do(command)


def test_on_death_nothing_goes_to_the_patient() -> None:
    """F6: the others hear; what waited for the patient, even a cancellation, never leaves."""
    office = everybody()
    office.carry = lambda _: ("451", False)
    office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"))
    office.tick()
    office.carry = lambda _: ("", False)
    office.invite_gp("2026-12-01 10:00", link="https://video.example/2")
    office.tick("2026-10-05 10:00")
    before = len(left(office, Role.PATIENT))
    office.clock = at("2026-10-05 10:00")
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.DIED))
    office.tick("2026-10-05 14:00")
    assert len(left(office, Role.PATIENT)) == before
    assert left(office, Role.GP)[-1].kind is SendingKind.CANCELLATION
    assert left(office, Role.NAV_ADVISER)[-1].kind is SendingKind.CANCELLATION


def test_on_death_a_living_invitation_of_the_patient_is_silent() -> None:
    """F6: the patient's own invitation is cancelled, and nobody writes to them."""
    office = everybody()
    outcome = office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.DIED))
    assert outcome.plan is not None
    told = {consequence.participant.role for consequence in outcome.plan.consequences}
    assert told == {Role.GP, Role.NAV_ADVISER}
    assert not [s for s in office.case.sendings if s.role is Role.PATIENT and s.waiting]
    office.tick()
    assert office.invitation(Role.PATIENT).cancelled_at is not None
    assert [s.kind for s in left(office, Role.PATIENT)] == [SendingKind.INVITATION]


def test_a_pathway_without_its_last_meeting_is_not_completed() -> None:
    """R5, R10: it is completed when SHM2 is held; another reason ends it at any time."""
    office = everybody()
    with pytest.raises(NotCompletedError):
        office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.COMPLETED))
    assert office.case.closing is None


@pytest.mark.parametrize("in_one", [False, True])
def test_a_pathway_whose_last_meeting_was_held_is_completed(*, in_one: bool) -> None:
    """R10: only once the note is sent, and the closing is ticked, before or with the last press."""
    office = Office()
    office.register()
    for milestone, on in (
        (Milestone.ASSESSMENT_STARTED, "2026-10-05"),
        (Milestone.SHM1_HELD, "2026-11-24"),
        (Milestone.SHM2_HELD, "2027-05-04"),
    ):
        office.clock = at(f"{on} 15:00")
        office.do(RecordMilestone(ref=office.case.ref, milestone=milestone, on=day(on)))
    completed = StopPathway(ref=office.case.ref, reason=ClosedReason.COMPLETED)
    with pytest.raises(StillToDoError):
        office.do(replace(completed, all_ticked=True))
    with pytest.raises(StillToDoError) as told:
        office.do(completed)
    assert told.value.kinds == (PromiseKind.NOTE_WRITE, PromiseKind.CLOSING)
    (note,) = office.owed(PromiseKind.NOTE_WRITE)
    office.do(Finish(ref=office.case.ref, promise_id=note.id, passed_on=True))
    with pytest.raises(StillToDoError):
        office.do(completed)
    (closing,) = office.owed(PromiseKind.CLOSING)
    items = CHECKLISTS[PromiseKind.CLOSING]
    if in_one:
        office.do(replace(completed, all_ticked=True))
        assert set(office.case.promise(closing.id).ticked) == set(items)
    else:
        office.do(TickItems(ref=office.case.ref, promise_id=closing.id, items=items))
        office.do(completed)
    assert office.case.closing is not None


def test_what_is_left_of_the_list_needs_a_reason_and_stays_known() -> None:
    """R10: the list alone may be left, for a reason; the log names the items, the case says why."""
    office = Office()
    office.register()
    for milestone, on in (
        (Milestone.ASSESSMENT_STARTED, "2026-10-05"),
        (Milestone.SHM1_HELD, "2026-11-24"),
        (Milestone.SHM2_HELD, "2027-05-04"),
    ):
        office.clock = at(f"{on} 15:00")
        office.do(RecordMilestone(ref=office.case.ref, milestone=milestone, on=day(on)))
    reasoned = StopPathway(
        ref=office.case.ref, reason=ClosedReason.COMPLETED, note="perioden følger med"
    )
    with pytest.raises(StillToDoError) as told:
        office.do(reasoned)
    assert told.value.kinds == (PromiseKind.NOTE_WRITE,)
    (note,) = office.owed(PromiseKind.NOTE_WRITE)
    office.do(Finish(ref=office.case.ref, promise_id=note.id, passed_on=True))
    left = left_of_closing(office.case)
    office.do(reasoned)
    assert office.case.closing is not None
    assert office.case.closing.note == "perioden følger med"
    assert never_done(office.case) == left
    assert "code" in left
    assert office.log[-1].detail == ",".join(left)
    assert not office.owed()


def test_another_reason_ends_it_whatever_is_left() -> None:
    """R10: transferred, withdrawn or died stops every reminder at once."""
    office = Office()
    office.register()
    for milestone in (Milestone.ASSESSMENT_STARTED, Milestone.SHM1_HELD, Milestone.SHM2_HELD):
        record(office, milestone, "2026-10-05")
    assert office.owed(PromiseKind.CLOSING)
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.WITHDREW))
    assert not office.owed()


def test_a_meeting_that_was_is_not_called_off() -> None:
    """F6: only what lives is cancelled."""
    office = everybody()
    office.clock = at("2026-11-25 09:00")
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.TRANSFERRED))
    assert office.tick() == []
    assert office.case.meetings[0].cancelled_at is None


def test_a_cancellation_by_hand_is_handed_over() -> None:
    """F6, D6: nothing is owed any more, so the secretary gets the text at once."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.OTHER))
    row = office.case.sendings[-2]
    assert (row.kind, row.status, row.done_at) == (
        SendingKind.CANCELLATION,
        SendingStatus.SHOWN,
        office.clock,
    )
    notice = office.texts.notices[-1]
    assert (notice.name, notice.values) == (
        "cancel_by_hand",
        {"role": "gp", "text": row.content.text},
    )
    told = office.case.sendings[-1]
    assert (told.to, told.channel, told.why) == (SECRETARY, Channel.CHAT, "D6")


def test_what_the_end_finds_waiting() -> None:
    """F6: a letter that has not left is neither sent nor called off."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.MISTAKE))
    assert [s.status for s in office.case.sendings] == [SendingStatus.DROPPED]
    assert office.notices() == []


def test_mistakes_are_put_right_after_the_end() -> None:
    """A wrong name is corrected in a pathway that has ended, and nothing leaves."""
    office = everybody()
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.OTHER))
    office.tick()
    office.do(Correct(ref=office.case.ref, field="name", value="Karin"))
    office.do(Correct(ref=office.case.ref, field="gp_email", value="x@lege.example"))
    assert office.case.name == "Karin"
    assert office.tick() == []


def test_an_answer_after_the_end_is_kept() -> None:
    """F15: it changes nothing, and is shown."""
    office = everybody()
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.OTHER))
    outcome = office.answer(Verdict.ACCEPTED)
    assert outcome.answer is not None
    assert (outcome.answer.counts, outcome.answer.why_not) == (False, "closed")
    assert office.notices()[-1] == "answer_kept"
    assert office.owed() == []


def test_another_patients_details_stay() -> None:
    """A correction touches its own case only."""
    office = Office()
    first = office.register()
    office.register()
    office.do(office.correct("name", "Ola"))
    assert office.cases[0] == first
    assert changed(first, first.participants[0].id).name == "Kari"
