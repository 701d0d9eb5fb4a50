"""Somebody takes another's place: one plan, a CANCEL to the one, a REQUEST to the other (R16)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway import agenda, rules
from pathway.clinic import Staff
from pathway.commands import (
    AddParticipant,
    ChangeParticipant,
    Correct,
    HandOver,
    Invite,
    MoveMeeting,
    RecordConsent,
    ReplaceParticipant,
    Undo,
)
from pathway.errors import (
    AlreadyParticipantError,
    ClashError,
    LeaderNeededError,
    NameNeededError,
    NobodyToInviteError,
    OwnWayInError,
    PhoneNeededError,
)
from pathway.model import Participant
from pathway.outgoing import Method, SendingKind
from pathway.rules import Unmet
from pathway.service.people.taking_place import keeps
from pathway.words import (
    Attendance,
    ConsentForm,
    MeetingKind,
    ParticipantId,
    PromiseKind,
    Role,
    StaffId,
    Verdict,
)
from tests.pathway.build import COORDINATOR, DOCTOR, LEADER, SECRETARY, a_clinic, at, day, wall
from tests.pathway.office import Office
from tests.pathway.test_service_people import agreed
from tests.pathway.test_service_undoing import assert_exactly_back

SHM1 = MeetingKind.SHM1
FRIDA, PAAL = StaffId("frida"), StaffId("paal")
INVITATION, CANCELLATION = SendingKind.INVITATION, SendingKind.CANCELLATION


def a_team(office: Office) -> Office:
    """Two more clinicians at the clinic."""
    both = frozenset({Role.CLINICIAN, Role.LEADER})
    more = (
        Staff(id=FRIDA, name="Frida", roles=both, email="frida@fjord.example"),
        Staff(id=PAAL, name="Pål", roles=both, email="paal@fjord.example"),
    )
    office.clinic = replace(office.clinic, staff=(*office.clinic.staff, *more))
    return office


def with_frida(*, must: bool = True, parts: tuple[int, ...] = ()) -> Office:
    """Frida is a clinician of the case, and has been called in."""
    office = a_team(agreed())
    office.do(
        AddParticipant(
            ref=office.case.ref, role=Role.CLINICIAN, staff_id=FRIDA, must=must, parts=parts
        )
    )
    asked(office, Role.CLINICIAN)
    return office


def with_anne() -> Office:
    """A relative is called in beside the patient."""
    office = a_team(agreed())
    office.do(
        AddParticipant(
            ref=office.case.ref,
            role=Role.RELATIVE,
            name="Anne",
            email="anne@example.no",
            parts=(1, 2),
        )
    )
    asked(office, Role.PATIENT)
    asked(office, Role.RELATIVE)
    return office


def with_employer(*, told: bool = True) -> Office:
    """An employer with the patient's consent, who was told by phone and called in."""
    office = a_team(agreed())
    office.do(
        RecordConsent(
            ref=office.case.ref,
            role=Role.OTHER,
            given_on=day("2026-10-05"),
            form=ConsentForm.ORAL,
            name="Erik",
            email="erik@bedrift.example",
            parts=(),
        )
    )
    if told:
        office.tick_off(PromiseKind.PHONE_CALL)
        asked(office, Role.OTHER)
    return office


def asked(office: Office, role: Role) -> None:
    """Called in, and the mail has left."""
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=role))
    office.tick()


def swap(office: Office, role: Role = Role.CLINICIAN, **said: object) -> ReplaceParticipant:
    """Another takes the place of the latest with this role; a clinician is Pål."""
    who = {"staff_id": PAAL} if role is Role.CLINICIAN and "staff_id" not in said else {}
    command = {"ref": office.case.ref, "who": office.person(role).id, **who, **said}
    return ReplaceParticipant(**command)  # type: ignore[arg-type] # any field


