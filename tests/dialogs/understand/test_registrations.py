"""What the sentence that registers a patient says, and of whom."""

from datetime import date

import pytest

from dialogs.understand.registrations import facts_in

TODAY = date(2026, 11, 2)
WHOLE = {
    "name": "Test Testesen",
    "received": "07.09.2026",
    "gp": "Kari Testlege",
    "phone": "91 23 45 67",
    "email": "test@pasient.example",
    "clinician": "Lea",
}


@pytest.mark.parametrize(
    "said",
    [
        "Test Testesen, mottatt 07.09.2026, fastlege Kari Testlege, ansvarlig Lea, {mail}, {phone}",
        "Test Testesen, kliniker er Lea, 07.09.2026 fastlege Kari Testlege, {mail}, {phone}",
        "Test Testesen, ansvarlig kliniker: Lea, 07.09.2026, Kari Testlege, e-post {mail}, {phone}",
        "Test Testesen 07.09.2026, Kari Testlege, kliniker Lea, {phone}, {mail}",
        "Test Testesen, {mail}, 07.09.2026, ansvarlig Lea fastlege Kari Testlege, {phone}",
    ],
)
def test_all_of_it_in_any_order(said: str) -> None:
    """The clinician and the address stand anywhere, the number last of what is left."""
    filled = said.format(mail=WHOLE["email"], phone=WHOLE["phone"])
    assert facts_in(filled, TODAY) == WHOLE


def test_the_words_of_others_stay_theirs() -> None:
    """A GP's office called Behandlersenteret is no responsible clinician."""
    found = facts_in("Test Testesen, 07.09.2026, Kari Testlege, Behandlersenteret", TODAY)
    assert found["gp"] == "Kari Testlege, Behandlersenteret"
    assert not found["clinician"]
