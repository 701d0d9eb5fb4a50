"""Text messages: short, neutral, and in signs that one message holds (P6, F17)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.wording.nb import letters
from dialogs.wording.neutral import forbidden_in
from pathway.model import Facts
from pathway.outgoing import SendingKind
from pathway.words import Attendance, Role
from tests.dialogs.wording import example_values as values

GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""GSM 03.38, of which one message holds 160; any other sign makes it 70."""

TEXTED = (Role.PATIENT, Role.RELATIVE, Role.INTERPRETER)


def _said(kind: SendingKind, role: Role = Role.PATIENT, **changed: object) -> str:
    return letters.letter(values.letter(kind, role, **{"sms": True, **changed})).text


@pytest.mark.parametrize("attends", Attendance, ids=str)
@pytest.mark.parametrize("kind", values.LETTER_KINDS, ids=str)
@pytest.mark.parametrize("role", TEXTED, ids=str)
@pytest.mark.parametrize("way", ["sms", "spoken"])
def test_a_text_message_is_neutral(
    kind: SendingKind, role: Role, attends: Attendance, way: str
) -> None:
    """No clinic, no health word, no hole, and only signs of GSM 03.38 (P6, F17)."""
    facts = Facts(window=values.window(), place="Smerteklinikken", attends=attends)
    said = _said(kind, role, facts=facts, before=values.in_person(), **{"sms": False, way: True})
    assert not forbidden_in(said)
    assert values.CLINIC.name not in said
    assert "{" not in said
    assert set(said) <= GSM


@pytest.mark.parametrize("kind", values.LETTER_KINDS, ids=str)
def test_a_patients_text_message_is_one(kind: SendingKind) -> None:
    """At most 160 signs with a link of ordinary length; the longest of the year's days too."""
    wednesday = Facts(window=values.window(days=22), link=values.LINK)  # onsdag 16. desember
    before = replace(wednesday, window=values.window(days=15))
    said = _said(kind, facts=wednesday, before=before)
    assert len(said) <= 160, len(said)


def test_the_patient_is_told_as_in_the_letter() -> None:
    """The invitation points to the letter, the reminder holds the link (D3, R17)."""
    assert _said(SendingKind.INVITATION) == (
        "Du er invitert til et møte tirsdag 24. november kl. 10.00. "
        "Se brevet du har fått fra oss. Passer det ikke? Ring 55 00 00 00."
    )
    assert _said(SendingKind.REMINDER) == (
        "Påminnelse: Du har et møte tirsdag 24. november kl. 10.00. "
        f"Lenke: {values.LINK} Trenger du hjelp? Ring 55 00 00 00."
    )


def test_one_who_is_rung_up_is_spoken_to() -> None:
    """No address is read aloud, and nobody is asked to ring the one who rings."""
    said = _said(SendingKind.REMINDER, sms=False, spoken=True)
    assert "http" not in said
    assert "Ring " not in said
    assert "siden som står i brevet" in said


NOW = Facts(window=values.window(), link=values.LINK)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (NOW, replace(NOW, window=values.window(days=2)), "er flyttet til torsdag 26. november"),
        (NOW, replace(NOW, window=values.window(0, 75)), "Det varer nå til kl. 11.15."),
        (NOW, replace(NOW, link="https://v.example/2"), "Den gamle lenken gjelder ikke. Lenke: h"),
        (NOW, replace(NOW, link=""), "Den gamle lenken gjelder ikke. Lenken kommer."),
        (replace(NOW, link=""), NOW, f"er endret. Lenke: {values.LINK}"),
        (NOW, values.by_telephone(), "Du skal nå delta på telefon. Vi ringer deg."),
        (values.in_person("A"), values.in_person("Torget 4"), "Nytt sted: Torget 4."),
        (values.in_person("A"), values.in_person("A"), "er endret. Passer det ikke?"),
        (None, NOW, "Møtet er endret. Tidspunkt: tirsdag 24. november kl. 10.00. Lenke"),
        (None, values.in_person("Torget 4"), "Nytt sted: Torget 4."),
    ],
)
def test_a_change_says_what_is_new(before: Facts | None, after: Facts, said: str) -> None:
    """Time, length, link, place or way, each only where it is another (F7)."""
    assert said in _said(SendingKind.UPDATE, before=before, facts=after)


def test_without_a_number_nobody_is_asked_to_ring() -> None:
    """A clinic whose number cannot be shown has none in its messages."""
    assert "Ring" not in _said(SendingKind.INVITATION, phone="")
