"""The action plan after SHM1 and the journal note after SHM2 (R10, R24, D3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from pathway.commands import (
    ExtraMeeting,
    Finish,
    HandOver,
    RecordMilestone,
    Snooze,
    StopPathway,
)
from pathway.errors import (
    DayNotAheadError,
    NoSuchInvitationError,
    NotAllowedError,
    NothingChangedError,
)
from pathway.model import Promise
from pathway.outgoing import Sending, SendingKind
from pathway.ports import Notice
from pathway.service.daemon import chatting, showing
from pathway.words import ClosedReason, Milestone, PromiseKind, Role, SettledHow, StaffId
from tests.pathway.build import COORDINATOR, DOCTOR, LEADER, SECRETARY, at, day
from tests.pathway.office import Office
from tests.pathway.test_service_registering import record

FINISH, DISTRIBUTE = PromiseKind.ACTION_PLAN_FINISH, PromiseKind.ACTION_PLAN_DISTRIBUTE
WRITE, SEND = PromiseKind.NOTE_WRITE, PromiseKind.NOTE_SEND


def held(*, clinician: StaffId | None = DOCTOR) -> Office:
    """SHM1 was held on Wednesday 16 December 2026, and is recorded the same afternoon."""
    office = Office(clock=at("2026-12-14 09:00"))
    office.register(received="2026-10-01")
    office.edit(lambda case: replace(case, clinician=clinician))
    record(office, Milestone.ASSESSMENT_STARTED, "2026-12-14")
    office.invite_gp("2026-12-16 10:00")
    office.clock = at("2026-12-16 14:00")
    record(office, Milestone.SHM1_HELD, "2026-12-16")
    return office


def followed_up() -> Office:
    """SHM2 was held on Wednesday 12 May 2027, and the plan was made long before."""
    office = held()
    office.do(finished(office, FINISH, passed_on=True))
    office.clock = at("2027-05-12 14:00")
    record(office, Milestone.SHM2_HELD, "2027-05-12")
    return office


def finished(office: Office, kind: PromiseKind, *, passed_on: bool = False) -> Finish:
    """The paper of this kind is made."""
    (promise,) = office.owed(kind)
    return Finish(ref=office.case.ref, promise_id=promise.id, passed_on=passed_on)


def asked_about(office: Office, ladder: str) -> list[tuple[str, str, str]]:
    """Who was told of this ladder's steps, and when."""
    return [(on, who, why.rpartition(":")[2]) for on, who, why in office.tasks() if ladder in why]


def ends(office: Office, kind: PromiseKind) -> list[SettledHow | None]:
    """How each promise of this kind ended."""
    found = (p.settled for p in office.case.promises if p.kind is kind)
    return [settled.how if settled else None for settled in found]


def test_the_plan_over_christmas() -> None:
    """D3, R24: 5, 8, 12 working days to its clinician, 15 to the leader; red days do not count."""
    office = held()
    office.until("2027-01-20")
    assert asked_about(office, "action_plan") == [
        ("2026-12-23", DOCTOR, "5"),
        ("2026-12-29", DOCTOR, "8"),
        ("2027-01-05", DOCTOR, "12"),
        ("2027-01-08", LEADER, "15"),
    ]


def test_the_note_around_17_may() -> None:
    """D3, R10: 2 and 5 working days after SHM2 to its clinician, 7 to the leader."""
    office = followed_up()
    office.until("2027-06-10")
    assert asked_about(office, "note") == [
        ("2027-05-14", DOCTOR, "2"),
        ("2027-05-20", DOCTOR, "5"),
        ("2027-05-24", LEADER, "7"),
    ]


def test_the_leader_hears_who_was_asked_and_when() -> None:
    """D3: the last step names who has it and the days on which a reminder was shown to them."""
    office = held()
    until_read(office, "2026-12-29", DOCTOR)
    until_read(office, "2026-12-30", DOCTOR)
    until_read(office, "2027-01-06", DOCTOR)
    office.until("2027-01-08")
    said = heard_by_leader(office)
    assert said.values["has"] == "Lise"
    assert said.values["told"] == "2026-12-29 Lise\n2027-01-06 Lise"
    assert said.on == day("2026-12-16")
    office.run(showing.show_waiting, LEADER)
    assert reminded(office) == (("Lise", day("2026-12-29")), ("Lise", day("2027-01-06")))


