"""What only the local clinic does: its clock is turned, and people outside answer their mail."""

from __future__ import annotations

import asyncio
import uuid
from typing import TYPE_CHECKING

from bot.clockwork import MOST_STOPS, goal_of, leap_to, turn_to
from pathway.service import PROGRAM
from pathway.service.answers.receiving import receive

if TYPE_CHECKING:
    from bot.house import House
    from bot.reactions import Reaction
    from bot.seams import ClockStep

_MOST_PASSES = 50


async def move_clock(house: House, to: ClockStep) -> None:
    """Turn the clock and let the daemon work until it is quiet, now and at each stop."""
    await _work(house)
    goal = await house.run(PROGRAM, "page", lambda context: goal_of(context, to))
    quiet = True
    for _ in range(MOST_STOPS):
        toward = quiet
        stop = await house.run(PROGRAM, "page", lambda c, q=toward: turn_to(c, goal, quiet=q))  # type: ignore[misc] # a default binds it
        quiet = await _work(house)
        if stop >= goal:
            break
    await house.run(PROGRAM, "page", lambda context: leap_to(context, goal))
    await _work(house)


async def _work(house: House) -> bool:
    """Let the daemon pass until it is quiet; whether it was so from the first."""
    for passes in range(_MOST_PASSES):
        if (await house.tick()).quiet:
            return passes == 0
    return False


async def react(house: House, address: str, number: int, reaction: Reaction) -> None:
    """Somebody outside answers a mail: it is written, read as from the mailbox, and handled."""
    inbox = house.inbox
    if inbox is None:
        return
    key = str(uuid.uuid4())
    arrival = await asyncio.to_thread(inbox.answered, address, number, reaction, key)
    if arrival is not None:
        await house.run(PROGRAM, "mail", lambda context: receive(context, arrival))
    await _work(house)
