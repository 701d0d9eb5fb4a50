"""What the page of a question of times shows, and what is posted from it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pathway.model import Window
from pathway.words import Attendance, CaseRef, OptionId, Role, Substitute


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

    `revision` rises when they are asked about other times. `answered` is that an answer counts;
    `proposed` are the other times of theirs in it, as wall times.
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
    proposed: tuple[datetime, ...] = ()
    substitute: Substitute = Substitute.NONE
    by_name: str = ""
    state: TimesState = TimesState.OPEN

    @property
    def may_substitute(self) -> bool:
        """Whether somebody else at the office may answer or come instead (D2)."""
        return self.role is Role.GP


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesForm:
    """Which of the times suit, as it was given on the page; `form_token` is the evidence.

    `proposed` are wall times, the best first.
    """

    suits: tuple[OptionId, ...]
    revision: int
    form_token: str
    text: str = ""
    proposed: tuple[datetime, ...] = ()
    by_name: str = ""
    substitute: Substitute = Substitute.NONE
