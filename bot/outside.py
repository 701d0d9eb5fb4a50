"""What people outside may ask of the house, and what is seen of them in video meetings."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from bot import guests
from pathway.service import PROGRAM
from pathway.service.run import sighted

if TYPE_CHECKING:
    from bot.seams import AnswerForm, AnswerPage
    from bot.times_seams import TimesForm, TimesPage
    from pathway.service import Context
    from pathway.sightings import Sighting

T = TypeVar("T")


class Outside(ABC):
    """What those outside tell: the answer page (`bot.seams.Rooms`) and the video platform."""

    _version: int

    @abstractmethod
    async def run(self, actor: str, door: str, use_case: Callable[[Context], T]) -> T:
        """The use case in a transaction of its own."""

    async def sighted(self, said: Sighting) -> None:
        """Something was seen of a meeting on the video platform."""
        await self.run(PROGRAM, "teams", lambda context: sighted.take(context, said))
        self._version += 1

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
