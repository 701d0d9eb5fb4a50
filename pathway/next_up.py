"""What comes next with an invitation, computed anew each time and never stored."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from pathway.words import Role


class Following(StrEnum):
    """What comes next with an invitation."""

    LEAVES = "leaves"
    BY_HAND = "by_hand"
    WAITS_FOR_GP = "waits_for_gp"
    WAITS_FOR_CONSENT = "waits_for_consent"
    REMINDER = "reminder"
    FOLLOWED_UP = "followed_up"
    CALL = "call"
    DECIDE = "decide"


@dataclass(frozen=True, slots=True, kw_only=True)
class NextUp:
    """What comes next, on which day where it has one, and who does it where it is staff."""

    what: Following
    on: date | None = None
    who: Role | None = None
