"""A time is sought: who must be there, until when, and what is known of everybody's time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from pathway.case import Case
from pathway.clinic import LinkProvider, Staff, VideoRoom
from pathway.commands import ArrangeAppointment, AskTimes, RecordAbsence, StopTimes
from pathway.errors import MilestoneOrderError
from pathway.freebusy import BusyTime, CalendarFault, KeptCalendar, Schedule
from pathway.model import Window
from pathway.service import PROGRAM
from pathway.service.times import busy_times
from pathway.service.times.timing import Sought
from pathway.slots import Found
from pathway.suiting import Attendee, Why, Wish, why_not
from pathway.words import MeetingKind, Milestone, Role, StaffId, Verdict
from tests.pathway.build import (
    DOCTOR,
    LEADER,
    SECRETARY,
    a_clinic,
    answered,
    at,
    day,
    invited,
    meeting_at,
    reached,
    ready_case,
    wall,
    window,
    with_clinician,
)
from tests.pathway.office import Office

PSYCHOLOGIST = StaffId("psykolog")
HOUR = timedelta(hours=1)
ROOM, ROOM_2 = (f"https://join.nhn.no/webapp/conference/99900{n}" for n in (1, 2))
CLINIC = a_clinic(
    staff=(
        *a_clinic().staff,
        Staff(id=PSYCHOLOGIST, name="Pål", roles=frozenset({Role.CLINICIAN})),
    ),
    video_rooms=(VideoRoom(link=ROOM),),
)


def an_office(case: Case, now: str = "2026-11-02 12:00") -> Office:
    """With this case."""
    office = Office(clinic=CLINIC, clock=at(now))
    office.register()
    office.edit(lambda _: replace(case, id=office.case.id, ref=office.case.ref))
    return office


def seek(office: Office, kind: MeetingKind = MeetingKind.SHM1, **said: object) -> Sought:
    """What the secretary asks."""
    return office.desk(lambda desk: desk.times(office.cases[0], kind, **said))  # type: ignore[arg-type]


def busy(office: Office, who: StaffId, *times: BusyTime | Window) -> None:
    """This is all that stands in somebody's calendar."""
    span = Window(start=office.clock, end=office.clock + busy_times.AHEAD)
    firm = tuple(BusyTime(start=one.start, end=one.end) for one in times)
    found = {who: Schedule(busy=firm)}
    office.run(lambda context: busy_times.learnt(context, found, span), PROGRAM)


def all_week(days: str = "2026-11-02 00:00", until: str = "2027-02-01 00:00") -> Window:
    """Always busy."""
    return window(days, until)


def starts(found: Found) -> list[datetime]:
    """When."""
    return [one.start for one in found.times]


def attendee(sought: Sought, who: str) -> Attendee:
    """One of them."""
    return next(one for one in sought.search.attendees if one.id == who)


def whys(sought: Sought, start: str) -> list[tuple[Why, str]]:
    """What speaks against a time, and whose it is."""
    reasons = why_not(sought.search, wall(start))
    return [(reason.why, reason.who.id if reason.who else "") for reason in reasons]


def arranged() -> Case:
    """SHM1 is arranged with clinician, leader and GP, in the template with Nav."""
    return with_clinician(ready_case())


@pytest.fixture
def office_of() -> Office:
    """An office in whose only case SHM1 is arranged."""
    return an_office(arranged())


def test_everybody_with_a_part_is_sought_for() -> None:
    """Each with their own part; the leader, who is no participant, must be there throughout."""
    sought = seek(an_office(arranged()))
    people = {one.id: (one.role, one.must) for one in sought.search.attendees}
    assert people["lege"] == (Role.CLINICIAN, True)
    assert people[LEADER] == (Role.LEADER, True)
    assert attendee(sought, LEADER).until == HOUR
    assert [name for name, _ in sought.calendars] == ["Lise", "Leif"]


