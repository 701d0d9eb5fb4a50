"""A meeting is arranged, moved, changed and called off; what speaks against a time (P1, R3, R5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pathway import agenda, workdays
from pathway.clinic import Staff, VideoRoom
from pathway.commands import (
    CancelMeeting,
    ChangeMeeting,
    InviteGp,
    MoveMeeting,
    Person,
    ReplaceGp,
)
from pathway.errors import (
    AlreadyInvitedError,
    AssessmentNotStartedError,
    ClashError,
    GapInAttendanceError,
    LinkInUseError,
    MeetingInPastError,
    MilestoneOrderError,
    NobodyToInviteError,
    NoMeetingError,
    NoSuchClockError,
    ReasonNeededError,
    UnknownAgendaError,
)
from pathway.outgoing import SendingKind
from pathway.variants import TEMPLATES, Template
from pathway.views import Clash, TakenBy, Warn
from pathway.words import Attendance, Channel, MeetingKind, Milestone, Role, StaffId, Verdict
from tests.pathway.build import (
    COORDINATOR,
    DOCTOR,
    LEADER,
    SECRETARY,
    a_clinic,
    a_part,
    at,
    day,
    wall,
    with_clinician,
)
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody, left, mailed
from tests.pathway.test_service_registering import record

SHM1, SHM2 = MeetingKind.SHM1, MeetingKind.SHM2
ROOM = "https://join.nhn.no/webapp/conference/999001"
_ALL = (Role.PATIENT, Role.CLINICIAN, Role.GP)
LOCUM = Person(name="Lo Kum", office="Vikarbyrået", email="lo@lege.example", phone="44")


def asked(office: Office, start: str = "2026-11-24 10:00", **said: object) -> InviteGp:
    """A request for SHM1 on that wall time."""
    command = {
        "ref": office.case.ref,
        "kind": SHM1,
        "start": wall(start),
        "template": "with_nav",
        "leader": LEADER,
        "link": "https://video.example/1",
        **said,
    }
    return InviteGp(**command)  # type: ignore[arg-type] # any field


@pytest.fixture
def office() -> Office:
    """A patient with a GP, and the assessment started."""
    office = Office()
    office.register(received="2026-09-01")
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-01")
    return office


# --- arranging ---------------------------------------------------------------------------------


def test_a_meeting_is_arranged(office: Office) -> None:
    """R11: with everything that was said, and the GP is asked."""
    office.do(asked(office, place="Rom 2", attends=Attendance.TELEPHONE))
    (meeting,) = office.case.meetings
    assert (meeting.kind, meeting.start, meeting.zone) == (
        SHM1,
        wall("2026-11-24 10:00"),
        "Europe/Oslo",
    )
    assert (meeting.template, meeting.leader, meeting.place, meeting.link) == (
        "with_nav",
        LEADER,
        "Rom 2",
        "https://video.example/1",
    )
    assert meeting.parts == TEMPLATES["with_nav"].parts
    assert (meeting.revision, meeting.without_gp) == (1, "")
    assert office.person(Role.GP).attends is Attendance.TELEPHONE
    (invitation,) = office.case.invitations
    assert (invitation.channel, invitation.requested_at) == (Channel.MAIL, office.clock)


def test_an_undecided_meeting_holds_the_longest_window(office: Office) -> None:
    """D1: while NAV is undecided the parts are the first template's, and the GP holds the hour."""
    office.do(asked(office, template=""))
    (meeting,) = office.case.meetings
    assert (meeting.template, meeting.parts) == ("", TEMPLATES["with_nav"].parts)
    offered = office.invitation(Role.GP).offered
    assert offered is not None
    assert (offered.window.start, offered.window.end) == (
        at("2026-11-24 10:00"),
        at("2026-11-24 11:00"),
    )


def test_nobody_to_ask() -> None:
    """D2: a case without a GP is not guessed about."""
    office = Office()
    office.register(gp=None)
    with pytest.raises(NobodyToInviteError):
        office.do(asked(office))


def test_without_a_gp_the_clinician_decides() -> None:
    """D2: with a reason the meeting is arranged all the same, and the secretary hears of it."""
    office = Office()
    office.register(gp=None)
    decided = replace(asked(office), without_gp="venter på ny fastlege")
    office.do(decided, actor=COORDINATOR)
    (meeting,) = office.case.meetings
    assert meeting.without_gp == "venter på ny fastlege"
    assert not office.case.invitations
    (told,) = office.case.sendings
    assert (told.to, told.channel) == (SECRETARY, Channel.CHAT)
    with pytest.raises(NobodyToInviteError):
        office.do(decided)


