"""What somebody outside does with a mail in the local clinic, and what they have sent back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ReactionKind(StrEnum):
    """What becomes of a mail where it arrived: an answer in a calendar, or what answers itself."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    NEW_TIME = "new_time"
    AWAY = "away"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """What somebody outside does with a mail; `title` begins its subject, `text` is their own.

    `start` is wall time, of a new time alone: it lasts as long as what was asked.
    """

    kind: ReactionKind
    title: str
    text: str = ""
    start: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What somebody outside sent back: when, what it is called, and its real bytes."""

    at: datetime
    title: str
    raw: bytes
