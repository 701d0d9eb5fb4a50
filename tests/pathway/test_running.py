"""A meeting that is run live: one press at a time, each once, and a log that sums up (R22, R23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pathway import agenda, awaited, errors, live_run, run_log, running, timetable
from pathway.commands import (
    BringAlong,
    ChangeParticipant,
    EndMeeting,
    RecordMilestone,
    StartMeeting,
    StepMeeting,
    WithdrawConsent,
)
from pathway.live_run import Live
from pathway.model import Window
from pathway.outgoing import SendingKind
from pathway.run import Deed
from pathway.words import Attendance, Channel, MeetingKind, Milestone, Role, StaffId
from tests.pathway.build import DOCTOR, LEADER, SECRETARY, at, day, wall
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody

SHM1 = MeetingKind.SHM1
TEN = "2026-11-24 10:00"


def ready(clock: str = TEN) -> Office:
    """Everybody holds an invitation to SHM1 (10.00; Nav 10.20 to 10.35), and the day has come."""
    office = everybody()
    started = Milestone.ASSESSMENT_STARTED
    office.do(RecordMilestone(ref=office.case.ref, milestone=started, on=day("2026-10-05")))
    office.clock = at(clock)
    return office


def started(clock: str = TEN) -> Office:
    """The leader has started it."""
    office = ready(clock)
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    return office


def press(office: Office, clock: str, deed: Deed, role: Role | None = None, **said: object) -> None:
    """The leader presses something at this time of the day."""
    office.clock = at(f"2026-11-24 {clock}")
    who = office.person(role).id if role else None
    command = StepMeeting(ref=office.case.ref, deed=deed, who=who, **said)  # type: ignore[arg-type] # any field
    office.do(command, actor=LEADER)


def end(office: Office, clock: str, actor: StaffId = LEADER) -> None:
    """The meeting is over."""
    office.clock = at(f"2026-11-24 {clock}")
    office.do(EndMeeting(ref=office.case.ref), actor=actor)


def state(office: Office) -> Live:
    """How far the run has come."""
    run = office.case.runs[-1]
    return live_run.live(run, office.case.meeting(run.meeting_id))


def minutes(office: Office) -> list[tuple[int, int, dict[str, int]]]:
    """The log: each part's index, how many minutes it lasted, and how long each role was there."""
    case = office.case
    log = run_log.run_log(case, state(office), office.clock)
    return [
        (
            part.part,
            part.lasted // timedelta(minutes=1),
            {
                case.participant(who).role.value: long // timedelta(minutes=1)
                for who, long in part.there
            },
        )
        for part in log
    ]


# --- a smooth meeting ---------------------------------------------------------------------------


def test_two_presses_run_a_smooth_meeting() -> None:
    """R22: *neste del* is all that is pressed, and everybody planned was in their own parts."""
    office = started()
    press(office, "10:20", Deed.NEXT)
    press(office, "10:35", Deed.NEXT)
    end(office, "11:00")
    there = {"patient": 20, "gp": 20}
    assert minutes(office) == [
        (0, 20, there),
        (1, 15, {"patient": 15, "gp": 15, "nav_adviser": 15}),
        (2, 25, {"patient": 25, "gp": 25}),
    ]
    assert office.case.date_of(Milestone.SHM1_HELD) == day("2026-11-24")
    meeting = office.case.meetings[-1]
    assert (meeting.held, len(meeting.attended)) == (True, 3)


def test_who_comes_and_who_goes_is_known_at_each_part() -> None:
    """R23: Nav is let in with the second part and goes with the third; nobody joins the first."""
    office = started()
    now = state(office)
    roles = [
        (
            [p.role for p in running.joining(office.case, now, n)],
            [p.role for p in running.leaving(office.case, now, n)],
        )
        for n in range(3)
    ]
    assert roles == [([], []), ([Role.NAV_ADVISER], []), ([], [Role.NAV_ADVISER])]


def test_whoever_starts_it_leads_and_the_office_starts_it_for_the_leader() -> None:
    """D5: a clinician who starts it leads; the secretary starts it for the one who was chosen."""
    office = ready()
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=SECRETARY)
    assert state(office).leader == LEADER
    office = ready()
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=DOCTOR, why="leder i dag")
    assert state(office).leader == DOCTOR