def test_the_one_hears_it_is_off_and_the_other_is_asked() -> None:
    """One plan: a CANCEL to her, a REQUEST with a UID of its own and the same window to him."""
    office = with_frida()
    before = office.invitation(Role.CLINICIAN)
    plan = office.plan(swap(office))
    shown = [(told.participant.name, told.kind, told.must_answer) for told in plan.consequences]
    assert sorted(shown) == [("Frida", CANCELLATION, False), ("Pål", INVITATION, True)]
    office.do(swap(office))
    events = {s.to: s.content.event for s in office.tick() if s.content.event}
    frida, paal = before.participant_id, office.person(Role.CLINICIAN).id
    off, request = events[frida], events[paal]
    assert (off.method, off.uid) == (Method.CANCEL, before.id)
    assert (request.method, request.sequence) == (Method.REQUEST, 0)
    assert request.uid != off.uid
    assert before.offered is not None
    assert request.window == before.offered.window


def test_nobody_else_hears_of_it() -> None:
    """Who is neither of the two gets nothing, and is named as one who does not."""
    office = with_frida()
    touched = office.plan(swap(office)).touched
    assert touched is not None
    assert [p.role for p in touched.silent] == [Role.GP]
    office.do(swap(office))
    assert {s.role for s in office.tick()} == {Role.CLINICIAN}


@pytest.mark.parametrize("must", [True, False])
def test_must_and_may_are_carried(must: bool) -> None:  # noqa: FBT001 - a case of two
    """R16: he comes as she was to come, also as one who may stay away."""
    office = with_frida(must=must)
    office.do(swap(office))
    assert office.person(Role.CLINICIAN).must is must


def test_the_parts_are_carried() -> None:
    """R21: parts that she alone was added to or left out of are his, and hers no more."""
    office = with_frida(parts=(2, 3))
    gone = office.person(Role.CLINICIAN)
    (before,) = office.case.meetings
    office.do(swap(office))
    (meeting,) = office.case.meetings
    new = office.person(Role.CLINICIAN)
    assert agenda.parts_of(meeting, new) == agenda.parts_of(before, gone) == (1, 2)
    assert all(gone.id not in part.added | part.left_out for part in meeting.parts)
    assert meeting.revision == before.revision + 1


def test_parts_by_role_are_left_as_they_are() -> None:
    """Where neither was placed apart, and neither leads, the meeting is as it was."""
    office = with_frida()
    before = office.case.meetings
    office.do(swap(office))
    assert office.case.meetings == before


def test_who_was_never_asked_is_followed_by_one_who_is_not() -> None:
    """Nobody hears where she was not called in: he is part of the case in her place."""
    office = a_team(agreed())
    office.do(AddParticipant(ref=office.case.ref, role=Role.CLINICIAN, staff_id=FRIDA))
    plan = office.plan(swap(office))
    assert plan.consequences == ()
    office.do(swap(office))
    assert [p.name for p in office.case.present(Role.CLINICIAN)] == ["Pål"]
    gone = next(p for p in office.case.participants if p.name == "Frida")
    assert (gone.ended_at, gone.ended_why) == (office.clock, "replaced")


def test_one_who_said_no_is_followed_by_one_who_is_asked() -> None:
    """Frida is ill and has answered no: her no says nothing of Pål."""
    office = with_frida()
    office.answer(Verdict.DECLINED, Role.CLINICIAN)
    office.do(swap(office))
    assert rules.present_answer(office.case, office.invitation(Role.CLINICIAN)) is None
    assert {s.kind for s in office.tick()} == {CANCELLATION, INVITATION}


def test_before_any_meeting_only_the_people_change() -> None:
    """A case without a meeting to come: one goes and another comes."""
    office = a_team(Office(clinic=a_clinic()))
    office.register()
    office.do(AddParticipant(ref=office.case.ref, role=Role.RELATIVE, name="Anne"))
    office.do(swap(office, Role.RELATIVE, name="Berit", phone="99887766"))
    (relative,) = office.case.present(Role.RELATIVE)
    assert (relative.name, relative.phone, relative.wanted_at) == ("Berit", "99887766", None)


def test_a_relative_takes_the_place_of_another() -> None:
    """R16: no consent is asked for; the newcomer is asked at once, in the same parts."""
    office = with_anne()
    office.do(swap(office, Role.RELATIVE, name="Berit", email="berit@example.no"))
    kinds = {s.to: s.kind for s in office.tick()}
    gone, new = (p for p in office.case.participants if p.role is Role.RELATIVE)
    assert kinds == {gone.id: CANCELLATION, new.id: INVITATION}
    assert agenda.parts_of(office.case.meetings[0], new) == (0, 1)


