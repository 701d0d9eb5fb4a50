"""People come, change and go, and the patient wishes (R15, R16, R18, R21, D5)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway import agenda
from pathway.commands import (
    AddParticipant,
    ChangeMeeting,
    ChangeParticipant,
    Invite,
    InviteGp,
    InviteSeveral,
    MoveMeeting,
    Person,
    RecordConsent,
    RecordWishes,
    RemoveParticipant,
)
from pathway.errors import (
    AlreadyInvitedError,
    AlreadyParticipantError,
    GapInAttendanceError,
    GateClosedError,
    MeetingInPastError,
    NameNeededError,
    NobodyToInviteError,
    NoMeetingError,
    NoSuchPartError,
    NothingToCorrectError,
    OwnWayInError,
    PhoneNeededError,
    RuleError,
    StaffAddressError,
    TooLongError,
    UnknownStaffError,
    WayNotTheirsError,
)
from pathway.outgoing import SendingKind
from pathway.rules import Unmet
from pathway.service.daemon.forecast import about
from pathway.service.invitations.invited import to_call_in
from pathway.views import TakenBy
from pathway.words import (
    Attendance,
    Channel,
    ConsentForm,
    MeetingKind,
    Milestone,
    ParticipantId,
    PromiseKind,
    Role,
    StaffId,
    Verdict,
)
from tests.pathway.build import COORDINATOR, DOCTOR, LEADER, SECRETARY, a_clinic, at, day, wall
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody
from tests.pathway.test_service_registering import record

SHM1, SHM2 = MeetingKind.SHM1, MeetingKind.SHM2
INVITATION, UPDATE = SendingKind.INVITATION, SendingKind.UPDATE
CANCELLATION = SendingKind.CANCELLATION


def add(office: Office, role: Role = Role.RELATIVE, name: str = "Anne", **said: object) -> None:
    """Somebody more, as the secretary enters them."""
    command = {"ref": office.case.ref, "role": role, "name": name, **said}
    office.do(AddParticipant(**command))  # type: ignore[arg-type] # any field


def change(office: Office, role: Role, **said: object) -> None:
    """A change of the latest with this role."""
    command = {"ref": office.case.ref, "who": office.person(role).id, **said}
    office.do(ChangeParticipant(**command))  # type: ignore[arg-type] # any field


def remove(office: Office, role: Role) -> None:
    """The latest with this role is taken out."""
    office.do(RemoveParticipant(ref=office.case.ref, who=office.person(role).id))


def several(office: Office, *roles: Role, kind: MeetingKind = SHM1, **said: object) -> None:
    """The latest with each of these roles is asked."""
    people = tuple(office.person(role).id for role in roles)
    command = {"ref": office.case.ref, "kind": kind, "people": people, **said}
    office.do(InviteSeveral(**command))  # type: ignore[arg-type] # any field


def shm(
    office: Office,
    kind: MeetingKind = SHM1,
    start: str = "2026-11-24 10:00",
    template: str = "nav_last",
    attends: Attendance = Attendance.VIDEO,
    link: str = "",
) -> None:
    """The GP is asked."""
    office.do(
        InviteGp(
            ref=office.case.ref,
            kind=kind,
            start=wall(start),
            template=template,
            leader=LEADER,
            link=f"https://video.example/{link or kind}",
            attends=attends,
            accept_clashes=True,
        )
    )


def agreed(template: str = "nav_last") -> Office:
    """SHM1 is arranged and the GP has said yes; the clinic mails everybody."""
    office = Office(clinic=a_clinic(mail_to=frozenset(Role)))
    office.register()
    shm(office, template=template)
    office.tick()
    office.answer(Verdict.ACCEPTED)
    return office


def held(office: Office) -> None:
    """The assessment is behind us and SHM1 was held today; it is 24 November."""
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.tick("2026-11-24 12:00")
    record(office, Milestone.SHM1_HELD, "2026-11-24")


def shm2(office: Office, template: str = "nav_last") -> None:
    """The GP is asked to SHM2."""
    shm(office, SHM2, "2027-05-04 10:00", template)


# --- somebody comes ----------------------------------------------------------------------------


def test_a_relative_needs_a_first_name_only() -> None:
    """R16: neither consent nor address, and nobody is told before they are asked."""
    office = agreed()
    add(office)
    relative = office.person(Role.RELATIVE)
    assert (relative.name, relative.wanted_at, relative.email) == ("Anne", None, "")
    assert office.owed(PromiseKind.CONSENT) == []
    assert len(office.case.invitations) == 1


def test_an_interpreter_may_be_nameless() -> None:
    """R16: which interpreter it is, is known later; there is one without a name."""
    office = agreed()
    add(office, Role.INTERPRETER, "")
    assert office.person(Role.INTERPRETER).name == ""
    with pytest.raises(AlreadyParticipantError):
        add(office, Role.INTERPRETER, "")


@pytest.mark.parametrize("role", [Role.OTHER, Role.NAV_ADVISER])
def test_a_third_party_needs_a_consent(role: Role) -> None:
    """R13, R16b: whom the patient wishes there is wanted, and a consent is owed."""
    office = agreed()
    add(office, role, "Eva Sjef")
    assert office.person(role).wanted_at == office.clock
    (owed,) = office.owed(PromiseKind.CONSENT)
    assert owed.about == office.person(role).id


def test_a_clinician_has_name_and_address_of_the_clinic() -> None:
    """R11, R16: a clinician comes from the clinic's file, and may be marked may."""
    office = agreed()
    known = replace(office.clinic.member(DOCTOR), email="lise@klinikk.example")
    staff = tuple(known if p.id == DOCTOR else p for p in office.clinic.staff)
    office.clinic = replace(office.clinic, staff=staff, mail_to=frozenset())
    add(office, Role.CLINICIAN, "", staff_id=DOCTOR, must=False)
    person = office.person(Role.CLINICIAN)
    assert (person.name, person.email, person.must) == ("Lise", "lise@klinikk.example", False)
    several(office, Role.CLINICIAN)
    assert office.invitation(Role.CLINICIAN).channel is Channel.MAIL
    office.tick()
    assert office.owed(PromiseKind.ANSWER) == []
    change(office, Role.CLINICIAN, must=True)
    assert [p.owner for p in office.owed(PromiseKind.ANSWER)] == [person.id]


