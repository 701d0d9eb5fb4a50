"""Who is away, and who was last told to do whose work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    Boolean,
    Column,
    ColumnElement,
    Date,
    ScalarSelect,
    Select,
    Subquery,
    Table,
    bindparam,
    cast,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    union,
)

from pathway.owed.held import RESTING
from pathway.roster import Absence, Owed
from pathway.words import CaseId, StaffId
from storage.columns import key, metadata, some, text
from storage.rows import build, flat
from storage.scope import Scope
from storage.tables import cases, invitations, participants, promises
from storage.times_tables import asked
from storage.types import UtcTime

absences = Table(
    "absences",
    metadata,
    *key("id"),
    *text("staff_id", "deputy"),
    some("first", Date()),
    some("last", Date(), null=True),
    some("recorded_at", UtcTime()),
    some("leaves", Boolean()),
)

stand_ins = Table("stand_ins", metadata, *key("staff_id"), *text("by"))


class Absences(Scope):
    """What a clinic keeps of its roster."""

    def absences(self) -> Sequence[Absence]:
        """Every absence that is kept."""
        return [build(Absence, row) for row in self.having(absences)]

    def put_absence(self, absence: Absence) -> None:
        """Remember it, or its change."""
        self.put(absences, flat(absence))

    def forget_absence(self, absence_id: str) -> None:
        """Forget it; nothing where it is not known."""
        wanted = (self.ours(absences), absences.c.id == absence_id)
        self.connection.execute(delete(absences).where(*wanted))

    def cases_of(self, staff_id: str, *, escalated: bool = False) -> Sequence[CaseId]:
        """Open cases that this person answers for, or in which they have something to do."""
        is_open = self.ours(cases) & cases.c.closing_at.is_(None)
        answers_for = or_(cases.c.secretary == staff_id, cases.c.clinician == staff_id)
        theirs = or_(promises.c.owner == staff_id, promises.c.handed_to == staff_id)
        owed = theirs | (promises.c.taken > 0) if escalated else theirs
        is_owed = self.ours(promises) & promises.c.settled_at.is_(None) & owed
        owing = select(promises.c.case_id).where(is_owed)
        query = select(cases.c.id).where(is_open, answers_for | cases.c.id.in_(owing))
        return [CaseId(found) for found in self.connection.scalars(query.order_by(cases.c.id))]

    def owed(self) -> Sequence[Owed]:
        """All that may be somebody's task: owed by staff, handed over, or chased."""
        return [Owed(**row) for row in self.found(_OWED, clinic=self.clinic_id)]

    def answering_staff(self) -> frozenset[StaffId]:
        """Who answers for an open case, or was given something to do in one."""
        found = self.found(_ANSWERING, clinic=self.clinic_id)
        return frozenset(StaffId(row["found"]) for row in found if row["found"])

    def stand_ins(self) -> Mapping[StaffId, StaffId]:
        """Who does whose work, as it was last told."""
        return {row["staff_id"]: row["by"] for row in self.having(stand_ins)}

    def put_stand_in(self, staff_id: StaffId, by: StaffId) -> None:
        """This person's work is this one's now, and they have been told."""
        self.put(stand_ins, {"staff_id": staff_id, "by": by})


def _each(column: Column[Any], wanted: ColumnElement[bool]) -> Select[Any]:
    """What the column holds in such rows, each once, and the empty text and NULL besides.

    From one to the next by an index: rows are as many as cases, and those who are asked for few.
    """
    seen = select(cast("", column.type).label("found")).cte(recursive=True)
    following = select(column).where(wanted, column > seen.c.found).order_by(column).limit(1)
    step = select(following.correlate(seen).scalar_subquery()).where(seen.c.found.is_not(None))
    return select(seen.union_all(step).c.found)


def _answering() -> Subquery:
    ours: BindParameter[Any] = bindparam("clinic")
    is_open = (cases.c.clinic_id == ours) & cases.c.closing_at.is_(None)
    handed = (promises.c.clinic_id == ours) & promises.c.settled_at.is_(None)
    in_open = exists().where(is_open, cases.c.id == promises.c.case_id)
    each = union(
        _each(cases.c.secretary, is_open),
        _each(cases.c.clinician, is_open),
        _each(promises.c.handed_to, handed & in_open),
    )
    return each.subquery()


ANSWERING = _answering()
"""Who is `found`; asked in every pass, so it is made once."""

_ANSWERING = select(ANSWERING.c.found)

_CLINIC: BindParameter[Any] = bindparam("clinic")


def _about(table: Table) -> ScalarSelect[Any]:
    about = table.c.clinic_id == _CLINIC, table.c.id == promises.c.about
    return select(table.c.channel).where(*about).scalar_subquery()


_OUTSIDE = exists().where(
    participants.c.clinic_id == _CLINIC, participants.c.id == promises.c.owner
)
_OWED = (
    select(
        promises.c.case_id,
        promises.c.id.label("promise_id"),
        promises.c.kind,
        promises.c.owner,
        _OUTSIDE.label("outside"),
        promises.c.ladder,
        promises.c.taken,
        promises.c.handed_to,
        cases.c.secretary,
        cases.c.clinician,
        func.coalesce(_about(invitations), _about(asked)).label("way"),
    )
    .join(cases, (cases.c.clinic_id == promises.c.clinic_id) & (cases.c.id == promises.c.case_id))
    .where(
        promises.c.clinic_id == _CLINIC,
        cases.c.clinic_id == _CLINIC,
        cases.c.closing_at.is_(None),
        promises.c.settled_at.is_(None),
        (promises.c.taken > 0)
        | promises.c.handed_to.is_not(None)
        | (promises.c.kind.not_in([literal(kind.value) for kind in sorted(RESTING)]) & ~_OUTSIDE),
    )
)
