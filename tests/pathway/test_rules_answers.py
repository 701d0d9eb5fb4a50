"""What an answer is worth, where an invitation stands and what it says (D2, D4b, F4, F5, F7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pathway import rules
from pathway.case import Case
from pathway.model import Facts, Invitation
from pathway.words import (
    AnswerId,
    Attendance,
    Channel,
    InvitationId,
    InvitationState,
    Role,
    Substitute,
    Verdict,
)
from tests.pathway.build import (
    NOON,
    SHM1,
    a_case,
    a_clinic,
    a_part,
    answered,
    at,
    changed,
    facts,
    invited,
    meeting_at,
    moved,
    wall,
    window,
    with_gp,
    with_nav,
    with_person,
)
from tests.pathway.strategies import some_facts

IN_PERSON = {Attendance.CLINIC, Attendance.GP_OFFICE}
NOT_YES = [verdict for verdict in Verdict if verdict is not Verdict.ACCEPTED]
HOUR = facts("2026-11-24 10:00", "2026-11-24 11:00")


def gp_case(**meeting: Any) -> Case:  # noqa: ANN401 - any field of the meeting
    """The GP is asked to SHM1."""
    return invited(meeting_at(with_gp(a_case()), **meeting))


def gps(case: Case) -> Invitation:
    """The GP's invitation to SHM1."""
    return case.invitation(InvitationId("shm1-gp"))


def state(case: Case) -> InvitationState:
    """Where the GP's invitation stands."""
    return rules.state_of(case, gps(case))


# --- covers ----------------------------------------------------------------------------------


@given(some_facts())
def test_d4b_a_yes_covers_what_it_was_said_to(said: Facts) -> None:
    """A yes covers the very facts that were accepted (D4b)."""
    assert rules.covers(said, said)


@given(some_facts(), some_facts(), some_facts())
def test_d4b_what_is_covered_step_by_step_is_covered(one: Facts, two: Facts, three: Facts) -> None:
    """If a yes covers a change and that covers the next, the yes covers both (D4b)."""
    if rules.covers(one, two) and rules.covers(two, three):
        assert rules.covers(one, three)


@given(some_facts(), some_facts())
def test_f7_a_yes_covers_a_window_inside_the_same_way_and_place(said: Facts, now: Facts) -> None:
    """A window inside the accepted one, the same way of attending and place keep the yes (F7)."""
    inside = said.window.start <= now.window.start and now.window.end <= said.window.end
    same_place = said.place == now.place or now.attends not in IN_PERSON
    assert rules.covers(said, now) == (inside and said.attends is now.attends and same_place)


@pytest.mark.parametrize("attends", Attendance)
def test_f7_another_place_is_another_question_to_one_who_comes_in_person(
    attends: Attendance,
) -> None:
    """Another place undoes the yes of one who comes there, and of nobody else (D4b, R15)."""
    said = replace(HOUR, attends=attends, place="Rom 3")
    assert rules.covers(said, replace(said, place="Rom 4")) is (attends not in IN_PERSON)
    assert rules.covers(said, said)


@given(some_facts(), st.sampled_from(["", "https://video.example/2"]))
def test_f7_a_link_is_not_what_is_agreed_to(said: Facts, link: str) -> None:
    """Another link keeps the yes (F7, D4b)."""
    assert rules.covers(said, replace(said, link=link))


@given(some_facts())
def test_f7_an_earlier_start_or_later_end_is_a_new_time(said: Facts) -> None:
    """A window that starts earlier or ends later than the accepted one is a new time (F7)."""
    minute = timedelta(minutes=1)
    earlier = replace(said.window, start=said.window.start - minute)
    later = replace(said.window, end=said.window.end + minute)
    assert not rules.covers(said, replace(said, window=earlier))
    assert not rules.covers(said, replace(said, window=later))


# --- the answer that holds -------------------------------------------------------------------


def test_f4_before_anything_is_answered_nothing_holds() -> None:
    """Silence is no answer (D2)."""
    assert rules.present_answer(gp_case(), gps(gp_case())) is None


@pytest.mark.parametrize("verdict", Verdict)
def test_f4_the_latest_answer_holds(verdict: Verdict) -> None:
    """Of several answers the latest is the one that holds (F4)."""
    case = answered(answered(answered(gp_case()), verdict=Verdict.DECLINED), verdict=verdict)
    assert rules.present_answer(case, gps(case)) == case.answers[-1]


def test_f15_an_answer_that_does_not_count_changes_nothing() -> None:
    """What is kept but does not count leaves the answer before it standing (F15)."""
    case = answered(gp_case())
    late = answered(case, verdict=Verdict.DECLINED, counts=False, why_not="old_revision")
    assert rules.present_answer(late, gps(late)) == case.answers[0]
    only = answered(gp_case(), counts=False)
    assert rules.present_answer(only, gps(only)) is None


def test_f15_an_answer_to_what_was_never_offered_does_not_hold() -> None:
    """Without an offer there is nothing that an answer can be to (F15)."""
    case = answered(gp_case())
    assert rules.present_answer(case, replace(gps(case), offered=None)) is None


