"""What is owed while a meeting is put off: no deadline passes unseen, nothing vanishes (F15)."""

from __future__ import annotations

from pathway.commands import CallBack, CheckReferral, Postpone
from pathway.words import MeetingKind, Milestone, PromiseKind, Role, Verdict
from tests.pathway.build import COORDINATOR, LEADER, SECRETARY, day
from tests.pathway.office import Office
from tests.pathway.test_service_papers import held
from tests.pathway.test_service_registering import record

SHM1, SHM2 = MeetingKind.SHM1, MeetingKind.SHM2


def put_off(office: Office, kind: MeetingKind, until: str) -> None:
    """The GP says no, and the meeting is put off to this day."""
    office.answer(Verdict.DECLINED)
    office.do(Postpone(ref=office.case.ref, kind=kind, until=day(until)))


def before_the_deadline() -> Office:
    """The assessment was started on 5 October 2026, so SHM1 is to be held by 28 December."""
    office = Office()
    office.register(received="2026-09-01")
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.invite_gp("2026-11-20 10:00")
    office.tick()
    return office


def test_a_deadline_is_warned_of_while_the_meeting_is_put_off() -> None:
    """R2, F10: before its latest safe day, and all are told when it has passed."""
    office = before_the_deadline()
    put_off(office, SHM1, "2027-01-29")
    office.until("2027-01-28")
    told = [(why, who) for _, who, why in office.tasks() if ":milestone:" in why]
    assert [(why, who) for why, who in told if who == SECRETARY] == [
        (f"D3:milestone:{weeks}", SECRETARY) for weeks in (4, 2, 0, -1)
    ]
    assert {who for why, who in told if why == "D3:milestone:-1"} == {
        SECRETARY,
        COORDINATOR,
        LEADER,
    }


def test_the_coordinator_hears_when_nobody_decides() -> None:
    """F10, F15: the secretary on the day and three working days later, both on the fifth."""
    office = before_the_deadline()
    put_off(office, SHM1, "2026-10-30")
    office.until("2026-11-30")
    assert [task for task in office.tasks() if ":postponed:" in task[2]] == [
        ("2026-10-30", SECRETARY, "D3:postponed:0"),
        ("2026-11-04", SECRETARY, "D3:postponed:3"),
        ("2026-11-06", SECRETARY, "D3:postponed:5"),
        ("2026-11-06", COORDINATOR, "D3:postponed:5"),
    ]


def test_what_is_not_of_the_meeting_is_owed_as_before() -> None:
    """F15: the plan, a call back and what the referral lacks outlive that SHM2 is put off."""
    office = held()
    office.do(CallBack(ref=office.case.ref, who=office.person(Role.PATIENT).id))
    office.do(CheckReferral(ref=office.case.ref, missing=("medicines",)))
    office.invite_gp("2027-04-20 10:00", SHM2, link="https://video.example/2")
    office.tick()
    put_off(office, SHM2, "2027-03-01")
    assert {p.kind for p in office.owed()} == {
        PromiseKind.POSTPONED,
        PromiseKind.ACTION_PLAN_FINISH,
        PromiseKind.CALL_BACK,
        PromiseKind.REFERRAL_CONTENT,
        PromiseKind.MILESTONE,
    }
