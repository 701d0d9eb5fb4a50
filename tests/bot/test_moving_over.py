"""At the start of the daemon: who has another channel by now moves over, case by case."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from bot.moving_over import move_over
from pathway.service import rechannelling

if TYPE_CHECKING:
    from bot.house import House


class Cases:
    """A house with two cases, of which the first cannot be moved; `done` is what was."""

    def __init__(self) -> None:
        self.done: list[str] = []

    async def run(self, _actor: object, _what: str, use_case: object) -> list[str]:
        """As the house does."""
        if use_case is rechannelling.elsewhere:
            return ["K7M2", "P3QX"]
        ref = use_case.keywords["ref"] if isinstance(use_case, partial) else "all"
        if ref == "K7M2":
            raise ValueError
        self.done.append(ref)
        return []


async def test_a_case_that_cannot_move_stops_no_other() -> None:
    """The others move, and that all have is not said: it is tried at the next start."""
    cases = Cases()
    await move_over(cast("House", cases))
    assert cases.done == ["P3QX"]