@pytest.mark.parametrize("verdict", Verdict)
def test_f5_after_a_move_older_answers_are_history(verdict: Verdict) -> None:
    """Once another time is offered, no older answer holds (F5, F15)."""
    case = invited(moved(answered(gp_case(), verdict=verdict), "2026-11-25 10:00"))
    assert gps(case).revision == 2
    assert rules.present_answer(case, gps(case)) is None


def test_d4b_a_yes_holds_for_a_narrower_window_and_a_no_does_not() -> None:
    """A new window inside the accepted one keeps the yes, while a no is asked about again."""
    wide = gp_case(template="")
    narrow = replace(gps(wide), offered=facts("2026-11-24 10:10", "2026-11-24 10:50"), revision=2)
    yes = answered(wide)
    assert rules.present_answer(yes, narrow) == yes.answers[0]
    for verdict in NOT_YES:
        other = answered(wide, verdict=verdict)
        assert rules.present_answer(other, narrow) is None


@pytest.mark.parametrize("verdict", Verdict)
def test_f4_a_new_link_asks_nobody_again(verdict: Verdict) -> None:
    """An answer to the same time and place holds when only the link is new (F4, F7, D4b)."""
    case = answered(gp_case(link="https://video.example/1"), verdict=verdict)
    case = meeting_at(case, link="https://video.example/2")
    case = invited(case)
    assert gps(case).revision == 2
    assert rules.present_answer(case, gps(case)) == case.answers[0]


@pytest.mark.parametrize(
    "changed_field",
    [
        {"verdict": Verdict.TENTATIVE},
        {"text": "Kommer"},
        {"proposed": wall("2026-11-25 10:00")},
        {"by_name": "Vikar"},
        {"substitute": Substitute.FOR_NOW},
        {"revision": 2},
    ],
    ids=lambda said: next(iter(said)),
)
def test_f15_two_answers_that_differ_in_anything_said_are_two(
    changed_field: dict[str, Any],
) -> None:
    """The same answer again is the same however it came, and any other word makes it another."""
    one = answered(gp_case()).answers[0]
    again = replace(one, id=AnswerId("2"), at=at(NOON), channel=Channel.PHONE, evidence="ringte")
    assert rules.same_answer(one, again)
    assert not rules.same_answer(one, replace(again, **changed_field))


# --- the yes that counts ---------------------------------------------------------------------


@pytest.mark.parametrize("verdict", Verdict)
def test_f5_only_an_acceptance_is_a_yes(verdict: Verdict) -> None:
    """Only an acceptance says yes to the meeting (F5)."""
    case = answered(gp_case(), verdict=verdict)
    assert rules.accepts(case, gps(case)) is (verdict is Verdict.ACCEPTED)
    assert rules.gp_yes(case, case.meeting(SHM1)) is (verdict is Verdict.ACCEPTED)


def test_f5_a_yes_to_the_old_time_is_none_though_the_new_one_is_not_told() -> None:
    """From the moment of the move, the yes to the old time no longer counts (F5)."""
    case = moved(answered(gp_case()), "2026-11-24 10:05")
    assert rules.present_answer(case, gps(case)) == case.answers[0]
    assert not rules.accepts(case, gps(case))


def test_d4b_a_shift_inside_the_accepted_hour_keeps_the_yes() -> None:
    """A GP who said yes to the hour has said yes to forty minutes anywhere inside it (D4b)."""
    case = meeting_at(answered(gp_case(template="")), template="without_nav")
    assert rules.accepts(moved(case, "2026-11-24 10:10"), gps(case))
    assert not rules.accepts(moved(case, "2026-11-24 10:11"), gps(case))


def test_r21_a_yes_stands_though_its_owner_has_no_part_any_more() -> None:
    """One who is needed in no part has nothing new to say yes to (R21)."""
    case = meeting_at(answered(gp_case()), parts=(a_part("clinic", 60, Role.PATIENT),))
    assert rules.accepts(case, gps(case))


def test_d2_held_without_a_gp_no_yes_is_needed() -> None:
    """The decision to hold it without a GP stands in for every answer (D2)."""
    case = meeting_at(a_case(), without_gp="Fastlegen er syk")
    assert rules.gp_yes(case, case.meeting(SHM1))
    bare = meeting_at(a_case())
    assert not rules.gp_yes(bare, bare.meeting(SHM1))


# --- where an invitation stands --------------------------------------------------------------


@pytest.mark.parametrize("verdict", Verdict)
def test_an_answered_invitation_stands_as_it_was_answered(verdict: Verdict) -> None:
    """The state is what the answer that holds says (R12, F4)."""
    assert state(answered(gp_case(), verdict=verdict)).value == verdict.value


def test_f5_after_a_move_the_invitation_is_sent_and_unanswered() -> None:
    """A new time makes an accepted invitation one that waits for an answer (F5)."""
    case = invited(moved(answered(gp_case()), "2026-11-25 10:00"))
    assert state(case) is InvitationState.SENT


