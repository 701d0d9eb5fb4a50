"""What is changed of a meeting whose time has come is told of until it is over (R17, F18)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway import leaving, run_log, running
from pathway.commands import (
    ChangeMeeting,
    ChangeParticipant,
    ChangeParts,
    MoveMeeting,
    PartFrom,
    RemoveParticipant,
    SendLinkAgain,
    StartMeeting,
    Undo,
)
from pathway.errors import MeetingInPastError, MeetingRunsError
from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.run import Deed
from pathway.words import Attendance, Channel, PromiseKind, Role, Verdict
from tests.pathway.build import DOCTOR, LEADER, at, wall
from tests.pathway.office import Office
from tests.pathway.test_plan import everybody
from tests.pathway.test_running import SHM1, end, press, ready, started, state
from tests.pathway.test_service_new_minutes import with_phone

NEW = "https://video.example/new"
GP, NAV, PATIENT = Role.GP, Role.NAV_ADVISER, Role.PATIENT
MAIL, CALL = Channel.MAIL, Channel.PHONE
UPDATE = SendingKind.UPDATE


def another_link(office: Office, clock: str) -> None:
    """The secretary puts another link in at this minute."""
    office.clock = at(f"2026-11-24 {clock}")
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link=NEW))


def updates(office: Office) -> list[Sending]:
    """Every message that something has changed."""
    return [s for s in office.case.sendings if s.kind is UPDATE]


def who(office: Office) -> set[Role]:
    """Who was told that something has changed."""
    return {row.role for row in updates(office)}


@pytest.mark.parametrize("begun", [False, True])
def test_another_link_reaches_everybody_at_once(*, begun: bool) -> None:
    """F18: at 10.05, started or not, all hear of it, and nobody is asked to answer anew."""
    office = with_phone(started() if begun else ready("2026-11-24 10:00"))
    another_link(office, "10:05")
    assert who(office) == {GP, NAV, PATIENT}
    left = office.tick("2026-11-24 10:06")
    assert {row.role for row in left if row.kind is UPDATE} == {GP, NAV, PATIENT}
    assert all(office.invitation(role).offered.link == NEW for role in (GP, NAV, PATIENT))  # type: ignore[union-attr]
    assert not any("must_answer" in row.content.text for row in updates(office))
    assert not [row for row in updates(office) if row.channel is Channel.LETTER]
    (call,) = [row for row in updates(office) if (row.role, row.channel) == (NAV, CALL)]
    assert call.id in {p.about for p in office.owed(PromiseKind.SECURE_MESSAGE)}
    assert call.status is SendingStatus.PENDING
    if begun:
        end(office, "10:30")
    office.tick("2026-11-24 11:00")
    assert call.id not in {p.about for p in office.owed(PromiseKind.SECURE_MESSAGE)}


def test_the_newest_link_is_sent_to_who_does_not_get_in() -> None:
    """*Noen kommer ikke inn* sends the new link, also when the meeting runs over its time."""
    office = started()
    another_link(office, "11:05")
    office.tick("2026-11-24 11:05")
    office.clock = at("2026-11-24 11:10")
    again = SendLinkAgain(ref=office.case.ref, kind=SHM1, who=office.person(PATIENT).id)
    office.do(again)
    (row,) = [s for s in office.tick() if s.role is PATIENT]
    assert (row.kind, row.facts.link) == (SendingKind.LINK, NEW)  # type: ignore[union-attr]


def test_who_has_no_part_left_hears_nothing() -> None:
    """Nav's part is over at 10.36: the new link is not for Nav."""
    office = started()
    press(office, "10:20", Deed.NEXT)
    press(office, "10:35", Deed.NEXT)
    another_link(office, "10:36")
    assert who(office) == {GP, PATIENT}


def test_it_is_told_with_the_minute_that_its_reader_waits_for() -> None:
    """F18: Nav was told 10.30, and hears of the link for 10.30; what Nav has agreed to stays."""
    office = with_phone(started())
    press(office, "10:06", Deed.LONGER, minutes=10)
    another_link(office, "10:10")
    rows = [row for row in updates(office) if row.role is NAV]
    assert {row.channel for row in rows} == {MAIL, CALL}
    (mail,) = [row for row in rows if row.channel is MAIL]
    assert mail.content.event is not None
    assert mail.content.event.window.start == at("2026-11-24 10:30")
    assert mail.facts == office.invitation(NAV).offered
    assert mail.facts is not None
    assert mail.facts.window.start == at("2026-11-24 10:20")