def test_only_a_clinician_may_be_marked_may() -> None:
    """R16: whoever else comes is never one that need not answer."""
    office = agreed()
    add(office, must=False)
    assert office.person(Role.RELATIVE).must


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"role": Role.PATIENT}, OwnWayInError),
        ({"role": Role.GP}, OwnWayInError),
        ({"role": Role.RELATIVE, "name": ""}, NameNeededError),
        ({"role": Role.CLINICIAN}, NameNeededError),
        ({"role": Role.CLINICIAN, "staff_id": StaffId("ingen")}, UnknownStaffError),
        ({"name": "x" * 201}, TooLongError),
        ({"attends": Attendance.TELEPHONE}, PhoneNeededError),
        ({"attends": Attendance.HOME}, WayNotTheirsError),
        ({"role": Role.OTHER, "attends": Attendance.GP_OFFICE}, WayNotTheirsError),
    ],
)
def test_who_cannot_be_added(said: dict[str, object], error: type[RuleError]) -> None:
    """R15: each refusal names its rule, and changes nothing."""
    office = agreed()
    before = office.case
    with pytest.raises(error):
        add(office, **said)  # type: ignore[arg-type] # any field
    assert office.case == before


def test_the_same_relative_is_not_added_twice() -> None:
    """A name stands once in a role, however it is written."""
    office = agreed()
    add(office)
    with pytest.raises(AlreadyParticipantError) as refused:
        add(office, name="anne")
    assert refused.value.name == "anne"


# --- which parts -------------------------------------------------------------------------------


def test_a_relative_may_leave_before_nav_comes() -> None:
    """R16, R21: left out of Nav's part, whose window is shorter, and it holds for SHM2 too."""
    office = agreed()
    add(office, with_nav=False)
    relative = office.person(Role.RELATIVE)
    assert [relative.id in p.left_out for p in office.case.meetings[0].parts] == [0, 0, 1]
    several(office, Role.PATIENT, Role.RELATIVE)
    offered = office.invitation(Role.RELATIVE).offered
    assert offered is not None
    assert offered.window.end == at("2026-11-24 10:45")
    held(office)
    shm2(office)
    assert [relative.id in p.left_out for p in office.case.meetings[1].parts] == [0, 0, 1]


