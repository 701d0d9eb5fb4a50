"""A leader is offered the case to look at, and nothing that a leader may not do (R13)."""

from __future__ import annotations

import pytest

from dialogs.turn import Reply
from dialogs.wording.nb.refusals.catalogue import refusal
from pathway.errors import NotAllowedError
from tests.dialogs.beginnings import shm1_held
from tests.dialogs.world import World, actions_of, oslo, with_nothing_started

NO = refusal(NotAllowedError())


def offered(reply: Reply) -> set[str]:
    """What its buttons say, and what its text says that one may write."""
    pressed = {str(data["text"]) for one in actions_of(reply.card) if (data := _data(one))}
    return pressed | {
        said for said in reply.text.replace("»", "«").split("«")[1::2] if "K7" in said
    }


def _data(action: dict[str, object]) -> dict[str, object]:
    data = action.get("data")
    return data if isinstance(data, dict) and "text" in data else {}


@pytest.mark.parametrize(
    ("world", "at"),
    [(shm1_held("2026-11-02"), "2026-11-24 08.00"), (with_nothing_started(), "2026-12-01 08.00")],
    ids=["plan", "deadline"],
)
def test_what_a_leader_is_offered_is_allowed(world: World, at: str) -> None:
    """Each command in a leader's digest and in *oppgaver* is answered, and none is refused."""
    world.now = oslo(at)
    shown = [reply for who, reply in world.tick() if who == "leder"]
    shown += world.say("oppgaver", "leder").replies
    found = set().union(*map(offered, shown))
    assert "sak K7M2" in found
    refused = [text for text in found if NO in world.say(text, "leder").replies[0].text]
    assert refused == []
