"""`shm explain`: why each wait exists, what would settle it, and what leaves next."""

from __future__ import annotations

from datetime import timedelta

from bot import explain
from pathway import promises
from pathway.commands import CallBack, RecordMilestone, Snooze
from pathway.service.daemon.forecast import departures
from pathway.words import Milestone, PromiseKind, Role
from tests.pathway.build import at, day
from tests.pathway.office import Office
from tests.pathway.test_ladders import with_shm2
from tests.pathway.test_plan import mailed


def told(office: Office) -> list[explain.JSON]:
    """What is told of the latest case."""
    return office.run(lambda c: explain.explain_json(c, office.case))


def milestone(office: Office) -> explain.JSON:
    """What is told of the next one."""
    (row,) = [row for row in told(office) if row["kind"] == "milestone"]
    return row


def reached(office: Office, which: Milestone, on: str) -> None:
    """It is written down."""
    office.do(RecordMilestone(ref=office.case.ref, milestone=which, on=day(on)))


def test_every_kind_of_promise_is_explained() -> None:
    """A new kind says its rule, why it exists and what settles it, before it works."""
    assert set(explain.REASONS) == set(PromiseKind)
    assert all(all(texts) for texts in explain.REASONS.values())


def test_every_open_promise_stands_there_with_what_leaves_next() -> None:
    """Each is told once, and its next step is what the forecast has for it."""
    office = mailed()
    owed = promises.open_promises(office.case)
    rows = told(office)
    assert [row["kind"] for row in rows] == [promise.kind for promise in owed]
    far = office.clock + timedelta(weeks=60)
    coming = office.run(lambda c: departures(c, office.case, far))
    for promise, row in zip(owed, rows, strict=True):
        own = [d for d in coming if d.promise is not None and d.promise.id == promise.id]
        assert (row["next"] is None) == (not own)
        assert row["next"] is None or row["next"]["why"] == own[0].why


def test_what_is_put_off_says_until_when_and_why() -> None:
    """F2, F3: the reason that was asked for is told."""
    office = mailed()
    office.do(CallBack(ref=office.case.ref, who=office.person(Role.PATIENT).id))
    (call,) = office.owed(PromiseKind.CALL_BACK)
    until = day("2027-06-01")
    office.do(Snooze(ref=office.case.ref, promise_id=call.id, until=until, why="avtalt"))
    (row,) = [row for row in told(office) if row["kind"] == "call_back"]
    assert row["put_off"] == {"until": "2027-06-01", "why": "avtalt"}
    assert "put off until 2027-06-01: avtalt" in explain.explain_text([row])


def test_for_people_it_is_a_paragraph_each() -> None:
    """Who has it, since when, why, what settles it, and what leaves if nobody does anything."""
    office = mailed()
    (row,) = [row for row in told(office) if row["kind"] == "answer"]
    lines = explain.explain_text([row]).splitlines()
    assert lines[0].startswith("answer (Gro Fastlege): Gro Fastlege, since 2026-10-05")
    assert lines[1:3] == [
        "  because was asked and has not answered (D3)",
        "  settled by an answer, or another time",
    ]
    assert lines[3].startswith("  next, if nobody does anything: 2026-10-12T08:00:00+02:00 remind")
    assert explain.explain_text([]) == "Nothing is waited for."


def test_a_meeting_agreed_long_ago_was_so_before_the_meeting() -> None:
    """F4: the days are from the yes to SHM2, so it is said truly five minutes after the yes."""
    office = with_shm2("2027-03-02 10:00")
    (row,) = [row for row in told(office) if row["kind"] == "still_stands"]
    assert row["because"] == "SHM2 was agreed 60 working days or more before the meeting"


def test_a_milestone_is_waited_for_since_its_clock_started() -> None:
    """R2: from the day of what was reached before it, not from when the case was made."""
    office = Office(clock=at("2026-11-02 09:00"))
    office.register(received="2026-10-01")
    assert milestone(office)["since"] == "2026-10-01T00:00:00+02:00"
    reached(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.clock = at("2026-12-14 09:00")
    reached(office, Milestone.SHM1_HELD, "2026-11-24")
    row = milestone(office)
    assert (row["about"], row["since"], row["due"]) == (
        "shm2_held",
        "2026-11-24T00:00:00+01:00",
        "2027-05-24",
    )


def test_where_the_whole_pathway_ends_first_its_clock_is_the_one() -> None:
    """R2: 24 weeks from the referral come before 12 from an assessment that began late."""
    office = Office(clock=at("2026-11-02 09:00"))
    office.register(received="2026-06-01")
    reached(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    row = milestone(office)
    assert (row["since"], row["due"]) == ("2026-06-01T00:00:00+02:00", "2026-11-16")


def test_a_last_day_says_that_it_is_hard_and_when_it_is_safe() -> None:
    """F2: beside the deadline stands the latest safe day; what is due by a ladder has neither."""
    office = with_shm2("2027-03-02 10:00", answered=False)
    rows = told(office)
    (last,) = [row for row in rows if row["kind"] == "milestone"]
    assert (last["hard"], last["due"], last["latest_safe_day"]) == (
        True,
        "2027-04-01",
        "2027-03-15",
    )
    text = explain.explain_text([last]).splitlines()[0]
    assert text.endswith(", due 2027-04-01 (hard), latest safe day 2027-03-15")
    for row in rows:
        if row is not last:
            assert row["latest_safe_day"] is None
            assert "hard" not in explain.explain_text([row])


def test_no_day_is_the_last_safe_one_where_nobody_is_left_to_ask() -> None:
    """F9: once everybody has said yes there is nothing to call in for, and no day for it."""
    office = with_shm2("2027-03-02 10:00")
    row = milestone(office)
    assert row["latest_safe_day"] is None
    assert explain.explain_text([row]).splitlines()[0].endswith(" (hard)")
