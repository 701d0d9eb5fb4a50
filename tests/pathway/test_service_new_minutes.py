"""Running late: who waits is told the newest minute, by what reaches them now (F18, P6)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from pathway.case import Case
from pathway.commands import BringAlong, RemoveParticipant, StartMeeting, StepMeeting
from pathway.model import Invitation, Meeting, Participant
from pathway.outgoing import Sending, SendingKind, SendingStatus
from pathway.run import Deed, Run
from pathway.words import Channel, MeetingKind, PromiseKind, Role, SendingId, Verdict
from tests.pathway.build import LEADER, at
from tests.pathway.office import Office
from tests.pathway.test_running import end, press, ready, started


def with_phone(office: Office, **said: object) -> Office:
    """Nav has a telephone."""
    nav = office.person(Role.NAV_ADVISER)
    changed = replace(nav, phone="21 99 99 33", **said)  # type: ignore[arg-type] # any field
    office.edit(lambda case: case.with_changed(changed))
    return office


def told(office: Office) -> list[Sending]:
    """What tells of a new minute and was not overtaken."""
    rows = (s for s in office.case.sendings if s.kind is SendingKind.NEW_MINUTE)
    return [row for row in rows if row.status is not SendingStatus.DROPPED]


def starts(office: Office) -> list[tuple[Role, Channel, str]]:
    """To whom, by what, and the Oslo time that it says."""
    hour = timedelta(hours=1)
    return [
        (row.role, row.channel, f"{row.facts.window.start + hour:%H.%M}")
        for row in told(office)
        if row.facts is not None
    ]


def _changing(*rows: Participant | Meeting | Run | Invitation | Sending) -> Callable[[Case], Case]:
    return lambda case: case.with_changed(*rows)


def calls(office: Office) -> list[str]:
    """The times that somebody is to be rung about."""
    return [clock for _, way, clock in starts(office) if way is Channel.PHONE]


def test_who_waits_is_rung_and_mailed_the_new_minute() -> None:
    """Nav is rung, since a mail may not be read in time; the mail beside it moves no event."""
    office = with_phone(started())
    press(office, "10:15", Deed.LONGER, minutes=10)
    nav = Role.NAV_ADVISER
    assert starts(office) == [(nav, Channel.PHONE, "10.30"), (nav, Channel.MAIL, "10.30")]
    assert all(row.content.event is None for row in told(office))
    (task,) = office.owed(PromiseKind.SECURE_MESSAGE)
    assert task.about == told(office)[0].id
    assert [s.kind for s in office.tick("2026-11-24 10:16")] == [SendingKind.NEW_MINUTE]


def test_a_text_message_is_sent_while_it_may_be() -> None:
    """P6: from nine to three on working days; outside it the same person is rung."""
    for clock, way in (("2026-11-24 10:00", Channel.SMS), ("2026-11-24 15:05", Channel.PHONE)):
        office = started()
        mother = Participant(id=office.person(Role.NAV_ADVISER).id, role=Role.RELATIVE, name="mor")
        office.edit(_changing(replace(mother, phone="99 99 99 99")))
        meeting = office.case.meetings[-1]
        late = at(clock) - at("2026-11-24 10:00")
        parts = (replace(meeting.parts[0], roles=meeting.parts[0].roles - {Role.RELATIVE}),)
        moved = replace(meeting, start=meeting.start + late, parts=(*parts, *meeting.parts[1:]))
        run = replace(office.case.runs[-1], started_at=at(clock))
        office.edit(_changing(moved, run))
        office.clock = at(clock) + timedelta(minutes=1)
        longer = StepMeeting(ref=office.case.ref, deed=Deed.LONGER, minutes=10)
        office.do(longer, actor=LEADER)
        assert [row.channel for row in told(office) if row.role is Role.RELATIVE] == [way]


def test_less_than_five_minutes_are_not_worth_a_call() -> None:
    """Nor is it told twice: only what has changed since they were last told."""
    office = with_phone(started())
    press(office, "10:10", Deed.LONGER, minutes=4)
    assert told(office) == []
    press(office, "10:11", Deed.LONGER, minutes=4)
    assert calls(office) == ["10.28"]
    press(office, "10:12", Deed.LONGER, minutes=4)
    assert calls(office) == ["10.28"]
    press(office, "10:13", Deed.LONGER, minutes=4)
    assert calls(office) == ["10.36"]


def test_what_was_not_told_yet_is_told_no_more() -> None:
    """Two delays are one call with the newest minute, and when Nav is in there is none."""
    office = with_phone(started())
    press(office, "10:10", Deed.LONGER, minutes=10)
    press(office, "10:12", Deed.LONGER, minutes=5)
    assert len(office.owed(PromiseKind.SECURE_MESSAGE)) == 1
    assert calls(office) == ["10.35"]
    press(office, "10:35", Deed.NEXT)
    assert office.owed(PromiseKind.SECURE_MESSAGE) == []


def test_a_change_of_the_order_is_told_once_and_holds() -> None:
    """The closing before Nav's part keeps its 25 minutes: one call says 10.45, and no second."""
    office = with_phone(started())
    press(office, "10:05", Deed.REORDER, parts=(2, 1))
    assert calls(office) == ["10.45"]
    press(office, "10:20", Deed.NEXT)
    assert calls(office) == ["10.45"]