# --- exceptions ---------------------------------------------------------------------------------


def test_only_exceptions_are_pressed() -> None:
    """Nav came ten minutes late and left early; the GP never came: the log says so by part."""
    office = started()
    press(office, "10:05", Deed.ABSENT, Role.GP)
    press(office, "10:20", Deed.NEXT)
    press(office, "10:21", Deed.LATE, Role.NAV_ADVISER, minutes=10)
    press(office, "10:27", Deed.CAME, Role.NAV_ADVISER)
    press(office, "10:33", Deed.LEFT, Role.NAV_ADVISER)
    press(office, "10:35", Deed.NEXT)
    end(office, "11:00")
    assert minutes(office) == [
        (0, 20, {"patient": 20}),
        (1, 15, {"patient": 15, "nav_adviser": 6}),
        (2, 25, {"patient": 25}),
    ]
    assert office.person(Role.GP).id not in office.case.meetings[-1].attended


def test_who_is_late_counts_as_there_when_the_minutes_are_over() -> None:
    """Said before the part begins they count from its start; nothing more needs to be pressed."""
    office = started()
    press(office, "10:10", Deed.LATE, Role.NAV_ADVISER, minutes=5)
    press(office, "10:20", Deed.NEXT)
    press(office, "10:35", Deed.NEXT)
    assert minutes(office)[1] == (1, 15, {"patient": 15, "gp": 15, "nav_adviser": 10})


def test_a_pause_counts_for_nobody() -> None:
    """What is paused is in no part, and *neste del* ends the pause."""
    office = started()
    press(office, "10:10", Deed.PAUSE)
    press(office, "10:15", Deed.RESUME)
    press(office, "10:20", Deed.PAUSE)
    press(office, "10:25", Deed.NEXT)
    assert minutes(office)[0] == (0, 15, {"patient": 15, "gp": 15})
    assert state(office).now_on.paused_at is None


def test_a_relative_whom_the_patient_brings_needs_one_press() -> None:
    """R16: no consent; there from now on, and out while Nav is there where the patient wants it."""
    office = started()
    office.clock = at("2026-11-24 10:02")
    sister = BringAlong(ref=office.case.ref, name="søsteren", with_nav=False)
    office.do(sister, actor=LEADER)
    press(office, "10:20", Deed.NEXT)
    press(office, "10:35", Deed.NEXT)
    end(office, "11:00")
    assert [part[2].get("relative") for part in minutes(office)] == [18, None, 25]
    with_nav = started()
    office.clock = at("2026-11-24 10:02")
    with_nav.do(replace(sister, ref=with_nav.case.ref, with_nav=True), actor=LEADER)
    assert running.own_parts(with_nav.case, state(with_nav), with_nav.person(Role.RELATIVE)) == (
        0,
        1,
        2,
    )


def test_the_rest_may_change_places() -> None:
    """R21: the last part before Nav's; Nav is waited for at the time that Nav gave."""
    office = started()
    press(office, "10:05", Deed.REORDER, parts=(2, 1))
    press(office, "10:20", Deed.NEXT)
    assert state(office).now_on.part == 2
    assert state(office).order == (0, 2, 1)


# --- within the time that people gave -----------------------------------------------------------


def clocks(office: Office, now: str) -> list[str]:
    """When the present part and those to come end, as Oslo times."""
    slots = timetable.timetable(office.case, state(office), at(f"2026-11-24 {now}"))
    return [f"{slot.window.end + timedelta(hours=1):%H.%M}" for slot in slots]


def test_running_late_takes_time_from_what_comes_after() -> None:
    """R21, R23: five minutes late the last part is shorter, and Nav's own stays fifteen."""
    office = started()
    assert clocks(office, "10:00") == ["10.20", "10.35", "11.00"]
    press(office, "10:18", Deed.LONGER, minutes=5)
    assert clocks(office, "10:18") == ["10.25", "10.40", "11.00"]
    assert clocks(office, "10:28") == ["10.28", "10.43", "11.00"]
    press(office, "10:28", Deed.NEXT)
    press(office, "10:44", Deed.NEXT)
    assert clocks(office, "10:44") == ["11.00"]
    press(office, "10:58", Deed.LONGER, minutes=5)
    assert clocks(office, "10:58") == ["11.05"]


