"""What stands in staff's calendars without a message: times that are held until it is decided.

And what a message was to change that nobody wants any more.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathway.calendars import Step

T = TypeVar("T")


class HoldBook(Protocol):
    """What is held is kept by this; each call is a transaction of its own."""

    async def holds(self) -> Sequence[Step]:
        """What is held is to be made, changed or called off so."""

    async def unfinished(self) -> Sequence[Step]:
        """What was begun, or asked for, and no message will see to."""


class Taker(Protocol):
    """Makes one event so, or calls it off; `GraphCarrier` is one."""

    async def take(self, step: Step) -> None:
        """What is right already is left alone."""


class HeldTimes:
    """Makes the calendars hold what is asked about, and nothing else; what was left is finished."""

    def __init__(self, carrier: Taker, book: HoldBook) -> None:
        self._carrier = carrier
        self._book = book

    async def see_to(self) -> None:
        """Everything that is to be done now; `each` says what becomes of what fails."""
        steps = (*await self._book.holds(), *await self._book.unfinished())
        await each(steps, self._carrier.take)


async def each(some: Iterable[T], do: Callable[[T], Awaitable[None]]) -> None:
    """Do each of these: one that fails stops no other, and the first error is raised at the end."""
    failed: Exception | None = None
    for one in some:
        try:
            await do(one)
        except Exception as error:  # noqa: BLE001 - one bad thing must not stop the others
            failed = failed or error
    if failed is not None:
        raise failed
