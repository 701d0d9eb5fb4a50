"""What each person was last shown of the cases, so that a page that stays open is one look.

A look is logged when a person goes somewhere on the page, and again when an open page is drawn
anew because something has been recorded since: then the person reads something new (P3). A
page that only fetches the same once more (the clock's minute, another person's chat) reads no
case, and so there is nothing to log.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.seams import CaseView, Rooms
from pathway.views import BoardRow

MOST = 64
"""Looks kept; past that every one of them is forgotten, and the next is logged again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """The open case, or every case where none is open; `changed` is how things stood."""

    changed: tuple[int, datetime | None]
    case: CaseView | None = None
    board: Sequence[BoardRow] = ()


class Looks:
    """The last look of each member of staff at each case."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        self._kept: dict[tuple[str, str], Look] = {}

    async def at(self, staff: str, case: str, *, again: bool) -> Look:
        """What this person sees; `again` where an open page asks by itself."""
        changed = await self._rooms.changed()
        kept = self._kept.get((staff, case))
        if again and kept is not None and kept.changed == changed:
            return kept
        if case:
            look = Look(changed=changed, case=await self._rooms.case_view(staff, case))
        else:
            look = Look(changed=changed, board=await self._rooms.board(staff))
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[staff, case] = look
        return look
