"""The daemon's part of the ledger: steps, who hears of them, and the day's digest (D3, D4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from pathway.case import Case
from pathway.clinic import Staff
from pathway.commands import InviteGp, Snooze
from pathway.model import Promise
from pathway.outgoing import Hours, SendingKind, SendingStatus
from pathway.service import PROGRAM
from pathway.service.daemon import chasing, showing
from pathway.service.daemon.milestone_notice import milestone_notice
from pathway.service.invitations import reminding
from pathway.service.invitations.reminding import asked_and_reminded
from pathway.variants import Toward
from pathway.words import (
    Channel,
    ClinicId,
    InvitationId,
    MeetingKind,
    Milestone,
    PromiseKind,
    Role,
    StaffId,
    Verdict,
)
from tests.pathway.build import (
    COORDINATOR,
    DOCTOR,
    LEADER,
    SECRETARY,
    a_clinic,
    at,
    day,
    wall,
)
from tests.pathway.office import Office
from tests.pathway.test_plan import mailed
from tests.pathway.test_service_registering import record

SHM1 = MeetingKind.SHM1


@pytest.fixture
def office() -> Office:
    """A GP who was asked by mail on Monday 5 October 2026."""
    return mailed()


def promise(office: Office, kind: PromiseKind = PromiseKind.ANSWER) -> Promise:
    """The first open promise of this kind."""
    return office.owed(kind)[0]


# --- what a step says --------------------------------------------------------------------------


def test_a_reminder_is_a_message_of_the_program(office: Office) -> None:
    """F3: in working hours, with the step it is, without an event that could be a ghost."""
    (reminder,) = office.until("2026-10-12")
    owed = promise(office)
    assert (reminder.kind, reminder.channel, reminder.hours, reminder.step) == (
        SendingKind.REMINDER,
        Channel.MAIL,
        Hours.WORKING,
        5,
    )
    assert (reminder.why, reminder.promise_id) == ("D3:gp:5", promise(office).id)
    assert (reminder.facts, reminder.content.event) == (office.invitation(Role.GP).offered, None)
    assert reminder.content.name == "Gro Fastlege"
    assert office.texts.letters[-1].before == reminder.facts
    assert office.texts.letters[-1].must_answer
    assert owed.kind is PromiseKind.ANSWER
    assert (promise(office).taken, promise(office).step) == (1, 5)


def test_a_reminder_to_who_said_yes_asks_nothing(office: Office) -> None:
    """R17: two days before, with the link."""
    office.answer(Verdict.ACCEPTED)
    office.until("2026-11-20")
    assert office.left[-1][1].why == "D3:meeting_reminder:2"
    assert not office.texts.letters[-1].must_answer


def test_a_task_is_a_row_of_its_own(office: Office) -> None:
    """D3: in chat, to be told in working hours, with its promise and step."""
    office.until("2026-10-15")
    (task,) = [s for s in office.case.sendings if s.kind is SendingKind.TASK]
    assert (task.to, task.role, task.channel, task.step) == (
        SECRETARY,
        Role.SECRETARY,
        Channel.CHAT,
        8,
    )
    assert (task.hours, task.promise_id) == (Hours.WORKING, promise(office).id)
    said = office.texts.notices[-1]
    assert (said.name, said.zone, said.on) == ("task", "Europe/Oslo", day("2026-11-24"))
    assert said.values == {
        "kind": "answer",
        "channel": "",
        "role": "gp",
        "person": "Legesenteret",
        "asked": "2026-10-05",
        "reminded": "2026-10-12",
        "due": "2026-10-19",
        "step": "8",
        "linked": "yes",
        "meets": "shm1",
        "toward": "secretary",
        "proposes": "",
        "sends": "",
        "reader": "secretary",
    }


def test_a_task_names_no_patient() -> None:
    """P1: an office or a doctor is named, a patient or adviser never; nor what never was."""
    office = mailed(link="")
    office.do(office.correct("gp_office", ""))
    office.until("2026-11-17")
    by_kind = {n.values["kind"]: n.values for n in office.texts.notices if n.name == "task"}
    assert by_kind["answer"]["person"] == "Gro Fastlege"
    assert (by_kind["link"]["person"], by_kind["link"]["role"]) == ("", "")
    assert (by_kind["link"]["asked"], by_kind["link"]["reminded"]) == ("", "")


def test_a_warning_says_the_dates() -> None:
    """F2, F10: deadline, latest safe day, and the meeting if there is one."""
    office = Office()
    office.register(received="2026-09-01")
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-01")
    office.until("2026-12-25")
    first, *_, last = [n for n in office.texts.notices if n.name != "task"]
    assert (first.name, first.values) == (
        "milestone_warning",
        {
            "milestone": "shm1_held",
            "deadline": "2026-12-24",
            "latest_safe_day": "2026-12-10",
            "meeting_on": "",
            "reader": "secretary",
        },
    )
    assert last.name == "milestone_warning"
    office.invite_gp("2027-01-12 10:00")
    office.until("2026-12-28")
    passed = office.texts.notices[-1]
    assert (passed.name, passed.values["meeting_on"]) == ("deadline_passed", "2027-01-12")
    assert passed.zone == "Europe/Oslo"


def test_a_warning_names_no_day_to_call_in_where_all_have_said_yes(office: Office) -> None:
    """F9: nobody is left to call in."""
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    warned = promise(office, PromiseKind.MILESTONE)
    for verdict, tells in ((Verdict.DECLINED, True), (Verdict.ACCEPTED, False)):
        office.answer(verdict)
        notice = milestone_notice(office.case, office.clinic, warned)
        assert bool(notice.values["latest_safe_day"]) is tells


def test_the_assessment_is_no_meeting() -> None:
    """A milestone without a meeting says nothing of one."""
    office = Office()
    office.register()
    office.until("2026-11-26")
    assert "meeting_on" not in office.texts.notices[-1].values


def test_a_meeting_that_is_arranged_in_time(office: Office) -> None:
    """F10: arranged, asked for, and on the deadline's day at the latest."""
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    warned = promise(office, PromiseKind.MILESTONE)
    case, today = office.case, day("2026-11-24")
    assert chasing.arranged_in_time(case, warned, today)
    on_the_day = replace(warned, due=day("2026-11-24"))
    assert chasing.arranged_in_time(case, on_the_day, today)
    assert not chasing.arranged_in_time(case, replace(warned, due=day("2026-11-23")), today)
    assert not chasing.arranged_in_time(case, replace(warned, about="assessment_started"), today)
    assert not chasing.arranged_in_time(case, replace(warned, about="shm2_held"), today)
    held = case.with_changed(replace(case.meetings[0], held=True))
    assert not chasing.arranged_in_time(held, warned, today)
    for verdict, arranged in (
        (Verdict.DECLINED, False),
        (Verdict.TENTATIVE, False),
        (Verdict.ACCEPTED, True),
    ):
        office.answer(verdict)
        assert chasing.arranged_in_time(office.case, warned, today) is arranged


