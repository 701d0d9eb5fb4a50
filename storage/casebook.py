"""Cases: saved as the difference from what was loaded, each time with a line in the log.

What is saved of a case that is locked is put off until something is asked or told that goes to the
database, so that the same is written of many cases by one statement (decision 57).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Insert, Table, Update, bindparam, insert, update
from typing_extensions import override

from pathway.case import Case
from pathway.errors import StalePlanError
from pathway.ports import Access
from pathway.words import CaseId, ClinicId
from storage.cases import BY_WHAT_IT_HOLDS, Reading
from storage.kept import Kept, Loaded
from storage.prepared import prepared
from storage.rows import (
    ENTITIES,
    Changes,
    ForeignRowError,
    NextStep,
    Row,
    Rows,
    changed,
    difference,
    rows_of,
)
from storage.tables import cases

_ORDER: dict[object, int] = {
    table: number for number, table in enumerate([cases, *(one.table for one in ENTITIES)])
}
"""A row is written after those that it refers to."""


class CaseBook(Reading):
    """Saving cases, and what reading them needs."""

    def __init__(
        self,
        connection: Connection,
        clinic_id: ClinicId,
        next_step: NextStep,
        zone: ZoneInfo,
        kept: Kept,
    ) -> None:
        super().__init__(connection, clinic_id, next_step, zone, kept)
        self._put_off: dict[Insert | Update, list[Row]] = {}
        self._saved: set[CaseId] = set()

    def add(self, case: Case, access: Access, *, detail: str = "") -> None:
        """Remember a new case; one audit row `registered`."""
        self._own(case)
        rows = rows_of(case, self.next_step, self.zone)
        self._insert(cases, list(rows["cases"].values()))
        nothing: Rows = {entity.table.name: {} for entity in ENTITIES}
        self._write(difference(nothing, rows))
        self.write_rest()
        self.hold(Loaded(case, rows, frozenset({case.revision})))
        self.note([case.ref], access, "registered", detail)

    def save(self, case: Case, access: Access, *, what: str, detail: str = "") -> None:
        """Remember what changed of a loaded case; one audit row named `what`.

        `StalePlanError` when it was saved, or one of its messages claimed, since it was loaded:
        both raise the revision.
        """
        self._own(case)
        if case.id in self._saved:
            self.write_rest()
        before = self.loaded.get(case.id) or self._lock(BY_WHAT_IT_HOLDS, case.id)
        stored: int = before.row["revision"]
        if case.revision not in before.revisions:
            raise StalePlanError
        saved = replace(case, revision=stored + 1)
        rows = rows_of(saved, self.next_step, self.zone, (before.case, before.rows))
        after = Loaded(saved, rows, before.revisions | {stored + 1})
        key = {"key_clinic_id": self.clinic_id, "key_id": case.id, "key_revision": stored}
        row = changed(before.row, after.row)
        self._change(_changing(cases, tuple(row), "revision"), row | key)
        self._write(difference(before.rows, rows))
        self._saved.add(case.id)
        if case.id not in self.unchanged:
            self.write_rest()
        self.hold(after)
        self.note([case.ref], access, what, detail)

    def _own(self, case: Case) -> None:
        if case.clinic_id != self.clinic_id:
            raise ForeignRowError(case.ref)

    def _write(self, changes: Iterable[Changes]) -> None:
        for change in changes:
            keys = [f"key_{column.name}" for column in change.table.primary_key]
            for key, row in change.changed:
                wanted = dict(zip(keys, key, strict=True)) | {"key_clinic_id": self.clinic_id}
                self._change(_changing(change.table, tuple(row)), row | wanted)
            if change.new:
                self._insert(change.table, change.new)

    def _insert(self, table: Table, rows: Sequence[Row]) -> None:
        self._put_off.setdefault(_new(table, tuple(rows[0])), []).extend(rows)

    def _change(self, statement: Update, values: Row) -> None:
        self._put_off.setdefault(statement, []).append(values)

    @override
    def write_rest(self) -> None:
        """Write what was put off of all cases: each statement once, with the rows of each."""
        put_off = self._put_off
        self.forget_rest()
        for statement in sorted(put_off, key=lambda one: _ORDER[one.table]):
            rows = put_off[statement]
            names = [name for name in rows[0] if not name.startswith("key_")]
            written = prepared(self.transaction, statement, names).write(self.transaction, rows)
            if statement.table is cases and written != len(rows):
                raise StalePlanError

    def forget_rest(self) -> None:
        """Nothing is put off any more."""
        self._put_off, self._saved = {}, set()


@cache
def _new(table: Table, _names: tuple[str, ...]) -> Insert:
    """New rows of these columns."""
    return insert(table)


@cache
def _changing(table: Table, _names: tuple[str, ...], *more: str) -> Update:
    """To change these columns of one row, found by its primary key and what else is named."""
    keys = [*(column.name for column in table.primary_key), *more]
    return update(table).where(*(table.c[name] == bindparam(f"key_{name}") for name in keys))