def last(office: Office) -> Office:
    """Nav is in the last part alone, from 10.45: the template *Nav til slutt* (D1)."""
    meeting = office.case.meetings[-1]
    nav, (first, middle, closing) = office.person(Role.NAV_ADVISER), meeting.parts
    parts = (replace(first, minutes=25), replace(closing, minutes=20), replace(middle, minutes=15))
    (asked,) = (i for i in office.case.invitations if i.participant_id == nav.id)
    assert asked.offered is not None
    theirs = Window(start=at("2026-11-24 10:45"), end=at("2026-11-24 11:00"))
    held = replace(asked, offered=replace(asked.offered, window=theirs))
    office.edit(lambda case: case.with_changed(replace(meeting, parts=parts), held))
    return office


def test_a_delay_is_taken_from_what_comes_before_nav_and_stays_so_when_that_begins() -> None:
    """Nav is expected at 10.45 all the time: the part before is five minutes shorter, as it was."""
    office = last(started())
    press(office, "10:20", Deed.LONGER, minutes=5)
    assert clocks(office, "10:20") == ["10.30", "10.45", "11.00"]
    press(office, "10:30", Deed.NEXT)
    assert clocks(office, "10:30") == ["10.45", "11.00"]


def test_what_is_begun_late_ends_in_time_for_who_comes_after_it() -> None:
    """Ten minutes late the first part is shorter, and Nav is in and out as they said."""
    assert clocks(started("2026-11-24 10:10"), "10:10") == ["10.20", "10.35", "11.00"]


def test_nothing_is_shorter_in_vain() -> None:
    """Nav gave ten minutes for fifteen: no part before is shortened, since none comes earlier."""
    office = started()
    nav = office.person(Role.NAV_ADVISER)
    (asked,) = (i for i in office.case.invitations if i.participant_id == nav.id)
    assert asked.offered is not None
    theirs = Window(start=at("2026-11-24 10:20"), end=at("2026-11-24 10:30"))
    held = replace(asked, offered=replace(asked.offered, window=theirs))
    office.edit(lambda case: case.with_changed(held))
    assert clocks(office, "10:00") == ["10.20", "10.35", "11.00"]


def test_it_is_told_before_somebody_is_kept_longer_than_they_said() -> None:
    """Nav said until 10.35: ten minutes more before it are told of at once, by name."""
    office = started()
    slots = timetable.timetable(office.case, state(office), office.clock)
    assert timetable.overruns(office.case, state(office), slots, office.clock) == ()
    press(office, "10:10", Deed.LONGER, minutes=10)
    slots = timetable.timetable(office.case, state(office), office.clock)
    (over,) = timetable.overruns(office.case, state(office), slots, office.clock)
    assert (over.person.role, over.until, over.ends) == (
        Role.NAV_ADVISER,
        at("2026-11-24 10:35"),
        at("2026-11-24 10:45"),
    )
    press(office, "10:11", Deed.ABSENT, Role.NAV_ADVISER)
    assert timetable.overruns(office.case, state(office), slots, office.clock) == ()


def test_seconds_keep_nobody_longer_than_they_said() -> None:
    """A part that is begun half a minute late ends at 10.35 for people; nothing is told of it."""
    office = started()
    office.clock = at("2026-11-24 10:20") + timedelta(seconds=30)
    office.do(StepMeeting(ref=office.case.ref, deed=Deed.NEXT), actor=LEADER)
    slots = timetable.timetable(office.case, state(office), office.clock)
    assert timetable.overruns(office.case, state(office), slots, office.clock) == ()


def test_nobody_is_called_before_their_time() -> None:
    """Eight minutes early, Nav is expected at 10.20 all the same, and knows of nothing else."""
    office = started()
    slots = timetable.timetable(office.case, state(office), at("2026-11-24 10:05"))
    nav = office.person(Role.NAV_ADVISER).id
    assert timetable.waiting(office.case, state(office), slots) == {nav: at("2026-11-24 10:20")}