def test_a_reminder_without_facts_cannot_be_written(office: Office) -> None:
    """What was never offered cannot be reminded of; it is our own mistake and said loudly."""
    bare = replace(office.invitation(Role.GP), offered=None)
    case = office.case.with_changed(bare)
    with pytest.raises(ValueError, match=promise(office).id):
        reminding.reminder(case, office.run(lambda c: c.pen()), promise(office), 5)


# --- whom a step turns to ------------------------------------------------------------------------


def whom(office: Office, about: Promise, *toward: Toward) -> list[tuple[StaffId, Role]]:
    """The members of staff whom a step turns to."""
    return list(chasing.addressees(office.case, office.clinic, about, toward))


def test_whom_a_step_turns_to() -> None:
    """D3, F10: the owner, or the secretary for people outside, and each role by its people."""
    deputy = Staff(id=StaffId("vara"), name="V", roles=frozenset({Role.COORDINATOR}))
    office = Office(clinic=a_clinic(staff=(*a_clinic().staff, deputy)))
    office.register()
    office.invite_gp()
    office.tick()
    owed = promise(office)
    assert whom(office, owed, Toward.OWNER) == [(SECRETARY, Role.SECRETARY)]
    own = replace(owed, owner=DOCTOR, owner_role=Role.CLINICIAN)
    assert whom(office, own, Toward.OWNER) == [(DOCTOR, Role.CLINICIAN)]
    assert whom(office, owed, Toward.SECRETARY) == [(SECRETARY, Role.SECRETARY)]
    assert whom(office, owed, Toward.CLINICIAN) == []
    office.do(office.correct("clinician", DOCTOR))
    assert whom(office, owed, Toward.CLINICIAN) == [(DOCTOR, Role.CLINICIAN)]
    assert whom(office, owed, Toward.LEADER) == [(LEADER, Role.LEADER)]
    assert whom(office, owed, Toward.COORDINATOR) == [
        (COORDINATOR, Role.COORDINATOR),
        (deputy.id, Role.COORDINATOR),
    ]
    assert whom(office, owed, Toward.OWNER, Toward.SECRETARY, Toward.LEADER) == [
        (SECRETARY, Role.SECRETARY),
        (LEADER, Role.LEADER),
    ]


