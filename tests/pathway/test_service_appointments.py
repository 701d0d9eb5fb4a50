"""Assessments and the clinicians' own slots: staff calendars alone, the same engine (R9, R26)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pathway.clinic import Staff
from pathway.commands import (
    AddParticipant,
    ArrangeAppointment,
    AskTimes,
    CancelAppointment,
    ChangeAppointment,
    ChangeParts,
    ChooseTime,
    MoveAppointment,
    MoveMeeting,
    PartFrom,
    Postpone,
    RemoveParticipant,
    ReplaceParticipant,
    SettleOffice,
    StopPathway,
)
from pathway.errors import (
    ClashError,
    MeetingInPastError,
    MeetingTooLongError,
    NobodyToInviteError,
    NoMeetingError,
    NothingChangedError,
    PartMinutesError,
    RuleError,
    UnknownStaffError,
)
from pathway.outgoing import SendingKind
from pathway.rules import state_of
from pathway.views import TakenBy, Warn
from pathway.words import (
    Attendance,
    Channel,
    ClosedReason,
    InvitationState,
    MeetingId,
    MeetingKind,
    Milestone,
    PromiseKind,
    Role,
    StaffId,
    Verdict,
)
from tests.pathway.build import DOCTOR, LEADER, a_clinic, at, day, wall
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody
from tests.pathway.test_service_registering import record

SHM1, ASSESSMENT, INTERNAL = MeetingKind.SHM1, MeetingKind.ASSESSMENT, MeetingKind.INTERNAL
CANCELLATION = SendingKind.CANCELLATION
PSYCHOLOGIST = StaffId("psykolog")


def clinic(**said: Any) -> Any:  # noqa: ANN401 - any field
    """A clinic with two clinicians who have addresses."""
    usual = a_clinic(**said)
    known = tuple(replace(one, email=f"{one.id}@klinikk.example") for one in usual.staff)
    new = Staff(
        id=PSYCHOLOGIST,
        name="Per",
        roles=frozenset({Role.CLINICIAN}),
        email="per@klinikk.example",
    )
    return replace(usual, staff=(*known, new))


@pytest.fixture
def office() -> Office:
    """A patient who was just registered."""
    found = Office(clinic=clinic())
    found.register()
    return found


def asked(
    office: Office, start: str = "2026-11-03 09:00", *people: StaffId, **said: object
) -> ArrangeAppointment:
    """An assessment of an hour."""
    command: dict[str, Any] = {
        "ref": office.case.ref,
        "kind": ASSESSMENT,
        "start": wall(start),
        "minutes": 60,
        "people": people or (DOCTOR,),
        **said,
    }
    return ArrangeAppointment(**command)


def test_the_clinicians_get_it_and_nobody_else(office: Office) -> None:
    """R9, R11, P2: a calendar invitation each, with a number and a UID of its own; no patient."""
    office.do(asked(office, "2026-11-03 09:00", DOCTOR, PSYCHOLOGIST, place="Rom 2"))
    sent = office.tick()
    assert [(s.role, s.address) for s in sent] == [
        (Role.CLINICIAN, "lege@klinikk.example"),
        (Role.CLINICIAN, "per@klinikk.example"),
    ]
    events = [s.content.event for s in sent]
    assert len({event.uid for event in events if event}) == 2
    for event in events:
        assert event is not None
        assert (event.sequence, event.location, event.link) == (0, "Rom 2", "")
        assert (event.window.start, event.window.end) == (
            at("2026-11-03 09:00"),
            at("2026-11-03 10:00"),
        )
    assert office.case.meetings == ()
    assert [m.kind for m in office.case.appointments] == [ASSESSMENT]


def test_it_is_moved_and_called_off(office: Office) -> None:
    """R9: SEQUENCE grows with each, the yes to another time is not kept, and a UID stays."""
    office.do(asked(office))
    office.tick()
    office.answer(Verdict.ACCEPTED, Role.CLINICIAN)
    (meeting,) = office.case.appointments
    move = MoveAppointment(ref=office.case.ref, meeting=meeting.id, start=wall("2026-11-04 09:00"))
    (told,) = office.plan(move).consequences
    assert (told.kind, told.must_answer) == (SendingKind.UPDATE, True)
    office.do(move)
    office.tick()
    office.do(CancelAppointment(ref=office.case.ref, meeting=meeting.id))
    office.tick()
    rows = [s for _, s in office.left]
    kinds = [(s.kind, s.content.event.sequence) for s in rows if s.content.event]
    assert kinds == [
        (SendingKind.INVITATION, 0),
        (SendingKind.UPDATE, 1),
        (SendingKind.CANCELLATION, 2),
    ]
    assert len({s.content.event.uid for s in rows if s.content.event}) == 1
    for command in (move, CancelAppointment(ref=office.case.ref, meeting=meeting.id)):
        with pytest.raises(NoMeetingError):
            office.do(command)


def _changed(office: Office, **said: object) -> ChangeAppointment:
    """The appointment as it is but for this."""
    (meeting,) = office.case.appointments
    people = {p.id: p.staff_id for p in office.case.participants}
    command: dict[str, Any] = {
        "ref": office.case.ref,
        "meeting": meeting.id,
        "people": tuple(people[who] for part in meeting.parts for who in part.added),
        "minutes": meeting.minutes,
        "place": meeting.place,
        **said,
    }
    return ChangeAppointment(**command)


def test_who_comes_is_asked_and_who_no_longer_does_is_told(office: Office) -> None:
    """F7, F14: of the others nobody hears, and somebody who comes back gets a new invitation."""
    third = StaffId("tredje")
    more = Staff(id=third, name="Tor", roles=frozenset({Role.CLINICIAN}), email="tor@k.example")
    office.clinic = replace(office.clinic, staff=(*office.clinic.staff, more))
    office.do(asked(office, "2026-11-03 09:00", DOCTOR, PSYCHOLOGIST))
    office.tick()
    office.do(_changed(office, people=(PSYCHOLOGIST, third)))
    (meeting,) = office.case.appointments
    assert meeting.leader == PSYCHOLOGIST
    assert [(s.kind, s.address) for s in office.tick()] == [
        (CANCELLATION, "lege@klinikk.example"),
        (SendingKind.INVITATION, "tor@k.example"),
    ]
    before = {i.id for i in office.case.invitations}
    office.do(_changed(office, people=(PSYCHOLOGIST, third, DOCTOR)))
    (back,) = [i for i in office.case.invitations if i.id not in before]
    assert [(s.kind, s.invitation_id) for s in office.tick()] == [(SendingKind.INVITATION, back.id)]
    assert office.case.appointments[0].leader == PSYCHOLOGIST


def test_a_shorter_one_keeps_the_yes_and_a_longer_one_asks_anew(office: Office) -> None:
    """F7: a window inside the accepted one keeps it, a longer one is a new time."""
    office.do(asked(office))
    office.tick()
    office.answer(Verdict.ACCEPTED, Role.CLINICIAN)
    office.do(_changed(office, minutes=45))
    assert state_of(office.case, office.invitation(Role.CLINICIAN)) is InvitationState.ACCEPTED
    assert [s.kind for s in office.tick()] == [SendingKind.UPDATE]
    office.do(_changed(office, minutes=90))
    assert state_of(office.case, office.invitation(Role.CLINICIAN)) is InvitationState.SENT
    with pytest.raises(NothingChangedError):
        office.do(_changed(office))
    for wrong, error in (
        ({"people": ()}, NobodyToInviteError),
        ({"minutes": 0}, PartMinutesError),
        ({"minutes": 481}, MeetingTooLongError),
        ({"meeting": MeetingId("ingen")}, NoMeetingError),
    ):
        with pytest.raises(error):
            office.do(_changed(office, **wrong))


def test_a_change_that_takes_somebody_elsewhere_is_weighed(office: Office) -> None:
    """Whoever is taken at the time is said before anything is changed."""
    office.do(asked(office))
    office.register()
    office.do(asked(office, "2026-11-03 09:30", PSYCHOLOGIST))
    with pytest.raises(ClashError):
        office.do(_changed(office, people=(PSYCHOLOGIST, DOCTOR)))


def test_a_meeting_is_no_appointment() -> None:
    """What moves an appointment never moves an SHM, which has gates."""
    office = everybody()
    (meeting,) = office.case.meetings
    for wanted in (meeting.id, MeetingId("nothing")):
        with pytest.raises(NoMeetingError):
            office.do(CancelAppointment(ref=office.case.ref, meeting=wanted))


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"people": ()}, NobodyToInviteError),
        ({"minutes": 0}, PartMinutesError),
        ({"minutes": 10_000}, MeetingTooLongError),
        ({"start": wall("2026-10-01 09:00")}, MeetingInPastError),
        ({"people": (StaffId("nobody"),)}, UnknownStaffError),
    ],
)
def test_what_cannot_be(office: Office, said: dict[str, object], refused: type[RuleError]) -> None:
    """Bad input changes nothing."""
    before = office.case
    with pytest.raises(refused):
        office.do(replace(asked(office), **said))  # type: ignore[arg-type]
    assert office.case == before


def test_a_clinician_who_is_taken_is_said(office: Office) -> None:
    """The clash checks of meetings, also within one case, and only of those who are asked."""
    office.do(asked(office))
    office.do(asked(office, "2026-11-03 09:30", PSYCHOLOGIST))
    again = asked(office, "2026-11-03 09:30")
    assert {(clash.what, clash.who) for clash in office.plan(again).clashes} == {
        (TakenBy.LEADER, DOCTOR)
    }
    with pytest.raises(ClashError):
        office.do(again)
    office.do(replace(again, accept_clashes=True))
    first = office.case.appointments[0]
    moved = MoveAppointment(ref=office.case.ref, meeting=first.id, start=wall("2026-11-03 08:15"))
    assert not office.plan(moved).clashes, "it stands in its own way nowhere"


def test_another_case_sees_only_who_is_asked(office: Office) -> None:
    """An assessment by one clinician leaves the case's others free."""
    office.do(asked(office))
    office.do(AddParticipant(ref=office.case.ref, role=Role.CLINICIAN, staff_id=PSYCHOLOGIST))
    office.register()
    assert office.plan(asked(office, "2026-11-03 09:00", DOCTOR)).clashes
    assert not office.plan(asked(office, "2026-11-03 09:00", PSYCHOLOGIST)).clashes