def test_asked_once(office: Office) -> None:
    """The GP who holds an invitation is not asked again, nor to a meeting that was held."""
    office.do(asked(office))
    with pytest.raises(AlreadyInvitedError):
        office.do(asked(office, "2026-11-25 10:00"))
    office.clock = at("2026-11-24 12:00")
    record(office, Milestone.SHM1_HELD, "2026-11-24")
    with pytest.raises(AlreadyInvitedError):
        office.do(asked(office, "2026-12-01 10:00", link="https://video.example/2"))


def test_a_meeting_that_lost_its_gp_asks_again() -> None:
    """A GP with no part in the clinic's short agenda is called off, and may be asked again."""
    short = Template(name="short", parts=(a_part("talk", 30, Role.PATIENT, Role.CLINICIAN),))
    office = Office(clinic=a_clinic(templates={**TEMPLATES, "short": short}))
    office.register()
    office.do(asked(office))
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, template="short"))
    assert office.invitation(Role.GP).cancelled_at is not None
    office.do(asked(office, "2026-11-25 10:00"))
    (meeting,) = office.case.meetings
    assert (meeting.start, meeting.revision) == (wall("2026-11-25 10:00"), 3)
    assert len(office.case.invitations) == 2


def test_a_changed_agenda_is_for_new_meetings(office: Office) -> None:
    """What is arranged keeps its parts and items; one that is gone from the file is refused."""
    own = Template(name="own", parts=(a_part("talk", 60, *_ALL, items=("Navn",)),))
    office.clinic = a_clinic(mail_to=office.clinic.mail_to, templates={"own": own})
    office.do(asked(office, template="own"))
    office.clinic = a_clinic(mail_to=office.clinic.mail_to)
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-25 10:00")))
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, place="Møterom 2"))
    (meeting,) = office.case.meetings
    assert (meeting.template, meeting.parts) == ("own", own.parts)
    with pytest.raises(UnknownAgendaError):
        office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, template="own, v2"))


def test_a_decision_to_hold_it_without_gp_stays(office: Office) -> None:
    """D2: arranging the same meeting again keeps what was decided about it."""
    office.do(asked(office))
    meeting = replace(office.case.meetings[0], without_gp="haster")
    gone = replace(office.invitation(Role.GP), cancelled_at=office.clock)
    office.edit(lambda case: case.with_changed(meeting, gone))
    office.do(asked(office))
    assert office.case.meetings[0].without_gp == "haster"


def test_after_a_locum_the_gp_is_asked() -> None:
    """D2: who stood in for now has no part in the next meeting; the GP is theirs again."""
    office = mailed()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    gp, email = office.person(Role.GP).id, office.person(Role.GP).email
    office.do(ReplaceGp(ref=office.case.ref, doctor=LOCUM, for_good=False))
    office.do(
        ReplaceGp(
            ref=office.case.ref, doctor=Person(name="Vi Kar", email="vi@x.example"), for_good=False
        )
    )
    assert office.person(Role.GP).stands_in_for == gp
    office.clock = at("2026-11-24 12:00")
    record(office, Milestone.SHM1_HELD, "2026-11-24")
    office.invite_gp("2027-05-03 10:00", SHM2, link="https://video.example/2")
    (present,) = office.case.present(Role.GP)
    assert (present.id, present.email) == (gp, email)
    assert office.case.invitations[-1].participant_id == gp


def test_a_new_gp_stays() -> None:
    """F14: who took over for good is asked to the next meeting too."""
    office = mailed()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.do(ReplaceGp(ref=office.case.ref, doctor=LOCUM, for_good=True))
    office.clock = at("2026-11-24 12:00")
    record(office, Milestone.SHM1_HELD, "2026-11-24")
    office.invite_gp("2027-05-03 10:00", SHM2, link="https://video.example/2")
    (present,) = office.case.present(Role.GP)
    assert present.name == "Lo Kum"


# --- order and time ----------------------------------------------------------------------------


def test_shm1_is_not_before_the_assessment(office: Office) -> None:
    """R5: SHM1 is not before the day on which the assessment started."""
    office.do(office.correct("assessment_started", "2026-10-05"))
    office.clock = at("2026-10-04 09:00")
    with pytest.raises(AssessmentNotStartedError):
        office.do(asked(office, "2026-10-04 15:00"))
    office.do(asked(office, "2026-10-05 15:00"))