def test_whom_a_promise_is_about() -> None:
    """The owner of an invitation or message, a person, or nobody."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    gp = office.person(Role.GP)
    letter = promise(office, PromiseKind.SECURE_MESSAGE)
    assert chasing.subject(office.case, letter) == gp
    invitation = office.invitation(Role.GP)
    assert chasing.subject(office.case, replace(letter, about=invitation.id)) == gp
    assert chasing.subject(office.case, replace(letter, about=gp.id)) == gp
    assert chasing.subject(office.case, replace(letter, about="shm1_held")) is None
    office.edit(lambda case: _with_task(case, letter))
    assert chasing.subject(office.case, replace(letter, about="task")) is None


def _with_task(case: Case, about: Promise) -> Case:
    row = next(s for s in case.sendings if s.id == about.about)
    return case.with_changed(replace(row, id=type(row.id)("task"), to=SECRETARY))


def test_a_task_is_in_the_clinic_s_own_time() -> None:
    """C2: what a task or a warning says of a day is said in the clinic's zone, of its case."""
    office = Office(clinic=a_clinic(zone="Arctic/Longyearbyen"))
    office.register()
    office.invite_gp()
    office.until("2026-11-26")
    for name in ("task", "milestone_warning"):
        said = [n for n in office.texts.notices if n.name == name]
        assert {(n.ref, n.zone) for n in said} == {(office.case.ref, "Arctic/Longyearbyen")}


def test_only_what_waits_to_be_sent_by_hand_has_a_channel() -> None:
    """D6: that of the promise's own text, and none once it was sent."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    (text,) = office.owed(PromiseKind.SECURE_MESSAGE)
    (milestone,) = office.owed(PromiseKind.MILESTONE)
    assert chasing.channel_of(office.case, text) is Channel.SECURE_MESSAGE
    assert chasing.channel_of(office.case, milestone) is None
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    assert chasing.channel_of(office.case, text) is None


def test_when_somebody_was_asked_and_reminded(office: Office) -> None:
    """Of the revision that is asked now; a reminder that never left was none."""
    owed = promise(office)
    assert asked_and_reminded(office.case, office.clinic, owed) == ("2026-10-05", "")
    office.until("2026-10-12")
    assert asked_and_reminded(office.case, office.clinic, owed) == (
        "2026-10-05",
        "2026-10-12",
    )
    (reminder,) = [s for s in office.case.sendings if s.kind is SendingKind.REMINDER]
    for wrong in (replace(reminder, revision=2), replace(reminder, done_at=None)):
        case = office.case.with_changed(wrong)
        assert asked_and_reminded(case, office.clinic, owed) == ("2026-10-05", "")
    later = replace(reminder, id=type(reminder.id)("later"), done_at=at("2026-10-13 23:30"))
    case = office.case.with_changed(later)
    assert asked_and_reminded(case, office.clinic, owed)[1] == "2026-10-13"
    nobody = replace(owed, about="nobody")
    assert asked_and_reminded(office.case, office.clinic, nobody) == ("", "")
    waiting = replace(office.invitation(Role.GP), asked_at=None)
    case = office.case.with_changed(waiting)
    assert asked_and_reminded(case, office.clinic, owed) == ("", "")
    assert waiting.id == InvitationId(owed.about)


# --- the digest ----------------------------------------------------------------------------------


@pytest.fixture
def letters() -> Office:
    """The secretary has a secure message to send since Monday 5 October."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    office.invite_gp()
    return office


