"""What comes by mail: read, handed to its use case in one transaction, and filed.

It runs beside the tick for as long as the daemon. The mailbox tells of new mail, and a look now
and then is the net. A mail is filed only when its transaction is on disk, so one that a cut line
leaves in doubt is read again, and known by its key. A stop finishes the mail that it holds.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol, TypeVar

from pathway.arrivals import Arrival, Handled, Sort
from pathway.postbox import PostboxError, PostboxFault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathway.postbox import Postbox

T = TypeVar("T")
Take = Callable[["Arrival"], Awaitable["Handled"]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds: between two looks, before the first and the last new try, and before it is told."""

    look: float = 60.0
    first: float = 1.0
    most: float = 300.0
    tell: float = 900.0


PATIENCE = Patience()

TRIES = 3
"""So often is a mail tried that cannot be handled, before the office is told of it."""


class Listener(Protocol):
    """Who hears how the mailroom fares."""

    async def down(self, fault: PostboxFault) -> None:
        """The mailbox cannot be read; said when it begins."""

    async def still_down(self, fault: PostboxFault) -> None:
        """It has been so for long; said once."""

    async def up(self) -> None:
        """It can be read again."""

    async def unfiled(self) -> None:
        """What was handled cannot be put among the handled; said once, until it can."""

    async def alive(self, within: float) -> None:
        """The mailroom lives, and says so again within so many seconds."""

    def failed(self, error: Exception) -> None:
        """A mail could not be read or handled; it stays, and is tried again at the next look."""


class Mailroom:
    """Empties one mailbox for as long as it runs."""

    def __init__(
        self, postbox: Postbox, take: Take, listener: Listener, patience: Patience = PATIENCE
    ) -> None:
        """`take` handles one arrival, whole or not at all."""
        self._postbox = postbox
        self._take = take
        self._patience = patience
        self._stopping = asyncio.Event()
        self._running: asyncio.Task[None] | None = None
        self._listener = listener
        self._down_since: float | None = None
        self._told = False
        self._unfiled = False
        self._pause = patience.first
        self._left: set[int] = set()
        self._failures: dict[str, int] = {}

    async def start(self) -> None:
        """Begin; a mailbox that cannot be reached is not waited for."""
        self._running = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Take no more mail, and let the one in hand be filed; what broke stops nobody else."""
        self._stopping.set()
        if self._running is not None:
            (ended,) = await asyncio.gather(self._running, return_exceptions=True)
            if isinstance(ended, Exception):
                self._listener.failed(ended)

    async def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                await self._work()
            except Exception as error:  # noqa: BLE001 - the mailroom outlives what nobody foresaw
                self._listener.failed(error)
            await self._listener.alive(self._pause)
            await self._unless_stopped(asyncio.sleep(self._pause))
            self._pause = min(2 * self._pause, self._patience.most)

    async def _work(self) -> None:
        """Read for as long as the line lives; telling of its end may raise, as all else here."""
        try:
            await self._unless_stopped(self._postbox.open())
            self._left.clear()  # the numbers may be other mails now
            while not self._stopping.is_set():
                await self._empty()
                await self._is_up()
                self._pause = self._patience.first
                await self._listener.alive(self._patience.look)
                await self._unless_stopped(self._postbox.listen(self._patience.look))
        except PostboxError as error:
            await self._is_down(error.fault)
        finally:
            await self._postbox.close()

    async def _empty(self) -> None:
        """Handle what waits, once each; what fails does not stand in the way of the others."""
        for mail in await self._waiting():
            if self._stopping.is_set():
                return
            if mail not in self._left:
                await self._handle(mail)
                await self._listener.alive(0.0)

    async def _waiting(self) -> Sequence[int]:
        """What waits, none after a stop; what nobody foresaw is an outage as much as any other."""
        try:
            return await self._unless_stopped(self._postbox.waiting()) or ()
        except PostboxError:
            raise
        except Exception as error:
            self._listener.failed(error)
            raise PostboxError(PostboxFault.UNREACHABLE) from error

    async def _handle(self, mail: int) -> None:
        try:
            arrival = await self._postbox.read(mail)
        except PostboxError:
            raise
        except Exception as error:  # noqa: BLE001 - one bad mail must not stop the others
            self._listener.failed(error)
            return
        if arrival is None:
            return
        handled = await self._taken(arrival)
        if handled is None:
            if await self._given_up(arrival):
                self._left.add(mail)
            return
        self._failures.pop(arrival.key, None)
        if handled is Handled.LEFT:
            self._postbox.leave(mail)
        elif await self._postbox.file(mail):
            self._unfiled = False
        elif not self._unfiled:
            await self._listener.unfiled()
            self._unfiled = True

    async def _taken(self, arrival: Arrival) -> Handled | None:
        """What became of it; None where it could not be handled."""
        try:
            return await self._take(arrival)
        except Exception as error:  # noqa: BLE001 - one bad mail must not stop the others
            self._listener.failed(error)
            return None

    async def _given_up(self, arrival: Arrival) -> bool:
        """Whether it failed too often, and is told as one that cannot be read: it stays in the box.

        Where that cannot be told either, the store is at fault and not the mail.
        """
        self._failures[arrival.key] = self._failures.get(arrival.key, 0) + 1
        if self._failures[arrival.key] < TRIES:
            return False
        told = _as_unreadable(arrival)
        bare = replace(told, invitations=(), messages=(), sender="")
        return bool(await self._taken(told) or await self._taken(bare))

    async def _unless_stopped(self, waiting: Awaitable[T]) -> T | None:
        """Wait, but not beyond a stop: then it is None."""
        stop = asyncio.ensure_future(self._stopping.wait())
        wait = asyncio.ensure_future(waiting)
        try:
            await asyncio.wait({stop, wait}, return_when=asyncio.FIRST_COMPLETED)
            return wait.result() if wait.done() else None
        finally:
            stop.cancel()
            wait.cancel()
            await asyncio.gather(stop, wait, return_exceptions=True)

    async def _is_up(self) -> None:
        if self._down_since is not None:
            self._down_since, self._told = None, False
            await self._listener.up()

    async def _is_down(self, fault: PostboxFault) -> None:
        """Say it when it begins, and once more when it has lasted; until that could be said."""
        now = asyncio.get_running_loop().time()
        if self._down_since is None:
            self._down_since = now
            await self._listener.down(fault)
        if not self._told and now - self._down_since >= self._patience.tell:
            await self._listener.still_down(fault)
            self._told = True


def _as_unreadable(arrival: Arrival) -> Arrival:
    """The little of it that a person needs to find it, under a key of its own.

    So it is told once, and a later start, of a program that can, still takes the mail itself.
    """
    return Arrival(
        key=sha256(f"given up {arrival.key}".encode()).hexdigest(),
        sort=Sort.UNREADABLE,
        at=arrival.at,
        sender=arrival.sender,
        invitations=arrival.invitations,
        messages=arrival.messages,
        named=arrival.named,
        reason="broken",
    )
