"""What would leave when, to whom and why, if nobody did anything more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway.outgoing import SendingKind, SendingStatus
from pathway.service.daemon.forecast import Departure, about, departure_of, departures
from pathway.service.daemon.report import Passed, Report
from pathway.words import Channel, PromiseKind, Role, Verdict
from tests.pathway.build import (
    COORDINATOR,
    LEADER,
    SECRETARY,
    a_clinic,
    at,
    with_nav,
)
from tests.pathway.office import GP, Office
from tests.pathway.test_plan import first_row, mailed


@pytest.fixture
def office() -> Office:
    """A GP who was asked by mail on Monday 5 October 2026."""
    return mailed()


def coming(office: Office, until: str) -> list[Departure]:
    """What would leave from now until then."""
    return list(office.run(lambda c: departures(c, office.case, at(until))))


def test_the_ladder_ahead(office: Office) -> None:
    """Each step on its day at opening, to the owner by their channel or to staff in chat."""
    gp, ref = office.person(Role.GP), office.case.ref
    reminder, phone, decide = coming(office, "2026-10-30 12:00")
    assert reminder == Departure(
        at=at("2026-10-12 08:00"),
        to=GP.email,
        name=gp.name,
        role=Role.GP,
        channel=Channel.MAIL,
        kind=SendingKind.REMINDER,
        case=ref,
        about=gp.name,
        step=5,
        why="D3:gp:5",
    )
    assert (phone.at, phone.to, phone.channel, phone.kind, phone.step) == (
        at("2026-10-15 08:00"),
        SECRETARY,
        Channel.CHAT,
        SendingKind.TASK,
        8,
    )
    assert (phone.role, phone.name, phone.about, phone.why) == (
        Role.SECRETARY,
        SECRETARY,
        gp.name,
        "D3:gp:8",
    )
    assert (decide.to, decide.role) == (COORDINATOR, Role.COORDINATOR)


@pytest.mark.parametrize(("until", "number"), [("2026-10-12 07:59", 0), ("2026-10-12 08:00", 1)])
def test_up_to_a_moment(office: Office, until: str, number: int) -> None:
    """What falls due later is not shown."""
    assert len(coming(office, until)) == number


def test_missed_steps_are_one(office: Office) -> None:
    """F3: after standing still the last step is shown, now, or when working hours come."""
    office.clock = at("2026-10-16 12:00")
    assert [(d.at, d.step) for d in coming(office, "2026-10-17 12:00")] == [(office.clock, 8)]
    office.clock = at("2026-10-16 20:00")
    assert [(d.at, d.step) for d in coming(office, "2026-10-19 08:00")] == [
        (at("2026-10-19 08:00"), 10)
    ]


def test_nothing_after_the_meeting_has_begun() -> None:
    """F3: the ladder of a meeting ends when it begins; then it is asked whether it was held."""
    office = Office()
    office.register()
    office.invite_gp("2026-10-13 08:00")
    office.tick()
    left = [(d.at, d.kind) for d in coming(office, "2026-10-30 12:00")]
    assert left == [
        (at("2026-10-09 08:00"), SendingKind.REMINDER),
        (at("2026-10-12 08:00"), SendingKind.REMINDER),
        (at("2026-10-12 08:00"), SendingKind.NOTICE),
        (at("2026-10-14 08:00"), SendingKind.TASK),
        (at("2026-10-16 08:00"), SendingKind.TASK),
        (at("2026-10-20 08:00"), SendingKind.TASK),
        (at("2026-10-20 08:00"), SendingKind.TASK),
    ]


def test_what_waits_leaves_first(office: Office) -> None:
    """A row that waits is shown at its own moment, and not before now."""
    office = Office()
    office.register()
    office.invite_gp()
    (row,) = coming(office, "2026-10-05 12:00")
    assert (row.at, row.to, row.name, row.kind, row.about, row.why) == (
        office.clock,
        GP.email,
        GP.name,
        SendingKind.INVITATION,
        "shm1",
        "R11",
    )
    waiting = replace(first_row(office), not_before=at("2026-10-06 09:00"))
    office.edit(lambda case: case.with_changed(waiting))
    assert coming(office, "2026-10-05 12:00") == []
    assert [d.at for d in coming(office, "2026-10-06 09:00")] == [at("2026-10-06 09:00")]
    sent = replace(waiting, status=SendingStatus.SENT)
    office.edit(lambda case: case.with_changed(sent))
    assert coming(office, "2026-10-06 09:00") == []


def test_a_reminder_by_hand() -> None:
    """D3, D6: what a person must send is a task to the secretary, and never leaves by itself."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    (reminder,) = coming(office, "2026-10-12 12:00")
    assert (reminder.channel, reminder.to, reminder.step) == (Channel.CHAT, SECRETARY, 5)