def digests(office: Office, who: str = SECRETARY) -> list[str]:
    """The texts of the digests that wait for this person."""
    waiting = office.run(lambda c: c.ledger.waiting_chat(who), PROGRAM)
    return [s.content.text for s in waiting if s.kind is SendingKind.DIGEST]


def test_one_digest_a_working_day(letters: Office) -> None:
    """D4: the day's tasks in one message at eight, and nothing more that day."""
    assert letters.until("2026-10-06") == []
    assert letters.digests == [(at("2026-10-06 08:00"), SECRETARY)]
    (text,) = digests(letters)
    assert text.startswith(f"{letters.case.ref} | task kind=secure_message")
    assert text.endswith(f"| sak {letters.case.ref}")
    (task,) = [s for s in letters.case.sendings if s.kind is SendingKind.TASK]
    assert (task.status, task.done_at) == (SendingStatus.PENDING, None)
    letters.tick("2026-10-06 12:00")
    assert len(letters.digests) == 1


def test_the_digest_of_a_person(letters: Office) -> None:
    """It belongs to no case, and is told in working hours."""
    letters.until("2026-10-06")
    waiting = letters.run(lambda c: c.ledger.waiting_chat(SECRETARY), PROGRAM)
    (row,) = [s for s in waiting if s.kind is SendingKind.DIGEST]
    assert (row.case_id, row.to, row.role, row.channel, row.why) == (
        None,
        SECRETARY,
        Role.SECRETARY,
        Channel.CHAT,
        "D4",
    )
    assert (row.hours, row.created_at, row.not_before) == (
        Hours.WORKING,
        letters.clock,
        letters.clock,
    )


def test_a_digest_that_was_not_read_is_replaced(letters: Office) -> None:
    """D4: never two waiting; one that was read stays read."""
    letters.until("2026-10-07")
    (text,) = digests(letters)
    assert "step=2" in text
    assert "step=1" not in text
    letters.run(showing.show_waiting)
    assert digests(letters) == []
    letters.until("2026-10-08")
    assert len(digests(letters)) == 1
    assert [who for _, who in letters.digests] == [SECRETARY, SECRETARY, SECRETARY, COORDINATOR]


def test_without_news_the_unread_digest_stands(letters: Office) -> None:
    """D4: a task that is in a digest which nobody has read makes no second one."""
    letters.until("2026-10-08")
    letters.tick_off(PromiseKind.SECURE_MESSAGE)
    before = list(letters.digests)
    letters.until("2026-10-09")
    assert letters.digests == before
    assert len(digests(letters)) == 1


def test_a_task_that_stands_in_an_unread_digest_makes_no_second(letters: Office) -> None:
    """D4: the task of the day before still waits, and there is nothing new to say."""
    letters.until("2026-10-08")
    before = list(letters.digests)
    letters.until("2026-10-11")
    assert letters.digests == before


