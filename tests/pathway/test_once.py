"""Every change is applied once, and only to the case that it was shown of (plan and apply)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import time
from typing import Any

import pytest

from pathway.case import Case
from pathway.commands import (
    AcceptProposal,
    AddParticipant,
    ArrangeAppointment,
    ArrangeNext,
    AskTimes,
    CancelAppointment,
    CancelMeeting,
    ChangeAppointment,
    ChangeMeeting,
    ChangeParticipant,
    ChangeParts,
    ChooseTime,
    Correct,
    CorrectGp,
    DeclineProposal,
    ExtraMeeting,
    HoldWithoutGp,
    Invite,
    InviteGp,
    InviteSeveral,
    KeepToConsent,
    MoveAppointment,
    MoveMeeting,
    NoAdviser,
    PartFrom,
    Person,
    Postpone,
    RecordAdviser,
    RecordConsent,
    RecordMilestone,
    RecordWishes,
    RemindNow,
    RemoveCase,
    RemoveParticipant,
    ReplaceGp,
    ReplaceParticipant,
    SettleOffice,
    StopPathway,
    StopTimes,
    TakeBackAnswer,
    Undo,
    WithdrawConsent,
)
from pathway.errors import CannotUndoError, RuleError, StalePlanError
from pathway.model import Promise
from pathway.outgoing import Content, Hours, Sending, SendingKind
from pathway.service.decisions import DECISIONS
from pathway.words import (
    AnswerId,
    Attendance,
    Channel,
    ClosedReason,
    ConsentForm,
    MeetingKind,
    Milestone,
    PromiseKind,
    Role,
    SendingId,
    Verdict,
)
from tests.pathway.build import COORDINATOR, LEADER, SECRETARY, a_clinic, at, day, wall
from tests.pathway.build import DOCTOR as COLLEAGUE
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody, mailed

SHM1 = MeetingKind.SHM1
DOCTOR = Person(name="Vera Vikar", office="Legesenteret", email="vera@lege.example")
Change = Callable[[Office], Any]


def _new() -> Office:
    """A patient who was just registered."""
    office = Office(clinic=a_clinic())
    office.register()
    return office


def _asked(command: type, **said: object) -> Change:
    return lambda office: command(ref=office.case.ref, **said)


def _of_shm1(command: type, **said: object) -> Change:
    return _asked(command, kind=SHM1, **said)


def _about(command: type, role: Role, **said: object) -> Change:
    return lambda office: command(ref=office.case.ref, who=office.person(role).id, **said)


def _nav(command: type, **said: object) -> Change:
    def change(office: Office) -> object:
        nav = office.person(Role.NAV_ADVISER).id
        return command(ref=office.case.ref, participant_id=nav, **said)

    return change


def _consented_to_one_part() -> Office:
    """Nav's consent covers a part that is not theirs."""
    office = everybody()
    office.edit(lambda c: c.with_changed(*(replace(one, parts=(2,)) for one in c.consents)))
    office.do(ChangeParticipant(ref=office.case.ref, who=_id(office), parts=(1, 2)))
    return office


def _id(office: Office) -> Any:  # noqa: ANN401 - an id of the domain
    return office.person(Role.NAV_ADVISER).id


def _wishing() -> Office:
    """The GP proposes another time."""
    office = everybody()
    office.answer(Verdict.NEW_TIME, proposed=wall("2026-11-26 10:00"))
    return office


def _of_wish(command: type) -> Change:
    return lambda office: command(ref=office.case.ref, answer_id=office.case.answers[-1].id)


def _before_nav() -> Office:
    """The GP has said yes; the patient holds an address and is not asked yet."""
    office = mailed()
    office.do(HoldWithoutGp(ref=office.case.ref, kind=SHM1, reason="haster"))
    return office


