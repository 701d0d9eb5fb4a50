"""The texts that gather much of what waits: the day's digest, and the list of who holds what up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from pathway.views import Waiting
from pathway.words import CaseRef, Role, StaffId

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, time

    from pathway.chats import Mark
    from pathway.clinic import Clinic
    from pathway.outgoing import Content
    from pathway.ports import DigestLine


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldUp:
    """One person and what waits for them, the oldest first.

    `name` is a colleague's, or a doctor's office; empty for others outside, who have their `role`.
    """

    name: str
    role: Role
    waits: tuple[tuple[CaseRef, Waiting], ...]

    @property
    def oldest(self) -> date:
        """Since when the oldest has waited."""
        return self.waits[0][1].since


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldUpList:
    """Who holds what up, the oldest wait first, and how many cases could not be read for it."""

    people: tuple[HeldUp, ...]
    left_out: int = 0


class DigestHours(Protocol):
    """When each of the staff has chosen to have their digest (D4); a part of `Ledger`."""

    def digest_hours(self) -> Mapping[StaffId, time]:
        """The local time of each who has chosen one."""

    def put_digest_hour(self, staff_id: StaffId, at: time | None) -> None:
        """Remember this person's choice; None forgets it."""


class DigestTexts(Protocol):
    """The wording of these; a part of `Texts`."""

    def digest(self, lines: Sequence[DigestLine], clinic: Clinic) -> Content:
        """The day's digest, the urgent first."""

    def put_right(self, content: Content, marks: Sequence[Mark]) -> Content:
        """What was posted, with what has become of each thing it held; `content` if nothing."""

    def held_up(self, found: HeldUpList) -> Content:
        """Who holds what up, and that cases were left out."""
