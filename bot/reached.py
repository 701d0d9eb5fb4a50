"""Where staff are reached in chat, as the doors tell it and ask for it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from bot import hearing
from pathway.service import PROGRAM
from pathway.service.daemon import chatting

if TYPE_CHECKING:
    from bot.hearing import Arrival, Owed
    from pathway.chats import Chat
    from pathway.service import Context

T = TypeVar("T")


class Reached(ABC):
    """The part of the house that knows the chats."""

    @abstractmethod
    async def run(self, actor: str, door: str, use_case: Callable[[Context], T]) -> T:
        """The use case in a transaction of its own."""

    async def met(self, staff_id: str, arrival: Arrival) -> bool:
        """Remember where this person is reached; whether they were not reached there before."""
        return await self.run(staff_id, "teams", lambda context: hearing.meet(context, arrival))

    async def chat_lost(self, staff_id: str, chat: str) -> None:
        """This chat of this person is blocked or removed (D4)."""
        await self.run(PROGRAM, "teams", lambda context: chatting.lost(context, staff_id, chat))

    async def answered(self, messages: Sequence[tuple[str, str]]) -> None:
        """These messages were answered."""
        await self.run(PROGRAM, "teams", lambda context: hearing.answered(context, messages))

    async def chat(self, staff_id: str) -> Chat | None:
        """Where this person is reached in chat."""
        return await self.run(PROGRAM, "daemon", lambda context: context.ledger.chat(staff_id))

    async def owed(self) -> Sequence[Owed]:
        """What was answered before a stop, and perhaps never said."""
        return await self.run(PROGRAM, "teams", hearing.owed)
