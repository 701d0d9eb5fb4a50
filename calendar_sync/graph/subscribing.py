"""Having Graph tell us of changes: subscribed, renewed at half-life, begun anew where gone."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from calendar_sync.graph.calls import GraphError
from pathway.calendars import LIFECYCLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from calendar_sync.graph.calls import Calls, Mine
    from pathway.calendars import Diary

MARK = "calendar.subscription"
LIFE = timedelta(minutes=10_080) - timedelta(minutes=10)
"""Graph's longest is 10,080 minutes by its own clock."""

LATER = timedelta(minutes=15)
"""After a failure it is tried again then: the look now and then goes on all the same."""


class Subscriptions:
    """The one subscription to the organiser's calendar."""

    def __init__(self, calls: Calls, diary: Diary, now: Callable[[], datetime], mine: Mine) -> None:
        """`now` is the clock, `mine` is where notifications go."""
        self._calls = calls
        self._diary = diary
        self._now = now
        self._mine = mine
        self._failed: tuple[datetime, GraphError] | None = None
        self._said_then = ""

    async def see_to(self) -> None:
        """Subscribe or renew where it is time, or where Graph has said something of it since.

        What fails is tried again later, and at once where the clock has gone back meanwhile; until
        it has worked, each look raises the same `GraphError`.
        """
        now = self._now()
        said = await self._diary.mark(LIFECYCLE)
        if self._failed is not None and said == self._said_then:
            failed_at, error = self._failed
            if failed_at <= now < failed_at + LATER:
                raise error
        kept = (await self._diary.mark(MARK)).split("|")
        name, ends, whose, heeded = [*kept, "", "", "", ""][:4]
        if whose != _print(self._mine):
            name = ""
        until = datetime.fromisoformat(ends) if ends else now
        if name and until - now > LIFE / 2 and said == heeded:
            return
        try:
            made = await self._renewed(name, self._mine, now + LIFE)
        except GraphError as error:
            self._failed, self._said_then = (now, error), said
            raise
        self._failed = None
        await self._diary.put_mark(MARK, f"{made}|{_print(self._mine)}|{said}")

    async def _renewed(self, name: str, mine: Mine, until: datetime) -> str:
        if name:
            try:
                made = await self._calls.renew(name, until)
            except GraphError as error:
                if not error.missing:
                    raise
            else:
                return f"{made.id}|{made.until.isoformat()}"
        made = await self._calls.subscribe(mine, until)
        return f"{made.id}|{made.until.isoformat()}"


def _print(mine: Mine) -> str:
    """Tells another address or secret, which an old subscription would go on using."""
    return sha256(f"{mine.url} {mine.state}".encode()).hexdigest()
