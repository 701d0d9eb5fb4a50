"""The leader and the clinicians hear in chat what becomes of a meeting that is near (D4, F18)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.commands import (
    AddParticipant,
    ChangeMeeting,
    Invite,
    MoveMeeting,
    RecordMilestone,
    StartMeeting,
    StepMeeting,
    StopPathway,
)
from pathway.outgoing import Hours, Sending
from pathway.run import Deed
from pathway.service.daemon import showing
from pathway.words import CaseRef, ClosedReason, Milestone, Role
from tests.pathway.build import DOCTOR, LEADER, SECRETARY, at, day, wall
from tests.pathway.office import Office
from tests.pathway.test_running import SHM1, end, ready

REF = CaseRef("")
NEW = "https://video.example/new"


def told(office: Office) -> list[Sending]:
    """What was told of a meeting that is changed."""
    return [s for s in office.case.sendings if s.content.subject == "meeting_changed"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (MoveMeeting(ref=REF, kind=SHM1, start=wall("2026-11-24 12:00")), "to=2026-11-24T11:00"),
        (ChangeMeeting(ref=REF, kind=SHM1, place="Rom 4"), "where=Rom 4"),
        (ChangeMeeting(ref=REF, kind=SHM1, link=NEW), f"link={NEW}"),
        (StopPathway(ref=REF, reason=ClosedReason.WITHDREW), "off=yes"),
    ],
    ids=["moved", "place", "link", "closed"],
)
def test_who_leads_hears_also_as_no_participant(change: MoveMeeting, said: str) -> None:
    """D4: changed at 08.30 for 10.00 by the office: the leader reads it at once."""
    office = ready("2026-11-24 08:30")
    office.do(replace(change, ref=office.case.ref))
    (row,) = told(office)
    assert (row.to, said in row.content.text) == (LEADER, True)
    assert row in [replace(one, status=row.status, done_at=None) for one in _shown(office)]


def _shown(office: Office) -> tuple[Sending, ...]:
    return office.run(showing.show_waiting, LEADER)


def test_off_at_half_past_six_is_told_at_seven() -> None:
    """F18: what is about today's meeting may leave from 07.00."""
    office = ready("2026-11-24 06:30")
    office.do(office.cancel())
    (row,) = told(office)
    assert (row.hours, row.not_before) == (Hours.TODAY, at("2026-11-24 07:00"))


def test_clinicians_who_come_hear_and_whoever_did_it_does_not() -> None:
    """The leader moves it: the clinician hears, the leader knows."""
    office = ready("2026-11-23 10:00")
    joins = AddParticipant(ref=office.case.ref, role=Role.CLINICIAN, staff_id=DOCTOR)
    office.do(joins)
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.CLINICIAN))
    office.clock = at("2026-11-24 08:30")
    office.do(office.cancel())
    assert {row.to for row in told(office)} == {LEADER, DOCTOR}
    office = ready("2026-11-24 08:30")
    office.clinic = replace(
        office.clinic,
        staff=tuple(
            replace(one, roles=one.roles | {Role.SECRETARY}) if one.id == LEADER else one
            for one in office.clinic.staff
        ),
    )
    office.do(office.cancel(), actor=LEADER)
    assert told(office) == []


def test_another_leader_and_the_one_before_both_hear() -> None:
    """D5: on the day before too, when the first has been briefed already."""
    office = ready("2026-11-23 14:00")
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, leader=DOCTOR))
    assert {row.to for row in told(office)} == {LEADER, DOCTOR}


@pytest.mark.parametrize(
    ("clock", "number"), [("2026-11-20 14:00", 0), ("2026-11-23 14:00", 1)], ids=str
)
def test_it_is_off_is_told_from_the_day_of_the_briefing_on(clock: str, number: int) -> None:
    """R17: whoever was briefed on Monday hears on Monday; on Friday the calendar is enough."""
    office = ready(clock)
    office.do(office.cancel())
    assert len(told(office)) == number


def test_a_link_on_the_day_before_is_no_news() -> None:
    """R17: the briefing is put right in its place, quietly."""
    office = ready("2026-11-23 14:00")
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link=NEW))
    assert told(office) == []


def test_while_it_runs_whoever_leads_now_hears() -> None:
    """A colleague has taken over: another link at 10.10 is told to both; its end to nobody."""
    office = ready("2026-11-24 10:00")
    office.edit(lambda case: replace(case, clinician=DOCTOR))
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    office.clock = at("2026-11-24 10:05")
    office.do(StepMeeting(ref=office.case.ref, deed=Deed.TAKE_OVER), actor=DOCTOR)
    office.clock = at("2026-11-24 10:10")
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link=NEW), actor=SECRETARY)
    assert {row.to for row in told(office)} == {LEADER, DOCTOR}
    end(office, "10:50", actor=DOCTOR)
    assert len(told(office)) == 2


def test_what_is_over_is_no_news() -> None:
    """Recorded as not held in the afternoon: nobody waits for it any more."""
    office = ready("2026-11-24 14:00")
    office.do(
        RecordMilestone(
            ref=office.case.ref,
            milestone=Milestone.SHM1_HELD,
            on=day("2026-11-24"),
            held=False,
            reason="syk",
        )
    )
    assert told(office) == []