def test_shm2_is_after_shm1(office: Office) -> None:
    """R5: SHM2 needs a recorded SHM1, on an earlier day."""
    with pytest.raises(MilestoneOrderError) as refused:
        office.do(asked(office, kind=SHM2))
    assert (refused.value.milestone, refused.value.earlier, refused.value.on) == (
        Milestone.SHM2_HELD,
        Milestone.SHM1_HELD,
        None,
    )
    record(office, Milestone.SHM1_HELD, "2026-10-05")
    with pytest.raises(MilestoneOrderError) as refused:
        office.do(asked(office, "2026-10-05 15:00", kind=SHM2))
    assert refused.value.on == day("2026-10-05")
    office.do(asked(office, "2026-10-06 15:00", kind=SHM2))


def test_no_meeting_in_the_past(office: Office) -> None:
    """A time that has passed is refused, to the minute; so is a move to it."""
    with pytest.raises(MeetingInPastError):
        office.do(asked(office, "2026-10-05 09:00"))
    office.do(asked(office, "2026-10-05 09:01"))
    with pytest.raises(MeetingInPastError):
        office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-10-05 09:00")))


def warnings(office: Office, start: str, **said: object) -> tuple[Warn, ...]:
    """What is said about a time."""
    return office.plan(asked(office, start, **said)).warnings


@pytest.mark.parametrize(
    ("start", "ends"),
    [
        ("2026-11-24 23:30", "2026-11-25 00:30"),
        ("2027-03-28 01:30", "2027-03-28 03:30"),
        ("2026-10-25 02:30", "2026-10-25 02:30"),
    ],
)
def test_a_meeting_over_midnight_or_another_hour(office: Office, start: str, ends: str) -> None:
    """C2: sixty minutes are sixty minutes, each window follows, and the hours are questioned."""
    (meeting,) = office.plan(asked(office, start)).case.meetings
    zone = office.clinic.zone
    assert workdays.wall_time(meeting.window.end, zone) == wall(ends)
    spans = agenda.part_windows(meeting)
    assert [(w.end - w.start) / timedelta(minutes=1) for w in spans] == [20, 15, 25]
    assert Warn.OUTSIDE_HOURS in warnings(office, start)


def test_an_hour_that_does_not_come_is_refused(office: Office) -> None:
    """C2: on the night when the clock is put forward there is no half past two."""
    with pytest.raises(NoSuchClockError):
        office.plan(asked(office, "2027-03-28 02:30"))
    office.do(asked(office))
    with pytest.raises(NoSuchClockError):
        office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2027-03-28 02:30")))


def test_days_and_hours_that_are_questioned(office: Office) -> None:
    """C1, F8: weekends, holidays, quiet days and hours outside work warn, and stop nothing."""
    assert warnings(office, "2026-11-24 10:00") == ()
    assert warnings(office, "2026-11-24 08:00") == ()
    assert warnings(office, "2026-11-24 14:30") == ()
    assert warnings(office, "2026-11-24 07:59") == (Warn.OUTSIDE_HOURS,)
    assert warnings(office, "2026-11-24 14:31") == (Warn.OUTSIDE_HOURS,)
    assert warnings(office, "2026-11-21 10:00") == (Warn.WEEKEND,)
    assert warnings(office, "2026-12-24 10:00") == (Warn.DAY_TO_AVOID,)
    assert Warn.HOLIDAY in warnings(office, "2027-01-01 10:00")
    assert warnings(office, "2026-11-24 10:00", link="") == (Warn.NO_LINK,)


def test_deadlines_that_are_questioned(office: Office) -> None:
    """R2, F1, F2: after the deadline, or too late for the invitations to be safe; the worse one."""
    plan = office.plan(asked(office, "2026-12-24 12:00"))
    assert plan.deadline == day("2026-12-24")
    assert Warn.AFTER_DEADLINE not in plan.warnings
    assert Warn.AFTER_DEADLINE in warnings(office, "2026-12-25 10:00")
    office.clock = at("2026-12-10 09:00")
    assert Warn.AFTER_SAFE_DAY not in warnings(office, "2026-12-21 10:00")
    office.clock = at("2026-12-11 09:00")
    assert Warn.AFTER_SAFE_DAY in warnings(office, "2026-12-21 10:00")
    late = warnings(office, "2026-12-28 10:00")
    assert Warn.AFTER_DEADLINE in late
    assert Warn.AFTER_SAFE_DAY not in late


def test_an_assessment_that_has_not_started_is_questioned() -> None:
    """R5: SHM1 may be planned before the start is recorded, with a warning."""
    office = Office()
    office.register()
    assert warnings(office, "2026-11-24 10:00") == (Warn.ASSESSMENT_NOT_STARTED,)


