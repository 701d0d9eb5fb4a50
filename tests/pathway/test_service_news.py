"""What the secretary is told of answers is what still holds: one notice for each present answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pathway import agenda
from pathway.commands import (
    Command,
    HoldWithoutGp,
    Invite,
    MoveMeeting,
    RecordAnswer,
    ReplaceGp,
    StopPathway,
)
from pathway.outgoing import SendingKind, SendingStatus
from pathway.service.daemon import chatting, showing
from pathway.service.daemon.forecast import departures
from pathway.words import (
    Channel,
    ClosedReason,
    MeetingKind,
    PromiseKind,
    Role,
    Substitute,
    Verdict,
)
from tests.pathway.build import COORDINATOR, LEADER, SECRETARY, at, wall
from tests.pathway.office import GP, Office
from tests.pathway.test_plan import everybody, mailed
from tests.pathway.test_service_chatting import CHAT

SHM1 = MeetingKind.SHM1


@pytest.fixture
def office() -> Office:
    """The GP has been asked by mail, and it is Sunday night."""
    office = mailed()
    office.clock = at("2026-10-11 22:00")
    return office


def told(office: Office, now: str = "2026-10-12 08:00") -> list[str]:
    """What the secretary is shown on Monday morning, or at another time."""
    office.clock = at(now)
    return [row.content.subject for row in office.run(showing.show_waiting)]


def test_only_the_last_of_four_answers_is_told(office: Office) -> None:
    """D2, D4: another time, no, yes by a locum, yes by a new GP: one card, of what stands."""
    office.answer(Verdict.NEW_TIME, proposed=wall("2026-11-26 10:00"))
    office.answer(Verdict.DECLINED)
    office.answer(Verdict.ACCEPTED, substitute=Substitute.FOR_NOW, by_name="Lo Kum")
    office.answer(Verdict.ACCEPTED, substitute=Substitute.FOR_GOOD, by_name="Ny Lege")
    assert told(office) == ["gate_p_open"]
    values = office.texts.notices[-1].values
    assert (values["name"], values["substitute"]) == ("Ny Lege", Substitute.FOR_GOOD)
    assert len(office.case.answers) == 4


def test_what_was_shown_stays_shown(office: Office) -> None:
    """A newer answer takes back only what nobody has read."""
    office.answer(Verdict.DECLINED)
    assert told(office) == ["gp_said_no"]
    office.answer(Verdict.ACCEPTED)
    assert told(office) == ["gate_p_open"]
    rows = [s for s in office.case.sendings if s.kind is SendingKind.NOTICE]
    assert [row.status for row in rows] == [SendingStatus.SHOWN] * 2


def test_an_unread_comment_is_told_with_the_next_answer(office: Office) -> None:
    """That something was written is not lost when the answer it came with is overtaken."""
    office.answer(Verdict.DECLINED, text="syk")
    office.answer(Verdict.ACCEPTED)
    assert told(office) == ["gate_p_open"]
    assert office.texts.notices[-1].values["comment"] == "yes"
    office.answer(Verdict.TENTATIVE)
    assert office.texts.notices[-1].values["comment"] == ""


def test_a_no_that_the_patient_takes_back_is_not_told() -> None:
    """Nothing is left to tell when the last answer asks for nothing."""
    office = everybody()
    office.run(showing.show_waiting)
    office.answer(Verdict.DECLINED, Role.PATIENT)
    office.answer(Verdict.ACCEPTED, Role.PATIENT)
    assert office.run(showing.show_waiting) == ()


def test_who_types_the_newer_answer_is_not_told_the_older(office: Office) -> None:
    """What the secretary registered by hand overtakes what waited to be told."""
    office.answer(Verdict.DECLINED)
    invitation = office.invitation(Role.GP)
    command = RecordAnswer(
        ref=office.case.ref,
        invitation_id=invitation.id,
        verdict=Verdict.ACCEPTED,
        channel=Channel.PHONE,
        evidence="typed",
    )
    office.do(command)
    assert told(office) == []


def test_an_open_gate_is_not_told_after_the_patient_was_asked(office: Office) -> None:
    """R12: a colleague who was quicker has called the patient in."""
    office.answer(Verdict.ACCEPTED)
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT), actor=COORDINATOR)
    assert told(office) == []
    dropped = [s for s in office.case.sendings if s.kind is SendingKind.NOTICE]
    assert [row.status for row in dropped] == [SendingStatus.DROPPED]


@pytest.mark.parametrize(
    ("now", "news"),
    [("2026-11-24 09:59", ["gate_p_open"]), ("2026-11-24 10:00", []), ("2026-12-14 08:00", [])],
)
def test_an_open_gate_is_told_while_the_meeting_lies_ahead(
    office: Office, now: str, news: list[str]
) -> None:
    """R12: once it has begun the patient cannot be called in to it."""
    office.answer(Verdict.ACCEPTED)
    assert told(office, now) == news


@pytest.mark.parametrize("held", [True, False])
def test_an_open_gate_is_not_told_of_a_meeting_that_was(office: Office, held: bool) -> None:  # noqa: FBT001 - a row
    """R12: that it was held, or not held, says that there is nobody to call in to it."""
    office.answer(Verdict.ACCEPTED)
    meeting = office.case.meetings[-1]
    office.edit(lambda case: case.with_changed(replace(meeting, held=held)))
    assert "gate_p_open" not in told(office)


def test_a_yes_that_opens_nothing_any_more_is_told_as_a_yes(office: Office) -> None:
    """R12: it has begun, and the doctor, whose part is still to come, says yes to that."""
    meeting, doctor = office.case.meetings[-1], office.person(Role.GP)
    later = replace(meeting, parts=agenda.placed(meeting.parts, doctor, [1]))
    office.edit(lambda case: case.with_changed(later))
    office.clock = at("2026-11-24 10:05")
    office.answer(Verdict.ACCEPTED)
    assert told(office, "2026-11-24 10:06") == ["gp_said_yes"]


# --- of a case that has ended ---------------------------------------------------------------------


def ended(office: Office, now: str, reason: ClosedReason = ClosedReason.DIED) -> None:
    """The pathway ends at this moment."""
    office.clock = at(now)
    office.do(StopPathway(ref=office.case.ref, reason=reason), actor=COORDINATOR)


def without_gp(office: Office) -> None:
    """What the secretary is to hear of a clinician's decision."""
    held = HoldWithoutGp(ref=office.case.ref, kind=SHM1, reason="finnes ikke")
    office.do(held, actor=COORDINATOR)


