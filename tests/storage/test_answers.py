"""How the store's results come back to an event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextvars import Context

import pytest
from typing_extensions import TypeVarTuple, override

from storage.answers import Answers

Ts = TypeVarTuple("Ts")


class CountingLoop(asyncio.SelectorEventLoop):
    """Knows how often it was woken from outside."""

    woken = 0

    @override
    def call_soon_threadsafe(
        self, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.Handle:
        self.woken += 1
        return super().call_soon_threadsafe(callback, *args, context=context)


def test_what_comes_together_wakes_the_loop_once() -> None:
    """Results, faults and what was never begun all arrive, for one waking of the loop."""
    loop = CountingLoop()
    asked: list[Future[int]] = [Future() for _ in range(3)]

    async def all_of_them() -> list[object]:
        answers = Answers(loop)
        waiting = [asyncio.ensure_future(answers.of(one)) for one in asked]
        await asyncio.sleep(0)
        asked[0].set_result(7)
        asked[1].set_exception(LookupError("gone"))
        asked[2].cancel()
        return list(await asyncio.gather(*waiting, return_exceptions=True))

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        seven, gone, never = runner.run(all_of_them())
        woken = loop.woken
    assert (seven, woken) == (7, 1)
    assert isinstance(gone, LookupError)
    assert isinstance(never, asyncio.CancelledError)


async def test_the_next_ones_wake_it_again() -> None:
    """Whoever asks later is told later."""
    answers = Answers(asyncio.get_running_loop())
    for number in range(3):
        asked: Future[int] = Future()
        waiting = asyncio.ensure_future(answers.of(asked))
        await asyncio.sleep(0)
        asked.set_result(number)
        assert await waiting == number


async def test_whoever_stops_waiting_takes_back_what_has_not_begun() -> None:
    """A question that nobody waits for any more is not begun; one that was begun is finished."""
    answers = Answers(asyncio.get_running_loop())
    for begun in (False, True):
        asked: Future[int] = Future()
        waiting = asyncio.ensure_future(answers.of(asked))
        await asyncio.sleep(0)
        if begun:
            asked.set_running_or_notify_cancel()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert asked.cancelled() is not begun
        if begun:
            asked.set_result(1)
