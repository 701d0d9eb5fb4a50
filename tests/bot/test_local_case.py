"""The middle pane, from a case to what is drawn of it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.local_case import Pane, pane
from bot.seams import CaseView, Coming
from dialogs.wording.nb import dates
from pathway.entries import Closing, MilestoneEntry
from pathway.model import Settled
from pathway.outgoing import SendingKind, SendingStatus
from pathway.questions import Doubt, Question
from pathway.words import (
    Channel,
    ClosedReason,
    InvitationState,
    Milestone,
    ParticipantId,
    PromiseKind,
    QuestionId,
    Role,
    SendingId,
    SettledHow,
    Substitute,
    Verdict,
)
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


def test_no_safe_day_to_call_in_whom_nobody_has_to_call_in() -> None:
    """Where all have said yes the deadline stands alone, and is at no risk."""
    view = case_view()
    all_yes = tuple(replace(one, nothing_ahead=True) for one in view.deadlines)
    (said, state), *_ = drawn(
        replace(view, deadlines=all_yes), datetime(2026, 12, 2, 9, tzinfo=UTC)
    ).deadlines
    assert "trygge" not in said
    assert state == ""
    assert "trygge" in drawn(view).deadlines[0][0]


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


@pytest.mark.parametrize(
    ("how", "name", "said"),
    [
        (Substitute.FOR_NOW, "Vilje Vikar", "Vilje Vikar {} i stedet for fastlegen Kari Berg"),
        (Substitute.FOR_GOOD, "Vera Vikar", "Vera Vikar {} og oppgir å ha overtatt som fastlege"),
        (Substitute.FOR_NOW, "", "En annen lege {} i stedet for fastlegen Kari Berg"),
    ],
)
def test_an_answer_is_credited_to_whoever_gave_it(how: Substitute, name: str, said: str) -> None:
    """D2: a locum's answer is never told as the GP's own."""
    view = case_view()
    answer = replace(view.case.answers[0], substitute=how, by_name=name, verdict=Verdict.ACCEPTED)
    lines = [
        line.text for line in drawn(replace(view, case=replace(view.case, answers=(answer,)))).past
    ]
    assert said.format("har svart ja") in lines
    assert not [line for line in lines if line.startswith("Fastlegen Kari Berg")]


def test_an_answer_that_changes_nothing_says_so() -> None:
    """An answer to an older revision is shown, and that it changed nothing (F15)."""
    view = case_view()
    old = replace(view.case.answers[0], counts=False, why_not="old_revision")
    texts = [
        line.text for line in drawn(replace(view, case=replace(view.case, answers=(old,)))).past
    ]
    assert "Fastlegen Kari Berg ønsker et annet tidspunkt, men det endrer ingenting" in texts


def test_proposed_times_and_mails_to_judge_are_shown() -> None:
    """The wish names its times; a mail stands as what it is, an open one as something to do."""
    view = case_view()
    (answer, *others) = view.case.answers
    wish = replace(answer, proposed=datetime(2026, 12, 1, 9), also_proposed=())  # noqa: DTZ001 - wall time
    away = Question(
        id=QuestionId("q1"),
        doubt=Doubt.AWAY,
        invitation_id=answer.invitation_id,
        since=NOW,
        at=NOW,
    )
    seen = replace(away, id=QuestionId("q2"), settled=Settled(how=SettledHow.DONE, at=NOW))
    case = replace(view.case, answers=(wish, *others), questions=(away, seen))
    past = {line.text: line.state for line in drawn(replace(view, case=case)).past}
    said = "Fastlegen Kari Berg ønsker et annet tidspunkt: tirsdag 1. desember 2026 kl. 09.00"
    assert said in past
    mail = "E-post om innkallingen til fastlegen Kari Berg: Fraværssvar"
    assert (past[mail], past[f"{mail} (sett)"]) == ("risk", "")


def task(view: CaseView, kind: PromiseKind, day: int, about: str = "") -> Coming:
    """A task that a wait of this kind will give the secretary at nine on a day of December."""
    due = date(2026, 12, 21)
    promise = replace(view.promises[0], kind=kind, about=about or view.promises[0].about, due=due)
    at = datetime(2026, 12, day, 8, tzinfo=UTC)
    sending, channel = SendingKind.TASK, Channel.CHAT
    return Coming(
        at=at, role=Role.SECRETARY, name="Siri", channel=channel, kind=sending, promise=promise
    )


def test_a_coming_task_says_what_it_is_about() -> None:
    """Whom it is for stands first, what it is about below, and of a milestone its deadline."""
    view = case_view()
    link = task(view, PromiseKind.LINK, 1, about=view.case.meetings[0].id)
    milestone = task(view, PromiseKind.MILESTONE, 2, about=Milestone.SHM1_HELD)
    found = drawn(replace(view, promises=(), coming=(link, milestone))).coming
    tasks = [(line.text, line.about) for line in found if line.about]
    assert tasks == [
        ("Oppgave til helsesekretæren Siri", "Legg inn lenken til møtet 24. november."),
        ("Oppgave til helsesekretæren Siri", "SHM1 må holdes senest mandag 21. desember 2026."),
    ]


def test_what_comes_again_is_one_line() -> None:
    """The same message to two at one time is one line, and so is the same on a later day."""
    view = case_view()
    first = task(view, PromiseKind.PHONE_CALL, 1, about=GP)
    both = replace(first, role=Role.COORDINATOR, name="Kim")
    later = [replace(one, at=one.at + timedelta(days=7)) for one in (first, both)]
    found = drawn(replace(view, promises=(), coming=(first, both, *later))).coming
    lines = [(line.text, line.again) for line in found if line.about]
    said = "Oppgave til helsesekretæren Siri og forløpskoordinatoren Kim"
    assert lines == [(said, "igjen 08.12.2026")]


def test_a_written_message_is_known_by_its_subject() -> None:
    """A notice that waits, or was shown, says what it is about without the reference."""
    view = case_view()
    sent = view.case.sendings[0]
    content = replace(sent.content, subject="Sak 7K4M: Lenken mangler")
    notice = replace(sent, channel=Channel.CHAT, kind=SendingKind.NOTICE, content=content)
    coming = replace(
        task(view, PromiseKind.LINK, 1),
        kind=SendingKind.NOTICE,
        subject=content.subject,
        promise=None,
    )
    case = replace(view.case, sendings=(notice,))
    found = drawn(replace(view, case=case, promises=(), coming=(coming,)))
    assert [line.about for line in found.coming if line.about] == ["Lenken mangler"]
    assert [line.about for line in found.past if line.about] == ["Lenken mangler"]


def test_a_milestone_s_deadline_names_the_milestone() -> None:
    """The deadline ahead says which milestone it is of."""
    view = case_view()
    owed = replace(view.promises[0], kind=PromiseKind.MILESTONE, about=Milestone.SHM1_HELD)
    texts = [line.text for line in drawn(replace(view, promises=(owed,))).coming]
    assert "Frist: SHM1 holdt" in texts


def test_a_corrected_milestone_stands_once() -> None:
    """After a correction the present date stands, with the earlier one as corrected."""
    view = case_view()
    started = view.case.milestones[1]
    again = replace(started, on=date(2026, 10, 5), recorded_at=NOW)
    case = replace(view.case, milestones=(*view.case.milestones, again))
    found = drawn(replace(view, case=case))
    lines = [(line.at.date(), line.text) for line in found.past if "Utredning" in line.text]
    assert lines == [(date(2026, 10, 5), "Utredning startet (rettet, det sto 28.09.2026)")]


def test_what_never_left_before_a_meeting_that_is_over_is_not_listed() -> None:
    """Nobody is waited for any more: of those who were asked all stay, of the others none."""
    view = case_view()
    asked = view.invitations[0]
    over = replace(asked.meeting, held=True)
    unsent = replace(asked, state=InvitationState.BLOCKED)
    assert len(drawn(replace(view, invitations=(asked, unsent))).people) == 2
    then = tuple(replace(line, meeting=over) for line in (asked, unsent))
    assert drawn(replace(view, invitations=then)).people == drawn(view).people[:1]