def test_only_the_own_part_must_be_free() -> None:
    """A clinician who is busy in part 3 alone, and attends 1 and 2, does not stop the time."""
    case = with_clinician(arranged(), "psykolog")
    meeting = case.meetings[0]
    *first, last = meeting.parts
    apart = replace(last, left_out=frozenset({case.participants[-1].id}))
    office = an_office(case.with_changed(replace(meeting, parts=(*first, apart))))
    for who in (DOCTOR, LEADER, PSYCHOLOGIST):
        busy(office, who)
    busy(office, PSYCHOLOGIST, window("2026-12-08 10:50", "2026-12-08 12:00"))
    assert whys(seek(office), "2026-12-08 10:00") == []
    busy(office, PSYCHOLOGIST, window("2026-12-08 10:35", "2026-12-08 12:00"))
    assert whys(seek(office), "2026-12-08 10:00") == [(Why.BESIDE, "psykolog")]
    busy(office, PSYCHOLOGIST, window("2026-12-08 10:34", "2026-12-08 12:00"))
    assert whys(seek(office), "2026-12-08 10:00") == [(Why.BUSY, "psykolog")]


def test_one_who_need_not_come_only_lowers() -> None:
    """Marked may: a time suits all the same, after those that suit everybody (R16)."""
    case = with_clinician(arranged(), "psykolog", must=False)
    office = an_office(case)
    for who in (DOCTOR, LEADER):
        busy(office, who)
    busy(office, PSYCHOLOGIST, window("2026-11-02 00:00", "2026-12-10 00:00"))
    sought = seek(office)
    assert whys(sought, "2026-12-08 10:00") == [(Why.BUSY, "psykolog")]
    found = sought.found()
    assert starts(found)[0].date() >= day("2026-12-10")
    assert found.times[0].reasons == ()


def test_somebody_of_the_team_must_be_there() -> None:
    """Where every clinician may come and none can, the time is not one (R16)."""
    case = meeting_at(with_clinician(ready_case(), must=False), leader="")
    office = an_office(case)
    busy(office, DOCTOR, window("2026-12-08 00:00", "2026-12-09 00:00"))
    assert (Why.NOBODY, "") in whys(seek(office), "2026-12-08 10:00")


def test_what_was_offered_to_a_clinician_is_this_meeting() -> None:
    """A clinician who is asked to it has it in the calendar, and may have something else beside."""
    office = an_office(invited(arranged(), "lege"))
    busy(office, DOCTOR, window("2026-11-24 10:00", "2026-11-24 11:30"))
    assert (Why.BUSY, "lege") not in whys(seek(office), "2026-11-24 10:00")
    assert (Why.BUSY, "lege") in whys(seek(office), "2026-11-24 10:15")


def test_meetings_of_other_cases_are_never_touched() -> None:
    """A clinician's meeting in another case stops a time, and what is back to back is avoided."""
    office = an_office(arranged())
    other = replace(arranged(), id="other", ref="P4R3")  # type: ignore[arg-type]
    office.store.clinics[CLINIC.id].cases[other.id] = meeting_at(other, "2026-12-08 10:00")
    sought = seek(office)
    assert (Why.OTHER_MEETING, "lege") in whys(sought, "2026-12-08 10:30")
    assert (Why.BACK_TO_BACK, "lege") in whys(sought, "2026-12-08 11:00")
    assert (Why.BACK_TO_BACK, "lege") not in whys(sought, "2026-12-08 11:15")


def test_times_that_another_case_asks_about_are_held() -> None:
    """Whom another case holds is not proposed then until its question is over; the own may be."""
    office = an_office(arranged())
    office.register()
    other = office.case
    question = AskTimes(
        ref=other.ref,
        kind=MeetingKind.SHM1,
        starts=(wall("2026-12-08 10:00"),),
        leader=DOCTOR,
        accept_clashes=True,
    )
    assert (Why.OTHER_MEETING, "lege") not in whys(seek(office), "2026-12-08 10:30")
    office.do(question)
    assert (Why.OTHER_MEETING, "lege") in whys(seek(office), "2026-12-08 10:30")
    assert wall("2026-12-08 10:00") not in starts(seek(office).found(50))
    own = office.desk(lambda desk: desk.times(office.cases[1], MeetingKind.SHM1))
    assert (Why.OTHER_MEETING, "lege") not in whys(own, "2026-12-08 10:30")
    office.do(StopTimes(ref=other.ref, kind=MeetingKind.SHM1))
    assert (Why.OTHER_MEETING, "lege") not in whys(seek(office), "2026-12-08 10:30")