@pytest.mark.parametrize(
    ("ahead", "said"),
    [
        (111, [Warn.TOO_EARLY]),
        (112, [Warn.OUTSIDE_BEST_WEEKS]),
        (153, [Warn.OUTSIDE_BEST_WEEKS]),
        (154, []),
        (175, []),
        (176, [Warn.OUTSIDE_BEST_WEEKS]),
    ],
)
def test_when_shm2_is_best(office: Office, ahead: int, said: list[Warn]) -> None:
    """R3, F19: days 154 to 175 after SHM1 are best, before day 112 is too early."""
    record(office, Milestone.SHM1_HELD, "2026-10-05")
    on = day("2026-10-05") + timedelta(days=ahead)
    found = warnings(office, f"{on.isoformat()} 10:00", kind=SHM2)
    weeks = {Warn.TOO_EARLY, Warn.OUTSIDE_BEST_WEEKS}
    assert [warn for warn in found if warn in weeks] == said
    assert Warn.ASSESSMENT_NOT_STARTED not in found


# --- clashes -----------------------------------------------------------------------------------


@pytest.fixture
def busy() -> Office:
    """Another case has a meeting on 24 November at ten, in the listed room, with a doctor."""
    staff = (*a_clinic().staff, Staff(id=StaffId("psy"), name="P", roles=frozenset()))
    office = Office(clinic=a_clinic(video_rooms=(VideoRoom(link=ROOM),), staff=staff))
    office.register()
    office.edit(lambda case: with_clinician(case, DOCTOR))
    office.do(asked(office, link=ROOM))
    office.register()
    return office


def test_the_leader_is_taken(busy: Office) -> None:
    """A leader who leads another meeting at that time is said, and refused until confirmed."""
    first = busy.cases[0]
    plan = busy.plan(asked(busy, link="https://video.example/2"))
    assert plan.clashes == (
        Clash(
            what=TakenBy.LEADER,
            who=LEADER,
            ref=first.ref,
            start=at("2026-11-24 10:00"),
            end=at("2026-11-24 11:00"),
        ),
    )
    with pytest.raises(ClashError) as refused:
        busy.do(asked(busy, link="https://video.example/2"))
    assert refused.value.clashes == plan.clashes
    busy.do(asked(busy, link="https://video.example/2", accept_clashes=True))
    assert busy.case.meetings


@pytest.mark.parametrize(
    ("start", "taken"),
    [
        ("2026-11-24 08:59", False),
        ("2026-11-24 09:00", False),
        ("2026-11-24 09:01", True),
        ("2026-11-24 10:59", True),
        ("2026-11-24 11:00", False),
    ],
)
def test_only_shared_time_clashes(busy: Office, start: str, *, taken: bool) -> None:
    """One who goes from one meeting straight to the next is free."""
    plan = busy.plan(asked(busy, start, link="https://video.example/2"))
    assert bool(plan.clashes) is taken


def test_a_clinician_is_taken(busy: Office) -> None:
    """A clinician of both cases is said once, the leader of the other apart."""
    busy.edit(lambda case: with_clinician(case, DOCTOR))
    plan = busy.plan(asked(busy, link="https://video.example/2", leader=StaffId("psy")))
    assert [(c.what, c.who) for c in plan.clashes] == [(TakenBy.CLINICIAN, DOCTOR)]


def test_a_leader_who_is_a_clinician_elsewhere(busy: Office) -> None:
    """Whoever is to lead may sit in the other meeting."""
    plan = busy.plan(asked(busy, link="https://video.example/2", leader=DOCTOR))
    assert [(c.what, c.who) for c in plan.clashes] == [(TakenBy.CLINICIAN, DOCTOR)]


@pytest.mark.parametrize(
    ("start", "taken"),
    [
        ("2026-11-24 08:44", False),
        ("2026-11-24 08:45", False),
        ("2026-11-24 08:46", True),
        ("2026-11-24 11:14", True),
        ("2026-11-24 11:15", False),
    ],
)
def test_a_listed_room_rests_between_cases(busy: Office, start: str, *, taken: bool) -> None:
    """P1: within 15 minutes of another case only after a confirmed warning."""
    plan = busy.plan(asked(busy, start, link=ROOM, leader=StaffId("psy")))
    clashes = [(c.what, c.who) for c in plan.clashes if c.what is TakenBy.LINK]
    assert clashes == ([(TakenBy.LINK, ROOM)] if taken else [])


