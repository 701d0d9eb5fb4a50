"""The middle pane, from a case to what is drawn of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.local_case import Pane, pane
from bot.seams import CaseView
from dialogs.wording.nb import dates
from pathway.model import Closing, MilestoneEntry
from pathway.outgoing import SendingKind, SendingStatus
from pathway.words import ClosedReason, Milestone, ParticipantId, PromiseKind, Role, SendingId
from tests.fakes.rooms import CLINIC, GP, NOW, SECRETARY, ZONE, case_view


def drawn(view: CaseView, at: datetime = NOW) -> Pane:
    """The pane as it stands at a moment."""
    return pane(view, CLINIC, dates.wall(at, ZONE))


def test_five_milestones_with_the_present_one_marked() -> None:
    """There are always five milestones, and the first that is not reached is the present one."""
    steps = drawn(case_view()).steps
    wheres = [step.where for step in steps]
    assert wheres == ["reached", "reached", "present", "ahead", "ahead"]
    assert [step.day for step in steps] == [
        "07.09.2026",
        "28.09.2026",
        "frist 21.12.2026",
        "frist 21.06.2027",
        "",
    ]


def test_a_closed_case_has_reached_its_end() -> None:
    """A closed case shows when it ended."""
    view = case_view()
    closing = Closing(reason=ClosedReason.COMPLETED, at=NOW, by=SECRETARY)
    done = drawn(replace(view, case=replace(view.case, closing=closing)))
    assert done.steps[-1].where == "reached"
    assert done.past[0].text == "Forløpet er avsluttet"


def test_deadlines_grow_more_urgent() -> None:
    """A deadline is at risk after its latest safe day, and passed after the day itself (F1)."""
    view = case_view()

    def state(day: date) -> str:
        at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        return drawn(view, at).deadlines[0][1]

    assert state(date(2026, 11, 30)) == ""
    assert state(date(2026, 12, 1)) == "risk"
    assert state(date(2026, 12, 21)) == "risk"
    assert state(date(2026, 12, 22)) == "passed"


def test_a_meeting_that_was_not_held() -> None:
    """A meeting that did not happen says so, and is not a milestone reached."""
    view = case_view()
    entry = MilestoneEntry(
        milestone=Milestone.SHM1_HELD,
        on=date(2026, 10, 1),
        recorded_at=NOW,
        recorded_by=SECRETARY,
        held=False,
    )
    case = replace(view.case, milestones=(*view.case.milestones, entry))
    found = drawn(replace(view, case=case))
    assert "SHM1 ble ikke holdt" in [line.text for line in found.past]
    assert found.steps[2].where == "present"


def test_staff_are_named_and_waiting_messages_left_out() -> None:
    """A message to staff names them; one that has not left is not in the past."""
    view = case_view()
    sent = view.case.sendings[0]
    notice = replace(
        sent,
        id=SendingId("s3"),
        to=SECRETARY,
        role=Role.SECRETARY,
        kind=SendingKind.NOTICE,
        status=SendingStatus.SHOWN,
        done_at=NOW,
    )
    waiting = replace(sent, id=SendingId("s4"), status=SendingStatus.PENDING, done_at=None)
    unknown = replace(notice, id=SendingId("s5"), to="who", done_at=NOW - timedelta(minutes=1))
    case = replace(view.case, sendings=(notice, waiting, unknown))
    texts = [line.text for line in drawn(replace(view, case=case)).past]
    assert texts[0].startswith("Beskjed til helsesekretæren Siri Solberg")
    assert texts[1].startswith("Beskjed til helsesekretæren på")
    assert not any("Innkalling" in text for text in texts)


def test_what_staff_owe_names_them_and_the_one_it_concerns() -> None:
    """A task of the staff says who owes it and about whom; a reminder is no debt of its owner."""
    view = case_view()
    call = replace(
        view.promises[0],
        kind=PromiseKind.PHONE_CALL,
        owner=SECRETARY,
        owner_role=Role.SECRETARY,
        due=date(2026, 10, 20),
    )
    about_person = replace(call, about=ParticipantId(GP))
    about_nobody = replace(call, kind=PromiseKind.INTAKE, about="c")
    reminder = replace(view.promises[0], kind=PromiseKind.REMINDER)
    promises = (call, about_person, about_nobody, reminder)
    texts = [line.text for line in drawn(replace(view, promises=promises)).coming]
    said = "Frist for helsesekretæren Siri Solberg: telefon til fastlegen"
    assert texts.count(said) == 2
    assert "Frist for helsesekretæren Siri Solberg: oppgavene ved mottak" in texts
    assert not any("påminnelse" in text for text in texts if text.startswith("Frist"))


def test_an_answer_that_changes_nothing_says_so() -> None:
    """An answer to an older revision is shown, and that it changed nothing (F15)."""
    view = case_view()
    old = replace(view.case.answers[0], counts=False, why_not="old_revision")
    texts = [
        line.text for line in drawn(replace(view, case=replace(view.case, answers=(old,)))).past
    ]
    assert "Fastlegen Kari Berg ønsker et annet tidspunkt, men det endrer ingenting" in texts
