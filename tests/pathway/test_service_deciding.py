"""Shown first, carried out once, by those who may (P3; plan and apply)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.clinic import Staff
from pathway.commands import (
    CancelMeeting,
    Command,
    HoldWithoutGp,
    InviteGp,
    MoveMeeting,
    RecordMilestone,
    RegisterPatient,
    TickSent,
)
from pathway.errors import (
    NoSuchInvitationError,
    NotAllowedError,
    StalePlanError,
    TimeRunsBackwardError,
    UnknownCaseError,
    UnknownStaffError,
    WhyNeededError,
)
from pathway.service.context import team_of
from pathway.words import CaseRef, MeetingKind, Milestone, PromiseId, Role, StaffId, Verdict
from tests.pathway.build import (
    COORDINATOR,
    DOCTOR,
    LEADER,
    SECRETARY,
    a_clinic,
    day,
    wall,
    with_clinician,
)
from tests.pathway.office import GP, Office
from tests.pathway.test_plan import mailed

SHM1 = MeetingKind.SHM1
OUTSIDER = StaffId("utenfra")


@pytest.fixture
def office() -> Office:
    """A GP who was asked, and a clinician who has nothing to do with it."""
    staff = (
        *a_clinic().staff,
        Staff(id=OUTSIDER, name="U", roles=frozenset({Role.CLINICIAN})),
    )
    office = Office(clinic=a_clinic(staff=staff))
    office.register()
    office.do(office.correct("clinician", DOCTOR))
    office.invite_gp()
    office.tick()
    return office


def move(office: Office, plan: str = "", start: str = "2026-11-26 10:00") -> MoveMeeting:
    """Another time, as it was shown."""
    return MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall(start), plan=plan)


# --- plan and apply ----------------------------------------------------------------------------


def test_a_plan_changes_nothing(office: Office) -> None:
    """What is shown is not done; the look is in the log."""
    before = office.case
    plan = office.plan(move(office))
    assert plan.case != before
    assert office.case == before
    assert office.log[-1].what == "viewed"


def test_what_was_shown_is_what_is_done(office: Office) -> None:
    """The same plan has the same hash, and is applied."""
    first, second = office.plan(move(office)), office.plan(move(office))
    assert first.hash == second.hash
    assert len(first.hash) == 16
    outcome = office.do(move(office, first.hash))
    assert outcome.plan is not None
    assert outcome.plan.hash == first.hash
    assert outcome.before is not None
    assert outcome.before.meetings[0].start == wall("2026-11-24 10:00")
    assert outcome.case.meetings[0].start == wall("2026-11-26 10:00")
    texts = [c.content.text for c in first.consequences if c.content]
    assert [s.content.text for s in office.waiting(Role.GP)] == texts


def test_two_secretaries_with_one_plan(office: Office) -> None:
    """The second press finds another state, is told so, and changes nothing."""
    shown = office.plan(move(office)).hash
    office.do(move(office, shown))
    before = office.case
    with pytest.raises(StalePlanError):
        office.do(move(office, shown), actor=COORDINATOR)
    assert office.case == before


def test_another_question_has_another_hash(office: Office) -> None:
    """A hash is of the state, of what was asked, and of what is shown."""
    other = move(office, start="2026-11-27 10:00")
    assert office.plan(move(office)).hash != office.plan(other).hash
    hashed = office.plan(move(office)).hash
    office.answer(Verdict.ACCEPTED)
    assert office.plan(move(office)).hash != hashed


def test_confirming_a_clash_is_the_same_plan(office: Office) -> None:
    """What is shown does not depend on whether the warning was confirmed, nor on the hash."""
    calm = MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00"))
    confirmed = MoveMeeting(
        ref=office.case.ref,
        kind=SHM1,
        start=wall("2026-11-26 10:00"),
        accept_clashes=True,
        plan="x",
    )
    assert office.plan(calm).hash == office.plan(confirmed).hash


def test_a_day_that_passes_makes_it_stale(office: Office) -> None:
    """Texts that name a day to answer by are other texts tomorrow."""
    shown = office.plan(move(office)).hash
    office.clock = office.clock.replace(day=7)
    assert office.texts.letters[-1].answer_by == day("2026-10-12")
    office.plan(move(office))
    assert office.texts.letters[-1].answer_by == day("2026-10-14")
    assert shown


def test_another_way_to_send_makes_it_stale() -> None:
    """R20: shown as mail, it is not sent by hand when the clinic's file changed in between."""
    office = Office()
    office.register()
    command = InviteGp(
        ref=office.case.ref,
        kind=SHM1,
        start=wall("2026-11-24 10:00"),
        template="with_nav",
        leader=LEADER,
    )
    shown = replace(command, plan=office.plan(command).hash)
    before, office.clinic = office.case, a_clinic(mail_to=frozenset())
    with pytest.raises(StalePlanError):
        office.do(shown)
    assert office.case == before
    office.clinic = a_clinic()
    assert office.do(shown).case.meetings