def test_while_the_gp_has_not_answered_a_new_time_the_relative_waits() -> None:
    """F5: relatives hear of a new time after the GP's yes, also one who has just come."""
    office = with_anne()
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00")))
    office.tick()
    plan = office.plan(swap(office, Role.RELATIVE, name="Berit", email="berit@example.no"))
    later = {told.participant.name: told.later for told in plan.consequences}
    assert later == {"Anne": False, "Berit": True}
    office.do(swap(office, Role.RELATIVE, name="Berit", email="berit@example.no"))
    assert [s.kind for s in office.tick()] == [CANCELLATION]
    office.answer(Verdict.ACCEPTED)
    assert [s.kind for s in office.tick("2026-10-05 10:00")] == [INVITATION]


def test_another_third_party_needs_a_consent_of_their_own() -> None:
    """R13: consent is for one named actor, so the other is called off and the new one not asked."""
    office = with_employer()
    office.do(swap(office, Role.OTHER, name="Eva", email="eva@bedrift.example"))
    assert [s.kind for s in office.tick()] == [CANCELLATION]
    new = office.person(Role.OTHER)
    assert new.name == "Eva"
    assert Unmet.CONSENT in rules.unmet(office.case, office.case.meetings[0], new)
    assert [p.about for p in office.owed(PromiseKind.CONSENT)] == [new.id]


def test_the_call_to_the_one_who_goes_is_not_made() -> None:
    """R14: nobody is to ring somebody whose place another has."""
    office = with_employer(told=False)
    assert office.owed(PromiseKind.PHONE_CALL)
    office.do(swap(office, Role.OTHER, name="Eva"))
    assert office.owed(PromiseKind.PHONE_CALL) == []


# --- who leads ---------------------------------------------------------------------------------


def leading(office: Office) -> Office:
    """Frida leads the meeting too."""
    meeting = replace(office.case.meetings[0], leader=FRIDA)
    office.edit(lambda case: case.with_changed(meeting))
    return office


def test_who_leads_is_asked() -> None:
    """D5: where she leads the meeting, nobody takes her place before it is said who leads now."""
    office = leading(with_frida())
    before = office.case
    for nobody in (None, FRIDA):
        with pytest.raises(LeaderNeededError) as refused:
            office.do(swap(office, leader=nobody))
        assert refused.value.name == "Frida"
    assert office.case == before


@pytest.mark.parametrize("leader", [PAAL, LEADER])
def test_another_leads_from_now_on(leader: StaffId) -> None:
    """D5: the newcomer or anybody else who may."""
    office = leading(with_frida())
    office.do(swap(office, leader=leader))
    assert office.case.meetings[0].leader == leader


def test_who_did_not_lead_leaves_the_leader_alone() -> None:
    """A leader that was named for nothing changes nothing."""
    office = with_frida()
    office.do(swap(office, leader=PAAL))
    assert office.case.meetings[0].leader == LEADER


@pytest.mark.parametrize("leads", [False, True])
def test_one_who_is_taken_elsewhere_is_confirmed(leads: bool) -> None:  # noqa: FBT001 - two cases
    """The newcomer, or the new leader, who is to be in another case's meeting at that time."""
    office = leading(with_frida()) if leads else with_frida()
    ours, busy = office.case, LEADER if leads else PAAL
    office.register()
    office.invite_gp(link="https://video.example/2", start="2026-11-25 10:00")
    elsewhere = replace(office.case.meetings[0], start=wall("2026-11-24 10:30"), leader=busy)
    office.edit(lambda case: case.with_changed(elsewhere))
    who = next(p.id for p in ours.participants if p.name == "Frida")
    command = ReplaceParticipant(
        ref=ours.ref, who=who, staff_id=PAAL, leader=LEADER if leads else None
    )
    assert [clash.who for clash in office.plan(command).clashes] == [busy]
    with pytest.raises(ClashError):
        office.do(command)
    office.do(replace(command, accept_clashes=True))