def test_who_reads_only_mail_was_asked_when_it_left() -> None:
    """D3: a digest that was handed over by mail counts with its day, also when it is read later."""
    office = held()
    staff = (replace(p, email=f"{p.id}@fjordly.example") for p in office.clinic.staff)
    office.clinic = replace(office.clinic, staff=tuple(staff))
    by_mail(office, "2026-12-23")
    by_mail(office, "2026-12-30")
    until_read(office, "2026-12-31", DOCTOR)
    office.until("2027-01-08")
    assert heard_by_leader(office).values["told"] == "2026-12-23 Lise\n2026-12-30 Lise"
    assert [name for name, _ in reminded(office)] == ["Lise", "Lise"]


def by_mail(office: Office, on: str) -> None:
    """The daemon passes up to that day, and what waits for the doctor leaves by mail."""
    office.until(on)
    while row := office.run(lambda context: chatting.claim(context, DOCTOR)):
        sent = partial(chatting.delivered, staff_id=DOCTOR, sending_id=row.id)
        office.run(sent)


def test_a_reminder_that_was_put_off_was_not_given() -> None:
    """D3: the leader hears of none that no digest showed, but of the one that came instead."""
    office = held()
    (plan,) = office.owed(FINISH)
    off = Snooze(ref=office.case.ref, promise_id=plan.id, until=day("2027-01-04"), why="ferie")
    office.do(off, actor=DOCTOR)
    until_read(office, "2026-12-30", DOCTOR)
    until_read(office, "2027-01-04", DOCTOR)
    office.until("2027-01-08")
    assert heard_by_leader(office).values["told"] == "2027-01-04 Lise"


def test_a_reminder_given_away_unread_was_not_given() -> None:
    """D3: whoever never saw it is not said to have been reminded."""
    office = held()
    office.until("2026-12-23")
    (plan,) = office.owed(FINISH)
    office.do(HandOver(ref=office.case.ref, promise_id=plan.id, to=COORDINATOR), actor=DOCTOR)
    office.until("2027-01-08")
    assert heard_by_leader(office).values["told"] == ""


def test_a_reminder_after_the_leader_heard_is_one() -> None:
    """F3: what comes back to who put it off is counted, what the leader was told never."""
    office = held()
    office.until("2026-12-18")
    (plan,) = office.owed(FINISH)
    off = Snooze(ref=office.case.ref, promise_id=plan.id, until=day("2027-02-01"), why="ferie")
    office.do(off, actor=DOCTOR)
    until_read(office, "2027-01-08", LEADER)
    assert reminded(office) == ()
    until_read(office, "2027-02-01", DOCTOR)
    assert reminded(office) == (("Lise", day("2027-02-01")),)


def test_whoever_was_reminded_is_named() -> None:
    """D3: who had it before it was handed over too, each with their days; who has it now has it."""
    office = held()
    until_read(office, "2026-12-23", DOCTOR)
    (plan,) = office.owed(FINISH)
    office.do(HandOver(ref=office.case.ref, promise_id=plan.id, to=COORDINATOR), actor=DOCTOR)
    until_read(office, "2026-12-29", COORDINATOR)
    office.until("2027-01-08")
    said = heard_by_leader(office)
    assert said.values["has"] == "Kåre"
    assert said.values["told"] == "2026-12-23 Lise\n2026-12-29 Kåre"


def until_read(office: Office, on: str, who: StaffId) -> None:
    """The daemon passes up to that day, and somebody reads their chat."""
    office.until(on)
    office.run(showing.show_waiting, who)


def heard_by_leader(office: Office) -> Notice:
    """What the leader was told of the plan, last."""
    said = [n for n in office.texts.notices if n.values.get("kind") == FINISH][-1]
    assert said.values["toward"] == "leader"
    return said


def reminded(office: Office) -> tuple[tuple[str, date], ...]:
    """Who was reminded of the plan, as the leader finds it in *oppgaver*."""
    (line,) = [t for t in office.desk(lambda d: d.case_tasks(office.case)) if t.kind is FINISH]
    return line.told


@pytest.mark.parametrize(("clinician", "owner"), [(DOCTOR, DOCTOR), (None, SECRETARY)])
def test_whose_it_is(clinician: StaffId | None, owner: StaffId) -> None:
    """R24: the responsible clinician's; the secretary's where there is none, nor one who led."""
    (plan,) = held(clinician=clinician).owed(FINISH)
    assert plan.owner == owner


def test_who_led_the_meeting_has_it_where_nobody_is_responsible() -> None:
    """R24: a clinician who led the meeting comes before the secretary."""
    office = held(clinician=None)
    meeting = replace(office.case.meetings[-1], leader=DOCTOR)
    office.edit(lambda case: case.with_changed(meeting))
    (plan,) = office.owed(FINISH)
    assert (plan.owner, plan.owner_role) == (DOCTOR, Role.CLINICIAN)