def _unanswered() -> Office:
    """The GP's answer is awaited, and the EHR is to be looked into."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    office.until("2026-10-13")
    return office


def _chased(office: Office) -> RemindNow:
    return RemindNow(ref=office.case.ref, promise_id=office.owed(PromiseKind.ANSWER)[0].id)


def _with_a_relative() -> Office:
    """Anne comes with the patient, and is called in."""
    office = everybody()
    office.do(AddParticipant(ref=office.case.ref, role=Role.RELATIVE, name="Anne"))
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.RELATIVE))
    return office


def _moved() -> Office:
    """The meeting was moved, and nothing has left."""
    office = everybody()
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00")))
    return office


def _several(office: Office) -> InviteSeveral:
    patient = office.person(Role.PATIENT).id
    return InviteSeveral(ref=office.case.ref, kind=SHM1, people=(patient,))


def _answered(office: Office) -> TakeBackAnswer:
    return TakeBackAnswer(ref=office.case.ref, answer_id=office.case.answers[-1].id)


def _asked_times() -> Office:
    """The GP is asked about two times."""
    office = _new()
    office.do(AskTimes(ref=office.case.ref, **_TIMES))
    return office


def _chosen(office: Office) -> ChooseTime:
    return ChooseTime(ref=office.case.ref, option_id=office.case.options[0].id)


_TIMES: dict[str, Any] = {
    "kind": SHM1,
    "starts": (wall("2026-11-24 10:00"), wall("2026-11-25 10:00")),
    "leader": LEADER,
}
_LONGER = tuple(PartFrom(of=(n,), minutes=30) for n in (1, 2, 3))
_CONSENT = {"given_on": day("2026-10-05"), "form": ConsentForm.ORAL}
_ARRANGED = {"start": wall("2026-11-24 10:00"), "template": "with_nav", "leader": LEADER}
_OFFICE = {"channel": Channel.PHONE, "evidence": "ringte"}

_ASSESSMENT: dict[str, Any] = {
    "kind": MeetingKind.ASSESSMENT,
    "start": wall("2026-11-03 09:00"),
    "minutes": 60,
    "people": (COLLEAGUE,),
}


def _held() -> Office:
    """SHM1 is over."""
    office = everybody()
    office.clock = at("2026-11-24 12:00")
    for milestone, on in (("assessment_started", "2026-10-05"), ("shm1_held", "2026-11-24")):
        reached = Milestone(milestone)
        office.do(RecordMilestone(ref=office.case.ref, milestone=reached, on=day(on)))
    return office


def _with_appointment() -> Office:
    """A doctor of the clinic is asked to an assessment."""
    office = _new()
    office.do(ArrangeAppointment(ref=office.case.ref, **_ASSESSMENT))
    return office


def _of_appointment(command: type, **said: object) -> Change:
    return lambda office: command(
        ref=office.case.ref, meeting=office.case.appointments[-1].id, **said
    )


CHANGES: dict[type, tuple[Callable[[], Office], Change]] = {
    RecordMilestone: (
        _new,
        _asked(RecordMilestone, milestone=Milestone.ASSESSMENT_STARTED, on=day("2026-10-05")),
    ),
    Correct: (_new, _asked(Correct, field="name", value="Kari N")),
    ExtraMeeting: (_held, _asked(ExtraMeeting, on=day("2026-12-03"), at=time(9))),
    ArrangeNext: (_held, _asked(ArrangeNext, start=wall("2027-04-27 10:00"))),
    CorrectGp: (everybody, _asked(CorrectGp, doctor=DOCTOR)),
    TakeBackAnswer: (everybody, _answered),
    RemoveCase: (_new, _asked(RemoveCase, reason="feil")),
    StopPathway: (everybody, _asked(StopPathway, reason=ClosedReason.TRANSFERRED)),
    Undo: (_moved, _asked(Undo)),
    InviteGp: (_new, _of_shm1(InviteGp, **_ARRANGED)),
    AcceptProposal: (_wishing, _of_wish(AcceptProposal)),
    DeclineProposal: (_wishing, _of_wish(DeclineProposal)),
    AskTimes: (_new, _asked(AskTimes, **_TIMES)),
    ChooseTime: (_asked_times, _chosen),
    StopTimes: (_asked_times, _of_shm1(StopTimes)),
    MoveMeeting: (everybody, _of_shm1(MoveMeeting, start=wall("2026-11-26 10:00"))),
    ChangeMeeting: (everybody, _of_shm1(ChangeMeeting, template="nav_last")),
    ChangeParts: (everybody, _of_shm1(ChangeParts, parts=_LONGER)),
    ArrangeAppointment: (_new, _asked(ArrangeAppointment, **_ASSESSMENT)),
    MoveAppointment: (
        _with_appointment,
        _of_appointment(MoveAppointment, start=wall("2026-11-04 09:00")),
    ),
    ChangeAppointment: (
        _with_appointment,
        _of_appointment(ChangeAppointment, people=(COLLEAGUE,), minutes=90, place="Rom 2"),
    ),
    CancelAppointment: (_with_appointment, _of_appointment(CancelAppointment)),
    CancelMeeting: (everybody, _of_shm1(CancelMeeting, reason="syk")),
    HoldWithoutGp: (mailed, _of_shm1(HoldWithoutGp, reason="haster")),
    Invite: (_before_nav, _of_shm1(Invite, role=Role.PATIENT)),
    InviteSeveral: (_before_nav, _several),
    ReplaceGp: (everybody, _asked(ReplaceGp, doctor=DOCTOR, for_good=False)),
    RecordConsent: (mailed, _asked(RecordConsent, role=Role.NAV_ADVISER, **_CONSENT)),
    WithdrawConsent: (everybody, _asked(WithdrawConsent, role=Role.NAV_ADVISER)),
    AddParticipant: (everybody, _asked(AddParticipant, role=Role.RELATIVE, name="Anne")),
    ChangeParticipant: (
        everybody,
        _about(ChangeParticipant, Role.PATIENT, attends=Attendance.CLINIC),
    ),
    RemoveParticipant: (everybody, _about(RemoveParticipant, Role.NAV_ADVISER)),
    ReplaceParticipant: (_with_a_relative, _about(ReplaceParticipant, Role.RELATIVE, name="Berit")),
    RecordWishes: (everybody, _asked(RecordWishes, relatives=("Anne",))),
    KeepToConsent: (_consented_to_one_part, _nav(KeepToConsent, kind=SHM1)),
    RecordAdviser: (everybody, _nav(RecordAdviser, adviser=Person(name="Nora Nav", phone="5"))),
    NoAdviser: (everybody, _nav(NoAdviser, template="without_nav")),
    RemindNow: (_unanswered, _chased),
    SettleOffice: (everybody, _of_shm1(SettleOffice, doctor=DOCTOR, **_OFFICE)),
    Postpone: (everybody, _of_shm1(Postpone, until=day("2026-11-30"))),
}
"""Every command that is shown first: where it makes sense, and the command itself."""

KINDS = sorted(CHANGES, key=lambda kind: kind.__name__)
every_change = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)


def _shown(kind: type) -> tuple[Office, Any]:
    """Somebody has the plan of this change before them."""
    given, asked_for = CHANGES[kind]
    office = given()
    command = asked_for(office)
    return office, replace(command, plan=office.plan(command).hash)


def test_every_command_that_is_shown_first_is_here() -> None:
    """The table below is complete: a new change must be shown to be applied once."""
    shown = {kind for kind in DECISIONS if any(f.name == "plan" for f in fields(kind))}
    assert shown == set(CHANGES)


@every_change
def test_a_change_is_applied_once(kind: type) -> None:
    """Pressed again, by the same or by another, it is refused and changes nothing."""
    office, command = _shown(kind)
    before = office.case
    office.do(command)
    after = office.case
    assert after != before
    for actor in (SECRETARY, COORDINATOR):
        with pytest.raises(RuleError):
            office.do(command, actor=actor)
        assert office.case == after


@every_change
def test_a_change_that_comes_late_is_refused(kind: type) -> None:
    """What somebody else has put right in between makes the plan stale: nothing is changed."""
    office, command = _shown(kind)
    office.do(office.correct("name", "Kari Nordmann"))
    before = office.case
    with pytest.raises((StalePlanError, CannotUndoError)):
        office.do(command)
    assert office.case == before


@every_change
def test_a_task_in_between_makes_no_plan_stale(kind: type) -> None:
    """What the program writes of itself while the plan stands open leaves it as it was shown."""
    office, command = _shown(kind)
    office.edit(_with_a_task)
    before = office.case
    assert office.do(command).case != before


def _with_a_task(case: Case) -> Case:
    """A step of every ladder is taken, and the secretary is told of a task."""
    told = Sending(
        id=SendingId("task"),
        clinic_id=case.clinic_id,
        case_id=case.id,
        to=SECRETARY,
        role=Role.SECRETARY,
        channel=Channel.CHAT,
        kind=SendingKind.TASK,
        content=Content(subject="", text=""),
        why="D3",
        created_at=at("2026-10-05 10:00"),
        not_before=at("2026-10-05 10:00"),
        hours=Hours.WORKING,
    )
    steps = (_stepped(p) for p in case.promises if p.settled is None)
    return replace(case, revision=case.revision + 1).with_changed(told, *steps)


def _stepped(promise: Promise) -> Promise:
    return replace(promise, step=promise.step + 1, taken=promise.taken + 1)


def test_a_receipt_that_changes_what_is_shown_makes_it_stale() -> None:
    """F6: who was to hear nothing must hear of it when the invitation has left in between."""
    office = Office(clinic=a_clinic())
    office.register()
    office.invite_gp()
    command = office.cancel()
    shown = office.plan(command)
    assert shown.consequences == ()
    office.tick()
    with pytest.raises(StalePlanError):
        office.do(replace(command, plan=shown.hash))
    assert office.case.meetings[0].alive


def test_an_answer_in_between_makes_it_stale() -> None:
    """An answer is a fact, though it changes nothing of what is shown."""
    office = everybody()
    command = MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00"))
    shown = replace(command, plan=office.plan(command).hash)
    late = replace(office.case.answers[-1], id=AnswerId("late"), counts=False)
    office.edit(lambda case: case.with_changed(late))
    with pytest.raises(StalePlanError):
        office.do(shown)
