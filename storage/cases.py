"""Reading cases: one that is wanted, several at once, or all; each locked, and read only once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BindParameter,
    Connection,
    Label,
    Select,
    Table,
    bindparam,
    exists,
    select,
    union_all,
)

from pathway.case import Case
from pathway.errors import UnknownCaseError
from pathway.ports import Access
from pathway.words import CaseId, CaseRef, ClinicId, InvitationId, SendingId
from storage.audit import AuditLog
from storage.kept import Kept, Loaded
from storage.rows import ENTITIES, NextStep, Row, Rows, case_of, key_of
from storage.tables import cases, invitations, sendings
from storage.times_tables import asked as times_asked

# Made once: a case is loaded in nearly every transaction, and making a statement takes its time.
_OF_ONE = {
    entity.table.name: select(entity.table).where(
        entity.table.c.clinic_id == bindparam("clinic"),
        entity.table.c.case_id == bindparam("case"),
    )
    for entity in ENTITIES
}


def _has(table: Table) -> Label[Any]:
    held = table.c.clinic_id == bindparam("clinic"), table.c.case_id == bindparam("case")
    return exists().where(*held).label(table.name)


MOST_AT_ONCE = 16
"""Cases that are read by one statement for each table."""

_SEVERAL: list[BindParameter[Any]] = [bindparam(f"case_{number}") for number in range(MOST_AT_ONCE)]
_OF_SEVERAL = {
    entity.table.name: select(entity.table).where(
        entity.table.c.clinic_id == bindparam("clinic"), entity.table.c.case_id.in_(_SEVERAL)
    )
    for entity in ENTITIES
}


_HOLDS: Select[Any] = select(*(_has(entity.table) for entity in ENTITIES))
"""Of which tables a case has rows: most cases have none of most, and asking each costs more."""

_POSITION = itemgetter("position")

_ASKED_BY = (cases, invitations, sendings)
"""What mostly names a case."""

_OURS = cases.c.clinic_id == bindparam("clinic")
_BY_REF = select(cases).where(_OURS, cases.c.ref == bindparam("wanted")).with_for_update()
_SOME = select(cases).where(_OURS, cases.c.id.in_(_SEVERAL))
# In order, so that two who want the same do not wait for each other.
_BY_IDS = _SOME.order_by(cases.c.id).with_for_update()
_BY_ID = select(cases).where(_OURS, cases.c.id == bindparam("wanted"))
_EVERY = select(cases.c.id).where(_OURS).order_by(cases.c.created_at, cases.c.id)
_OPEN = _EVERY.where(cases.c.closing_at.is_(None))
_NAMES = select(cases.c.id, cases.c.name).where(_OURS, cases.c.closing_at.is_(None))
BY_WHAT_IT_HOLDS = (
    select(cases)
    .where(
        _OURS,
        cases.c.id.in_(
            union_all(
                select(cases.c.id).where(_OURS, cases.c.id == bindparam("wanted")),
                *(
                    select(table.c.case_id).where(
                        table.c.clinic_id == bindparam("clinic"), table.c.id == bindparam("wanted")
                    )
                    for table in (invitations, sendings, times_asked)
                ),
            )
        ),
    )
    .with_for_update()
)


_UNREADABLE = (AttributeError, LookupError, TypeError, ValueError)
"""What comes of a row that holds something else than it should; never a fault of the database."""


@cache
def _listing(*, closed: bool) -> dict[str, Select[Any]]:
    """The same for every open case, or every case; the cases themselves too."""
    wanted = cases.c.clinic_id == bindparam("clinic")
    if not closed:
        wanted &= cases.c.closing_at.is_(None)
    ids = select(cases.c.id).where(wanted)
    held = {
        table.name: select(table).where(
            table.c.clinic_id == bindparam("clinic"), table.c.case_id.in_(ids)
        )
        for table in (entity.table for entity in ENTITIES)
    }
    oldest_first = select(cases).where(wanted).order_by(cases.c.created_at, cases.c.id)
    return {cases.name: oldest_first, **held}


class Reading(AuditLog):
    """A case that was loaded for itself is locked until the transaction ends."""

    def __init__(
        self,
        connection: Connection,
        clinic_id: ClinicId,
        next_step: NextStep,
        zone: ZoneInfo,
        kept: Kept,
    ) -> None:
        super().__init__(connection, clinic_id, next_step, zone)
        self.kept = kept
        self.loaded: dict[CaseId, Loaded] = {}
        self._named: dict[str, CaseId] = {}  # where to look first; it may be out of date
        self.unchanged: set[CaseId] = set()  # loaded, and written by nothing but `save` since

    def load(self, ref: CaseRef, access: Access) -> Case:
        """The case with this reference; one audit row `viewed`. `UnknownCaseError`."""
        return self._load(_BY_REF, ref, access)

    def load_for(self, sending: SendingId | InvitationId | CaseId, access: Access) -> Case:
        """The case that this sending, invitation or case id belongs to; one audit row."""
        return self._load(BY_WHAT_IT_HOLDS, sending, access)

    def read_ahead(self, wanted: Iterable[CaseId]) -> None:
        """Lock these cases, and read at once what is not kept of them; no audit row."""
        for loaded in self._several(_BY_IDS, set(wanted) - self.unchanged):
            self._take(loaded)

    def _several(self, query: Select[Any], wanted: Iterable[CaseId]) -> Iterator[Loaded]:
        """These cases; what is kept of them is not read again."""
        ids = sorted(wanted)
        for first in range(0, len(ids), MOST_AT_ONCE):
            yield from self._together(query, ids[first : first + MOST_AT_ONCE])

    def _together(self, query: Select[Any], ids: Sequence[CaseId]) -> Iterator[Loaded]:
        """At most `MOST_AT_ONCE`; in the place of those that lack the first is asked for again."""
        asked = {one.key: ids[no] if no < len(ids) else ids[0] for no, one in enumerate(_SEVERAL)}
        cold = []
        for row in self.found(query, clinic=self.clinic_id, **asked):
            if kept := self.kept.same_as(row):
                yield kept
            else:
                cold.append(row)
        if len(cold) == 1:
            yield self._read(cold[0])
            return
        for rows in self._whole(cold, _OF_SEVERAL, **asked):
            yield _loaded(rows)

    def list_cases(self, access: Access, *, closed: bool = False) -> Sequence[Case]:
        """Every open case, or every case, oldest first; one audit row `listed` for each."""
        return self._listed(self._every(closed=closed), access)

    def _every(self, *, closed: bool) -> Iterator[Case]:
        queries = _listing(closed=closed)
        rows = self.found(queries[cases.name], clinic=self.clinic_id)
        yield from map(case_of, self._whole(rows, queries))

    def _listed(self, found: Iterable[Case], access: Access) -> Sequence[Case]:
        listed = sorted(found, key=attrgetter("created_at", "id"))
        self.note((case.ref for case in listed), access, "listed")
        return listed

    def readable_cases(
        self, access: Access, *, closed: bool = False, only: Collection[CaseId] | None = None
    ) -> tuple[Sequence[Case], int]:
        """Those that can be read of `list_cases`, or `only` these, and how many cannot.

        One by one only where they cannot be read at once, which is a fault in a row of one.
        """
        try:
            if only is None:
                return self.list_cases(access, closed=closed), 0
            return self._listed((one.case for one in self._several(_SOME, only)), access), 0
        except _UNREADABLE:
            pass
        listed = _EVERY if closed else _OPEN
        ids = only or self.connection.scalars(listed, {"clinic": self.clinic_id}).all()
        found = self._listed(filter(None, map(self._readable, ids)), access)
        return found, len(ids) - len(found)

    def _readable(self, case_id: str) -> Case | None:
        try:
            (row,) = self.found(_BY_ID, clinic=self.clinic_id, wanted=case_id)
            return self._read(row).case
        except _UNREADABLE:
            return None

    def refs(self) -> frozenset[str]:
        """Every reference in use; no audit row, since nobody reads a case by it."""
        return frozenset(self.connection.scalars(select(cases.c.ref).where(self.ours(cases))))

    def names(self) -> Mapping[CaseId, str]:
        """Whom each open case is about, to compare with; no audit row: show none of them."""
        return {row["id"]: row["name"] for row in self.found(_NAMES, clinic=self.clinic_id)}

    def _load(self, query: Select[Any], name: str, access: Access) -> Case:
        case = self._lock(query, name).case
        self.note([case.ref], access, "viewed")
        return case

    def _lock(self, query: Select[Any], name: str) -> Loaded:
        """The one case that is wanted, nobody else's until the transaction ends."""
        if query is BY_WHAT_IT_HOLDS and (held := self._held(name)):
            return held
        found = self.found(query, clinic=self.clinic_id, wanted=name)
        if not found:
            raise UnknownCaseError(name)
        (row,) = found
        if held := self._held(row["id"]):
            return held
        return self._take(self.kept.same_as(row) or self._read(row))

    def _take(self, loaded: Loaded) -> Loaded:
        """It is locked, and what is known of it holds until the transaction ends."""
        self.hold(loaded)
        self.unchanged.add(loaded.case.id)
        return loaded

    def hold(self, loaded: Loaded) -> None:
        """This is how the case now is; it is found again by what it is asked for by."""
        case_id = loaded.case.id
        self.loaded[case_id] = loaded
        for table in _ASKED_BY:
            self._named.update((str(name), case_id) for _, name in loaded.rows[table.name])

    def _read(self, row: Row) -> Loaded:
        """The case with this row, which is locked: nobody writes to any part of it."""
        (holds,) = self.found(_HOLDS, clinic=self.clinic_id, case=row["id"])
        queries = {name: query for name, query in _OF_ONE.items() if holds[name]}
        (rows,) = self._whole([row], queries, case=row["id"])
        return _loaded(rows)

    def _held(self, name: str) -> Loaded | None:
        """The case that this names, where it was loaded: it is locked, so nobody has changed it."""
        case_id = self._named.get(name)
        loaded = self.loaded.get(case_id) if case_id in self.unchanged else None
        if loaded is None:
            return None
        key = (self.clinic_id, name)
        return loaded if any(key in loaded.rows[table.name] for table in _ASKED_BY) else None

    def _whole(
        self, found: Iterable[Row], queries: Mapping[str, Select[Any]], **values: object
    ) -> list[Rows]:
        """These cases with all that they hold."""
        whole: dict[str, Rows] = {}
        for row in found:
            empty: Rows = {entity.table.name: {} for entity in ENTITIES}
            whole[row["id"]] = {"cases": {key_of(cases, row): row}, **empty}
        # Backwards, so that what a row refers to is always seen, though others write meanwhile.
        for entity in reversed(ENTITIES if whole else ()):
            table = entity.table
            if table.name not in queries:
                continue
            held = self.found(queries[table.name], clinic=self.clinic_id, **values)
            for row in sorted(held, key=_POSITION):
                if rows := whole.get(row["case_id"]):
                    rows[table.name][key_of(table, row)] = row
        return list(whole.values())


def _loaded(rows: Rows) -> Loaded:
    case = case_of(rows)
    return Loaded(case, rows, frozenset({case.revision}))