def test_a_gap_is_refused_with_the_order_that_mends_it() -> None:
    """R21: with Nav in the middle nobody leaves and comes back, unless the parts change places."""
    office = agreed("with_nav")
    with pytest.raises(GapInAttendanceError) as refused:
        add(office, with_nav=False)
    assert refused.value.mended == (0, 2, 1)
    add(office, with_nav=False, reorder=True)
    assert [p.title for p in office.case.meetings[0].parts] == ["introduction", "plan", "work"]


def test_a_consent_follows_its_part_to_another_place() -> None:
    """R13, R21: a consent for Nav's part alone is one for no other when the parts change places."""
    office = agreed("with_nav")
    office.do(
        RecordConsent(
            ref=office.case.ref,
            role=Role.NAV_ADVISER,
            given_on=day("2026-10-05"),
            form=ConsentForm.ORAL,
            name="Nils Nav",
            parts=(2,),
        )
    )
    add(office, with_nav=False, reorder=True)
    assert [consent.parts for consent in office.case.consents] == [(3,)]


def test_without_a_meeting_there_is_no_part_to_leave() -> None:
    """R16: before a meeting is arranged nobody can be left out of its parts."""
    office = Office()
    office.register()
    add(office, with_nav=False)
    assert office.person(Role.RELATIVE).name == "Anne"
    with pytest.raises(NoMeetingError):
        change(office, Role.RELATIVE, parts=(1,))


def test_an_undecided_meeting_takes_the_template_that_tears_nobody() -> None:
    """R18, R21: whoever left before Nav came keeps one window in the next meeting."""
    office = agreed()
    add(office, with_nav=False)
    held(office)
    office.do(
        InviteGp(
            ref=office.case.ref,
            kind=SHM2,
            start=wall("2027-05-04 10:00"),
            template="",
            leader=LEADER,
        )
    )
    assert [p.title for p in office.case.meetings[1].parts] == ["introduction", "plan", "work"]


def test_a_template_that_tears_somebody_is_refused() -> None:
    """R21: a template that puts Nav in the middle again is refused, for SHM2 and in a change."""
    office = agreed()
    add(office, with_nav=False)
    several(office, Role.PATIENT, Role.RELATIVE)
    with pytest.raises(GapInAttendanceError):
        office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, template="with_nav"))
    held(office)
    with pytest.raises(GapInAttendanceError):
        shm2(office, "with_nav")


def test_parts_are_chosen_by_number() -> None:
    """R16b: an actor attends the parts that the patient wishes, added and left out alike."""
    office = agreed()
    add(office, Role.OTHER, "Eva Sjef")
    other = office.person(Role.OTHER)
    change(office, Role.OTHER, parts=(2, 3))
    parts = office.case.meetings[0].parts
    assert [other.id in p.added for p in parts] == [False, True, False]
    change(office, Role.OTHER, parts=(3,))
    assert all(other.id not in p.added | p.left_out for p in office.case.meetings[0].parts)
    for wrong in ((), (0,), (4,)):
        with pytest.raises(NoSuchPartError) as refused:
            change(office, Role.OTHER, parts=wrong)
        assert refused.value.parts == 3
    with pytest.raises(NothingToCorrectError):
        change(office, Role.OTHER, parts=(3,))


# --- how somebody attends ----------------------------------------------------------------------


def test_only_who_is_concerned_hears_of_another_way() -> None:
    """R15, F7: the patient comes from home, asks nobody else, and answers anew."""
    office = everybody()
    office.tick()
    count = len(office.left)
    change(office, Role.PATIENT, attends=Attendance.HOME)
    office.tick()
    assert [(s.role, s.kind) for _, s in office.left[count:]] == [(Role.PATIENT, UPDATE)]