def test_after_the_deadline_is_warned_of(office: Office) -> None:
    """R2: the assessment is to start within twelve weeks; no link is missed (R9)."""
    late = office.plan(asked(office, "2027-01-05 09:00"))
    assert Warn.AFTER_DEADLINE in late.warnings
    assert late.deadline is not None
    assert office.plan(asked(office)).warnings == ()


def test_a_newcomer_is_not_put_into_a_meeting_that_is_arranged() -> None:
    """Who comes in for an assessment is not thereby asked to SHM1."""
    office = everybody()
    office.clinic = clinic(mail_to=office.clinic.mail_to)
    before = office.case.meetings
    office.do(asked(office, "2026-11-03 09:00", PSYCHOLOGIST))
    (meeting,) = office.case.meetings
    person = office.person(Role.CLINICIAN)
    assert all(person.id in part.left_out for part in meeting.parts)
    assert [part.minutes for part in meeting.parts] == [part.minutes for part in before[0].parts]
    assert office.case.live_invitation(person.id, meeting.id) is None


def test_an_assessment_is_chased_and_a_slot_is_not(office: Office) -> None:
    """D3: an answer and a reminder for the one; to talk among themselves needs neither (R26)."""
    office.do(asked(office, "2026-11-03 09:00", DOCTOR))
    office.tick()
    assert {p.kind for p in office.owed()} >= {PromiseKind.ANSWER, PromiseKind.REMINDER}
    office.register()
    office.do(asked(office, "2026-11-05 09:00", DOCTOR, kind=INTERNAL))
    office.tick()
    assert not {p.kind for p in office.owed()} & {PromiseKind.ANSWER, PromiseKind.REMINDER}
    assert not office.owed(PromiseKind.LINK)


