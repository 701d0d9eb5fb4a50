"""Who of the staff is away, and who does their work meanwhile (*fravær*).

Promises do not move: whoever is asked "whose is it today" is told the deputy, and from the day
after the last one the owner again. Why somebody is away is never asked, and stored nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from pathway.words import CaseId, Channel, PromiseId, PromiseKind, StaffId


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """One person away from `first` to `last`, both included; `last` None is until they are back.

    `deputy` does their work; `leaves` is that they do not come back, so that their cases move.
    """

    id: str
    staff_id: StaffId
    first: date
    last: date | None
    deputy: StaffId
    recorded_at: datetime
    leaves: bool = False

    def holds(self, on: date) -> bool:
        """Whether the person is away on this day."""
        return self.first <= on and (self.last is None or on <= self.last)

    def meets(self, other: Absence) -> bool:
        """Whether the two share a day."""
        later = max(self.first, other.first)
        return self.holds(later) and other.holds(later)


@dataclass(frozen=True, slots=True)
class Roster:
    """The absences that are known, and the day that "today" means. At first nobody is away."""

    absences: tuple[Absence, ...] = ()
    today: date = date.min

    def absence(self, staff_id: str, on: date | None = None) -> Absence | None:
        """Why somebody is away that day, or None; of several the one recorded last decides."""
        day = on or self.today
        found = [a for a in self.absences if a.staff_id == staff_id and a.holds(day)]
        return max(found, key=lambda a: (a.recorded_at, a.id), default=None)

    def stand_in(self, staff_id: str, on: date | None = None) -> StaffId:
        """Who does this person's work that day: themselves, their deputy, or the deputy's.

        Where the deputies lead in a ring it is the person again, and nobody is forgotten.
        """
        who, seen = StaffId(staff_id), {staff_id}
        while (absence := self.absence(who, on)) is not None:
            who = absence.deputy
            if who in seen:
                return StaffId(staff_id)
            seen.add(who)
        return who

    def stands_in_for(self, staff_id: str) -> frozenset[StaffId]:
        """Whose work this person does today beside their own."""
        away = {a.staff_id for a in self.absences if a.holds(self.today)}
        return frozenset(who for who in away if self.stand_in(who) == staff_id)

    def turns(self) -> tuple[date, ...]:
        """The days on which somebody's work becomes another's, or their own again."""
        over = (a.last + timedelta(days=1) for a in self.absences if a.last is not None)
        return tuple(sorted({*(a.first for a in self.absences), *over}))

    def ring(self, new: Absence) -> tuple[StaffId, ...]:
        """The deputies who would lead back to the person on some day; empty where none do."""
        roster = replace(self, absences=(*self.absences, new))
        for day in self._turns(new):
            ring = [new.staff_id]
            while (absence := roster.absence(ring[-1], day)) is not None:
                if absence.deputy in ring:
                    return tuple(ring)
                ring.append(absence.deputy)
        return ()

    def _turns(self, new: Absence) -> Iterator[date]:
        """The days of an absence on which somebody's turn begins or is over."""
        yield new.first
        for absence in self.absences:
            over = absence.last + timedelta(days=1) if absence.last else absence.first
            yield from (day for day in (absence.first, over) if new.holds(day))


def ended(absences: Sequence[Absence], staff_id: str, back_on: date) -> Iterator[Absence]:
    """This person's absences that hold on that day, as they are when they are back then.

    One that would be over before it began has its `last` before its `first`.
    """
    for absence in absences:
        if absence.staff_id == staff_id and absence.holds(back_on):
            yield replace(absence, last=back_on - timedelta(days=1), leaves=False)


def replaced(absences: Sequence[Absence], new: Absence, today: date) -> tuple[Absence, ...]:
    """This person's absences that have not begun and share a day with the new one: it was meant."""
    return tuple(
        old
        for old in absences
        if old.staff_id == new.staff_id and old.first > today and not old.leaves and old.meets(new)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """An open promise of an open case, as far as it tells whose task it may be.

    `outside` is that the owner is one of the case's people; `way` is how they were asked, if so.
    """

    case_id: CaseId
    promise_id: PromiseId
    kind: PromiseKind
    owner: str
    outside: bool
    ladder: str
    taken: int
    handed_to: StaffId | None
    secretary: StaffId
    clinician: StaffId | None
    way: Channel | None


class Absences(Protocol):
    """What the store keeps of the roster; a part of `Ledger`."""

    def absences(self) -> Sequence[Absence]:
        """Every absence that is kept."""

    def put_absence(self, absence: Absence) -> None:
        """Remember it, or its change."""

    def forget_absence(self, absence_id: str) -> None:
        """Forget it; nothing where it is not known."""

    def cases_of(self, staff_id: str, *, escalated: bool = False) -> Sequence[CaseId]:
        """Open cases that this person answers for, or in which they have something to do.

        With `escalated` also those in which anybody has been chased: the last steps go to roles.
        """

    def owed(self) -> Sequence[Owed]:
        """All that may be somebody's task: owed by staff, handed over, or chased."""

    def answering_staff(self) -> frozenset[StaffId]:
        """Who answers for an open case, or was given something to do in one."""

    def stand_ins(self) -> Mapping[StaffId, StaffId]:
        """Who does whose work, as it was last told; whoever is not named does their own."""

    def put_stand_in(self, staff_id: StaffId, by: StaffId) -> None:
        """This person's work is this one's now, and they have been told."""
