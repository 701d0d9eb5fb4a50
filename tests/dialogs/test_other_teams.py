"""Lists as those see them who are not on a case's team: how it stands, and no names (P3)."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from dialogs.conversations.cases.finding import found
from dialogs.wording.nb import ask_case, ask_register
from pathway.service import Desk
from tests.dialogs.world import World, with_invited_gp


@pytest.fixture
def world() -> World:
    """Lea leads K7M2's meeting; the psychologist and the clinic's leader have no part in it."""
    return with_invited_gp()


@pytest.mark.parametrize("actor", ["psykolog", "leder"])
@pytest.mark.parametrize(
    "text", ["oversikt", "finn K7M2", "finn Testesen", "finn Kari", "oppgaver"]
)
def test_a_list_holds_no_name_of_another_team(world: World, actor: str, text: str) -> None:
    """Neither text nor card of a list names the patient, the GP or the office."""
    (reply,) = world.say(text, actor).replies
    shown = reply.text + json.dumps(reply.card, ensure_ascii=False)
    assert not [name for name in ("Testesen", "Testlege", "Solsiden") if name in shown]
    if text in {"oversikt", "finn K7M2"}:
        assert "K7M2" in shown
    elif text.startswith("finn"):
        assert "K7M2" not in shown


def test_a_list_without_names_reads_well(world: World) -> None:
    """Where there is no name, no comma and no blank stands for it."""
    (board,) = world.say("oversikt", "psykolog").replies
    assert ": K7M2. Før SHM1, frist" in board.text
    (hit,) = world.say("finn K7M2", "psykolog").replies
    assert "\nK7M2. Før SHM1. Møte 24. november" in hit.text
    assert ask_case.case_title("K7M2", "") == "Sak K7M2"


def test_own_cases_are_found_by_name(world: World) -> None:
    """Whoever is on the team finds the case by the patient's name as before."""
    for actor in ("sekretar", "koordinator", "lege"):
        (hit,) = world.say("finn Testesen", actor).replies
        assert "K7M2, Test Testesen. Før SHM1" in hit.text


def test_a_case_is_not_found_by_another_teams_name(world: World) -> None:
    """A command about a patient by name finds nothing outside one's own cases, and asks no why."""
    world.say("sak Testesen", "psykolog")
    assert not [
        line for line in world.log("K7M2") if (line.actor, line.what) == ("psykolog", "viewed")
    ]
    assert "psykolog" in {line.actor for line in world.log("K7M2")}
    assert world.last["psykolog"].expects.question != "why"


def test_a_line_without_a_name_still_ranks(world: World) -> None:
    """Lines with and without names stand side by side in what is found."""
    named = world.store.run(
        world.clinic.id, lambda ledger: Desk(world.context(ledger, "sekretar")).lines()
    )
    bare = tuple(replace(line, name="", gp="", office="") for line in named)
    reply = found("K7M2", (*named, *bare), world.now.date())
    assert reply.text.splitlines()[1:] == [
        ask_register.case_line(named[0]),
        ask_register.case_line(bare[0]),
    ]
