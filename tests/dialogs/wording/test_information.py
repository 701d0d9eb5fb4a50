"""The patient's information letter: what it must say, and a clinic's own (R12, R20b)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.letters import information
from dialogs.wording.neutral import forbidden_in
from pathway.outgoing import SendingKind
from pathway.ports import Letter
from pathway.words import MeetingKind, Role
from tests.dialogs.wording import example_values as values

OWN = """
Velkommen til møte {tidspunkt}.

Vi har også invitert {fastlege}. Er det feil? Ring {telefon}.

{deler}

Hilsen {avsender}
"""


def _letter() -> Letter:
    parts = ("introduction", "work", "Vår egen del")
    plain = values.letter(SendingKind.INVITATION, Role.PATIENT, paper=True, doctor="Kari Testlege")
    return replace(plain, parts=parts)


def test_the_built_in_letter_has_what_it_must() -> None:
    """It names the GP and a number, says who else may come, how to attend, how to answer (R20b)."""
    assert information.faults(information.BUILT_IN) == ()
    said = information.information(_letter())
    for needed in (
        "invitert fastlegen din, Kari Testlege",
        values.CLINIC.phone,
        "bare hvis du har sagt ja",
        "1. Innledning og oppsummering.",
        "2. Arbeid, utdanning og økonomi.",
        "3. Vår egen del.",
        "Slik deltar du",
        "Slik svarer du",
    ):
        assert needed in said


@pytest.mark.parametrize("which", MeetingKind, ids=str)
def test_the_built_in_letter_is_neutral(which: MeetingKind) -> None:
    """It may be opened by somebody else, so it says nothing of health; no hole is left (F17)."""
    said = information.information(replace(_letter(), meeting_kind=which))
    assert not forbidden_in(said)
    assert "{" not in said


def test_a_clinics_own_letter_is_filled() -> None:
    """Every field is filled, and a paragraph about a GP who is not invited is left out."""
    assert information.faults(OWN) == ()
    said = information.information(replace(_letter(), own_text=OWN))
    assert said.startswith("Velkommen til møte tirsdag 24. november 2026 kl. 10.00–11.00.")
    assert "Vi har også invitert fastlegen din, Kari Testlege. Er det feil?" in said
    assert said.endswith(f"Hilsen {values.CLINIC.public_name}")
    without = information.information(replace(_letter(), own_text=OWN, doctor=None))
    assert "invitert" not in without


def test_a_heading_with_nothing_below_it_is_left_out() -> None:
    """Where no part of the meeting is known, the letter does not promise to say how it goes."""
    said = information.information(replace(_letter(), parts=()))
    assert "Slik er møtet" not in said
    assert "Slik deltar du" in said
    own = information.information(replace(_letter(), parts=(), own_text=OWN))
    assert "Er det feil? Ring" in own
    alone = replace(_letter(), parts=(), own_text="{deler}\n\nVi har invitert {fastlege}.")
    assert information.information(alone).startswith("Vi har invitert")


@pytest.mark.parametrize(
    ("text", "count", "said"),
    [
        ("Vi har også invitert legen. Ring {telefon}.", 1, "does not name the GP"),
        ("Legen heter {fastlege}. Ring {telefon}.", 1, "does not say that the GP is invited"),
        ("Vi har også invitert {fastlege}.", 1, "gives no number"),
        ("Vi har invitert {fastlege}. Ring {telefon}. {navn}", 1, "{navn}, which is unknown"),
        ("Vi har invitert {fastlege}. Ring {telefon}. }", 1, "a brace that stands alone"),
        ("Hei {navn} {", 4, "does not name the GP"),
    ],
)
def test_a_letter_that_lacks_something_is_refused(text: str, count: int, said: str) -> None:
    """R20b: the GP's part and the number, known fields only; all faults are listed together."""
    found = information.faults(text)
    assert len(found) == count
    assert any(said in fault for fault in found)