def test_at_the_gps_office_is_the_gps_place() -> None:
    """R15: whoever comes to the GP's office is told where that is."""
    office = agreed()
    change(office, Role.PATIENT, attends=Attendance.GP_OFFICE)
    several(office, Role.PATIENT)
    offered = office.invitation(Role.PATIENT).offered
    assert offered is not None
    assert offered.place == "Legesenteret"


def test_a_place_at_the_gps_office_is_arranged_once_for_each_time() -> None:
    """R15: the secretary owes it until it is ticked off, and again when the meeting moves."""
    office = agreed()
    assert office.owed(PromiseKind.PLACE) == []
    change(office, Role.PATIENT, attends=Attendance.GP_OFFICE)
    (owed,) = office.owed(PromiseKind.PLACE)
    assert (owed.owner, owed.about) == (SECRETARY, office.case.meetings[0].id)
    office.tick_off(PromiseKind.PLACE)
    office.tick("2026-10-06 09:00")
    assert office.owed(PromiseKind.PLACE) == []
    several(office, Role.PATIENT)
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-25 10:00")))
    office.tick()
    office.answer(Verdict.ACCEPTED)
    assert len(office.owed(PromiseKind.PLACE)) == 1
    change(office, Role.PATIENT, attends=Attendance.VIDEO)
    assert office.owed(PromiseKind.PLACE) == []


def test_the_gps_own_office_needs_no_arranging() -> None:
    """R15: a GP who sits at the own office has the place."""
    office = agreed()
    change(office, Role.GP, attends=Attendance.GP_OFFICE)
    assert office.owed(PromiseKind.PLACE) == []


def test_by_telephone_needs_a_number() -> None:
    """R15: refused without one, also for the GP, and possible with it."""
    office = agreed()
    add(office)
    with pytest.raises(PhoneNeededError):
        change(office, Role.RELATIVE, attends=Attendance.TELEPHONE)
    change(office, Role.RELATIVE, attends=Attendance.TELEPHONE, phone="99887766")
    with pytest.raises(PhoneNeededError):
        change(office, Role.RELATIVE, phone="")
    other = Office()
    other.register(gp=Person(name="Gro"))
    with pytest.raises(PhoneNeededError):
        shm(other, attends=Attendance.TELEPHONE)


def test_an_address_sends_by_mail_what_waited_as_a_letter() -> None:
    """R20: a letter that nobody sent becomes a mail once there is an address."""
    office = agreed()
    add(office)
    several(office, Role.PATIENT, Role.RELATIVE)
    assert office.invitation(Role.RELATIVE).channel is Channel.LETTER
    change(office, Role.RELATIVE, email="anne@example.no")
    office.tick()
    assert office.sent_to(Role.RELATIVE) == [("2026-10-05", INVITATION)]
    assert office.invitation(Role.RELATIVE).channel is Channel.MAIL
    change(office, Role.RELATIVE, email="")
    assert office.invitation(Role.RELATIVE).channel is Channel.LETTER
    assert office.waiting(Role.RELATIVE) == []


def test_another_address_puts_nothing_into_what_was_never_offered() -> None:
    """An address changes only what its owner holds, and no other person's."""
    office = agreed()
    change(office, Role.PATIENT, email="kari@example.no")
    assert office.person(Role.PATIENT).email == "kari@example.no"
    with pytest.raises(TooLongError):
        change(office, Role.PATIENT, email="x" * 201)


def test_an_address_of_staff_stands_in_the_clinics_file_alone() -> None:
    """R11: on one case it would hold for that case alone, and not in the calendar they share."""
    office = agreed()
    add(office, Role.CLINICIAN, staff_id=DOCTOR)
    before = office.case
    with pytest.raises(StaffAddressError) as refused:
        change(office, Role.CLINICIAN, email="lege@annet.example")
    assert refused.value.name == before.present(Role.CLINICIAN)[-1].name
    assert office.case == before
    change(office, Role.CLINICIAN, phone="99887766")
    assert office.person(Role.CLINICIAN).phone == "99887766"


