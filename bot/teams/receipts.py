"""Which messages were answered, written down a few at a time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.teams.faults import broke

if TYPE_CHECKING:
    from bot.seams import Chatting

RECEIPT_SECONDS = 0.2
"""How long receipts are gathered, so that many of them are one transaction."""


class Receipts:
    """Gathers them; what is noted last is written when it is closed."""

    def __init__(self, rooms: Chatting) -> None:
        self._rooms = rooms
        self._noted: list[tuple[str, str]] = []
        self._writing: asyncio.Task[None] | None = None

    def note(self, conversation: str, activity: str) -> None:
        """This message was answered."""
        self._noted.append((conversation, activity))
        if self._writing is None:
            self._writing = asyncio.create_task(self._soon())

    async def _soon(self) -> None:
        await asyncio.sleep(RECEIPT_SECONDS)
        self._writing = None
        await self._write()

    async def _write(self) -> None:
        """A receipt that cannot be written costs no more than an answer said twice."""
        noted, self._noted = self._noted, []
        try:
            await self._rooms.answered(noted)
        except Exception as error:  # noqa: BLE001 - by its kind alone
            broke("receipts_failed", error)

    async def close(self) -> None:
        """Write what is noted."""
        if self._writing is not None:
            self._writing.cancel()
        if self._noted:
            await self._write()
