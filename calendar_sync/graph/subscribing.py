"""Having Graph tell us of changes: subscribed, renewed at half-life, begun anew where gone."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from calendar_sync.graph.calls import GraphError
from pathway.calendars import LIFECYCLE

if TYPE_CHECKING:
    from calendar_sync.graph.calls import Calls, Mine
    from pathway.calendars import Diary

MARK = "calendar.subscription"
LIFE = timedelta(minutes=10_080) - timedelta(minutes=10)
"""Graph's longest is 10,080 minutes by its own clock."""

LATER = timedelta(minutes=15)
"""After a failure it is tried again then: the look now and then goes on all the same."""


class Subscriptions:
    """The one subscription to the organiser's calendar."""

    def __init__(self, calls: Calls, diary: Diary, mine: Mine | None) -> None:
        self._calls = calls
        self._diary = diary
        self._mine = mine
        self._failed_at: datetime | None = None
        self._said_then = ""

    async def see_to(self, now: datetime) -> None:
        """Subscribe or renew where it is time, or where Graph has said something of it since.

        That we cannot be told is no reason not to read: what fails is tried again later, and at
        once where the clock has gone back meanwhile.
        """
        if self._mine is None:
            return
        said = await self._diary.mark(LIFECYCLE)
        failed = self._failed_at if said == self._said_then else None
        if failed is not None and failed <= now < failed + LATER:
            return
        kept = (await self._diary.mark(MARK)).split("|")
        name, ends, whose, heeded = [*kept, "", "", "", ""][:4]
        if whose != _print(self._mine):
            name = ""
        until = datetime.fromisoformat(ends) if ends else now
        if name and until - now > LIFE / 2 and said == heeded:
            return
        try:
            made = await self._renewed(name, self._mine, now + LIFE)
        except GraphError:
            self._failed_at, self._said_then = now, said
            return
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