@pytest.mark.parametrize(
    ("recorded", "expected"),
    [
        ({"cancelled_at": at(NOON), "undelivered_at": at(NOON)}, InvitationState.CANCELLED),
        ({"undelivered_at": at(NOON)}, InvitationState.UNDELIVERED),
        ({}, InvitationState.SENT),
        ({"left_at": None, "asked_at": None}, InvitationState.READY),
    ],
)
def test_an_unanswered_invitation_stands_where_it_got_to(
    recorded: dict[str, object], expected: InvitationState
) -> None:
    """Cancelled, undelivered, sent, requested: the state is the last that is recorded (F6)."""
    case = gp_case()
    assert state(case.with_changed(replace(gps(case), **recorded))) is expected  # type: ignore[arg-type] # fields of Invitation


def test_f6_a_cancelled_invitation_is_cancelled_whatever_was_answered() -> None:
    """A cancellation outlives the answer (F6)."""
    case = answered(gp_case())
    case = case.with_changed(replace(gps(case), cancelled_at=at(NOON)))
    assert state(case) is InvitationState.CANCELLED


def test_d2_an_answer_outlives_a_failed_delivery() -> None:
    """Who has answered has been reached, whatever a mail server said (D2)."""
    case = answered(gp_case())
    case = case.with_changed(replace(gps(case), undelivered_at=at(NOON)))
    assert state(case) is InvitationState.ACCEPTED


def test_r13_an_invitation_that_nobody_requested_is_blocked_until_its_gate_opens() -> None:
    """Before it is asked for, an invitation is blocked or ready as its gate says (R12, R13)."""
    case = gp_case()
    case = invited(case, "patient", requested_at=None, asked_at=None, left_at=None, offered=None)
    patients = case.invitation(InvitationId("shm1-patient"))
    assert rules.state_of(case, patients) is InvitationState.BLOCKED
    assert rules.state_of(answered(case), patients) is InvitationState.READY


def test_d2_an_invitation_whose_gate_has_closed_again_is_blocked() -> None:
    """What was asked for and has not left waits while the gate is closed (R12, D2)."""
    case = invited(gp_case(), "patient", asked_at=None, left_at=None, offered=None)
    patients = case.invitation(InvitationId("shm1-patient"))
    assert patients.requested_at is not None
    assert rules.state_of(case, patients) is InvitationState.BLOCKED
    assert rules.state_of(answered(case), patients) is InvitationState.READY


# --- what an invitation says -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("attends", "place", "link"),
    [
        (Attendance.VIDEO, "", "https://video.example/1"),
        (Attendance.HOME, "", "https://video.example/1"),
        (Attendance.TELEPHONE, "", ""),
        (Attendance.CLINIC, "Rom 3", ""),
        (Attendance.GP_OFFICE, "Legesenteret", ""),
    ],
)
def test_r15_how_one_attends_belongs_to_the_person(
    attends: Attendance, place: str, link: str
) -> None:
    """Each is told the place or link that their own way of attending needs, no more (R15)."""
    case = gp_case(place="Rom 3", link="https://video.example/1")
    case = changed(case, "gp", attends=attends)
    expected = replace(HOUR, attends=attends, place=place, link=link)
    assert rules.due_facts(case, a_clinic(), gps(case)) == expected


def test_r15_without_a_gp_no_office_is_named() -> None:
    """A patient who was to come to the GP's office is told no place while there is no GP (R15)."""
    case = invited(
        meeting_at(changed(a_case(), "patient", attends=Attendance.GP_OFFICE)), "patient"
    )
    said = rules.due_facts(case, a_clinic(), case.invitation(InvitationId("shm1-patient")))
    assert said == replace(HOUR, attends=Attendance.GP_OFFICE, place="")


def test_d1_an_undecided_meeting_offers_the_gp_the_hull_and_others_their_parts() -> None:
    """While Nav is undecided the GP is offered the hull of the clinic's templates (D1, R21)."""
    short = meeting_at(a_case(), template="without_nav").meeting(SHM1).parts
    case = meeting_at(with_gp(a_case()), template="", parts=short)
    case = invited(invited(case), "patient")
    said = {str(i.participant_id): rules.due_facts(case, a_clinic(), i) for i in case.invitations}
    assert said["gp"] == HOUR
    assert said["patient"] == facts("2026-11-24 10:10", "2026-11-24 11:00")


def test_r23_nav_is_offered_its_own_part() -> None:
    """Nav's invitation says its own quarter of an hour and nothing more (R21, R23)."""
    case = invited(meeting_at(with_nav(a_case())), "nav")
    said = rules.due_facts(case, a_clinic(), case.invitation(InvitationId("shm1-nav")))
    assert said is not None
    assert said.window == window("2026-11-24 10:20", "2026-11-24 10:35")


def test_r21_one_without_a_part_has_nothing_to_be_told() -> None:
    """An invitation whose owner has no part says nothing (R21)."""
    case = with_person(gp_case(), "chair", Role.LEADER)
    case = invited(case, "chair")
    assert case.invitation(InvitationId("shm1-chair")).offered is None