def test_a_digest_that_is_replaced_is_dropped(letters: Office) -> None:
    """D4: the one of the day before is not shown any more, and is kept as dropped."""
    letters.until("2026-10-07")
    kept = letters.store.clinics[ClinicId("here")].digests.values()
    assert [row.status for row in kept] == [SendingStatus.DROPPED, SendingStatus.PENDING]


def test_what_was_settled_meanwhile_is_left_out(letters: Office) -> None:
    """F3: nothing settled is told, and without anything to tell there is no digest."""
    letters.clinic = a_clinic(
        mail_to=frozenset(), staff=_digest_at(letters.clinic.staff, time(9, 0))
    )
    letters.until("2026-10-06")
    assert letters.digests == []
    letters.tick_off(PromiseKind.SECURE_MESSAGE)
    letters.tick("2026-10-06 09:00")
    assert letters.digests == []
    (task,) = [s for s in letters.case.sendings if s.kind is SendingKind.TASK]
    assert (task.status, task.done_at) == (SendingStatus.DROPPED, letters.clock)
    assert [entry.what for entry in letters.log].count("digest") == 1


def _digest_at(staff: tuple[Staff, ...], hour: time) -> tuple[Staff, ...]:
    return tuple(replace(person, digest_at=hour) for person in staff)


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        (time(8, 0), "08:00"),
        (time(9, 30), "09:30"),
        (time(15, 29), "15:29"),
        (time(6, 0), "08:00"),
        (time(15, 30), "08:00"),
        (time(20, 0), "08:00"),
        (time(3, 0), "08:00"),
    ],
)
def test_a_time_of_their_own(letters: Office, chosen: time, told: str) -> None:
    """D4: at the chosen time in working hours, and at eight where it lies outside them."""
    letters.clinic = a_clinic(mail_to=frozenset(), staff=_digest_at(letters.clinic.staff, chosen))
    for clock in ("07:59", "08:00", "09:29", "09:30", "15:29", "15:30", "20:00"):
        letters.tick(f"2026-10-06 {clock}")
    assert letters.digests == [(at(f"2026-10-06 {told}"), SECRETARY)]


def test_no_digest_on_a_red_day(letters: Office) -> None:
    """D4: on a Saturday nothing is told."""
    letters.tick("2026-10-10 08:00")
    assert letters.digests == []
    letters.tick("2026-10-12 08:00")
    assert [who for _, who in letters.digests] == [SECRETARY, COORDINATOR]


def test_the_urgent_first() -> None:
    """D4: what somebody waits for before deadlines, and what has waited longest first."""
    office = Office(clinic=a_clinic(mail_to=frozenset()), clock=at("2026-11-18 09:00"))
    office.register(received="2026-10-01")
    office.invite_gp("2027-02-02 10:00")
    office.tick_off(PromiseKind.SECURE_MESSAGE)
    office.until("2026-11-25")
    office.do(office.correct("gp_email", "x@lege.example"))
    office.tick("2026-11-30 08:00")
    (text,) = digests(office)
    said = [line.split(" | ")[1].split()[0] for line in text.splitlines()]
    assert said[-1] == "milestone_warning"
    steps = [line for line in text.splitlines() if "kind=" in line]
    assert len(said) == len(steps) + 1
    assert "step=8" in steps[0]


