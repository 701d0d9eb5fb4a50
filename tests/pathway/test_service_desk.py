"""What a member of staff may look at, each look in the log (P3, F2, F3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pathway.commands import MoveMeeting, RecordMilestone, Snooze, StopPathway
from pathway.errors import NotAllowedError, UnknownCaseError, WhyNeededError
from pathway.service import PROGRAM, Desk
from pathway.service.desk import colour_of
from pathway.views import Colour, Deadline
from pathway.words import (
    CaseRef,
    Channel,
    ClosedReason,
    InvitationState,
    MeetingKind,
    Milestone,
    PromiseKind,
    Role,
    Verdict,
)
from tests.pathway.build import (
    COORDINATOR,
    DOCTOR,
    LEADER,
    SECRETARY,
    a_clinic,
    at,
    day,
    wall,
)
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody, mailed
from tests.pathway.test_service_registering import record

SHM1 = MeetingKind.SHM1
SHM1_HELD = Milestone.SHM1_HELD
DAY = "2026-10-05"


@pytest.fixture
def office() -> Office:
    """A GP who was asked by mail on Monday 5 October 2026."""
    return mailed()


# --- who looks ---------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", [PROGRAM, "ukjent"])
def test_only_staff_have_a_desk(office: Office, actor: str) -> None:
    """P3: nobody else looks at a case this way."""
    with pytest.raises(NotAllowedError):
        office.desk(lambda desk: desk.board(), actor)


def test_a_desk_knows_where_and_when(office: Office) -> None:
    """The clinic, the moment, and the day."""
    office.clock = at("2026-10-05 23:30")
    assert office.desk(lambda d: (d.clinic, d.now, d.today)) == (
        office.clinic,
        office.clock,
        day("2026-10-05"),
    )
    assert office.desk(lambda d: d.actor.id) == SECRETARY
    assert office.desk(lambda d: (d.is_holiday(day("2026-12-25")), d.is_holiday(day("2026-12-28"))))


def test_a_look_is_in_the_log(office: Office) -> None:
    """P3: who, which and why."""
    seen = office.desk(lambda d: d.case(office.case.ref), COORDINATOR)
    assert seen.ref == office.case.ref
    entry = office.log[-1]
    assert (entry.actor, entry.what, entry.ref) == (COORDINATOR, "viewed", office.case.ref)


def test_who_is_not_on_the_team_says_why(office: Office) -> None:
    """P3: a reader outside the team is asked why, and then sees."""
    with pytest.raises(WhyNeededError):
        office.desk(lambda d: d.case(office.case.ref), DOCTOR)
    seen = office.desk(lambda d: d.because("vikar").case(office.case.ref), DOCTOR)
    assert seen.ref == office.case.ref
    assert office.log[-1].why == "vikar"
    assert office.desk(lambda d: d.case(office.case.ref), LEADER) == seen


def test_whoever_is_refused_has_not_viewed(office: Office) -> None:
    """P3: one who is asked why saw nothing, and the log says refused, with no empty reason."""

    def refused(desk: Desk) -> None:
        with pytest.raises(WhyNeededError):
            desk.case(office.case.ref)
        with pytest.raises(WhyNeededError):
            desk.plan(RecordMilestone(ref=office.case.ref, milestone=SHM1_HELD, on=day(DAY)))

    before = len(office.log)
    office.desk(refused, DOCTOR)
    rows = [(entry.actor, entry.what, entry.ref) for entry in office.log[before:]]
    assert rows == [(DOCTOR, "refused", office.case.ref)] * 2


def test_an_unknown_case(office: Office) -> None:
    """A reference that the clinic does not have."""
    with pytest.raises(UnknownCaseError):
        office.desk(lambda d: d.case(CaseRef("XXXX")))


# --- one case ----------------------------------------------------------------------------------


def test_what_a_case_shows(office: Office) -> None:
    """Deadlines, invitations, promises and plans are those of the domain."""
    case = office.case
    deadlines = office.desk(lambda d: d.deadlines(case))
    assert [row.milestone for row in deadlines] == [
        Milestone.ASSESSMENT_STARTED,
        Milestone.SHM1_HELD,
        Milestone.SHM2_HELD,
    ]
    (line,) = office.desk(lambda d: d.invitations(case))
    assert (line.state, line.participant.role, line.invitation.id) == (
        InvitationState.SENT,
        Role.GP,
        office.invitation(Role.GP).id,
    )
    assert {p.kind for p in office.desk(lambda d: d.promises(case))} == {
        PromiseKind.ANSWER,
        PromiseKind.REMINDER,
        PromiseKind.MILESTONE,
        PromiseKind.BRIEFING,
        PromiseKind.MEETING_HELD,
    }
    move = MoveMeeting(ref=case.ref, kind=SHM1, start=wall("2026-11-26 10:00"))
    assert office.desk(lambda d: d.plan(move)).consequences


def test_a_line_to_search_in(office: Office) -> None:
    """Name, GP, office, stage, the next meeting and the first day; closed ones last."""
    office.register()
    office.do(office.correct("name", "Ola"))
    office.do(StopPathway(ref=office.cases[0].ref, reason=ClosedReason.OTHER))
    office.register(gp=None)
    lines = office.desk(lambda d: d.lines())
    assert [(row.name, row.closed) for row in lines] == [
        ("Ola", False),
        ("Kari", False),
        ("Kari", True),
    ]
    ola, kari, done = lines
    assert (ola.gp, ola.office, ola.next_meeting) == ("Gro Fastlege", "Legesenteret", None)
    assert (kari.gp, kari.office) == ("", "")
    assert ola.referral_received == day("2026-10-01")
    assert (ola.stage, done.stage) == (Milestone.ASSESSMENT_STARTED, Milestone.CLOSED)


def test_the_next_meeting_in_a_line(office: Office) -> None:
    """The earliest that is to come, as wall time."""
    (line,) = office.desk(lambda d: d.lines())
    assert line.next_meeting == wall("2026-11-24 10:00")


# --- the board ---------------------------------------------------------------------------------


def test_the_board(office: Office) -> None:
    """Every open case with stage, deadline, latest safe day and what it waits for."""
    (row,) = office.desk(lambda d: d.board())
    assert (row.ref, row.name, row.responsible, row.stage) == (
        office.case.ref,
        "Kari",
        SECRETARY,
        Milestone.ASSESSMENT_STARTED,
    )
    assert (row.deadline, row.latest_safe_day, row.colour) == (
        day("2026-12-24"),
        day("2026-12-24"),
        Colour.GREEN,
    )
    (waiting,) = row.waiting_for
    assert (waiting.kind, waiting.owner_role, waiting.about_role) == (
        PromiseKind.ANSWER,
        Role.GP,
        Role.GP,
    )
    assert (waiting.since, waiting.due, waiting.overdue) == (
        day("2026-10-05"),
        day("2026-10-19"),
        False,
    )
    assert (waiting.owner, waiting.promise_id) == (
        office.person(Role.GP).id,
        office.owed(PromiseKind.ANSWER)[0].id,
    )
    office.clock = at("2026-10-20 09:00")
    ((waiting,),) = (row.waiting_for for row in office.desk(lambda d: d.board()))
    assert waiting.overdue
    office.clock = at("2026-10-19 09:00")
    ((waiting,),) = (row.waiting_for for row in office.desk(lambda d: d.board()))
    assert not waiting.overdue


def test_waiting_for_a_link_is_about_nobody() -> None:
    """What is about a meeting has no person."""
    office = mailed(link="")
    (row,) = office.desk(lambda d: d.board())
    roles = {waiting.kind: waiting.about_role for waiting in row.waiting_for}
    assert roles == {PromiseKind.ANSWER: Role.GP, PromiseKind.LINK: None}


def test_the_red_first() -> None:
    """Then yellow, then green, each by deadline and reference; closed cases are not there."""
    office = Office()
    for received in ("2026-10-05", "2026-07-01", "2026-07-15", "2026-10-01", "2026-10-01"):
        office.register(received=received)
    office.register(received="2026-10-01")
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.OTHER))
    rows = office.desk(lambda d: d.board())
    assert [(row.colour, row.deadline) for row in rows] == [
        (Colour.RED, day("2026-09-23")),
        (Colour.YELLOW, day("2026-10-07")),
        (Colour.GREEN, day("2026-12-24")),
        (Colour.GREEN, day("2026-12-24")),
        (Colour.GREEN, day("2026-12-28")),
    ]
    assert rows[2].ref < rows[3].ref


@pytest.mark.parametrize(
    ("today", "colour"),
    [
        ("2026-11-09", Colour.GREEN),
        ("2026-11-10", Colour.YELLOW),
        ("2026-11-24", Colour.YELLOW),
        ("2026-11-25", Colour.RED),
    ],
)
def test_colours(today: str, colour: Colour) -> None:
    """F2: yellow from 14 days before the latest safe day, red from the day after it."""
    ahead = Deadline(
        milestone=Milestone.SHM1_HELD,
        reached=None,
        segment=None,
        total=None,
        day=day("2026-12-08"),
        latest_safe_day=day("2026-11-24"),
    )
    assert colour_of(ahead, day(today)) is colour
    for nothing in (None, replace(ahead, day=None), replace(ahead, latest_safe_day=None)):
        assert colour_of(nothing, day("2027-12-31")) is Colour.GREEN


def test_a_finished_pathway_on_the_board() -> None:
    """When all is reached there is no deadline, and the next thing is to close it."""
    office = Office()
    office.register(received="2026-01-05")
    for milestone in (Milestone.ASSESSMENT_STARTED, Milestone.SHM1_HELD, Milestone.SHM2_HELD):
        record(office, milestone, "2026-10-05")
    (row,) = office.desk(lambda d: d.board())
    assert (row.stage, row.deadline, row.latest_safe_day, row.colour) == (
        Milestone.CLOSED,
        None,
        None,
        Colour.GREEN,
    )


# --- tasks -------------------------------------------------------------------------------------


@pytest.fixture
def letters() -> Office:
    """The secretary has a secure message to send since Monday 5 October."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    return office


