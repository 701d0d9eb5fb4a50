"""At the daemon's start: invitations whose role has another channel by now move over to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import structlog

from pathway.service import PROGRAM, rechannelling

if TYPE_CHECKING:
    from bot.house import House

log = structlog.get_logger()


async def move_over(house: House) -> None:
    """Case by case, each whole or not at all; what fails is tried at the next start."""
    try:
        for ref in await house.run(PROGRAM, "daemon", rechannelling.elsewhere):
            await house.run(PROGRAM, "daemon", partial(rechannelling.move_over, ref=ref))
        await house.run(PROGRAM, "daemon", rechannelling.all_moved)
    except Exception as error:  # noqa: BLE001 - the daemon starts all the same
        log.error("not_moved_over", error=type(error).__name__)  # noqa: TRY400 - its words stay out