def beside(office: Office) -> list[str]:
    """When the living slots are, in Oslo."""
    slots = [m for m in office.case.appointments if m.alive]
    return [f"{m.start:%d. %H:%M}" for m in slots]


def with_slots() -> Office:
    """Everybody is asked to SHM1, ten to eleven, and the clinicians talk before and after."""
    office = everybody()
    office.clinic = clinic(mail_to=office.clinic.mail_to)
    for start in ("2026-11-24 09:45", "2026-11-24 11:00", "2026-11-24 08:00"):
        office.do(asked(office, start, DOCTOR, kind=INTERNAL, minutes=15))
    office.tick()
    return office


def test_slots_go_where_the_meeting_goes() -> None:
    """R26: what is right before or after a meeting moves with it; what is not stays."""
    office = with_slots()
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 12:00")))
    assert beside(office) == ["26. 11:45", "26. 13:00", "24. 08:00"]
    longer = tuple(PartFrom(of=(n,), minutes=30) for n in (1, 2, 3))
    office.do(ChangeParts(ref=office.case.ref, kind=SHM1, parts=longer))
    assert beside(office) == ["26. 11:45", "26. 13:30", "24. 08:00"]
    moved = [s for s in office.tick() if s.role is Role.CLINICIAN]
    assert {s.kind for s in moved} == {SendingKind.UPDATE}
    office.do(office.cancel())
    assert beside(office) == ["24. 08:00"]