def test_who_is_not_there_cannot_be_changed() -> None:
    """An unknown person is refused, and so is one who is gone."""
    office = agreed()
    with pytest.raises(NobodyToInviteError):
        office.do(ChangeParticipant(ref=office.case.ref, who=ParticipantId("ingen")))
    add(office)
    remove(office, Role.RELATIVE)
    with pytest.raises(NobodyToInviteError):
        remove(office, Role.RELATIVE)


# --- somebody goes -----------------------------------------------------------------------------


def test_who_is_removed_is_called_off() -> None:
    """What they hold is cancelled, and nothing is owed for them any more."""
    office = agreed()
    add(office, email="anne@example.no")
    several(office, Role.PATIENT, Role.RELATIVE)
    office.tick()
    remove(office, Role.RELATIVE)
    office.tick()
    assert [kind for _, kind in office.sent_to(Role.RELATIVE)] == [INVITATION, CANCELLATION]
    gone = office.person(Role.RELATIVE)
    assert (gone.ended_at, gone.ended_why) == (office.clock, "removed")


def test_who_still_holds_the_old_time_is_called_off() -> None:
    """F5: one never told that the meeting was to be earlier is called off when it has begun."""
    office = agreed()
    add(office, email="anne@example.no")
    several(office, Role.PATIENT, Role.RELATIVE)
    office.tick()
    start = wall("2026-10-20 10:00")
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=start, accept_clashes=True))
    office.tick("2026-10-20 10:05")
    remove(office, Role.RELATIVE)
    (cancelled,) = [s for s in office.tick() if s.role is Role.RELATIVE]
    assert cancelled.kind is CANCELLATION
    assert cancelled.facts is not None
    assert cancelled.facts.window.start == at("2026-11-24 10:00")


def test_who_may_still_hold_the_old_time_is_called_off() -> None:
    """F5: also where the mail that told of the earlier time was tried, and perhaps never came."""
    office = agreed()
    add(office, email="anne@example.no")
    several(office, Role.PATIENT, Role.RELATIVE)
    office.tick()
    carry = office.carry
    office.carry = lambda row: ("451", False) if row.role is Role.RELATIVE else carry(row)
    start = wall("2026-10-20 10:00")
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=start, accept_clashes=True))
    office.answer(Verdict.ACCEPTED)
    office.tick()
    office.tick("2026-10-20 11:05")
    office.carry = carry
    remove(office, Role.RELATIVE)
    assert [s.kind for s in office.tick() if s.role is Role.RELATIVE] == [CANCELLATION]


def test_who_has_been_there_is_not_called_off() -> None:
    """Whoever is taken out when the meeting is over has nothing to come in their calendar."""
    office = agreed()
    add(office, email="anne@example.no")
    several(office, Role.PATIENT, Role.RELATIVE)
    office.tick()
    office.tick("2026-11-24 11:30")
    remove(office, Role.RELATIVE)
    assert not [s for s in office.tick() if s.kind is CANCELLATION]


def test_who_was_not_told_goes_in_silence() -> None:
    """F6: an invitation that has not left never leaves, and neither does its cancellation."""
    office = agreed()
    add(office, email="anne@example.no")
    several(office, Role.PATIENT, Role.RELATIVE)
    remove(office, Role.RELATIVE)
    office.tick()
    assert office.sent_to(Role.RELATIVE) == []


@pytest.mark.parametrize("role", [Role.PATIENT, Role.GP])
def test_patient_and_gp_are_not_removed(role: Role) -> None:
    """D2: a GP is replaced or done without, and the pathway is the patient's."""
    office = agreed()
    with pytest.raises(OwnWayInError) as refused:
        remove(office, role)
    assert refused.value.role == role


# --- the leader rings --------------------------------------------------------------------------


def rung(office: Office) -> list[tuple[str, str, str]]:
    """The notices about calls: to whom, what, and the number."""
    rows = [s for s in office.case.sendings if s.why == "R15"]
    return [(s.to, s.content.subject, s.content.text.rpartition("=")[2]) for s in rows]


