"""Results on their way from the store's threads to an event loop."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")


class Answers:
    """What was committed together wakes the loop once, not once for each who waits for it.

    Each waking is a call of the system, at which one thread takes the other's turn.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self._here: deque[Callable[[], None]] = deque()
        self._asleep = threading.Semaphore(1)

    async def of(self, answer: Future[T]) -> T:
        """What `answer` comes to; whoever stops waiting cancels it where it has not begun."""
        mine: asyncio.Future[T] = self.loop.create_future()
        answer.add_done_callback(lambda done: self._post(partial(_settle, mine, done)))
        try:
            return await mine
        except asyncio.CancelledError:
            answer.cancel()
            raise

    def _post(self, told: Callable[[], None]) -> None:
        self._here.append(told)
        if self._asleep.acquire(blocking=False):  # else whoever is called finds this too
            with suppress(RuntimeError):  # a loop that is closed by now waits for nothing
                self.loop.call_soon_threadsafe(self._hand_out)

    def _hand_out(self) -> None:
        self._asleep.release()
        with suppress(IndexError):
            while True:
                self._here.popleft()()


def _settle(mine: asyncio.Future[Any], done: Future[Any]) -> None:
    if mine.done():
        return
    if done.cancelled():
        mine.cancel()
    elif (error := done.exception()) is not None:
        mine.set_exception(error)
    else:
        mine.set_result(done.result())