def test_a_task_with_its_text(letters: Office) -> None:
    """D3, D6: owed at once, with whom, which meeting, since when, and the text to copy."""
    (line,) = letters.desk(lambda d: d.tasks())
    promise = letters.owed(PromiseKind.SECURE_MESSAGE)[0]
    assert (line.ref, line.promise_id, line.kind, line.owner) == (
        letters.case.ref,
        promise.id,
        PromiseKind.SECURE_MESSAGE,
        SECRETARY,
    )
    assert (line.person, line.meeting) == (letters.person(Role.GP), letters.case.meetings[0])
    assert (line.since, line.due, line.step, line.urgent) == (
        day("2026-10-05"),
        day("2026-10-08"),
        0,
        False,
    )
    assert (line.asked, line.reminded) == (None, None)
    assert line.content is not None
    assert line.content.subject == letters.case.sendings[0].content.subject
    assert f"{letters.invitation(Role.GP).id}/0" in line.content.text


def test_others_have_other_tasks(letters: Office) -> None:
    """D3: the coordinator hears of it with the last step, and only then."""
    assert letters.desk(lambda d: d.tasks(), COORDINATOR) == ()
    letters.until("2026-10-07")
    assert letters.desk(lambda d: d.tasks(), COORDINATOR) == ()
    letters.until("2026-10-08")
    (line,) = letters.desk(lambda d: d.tasks(), COORDINATOR)
    assert (line.step, line.urgent) == (3, True)
    assert letters.desk(lambda d: d.tasks(), DOCTOR) == ()