def test_who_does_not_come_or_has_come_is_told_nothing() -> None:
    """Nav said that they are ill; the sister who is in the room has no minute to wait for."""
    office = with_phone(started())
    press(office, "10:02", Deed.ABSENT, Role.NAV_ADVISER)
    sister = BringAlong(ref=office.case.ref, name="søster", with_nav=True)
    office.do(sister, actor=LEADER)
    press(office, "10:10", Deed.LONGER, minutes=10)
    assert told(office) == []


def test_the_end_ends_it() -> None:
    """Nobody is rung with a minute of a meeting that is over, but that it is."""
    office = with_phone(started())
    press(office, "10:10", Deed.LONGER, minutes=10)
    end(office, "10:20")
    (owed,) = office.owed(PromiseKind.SECURE_MESSAGE)
    rows = {row.id: row.kind for row in office.case.sendings}
    assert rows[SendingId(owed.about)] is SendingKind.CANCELLATION


def test_who_leaves_the_case_on_the_way_is_told_that_it_is_off() -> None:
    """F14: the time of the invitation is gone, but Nav comes at the minute that they were told."""
    office = with_phone(started())
    press(office, "10:15", Deed.LONGER, minutes=10)
    nav = office.person(Role.NAV_ADVISER)
    office.clock = at("2026-11-24 10:24")
    office.do(RemoveParticipant(ref=office.case.ref, who=nav.id))
    off = [s for s in office.case.sendings if s.kind is SendingKind.CANCELLATION]
    assert {(s.to, s.channel) for s in off} == {
        (nav.id, way) for way in (Channel.PHONE, Channel.MAIL)
    }


def test_who_leaves_the_case_after_their_minute_has_no_time_to_call_off() -> None:
    """F14: nothing is told of a minute that is gone."""
    office = with_phone(started())
    nav = office.person(Role.NAV_ADVISER)
    office.clock = at("2026-11-24 10:24")
    office.do(RemoveParticipant(ref=office.case.ref, who=nav.id))
    assert SendingKind.CANCELLATION not in {s.kind for s in office.case.sendings}


def test_a_minute_of_yesterday_is_told_no_more() -> None:
    """What could not leave while anybody might still be there never leaves, and no call is owed."""
    office = with_phone(started())
    press(office, "10:15", Deed.LONGER, minutes=10)
    assert len(office.owed(PromiseKind.SECURE_MESSAGE)) == 1
    assert SendingKind.NEW_MINUTE not in {s.kind for s in office.tick("2026-11-25 09:00")}
    assert office.owed(PromiseKind.SECURE_MESSAGE) == []
    assert told(office) == []


def test_a_minute_that_was_held_up_is_told_while_the_meeting_runs() -> None:
    """A mail server that is down for half an hour costs no minute, where the meeting goes on."""
    office = with_phone(started())
    press(office, "10:15", Deed.LONGER, minutes=10)
    assert SendingKind.NEW_MINUTE in {s.kind for s in office.tick("2026-11-24 10:45")}


def test_whom_nothing_reaches_is_told_by_somebody() -> None:
    """Nav with neither number nor mail: the secretary and the card are to tell them, as a task."""
    office = started()
    nav = replace(office.person(Role.NAV_ADVISER), email="", phone="")
    office.edit(_changing(nav))
    press(office, "10:15", Deed.LONGER, minutes=10)
    assert starts(office) == [(Role.NAV_ADVISER, Channel.PHONE, "10.30")]
    (task,) = office.owed(PromiseKind.SECURE_MESSAGE)
    assert task.about == told(office)[0].id
    assert "tell_minute" in office.notices()