def test_slots_go_where_the_gps_office_wants_it() -> None:
    """R26, D2: what the office settles by telephone moves the meeting, and so what is beside it."""
    office = with_slots()
    office.do(
        SettleOffice(
            ref=office.case.ref,
            kind=SHM1,
            start=wall("2026-11-26 12:00"),
            channel=Channel.PHONE,
            evidence="ringte",
            agreed=True,
        )
    )
    assert beside(office) == ["26. 11:45", "26. 13:00", "24. 08:00"]


def test_slots_go_to_the_time_that_is_chosen() -> None:
    """R26: a time that was asked about becomes the meeting's, and so its slots'."""
    office = with_slots()
    to = wall("2026-11-26 12:00")
    times = AskTimes(
        ref=office.case.ref, kind=SHM1, starts=(to,), template="with_nav", leader=LEADER
    )
    office.do(replace(times, accept_clashes=True))
    option = office.case.options[-1].id
    office.do(ChooseTime(ref=office.case.ref, option_id=option, accept_clashes=True))
    assert beside(office) == ["26. 11:45", "26. 13:00", "24. 08:00"]


def test_slots_are_off_with_the_meeting() -> None:
    """D2, F6: put off, or not held after all, there is nothing to talk of right before or after."""
    office = with_slots()
    office.do(Postpone(ref=office.case.ref, kind=SHM1, until=day("2026-11-10")))
    assert beside(office) == ["24. 08:00"]
    assert {s.kind for s in office.tick() if s.role is Role.CLINICIAN} == {CANCELLATION}
    office = with_slots()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.clock = at("2026-11-24 07:00")
    office.tick()
    record(office, Milestone.SHM1_HELD, "2026-11-24", held=False, reason="syk")
    assert beside(office) == ["24. 08:00"]
    assert {s.kind for s in office.tick() if s.role is Role.CLINICIAN} == {CANCELLATION}


def test_a_slot_is_not_moved_into_what_is_past() -> None:
    """R26, F6: the meeting is soon, so there is no time left before it, and that is said."""
    office = with_slots()
    office.clock = at("2026-11-24 07:00")
    sooner = MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-24 07:10"))
    sooner = replace(sooner, accept_clashes=True)
    told = office.plan(sooner).consequences
    assert CANCELLATION in {c.kind for c in told if c.participant.role is Role.CLINICIAN}
    office.do(sooner)
    assert beside(office) == ["24. 08:10", "24. 08:00"]


def test_a_slot_that_moves_along_is_weighed_too() -> None:
    """R26: where its clinician is taken at the slot's new time, it is asked about first."""
    office = with_slots()
    ref = office.case.ref
    office.register()
    office.do(asked(office, "2026-11-26 13:00", DOCTOR))
    move = MoveMeeting(ref=ref, kind=SHM1, start=wall("2026-11-26 12:00"))
    assert DOCTOR in {clash.who for clash in office.plan(move).clashes}