def test_what_is_held_for_this_meeting_does_not_speak_against_it() -> None:
    """Our own hold in a calendar is no doubt; what stands firm, or is held elsewhere, is one."""
    office = an_office(arranged())
    held, firm = window("2026-12-08 10:00", "2026-12-08 11:00"), window(
        "2026-12-08 12:00", "2026-12-08 13:00"
    )  # fmt: skip
    maybe = replace(firm, start=at("2026-12-08 14:00"), end=at("2026-12-08 15:00"))
    times = tuple(wall(f"2026-12-08 {one}") for one in ("10:00", "12:00"))
    ask = AskTimes(
        ref=office.cases[0].ref,
        kind=MeetingKind.SHM1,
        starts=times,
        leader=DOCTOR,
        accept_clashes=True,
    )
    office.do(ask)
    span = Window(start=office.clock, end=office.clock + busy_times.AHEAD)
    shows = (
        BusyTime(start=held.start, end=held.end, tentative=True),
        BusyTime(start=firm.start, end=firm.end),
        BusyTime(start=maybe.start, end=maybe.end, tentative=True),
    )
    found = {DOCTOR: Schedule(busy=shows)}
    office.run(lambda context: busy_times.learnt(context, found, span), PROGRAM)
    sought = seek(office)
    assert not [why for why, who in whys(sought, "2026-12-08 10:00") if who == "lege"]
    assert (Why.BUSY, "lege") in whys(sought, "2026-12-08 12:00")
    assert (Why.MAYBE_BUSY, "lege") in whys(sought, "2026-12-08 14:00")


def test_a_listed_room_rests_between_cases() -> None:
    """A room that others use at the time stops it, and within a quarter hour it is avoided."""
    case = meeting_at(arranged(), link=ROOM)
    office = an_office(case)
    other = meeting_at(replace(ready_case(), id="other", ref="P4R3"), "2026-12-08 10:00", link=ROOM)  # type: ignore[arg-type]
    office.store.clinics[CLINIC.id].cases[other.id] = other
    sought = seek(office)
    assert (Why.ROOM, "") in whys(sought, "2026-12-08 10:30")
    assert (Why.BACK_TO_BACK, "") in whys(sought, "2026-12-08 11:00")
    assert Why.BACK_TO_BACK not in {why for why, _ in whys(sought, "2026-12-08 11:15")}


def test_without_a_link_one_of_the_rooms_must_be_free() -> None:
    """P1: at NHN a time at which every listed room is taken, or nearly, is not proposed."""
    office = an_office(meeting_at(arranged(), link=""))
    cases = office.store.clinics[CLINIC.id].cases
    for ref, at_, link in (("P4R3", "10:00", ROOM), ("Q5S4", "10:30", ROOM_2)):
        other = replace(ready_case(), id=ref, ref=ref)  # type: ignore[arg-type]
        cases[other.id] = meeting_at(other, f"2026-12-08 {at_}", link=link)
    assert Why.ROOM not in {why for why, _ in whys(seek(office), "2026-12-08 10:30")}
    office.clinic = replace(
        CLINIC, video=LinkProvider.NHN, video_rooms=(*CLINIC.video_rooms, VideoRoom(link=ROOM_2))
    )
    sought = seek(office)
    found = {
        start: [why for why, who in whys(sought, f"2026-12-08 {start}") if not who]
        for start in ("09:15", "09:30", "10:30", "11:00", "11:15")
    }
    assert found == {
        "09:15": [],  # over as the second begins
        "09:30": [Why.BACK_TO_BACK],
        "10:30": [Why.ROOM],
        "11:00": [Why.BACK_TO_BACK],
        "11:15": [],
    }
    assert not {wall("2026-12-08 10:00"), wall("2026-12-08 11:00")} & set(starts(sought.found(50)))


