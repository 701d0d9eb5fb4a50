"""People change while the meeting runs; Nav hears of nothing outside its part (R13, R16, R23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pathway import agenda, errors, run_log, running
from pathway.commands import (
    AddParticipant,
    BringAlong,
    MoveMeeting,
    Person,
    RecordConsent,
    RemoveParticipant,
    ReplaceGp,
    ReplaceParticipant,
    StartMeeting,
    StepMeeting,
    WithdrawConsent,
)
from pathway.outgoing import SendingKind, SendingStatus
from pathway.run import Deed
from pathway.words import Channel, ConsentForm, Role
from tests.pathway.build import DOCTOR, LEADER, at, day, wall
from tests.pathway.office import Office
from tests.pathway.test_running import SHM1, end, minutes, press, ready, started, state
from tests.pathway.test_service_new_minutes import with_phone

DROPPED = SendingStatus.DROPPED


def changed(office: Office, clock: str, command: object) -> None:
    """The secretary changes something at this time of the day."""
    office.clock = at(f"2026-11-24 {clock}")
    office.do(command)  # type: ignore[arg-type] # any command


def in_room(office: Office) -> list[Role]:
    """The roles of those who are there now."""
    return [p.role for p in running.in_room(office.case, state(office), office.clock)]


def nav_heard(office: Office) -> list[SendingKind]:
    """What was written to Nav since the meeting began, and was not dropped."""
    began = office.case.runs[-1].started_at
    rows = (s for s in office.case.sendings if s.role is Role.NAV_ADVISER)
    return [row.kind for row in rows if row.created_at >= began and row.status is not DROPPED]


def test_a_relative_is_one_press_and_nav_hears_nothing() -> None:
    """R16: the patient's sister is there at once, and out while Nav is in."""
    office = with_phone(started())
    changed(office, "10:03", BringAlong(ref=office.case.ref, name="søsteren", with_nav=False))
    assert in_room(office) == [Role.PATIENT, Role.GP, Role.RELATIVE]
    press(office, "10:20", Deed.NEXT)
    assert in_room(office) == [Role.PATIENT, Role.GP, Role.NAV_ADVISER]
    assert nav_heard(office) == []


@pytest.mark.parametrize("with_nav", [True, False])
def test_a_relative_who_was_left_out_comes_all_the_same(*, with_nav: bool) -> None:
    """R16: who has no part in the meeting, and is there, has the parts of a relative."""
    office = ready()
    office.do(AddParticipant(ref=office.case.ref, role=Role.RELATIVE, name="søsteren"))
    sister, (meeting,) = office.person(Role.RELATIVE), office.case.meetings
    out = replace(meeting, parts=agenda.placed(meeting.parts, sister, ()))
    office.keep(office.case.with_changed(out))
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    changed(office, "10:03", BringAlong(ref=office.case.ref, name="søsteren", with_nav=with_nav))
    assert Role.RELATIVE in in_room(office)
    press(office, "10:20", Deed.NEXT)
    assert (Role.RELATIVE in in_room(office)) is with_nav
    end(office, "10:30")
    assert sister.id in office.case.meetings[-1].attended


def test_a_replacement_comes_in_by_one_press() -> None:
    """Another doctor for the GP who did not come: there from the press, and it is in the log."""
    office = with_phone(started())
    press(office, "10:02", Deed.ABSENT, Role.GP)
    locum = ReplaceGp(ref=office.case.ref, doctor=Person(name="Vera Vikar"), for_good=False)
    changed(office, "10:03", locum)
    assert nav_heard(office) == []
    vera = office.case.present(Role.GP)[-1]
    assert vera.name == "Vera Vikar"
    changed(office, "10:05", StepMeeting(ref=office.case.ref, deed=Deed.CAME, who=vera.id))
    assert vera in running.in_room(office.case, state(office), office.clock)
    assert nav_heard(office) == []
    end(office, "10:15")
    assert vera.id in office.case.meetings[-1].attended


def test_another_clinician_comes_in_the_place_of_one() -> None:
    """The leader swaps a colleague: the newcomer is let in, and the one who went counts no more."""
    office = with_phone(ready())
    office.clock = at("2026-11-23 10:00")
    changed(
        office,
        "09:00",
        AddParticipant(ref=office.case.ref, role=Role.CLINICIAN, staff_id=LEADER),
    )
    changed(office, "10:00", StartMeeting(ref=office.case.ref, kind=SHM1))
    one = office.person(Role.CLINICIAN)
    changed(office, "10:03", ReplaceParticipant(ref=office.case.ref, who=one.id, staff_id=DOCTOR))
    new = office.person(Role.CLINICIAN)
    changed(office, "10:04", StepMeeting(ref=office.case.ref, deed=Deed.CAME, who=new.id))
    there = [p.id for p in running.in_room(office.case, state(office), office.clock)]
    assert new.id in there
    assert one.id not in there
    assert nav_heard(office) == []


