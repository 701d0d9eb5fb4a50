"""Conversations in a house with Microsoft 365: whatever is said, no turn asks Graph anything."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from bot.assembly import assemble
from bot.house import House
from dialogs.turn import Turn, Utterance
from pathway.words import Role
from tests.bot.test_graph_house import settings_of
from tests.dialogs import transcribe
from tests.dialogs.world import CLINIC, actions_of, oslo
from tests.fakes.graph_server import graph_server

FOLDER = Path(transcribe.__file__).parent / "transcripts"
WHO = "sekretar"
REF = "K7M2"
GIVEN = (
    f"2026-11-02 09.10 {WHO}> ny pasient Test Testesen, 07.09.2026, Kari Testlege\n"
    f"2026-11-02 09.11 {WHO}> milepæl {REF} utredning startet 19.10.2026\n"
    f"2026-11-02 09.11 {WHO}> ja\n"
)
"""How these transcripts begin: a patient whose assessment has started."""

ASKED = (
    f"2026-11-03 15.00 {WHO}> sett opp utredning {REF} torsdag 12.11.2026 kl. 9, 60 min med Pål\n"
    f"2026-11-03 15.00 {WHO}> ferdig\n"
    f"2026-11-03 15.00 {WHO}> ja\n"
    "2026-11-03 15.01 program> passerer\n"
)
"""How each ends, so that all of them have something in Graph."""


class Said:
    """One who talks with the house as a transcript tells it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.turns = 0
        self.ref = ""
        self.last = Turn(state=None)  # type: ignore[arg-type] # nothing has been said

    async def line(self, said: transcribe.Said) -> None:
        """Typed, written on the card, or pressed; what another is told to do is left out."""
        text = said.text.replace(REF, self.ref or REF)
        if said.how == "":
            utterance = Utterance(text=text)
        else:
            utterance = Utterance(data=self.pressed(text, said.how))
        self.last = await self.house.turn(WHO, utterance, "page")
        self.turns += 1
        if not self.ref:
            (row,) = await self.house.board(WHO)
            self.ref = row.ref

    def pressed(self, text: str, how: str) -> Mapping[str, object]:
        """The data of a button, with the card's fields where they were filled in."""
        card = next(one.card for one in reversed(self.last.replies) if one.card is not None)
        actions = actions_of(card)
        data = actions[-3]["data"] if how == "*" else None
        found = [one["data"] for one in actions if one["title"] == text]
        fields = dict(pair.split("=", 1) for pair in text.split("; ")) if how == "*" else {}
        whole = data if isinstance(data, dict) else found[0]
        assert isinstance(whole, dict)
        return {**whole, **fields}


@pytest.mark.parametrize(
    "name", ["utredning", "kall_inn", "kall_inn_i_en_setning", "flyttet_i_kalenderen", "tider"]
)
async def test_no_turn_asks_graph_anything(tmp_path: Path, name: str) -> None:
    """House law: what is asked of Graph is asked by the daemon, between the turns."""
    text = (FOLDER / f"{name}.txt").read_text("utf-8")
    lines = [one for one in transcribe._spoken(GIVEN + text + ASKED) if not isinstance(one, str)]  # noqa: SLF001
    staff = (replace(one, email=f"{one.id}@fjordly.example") for one in CLINIC.staff)
    clinic = replace(CLINIC, staff=tuple(staff), in_graph=frozenset({Role.CLINICIAN}))
    clock = [oslo("2026-11-02 09.00")]
    async with graph_server() as graph:
        settings = settings_of(tmp_path / "shm.db", graph)
        house = assemble(settings, clinic, clock=lambda: clock[0])
        who = Said(house)
        for said in lines:
            clock[0] = max(clock[0], oslo(said.at))
            before = len(graph.got)
            if said.who == "program":
                await house.tick()
            elif said.who == WHO and (not said.how or _there(who, said)):
                await who.line(said)
                assert len(graph.got) == before, f"{said.at} {said.text}"
        assert graph.got, "the daemon has asked"
        await house.close()
    assert who.turns > len(GIVEN.splitlines()) + 3
    assert graph.faults == []


def _there(who: Said, said: transcribe.Said) -> bool:
    """Whether the button is there: what came by mail in between is not played."""
    cards = [one.card for one in who.last.replies if one.card is not None]
    if said.how == "*":
        return bool(cards)
    return any(action["title"] == said.text for card in cards[-1:] for action in actions_of(card))