def test_a_chase_is_a_task_from_its_step(office: Office) -> None:
    """D3: nobody phones before the ladder says so; then whoever it turned to."""
    assert office.desk(lambda d: d.tasks()) == ()
    office.until("2026-10-14")
    assert office.desk(lambda d: d.tasks()) == ()
    office.until("2026-10-15")
    (line,) = office.desk(lambda d: d.tasks())
    assert (line.asked, line.reminded, line.step, line.content) == (
        day("2026-10-05"),
        day("2026-10-12"),
        8,
        None,
    )
    assert not line.urgent
    office.until("2026-10-19")
    assert office.desk(lambda d: d.tasks()) == ()
    (line,) = office.desk(lambda d: d.tasks(), COORDINATOR)
    assert line.urgent


def test_a_task_that_is_due_today_is_urgent(letters: Office) -> None:
    """Overdue or due today is urgent, and urgent ones come first, then by day."""
    letters.clock = at("2026-10-08 07:00")
    (line,) = letters.desk(lambda d: d.tasks())
    assert line.urgent
    letters.register()
    letters.invite_gp("2026-12-01 10:00", link="https://video.example/2")
    lines = letters.desk(lambda d: d.tasks())
    assert [(row.urgent, row.due) for row in lines] == [
        (True, day("2026-10-08")),
        (False, day("2026-10-13")),
    ]


def test_a_warning_is_a_task_from_its_first_step() -> None:
    """F10: the milestone is nobody's task before it is near, nor while its meeting is arranged."""
    office = Office()
    office.register(received="2026-09-01")
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-01")
    assert office.desk(lambda d: d.tasks()) == ()
    office.until("2026-11-12")
    (line,) = office.desk(lambda d: d.tasks())
    assert (line.kind, line.person, line.meeting) == (PromiseKind.MILESTONE, None, None)
    assert (line.milestone, line.overdue) == (Milestone.SHM1_HELD, False)
    office.invite_gp("2026-12-15 10:00")
    office.tick()
    kinds = [row.kind for row in office.desk(lambda d: d.tasks())]
    assert PromiseKind.MILESTONE not in kinds