# --- what cannot be -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "error"),
    [
        ("2026-11-23 10:00", errors.TooEarlyToStartError),
        ("2026-11-24 08:59", errors.TooEarlyToStartError),
        ("2026-11-24 13:01", errors.TooLateToStartError),
        ("2026-11-25 10:00", errors.TooLateToStartError),
    ],
)
def test_it_is_started_on_its_day(clock: str, error: type[errors.RuleError]) -> None:
    """From an hour before until two hours after; a day early or late is refused."""
    office = ready(clock)
    before = office.case
    with pytest.raises(error):
        office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    assert office.case == before


def test_what_is_cancelled_is_not_started() -> None:
    """The refusal names the day of the meeting that is off."""
    office = ready("2026-11-20 10:00")
    office.do(office.cancel())
    with pytest.raises(errors.MeetingOffError) as refused:
        office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    assert refused.value.on == day("2026-11-24")
    with pytest.raises(errors.NoMeetingError):
        office.do(StartMeeting(ref=office.case.ref, kind=MeetingKind.SHM2), actor=LEADER)


def test_what_never_started_is_not_ended_or_steered() -> None:
    """Nor is it by yesterday's card."""
    office = ready()
    with pytest.raises(errors.NotRunningError):
        office.do(EndMeeting(ref=office.case.ref), actor=LEADER)
    with pytest.raises(errors.NotRunningError):
        press(office, "10:20", Deed.NEXT)


def test_two_who_press_at_once_press_once() -> None:
    """The second hears who pressed and when, and nothing happens twice; nor on an old card."""
    office = started()
    with pytest.raises(errors.AlreadyRunningError) as twice:
        office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=SECRETARY)
    assert twice.value.by == "Leif"
    mark = office.case.runs[-1].mark
    press(office, "10:20", Deed.NEXT, mark=mark)
    after = office.case
    for actor in (LEADER, SECRETARY):
        again = StepMeeting(ref=office.case.ref, deed=Deed.NEXT, mark=mark)
        with pytest.raises(errors.RunMovedOnError) as moved:
            office.do(again, actor=actor)
        assert (moved.value.by, moved.value.at) == ("Leif", at("2026-11-24 10:20"))
    assert office.case == after
    end(office, "11:00")
    with pytest.raises(errors.RunOverError):
        office.do(EndMeeting(ref=office.case.ref, mark=mark), actor=LEADER)


def test_what_is_over_is_over_also_when_it_is_typed() -> None:
    """Nobody is told to start a meeting that was ended today; the day after none goes on."""
    office = started()
    end(office, "11:00")
    for command in (
        EndMeeting(ref=office.case.ref),
        StepMeeting(ref=office.case.ref, deed=Deed.NEXT),
    ):
        with pytest.raises(errors.RunOverError) as told:
            office.do(command, actor=LEADER)
        assert told.value.at == at("2026-11-24 11:00")
    office.clock = at("2026-11-25 11:00")
    with pytest.raises(errors.NotRunningError):
        office.do(EndMeeting(ref=office.case.ref), actor=LEADER)


def test_colleagues_follow_and_a_second_leader_takes_over() -> None:
    """Who leads and the office act; another takes over first, and then the first one follows."""
    office = started()
    following = StepMeeting(ref=office.case.ref, deed=Deed.NEXT)
    with pytest.raises(errors.NotLeadingError) as refused:
        office.do(following, actor=DOCTOR, why="leder videre")
    assert refused.value.leader == "Leif"
    over = StepMeeting(ref=office.case.ref, deed=Deed.TAKE_OVER)
    office.do(over, actor=DOCTOR, why="leder videre")
    assert state(office).leader == DOCTOR
    with pytest.raises(errors.NotLeadingError):
        office.do(following, actor=LEADER)
    with pytest.raises(errors.AlreadyLeadingError):
        office.do(over, actor=DOCTOR, why="leder videre")
    with pytest.raises(errors.NotAllowedError):
        office.do(over, actor=SECRETARY)
    office.do(following, actor=SECRETARY)
    assert state(office).now_on.part == 1