def test_what_goes_along_is_in_nobodys_way_and_comes_where_there_is_place() -> None:
    """A slot before the meeting moves with it: its own time is free, its new one must be (R26)."""
    office = an_office(meeting_at(arranged(), "2026-11-24 10:00"))
    for start, kind in (("09:30", MeetingKind.INTERNAL), ("13:00", MeetingKind.ASSESSMENT)):
        office.do(
            ArrangeAppointment(
                ref=office.cases[0].ref,
                kind=kind,
                start=wall(f"2026-11-24 {start}"),
                minutes=30,
                people=(DOCTOR,),
            )
        )
    sought = seek(office)
    assert attendee(sought, DOCTOR).after == -HOUR / 2
    assert whys(sought, "2026-11-24 09:30") == whys(sought, "2026-11-24 10:30")
    assert (Why.SLOT_HOURS, "") in whys(sought, "2026-11-24 08:15")
    assert (Why.SLOT_HOURS, "") not in whys(sought, "2026-11-24 08:30")
    assert wall("2026-11-25 08:30") in starts(sought.found(50))
    assert (Why.OTHER_MEETING, "lege") in whys(sought, "2026-11-24 12:15")  # the assessment
    office.tick()
    slot = window("2026-11-24 09:30", "2026-11-24 10:00")
    busy(office, DOCTOR, slot, window("2026-12-08 09:30", "2026-12-08 09:45"))
    assert "lege" not in {who for _, who in whys(seek(office), "2026-11-24 09:15")}
    assert (Why.BUSY, "lege") in whys(seek(office), "2026-12-08 10:00")


def test_a_no_from_outside_is_a_time_they_cannot() -> None:
    """The time that the GP said no to is not proposed again; one they have said yes to since is."""
    declined = answered(arranged(), "gp", Verdict.DECLINED)
    sought = seek(an_office(declined))
    assert (Why.BUSY, "gp") in whys(sought, "2026-11-24 10:30")
    assert (Why.BUSY, "gp") not in whys(sought, "2026-11-24 11:00")
    again = answered(declined, "gp", Verdict.ACCEPTED, "2026-11-04 09:00")
    assert (Why.BUSY, "gp") not in whys(seek(an_office(again)), "2026-11-24 10:30")


def test_a_new_time_leaves_everybody_time_to_answer() -> None:
    """Ten working days for the GP, who said yes to the present time; twelve for Nav (F9)."""
    accepted = answered(arranged(), "gp", Verdict.ACCEPTED)
    sought = seek(an_office(accepted))
    assert sought.search.safe_from == day("2026-12-02")
    assert (Why.SHORT_NOTICE, "") in whys(sought, "2026-12-01 10:00")
    assert starts(sought.found())[0].date() == day("2026-12-02")


def test_shm2_is_proposed_in_its_best_weeks() -> None:
    """Days 154 to 175 after SHM1, never before week 16, and before the deadline (R3, F19)."""
    held = reached(arranged(), Milestone.SHM1_HELD, "2026-11-24")
    held = held.with_changed(replace(held.meetings[0], held=True))
    sought = seek(an_office(held, "2026-11-25 09:00"), MeetingKind.SHM2)
    assert sought.search.target == (day("2027-04-27"), day("2027-05-18"))
    assert sought.search.first == day("2027-03-16")
    assert sought.search.deadline == day("2027-05-24")
    assert starts(sought.found())[0].date() == day("2027-04-27")
    assert next(why for why, _ in whys(sought, "2027-04-26 10:00")) is Why.OFF_TARGET


def test_shm2_is_not_sought_before_shm1() -> None:
    """SHM1 comes first (R5)."""
    office = an_office(ready_case())
    with pytest.raises(MilestoneOrderError):
        seek(office, MeetingKind.SHM2)


def test_a_meeting_that_is_not_arranged_yet_is_sought_as_it_would_be() -> None:
    """The parts of the clinic's first template, and the responsible clinician leads."""
    office = Office(clinic=CLINIC, clock=at("2026-10-05 09:00"))
    office.register()
    office.edit(lambda case: replace(with_clinician(case, "psykolog"), clinician=DOCTOR))
    sought = seek(office)
    assert sought.search.minutes == 60
    assert attendee(sought, DOCTOR).must
    assert (sought.search.not_before, sought.search.deadline) == (None, day("2027-03-18"))
    named = seek(office, wish=Wish(first=day("2026-12-01"), last=day("2026-12-02")))
    assert {one.date() for one in starts(named.found())} == {day("2026-12-01"), day("2026-12-02")}


