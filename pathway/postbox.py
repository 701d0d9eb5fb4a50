"""The seam where answers come in by mail: a mailbox that is read, filed and listened to."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pathway.arrivals import Arrival


class PostboxFault(StrEnum):
    """Why the organiser's mailbox cannot be read.

    `refused` is the name or password, `gone` the folder, `unreachable` all that passes by itself.
    With `unfiled` it is read, and what is handled cannot be put away.
    """

    REFUSED = "refused"
    GONE = "gone"
    UNREACHABLE = "unreachable"
    UNFILED = "unfiled"


class PostboxError(Exception):
    """The mailbox cannot be read now; `fault` says why. Nothing of it is lost: try again later."""

    def __init__(self, fault: PostboxFault) -> None:
        super().__init__(fault)
        self.fault = fault


class Postbox(Protocol):
    """Where answers come in by mail. Mails are numbers; every call may raise `PostboxError`."""

    async def open(self) -> None:
        """Connect; also after an error."""

    async def waiting(self) -> Sequence[int]:
        """The mails that were neither filed nor left, oldest first."""

    async def read(self, mail: int) -> Arrival | None:
        """What a mail means, read without a trace; None for one that is left alone."""

    async def file(self, mail: int) -> bool:
        """Put a mail among the handled; False where it cannot be, and then it is left."""

    def leave(self, mail: int) -> None:
        """Leave it alone: it is nobody's business here, and waits no more."""

    async def listen(self, seconds: float) -> None:
        """Wait until something has come, or so long."""

    async def close(self) -> None:
        """Let go; never fails, and may be called at any time."""
