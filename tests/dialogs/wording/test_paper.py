"""Letters by post or Helsenorge: what the patient must be told, and nothing long to type."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogs.wording.nb import letters
from pathway.model import Facts
from pathway.outgoing import ANSWER_CODE, ANSWER_URL, CODE_URL, SendingKind
from pathway.words import Role
from tests.dialogs.wording import example_values as values


def test_the_patients_letter_names_the_doctor() -> None:
    """Paper says that the GP is invited, whom to ring, and a short address (R20b)."""
    patient = values.letter(
        SendingKind.INVITATION, Role.PATIENT, paper=True, doctor="Kari Testlege"
    )
    text = letters.letter(patient).text
    assert "Fastlegen din, Kari Testlege, er også invitert." in text
    assert f"er det feil fastlege, eller har du spørsmål? Ring {values.CLINIC.phone}." in text
    assert f"{CODE_URL} med koden {ANSWER_CODE}" in text
    assert "brevet du har fått" not in text
    assert "Fastlegen din er også invitert." in letters.letter(replace(patient, doctor="")).text
    without = letters.letter(replace(patient, doctor=None)).text
    assert "fastlege" not in without.lower()
    assert "Ring" not in letters.letter(replace(patient, phone="")).text


@pytest.mark.parametrize("kind", values.LETTER_KINDS, ids=str)
@pytest.mark.parametrize("role", values.OUTSIDE, ids=str)
def test_paper_holds_nothing_long_to_type(kind: SendingKind, role: Role) -> None:
    """A letter on paper has neither answer link nor video link, and is short."""
    text = letters.letter(values.letter(kind, role, paper=True)).text
    assert ANSWER_URL not in text
    assert values.LINK not in text
    assert f"Ring {values.CLINIC.phone}." in text
    assert len(text.split()) < 80


def test_paper_says_what_is_new() -> None:
    """A changed place is said on paper too, and a day to answer by where one is wished for."""
    moved = values.letter(
        SendingKind.UPDATE,
        Role.OTHER,
        paper=True,
        answer_by=date(2026, 10, 19),
        before=values.in_person("Storgata 1"),
        facts=values.in_person("Torget 4"),
    )
    assert "Nytt sted: Torget 4." in letters.letter(moved).text
    assert "Svar innen mandag 19. oktober på {code_url}" in letters.letter(moved).text
    asked = replace(
        moved, kind=SendingKind.INVITATION, facts=Facts(window=values.window(), link="x")
    )
    assert "Svar på samme side innen mandag 19. oktober." in letters.letter(asked).text
    kept = replace(moved, must_answer=False)
    assert "Passer det ikke? Gi beskjed på" in letters.letter(kept).text
    reminded = replace(kept, kind=SendingKind.REMINDER)
    assert "Vi minner om at" in letters.letter(reminded).text
