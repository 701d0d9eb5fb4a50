"""What a secretary types with the phone at the ear: whose answer it is, and that it is a no."""

from __future__ import annotations

import pytest

from tests.dialogs.world import with_everybody_asked

GP, PATIENT, NAV = "Fastlegen", "Pasienten", "Nav-veilederen"


@pytest.mark.parametrize(
    ("typed", "who", "verdict"),
    [
        ("fastlegen ringte og sa nei", GP, "Nei"),
        ("legen ringte og sa ja", GP, "Ja"),
        ("fastlegen kan likevel ikke komme", GP, "Nei"),
        ("pasienten er blitt syk", PATIENT, "Nei"),
        ("pasienten er syk og kan ikke komme", PATIENT, "Nei"),
        ("K7M2 pasienten må melde avbud", PATIENT, "Nei"),
        ("pasienten ringte og sa nei", PATIENT, "Nei"),
        ("nav kan ikke K7M2", NAV, "Nei"),
        ("nav har meldt avbud", NAV, "Nei"),
    ],
)
def test_an_answer_is_of_whoever_is_named(typed: str, who: str, verdict: str) -> None:
    """F14: whoever rang is never taken for the only one who has not answered yet."""
    world = with_everybody_asked()
    said = world.say(typed).replies[-1].text
    for _ in range(4):
        if f"Svar: {verdict}" in said:
            break
        answer = "telefon" if "Hvordan kom svaret?" in said else "hopp over"
        said = world.say(answer).replies[-1].text
    assert f"Hvem: {who}" in said
    assert f"Svar: {verdict}" in said
    assert "Kommentar" not in said


def test_a_no_with_a_locum_is_asked_about() -> None:
    """D2: who cannot come and sends another has not simply said no."""
    world = with_everybody_asked()
    assert "Hva var svaret?" in world.say("fastlegen kan ikke, vikaren kommer").replies[-1].text
