"""The clinicians' own appointments in their calendars: asked, moved, called off (R9, R26)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from calendar_sync.graph.rooms import TeamsRooms
from pathway.arrivals import Handled
from pathway.clinic import LinkProvider
from pathway.commands import (
    ArrangeAppointment,
    CancelAppointment,
    MoveAppointment,
    SettleQuestion,
)
from pathway.questions import Resolution
from pathway.words import APPOINTMENTS, CaseRef, MeetingId, MeetingKind, StaffId, Verdict
from tests.calendar_sync.graph.office import GraphOffice
from tests.pathway.build import wall

BOTH = ("lea", "pal")


def arranged(
    office: GraphOffice,
    ref: CaseRef,
    kind: MeetingKind = MeetingKind.ASSESSMENT,
    start: str = "2026-11-12 09:00",
) -> MeetingId:
    """An appointment of these two."""
    people = tuple(StaffId(who) for who in BOTH)
    office.do(
        ArrangeAppointment(
            ref=ref, kind=kind, start=wall(start), minutes=60, people=people, place="Rom 2"
        )
    )
    return office.case(ref).appointments[-1].id


@pytest.mark.parametrize("kind", sorted(APPOINTMENTS))
async def test_it_is_asked_moved_and_called_off(office: GraphOffice, kind: MeetingKind) -> None:
    """It is one private event of theirs, moves as one, and each hears once of every change."""
    ref = office.invited()
    meeting = arranged(office, ref, kind)
    assert office.graph.got == [], "nothing is asked in a turn"
    await office.tick()
    (event,) = office.events()
    assert office.on(event) == set(BOTH)
    assert (event.data["hideAttendees"], event.data["sensitivity"]) == (True, "private")
    assert event.data["location"]["displayName"] == "Rom 2"
    office.do(MoveAppointment(ref=ref, meeting=meeting, start=wall("2026-11-13 12:00")))
    await office.tick(timedelta(minutes=1))
    assert office.events() == [event]
    assert office.starts(event) == "2026-11-13 11:00"
    office.do(CancelAppointment(ref=ref, meeting=meeting))
    await office.tick(timedelta(minutes=1))
    assert office.events() == []
    assert [office.told(who) for who in BOTH] == [["invited", "updated", "cancelled"]] * 2


async def test_it_is_no_event_of_the_meeting(office: GraphOffice) -> None:
    """Two in both have an event for each, also at one and the same time; one is off alone."""
    ref = office.with_doctors(*BOTH)
    people = tuple(StaffId(who) for who in BOTH)
    slot = ArrangeAppointment(
        ref=ref,
        kind=MeetingKind.ASSESSMENT,
        start=wall("2026-11-24 10:00"),
        minutes=60,
        people=people,
        accept_clashes=True,
    )
    office.do(slot)
    await office.tick()
    assert len(office.events()) == 2
    assert all(office.on(event) == set(BOTH) for event in office.events())
    office.do(CancelAppointment(ref=ref, meeting=office.case(ref).appointments[-1].id))
    await office.tick(timedelta(minutes=1))
    (left,) = office.events()
    assert office.case(ref).meetings[-1].id in {
        one.meeting_id for one in await office.book.living() if one.remote_id == left.data["id"]
    }


async def test_an_answer_in_outlook_is_the_appointments(office: GraphOffice) -> None:
    """A no to the appointment is a no to it, and leaves the meeting unanswered."""
    ref = office.with_doctors("lea")
    await office.tick()
    (shm1,) = office.events()
    arranged(office, ref)
    await office.tick(timedelta(minutes=1))
    (own,) = [event for event in office.events() if event is not shm1]
    office.graph.exchange.answer(own, "lea@klinikk.example", "declined")
    await office.read()
    case = office.case(ref)
    (answer,) = case.answers
    assert answer.verdict is Verdict.DECLINED
    assert case.invitation(answer.invitation_id).meeting_id == case.appointments[-1].id


@pytest.mark.parametrize("kind", sorted(APPOINTMENTS))
async def test_it_has_no_online_meeting(office: GraphOffice, kind: MeetingKind) -> None:
    """Also where meetings get one in Teams, an appointment is at the clinic and has no link."""
    office.clinic = replace(office.clinic, video=LinkProvider.TEAMS)
    ref = office.invited()
    arranged(office, ref, kind)
    await TeamsRooms(office.mailbox, office.book).see_to()
    await office.tick()
    (event,) = office.events()
    assert not event.data["isOnlineMeeting"]
    assert "http" not in event.data["body"]["content"]
    assert office.graph.exchange.rooms == {}


@pytest.mark.parametrize("kind", sorted(APPOINTMENTS))
async def test_dragged_by_hand_it_is_put_back_or_taken_over(
    office: GraphOffice, kind: MeetingKind
) -> None:
    """The question is the appointment's: restored it stands where it was, and moved where it is."""
    ref = office.with_doctors("lea")
    await office.tick()
    (shm1,) = office.events()
    meeting = arranged(office, ref, kind)
    await office.tick(timedelta(minutes=1))
    (own,) = [event for event in office.events() if event is not shm1]
    was, hour = office.starts(own), timedelta(hours=1)
    start = datetime(2026, 11, 13, 9, tzinfo=UTC)
    office.graph.exchange.move_by_hand(own, start, start + hour)
    assert await office.read() == [Handled.ASKED]
    (question,) = office.questions(ref)
    assert question.invitation_id in {i.id for i in office.case(ref).invitations_to(meeting)}
    office.do(SettleQuestion(ref=ref, question_id=question.id, how=Resolution.RESTORED))
    await office.tick(timedelta(minutes=1))
    assert office.starts(own) == was
    office.graph.exchange.move_by_hand(own, start, start + hour)
    assert await office.read() == [Handled.ASKED]
    told = office.told("pal")
    office.do(MoveAppointment(ref=ref, meeting=meeting, start=wall("2026-11-13 10:00")))
    await office.tick(timedelta(minutes=1))
    assert office.told("pal") == told, "they have that time already"
    assert office.questions(ref) == []
    office.graph.exchange.delete(own)
    assert await office.read() == [Handled.ASKED]
    office.do(CancelAppointment(ref=ref, meeting=meeting))
    await office.tick(timedelta(minutes=1))
    assert office.events() == [shm1]
    assert office.questions(ref) == []