def test_where_a_slot_goes_is_said_before_the_meeting_moves() -> None:
    """R26: outside working hours, or where its clinician is taken; in its own way it is not."""
    office = with_slots()
    ref = office.case.ref
    office.register()
    office.do(asked(office, "2026-11-26 13:00", DOCTOR))

    def said(start: str) -> tuple[set[Warn], list[TakenBy]]:
        move = MoveMeeting(ref=ref, kind=SHM1, start=wall(start))
        ask = AskTimes(ref=ref, kind=SHM1, starts=(move.start,), template="", leader=LEADER)
        plan, asked_about = office.plan(move), office.plan(ask)
        assert plan.clashes == asked_about.clashes
        assert set(plan.warnings) - {Warn.NO_LINK} == set(asked_about.warnings)
        return set(asked_about.warnings) - {Warn.ASSESSMENT_NOT_STARTED}, [
            clash.what for clash in plan.clashes
        ]

    hours = Warn.SLOT_OUTSIDE_HOURS
    assert said("2026-11-26 12:00") == (set(), [TakenBy.LEADER])
    assert said("2026-11-24 09:45") == (set(), [])
    assert said("2026-11-26 08:00") == ({hours}, [])
    assert said("2026-11-26 14:30") == ({hours}, [])
    assert said("2026-11-26 14:45") == ({Warn.OUTSIDE_HOURS}, [])


def test_who_leaves_the_case_leaves_its_appointments(office: Office) -> None:
    """F14: a CANCEL for what they hold; and a pathway that ends calls all of it off (F6)."""
    office.do(asked(office, "2026-11-03 09:00", DOCTOR, PSYCHOLOGIST))
    office.tick()
    gone = office.person(Role.CLINICIAN)
    office.do(RemoveParticipant(ref=office.case.ref, who=gone.id))
    (sent,) = office.tick()
    assert (sent.to, sent.kind) == (gone.id, SendingKind.CANCELLATION)
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.TRANSFERRED))
    (sent,) = office.tick()
    assert sent.kind is SendingKind.CANCELLATION
    assert not any(m.alive for m in office.case.appointments)


def test_another_takes_over_an_assessment_whole(office: Office) -> None:
    """R9, R16: who takes a clinician's place is asked to what they were alone about, and leads."""
    office.do(asked(office, "2026-11-03 09:00", DOCTOR))
    office.tick()
    gone = office.person(Role.CLINICIAN)
    office.do(ReplaceParticipant(ref=office.case.ref, who=gone.id, staff_id=PSYCHOLOGIST))
    new = office.person(Role.CLINICIAN)
    assert {(s.to, s.kind) for s in office.tick()} == {
        (gone.id, SendingKind.CANCELLATION),
        (new.id, SendingKind.INVITATION),
    }
    (meeting,) = office.case.appointments
    assert (meeting.alive, meeting.leader) == (True, PSYCHOLOGIST)


def test_an_appointment_of_nobody_is_off(office: Office) -> None:
    """F14: when the last who is asked leaves the case, no time stands with nobody in it."""
    office.do(asked(office, "2026-11-03 09:00", DOCTOR, PSYCHOLOGIST))
    office.tick()
    for left in (True, False):
        who = office.case.present(Role.CLINICIAN)[-1]
        office.do(RemoveParticipant(ref=office.case.ref, who=who.id))
        (meeting,) = office.case.appointments
        assert meeting.alive is left


_KINDS = st.sampled_from([ASSESSMENT, INTERNAL])
_STARTS = st.sampled_from(
    [f"2026-11-{day} {at}" for day in ("03", "24") for at in ("09:00", "09:45")]
)


@settings(max_examples=40, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(("arrange", "move", "cancel")), _KINDS, _STARTS), max_size=8
    )
)
def test_nobody_outside_is_ever_on_them(steps: list[tuple[str, MeetingKind, str]]) -> None:
    """P2: whatever is arranged, moved and called off, only clinicians hear, and at the clinic."""
    office = everybody()
    office.clinic = clinic(mail_to=office.clinic.mail_to)
    before = len(office.left)
    for what, kind, start in steps:
        alive = [m for m in office.case.appointments if m.alive]
        command: Any = asked(office, start, kind=kind, accept_clashes=True)
        if what != "arrange" and alive:
            command = CancelAppointment(ref=office.case.ref, meeting=alive[-1].id)
            if what == "move":
                command = MoveAppointment(
                    ref=office.case.ref,
                    meeting=alive[-1].id,
                    start=wall(start),
                    accept_clashes=True,
                )
        office.do(command)
        office.tick()
    assert {s.role for _, s in office.left[before:]} <= {Role.CLINICIAN}
    ids = {m.id for m in office.case.appointments}
    for invitation in office.case.invitations:
        if invitation.meeting_id in ids and invitation.offered:
            assert invitation.offered.attends is Attendance.CLINIC
            assert invitation.offered.link == ""