def test_a_letter_that_waits_is_a_task() -> None:
    """D6: the text itself, until it is ticked off."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    waiting = coming(office, "2026-10-05 12:00")[0]
    assert (waiting.kind, waiting.to, waiting.why) == (SendingKind.TASK, SECRETARY, "R11")


def test_two_reminders_on_one_day_are_foretold_as_one() -> None:
    """F11: the reminder before the meeting says more than the one for an answer."""
    office = Office()
    office.register()
    office.invite_gp("2026-10-14 10:00")
    office.tick()
    reminders = [d for d in coming(office, "2026-10-13 12:00") if d.kind is SendingKind.REMINDER]
    assert [d.why for d in reminders] == ["D3:meeting_reminder:2"]


def test_a_warning_of_a_milestone() -> None:
    """F10: to secretary and clinician; none while the meeting is arranged in time."""
    office = Office()
    office.register()
    warnings = coming(office, "2026-12-28 12:00")
    assert [(d.to, d.about) for d in warnings][-3:] == [
        (COORDINATOR, "assessment_started"),
        (LEADER, "assessment_started"),
        (SECRETARY, "assessment_started"),
    ]
    assert [d.step for d in warnings] == [4, 2, 0, -1, -1, -1]


def test_what_a_row_is_about(office: Office) -> None:
    """A promise's subject, the meeting that an answer was to, or nothing."""
    office.until("2026-10-15")
    task = next(s for s in office.case.sendings if s.kind is SendingKind.TASK)
    shown = departure_of(office.case, task, office.clock)
    assert (shown.about, shown.to, shown.name) == (GP.name, SECRETARY, SECRETARY)
    office.answer(Verdict.DECLINED)
    notice = office.case.sendings[-1]
    assert departure_of(office.case, notice, office.clock).about == "shm1"
    bare = replace(notice, invitation_id=None)
    assert departure_of(office.case, bare, office.clock).about == ""


def test_what_a_promise_is_about() -> None:
    """A person by name or role, a milestone, a meeting, or nothing."""
    office = mailed(link="")
    office.edit(lambda case: with_nav(case, name=""))
    link = office.owed(PromiseKind.LINK)[0]
    assert about(office.case, link) == "shm1"
    assert about(office.case, office.owed(PromiseKind.MILESTONE)[0]) == "assessment_started"
    assert about(office.case, office.owed(PromiseKind.ANSWER)[0]) == GP.name
    assert about(office.case, replace(link, about="nav")) == Role.NAV_ADVISER
    assert about(office.case, replace(link, about=office.case.id)) == ""


def test_a_report_is_quiet_when_nothing_happened(office: Office) -> None:
    """What left, failed or was given up makes it loud; when something is due next does not."""
    row = Passed(
        id=first_row(office).id,
        departure=departure_of(office.case, first_row(office), office.clock),
    )
    assert row.status is SendingStatus.SENT
    assert Report(at=office.clock, next=office.clock, cut=True).quiet
    for name in ("delivered", "retry", "given_up"):
        assert not Report(at=office.clock, **{name: [row]}).quiet  # type: ignore[arg-type] # lists
