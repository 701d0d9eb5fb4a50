"""At the daemon's start: invitations whose role has another channel by now move over to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import structlog

from pathway.service import PROGRAM
from pathway.service.invitations import rechannelling

if TYPE_CHECKING:
    from bot.house import House
    from pathway.words import CaseRef

log = structlog.get_logger()


async def move_over(house: House) -> None:
    """Case by case, each whole or not at all; what fails is tried at the next start."""
    try:
        refs, unreadable = await house.run(PROGRAM, "daemon", rechannelling.elsewhere)
        if unreadable:
            log.error("not_moved_over", unreadable=unreadable)
        if all([await _moved(house, ref) for ref in refs]) and not unreadable:
            await house.run(PROGRAM, "daemon", rechannelling.all_moved)
    except Exception as error:  # noqa: BLE001 - the daemon starts all the same
        _log(error)


async def _moved(house: House, ref: CaseRef) -> bool:
    try:
        await house.run(PROGRAM, "daemon", partial(rechannelling.move_over, ref=ref))
    except Exception as error:  # noqa: BLE001 - one bad case must not stop the others
        _log(error)
        return False
    return True


def _log(error: Exception) -> None:
    log.error("not_moved_over", error=type(error).__name__)  # its words stay out
