"""The day before a meeting its leader and clinicians are told who comes (R17, R22)."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from pathway.commands import (
    AddParticipant,
    ArrangeNext,
    ChangeMeeting,
    ChangeParticipant,
    MoveMeeting,
    NameWriters,
    RecordMilestone,
    RecordWishes,
)
from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.service import PROGRAM
from pathway.service.daemon import chatting, showing
from pathway.words import Attendance, MeetingKind, Milestone, PromiseKind, Role, Verdict
from tests.pathway.build import DOCTOR, LEADER, at, day, wall
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody
from tests.pathway.test_service_chatting import CHAT
from tests.pathway.test_service_papers import FINISH, finished
from tests.pathway.test_service_registering import record

SHM1, SHM2 = MeetingKind.SHM1, MeetingKind.SHM2
CLINIC = Attendance.CLINIC


def briefings(office: Office) -> list[Sending]:
    """Every briefing that was written."""
    return [s for s in office.case.sendings if s.content.subject.endswith("briefing")]


def told(office: Office) -> list[tuple[str, str]]:
    """To whom, and on which day."""
    return [(s.to, f"{s.created_at:%Y-%m-%d}") for s in briefings(office)]


def test_the_leader_hears_once_the_day_before() -> None:
    """R17: on the working day before, once; the answers are as they are that morning."""
    office = everybody()
    office.answer(Verdict.DECLINED, Role.NAV_ADVISER)
    office.until("2026-11-24")
    assert told(office) == [(LEADER, "2026-11-23")]


def test_a_move_is_another_briefing() -> None:
    """R17: another day has a day before of its own; the hours of one day have the same."""
    office = everybody()
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-24 12:00")))
    office.until("2026-11-23")
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-26 10:00")))
    office.until("2026-11-27")
    assert told(office) == [(LEADER, "2026-11-23"), (LEADER, "2026-11-25")]
    assert not office.owed(PromiseKind.BRIEFING)


def test_what_is_called_off_needs_no_briefing() -> None:
    """R17: nobody is told of a meeting that will not be."""
    office = everybody()
    office.do(office.cancel())
    office.until("2026-11-24")
    assert told(office) == []


@pytest.mark.parametrize("written", [False, True])
def test_of_shm2_what_was_agreed_is_said(*, written: bool) -> None:
    """R24: who was at SHM1, that the plan is finished, who lacks it, and whether it can be read."""
    office = everybody()
    office.edit(lambda case: replace(case, clinician=DOCTOR))
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.clock = at("2026-11-24 12:00")
    held = RecordMilestone(ref=office.case.ref, milestone=Milestone.SHM1_HELD, on=day("2026-11-24"))
    office.do(held)
    office.do(finished(office, FINISH))
    office.do(ArrangeNext(ref=office.case.ref, start=wall("2027-04-27 10:00")))
    office.do(NameWriters(ref=office.case.ref, kind=SHM2, minute_taker=DOCTOR))
    office.clinic = replace(office.clinic, plan_text=written)
    office.until("2027-04-27")
    (row,) = briefings(office)
    assert ("readable=yes" in row.content.text) is written
    assert "met_before=2026-11-24" in row.content.text
    assert "there=patient,gp,nav_adviser" in row.content.text
    assert "plan=finished without=patient,gp,nav_adviser" in row.content.text
    assert f"minute_taker={office.clinic.member(DOCTOR).name}" in row.content.text


def test_who_comes_when_from_where_and_what_is_wished() -> None:
    """R15, R16: each with window, way and answer, the interpreter too; who said no; the wishes."""
    office = everybody()
    office.do(AddParticipant(ref=office.case.ref, role=Role.INTERPRETER, name="", attends=CLINIC))
    wish = "mor ikke mens Nav er der"
    office.do(RecordWishes(ref=office.case.ref, place="Rom 2", leader=DOCTOR, parts=wish))
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, place="Møterom 2"))
    office.answer(Verdict.DECLINED, Role.NAV_ADVISER)
    office.until("2026-11-24")
    said = briefings(office)[-1].content.text
    lines = [line.split("\t") for line in said.split("\n") if "\t" in line]
    assert [(line[0].split("=")[-1], line[4], line[6].split(" ")[0]) for line in lines] == [
        ("patient", "video", "sent"),
        ("gp", "video", "accepted"),
        ("interpreter", "clinic", ""),
    ]
    assert {line[2][11:16] for line in lines} == {"09:00"}
    doctor = office.clinic.member(DOCTOR).name
    assert f"away=nav_adviser where=Møterom 2 place=Rom 2 parts={wish} wished={doctor}" in said


# --- what changes after it was told --------------------------------------------------------------


def told_in_chat() -> Office:
    """The leader has a chat, and the briefing of the day before was posted there."""
    office = everybody()
    in_chat(office)
    office.until("2026-11-23")
    posted(office)
    return office


def in_chat(office: Office) -> None:
    """The leader has a chat."""
    chat = replace(CHAT, staff_id=LEADER, seen_at=office.clock)
    office.run(lambda context: context.ledger.put_chat(chat))


def posted(office: Office) -> list[Sending]:
    """Everything that waits for the leader is posted; what it was."""
    found = []
    while row := office.run(lambda context: chatting.claim(context, LEADER), PROGRAM):
        done = partial(chatting.delivered, staff_id=LEADER, sending_id=row.id)
        office.run(partial(done, message_id=f"post-{row.id}"), PROGRAM)
        found.append(row)
    return found


def test_who_comes_after_all_is_put_right_in_its_place() -> None:
    """R17: a no after the briefing edits it once; the same again, or nothing new, edits nothing."""
    office = told_in_chat()
    (told_row,) = briefings(office)
    office.answer(Verdict.DECLINED, Role.NAV_ADVISER)
    edits = [row for row in posted(office) if row.kind is SendingKind.EDIT]
    assert [row.message_id for row in edits] == [f"post-{told_row.id}"]
    assert edits[0].content != told_row.content
    office.no_wishes()
    assert [row for row in posted(office) if row.kind is SendingKind.EDIT] == []
    joins = AddParticipant(ref=office.case.ref, role=Role.CLINICIAN, staff_id=DOCTOR, must=True)
    office.do(joins)
    assert [row.to for row in posted(office) if row.kind is SendingKind.EDIT] == [LEADER]


@pytest.mark.parametrize("way", ["posted", "on the page", "copied"])
def test_what_waits_to_be_shown_says_what_holds_now(way: str) -> None:
    """R17: Nav says no before the leader has read it, in the chat, on the page or as a copy."""
    office = everybody()
    if way == "posted":
        in_chat(office)
    office.until("2026-11-23")
    office.answer(Verdict.DECLINED, Role.NAV_ADVISER)
    if way == "posted":
        shown = posted(office)
    elif way == "on the page":
        shown = list(office.run(showing.show_waiting, LEADER))
    else:
        copies = partial(showing.show_copies, since=office.clock, seen=())
        shown = list(office.run(copies, LEADER))
    (row,) = [one for one in shown if one.content.subject == "briefing"]
    assert "away=nav_adviser" in row.content.text


def test_what_waits_of_a_meeting_that_is_off_is_not_shown() -> None:
    """R17: called off before it was read, by the leader who leads it no more too."""
    for gone in (True, False):
        office = everybody()
        office.until("2026-11-23")
        by_another = ChangeMeeting(ref=office.case.ref, kind=SHM1, leader=DOCTOR)
        office.do(office.cancel() if gone else by_another)
        shown = office.run(showing.show_waiting, LEADER)
        assert [one.content.subject for one in shown if one.why != "F18"] == []
        assert briefings(office)[0].status is SendingStatus.DROPPED


def test_what_was_posted_of_a_meeting_that_is_off_says_so() -> None:
    """R17: the briefing that was read says in its place that the meeting will not be."""
    office = told_in_chat()
    office.do(office.cancel())
    (edit,) = [row for row in posted(office) if row.kind is SendingKind.EDIT]
    assert (edit.content.subject, "off=yes" in edit.content.text) == ("meeting_changed", True)


def test_what_has_begun_is_not_put_right() -> None:
    """When the meeting's time has come, its briefing stands as it was."""
    office = told_in_chat()
    office.clock = at("2026-11-24 10:01")
    nav, way = office.person(Role.NAV_ADVISER).id, Attendance.TELEPHONE
    by_phone = ChangeParticipant(ref=office.case.ref, who=nav, attends=way, phone="21999933")
    office.do(by_phone)
    assert [row for row in posted(office) if row.kind is SendingKind.EDIT] == []


def test_a_meeting_that_is_moved_far_away_leaves_its_briefing() -> None:
    """The day before the other day has a briefing of its own."""
    office = told_in_chat()
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-12-15 10:00")))
    assert [row for row in posted(office) if row.kind is SendingKind.EDIT] == []