def test_who_is_late_is_told_when_it_becomes_later_still() -> None:
    """Nav comes at 10.30, ten minutes late; thirty minutes more, and Nav is rung: 10.50."""
    office = with_phone(started())
    press(office, "10:05", Deed.LATE, Role.NAV_ADVISER, minutes=10)
    assert told(office) == []
    press(office, "10:15", Deed.LONGER, minutes=30)
    assert calls(office) == ["10.50"]


def test_who_is_late_is_not_told_to_hurry() -> None:
    """Said at 10.05 for 10.30: nothing is told of 10.20, nor of a delay that is within it."""
    office = with_phone(started())
    press(office, "10:05", Deed.LATE, Role.NAV_ADVISER, minutes=10)
    press(office, "10:15", Deed.LONGER, minutes=10)
    assert told(office) == []
    for minute in range(16, 34):
        office.tick(f"2026-11-24 10:{minute}")
    assert told(office) == []


def test_who_is_late_is_waited_for_in_silence_too() -> None:
    """Over its time the part goes on: five minutes after 10.30 Nav hears of 10.40, once."""
    office = with_phone(started())
    press(office, "10:05", Deed.LATE, Role.NAV_ADVISER, minutes=10)
    for minute in range(6, 50):
        office.tick(f"2026-11-24 10:{minute:02}")
    assert calls(office) == ["10.40"]


def test_what_was_to_be_told_is_told_no_more_when_they_say_that_they_are_late() -> None:
    """Nav, not rung yet about 10.30, rings and says 10.45: the call is off, and 10.45 holds."""
    office = with_phone(started())
    press(office, "10:05", Deed.LONGER, minutes=10)
    press(office, "10:06", Deed.LATE, Role.NAV_ADVISER, minutes=15)
    assert calls(office) == []
    assert office.owed(PromiseKind.SECURE_MESSAGE) == []
    press(office, "10:07", Deed.LONGER, minutes=10)
    assert calls(office) == []
    press(office, "10:08", Deed.LONGER, minutes=10)
    assert calls(office) == ["10.50"]


def test_a_mail_alone_is_no_word_that_has_arrived() -> None:
    """Nav is on video, and no number is kept: besides the mail somebody is asked to tell them."""
    office = started()
    press(office, "10:15", Deed.LONGER, minutes=10)
    nav = Role.NAV_ADVISER
    assert starts(office) == [(nav, Channel.PHONE, "10.30"), (nav, Channel.MAIL, "10.30")]
    assert len(office.owed(PromiseKind.SECURE_MESSAGE)) == 1
    assert "tell_minute" in office.notices()


def test_who_does_not_come_need_not_be_told_any_more() -> None:
    """Nav is to be told of 10.30 and says that they do not come: nobody is asked to tell them."""
    office = with_phone(started())
    press(office, "10:15", Deed.LONGER, minutes=10)
    press(office, "10:16", Deed.ABSENT, Role.NAV_ADVISER)
    assert office.owed(PromiseKind.SECURE_MESSAGE) == []


def test_who_was_never_asked_is_told_no_minute_before_the_gate_opens() -> None:
    """D2, R13: the GP wished another time before Nav was written to, and the meeting is held."""
    office = with_phone(ready("2026-11-24 09:50"))
    asked = office.invitation(Role.NAV_ADVISER)
    rows = (replace(s, status=SendingStatus.DROPPED) for s in office.case.sendings_of(asked.id))
    office.edit(_changing(replace(asked, left_at=None), *rows))
    office.answer(Verdict.NEW_TIME)
    office.clock = at("2026-11-24 10:00")
    office.do(StartMeeting(ref=office.case.ref, kind=MeetingKind.SHM1), actor=LEADER)
    press(office, "10:15", Deed.LONGER, minutes=10)
    assert [clock for _, _, clock in starts(office)] == ["10.30", "10.30"]
    assert office.owed(PromiseKind.SECURE_MESSAGE) == []
    assert SendingKind.NEW_MINUTE not in {s.kind for s in office.tick("2026-11-24 10:16")}
