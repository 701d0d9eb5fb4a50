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
from tests.dialogs.world import with_invited_gp, with_patient
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
    assert world.say("tilbake").expects.question == "channel"


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