def test_any_other_link_is_used_once(office: Office) -> None:
    """P1: never the same link for two meetings, at whatever time, also when it is changed."""
    office.do(asked(office))
    office.register()
    with pytest.raises(LinkInUseError):
        office.do(asked(office, "2027-02-02 10:00"))
    office.do(asked(office, "2027-02-02 10:00", link="https://video.example/2"))
    with pytest.raises(LinkInUseError):
        office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link="https://video.example/1"))


def test_a_meeting_does_not_clash_with_itself(office: Office) -> None:
    """Its own link and leader are its own."""
    office.do(asked(office))
    plan = office.plan(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-24 10:30")))
    assert plan.clashes == ()


# --- changing and calling off --------------------------------------------------------------------


def test_a_change_keeps_what_is_not_said(office: Office) -> None:
    """None leaves a field as it is; an empty text removes it."""
    office.do(asked(office, place="Rom 2"))
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, leader=DOCTOR))
    meeting = office.case.meetings[0]
    assert (meeting.leader, meeting.place, meeting.link, meeting.template, meeting.revision) == (
        DOCTOR,
        "Rom 2",
        "https://video.example/1",
        "with_nav",
        2,
    )
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, place="", link=""))
    meeting = office.case.meetings[0]
    assert (meeting.leader, meeting.place, meeting.link) == (DOCTOR, "", "")
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, place="Rom 3", template="nav_last"))
    meeting = office.case.meetings[0]
    assert (meeting.place, meeting.template, meeting.parts) == (
        "Rom 3",
        "nav_last",
        TEMPLATES["nav_last"].parts,
    )


def test_a_move_keeps_the_rest(office: Office) -> None:
    """Another time, and nothing else."""
    office.do(asked(office, place="Rom 2"))
    before = office.case.meetings[0]
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-25 09:00")))
    meeting = office.case.meetings[0]
    assert (meeting.start, meeting.revision) == (wall("2026-11-25 09:00"), 2)
    assert (meeting.id, meeting.place, meeting.parts) == (before.id, before.place, before.parts)


def test_parts_that_tear_somebody_are_refused() -> None:
    """R21: a template in which the GP must leave and come back is refused while the GP is asked."""
    torn = Template(
        name="torn",
        parts=(
            a_part("first", 20, Role.GP, Role.PATIENT),
            a_part("second", 20, Role.PATIENT),
            a_part("third", 20, Role.GP, Role.PATIENT),
        ),
    )
    office = Office(clinic=a_clinic(templates={**TEMPLATES, "torn": torn}))
    office.register()
    office.do(asked(office))
    with pytest.raises(GapInAttendanceError) as refused:
        office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, template="torn"))
    assert refused.value.who == ("Gro Fastlege",)


def test_who_is_called_off_is_not_torn() -> None:
    """R21: only those who hold an invitation are looked at."""
    torn = Template(
        name="torn",
        parts=(
            a_part("first", 20, Role.GP, Role.NAV_ADVISER),
            a_part("second", 20, Role.GP),
            a_part("third", 20, Role.GP, Role.NAV_ADVISER),
        ),
    )
    office = everybody()
    office.clinic = a_clinic(mail_to=office.clinic.mail_to, templates={**TEMPLATES, "torn": torn})
    with pytest.raises(GapInAttendanceError):
        office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, template="torn"))
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, template="without_nav"))
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, template="torn"))
    assert office.case.meetings[0].template == "torn"


def test_calling_off() -> None:
    """F6: with a reason, once, and everybody hears."""
    office = everybody()
    with pytest.raises(ReasonNeededError):
        office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason=""))
    office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"))
    meeting = office.case.meetings[0]
    assert (meeting.cancelled_at, meeting.revision) == (office.clock, 2)
    office.tick()
    for role in (Role.GP, Role.PATIENT, Role.NAV_ADVISER):
        assert (left(office, role)[-1].kind, left(office, role)[-1].why) == (
            SendingKind.CANCELLATION,
            "F6",
        )
    with pytest.raises(NoMeetingError):
        office.do(CancelMeeting(ref=office.case.ref, kind=SHM1, reason="syk"))


def test_there_must_be_a_meeting(office: Office) -> None:
    """What was held, or never arranged, is neither moved nor changed."""
    with pytest.raises(NoMeetingError):
        office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-25 09:00")))
    office.do(asked(office))
    office.answer(Verdict.ACCEPTED)
    office.clock = at("2026-11-24 12:00")
    record(office, Milestone.SHM1_HELD, "2026-11-24")
    with pytest.raises(NoMeetingError):
        office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, place="Rom 9"))
