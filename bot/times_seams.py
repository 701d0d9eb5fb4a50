"""What the page of a question of times shows, and what is posted from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pathway.model import Window
from pathway.words import Attendance, CaseRef, OptionId, Role


class TimesState(StrEnum):
    """Whether a question of times still takes an answer (F15)."""

    OPEN = "open"
    DECIDED = "decided"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeChoice:
    """One alternative as its reader sees it: their own window; `suits` is None while not said."""

    id: OptionId
    window: Window
    suits: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesPage:
    """One person's page of a question of times; `token` is the long token of the link.

    `revision` rises when they are asked about other times. `answered` is that an answer counts.
    """

    token: str
    public_name: str
    phone: str
    ref: CaseRef
    role: Role
    zone: str
    attends: Attendance
    revision: int
    times: tuple[TimeChoice, ...]
    place: str = ""
    answered: bool = False
    has_text: bool = False
    state: TimesState = TimesState.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesForm:
    """Which of the times suit, as it was given on the page; `form_token` is the evidence."""

    suits: tuple[OptionId, ...]
    revision: int
    form_token: str
    text: str = ""
