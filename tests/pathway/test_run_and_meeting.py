"""A run ends with its meeting, and while it goes on its meeting stays as it is (R5, F6)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pathway import errors, running
from pathway.commands import (
    ChangeMeeting,
    ChangeParts,
    EndMeeting,
    MoveMeeting,
    PartFrom,
    Postpone,
    RecordMilestone,
    RemoveCase,
    StartMeeting,
    StopPathway,
)
from pathway.outgoing import SendingKind
from pathway.run import Deed
from pathway.words import (
    CaseRef,
    Channel,
    ClosedReason,
    MeetingId,
    MeetingKind,
    Milestone,
    PromiseKind,
    Role,
)
from tests.pathway.build import LEADER, at, day, wall
from tests.pathway.office import Office
from tests.pathway.test_running import SHM1, end, press, ready, started, state
from tests.pathway.test_service_new_minutes import told, with_phone


def recorded(office: Office, clock: str, *, held: bool) -> None:
    """The secretary records what became of SHM1."""
    office.clock = at(f"2026-11-24 {clock}")
    milestone, on = Milestone.SHM1_HELD, day("2026-11-24")
    why = "" if held else "pasienten kom ikke"
    ref = office.case.ref
    office.do(RecordMilestone(ref=ref, milestone=milestone, on=on, held=held, reason=why))


def called_off(office: Office) -> set[Role]:
    """Who was written to that it is off."""
    return {s.role for s in office.case.sendings if s.kind is SendingKind.CANCELLATION}


def test_not_held_ends_the_run_and_the_next_meeting_is_run_as_any() -> None:
    """Nobody came: *ikke holdt* ends it, and a new SHM1 is started, moved on and ended."""
    office = started()
    for role in (Role.GP, Role.PATIENT, Role.NAV_ADVISER):
        press(office, "10:10", Deed.ABSENT, role)
    with pytest.raises(errors.NobodyCameError):
        end(office, "10:12")
    recorded(office, "10:13", held=False)
    assert running.going_on(office.case) is None
    assert office.case.runs[-1].ended_at == at("2026-11-24 10:13")
    office.clock = at("2026-11-24 11:00")
    office.invite_gp("2026-12-01 10:00", link="https://video.example/2")
    office.clock = at("2026-12-01 10:00")
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    first = running.going_on(office.case)
    assert first is not None
    assert first.meeting_id == office.case.meetings[-1].id
    office.clock = at("2026-12-01 10:50")
    office.do(EndMeeting(ref=office.case.ref), actor=LEADER)
    assert office.case.date_of(Milestone.SHM1_HELD) == day("2026-12-01")


def test_not_held_tells_whoever_waits_and_nobody_who_was_there() -> None:
    """F6: Nav was told 10.30 and hears at once that it is off, and of no minute after that."""
    office = with_phone(started())
    press(office, "10:05", Deed.ABSENT, Role.PATIENT)
    press(office, "10:06", Deed.LONGER, minutes=10)
    assert [row.role for row in told(office)] == [Role.NAV_ADVISER] * 2
    recorded(office, "10:25", held=False)
    assert called_off(office) == {Role.NAV_ADVISER}
    assert office.case.live_invitation(office.person(Role.GP).id, office.case.meetings[-1].id)
    left = office.tick("2026-11-24 10:26")
    assert SendingKind.NEW_MINUTE not in {row.kind for row in left}
    later = office.tick("2026-11-24 10:40")
    assert SendingKind.NEW_MINUTE not in {row.kind for row in later}


def test_not_held_tells_whoever_is_late_or_has_not_begun_without_a_run_too() -> None:
    """Nobody pressed *start*: at 10.12 Nav has not come yet, and need not."""
    office = ready("2026-11-24 10:12")
    recorded(office, "10:12", held=False)
    assert called_off(office) == {Role.NAV_ADVISER}
    office = started()
    press(office, "10:01", Deed.LATE, Role.GP, minutes=20)
    press(office, "10:02", Deed.ABSENT, Role.NAV_ADVISER)
    recorded(office, "10:12", held=False)
    assert called_off(office) == {Role.GP, Role.NAV_ADVISER}


def test_held_by_hand_ends_the_run_with_those_who_were_there() -> None:
    """Who forgets *avslutt* and records it by hand has said the same."""
    office = started()
    press(office, "10:05", Deed.ABSENT, Role.GP)
    recorded(office, "10:40", held=True)
    assert running.going_on(office.case) is None
    assert office.case.meetings[-1].attended == (office.person(Role.PATIENT).id,)
    nobody = started()
    for role in (Role.GP, Role.PATIENT, Role.NAV_ADVISER):
        press(nobody, "10:10", Deed.ABSENT, role)
    with pytest.raises(errors.NobodyCameError):
        recorded(nobody, "10:40", held=True)


def test_the_end_of_the_pathway_ends_the_run() -> None:
    """F6: whoever waits hears that it is off; on death nothing goes to the patient."""
    office = started()
    press(office, "10:01", Deed.LATE, Role.PATIENT, minutes=30)
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.DIED))
    assert running.going_on(office.case) is None
    assert called_off(office) == {Role.NAV_ADVISER}


JOINED = (PartFrom(of=(1,), minutes=20), PartFrom(of=(2, 3), minutes=40))
TURNED = (
    PartFrom(of=(1,), minutes=20),
    PartFrom(of=(3,), minutes=25),
    PartFrom(of=(2,), minutes=15),
)


REF = CaseRef("")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(ChangeParts(ref=REF, kind=SHM1, parts=JOINED), id="joined"),
        pytest.param(ChangeParts(ref=REF, kind=SHM1, parts=TURNED), id="turned"),
        pytest.param(ChangeMeeting(ref=REF, kind=SHM1, template="nav_last"), id="template"),
        pytest.param(MoveMeeting(ref=REF, kind=SHM1, start=wall("2026-12-01 10:00")), id="moved"),
        pytest.param(Postpone(ref=REF, kind=SHM1, until=day("2026-12-01")), id="postponed"),
    ],
)
def test_started_early_it_keeps_its_time_and_its_parts(
    change: ChangeParts | ChangeMeeting | MoveMeeting | Postpone,
) -> None:
    """Started 09.20 for 10.00 and in part 3 at 09.50: what it builds on is not changed."""
    office = ready("2026-11-24 09:20")
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    press(office, "09:35", Deed.NEXT)
    press(office, "09:50", Deed.NEXT)
    before = office.case
    with pytest.raises(errors.MeetingRunsError):
        office.do(replace(change, ref=before.ref))
    assert office.case == before
    assert state(office).now_on.part == 2
    place = ChangeMeeting(ref=before.ref, kind=SHM1, place="Rom 4")
    office.do(place)
    assert running.going_on(office.case) is not None


def test_what_runs_is_not_called_off() -> None:
    """*Avlys* at 10.21 is refused, with the ways out; ended, it was held."""
    office = started()
    office.clock = at("2026-11-24 10:21")
    with pytest.raises(errors.MeetingRunsError):
        office.do(office.cancel())
    end(office, "10:50")
    assert office.case.meetings[-1].held


def test_two_meetings_of_a_case_never_run_at_once() -> None:
    """SHM2 is not started while SHM1 is not ended."""
    office = started()
    one = office.case.meetings[-1]
    other = replace(one, id=MeetingId("shm2"), kind=MeetingKind.SHM2)
    office.edit(lambda case: replace(case, diary=(*case.diary, other)))
    with pytest.raises(errors.AlreadyRunningError):
        office.do(StartMeeting(ref=office.case.ref, kind=MeetingKind.SHM2), actor=LEADER)


def test_who_is_in_a_room_that_opened_early_is_not_told_that_it_is_off() -> None:
    """Started 09.30 for 10.00: the GP is there and knows; the patient, who is not, is told."""
    office = ready("2026-11-24 09:30")
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    press(office, "09:35", Deed.ABSENT, Role.PATIENT)
    recorded(office, "09:40", held=False)
    assert called_off(office) == {Role.PATIENT, Role.NAV_ADVISER}


def test_a_case_made_by_mistake_leaves_no_run() -> None:
    """P5: nobody has heard of it, and nothing of it goes on."""
    office = Office(clock=at("2026-11-24 09:50"), says_whom=False)
    office.register()
    office.invite_gp()
    office.do(StartMeeting(ref=office.case.ref, kind=SHM1), actor=LEADER)
    office.do(RemoveCase(ref=office.case.ref, reason="laget ved en feil"))
    assert running.going_on(office.case) is None


def turned_away(office: Office) -> list[tuple[Channel, str]]:
    """By which ways Nav was told that it is off, and the Oslo time that was meant."""
    hour = timedelta(hours=1)
    return [
        (row.channel, f"{row.facts.window.start + hour:%H.%M}")
        for row in office.case.sendings
        if row.kind is SendingKind.CANCELLATION and row.role is Role.NAV_ADVISER and row.facts
    ]


BY_PHONE_AND_MAIL = (Channel.MAIL, Channel.PHONE)


@pytest.mark.parametrize("by_hand", [False, True], ids=["ended", "recorded"])
def test_ended_early_whoever_still_waits_is_told_at_once(*, by_hand: bool) -> None:
    """Ended at 10.12, Nav's part is never held: Nav, who comes at 10.20, is rung and mailed."""
    office = with_phone(started())
    if by_hand:
        recorded(office, "10:12", held=True)
    else:
        end(office, "10:12")
    assert turned_away(office) == [(way, "10.20") for way in BY_PHONE_AND_MAIL]
    assert called_off(office) == {Role.NAV_ADVISER}
    (task,) = office.owed(PromiseKind.SECURE_MESSAGE)
    assert task.about in {row.id for row in office.case.sendings if row.channel is Channel.PHONE}
    assert "tell_over" in office.notices()
    assert office.case.meetings[-1].held


def test_who_was_told_a_later_minute_is_told_of_that_one() -> None:
    """Nav was mailed 10.45; ended at 10.40 they are rung, though their own time is over."""
    office = with_phone(started())
    press(office, "10:10", Deed.LONGER, minutes=25)
    end(office, "10:40")
    assert turned_away(office) == [(way, "10.45") for way in BY_PHONE_AND_MAIL]
    assert len(office.owed(PromiseKind.SECURE_MESSAGE)) == 1


def test_whose_minute_is_gone_or_who_was_in_hears_nothing_at_the_end() -> None:
    """At 10.21 Nav may have been let in without a press; let in, they know; absent, they do too."""
    office = with_phone(started())
    end(office, "10:21")
    assert called_off(office) == set()
    office = with_phone(started())
    press(office, "10:16", Deed.NEXT)
    press(office, "10:17", Deed.CAME, Role.NAV_ADVISER)
    end(office, "10:18")
    assert called_off(office) == set()
    office = with_phone(started())
    press(office, "10:05", Deed.ABSENT, Role.NAV_ADVISER)
    end(office, "10:12")
    assert called_off(office) == set()
