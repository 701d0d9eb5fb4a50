"""What a secretary stumbled over on her first day, where a transcript does not show it."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs.form import Missed, Question, Reading, Scene, Took, Words
from dialogs.reader import Reader
from dialogs.reading import read
from dialogs.state import Choice, Running
from dialogs.turn import Kind
from dialogs.wording.nb import tasks
from pathway.service import Desk
from pathway.words import Milestone, PromiseKind
from tests.dialogs.wording.example_values import task
from tests.dialogs.world import actions_of, with_invited_gp, with_patient
from tests.fakes.ledger import FakeLedger


def test_a_meeting_whose_milestone_lacks_ends_the_form() -> None:
    """R5: no other time helps where SHM1 is not held, so the time is not asked for again."""
    world = with_patient()
    world.say("kall inn SHM2 K7M2 tirsdag 24.11.2026 kl. 10.00")
    world.say("ferdig")
    turn = world.say("Lea Liksom")
    assert turn.refused
    assert turn.replies[0].text.startswith("Registrer først «SHM1 holdt».")
    assert turn.state.running is None


def test_back_from_a_card_asks_what_it_says() -> None:
    """The question that comes back is the one that is asked, also where another is open before."""
    world = with_patient()
    world.say("kall inn K7M2")
    link = "https://lenke.example/1"
    filled = {"start_date": "2026-11-24", "start_time": "10:00", "leader": "", "link_other": link}
    world.submit(filled)
    assert world.last["sekretar"].expects.question == "leader"
    turn = world.say("tilbake")
    assert turn.expects.question == "link"
    assert "lenken til videomøtet" in turn.replies[0].text
    missed = world.say("http://lenke.example")
    assert missed.expects.question == "link"


def test_a_question_that_no_longer_counts_is_not_gone_back_to() -> None:
    """An answer that another answer made unwanted is no step."""
    world = with_invited_gp()
    world.say("svar K7M2 nytt tidspunkt på telefon")
    world.say("torsdag 26.11.2026 kl. 10.00")
    world.say("endre svar")
    world.say("ja")
    turn = world.say("tilbake")
    assert turn.expects.question == "verdict"
    assert world.say("tilbake").expects.question == "at"


@pytest.mark.parametrize(
    ("overdue", "said"),
    [
        (False, "Utredningen må starte senest mandag 16. november 2026."),
        (True, "Fristen for å starte utredningen gikk ut mandag 16. november 2026."),
    ],
)
def test_a_deadline_is_named_and_told_in_its_tense(overdue: bool, said: str) -> None:  # noqa: FBT001
    """The task says which milestone, and that the day has gone by once it has."""
    line = task(
        PromiseKind.MILESTONE,
        None,
        milestone=Milestone.ASSESSMENT_STARTED,
        due=date(2026, 11, 16),
        overdue=overdue,
    )
    assert tasks.task(line) == said


@pytest.mark.parametrize("said", ["avlys K7M2", "kall inn K7M2 i morgen kl 10 på teams"])
def test_no_birth_number_waits_in_the_conversation(said: str) -> None:
    """P4: a refused text is not kept for later either."""
    world = with_invited_gp()
    world.say(said)
    turn = world.say("Gjelder 010190 12345")
    assert turn.replies[0].text.startswith("Fødselsnummer skal ikke stå her.")
    assert "12345" not in turn.state.dumps()


def test_the_programs_own_ids_are_no_birth_numbers() -> None:
    """P4: what is chosen by its id is taken, whatever digits the id has; other words are not."""
    chosen = Choice(value="a01019012345", title="Fastlegen")
    asked = Question(
        name="who", kind=Kind.CHOICE, words=Words("Hvem?", "Hvem"), choices=lambda _: (chosen,)
    )
    world = with_patient()
    looked: list[Reading] = []

    def look(ledger: FakeLedger) -> None:
        desk = Desk(world.context(ledger, "sekretar"))
        scene = Scene(reader=Reader(desk, {}), running=Running(form="answer"))
        looked.extend(read(asked, said, scene) for said in ("a01019012345", "Per 01019012345"))

    world.store.run(world.clinic.id, look)
    assert looked[0] == Took("a01019012345")
    assert isinstance(looked[1], Missed)


@pytest.mark.parametrize("typed", ["svar K7M2 nei", "kall inn nav K7M2", "utsett K7M2 til mandag"])
def test_a_command_with_its_case_is_no_reason(typed: str) -> None:
    """Where any text is an answer, a whole command is still asked about, and never written down."""
    world = with_invited_gp()
    world.say("uten fastlege K7M2")
    turn = world.say(typed)
    assert turn.replies[0].text.startswith("Du holder på med «Møte uten fastlege».")
    assert world.say("nei").expects.question == "reason"
    reason = "Svar kom aldri, selv om vi skrev i sak K7M2 to ganger"
    assert f"Grunn: {reason}" in world.say(reason).replies[0].text


def test_the_tasks_of_a_case_have_one_order() -> None:
    """What is put off and what is handed over are numbered alike, the urgent first."""
    world = with_invited_gp()
    for line in ("svar K7M2 nei på telefon", "ferdig", "ja"):
        world.say(line)
    shown = []
    for command in ("utsett", "gi videre"):
        shown.append(world.say(f"{command} K7M2").expects.choices)
        world.say("avbryt")
    assert shown[0] == shown[1]
    assert [choice.title.split()[0] for choice in shown[0]] == ["Møtet", "Legg"]


def test_a_doctors_no_can_be_decided_at_once() -> None:
    """D2: the reply to the registered no and the case both lead to the ways on."""
    world = with_invited_gp()
    world.say("svar K7M2 nei på telefon i går")
    world.say("ferdig")
    assert "mandag 2. november 2026" not in world.say("ja").replies[0].text
    assert "bestem K7M2" in world.last["sekretar"].replies[0].text
    card = world.last["sekretar"].replies[0].card
    assert card is not None
    presses = [action["data"] for action in actions_of(card)]
    assert presses[0] == {"do": "command", "text": "bestem K7M2"}


def test_a_case_that_is_put_off_can_be_decided_at_any_time() -> None:
    """F15: nothing is chased before the day, and whoever has decided earlier says so."""
    world = with_invited_gp()
    world.say("utsett møtet K7M2 til 10.12.2026")
    world.say("ja")
    said = world.say("bestem K7M2").replies[0].text
    assert "Møtet er utsatt til torsdag 10. desember 2026." in said
    assert "Nytt møte: «kall inn K7M2»" in said


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("flytt K7M2 torsdag 26.11.2026 kl 10, lenken kommer", "2026-11-26T10:00"),
        ("flytt K7M2 torsdag 26. november kl. 10.30 legen ringte", "2026-11-26T10:30"),
    ],
)
def test_words_after_a_time_are_asked_about(typed: str, moment: str) -> None:
    """A time with other words behind it is offered for a yes, and taken with it."""
    world = with_invited_gp()
    turn = world.say(typed)
    assert [choice.value for choice in turn.expects.choices] == [moment]
    assert world.say("ja").expects.question == "confirm"


def test_what_takes_a_time_back_is_not_cut_off() -> None:
    """Words that limit what stands before them are never left out."""
    world = with_invited_gp()
    for tail in ("men helst fredag", "eller etter lunsj", "kanskje"):
        turn = world.say(f"flytt K7M2 torsdag 26.11.2026 kl 10 {tail}")
        assert "Mener du torsdag 26. november 2026 kl. 10.00?" not in turn.replies[0].text
        world.say("avbryt")


def test_a_name_holds_no_telephone_number() -> None:
    """The number has a question of its own, and is never kept as part of a name."""
    world = with_invited_gp()
    world.say("ny deltaker K7M2")
    world.say("pårørende")
    turn = world.say("Anne 99 88 77 66")
    assert turn.replies[0].text.startswith("Skriv bare navnet.")
    assert turn.expects.question == "name"


def test_an_office_may_say_several_things_in_one_line() -> None:
    """D2: another doctor with an office and another time, set apart by commas."""
    world = with_invited_gp()
    told = "annen lege Vera Vikar, Myra legekontor, torsdag 26.11.2026 kl 10"
    world.say(f"svar fra legekontoret K7M2 {told}")
    running = world.last["sekretar"].state.running
    assert running is not None
    assert running.answers["doctor"] == "Vera Vikar, Myra legekontor"
    assert running.answers["start"] == "2026-11-26T10:00"