def test_the_leader_is_told_whom_to_ring_and_when() -> None:
    """R15: at the invitation, at a new number, time or leader, and when it is off."""
    office = agreed()
    change(office, Role.PATIENT, attends=Attendance.TELEPHONE, phone="11111111")
    assert rung(office) == []
    several(office, Role.PATIENT)
    assert rung(office) == [(LEADER, "ring_participant", "11111111")]
    change(office, Role.PATIENT, phone="22222222")
    assert rung(office)[1:] == [(LEADER, "ring_participant", "22222222")]
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, leader=DOCTOR))
    assert rung(office)[2:] == [
        (LEADER, "do_not_ring", "22222222"),
        (DOCTOR, "ring_participant", "22222222"),
    ]
    change(office, Role.PATIENT, attends=Attendance.VIDEO)
    assert rung(office)[4:] == [(DOCTOR, "do_not_ring", "22222222")]


def test_nobody_rings_one_who_has_said_no() -> None:
    """R15: a no, and a pathway that ends, take the call away."""
    office = agreed()
    change(office, Role.PATIENT, attends=Attendance.TELEPHONE, phone="11111111")
    several(office, Role.PATIENT)
    office.answer(Verdict.DECLINED, Role.PATIENT)
    assert [name for _, name, _ in rung(office)] == ["ring_participant", "do_not_ring"]


# --- several at once ---------------------------------------------------------------------------


def test_several_are_asked_in_one_plan() -> None:
    """R18, F5: patient first, so that relatives and interpreter may be asked with the patient."""
    office = agreed()
    add(office)
    add(office, Role.INTERPRETER, "Tor Tolk")
    several(office, Role.RELATIVE, Role.INTERPRETER, Role.PATIENT)
    asked = {office.case.participant(i.participant_id).role for i in office.case.invitations}
    assert asked == {Role.GP, Role.PATIENT, Role.RELATIVE, Role.INTERPRETER}


def test_no_gate_is_passed_in_company() -> None:
    """R13: one whose gate is shut stops the whole, and nobody is asked."""
    office = agreed()
    add(office, Role.OTHER, "Eva Sjef")
    before = office.case
    with pytest.raises(GateClosedError):
        several(office, Role.PATIENT, Role.OTHER)
    assert office.case == before


def test_nobody_is_asked_twice_or_too_late() -> None:
    """Refusals of several are those of one, and asking nobody is no request."""
    office = agreed()
    several(office, Role.PATIENT)
    with pytest.raises(AlreadyInvitedError):
        several(office, Role.PATIENT)
    with pytest.raises(NobodyToInviteError):
        several(office)
    add(office)
    office.clock = at("2026-11-24 10:00")
    with pytest.raises(MeetingInPastError):
        several(office, Role.RELATIVE)


def test_a_clinician_who_is_taken_elsewhere_is_named() -> None:
    """R16: the plan says so of those who are asked, and it is a warning only."""
    office = agreed()
    add(office, Role.CLINICIAN, "", staff_id=DOCTOR)
    several(office, Role.CLINICIAN)
    office.register()
    shm(office, link="3")
    add(office, Role.CLINICIAN, "", staff_id=DOCTOR)
    person = office.person(Role.CLINICIAN)
    alone = Invite(ref=office.case.ref, kind=SHM1, role=Role.CLINICIAN)
    among = InviteSeveral(ref=office.case.ref, kind=SHM1, people=(person.id,))
    for command in (alone, among):
        plan = office.plan(command)
        assert [(c.what, c.who) for c in plan.clashes] == [(TakenBy.CLINICIAN, DOCTOR)]
        told = [(c.participant.role, c.kind) for c in plan.consequences]
        assert told == [(Role.CLINICIAN, INVITATION)]
    office.do(alone)


def test_one_of_two_namesakes_is_asked() -> None:
    """R16: a person is named by id where the name does not tell."""
    office = agreed()
    several(office, Role.PATIENT)
    add(office, name="mor")
    first = office.person(Role.RELATIVE)
    add(office, name="far")
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.RELATIVE, who=first.id))
    assert office.case.invitations[-1].participant_id == first.id