def test_somebody_more_comes_only_with_consent_where_it_is_asked() -> None:
    """R13: an employer is let in when the patient has said yes, and in own parts only."""
    office = with_phone(started())
    changed(office, "10:02", AddParticipant(ref=office.case.ref, role=Role.OTHER, name="Arne"))
    arne = office.person(Role.OTHER)
    came = StepMeeting(ref=office.case.ref, deed=Deed.CAME, who=arne.id)
    with pytest.raises(errors.GateClosedError):
        changed(office, "10:03", came)
    consent = RecordConsent(
        ref=office.case.ref,
        role=Role.OTHER,
        given_on=day("2026-11-24"),
        form=ConsentForm.ORAL,
        name="Arne",
    )
    changed(office, "10:04", consent)
    with pytest.raises(errors.NotTheirPartError):
        changed(office, "10:05", came)
    press(office, "10:20", Deed.NEXT)
    changed(office, "10:21", came)
    assert Role.OTHER in in_room(office)
    assert nav_heard(office) == []


def test_somebody_out_is_out_at_once() -> None:
    """The sister leaves the case: not in the room any more, and there until then in the log."""
    office = with_phone(started())
    sister = BringAlong(ref=office.case.ref, name="søsteren", with_nav=True)
    changed(office, "10:00", sister)
    who = office.person(Role.RELATIVE).id
    changed(office, "10:10", RemoveParticipant(ref=office.case.ref, who=who))
    assert Role.RELATIVE not in in_room(office)
    end(office, "10:20")
    assert minutes(office)[0][2]["relative"] == 10
    assert nav_heard(office) == []


def test_a_gp_who_is_out_is_out_at_once() -> None:
    """Another GP has taken over: the one before is there until then in the log, and not missed."""
    office = with_phone(started())
    before = office.person(Role.GP)
    new = ReplaceGp(ref=office.case.ref, doctor=Person(name="Vera Vikar"), for_good=True)
    changed(office, "10:10", new)
    assert in_room(office) == [Role.PATIENT]
    missed = running.missing(office.case, state(office), office.clock)
    assert before.id not in {person.id for person in missed}
    end(office, "10:20")
    assert minutes(office)[0][2] == {"patient": 20, "gp": 10}
    assert nav_heard(office) == []


def test_a_gp_who_is_out_before_the_meeting_was_to_begin_was_there_until_then() -> None:
    """R22: it began early; who takes their place comes at the minute that they are asked for."""
    office = with_phone(started("2026-11-24 09:50"))
    before = office.person(Role.GP)
    new = ReplaceGp(ref=office.case.ref, doctor=Person(name="Vera Vikar"), for_good=True)
    changed(office, "09:58", new)
    assert in_room(office) == [Role.PATIENT]
    end(office, "10:10")
    (part,) = run_log.run_log(office.case, state(office), office.clock)
    assert [long // timedelta(minutes=1) for _, long in part.there] == [20, 8, 10]
    assert part.there[1][0] == before.id


def test_nav_out_is_told_of_its_own_part_alone() -> None:
    """R19: the consent goes while Nav waits: it is called off, and no delay is told."""
    office = with_phone(started())
    changed(office, "10:05", WithdrawConsent(ref=office.case.ref, role=Role.NAV_ADVISER))
    press(office, "10:10", Deed.LONGER, minutes=20)
    press(office, "10:40", Deed.NEXT)
    assert Role.NAV_ADVISER not in in_room(office)
    assert nav_heard(office) == [SendingKind.CANCELLATION]


def test_nav_whose_minute_is_gone_hears_that_the_day_in_their_calendar_is_off() -> None:
    """R19, F5: moved to an earlier day, and a minute of that day told by phone: both are off."""
    office = with_phone(ready("2026-11-20 09:00"))
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-11-20 10:00")))
    office.tick()
    office.clock = at("2026-11-20 10:00")
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    nav = office.person(Role.NAV_ADVISER)
    run = office.case.runs[-1]
    told = replace(run, told=((nav.id, at("2026-11-20 10:25")),))
    office.edit(lambda case: case.with_changed(told))
    office.clock = at("2026-11-20 10:50")
    office.do(WithdrawConsent(ref=office.case.ref, role=Role.NAV_ADVISER))
    (sent,) = (s for s in office.tick() if s.role is Role.NAV_ADVISER)
    assert (sent.kind, sent.channel) == (SendingKind.CANCELLATION, Channel.MAIL)
    assert sent.facts is not None
    assert sent.facts.window.start == at("2026-11-24 10:20")
