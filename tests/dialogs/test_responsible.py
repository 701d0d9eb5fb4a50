"""A measure of the plan names who answers for it, in the words that people use (R24)."""

from __future__ import annotations

import pytest

from pathway.plan_text import Responsible
from tests.dialogs.world import oslo, with_written_plans


@pytest.mark.parametrize(
    ("word", "kept", "shown"),
    [
        ("pasienten", "patient", "Pasienten"),
        ("klinikken", "clinic", "Klinikken"),
        ("fastlegen", "gp", "Fastlegen"),
        ("nav", "nav", "Nav"),
        ("andre", "other", "Andre"),
    ],
)
def test_a_measure_may_be_anybodys(word: str, kept: str, shown: str) -> None:
    """Also that of others, as an employer; the plan shows it the next time too."""
    world = with_written_plans()
    world.now = oslo("2026-11-24 11.00")
    world.say(
        f"nytt tiltak K7M2 Tilrettelegge arbeidsdagen, {word}, 15. januar, søvnplager", "lege"
    )
    written = world.commands[-1]
    assert getattr(written, "responsible", None) is Responsible(kept)
    (plan,) = world.say("tiltaksplan K7M2", "lege").replies
    assert f"{shown} · følges opp 15. januar 2027" in plan.text