def test_another_way_of_attending_is_told_and_the_leader_rings() -> None:
    """R15: Nav is to be rung from 10.05 on: Nav hears of it, and the leader has the number."""
    office = started()
    office.clock = at("2026-11-24 10:05")
    nav, way = office.person(NAV).id, Attendance.TELEPHONE
    office.do(ChangeParticipant(ref=office.case.ref, who=nav, attends=way, phone="21999933"))
    assert who(office) == {NAV}
    told = [s for s in office.case.sendings if s.why == "R15"]
    assert [(s.to, s.content.subject) for s in told] == [(LEADER, "ring_participant")]
    press(office, "10:20", Deed.NEXT)
    press(office, "10:35", Deed.NEXT)
    end(office, "10:50")
    assert len([s for s in office.case.sendings if s.why == "R15"]) == 1


def test_its_time_and_parts_are_past() -> None:
    """At 10.05 it is not moved back, nor divided otherwise; once over, nothing of it changes."""
    office = ready("2026-11-24 10:05")
    ref = office.case.ref
    for change in (
        MoveMeeting(ref=ref, kind=SHM1, start=wall("2026-11-24 10:03")),
        ChangeMeeting(ref=ref, kind=SHM1, template="without_nav"),
    ):
        with pytest.raises(MeetingInPastError):
            office.do(change)
    office.do(ChangeMeeting(ref=ref, kind=SHM1, leader=DOCTOR, place="Rom 4"))
    office.do(Undo(ref=ref))
    assert office.case.meetings[-1].leader == LEADER
    office.clock = at("2026-11-24 11:00")
    with pytest.raises(MeetingInPastError):
        office.do(ChangeMeeting(ref=ref, kind=SHM1, link=NEW))


def test_while_it_runs_its_parts_are_refused_as_parts() -> None:
    """Four parts for three at 10.05, in the plan too: the meeting runs, and says so."""
    office = started()
    office.clock = at("2026-11-24 10:05")
    for numbers in ((1, 2, 3, 3), (1,)):
        parts = tuple(PartFrom(of=(n,), minutes=20) for n in numbers)
        with pytest.raises(MeetingRunsError):
            office.plan(ChangeParts(ref=office.case.ref, kind=SHM1, parts=parts))


def test_who_has_gone_hears_no_new_minute() -> None:
    """Nav was told 10.30 and is taken out before it left: nobody rings about the minute."""
    office = with_phone(started())
    press(office, "10:06", Deed.LONGER, minutes=10)
    office.do(RemoveParticipant(ref=office.case.ref, who=office.person(NAV).id))
    rows = [s for s in office.case.sendings if s.kind is SendingKind.NEW_MINUTE]
    assert not [s for s in rows if leaving.still_true(office.case, s, office.clock, ())]


def test_a_meeting_over_midnight_is_still_todays() -> None:
    """F18: five past twelve, who is mailed of another link is rung too."""
    office = with_phone(ready("2026-11-24 08:00"))
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-24 23:50")))
    office.answer(Verdict.ACCEPTED)
    office.clock = at("2026-11-24 23:50")
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    office.clock = at("2026-11-25 00:05")
    office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, link=NEW))
    rows = [s for s in updates(office) if s.role is NAV and s.created_at == office.clock]
    assert {row.channel for row in rows} == {MAIL, CALL}


def test_a_mailbox_that_failed_gets_it_where_it_is_now() -> None:
    """What never arrived goes to the address that is given while it runs."""
    office = started()
    nav = office.invitation(NAV)
    office.edit(lambda c: c.with_changed(replace(nav, undelivered_at=office.clock)))
    office.clock = at("2026-11-24 10:05")
    who_, new = office.person(NAV).id, "nils.ny@nav.example"
    office.do(ChangeParticipant(ref=office.case.ref, who=who_, email=new))
    left = [s for s in office.tick("2026-11-24 10:06") if s.role is NAV]
    assert [(s.kind, s.address) for s in left] == [(SendingKind.INVITATION, new)]


def test_what_ran_at_another_time_does_not_bind_the_new_one() -> None:
    """F5, R22: it ended and could not be recorded as held, was moved, and is told of and held."""
    office = everybody()
    office.clock = at("2026-11-24 10:00")
    begin = StartMeeting(ref=office.case.ref, kind=SHM1)
    office.do(begin, actor=LEADER)
    press(office, "10:10", Deed.NEXT)
    end(office, "10:20")
    log = run_log.run_log(office.case, state(office), office.clock)
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-12-10 10:00")))
    left = {s.role for s in office.tick("2026-11-24 10:21") if s.kind is SendingKind.UPDATE}
    assert Role.GP in left
    one = PartFrom(of=(1, 2, 3), minutes=60)
    office.do(ChangeParts(ref=office.case.ref, kind=SHM1, parts=(one,)))
    assert run_log.run_log(office.case, state(office), office.clock) == log
    office.clock = at("2026-12-10 09:55")
    office.do(begin, actor=LEADER)
    run = running.run_of(office.case, office.case.meetings[-1])
    assert run is not None
    assert run.started_at == office.clock