def test_who_waits_for_the_patient_alone_is_ready_with_the_patient() -> None:
    """F5, R18: the list names everybody but the GP, each with what is missing."""
    office = agreed()
    add(office)
    add(office, Role.OTHER, "Eva Sjef")
    meeting = office.case.meetings[0]
    listed = dict(to_call_in(office.case, office.clinic, meeting))
    lacks = {person.role: missing for person, missing in listed.items()}
    assert lacks == {
        Role.PATIENT: (),
        Role.RELATIVE: (),
        Role.OTHER: (Unmet.CONSENT, Unmet.PHONE_CALL, Unmet.CONTACT),
    }
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-25 10:00")))
    again = to_call_in(office.case, office.clinic, office.case.meetings[0])
    assert again[1][1] == (Unmet.GP_ACCEPTED, Unmet.PATIENT_INVITED)


# --- SHM2 with the same participants -----------------------------------------------------------


def to_shm2() -> Office:
    """Nav was at SHM1, which is held; the GP is asked to SHM2."""
    office = agreed()
    office.do(
        RecordConsent(
            ref=office.case.ref,
            role=Role.NAV_ADVISER,
            given_on=day("2026-10-05"),
            form=ConsentForm.ORAL,
            name="Nils Nav",
            office="Nav Fjord",
            email="nils@nav.example",
        )
    )
    office.tick_off(PromiseKind.PHONE_CALL)
    several(office, Role.PATIENT, Role.NAV_ADVISER)
    held(office)
    shm2(office)
    return office


def test_the_same_participants_are_asked_at_once() -> None:
    """R14b, R18: SHM2 waits for no yes of the GP, and for no new call to the same adviser."""
    office = to_shm2()
    assert office.owed(PromiseKind.PHONE_CALL) == []
    several(office, Role.PATIENT, Role.NAV_ADVISER, kind=SHM2)
    assert office.invitation(Role.NAV_ADVISER).meeting_id == office.case.meetings[1].id


@pytest.mark.parametrize(("alone", "at_office"), [(True, ""), (False, "Nav Dal")])
def test_another_adviser_is_phoned_first(at_office: str, *, alone: bool) -> None:
    """F12: the consent goes on, the call is a new one, and then the adviser may be asked."""
    office = to_shm2()
    adviser = Person(name="Nora Nav", office=at_office, phone="55553333")
    if alone:
        nav = {"ref": office.case.ref, "kind": SHM2, "role": Role.NAV_ADVISER}
        office.do(Invite(**nav, adviser=adviser))  # type: ignore[arg-type] # any field
    else:
        several(office, Role.PATIENT, kind=SHM2, adviser=adviser)
    person = office.person(Role.NAV_ADVISER)
    assert (person.name, person.office) == ("Nora Nav", at_office or "Nav Fjord")
    assert (person.email, person.phone) == ("", "55553333")
    (call,) = office.owed(PromiseKind.PHONE_CALL)
    with pytest.raises(GateClosedError):
        several(office, Role.NAV_ADVISER, kind=SHM2)
    office.tick_off(PromiseKind.PHONE_CALL)
    assert office.owed(PromiseKind.PHONE_CALL) == []
    several(office, Role.NAV_ADVISER, kind=SHM2)
    assert call.key.endswith(":1")


def test_an_adviser_who_is_asked_already_is_not_exchanged_so() -> None:
    """F14: whoever holds an invitation is called off first, and never inherits another's."""
    office = to_shm2()
    several(office, Role.NAV_ADVISER, kind=SHM2)
    with pytest.raises(AlreadyInvitedError):
        several(office, Role.PATIENT, kind=SHM2, adviser=Person(name="Nora Nav"))


def test_date_and_people_of_shm2_are_owed_until_it_is_arranged() -> None:
    """R18: by the responsible clinician, else the secretary; 1, 3 and 5 days after SHM1."""
    office = agreed()
    held(office)
    (owed,) = office.owed(PromiseKind.SHM2_DETAILS)
    assert (owed.owner, owed.owner_role) == (SECRETARY, Role.SECRETARY)
    assert about(office.case, owed) == "shm2"
    office.until("2026-12-01")
    steps = [
        task
        for task in office.tasks()
        if task[2].startswith("D3:obtain") and task[0] > "2026-11-24"
    ]
    assert steps == [
        ("2026-11-25", SECRETARY, "D3:obtain:1"),
        ("2026-11-27", SECRETARY, "D3:obtain:3"),
        ("2026-12-01", SECRETARY, "D3:obtain:5"),
        ("2026-12-01", COORDINATOR, "D3:obtain:5"),
    ]
    shm2(office)
    assert office.owed(PromiseKind.SHM2_DETAILS) == []
    office.do(office.cancel(SHM2))
    (again,) = office.owed(PromiseKind.SHM2_DETAILS)
    assert again.since == office.clock


