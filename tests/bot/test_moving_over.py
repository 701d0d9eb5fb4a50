"""At the start of the daemon: who has another channel by now moves over, case by case."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

import pytest

from bot.moving_over import move_over
from pathway.service.invitations import rechannelling

if TYPE_CHECKING:
    from bot.house import House


class Cases:
    """A house with these cases, of which K7M2 cannot be moved; `done` is what was."""

    def __init__(self, *refs: str, unreadable: int = 0) -> None:
        self.refs, self.unreadable = list(refs), unreadable
        self.done: list[str] = []

    async def run(self, _actor: object, _what: str, use_case: object) -> tuple[list[str], int]:
        """As the house does."""
        if use_case is rechannelling.elsewhere:
            return self.refs, self.unreadable
        ref = use_case.keywords["ref"] if isinstance(use_case, partial) else "all"
        if ref == "K7M2":
            raise ValueError
        self.done.append(ref)
        return [], 0


async def test_a_case_that_cannot_move_stops_no_other() -> None:
    """The others move, and that all have is not said: it is tried at the next start."""
    cases = Cases("K7M2", "P3QX")
    await move_over(cast("House", cases))
    assert cases.done == ["P3QX"]


@pytest.mark.parametrize(("unreadable", "done"), [(0, ["P3QX", "all"]), (1, ["P3QX"])])
async def test_a_case_that_cannot_be_read_is_looked_at_again(
    unreadable: int, done: list[str]
) -> None:
    """The others move, and only where each could be read is it said that all have."""
    cases = Cases("P3QX", unreadable=unreadable)
    await move_over(cast("House", cases))
    assert cases.done == done