def test_what_is_made_is_then_passed_on() -> None:
    """R24: the plan is to be distributed from when it was finished, on a ladder of its own."""
    office = held()
    office.clock = at("2026-12-21 12:00")
    office.do(finished(office, FINISH), actor=DOCTOR)
    assert not office.owed(FINISH)
    (plan,) = office.owed(DISTRIBUTE)
    assert (plan.since, plan.due) == (at("2026-12-21 12:00"), day("2027-01-13"))
    office.do(finished(office, DISTRIBUTE), actor=DOCTOR)
    office.until("2027-02-10")
    assert asked_about(office, "action_plan") == []


@pytest.mark.parametrize("kind", [WRITE, SEND])
def test_written_and_sent_at_once(kind: PromiseKind) -> None:
    """R10: one press says both, and neither is asked for again."""
    office = followed_up()
    office.do(finished(office, WRITE, passed_on=True), actor=DOCTOR)
    office.until("2027-06-10")
    assert ends(office, kind) == [SettledHow.DONE]
    assert asked_about(office, "note") == []


def test_written_is_not_yet_sent() -> None:
    """R10: who has written it is reminded that it is to be sent."""
    office = followed_up()
    office.clock = at("2027-05-13 12:00")
    office.do(finished(office, WRITE), actor=DOCTOR)
    office.until("2027-05-19")
    assert asked_about(office, "note") == [("2027-05-18", DOCTOR, "2")]


def test_the_plan_is_not_waited_for_once_shm2_evaluates_it() -> None:
    """R24: SHM2 ends the wait; what follows is the closing's."""
    office = held()
    office.clock = at("2027-05-12 14:00")
    record(office, Milestone.SHM2_HELD, "2027-05-12")
    assert ends(office, FINISH) == [SettledHow.CANCELLED]


def test_nothing_is_waited_for_before_the_meeting_or_after_the_end() -> None:
    """R10, R24: a meeting that was not held leaves no paper, and an ended pathway none either."""
    office = Office()
    office.register()
    office.invite_gp()
    office.clock = at("2026-11-24 12:00")
    not_held = RecordMilestone(
        ref=office.case.ref,
        milestone=Milestone.SHM1_HELD,
        on=day("2026-11-24"),
        held=False,
        reason="syk",
    )
    office.do(not_held)
    assert not office.owed(FINISH)
    office = held()
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.TRANSFERRED))
    office.until("2027-01-20")
    assert asked_about(office, "action_plan") == []


def test_a_meeting_recorded_late_is_not_chased_from_its_day() -> None:
    """D3: the ladder counts from when the program heard of it; nobody could know before."""
    office = Office(clock=at("2026-12-14 09:00"))
    office.register()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    record(office, Milestone.SHM1_HELD, "2026-11-03")
    (plan,) = office.owed(FINISH)
    assert plan.since == at("2026-12-14 09:00")
    assert plan.about == "shm1"


def test_not_mine() -> None:
    """*Ikke min*: a colleague hears of it at once and is reminded from then on."""
    office = held()
    (plan,) = office.owed(FINISH)
    office.do(HandOver(ref=office.case.ref, promise_id=plan.id, to=COORDINATOR), actor=DOCTOR)
    assert office.texts.notices[-1].name == "handed_over"
    office.until("2026-12-23")
    assert asked_about(office, "action_plan") == [("2026-12-23", COORDINATOR, "5")]


def test_who_it_was_given_to_has_it_still_when_the_leader_hears() -> None:
    """D3: the leader is told of the colleague, who has the task as before."""
    office = held()
    (plan,) = office.owed(FINISH)
    office.do(HandOver(ref=office.case.ref, promise_id=plan.id, to=COORDINATOR), actor=DOCTOR)
    office.until("2027-01-08")
    assert asked_about(office, "action_plan")[-1] == ("2027-01-08", LEADER, "15")
    said = [n for n in office.texts.notices if n.values.get("kind") == FINISH][-1]
    assert (said.values["toward"], said.values["has"]) == ("leader", "Kåre")
    (plan,) = office.owed(FINISH)
    assert plan.handed_to == COORDINATOR

    def plans(who: StaffId) -> list[str]:
        lines = office.desk(lambda desk: desk.tasks(), who, "oversikt")
        return [line.toward for line in lines if line.kind is FINISH]

    assert (plans(DOCTOR), plans(COORDINATOR), plans(LEADER)) == ([], ["owner"], ["leader"])


