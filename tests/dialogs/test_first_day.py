"""What a first-day secretary stumbled over: help that lacked words, names that took too much."""

from __future__ import annotations

import pytest

from dialogs.conversations.catalogue import FORMS, READS
from dialogs.parsing import asked
from dialogs.understand.answers import Option, read_choice
from dialogs.understand.reading import Ambiguous, NotUnderstood
from dialogs.wording.nb import guide_lines
from pathway.words import Role
from tests.dialogs.world import World, with_gp_yes, with_invited_gp, with_patient


def said(world: World, *texts: str, who: str = "sekretar") -> str:
    """The last reply to these."""
    turns = [world.say(text, who) for text in texts]
    return "\n".join(reply.text for reply in turns[-1].replies)


FOR_THEMSELVES = {"digest_hour"}
"""What anybody does, and for nobody else."""


def _may(words: str) -> bool:
    """Whether a clinician may do what these words begin."""
    found = asked(words)
    assert found is not None
    assert not found.guessed
    if found.name in FORMS:
        return FORMS[found.name].clinicians or found.name in FOR_THEMSELVES
    return found.name in READS


@pytest.mark.parametrize("line", guide_lines.LINES, ids=lambda line: line[0])
def test_help_shows_clinicians_what_they_may_do(line: tuple[str, str]) -> None:
    """Every line is a command, and what is the office's alone is shown to the office alone."""
    forms_own = line in guide_lines.OFFICE and line[0] != "e-post uten sak"
    assert _may(line[0]) is not forms_own
    shown = said(with_patient(), "hjelp alt", who="lege")
    assert (f"- {line[0]}: " in shown) is (line not in guide_lines.OFFICE)


@pytest.mark.parametrize(
    "command",
    [
        *("mail", "strays", "proposals", "finish", "checklist", "ahead", "call_back", "contacts"),
        *("extra_meeting", "times", "ask_times", "asked_times", "times_answer", "no_reply"),
    ],
)
def test_help_names_what_the_secretary_looks_for(command: str) -> None:
    """What stands in the README as something to say stands in the help too."""
    named = {found.name for words, _ in guide_lines.LINES if (found := asked(words))}
    assert command in named


@pytest.mark.parametrize("name", ["Anna Prøve 1980", "Anna Prøve f. 1980", "Anna Prøve 2199990"])
def test_a_year_or_a_number_is_no_part_of_a_name(name: str) -> None:
    """P4: a patient is named, and nothing else is written into the name."""
    world = World()
    assert "Skriv bare navnet, uten fødselsår og telefonnummer." in said(world, "ny pasient", name)
    said(world, "Anna Prøve", "07.09.2026", "ingen fastlege")
    assert world.case("K7M2").name == "Anna Prøve"


@pytest.mark.parametrize("typed", ["Kari Testlge", "Kari Tstlge", "Kari Tetslege, Solsiden"])
def test_a_doctor_with_a_typo_is_asked_about(typed: str) -> None:
    """Who is spelt nearly as somebody whom the clinic knows may be the same."""
    shown = said(World(), f"ny pasient Anna Prøve, 07.09.2026, {typed}")
    assert shown.startswith("Mener du Kari Testlege, Solsiden legesenter?")


def test_several_relatives_are_added_one_by_one() -> None:
    """R16: each has their own part, so two names are no name of one."""
    world = with_gp_yes()
    assert "Legg til én om gangen" in said(world, "ny deltaker K7M2 nærstående Anne og Per")
    assert world.case("K7M2").present(Role.RELATIVE) == ()


@pytest.mark.parametrize("typed", ["vet ikke ennå", "hun kommer hit", "det avtales senere"])
def test_a_sentence_is_no_place(typed: str) -> None:
    """What says no place is not written into the invitation."""
    world = with_patient()
    said(world, "kall inn K7M2 24.11.2026 kl 10, leder Lea", "uten nav")
    assert "Skriv bare stedet" in said(world, typed)
    assert "Sted: Storgata 1" in said(world, "Storgata 1", "ferdig")


def test_a_link_that_is_still_to_come_is_not_promised() -> None:
    """D4b: the message beside the mail says what the mail says."""
    texts = [row.content.text for row in with_invited_gp().case("K7M2").sendings]
    (beside,) = (text for text in texts if text.startswith("Gjelder henvisning"))
    assert "Tidspunktet står i e-posten. Lenken kommer i en egen e-post." in beside


def test_one_answer_has_one_deadline() -> None:
    """The day that the GP was told is the deadline; the last step is when it is decided."""
    shown = said(with_invited_gp(), "sak K7M2")
    assert "Svar fra fastlegen: siden 2. november, avgjøres 16. november" in shown


@pytest.mark.parametrize("typed", ["telefonen", "telef", "på telefonen"])
def test_a_choice_with_another_ending_is_asked_about(typed: str) -> None:
    """A list takes words as people bend them, after a question; "ikke" is never passed over."""
    ways = [Option(value="phone", titles=("På telefon",)), Option(value="no", titles=("Uten",))]
    assert read_choice(typed, ways) == Ambiguous(("phone",))
    assert isinstance(read_choice(f"ikke {typed}", ways), NotUnderstood)
