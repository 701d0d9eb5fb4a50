"""What is owed once more counts from when it came back, and is not escalated at once (D3, F3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from pathway.aftermath import InterviewState
from pathway.commands import (
    ChangeMeeting,
    EndAbsence,
    MoveMeeting,
    RecordAbsence,
    RecordConsent,
    RecordInterview,
)
from pathway.words import ConsentForm, MeetingKind, PromiseKind, Role, Verdict
from tests.bot.test_explained_settles import all_done
from tests.pathway.build import COORDINATOR, LEADER, SECRETARY, a_clinic, at, day, wall
from tests.pathway.office import Office
from tests.pathway.test_plan import EVERYBODY
from tests.pathway.test_service_times import TIMES, _office, answer, ask

SHM1 = MeetingKind.SHM1
LATER = ("2026-12-01 10:00", "2026-12-02 10:00")


def accepted() -> Office:
    """The GP has said yes to a meeting in December."""
    office = Office(clinic=a_clinic(mail_to=EVERYBODY))
    office.register()
    office.invite_gp("2026-12-10 10:00")
    office.tick()
    office.answer(Verdict.ACCEPTED)
    return office


def wishes() -> Office:
    """The meeting was moved, and three weeks later the GP says yes to the new time."""
    office = accepted()
    office.until("2026-10-06")
    office.do(MoveMeeting(ref=office.case.ref, kind=SHM1, start=wall("2026-12-15 10:00")))
    office.tick()
    office.clock = at("2026-10-27 09:00")
    office.answer(Verdict.ACCEPTED)
    return office


def choice() -> Office:
    """Everybody had answered, and three weeks later everybody has judged other times."""
    office = _office()
    ask(office)
    office.tick()
    for role in (Role.GP, Role.PATIENT):
        answer(office, role, *TIMES)
        office.tick()
    office.until("2026-10-08")
    office.clock = at("2026-10-27 08:30")
    ask(office, *LATER)
    office.tick()
    office.clock = at("2026-10-27 09:00")
    for role in (Role.GP, Role.PATIENT):
        answer(office, role, *LATER)
        office.tick()
    return office


def close() -> Office:
    """Nothing was left after SHM2, then a letter was wanted, and weeks later it is sent."""
    office = all_done()
    office.until("2027-05-28")
    for when, state in (
        ("2027-05-28 09:00", InterviewState.WANTED),
        ("2027-06-14 09:00", InterviewState.SENT),
    ):
        office.clock = at(when)
        said = RecordInterview(ref=office.case.ref, after=MeetingKind.SHM2, state=state)
        office.do(said)
    return office


def leader_away(office: Office) -> None:
    """The leader is away on the day of the meeting."""
    there = day("2026-12-10")
    office.do(RecordAbsence(staff_id=LEADER, first=there, last=there, deputy=SECRETARY))


def away() -> Office:
    """An absence is called off, and recorded anew a month later."""
    office = accepted()
    office.no_wishes()
    leader_away(office)
    office.until("2026-10-08")
    office.do(EndAbsence(staff_id=LEADER, back_on=day("2026-12-10")))
    office.until("2026-11-10")
    leader_away(office)
    return office


@pytest.mark.parametrize(
    ("ready", "kind"),
    [
        (wishes, PromiseKind.WISHES),
        (choice, PromiseKind.TIMES_CHOICE),
        (close, PromiseKind.CLOSE),
        (away, PromiseKind.AWAY),
    ],
)
def test_what_comes_back_has_all_its_days(ready: Callable[[], Office], kind: PromiseKind) -> None:
    """D3: nobody is told of it that day, then its owner, and the coordinator on the last."""
    office = ready()
    (owed,) = office.owed(kind)
    assert (owed.since, owed.taken) == (office.clock, 0)
    before = len(office.tasks())
    office.tick(office.clock + timedelta(hours=1))
    assert len(office.tasks()) == before
    office.until(owed.due.isoformat())
    climbed = [(why, who) for _, who, why in office.tasks()[before:] if f":{owed.ladder}:" in why]
    first, middle, last = owed.days
    assert climbed == [
        (f"D3:{owed.ladder}:{first}", SECRETARY),
        (f"D3:{owed.ladder}:{middle}", SECRETARY),
        (f"D3:{owed.ladder}:{last}", SECRETARY),
        (f"D3:{owed.ladder}:{last}", COORDINATOR),
    ]


def test_an_absence_recorded_anew_is_asked_about_anew() -> None:
    """What was seen to for one absence says nothing of the next."""
    office = accepted()
    leader_away(office)
    office.tick_off(PromiseKind.AWAY)
    assert not office.owed(PromiseKind.AWAY)
    office.do(EndAbsence(staff_id=LEADER, back_on=day("2026-12-10")))
    leader_away(office)
    assert len(office.owed(PromiseKind.AWAY)) == 1


def test_a_wider_consent_is_asked_for_each_time_it_lacks() -> None:
    """R13, R16b: the agenda changed, back and again, and nobody has widened anything."""
    office = accepted()
    office.do(
        RecordConsent(
            ref=office.case.ref,
            role=Role.NAV_ADVISER,
            given_on=day("2026-10-05"),
            form=ConsentForm.ORAL,
            name="Nils Nav",
            parts=(2,),
        )
    )
    for template, asked in (("nav_last", 1), ("with_nav", 0), ("nav_last", 1)):
        office.do(ChangeMeeting(ref=office.case.ref, kind=SHM1, template=template))
        assert len(office.owed(PromiseKind.CONSENT)) == asked
        office.clock += timedelta(days=1)


def test_new_times_move_the_day_to_answer_by() -> None:
    """D2: whoever is asked of other times has the days for it before the secretary is to choose."""
    office = _office()
    ask(office)
    office.tick()
    office.clock = at("2026-10-20 09:00")
    ask(office, *LATER)
    (question,) = office.case.times
    assert question.answer_by == day("2026-10-27")
    office.until("2026-10-27")
    assert not [why for _, _, why in office.tasks() if ":postponed:" in why]
    office.until("2026-10-28")
    assert [why for _, _, why in office.tasks() if ":postponed:" in why] == ["D3:postponed:0"]


def test_a_time_withdrawn_moves_no_day() -> None:
    """Fewer times are answered by the day that was said."""
    office = _office()
    ask(office)
    (before,) = office.case.times
    office.clock = at("2026-10-07 09:00")
    ask(office, *TIMES[:2])
    assert office.case.times == (before,)
