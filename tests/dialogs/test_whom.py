"""Whoever is named is the one that is meant, or is asked about: never the only one there is."""

from __future__ import annotations

import pytest

from pathway.words import Role
from tests.dialogs.world import World, with_gp_yes, with_invited_gp


def said(world: World, *texts: str) -> str:
    """The last reply to these."""
    turns = [world.say(text) for text in texts]
    return "\n".join(reply.text for reply in turns[-1].replies)


def with_nav_consent() -> World:
    """The patient has consented to Nav, and to nobody else."""
    world = with_gp_yes()
    said(world, "samtykke K7M2 nav muntlig i dag hele møtet", "ferdig", "ja")
    assert [c.withdrawn_at for c in world.case("K7M2").consents] == [None]
    return world


@pytest.mark.parametrize("whom", ["arbeidsgiver", "kommunen", "Bo Berg", "skolen i dag"])
def test_another_actors_consent_is_not_withdrawn(whom: str) -> None:
    """R19: somebody without consent is told apart from the only one who has it, and asked about."""
    world = with_nav_consent()
    reply = said(world, f"trekk samtykke K7M2 {whom}")
    assert f"Det er ikke registrert noe samtykke for «{whom}»." in reply
    assert "Samtykke er registrert for Nav-veilederen." in reply
    assert said(world, "ja").startswith("Det forsto jeg ikke.")
    assert [c.withdrawn_at for c in world.case("K7M2").consents] == [None]


@pytest.mark.parametrize("whom", ["", "nav", "for Nav", "fra pasienten", "Nav-veilederen"])
def test_the_actor_with_consent_is_found(whom: str) -> None:
    """R19: named, or alone where nobody is named, the consent is the one that is shown."""
    world = with_nav_consent()
    assert "Gjelder: Nav-veilederen" in said(world, f"trekk samtykke {whom} K7M2")
    said(world, "ja")
    assert world.case("K7M2").consents[0].withdrawn_at is not None


def test_a_name_tells_two_actors_apart() -> None:
    """One of two is withdrawn by a part of the name; a word that neither has is asked about."""
    world = with_nav_consent()
    said(world, "samtykke K7M2 andre Bo Berg muntlig i dag", "hele møtet", "ferdig", "ja")
    assert "1. Nav-veilederen" in said(world, "trekk samtykke K7M2 kommunen")
    said(world, "avbryt", "trekk samtykke K7M2 Bo", "ja")
    case = world.case("K7M2")
    gone = {case.participant(c.participant_id).role for c in case.consents if c.withdrawn_at}
    assert gone == {Role.OTHER}


@pytest.mark.parametrize("whom", ["tolken", "mannen", "arbeidsgiver", "psykologen", "Bo Berg"])
def test_nobody_is_called_in_for_another(whom: str) -> None:
    """R12: whoever is not there is asked about, also where only the patient is left to call in."""
    world = with_gp_yes()
    reply = said(world, f"kall inn {whom} K7M2")
    assert f"Jeg finner ingen «{whom}» å kalle inn i sak K7M2." in reply
    assert world.last["sekretar"].expects.question == "who"
    assert said(world, "ja").startswith("Det forsto jeg ikke.")
    assert len(world.case("K7M2").invitations) == 1


@pytest.mark.parametrize("whom", ["fastlegen", "Kari Testlege"])
def test_the_gp_who_is_asked_is_not_the_patient(whom: str) -> None:
    """R12: whoever holds an invitation is told to, and the patient is not called in instead."""
    world = with_gp_yes()
    reply = said(world, f"kall inn {whom} K7M2")
    assert "Fastlegen (Kari Testlege, Solsiden legesenter) er allerede kalt inn" in reply
    assert world.last["sekretar"].expects.question == "who"


@pytest.mark.parametrize(
    ("added", "whom", "role"),
    [
        ("henviser Per Lege, Fjord sykehus", "henviseren", Role.REFERRER),
        ("henviser Per Lege, Fjord sykehus", "Per Lege", Role.REFERRER),
        ("kliniker Pål Påfunn", "Pål", Role.CLINICIAN),
        ("mor", "pasienten", Role.PATIENT),
        ("mor", "Test Testesen", Role.PATIENT),
    ],
)
def test_whoever_is_named_is_called_in(added: str, whom: str, role: Role) -> None:
    """R11, R12: by role or by name, among several who could be."""
    world = with_gp_yes()
    said(world, f"ny deltaker K7M2 {added}", "ferdig", f"kall inn {whom} K7M2", "ja")
    case = world.case("K7M2")
    assert case.participant(case.invitations[-1].participant_id).role is role


def test_two_who_are_named_are_told_apart() -> None:
    """Of two relatives each is called in by a word of their own; the role alone asks which."""
    world = with_gp_yes()
    for who in ("mor", "ektemannen Per"):
        said(world, f"ny deltaker K7M2 {who}", "ferdig")
    said(world, "kall inn pasienten K7M2", "ja")
    assert "1. Den nærstående (mor)" in said(world, "kall inn pårørende K7M2")
    said(world, "avbryt", "kall inn mannen K7M2", "ja")
    case = world.case("K7M2")
    assert case.participant(case.invitations[-1].participant_id).name == "ektemannen Per"


def test_an_answer_is_not_the_only_ones_who_was_asked() -> None:
    """Nav's answer is never kept as the GP's because nobody else is asked."""
    world = with_gp_yes()
    assert "Jeg forsto ikke «nav»." in said(world, "svar K7M2 nav nei telefon")
    assert world.last["sekretar"].expects.question == "who"


def test_a_reminder_is_not_the_only_ones_who_owes() -> None:
    """Whoever owes nothing is asked about, and nobody else is reminded."""
    world = with_invited_gp()
    assert "Jeg forsto ikke «tolken»." in said(world, "purr K7M2 tolken")
    assert world.last["sekretar"].expects.question == "who"


@pytest.mark.parametrize(
    ("said", "how"),
    [
        ("pasienten på telefon 99 88 77 66", "på telefon 99 88 77 66"),
        ("pasienten 99887766", "99887766"),
        ("pasienten på video", "på video"),
        ("pasienten 24. november", ""),
        ("pasienten", ""),
    ],
)
def test_how_somebody_attends_is_not_dropped_in_silence(said: str, how: str) -> None:
    """The invitation takes it from the case, so what was said beside it is named before the yes."""
    shown = with_gp_yes().say(f"kall inn {said}").replies[-1].text
    assert (f"Jeg har ikke tatt med «{how}»." in shown) is bool(how)
    assert ("endre deltaker K7M2" in shown) is bool(how)


def test_a_consent_is_told_in_one_go_also_where_whom_it_is_about_was_asked() -> None:
    """As in "nav, hele møtet, muntlig i dag": an answer, and no look at whom to ring."""
    world = with_gp_yes()
    world.say("samtykke")
    running = world.say("nav, hele møtet, muntlig i dag").state.running
    assert running is not None
    said = {name: running.answers.get(name) for name in ("who", "given", "parts", "on")}
    assert said == {"who": "nav_adviser", "given": "oral", "parts": "all", "on": "2026-11-02"}
