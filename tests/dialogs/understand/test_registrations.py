"""What the sentence that registers a patient says, and of whom."""

from datetime import date

import pytest

from dialogs.understand.registrations import facts_in

TODAY = date(2026, 11, 2)
MAIL, PHONE = "test@pasient.example", "91 23 45 67"
WHOLE = {
    "name": "Test Testesen",
    "received": "07.09.2026",
    "gp": "Kari Testlege",
    "clinician": "Lea",
}
PATIENTS = {"email": MAIL, "phone": PHONE}


@pytest.mark.parametrize(
    "said",
    [
        "Test Testesen, {mail}, {phone}, mottatt 07.09.2026, fastlege Kari Testlege, ansvarlig Lea",
        "Test Testesen {phone}, {mail}, kliniker er Lea, 07.09.2026 fastlege Kari Testlege",
        "Test Testesen, hans mail {mail} og tlf. {phone}, kliniker Lea, 07.09.2026, Kari Testlege",
        "Test Testesen 07.09.2026, {mail}, kliniker Lea, {phone}, fastlegen er Kari Testlege",
        (
            "Test Testesen, 07.09.2026, Kari Testlege, ansvarlig Lea, pasientens mail: {mail}, "
            "telefon til pasienten {phone}"
        ),
        (
            "Test Testesen, fastlege Kari Testlege, {mail} (pasienten), pasienten nås på {phone}, "
            "mottatt 07.09.2026, ansvarlig Lea"
        ),
        (
            "Test Testesen. Mottatt 07.09.2026, fastlege Kari Testlege. Pasientens e-post er "
            "{mail}, pasienten sin mobil {phone}, ansvarlig Lea"
        ),
    ],
)
def test_what_is_clearly_the_patients(said: str) -> None:
    """The clinician stands anywhere; before the doctor, or named as such, it is the patient's."""
    assert facts_in(said.format(mail=MAIL, phone=PHONE), TODAY) == WHOLE | PATIENTS


@pytest.mark.parametrize(
    ("said", "owner"),
    [
        ("mottatt 07.09.2026, fastlege Kari Testlege, ansvarlig Lea, {mail}, {phone}", ""),
        ("07.09.2026, Kari Testlege, kliniker Lea, e-post {mail}, tlf {phone}", ""),
        (
            "ansvarlig Lea fastlege Kari Testlege, hennes mail {mail} {phone}, mottatt 07.09.2026",
            "",
        ),
        ("07.09.2026, fastlege Kari Testlege. E-post {mail}. Telefon {phone}. Ansvarlig Lea", ""),
        (
            (
                "fastlegens e-post {mail}, legekontorets tlf. {phone}, ansvarlig Lea, 07.09.2026, "
                "Kari Testlege"
            ),
            "gp",
        ),
        (
            (
                "07.09.2026, ansvarlig Lea, fastlege Kari Testlege, e-post til fastlegen: {mail}, "
                "{phone} (legekontoret)"
            ),
            "gp",
        ),
    ],
)
def test_what_is_not_clearly_the_patients(said: str, owner: str) -> None:
    """After the doctor's words it is nobody's until somebody is named, and never in an office."""
    facts = facts_in("Test Testesen, " + said.format(mail=MAIL, phone=PHONE), TODAY)
    asked = {"reached_1": MAIL, "reached_2": PHONE, "whose_1": owner, "whose_2": owner}
    assert facts == WHOLE | {"email": "", "phone": ""} | asked


@pytest.mark.parametrize(
    "said",
    [
        "Test Testesen, Kari Testlege, {mail}",
        "Test Testesen, mottatt 07.09.2026, fastlege {mail}",
        "Test Testesen, mottatt 07.09.2026, lege er Kari, {mail}",
    ],
)
def test_a_doctor_who_is_barely_named(said: str) -> None:
    """Any word about a doctor before it makes it nobody's."""
    facts = facts_in(said.format(mail=MAIL), TODAY)
    assert (facts["email"], facts["reached_1"]) == ("", MAIL)


def test_a_day_in_figures_is_no_number() -> None:
    """A day of eight figures is the day, also beside a number."""
    facts = facts_in("T.T., 22092026, Kari Testlege, 22092026, 22 09 20 26", TODAY)
    assert (facts["name"], facts["received"]) == ("T.T.", "22092026")
    assert facts["reached_1"] == "22 09 20 26"


def test_no_doctor_has_no_address() -> None:
    """Where there is no doctor, it is the patient's."""
    assert facts_in(f"Test Testesen, 07.09.2026, ingen fastlege, {MAIL}", TODAY)["email"] == MAIL


def test_the_words_of_others_stay_theirs() -> None:
    """A GP's office called Behandlersenteret is no responsible clinician."""
    found = facts_in("Test Testesen, 07.09.2026, Kari Testlege, Behandlersenteret", TODAY)
    assert found["gp"] == "Kari Testlege, Behandlersenteret"
    assert not found["clinician"]
