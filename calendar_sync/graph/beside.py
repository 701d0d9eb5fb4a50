"""What is seen to beside the answers at each look: it fails, lasts and mends by itself."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from time import monotonic

from calendar_sync.graph.calls import GraphError
from pathway.postbox import PostboxFault

log = logging.getLogger(__name__)


class Beside:
    """One thing that is done at each look. Its faults keep back no answer, and are told once.

    The log holds each fault when it begins, and that it is over.
    """

    def __init__(
        self,
        name: str,
        do: Callable[[], Awaitable[None]],
        tell: Callable[[PostboxFault], Awaitable[None]],
        lasts: float,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        """`tell` hears of what has failed at each look for so many seconds, and then no more."""
        self._name = name
        self._do = do
        self._tell = tell
        self._lasts = lasts
        self._seconds = seconds
        self._since: float | None = None
        self._told = False
        self._logged = ""

    async def see_to(self) -> None:
        """Do it; what fails is tried again at the next look. Only telling of it may raise."""
        try:
            await self._do()
        except GraphError as error:
            await self._failed(str(error), error.fault)
        except Exception as error:  # noqa: BLE001 - what nobody foresaw keeps back no answer either
            await self._failed(type(error).__name__, PostboxFault.UNREACHABLE)
        else:
            if self._logged:
                log.info("%s: seen to again", self._name)
            self._since, self._told, self._logged = None, False, ""

    async def _failed(self, said: str, fault: PostboxFault) -> None:
        if said != self._logged:
            log.warning("%s: not seen to: %s", self._name, said)
            self._logged = said
        now = self._seconds()
        self._since = now if self._since is None else self._since
        if not self._told and now - self._since >= self._lasts:
            await self._tell(fault)
            self._told = True