def test_a_plan_for_a_new_patient(office: Office) -> None:
    """It can be shown, and nothing is remembered."""
    command = RegisterPatient(name="Ola", referral_received=day("2026-10-01"), gp=GP)
    assert office.plan(command).case.name == "Ola"
    assert len(office.cases) == 1


def test_an_unknown_case(office: Office) -> None:
    """A reference that this clinic does not have is refused."""
    with pytest.raises(UnknownCaseError):
        office.do(CancelMeeting(ref=CaseRef("XXXX"), kind=SHM1, reason="syk"))


def test_who_is_asked_can_be_found_again(office: Office) -> None:
    """The hash of the answer link is remembered with the request, once."""
    keys = office.store.clinics[office.clinic.id].answer_keys
    assert keys == {f"{office.invitation(Role.GP).id}/0": office.invitation(Role.GP).id}
    office.clock = office.clock.replace(hour=12)
    keys.clear()
    office.do(move(office))
    assert office.store.clinics[office.clinic.id].answer_keys == {}


# --- who may -----------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", [SECRETARY, COORDINATOR])
def test_the_office_may_everything(office: Office, actor: str) -> None:
    """Secretary and coordinator do every secretary task, on every case."""
    office.do(move(office), actor=actor)
    assert office.log[-1].actor == actor


@pytest.mark.parametrize("actor", [DOCTOR, LEADER])
def test_others_do_not_move_meetings(office: Office, actor: str) -> None:
    """A clinician or leader is refused, at the plan already, and nothing is changed."""
    before = office.case
    for attempt in (office.plan, office.do):
        with pytest.raises(NotAllowedError):
            attempt(move(office), actor)
    assert office.case == before


def test_clinicians_record() -> None:
    """R13, D2: milestones, answers, consents and decisions are recorded by clinicians too."""
    office = mailed()
    office.do(office.correct("clinician", DOCTOR))
    commands: list[Command] = [
        RecordMilestone(
            ref=office.case.ref,
            milestone=Milestone.ASSESSMENT_STARTED,
            on=day("2026-10-05"),
        ),
        HoldWithoutGp(ref=office.case.ref, kind=SHM1, reason="haster"),
    ]
    for command in commands:
        office.do(command, actor=DOCTOR)
        with pytest.raises(NotAllowedError):
            office.do(command, actor=LEADER)
    assert office.case.meetings[0].without_gp == "haster"


def test_who_is_not_on_the_team_says_why(office: Office) -> None:
    """P3: a clinician outside the team is asked why, and the reason is in the log."""
    record = RecordMilestone(
        ref=office.case.ref, milestone=Milestone.ASSESSMENT_STARTED, on=day("2026-10-05")
    )
    with pytest.raises(WhyNeededError) as refused:
        office.do(record, actor=OUTSIDER)
    assert refused.value.ref == office.case.ref
    office.do(record, actor=OUTSIDER, why="vikar i dag")
    assert (office.log[-1].actor, office.log[-1].why) == (OUTSIDER, "vikar i dag")


def test_people_outside_are_not_on_the_staff(office: Office) -> None:
    """An answer comes from a participant, who is no member of staff and gives no reason."""
    office.answer(Verdict.ACCEPTED)
    entry = office.log[-1]
    assert (entry.actor, entry.what) == (office.person(Role.GP).id, "RecordAnswer")


def test_the_team(office: Office) -> None:
    """Secretary, responsible clinician, leaders, clinicians of the meetings and who was added."""
    case = with_clinician(office.case, "fysio")
    case = replace(case, team=frozenset({StaffId("sosionom")}))
    assert team_of(case) == {SECRETARY, DOCTOR, LEADER, "fysio", "sosionom"}
    assert team_of(replace(case, clinician=None)) == {SECRETARY, LEADER, "fysio", "sosionom"}


def test_a_stranger_on_the_staff(office: Office) -> None:
    """Nobody is made responsible who does not work here."""
    with pytest.raises(UnknownStaffError):
        office.do(office.correct("clinician", "ukjent"))


def test_the_log_names_each_change(office: Office) -> None:
    """P3: who, when, which, through which door; free texts stay out of it."""
    office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="hemmelig"))
    entry = office.log[-1]
    assert (entry.what, entry.detail, entry.door, entry.at, entry.ref) == (
        "CancelMeeting",
        "",
        "chat",
        office.clock,
        office.case.ref,
    )
    assert not any("hemmelig" in line.detail for line in office.log)


def test_a_tick_is_a_clinicians_too(office: Office) -> None:
    """What is not owed is refused as such, not because of who presses."""
    with pytest.raises(NoSuchInvitationError):
        office.do(TickSent(ref=office.case.ref, promise_id=PromiseId("x")), actor=DOCTOR)


def test_a_clash_that_nobody_was_asked_about(office: Office) -> None:
    """Commands without the question are never refused for a clash."""
    assert not hasattr(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="x"), "accept_clashes")
    assert not InviteGp.__dataclass_fields__["accept_clashes"].default


def test_a_refusal_carries_what_it_knows(office: Office) -> None:
    """The moment that is recorded rides on the error, so that a door can say it."""
    assert TimeRunsBackwardError(office.clock).recorded == office.clock