def test_what_is_theirs_in_the_case_stays() -> None:
    """D4: being responsible, and a task that was handed over, do not go with a place."""
    office = with_frida()
    gone = office.person(Role.CLINICIAN)
    assert keeps(office.case, gone) == (False, 0)
    assert keeps(office.case, office.person(Role.GP)) == (False, 0)
    office.do(Correct(ref=office.case.ref, field="clinician", value=FRIDA))
    task = office.owed(PromiseKind.WISHES)[0]
    office.do(HandOver(ref=office.case.ref, promise_id=task.id, to=DOCTOR), actor=COORDINATOR)
    assert keeps(office.case, gone) == (True, 0)
    office.do(HandOver(ref=office.case.ref, promise_id=task.id, to=FRIDA), actor=SECRETARY)
    assert keeps(office.case, gone) == (True, 1)
    office.do(swap(office))
    assert office.case.clinician == FRIDA
    assert keeps(office.case, gone) == (True, 1)


# --- refused, and undone --------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.GP, Role.PATIENT, Role.NAV_ADVISER])
def test_some_are_replaced_in_another_way(role: Role) -> None:
    """D2, F12: another doctor and another adviser have words of their own; the patient is none."""
    office = with_anne()
    if role is Role.NAV_ADVISER:
        office.do(AddParticipant(ref=office.case.ref, role=role, name="Nils Nav"))
    with pytest.raises(OwnWayInError) as refused:
        office.do(swap(office, role, name="Nora"))
    assert refused.value.role == role


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"name": ""}, NameNeededError),
        ({"name": "anne"}, AlreadyParticipantError),
        ({"name": "Berit", "attends": Attendance.TELEPHONE}, PhoneNeededError),
        ({"name": "Berit", "who": ParticipantId("nobody")}, NobodyToInviteError),
    ],
)
def test_a_newcomer_is_somebody_new_who_can_come(
    said: dict[str, object], error: type[Exception]
) -> None:
    """Refused as adding is: without a name, the same as before, or on no number."""
    office = with_anne()
    before = office.case
    with pytest.raises(error):
        office.do(swap(office, Role.RELATIVE, **said))
    assert office.case == before


def test_one_who_went_cannot_be_replaced_again() -> None:
    """Frida has gone: her place is Pål's."""
    office = with_frida()
    command = swap(office)
    office.do(command)
    with pytest.raises(NobodyToInviteError):
        office.do(replace(command, staff_id=DOCTOR))


def test_it_is_undone_while_nothing_has_left() -> None:
    """She has her place and her invitation back, and he was never there."""
    office = with_frida(parts=(2, 3))
    before = office.case
    office.do(swap(office))
    office.do(Undo(ref=office.case.ref))
    assert_exactly_back(before, office.case)
    assert office.tick() == []


def test_who_comes_back_is_somebody_new_in_the_case() -> None:
    """F7: Frida is well again and takes Pål's place: a new invitation, of another UID."""
    office = with_frida()
    first = office.invitation(Role.CLINICIAN).id
    office.do(swap(office))
    office.tick()
    office.do(swap(office, staff_id=FRIDA))
    uids = {s.content.event.uid for s in office.tick() if s.content.event}
    assert first not in uids
    people = [p for p in office.case.participants if p.role is Role.CLINICIAN]
    assert [_here(p) for p in people] == [("Frida", False), ("Pål", False), ("Frida", True)]


def _here(person: Participant) -> tuple[str, bool]:
    return person.name, person.ended_at is None


def test_a_meeting_that_is_over_keeps_who_was_there() -> None:
    """Only meetings to come change: the parts of what has begun are as they were."""
    office = with_frida(parts=(2, 3))
    before = office.case.meetings
    office.clock = at("2026-11-24 10:01")
    office.do(swap(office))
    assert office.case.meetings == before
    assert office.case.present(Role.CLINICIAN)[0].name == "Pål"


def test_a_changed_way_of_attending_is_the_newcomers_own() -> None:
    """R15: how one attends belongs to the person: she came to the clinic, he is on video."""
    office = with_frida()
    here = Attendance.CLINIC
    office.do(
        ChangeParticipant(ref=office.case.ref, who=office.person(Role.CLINICIAN).id, attends=here)
    )
    office.do(swap(office))
    assert office.person(Role.CLINICIAN).attends is Attendance.VIDEO