def test_nobody_is_let_into_a_part_that_is_not_theirs() -> None:
    """R23, R13: Nav waits for its part, and does not come in at all when the consent is gone."""
    office = started()
    with pytest.raises(errors.NotTheirPartError):
        press(office, "10:05", Deed.CAME, Role.NAV_ADVISER)
    press(office, "10:20", Deed.NEXT)
    office.do(WithdrawConsent(ref=office.case.ref, role=Role.NAV_ADVISER))
    now = state(office)
    assert Role.NAV_ADVISER not in {p.role for p in running.in_room(office.case, now, office.clock)}
    with pytest.raises(errors.GateClosedError):
        press(office, "10:25", Deed.CAME, Role.NAV_ADVISER)


@pytest.mark.parametrize(
    ("deed", "said", "error"),
    [
        (Deed.RESUME, {}, errors.NotPausedError),
        (Deed.LONGER, {"minutes": 0}, errors.MinutesError),
        (Deed.LONGER, {"minutes": 61}, errors.MinutesError),
        (Deed.REORDER, {"parts": (1, 2)}, errors.NothingToReorderError),
        (Deed.REORDER, {"parts": (1,)}, errors.NothingToReorderError),
        (Deed.CAME, {"role": Role.GP}, errors.AlreadyHereError),
        (Deed.LEFT, {"role": Role.NAV_ADVISER}, errors.NotHereError),
        (Deed.LATE, {"role": Role.NAV_ADVISER, "minutes": 0}, errors.MinutesError),
        (Deed.LATE, {"role": Role.NAV_ADVISER, "minutes": 241}, errors.MinutesError),
        (Deed.ABSENT, {}, errors.NobodyToInviteError),
    ],
)
def test_what_makes_no_sense_is_a_conflict(
    deed: Deed, said: dict[str, object], error: type[errors.RuleError]
) -> None:
    """Each is refused by name, and changes nothing."""
    office = started()
    before = office.case
    with pytest.raises(error):
        press(office, "10:05", deed, **said)  # type: ignore[arg-type] # any field
    assert office.case == before


def test_the_last_part_has_no_next_and_a_pause_no_second() -> None:
    """After the last part the meeting is ended, not moved on."""
    office = started()
    press(office, "10:20", Deed.NEXT)
    press(office, "10:35", Deed.NEXT)
    with pytest.raises(errors.LastPartError):
        press(office, "10:40", Deed.NEXT)
    press(office, "10:41", Deed.PAUSE)
    with pytest.raises(errors.AlreadyPausedError):
        press(office, "10:42", Deed.PAUSE)
    over = office.person(Role.NAV_ADVISER).id
    with pytest.raises(errors.NotTheirPartError):
        office.do(StepMeeting(ref=office.case.ref, deed=Deed.LATE, who=over, minutes=5))


@pytest.mark.parametrize(
    ("length", "error"), [(0, errors.PartMinutesError), (600, errors.MeetingTooLongError)]
)
def test_a_part_of_no_or_of_endless_minutes_is_not_started(
    length: int, error: type[errors.RuleError]
) -> None:
    """R21: such a part is put right first."""
    office = ready()
    meeting = office.case.meetings[-1]
    parts = (replace(meeting.parts[0], minutes=length), *meeting.parts[1:])
    office.edit(lambda case: case.with_changed(replace(meeting, parts=parts)))
    with pytest.raises(error):
        office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)


def test_a_meeting_to_which_nobody_came_was_not_held() -> None:
    """It is refused as held; whoever came all the same makes it one."""
    office = started()
    for role in (Role.GP, Role.PATIENT, Role.NAV_ADVISER):
        press(office, "10:10", Deed.ABSENT, role)
    with pytest.raises(errors.NobodyCameError):
        end(office, "10:15")
    press(office, "10:16", Deed.CAME, Role.PATIENT)
    end(office, "10:30")
    assert office.case.meetings[-1].held is True


def test_a_forgotten_meeting_can_only_be_ended_when_it_was_to_end() -> None:
    """Yesterday's card steers nothing; *avslutt* ends it as it was planned, not the day after."""
    office = started()
    office.clock = at("2026-11-25 09:00")
    with pytest.raises(errors.RunForgottenError):
        office.do(StepMeeting(ref=office.case.ref, deed=Deed.NEXT), actor=LEADER)
    office.do(EndMeeting(ref=office.case.ref), actor=LEADER)
    assert office.case.runs[-1].ended_at == at("2026-11-24 11:00")
    assert office.case.date_of(Milestone.SHM1_HELD) == day("2026-11-24")