def test_what_has_waited_longest_comes_first() -> None:
    """D4: of two texts to send the one whose ladder is further, whichever case is older."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    first = office.case.ref
    office.clock = at("2026-10-06 09:00")
    office.register()
    office.invite_gp()
    second = office.case.ref
    office.clock = at("2026-10-07 09:00")
    ask = InviteGp(
        ref=first,
        kind=SHM1,
        start=wall("2026-11-25 10:00"),
        template="with_nav",
        leader=LEADER,
        link="https://video.example/2",
    )
    office.do(ask)
    office.until("2026-10-08")
    (text,) = digests(office)
    assert [line.split(" | ")[0] for line in text.splitlines()] == [second, first]


def test_what_comes_back_stands_once_in_the_digest(office: Office) -> None:
    """F3, D4: put off before it was read, it is told again in the place of what was not read."""
    office.until("2026-10-15")
    until = Snooze(ref=office.case.ref, promise_id=promise(office).id, until=day("2026-10-16"))
    office.do(until)
    office.until("2026-10-16")
    (text,) = digests(office)
    assert len(text.splitlines()) == 1
    tasks = [s for s in office.case.sendings if s.kind is SendingKind.TASK]
    assert [(s.why, s.status) for s in tasks] == [
        ("D3:gp:8", SendingStatus.DROPPED),
        ("F3", SendingStatus.PENDING),
    ]


def test_a_deadline_that_was_put_off_is_still_last() -> None:
    """D4, F3: what somebody waits for comes before a warning, also one that comes back."""
    office = Office(clinic=a_clinic(mail_to=frozenset()))
    office.register()
    record(office, Milestone.ASSESSMENT_STARTED, "2026-10-05")
    office.until("2026-11-13")
    warned = promise(office, PromiseKind.MILESTONE)
    until = Snooze(ref=office.case.ref, promise_id=warned.id, until=day("2026-11-17"))
    office.clock = at("2026-11-16 09:00")
    office.do(until)
    office.invite_gp("2026-12-10 10:00")
    office.until("2026-11-17")
    (text,) = digests(office)
    said = [line.split(" | ")[1].split()[0] for line in text.splitlines()]
    assert said == ["task", "milestone_warning"]


def test_a_task_without_a_command(letters: Office) -> None:
    """A line may have nothing to press."""
    letters.until("2026-10-05")
    letters.tick("2026-10-06 07:00")
    letters.clinic = a_clinic(
        mail_to=frozenset(), staff=_digest_at(letters.clinic.staff, time(9, 0))
    )
    letters.tick("2026-10-06 08:00")
    (task,) = [s for s in letters.case.sendings if s.kind is SendingKind.TASK]
    bare = replace(task, content=replace(task.content, actions=()))
    letters.edit(lambda case: case.with_changed(bare))
    letters.tick("2026-10-06 09:00")
    assert digests(letters)[0].endswith(" | ")


# --- what is shown -------------------------------------------------------------------------------


def test_notices_are_shown_once(office: Office) -> None:
    """A notice is delivered when the person is shown it."""
    office.answer(Verdict.DECLINED)
    (row,) = office.run(showing.show_waiting)
    assert (row.status, row.done_at, row.content.subject) == (
        SendingStatus.SHOWN,
        office.clock,
        "gp_said_no",
    )
    assert office.run(showing.show_waiting) == ()
    assert office.log[-1].what == "shown"


def test_tasks_wait_for_the_digest(letters: Office) -> None:
    """D4: tasks are shown with their digest, never alone; what is for later waits."""
    letters.clinic = a_clinic(
        mail_to=frozenset(), staff=_digest_at(letters.clinic.staff, time(9, 0))
    )
    letters.tick("2026-10-06 08:00")
    assert letters.run(showing.show_waiting) == ()
    letters.tick("2026-10-06 09:00")
    (digest,) = letters.run(showing.show_waiting)
    assert (digest.kind, digest.status) == (SendingKind.DIGEST, SendingStatus.SHOWN)
    (task,) = [s for s in letters.case.sendings if s.kind is SendingKind.TASK]
    assert (task.status, task.done_at) == (SendingStatus.SHOWN, letters.clock)
    assert letters.run(showing.show_waiting) == ()


def test_what_may_not_be_told_yet_waits(office: Office) -> None:
    """D4: an answer in the evening is told in the morning."""
    office.clock = at("2026-10-06 20:00")
    office.answer(Verdict.DECLINED)
    assert office.run(showing.show_waiting) == ()
    office.clock = at("2026-10-07 08:00")
    assert len(office.run(showing.show_waiting)) == 1
