"""Letters by post or Helsenorge: what the patient must be told, and nothing long to type."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogs.wording.nb.letters import mail as letters
from pathway.model import Facts
from pathway.outgoing import ANSWER_CODE, ANSWER_URL, CODE_URL, SendingKind
from pathway.words import Role
from tests.dialogs.wording import example_values as values


def test_the_patients_letter_names_the_doctor() -> None:
    """Paper says that the GP is invited, whom to ring, and a short address (R12, R20b)."""
    patient = values.letter(
        SendingKind.INVITATION, Role.PATIENT, paper=True, doctor="Kari Testlege"
    )
    text = letters.letter(patient).text
    assert "Vi har også invitert fastlegen din, Kari Testlege." in text
    assert f"Er det feil lege? Ring oss på {values.CLINIC.phone}." in text
    assert f"{CODE_URL} med koden {ANSWER_CODE}" in text
    assert "brevet du har fått" not in text
    nameless = letters.letter(replace(patient, doctor="")).text
    assert "Vi har også invitert fastlegen din. " in nameless
    locum = letters.letter(replace(patient, locum=True)).text
    assert "invitert Kari Testlege, som møter for fastlegen din." in locum
    without = letters.letter(replace(patient, doctor=None)).text
    assert "fastlege" not in without.lower()
    assert "invitert legen" in letters.letter(replace(patient, doctor="", locum=True)).text


def test_a_reminder_on_paper_names_the_doctor() -> None:
    """Later letters carry no information letter, and say whom to ring about a wrong GP (R20b)."""
    patient = values.letter(SendingKind.REMINDER, Role.PATIENT, paper=True, doctor="Kari Testlege")
    text = letters.letter(patient).text
    ring = f"Ring {values.CLINIC.phone}."
    assert "Fastlegen din, Kari Testlege, er også invitert." in text
    assert f"Vil du svare på telefon? Er det feil fastlege? Har du spørsmål? {ring}" in text
    answered = letters.letter(replace(patient, must_answer=False)).text
    assert f"\nEr det feil fastlege, eller har du spørsmål? {ring}" in answered
    assert "svare" not in answered
    assert "Fastlegen din er også invitert." in letters.letter(replace(patient, doctor="")).text
    assert "fastlege" not in letters.letter(replace(patient, doctor=None)).text.lower()
    assert "Ring" not in letters.letter(replace(patient, phone="")).text


@pytest.mark.parametrize("kind", values.LETTER_KINDS, ids=str)
@pytest.mark.parametrize("role", values.OUTSIDE, ids=str)
def test_paper_holds_nothing_long_to_type(kind: SendingKind, role: Role) -> None:
    """A letter on paper has neither answer link nor video link, and is short."""
    text = letters.letter(values.letter(kind, role, paper=True)).text
    assert ANSWER_URL not in text
    assert values.LINK not in text
    assert f"Ring {values.CLINIC.phone}." in text
    informs = kind is SendingKind.INVITATION and role is Role.PATIENT
    assert len(text.split()) < (300 if informs else 80)


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
    assert "Passer det ikke? Gi beskjed på {code_url}" in letters.letter(kept).text
    assert "\nSpørsmål? Ring" in letters.letter(replace(kept, kind=SendingKind.REMINDER)).text
    reminded = replace(kept, kind=SendingKind.REMINDER)
    assert "Vi minner om at" in letters.letter(reminded).text


@pytest.mark.parametrize("must_answer", [True, False])
@pytest.mark.parametrize("kind", values.LETTER_KINDS, ids=str)
def test_paper_gives_the_page_once(kind: SendingKind, must_answer: bool) -> None:  # noqa: FBT001
    """Address and code stand at most once in a letter, since both are typed by hand."""
    text = letters.letter(
        values.letter(
            kind,
            Role.PATIENT,
            paper=True,
            must_answer=must_answer,
            before=Facts(window=values.window(days=1)),
        )
    ).text
    assert text.count(CODE_URL) <= 1
    assert text.count(ANSWER_CODE) <= 1
    if kind is SendingKind.STILL_STANDS:
        assert "Passer det fortsatt? Svar på {code_url} med koden {answer_code}." in text
        assert "Du deltar på video. Lenken står på samme side." in text


def test_paper_says_what_each_is_there_for() -> None:
    """An interpreter is to interpret, a clinician may look in the chat, Nav has a reference."""
    said = {
        role: letters.letter(values.letter(SendingKind.INVITATION, role, paper=True)).text
        for role in (Role.INTERPRETER, Role.CLINICIAN, Role.NAV_ADVISER)
    }
    assert "Du skal tolke i møtet. Referansen er K7M2." in said[Role.INTERPRETER]
    assert "Skriv «sak K7M2» i chatten for å se mer." in said[Role.CLINICIAN]
    assert "Du har fått referansen K7M2 fra oss." in said[Role.NAV_ADVISER]