def test_a_deadline_that_has_gone_by_is_overdue() -> None:
    """F10: the day itself is in time, the day after is not."""
    office = Office()
    office.register(received="2026-09-01")
    office.until("2026-11-24")
    (line,) = office.desk(lambda d: d.tasks())
    assert (line.milestone, line.overdue) == (Milestone.ASSESSMENT_STARTED, False)
    office.until("2026-11-25")
    (line,) = office.desk(lambda d: d.tasks())
    assert line.overdue


def test_postponed_is_a_task_on_its_day() -> None:
    """F15: the date to decide is shown when it has come."""
    office = Office()
    office.register()
    office.edit(lambda case: replace(case, decide_by=date(2026, 10, 12)))
    assert office.desk(lambda d: d.tasks()) == ()
    office.until("2026-10-12")
    (line,) = office.desk(lambda d: d.tasks())
    assert (line.kind, line.urgent) == (PromiseKind.POSTPONED, True)


def test_what_anybody_is_to_do_in_a_case(letters: Office) -> None:
    """Each task once, whoever has it; what is put off is hidden until the coordinator hears."""
    letters.until("2026-10-07")
    (line,) = letters.desk(lambda d: d.case_tasks(letters.case))
    assert line.kind is PromiseKind.SECURE_MESSAGE
    letters.do(Snooze(ref=letters.case.ref, promise_id=line.promise_id, until=day("2026-10-12")))
    assert letters.desk(lambda d: d.case_tasks(letters.case)) == ()
    assert letters.desk(lambda d: d.tasks(), COORDINATOR) == ()
    letters.until("2026-10-08")
    assert len(letters.desk(lambda d: d.case_tasks(letters.case))) == 1


def test_a_board_waits_for_nothing_quiet() -> None:
    """Reminders, questions whether it stands, and deadlines are no waiting."""
    office = everybody()
    office.answer(Verdict.ACCEPTED, Role.NAV_ADVISER)
    office.no_wishes()
    (row,) = office.desk(lambda d: d.board())
    assert [(w.kind, w.channel) for w in row.waiting_for] == [
        (PromiseKind.SECURE_MESSAGE, Channel.LETTER)  # the patient's information letter (R12)
    ]


# --- those who are not on the team -------------------------------------------------------------


@pytest.mark.parametrize("actor", [DOCTOR, LEADER])
def test_a_list_names_nobody_of_another_team(actor: str) -> None:
    """P3: who is not on a case's team sees how it stands, but neither patient nor GP."""
    office = Office()
    office.register()
    named, own = office.desk(lambda d: d.board()), office.desk(lambda d: d.lines())
    (row,) = office.desk(lambda d: d.board(), actor)
    (line,) = office.desk(lambda d: d.lines(), actor)
    assert row == replace(named[0], name="")
    assert line == replace(own[0], name="", gp="", office="")
    assert (named[0].name, own[0].name, own[0].gp) == ("Kari", "Kari", "Gro Fastlege")
    again = office.desk(lambda d: d.because("vikar").board(), actor)
    assert again == (row,)


@pytest.mark.parametrize("actor", [SECRETARY, COORDINATOR, LEADER])
def test_a_list_names_the_teams_own(office: Office, actor: str) -> None:
    """P3: the office, and whoever leads, treats or takes part, sees the names in lists."""
    (row,) = office.desk(lambda d: d.board(), actor)
    (line,) = office.desk(lambda d: d.lines(), actor)
    assert (row.name, line.name, line.gp, line.office) == (
        "Kari",
        "Kari",
        "Gro Fastlege",
        "Legesenteret",
    )


def test_each_case_of_a_list_by_its_own_team(office: Office) -> None:
    """P3: in one list a clinician sees the names of own cases and no others."""
    office.register()
    office.do(office.correct("clinician", DOCTOR))
    assert {row.name for row in office.desk(lambda d: d.board(), DOCTOR)} == {"Kari", ""}
    mine = [row.ref for row in office.desk(lambda d: d.lines(), DOCTOR) if row.name]
    assert mine == [office.case.ref]


def test_looking_at_all_is_in_the_log(office: Office) -> None:
    """P3: a list is a look at each case in it."""
    office.desk(Desk.board)
    assert office.log[-1].what == "listed"
