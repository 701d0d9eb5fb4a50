"""Text messages: short, neutral, and in signs that one message holds (P6, F17)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.wording.nb.letters import mail as letters
from dialogs.wording.neutral import forbidden_in
from pathway.model import Facts
from pathway.outgoing import SendingKind
from pathway.words import Attendance, Role
from tests.dialogs.wording import example_values as values

GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""GSM 03.38, of which one message holds 160; any other sign makes it 70."""

TEXTED = (Role.PATIENT, Role.RELATIVE, Role.INTERPRETER)


KINDS = tuple(kind for kind in values.LETTER_KINDS if kind not in values.ASKS_TIMES)
"""Questions of times are asked on the telephone, never as a text message."""


def _said(kind: SendingKind, role: Role = Role.PATIENT, **changed: object) -> str:
    return letters.letter(values.letter(kind, role, **{"sms": True, **changed})).text


@pytest.mark.parametrize("attends", Attendance, ids=str)
@pytest.mark.parametrize("kind", KINDS, ids=str)
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
    assert values.CLINIC.public_name not in said
    assert "{" not in said
    assert set(said) <= GSM


@pytest.mark.parametrize("kind", KINDS, ids=str)
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
        (
            NOW,
            replace(NOW, link="https://v.example/2"),
            "Ny lenke: https://v.example/2 Ikke bruk den gamle.",
        ),
        (NOW, replace(NOW, link=""), "er endret. Ny lenke kommer. Ikke bruk den gamle."),
        (replace(NOW, link=""), NOW, f"er endret. Lenke: {values.LINK}"),
        (NOW, values.by_telephone(), "er endret. Du deltar nå på telefon. Vi ringer deg."),
        (values.in_person("A"), values.in_person("Torget 4"), "Nytt sted: Torget 4."),
        (values.in_person("A"), values.in_person("A"), "er endret. Passer det ikke?"),
        (None, NOW, "Møtet er endret. Tidspunkt: tirsdag 24. november kl. 10.00. Lenke"),
        (None, values.in_person("Torget 4"), "Nytt sted: Torget 4."),
        (NOW, values.in_person("Torget 4"), "er endret. Nytt sted: Torget 4."),
        (NOW, values.in_person(""), "Du deltar nå hos oss. Stedet står i brevet."),
    ],
)
def test_a_change_says_what_is_new(before: Facts | None, after: Facts, said: str) -> None:
    """Time, length, link, place or way, each only where it is another (F7)."""
    assert said in _said(SendingKind.UPDATE, before=before, facts=after)


@pytest.mark.parametrize("attends", Attendance, ids=str)
@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("place", ["", "Storgata 1, 2. etasje"], ids=["unknown", "known"])
def test_a_patients_new_way_is_one_message_too(
    kind: SendingKind, attends: Attendance, place: str
) -> None:
    """P6: one message of 160 signs also where the way of taking part is another."""
    facts = Facts(window=values.window(days=22), place=place, attends=attends)
    before = Facts(window=values.window(days=15), link=values.LINK)
    assert len(_said(kind, facts=facts, before=before)) <= 160


@pytest.mark.parametrize(
    ("role", "spoken", "said"),
    [
        (Role.PATIENT, False, "Stedet står i brevet."),
        (Role.PATIENT, True, "Stedet står i brevet."),
        (Role.INTERPRETER, False, "Ring oss for å få vite stedet."),
        (Role.INTERPRETER, True, "Møtet er hos oss."),
    ],
)
def test_a_place_that_is_not_written_is_told_elsewhere(
    role: Role,
    spoken: bool,  # noqa: FBT001
    said: str,
) -> None:
    """P6: the clinic's name does not stand in for a place, and no place is called "hos oss"."""
    text = _said(
        SendingKind.REMINDER, role, facts=values.in_person(""), sms=not spoken, spoken=spoken
    )
    assert said in text
    assert "Sted:" not in text
    assert "vite stedet" not in _said(
        SendingKind.REMINDER, role, facts=values.in_person(""), phone=""
    )


def test_without_a_number_nobody_is_asked_to_ring() -> None:
    """A clinic whose number cannot be shown has none in its messages."""
    assert "Ring" not in _said(SendingKind.INVITATION, phone="")