@pytest.mark.parametrize("reason", [ClosedReason.DIED, ClosedReason.WITHDREW])
def test_what_waits_is_not_told_of_a_case_that_has_ended(
    office: Office, reason: ClosedReason
) -> None:
    """R10: everything stops at once; it is dropped, and foretold no more."""
    without_gp(office)
    before = office.run(lambda c: departures(c, office.case, at("2026-10-12 08:00")))
    assert "without_gp" in [one.subject for one in before]
    ended(office, "2026-10-11 22:01", reason)
    after = office.run(lambda c: departures(c, office.case, at("2026-10-12 08:00")))
    assert "without_gp" not in [one.subject for one in after]
    assert told(office) == []
    (row,) = [s for s in office.case.sendings if s.content.subject == "without_gp"]
    assert row.status is SendingStatus.DROPPED


def test_the_end_itself_is_told(office: Office) -> None:
    """R10, F18: the leader hears that the meeting of the next day is off, and not who it lacked."""
    office.clock = at("2026-11-23 20:00")
    without_gp(office)
    ended(office, "2026-11-23 20:01")
    office.clock = at("2026-11-24 08:00")
    assert [r.content.subject for r in office.run(showing.show_waiting, LEADER)] == [
        "meeting_changed"
    ]


def test_nobody_is_told_of_an_unread_message_of_a_case_that_has_ended(office: Office) -> None:
    """R10, D4: the chat is lost, and there is nothing to tell its reader of any more."""
    without_gp(office)
    lost = replace(CHAT, unreachable_at=office.clock)
    office.run(lambda context: context.ledger.put_chat(lost))
    ended(office, "2026-10-11 22:01")
    office.clock = at("2026-10-12 08:00")
    assert office.run(lambda context: chatting.claim(context, SECRETARY)) is None
    (row,) = [s for s in office.case.sendings if s.content.subject == "without_gp"]
    assert row.status is SendingStatus.DROPPED
    assert office.run(showing.show_waiting, COORDINATOR) == ()


# --- of an answer ---------------------------------------------------------------------------------


@pytest.mark.parametrize("settled", ["moved", "replaced", "without", "stopped"])
def test_a_settled_question_is_not_asked(office: Office, settled: str) -> None:
    """D2: what has been decided meanwhile is asked no more."""
    ref = office.case.ref
    office.answer(Verdict.DECLINED)
    commands: dict[str, Command] = {
        "moved": MoveMeeting(ref=ref, kind=SHM1, start=wall("2026-11-26 10:00")),
        "replaced": ReplaceGp(ref=ref, doctor=GP, for_good=False),
        "without": HoldWithoutGp(ref=ref, kind=SHM1, reason="finnes ikke"),
        "stopped": StopPathway(ref=ref, reason=ClosedReason.WITHDREW),
    }
    office.do(commands[settled], actor=COORDINATOR)
    assert "gp_said_no" not in told(office)


def test_a_yes_is_told_though_the_meeting_needs_none(office: Office) -> None:
    """D2: a GP's yes to a meeting that was to be held without one is news of its own."""
    office.do(HoldWithoutGp(ref=office.case.ref, kind=SHM1, reason="finnes ikke"))
    office.do(Invite(ref=office.case.ref, kind=SHM1, role=Role.PATIENT))
    office.answer(Verdict.ACCEPTED)
    assert told(office) == ["gp_comes_after_all"]


def test_a_kept_answer_is_always_told(office: Office) -> None:
    """F15: an answer that changes nothing is shown, whatever came after it."""
    office.answer(Verdict.ACCEPTED, revision=7)
    office.answer(Verdict.DECLINED)
    office.do(StopPathway(ref=office.case.ref, reason=ClosedReason.WITHDREW))
    assert told(office) == ["answer_kept"]


def test_the_question_itself_stands_as_a_task(office: Office) -> None:
    """What is taken back as a notice is still owed as long as it is open."""
    office.answer(Verdict.NEW_TIME)
    office.answer(Verdict.DECLINED)
    assert len(office.owed(PromiseKind.TIME_QUESTION)) == 1
