"""What comes next with each invitation, as *sak* says it."""

from __future__ import annotations

from dataclasses import replace

from pathway.commands import CancelMeeting, Invite, MoveMeeting, Person
from pathway.next_up import Following, NextUp
from pathway.words import MeetingKind, Role, Verdict
from tests.pathway.build import at, day, wall
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody

SHM1 = MeetingKind.SHM1


def following(office: Office, role: Role = Role.GP) -> NextUp | None:
    """What comes next with the latest line of this role."""
    pairs = office.desk(lambda desk: desk.asked(office.case))
    return [next_up for line, next_up in pairs if line.participant.role is role][-1]


def asked(**gp: str) -> Office:
    """A GP who has just been asked."""
    office = Office()
    office.register(gp=Person(name="Gro", office="Senteret", **gp))
    office.invite_gp()
    return office


def test_what_waits_leaves_or_is_sent_by_hand() -> None:
    """A mail leaves at its hour, a secure message when somebody sends it."""
    assert following(asked(email="gro@lege.example")) == NextUp(
        what=Following.LEAVES, on=day("2026-10-05")
    )
    assert following(asked()) == NextUp(what=Following.BY_HAND)


def test_the_next_step_of_the_ladder() -> None:
    """D3: a reminder on the fifth working day, then somebody takes it up."""
    office = asked(email="gro@lege.example")
    office.tick()
    assert following(office) == NextUp(what=Following.REMINDER, on=day("2026-10-12"))
    office.until("2026-10-12")
    assert following(office) == NextUp(
        what=Following.FOLLOWED_UP, on=day("2026-10-15"), who=Role.SECRETARY
    )
    office.until("2026-10-19")
    assert following(office) == NextUp(what=Following.REMINDER, on=day("2026-11-20"))


def test_a_step_that_was_due_is_today() -> None:
    """A step that fell due while the program stood still comes today."""
    office = asked(email="gro@lege.example")
    office.tick()
    office.clock = at("2026-10-14 09:00")
    assert following(office) == NextUp(what=Following.REMINDER, on=day("2026-10-14"))


def test_a_step_that_turns_to_a_role_which_is_nobodys() -> None:
    """Where nobody coordinates, the office takes it up."""
    office = asked(email="gro@lege.example")
    office.tick()
    office.until("2026-10-15")
    staff = tuple(p for p in office.clinic.staff if Role.COORDINATOR not in p.roles)
    office.clinic = replace(office.clinic, staff=staff)
    decides = NextUp(what=Following.FOLLOWED_UP, on=day("2026-10-19"), who=Role.SECRETARY)
    assert following(office) == decides


def test_what_waits_for_the_gp() -> None:
    """F5: a text to the patient that has not left waits when the GP says no."""
    office = asked(email="gro@lege.example")
    office.tick()
    office.answer(Verdict.ACCEPTED)
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT))
    office.answer(Verdict.DECLINED)
    assert following(office, Role.PATIENT) == NextUp(what=Following.WAITS_FOR_GP)
    assert following(office) == NextUp(what=Following.DECIDE, who=Role.SECRETARY)


def test_somebody_is_phoned() -> None:
    """F13: who holds an old time is phoned when the GP does not answer the new one."""
    office = everybody()
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00")))
    office.tick("2026-10-06 09:00")
    assert following(office, Role.PATIENT) == NextUp(what=Following.CALL, who=Role.SECRETARY)


def test_nothing_comes_next_when_it_is_over() -> None:
    """A meeting called off, or begun, or an invitation taken back: nothing more."""
    office = everybody()
    office.clock = at("2026-11-24 12:00")
    assert following(office) is None
    office = everybody()
    office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"))
    assert following(office) is None
    assert following(everybody()) is not None