def test_only_papers_are_finished() -> None:
    """Another wait is settled in its own way, and a leader settles nothing."""
    office = held()
    (other,) = office.owed(PromiseKind.SHM2_DETAILS)
    with pytest.raises(NoSuchInvitationError):
        office.do(Finish(ref=office.case.ref, promise_id=other.id))
    with pytest.raises(NotAllowedError):
        office.do(finished(office, FINISH), actor=LEADER, why="oversikt")


def test_the_owner_sees_what_to_do_and_the_leader_whom_to_ask() -> None:
    """D3: after the last step both have it among their tasks, each in their own way."""
    office = held()
    office.until("2027-01-08")

    def plans(who: StaffId) -> list[str]:
        lines = office.desk(lambda desk: desk.tasks(), who, "oversikt")
        return [line.toward for line in lines if line.kind is FINISH]

    assert (plans(DOCTOR), plans(LEADER)) == (["owner"], ["leader"])


def test_the_meeting_was_on_the_day_it_was_held() -> None:
    """R2: a meeting held on another day than arranged is spoken of by that day."""
    office = Office(clock=at("2026-12-14 09:00"))
    office.register()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-12-01")
    office.invite_gp("2026-12-18 10:00")
    record(office, Milestone.SHM1_HELD, "2026-12-11")
    lines = office.desk(lambda desk: desk.tasks())
    (line,) = [line for line in lines if line.kind is FINISH]
    assert line.meeting is not None
    assert line.meeting.start.date() == day("2026-12-11")


def test_the_plan_waits_for_the_extra_meeting() -> None:
    """R24, D3: paused while one is booked; its ladder begins with that day."""
    office = held()
    office.do(ExtraMeeting(ref=office.case.ref, on=day("2027-01-14")), actor=DOCTOR)
    office.until("2027-01-25")
    assert asked_about(office, "action_plan") == [("2027-01-21", DOCTOR, "5")]
    office.do(finished(office, FINISH), actor=DOCTOR)
    (plan,) = office.owed(DISTRIBUTE)
    assert plan.since == office.clock
    office.do(finished(office, DISTRIBUTE), actor=DOCTOR)
    office.until("2027-03-25")
    assert len(asked_about(office, "action_plan")) == 1


def test_an_extra_meeting_without_a_day_is_the_secretarys() -> None:
    """R24: to be had after 1, 3 and 5 working days; the plan is reminded of meanwhile."""
    office = held()
    office.do(ExtraMeeting(ref=office.case.ref), actor=DOCTOR)
    (extra,) = office.owed(PromiseKind.EXTRA_MEETING)
    assert (extra.owner, extra.due) == (SECRETARY, day("2026-12-23"))
    office.clock = at("2026-12-18 09:00")
    office.do(ExtraMeeting(ref=office.case.ref, on=day("2026-12-18")))
    assert not office.owed(PromiseKind.EXTRA_MEETING)
    assert len(office.owed(FINISH)) == 1


def test_an_extra_meeting_may_not_be_needed_after_all() -> None:
    """R24: nobody looks for a day any more, and the plan is reminded of as if none had been."""
    office = held()
    with pytest.raises(NothingChangedError):
        office.do(ExtraMeeting(ref=office.case.ref, needed=False))
    office.do(ExtraMeeting(ref=office.case.ref), actor=DOCTOR)
    office.do(ExtraMeeting(ref=office.case.ref, needed=False))
    assert not office.owed(PromiseKind.EXTRA_MEETING)
    office.do(ExtraMeeting(ref=office.case.ref, on=day("2027-01-14")), actor=DOCTOR)
    office.do(ExtraMeeting(ref=office.case.ref, needed=False), actor=DOCTOR)
    assert office.case.extra_on is None
    office.until("2027-01-25")
    as_if = held()
    as_if.until("2027-01-25")
    assert asked_about(office, "action_plan") == asked_about(as_if, "action_plan")


def test_an_extra_meeting_is_for_a_plan_and_ahead() -> None:
    """R24: a day gone by is refused, and so is a meeting about nothing."""
    office = held()
    with pytest.raises(DayNotAheadError):
        office.do(ExtraMeeting(ref=office.case.ref, on=day("2026-12-15")))
    office.do(finished(office, FINISH, passed_on=True))
    with pytest.raises(NoSuchInvitationError):
        office.do(ExtraMeeting(ref=office.case.ref, on=day("2027-01-14")))


def _keys(found: list[Promise]) -> list[str]:
    return [promise.key for promise in found]


def test_a_paper_is_known_by_its_meeting() -> None:
    """The key is the kind and the meeting: a corrected date chases nobody a second time."""
    office = held()
    assert _keys(office.owed(FINISH)) == ["action_plan_finish:shm1"]
    office.do(finished(office, FINISH, passed_on=True))
    office.do(office.correct("shm1_held", "2026-12-15"))
    assert office.owed(FINISH) == []


