"""What is answered in chat: posted in order, tried again where the other side is busy."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.teams.connector import BusyError, RefusedError, UnreachableError
from bot.teams.faults import broke
from bot.teams.lines import Lines

if TYPE_CHECKING:
    from bot.teams.connector import Connector, Conversation
    from dialogs.turn import JSON

MOST_WAITING = 1000
"""Answers on their way at once; with more, the door says that it is busy."""

MOST_TRIES = 8
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One activity to post; `instead_of` is the message whose place it takes, if any."""

    activity: JSON
    instead_of: str = ""


class Speaker:
    """Posts what was answered, one conversation's in the order in which it was said."""

    def __init__(
        self,
        connector: Connector,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._connector = connector
        self._sleep = sleep
        self._tasks: set[asyncio.Task[None]] = set()
        self._saying: set[str] = set()
        self._lines = Lines()

    @property
    def busy(self) -> bool:
        """Whether so much waits to be said that nothing more is taken in."""
        return len(self._tasks) >= MOST_WAITING

    def say(
        self,
        to: Conversation,
        posts: Sequence[Post],
        done: Callable[[], Awaitable[None]],
        lost: Callable[[], Awaitable[None]],
        *,
        about: str = "",
    ) -> None:
        """Post these in the background; then `done`, or `lost` where nobody is there any more.

        `about` names what is answered: while that is being said it is not said a second time.
        """
        if about and about in self._saying:
            return
        task = asyncio.create_task(self._say(to, posts, done, lost))
        self._tasks.add(task)
        self._saying.add(about)

        def over(task: asyncio.Task[None]) -> None:
            self._tasks.discard(task)
            self._saying.discard(about)

        task.add_done_callback(over)

    async def _say(
        self,
        to: Conversation,
        posts: Sequence[Post],
        done: Callable[[], Awaitable[None]],
        lost: Callable[[], Awaitable[None]],
    ) -> None:
        try:
            async with self._lines.turn(to.id):
                heard = await self._all(to, posts)
            await (done() if heard else lost())
        except BusyError as busy:
            broke("answer_not_delivered", busy)  # unanswered: it is said at the next start
        except Exception as error:  # noqa: BLE001 - a background task has nobody else to tell
            broke("answer_failed", error)

    async def _all(self, to: Conversation, posts: Sequence[Post]) -> bool:
        """Whether anybody is there; what is refused is our own fault, and the rest is said."""
        for post in posts:
            try:
                await self._post(to, post)
            except RefusedError as error:
                broke("answer_refused", error)
            except UnreachableError:
                return False
        return True

    async def _post(self, to: Conversation, post: Post) -> None:
        for tries in range(MOST_TRIES):
            try:
                await self._once(to, post)
            except BusyError as busy:
                if tries == MOST_TRIES - 1:
                    raise
                doubled = min(_FIRST_WAIT * 2**tries, _LONGEST_WAIT)
                await self._sleep(busy.retry_after if busy.retry_after is not None else doubled)
            else:
                return

    async def _once(self, to: Conversation, post: Post) -> None:
        """A message that cannot be changed any more is said anew."""
        if post.instead_of:
            try:
                await self._connector.update(to, post.instead_of, post.activity)
            except (RefusedError, UnreachableError):
                pass
            else:
                return
        await self._connector.send(to, post.activity)

    async def close(self, seconds: float = 5.0) -> None:
        """Let what is being said be said, for so long."""
        if self._tasks:
            _, late = await asyncio.wait(set(self._tasks), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