def test_it_ends_though_a_milestone_before_it_is_missing() -> None:
    """R5: the run is over; the meeting is recorded when the start of the assessment has been."""
    office = everybody()
    office.clock = at(TEN)
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    end(office, "11:00")
    assert office.case.runs[-1].ended_at == at("2026-11-24 11:00")
    assert office.case.meetings[-1].held is None


@pytest.mark.parametrize("start", ["2026-11-24 23:30", "2027-03-28 01:40", "2026-10-25 02:30"])
def test_midnight_and_the_hour_that_comes_or_goes_change_nothing(start: str) -> None:
    """C2: sixty minutes are sixty minutes, and the day is the one on which it began."""
    office = ready("2026-10-06 10:00")
    moved = replace(office.case.meetings[-1], start=wall(start))
    office.edit(lambda case: case.with_changed(moved))
    office.clock = moved.starts_at
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    slots = timetable.timetable(office.case, state(office), office.clock)
    assert slots[-1].window.end - slots[0].window.start == timedelta(minutes=60)
    office.clock += timedelta(minutes=60)
    office.do(EndMeeting(ref=office.case.ref), actor=LEADER)
    assert office.case.date_of(Milestone.SHM1_HELD) == day(start[:10])
    log = run_log.run_log(office.case, state(office), office.clock)
    assert [part.lasted for part in log] == [timedelta(minutes=60)]


def oslo(window: Window) -> str:
    """As "00.10–00.25" in Oslo."""
    clocks = (moment.astimezone(ZoneInfo("Europe/Oslo")) for moment in (window.start, window.end))
    return "–".join(f"{clock:%H.%M}" for clock in clocks)


@pytest.mark.parametrize(
    ("start", "theirs", "parts"),
    [
        ("2026-11-24 23:50", "00.10–00.25", ["23.50–00.20", "00.20–00.35", "00.35–00.50"]),
        ("2027-03-28 01:45", "03.05–03.20", ["01.45–03.15", "03.15–03.30", "03.30–03.45"]),
        ("2026-10-25 02:45", "02.05–02.20", ["02.45–02.15", "02.15–02.30", "02.30–02.45"]),
    ],
)
def test_a_delay_over_midnight_or_the_hour_that_comes_or_goes(
    start: str, theirs: str, parts: list[str]
) -> None:
    """C2: Nav's window, their new minute and the next part are right by the clock on the wall."""
    office = ready("2026-10-06 10:00")
    moved = replace(office.case.meetings[-1], start=wall(start))
    nav, ten = office.person(Role.NAV_ADVISER), timedelta(minutes=10)
    for one in office.case.invitations_to(moved.id):
        own = agenda.own_window(moved, office.case.participant(one.participant_id))
        assert own is not None
        assert one.offered is not None
        asked = replace(one, offered=replace(one.offered, window=own))
        office.edit(lambda case, asked=asked: case.with_changed(asked))  # type: ignore[misc] # bound now
    office.edit(lambda case: case.with_changed(moved))
    office.clock = moved.starts_at
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    assert oslo(awaited.given(office.case, state(office))[nav.id]) == theirs
    office.clock += ten
    office.do(StepMeeting(ref=office.case.ref, deed=Deed.LONGER, minutes=10), actor=LEADER)
    slots = timetable.timetable(office.case, state(office), office.clock)
    assert [oslo(slot.window) for slot in slots] == parts
    told = [s for s in office.case.sendings if s.kind is SendingKind.NEW_MINUTE]
    heard = {(one.to, oslo(one.facts.window)) for one in told if one.facts is not None}
    assert heard == {(nav.id, parts[1])}
    assert {one.channel for one in told} == {Channel.MAIL, Channel.PHONE}, "no text at night"
    office.clock += 2 * ten
    office.do(StepMeeting(ref=office.case.ref, deed=Deed.NEXT), actor=LEADER)
    assert nav in running.in_room(office.case, state(office), office.clock)
    slots = timetable.timetable(office.case, state(office), office.clock)
    assert [oslo(slot.window) for slot in slots] == parts[1:]
    assert minutes(office)[0] == (0, 30, {"patient": 30, "gp": 30})