def test_after_a_stop_the_owner_hears_with_the_leader() -> None:
    """F3, D3: of the steps missed, the owner's last is told with the leader's, once."""
    office = held()
    office.tick("2027-01-11 08:00")
    assert asked_about(office, "action_plan") == [
        ("2027-01-11", DOCTOR, "12"),
        ("2027-01-11", LEADER, "15"),
    ]
    said = [n.values for n in office.texts.notices if n.values.get("kind") == FINISH]
    assert [(one["toward"], one["told"]) for one in said[-2:]] == [("owner", ""), ("leader", "")]
    office.run(showing.show_waiting, DOCTOR)
    assert reminded(office) == (("Lise", day("2027-01-11")),)
    office.until("2027-02-10")
    assert len(asked_about(office, "action_plan")) == 2


def test_after_a_stop_the_note_is_owed_as_the_plan() -> None:
    """F3, D3: its writer is reminded anew, and the leader hears when that was done before."""
    office = followed_up()
    until_read(office, "2027-05-14", DOCTOR)
    office.tick("2027-05-25 08:00")
    assert asked_about(office, "note") == [
        ("2027-05-14", DOCTOR, "2"),
        ("2027-05-25", DOCTOR, "5"),
        ("2027-05-25", LEADER, "7"),
    ]
    said = [n.values for n in office.texts.notices if n.values.get("kind") == WRITE][-1]
    assert (said["toward"], said["told"]) == ("leader", "2027-05-14 Lise")


def test_what_the_owner_has_not_read_stands_while_the_leader_hears() -> None:
    """D3: the leader is told besides, and takes nothing out of the owner's digest."""
    office = held()
    office.until("2027-01-08")
    waiting = [(row.to, row.step) for row in unread(office)]
    assert waiting == [(DOCTOR, 12), (LEADER, 15)]


def test_who_owes_it_and_leads_hears_once() -> None:
    """D4: one line in the digest, also after a stop."""
    office = held()
    leads = {DOCTOR: frozenset({Role.CLINICIAN, Role.LEADER}), LEADER: frozenset({Role.CLINICIAN})}
    staff = (replace(p, roles=leads.get(p.id, p.roles)) for p in office.clinic.staff)
    office.clinic = replace(office.clinic, staff=tuple(staff))
    office.tick("2027-01-11 08:00")
    assert [(row.to, row.step) for row in unread(office)] == [(DOCTOR, 15)]
    assert office.texts.notices[-2].values["toward"] == "owner"


def unread(office: Office) -> list[Sending]:
    """The lines about the plan that wait for their readers."""
    rows = (s for s in office.case.sendings if s.kind is SendingKind.TASK and s.waiting)
    return [row for row in rows if "action_plan" in row.why or row.why == "F3"]


def test_what_comes_back_on_the_leaders_day_comes_back() -> None:
    """F3: the leader's step does not tell the one who had put the plan off until then."""
    office = held()
    put_off(office, "2027-01-08")
    office.until("2027-01-08")
    assert [(row.to, row.why) for row in unread(office)] == [
        (LEADER, "D3:action_plan:15"),
        (DOCTOR, "F3"),
    ]


@pytest.mark.parametrize(("until", "said"), [("2027-01-08", ""), ("2027-02-01", "2027-02-01")])
def test_the_leader_hears_that_it_is_put_off(until: str, said: str) -> None:
    """D3: until which day, in the notice and in *oppgaver*, while that day is to come."""
    office = held()
    put_off(office, until)
    office.until("2027-01-08")
    heard = [n.values for n in office.texts.notices if n.values.get("toward") == "leader"]
    assert [one["put_off"] for one in heard] == [said]
    lines = office.desk(lambda desk: desk.case_tasks(office.case))
    (line,) = [one for one in lines if one.kind is FINISH]
    assert line.put_off == (day(said) if said else None)


def put_off(office: Office, until: str) -> None:
    """The doctor puts the plan off."""
    (plan,) = office.owed(FINISH)
    off = Snooze(ref=office.case.ref, promise_id=plan.id, until=day(until), why="ferie")
    office.do(off, actor=DOCTOR)


def test_handed_over_after_the_leader_heard() -> None:
    """D3: whoever gets it reads what to do, not with whom to talk."""
    office = held()
    office.until("2027-01-08")
    (plan,) = office.owed(FINISH)
    office.do(HandOver(ref=office.case.ref, promise_id=plan.id, to=COORDINATOR), actor=DOCTOR)
    said = office.texts.notices[-1]
    assert (said.name, said.values["toward"]) == ("handed_over", "owner")