# --- the patient's wishes ----------------------------------------------------------------------


def test_the_patient_is_asked_when_the_gp_has_said_yes() -> None:
    """R15: the wishes are owed from gate P until they are recorded, by the clinician if any."""
    office = agreed()
    (owed,) = office.owed(PromiseKind.WISHES)
    assert (owed.owner, owed.about) == (SECRETARY, office.person(Role.PATIENT).id)
    office.do(office.correct("clinician", DOCTOR))
    (owed,) = office.owed(PromiseKind.WISHES)
    assert (owed.owner, owed.owner_role) == (DOCTOR, Role.CLINICIAN)
    office.do(RecordWishes(ref=office.case.ref), actor=DOCTOR)
    assert office.owed(PromiseKind.WISHES) == []
    assert office.case.wishes is not None
    assert office.case.wishes.recorded_by == DOCTOR


def test_wishes_that_are_recorded_before_are_never_asked_for() -> None:
    """R15: who has said it once is not asked again."""
    office = Office()
    office.register()
    office.no_wishes()
    office.invite_gp()
    office.tick()
    office.answer(Verdict.ACCEPTED)
    assert office.owed(PromiseKind.WISHES) == []


def test_wishes_make_participants() -> None:
    """R15, R16: relatives are there, others wait for a consent, and nobody stands twice."""
    office = agreed()
    add(office)
    wishes = RecordWishes(
        ref=office.case.ref,
        relatives=("anne", "Bo"),
        others=("Eva Sjef",),
        nav=True,
        place="Rom 2",
        leader=DOCTOR,
    )
    office.do(wishes)
    office.do(wishes)
    assert [p.name for p in office.case.present(Role.RELATIVE)] == ["Anne", "Bo"]
    assert len(office.owed(PromiseKind.CONSENT)) == 2
    assert office.case.wishes is not None
    assert (office.case.wishes.place, office.case.wishes.leader) == ("Rom 2", DOCTOR)


def test_a_no_to_nav_ends_the_asking() -> None:
    """R15: Nav is no longer wanted; a consent that stands is withdrawn by its own words."""
    office = agreed()
    add(office, Role.NAV_ADVISER, "")
    office.do(RecordWishes(ref=office.case.ref, nav=False))
    assert office.owed(PromiseKind.CONSENT) == []
    office.do(RecordWishes(ref=office.case.ref, nav=True))
    assert len(office.owed(PromiseKind.CONSENT)) == 1
    assert len(office.case.present(Role.NAV_ADVISER)) == 1


@pytest.mark.parametrize(
    ("said", "error"),
    [({"leader": StaffId("ingen")}, UnknownStaffError), ({"place": "x" * 201}, TooLongError)],
)
def test_wishes_that_cannot_be_recorded(said: dict[str, object], error: type[RuleError]) -> None:
    """An unknown leader and a page of text are refused."""
    office = agreed()
    with pytest.raises(error):
        office.do(RecordWishes(ref=office.case.ref, **said))  # type: ignore[arg-type] # any field


def test_a_newcomer_may_attend_some_parts_only() -> None:
    """R16: an interpreter has a window of their own, Nav or not; there must be such a part."""
    office = everybody()
    ref = office.case.ref
    office.do(AddParticipant(ref=ref, role=Role.INTERPRETER, name="Tor", parts=(2,)))
    tor = office.person(Role.INTERPRETER)
    assert agenda.parts_of(office.case.meetings[0], tor) == (1,)
    with pytest.raises(NoSuchPartError):
        office.do(AddParticipant(ref=ref, role=Role.RELATIVE, name="Anne", parts=(9,)))
    assert not office.case.present(Role.RELATIVE)
