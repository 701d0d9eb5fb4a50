"""What people outside may ask of the house: their own page, and to answer."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from bot import guests

if TYPE_CHECKING:
    from bot.seams import AnswerForm, AnswerPage
    from bot.times_seams import TimesForm, TimesPage
    from pathway.service import Context

T = TypeVar("T")


class Outside(ABC):
    """The part of `bot.seams.Rooms` that the answer page asks."""

    _version: int

    @abstractmethod
    async def run(self, actor: str, door: str, use_case: Callable[[Context], T]) -> T:
        """The use case in a transaction of its own."""

    async def answer_page(self, token: str) -> AnswerPage | TimesPage | None:
        """The page of this token, or None."""
        return await self.run("guest", "answer", lambda context: guests.page_of(context, token))

    async def page_of_code(self, code: str) -> AnswerPage | TimesPage | None:
        """The page of this code, or None."""
        return await self.run("guest", "answer", lambda context: guests.page_of_code(context, code))

    async def give_answer(self, token: str, form: AnswerForm) -> AnswerPage | None:
        """Record the answer and return the page as it is afterwards."""
        page = await self.run(
            "guest", "answer", lambda context: guests.answer(context, token, form)
        )
        self._version += 1
        return page

    async def give_times(self, token: str, form: TimesForm) -> TimesPage | None:
        """Record which times suit and return the page as it is afterwards."""
        page = await self.run(
            "guest", "answer", lambda context: guests.answer_times(context, token, form)
        )
        self._version += 1
        return page
