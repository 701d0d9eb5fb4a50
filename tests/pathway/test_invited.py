"""Who is to be asked and is not yet, beside every invitation (R12, R13, R19)."""

from __future__ import annotations

from dataclasses import replace

from pathway.case import Case
from pathway.service.invitations.invited import all_lines, invitation_lines
from pathway.words import Channel, InvitationState, Role, Verdict
from tests.pathway.build import (
    SHM1,
    a_case,
    a_clinic,
    answered,
    at,
    changed,
    consented,
    invited,
    meeting_at,
    told,
    window,
    with_gp,
    with_nav,
    with_person,
    withdrawn,
    without,
)


def rows(case: Case) -> list[tuple[str, InvitationState, int]]:
    """Who, in which state, and of which revision."""
    lines = all_lines(case, a_clinic())
    return [(line.participant.id, line.state, line.invitation.revision) for line in lines]


BLOCKED, READY = InvitationState.BLOCKED, InvitationState.READY


def test_nobody_is_to_be_asked_without_a_meeting() -> None:
    """A case whose meeting is not arranged shows nobody."""
    assert all_lines(with_gp(a_case()), a_clinic()) == ()


def test_r12_the_patient_waits_for_the_gp() -> None:
    """The patient is blocked until the GP's yes and ready after it (R12)."""
    case = invited(meeting_at(with_gp(a_case())))
    assert rows(case) == [("gp", InvitationState.SENT, 1), ("patient", BLOCKED, 0)]
    assert rows(answered(case))[1] == ("patient", READY, 0)
    assert rows(answered(case, verdict=Verdict.DECLINED))[1] == ("patient", BLOCKED, 0)


def test_whoever_is_asked_has_one_line() -> None:
    """One who holds an invitation is shown with that alone."""
    case = invited(answered(invited(meeting_at(with_gp(a_case())))), "patient")
    assert [who for who, _, _ in rows(case)] == ["gp", "patient"]
    assert all_lines(case, a_clinic()) == invitation_lines(case, a_clinic())


def test_one_whose_invitation_was_cancelled_is_to_be_asked_again() -> None:
    """A cancelled invitation stays, and its owner is to be asked anew while part of the case."""
    case = invited(meeting_at(with_gp(a_case())), cancelled_at=at("2026-11-03 09:00"))
    assert rows(case)[0] == ("gp", InvitationState.CANCELLED, 1)
    assert ("gp", READY, 0) in rows(case)
    assert ("gp", READY, 0) not in rows(without(case, "gp"))


def test_r13_nav_is_shown_while_the_patient_wants_nav_there() -> None:
    """Nav is blocked when wished for or consented to, ready when told, gone when withdrawn."""
    case = answered(invited(meeting_at(with_nav(with_gp(a_case())))))
    assert "nav" not in [who for who, _, _ in rows(case)]
    wished = changed(case, "nav", wanted_at=at("2026-11-02 12:00"))
    assert ("nav", BLOCKED, 0) in rows(wished)
    assert ("nav", BLOCKED, 0) in rows(consented(case))
    assert ("nav", READY, 0) in rows(told(consented(case)))
    assert "nav" not in [who for who, _, _ in rows(withdrawn(consented(case)))]


def test_r21_the_window_is_the_persons_own() -> None:
    """The window of one who is to be asked covers their own parts only (R21)."""
    case = consented(meeting_at(with_nav(a_case())))
    nav = next(line for line in all_lines(case, a_clinic()) if line.participant.id == "nav")
    assert nav.window == window("2026-11-24 10:20", "2026-11-24 10:35")
    assert nav.invitation.channel is Channel.LETTER


def test_who_has_no_part_is_not_to_be_asked() -> None:
    """Nav has no part in the template without Nav, and is not shown."""
    case = consented(meeting_at(with_nav(a_case()), template="without_nav"))
    assert [who for who, _, _ in rows(case)] == ["patient"]


def test_nobody_is_to_be_asked_to_a_meeting_that_is_over_or_off() -> None:
    """A meeting that was cancelled, held, or did not take place asks nobody."""
    case = meeting_at(with_gp(a_case()))
    assert [who for who, _, _ in rows(case)] == ["patient", "gp"]
    meeting = case.meeting(SHM1)
    off = replace(meeting, cancelled_at=at("2026-11-03 09:00"))
    for over in (off, replace(meeting, held=True), replace(meeting, held=False)):
        assert rows(case.with_changed(over)) == []


def test_what_never_left_has_come_to_nothing_when_the_meeting_is_over() -> None:
    """Held or not held, nobody waits for it any more; what was sent still tells who was asked."""
    case = invited(meeting_at(with_gp(a_case())))
    sent, unsent = all_lines(case, a_clinic())
    assert not any(line.came_to_nothing for line in (sent, unsent))
    over = [
        replace(line, meeting=replace(line.meeting, held=held))
        for line in (sent, unsent)
        for held in (True, False)
    ]
    assert [line.came_to_nothing for line in over] == [False, False, True, True]


def test_a_doctor_who_is_a_relative_too_is_asked_once() -> None:
    """R16: whoever is the GP and the patient's sister is to be asked as the GP alone."""
    case = with_person(with_gp(a_case(), name="Kari Lege"), "aunt", Role.RELATIVE, name="kari lege")
    case = meeting_at(with_person(case, "mother", Role.RELATIVE, name="mor"))
    assert [who for who, _, _ in rows(case)] == ["patient", "gp", "mother"]
