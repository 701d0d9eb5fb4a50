"""Where a case stands, in words: milestones, what is waited for, how much there is to do."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from dialogs.wording.nb import ask_case, ask_register, ask_third, calls, planning, tasks
from pathway.outgoing import SendingKind
from pathway.rules import Unmet
from pathway.views import BoardRow, CaseLine, Colour, Deadline, Waiting
from pathway.words import (
    CaseRef,
    Channel,
    InvitationState,
    Milestone,
    PromiseId,
    PromiseKind,
    Role,
)
from tests.dialogs.wording import example_values as values

TODAY = date(2026, 11, 2)
WAITING = Waiting(
    kind=PromiseKind.SECURE_MESSAGE,
    promise_id=PromiseId("l1"),
    owner_role=Role.SECRETARY,
    owner="sekretar",
    about_role=Role.RELATIVE,
    since=TODAY,
    due=date(2026, 11, 5),
    overdue=False,
    channel=Channel.LETTER,
)
ROW = BoardRow(
    ref=values.REF,
    name="Test",
    responsible="sekretar",
    stage=Milestone.SHM1_HELD,
    deadline=None,
    latest_safe_day=None,
    colour=Colour.GREEN,
    waiting_for=(),
)


@pytest.mark.parametrize(
    ("number", "urgent", "said"),
    [
        (1, 0, "Du har én oppgave."),
        (1, 1, "Du har én oppgave, og den haster."),
        (2, 1, "Du har 2 oppgaver. Én av dem haster."),
        (2, 2, "Du har 2 oppgaver, og begge haster."),
        (3, 0, "Du har 3 oppgaver."),
        (3, 1, "Du har 3 oppgaver. Én av dem haster."),
        (3, 2, "Du har 3 oppgaver. To av dem haster."),
        (3, 3, "Du har 3 oppgaver. Alle haster."),
        (30, 12, "Du har 30 oppgaver. 12 av dem haster."),
    ],
)
def test_how_much_there_is_to_do_is_said_in_sentences(number: int, urgent: int, said: str) -> None:
    """D4: how many tasks there are, and how many of them are urgent."""
    assert ask_case.tasks_intro(number, urgent) == said


def test_the_board_keeps_each_wait_apart_from_the_next() -> None:
    """Days stand in parentheses, so that the list of what is waited for can be read."""
    late = replace(WAITING, about_role=Role.PATIENT, overdue=True)
    said = ask_case.board_waiting(replace(ROW, waiting_for=(WAITING, late)))
    assert said == (
        "Venter på brev til den nærstående (siden 2. november, frist 5. november) "
        "og brev til pasienten (siden 2. november, fristen var 5. november)."
    )
    more = ask_case.board_waiting(replace(ROW, waiting_for=(WAITING,) * 3))
    assert more.endswith("frist 5. november) og én til.")
    assert ask_case.board_waiting(ROW) == ""


def test_a_wait_names_the_relative_and_the_one_who_is_to_do_it() -> None:
    """R16: of several relatives it is said which, and who at the clinic owes it."""
    assert ask_case.waiting(WAITING, "Siri Eksempel", "mor") == (
        "Brev til den nærstående (mor): siden 2. november, frist 5. november, Siri Eksempel"
    )
    plain = replace(WAITING, kind=PromiseKind.MILESTONE, about_role=None)
    assert ask_case.waiting(plain) == "Neste milepæl: frist 5. november"


@pytest.mark.parametrize(
    ("colours", "said"),
    [
        ([Colour.GREEN], "Én åpen sak, i rute."),
        ([Colour.YELLOW], "Én åpen sak, der fristen nærmer seg."),
        ([Colour.RED], "Én åpen sak, som haster."),
        ([Colour.RED, Colour.GREEN, Colour.GREEN], "3 åpne saker: én som haster og 2 i rute."),
    ],
    ids=["green", "yellow", "red", "several"],
)
def test_the_board_counts_its_cases(colours: list[Colour], said: str) -> None:
    """How many cases are open, and how many of each colour where there are several."""
    assert ask_case.board_intro([replace(ROW, colour=colour) for colour in colours]) == said


def _due(day: date | None) -> Deadline:
    return Deadline(
        milestone=Milestone.SHM2_HELD,
        reached=None,
        segment=day,
        total=day,
        day=day,
        latest_safe_day=None,
    )


@pytest.mark.parametrize(
    ("which", "reached", "due", "said"),
    [
        (Milestone.SHM1_HELD, TODAY, None, "✓ SHM1 holdt: 02.11.2026"),
        (Milestone.SHM2_HELD, None, date(2027, 8, 23), "○ SHM2 skal holdes senest 23.08.2027"),
        (Milestone.CLOSED, None, None, "○ Forløpet skal avsluttes"),
    ],
    ids=["reached", "dated", "undated"],
)
def test_a_milestone_ahead_is_not_said_as_reached(
    which: Milestone, reached: date | None, due: date | None, said: str
) -> None:
    """R2: what is to happen is told as such, with its day where there is one."""
    name = ask_case.milestone(which, reached, _due(due), TODAY, present=False)
    assert ask_case.milestone_line(name, ask_case.milestone_when(reached, _due(due))) == said


def test_what_never_happened_is_said_so() -> None:
    """R10: in a case that has ended, a meeting that was not held has no day to come."""
    assert ask_case.never_reached(Milestone.SHM1_HELD) == "○ SHM1 ikke holdt"
    assert ask_case.never_reached(Milestone.ASSESSMENT_STARTED) == "○ Utredning ikke startet"


def test_a_case_is_told_in_short_sentences() -> None:
    """What is found is told one fact after another, each with its full stop."""
    line = CaseLine(
        ref=CaseRef("K7M2"),
        name="Test Testesen",
        gp="Kari Testlege",
        office="Solsiden legesenter",
        stage=Milestone.SHM1_HELD,
        next_meeting=datetime(2026, 11, 24, 10, 0),  # noqa: DTZ001 - wall time
        referral_received=date(2026, 9, 7),
    )
    assert ask_register.case_line(line) == (
        "K7M2, Test Testesen. Før SHM1. Møte 24. november 2026. "
        "Henvisning mottatt 07.09.2026. Kari Testlege, Solsiden legesenter."
    )


@pytest.mark.parametrize("what", [Unmet.PHONE_CALL, Unmet.CONTACT])
def test_another_than_nav_has_a_contact_person(what: Unmet) -> None:
    """R14: an employer has no adviser to register."""
    assert "«registrer veileder»" in planning.way_out(what, Role.NAV_ADVISER)
    assert "«registrer kontaktperson»" in planning.way_out(what, Role.OTHER)
    assert calls.register(Role.OTHER) == ("registrer kontaktperson", "Registrer kontaktperson")


def test_the_invitation_of_a_third_party_stands_or_is_answered() -> None:
    """What the invitation waits for is said of it, an answer of the one who gave it."""
    assert ask_third.stands("Nav", InvitationState.SENT) == (
        "Innkallingen til Nav: sendt, ikke besvart."
    )
    assert ask_third.stands("Nav", InvitationState.ACCEPTED) == "Nav har svart ja."


@pytest.mark.parametrize(
    ("kind", "changed", "said"),
    [
        (
            PromiseKind.SECURE_MESSAGE,
            {"channel": Channel.SMS, "opens": values.START},
            "Send SMS til pasienten, tidligst tirsdag 24. november kl. 10.00.",
        ),
        (
            PromiseKind.REMINDER,
            {"channel": Channel.SMS, "opens": values.START},
            (
                "Send SMS med påminnelsen om møtet 24. november til pasienten, "
                "tidligst tirsdag 24. november kl. 10.00."
            ),
        ),
        (
            PromiseKind.REMINDER,
            {"channel": Channel.SMS},
            (
                "Kopier påminnelsen om møtet 24. november, og send den som SMS til pasienten, "
                "hverdager kl. 09–15."
            ),
        ),
        (
            PromiseKind.REMINDER,
            {"channel": Channel.PHONE},
            "Ring pasienten, og minn om møtet 24. november.",
        ),
        (
            PromiseKind.TIME_QUESTION,
            {},
            "Møtet 24. november passer ikke for pasienten. Bestem hva dere gjør.",
        ),
    ],
    ids=["text", "reminder later", "reminder now", "call", "time"],
)
def test_a_task_says_what_to_send_and_about_which_meeting(
    kind: PromiseKind, changed: dict[str, object], said: str
) -> None:
    """P6, D3: when a text may leave at the earliest, and what it or the call is about."""
    assert tasks.task(values.task(kind, Role.PATIENT, **changed)) == said


def test_the_text_about_whom_is_named_as_that() -> None:
    """R11: beside a mail lies a text about whom the meeting concerns."""
    beside = values.task(
        PromiseKind.SECURE_MESSAGE,
        Role.GP,
        sends=SendingKind.ABOUT_WHOM,
        channel=Channel.SECURE_MESSAGE,
    )
    assert tasks.task(beside) == (
        "Kopier teksten om hvem møtet gjelder, og send den som e-melding til Solsiden legesenter "
        "i journalsystemet."
    )