# --- the law of the log -------------------------------------------------------------------------


def assert_sums_up(office: Office, until: datetime) -> None:
    """The law of the log."""
    now, run = state(office), office.case.runs[-1]
    log = run_log.run_log(office.case, now, until)
    whole = sum((part.lasted + part.paused for part in log), timedelta())
    assert whole == max(until, run.last_at) - run.started_at
    assert all(part.lasted >= timedelta() and part.paused >= timedelta() for part in log)
    assert [part.ended for part in log[:-1]] == [part.began for part in log[1:]]
    for part in log:
        for who, long in part.there:
            person = office.case.participant(who)
            assert timedelta() < long <= part.lasted
            assert part.part in running.own_parts(office.case, now, person)


def test_a_call_that_was_made_early_is_not_taken_back() -> None:
    """R15: a meeting that ends before its time was held, and nobody hears that a call is off."""
    office = ready("2026-11-24 09:20")
    patient, phone = office.person(Role.PATIENT).id, Attendance.TELEPHONE
    rung = ChangeParticipant(ref=office.case.ref, who=patient, attends=phone, phone="11111111")
    office.do(rung)
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    end(office, "09:40")
    assert office.case.meetings[-1].held
    told = [s.content.subject for s in office.case.sendings if s.why == "R15"]
    assert told == ["ring_participant"]


# --- a part waits for Nav (R23) -----------------------------------------------------------------


def short(office: Office) -> list[tuple[str, str]]:
    """Of whom it is told that the part ends before they have had their time, and when it does."""
    now, at_now = state(office), office.clock
    slots = timetable.timetable(office.case, now, at_now)
    found = timetable.cut_short(office.case, now, slots, at_now)
    return [(one.person.role, f"{one.ends + timedelta(hours=1):%H.%M}") for one in found]


def test_a_part_lasts_until_nav_has_had_their_time() -> None:
    """Nav is twenty minutes late, at 10.40: the part goes on until 10.55, the last one is short."""
    office = started()
    press(office, "10:10", Deed.LATE, Role.NAV_ADVISER, minutes=20)
    assert clocks(office, "10:10") == ["10.20", "10.55", "11.00"]
    press(office, "10:20", Deed.NEXT)
    assert clocks(office, "10:20") == ["10.55", "11.00"]
    assert short(office) == []
    press(office, "10:30", Deed.CAME, Role.NAV_ADVISER)
    assert clocks(office, "10:30") == ["10.45", "11.00"]


def test_a_part_begun_early_waits_for_who_was_asked_for_later() -> None:
    """R23: begun at 10.02 with Nav asked for 10.20: fifteen minutes from then, or from Kom."""
    office = started()
    press(office, "10:02", Deed.NEXT)
    assert clocks(office, "10:02") == ["10.35", "11.00"]
    press(office, "10:05", Deed.CAME, Role.NAV_ADVISER)
    assert clocks(office, "10:05") == ["10.20", "10.45"]


def test_nobody_else_is_kept_for_nav_and_it_is_told() -> None:
    """Forty minutes late there is no time left within what others gave: Nav is named."""
    office = started()
    press(office, "10:20", Deed.NEXT)
    press(office, "10:21", Deed.LATE, Role.NAV_ADVISER, minutes=30)
    assert clocks(office, "10:21") == ["10.55", "11.00"]
    assert short(office) == [(Role.NAV_ADVISER, "10.55")]
    press(office, "10:22", Deed.ABSENT, Role.NAV_ADVISER)
    assert short(office) == []


def test_more_time_is_counted_from_now_where_the_part_is_over() -> None:
    """*+5 min* at 10.32 in a part that was to end at 10.20: until 10.37, and once more 10.42."""
    office = started()
    press(office, "10:32", Deed.LONGER, minutes=5)
    assert clocks(office, "10:32")[0] == "10.37"
    press(office, "10:33", Deed.LONGER, minutes=5)
    assert clocks(office, "10:33")[0] == "10.42"
    office = started()
    press(office, "10:02", Deed.NEXT)
    press(office, "10:03", Deed.LONGER, minutes=5)
    assert clocks(office, "10:03")[0] == "10.40"