def test_what_is_not_known_is_said_and_lowers() -> None:
    """Nobody's calendar is free because it is not known; the times are proposed all the same."""
    office = an_office(arranged())
    assert office.run(busy_times.span_of).start == office.clock
    sought = seek(office)
    assert dict(sought.calendars) == {"Lise": None, "Leif": None}
    assert (Why.UNKNOWN, "lege") in whys(sought, "2026-12-08 10:00")
    assert len(sought.found().times) == 5


def test_nothing_in_time_says_who_is_in_the_way() -> None:
    """Later times are proposed then, and it is said which one person's yes would open some."""
    office = an_office(reached(arranged(), Milestone.ASSESSMENT_STARTED, "2026-10-19"))
    busy(office, DOCTOR, all_week(until="2027-01-12 00:00"))
    busy(office, LEADER)
    found = seek(office).found()
    assert found.late
    assert {one.date() > day("2027-01-11") for one in starts(found)} == {True}
    assert [(one.why, one.who and one.who.id) for one in found.obstacles] == [(Why.BUSY, "lege")]


def test_whose_calendars_are_read_and_when() -> None:
    """All of those in open cases at first, each again after a while; who is wished for, soon."""
    office, every = an_office(arranged()), timedelta(minutes=30)

    def due() -> list[StaffId]:
        return [one.id for one in office.run(lambda c: busy_times.due(c, every), PROGRAM)]

    assert due() == [DOCTOR, LEADER]
    busy(office, DOCTOR)
    busy(office, LEADER)
    assert due() == []
    office.clock += timedelta(minutes=2)
    assert due() == []
    seek(office)
    assert due() == [DOCTOR, LEADER]
    busy(office, DOCTOR)
    office.clock += timedelta(minutes=29)
    busy(office, LEADER)
    office.clock += timedelta(minutes=1)
    assert due() == [DOCTOR]


def test_who_stands_in_no_case_is_forgotten() -> None:
    """What was kept of somebody goes when nobody needs it (P5)."""
    office = an_office(arranged())
    busy(office, PSYCHOLOGIST, all_week())
    office.run(lambda context: busy_times.due(context, HOUR), PROGRAM)
    memory = office.store.clinics[CLINIC.id]
    assert PSYCHOLOGIST not in memory.calendars


def test_a_calendar_that_cannot_be_read_stays_as_it_was() -> None:
    """What is known is kept, with the fault and its age beside it."""
    office = an_office(arranged())
    busy(office, DOCTOR, all_week())
    read = office.clock
    office.clock += HOUR
    gone = {DOCTOR: Schedule(fault=CalendarFault.GONE)}
    span = Window(start=office.clock, end=office.clock + HOUR)
    office.run(lambda context: busy_times.learnt(context, gone, span), PROGRAM)
    kept = dict(seek(office).calendars)["Lise"]
    assert isinstance(kept, KeptCalendar)
    assert (kept.read_at, kept.tried_at, kept.fault) == (read, office.clock, CalendarFault.GONE)
    assert len(kept.busy) == 1


def test_who_is_away_is_not_free(office_of: Office) -> None:
    """From the first to the last day of an absence there is no time with one who must be there."""
    away = RecordAbsence(
        staff_id=DOCTOR, first=day("2026-11-30"), last=day("2026-12-11"), deputy=SECRETARY
    )
    office_of.do(away)
    sought = seek(office_of)
    assert (Why.AWAY, "lege") in whys(sought, "2026-11-30 10:00")
    assert (Why.AWAY, "lege") in whys(sought, "2026-12-11 14:00")
    for start in ("2026-11-27 14:00", "2026-12-14 08:00"):
        assert (Why.AWAY, "lege") not in whys(sought, start)
    found = starts(sought.found(20))
    assert found
    assert not [at_ for at_ in found if day("2026-11-30") <= at_.date() <= day("2026-12-11")]


def test_who_is_away_until_they_say_so_is_never_free(office_of: Office) -> None:
    """Nobody knows when they are back, so that no time with them is proposed, and that is said."""
    away = RecordAbsence(staff_id=DOCTOR, first=day("2026-11-02"), last=None, deputy=SECRETARY)
    office_of.do(away)
    found = seek(office_of).found()
    assert starts(found) == []
    assert [(one.why, one.who and one.who.id) for one in found.obstacles] == [(Why.BUSY, "lege")]
